"""The XML that a Word file is made of, written as text with every word escaped."""

from __future__ import annotations

import hashlib
import re
from xml.sax.saxutils import escape, quoteattr

#: What XML may not hold; a stray one makes Word refuse the whole file.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Words written from right to left, with the spaces between them.
_RIGHT_TO_LEFT = re.compile(
    "([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]+"
    "(?: +[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]+)*)"
)
_BREAKS = re.compile("(\n|\t|\u00ad)")
_BREAK_ELEMENTS = {"\n": "<w:br/>", "\t": "<w:tab/>", "\u00ad": "<w:softHyphen/>"}
#: Word's names of places are short and know letters, digits and underscores only.
_LONGEST_BOOKMARK = 40

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def clean(words: str) -> str:
    """Return text without the characters that XML may not hold."""
    return _NOT_XML.sub("", words)


def attribute(words: str) -> str:
    """Return an attribute's value in its quotation marks."""
    return quoteattr(clean(words))


def runs(
    words: str, *, bold: bool = False, size: float = 0, colour: str = "", underline: str = "", style: str = ""
) -> str:
    """Return text as runs; words from right to left in runs of their own that say so."""
    look = [f'<w:rStyle w:val="{style}"/>'] if style else []
    look += ["<w:b/><w:bCs/>"] if bold else []
    look += [f'<w:color w:val="{colour}"/>'] if colour else []
    look += [f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'] if size else []
    look += [f'<w:u w:val="{underline}"/>'] if underline else []
    written = []
    for place, piece in enumerate(_RIGHT_TO_LEFT.split(clean(words))):
        if piece:
            is_right_to_left = place % 2 == 1
            properties = "".join([*look, "<w:rtl/>"] if is_right_to_left else look)
            written.append(f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{_text(piece)}</w:r>")
    return "".join(written)


def _text(words: str) -> str:
    return "".join(
        _BREAK_ELEMENTS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _BREAKS.split(words)
        if piece
    )


def paragraph(
    content: str,
    *,
    style: str = "",
    keep_next: bool = False,
    page_break: bool = False,
    numbering: int = 0,
    bar: str = "",
    space_after: int | None = None,
    to_right: bool = False,
    indent: int = 0,
) -> str:
    """Return a paragraph; its properties stand in the order that the standard asks for."""
    properties = [f'<w:pStyle w:val="{style}"/>'] if style else []
    properties += ["<w:keepNext/>"] if keep_next else []
    properties += ["<w:pageBreakBefore/>"] if page_break else []
    properties += [f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'] if numbering else []
    properties += [f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{bar}"/></w:pBdr>'] if bar else []
    properties += [f'<w:spacing w:after="{space_after}"/>'] if space_after is not None else []
    properties += [f'<w:ind w:left="{indent}"/>'] if indent else []
    properties += ['<w:jc w:val="right"/>'] if to_right else []
    said = f"<w:pPr>{''.join(properties)}</w:pPr>" if properties else ""
    return f"<w:p>{said}{content}</w:p>"


def bookmark_name(anchor: str) -> str:
    """Return Word's name of a place: the same for the same anchor, and different for different ones."""
    digest = hashlib.sha256(anchor.encode()).hexdigest()[:8]
    kept = re.sub(r"\W", "_", anchor, flags=re.ASCII)[: _LONGEST_BOOKMARK - 12]
    return f"gt_{kept}_{digest}"


def bookmark(anchor: str, number: int) -> str:
    """Return the mark of a place that links lead to."""
    name = bookmark_name(anchor)
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def content_control(content: str, *, tag: str, title: str, number: int) -> str:
    """Return a content control around words: what is written in it keeps its tag through every edit."""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={attribute(title[:64])}/><w:tag w:val={attribute(tag)}/>"
        f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )
