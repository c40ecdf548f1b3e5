"""The document's sections as Word headings, its lists as lists, its tables with header rows that repeat."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from goldenthread.publishing.document import (
    Block,
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
    Words,
)
from goldenthread.publishing.figures import Figure, Table
from goldenthread.publishing.pdf.pictures import draw_png

#: Word has nine levels; a document deeper than that is not one that anybody reads.
DEEPEST = 9

#: Centimetres between the margins of an A4 page.
PAGE_WIDTH = 16.6

#: What XML may not hold; a stray one makes Word refuse the whole file.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

#: The same moment in every member of the package, so that the same document gives the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class WordStyle:
    """The council's colour for headings and links, and the web fonts that pictures are drawn with."""

    accent: str = "#12436d"
    family: str = "Arial"  # on every machine that has Word
    web_fonts: tuple[Path, ...] = ()


def render_word(document: Document, style: WordStyle | None = None) -> bytes:
    """Return the document as a Word file (.docx); the same document gives the same bytes."""
    import docx

    style = style or WordStyle()
    book = docx.Document()
    _set_up(book, document, style)
    writer = _Writer(book, style)
    writer.begin(document)
    for block in document.opening:
        writer.block(block)
    if document.contents_heading and document.sections:
        writer.contents(document)
    for section in document.sections:
        writer.section(section, 1)
    written = io.BytesIO()
    book.save(written)
    return _settle(written.getvalue())


def _set_up(book: Any, document: Document, style: WordStyle) -> None:
    """Properties, language, page and the look of the built-in styles."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    moment = datetime.combine(document.published, time()) if document.published else datetime(2000, 1, 1)  # noqa: DTZ001 Word's own properties have no time zone
    about = book.core_properties
    about.title, about.author, about.language = document.title, document.author, document.language
    about.subject, about.comments, about.last_modified_by = document.subtitle, "", document.author
    about.created = about.modified = moment
    about.revision = 1
    accent = RGBColor.from_string(style.accent.lstrip("#").upper())
    for each in book.styles:
        properties = each.element.rPr if each.element.rPr is not None else None
        if each.type is None or not hasattr(each, "font"):
            continue
        each.font.name = style.family
        fonts = (properties if properties is not None else each.element.get_or_add_rPr()).find(qn("w:rFonts"))
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            if fonts is not None and fonts.get(qn(name)) is not None:
                del fonts.attrib[qn(name)]
        if each.name.startswith("Heading") or each.name == "Title":
            each.font.color.rgb = accent
            each.font.italic = False
            each.font.bold = True
    normal = book.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.25
    for level, size in ((1, 18), (2, 15), (3, 13), (4, 11.5)):
        heading = book.styles[f"Heading {level}"]
        heading.font.size = Pt(size)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(16), Pt(6)
        heading.paragraph_format.keep_with_next = True
    book.styles["Title"].font.size = Pt(26)
    _say_language(book, document.language)
    page = book.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.4)
    _footer(page, document.footer or document.title)


def _say_language(book: Any, language: str) -> None:
    """In which language the whole document is read aloud and spelt."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = book.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    said = properties.find(qn("w:lang"))
    if said is None:
        said = OxmlElement("w:lang")
        properties.append(said)
    said.set(qn("w:val"), language)


def _footer(page: Any, words: str) -> None:
    from docx.shared import Pt

    paragraph = page.footer.paragraphs[0]
    run = paragraph.add_run(f"{_clean(words)}\t\t")
    run.font.size = Pt(9)
    number = paragraph.add_run()
    number.font.size = Pt(9)
    _field(number, "PAGE", "1")


def _field(run: Any, code: str, shown: str) -> None:
    """A field that Word works out, such as the number of the page, with what stands there until it has."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = f" {code} "
            run._r.append(asked)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "separate":
            run.add_text(shown)


class _Writer:
    """Writes the parts of one document."""

    def __init__(self, book: Any, style: WordStyle) -> None:
        self.book, self.style = book, style
        self.lists = 0

    def begin(self, document: Document) -> None:
        self.book.add_paragraph(_clean(document.title), style="Title")
        if document.subtitle:
            self.book.add_paragraph(_clean(document.subtitle), style="Subtitle")

    def contents(self, document: Document) -> None:
        """The contents as a field that Word fills, and as links' text until it has."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        heading = self.book.add_paragraph(_clean(document.contents_heading), style="TOC Heading")
        heading.paragraph_format.keep_with_next = True
        paragraph = self.book.add_paragraph()
        run = paragraph.add_run()
        first, *others = [section.heading for section in document.sections]
        _field(run, 'TOC \\o "1-2" \\h \\z \\u', _clean(first))
        end = run._r[-1]
        for heading_words in others:
            end.addprevious(OxmlElement("w:br"))
            text = OxmlElement("w:t")
            text.set(qn("xml:space"), "preserve")
            text.text = _clean(heading_words)
            end.addprevious(text)

    def section(self, section: Section, level: int) -> None:
        heading = self.book.add_heading(_clean(section.heading), min(level, DEEPEST))
        heading.paragraph_format.page_break_before = section.starts_page
        for block in section.blocks:
            self.block(block)
        for inner in section.sections:
            self.section(inner, level + 1)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self.paragraph(block)
            case ItemList():
                self.items(block)
            case Quote():
                self.words(self.book.add_paragraph(style="Quote"), block.words)
                if block.attribution:
                    self.book.add_paragraph(f"– {_clean(block.attribution)}")
            case Inset():
                self.words(self.book.add_paragraph(style="Intense Quote"), block.words)
            case Facts():
                for term, words in block.pairs:
                    paragraph = self.book.add_paragraph()
                    paragraph.add_run(f"{_clean(term)}: ").bold = True
                    self.words(paragraph, words)
            case TableBlock():
                self.table(block.table)
            case FigureBlock():
                self.figure(block.figure)
                if block.has_table:
                    self.table(block.figure.table)

    def paragraph(self, block: Paragraph) -> None:
        from docx.shared import Pt

        paragraph = self.book.add_paragraph()
        self.words(paragraph, block.words)
        if block.is_lede:
            for run in paragraph.runs:
                run.font.size = Pt(13)

    def items(self, block: ItemList) -> None:
        number = self._restart_numbering() if block.is_numbered else 0
        for item in block.items:
            paragraph = self.book.add_paragraph(style="List Number" if block.is_numbered else "List Bullet")
            if number:
                numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                numbering.get_or_add_ilvl().val = 0
                numbering.get_or_add_numId().val = number
            self.words(paragraph, item)

    def _restart_numbering(self) -> int:
        """A numbering of its own for this list: without it a second list goes on where the first one ended."""
        from docx.oxml.ns import qn

        style = self.book.styles["List Number"].element
        numbering = self.book.part.numbering_part.element
        used = style.pPr.numPr.numId.val
        abstract = next(each.abstractNumId.val for each in numbering.num_lst if each.numId == used)
        added = numbering.add_num(abstract)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(added.get(qn("w:numId")))

    def words(self, paragraph: Any, words: Words) -> None:
        for span in (words,) if isinstance(words, str) else words:
            span = span if isinstance(span, Span) else Span(span)
            if span.link:
                self.link(paragraph, span)
            else:
                paragraph.add_run(_clean(span.text)).bold = True if span.is_strong else None

    def link(self, paragraph: Any, span: Span) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import RGBColor
        from docx.text.run import Run

        target = paragraph.part.relate_to(span.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link, inner = OxmlElement("w:hyperlink"), OxmlElement("w:r")
        link.set(qn("r:id"), target)
        link.append(inner)
        paragraph._p.append(link)
        run = Run(inner, paragraph)
        run.text = _clean(span.text)
        run.underline, run.bold = True, True if span.is_strong else None
        run.font.color.rgb = RGBColor.from_string(self.style.accent.lstrip("#").upper())

    def table(self, table: Table) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        caption = self.book.add_paragraph(_clean(table.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
        rows = [[column.name for column in table.columns], *table.written_rows()]
        drawn = self.book.add_table(rows=len(rows), cols=len(table.columns), style="Table Grid")
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), _clean(table.caption))
        drawn._tbl.tblPr.append(described)
        self.widths(drawn, table)
        for place, cells in enumerate(rows):
            row = drawn.rows[place]
            for cell, words, column in zip(row.cells, cells, table.columns, strict=True):
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(_clean(words))
                run.font.size = Pt(9.5)
                run.bold = True if place == 0 else None
                paragraph.paragraph_format.space_after = Pt(2)
                if column.is_number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if place == 0:
                properties.append(OxmlElement("w:tblHeader"))
        self.small(" ".join([*table.notes, *([f"Source: {table.source}"] if table.source else [])]))

    def widths(self, drawn: Any, table: Table) -> None:
        """Give each column its part of the page, where the table says which; Word reads it cell by cell."""
        from docx.shared import Cm

        if not any(column.width for column in table.columns):
            return
        drawn.autofit = False
        whole = sum(column.width or 1 for column in table.columns)
        for column, drawn_column in zip(table.columns, drawn.columns, strict=True):
            width = Cm(PAGE_WIDTH * (column.width or 1) / whole)
            drawn_column.width = width
            for cell in drawn_column.cells:
                cell.width = width

    def figure(self, figure: Figure) -> None:
        from docx.shared import Cm

        title = self.book.add_paragraph(_clean(figure.title), style="Caption")
        title.paragraph_format.keep_with_next = True
        picture = draw_png(figure, self.style.web_fonts)
        shape = self.book.add_picture(io.BytesIO(picture), width=Cm(PAGE_WIDTH))
        described = shape._inline.docPr
        described.set("descr", _clean(figure.alternative_text))
        described.set("name", _clean(figure.title)[:60])
        self.small(" ".join(filter(None, (figure.note, f"Source: {figure.source}" if figure.source else ""))))

    def small(self, words: str) -> None:
        from docx.shared import Pt

        paragraph = self.book.add_paragraph()
        if words:
            paragraph.add_run(_clean(words)).font.size = Pt(9)


def _clean(words: str) -> str:
    """Return text without the characters that XML may not hold."""
    return _NOT_XML.sub("", words)


def _settle(package: bytes) -> bytes:
    """Return the package with its members dated alike: what was written when is no part of the document."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _ZIP_DATE), before.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
