"""Drafts the summary of a report from what is true: verdicts on its gaps, and sentences whose every claim holds.

The draft stands in the form of whoever writes the summary. Nothing of it is kept before that person has saved it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from goldenthread.core.claims import Verdict
from goldenthread.plan.documents import PlanContent
from goldenthread.reports import outline
from goldenthread.reports.checks import find_unbound
from goldenthread.reports.claims import find_claims, find_marks, paragraphs
from goldenthread.reports.models import FigureKind, ReportFigure
from goldenthread.reports.quoting import JudgedClaim, judge_texts
from goldenthread.reports.reading import ReadReport

#: Bad news first, as the report tells it.
_TOLD = (
    ("widening", "These gaps got wider"),
    ("narrowing", "These gaps got narrower"),
    ("no clear change", "These gaps showed no clear change"),
)
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\[])")
#: So many sentences of each part are taken: a summary that says everything is read by nobody.
MOST_SENTENCES = 3


def draft_summary(read: ReadReport, *, on: date) -> str:
    """Return a summary to be edited: verdicts, then in the report's order sentences that are true on a day."""
    texts = {place: text for place, text in read.texts.items() if place != outline.SUMMARY}
    judged = judge_texts(texts, on=on)
    parts = [*_verdicts(read.figures), *_true_sentences(read.content, texts, judged)]
    return "\n\n".join(parts)


def _verdicts(figures: Iterable[ReportFigure]) -> list[str]:
    gaps = [figure for figure in figures if figure.kind == FigureKind.GAP]
    found = []
    for verdict, told in _TOLD:
        titles = [figure.title for figure in gaps if figure.verdict == verdict]
        if titles:
            found.append(f"{told}: {'; '.join(titles)}.")
    return found


def _true_sentences(content: PlanContent, texts: Mapping[str, str], judged: Sequence[JudgedClaim]) -> list[str]:
    true = {(each.place, each.slug, each.words) for each in judged if each.judged.verdict is Verdict.TRUE}
    words = {(each.place, each.slug): each.words for each in judged}
    found = []
    for place in outline.places_of(content):
        kept = [
            sentence
            for paragraph in paragraphs(texts.get(place.key, ""))
            for sentence in split_sentences(paragraph)
            if _is_true(place.key, sentence, true, words)
        ]
        if kept:
            found.append(" ".join(kept[:MOST_SENTENCES]))
    return found


def _is_true(place: str, sentence: str, true: set[tuple[str, str, str]], words: Mapping[tuple[str, str], str]) -> bool:
    claims = find_claims(sentence)
    said = ((place, mark.slug, mark.words or words.get((place, mark.slug), "")) for mark in claims)
    return bool(claims) and all(each in true for each in said) and not find_unbound(sentence)


def split_sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, none of them ending within a mark.

    >>> split_sentences("We grew. [Almost 11. Or so](claim:gap) it was.")
    ['We grew.', '[Almost 11. Or so](claim:gap) it was.']
    """
    marked = [(mark.start, mark.end) for mark in find_marks(paragraph)]
    sentences, start = [], 0
    for found in _ENDS.finditer(paragraph):
        if not any(first < found.start() < last for first, last in marked):
            sentences.append(paragraph[start : found.start()])
            start = found.end()
    return [each.strip() for each in (*sentences, paragraph[start:]) if each.strip()]
