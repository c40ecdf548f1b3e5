"""One report with every kind of block says the same, in the same order, as PDF, Word, Markdown and page."""

import io
import itertools
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

import pypdf
import pytest
from django.template import Context, Template
from tests.factories.made_up_documents import every_block, spoken, spoken_notes

from goldenthread.checking.documents import Kind, read_document
from goldenthread.publishing.document import Document
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.markdown_text import render_markdown
from goldenthread.publishing.pdf import render_pdf
from goldenthread.publishing.word import render_word


class Words(HTMLParser):
    """Collects the text of a page outside of its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.within_picture = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within_picture += tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self.within_picture -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if not self.within_picture:
            self.text.append(data)


def as_page(document: Document) -> str:
    page = Template(
        "{% load reports %}<h1>{{ document.title }}</h1><p>{{ document.subtitle }}</p>{% written_document document %}"
    )
    return page.render(Context({"document": document}))


def read_page(document: Document) -> str:
    parser = Words()
    parser.feed(as_page(document))
    return "".join(parser.text)


def read_pdf(document: Document) -> str:
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document)))
    return re.sub(rf"{document.footer}\s*\d+", " ", "\n".join(page.extract_text() for page in reader.pages))


def read_word(document: Document) -> str:
    return read_document("report.docx", render_word(document)).text()


def read_markdown(document: Document) -> str:
    return read_document("report.md", render_markdown(document).encode()).text()


READERS: Mapping[str, Callable[[Document], str]] = {
    "PDF": read_pdf,
    "Word": read_word,
    "Markdown": read_markdown,
    "page": read_page,
}


def tight(words: str) -> str:
    """Return words without spaces and unseen marks: where a line is broken is each format's own affair."""
    return re.sub(r"[\s\u00ad\u200b\u200c\u200d\u2060\ufeff]+", "", words)


@pytest.fixture(scope="module")
def document(figures: dict[str, Figure]) -> Document:
    return every_block(figures)


@pytest.fixture(scope="module")
def texts(document: Document) -> dict[str, str]:
    return {name: tight(read(document)) for name, read in READERS.items()}


@pytest.mark.parametrize("name", READERS)
def test_every_piece_is_there_in_its_order(name: str, document: Document, texts: dict[str, str]) -> None:
    text, at = texts[name], 0
    for piece in filter(None, map(tight, spoken(document))):
        found = text.find(piece, at)
        assert found >= 0, f"{name} does not say “{piece}” after “{text[max(at - 80, 0) : at]}”"
        at = found + len(piece)


@pytest.mark.parametrize("name", READERS)
def test_every_note_is_there(name: str, document: Document, texts: dict[str, str]) -> None:
    notes = list(map(tight, spoken_notes(document)))
    assert len(notes) == 2
    assert all(note in texts[name] for note in notes)


def test_alternative_texts_are_there_where_a_picture_cannot_be_seen(
    document: Document, figures: dict[str, Figure]
) -> None:
    word = read_document("report.docx", render_word(document))
    told = [block.text for block in word.blocks if block.kind is Kind.ALTERNATIVE]
    assert told == [" ".join(figures[name].alternative_text.split()) for name in ("dumbbell", "map")]
    markdown, page = tight(read_markdown(document)), as_page(document)
    for name in ("dumbbell", "map"):
        assert tight(figures[name].alternative_text) in markdown
        assert page.count("<desc") >= 4


def test_headings_have_the_same_levels_in_word_and_markdown(document: Document) -> None:
    levels = {}
    for name, content in (("a.docx", render_word(document)), ("a.md", render_markdown(document).encode())):
        blocks = read_document(name, content).blocks
        levels[name] = [(block.level, block.text) for block in blocks if block.kind is Kind.HEADING]
    # Word's title is no heading of the first level but a title: its sections begin there.
    of_word = [(level, words) for level, words in levels["a.docx"] if words != document.title and words != "Contents"]
    of_markdown = [(level - 1, words) for level, words in levels["a.md"] if level > 1 and words != "Notes"]
    assert of_word == of_markdown
    assert [level for level, words in of_word if words in {"What changed", "Deeper", "Deepest"}] == [1, 2, 3]


def test_no_level_is_skipped_on_the_page(document: Document) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", as_page(document))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert levels.count(1) == 1


def test_the_page_says_the_value_behind_a_claim_and_leads_to_its_proof_once(document: Document) -> None:
    page = as_page(document)
    assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in page
    assert '<data value="21.0" class="gt-claim">21.0</data>' in page
    proofs = re.findall(
        r'<p class="govuk-body-s gt-proof"><a class="govuk-link" href="([^"]+)">How do we know this\?', page
    )
    assert proofs == [
        "https://alderbrook.example/evidence/gap/",
        "#fact-smokers-most-deprived",  # of the map's list
        "#fact-smokers-most-deprived",
        "#fact-homes-insulated",
    ]
    identifiers = re.findall(r'\bid="([^"]+)"', re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))
    assert len(identifiers) == len(set(identifiers))
    assert all(href[1:] in identifiers for href in re.findall(r'href="(#[^"]+)"', page))


def test_markdown_binds_claims_by_links(document: Document) -> None:
    written = render_markdown(document)
    assert "[almost 11 years](claim:life-expectancy-gap)" in written
    assert "[21.0](claim:smokers-most-deprived)" in written
    assert "[over 2,000](claim:homes-insulated)" in written


def test_the_labels_may_be_in_another_language(figures: dict[str, Figure]) -> None:
    from dataclasses import fields, replace

    english = every_block(figures).labels
    made_up = {each.name: f"Gair {place}" for place, each in enumerate(fields(english))}
    document = replace(every_block(figures), language="cy", labels=replace(english, **made_up))
    for name, read in READERS.items():
        said = read(document)
        for word in ("You said", "We did", "Annex A", "Case study", "Who leads"):
            assert word not in said, name
