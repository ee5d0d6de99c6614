"""The data files of the templates, each read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

_FOLDER = files(__package__) / "templates"

type_table = dict[str, dict[str, object]]


@cache
def text(name: str) -> str:
    """A template as it lies there."""
    return (_FOLDER / name).read_text("utf-8")


@cache
def _data(name: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(text(name))
    return found


def table(name: str, section: str) -> type_table:
    """A section of a data file whose entries have keys."""
    found = _data(name)[section]
    assert isinstance(found, dict)
    return found


def rows(name: str, section: str) -> list[dict[str, object]]:
    """A section of a data file that is a list of entries."""
    found = _data(name)[section]
    assert isinstance(found, list)
    return found


def words(name: str, section: str) -> list[str]:
    """A section of a data file that is a list of words."""
    found = _data(name)[section]
    assert isinstance(found, list)
    return [str(word) for word in found]
