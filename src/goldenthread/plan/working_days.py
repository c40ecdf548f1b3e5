"""Working days where the council is: no Saturday, no Sunday, no bank holiday of its nation."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

#: The first letter of a council's official code names its nation; an invented council keeps England's calendar.
NATIONS = {"E": "ENG", "W": "WLS", "S": "SCT", "N": "NIR"}
ENGLAND = "ENG"


def nation_of(council_code: str) -> str:
    """The nation whose bank holidays a council keeps."""
    return NATIONS.get(council_code[:1].upper(), ENGLAND)


def is_working_day(day: date, *, nation: str) -> bool:
    """Is the day neither at a weekend nor a bank holiday?"""
    return day.weekday() < 5 and day not in _bank_holidays(nation, day.year)


def next_working_day(day: date, *, nation: str) -> date:
    """The day itself if it is a working day, else the next one that is."""
    while not is_working_day(day, nation=nation):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, number: int, *, nation: str) -> date:
    """So many working days after the day, or before it where the number is negative."""
    step = timedelta(days=1 if number >= 0 else -1)
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day, nation=nation)
    return next_working_day(day, nation=nation)


def count_working_days(first: date, last: date, *, nation: str) -> int:
    """Working days after the first day, up to and with the last; none where the last comes first."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=number), nation=nation) for number in range(1, days + 1))


def last_quarter(day: date) -> tuple[date, date]:
    """The first and last day of the last whole quarter of a calendar year before the day."""
    first_of_this = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    ends_on = first_of_this - timedelta(days=1)
    return date(ends_on.year, ends_on.month - 2, 1), ends_on


@lru_cache(maxsize=32)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=nation, years=year))
