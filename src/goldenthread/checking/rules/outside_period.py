"""Facts of a time that the report is not about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.dates import find_deadlines
from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.passages import Passage
from goldenthread.checking.subject import Subject

#: What happened, said of a time after the report's period.
_HAPPENED = re.compile(
    r"\b(?:was|were|has|have|had|did|could\s+be|became|began|saw|showed|rose|fell|opened|reached|ran|held|met|won|got|gave|"
    r"took|made|built|spent|came|went|grew|led|found|told|left|heard|\w{3,}ed)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|shall|is\s+to|are\s+to|due|plan(?:s|ned|ning)?|expect(?:s|ed)?|aims?|intend(?:s|ed)?|hope[sd]?|forecast|"
    r"projected|scheduled|proposed|until|by\s+the\s+end|target|ambition|ahead|next|upcoming|forthcoming)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:in|on|by|from|since|until|during|throughout|through|for|before)\s+(?:the\s+)?", re.IGNORECASE)
_HAS_YEAR = re.compile(r"\d{4}|\b\d\d/\d\d\b")


def _find(subject: Subject) -> Iterator[Finding]:
    period = subject.about
    if period is None:
        return
    for passage in subject.passages:
        if _HAS_YEAR.search(passage.text) and not subject.is_promise(passage) and not passage.is_wholly_quoted:
            yield from _later(subject, passage)
    yield from _bound_to_another_time(subject)


def _later(subject: Subject, passage: Passage) -> Iterator[Finding]:
    period = subject.about
    if period is None or not _HAPPENED.search(passage.text) or _TO_COME.search(passage.text):
        return
    for found in find_deadlines(passage.text, period):
        at = passage.text.find(found.phrase)
        if at < 0 or not _HAS_YEAR.search(found.phrase) or passage.is_quoted(at):
            continue
        # A year that begins within the period is partly the report's own.
        if found.starts_on > period.ends_on:
            yield RULE.at(
                passage, at, at + len(found.phrase), when=_LEAD.sub("", found.phrase), side="after", period=period
            )
            return


def _bound_to_another_time(subject: Subject) -> Iterator[Finding]:
    """Claims bound to a fact of another time, in a sentence that does not say so."""
    period = subject.about
    for passage in subject.passages:
        for mark in passage.marks:
            fact = (subject.facts or {}).get(mark.claim or "")
            if period is None or fact is None or fact.covers is None:
                continue
            covers = fact.covers
            if covers.ends_on >= period.starts_on and covers.starts_on <= period.ends_on:
                continue
            if _says_when(passage.text, covers.starts_on.year, covers.ends_on.year):
                continue
            side = "after" if covers.starts_on > period.ends_on else "before"
            yield RULE.at(passage, mark.start, mark.end, claim=fact.slug, when=fact.period, side=side, period=period)


def _says_when(text: str, *years: int) -> bool:
    return any(re.search(rf"\b{year}\b|\b{year % 100:02d}/|/{year % 100:02d}\b", text) for year in years)


RULE = Rule(
    name="outside-period",
    looks_for="What is said to have happened after the report’s period; a figure of another time that is not named.",
    severity=Severity.REASON,
    message="“{words}” is of {when}, {side} the period that the report is about ({period}).",
    fix="Say that it is earlier or later news, use a figure of the report’s own period, or leave it for its own.",
    example="In a report on 2022-23: In July 2023 the results could be seen.",
    find=_find,
    needs=(Needs.PERIOD,),
)
