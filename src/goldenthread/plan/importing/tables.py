"""Finds the table in a sheet as councils keep it: titles above, headings over two rows, merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.plan.importing.columns import recognise
from goldenthread.plan.importing.incoming import FileFault, Remark, Where
from goldenthread.sources.upload_grids import Grid, Merged

#: Titles, logos and keys often stand above the headings.
ROWS_ABOVE_HEADINGS = 30
#: Fewer headings that mean something are no row of headings.
FEWEST_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row beneath the headings; `is_own` says of each cell whether it was written there or merged from above."""

    number: int
    cells: tuple[str, ...]
    is_own: tuple[bool, ...]

    @property
    def own_words(self) -> tuple[str, ...]:
        """What is written in this very row."""
        return tuple(cell for cell, own in zip(self.cells, self.is_own, strict=True) if own and cell)


@dataclass(frozen=True, slots=True)
class Table:
    """The headings of a sheet, the rows beneath them, and what stands above."""

    file: str
    sheet: str
    headings: tuple[str, ...]
    heading_rows: tuple[int, ...]
    rows: tuple[TableRow, ...]
    above: tuple[tuple[int, str], ...] = ()

    def where(self, row: int | None = None, column: str = "") -> Where:
        """A place in this table."""
        return Where(self.file, self.sheet, row, column)


def find_table(grid: Grid, heading_row: int | None = None) -> Table:
    """The table of a sheet; its headings are in the row named, or where most of the words are those of headings.

    Raises :class:`FileFault` where there is none.
    """
    merged_at = _cover(grid.merged)
    row = heading_row or _find_heading_row(grid)
    if row is None or not any(grid.rows[row - 1] if row <= len(grid.rows) else ()):
        where = Where(grid.file, grid.sheet, heading_row)
        sentence = "No row looks like the headings of a list of actions. Say in which row the headings are."
        raise FileFault((Remark(where, sentence, is_fault=True),))
    heading_rows = _heading_rows(grid, row)
    headings = _make_headings(grid, heading_rows, merged_at)
    rows = tuple(
        _make_row(grid, number, len(headings), merged_at) for number in range(heading_rows[-1] + 1, len(grid.rows) + 1)
    )
    above = tuple(
        (number, " ".join(cell for cell in grid.rows[number - 1] if cell))
        for number in range(1, heading_rows[0])
        if any(grid.rows[number - 1])
    )
    kept = tuple(each for each in rows if any(each.own_words))
    used = [index for index, heading in enumerate(headings) if heading or any(each.cells[index] for each in kept)]
    return Table(
        file=grid.file,
        sheet=grid.sheet,
        headings=_make_different([headings[index] or f"Column {_letter(index)}" for index in used]),
        heading_rows=heading_rows,
        rows=tuple(
            TableRow(each.number, _pick(each.cells, used), tuple(each.is_own[index] for index in used)) for each in kept
        ),
        above=above,
    )


def score_sheet(grid: Grid) -> int:
    """How much a sheet looks like a list of actions: the headings it has that mean something."""
    row = _find_heading_row(grid)
    return _score(grid.rows[row - 1]) if row is not None else 0


def _find_heading_row(grid: Grid) -> int | None:
    scores = [(_score(cells), -number) for number, cells in enumerate(grid.rows[:ROWS_ABOVE_HEADINGS], start=1)]
    best = max(scores, default=(0, 0))
    return -best[1] if best[0] >= FEWEST_HEADINGS else None


def _score(cells: Sequence[str]) -> int:
    """How many different columns the cells of a row name; long texts are no headings."""
    return len({recognise(cell)[0] for cell in cells if cell and len(cell) <= 60} - {None})


def _heading_rows(grid: Grid, row: int) -> tuple[int, ...]:
    """The rows the headings are spread over: a merged heading has those it stands over beneath it."""
    width = max(len(cells) for cells in grid.rows)
    first, last = row, row
    for block in grid.merged:
        spread = block.right - block.left + 1
        is_title = spread >= max(3, 0.8 * width)
        if is_title:
            continue
        if block.top == row and spread > 1 and block.bottom == row:
            last = max(last, row + 1)
        if block.top == row and block.bottom > row and spread == 1 and _has_split_above(grid, row):
            last = max(last, block.bottom)
        if block.bottom == row - 1 and spread > 1:
            first = min(first, block.top)
        if block.top < row <= block.bottom:
            first = min(first, block.top)
    return tuple(range(first, min(last, len(grid.rows)) + 1))


def _has_split_above(grid: Grid, row: int) -> bool:
    return any(block.top == row == block.bottom and block.right > block.left for block in grid.merged)


def _cover(merged: Sequence[Merged]) -> dict[tuple[int, int], Merged]:
    return {
        (row, column): block
        for block in merged
        for row in range(block.top, block.bottom + 1)
        for column in range(block.left, block.right + 1)
    }


def _make_headings(
    grid: Grid, heading_rows: Sequence[int], merged_at: dict[tuple[int, int], Merged]
) -> tuple[str, ...]:
    width = max(len(cells) for cells in grid.rows)
    headings = []
    for column in range(1, width + 1):
        words: list[str] = []
        for row in heading_rows:
            block = merged_at.get((row, column))
            said = " ".join(grid.cell(block.top, block.left).split() if block else grid.cell(row, column).split())
            if said and said not in words:
                words.append(said)
        headings.append(": ".join(words))
    return tuple(headings)


def _make_row(grid: Grid, number: int, width: int, merged_at: dict[tuple[int, int], Merged]) -> TableRow:
    cells, is_own = [], []
    for column in range(1, width + 1):
        block = merged_at.get((number, column))
        if block is None:
            cells.append(grid.cell(number, column))
            is_own.append(True)
        elif column == block.left:  # merged across, the words stand in the first column only
            cells.append(grid.cell(block.top, block.left))
            is_own.append(number == block.top)
        else:
            cells.append("")
            is_own.append(True)
    return TableRow(number, tuple(cells), tuple(is_own))


def _make_different(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings, the second of two that are the same with a number behind it."""
    seen: dict[str, int] = {}
    made = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        made.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return tuple(made)


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _pick(cells: Sequence[str], used: Sequence[int]) -> tuple[str, ...]:
    return tuple(cells[index] for index in used)
