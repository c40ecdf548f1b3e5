"""The blocks of a document as paragraphs, tables and pictures of a Word file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from goldenthread.publishing.document import (
    ActionTable,
    Block,
    ClaimSpan,
    Document,
    Facts,
    FigureBlock,
    Grid,
    Inset,
    ItemList,
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
    grid_of,
    parts,
)
from goldenthread.publishing.figures import Column, Figure
from goldenthread.publishing.word.footnotes import Footnotes
from goldenthread.publishing.word.markup import (
    NAMESPACES,
    attribute,
    bookmark,
    bookmark_name,
    clean,
    content_control,
    paragraph,
    runs,
)

#: Centimetres between the margins of an A4 page.
PAGE_WIDTH = 16.6
#: Word counts widths in twentieths of a point.
_TWIPS_A_CENTIMETRE = 567
#: How the mark on a claim's words begins; the fact's name follows.
CLAIM = "claim:"


class Writer:
    """Writes the parts of one document at the end of a book."""

    def __init__(self, book: Any, document: Document, *, accent: str, pictures: Sequence[bytes]) -> None:
        self.book, self.document, self.labels = book, document, document.labels
        self.accent = accent.lstrip("#").upper()
        self.pictures = iter(pictures)
        self.footnotes = Footnotes(book)
        self.part = book.part  # the one that links are registered in
        self.numbered = 0  # places and controls, each with a number of its own
        self.bar = ""
        self.end = book.element.body.sectPr

    def add(self, *elements: str) -> None:
        """Put finished XML at the end of the body."""
        from docx.oxml import parse_xml

        for child in parse_xml(f"<w:body {NAMESPACES}>{''.join(elements)}</w:body>"):
            self.end.addprevious(child)

    def begin(self) -> None:
        self.add(paragraph(runs(self.document.title), style="Title"))
        if self.document.subtitle:
            self.add(paragraph(runs(self.document.subtitle), style="Subtitle"))

    def contents(self, sections: Sequence[Section]) -> None:
        """The contents as a field that Word fills, and as text until it has."""
        shown = "\n".join(section.heading for section in sections)
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{runs(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        heading = paragraph(runs(self.document.contents_heading), style="TOCHeading", keep_next=True)
        self.add(heading, paragraph(field))

    def section(self, section: Section, level: int) -> None:
        before = self.bar
        self.bar = self.accent if section.is_set_apart else before
        words = self.place(section.anchor) + runs(section.heading)
        self.add(paragraph(words, style=f"Heading{level}", page_break=section.starts_page, bar=self.bar))
        for block in section.blocks:
            self.block(block)
        for inner in section.sections:
            self.section(as_section(inner, self.labels), level + 1)
        self.bar = before

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self.add(paragraph(self.words(block.words, size=13 if block.is_lede else 0), bar=self.bar))
            case ItemList():
                style = "ListNumber" if block.is_numbered else "ListBullet"
                number = self.restart_numbering() if block.is_numbered else 0
                self.add(*(paragraph(self.words(item), style=style, numbering=number) for item in block.items))
            case Quote():
                said = runs("“") + self.words(block.words) + runs("”")
                self.add(paragraph(said, style="Quote", keep_next=bool(block.attribution)))
                if block.attribution:
                    self.add(paragraph(runs(f"– {block.attribution}"), bar=self.bar))
            case Inset():
                self.add(paragraph(self.words(block.words), style="IntenseQuote"))
            case Facts():
                self.pairs(block.pairs)
            case TableBlock() | Grid() | ActionTable():
                self.grid(grid_of(block, self.labels))
            case FigureBlock():
                self.figure(block.figure, grid_of(block.figure.table) if block.has_table else None)
            case MapBlock():
                self.figure(block.figure, grid_of(block))
            case YouSaidWeDid():
                for answer in block.answers:
                    self.pairs(answer.pairs(self.labels), bar=self.accent)

    def pairs(self, pairs: Sequence[tuple[str, Words]], *, bar: str = "") -> None:
        bar = bar or self.bar
        self.add(*(paragraph(runs(f"{term}: ", bold=True) + self.words(words), bar=bar) for term, words in pairs))

    def restart_numbering(self) -> int:
        """A numbering of its own for this list: without it a second list goes on where the first one ended."""
        from docx.oxml.ns import qn

        style = self.book.styles["List Number"].element
        numbering = self.book.part.numbering_part.element
        used = style.pPr.numPr.numId.val
        abstract = next(each.abstractNumId.val for each in numbering.num_lst if each.numId == used)
        added = numbering.add_num(abstract)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(added.get(qn("w:numId")))

    def words(self, words: Words, *, size: float = 0, bold: bool = False) -> str:
        """Return a line of text as runs, links, controls and the marks of notes."""
        return "".join(self.part_of_line(part, size, bold) for part in parts(words))

    def part_of_line(self, part: Span | ClaimSpan | Note, size: float, bold: bool) -> str:
        match part:
            case Note():
                return self.note(part)
            case ClaimSpan():
                return self.claim(part, size, bold)
            case Span():
                is_strong = part.is_strong or bold
                written = self.place(part.anchor)
                if not part.link:
                    return written + runs(part.text, bold=is_strong, size=size)
                inner = runs(part.text, bold=is_strong, size=size, colour=self.accent, underline="single")
                return written + self.link(part.link, inner)

    def link(self, target: str, inner: str) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE

        if target.startswith("#"):
            return f'<w:hyperlink w:anchor="{bookmark_name(target[1:])}">{inner}</w:hyperlink>'
        relation = self.part.relate_to(clean(target), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{relation}">{inner}</w:hyperlink>'

    def claim(self, claim: ClaimSpan, size: float, bold: bool) -> str:
        """A claim's words in a control that keeps its fact's name, leading to the fact."""
        self.numbered += 1
        inner = self.link(f"#fact-{claim.slug}", runs(claim.text, size=size, bold=bold, underline="dotted"))
        return content_control(inner, tag=f"{CLAIM}{claim.slug}", title=claim.slug, number=self.numbered)

    def note(self, note: Note) -> str:
        self.part, whole = self.footnotes.part, self.part
        written = self.words(note.words, size=9)
        self.part = whole
        return self.footnotes.add(written)

    def place(self, anchor: str) -> str:
        if not anchor:
            return ""
        self.numbered += 1
        return bookmark(anchor, self.numbered)

    def grid(self, grid: Grid) -> None:
        widths = _widths(grid.columns)
        head = "".join(
            self.cell((Span(column.name),), column, width, bold=True)
            for column, width in zip(grid.columns, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
        for row in grid.rows:
            cells = (
                self.cell(words, column, width) for words, column, width in zip(row, grid.columns, widths, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
        layout = '<w:tblLayout w:type="fixed"/>' if any(column.width for column in grid.columns) else ""
        properties = (
            '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
            f'{layout}<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
            f'w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={attribute(grid.caption)}/></w:tblPr>'
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        self.add(
            paragraph(runs(grid.caption), style="Caption", keep_next=True),
            f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>",
        )
        self.small(*grid.notes, grid.source)

    def cell(self, words: Words, column: Column, width: int, *, bold: bool = False) -> str:
        content = paragraph(self.words(words, size=9.5, bold=bold), space_after=40, to_right=column.is_number)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'

    def figure(self, figure: Figure, grid: Grid | None) -> None:
        from docx.shared import Cm

        self.add(
            paragraph(runs(figure.title), style="Caption", keep_next=True),
            paragraph("<w:r/>", keep_next=bool(figure.note or figure.source)),
        )
        inline = self.book.part.new_pic_inline(io.BytesIO(next(self.pictures)), width=Cm(PAGE_WIDTH))
        inline.docPr.set("descr", clean(figure.alternative_text))
        inline.docPr.set("name", clean(figure.title)[:60])
        self.end.getprevious().r_lst[0].add_drawing(inline)
        self.small(figure.note, figure.source)
        if grid is not None:
            self.grid(grid)

    def small(self, *words: str) -> None:
        """Notes and, as the last of `words`, the source in small print."""
        *notes, source = words
        said = " ".join(filter(None, [*notes, f"{self.labels.source}: {source}" if source else ""]))
        self.add(paragraph(runs(said, size=9)))


def _widths(columns: Sequence[Column]) -> list[int]:
    """Return each column's part of the page, as the table says or alike."""
    whole = sum(column.width or 1 for column in columns)
    return [round(PAGE_WIDTH * _TWIPS_A_CENTIMETRE * (column.width or 1) / whole) for column in columns]
