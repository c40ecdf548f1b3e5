"""Tables as an accessible spreadsheet: a cover, a list of contents, one marked-up table a sheet."""

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from goldenthread.publishing.figures import Cell, Column, Table

#: How a missing number is written, as the guidance on releasing statistics in spreadsheets asks.
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
_LEGEND = ((NOT_AVAILABLE, "not available"), (NOT_APPLICABLE, "not applicable"))
#: What a table without rows says: a sheet of headings alone looks broken, and the library refuses it.
NOTHING = "There is nothing in this table."
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet: what this is, where it comes from, whom to ask."""

    title: str
    introduction: tuple[str, ...]
    about: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()


def tables_to_xlsx(tables: Sequence[Table], cover: Cover) -> bytes:
    """Return the workbook's bytes."""
    if not tables:
        raise ValueError("A spreadsheet needs at least one table.")
    with warnings.catch_warnings():
        # All of them the library's own: a theme file left to be closed for it, pandas calls that will be retired,
        # and a remark on every workbook without a sheet of notes.
        warnings.simplefilter("ignore")
        return _make_workbook(tables, cover)


def _make_workbook(tables: Sequence[Table], cover: Cover) -> bytes:
    import gptables
    import pandas as pd

    sheets: dict[str, Any] = {}
    strange = _Strange()
    for number, table in enumerate(tables, start=1):
        names = _headings(table)
        body = [
            [strange.stand_in(_cell(cell, column)) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        shorthand = {cell for row in body for cell in row if isinstance(cell, str)}
        if not any(cell is not None and str(cell).strip() for row in body for cell in row):
            body = [[NOTHING, *[""] * (len(names) - 1)]]
        sheets[_sheet_name(number)] = gptables.GPTable(
            table=pd.DataFrame(body, columns=names, dtype=object),
            table_name=f"golden_thread_table_{number}",
            title=_plain(table.caption),
            subtitles=[_plain(note) for note in table.notes],
            instructions="This worksheet contains one table.",
            source=_plain(table.source) or None,
            legend=[f"{mark} = {words}" for mark, words in _LEGEND if mark in shorthand],
            index_columns={},
            additional_formatting=_number_formats(table),
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        book = gptables.produce_workbook(
            filename=str(path),
            sheets=sheets,
            cover=gptables.Cover(
                title=_plain(cover.title),
                intro=[_plain(line) for line in cover.introduction] or None,
                about=[_plain(line) for line in cover.about] or None,
                contact=[_plain(line) for line in cover.contact] or None,
                cover_label="Cover",
            ),
            contentsheet_label="Contents",
            # A name from outside that begins with "=" stays a text, and an address stays as it is written.
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
        )
        book.set_properties({"title": _plain(cover.title)})
        book.close()
        return strange.put_back(path.read_bytes())


class _Strange:
    """Texts without a Latin letter or digit, which the library refuses: the name of a resident in Urdu is one.

    A word stands in for each until the workbook is written.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []

    def stand_in(self, cell: Cell) -> Cell:
        if not isinstance(cell, str) or not cell.strip() or re.search("[a-zA-Z0-9]", cell):
            return cell
        if cell.strip() == "%":
            return "per cent"  # a sign alone is what the guidance asks to avoid
        self.texts.append(cell)
        return f"goldenthreadcell{len(self.texts) - 1:06}"

    def put_back(self, workbook: bytes) -> bytes:
        if not self.texts:
            return workbook
        written = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(workbook)) as before,
            zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for part in before.infolist():
                content = before.read(part)
                if part.filename == "xl/sharedStrings.xml":
                    content = re.sub(rb"goldenthreadcell(\d{6})", self._text, content)
                after.writestr(part, content)
        return written.getvalue()

    def _text(self, match: re.Match[bytes]) -> bytes:
        return escape(self.texts[int(match[1])]).encode()


def _sheet_name(number: int) -> str:
    return f"Table {number}"[:_LONGEST_SHEET_NAME]


def _headings(table: Table) -> list[str]:
    """Return the headings, made different from each other where two are the same."""
    seen: dict[str, int] = {}
    names = []
    for column in table.columns:
        name = _plain(column.name)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _cell(cell: Cell, column: Column) -> Cell:
    if cell is None:
        return NOT_AVAILABLE if column.is_number else ""
    if isinstance(cell, str):
        return _plain(cell)
    return round(cell, column.decimals) if column.decimals is not None and isinstance(cell, float) else cell


def _plain(words: str) -> str:
    """Return text without the characters that a workbook may not hold, and without note marks of the library's own."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", words).replace("$$", "$ $")


def _number_formats(table: Table) -> list[dict[str, Any]]:
    """Return a number format for each column of numbers, so that 5 is written 5.0 beside 5.1."""
    formats = []
    for name, column in zip(_headings(table), table.columns, strict=True):
        if column.decimals is not None:
            shape = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
            formats.append({"column": {"columns": [name], "format": {"num_format": shape, "align": "right"}}})
    return formats
