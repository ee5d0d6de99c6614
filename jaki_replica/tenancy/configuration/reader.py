"""Read YAML as plain text values with the place of every key and value; what YAML allows too much is refused.

Scalars stay text: `0123`, `on` and `31.71` mean what they say until the schema gives them a type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.tenancy.configuration.findings import Finding, Place, path_text, type_path

type_plain: TypeAlias = "str | list[type_plain] | dict[str, type_plain]"

LARGEST = 1_000_000
DEEPEST = 12
START = Place(1, 1)
Loader: type[yaml.BaseLoader] | type[yaml.CBaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Document:
    """A file's values with the places of its keys and values, and what was refused on the way."""

    name: str
    data: type_plain = ""
    keys: dict[type_path, Place] = field(default_factory=dict)
    values: dict[type_path, Place] = field(default_factory=dict)
    refused: list[tuple[Place, str, Finding]] = field(default_factory=list)

    def place(self, path: type_path, *, at_key: bool = False) -> Place:
        """Where `path` stands; for something missing, the key of what should hold it."""
        for known in (path[:length] for length in range(len(path), 0, -1)):
            first, second = (self.keys, self.values) if at_key or known != path else (self.values, self.keys)
            found = first.get(known) or second.get(known)
            if found:
                return found
        return START

    def faults(self, findings: list[Finding]) -> tuple[Fault, ...]:
        """Findings as faults with their places, in the order of the file, together with what was refused."""
        placed = [(self.place(f.path, at_key=f.at_key), f.where, f) for f in findings] + self.refused
        placed.sort(key=lambda one: (one[0], one[1], one[2].message))
        made = (self._fault(place, finding) for place, _, finding in placed)
        return tuple(dict.fromkeys(made))

    def _fault(self, place: Place, finding: Finding) -> Fault:
        return Fault(f"{self.name}:{place.line}:{place.column}: {finding.where}", finding.message, finding.remedy)


def read(raw: bytes, name: str) -> Document:
    """The values of a file. Raises Invalid with every place where it is no plain, single, small YAML document."""
    text = _decoded(raw, name)
    _check_characters(text, name)
    builder = _Builder(Document(name), yaml.parse(text, Loader=Loader))
    try:
        builder.build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else START
        reason = joined_problem(error)
        builder.refuse(place, (), f"this is not valid YAML: {reason}", "expected `key: value`, indented by spaces")
    except _TooMuch:
        pass
    if builder.document.refused:
        raise Invalid(f"{name} cannot be read.", builder.document.faults([]))
    return builder.document


def joined_problem(error: yaml.MarkedYAMLError) -> str:
    """What the YAML parser says, on one line."""
    return " ".join(part for part in (error.context, error.problem) if part)


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST:
        fault = Fault(f"{name}:1:1: file", f"is {len(raw)} bytes long", f"expected at most {LARGEST}")
        raise Invalid(f"{name} cannot be read.", (fault,))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        place = f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: file"
        fault = Fault(place, f"byte 0x{raw[error.start]:02x} is not UTF-8", "save the file with the encoding UTF-8")
        raise Invalid(f"{name} cannot be read.", (fault,)) from error


def _check_characters(text: str, name: str) -> None:
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        for column, sign in enumerate(line.removesuffix("\r"), 1):
            if sign < " " or sign == "\x7f" or sign in "\x85\u2028\u2029":
                faults.append(_character_fault(f"{name}:{number}:{column}: file", sign))
                break
    if faults:
        raise Invalid(f"{name} cannot be read.", tuple(faults))


def _character_fault(field_name: str, sign: str) -> Fault:
    if sign == "\t":
        return Fault(field_name, "a tab", "expected spaces; set your editor to insert spaces")
    return Fault(field_name, f"the control character U+{ord(sign):04X}", "remove it")


class _TooMuch(Exception):
    """Nothing after this place can be understood."""


class _Builder:
    """Builds a document from parse events; aliases are never followed, so a small file stays small."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self.document = document
        self.events = events

    def build(self) -> None:
        """Read the whole stream."""
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(_place(event), (), "a second document begins here", "expected one file per region")
                    raise _TooMuch
                self.document.data = self._value(next(self.events), ())

    def refuse(self, place: Place, path: type_path, message: str, remedy: str) -> None:
        """Note something that is wrong at a place."""
        self.document.refused.append((place, path_text(path), Finding(path, message, remedy)))

    def _value(self, event: yaml.Event, path: type_path) -> type_plain:
        self.document.values.setdefault(path, _place(event))
        self._check_event(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return str(event.value) if isinstance(event, yaml.ScalarEvent) else ""

    def _check_event(self, event: yaml.Event, path: type_path) -> None:
        if len(path) > DEEPEST:
            self.refuse(_place(event), path, f"nested deeper than {DEEPEST} levels", "check the indentation")
            raise _TooMuch
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self.refuse(_place(event), path, f"the alias *{anchor}", "expected the value itself, written out")
            return
        if anchor:
            self.refuse(_place(event), path, f"the anchor &{anchor}", "anchors are not allowed; remove it")
        if tag:
            self.refuse(_place(event), path, f"the tag {tag}", "tags are not allowed; remove it")

    def _sequence(self, path: type_path) -> list[type_plain]:
        found: list[type_plain] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: type_path) -> dict[str, type_plain]:
        found: dict[str, type_plain] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self._entry(event, path, found)
        return found

    def _entry(self, event: yaml.Event, path: type_path, found: dict[str, type_plain]) -> None:
        place = _place(event)
        if not isinstance(event, yaml.ScalarEvent):
            self.refuse(place, path, "a key that is not a word", "expected `key: value`")
            raise _TooMuch
        key = str(event.value)
        inner = (*path, key)
        self._check_event(event, inner)
        if key in found:
            first = self.document.keys[inner]
            self.refuse(place, inner, "this key is given twice", f"it stands on line {first.line} already; keep one")
            self._value(next(self.events), inner)
            return
        self.document.keys[inner] = place
        found[key] = self._value(next(self.events), inner)
        if found[key] == "":
            self.document.values[inner] = place


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else START
