"""Tries an upload: every row is checked, every problem is listed with its place, and nothing is kept."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from goldenthread.definitions import load_characteristics
from goldenthread.sources.observations import ALL, ALL_PEOPLE, make_observations
from goldenthread.sources.periods import Period, parse_period
from goldenthread.sources.upload_files import UploadedTable
from goldenthread.sources.uploads import ColumnMapping, KnownAreas, Problem, UploadCheck, is_number

#: Marks for "no value" in official statistics (Government Analysis Function, symbols in tables) and older ones.
MARKS: Mapping[str, str] = {
    "": "not published",
    "x": "not published",
    ":": "not published",
    "..": "not published",
    "n/a": "not applicable",
    "na": "not applicable",
    "z": "not applicable",
    "c": "suppressed",
    "*": "suppressed",
    "suppressed": "suppressed",
    "u": "unreliable",
}
#: Words that stand for everyone in a column of groups.
EVERYONE = {"", "all", "all people", "total", "persons", "everyone", "all ages", "all persons", "people"}
#: How many problems are listed; a file with more has one cause.
MOST_PROBLEMS = 100
#: A value that differs from count ÷ denominator by more than this share of itself is worth a look: 1.0% may be 1.04%.
TOLERANCE = 0.05
NUMBERS = ("value", "count", "denominator", "lower", "upper")


@dataclass(slots=True)
class _Findings:
    """What has been found so far."""

    problems: list[Problem] = field(default_factory=list)
    unmatched: dict[str, None] = field(default_factory=dict)

    def wrong(self, sentence: str, row: int | None = None, column: str = "", value: str = "") -> None:
        self.problems.append(Problem(sentence, row, column, value))

    def doubt(self, sentence: str, row: int | None = None, column: str = "", value: str = "") -> None:
        self.problems.append(Problem(sentence, row, column, value, is_fatal=False))

    def listed(self) -> tuple[Problem, ...]:
        """The problems, fatal ones first, no more than can be read."""
        ordered = sorted(self.problems, key=lambda problem: not problem.is_fatal)
        if len(ordered) <= MOST_PROBLEMS:
            return tuple(ordered)
        more = Problem(
            f"There are {len(ordered) - MOST_PROBLEMS:,} more problems like these.", is_fatal=ordered[0].is_fatal
        )
        return (*ordered[:MOST_PROBLEMS], more)


@dataclass(slots=True)
class _Row:
    """One observation in the making."""

    number: int
    area: str
    period: Period
    characteristic: str
    group: str
    numbers: dict[str, float | None]
    status: str | None


def check_upload(
    table: UploadedTable,
    mapping: ColumnMapping,
    areas: KnownAreas,
    *,
    measure: str,
    unit: str = "",
    multiplier: float = 100.0,
    is_proportion: bool | None = None,
    leave_out_unmatched: bool = False,
) -> UploadCheck:
    """What would be taken from `table`, or everything that stands in the way of it.

    `is_proportion` says that 0.25 means 25%; a percentage whose values all lie between 0 and 1 is refused until it is
    said. Rows whose area is not known stand in the way unless `leave_out_unmatched`, and are listed either way.
    """
    findings = _Findings()
    findings.problems += [Problem(note, is_fatal=False) for note in table.notes]
    if not _check_mapping(table, mapping, findings):
        return UploadCheck(table.file, len(table.rows), None, findings.listed())
    codes = _find_areas(table, mapping, areas, findings, leave_out_unmatched)
    periods = _find_periods(table, mapping, findings)
    groups = _find_groups(table, mapping, findings)
    numbers = {
        part: _read_numbers(table, heading, part, findings)
        for part, heading in mapping.columns().items()
        if part in NUMBERS
    }
    rows = []
    for index, number in enumerate(table.row_numbers):
        code, period, group = codes[index], periods[index], groups[index]
        if code is None or period is None or group is None:
            continue
        parts = {part: found[index][0] for part, found in numbers.items()}
        rows.append(_Row(number, code, period, *group, parts, numbers["value"][index][1]))
    if is_proportion is None and any("%" in cell for cell in table.column(mapping.value)):
        is_proportion = False
    _scale(rows, mapping, unit, is_proportion, findings)
    _check_rows(rows, mapping, unit, multiplier, findings)
    if not rows and not findings.problems:
        findings.wrong("No row is left to take; check which column holds the areas.")
    ready = rows and not any(problem.is_fatal for problem in findings.problems)
    return UploadCheck(
        file=table.file,
        rows=len(table.rows),
        observations=_observations(rows, measure) if ready else None,
        problems=findings.listed(),
        unmatched=tuple(findings.unmatched),
        areas_by_kind=_count_kinds({row.area for row in rows}, areas),
        periods=tuple(dict.fromkeys(row.period.label for row in sorted(rows, key=lambda row: row.period.start))),
        groups=tuple(dict.fromkeys(row.group for row in rows)),
        values=sum(row.numbers["value"] is not None for row in rows),
        missing=sum(row.numbers["value"] is None for row in rows),
    )


def _check_mapping(table: UploadedTable, mapping: ColumnMapping, findings: _Findings) -> bool:
    """Whether the mapping fits the table: its headings are there, each is used once, and what must be given is."""
    used = mapping.columns()
    for part, name in (("area", "the area"), ("value", "the value")):
        if part not in used:
            findings.wrong(f"Say which column holds {name}.")
    for part, heading in used.items():
        if heading not in table.headings:
            findings.wrong(f"There is no column “{heading}” for the {part}; choose one of {', '.join(table.headings)}.")
    for heading, times in Counter(used.values()).items():
        if times > 1:
            findings.wrong("One column cannot be two things; choose another for one of them.", column=heading)
    if mapping.period and mapping.fixed_period:
        findings.wrong("Give either a column of periods or one period for all rows, not both.")
    if not mapping.period and not mapping.fixed_period:
        findings.wrong("Say which period the values are of: a column, or one period for all rows such as 2023/24.")
    if mapping.group and mapping.characteristic not in load_characteristics():
        findings.wrong(f"Say what the groups are groups of: {', '.join(load_characteristics())}.", column=mapping.group)
    if bool(mapping.lower) != bool(mapping.upper):
        findings.wrong("Give both limits of the interval, or neither.")
    return not any(problem.is_fatal for problem in findings.problems)


def _find_areas(
    table: UploadedTable, mapping: ColumnMapping, areas: KnownAreas, findings: _Findings, leave_out: bool
) -> list[str | None]:
    """The code of each row's area; None where there is none."""
    codes: list[str | None] = []
    left_out = 0
    found_by_cell = _candidates(table.column(mapping.area), areas)
    for number, cell in zip(table.row_numbers, table.column(mapping.area), strict=True):
        found = found_by_cell[cell]
        codes.append(found[0] if len(found) == 1 else None)
        if len(found) == 1:
            continue
        left_out += 1
        if cell in findings.unmatched:
            continue
        findings.unmatched[cell] = None
        if not leave_out:
            findings.wrong(_no_area(cell, found), number, mapping.area, cell)
    if leave_out and left_out:
        shown = ", ".join(f"“{cell}”" for cell in list(findings.unmatched)[:5])
        findings.doubt(
            f"{left_out:,} rows were left out, whose areas are not known here: {shown}.", column=mapping.area
        )
    return codes


def _candidates(cells: list[str], areas: KnownAreas) -> dict[str, tuple[str, ...]]:
    """The codes each cell can stand for; a name of areas of several kinds means the kind that most cells are of."""
    found = {cell: areas.find(cell) if cell else () for cell in set(cells)}
    kinds = Counter(areas.kind_of(code) for codes in found.values() for code in codes)
    for cell, codes in found.items():
        if len(codes) > 1:
            most = max((areas.kind_of(code) for code in codes), key=lambda kind: (kinds[kind], kind))
            found[cell] = tuple(code for code in codes if areas.kind_of(code) == most)
    return found


def _no_area(cell: str, found: tuple[str, ...]) -> str:
    """The sentence for a cell that is not one area."""
    if not cell:
        return "The cell is blank where an area belongs; fill it or remove the row."
    if found:
        return f"“{cell}” is the name of {len(found)} areas ({', '.join(found[:3])}); use the code."
    return f"“{cell}” is neither a code nor a name of an area here; correct it, or leave such rows out."


def _find_periods(table: UploadedTable, mapping: ColumnMapping, findings: _Findings) -> list[Period | None]:
    """The period of each row."""
    if mapping.fixed_period:
        fixed = parse_period(mapping.fixed_period)
        if fixed is None:
            findings.wrong(f"“{mapping.fixed_period}” is not a period such as 2023, 2023/24, 2021 to 2023 or 2024 Q1.")
        return [fixed] * len(table.rows)
    known: dict[str, Period | None] = {}
    periods: list[Period | None] = []
    for number, cell in zip(table.row_numbers, table.column(mapping.period), strict=True):
        if cell not in known:
            known[cell] = parse_period(cell)
            if known[cell] is None:
                findings.wrong(
                    f"“{cell}” is not a period such as 2023, 2023/24, 2021 to 2023 or 2024 Q1.",
                    number,
                    mapping.period,
                    cell,
                )
        periods.append(known[cell])
    return periods


def _find_groups(table: UploadedTable, mapping: ColumnMapping, findings: _Findings) -> list[tuple[str, str] | None]:
    """The characteristic and group of each row; a word for everyone is everyone."""
    if not mapping.group:
        return [(ALL, ALL_PEOPLE)] * len(table.rows)
    characteristic = load_characteristics()[mapping.characteristic]
    known: dict[str, tuple[str, str]] = {}
    for number, cell in zip(table.row_numbers, table.column(mapping.group), strict=True):
        if cell in known:
            continue
        if cell.casefold() in EVERYONE:
            known[cell] = (ALL, ALL_PEOPLE)
            continue
        ours = characteristic.group_named(cell)
        if ours is None and characteristic.groups:
            findings.doubt(
                f"“{cell}” is not one of the usual groups of {characteristic.name.casefold()}; it is kept as written.",
                number,
                mapping.group,
                cell,
            )
        known[cell] = (mapping.characteristic, ours or cell)
    return [known[cell] for cell in table.column(mapping.group)]


def _read_numbers(
    table: UploadedTable, heading: str, part: str, findings: _Findings
) -> list[tuple[float | None, str | None]]:
    """Each cell's number, or the reason there is none."""
    result: list[tuple[float | None, str | None]] = []
    for row, cell in zip(table.row_numbers, table.column(heading), strict=True):
        mark = MARKS.get(cell.casefold().strip("[]"))
        if mark is not None:
            result.append((None, mark))
            continue
        found = float(cell.removeprefix("£").removesuffix("%").replace(",", "")) if is_number(cell) else math.nan
        if not math.isfinite(found):
            findings.wrong(
                f"“{cell}” is text where a number belongs; correct it, or write c (withheld), x (not published) or "
                "z (does not apply).",
                row,
                heading,
                cell,
            )
            result.append((None, None))
            continue
        if found < 0 and part in ("count", "denominator"):
            findings.wrong(f"“{cell}” is below zero, which no {part} can be.", row, heading, cell)
        result.append((found, None))
    return result


def _scale(
    rows: list[_Row], mapping: ColumnMapping, unit: str, is_proportion: bool | None, findings: _Findings
) -> None:
    """Percentages become 0 to 100, once it is said whether they are proportions."""
    if unit != "%":
        return
    values = [row.numbers["value"] for row in rows]
    known = [value for value in values if value is not None]
    looks_like = bool(known) and 0 < max(known) <= 1 and min(known) >= 0
    if looks_like and is_proportion is None:
        findings.wrong(
            "Every value lies between 0 and 1, and the unit is %: say whether 0.25 means 25% or 0.25%.",
            column=mapping.value,
        )
    if is_proportion:
        if known and max(known) > 1:
            findings.wrong(
                "A proportion cannot be above 1; these values are percentages already.", column=mapping.value
            )
        for row in rows:
            for part in ("value", "lower", "upper"):
                number = row.numbers.get(part)
                if number is not None:
                    row.numbers[part] = number * 100


def _check_rows(rows: list[_Row], mapping: ColumnMapping, unit: str, multiplier: float, findings: _Findings) -> None:
    """Refuse what is twice or cannot be; point out what does not add up."""
    seen: dict[tuple[str, str, date, date], int] = {}
    for row in rows:
        key = (row.area, f"{row.characteristic}\t{row.group}", row.period.start, row.period.end)
        if key in seen:
            group = "" if row.characteristic == ALL else f", {row.group}"
            findings.wrong(
                f"{row.area}{group} in {row.period.label} is there twice, first in row {seen[key]:,}; remove one.",
                row.number,
                mapping.area,
                row.area,
            )
        seen.setdefault(key, row.number)
        _check_numbers(row, mapping, unit, multiplier, findings)


def _check_numbers(row: _Row, mapping: ColumnMapping, unit: str, multiplier: float, findings: _Findings) -> None:
    """Check one row's numbers against each other."""
    value, count, denominator = (row.numbers.get(part) for part in ("value", "count", "denominator"))
    lower, upper = row.numbers.get("lower"), row.numbers.get("upper")
    if value is not None and unit == "%" and not 0 <= value <= 100:
        findings.doubt(f"{value:g}% lies outside 0 to 100.", row.number, mapping.value)
    if lower is not None and upper is not None:
        if lower > upper:
            findings.wrong(f"The lower limit {lower:g} is above the upper limit {upper:g}.", row.number, mapping.lower)
        elif value is not None and not lower <= value <= upper:
            findings.doubt(
                f"{value:g} lies outside its own interval, {lower:g} to {upper:g}.", row.number, mapping.value
            )
    if count is None or denominator is None:
        return
    if unit == "%" and count > denominator:
        findings.wrong(f"The count {count:g} is above the denominator {denominator:g}.", row.number, mapping.count)
    elif value is not None and denominator > 0:
        expected = multiplier * count / denominator
        if abs(value - expected) > max(TOLERANCE * abs(expected), TOLERANCE):
            findings.doubt(
                f"{value:g} is not {multiplier:g} × {count:g} ÷ {denominator:g} (which is {expected:.4g}); "
                "the value was kept as given.",
                row.number,
                mapping.value,
            )


def _count_kinds(codes: set[str], areas: KnownAreas) -> dict[str, int]:
    """How many areas of each kind; a small area that is of both vintages counts as the newer."""
    return dict(Counter(areas.kind_of(code) for code in codes))


def _observations(rows: list[_Row], measure: str) -> pa.Table:
    """The rows as observations."""
    return make_observations(
        measure=measure,
        area_code=[row.area for row in rows],
        period=[row.period.label for row in rows],
        period_start=[row.period.start for row in rows],
        period_end=[row.period.end for row in rows],
        characteristic=[row.characteristic for row in rows],
        group=[row.group for row in rows],
        **{part: [row.numbers.get(part) for row in rows] for part in NUMBERS},
        status=[row.status for row in rows],
    )
