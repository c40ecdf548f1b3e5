"""Word, PDF and Markdown become the same document; files that could harm are refused in a sentence."""

import io
import json
import time
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter
from tests.factories.report_files import (
    NAMESPACE,
    as_pdf,
    as_word,
    paragraph,
    word_package,
    word_table,
    zip_package,
)

from goldenthread.checking.documents import Document, DocumentRefused, Kind, read_apart, read_document
from goldenthread.checking.documents import apart as apart_module
from goldenthread.checking.documents import reading as reading_module

MARKDOWN = """
# Our year

## 1. Learning

We *opened* two **libraries**, see [the list](https://example.org). The 1<sup>st</sup> is
in Mill Ward.

- Extend the hours;
- Train ten people
    - two of them in Mill Ward

> “I learned to read here,” said a visitor.

| Ward | What we will do |
| --- | --- |
| Mill Ward | Open on Sundays |

![Children reading](children.png)

• A bullet that was pasted
• And another
"""


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in document.blocks]


def test_markdown_keeps_headings_lists_tables_quotations_and_alternative_texts() -> None:
    document = read_document("year.md", MARKDOWN.encode())
    assert kinds(document) == [
        ("heading", "Our year"),
        ("heading", "1. Learning"),
        ("paragraph", "We opened two libraries, see the list. The 1st is in Mill Ward."),
        ("list item", "Extend the hours;"),
        ("list item", "Train ten people"),
        ("list item", "two of them in Mill Ward"),
        ("quotation", "“I learned to read here,” said a visitor."),
        ("table", "Ward | What we will do | Mill Ward | Open on Sundays"),
        ("alternative text", "Children reading"),
        ("list item", "A bullet that was pasted"),
        ("list item", "And another"),
    ]
    assert document.blocks[2].section == ("Our year", "1. Learning")
    assert document.blocks[5].level == 2
    assert document.blocks[7].rows == (("Ward", "What we will do"), ("Mill Ward", "Open on Sundays"))
    assert [block.number for block in document.blocks] == list(range(1, 12))


def test_a_document_made_plain_and_back_is_the_same() -> None:
    document = read_document("year.md", MARKDOWN.encode())
    assert Document.from_plain(json.loads(json.dumps(document.as_plain()))) == document


def test_a_document_that_was_kept_before_links_were_read_is_still_one() -> None:
    plain = read_document("year.md", MARKDOWN.encode()).as_plain()
    kept = {"name": "year.md", "kind": "Markdown", "pages": None}
    kept["blocks"] = [
        {key: block[key] for key in ("kind", "text", "level", "page", "rows")} for block in plain["blocks"]
    ]
    assert [block.text for block in Document.from_plain(kept).blocks] == [each["text"] for each in plain["blocks"]]


def test_word_says_the_same_as_markdown() -> None:
    document = read_document("year.md", MARKDOWN.encode())
    word = read_document("year.docx", as_word(document))
    assert [pair for pair in kinds(word) if pair[1] != "Children reading"] == [
        pair for pair in kinds(document) if pair[1] != "Children reading"
    ]
    assert word.kind == "Word"


def test_word_reads_as_if_every_change_were_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>We will open </w:t></w:r>"
        "<w:ins><w:r><w:t>three</w:t></w:r></w:ins><w:del><w:r><w:delText>two</w:delText></w:r></w:del>"
        "<w:r><w:t> hubs.</w:t></w:r></w:p>"
        "<w:moveFrom><w:r><w:t>Moved away</w:t></w:r></w:moveFrom>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One sentence that</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>runs on.</w:t></w:r></w:p>"
    )
    assert [block.text for block in read_document("a.docx", word_package(body)).blocks] == [
        "We will open three hubs.",
        "One sentence that runs on.",
    ]


def test_word_keeps_notes_comments_alternative_texts_text_boxes_and_derived_headings() -> None:
    picture = (
        '<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:inline><wp:docPr id="1" descr="A playground"/></wp:inline></w:drawing></w:r>'
    )
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In a box')}</w:txbxContent></w:pict></w:r>"
    body = (
        paragraph("Plans", '<w:pStyle w:val="House"/>')
        + f"<w:p>{picture}{box}<w:r><w:t>Beside it</w:t></w:r></w:p>"
        + word_table([("Ward", "Next"), ("Mill", "Open")])
    )
    notes = f'<w:footnotes {NAMESPACE}><w:footnote w:id="2">{paragraph("Until 2026.")}</w:footnote></w:footnotes>'
    remarks = f'<w:comments {NAMESPACE}><w:comment w:id="0">{paragraph("Is this so?")}</w:comment></w:comments>'
    document = read_document("a.docx", word_package(body, footnotes=notes, comments=remarks))
    assert kinds(document) == [
        ("heading", "Plans"),
        ("paragraph", "Beside it"),
        ("alternative text", "A playground"),
        ("paragraph", "In a box"),
        ("table", "Ward | Next | Mill | Open"),
        ("note", "Until 2026."),
        ("comment", "Is this so?"),
    ]
    assert document.blocks[0].level == 2


def test_pdf_has_pages_headings_items_and_whole_paragraphs() -> None:
    long = ", ".join(f"part {n} of one long sentence that runs over the page" for n in range(140)) + "."
    source = read_document("year.md", f"# Year\n\n## Learning\n\n{long}\n\n- One thing;\n- Another thing\n".encode())
    document = read_document("year.pdf", as_pdf(source))
    assert document.kind == "PDF"
    assert document.pages is not None
    assert document.pages >= 2
    assert [block.text for block in document.blocks if block.kind is Kind.ITEM] == ["One thing;", "Another thing"]
    assert long in [block.text for block in document.blocks]
    assert document.blocks[-1].section[-1] == "Learning"
    assert document.blocks[-1].page == document.pages


def test_a_page_in_pictures_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    with pytest.raises(DocumentRefused, match="pictures of pages and no words"):
        read_document("scan.pdf", written(writer))


def written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    source = read_document("year.md", b"# Year\n\nWe will do it.")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(source))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    with pytest.raises(DocumentRefused, match=r"year.pdf is encrypted. Save it without a password"):
        read_document("year.pdf", written(writer))


def bomb() -> bytes:
    return zip_package({"word/document.xml": b"<w>" + b" " * 90_000_000 + b"</w>"})


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE d [<!ENTITY a0 "ha">{entities}]><w:document {NAMESPACE}><w:body>&a9;</w:body></w:document>'
    return zip_package({"word/document.xml": xml.encode()})


def lying_header() -> bytes:
    """A part that unpacks to more than its header says."""
    content = word_package(paragraph("A" * 50_000))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        said = package.getinfo("word/document.xml").file_size
    return content.replace(said.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"", "is empty"),
        ("a.docx", b"PK\x03\x04 and then nothing", "is damaged"),
        ("a.docx", zip_package({"xl/workbook.xml": b"<x/>"}), "is not a Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0 rest", "old Word document"),
        ("a.docx", word_package("<w:p>"), "is damaged"),
        ("a.docx", bomb(), "unpacks to more"),
        ("a.docx", laughs(), "defines entities"),
        ("a.docx", word_package("<w:sdt>" * 500 + "</w:sdt>" * 500), "nested deeper"),
        ("a.docx", lying_header(), "damaged|unpacks to more"),
        ("a.docx", word_package(""), "has no text in it"),
        ("a.pdf", b"%PDF-1.7 and nothing more", "is damaged or not a PDF"),
        ("a.md", b"caf\xe9", "is not in UTF-8: byte 4"),
        ("a.md", b"\x00", "not plain text"),
        ("a.md", b"<!-- nothing -->", "has no text in it"),
        ("a.exe", b"MZ", "is not a report that can be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(DocumentRefused, match=words) as refused:
        read_document(f"C:\\reports\\{name}", content)
    assert str(refused.value).startswith(name)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "LARGEST_BYTES", 10)
    with pytest.raises(DocumentRefused, match="the limit is"):
        read_document("a.md", b"more than ten bytes")


def test_a_file_read_apart_is_the_same_document_or_the_same_refusal() -> None:
    assert read_apart("year.md", MARKDOWN.encode()) == read_document("year.md", MARKDOWN.encode())
    pdf = as_pdf(read_document("year.md", b"# Year\n\nWe will do it."))
    assert read_apart("year.pdf", pdf) == read_document("year.pdf", pdf)
    with pytest.raises(DocumentRefused, match="defines entities"):
        read_apart("a.docx", laughs())


def test_reading_apart_ends_in_time_whatever_the_file_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart_module, "MODULE", "timeit")  # a module that runs for longer than it is given
    began = time.monotonic()
    with pytest.raises(DocumentRefused, match="could not be read within 1 seconds"):
        read_apart("while True: pass", b"x", seconds=1)
    assert time.monotonic() - began < 30
