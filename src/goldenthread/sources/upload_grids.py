"""Opens an uploaded workbook or CSV file as it looks: every sheet, every cell as text, and which are merged."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_files import (
    ADVICE,
    OLD_OFFICE,
    ZIP,
    check_package,
    decode_text,
    find_delimiter,
    write_cell,
)

#: A list of 5,000 actions with 20 columns is under 2 MB.
LARGEST_BYTES = 10_000_000
LARGEST_UNPACKED = 60_000_000
LARGEST_ROWS = 30_000
LARGEST_COLUMNS = 200

#: A text that a spreadsheet would run as a formula is kept a text by an apostrophe when it is exported as CSV.
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")


@dataclass(frozen=True, slots=True)
class Merged:
    """A block of cells that were merged into one; rows and columns are counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet as text. Row and column 1 are the first of the sheet; of a CSV file there is one sheet."""

    file: str
    sheet: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()
    notes: tuple[str, ...] = ()  # what was mended while opening it

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, empty beyond the end."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else ""


def open_grids(name: str, content: bytes) -> tuple[Grid, ...]:
    """Every sheet of a workbook that is shown, or the one table of a CSV file. The kind is told from the content.

    Raises SourceError with a sentence a person can act on.
    """
    file = PurePath(name.replace("\\", "/")).name or "upload"
    if not content:
        raise SourceError(file, "The file is empty; choose it again.")
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise SourceError(file, f"The file has {len(content) / 1e6:.0f} MB and the limit is {limit} MB; split it.")
    if content.startswith(OLD_OFFICE):
        raise SourceError(file, f"The file is an old Excel workbook (.xls) or has a password. {ADVICE}, without one.")
    return _open_workbook(file, content) if content.startswith(ZIP) else (_open_csv(file, content),)


def _open_csv(file: str, content: bytes) -> Grid:
    notes: list[str] = []
    written = decode_text(file, content, notes)
    if written.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise SourceError(file, "The file is a web page, not a table; download the CSV file itself.")
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=find_delimiter(written))
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            _check_size(file, "", len(rows) + 1, len(row))
            rows.append(tuple(_GUARDED.sub("", cell).strip() for cell in row))
    except csv.Error as error:
        raise SourceError(file, f"The file cannot be read as CSV ({error}). {ADVICE}.", row=reader.line_num) from None
    return Grid(file, "", tuple(rows), notes=tuple(notes))


def _open_workbook(file: str, content: bytes) -> tuple[Grid, ...]:
    check_package(file, content, LARGEST_UNPACKED)
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except Exception:
        raise SourceError(file, f"The workbook is damaged. {ADVICE} again.") from None
    try:
        shown = [page for page in workbook.worksheets if page.sheet_state == "visible"]
        return tuple(_read_sheet(file, page) for page in shown)
    finally:
        workbook.close()


def _read_sheet(file: str, page: object) -> Grid:
    from openpyxl.worksheet.worksheet import Worksheet

    assert isinstance(page, Worksheet)  # noqa: S101  (worksheets holds nothing else)
    _check_size(file, page.title, page.max_row, page.max_column)
    merged = tuple(
        Merged(block.min_row, block.min_col, block.max_row, block.max_col) for block in page.merged_cells.ranges
    )
    rows = list(_read_rows(page))
    while rows and not any(rows[-1]):
        rows.pop()
    return Grid(file, page.title, tuple(rows), tuple(sorted(merged, key=lambda block: (block.top, block.left))))


def _read_rows(page: object) -> Iterator[tuple[str, ...]]:
    for row in page.iter_rows():  # type: ignore[attr-defined]
        yield tuple(write_cell(cell) for cell in row)


def _check_size(file: str, sheet: str, rows: int, columns: int) -> None:
    where = f"The sheet “{sheet}”" if sheet else "The file"
    if rows > LARGEST_ROWS:
        raise SourceError(
            file,
            f"{where} reaches down to row {rows:,} and the limit is {LARGEST_ROWS:,}. Delete the rows beneath the "
            "table, even those that look empty, or split it.",
        )
    if columns > LARGEST_COLUMNS:
        raise SourceError(file, f"{where} has {columns:,} columns and the limit is {LARGEST_COLUMNS}; keep fewer.")
