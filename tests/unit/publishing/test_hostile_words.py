"""Whatever people write, no renderer loses or alters it: marks of every markup, words from right to left, emoji."""

import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser

import pypdf
import pytest
from django.template import Context, Template
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from goldenthread.checking.documents import read_document
from goldenthread.checking.documents.model import tidy
from goldenthread.publishing.document import (
    Answer,
    ClaimSpan,
    Document,
    Fact,
    Facts,
    Grid,
    ItemList,
    Note,
    Paragraph,
    Quote,
    Section,
    Span,
    YouSaidWeDid,
)
from goldenthread.publishing.figures import Column
from goldenthread.publishing.markdown_text import render_markdown
from goldenthread.publishing.pdf import PdfError, render_pdf
from goldenthread.publishing.pdf.typst_source import make_source
from goldenthread.publishing.word import render_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "#let x = 1", "$y$", "*bold*", "_under_", "[link](x)", "](", "![", "`code`", "\\", "\\\\", '"', "'",
    "<b>", "</w:t>", "&amp;", "&", "]]>", "{{ x }}", "{% now %}", "| a | b |", "---", "===", "1. one",
    "2) two", "- item", "+ item", "• dot", "> said", "# head", "~~~", "```", "@ref", "<label>", "//", "/*",
    "\t", "\n", "\r\n", "\u2028", "\u00ad", "\u200b", "\u00a0", "\u202e", "עברית", "العربية", "اردو", "🙂",
    "👩‍👧", "é", "e\u0301", "ﬁ", "ﷺ", "\x00", "\x0b", "\x1b", "\x7f", "[^1]: x", "[a]: b",
    "https://x.example", "<https://x.example>", "    four", "***", "**", "word", " ",
)  # fmt: skip
NOT_SAID = {"\ufffe", "\uffff"}

# Private letters mean nothing outside one typeface; whoever reads a file takes them out (checking.documents.marks).
pieces = st.one_of(
    st.sampled_from(HOSTILE), st.characters(exclude_categories=("Cs", "Co")).filter(lambda c: c not in NOT_SAID)
)
words = st.lists(pieces, min_size=1, max_size=8).map("".join)


def seen(text: str) -> str:
    """Return what a reader can see of a text: no spaces, no control characters, no unseen marks."""
    text = tidy(text)
    return "".join(each for each in text if unicodedata.category(each) != "Cc" and not each.isspace())


seen_words = words.filter(seen)


def make(line: str, strong: str, claim: str, cell: str) -> Document:
    blocks = (
        Paragraph((line, Span(strong, is_strong=True), ClaimSpan(claim, "a-fact", 1), Note(cell))),
        ItemList((line, (Span(strong, is_strong=True), line))),
        ItemList((claim,), is_numbered=True),
        Quote(line, strong),
        Facts(((strong, line),)),
        Grid(line, (Column(cell), Column(strong)), ((line, (ClaimSpan(claim, "a-fact"),)), (strong, cell))),
        YouSaidWeDid((Answer(line, did=claim),)),
        Paragraph((Span(claim, link="https://x.example/a(b)?c=<d>&e=[f]"), Span(line, is_strong=True), cell)),
    )
    return Document(
        f"Title {line}", "en-GB", (Section(f"Heading {strong}", blocks),), facts=(Fact("a-fact", claim, 1),)
    )


def lines(line: str, strong: str, claim: str, cell: str) -> list[str]:
    """Return what the document says, piece by piece in its order, without its note."""
    paragraph = line + strong + claim
    return [
        f"Title {line}", f"Heading {strong}", paragraph, line, strong + line, claim, line, strong, strong, line,
        line, cell, strong, line, claim, strong, cell, line, claim, claim + line + cell,
    ]  # fmt: skip


def in_order(text: str, expected: list[str]) -> None:
    at = 0
    for piece in filter(None, map(seen, expected)):
        found = text.find(piece, at)
        assert found >= 0, f"{piece!r} is not in {text[at:]!r}"
        at = found + len(piece)


def strip_mark(text: str) -> str:
    """Return text without the mark of its note, which each format writes in its own way."""
    return re.sub(r"Note\s*1", "", text)


@settings(max_examples=150, deadline=None)
@given(seen_words, seen_words, seen_words, seen_words)
@example("1", "2. x", "3) y", "[^1]: z")
@example("•", "• a", "- b", "| c |")
@example("a*", "*b", "_c_", "`d")
@example("#let x = 1", "#", "#let x = 1", "##")
@example("#let x = 1", "\xa00", "#let x = 1", "0\u2003")
def test_markdown_is_read_again_as_it_was_said(line: str, strong: str, claim: str, cell: str) -> None:
    written = render_markdown(make(line, strong, claim, cell))
    read = read_document("report.md", written.encode())
    in_order(seen(strip_mark(read.text())), lines(line, strong, claim, cell))
    assert seen(cell) in seen(read.blocks[-1].text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seen_words, seen_words, seen_words, seen_words)
def test_word_holds_what_was_said(line: str, strong: str, claim: str, cell: str) -> None:
    with zipfile.ZipFile(io.BytesIO(render_word(make(line, strong, claim, cell)))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    said = [("".join(each.itertext(f"{W}t"))) for each in body.iter(f"{W}p")]
    in_order(seen("".join(said)), lines(line, strong, claim, cell))
    assert seen(cell) in seen("".join(notes.itertext(f"{W}t")))
    tags = [each.get(f"{W}val") for each in body.iter(f"{W}tag")]
    assert tags == ["claim:a-fact", "claim:a-fact"]


STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


@settings(max_examples=150, deadline=None)
@given(seen_words, seen_words, seen_words, seen_words)
def test_typst_is_given_strings_that_say_what_was_said(line: str, strong: str, claim: str, cell: str) -> None:
    source = make_source(make(line, strong, claim, cell), families=["A"], accent="#000000").main
    body = source[source.index("#title()") :]
    literals = [
        re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), each) for each in STRING.findall(body)
    ]
    assert not seen(cell) or seen(cell) in {seen(each) for each in literals}
    expected = lines(line, strong, claim, "")[1:]
    expected[5], expected[6] = expected[6], expected[5]  # in the source, who said it stands before what was said
    in_order(seen("".join(each for each in literals if each != "fact-a-fact")), expected)
    rest = STRING.sub("", body)
    assert set(re.findall(r"[^\x00-\x7f]", rest)) == set()  # nothing that anybody wrote stands outside a string


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@settings(max_examples=80, deadline=None)
@given(seen_words, seen_words, seen_words, seen_words)
def test_the_page_shows_what_was_said(line: str, strong: str, claim: str, cell: str) -> None:
    template = Template("{% load reports %}{{ document.title }}{% written_document document %}")
    parser = Words()
    parser.feed(template.render(Context({"document": make(line, strong, claim, cell)})))
    parser.close()
    in_order(seen(strip_mark("".join(parser.text))), lines(line, strong, claim, cell))


SAYABLE = [each for each in HOSTILE if each.isprintable() and each.isascii() and each.strip()]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(SAYABLE), min_size=1, max_size=6).map(" ".join))
def test_a_pdf_shows_what_was_said(line: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(Document("T", "en", (Section("S", (Paragraph(line),)),)))))
    assert seen(line) in seen("".join(page.extract_text() for page in reader.pages))


def test_a_pdf_spells_out_a_symbol_that_no_font_has_and_keeps_words_from_right_to_left() -> None:
    said = "Diolch 🙂 – שלום – مرحبا – Łódź – £5"
    content = render_pdf(Document("Thank you 🙂", "en", (Section("Said", (Quote(said, "Nour"),)),)))
    text = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    assert "Diolch [slightly smiling face] –" in text
    for kept in ("שלום", "مرحبا", "Łódź", "£5"):
        assert kept in text


def test_a_name_in_letters_that_no_font_has_is_refused_and_never_spelt_out() -> None:
    with pytest.raises(PdfError, match="日"):
        render_pdf(Document("T", "en", (Section("S", (Paragraph("日本"),)),)))


def test_words_from_right_to_left_say_so_in_word() -> None:
    content = render_word(Document("T", "en", (Section("S", (Paragraph("She said שלום לכם twice"),)),)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    marked = ["".join(run.itertext(f"{W}t")) for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert marked == ["שלום לכם"]
