"""From what may be shown of a table of staff to its pages: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.plan.models import WorkforceTable
from goldenthread.plan.workforce.protecting import ShownBlock, load_blocks
from goldenthread.plan.workforce.reading import WorkforceKind
from goldenthread.plan.workforce.representing import GroupLine, Residents, ShareLine, represent, shares_of
from goldenthread.publishing.figures import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class BlockPage:
    """One characteristic of a table as a page shows it."""

    heading: str
    finding: str
    table: Table
    by_grade: Table | None
    sources: tuple[tuple[str, str], ...]
    """The indicators that count the residents: their source in words, and their slug."""


@dataclass(frozen=True, slots=True)
class TablePage:
    """A whole table."""

    blocks: tuple[BlockPage, ...]
    hidden: int
    note: str


def make_table_page(table: WorkforceTable, residents: Mapping[tuple[str, str], Residents]) -> TablePage:
    """Every characteristic of the table: representation for counts of staff, shares for a survey and for uptake."""
    blocks = load_blocks(table.shown)
    kind = WorkforceKind(table.kind)
    several = len({block.period for block in blocks}) > 1
    pages = tuple(
        _shares_page(block, table, several) if kind.has_shares else _staff_page(block, residents, several)
        for block in blocks
    )
    hidden = sum(block.hidden for block in blocks)
    note = ""
    if hidden:
        note = (
            f"{hidden} number{' is' if hidden == 1 else 's are'} hidden: below five, or one from which such a number "
            "could be worked out. Hidden is not zero."
        )
    return TablePage(pages, hidden, note)


def _heading(block: ShownBlock, several: bool) -> str:
    return f"{block.characteristic}, {block.period}" if several and block.period else block.characteristic


def _staff_page(block: ShownBlock, residents: Mapping[tuple[str, str], Residents], several: bool) -> BlockPage:
    lines = represent(block, residents)
    columns = (
        Column("Group"), Column("What it says"), Column("Staff", 0), Column("Share of staff"),
        Column("Share of residents"), Column("Staff share over residents’"),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            line.group,
            line.says,
            line.count,
            _with_interval(line.share, line.share_lower, line.share_upper, "%", 1),
            f"{line.residents_share:.1f}%" if line.residents_share is not None else "",
            _with_interval(line.index, line.index_lower, line.index_upper, "", 2),
        )
        for line in lines
    )
    found = {
        (f"{line.residents.source}, {line.residents.period}", line.residents.indicator_slug)
        for line in lines
        if line.residents
    }
    heading = _heading(block, several)
    return BlockPage(
        heading=heading,
        finding=_staff_finding(lines),
        table=Table(f"{heading}: staff and residents", columns, rows).without_empty_columns(),
        by_grade=_grade_table(block, heading),
        sources=tuple(sorted(found)),
    )


def _staff_finding(lines: tuple[GroupLine, ...]) -> str:
    fewer = [line.group for line in lines if line.index_upper is not None and line.index_upper < 1]
    more = [line.group for line in lines if line.index_lower is not None and line.index_lower > 1]
    if not any(line.index is not None for line in lines):
        return "There is no figure for residents to compare with."
    if not fewer and not more:
        return "No group is clearly more or less common among staff than among residents."
    parts = []
    if fewer:
        parts.append(f"Less common among staff than among residents: {_listed(fewer)}.")
    if more:
        parts.append(f"More common: {_listed(more)}.")
    return " ".join(parts)


def _shares_page(block: ShownBlock, table: WorkforceTable, several: bool) -> BlockPage:
    lines = shares_of(block)
    columns = (
        Column("Group"), Column("What it says"), Column("How many", 0), Column("Out of", 0), Column("Share"),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            line.group,
            line.says,
            line.count,
            line.out_of,
            _with_interval(line.share, line.lower, line.upper, "%", 1),
        )
        for line in lines
    )
    heading = _heading(block, several)
    return BlockPage(
        heading=heading,
        finding=_shares_finding(lines),
        table=Table(f"{heading}: {table.question or table.title}", columns, rows).without_empty_columns(),
        by_grade=_grade_table(block, heading),
        sources=(),
    )


def _with_interval(value: float | None, lower: float | None, upper: float | None, unit: str, decimals: int) -> str:
    """A number with its interval, so that a phone shows both: 12.6% (11.5 to 13.8)."""
    if value is None or lower is None or upper is None:
        return ""
    return f"{value:.{decimals}f}{unit} ({lower:.{decimals}f} to {upper:.{decimals}f})"


def _shares_finding(lines: tuple[ShareLine, ...]) -> str:
    less = [line.group for line in lines if line.says == "Less often than others."]
    more = [line.group for line in lines if line.says == "More often than others."]
    parts = []
    if less:
        parts.append(f"Less often than others: {_listed(less)}.")
    if more:
        parts.append(f"More often: {_listed(more)}.")
    return " ".join(parts) or "No clear difference between the groups."


def _grade_table(block: ShownBlock, heading: str) -> Table | None:
    """The counts by grade, where there are grades."""
    if len(block.rows[0].cells) < 2:
        return None
    grades = [cell.grade for cell in block.rows[0].cells]
    has_shares = any(cell.out_of is not None for row in block.rows for cell in row.cells)
    rows: list[tuple[Cell, ...]] = []
    for row in block.rows:
        if has_shares:
            told = (f"{cell.count} of {cell.out_of}" if cell.count is not None else "hidden" for cell in row.cells)
        else:
            told = (f"{cell.count:,}" if cell.count is not None else "hidden" for cell in row.cells)
        rows.append((row.group, *told))
    return Table(f"{heading}, by grade", (Column("Group"), *(Column(grade) for grade in grades)), tuple(rows))


def table_to_take_away(table: WorkforceTable) -> Table:
    """What may be shown, one row for each group and grade."""
    columns = (
        Column("Characteristic"), Column("Period"), Column("Group"), Column("Grade"), Column("Count", 0),
        Column("Out of", 0), Column("Hidden"),
    )  # fmt: skip
    rows = tuple(
        (
            block.characteristic, block.period, row.group, cell.grade, cell.count, cell.out_of,
            "yes" if cell.count is None else "",
        )
        for block in load_blocks(table.shown)
        for row in block.rows
        for cell in row.cells
    )  # fmt: skip
    notes = ("Numbers below five are hidden, and those from which they could be worked out. Hidden is not zero.",)
    return Table(table.title, columns, rows, source=table.source, notes=notes)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
