"""What the report says will happen on a day that is already past."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.dates import Deadline
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject

_YEAR = re.compile(r"\d{4}|\b\d\d[/-]\d\d\b")


def is_relative(found: Deadline) -> bool:
    """Is the time counted from now rather than named?"""
    return _YEAR.search(found.phrase) is None


def _find(subject: Subject) -> Iterator[Finding]:
    for passage, times in subject.promised_times:
        dated = [each for each in times if not is_relative(each)]
        # Of several dates the one that the words ahead speak of is the last; earlier ones say since when.
        last = max(dated, key=lambda each: each.due_on, default=None)
        if last is None:
            continue
        at = passage.text.find(last.phrase)
        if subject.about is not None and last.due_on <= subject.about.ends_on:
            why = f"is in or before the period that the report looks back on ({subject.about})"
        elif last.due_on < subject.today:
            why = f"was over by {subject.today:%-d %B %Y}"
        else:
            continue
        # A year that is written 22/23 is read as 2022-23, and then stands nowhere as it was read.
        end = at + len(last.phrase) if at >= 0 else None
        yield RULE.at(passage, max(0, at), end, why=why, day=f"{last.due_on:%-d %B %Y}")


RULE = Rule(
    name="stale-future",
    looks_for="A sentence that looks ahead to a time that is past: within the report’s own period, or before today.",
    severity=Severity.REASON,
    message="The sentence looks ahead to “{words}”, which {why}.",
    fix="Say what happened by {day}, or give the new date.",
    example="In a report on 2022-23: Around 200 homes will be built in 2022-23.",
    find=_find,
)
