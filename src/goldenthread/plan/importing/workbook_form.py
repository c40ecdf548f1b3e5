"""A plan as a spreadsheet: a sheet for each kind of part, and one for each list within them; and as CSV."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.plan import documents
from goldenthread.plan.importing import form
from goldenthread.plan.importing.form import Field, PartForm
from goldenthread.plan.importing.incoming import Incoming, PartKind, Where
from goldenthread.plan.importing.records import Private, Reader, Record, Written, make_plan_record, make_records
from goldenthread.plan.importing.values import write_cell, write_number
from goldenthread.publishing.csv_files import table_to_csv_bytes
from goldenthread.publishing.figures import Column, Table
from goldenthread.sources.upload_grids import Grid

ABOUT = "About"
#: A spreadsheet keeps fifteen figures of a number; a longer one is written as text.
FIGURES_KEPT = 15
_WIDE, _NARROW = 48, 18
#: The heading by which a table of ours is told from a list of somebody's own with headings such as number and title.
_OWN_HEADINGS = {
    PartKind.AIM: "Answers to",
    PartKind.ACTION: "Councils part",
    PartKind.MEASURE: "Good is",
    PartKind.ASK: "Link words",
    PartKind.DIFFERENCE: "Figure",
    PartKind.ACHIEVEMENT: "Achieved on",
}
_NOT_ALLOWED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_INTRODUCTION = (
    "This workbook holds a whole plan. Change, add or empty cells and bring it back: the site shows every difference "
    "before anything is changed.",
    "A row is known by its number. A row without a number is new. A row that is not here is left as it is.",
    "Lists in one cell have each item on a line of its own.",
)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────
def write_workbook(content: documents.PlanContent, private: Private | None = None) -> bytes:
    """The plan as an Excel workbook in the form."""
    from openpyxl import Workbook

    known = private or Private()
    book = Workbook()
    book.properties.title = _clean(content.plan.title)
    about = book.active
    about.title = ABOUT
    _write_rows(about, [[content.plan.title], [f"{form.FORM} {form.VERSION}"], *([line] for line in _INTRODUCTION)], ())
    about.column_dimensions["A"].width = 100
    record = make_plan_record(content)
    plan_rows = [[field.heading, _cell(record.get(field.key, ""))] for field in form.PLAN.fields]
    _write_rows(book.create_sheet(form.PLAN.sheet), [["Field", "Value"], *plan_rows], (_NARROW, _WIDE))
    for part in form.PARTS:
        records = make_records(content, part, known)
        _write_sheet(book.create_sheet(part.sheet), part.fields, records)
        for items in part.items:
            owner = Field(part.kind.singular)
            inner = [{owner.key: each["number"], **one} for each in records for one in each[items.key]]
            _write_sheet(book.create_sheet(items.sheet), [owner, *items.fields], inner)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def write_csv(content: documents.PlanContent, part: PartForm, private: Private | None = None) -> bytes:
    """One kind of part as CSV: the actions, or the measures."""
    records = make_records(content, part, private or Private())
    columns = tuple(Column(field.heading) for field in part.fields)
    rows = tuple(tuple(write_cell(record.get(field.key, "")) for field in part.fields) for record in records)
    return table_to_csv_bytes(Table(part.sheet, columns, rows))


def _write_sheet(sheet: Any, fields: Sequence[Field], records: Sequence[Record]) -> None:
    rows = [[field.heading for field in fields]]
    rows += [[_cell(record.get(field.key, "")) for field in fields] for record in records]
    is_wide = {"title", "text", "description", "reason", "vision", "decision", "next_step", "question"}
    _write_rows(sheet, rows, tuple(_WIDE if field.key in is_wide else _NARROW for field in fields))


def _write_rows(sheet: Any, rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row, start=1):
            cell = sheet.cell(number, position)
            if isinstance(value, str):
                cell.value = _clean(value)
                cell.data_type = "s"  # a text that begins with "=" stays a text
            elif value is not None:
                cell.value = value
            if isinstance(value, date):
                cell.number_format = "DD/MM/YYYY"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    if widths:
        sheet.freeze_panes = "B2"


def _cell(value: Any) -> Any:
    """A value as a cell holds it: dates and numbers as such, everything else as text."""
    if isinstance(value, date):
        return value
    if isinstance(value, Decimal):
        written = write_number(value)
        if len(written.replace(".", "").lstrip("-0")) > FIGURES_KEPT:
            return written
        return int(value) if value == value.to_integral_value() else float(value)
    return write_cell(value)


def _clean(words: str) -> str:
    return _NOT_ALLOWED.sub("", words)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────
def is_form(grids: Sequence[Grid]) -> bool:
    """Is this a workbook that was written here?"""
    names = {grid.sheet for grid in grids}
    return form.PLAN.sheet in names and any(grid.sheet == ABOUT and _says_form(grid) for grid in grids)


def find_form_part(grid: Grid) -> PartForm | None:
    """The kind of part whose columns a table has and no others, as a CSV file that was written here."""
    headings = set(filter(None, grid.rows[0])) if grid.rows else set()
    for part in form.PARTS:
        known = {field.heading for field in part.fields}
        if {"Number", _OWN_HEADINGS[part.kind]} <= headings <= known:
            return part
    return None


def read_workbook(grids: Sequence[Grid]) -> Incoming:
    """The plan of a workbook in the form; raises FileFault with all that is wrong, by sheet, row and column."""
    sheets = {grid.sheet: grid for grid in grids}
    reader = Reader()
    about = sheets[form.PLAN.sheet]
    by_heading = {field.heading: field.key for field in form.PLAN.fields}
    record: dict[str, Any] = {}
    for number in range(2, len(about.rows) + 1):
        key = by_heading.get(about.cell(number, 1))
        if key is not None:
            record[key] = about.cell(number, 2)
        elif about.cell(number, 1):
            reader.fault(Where(about.file, about.sheet, number), f"“{about.cell(number, 1)}” is not known.")
    parts = {part.kind: _read_part(reader, sheets, part) for part in form.PARTS}
    return reader.read(Written(record, Where(about.file, about.sheet)), parts)


def read_part(grid: Grid, part: PartForm, known: documents.PlanContent) -> Incoming:
    """One kind of part of a plan that is known, from a table in the form."""
    reader = Reader()
    written = [Written(record, where) for record, where in _read_sheet(reader, grid, part.fields)]
    return reader.read(None, {part.kind: written}, known=known)


def _says_form(grid: Grid) -> bool:
    return f"{form.FORM} {form.VERSION}" in {cell for row in grid.rows[:5] for cell in row}


def _read_part(reader: Reader, sheets: Mapping[str, Grid], part: PartForm) -> list[Written]:
    lists: dict[str, dict[str, list[tuple[Record, Where]]]] = {}
    owner = Field(part.kind.singular)
    for items in part.items:
        if items.sheet not in sheets:
            continue
        lists[items.key] = {}
        for record, where in _read_sheet(reader, sheets[items.sheet], [owner, *items.fields]):
            lists[items.key].setdefault(str(record.pop(owner.key, "")), []).append((record, where))
    written = []
    numbers = set()
    if part.sheet in sheets:
        for record, where in _read_sheet(reader, sheets[part.sheet], part.fields):
            number = str(record.get("number", ""))
            numbers.add(number)
            items_of = {key: found.get(number, []) if number else [] for key, found in lists.items()}
            written.append(Written(record, where, items_of))
    for found in lists.values():
        for number, entries in found.items():
            if number not in numbers:
                reader.fault(entries[0][1], f"There is no {owner.key} {number or 'without a number'}. Mend the number.")
    return written


def _read_sheet(reader: Reader, grid: Grid, fields: Sequence[Field]) -> list[tuple[Record, Where]]:
    if not grid.rows:
        return []
    by_heading = {field.heading: field.key for field in fields}
    columns: dict[int, str] = {}
    for position, heading in enumerate(grid.rows[0], start=1):
        if heading in by_heading:
            columns[position] = by_heading[heading]
        elif heading:
            where = Where(grid.file, grid.sheet, 1, heading)
            reader.fault(where, f"This column is not known here. Known are: {', '.join(by_heading)}.")
    found = []
    for number in range(2, len(grid.rows) + 1):
        if any(grid.rows[number - 1]):
            record: Record = {key: grid.cell(number, position) for position, key in columns.items()}
            found.append((record, Where(grid.file, grid.sheet, number)))
    return found
