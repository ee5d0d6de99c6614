"""Reads the rows of a sheet into entries: who holds which post how from when, each with its place, or troubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.roster.terms import Trouble, Wrong
from jaki_replica.officials.sheets import values
from jaki_replica.officials.sheets.headings import Column, Headings
from jaki_replica.officials.sheets.posts import Posts
from jaki_replica.officials.sheets.terms import Line, Sheet, address, type_cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was understood by itself. `unit` is empty for a person without a post.

    None means that the sheet says nothing: what is known stays. `until_said` tells that the end was left open on
    purpose, or given.
    """

    row: int
    unit: str
    name: str
    person: UUID | None
    nip: str | None
    email: str | None
    phone: str | None
    kind: Tenure
    since: date | None
    until: date | None
    until_said: bool
    decree: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand, to be named in troubles."""

    sheet: Sheet
    headings: Headings

    def at(self, trouble: Trouble, row: int, column: Column) -> Trouble:
        """The trouble with its row, cell and column."""
        place = self.headings.places.get(column)
        cell = address(place, row) if place is not None else ""
        return replace(trouble, row=row, cell=cell, column=column.value)


class Reader:
    """Reads rows one after the other and keeps what was wrong with them."""

    def __init__(self, sheet: Sheet, headings: Headings, posts: Posts) -> None:
        """`troubles` fill up while the rows are read."""
        self.places = Places(sheet, headings)
        self.troubles: list[Trouble] = []
        self._sheet, self._headings, self._posts = sheet, headings, posts

    def entries(self) -> Iterator[Entry]:
        """Every row that says something and is sound."""
        for line in self._sheet.lines:
            if line.number <= self._headings.row:
                continue
            before = len(self.troubles)
            self._check_cells(line)
            entry = self._entry(line) if len(self.troubles) == before else None
            if entry is not None and len(self.troubles) == before:
                yield entry

    def _check_cells(self, line: Line) -> None:
        for column, place in self._headings.places.items():
            where = address(place, line.number)
            if where in self._sheet.merged:
                self._note(Trouble(Wrong.MERGED, {"block": self._sheet.merged[where]}), line, column)
            if where in self._sheet.formulas:
                self._note(Trouble(Wrong.FORMULA), line, column)

    def _entry(self, line: Line) -> Entry | None:
        if not values.text_of(self._cell(line, Column.NAME)):
            if self._is_filled(line):
                self._note(Trouble(Wrong.NAME_EMPTY), line, Column.NAME)
            return None
        unit = self._unit(line)
        since, until = self._day(line, Column.SINCE), self._day(line, Column.UNTIL)
        if since and until and until < since:
            self._note(Trouble(Wrong.ENDS_BEFORE, {"name": "", "unit": unit}), line, Column.UNTIL)
        return Entry(
            row=line.number,
            unit=unit,
            name=self._read(line, Column.NAME, values.name) or "",
            person=self._person(line),
            nip=self._read(line, Column.NIP, values.nip),
            email=self._read(line, Column.EMAIL, values.email),
            phone=self._read(line, Column.PHONE, values.phone),
            kind=self._read(line, Column.KIND, values.kind) or Tenure.DEFINITIVE,
            since=since,
            until=until,
            until_said=Column.UNTIL in self._headings.places and (since is not None or until is not None),
            decree=self._read(line, Column.DECREE, values.free),
        )

    def _is_filled(self, line: Line) -> bool:
        """Whether a row without a name says anything about a person: a template's row of a vacant post does not."""
        said = (Column.NIP, Column.EMAIL, Column.PHONE, Column.SINCE, Column.UNTIL, Column.DECREE)
        return any(values.text_of(self._cell(line, column)) for column in said)

    def _unit(self, line: Line) -> str:
        code, title, unit = (
            values.text_of(self._cell(line, column)) for column in (Column.POST, Column.TITLE, Column.UNIT)
        )
        if not code and not title and not unit and values.text_of(self._cell(line, Column.PERSON)):
            return ""
        found = self._posts.of(code, title, unit)
        if isinstance(found, Trouble):
            self._note(found, line, Column.POST if code else Column.TITLE)
            return ""
        return found

    def _person(self, line: Line) -> UUID | None:
        text = values.text_of(self._cell(line, Column.PERSON))
        try:
            return UUID(text) if text else None
        except ValueError:
            self._note(Trouble(Wrong.PERSON_CODE, {"value": text[:40]}), line, Column.PERSON)
            return None

    def _day(self, line: Line, column: Column) -> date | None:
        return self._read(line, column, values.day)

    def _read(self, line: Line, column: Column, read: Callable[[type_cell], T | Trouble]) -> T | None:
        """The value of a cell; None where the column is not there, or where something is wrong with it."""
        if column not in self._headings.places:
            return None
        found = read(self._cell(line, column))
        if isinstance(found, Trouble):
            self._note(found, line, column)
            return None
        return found

    def _cell(self, line: Line, column: Column) -> type_cell:
        place = self._headings.places.get(column, len(line.cells))
        return line.cells[place] if place < len(line.cells) else ""

    def _note(self, trouble: Trouble, line: Line, column: Column) -> None:
        self.troubles.append(self.places.at(trouble, line.number, column))
