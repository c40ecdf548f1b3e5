"""Marks in the words of a report.

`[almost 11 years](claim:gap)`, `[all three](not-a-claim)`, `[her](story:edith)`, `[“It was warm”](quote:C-2026-014)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_MARK = re.compile(
    r"\[(?P<words>[^\[\]\n]*)\]\((?:claim:(?P<claim>[A-Za-z0-9_.-]+)|(?P<nothing>not-a-claim)|story:(?P<story>[\w-]+)"
    r"|quote:(?P<quote>[A-Za-z0-9_./-]+))\)"
)


class MarkKind(StrEnum):
    """What words are marked as."""

    CLAIM = "claim"
    NOT_A_CLAIM = "not a claim"
    STORY = "story"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words in a text that are bound to a fact, a story or somebody's consent, or that are said to be no claim."""

    kind: MarkKind
    words: str
    slug: str
    start: int
    end: int


def find_marks(text: str) -> tuple[Mark, ...]:
    """Return every mark of a text in its order.

    >>> [(mark.kind.value, mark.words, mark.slug) for mark in find_marks("A gap of [almost 11 years](claim:le-gap).")]
    [('claim', 'almost 11 years', 'le-gap')]
    """
    return tuple(_mark(found) for found in _MARK.finditer(text))


def find_claims(text: str) -> tuple[Mark, ...]:
    """Return the words of a text that are bound to a fact."""
    return tuple(mark for mark in find_marks(text) if mark.kind is MarkKind.CLAIM)


def split(text: str) -> Iterator[str | Mark]:
    """Return the text in pieces: plain words, and marks."""
    before = 0
    for mark in find_marks(text):
        if mark.start > before:
            yield text[before : mark.start]
        yield mark
        before = mark.end
    if before < len(text):
        yield text[before:]


def plain(text: str) -> str:
    """Return the words of a text without its marks, as they are read."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in split(text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs and list items of a text: what a figure is looked for in, one at a time."""
    found: list[str] = []
    for chunk in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines: list[str] = []
        for line in filter(None, (each.strip() for each in chunk.split("\n"))):
            if line.startswith("- ") or not lines:
                lines.append(line.removeprefix("- ").strip())
            else:
                lines[-1] = f"{lines[-1]} {line}"
        found += lines
    return found


def _mark(found: re.Match[str]) -> Mark:
    words = " ".join(found["words"].split())
    if found["claim"]:
        return Mark(MarkKind.CLAIM, words, found["claim"], found.start(), found.end())
    if found["story"]:
        return Mark(MarkKind.STORY, words, found["story"], found.start(), found.end())
    if found["quote"]:
        return Mark(MarkKind.QUOTE, words, found["quote"], found.start(), found.end())
    return Mark(MarkKind.NOT_A_CLAIM, words, "", found.start(), found.end())
