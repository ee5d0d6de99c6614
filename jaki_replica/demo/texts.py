"""The data of the demonstration: how often what is reported, and what fictional people write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import cast

import yaml

_FOLDER = files(__name__.rpartition(".")[0]) / "data"


@dataclass(frozen=True, slots=True)
class Matter:
    """What is reported in one category. `scene` is empty where nothing can be photographed."""

    category: str
    weight: float
    texts: tuple[str, ...]
    scene: str = ""
    done: tuple[str, ...] = ()


def _read(name: str) -> Mapping[str, object]:
    return cast(Mapping[str, object], yaml.safe_load((_FOLDER / name).read_text("utf-8")))


@cache
def matters() -> tuple[Matter, ...]:
    """All matters, by category."""
    found = _read("matters.yaml").items()
    return tuple(_matter(category, cast(Mapping[str, object], about)) for category, about in found)


def _matter(category: str, about: Mapping[str, object]) -> Matter:
    return Matter(
        category,
        float(str(about["weight"])),
        tuple(map(str, cast(list[str], about["texts"]))),
        str(about.get("scene", "")),
        tuple(map(str, cast(list[str], about.get("done", [])))),
    )


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(cast(list[str], lines)) for key, lines in _read("words.yaml").items()}


def line(key: str, rng: Random) -> str:
    """One of the sentences for an occasion."""
    return rng.choice(_words()[key])


@cache
def volume(slug: str) -> int:
    """How many complaints the month of a region has."""
    found = _read("regions.yaml")
    return int(str(found.get(slug, found["other"])))
