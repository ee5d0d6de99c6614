"""Random configurations that obey the schema (not the rules: the canonical form must not depend on them)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from jaki_replica.tenancy.configuration.schema.containers import Bilingual, Items, Keyed, Part, Section
from jaki_replica.tenancy.configuration.schema.region import RegionSection
from jaki_replica.tenancy.configuration.schema.scalars import Choice, Day, Decision, Length, OneOf, Whole, Words
from jaki_replica.tenancy.configuration.schema.week import Week
from jaki_replica.tenancy.configuration.terms import (
    Counting,
    DayHours,
    Duration,
    Opening,
    RegionConfig,
    Text,
    TimeUnit,
    Weekday,
)

SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
YAML_TRAPS = (
    "yes",
    "no",
    "on",
    "~",
    "null",
    "0123",
    "1_000",
    "1:30",
    "3.10",
    "- a",
    "a: b",
    "# x",
    "{a}",
    "*x",
    "&y",
    "!z",
    "'",
    '"',
)


def short(pattern: re.Pattern[str]) -> str:
    """The pattern with short repetitions: a whole configuration must fit into what Hypothesis draws for an example."""
    bounded = re.sub(r"\{(\d),\d\d\}", r"{\1,5}", pattern.pattern)
    return re.sub(r"(?<=[\])])[*+]", lambda found: "{0,2}" if found[0] == "*" else "{1,3}", bounded)


@cache
def matching(pattern: re.Pattern[str], most: int) -> st.SearchStrategy[str]:
    return st.from_regex(short(pattern), fullmatch=True, alphabet=st.characters(codec="ascii")).filter(
        lambda text: len(text) <= most and text == text.strip() and pattern.fullmatch(text) is not None
    )


def words(field: Words) -> st.SearchStrategy[str]:
    if field.pattern:
        return matching(field.pattern, field.most)
    free = st.text(SIGNS, min_size=1, max_size=min(field.most, 30)).map(str.strip).filter(bool)
    return free | st.sampled_from([trap for trap in YAML_TRAPS if len(trap) <= field.most])


def durations() -> st.SearchStrategy[Duration]:
    return st.builds(Duration, st.integers(1, 999), st.sampled_from(TimeUnit), st.sampled_from(Counting))


def weeks() -> st.SearchStrategy[tuple[DayHours, ...]]:
    opening = st.sampled_from([
        (Opening(time(7, 30), time(16)),),
        (Opening(time(0), time(12)), Opening(time(13), time.max)),
    ])  # fmt: skip
    return st.sets(st.sampled_from(Weekday)).flatmap(
        lambda days: st.tuples(*(st.builds(DayHours, st.just(day), opening) for day in Weekday if day in days))
    )


def of(field: Any) -> st.SearchStrategy[Any]:
    """Values that a field can hold."""
    for kind, make in KINDS.items():
        if isinstance(field, kind):
            made = make(field)
            return made if field.required else st.just(field.load_default) | made
    raise TypeError(field)


KINDS: dict[type, Callable[[Any], st.SearchStrategy[Any]]] = {
    Words: words,
    OneOf: lambda f: st.sampled_from(f.words),
    Choice: lambda f: st.sampled_from(f.words),
    Whole: lambda f: st.integers(f.least, f.most),
    Decision: lambda _: st.booleans(),
    Length: lambda _: durations(),
    Day: lambda _: st.integers(0, 20_000).map(lambda n: date(2020, 1, 1) + timedelta(n)),
    Week: lambda _: weeks(),
    Bilingual: lambda f: st.builds(Text, words(f.inner["id"]), st.just("") | words(f.inner["en"])),
    Part: lambda f: section(f.section),
    Items: lambda f: st.lists(of_item(f.inner), min_size=f.least, max_size=2, unique=True).map(tuple),
    Keyed: lambda f: keyed(f),
}


def of_item(field: Any) -> st.SearchStrategy[Any]:
    return next(make(field) for kind, make in KINDS.items() if isinstance(field, kind))


def keyed(field: Keyed) -> st.SearchStrategy[tuple[Any, ...]]:
    one = st.tuples(words(field.key), section(field.section)).map(lambda pair: replace(pair[1], key=pair[0]))
    return st.lists(one, max_size=2, unique_by=lambda term: term.key).map(tuple)


def section(found: Section) -> st.SearchStrategy[Any]:
    """Terms of a section."""
    names = {name: of(field) for name, field in found.load_fields.items() if name != "time"}
    more = {"key": st.just("")} if found.keyed else {}
    if found.term is RegionConfig:
        names["identity"] = names.pop("region")
    return st.builds(found.term, **names, **more)


def configurations() -> st.SearchStrategy[RegionConfig]:
    """Whole configurations."""
    return section(RegionSection())
