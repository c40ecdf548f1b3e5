"""Duties in law that come round again, by nation, and the day on which each is due next."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
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
    counted "from the day it was last done" is due within a period that begins with that day.
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
        latest = max(done, default=None)
        if latest is None:
            return self.first_due
        if self.counted == FROM_LAST:
            # A period beginning with a day ends the day before that day comes round.
            return add_months(latest, self.every_months) - timedelta(days=1)
        return self._due_after_round_of(latest)

    def _due_after_round_of(self, day: date) -> date:
        """The due day after the one that something done on the day was for: the first on or after it."""
        rounds = 0
        while add_months(self.first_due, rounds * self.every_months) < day:
            rounds += 1
        return add_months(self.first_due, (rounds + 1) * self.every_months)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last day of a shorter month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def nations_with_duties() -> tuple[str, ...]:
    """Return the nations whose duties are written down."""
    return tuple(sorted(file.stem.capitalize() for file in FOLDER.glob("*.yaml")))


@cache
def load_duties(nation: str) -> dict[str, Duty]:
    """Return the duties of a nation by slug; none where they are not written down."""
    file = FOLDER / f"{nation.lower()}.yaml"
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
