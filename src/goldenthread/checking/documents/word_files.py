"""Reads Word documents: headings, lists, tables, notes, comments and alternative texts, with changes as accepted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from goldenthread.checking.documents.model import (
    Block,
    Document,
    DocumentRefused,
    Kind,
    make_document,
    table_text,
    tidy,
)
from goldenthread.checking.documents.xml_trees import parse_xml

#: The parts that are read, once unpacked; pictures are not unpacked at all.
LARGEST_PART = 100_000_000
MOST_PARTS = 10_000
#: XML of a document packs to a tenth or a twentieth; a bomb to a thousandth.
MOST_PACKED = 200

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Not part of the text as it reads when all changes are accepted, or said twice.
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{MC}Fallback"}
_LEFT_OUT |= {f"{W}pPr", f"{W}rPr", f"{W}sectPr"}
_SPACES = {f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"}
#: A bullet that somebody typed instead of making a list.
_TYPED_BULLET = re.compile(r"^[•●▪‣◦○]\s*(?=\S)")
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)


def read_word(name: str, content: bytes) -> Document:
    """The document in a .docx file. Raises :class:`DocumentRefused`."""
    parts = open_parts(name, content)
    styles = _Styles.from_tree(parts.get("word/styles.xml"))
    body = parts["word/document.xml"].find(f"{W}body")
    if body is None:
        raise DocumentRefused(f"{name} has no body. Open it in Word and save it anew.")
    blocks = [*_joined(_container(body, styles))]
    for part, tag, kind in (
        ("word/footnotes.xml", "footnote", Kind.NOTE),
        ("word/endnotes.xml", "endnote", Kind.NOTE),
        ("word/comments.xml", "comment", Kind.COMMENT),
    ):
        blocks += _notes(parts.get(part), tag, kind)
    return make_document(name, "Word", blocks)


READ = (
    "word/document.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
    "word/comments.xml",
)


def open_parts(name: str, content: bytes) -> dict[str, Element]:
    """The parts of a .docx that hold words, as trees, by their names. Raises :class:`DocumentRefused`."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError):
        raise DocumentRefused(f"{name} is damaged. Open it in Word and save it anew.") from None
    with package:
        listed = {each.filename: each for each in package.infolist()}
        if "word/document.xml" not in listed:
            raise DocumentRefused(f"{name} is not a Word document. Choose a .docx, a PDF or a Markdown file.")
        if len(listed) > MOST_PARTS:
            raise DocumentRefused(f"{name} has more parts than any report. Save it anew in Word.")
        return {part: parse_xml(name, _unpack(name, package, listed[part])) for part in READ if part in listed}


def _unpack(name: str, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, never more than the limit whatever its header says."""
    if part.flag_bits & 1:
        raise DocumentRefused(f"{name} has a password. Save it without one.")
    bomb = DocumentRefused(f"{name} unpacks to more than a report can hold. Save it anew in Word.")
    if part.file_size > LARGEST_PART or part.file_size > max(part.compress_size, 5_000) * MOST_PACKED:
        raise bomb
    try:
        with package.open(part) as stream:
            content = stream.read(part.file_size + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error):
        raise DocumentRefused(f"{name} is damaged. Open it in Word and save it anew.") from None
    if len(content) > part.file_size:
        raise bomb
    return content


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the styles of a document say: heading levels, lists and quotations, by the style's id."""

    headings: dict[str, int] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()

    @classmethod
    def from_tree(cls, tree: Element | None) -> _Styles:
        if tree is None:
            return cls()
        found = {each.get(f"{W}styleId", ""): each for each in tree.iter(f"{W}style")}
        headings: dict[str, int] = {}
        lists, quotes = set(), set()
        for key in found:
            for each in _chain(found, key):
                name = _value(each.find(f"{W}name")) or ""
                level = _HEADING.match(name)
                outline = _value(each.find(f"{W}pPr/{W}outlineLvl"))
                if key not in headings and level:
                    headings[key] = int(level[1])
                elif key not in headings and name.lower() == "title":
                    headings[key] = 1
                elif key not in headings and outline and outline.isdigit() and int(outline) < 9:
                    headings[key] = int(outline) + 1
                if each.find(f"{W}pPr/{W}numPr") is not None or name.lower().startswith("list bullet"):
                    lists.add(key)
                if name.lower() in {"quote", "intense quote"}:
                    quotes.add(key)
        return cls(headings, frozenset(lists - set(headings)), frozenset(quotes))


def _chain(found: dict[str, Element], key: str) -> Iterator[Element]:
    """The style and those it is based on, each once."""
    seen: set[str] = set()
    while key in found and key not in seen:
        seen.add(key)
        yield found[key]
        key = _value(found[key].find(f"{W}basedOn")) or ""


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, and whether its end was deleted so that it runs on into the next."""

    block: Block
    runs_on: bool = False


def _joined(pieces: Iterator[_Piece]) -> Iterator[Block]:
    """Blocks, with paragraphs whose end was deleted joined to the next."""
    waiting: Block | None = None
    for piece in pieces:
        block = piece.block
        if waiting is not None:
            if block.rows:
                yield waiting
            else:
                block = Block(block.kind, tidy(f"{waiting.text} {block.text}"), level=block.level)
            waiting = None
        if piece.runs_on:
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting


def _container(element: Element, styles: _Styles) -> Iterator[_Piece]:
    """The blocks within the body, a cell, a note, a text box or a content control."""
    for child in element:
        if child.tag == f"{W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{W}tbl":
            rows = tuple(_rows(child, styles))
            yield _Piece(Block(Kind.TABLE, table_text(rows), rows=rows))
        elif child.tag not in _LEFT_OUT:
            yield from _container(child, styles)


def _rows(table: Element, styles: _Styles) -> Iterator[tuple[str, ...]]:
    for row in _within(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield tuple(
                tidy(" ".join(block.text for block in _joined(_container(cell, styles))))
                for cell in _within(row, f"{W}tc")
            )


def _within(element: Element, tag: str) -> Iterator[Element]:
    """The nearest descendants with the tag: rows of a table, not of the tables in its cells."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _within(child, tag)


def _paragraph(element: Element, styles: _Styles) -> Iterator[_Piece]:
    properties = element.find(f"{W}pPr")
    style = _value(properties.find(f"{W}pStyle")) if properties is not None else None
    words: list[str] = []
    boxes: list[Element] = []
    pictures: list[str] = []
    _collect(element, words, boxes, pictures)
    runs_on = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
    yield _Piece(_block(tidy("".join(words)), properties, style or "", styles), runs_on)
    for picture in pictures:
        yield _Piece(Block(Kind.ALTERNATIVE, tidy(picture)))
    for box in boxes:
        yield from _container(box, styles)


def _block(text: str, properties: Element | None, style: str, styles: _Styles) -> Block:
    outline = _value(properties.find(f"{W}outlineLvl")) if properties is not None else None
    if outline and outline.isdigit() and int(outline) < 9:
        return Block(Kind.HEADING, text, level=int(outline) + 1)
    if style in styles.headings:
        return Block(Kind.HEADING, text, level=styles.headings[style])
    if style in styles.quotes:
        return Block(Kind.QUOTE, text)
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is not None and _value(numbering.find(f"{W}numId")) != "0":
        depth = _value(numbering.find(f"{W}ilvl")) or "0"
        return Block(Kind.ITEM, text, level=int(depth) + 1 if depth.isdigit() else 1)
    if style in styles.lists and numbering is None:
        return Block(Kind.ITEM, text, level=1)
    bullet = _TYPED_BULLET.match(text)
    return Block(Kind.ITEM, text[bullet.end() :], level=1) if bullet else Block(Kind.PARAGRAPH, text)


def _collect(element: Element, words: list[str], boxes: list[Element], pictures: list[str]) -> None:
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}t":
            words.append(child.text or "")
        elif child.tag in _SPACES:
            words.append(" ")
        elif child.tag == f"{W}noBreakHyphen":
            words.append("-")
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{WP}docPr":
            pictures.append(child.get("descr") or "")
        else:
            _collect(child, words, boxes, pictures)


def _notes(tree: Element | None, tag: str, kind: Kind) -> Iterator[Block]:
    if tree is None:
        return
    for note in tree.iter(f"{W}{tag}"):
        if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        words = tidy(" ".join(block.text for block in _joined(_container(note, _Styles()))))
        yield Block(kind, words)
