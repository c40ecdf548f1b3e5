"""The Word file is read back: its headings, lists, header rows, descriptions and languages are there."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

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
from goldenthread.publishing.word import WordStyle, render_word

TABLE = Table(
    "Who came",
    (Column("Ward", width=3), Column("People", 0, width=1)),
    (("Ashfield", 1200), ("Bell & <Moor>", None)),
    source="Sign-in sheets",
    notes=("One evening is missing.",),
)


def make(figures: dict[str, Figure]) -> Document:
    return Document(
        title="Fair for “everyone” & all",
        language="en-GB",
        author="Alderbrook Council",
        subtitle="A report",
        published=date(2026, 6, 15),
        opening=(Paragraph("The finding first.", is_lede=True), Inset("Alderbrook does not exist.")),
        sections=(
            Section(
                "What changed",
                (
                    Paragraph(("See ", Span("the plan", link="https://a.example/plan?x=1&y=2"), Span(" now", True))),
                    ItemList(("one", "two"), is_numbered=True),
                    ItemList(("three",), is_numbered=True),
                    ItemList(("a", "b")),
                    Facts((("Led by", "Head of Policy"),)),
                    Quote("Nobody rang.", "A resident"),
                    TableBlock(TABLE),
                ),
                (Section("Where", (FigureBlock(figures["dumbbell"], has_table=True),), (Section("Deeper"),)),),
                starts_page=True,
            ),
            Section("A stray \x0b character", (Paragraph("\x00gone"),)),
        ),
        footer="Fair for everyone",
    )


@pytest.fixture(scope="module")
def word(figures: dict[str, Figure]) -> bytes:
    return render_word(make(figures), WordStyle(accent="#801650"))


@pytest.fixture
def book(word: bytes):
    return docx.Document(io.BytesIO(word))


def styled(book, style: str) -> list[str]:
    return [paragraph.text for paragraph in book.paragraphs if paragraph.style.name == style]


def test_headings_are_headings_and_none_is_skipped(book) -> None:
    assert styled(book, "Title") == ["Fair for “everyone” & all"]
    assert styled(book, "Heading 1") == ["What changed", "A stray  character"]
    assert styled(book, "Heading 2") == ["Where"]
    assert styled(book, "Heading 3") == ["Deeper"]


def test_lists_are_lists_and_each_numbered_one_begins_at_one(book) -> None:
    assert styled(book, "List Bullet") == ["a", "b"]
    numbered = [paragraph for paragraph in book.paragraphs if paragraph.style.name == "List Number"]
    numbers = [paragraph._p.pPr.numPr.numId.val for paragraph in numbered]
    assert numbers[0] == numbers[1] != numbers[2]


def test_tables_have_a_caption_a_header_row_that_repeats_and_numbers_to_the_right(book) -> None:
    table = book.tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [["Ward", "People"], ["Ashfield", "1,200"], ["Bell & <Moor>", "not available"]]
    is_header = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert is_header == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Who came"
    assert table.rows[1].cells[1].paragraphs[0].alignment == 2  # to the right
    first, second = (column.width for column in table.columns)
    assert round(first / second, 2) == 3
    assert "Who came" in styled(book, "Caption")
    assert "One evening is missing. Source: Sign-in sheets" in styled(book, "Normal")


def test_a_picture_is_there_and_is_described(book, figures: dict[str, Figure]) -> None:
    (shape,) = book.inline_shapes
    assert shape._inline.docPr.get("descr") == figures["dumbbell"].alternative_text
    pictures = [part.blob for part in book.part.package.iter_parts() if part.content_type == "image/png"]
    assert len(pictures) == 1
    assert pictures[0].startswith(b"\x89PNG")


def test_links_lead_where_they_say(book) -> None:
    targets = [link.address for paragraph in book.paragraphs for link in paragraph.hyperlinks]
    assert targets == ["https://a.example/plan?x=1&y=2"]


def test_the_document_says_its_title_author_day_and_language(book) -> None:
    about = book.core_properties
    assert (about.title, about.author, about.language) == ("Fair for “everyone” & all", "Alderbrook Council", "en-GB")
    assert about.created.date() == date(2026, 6, 15)
    language = book.styles.element.find(".//" + qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"


def test_characters_that_word_cannot_hold_are_left_out(book) -> None:
    assert "gone" in styled(book, "Normal")


def test_the_same_document_gives_the_same_bytes(word: bytes, figures: dict[str, Figure]) -> None:
    assert render_word(make(figures), WordStyle(accent="#801650")) == word
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        assert package.testzip() is None


def test_a_document_without_anything_but_a_title_is_a_document(figures: dict[str, Figure]) -> None:
    book = docx.Document(io.BytesIO(render_word(Document("T", "cy", ()))))
    assert styled(book, "Title") == ["T"]
