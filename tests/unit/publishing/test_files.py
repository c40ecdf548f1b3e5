"""Files handed out are opened again: spreadsheet, CSV and PDF say what went in."""

import csv
import io
from datetime import date

import openpyxl
import pypdf
import pytest

from goldenthread.publishing.csv_files import table_to_csv, table_to_csv_bytes
from goldenthread.publishing.document import (
    Document,
    Facts,
    FigureBlock,
    Inset,
    ItemList,
    Paragraph,
    Quote,
    Section,
    Span,
    TableBlock,
)
from goldenthread.publishing.figures import Column, Figure, Table
from goldenthread.publishing.pdf import PdfError, PdfStyle, render_pdf
from goldenthread.publishing.spreadsheets import Cover, tables_to_xlsx

TABLE = Table(
    "Adults who smoke, by fifth",
    (Column("Group"), Column("Value (%)", 1), Column("People", 0)),
    (("Most deprived", 21.0, 58_000), ("=1+1", None, 57_000), ("Least deprived, “leafy”", 8.25, None)),
    "Invented figures",
    ("A note.",),
)
NASTY = 'Quote " back\\slash #let x = 1 $y$ [z] *bold* @ref <label> // comment'


def test_a_table_refuses_a_row_of_the_wrong_length() -> None:
    with pytest.raises(ValueError, match="Row 2 of the table “T” has 1 cells; it needs 2"):
        Table("T", (Column("A"), Column("B", 1)), (("a", 1), ("b",)))


def test_a_figure_refuses_to_be_without_words(figures: dict[str, Figure]) -> None:
    figure = figures["dots"]
    with pytest.raises(ValueError, match="needs an alternative text"):
        Figure(figure.svg_wide, figure.svg_narrow, figure.title, " ", figure.table)


def test_a_csv_is_read_back_as_it_was_and_holds_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(table_to_csv(TABLE))))
    assert rows == [
        ["Group", "Value (%)", "People"],
        ["Most deprived", "21", "58000"],
        ["'=1+1", "", "57000"],
        ["Least deprived, “leafy”", "8.25", ""],
    ]
    assert table_to_csv_bytes(TABLE).startswith(b"\xef\xbb\xbf")


def test_a_spreadsheet_has_cover_contents_and_marked_up_tables() -> None:
    cover = Cover("Alderbrook’s figures", ("Invented.",), ("About this file.",), ("Ask us.",))
    book = openpyxl.load_workbook(io.BytesIO(tables_to_xlsx([TABLE, TABLE], cover)))
    assert book.sheetnames == ["Cover", "Contents", "Table 1", "Table 2"]
    assert book.properties.title == "Alderbrook’s figures"
    assert book["Cover"]["A1"].value == "Alderbrook’s figures"
    sheet = book["Table 1"]
    assert sheet["A1"].value == "Adults who smoke, by fifth"
    assert list(sheet.tables) == ["golden_thread_table_1"]
    cells = [[cell.value for cell in row] for row in sheet[sheet.tables["golden_thread_table_1"].ref]]
    assert cells == [
        ["Group", "Value (%)", "People"],
        ["Most deprived", 21, 58_000],
        ["=1+1", "[x]", 57_000],
        ["Least deprived, “leafy”", 8.2, "[x]"],
    ]
    words = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "[x] = not available" in words
    assert "A note." in words
    assert not sheet.merged_cells.ranges
    formula = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert formula.data_type == "s"


@pytest.mark.parametrize("rows", [(), ((None, None, None),), ((" ", "", ""),)])
def test_a_table_without_anything_says_so(rows: tuple[tuple[str | None, ...], ...]) -> None:
    columns = (Column("Group"), Column("Note"), Column("Role"))
    book = openpyxl.load_workbook(io.BytesIO(tables_to_xlsx([Table("Nobody", columns, rows)], Cover("Title", ()))))
    *_, headings, only = book.worksheets[-1].iter_rows(values_only=True)
    assert headings == ("Group", "Note", "Role")
    assert only[0] == "There is nothing in this table."


def test_a_spreadsheet_needs_a_table() -> None:
    with pytest.raises(ValueError, match="at least one table"):
        tables_to_xlsx([], Cover("T", ("I",)))


def document(figures: dict[str, Figure]) -> Document:
    return Document(
        "Fair for everyone: “Alderbrook” & friends",
        "en-GB",
        (
            Section(
                "What changed",
                (
                    Paragraph(NASTY, is_lede=True),
                    Paragraph(("See ", Span("the data", link="https://example.org/?a=1&b=2"), Span(" now", True))),
                    ItemList(("First point", "Second point")),
                    ItemList(("Step one", "Step two"), is_numbered=True),
                    FigureBlock(figures["dumbbell"], has_table=True),
                ),
                (Section("Who", (Quote("We waited.", "Amal"), Inset("Invented."), Facts((("Owner", "Health"),)))),),
            ),
            Section("Where", (FigureBlock(figures["map"]), TableBlock(TABLE)), starts_page=True),
        ),
        author="Alderbrook Council",
        published=date(2026, 6, 3),
    )


@pytest.fixture(scope="module")
def pdf(figures: dict[str, Figure]) -> bytes:
    return render_pdf(document(figures))


def kinds_of_tags(node: object) -> list[tuple[str, str]]:
    """Return every structure element's kind and alternative text."""
    found: list[tuple[str, str]] = []
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, list):
        for child in node:
            found += kinds_of_tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((str(node["/S"]), str(node.get("/Alt", ""))))
        if "/K" in node:
            found += kinds_of_tags(node["/K"])
    return found


def test_the_pdf_is_tagged_titled_and_says_its_language(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Fair for everyone: “Alderbrook” & friends"
    assert reader.metadata.author == "Alderbrook Council"
    metadata = root["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part" in metadata


def test_the_pdf_has_headings_lists_tables_and_figures_with_their_words(pdf: bytes, figures: dict[str, Figure]) -> None:
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    tags = kinds_of_tags(root["/StructTreeRoot"])
    kinds = {kind for kind, _ in tags}
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link", "/BlockQuote"} <= kinds
    told = {words for kind, words in tags if kind == "/Figure" and words}
    assert told >= {figures["dumbbell"].alternative_text, figures["map"].alternative_text}


def test_the_pdf_has_bookmarks_and_writes_awkward_words_as_they_are(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles[-2:] == ["What changed", "Where"]
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "#let x = 1 $y$ [z] *bold* @ref <label> // comment" in " ".join(text.split())


def test_the_same_document_gives_the_same_bytes(pdf: bytes, figures: dict[str, Figure]) -> None:
    assert render_pdf(document(figures)) == pdf


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a heading"):
        Section(" ")
    with pytest.raises(ValueError, match="needs a title"):
        Document("", "en-GB", ())
    with pytest.raises(ValueError, match="in which language"):
        Document("T", "", ())


def test_a_document_that_cannot_be_typeset_says_which() -> None:
    broken = Document("T", "en-GB", (Section("S", (Paragraph("words"),)),))
    with pytest.raises(PdfError, match="“T” cannot be made into a PDF"):
        render_pdf(broken, PdfStyle(accent="no colour"))


def test_the_site_s_own_font_is_used_where_it_is_given(tmp_path_factory: pytest.TempPathFactory) -> None:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    folder = tmp_path_factory.mktemp("fonts")
    builder = FontBuilder(1000, isTTF=True)
    letters = [chr(code) for code in range(33, 127)]
    names = [".notdef", "space", *(f"u{ord(letter):04x}" for letter in letters)]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 700), (500, 700), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({32: "space"} | {ord(letter): f"u{ord(letter):04x}" for letter in letters})
    builder.setupGlyf({name: box if name != "space" else TTGlyphPen(None).glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made Up", "styleName": "Regular", "psName": "MadeUp-Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font.flavor = "woff2"
    path = folder / "made-up-latin-400-normal.woff2"
    builder.save(path)
    content = render_pdf(
        Document("Title", "en-GB", (Section("Heading", (Paragraph("Words"),)),)), PdfStyle(web_fonts=(path,))
    )
    fonts = pypdf.PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"].get_object()
    assert any("MadeUp" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


def test_a_font_that_is_not_there_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    missing = tmp_path_factory.mktemp("none") / "none.woff2"
    with pytest.raises(FileNotFoundError, match=r"none\.woff2 is not there"):
        render_pdf(Document("T", "en-GB", ()), PdfStyle(web_fonts=(missing,)))
