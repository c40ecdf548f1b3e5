"""Deadlines that a reader would have to work out."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.rules.stale_future import is_relative
from goldenthread.checking.subject import Subject


def _find(subject: Subject) -> Iterator[Finding]:
    if subject.about is None:
        return
    for passage, times in subject.promised_times:
        for found in times:
            at = passage.text.find(found.phrase)
            if at < 0 or not is_relative(found) or passage.is_quoted(at):
                continue
            is_past = found.due_on < subject.today
            yield RULE.at(
                passage,
                at,
                at + len(found.phrase),
                severity=Severity.REASON if is_past else Severity.WARN,
                day=f"{found.due_on:%-d %B %Y}",
                past=", which is already past" if is_past else "",
                reason=found.reason,
            )


RULE = Rule(
    name="relative-deadline",
    looks_for="A deadline that is counted from now; it is worked out from the end of the report’s period.",
    severity=Severity.WARN,
    message="“{words}” is {day}{past}. {reason}",
    fix="Write the date: by {day}.",
    example="In a report on 2022-23: Everyone will be paid it within the next three years.",
    find=_find,
    needs=(Needs.PERIOD,),
)
