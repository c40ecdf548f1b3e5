"""Whatever is uploaded is opened as a table or refused in a sentence; nothing in a file is trusted."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook

from goldenthread.sources import upload_files
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_files import open_upload

CSV = "Ward code,Share\nE05000001,12.5\nE05000002,c\n"


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def simple(book: Workbook) -> None:
    for row in (["Ward code", "Share"], ["E05000001", 12.5], ["E05000002", "c"]):
        book.active.append(row)


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        gzip.compress(CSV.encode()),
        CSV.encode("utf-16"),
        ("Our wards\n\nSource: ourselves\n" + CSV).encode(),
        workbook(simple),
    ],
    ids=["csv", "mark", "windows", "semicolons", "tabs", "gzip", "utf-16", "titles above", "workbook"],
)
def test_every_form_of_the_same_table_is_the_same(content: bytes) -> None:
    table = open_upload("wards", content)
    assert table.headings == ("Ward code", "Share")
    assert table.rows == (("E05000001", "12.5"), ("E05000002", "c"))
    assert table.column("Share") == ["12.5", "c"]
    assert table.preview(1) == [{"Ward code": "E05000001", "Share": "12.5"}]


def test_rows_keep_the_number_a_spreadsheet_shows() -> None:
    table = open_upload("a.csv", ("Title\n\n" + CSV.replace("\nE05000002", "\n\n,,\nE05000002")).encode())
    assert table.row_numbers == (4, 7)


def test_windows_text_is_read_and_said() -> None:
    table = open_upload("a.csv", CSV.replace("c\n", "Café\n").encode("cp1252"))
    assert table.rows[1][1] == "Café"
    assert table.notes == ("The file was not in UTF-8 and was read as Windows text; check names with accents.",)


def test_the_heading_row_can_be_said() -> None:
    content = b"a,b,c\nCode,Value,Note\nE05000001,1,x\n"
    assert open_upload("a.csv", content).headings == ("a", "b", "c")
    assert open_upload("a.csv", content, heading_row=2).headings == ("Code", "Value", "Note")
    with pytest.raises(SourceError, match="row 9: This row, which should hold the headings, is blank or not there"):
        open_upload("a.csv", content, heading_row=9)


def test_columns_without_a_heading_are_left_out() -> None:
    table = open_upload("a.csv", b"Code,,Value\nE05000001,note,1\n")
    assert table.headings == ("Code", "Value")
    assert table.rows == (("E05000001", "1"),)


def test_a_workbooks_percentages_dates_and_numbers_are_written_as_they_look() -> None:
    def fill(book: Workbook) -> None:
        book.active.append(["Code", "Share", "Day", "People"])
        book.active.append(["E05000001", 0.125, date(2024, 3, 31), 1234567])
        book.active["B2"].number_format = "0.0%"

    assert open_upload("a.xlsx", workbook(fill)).rows == (("E05000001", "12.5%", "2024-03-31", "1234567"),)


def test_the_first_sheet_with_a_table_is_taken_or_the_one_that_is_named() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "Notes"
        book.active.append(["About this table"])
        for name, value in (("Wards", 1), ("Districts", 2)):
            sheet = book.create_sheet(name)
            sheet.append(["Code", "Value"])
            sheet.append(["E05000001", value])

    content = workbook(fill)
    table = open_upload("a.xlsx", content)
    assert (table.sheet, table.sheets) == ("Wards", ("Notes", "Wards", "Districts"))
    assert open_upload("a.xlsx", content, sheet="Districts").rows == (("E05000001", "2"),)
    with pytest.raises(SourceError, match="There is no sheet “Schools”; the workbook has Notes, Wards, Districts"):
        open_upload("a.xlsx", content, sheet="Schools")


def macros() -> bytes:
    stream = io.BytesIO(workbook(simple))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return stream.getvalue()


def entity() -> bytes:
    stream = io.BytesIO(workbook(simple))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/extra.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    return stream.getvalue()


def other_package() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \n\n", "No row looks like column headings"),
        (b"\xd0\xcf\x11\xe0 and more", "old Excel workbook .* or has a password"),
        (b"<!DOCTYPE html><html>", "is a web page, not a table"),
        (b"\x89PNG\x00\x01", "is not a table of text"),
        (b"just a line\nand another\n", "No row looks like column headings"),
        (b"Code,Value\n", "No row looks like column headings"),
        (b"Code,Value,Value\nE05000001,1,2\n", "row 1, column “Value”: The heading is there twice"),
        (gzip.compress(CSV.encode() * 100)[:-20], "cut short"),
        (workbook(simple)[:-200], "damaged or cut short"),
        (other_package(), "is not an Excel workbook"),
        (macros(), "carries macros"),
        (entity(), "holds a definition that none needs"),
        (workbook(lambda _: None), "No row looks like column headings"),
    ],
    ids=[
        "empty", "blank", "xls", "web page", "picture", "prose", "headings only", "heading twice", "truncated gzip",
        "truncated workbook", "document", "macros", "entities", "empty workbook",
    ],
)  # fmt: skip
def test_what_is_not_a_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        open_upload("folder/wards.csv", content)
    assert caught.value.file == "wards.csv"


def test_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_files, "LARGEST_BYTES", 30)
    with pytest.raises(SourceError, match="and the limit is 0 MB"):
        open_upload("a.csv", CSV.encode())
    monkeypatch.setattr(upload_files, "LARGEST_BYTES", 10_000)
    monkeypatch.setattr(upload_files, "LARGEST_UNPACKED", 1000)
    with pytest.raises(SourceError, match="unpacks to more than 1,000 bytes"):
        open_upload("a.csv", gzip.compress(b"a,b\n" * 1000))
    with pytest.raises(SourceError, match="unpacks to far more than a table needs"):
        open_upload("a.xlsx", workbook(simple))
    monkeypatch.setattr(upload_files, "LARGEST_ROWS", 5)
    with pytest.raises(SourceError, match="has more than 5 rows"):
        open_upload("a.csv", b"Code,Value\n" + b"E05000001,1\n" * 100)
    with pytest.raises(SourceError, match="has 300 columns and the limit is 200"):
        open_upload("a.csv", (",".join(f"c{n}" for n in range(300)) + "\n" + ",".join("1" * 300)).encode())


def test_a_row_with_a_cell_too_many_is_refused_and_not_cut() -> None:
    content = b"ward,people\nAbbey Fold,120\nBeckside,1,240\n"
    with pytest.raises(SourceError, match="3 cells and there are 2 headings") as refused:
        open_upload("wards.csv", content)
    assert refused.value.row == 3
