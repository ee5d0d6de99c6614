"""Rows of a form that can be added, removed and moved by plain buttons, without a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jaki_replica.tenancy.configuration.findings import type_path

ADD, REMOVE, UP, DOWN = "tambah", "hapus", "naik", "turun"
BUTTON = "baris"
STEPS = {UP: -1, DOWN: 1}
MOST = 60

type_row = dict[str, str]


def rows(typed: Mapping[str, str], section: str) -> list[type_row]:
    """The rows of a section from fields such as `emergency.0.name.id`, in order; their keys follow the place."""
    found: dict[int, type_row] = {}
    for name, text in typed.items():
        head, _dot, rest = name.removeprefix(f"{section}.").partition(".")
        if name.startswith(f"{section}.") and head.isdecimal() and int(head) < MOST and rest:
            found.setdefault(int(head), {})[rest] = text
    return [found[place] for place in sorted(found)]


def named(section: str, found: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The rows as fields again, counted from 0 without holes."""
    return {f"{section}.{place}.{key}": text for place, row in enumerate(found) for key, text in row.items()}


def filled(found: Sequence[Mapping[str, str]], keys: Sequence[str]) -> list[int]:
    """The places of the rows in which at least one of `keys` is filled in; the others are not kept in a file."""
    return [place for place, row in enumerate(found) if any(row.get(key, "").strip() for key in keys)]


def in_form(kept: Mapping[str, Sequence[int]]) -> Callable[[type_path], type_path]:
    """Turns a path of the file into one of the form, whose empty rows the file does not have.

    `kept` has the places of the filled rows by the section's path, such as `emergency` or `sla.overrides`.
    """

    def placed(path: type_path) -> type_path:
        for depth in (1, 2):
            places = kept.get(".".join(str(step) for step in path[:depth]))
            step = path[depth] if len(path) > depth else None
            if places is not None and isinstance(step, int) and step < len(places):
                return (*path[:depth], places[step], *path[depth + 1 :])
        return path

    return placed


def moved(found: list[type_row], order: str, keys: Sequence[str]) -> list[type_row]:
    """The rows after a button: `tambah`, `hapus-2`, `naik-2` or `turun-2`, places counted from 0."""
    what, _dash, place = order.partition("-")
    changed = list(found)
    if what == ADD:
        return [*changed, dict.fromkeys(keys, "")]
    if not place.isdecimal() or int(place) >= len(changed):
        return changed
    at = int(place)
    if what == REMOVE:
        del changed[at]
    elif what in (UP, DOWN):
        other = at - 1 if what == UP else at + 1
        if 0 <= other < len(changed):
            changed[at], changed[other] = changed[other], changed[at]
    return changed


def landing(form: Mapping[str, str], typed: Mapping[str, str]) -> str:
    """The field to come back to after a row's button was obeyed; empty where none was pressed."""
    pressed = next((name for name in form if name == BUTTON or name.startswith(f"{BUTTON}.")), "")
    what, _dash, place = form.get(pressed, "").partition("-")
    section = pressed.partition(".")[2] or next((_section(name) for name in typed if _section(name)), "")
    count = len(rows(typed, section))
    if not what or not count:
        return ""
    at = int(place) if place.isdecimal() else count
    at = min(max(at + STEPS.get(what, 0), 0), count - 1)
    return next((name for name in typed if name.startswith(f"{section}.{at}.") and not name.endswith(".key")), "")


def _section(name: str) -> str:
    """The list whose row a field is in; empty for a field that is in none."""
    steps = name.split(".")
    return ".".join(steps[: next((place for place, step in enumerate(steps) if step.isdecimal()), 0)])
