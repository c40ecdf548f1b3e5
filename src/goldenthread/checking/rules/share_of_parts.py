"""Shares that are not what their numerator and denominator make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject
from goldenthread.core.claims.numerals import Form, Unit

#: A share beside its count: "115 carers (46%)", "46%, or 115", "115 or 46%".
_BESIDE = re.compile(r"^[\s\w’'-]{0,40}[\s(,–-]*(?:\(|,\s*or\s|\bor\s|,\s*that\s+is\s|,\s*which\s+is\s|=|–|-)\s*$")
_OF_BEFORE = re.compile(
    r"\b(?:out\s+of|of)\s+(?:the\s+|these\s+|those\s+|all\s+|our\s+|a\s+total\s+of\s+)?$", re.IGNORECASE
)
_OF_WHOM = re.compile(r"\b(?:of\s+(?:whom|which|these|those|them)|including)\b[^.;]{0,30}$", re.IGNORECASE)


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        figures = [each for each in subject.figures[passage.number] if not each.is_quoted]
        yield from _parts_beyond_the_whole(figures)
        for share in figures:
            if share.unit is not Unit.PERCENT or share.numeral is None or share.numeral.form is not Form.FIGURES:
                continue
            found = _parts_of(share, figures)
            if found is None:
                continue
            part, whole, words = found
            worked_out = 100 * part / whole
            if not share.limits[0] <= worked_out < share.limits[1] + 1e-9:
                yield RULE.at(
                    passage,
                    share.start,
                    share.end,
                    why=f"{words} is {_percent(worked_out)}, not {share.words}",
                    right=_percent(worked_out),
                )


def _percent(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") + "%"


def _parts_of(share: Figure, figures: list[Figure]) -> tuple[float, float, str] | None:
    """The count and the whole that stand beside a share, where just one pair does."""
    text = share.passage.text
    for each in figures:
        numeral = each.numeral
        if numeral and numeral.form is Form.PART and numeral.part is not None and numeral.whole:
            between = text[min(each.end, share.end) : max(each.start, share.start)]
            if _BESIDE.match(between) and not numeral.is_proportion:
                return float(numeral.part), float(numeral.whole), each.words
    beside = [
        each
        for each in figures
        if each.is_whole_number and _BESIDE.match(text[min(each.end, share.end) : max(each.start, share.start)])
    ]
    wholes = [each for each in figures if each.is_whole_number and _OF_BEFORE.search(each.before)]
    pairs = [(part, whole) for part in beside for whole in wholes if part is not whole]
    if len(pairs) != 1:
        return None
    part, whole = pairs[0]
    if not part.value or not whole.value or part.value > whole.value:
        return None
    return part.value, whole.value, f"{part.words} of {whole.words}"


def _parts_beyond_the_whole(figures: list[Figure]) -> Iterator[Finding]:
    for each in figures:
        numeral = each.numeral
        if numeral and numeral.form is Form.PART and numeral.part and numeral.whole and numeral.part > numeral.whole:
            why = f"{each.words} is more than all of them"
            yield RULE.at(each.passage, each.start, each.end, why=why, right="no more than the whole")
    for first, second in pairwise(figures):
        between = first.passage.text[first.end : second.start]
        is_of = re.fullmatch(r"\s+(?:out\s+)?of\s+(?:the\s+|our\s+|all\s+)?", between) is not None
        if is_of and first.is_whole_number and second.is_count and (first.value or 0) > (second.value or 0):
            why = f"{first.words} of {second.words} is more than all of them"
            yield RULE.at(first.passage, first.start, second.end, why=why, right="no more than the whole")
    for whole, part in pairwise(figures):
        counts = whole.is_count and part.is_whole_number and _OF_WHOM.search(part.before[whole.end :])
        if counts and part.value and whole.value and part.limits[0] >= whole.limits[1]:
            why = f"{part.words} is more than the {whole.words} it is a part of"
            yield RULE.at(part.passage, part.start, part.end, why=why, right="no more than the whole")


RULE = Rule(
    name="share-of-parts",
    looks_for="A share in per cent beside a count and a whole that make another; a part that is more than its whole.",
    severity=Severity.BLOCK,
    message="The figures do not agree: {why}.",
    fix="Work the share out anew from its count and its whole ({right}), or correct the figure that is wrong.",
    example="Of the 250 we asked, 115 carers (64%) came.",
    find=_find,
)
