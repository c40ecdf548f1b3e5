"""A document as its page shows it: levels of headings, places to lead to, notes by their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldenthread.publishing.document import (
    ActionTable,
    Answer,
    Block,
    ClaimSpan,
    Document,
    Fact,
    Facts,
    FigureBlock,
    Grid,
    Inset,
    ItemList,
    Labels,
    MapBlock,
    Note,
    Paragraph,
    Quote,
    Section,
    Span,
    TableBlock,
    Words,
    YouSaidWeDid,
    as_section,
    claims_of,
    grid_of,
    lines_of,
    parts,
)
from goldenthread.publishing.figures import Figure

FIRST_LEVEL = 2
"""The page's title is its one first heading."""
NOTHING = SafeString("")


@dataclass(frozen=True, slots=True)
class ProofView:
    """The one link under a paragraph or table to the evidence of its claims."""

    href: str
    of: str  # the words that it proves, for those who hear links out of their place


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with its lines written out; `kind` names its template."""

    kind: str
    line: SafeString = NOTHING
    is_lede: bool = False
    is_numbered: bool = False
    has_table: bool = False
    attribution: str = ""
    lines: tuple[SafeString, ...] = ()
    pairs: tuple[tuple[str, SafeString], ...] = ()
    answers: tuple[tuple[tuple[str, SafeString], ...], ...] = ()
    figure: Figure | None = None
    caption: str = ""
    head: tuple[tuple[str, bool], ...] = ()  # a column's name, and whether it holds numbers
    rows: tuple[tuple[SafeString, tuple[tuple[SafeString, bool], ...]], ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    level: int = 6  # of the heading of a figure
    proof: ProofView | None = None

    @property
    def template(self) -> str:
        """The template that draws the block."""
        return f"reports/document/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its heading's element and place."""

    tag: str
    size: str
    anchor: str
    heading: str
    blocks: tuple[BlockView, ...]
    sections: tuple[SectionView, ...]
    is_set_apart: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole document for a page."""

    title: str
    subtitle: str
    language: str
    opening: tuple[BlockView, ...]
    contents_heading: str
    sections: tuple[SectionView, ...]
    notes: tuple[SafeString, ...]
    labels: Labels


def make_document_view(document: Document) -> DocumentView:
    """The document, ready for `reports/document/document.html`."""
    writer = _Writer(document.labels, {fact.slug: fact for fact in document.facts})
    opening = tuple(writer.block(block, FIRST_LEVEL) for block in document.opening)
    sections = tuple(
        writer.section(section, FIRST_LEVEL, f"section-{number}")
        for number, section in enumerate(document.all_sections(), start=1)
    )
    return DocumentView(
        title=document.title,
        subtitle=document.subtitle,
        language=document.language,
        opening=opening,
        contents_heading=document.contents_heading,
        sections=sections,
        notes=tuple(writer.notes),
        labels=document.labels,
    )


def make_block_view(block: Block, level: int, facts: Mapping[str, Fact], labels: Labels) -> BlockView:
    """One block of a page that is written otherwise, under a heading of the level before."""
    return _Writer(labels, facts).block(block, level)


def make_section_view(section: Section, level: int, facts: Mapping[str, Fact], labels: Labels) -> SectionView:
    """One section of such a page with its own heading."""
    return _Writer(labels, facts).section(section, level, section.anchor)


_SIZES = {2: "l", 3: "m", 4: "s", 5: "s", 6: "s"}


@dataclass(slots=True)
class _Writer:
    """Writes lines and blocks and numbers the notes as they are met."""

    labels: Labels
    facts: Mapping[str, Fact]
    notes: list[SafeString] = field(default_factory=list)

    def section(self, section: Section, level: int, anchor: str) -> SectionView:
        blocks = tuple(self.block(block, level + 1) for block in section.blocks)
        return SectionView(
            tag=f"h{level}",
            size=_SIZES[level],
            anchor=section.anchor or anchor,
            heading=section.heading,
            blocks=blocks,
            sections=tuple(
                self.section(as_section(inner, self.labels), level + 1, f"{anchor}-{number}")
                for number, inner in enumerate(section.sections, start=1)
            ),
            is_set_apart=section.is_set_apart,
        )

    def block(self, block: Block, level: int) -> BlockView:
        proof = self.proof(block)
        match block:
            case Paragraph():
                return BlockView("paragraph", line=self.line(block.words), is_lede=block.is_lede, proof=proof)
            case ItemList():
                return BlockView("list", lines=self.lines(block.items), is_numbered=block.is_numbered, proof=proof)
            case Quote():
                return BlockView("quote", line=self.line(block.words), attribution=block.attribution, proof=proof)
            case Inset():
                return BlockView("inset", line=self.line(block.words), proof=proof)
            case Facts():
                return BlockView("facts", pairs=self.pairs(block.pairs), proof=proof)
            case TableBlock() | Grid() | ActionTable():
                return self.grid(grid_of(block, self.labels), proof)
            case FigureBlock():
                return BlockView("figure", figure=block.figure, has_table=block.has_table, level=min(level, 6))
            case MapBlock():
                return BlockView("figure", figure=block.figure, has_table=True, level=min(level, 6), proof=proof)
            case YouSaidWeDid():
                return BlockView("answers", answers=tuple(self.answer(each) for each in block.answers), proof=proof)

    def answer(self, answer: Answer) -> tuple[tuple[str, SafeString], ...]:
        return self.pairs(answer.pairs(self.labels))

    def grid(self, grid: Grid, proof: ProofView | None) -> BlockView:
        rows = tuple(
            (
                self.line(first),
                tuple(
                    (self.line(cell), column.is_number) for cell, column in zip(others, grid.columns[1:], strict=True)
                ),
            )
            for first, *others in grid.rows
        )
        head = tuple((column.name, column.is_number) for column in grid.columns)
        return BlockView(
            "table", caption=grid.caption, head=head, rows=rows, notes=grid.notes, source=grid.source, proof=proof
        )

    def pairs(self, pairs: Sequence[tuple[str, Words]]) -> tuple[tuple[str, SafeString], ...]:
        return tuple((term, self.line(words)) for term, words in pairs)

    def lines(self, lines: Sequence[Words]) -> tuple[SafeString, ...]:
        return tuple(self.line(words) for words in lines)

    def line(self, words: Words) -> SafeString:
        if isinstance(words, str):
            return format_html("{}", words)
        return format_html_join("", "{}", ((self.part(part),) for part in parts(words)))

    def part(self, part: Span | ClaimSpan | Note) -> SafeString:
        match part:
            case Note():
                return self.note(part)
            case ClaimSpan():
                value: Any = "" if part.value is None else part.value
                return format_html('<data value="{}" class="gt-claim">{}</data>', value, part.text)
            case Span():
                return self.span(part)

    def span(self, span: Span) -> SafeString:
        written = format_html("<strong>{}</strong>", span.text) if span.is_strong else format_html("{}", span.text)
        if span.link:
            written = format_html('<a class="govuk-link" href="{}">{}</a>', span.link, written)
        return format_html('<span id="{}">{}</span>', span.anchor, written) if span.anchor else written

    def note(self, note: Note) -> SafeString:
        self.notes.append(NOTHING)  # its place is taken first: the notes are numbered as they are met
        number = len(self.notes)
        self.notes[number - 1] = self.line(note.words)
        return format_html(
            '<sup class="gt-note-mark"><a class="govuk-link" href="#note-{0}" id="note-{0}-from">'
            '<span class="govuk-visually-hidden">{1} </span>{0}</a></sup>',
            number,
            self.labels.note,
        )

    def proof(self, block: Block) -> ProofView | None:
        claims = list(_claims(block))
        if not claims:
            return None
        fact = self.facts[claims[0].slug]
        is_one = len({claim.slug for claim in claims}) == 1
        return ProofView(fact.link if is_one and fact.link else f"#{fact.anchor}", claims[0].text)


def _claims(block: Block) -> Iterator[ClaimSpan]:
    for words in lines_of(block):
        yield from claims_of(words)
