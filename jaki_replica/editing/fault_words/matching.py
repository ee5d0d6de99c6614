"""Turns a sentence made from a template into that of another language, with the same values in its blanks.

`<name>` is a blank whose value stays as it is; `<name~>` holds words that are themselves turned by the fragments;
`<name*>` holds a list such as `a, b or c`, `<name#>` a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

BLANK = re.compile(r"<([a-z]+)([~*#]?)>")
MANY = re.compile(r"(?P<words>.*) \.\.\. \((?P<count>\d+) in all\)", re.DOTALL)
QUOTE = '"'
NUMBER = r"[0-9_.,]+"
AND_SO_ON = "{words} ... (semuanya {count})"


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with blanks, and how it is said in the other language."""

    pattern: re.Pattern[str]
    said: str
    letters: int

    @classmethod
    def of(cls, template: str, said: str) -> Template:
        """From both wordings, which have the same blanks."""
        made, at = "", 0
        for blank in BLANK.finditer(template):
            values = NUMBER if blank[2] == "#" else ".+?"
            made += re.escape(template[at : blank.start()]) + f"(?P<{blank[1]}>{values})"
            at = blank.end()
        plain = BLANK.sub("", template)
        return cls(re.compile(made + re.escape(template[at:]), re.DOTALL), said, len(plain))


@dataclass(frozen=True)
class Phrases:
    """Sentences with the fragments that stand in their blanks."""

    sentences: Mapping[str, str]
    fragments: Mapping[str, str]

    def said(self, text: str) -> str | None:
        """The sentence in the other language, or None for one that is not known."""
        return self._in(self._sentences, text)

    def part(self, text: str) -> str | None:
        """A fragment in the other language."""
        return self._in(self._fragments, text)

    def _in(self, templates: Iterable[Template], text: str) -> str | None:
        for one in templates:
            found = one.pattern.fullmatch(text)
            if found is not None:
                return BLANK.sub(partial(self._filled, found.groupdict()), one.said)
        return None

    def _filled(self, values: Mapping[str, str], blank: re.Match[str]) -> str:
        kinds: Mapping[str, Callable[[str], str]] = {"": str, "#": str, "*": listed, "~": self._turned}
        return kinds[blank[2]](values[blank[1]])

    def _turned(self, text: str) -> str:
        if text.startswith(QUOTE):  # somebody's own words
            return text
        found = self.part(text)
        return listed(text) if found is None else found

    @cached_property
    def _sentences(self) -> tuple[Template, ...]:
        return _ordered(self.sentences)

    @cached_property
    def _fragments(self) -> tuple[Template, ...]:
        return _ordered(self.fragments)


def _ordered(phrases: Mapping[str, str]) -> tuple[Template, ...]:
    """The templates with the most letters of their own first: the others would match too."""
    made = [Template.of(template, said) for template, said in phrases.items()]
    return tuple(sorted(made, key=lambda one: -one.letters))


def listed(text: str) -> str:
    """A list of words to be typed: only what joins them is turned."""
    many = MANY.fullmatch(text)
    if many is not None:
        return AND_SO_ON.format(**many.groupdict())
    return " atau ".join(text.rsplit(" or ", 1))
