"""The period a report is about: a financial year, a calendar year, or from one month to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.checking.documents.model import Document

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
YEAR = r"(?:20\d\d)"
_FINANCIAL = re.compile(rf"\b({YEAR})\s?[-/–]\s?(?:20)?(\d\d)\b(?![-/–]\d)")
_FROM_TO = re.compile(rf"\b({MONTH})\s+({YEAR})\s*(?:to|until|-|–|and)\s*({MONTH})\s+(?:20)?(\d\d)\b", re.IGNORECASE)
_ONE_YEAR = re.compile(rf"\b({YEAR})\b")
#: A report says what period it is about on its cover or its first page.
_BLOCKS_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """From the first day a report is about to the last."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"The period ends on {self.ends_on:%-d %B %Y}, before it starts.")

    def __str__(self) -> str:
        return f"{self.starts_on:%-d %B %Y} to {self.ends_on:%-d %B %Y}"


def parse_period(text: str) -> ReportPeriod | None:
    """The first period named in a text; None where there is none.

    >>> str(parse_period("Annual report 2024-25"))
    '1 April 2024 to 31 March 2025'
    """
    found = _FROM_TO.search(text)
    if found:
        first = date(int(found[2]), MONTHS.index(found[1].lower()) + 1, 1)
        last = end_of_month(2000 + int(found[4]), MONTHS.index(found[3].lower()) + 1)
        if last >= first:
            return ReportPeriod(first, last)
    found = _FINANCIAL.search(text)
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return financial_year(int(found[1]))
    found = _ONE_YEAR.search(text)
    if found and not _FINANCIAL.search(text):
        return ReportPeriod(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
    return None


def guess_period(document: Document) -> ReportPeriod | None:
    """The period a report says it is about, near its beginning; a year alone counts only in a heading."""
    first = document.blocks[:_BLOCKS_LOOKED_AT]
    for block in first:
        found = parse_period(block.text)
        if found and (_FROM_TO.search(block.text) or _FINANCIAL.search(block.text)):
            return found
    return next((found for block in first if block.level and (found := parse_period(block.text))), None)


def financial_year(starts_in: int) -> ReportPeriod:
    """The financial year that starts on 1 April of the year."""
    return ReportPeriod(date(starts_in, 4, 1), date(starts_in + 1, 3, 31))


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = end_of_month(year, month)
    is_last = day == end_of_month(day.year, day.month)
    return last if is_last or day.day > last.day else date(year, month, day.day)
