"""The table is found in a sheet as councils keep it, and what its columns are is proposed."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from goldenthread.plan.importing.columns import Column, propose_columns, recognise
from goldenthread.plan.importing.incoming import FileFault
from goldenthread.plan.importing.tables import find_table, score_sheet
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_grids import LARGEST_COLUMNS, LARGEST_ROWS, Grid, Merged, open_grids


def grid(*rows, merged=()):
    return Grid("list.xlsx", "Actions", tuple(tuple(row) for row in rows), tuple(merged))


def proposed(table):
    return propose_columns(table.headings, [row.cells for row in table.rows])


def test_titles_above_and_blank_rows_are_not_the_table():
    rows = [
        ["Our plan", ""],
        ["", ""],
        ["Ref", "Action", "Due"],
        ["1", "Listen", "2026"],
        ["", "", ""],
        ["2", "Act", ""],
    ]
    table = find_table(grid(*rows))
    assert table.headings == ("Ref", "Action", "Due")
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("1", "Listen", "2026")), (6, ("2", "Act", ""))]
    assert table.above == ((1, "Our plan"),)


def test_headings_over_two_rows_are_joined():
    rows = [["Action", "Timescale", "", "Owner"], ["", "Start", "End", ""], ["Listen", "2025", "2026", "Jane"]]
    merged = [Merged(1, 1, 2, 1), Merged(1, 2, 1, 3), Merged(1, 4, 2, 4)]
    table = find_table(grid(*rows, merged=merged))
    assert table.headings == ("Action", "Timescale: Start", "Timescale: End", "Owner")
    assert table.heading_rows == (1, 2)
    assert proposed(table) == {
        "Action": Column.TITLE, "Timescale: Start": Column.START, "Timescale: End": Column.DUE, "Owner": Column.OWNER,
    }  # fmt: skip


def test_cells_merged_down_belong_to_every_row_and_are_written_in_the_first():
    table = find_table(grid(["Action", "Measure"], ["Listen", "One"], ["", "Two"], merged=[Merged(2, 1, 3, 1)]))
    assert [row.cells for row in table.rows] == [("Listen", "One"), ("Listen", "Two")]
    assert [row.own_words for row in table.rows] == [("Listen", "One"), ("Two",)]


def test_headings_that_are_the_same_or_missing_are_told_apart():
    table = find_table(grid(["Action", "Comments", "Comments", ""], ["Listen", "a", "b", "c"]))
    assert table.headings == ("Action", "Comments", "Comments (2)", "Column D")


def test_a_sheet_without_such_headings_is_refused_and_a_named_row_is_believed():
    strange = grid(["Was?", "Wer?"], ["Zuhören", "Jane"])
    with pytest.raises(FileFault, match=r"list\.xlsx, sheet “Actions”: No row looks like the headings"):
        find_table(strange)
    assert find_table(strange, 1).headings == ("Was?", "Wer?")
    assert score_sheet(strange) == 0
    with pytest.raises(FileFault, match="row 9"):
        find_table(strange, 9)


def test_a_column_is_known_by_its_cells_where_its_heading_says_nothing():
    rows = [["Listen to people", "31/03/26", "Green"], ["Act on it", "Q4 2025/26", "Amber"], ["Say so", "2027", "Red"]]
    assert propose_columns(["Was", "Wann", "Wie"], rows) == {
        "Was": Column.TITLE, "Wann": Column.DUE, "Wie": Column.STATUS,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Lead Officer", Column.OWNER), ("Target Completion Date", Column.DUE), ("BRAG status", Column.STATUS),
        ("Q3 progress update", Column.PROGRESS), ("Data source", Column.SOURCE), ("Cabinet Member", None), ("", None),
        ("Action No.", Column.NUMBER), ("How will we know?", Column.MEASURE), ("Equality objective", Column.AIM),
    ],
)  # fmt: skip
def test_what_a_heading_stands_above(heading, column):
    assert recognise(heading)[0] is column


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=8))
def test_no_written_cell_beneath_the_headings_is_lost(rows):
    table = find_table(grid(["Ref", "Action", "Due"], *rows))
    written = [cell for row in rows for cell in row if cell]
    assert sorted(cell for row in table.rows for cell in row.own_words) == sorted(written)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_no_two_columns_are_proposed_to_be_the_same(headings):
    different = list(dict.fromkeys(headings))
    found = propose_columns(different, [different])
    assert len(set(found.values())) == len(found)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────
def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_every_sheet_that_is_shown_is_read_with_its_merged_cells():
    book = workbook(One=[["a", 1.5, True]], Two=[["b"]], Hidden=[["c"]])
    book["One"].merge_cells("A1:A3")
    book["Hidden"].sheet_state = "hidden"
    one, two = open_grids("x.xlsx", saved(book))
    assert (one.sheet, one.cell(1, 2), one.cell(1, 3), one.merged) == ("One", "1.5", "yes", (Merged(1, 1, 3, 1),))
    assert (two.cell(1, 1), two.cell(9, 9)) == ("b", "")


def test_a_csv_file_is_one_sheet_and_its_guarded_texts_are_unguarded():
    (read,) = open_grids("x.csv", "Name;Text\r\n'=1+1;Zoë's\r\n".encode())
    assert read.rows == (("Name", "Text"), ("=1+1", "Zoë's"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
        (b"PK\x03\x04", "The workbook is damaged or cut short"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"a\x00b", "not a table of text"),
        (b"x" * 10_000_001, "the limit is 10 MB"),
        (b"," * (LARGEST_COLUMNS + 1), "columns and the limit is"),
        (b"a,b\n" * (LARGEST_ROWS + 1), "reaches down to row 30,001"),
    ],
    ids=["empty", "old", "cut", "page", "binary", "large", "wide", "long"],
)
def test_what_cannot_be_a_list_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        open_grids("x.csv", content)


def test_a_packed_file_that_would_unpack_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("goldenthread.sources.upload_grids.LARGEST_UNPACKED", 1000)
    with pytest.raises(SourceError, match="unpacks to far more"):
        open_grids("x.xlsx", saved(workbook(One=[["a" * 50] * 50])))
