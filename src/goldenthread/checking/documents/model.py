"""What a document is once read: blocks in their order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from goldenthread.checking.documents.marks import Mark, Marking

_SPACE = re.compile(r"\s+")
#: Marks that are set but not read: soft hyphens, joiners, the mark of a byte order.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
#: The most blocks and letters a report may have: ten times the longest annual report seen.
MOST_BLOCKS = 50_000
MOST_LETTERS = 5_000_000


class DocumentRefused(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


class Kind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    TABLE = "table"
    QUOTE = "quotation"
    NOTE = "note"
    COMMENT = "comment"
    ALTERNATIVE = "alternative text"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a table or a note, and where it stands."""

    kind: Kind
    text: str  # one space between words; of a table its cells, row by row
    number: int = 0  # the place in the document, from 1
    level: int = 0  # of a heading from 1; of an item how deep from 1
    section: tuple[str, ...] = ()  # the headings it stands under, outermost first
    page: int | None = None  # of a PDF
    rows: tuple[tuple[str, ...], ...] = ()  # of a table
    marks: tuple[Mark, ...] = ()  # links, claims and figures that are none, by where in the text they stand

    def place(self) -> str:
        """Where it stands, in words a reader can follow."""
        under = f"“{self.section[-1]}”, " if self.section else ""
        return f"{under}page {self.page}" if self.page else f"{under}paragraph {self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its blocks."""

    name: str
    kind: str  # "Markdown", "Word", "PDF"
    blocks: tuple[Block, ...]
    pages: int | None = None
    #: What a link within the document can lead to: names of bookmarks, anchors and headings.
    anchors: frozenset[str] = frozenset()
    #: Pictures that have no alternative text, each with the number of the block that it follows.
    bare_pictures: tuple[Block, ...] = ()

    def text(self) -> str:
        """All that stands in it, a line for each block."""
        return "\n".join(block.text for block in self.blocks)

    def as_plain(self) -> dict[str, Any]:
        """The document as what JSON knows."""
        return {
            "name": self.name,
            "kind": self.kind,
            "pages": self.pages,
            "anchors": sorted(self.anchors),
            "blocks": [_block_as_plain(block) for block in self.blocks],
            "bare_pictures": [
                {"after": each.number, "page": each.page, "section": list(each.section)} for each in self.bare_pictures
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Document:
        """The document that was made plain, also one that was kept before links and pictures were read."""
        blocks = (
            Block(
                kind=Kind(each["kind"]),
                text=each["text"],
                level=each["level"],
                page=each["page"],
                rows=tuple(tuple(row) for row in each["rows"]),
                marks=tuple(Mark(*mark) for mark in each.get("marks", ())),
            )
            for each in plain["blocks"]
        )
        made = make_document(
            plain["name"], plain["kind"], blocks, pages=plain["pages"], anchors=frozenset(plain.get("anchors", ()))
        )
        bare = (
            Block(Kind.ALTERNATIVE, "", each["after"], section=tuple(each["section"]), page=each["page"])
            for each in plain.get("bare_pictures", ())
        )
        return replace(made, bare_pictures=tuple(bare))


def _block_as_plain(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "level": block.level,
        "page": block.page,
        "rows": [list(row) for row in block.rows],
        "marks": [[mark.start, mark.end, mark.target] for mark in block.marks],
    }


def tidy(text: str) -> str:
    """The text with one space between words, no unseen marks and no ligatures."""
    return _SPACE.sub(" ", text.translate(_UNSEEN).translate(_LIGATURES)).strip()


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """The cells of a table as one text."""
    return " | ".join(cell for row in rows for cell in row if cell)


def marked_table(rows: Iterable[Iterable[str]], marking: Marking) -> Block:
    """A table whose cells still hold the unseen letters of its marks."""
    kept = [list(row) for row in rows]
    text, marks = marking.take(table_text(kept))
    plain = tuple(tuple(marking.take(cell)[0] for cell in row) for row in kept)
    return Block(Kind.TABLE, text, rows=plain, marks=marks)


def make_document(
    name: str,
    kind: str,
    blocks: Iterable[Block],
    *,
    pages: int | None = None,
    anchors: frozenset[str] = frozenset(),
) -> Document:
    """The document, its blocks numbered and put under their headings. Raises :class:`DocumentRefused`."""
    placed: list[Block] = []
    bare: list[Block] = []
    for block in _placed(name, blocks):
        (placed if _says_something(block) else bare).append(block)
    if not placed:
        raise DocumentRefused(f"{name} has no text in it. Choose the file that has the report’s words.")
    return Document(name, kind, tuple(placed), pages, anchors, tuple(bare))


def _says_something(block: Block) -> bool:
    """Has it words, or a claim whose words the system is to write?"""
    return bool(block.text) or any(mark.claim for mark in block.marks)


def _placed(name: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Each block with its number and headings; a picture without words has the number of the block before it."""
    above: list[tuple[int, str]] = []
    letters = number = 0
    for block in blocks:
        section = tuple(text for _, text in above)
        if not _says_something(block):
            if block.kind is Kind.ALTERNATIVE:
                yield replace(block, number=number, section=section)
            continue
        number += 1
        letters += len(block.text)
        if number > MOST_BLOCKS or letters > MOST_LETTERS:
            raise DocumentRefused(f"{name} is longer than any report. Split it and read its parts.")
        if block.kind is Kind.HEADING:
            above = [each for each in above if each[0] < block.level]
            section = tuple(text for _, text in above)
        yield replace(block, number=number, section=section)
        if block.kind is Kind.HEADING:
            above.append((block.level, block.text))
