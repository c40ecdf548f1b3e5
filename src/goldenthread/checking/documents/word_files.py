"""Reads Word documents: headings, lists, tables, notes, comments and alternative texts, with changes as accepted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from goldenthread.checking.documents.marks import Mark, Marking, target_of_bookmark, without_unseen
from goldenthread.checking.documents.model import (
    Block,
    Document,
    DocumentRefused,
    Kind,
    make_document,
    marked_table,
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
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Not part of the text as it reads when all changes are accepted, or said twice.
_LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{MC}Fallback"}
_LEFT_OUT |= {f"{W}pPr", f"{W}rPr", f"{W}sectPr"}
_SPACES = {f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"}
#: A bullet that somebody typed instead of making a list.
_TYPED_BULLET = re.compile(r"^[•●▪‣◦○]\s*(?=\S)")
#: What in a drawing is a picture: one that was inserted, also by an older Word, or a chart.
_PICTURES = {"pic", "imagedata", "chart"}
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)


def read_word(name: str, content: bytes) -> Document:
    """The document in a .docx file. Raises :class:`DocumentRefused`."""
    parts = open_parts(name, content)
    styles = _Styles.from_tree(parts.get("word/styles.xml"))
    body = parts["word/document.xml"].find(f"{W}body")
    if body is None:
        raise DocumentRefused(f"{name} has no body. Open it in Word and save it anew.")
    links = _links(parts.get("word/_rels/document.xml.rels"))
    blocks = [*_joined(_container(body, _Reading(styles, links)))]
    for part, tag, kind in (
        ("footnotes", "footnote", Kind.NOTE),
        ("endnotes", "endnote", Kind.NOTE),
        ("comments", "comment", Kind.COMMENT),
    ):
        links = _links(parts.get(f"word/_rels/{part}.xml.rels"))
        blocks += _notes(parts.get(f"word/{part}.xml"), tag, kind, _Reading(_Styles(), links))
    anchors = frozenset(each.get(f"{W}name", "") for each in body.iter(f"{W}bookmarkStart"))
    return make_document(name, "Word", blocks, anchors=anchors)


_PARTS = ("document", "footnotes", "endnotes", "comments")
READ = (
    *(f"word/{part}.xml" for part in _PARTS),
    *(f"word/_rels/{part}.xml.rels" for part in _PARTS),
    "word/styles.xml",
)


def _links(tree: Element | None) -> dict[str, str]:
    """Where each hyperlink of a part leads, by the number of its relationship."""
    if tree is None:
        return {}
    return {each.get("Id", ""): each.get("Target", "") for each in tree.iter(RELATION)}


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
class _Reading:
    """What is needed to read the blocks of a part: the styles, where hyperlinks lead, and the marks of a table."""

    styles: _Styles
    links: dict[str, str]
    marking: Marking | None = None  # of the table that the reader is in


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
                at = len(waiting.text) + 1
                moved = (Mark(mark.start + at, mark.end + at, mark.target) for mark in block.marks)
                words, marks = tidy(f"{waiting.text} {block.text}"), (*waiting.marks, *moved)
                block = Block(block.kind, words, level=block.level, marks=marks)
            waiting = None
        if piece.runs_on:
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting


def _container(element: Element, reading: _Reading) -> Iterator[_Piece]:
    """The blocks within the body, a cell, a note, a text box or a content control."""
    for child in element:
        if child.tag == f"{W}p":
            yield from _paragraph(child, reading)
        elif child.tag == f"{W}tbl":
            inner = replace(reading, marking=reading.marking or Marking())
            pictures: list[_Piece] = []
            table = marked_table(_rows(child, inner, pictures), inner.marking or Marking())
            yield _Piece(replace(table, marks=() if reading.marking else table.marks))
            yield from pictures
        elif child.tag == f"{W}sdt" and (target := _target_of_control(child)):
            controlled = _container(child, reading)
            yield from (_Piece(_wholly_marked(each.block, target, reading), each.runs_on) for each in controlled)
        elif child.tag not in _LEFT_OUT:
            yield from _container(child, reading)


def _target_of_control(control: Element) -> str | None:
    """What a content control binds its words to, by its tag or else its title."""
    named = (_value(control.find(f"{W}sdtPr/{W}{part}")) for part in ("tag", "alias"))
    return next((target for name in named if name and (target := target_of_bookmark(name))), None)


def _wholly_marked(block: Block, target: str, reading: _Reading) -> Block:
    if not block.text:
        return block
    if reading.marking is None:
        return replace(block, marks=(Mark(0, len(block.text), target), *block.marks))
    number = len(reading.marking.targets)
    return replace(block, text=reading.marking.open(target) + block.text + reading.marking.close(number))


def _rows(table: Element, reading: _Reading, pictures: list[_Piece]) -> Iterator[tuple[str, ...]]:
    for row in _within(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield tuple(_cell(cell, reading, pictures) for cell in _within(row, f"{W}tc"))


def _cell(cell: Element, reading: _Reading, pictures: list[_Piece]) -> str:
    words = []
    for block in _joined(_container(cell, reading)):
        if block.kind is Kind.ALTERNATIVE and not block.text:
            pictures.append(_Piece(block))
        else:
            words.append(block.text)
    return tidy(" ".join(words))


def _within(element: Element, tag: str) -> Iterator[Element]:
    """The nearest descendants with the tag: rows of a table, not of the tables in its cells."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _within(child, tag)


def _paragraph(element: Element, reading: _Reading) -> Iterator[_Piece]:
    properties = element.find(f"{W}pPr")
    style = _value(properties.find(f"{W}pStyle")) if properties is not None else None
    found = _Found(reading.links, reading.marking or Marking())
    found.collect(element)
    runs_on = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
    block = _block(tidy("".join(found.words)), properties, style or "", reading.styles)
    if reading.marking is None:
        words, marks = found.marking.take(block.text)
        block = replace(block, text=words, marks=marks)
    yield _Piece(block, runs_on)
    for picture in found.pictures:
        yield _Piece(Block(Kind.ALTERNATIVE, tidy(picture)))
    for box in found.boxes:
        yield from _container(box, reading)


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


@dataclass(slots=True)
class _Found:
    """What is gathered from a paragraph: its words with the letters of its marks, text boxes and pictures."""

    links: dict[str, str]
    marking: Marking
    words: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)

    def collect(self, element: Element) -> None:
        """Gather what is in the element."""
        for child in element:
            if child.tag in _LEFT_OUT:
                continue
            if child.tag == f"{W}t":
                self.words.append(without_unseen(child.text or ""))
            elif child.tag in _SPACES:
                self.words.append(" ")
            elif child.tag == f"{W}noBreakHyphen":
                self.words.append("-")
            elif child.tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif child.tag in {f"{WP}inline", f"{WP}anchor"} or child.tag.endswith("}shape"):
                self._picture(child)
                self.collect(child)
            elif child.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
                self._bookmark(child)
            elif (target := self._target(child)) is not None:
                number = len(self.marking.targets)
                self.words.append(self.marking.open(target))
                self.collect(child)
                self.words.append(self.marking.close(number))
            else:
                self.collect(child)

    def _picture(self, drawing: Element) -> None:
        """The alternative text; a picture said to be decoration needs none, and a text box is no picture."""
        properties = drawing.find(f"{WP}docPr")
        said = drawing.get("alt") if properties is None else properties.get("descr")
        words = (said or "").strip()
        tags = {each.tag.rsplit("}", 1)[-1] for each in drawing.iter()}
        if words or (tags & _PICTURES and "decorative" not in tags):
            self.pictures.append(words)

    def _bookmark(self, mark: Element) -> None:
        key = mark.get(f"{W}id", "")
        if mark.tag == f"{W}bookmarkEnd":
            if key in self.bookmarks:
                self.words.append(self.marking.close(self.bookmarks.pop(key)))
        elif target := target_of_bookmark(mark.get(f"{W}name", "")):
            self.bookmarks[key] = len(self.marking.targets)
            self.words.append(self.marking.open(target))

    def _target(self, element: Element) -> str | None:
        """Where a hyperlink leads, or what a content control binds its words to; None for anything else."""
        if element.tag == f"{W}sdt":
            return _target_of_control(element)
        if element.tag != f"{W}hyperlink":
            return None
        address, anchor = self.links.get(element.get(f"{R}id", ""), ""), element.get(f"{W}anchor")
        return address if anchor is None else f"{address}#{anchor}"


def _notes(tree: Element | None, tag: str, kind: Kind, reading: _Reading) -> Iterator[Block]:
    if tree is None:
        return
    for note in tree.iter(f"{W}{tag}"):
        if note.get(f"{W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
            continue
        marking = Marking()
        inner = replace(reading, marking=marking)
        gathered = tidy(" ".join(block.text for block in _joined(_container(note, inner))))
        words, marks = marking.take(gathered)
        yield Block(kind, words, marks=marks)
