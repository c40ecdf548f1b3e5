"""Figures that are bound to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.subject import Subject


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        marked = [(mark.start, mark.end) for mark in passage.marks if mark.claim or mark.is_not_a_claim]
        for figure in subject.figures[passage.number]:
            is_marked = any(start < figure.end and figure.start < end for start, end in marked)
            if not is_marked and not figure.is_quoted:
                yield RULE.at(passage, figure.start, figure.end)


RULE = Rule(
    name="unbound-number",
    looks_for="A figure, a number word, a rank or an absolute that is no claim, date, heading number or quotation.",
    severity=Severity.BLOCK,
    message="“{words}” is bound to no evidence.",
    fix="Bind it to a fact, mark it “not a claim”, or take it out.",
    example="We opened 14 homes.",
    find=_find,
    needs=(Needs.FACTS,),
)
