"""Words on a page become lines, lines become paragraphs, items and headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.checking.documents.marks import Mark
from goldenthread.checking.documents.model import Block, Kind, tidy

#: Larger than the body by this much is a heading; printers' rounding is less.
LARGER = 1.12
#: Lines of one paragraph stand closer than this many times their size, from top to top.
CLOSE = 1.75
#: A line that comes back on this share of the pages, near their edge, runs along and is not text.
RUNNING = 0.4
_BULLET = re.compile(r"^(?:[•‣▪●○◦·–—-]|[\uf0b7\uf0a7]|o(?=\s)|\(?(?:\d{1,2}|[a-z])[.)](?=\s))\s*")
_DIGITS = re.compile(r"\d+")
_ENDS = (".", "!", "?", ":", ";", "”", "’", "'", '"')


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    page: int
    left: float
    right: float
    top: float
    size: float
    is_bold: bool
    is_edge: bool = False  # in the top or bottom twelfth of the page
    marks: tuple[Mark, ...] = ()


def make_lines(words: Sequence[dict[str, Any]], *, page: int, width: float, height: float) -> list[Line]:
    """The lines of a page in reading order: one column after the other where there are two."""
    gutter = _gutter(words, width)
    if gutter is None:
        return _lines(words, page, height)
    parted: list[Line] = []
    left = [word for word in words if word["x1"] <= gutter]
    right = [word for word in words if word["x1"] > gutter]
    for column in (left, right):
        parted += _lines(column, page, height)
    return parted


def _gutter(words: Sequence[dict[str, Any]], width: float) -> float | None:
    """Where a page with two columns is parted; None for one column."""
    if len(words) < 60:
        return None
    for share in (0.5, 0.48, 0.52, 0.45, 0.55, 0.42, 0.58):
        at = width * share
        if any(word["x0"] - 4 < at < word["x1"] + 4 for word in words):
            continue
        sides = [{round(word["top"]) for word in words if (word["x1"] <= at) is is_left} for is_left in (True, False)]
        if min(map(len, sides)) >= 8:
            return at
    return None


def _lines(words: Sequence[dict[str, Any]], page: int, height: float) -> list[Line]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        # Raised and small figures (1st, notes) sit on the line whose middle they touch.
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= 0.45 * max(word["size"], rows[-1][0]["size"]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda word: word["x0"]), page, height) for row in rows]


def _line(row: Sequence[dict[str, Any]], page: int, height: float) -> Line:
    text = ""
    marks: list[Mark] = []
    before: dict[str, Any] | None = None
    for word in row:
        # A raised "st" follows its figure without a space.
        is_joined = before is not None and word["x0"] - before["x1"] < 0.12 * word["size"]
        text += tidy(word["text"]) if not text or is_joined else f" {tidy(word['text'])}"
        before = word
        if "target" in word:
            at = len(text) - len(tidy(word["text"]))
            marks = with_mark(marks, Mark(at + word["from"], at + word["to"], word["target"]))
    sizes: Counter[float] = Counter()
    bold = 0
    for word in row:
        sizes[round(float(word["size"]), 1)] += len(word["text"])
        bold += len(word["text"]) if re.search("bold|black|heavy|semibold", word["fontname"], re.IGNORECASE) else 0
    top = min(float(word["top"]) for word in row)
    return Line(
        text=text,
        page=page,
        left=float(row[0]["x0"]),
        right=float(row[-1]["x1"]),
        top=top,
        size=sizes.most_common(1)[0][0],
        is_bold=bold >= 0.9 * sum(sizes.values()),
        is_edge=top < height / 12 or top > height * 11 / 12,
        marks=tuple(marks),
    )


def with_mark(marks: list[Mark], mark: Mark) -> list[Mark]:
    """The marks and one more, which goes on with the last where only a space is between the two."""
    if marks and marks[-1].target == mark.target and mark.start - marks[-1].end <= 1:
        return [*marks[:-1], Mark(marks[-1].start, mark.end, mark.target)]
    return [*marks, mark]


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what runs along their edges: titles, footers, page numbers."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_DIGITS.sub("0", line.text) for line in lines if line.is_edge})
    often = max(2.0, RUNNING * len(pages))
    return [
        [line for line in lines if not (line.is_edge and _runs(seen, _DIGITS.sub("0", line.text), often))]
        for lines in pages
    ]


def _runs(seen: Counter[str], text: str, often: float) -> bool:
    return seen[text] >= often or re.fullmatch(r"(page )?0( (of|/) 0)?", text, re.IGNORECASE) is not None


def is_heading(line: Line, body: float) -> bool:
    """Is the line set as a heading: larger than the text, or bold as a whole and short?"""
    if not any(letter.isalpha() for letter in line.text) or len(line.text) > 200:
        return False
    if line.size > body * LARGER:
        return True
    return line.is_bold and line.size >= body and len(line.text) < 90 and not line.text.endswith((".", ":", ";", ","))


#: A block with its page and how far down the page it begins.
Placed = tuple[int, float, Block]


def make_blocks(pages: Sequence[Sequence[Line]], *, body: float, levels: dict[float, int]) -> list[Placed]:
    """Paragraphs, items and headings of all pages, those that run over a page joined."""
    lines = [line for page in pages for line in page]
    known = {word for line in lines for word in re.findall(r"[\w’']+", line.text)}
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(group[0].page, group[0].top, _block(group, body, levels, known)) for group in groups]


def _continues(group: Sequence[Line], line: Line, body: float) -> bool:
    """Does the line go on with the block before it?"""
    last = group[-1]
    heading = is_heading(last, body)
    if heading != is_heading(line, body) or (heading and abs(last.size - line.size) > 0.2):
        return False
    if _BULLET.match(line.text) and line.text[:1] not in "–—-o(" and not heading:
        return False
    if _BULLET.match(line.text) and _BULLET.match(group[0].text) and abs(line.left - group[0].left) < 2:
        return False
    if line.page != last.page or line.top < last.top:
        # Over the page or the column: a sentence that has not ended goes on.
        return not heading and not last.text.endswith(_ENDS) and line.text[:1].islower()
    if line.top - last.top > CLOSE * max(last.size, line.size):
        return False
    return not (_BULLET.match(line.text) and last.text.endswith(_ENDS) and line.text[:1] in "–—-(")


def _block(group: Sequence[Line], body: float, levels: dict[float, int], known: set[str]) -> Block:
    text = ""
    marks: list[Mark] = []
    for line in group:
        text = _join(text, line.text, known) if text else line.text
        at = len(text) - len(line.text)
        for mark in line.marks:
            marks = with_mark(marks, Mark(mark.start + at, mark.end + at, mark.target))
    first = group[0]
    if is_heading(first, body):
        return Block(Kind.HEADING, text, level=levels[first.size], page=first.page, marks=tuple(marks))
    bullet = _BULLET.match(text)
    if bullet and len(bullet[0]) < len(text):
        cut = bullet.end()
        kept = tuple(Mark(max(0, each.start - cut), each.end - cut, each.target) for each in marks if each.end > cut)
        return Block(Kind.ITEM, text[cut:], level=1, page=first.page, marks=kept)
    return Block(Kind.PARAGRAPH, text, page=first.page, marks=tuple(marks))


def _join(before: str, after: str, known: set[str]) -> str:
    """Two lines as one: a word parted at the end of the line is whole again, a compound keeps its hyphen."""
    if before.endswith("-") and after[:1].islower() and not before.endswith(" -"):
        first, second = re.findall(r"[\w’']+(?=-$)", before), re.match(r"[\w’']+", after)
        if first and second and first[-1] + second[0] in known:
            return before[:-1] + after
        return before + after
    return f"{before} {after}"
