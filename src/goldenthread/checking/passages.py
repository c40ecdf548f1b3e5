"""The sentences of a document as a reader meets them: also those that run on from one block into the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from goldenthread.checking.documents.marks import Mark
from goldenthread.checking.documents.model import Block, Document, Kind
from goldenthread.checking.quotations import Span, is_quoted, quoted_spans
from goldenthread.checking.sentences import split_sentences

_ENDS = re.compile(r"[.!?:;…|][\"'”’)\]]*$")
_CONTENTS = re.compile(r"^(?:table of )?contents\s*:?$", re.IGNORECASE)
_LEADERS = re.compile(r"\.{4,}\s*\d*$|(?:\. ){4,}\d*$")
#: A heading is no sentence, and what a picture or a comment says is not the report's text.
_READ = {Kind.PARAGRAPH, Kind.ITEM, Kind.TABLE, Kind.QUOTE, Kind.NOTE}


@dataclass(frozen=True, slots=True)
class Flow:
    """Words that are read as one: a block, a cell of a table, or a sentence that a page break has parted."""

    text: str
    blocks: tuple[Block, ...]
    offsets: tuple[int, ...]  # where in the text each block begins
    at: int = 0  # where in its block's text a cell begins
    marks: tuple[Mark, ...] = ()
    quoted: tuple[Span, ...] = ()
    number: int = 0  # its place among all flows

    @property
    def kind(self) -> Kind:
        """What the block that it begins with is."""
        return self.blocks[0].kind

    @property
    def section(self) -> tuple[str, ...]:
        """The headings it stands under."""
        return self.blocks[0].section

    def place_of(self, at: int) -> tuple[Block, int]:
        """The block that a letter stands in, and where in the block's text."""
        number = max(n for n, offset in enumerate(self.offsets) if offset <= at)
        return self.blocks[number], at - self.offsets[number] + self.at


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in its place."""

    text: str
    start: int  # in its flow
    flow: Flow = field(repr=False)
    number: int = 0  # its place among all passages

    @property
    def end(self) -> int:
        """Where in its flow it ends."""
        return self.start + len(self.text)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Marks within the sentence, by where in the sentence they stand."""
        return tuple(
            Mark(max(0, each.start - self.start), min(len(self.text), each.end - self.start), each.target)
            for each in self.flow.marks
            if (each.start < self.end and each.end > self.start)
            # An empty claim stands between two letters, or at the end of the last sentence.
            or (
                each.start == each.end
                and (self.start <= each.start < self.end or each.start == self.end == len(self.flow.text))
            )
        )

    def is_quoted(self, at: int) -> bool:
        """Does the letter of the sentence stand within somebody's words?"""
        return self.flow.kind is Kind.QUOTE or is_quoted(self.flow.quoted, self.start + at)

    @property
    def is_wholly_quoted(self) -> bool:
        """Is every word of the sentence somebody's own?"""
        return self.is_quoted(0) and self.is_quoted(max(0, len(self.text.rstrip("\"'”’ .!?")) - 1))


def make_flows(document: Document) -> tuple[Flow, ...]:
    """The words of a document in the pieces in which they are read, without its list of contents."""
    groups: list[list[Block]] = []
    for block in document.blocks:
        if block.kind not in _READ or not (block.text or block.marks) or is_of_contents(block):
            # What stands between two halves of a sentence, such as a picture, does not part them; a heading does.
            if block.kind is Kind.HEADING:
                groups.append([])
            continue
        if groups and groups[-1] and _runs_on(groups[-1][-1], block):
            groups[-1].append(block)
        else:
            groups.append([block])
    flows: list[Flow] = []
    for group in groups:
        for flow in _cells(group[0]) if group and group[0].rows else [_flow(group)] if group else []:
            flows.append(_numbered(flow, len(flows)))
    return tuple(flows)


def is_of_contents(block: Block) -> bool:
    """Is it a line of a list of contents?"""
    return bool((block.section and _CONTENTS.match(block.section[-1])) or _LEADERS.search(block.text))


def _runs_on(before: Block, after: Block) -> bool:
    if before.kind not in {Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE} or after.kind is not Kind.PARAGRAPH:
        return False
    return after.text[:1].islower() and not _ENDS.search(before.text) and bool(before.text)


def _flow(group: Sequence[Block]) -> Flow:
    text = ""
    offsets: list[int] = []
    marks: list[Mark] = []
    for block in group:
        text = f"{text} " if text else ""
        offsets.append(len(text))
        marks += (Mark(each.start + len(text), each.end + len(text), each.target) for each in block.marks)
        text += block.text
    return Flow(text, tuple(group), tuple(offsets), marks=tuple(marks), quoted=quoted_spans(text))


def _cells(block: Block) -> Iterator[Flow]:
    at = 0
    for row in block.rows:
        for cell in row:
            if not cell:
                continue
            at = block.text.index(cell, at)
            end = at + len(cell)
            marks = (each for each in block.marks if at <= each.start and each.end <= end)
            moved = tuple(Mark(each.start - at, each.end - at, each.target) for each in marks)
            yield Flow(cell, (block,), (0,), at=at, marks=moved, quoted=quoted_spans(cell))
            at = end


def _numbered(flow: Flow, number: int) -> Flow:
    return Flow(flow.text, flow.blocks, flow.offsets, flow.at, flow.marks, flow.quoted, number)


def make_passages(flows: Sequence[Flow]) -> tuple[Passage, ...]:
    """The sentences of the flows, in their order."""
    made: list[Passage] = []
    for flow in flows:
        for sentence in split_sentences(flow.text):
            made.append(Passage(sentence.text, sentence.start, flow, len(made)))
        if not flow.text and flow.marks:
            made.append(Passage("", 0, flow, len(made)))
    return tuple(made)
