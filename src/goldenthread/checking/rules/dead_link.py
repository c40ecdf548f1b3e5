"""Links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from goldenthread.checking.documents.model import Document, Kind
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject

#: Addresses that somebody typed to be replaced later.
_STAND_IN = re.compile(
    r"^(?:https?://)?(?:#+|javascript:.*|about:blank|url|link|tbc|tba|insert.*|xx+|www\.?|https?:?/*)/?$", re.I
)
_TOP = {"top", "_top"}


def why_dead(target: str, document: Document) -> str | None:
    """Why a link leads nowhere; None where it leads somewhere, or out of the document."""
    target = target.strip()
    if not target:
        return "it has no address"
    if _STAND_IN.match(target):
        return f"its address is “{target}”, which stands in for one"
    if not target.startswith("#"):
        return None
    anchor = unquote(target[1:])
    if anchor in document.anchors or anchor.lower() in {each.lower() for each in document.anchors} or anchor in _TOP:
        return None
    return f"it leads to “{target}”, and nothing in the report has that name"


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        for mark in passage.marks:
            if mark.is_link and (why := why_dead(mark.target, subject.document)):
                yield RULE.at(passage, mark.start, mark.end, why=why)
    yield from _in_headings(subject)


def _in_headings(subject: Subject) -> Iterator[Finding]:
    for block in subject.document.blocks:
        if block.kind is Kind.HEADING:
            for mark in block.marks:
                if mark.is_link and (why := why_dead(mark.target, subject.document)):
                    yield RULE.at_block(block, block.text[mark.start : mark.end], why=why)


RULE = Rule(
    name="dead-link",
    looks_for="A link with no address, with “#” or the like for one, or to a part of the report that is not there.",
    severity=Severity.BLOCK,
    message="The link “{words}” leads nowhere: {why}.",
    fix="Give it the address of the page or the name of the heading that it should lead to, or take the link away.",
    example="The plan can be found [here](#).",
    find=_find,
)
