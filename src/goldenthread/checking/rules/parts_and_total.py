"""Parts that do not add up to their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from goldenthread.checking.documents.model import Block, Kind
from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.passages import Passage
from goldenthread.checking.subject import Subject
from goldenthread.core.claims.numerals import Unit, read_number

_TOTAL_BEFORE = re.compile(
    r"\b(?:total(?:\s+number)?(?:\s+of)?|totall?ing|totall?ed|altogether|overall|sum\s+of|in\s+all|of\s+(?:the|these|those|all))"
    r"(?:\s*,)?\s*$",
    re.IGNORECASE,
)
_TOTAL_AFTER = re.compile(r"^\s*(?:[\w’'-]+\s+){0,4}(?:in\s+total|altogether|in\s+all|overall)\b", re.IGNORECASE)
_BARE_OF = re.compile(r"(?:^|[.;:]\s*)Of\s+$")
#: The writer says that not all parts are named, or that they overlap.
_NOT_ALL = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such\s+as|for\s+example|e\.g\.|among\s+(?:them|these|others)|some\s+of|at\s+least\s+one)\b",
    re.IGNORECASE,
)
_OVERLAP = re.compile(
    r"\b(?:more\s+than\s+one|both|mutually\s+exclusive|counted\s+(?:twice|more\s+than\s+once)|several\s+(?:of|answers|outcomes)|"
    r"overlap\w*|could\s+choose|multiple\s+(?:answers|outcomes|choices)|not\s+add\s+up|do\s+not\s+sum|of\s+these|of\s+whom|"
    r"of\s+which|the\s+(?:rest|others?|remain(?:der|ing)))\b",
    re.IGNORECASE,
)
#: Between two parts of a list stand a comma, a semicolon or "and", and few words.
_JOINT = re.compile(r"[,;]|\band\b")
FEWEST_PARTS = 3


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        for total in subject.figures[passage.number]:
            if total.is_quoted or not _is_total(total):
                continue
            parts = _parts_after(subject, total)
            if parts is not None:
                yield from _judge(passage, total, parts)
    for block in subject.document.blocks:
        if block.rows and block.kind is Kind.TABLE:
            yield from _in_table(block)


def _is_total(figure: Figure) -> bool:
    if not (figure.is_whole_number or figure.unit is Unit.MONEY) or not figure.value:
        return False
    said = _TOTAL_BEFORE.search(figure.before) or _TOTAL_AFTER.match(figure.after) or _BARE_OF.search(figure.before)
    return said is not None or _announces(figure)


def _announces(figure: Figure) -> bool:
    """Does a colon after it begin the list of its parts: “120 people came: 4 …”?"""
    colon = figure.after.find(":")
    return figure.is_of_people and colon >= 0 and re.search(r"\d|[.;]", figure.after[:colon]) is None


def _parts_after(subject: Subject, total: Figure) -> tuple[Sequence[Figure], str] | None:
    """The figures listed after the total: in its sentence, in one of the next two, or in the list that follows."""
    own = total.passage
    rest = [each for each in subject.figures[own.number] if each.start >= total.end]
    if (parts := _listed(rest, total)) is not None:
        return parts, own.text
    following = subject.of_flow(own.flow)
    for passage in following[following.index(own) + 1 :][:2]:
        if (parts := _listed(subject.figures[passage.number], total)) is not None:
            return parts, f"{own.text} {passage.text}"
    if own is not following[-1] or not own.text.endswith(":"):
        return None
    items: list[Figure] = []
    text = own.text
    for flow in subject.flows[own.flow.number + 1 :]:
        if flow.kind is not Kind.ITEM or flow.section != own.flow.section:
            break
        first = next(iter(subject.figures[subject.of_flow(flow)[0].number]), None)
        if first is None or first.start > 25 or not _is_part(first, total):
            return None
        items.append(first)
        text += flow.text
    return (items, text) if len(items) >= FEWEST_PARTS else None


def _listed(figures: Sequence[Figure], total: Figure) -> Sequence[Figure] | None:
    parts = [each for each in figures if _is_part(each, total)]
    if len(parts) < FEWEST_PARTS:
        return None
    text = parts[0].passage.text
    is_list = all(_JOINT.search(text[before.end : after.start]) for before, after in pairwise(parts))
    return parts if is_list else None


def _is_part(figure: Figure, total: Figure) -> bool:
    """Could it be a part: no more than the total, of the same unit, counting the same, or people, or no noun?"""
    if figure.is_quoted or figure.value is None or total.value is None or figure.value > total.value:
        return False
    if total.unit is Unit.MONEY:
        return figure.unit is Unit.MONEY
    if not figure.is_whole_number:
        return False
    if not figure.noun:
        return True
    return bool(figure.nouns & total.nouns) or (figure.is_of_people and total.is_of_people)


def _judge(passage: Passage, total: Figure, found: tuple[Sequence[Figure], str]) -> Iterator[Finding]:
    parts, text = found
    low, high = (sum(each.limits[end] for each in parts) for end in (0, 1))
    stated = sum((each.numeral.value for each in parts if each.numeral), Fraction(0))
    whole = total.numeral.value if total.numeral else Fraction(0)
    # Whole numbers have to be met; hedged ones lie in their bands.
    is_exact = all(each.limits[1] - each.limits[0] <= 1 for each in (*parts, total))
    meets = stated == whole if is_exact else low <= total.limits[1] and high >= total.limits[0]
    if meets or (stated < whole and _NOT_ALL.search(text)) or _OVERLAP.search(text):
        return
    said = ", ".join(each.words for each in parts)
    yield RULE.at(
        parts[0].passage,
        parts[0].start,
        parts[-1].end if parts[-1].passage is parts[0].passage else None,
        elsewhere=(passage,) if parts[0].passage is not passage else (),
        parts=said,
        sum=f"{float(stated):,.0f}",
        total=total.words,
    )


_NO_SUM = re.compile(
    r"%|per\s?cent|rate|average|mean|median|share|proportion|ratio|score|rank|\bper\b|year", re.IGNORECASE
)
_TOTAL_CELL = re.compile(r"^(?:grand\s+|overall\s+)?total\b|^all$", re.IGNORECASE)


def _in_table(block: Block) -> Iterator[Finding]:
    """A row or a column that is called total, against those beside it."""
    rows = [list(row) for row in block.rows]
    yield from _sums(block, rows)
    width = min(map(len, rows))
    yield from _sums(block, [[row[column] for row in rows] for column in range(width)])


def _sums(block: Block, rows: list[list[str]]) -> Iterator[Finding]:
    heading, *body = rows
    at = next((n for n, row in enumerate(body) if row and _TOTAL_CELL.match(row[0])), None)
    if at is None or at < 2 or _NO_SUM.search(body[at][0]):
        return
    for column in range(1, len(body[at])):
        name = heading[column] if column < len(heading) else ""
        cells = [row[column] if column < len(row) else "" for row in body[: at + 1]]
        if _NO_SUM.search(name) or any("%" in cell for cell in cells):
            continue
        numbers = [read_number(cell) for cell in cells]
        if any(each is None for each in numbers):
            continue
        *parts, total = (each for each in numbers if each is not None)
        decimals = max(len(cell.partition(".")[2]) for cell in cells)
        slack = 0 if decimals == 0 else Fraction(len(cells), 2 * 10**decimals)
        if abs(sum(parts) - total) > slack:
            yield RULE.at_block(
                block, cells[-1], parts=", ".join(cells[:-1]), sum=f"{float(sum(parts)):,.{decimals}f}", total=cells[-1]
            )


RULE = Rule(
    name="parts-and-total",
    looks_for="A list or a table of parts that do not add up to the total that is given.",
    severity=Severity.REASON,
    message="The parts ({parts}) add up to {sum}; the total is {total}.",
    fix="Correct the figure that is wrong, say what the others are, or say that some are counted more than once.",
    example="A total of 40 people came: 12 found work, 9 began a course and 15 wrote a CV.",
    find=_find,
)
