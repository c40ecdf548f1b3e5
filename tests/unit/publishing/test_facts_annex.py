"""The facts of a report as files: the spreadsheet keeps each point of the guidance, the JSON says if it was altered."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.factories.made_up_documents import GAP, every_block

from goldenthread.publishing.document import Document
from goldenthread.publishing.facts_annex import (
    FactsAltered,
    facts_schema,
    facts_to_json,
    facts_to_xlsx,
    fingerprint,
    read_facts_json,
)
from goldenthread.publishing.figures import Column, Figure, Table
from goldenthread.publishing.spreadsheets import Cover, tables_to_xlsx


@pytest.fixture(scope="module")
def document(figures: dict[str, Figure]) -> Document:
    return every_block(figures)


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return facts_to_xlsx(document, ("Ask evidence@alderbrook.example.",))


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def data_sheets(book: openpyxl.Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.title.startswith("Table")]


def cells(sheet: Worksheet) -> list[list[Any]]:
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


# ── each point of the Government Analysis Function's guidance on spreadsheets ──
def test_the_document_has_a_title(book: openpyxl.Workbook) -> None:
    assert book.properties.title == "Fair for everyone: “Alderbrook” & friends: every figure and what it stands on"


def test_the_first_sheet_is_a_cover_that_says_what_this_is_and_whom_to_ask(book: openpyxl.Workbook) -> None:
    words = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert book.sheetnames[0] == "Cover"
    assert words[0] == book.properties.title
    assert any("Published on 3 June 2026" in line for line in words)
    assert any("evidence@alderbrook.example" in line for line in words)


def test_the_second_lists_the_sheets_and_leads_to_them(book: openpyxl.Workbook) -> None:
    sheet = book["Contents"]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert [link.split("!")[0].strip("'") for link in links] == ["Table 1", "Table 2"]


def test_each_sheet_has_one_table_that_is_marked_up_as_one(book: openpyxl.Workbook) -> None:
    sheets = data_sheets(book)
    assert len(sheets) == 2
    assert [len(sheet.tables) for sheet in sheets] == [1, 1]
    names = [name for sheet in sheets for name in sheet.tables]
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"[a-z_]{3,}\d*", name) for name in names)


def test_each_sheet_says_its_title_in_the_first_cell_and_that_it_has_one_table(book: openpyxl.Workbook) -> None:
    for sheet in data_sheets(book):
        assert isinstance(sheet["A1"].value, str)
        assert sheet["A1"].value
        words = [cell.value for row in sheet.iter_rows() for cell in row]
        assert "This worksheet contains one table." in words


def test_no_cells_are_merged_in_tables_and_nothing_is_hidden(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        assert not sheet.merged_cells.ranges


def test_tables_have_no_empty_cells_rows_or_columns(book: openpyxl.Workbook) -> None:
    for sheet in data_sheets(book):
        assert all(value not in (None, "") for row in cells(sheet) for value in row)


def test_shorthand_for_what_is_missing_is_explained_on_its_sheet(book: openpyxl.Workbook) -> None:
    for sheet in data_sheets(book):
        words = [cell.value for row in sheet.iter_rows() for cell in row]
        for mark, said in (("[x]", "not available"), ("[z]", "not applicable")):
            used = any(mark in row for row in cells(sheet))
            assert (f"{mark} = {said}" in words) == used
    assert any("[x]" in row for row in cells(data_sheets(book)[0]))


def test_headings_of_columns_are_there_once_each_and_wrap(book: openpyxl.Workbook) -> None:
    for sheet in data_sheets(book):
        (table,) = sheet.tables.values()
        head = sheet[table.ref][0]
        names = [cell.value for cell in head]
        assert len(set(names)) == len(names)
        assert all(cell.alignment.wrap_text for cell in head)
        assert all(cell.font.bold for cell in head)


def test_no_sheet_is_blank_frozen_or_has_words_only_in_its_header_or_footer(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.max_row > 1
        assert sheet.freeze_panes is None
        assert not sheet.oddHeader.center.text
        assert not sheet.oddFooter.center.text


def test_type_is_large_enough_and_has_no_serifs(book: openpyxl.Workbook) -> None:
    fonts = {(cell.font.name, cell.font.size) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {name for name, _ in fonts} <= {"Arial", "Calibri"}
    told = {cell.font.size for sheet in data_sheets(book) for row in sheet.iter_rows() for cell in row if cell.value}
    assert min(told) >= 12


def test_the_book_opens_on_its_first_sheet_and_holds_no_picture_or_macro(
    book: openpyxl.Workbook, content: bytes
) -> None:
    assert book.active is book.worksheets[0]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "drawing" in name or "media" in name or "vba" in name]


def test_values_are_numbers_and_not_rounded(figures: dict[str, Figure]) -> None:
    fact = replace(GAP, value=10.812345, lower=9.912345)
    document = replace(every_block(figures), facts=(fact, *every_block(figures).facts[:3]))
    book = openpyxl.load_workbook(io.BytesIO(facts_to_xlsx(document)))
    head, *rows = cells(data_sheets(book)[0])
    row = dict(zip(head, next(row for row in rows if row[1] == GAP.slug), strict=True))
    assert (row["Value"], row["95% interval, lower end"], row["Unit"]) == (10.812345, 9.912345, "years")
    assert row["Fingerprint of the evidence (SHA-256)"] == "ab" * 32
    assert row["As at"] == "1 June 2026"


def test_words_without_a_latin_letter_stand_as_they_were_said() -> None:
    table = Table("What people said", (Column("Said"), Column("Unit")), (("شکریہ <&> ❤", "%"), ("谢谢", "years")))
    book = openpyxl.load_workbook(io.BytesIO(tables_to_xlsx([table], Cover("T", ("I",)))))
    assert cells(book["Table 1"])[1:] == [["شکریہ <&> ❤", "per cent"], ["谢谢", "years"]]


def test_claims_stand_in_their_order_with_their_words(book: openpyxl.Workbook) -> None:
    _, *rows = cells(data_sheets(book)[1])
    assert [row[:3] for row in rows] == [
        ["What changed", "almost 11 years", "life-expectancy-gap"],
        ["What changed", "32.0", "smokers-most-deprived"],
        ["What changed", "21.0", "smokers-most-deprived"],
        ["What has been done", "over 2,000", "homes-insulated"],
    ]


def test_a_document_without_facts_has_no_spreadsheet() -> None:
    with pytest.raises(ValueError, match="“T” stands on no facts"):
        facts_to_xlsx(Document("T", "en", ()))


# ── JSON ──
def fits(value: Any, schema: dict[str, Any], place: str = "$") -> None:
    """Hold a value against the part of JSON Schema that ours uses."""
    known = {"$schema", "title", "description", "type", "properties", "required", "additionalProperties"}
    known |= {"items", "const", "pattern", "format"}
    assert set(schema) <= known, f"{place}: the schema says more than is checked"
    if "const" in schema:
        assert value == schema["const"], place
    types = {"string": str, "number": (int, float), "integer": int, "null": type(None), "array": list, "object": dict}
    types["boolean"] = bool
    named = schema.get("type", [])
    if named:
        assert any(isinstance(value, types[each]) for each in ([named] if isinstance(named, str) else named)), place
    if "pattern" in schema:
        assert re.search(schema["pattern"], value), place
    if schema.get("format") == "date" and value is not None:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value), place
    if "properties" in schema:
        assert set(schema["required"]) <= set(value), place
        assert set(value) <= set(schema["properties"]), place
        for name, each in value.items():
            fits(each, schema["properties"][name], f"{place}.{name}")
    for number, each in enumerate(value if "items" in schema else ()):
        fits(each, schema["items"], f"{place}[{number}]")


def test_the_json_fits_its_schema_and_is_read_again(document: Document) -> None:
    content = facts_to_json(document)
    whole = json.loads(content)
    fits(whole, facts_schema())
    assert read_facts_json(content) == document.used_facts()
    assert [claim["words"] for claim in whole["claims"]] == ["almost 11 years", "32.0", "21.0", "over 2,000"]
    assert whole["claims"][0]["under"] == ["What changed"]
    assert facts_to_json(document) == content


def test_the_json_says_which_edition_it_is_of_and_that_is_part_of_its_fingerprint(document: Document) -> None:
    clearance = {"heading": "H", "words": "w", "verdict": "LOOSE", "why": "y", "reason": "r", "by": "Jo Bell"}
    clearance |= {"on": "2026-06-01", "is_override": False}
    about = {"number": 2, "note": "A word.", "sha256": "0" * 64, "clearances": [clearance]}
    content = facts_to_json(document, about)
    fits(json.loads(content), facts_schema())
    assert read_facts_json(content) == document.used_facts()
    with pytest.raises(FactsAltered, match="The file as a whole"):
        read_facts_json(content.replace("A word.", "No word."))


def test_a_fingerprint_is_of_json_with_sorted_keys_and_no_spaces() -> None:
    # printf '{"a":"é","b":[1,null]}' | sha256sum
    known = "3d92f6368f93f3cb36a4e7a721098054dfbfd705e31fa50409f2d99e0727a08c"
    assert fingerprint({"b": [1, None], "a": "é"}) == known


def test_a_file_that_was_altered_says_where(document: Document) -> None:
    content = facts_to_json(document)
    with pytest.raises(FactsAltered, match="Fact 1, “life-expectancy-gap”, is not as it was published"):
        read_facts_json(content.replace("10.8,", "9.8,", 1))
    with pytest.raises(FactsAltered, match="its claims or its title were altered"):
        read_facts_json(content.replace('"words": "almost 11 years"', '"words": "over 11 years"'))
    for other in ("", "[]", "{}", '{"format": "other"}', content.replace('"version": 1', '"version": 2')):
        with pytest.raises(FactsAltered, match="no file of facts"):
            read_facts_json(other)
