"""The canonical YAML of a configuration: stable order, every default spelt out, nothing but its content.

What is empty, and empty by default, is left out; every other default is written, so that a stored revision
keeps its meaning when a default changes. Comments are not kept.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import yaml

from jaki_replica.tenancy.configuration.schema import Digits, RegionSection
from jaki_replica.tenancy.configuration.terms import RegionConfig

WIDTH = 116
FLOW = 96
MARK_LENGTH = 16
MARK = re.compile(rf"\A\ufeff?# revision: ([0-9a-f]{{{MARK_LENGTH}}})\r?\n")


class _Writer(yaml.SafeDumper):
    """Writes short mappings on one line, and quotes what another reader would not take for text."""

    def ignore_aliases(self, _data: Any) -> bool:
        """The same value twice is written twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their key, which PyYAML calls not indentless."""
        super().increase_indent(flow, indentless and False)


def _mapping(writer: yaml.SafeDumper, value: dict[str, object]) -> yaml.MappingNode:
    node = writer.represent_mapping("tag:yaml.org,2002:map", value.items())
    node.flow_style = _fits_on_a_line(value)
    return node


def _sequence(writer: yaml.SafeDumper, value: list[object]) -> yaml.SequenceNode:
    node = writer.represent_sequence("tag:yaml.org,2002:seq", value)
    node.flow_style = _fits_on_a_line(value)
    return node


def _decision(writer: yaml.SafeDumper, value: bool) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")


def _digits(writer: yaml.SafeDumper, value: Digits) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:int", str(value))


def _fits_on_a_line(value: dict[str, object] | list[object]) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    simple = all(not isinstance(one, (dict, list)) for one in inner)
    return simple and len(str(value)) <= FLOW


_Writer.add_representer(dict, _mapping)
_Writer.add_representer(list, _sequence)
_Writer.add_representer(bool, _decision)
_Writer.add_representer(Digits, _digits)


def plain(config: RegionConfig) -> dict[str, Any]:
    """The configuration as plain values, in the order of the file."""
    made: dict[str, Any] = RegionSection().dump(config)
    return made


def canonical(config: RegionConfig) -> str:
    """The configuration as canonical YAML. The same content always gives the same bytes."""
    tree = plain(config)
    parts = (
        yaml.dump(
            {key: value}, Dumper=_Writer, width=WIDTH, allow_unicode=True, sort_keys=False, default_flow_style=False
        )
        for key, value in tree.items()
    )
    return "\n".join(parts)


def digest(text: str) -> str:
    """SHA-256 of a canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def mark_of(text: str) -> str | None:
    """Which content the file was made from: the mark in its first line, if there is one."""
    found = MARK.match(text)
    return found[1] if found else None


def marked(text: str, sha256: str) -> str:
    """`text` with its first line saying which content it was made from; an older mark is replaced.

    The mark is taken from the content and not from a revision's number, so a file exported here and applied
    to an empty installation is exported there byte for byte the same.
    """
    return f"# revision: {sha256[:MARK_LENGTH]}\n{MARK.sub('', text)}"
