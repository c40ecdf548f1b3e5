"""The document's sections as Word headings, its lists as lists, its tables with header rows that repeat."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from goldenthread.publishing.document import Document, FigureBlock, MapBlock
from goldenthread.publishing.pdf.pictures import draw_pngs
from goldenthread.publishing.word.markup import clean
from goldenthread.publishing.word.writer import Writer

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
    writer = Writer(book, document, accent=style.accent, pictures=_draw(document, style))
    writer.begin()
    for block in document.opening:
        writer.block(block)
    sections = document.all_sections()
    if document.contents_heading and sections:
        writer.contents(sections)
    for section in sections:
        writer.section(section, 1)
    writer.footnotes.finish()
    written = io.BytesIO()
    book.save(written)
    return _settle(written.getvalue())


def _draw(document: Document, style: WordStyle) -> list[bytes]:
    """Return the pictures in the order in which the document shows them."""
    figures = [block.figure for _, block in document.blocks() if isinstance(block, FigureBlock | MapBlock)]
    return draw_pngs(figures, style.web_fonts)


def _set_up(book: Any, document: Document, style: WordStyle) -> None:
    """Properties, language, page and the look of the built-in styles."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    moment = datetime.combine(document.published, time()) if document.published else datetime(2000, 1, 1)  # noqa: DTZ001 Word's own properties have no time zone
    about = book.core_properties
    about.title, about.author, about.language = clean(document.title), clean(document.author), document.language
    about.subject, about.comments, about.last_modified_by = clean(document.subtitle), "", clean(document.author)
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
    run = paragraph.add_run(f"{clean(words)}\t\t")
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
