"""The part of a Word file that holds its footnotes, which python-docx does not know."""

from __future__ import annotations

from typing import Any

from goldenthread.publishing.word.markup import NAMESPACES

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
TEXT, REFERENCE = "FootnoteText", "FootnoteReference"


class Footnotes:
    """Collects the notes of one document and puts them into its package."""

    def __init__(self, book: Any) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self.book = book
        self.part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, b"", book.part.package)
        self.written: list[str] = []

    def add(self, content: str) -> str:
        """Keep a note and return the mark that stands in the line."""
        number = len(self.written) + 1
        mark = f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr><w:footnoteRef/></w:r>'
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        self.written.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{TEXT}"/></w:pPr>{mark}{space}{content}</w:p>'
            "</w:footnote>"
        )
        return f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def finish(self) -> None:
        """Write the part, its styles and where Word finds its separators, if there is any note."""
        if not self.written:
            return
        content = f"<w:footnotes {NAMESPACES}>{_SEPARATORS}{''.join(self.written)}</w:footnotes>"
        header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        self.part._blob = f"{header}{content}".encode()
        self.book.part.relate_to(self.part, _RELATION)
        _add_styles(self.book)
        _name_separators(self.book)


def _add_styles(book: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = book.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style = book.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    text.element.set(_w("styleId"), TEXT)
    reference = book.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    reference.font.superscript = True
    reference.element.set(_w("styleId"), REFERENCE)


def _name_separators(book: Any) -> None:
    from docx.oxml import parse_xml

    settings = book.settings.element
    named = parse_xml(f'<w:footnotePr {NAMESPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    after = settings.find(_w("compat"))  # the standard asks for it before the settings of compatibility
    if after is not None:
        after.addprevious(named)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
