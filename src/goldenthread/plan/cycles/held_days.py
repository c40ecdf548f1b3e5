"""Days on which something regular was held, as people type them: "Ashfield: 14 July, 11 August"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.plan.importing.dates import read_day


@dataclass(frozen=True, slots=True)
class Held:
    """One day, and the code of the place; no code where there is only one place, or where it does not matter."""

    on: date
    place_code: str = ""


def read_held_days(
    words: str, *, places: Sequence[Mapping[str, str]], each_place: bool, period: tuple[date, date]
) -> tuple[Held, ...]:
    """The days that the lines say, each line those of one place; a day without a year is that of the period.

    Raises ValueError with a sentence where a place is not on the list or a day cannot be read.

    >>> read_held_days("14 July", places=[], each_place=False, period=(date(2026, 7, 1), date(2026, 9, 30)))
    (Held(on=datetime.date(2026, 7, 14), place_code=''),)
    """
    found: dict[Held, None] = {}
    for line in filter(None, map(str.strip, words.splitlines())):
        place, days = _split(line, places, each_place=each_place)
        for day in filter(None, (each.strip() for each in re.split("[,;]", days))):
            found[Held(_read(day, period), place)] = None
    return tuple(found)


def write_places(places: Sequence[Mapping[str, str]]) -> str:
    """The lines to begin with: each place, with room for its days."""
    return "\r\n".join(f"{place['name']}:" for place in places)


def _split(line: str, places: Sequence[Mapping[str, str]], *, each_place: bool) -> tuple[str, str]:
    """The code of the line's place, and its days."""
    name, colon, days = line.partition(":")
    if colon:
        known = {said.casefold(): place["code"] for place in places for said in (place["name"], place["code"])}
        code = known.get(name.strip().casefold())
        if code is None:
            raise ValueError(f"“{name.strip()}” is not one of the places. {_choice(places)}")
        return code, days
    if each_place:
        raise ValueError(f"“{line}” does not say where. Write the place first, then a colon. {_choice(places)}")
    return "", line


def _choice(places: Sequence[Mapping[str, str]]) -> str:
    names = ", ".join(place["name"] for place in places)
    return f"They are: {names}." if names else "This has no places: write the days alone."


def _read(words: str, period: tuple[date, date]) -> date:
    first, last = period
    day = _exact(words)
    if day is not None:
        return day
    # A day without its year: of a period that runs over New Year, in the year in which the period has that day.
    in_years = [found for year in (last.year, first.year) if (found := _exact(f"{words} {year}")) is not None]
    if not in_years:
        raise ValueError(f"“{words}” is not a day. Write it like this: 14 July {last.year}.")
    return next((each for each in in_years if first <= each <= last), in_years[0])


def _exact(words: str) -> date | None:
    read = read_day(words)
    return read.day if read.is_exact else None
