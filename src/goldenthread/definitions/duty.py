"""Duties in law that come round again, by nation, and the day on which each is due next."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from goldenthread.definitions.reading import DefinitionError, check_keys, read_date, read_mapping, read_text

FOLDER = Path(__file__).parent / "duties"
FROM_LAST, FROM_CALENDAR = "from the day it was last done", "from the calendar"
_KEYS = {"name", "plain_name", "law", "source", "in_force", "first_due", "every_months", "counted"}


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: what has to be done, by which law, how often, and from when on.

    A duty counted "from the calendar" is due on the same day every so many months, whenever it was last done; one
    counted "from the day it was last done" is due within a period that begins with that day. What is done soon after a
    day of the calendar on which nothing had been done was late for that day, not early for the next.
    """

    slug: str
    nation: str
    name: str
    plain_name: str
    law: str
    source: str
    in_force: date
    first_due: date
    every_months: int
    counted: str

    def next_due(self, done: Iterable[date]) -> date:
        """Return the day by which it has to be done next, given the days on which it was done.

        Examples
        --------
        >>> found = load_duties("England")["equality-information"]
        >>> found.next_due([]).isoformat(), found.next_due([date(2026, 3, 30)]).isoformat()
        ('2018-03-30', '2027-03-29')
        >>> load_duties("England")["gender-pay-gap"].next_due([date(2025, 11, 3)]).isoformat()
        '2027-03-30'
        """
        days = sorted(done)
        if not days:
            return self.first_due
        if self.counted == FROM_LAST:
            # A period beginning with a day ends the day before that day comes round.
            return add_months(days[-1], self.every_months) - timedelta(days=1)
        answered: set[int] = set()
        for day in days:
            answered.add(self._round_of(day, answered))
        return self._due_in(max(answered) + 1)

    def _round_of(self, day: date, answered: Collection[int]) -> int:
        """The round that something done on the day was for: the one that ends next, or the one before if that was
        missed and its day is nearer.
        """
        coming = 0
        while self._due_in(coming) < day:
            coming += 1
        missed = coming - 1
        if coming == 0 or missed in answered:
            return coming
        return missed if day - self._due_in(missed) < self._due_in(coming) - day else coming

    def _due_in(self, rounds: int) -> date:
        """The last day of a round, counted from the first."""
        return add_months(self.first_due, rounds * self.every_months)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last day of a shorter month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def nations_with_duties() -> tuple[str, ...]:
    """Return the nations whose duties are written down."""
    return tuple(sorted(file.stem.replace("-", " ").title() for file in FOLDER.glob("*.yaml")))


@cache
def load_duties(nation: str) -> dict[str, Duty]:
    """Return the duties of a nation by slug; none where they are not written down."""
    file = FOLDER / f"{nation.lower().replace(' ', '-')}.yaml"
    return read_duties_file(file) if file.exists() else {}


def read_duties_file(file: Path) -> dict[str, Duty]:
    """Return the duties of one file, or raise a DefinitionError that names it."""
    content = read_mapping(file, {"nation", "reviewed", "duties"})
    nation = read_text(file, "the file", content, "nation")
    read_date(file, "the file", content, "reviewed")
    entries = content["duties"]
    if not isinstance(entries, dict) or not entries:
        raise DefinitionError(file, "'duties' should be a mapping of slugs to duties.")
    return {slug: _make_duty(file, nation, slug, entry) for slug, entry in entries.items()}


def _make_duty(file: Path, nation: str, slug: str, entry: Any) -> Duty:
    where = f"duty '{slug}'"
    if not isinstance(entry, dict):
        raise DefinitionError(file, f"In {where}, there should be a mapping.")
    check_keys(file, where, entry, _KEYS, set())
    months = entry["every_months"]
    if not isinstance(months, int) or isinstance(months, bool) or months < 1:
        raise DefinitionError(
            file, f"In {where}, 'every_months' should be a whole number above zero and is {months!r}."
        )
    counted = read_text(file, where, entry, "counted")
    if counted not in {FROM_LAST, FROM_CALENDAR}:
        raise DefinitionError(file, f"In {where}, 'counted' should be '{FROM_LAST}' or '{FROM_CALENDAR}'.")
    source = read_text(file, where, entry, "source")
    if not source.startswith("https://"):
        raise DefinitionError(file, f"In {where}, 'source' should be the address of the law and is '{source}'.")
    in_force, first_due = (read_date(file, where, entry, key) for key in ("in_force", "first_due"))
    if first_due < in_force:
        raise DefinitionError(file, f"In {where}, it is due on {first_due} before it is in force on {in_force}.")
    return Duty(
        slug=slug,
        nation=nation,
        name=read_text(file, where, entry, "name"),
        plain_name=read_text(file, where, entry, "plain_name"),
        law=read_text(file, where, entry, "law"),
        source=source,
        in_force=in_force,
        first_due=first_due,
        every_months=months,
        counted=counted,
    )
