"""Reads periods as publishers write them: a year, a financial year, several years, a quarter, a month, a day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DASH = r"\s*(?:-|–|—|to)\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
#: No official statistic pools more years than a decade; "2021-13" is a mistake, not the years 2021 to 2113.
LONGEST = 10
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Period:
    """A period as pages show it, with its first and last day."""

    label: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"The period “{self.label}” ends before it starts.")


def parse_period(written: str) -> Period | None:
    """The period that was written, or None when it is not one. A year "2023/24" runs from April to March.

    >>> parse_period("2016 - 18").label, parse_period("2023/24").end.isoformat()
    ('2016 to 2018', '2024-03-31')
    """
    plain = " ".join(written.split())
    for pattern, build in _FORMS:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        try:
            return build(match.groupdict())
        except ValueError:
            return None
    return None


def _calendar_year(part: dict[str, str]) -> Period:
    year = int(part["year"])
    return Period(str(year), date(year, 1, 1), date(year, 12, 31))


def _years(part: dict[str, str]) -> Period:
    first, last = int(part["year"]), _completed(int(part["year"]), part["last"])
    if last - first > LONGEST:
        raise ValueError("No statistic covers so many years; it is something else.")
    return Period(f"{first} to {last}", date(first, 1, 1), date(last, 12, 31))


def _financial_year(part: dict[str, str]) -> Period:
    first = int(part["year"])
    if _completed(first, part["last"]) != first + 1:
        raise ValueError("A financial year ends in the year after it began.")
    return Period(f"{first}/{(first + 1) % 100:02}", date(first, 4, 1), date(first + 1, 3, 31))


def _financial_years(part: dict[str, str]) -> Period:
    first = int(part["year"])
    begin = _completed(first, part["begin"])
    last = _completed(begin, part["last"])
    if _completed(first, part["ends"]) != first + 1 or last != begin + 1:
        raise ValueError("A financial year ends in the year after it began.")
    label = f"{first}/{(first + 1) % 100:02} to {begin}/{last % 100:02}"
    return Period(label, date(first, 4, 1), date(last, 3, 31))


def _quarter(part: dict[str, str]) -> Period:
    year, quarter = int(part["year"]), int(part["quarter"])
    end = date(year, quarter * 3, monthrange(year, quarter * 3)[1])
    return Period(f"{year} Q{quarter}", date(year, quarter * 3 - 2, 1), end)


def _month(part: dict[str, str]) -> Period:
    year = int(part["year"])
    named = part.get("name")
    month = _MONTHS.index(named[:3].casefold()) + 1 if named else int(part["month"])
    start = date(year, month, 1)
    return Period(f"{start:%B %Y}", start, date(year, month, monthrange(year, month)[1]))


def _day(part: dict[str, str]) -> Period:
    day = date(int(part["year"]), int(part["month"]), int(part["day"]))
    return Period(f"{day.day} {day:%B %Y}", day, day)


def _duration(part: dict[str, str]) -> Period:
    """An ISO 8601 start with a length in years or months."""
    start = date.fromisoformat(part["start"])
    length, unit = int(part["length"]), part["unit"]
    months = start.month - 1 + length * (12 if unit == "Y" else 1)
    end = date(start.year + months // 12, months % 12 + 1, start.day) - timedelta(days=1)
    if unit == "Y" and (start.month, start.day) == (1, 1):
        label = str(start.year) if length == 1 else f"{start.year} to {end.year}"
    elif unit == "Y" and start.day == 1 and length == 1:  # financial from April, school years from August or September
        label = f"{start.year}/{end.year % 100:02}"
    else:
        label = f"{start:%B %Y} to {end:%B %Y}"
    return Period(label, start, end)


def _completed(first: int, written: str) -> int:
    """A year written with two digits, in the century that makes it follow the first."""
    if len(written) == 4:
        return int(written)
    year = first // 100 * 100 + int(written)
    return year if year >= first else year + 100


_MONTH_NAME = r"(?P<name>(?:" + "|".join(_MONTHS) + r")[a-z]*)"
_FORMS = (
    (re.compile(_YEAR), _calendar_year),
    (re.compile(rf"{_YEAR}/(?P<last>\d\d(?:\d\d)?)"), _financial_year),
    (re.compile(rf"{_YEAR}/(?P<ends>\d\d){_DASH}(?P<begin>(?:\d\d)?\d\d)/(?P<last>\d\d)"), _financial_years),
    (re.compile(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?:[T ]00:00(?::00)?)?"), _day),
    (re.compile(rf"(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/{_YEAR}"), _day),
    (re.compile(rf"{_YEAR}{_DASH}(?P<last>\d{{4}})"), _years),
    (re.compile(rf"{_YEAR}(?:\s+(?:-|–|—|to)\s+|–|-(?!0[1-9]$|1[0-2]$))(?P<last>\d\d)"), _years),
    (re.compile(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])"), _month),
    (re.compile(rf"{_MONTH_NAME}\s+{_YEAR}", re.IGNORECASE), _month),
    (re.compile(rf"{_YEAR}\s*-?\s*Q(?P<quarter>[1-4])", re.IGNORECASE), _quarter),
    (re.compile(rf"Q(?P<quarter>[1-4])\s+{_YEAR}", re.IGNORECASE), _quarter),
    (re.compile(r"(?P<start>\d{4}-\d\d-\d\d)(?:T00:00:00Z?)?/P(?P<length>\d+)(?P<unit>[YM])"), _duration),
)
