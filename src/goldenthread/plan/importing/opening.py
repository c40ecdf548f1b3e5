"""Tells what kind of file somebody brings, and reads it: a plan in our form, a part of one, or a list of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from goldenthread.plan import documents
from goldenthread.plan.importing import markdown_form, workbook_form, yaml_form
from goldenthread.plan.importing.columns import Column, propose_columns
from goldenthread.plan.importing.form import PartForm
from goldenthread.plan.importing.incoming import FileFault, Incoming, Remark, Where
from goldenthread.plan.importing.rows import read_rows
from goldenthread.plan.importing.tables import Table, find_table, score_sheet
from goldenthread.plan.importing.words import propose_status
from goldenthread.plan.states import ActionStatus
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_grids import Grid, open_grids

ENDINGS = (".yaml", ".yml", ".md", ".xlsx", ".csv", ".tsv", ".txt")
_TEXTS = (".yaml", ".yml", ".md")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a person has said of a list of their own: the sheet, the headings, which column and word is what."""

    sheet: str = ""
    heading_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    clear_empty: bool = False


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that could be opened. Either it is in our form, or it is a list whose columns somebody has to settle."""

    name: str
    whole: Incoming | None = None
    part: tuple[Grid, PartForm] | None = None
    grids: tuple[Grid, ...] = ()

    @property
    def is_form(self) -> bool:
        """Does it say itself what everything is?"""
        return self.whole is not None or self.part is not None

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of a workbook that have anything in them."""
        return tuple(grid.sheet for grid in self.grids if grid.sheet and grid.rows)


def open_file(name: str, content: bytes) -> OpenedFile:
    """Open a file by what is in it; raises :class:`FileFault` with everything that is wrong."""
    lowered = name.lower()
    if lowered.endswith(_TEXTS) and not content.startswith(b"PK"):
        read = markdown_form.read_markdown if lowered.endswith(".md") else yaml_form.read_yaml
        return OpenedFile(name, whole=read(name, content))
    try:
        grids = open_grids(name, content)
    except SourceError as wrong:
        where = Where(wrong.file, row=wrong.row, column=wrong.column or "")
        raise FileFault((Remark(where, wrong.sentence, is_fault=True),)) from None
    if workbook_form.is_form(grids):
        return OpenedFile(name, whole=workbook_form.read_workbook(grids))
    part = workbook_form.find_form_part(grids[0]) if len(grids) == 1 else None
    return OpenedFile(name, part=(grids[0], part) if part else None, grids=grids)


def pick_table(opened: OpenedFile, reading: TableReading) -> Table:
    """The table of the sheet that was chosen, or of the one that looks most like a list of actions."""
    filled = [grid for grid in opened.grids if grid.rows]
    chosen = [grid for grid in filled if grid.sheet == reading.sheet] if reading.sheet else filled
    if not chosen:
        sentence = f"There is no sheet “{reading.sheet}” with anything in it." if reading.sheet else "It is empty."
        raise FileFault((Remark(Where(opened.name), sentence, is_fault=True),))
    return find_table(max(chosen, key=score_sheet), reading.heading_row)


def propose_reading(table: Table) -> TableReading:
    """What the columns and the words of a table most likely are."""
    columns = propose_columns(table.headings, [row.cells for row in table.rows])
    return TableReading(
        sheet=table.sheet,
        heading_row=table.heading_rows[0] if len(table.heading_rows) == 1 else None,
        columns={heading: column.value for heading, column in columns.items()},
        statuses=propose_statuses(table, columns),
    )


def propose_statuses(table: Table, columns: Mapping[str, Column]) -> dict[str, str]:
    """For every word in the columns of statuses the status it most likely means, or nothing."""
    found: dict[str, str] = {}
    for heading, column in columns.items():
        if column not in (Column.STATUS, Column.FORECAST):
            continue
        position = table.headings.index(heading)
        for row in table.rows:
            words = row.cells[position]
            if words and words not in found and len(row.own_words) > 1:
                status = propose_status(words)
                found[words] = status.value if status else ""
    return found


def take(opened: OpenedFile, reading: TableReading, *, known: documents.PlanContent | None, on: date) -> Incoming:
    """What the file says of the plan, read as was settled; a list of somebody's own needs a plan to belong to."""
    if opened.whole is not None:
        return opened.whole
    if known is None:
        sentence = "This list does not say what plan it is. Begin the plan first, and choose it for this file."
        raise FileFault((Remark(Where(opened.name), sentence, is_fault=True),))
    if opened.part is not None:
        return workbook_form.read_part(*opened.part, known)
    columns = {heading: Column(value) for heading, value in reading.columns.items() if value}
    return read_rows(
        pick_table(opened, reading), columns, reading.statuses, known=known, on=on, clear_empty=reading.clear_empty
    )


def check_reading(table: Table, columns: Mapping[str, str]) -> Sequence[str]:
    """What is wrong with the columns somebody chose, in sentences."""
    wrong = []
    chosen = [value for value in columns.values() if value]
    for value in dict.fromkeys(chosen):
        if chosen.count(value) > 1:
            wrong.append(
                f"Two columns are said to be “{Column(value).sentence}”. Choose one; the other is kept as a note."
            )
    if Column.TITLE.value not in chosen and Column.NUMBER.value not in chosen:
        wrong.append("Say which column holds the action: what will be done.")
    return wrong


def known_statuses() -> list[tuple[str, str]]:
    """The statuses a word can mean, for a form."""
    return [(status.value, status.value.capitalize()) for status in ActionStatus]
