"""Days as people write them in a plan: "31/03/26", "end of March 2026", "Q4 2025/26", "Spring 2026"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: Two figures of a year belong to this century: plans of the last one are not brought in.
CENTURY = 2000
#: What a plan can speak of; a year outside is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1990, 2100
#: Excel counts days from 30 December 1899; these are 1 January 2000 and 31 December 2079.
EXCEL_BEGAN, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 36526, 65746

MONTHS: Mapping[str, int] = {
    name.lower(): number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names)
    if name
} | {"sept": 9}  # fmt: skip

#: The Met Office's seasons, by the month each begins in; winter runs into the next year.
SEASONS: Mapping[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

#: What stands where a date should and means that there is none.
NO_DATE = frozenset(
    {
        "", "-", "–", "—", "n/a", "na", "none", "tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be decided",
        "ongoing", "on going", "on-going", "continuous", "continual", "business as usual", "bau", "n.a.", "?",
        "various", "not applicable", "not known", "unknown", "annual", "annually", "quarterly", "monthly", "rolling",
    }
)  # fmt: skip


class NoSuchDay(ValueError):
    """The words are meant as a day and there is none such; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day as it was read. `is_exact` is false where words such as a quarter were taken for its first or last day."""

    day: date | None
    words: str
    is_exact: bool = True

    @property
    def is_understood(self) -> bool:
        """Is it a day, or words that mean there is none?"""
        return self.day is not None or self.words.casefold().strip(" .") in NO_DATE


@dataclass(frozen=True, slots=True)
class _Span:
    first: date
    last: date


def read_day(words: str, *, is_end: bool = True) -> DayRead:
    """The day that the words mean: of a longer time its last, or its first where `is_end` is false.

    Days are written day first, as in Britain; the financial year runs from April. Words that are no date give no
    day. Raises :class:`NoSuchDay` where a day is meant that does not exist.

    >>> read_day("Q4 2025/26").day
    datetime.date(2026, 3, 31)
    """
    said = " ".join(words.split())
    plain = _tidy(said)
    if plain in NO_DATE:
        return DayRead(None, said)
    exact = _read_exact(plain, said)
    if exact is not None:
        return DayRead(exact, said)
    part, rest = _take_part(plain)
    span = _read_span(rest, said)
    if span is None:
        return DayRead(None, said)
    return DayRead(_choose(span, part, is_end=is_end), said, is_exact=False)


def _tidy(said: str) -> str:
    plain = said.casefold().strip(" .,;")
    plain = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"^(by|before|until|due|from|starts?|complete[d]? by|target|approx\.?|circa|c\.)\s+", "", plain)
    plain = re.sub(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,?\s+", "", plain)
    return re.sub(r"[–—−]", "-", plain).replace(" of ", " ").replace(" the ", " ").removeprefix("the ").strip()


# ── a day ────────────────────────────────────────────────────────────────────────────────────────────
def _read_exact(plain: str, said: str) -> date | None:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}(:\d{2})?)?", plain):
        return _day(int(found[3]), int(found[2]), int(found[1]), said)
    if found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})(?: \d{1,2}:\d{2}(:\d{2})?)?", plain):
        return _day(int(found[1]), int(found[2]), _year(found[3]), said)
    if found := re.fullmatch(r"(\d{1,2})[ \-/]?([a-z]+)\.?,?[ \-/]?'?(\d{4}|\d{2})", plain):
        month = MONTHS.get(found[2])
        return _day(int(found[1]), month, _year(found[3]), said) if month else None
    if found := re.fullmatch(r"([a-z]+)\.? (\d{1,2}),? (\d{4})", plain):
        month = MONTHS.get(found[1])
        return _day(int(found[2]), month, int(found[3]), said) if month else None
    if re.fullmatch(r"\d{5}", plain) and FIRST_SERIAL <= int(plain) <= LAST_SERIAL:
        return EXCEL_BEGAN + timedelta(days=int(plain))
    return None


def _day(day: int, month: int, year: int, said: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDay(f"“{said}” is in the year {year}, which a plan cannot mean. Check the year.")
    if month > 12 and day <= 12:
        raise NoSuchDay(f"“{said}” has no month {month}. Write the day first, then the month.")
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(f"“{said}” is not a day that exists. Check the day and the month.") from None


def _year(written: str) -> int:
    return CENTURY + int(written) if len(written) == 2 else int(written)


# ── a longer time ────────────────────────────────────────────────────────────────────────────────────
_PARTS = {"start": "start", "beginning": "start", "early": "start", "mid": "middle", "middle": "middle",
          "late": "end", "end": "end"}  # fmt: skip


def _take_part(plain: str) -> tuple[str, str]:
    """ "end march 2026" as the part of the time that is meant, and the time."""
    found = re.match(r"(start|beginning|early|mid|middle|late|end)[ \-]+(.+)", plain)
    return (_PARTS[found[1]], found[2]) if found else ("", plain)


def _choose(span: _Span, part: str, *, is_end: bool) -> date:
    if part == "start":
        return span.first
    if part == "middle":
        return span.first + (span.last - span.first) / 2
    return span.last if part == "end" or is_end else span.first


def _read_span(plain: str, said: str) -> _Span | None:
    for pattern, read in _SPANS:
        found = pattern.fullmatch(plain)
        if found:
            span = read(found)
            if span is None:
                continue
            if not FIRST_YEAR <= span.first.year <= LAST_YEAR:
                raise NoSuchDay(f"“{said}” is in the year {span.first.year}, which a plan cannot mean. Check the year.")
            return span
    return None


def _months(year: int, month: int, count: int) -> _Span:
    index = year * 12 + month - 1 + count
    following = date(index // 12, index % 12 + 1, 1)
    return _Span(date(year, month, 1), following - timedelta(days=1))


def _month(found: re.Match[str]) -> _Span | None:
    month = MONTHS.get(found[1])
    return _months(_year(found[2]), month, 1) if month else None


def _month_in_figures(found: re.Match[str]) -> _Span | None:
    month = int(found[1])
    return _months(int(found[2]), month, 1) if 1 <= month <= 12 else None


def _financial_quarter(quarter: int, first: str, second: str) -> _Span | None:
    begins = _year(first)
    if (begins + 1) % 100 != int(second[-2:]):
        return None
    return _months(begins + (quarter == 4), {1: 4, 2: 7, 3: 10, 4: 1}[quarter], 3)


def _quarter_first(found: re.Match[str]) -> _Span | None:
    return _financial_quarter(int(found[1]), found[2], found[3])


def _quarter_last(found: re.Match[str]) -> _Span | None:
    return _financial_quarter(int(found[3]), found[1], found[2])


def _calendar_quarter(found: re.Match[str]) -> _Span:
    return _months(int(found[2]), int(found[1]) * 3 - 2, 3)


def _season(found: re.Match[str]) -> _Span:
    return _months(_year(found[2]), SEASONS[found[1]], 3)


def _financial_year(found: re.Match[str]) -> _Span | None:
    begins = _year(found[1])
    return _months(begins, 4, 12) if (begins + 1) % 100 == int(found[2][-2:]) else None


def _calendar_year(found: re.Match[str]) -> _Span:
    return _months(int(found[1]), 1, 12)


_TWO_YEARS = r"(\d{4}|\d{2}) ?[/\-] ?(\d{4}|\d{2})"
_SPANS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Span | None]], ...] = (
    (re.compile(r"([a-z]+)\.?,?[ \-/]*'?(\d{4}|\d{2})"), _month),
    (re.compile(r"(\d{1,2})[/.\-](\d{4})"), _month_in_figures),
    (re.compile(rf"(?:q|qtr|quarter) ?([1-4]),? ?(?:fy ?)?{_TWO_YEARS}"), _quarter_first),
    (re.compile(rf"(?:fy ?)?{_TWO_YEARS},? ?(?:q|qtr|quarter) ?([1-4])"), _quarter_last),
    (re.compile(r"(?:q|qtr|quarter) ?([1-4]),? ?(\d{4})"), _calendar_quarter),
    (re.compile(r"(spring|summer|autumn|winter),? '?(\d{4}|\d{2})"), _season),
    (re.compile(rf"(?:fy|financial year|year|municipal year)? ?{_TWO_YEARS}"), _financial_year),
    (re.compile(r"(?:year |in )?(\d{4})"), _calendar_year),
)
