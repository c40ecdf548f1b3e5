"""Reads a Forward Plan of decisions from the file it is: our own columns, or the layout of a committee system.

Pure: bytes go in, entries come out. All or nothing: one bad row and nothing is read, and every fault is a sentence with
its file, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_files import UploadedTable, open_upload

MOST_FAULTS = 25
"""How many are told at once: a file with more was saved in the wrong layout."""

LONGEST = {
    "reference": 60,
    "title": 300,
    "decision_maker": 200,
    "lead_member": 200,
    "lead_officer": 200,
    "department": 200,
    "wards": 300,
}


@dataclass(frozen=True, slots=True)
class ForwardPlanEntry:
    """One decision as the Forward Plan has it."""

    reference: str
    title: str
    decision_maker: str
    due_on: date
    due_words: str = ""
    summary: str = ""
    is_key: bool = False
    lead_member: str = ""
    lead_officer: str = ""
    department: str = ""
    wards: str = ""
    consultation: str = ""
    other: Mapping[str, str] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """The entry as it is kept between the preview and taking it over."""
        return {**asdict(self), "due_on": self.due_on.isoformat()}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> ForwardPlanEntry:
        """The entry that was kept."""
        return cls(**{**kept, "due_on": date.fromisoformat(kept["due_on"])})


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of file names its columns; the first heading of each is what the documentation says."""

    name: str
    headings: Mapping[str, tuple[str, ...]]

    def field_of(self, heading: str) -> str:
        """Which part of an entry the column holds; "" for one that is kept as it is."""
        wanted = _folded(heading)
        return next((name for name, known in self.headings.items() if wanted in map(_folded, known)), "")


OURS = Layout(
    "columns of Golden Thread",
    {
        "reference": ("reference",),
        "title": ("title",),
        "summary": ("summary",),
        "decision_maker": ("decision maker", "decision_maker"),
        "due": ("due", "due on", "due_on"),
        "is_key": ("key decision", "key", "is_key"),
        "lead_member": ("lead member", "lead_member"),
        "lead_officer": ("lead officer", "lead_officer"),
        "department": ("department",),
        "wards": ("wards",),
        "consultation": ("consultation",),
    },
)
COMMITTEE_SYSTEM = Layout(
    "a committee system’s Forward Plan",
    {
        "reference": ("Issue ID", "Issue Id", "Ref", "Reference number", "Plan item reference"),
        "title": ("Issue title", "Issue", "Item title", "Matter for decision", "Decision title"),
        "summary": ("Summary", "Description", "Purpose", "Decision summary"),
        "decision_maker": ("Decision maker", "Decision taker", "Committee"),
        "due": ("Decision due", "Decision due date", "Date of decision", "Expected date of decision"),
        "is_key": ("Decision type", "Key decision?", "Key decision", "Is key decision"),
        "lead_member": ("Lead member", "Lead councillor", "Portfolio holder", "Cabinet member"),
        "lead_officer": ("Lead officer", "Contact officer", "Report author", "Contact"),
        "department": ("Department", "Directorate", "Lead department"),
        "wards": ("Wards affected", "Wards", "Ward(s)"),
        "consultation": ("Consultation process", "Consultees", "Consultation", "Principal groups consulted"),
    },
)
REQUIRED = ("reference", "title", "decision_maker", "due")
_NAMES = {
    "reference": "reference",
    "title": "title",
    "decision_maker": "decision maker",
    "due": "day on which the decision is due",
}


class ForwardPlanFaults(ValueError):
    """Nothing was read; `faults` are all that is wrong, in the order of the file."""

    def __init__(self, faults: Sequence[SourceError]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class ForwardPlan:
    """A file that was read."""

    file: str
    layout: str
    entries: tuple[ForwardPlanEntry, ...]
    kept_as_they_are: tuple[str, ...]
    """Headings of columns that nothing here reads; their cells are kept with each decision."""


def read_forward_plan(name: str, content: bytes) -> ForwardPlan:
    """The decisions in a CSV file or spreadsheet. Raises :class:`ForwardPlanFaults`."""
    try:
        table = open_upload(name, content)
        layout, columns = _choose_layout(table)
    except SourceError as error:
        raise ForwardPlanFaults([error]) from error
    faults: list[SourceError] = []
    entries: dict[str, ForwardPlanEntry] = {}
    rows_by_reference: dict[str, int] = {}
    for number, cells in zip(table.row_numbers, table.rows, strict=True):
        row = _Row(table.file, number, dict(zip(table.headings, cells, strict=True)), columns)
        entry = row.read()
        faults += row.faults
        if entry is None:
            continue
        folded = _folded(entry.reference)
        if folded in rows_by_reference:
            faults.append(row.fault("reference", f"“{entry.reference}” stands in row {rows_by_reference[folded]} too."))
            continue
        rows_by_reference[folded], entries[folded] = number, entry
    if faults:
        raise ForwardPlanFaults(faults[:MOST_FAULTS])
    read = set(columns.values())
    kept = tuple(heading for heading in table.headings if heading not in read)
    return ForwardPlan(table.file, layout.name, tuple(entries.values()), kept)


def _choose_layout(table: UploadedTable) -> tuple[Layout, dict[str, str]]:
    """The layout that recognises all that is required, and the heading of each part of an entry."""
    tried = []
    for layout in (OURS, COMMITTEE_SYSTEM):
        columns: dict[str, str] = {}
        for heading in table.headings:
            part = layout.field_of(heading)
            if part and part in columns:
                raise SourceError(
                    table.file, f"“{columns[part]}” and this column say the same. Take one out.", column=heading
                )
            if part:
                columns[part] = heading
        missing = [part for part in REQUIRED if part not in columns]
        if not missing:
            return layout, columns
        tried.append((len(missing), layout, missing))
    _, nearest, missing = min(tried, key=lambda each: each[0])
    wanted = ", ".join(f"“{nearest.headings[part][0]}”" for part in missing)
    raise SourceError(
        table.file,
        f"There is no column {wanted}. The file has: {', '.join(table.headings)}. "
        "Name the columns as the guide to importing a Forward Plan says.",
    )


class _Row:
    """One row of the file on its way to an entry, with what is wrong in it."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str], columns: Mapping[str, str]) -> None:
        self.file, self.number, self.cells, self.columns = file, number, cells, columns
        self.faults: list[SourceError] = []

    def fault(self, part: str, sentence: str) -> SourceError:
        return SourceError(self.file, sentence, row=self.number, column=self.columns[part])

    def read(self) -> ForwardPlanEntry | None:
        values = {part: self.text(part) for part in self.columns if part not in {"due", "is_key"}}
        due_words, due_on = self.due()
        is_key = self.yes_or_no("is_key")
        if self.faults or due_on is None:
            return None
        read = set(self.columns.values())
        other = {heading: cell for heading, cell in self.cells.items() if heading not in read and cell}
        return ForwardPlanEntry(**values, due_on=due_on, due_words=due_words, is_key=is_key, other=other)

    def text(self, part: str) -> str:
        cell = self.cells.get(self.columns[part], "").strip()
        if not cell and part in REQUIRED:
            self.faults.append(self.fault(part, f"The {_NAMES[part]} is missing. Write it into the cell."))
        longest = LONGEST.get(part)
        if longest and len(cell) > longest:
            self.faults.append(
                self.fault(part, f"The cell has {len(cell)} characters and may have {longest}. Shorten it.")
            )
        return cell

    def due(self) -> tuple[str, date | None]:
        cell = self.text("due")
        if not cell:
            return "", None
        try:
            found = read_day(cell)
        except ValueError as error:
            self.faults.append(self.fault("due", str(error)))
            return "", None
        is_plain = cell in {found.isoformat(), f"{found:%d/%m/%Y}", f"{found.day}/{found.month}/{found.year}"}
        return ("" if is_plain else cell[:120]), found

    def yes_or_no(self, part: str) -> bool:
        if part not in self.columns:
            return False
        cell = _folded(self.cells.get(self.columns[part], ""))
        if cell in {"", "no", "n", "false", "0", "non-key", "non key", "not key", "non-key decision"}:
            return False
        if cell in {"yes", "y", "true", "1", "key", "key decision"}:
            return True
        self.faults.append(self.fault(part, f"“{cell}” is neither yes nor no. Write “yes”, “no”, “Key” or “Non-key”."))
        return False


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_SLASHES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_WORDS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\s+(\d{4})\b")
_MONTH = re.compile(r"\b([A-Za-z]+)\s+(\d{4})\b")


def read_day(words: str) -> date:
    """The first day named in "12/01/2027", "Not before 12th January 2027" or "January 2027" (then its first day).

    Days come before months, as councils in the United Kingdom write them. Raises ValueError with a sentence.

    >>> read_day("12 Jan 2027 by Cabinet")
    datetime.date(2027, 1, 12)
    """
    if found := _ISO.search(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _SLASHES.search(words):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WORDS.search(words)) and found[2].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2].lower()], int(found[3])
    elif (found := _MONTH.search(words)) and found[1].lower() in _MONTHS:
        day, month, year = 1, _MONTHS[found[1].lower()], int(found[2])
    else:
        raise ValueError(f"“{words}” names no day. Write it as 12/01/2027, 12 January 2027 or January 2027.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{words}” names a day that does not exist. Check the day and the month.") from None


# ── what a file would change ─────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a decision: what it says here and what the file says."""

    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """A decision that is here already, and says something else in the file."""

    entry: ForwardPlanEntry
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file beside what is here."""

    new: tuple[ForwardPlanEntry, ...]
    changed: tuple[ChangedEntry, ...]
    unchanged: tuple[ForwardPlanEntry, ...]
    gone: tuple[ForwardPlanEntry, ...]
    """Still to be decided, and no longer in the file. Nothing is taken away: they are marked."""


def compare(here: Sequence[ForwardPlanEntry], file: Sequence[ForwardPlanEntry]) -> Comparison:
    """What a file would add, change and no longer has. Decisions are known by their reference, in capitals or not."""
    known = {_folded(entry.reference): entry for entry in here}
    new, changed, unchanged = [], [], []
    for entry in file:
        before = known.get(_folded(entry.reference))
        differences = _differences(before, entry) if before else ()
        if before is None:
            new.append(entry)
        elif differences:
            changed.append(ChangedEntry(entry, differences))
        else:
            unchanged.append(entry)
    named = {_folded(entry.reference) for entry in file}
    gone = tuple(entry for key, entry in known.items() if key not in named)
    return Comparison(tuple(new), tuple(changed), tuple(unchanged), gone)


def _differences(before: ForwardPlanEntry, after: ForwardPlanEntry) -> tuple[Difference, ...]:
    found = []
    for each in fields(ForwardPlanEntry):
        was, is_now = getattr(before, each.name), getattr(after, each.name)
        if was != is_now and each.name != "reference":
            found.append(Difference(_PARTS[each.name], _written(was), _written(is_now)))
    return tuple(found)


_PARTS = {
    "title": "Title",
    "decision_maker": "Decision maker",
    "due_on": "Due",
    "due_words": "Due, in words",
    "summary": "Summary",
    "is_key": "Key decision",
    "lead_member": "Lead member",
    "lead_officer": "Lead officer",
    "department": "Department",
    "wards": "Wards",
    "consultation": "Consultation",
    "other": "Other columns",
}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {cell}" for key, cell in value.items()) or "nothing"
    return str(value) or "nothing"


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
