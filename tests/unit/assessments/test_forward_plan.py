"""A Forward Plan is read whole or not at all; every fault is a sentence with its file, row and column."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from goldenthread.assessments.forward_plan import (
    COMMITTEE_SYSTEM,
    OURS,
    REQUIRED,
    ForwardPlanEntry,
    ForwardPlanFaults,
    compare,
    read_day,
    read_forward_plan,
)

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "assess-the-impact-of-a-decision.md"

OUR_HEADINGS = [
    "reference", "title", "summary", "decision maker", "due", "key decision", "lead member", "lead officer",
    "department", "wards", "consultation",
]  # fmt: skip
THEIR_HEADINGS = ["Issue ID", "Issue title", "Decision type", "Decision maker", "Decision due", "Decision status"]


def csv_of(*rows: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def ours(**changes: str) -> list[str]:
    cells = {
        "reference": "FP/1", "title": "Library hours", "summary": "Fewer days.", "decision maker": "Cabinet",
        "due": "12/01/2027", "key decision": "yes", "lead member": "Councillor A", "lead officer": "B",
        "department": "C", "wards": "All", "consultation": "Users",
    }  # fmt: skip
    return [{**cells, **changes}[heading] for heading in OUR_HEADINGS]


def faults(content: bytes, name: str = "plan.csv") -> list[str]:
    with pytest.raises(ForwardPlanFaults) as refusal:
        read_forward_plan(name, content)
    return [str(fault) for fault in refusal.value.faults]


def test_our_own_columns_are_read_whole():
    plan = read_forward_plan("plan.csv", csv_of(OUR_HEADINGS, ours()))
    assert plan.layout == OURS.name
    assert plan.entries == (
        ForwardPlanEntry(
            reference="FP/1", title="Library hours", summary="Fewer days.", decision_maker="Cabinet",
            due_on=date(2027, 1, 12), is_key=True, lead_member="Councillor A", lead_officer="B", department="C",
            wards="All", consultation="Users",
        ),
    )  # fmt: skip


def test_a_committee_system_s_layout_is_read_and_what_nothing_reads_is_kept():
    row = ["I00412", "Library hours", "Non-key", "Cabinet", "Not before 12th Jan 2027 by Cabinet", "For Determination"]
    title = ["Forward Plan of decisions", "", "", "", "", ""]
    plan = read_forward_plan("export.csv", csv_of(title, THEIR_HEADINGS, row))
    (entry,) = plan.entries
    assert plan.layout == COMMITTEE_SYSTEM.name
    assert (entry.reference, entry.due_on, entry.is_key) == ("I00412", date(2027, 1, 12), False)
    assert entry.due_words == "Not before 12th Jan 2027 by Cabinet"
    assert entry.other == {"Decision status": "For Determination"}
    assert plan.kept_as_they_are == ("Decision status",)


def test_a_spreadsheet_is_read_like_a_csv_file():
    book = Workbook()
    book.active.append(THEIR_HEADINGS)
    book.active.append(["I1", "A", "Key", "Cabinet", date(2027, 3, 1), ""])
    file = io.BytesIO()
    book.save(file)
    (entry,) = read_forward_plan("plan.xlsx", file.getvalue()).entries
    assert (entry.due_on, entry.is_key, entry.due_words) == (date(2027, 3, 1), True, "")


def test_every_fault_is_told_at_once_with_its_row_and_column_and_nothing_is_read():
    content = csv_of(
        OUR_HEADINGS,
        ours(),
        ours(reference="fp/1"),
        ours(reference="FP/2", title="", due="soon"),
        ours(reference="FP/3", **{"key decision": "perhaps"}),
        ours(reference="FP/4", due="31/02/2027"),
        ours(reference="", title="x" * 301),
    )
    assert faults(content) == [
        "plan.csv, row 3, column “reference”: “fp/1” stands in row 2 too.",
        "plan.csv, row 4, column “title”: The title is missing. Write it into the cell.",
        "plan.csv, row 4, column “due”: “soon” names no day. Write it as 12/01/2027, 12 January 2027 or January 2027.",
        "plan.csv, row 5, column “key decision”: “perhaps” is neither yes nor no. "
        "Write “yes”, “no”, “Key” or “Non-key”.",
        "plan.csv, row 6, column “due”: “31/02/2027” names a day that does not exist. Check the day and the month.",
        "plan.csv, row 7, column “reference”: The reference is missing. Write it into the cell.",
        "plan.csv, row 7, column “title”: The cell has 301 characters and may have 300. Shorten it.",
    ]


def test_a_missing_column_is_named_as_the_nearest_layout_calls_it():
    (fault,) = faults(csv_of(["Issue ID", "Issue title", "Decision maker"], ["1", "A", "Cabinet"]))
    assert "There is no column “Decision due”" in fault
    assert "The file has: Issue ID, Issue title, Decision maker." in fault


def test_two_columns_that_say_the_same_are_refused():
    (fault,) = faults(csv_of([*THEIR_HEADINGS, "Ref"], ["1", "A", "Key", "C", "1/1/2027", "", "2"]))
    assert fault == "plan.csv, column “Ref”: “Issue ID” and this column say the same. Take one out."


@pytest.mark.parametrize("content", [b"", b"<!doctype html><p>Sign in", b"\xd0\xcf\x11\xe0 an old workbook"])
def test_what_is_no_table_is_refused_in_one_sentence(content):
    (fault,) = faults(content)
    assert fault.startswith("plan.csv")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2027-01-12", date(2027, 1, 12)),
        ("12/1/2027", date(2027, 1, 12)),
        ("12.01.2027", date(2027, 1, 12)),
        ("12 January 2027", date(2027, 1, 12)),
        ("Tuesday 12th Jan 2027, 6.00 pm", date(2027, 1, 12)),
        ("Between 1 Feb 2027 and 30 Apr 2027", date(2027, 2, 1)),
        ("January 2027", date(2027, 1, 1)),
        ("Not before Sept 2027", date(2027, 9, 1)),
    ],
)
def test_days_are_read_as_councils_write_them(words, day):
    assert read_day(words) == day


@pytest.mark.parametrize("words", ["", "soon", "12 Brumaire 2027", "2027", "13/13/2027"])
def test_what_names_no_day_is_refused(words):
    with pytest.raises(ValueError, match="names"):
        read_day(words)


def entry(reference: str, **changes: object) -> ForwardPlanEntry:
    values = {"title": "A", "decision_maker": "Cabinet", "due_on": date(2027, 1, 1), **changes}
    return ForwardPlanEntry(reference=reference, **values)


def test_a_file_is_compared_by_reference_and_every_difference_is_said():
    here = [entry("FP/1"), entry("FP/2"), entry("FP/3")]
    file = [entry("FP/1"), entry("fp/2", title="B", is_key=True, due_on=date(2027, 2, 1)), entry("FP/4")]
    found = compare(here, file)
    assert [each.reference for each in found.new] == ["FP/4"]
    assert [each.reference for each in found.unchanged] == ["FP/1"]
    assert [each.reference for each in found.gone] == ["FP/3"]
    (change,) = found.changed
    assert [(each.part, each.before, each.after) for each in change.differences] == [
        ("Title", "A", "B"),
        ("Due", "1 January 2027", "1 February 2027"),
        ("Key decision", "no", "yes"),
    ]


def test_an_entry_comes_back_from_being_kept_as_it_was():
    kept = entry("FP/1", other={"Contact": "A"}, due_words="January")
    assert ForwardPlanEntry.from_plain(kept.as_plain()) == kept


@pytest.mark.parametrize("layout", [OURS, COMMITTEE_SYSTEM], ids=lambda layout: layout.name)
def test_the_guide_names_every_heading_that_is_understood(layout):
    guide = GUIDE.read_text(encoding="utf-8")
    for part, headings in layout.headings.items():
        for heading in headings if layout is COMMITTEE_SYSTEM else headings[:1]:
            assert f"`{heading}`" in guide, f"The guide does not name {heading} ({part})."
    assert set(REQUIRED) <= set(layout.headings)
