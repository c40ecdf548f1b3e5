"""Money once and money a year in one sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject
from goldenthread.core.claims.evidence import PERIODS
from goldenthread.core.claims.numerals import Per, Unit

_TOTAL = re.compile(
    r"\b(?:total(?:s|l?ing|l?ed)?|altogether|combined|together|in\s+all|overall|sum|add(?:s|ed|ing)?\s+up|all\s+told|"
    r"amount(?:s|ed|ing)?\s+to)\b",
    re.IGNORECASE,
)
_A_YEAR = re.compile(
    r"^\W*(?:[\w-]+\s+){0,3}?(?:(?:a|each|every|per)\s+year|per\s+annum|annually|p\.?a\b|yearly|annual)", re.IGNORECASE
)
_ANNUAL_BEFORE = re.compile(r"\b(?:annual|yearly|recurring|ongoing)\b(?:\s+[\w-]+){0,3}\s*$", re.IGNORECASE)
#: So many sentences around a total are looked through for what it adds up.
_NEAR = 6
_MOST = 10


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        for total in subject.figures[passage.number]:
            if total.unit is not Unit.MONEY or total.is_quoted or not _is_total(total):
                continue
            others = _money_near(subject, total)
            if found := _mixed_sum(subject, total, others):
                said = " + ".join(f"{each.words} {kind_of(subject, each)}" for each in found)
                away = [each.passage for each in found if each.passage is not passage]
                yield RULE.at(passage, total.start, total.end, elsewhere=list(dict.fromkeys(away)), parts=said)


def _is_total(figure: Figure) -> bool:
    return bool(_TOTAL.search(figure.before[-60:]) or _TOTAL.search(figure.after[:40]))


def _money_near(subject: Subject, total: Figure) -> list[Figure]:
    at = total.passage.number
    near = subject.passages[max(0, at - _NEAR) : at + _NEAR + 1]
    found = [
        each
        for passage in near
        if passage.flow.section == total.passage.flow.section
        for each in subject.figures[passage.number]
        if each.unit is Unit.MONEY and each is not total and each.value
    ]
    return found[:_MOST]


def _mixed_sum(subject: Subject, total: Figure, others: Sequence[Figure]) -> tuple[Figure, ...] | None:
    """The amounts of different kinds that make the total; None where amounts of one kind do, or none."""
    if not total.value:
        return None
    slack = max(1.0, total.limits[1] - total.limits[0]) / 2 if total.value >= 1000 else 0.51
    if slack > 0.005 * total.value:
        return None
    mixed: tuple[Figure, ...] | None = None
    for size in range(2, len(others) + 1):
        for some in combinations(others, size):
            if abs(sum(each.value or 0 for each in some) - total.value) <= slack:
                if len({kind_of(subject, each) for each in some}) == 1:
                    return None
                mixed = mixed or some
    return mixed


def kind_of(subject: Subject, figure: Figure) -> str:
    """Whether an amount is for once or for which time: by the fact it is bound to, else by the words around it."""
    for mark in figure.passage.marks:
        fact = (subject.facts or {}).get(mark.claim or "")
        if (
            fact is not None
            and mark.start < figure.end
            and figure.start < mark.end
            and fact.evidence.statistic in PERIODS
        ):
            per = PERIODS[fact.evidence.statistic]
            return per.value if per else "once"
    if figure.numeral is not None and figure.numeral.per is not None:
        return figure.numeral.per.value
    if _A_YEAR.match(figure.after) or _ANNUAL_BEFORE.search(figure.before):
        return Per.YEAR.value
    return "once"


RULE = Rule(
    name="money-added",
    looks_for="A total of money that adds amounts paid once to amounts paid every year, month or week.",
    severity=Severity.BLOCK,
    message="{words} adds up money of different kinds: {parts}.",
    fix="Give two totals: what was paid once, and what is paid every year.",
    example="We won £49,000 in backdated benefits and £328,000 a year, £377,000 in total.",
    find=_find,
)
