"""Reads a CSV of counts of groups, and refuses one that looks like a list of people."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LARGEST_BYTES = 1_000_000
MOST_ROWS = 600
"""More rows than this are no table of groups that anybody reads."""

#: Tables of people have many rows that stand for one person each.
ROWS_THAT_TELL = 8
SHARE_OF_ONES = 0.6


class WorkforceKind(StrEnum):
    """What a table of counts is of."""

    STAFF = "workforce"
    SURVEY = "staff survey"
    UPTAKE = "uptake"

    @property
    def has_shares(self) -> bool:
        """Does each row say so many out of how many?"""
        return self is not WorkforceKind.STAFF


class TableRefused(ValueError):
    """The file cannot be kept; the sentence says why, where, and what to do."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """One group, and how many; for a survey or uptake, out of how many."""

    characteristic: str
    group: str
    grade: str
    period: str
    count: int
    out_of: int | None = None


REQUIRED = ("characteristic", "group", "count")
OPTIONAL = ("grade", "period", "out_of")
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "characteristic": ("characteristic", "protected characteristic"),
    "group": ("group", "group name", "category"),
    "count": ("count", "number", "headcount"),
    "grade": ("grade", "band", "level"),
    "period": ("period", "year"),
    "out_of": ("out of", "out_of", "of", "base", "n"),
}
_OF_PERSONS = re.compile(
    r"\b(name|forename|surname|employee|payroll|staff id|person|id|e-?mail|phone|ni number|national insurance|nino|dob|"
    r"date of birth|birth|address|postcode|post code|line manager|salary)\b"
)
_IDENTIFIERS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.\w+"), "an e-mail address"),
    (re.compile(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE), "a National Insurance number"),
    (re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}$", re.IGNORECASE), "a postcode"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](19|20)\d{2}\b"), "a date of birth"),
)
WHAT_TO_DO = "Add the people up by group first, and upload one row for each group."


def read_counts(content: bytes, kind: WorkforceKind) -> tuple[CountRow, ...]:
    """The rows of the file. Raises :class:`TableRefused`; nothing is kept unless all of it is in order."""
    if len(content) > LARGEST_BYTES:
        raise TableRefused("The file has more than 1 MB: a table of groups is far smaller. Check that it is one.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableRefused("The file is not plain text in UTF-8. Save it as “CSV UTF-8” and choose it again.") from None
    lines = list(csv.reader(io.StringIO(text)))
    filled = [(number, [cell.strip() for cell in line]) for number, line in enumerate(lines, 1) if any(line)]
    if len(filled) < 2:
        raise TableRefused("The file has no rows below its headings. Choose a file with one row for each group.")
    place = _find_columns(filled[0][1], kind)
    if len(filled) - 1 > MOST_ROWS:
        raise TableRefused(
            f"The file has {len(filled) - 1:,} rows, and a table of groups has at most {MOST_ROWS}. "
            f"If each row is a person, do not upload it. {WHAT_TO_DO}"
        )
    rows = [(number, _read_row(number, cells, place, kind)) for number, cells in filled[1:]]
    _check_are_groups(rows)
    _check_is_whole([row for _, row in rows])
    return tuple(row for _, row in rows)


def _find_columns(headings: Sequence[str], kind: WorkforceKind) -> Mapping[str, int]:
    folded = [" ".join(heading.casefold().replace("_", " ").split()) for heading in headings]
    expected = {known for names in _HEADINGS.values() for known in names}
    for heading, shown in zip(folded, headings, strict=True):
        if heading not in expected and _OF_PERSONS.search(heading):
            raise TableRefused(
                f"The column “{shown}” looks as if each row were a person, and this site keeps none. {WHAT_TO_DO}"
            )
    place = {}
    for name, known in _HEADINGS.items():
        found = [position for position, heading in enumerate(folded) if heading in known]
        if len(found) > 1:
            raise TableRefused(
                f"Two columns could be “{name}”: {', '.join(headings[each] for each in found)}. Keep one."
            )
        if found:
            place[name] = found[0]
    needed = [*REQUIRED, *(["out_of"] if kind.has_shares else [])]
    missing = [name.replace("_", " ") for name in needed if name not in place]
    if missing:
        raise TableRefused(
            f"The file has no column “{missing[0]}”. Its first row should name the columns: "
            f"{', '.join(name.replace('_', ' ') for name in needed)}, and if you like grade and period."
        )
    unknown = [shown for position, shown in enumerate(headings) if position not in place.values() and shown]
    if unknown:
        raise TableRefused(f"The column “{unknown[0]}” is not known here. Take it out, so that nothing is lost unseen.")
    return place


def _read_row(number: int, cells: Sequence[str], place: Mapping[str, int], kind: WorkforceKind) -> CountRow:
    if len(cells) > max(place.values()) + 1 and any(cells[max(place.values()) + 1 :]):
        raise TableRefused(f"Row {number} has more cells than there are headings. Check the commas in it.")

    def cell(name: str) -> str:
        position = place.get(name)
        return cells[position] if position is not None and position < len(cells) else ""

    for name in ("characteristic", "group", "grade", "period"):
        for pattern, what in _IDENTIFIERS:
            is_a_period = name == "period" and what == "a date of birth"
            if pattern.search(cell(name)) and not is_a_period:
                raise TableRefused(
                    f"Row {number}, column “{name}” holds what looks like {what}, so it is about a person. {WHAT_TO_DO}"
                )
    for name in ("characteristic", "group"):
        if not cell(name):
            raise TableRefused(f"Row {number} has no {name}. Write it in, or take the row out.")
    count = _whole(number, "count", cell("count"))
    out_of = _whole(number, "out of", cell("out_of")) if kind.has_shares else None
    if not kind.has_shares and cell("out_of"):
        raise TableRefused(f"Row {number}: counts of staff have no “out of”. Take the column out, or choose a survey.")
    if out_of is not None and count > out_of:
        raise TableRefused(f"Row {number} counts {count} out of {out_of}. Check both numbers.")
    return CountRow(cell("characteristic"), cell("group"), cell("grade"), cell("period"), count, out_of)


def _whole(number: int, name: str, text: str) -> int:
    plain = text.replace(",", "")
    if not plain:
        raise TableRefused(
            f"Row {number} has no number in “{name}”. Missing is not zero: write 0 if there is nobody, or take the "
            "group out of the table."
        )
    if not plain.isascii() or not plain.isdecimal():
        raise TableRefused(f"Row {number}, column “{name}” holds “{text}”, which is not a whole number.")
    return int(plain)


def _check_are_groups(rows: Sequence[tuple[int, CountRow]]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows:
        key = tuple(part.casefold() for part in (row.characteristic, row.group, row.grade, row.period))
        if key in seen:
            raise TableRefused(
                f"Rows {seen[key]} and {number} are the same group, as in a list of people. {WHAT_TO_DO}"
            )
        seen[key] = number
    ones = sum(row.count == 1 and row.out_of in {None, 1} for _, row in rows)
    if len(rows) >= ROWS_THAT_TELL and ones >= SHARE_OF_ONES * len(rows):
        raise TableRefused(f"{ones} of {len(rows)} rows count one person each, as in a list of people. {WHAT_TO_DO}")


def _check_is_whole(rows: Sequence[CountRow]) -> None:
    """A gap is not a zero: where there are grades, every group has a row for each."""
    for characteristic, period in dict.fromkeys((row.characteristic, row.period) for row in rows):
        here = [row for row in rows if (row.characteristic, row.period) == (characteristic, period)]
        groups = list(dict.fromkeys(row.group for row in here))
        grades = list(dict.fromkeys(row.grade for row in rows if row.period == period))
        if len(groups) < 2:
            raise TableRefused(f"{characteristic} has one group only. Add the others, so that shares can be told.")
        found = Counter((row.group, row.grade) for row in here)
        for group in groups:
            for grade in grades:
                if not found[group, grade]:
                    where = f" in the grade “{grade}”" if grade else " without a grade"
                    raise TableRefused(
                        f"{characteristic}: there is no row for {group}{where}. Write 0 there if there is nobody."
                    )
