"""Checks a report by every rule, or by those asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.rules import RULES
from goldenthread.checking.subject import Subject


class UnknownRule(ValueError):
    """There is no rule of that name; the sentence says which there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules found in a report, which of them were asked, and which could not be and why."""

    findings: tuple[Finding, ...]
    asked: tuple[str, ...]
    left_out: Mapping[str, str]
    claims: int  # how many words are bound to facts

    @property
    def blocks(self) -> bool:
        """Is there anything that has to be put right before the report is published?"""
        return any(each.severity is Severity.BLOCK for each in self.findings)

    def count(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(each.severity for each in self.findings)
        return {severity: counted[severity] for severity in Severity}


def choose_rules(names: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of these names, all of them for none. Raises :class:`UnknownRule`.

    >>> [each.name for each in choose_rules(["dead-link"])]
    ['dead-link']
    """
    chosen = list(dict.fromkeys(names))
    unknown = [each for each in chosen if each not in RULES]
    if unknown:
        raise UnknownRule(f"There is no rule “{unknown[0]}”. The rules are: {', '.join(RULES)}.")
    return tuple(RULES[each] for each in chosen) if chosen else tuple(RULES.values())


def check_report(subject: Subject, rules: Iterable[Rule] | None = None) -> Outcome:
    """What the rules find in a report, in the order of the report."""
    chosen = tuple(RULES.values()) if rules is None else tuple(rules)
    left_out: dict[str, str] = {}
    findings: list[Finding] = []
    for rule in chosen:
        if missing := [need for need in rule.needs if not _has(subject, need)]:
            left_out[rule.name] = f"it needs {' and '.join(missing)}"
            continue
        findings += rule.find(subject)
    order = {name: number for number, name in enumerate(RULES)}
    findings.sort(key=lambda each: (each.block, each.start, order[each.rule]))
    claims = sum(1 for block in subject.document.blocks for mark in block.marks if mark.claim)
    asked = tuple(each.name for each in chosen if each.name not in left_out)
    return Outcome(tuple(findings), asked, left_out, claims)


def _has(subject: Subject, need: Needs) -> bool:
    match need:
        case Needs.FACTS:
            return subject.facts is not None
        case Needs.CONSENTS:
            return subject.consents is not None
        case Needs.PERIOD:
            return subject.about is not None
