"""Until when something is promised: the words of a sentence, read against the period of its report.

A report looks forward from the end of its period: "within the next three years" in a report on 2022-23 ends three
years after 31 March 2023. What cannot be told stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.checking.periods import MONTH, MONTHS, YEAR, ReportPeriod, end_of_month, financial_year, months_after


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is to happen, from the first day it may to the last, and how the words were understood."""

    phrase: str
    starts_on: date
    due_on: date
    reason: str

    def __post_init__(self) -> None:
        if self.due_on < self.starts_on:
            raise ValueError(f"“{self.phrase}” would end on {self.due_on} before it starts on {self.starts_on}.")


_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS: dict[str, int | None] = {word: number for number, word in enumerate(_COUNTED, 1)}
_NUMBERS |= {"a": 1, "an": 1, "the": 1, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-four": 24}
#: Words of number that name none: a promise for "the next few years" has no day.
_NUMBERS |= {"few": None, "couple of": None, "several": None}
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted((re.escape(word) for word in _NUMBERS), key=len, reverse=True)) + ")"
_SEASON = "(?:spring|summer|autumn|winter)"
#: The months of each season as the Met Office counts them; winter ends in the year after it began.
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_LEAD = (
    "(?P<lead>by the end of|before the end of|by|before|until|from|during|through(?:out)?|within|in|for|over"
    "|over the course of)"
)
_THE = r"(?:the\s+)?"

Reader = Callable[[re.Match[str], ReportPeriod | None], "tuple[date, date, str] | None"]


def _words_of(period: ReportPeriod) -> str:
    return f"the report’s period, which ends on {period.ends_on:%-d %B %Y}"


def _day(found: re.Match[str], _: ReportPeriod | None) -> tuple[date, date, str] | None:
    try:
        day = date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"]))
    except ValueError:
        return None
    return day, day, "The day is named."


def _month(found: re.Match[str], _: ReportPeriod | None) -> tuple[date, date, str] | None:
    month = MONTHS.index(found["month"].lower()) + 1
    last = end_of_month(int(found["year"]), month)
    return last.replace(day=1), last, "The month is named: its last day."


def _season_of_year(found: re.Match[str], _: ReportPeriod | None) -> tuple[date, date, str] | None:
    first, last = _season(found["season"], int(found["year"]))
    return first, last, f"{found['season'].capitalize()} ends with {last:%B %Y}."


def _season(name: str, year: int) -> tuple[date, date]:
    first, last = _SEASONS[name.lower()]
    return date(year, first, 1), end_of_month(year + (1 if last < first else 0), last)


def _financial(found: re.Match[str], _: ReportPeriod | None) -> tuple[date, date, str] | None:
    start = int(found["year"])
    if (start + 1) % 100 != int(found["second"]):
        return None
    year = financial_year(start)
    return year.starts_on, year.ends_on, f"The financial year ends on {year.ends_on:%-d %B %Y}."


def _calendar(found: re.Match[str], _: ReportPeriod | None) -> tuple[date, date, str] | None:
    year = int(found["year"])
    return date(year, 1, 1), date(year, 12, 31), "The year is named: its last day."


def _quarter(found: re.Match[str], _: ReportPeriod | None) -> tuple[date, date, str] | None:
    year, number = int(found["year"]), int(found["quarter"])
    if found["second"]:
        first = months_after(date(year, 4, 1), 3 * (number - 1))
        said = "Quarters of a financial year begin in April."
    else:
        first, said = date(year, 3 * number - 2, 1), "Quarters of a calendar year begin in January."
    return first, months_after(first, 3) - timedelta(days=1), said


def _span(found: re.Match[str], period: ReportPeriod | None) -> tuple[date, date, str] | None:
    """Within the next three years, over the coming 6-12 months."""
    if period is None:
        return None
    said = (found["most"] or found["number"] or "one").lower()
    number = int(said) if said.isdigit() else _NUMBERS.get(said)
    if not number:
        return None
    unit = found["unit"].lower().rstrip("s")
    months = {"month": number, "year": 12 * number, "decade": 120 * number}.get(unit)
    end = period.ends_on
    last = end + timedelta(weeks=number) if months is None else months_after(end, months)
    counted = f"{number} {unit}{'' if number == 1 else 's'}"
    return end + timedelta(days=1), last, f"{counted} from the end of {_words_of(period)}."


def _next_year(found: re.Match[str], period: ReportPeriod | None) -> tuple[date, date, str] | None:
    if period is None:
        return None
    kind = (found["kind"] or "").strip().lower()
    if kind == "calendar":
        year = period.ends_on.year + 1
        return date(year, 1, 1), date(year, 12, 31), "The calendar year after the one the report’s period ends in."
    if kind in {"academic", "school"}:
        year = _academic_end(period.ends_on).year
        return date(year, 9, 1), date(year + 1, 8, 31), "The academic year after the one the report’s period ends in."
    first = period.ends_on + timedelta(days=1)
    return first, months_after(period.ends_on, 12), f"The year after {_words_of(period)}."


def _academic_end(day: date) -> date:
    return date(day.year if day <= date(day.year, 8, 31) else day.year + 1, 8, 31)


def _end_of_this(found: re.Match[str], period: ReportPeriod | None) -> tuple[date, date, str] | None:
    """By the end of this academic year, of the financial year, of the year, of the decade."""
    if period is None:
        return None
    after = period.ends_on + timedelta(days=1)
    match (found["kind"] or "").strip().lower():
        case "academic" | "school":
            last, said = _academic_end(period.ends_on), "An academic year ends with August"
        case "financial" | "council":
            last = financial_year(after.year if after.month >= 4 else after.year - 1).ends_on
            said = "The financial year that follows the report’s period"
        case _ if found["unit"].lower() == "decade":
            last, said = date(after.year // 10 * 10 + 9, 12, 31), "The decade ends with its ninth year"
        case _:
            last, said = date(after.year, 12, 31), "The calendar year that the report was written in"
    return min(after, last), last, f"{said}; the report looks forward from {period.ends_on:%-d %B %Y}."


def _coming_month(found: re.Match[str], period: ReportPeriod | None) -> tuple[date, date, str] | None:
    """From September; by March."""
    if period is None:
        return None
    month = MONTHS.index(found["month"].lower()) + 1
    after = period.ends_on + timedelta(days=1)
    last = end_of_month(after.year if month >= after.month else after.year + 1, month)
    return last.replace(day=1), last, f"The first {found['month'].capitalize()} after {_words_of(period)}."


def _coming_season(found: re.Match[str], period: ReportPeriod | None) -> tuple[date, date, str] | None:
    if period is None:
        return None
    after = period.ends_on + timedelta(days=1)
    for year in (after.year - 1, after.year, after.year + 1):
        first, last = _season(found["season"], year)
        if last >= after and (first >= after or last - after > timedelta(days=31)):
            return max(first, after), last, f"The first {found['season'].lower()} after {_words_of(period)}."
    return None


def _christmas(found: re.Match[str], period: ReportPeriod | None) -> tuple[date, date, str] | None:
    if found["year"]:
        year = int(found["year"])
    elif period is None:
        return None
    else:
        year = (period.ends_on + timedelta(days=1)).year
    return date(year, 12, 1), date(year, 12, 25), "Christmas Day."


_SECOND = r"(?:\s?[-/–]\s?(?:20)?(?P<second>\d\d))"
_COUNT = rf"(?P<number>{_NUMBER})(?:\s?(?:-|–|to)\s?(?P<most>{_NUMBER}))?\s+"
_NEXT = r"(?:next|coming|following)"
_END = r"(?:the\s+)?end\s+of\s+"

#: Each shape of words, most exact first; a later one never reads words that an earlier one has read.
_WORDS: tuple[tuple[str, Reader], ...] = (
    (
        rf"(?:{_LEAD}\s+|on\s+)?{_THE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\s+"
        rf"(?P<year>{YEAR})\b",
        _day,
    ),
    (rf"(?:{_LEAD}\s+)?{_THE}(?:quarter\s+|Q)(?P<quarter>[1-4])(?:\s+of)?\s+(?P<year>{YEAR}){_SECOND}?\b", _quarter),
    (rf"(?:{_LEAD}\s+)?(?P<month>{MONTH})\s+(?P<year>{YEAR})\b", _month),
    (rf"(?:{_LEAD}\s+)?{_THE}(?P<season>{_SEASON})(?:\s+of)?\s+(?P<year>{YEAR})\b", _season_of_year),
    (rf"(?:{_LEAD}\s+)?Christmas(?:\s+(?P<year>{YEAR}))?\b", _christmas),
    (rf"(?:{_LEAD}\s+)?(?P<year>{YEAR}){_SECOND}\b", _financial),
    (rf"\b{_LEAD}\s+(?:{_END})?(?P<year>{YEAR})\b", _calendar),
    (
        rf"\b(?:within|over|during|in|for)\s+{_THE}(?:course\s+of\s+the\s+)?{_NEXT}\s+(?:{_COUNT})?"
        r"(?P<unit>weeks?|months|years|decades?)\b",
        _span,
    ),
    (rf"\bwithin\s+{_COUNT}(?P<unit>weeks?|months?|years?|decades?)\b(?!\s+of\b)", _span),
    (
        rf"\b(?:by|before)\s+{_END}(?:this|the|the\s+current)\s+"
        r"(?P<kind>academic\s|school\s|financial\s|council\s|calendar\s)?(?P<unit>year|decade)\b",
        _end_of_this,
    ),
    (
        rf"\b(?:(?:during|over|in|within|by|throughout|from|for)\s+)?(?:{_END})?{_THE}{_NEXT}\s+"
        r"(?P<kind>academic\s|school\s|financial\s|calendar\s|municipal\s)?year\b",
        _next_year,
    ),
    (r"\blater\s+this\s+(?P<kind>)(?P<unit>year)\b", _end_of_this),
    (rf"\b(?:by|from|in|until|before)\s+(?:{_END})?(?P<month>{MONTH})\b(?!\s+\d)", _coming_month),
    (
        rf"\b(?:by|from|in|during|until|this|next)\s+{_THE}(?:this\s+|next\s+)?(?P<season>{_SEASON})\b"
        r"(?!\s+(?:of\s+)?\d)",
        _coming_season,
    ),
)
_SHAPES = tuple((re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in _WORDS)

#: Words like these bind the date more closely to what is promised than "in" or "during" do.
_CLOSEST = re.compile(r"^(?:by|before|within|until|no later than)\b", re.IGNORECASE)


def find_deadlines(text: str, period: ReportPeriod | None = None) -> tuple[Deadline, ...]:
    """Every date in the text that can be told, in its order."""
    found = sorted(_deadlines(_whole_years(text), period), key=lambda pair: pair[0])
    return tuple(deadline for _, deadline in found)


def _whole_years(text: str) -> str:
    """Short forms written out: 22/23 and 2021/2022 as financial years are."""
    text = re.sub(r"(?<![\d/-])(2\d)/(2\d|3\d)(?![\d/])", r"20\1-\2", text)
    return re.sub(rf"\b({YEAR})/20(\d\d)\b", r"\1-\2", text)


def _deadlines(text: str, period: ReportPeriod | None) -> Iterator[tuple[int, Deadline]]:
    taken: list[tuple[int, int]] = []
    for pattern, reader in _SHAPES:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < last and first < end for first, last in taken):
                continue
            read = reader(found, period)
            taken.append((start, end))
            if read is not None:
                first, last, reason = read
                yield start, Deadline(found[0].strip(), first, last, reason)


def resolve(text: str, period: ReportPeriod | None = None) -> Deadline | None:
    """Until when a sentence promises something: the date most closely bound to it, else the latest; None if unknown.

    >>> from goldenthread.checking.periods import parse_period
    >>> str(resolve("All will be paid it within the next three years.", parse_period("2022-23")).due_on)
    '2026-03-31'
    """
    found = find_deadlines(text, period)
    if period is not None:
        # A date that was past when the report was written says when something happened, not when it will.
        found = tuple(each for each in found if each.due_on > period.ends_on) or found
    closest = [each for each in found if _CLOSEST.match(each.phrase)]
    return max(closest or found, key=lambda each: each.due_on, default=None)


def why_unknown(text: str, period: ReportPeriod | None = None) -> str:
    """Why no date could be told."""
    if period is None and find_deadlines(text, ReportPeriod(date(2000, 4, 1), date(2001, 3, 31))):
        return "It is counted from the report’s period, which is not known."
    return "No date is named that can be told."
