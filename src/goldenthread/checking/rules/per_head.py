"""Money that comes to too much or too little for each person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.passages import Passage
from goldenthread.checking.subject import Subject
from goldenthread.core.claims.numerals import Unit

_EACH_AFTER = re.compile(
    r"^\s*(?:each\b(?!\s+(?:year|month|week))|(?:per|for\s+each|for\s+every|a)\s+(?:person|head|household|family|resident|"
    r"child|pupil|carer|claimant|applicant|application|case|client|customer|home|household)\b|on\s+average\b)",
    re.IGNORECASE,
)
_EACH_BEFORE = re.compile(
    r"\b(?:average(?:\s+\w+){0,2}\s+of|an?\s+average|on\s+average|averaging|each\s+\w+\s+\w+)\s*$", re.I
)
#: What ties an amount to those who had it.
_TIED = re.compile(
    r"\b(?:worth|value\s+of|valued\s+at|for|to|gain(?:s|ed|ing)?|received|receiving|claim(?:s|ed|ing)?|awarded|paid|shar(?:e|ed|"
    r"ing)|help(?:s|ed|ing)?|support(?:s|ed|ing)?|between|among|secur(?:e|ed|ing))\b",
    re.IGNORECASE,
)
#: Money for these is not what each of the people counted beside it had.
_NOT_FOR_THEM = re.compile(
    r"\b(?:budget|building|fund(?:ed)?\s+by|contract|capital|refurbish\w*|scheme\s+costs?|turnover)\b", re.I
)


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        figures = [each for each in subject.figures[passage.number] if not each.is_quoted]
        money = [each for each in figures if each.unit is Unit.MONEY and each.value]
        heads = [each for each in figures if each.is_count and each.is_of_people and each.value]
        averages = [each for each in money if _EACH_AFTER.match(each.after) or _EACH_BEFORE.search(each.before)]
        totals = [each for each in money if each not in averages]
        if averages and totals and heads:
            yield from _stated(passage, averages[0], totals, heads)
        elif len(heads) == 1 and len(totals) == 1 and not averages:
            yield from _plausible(subject, passage, totals[0], heads[0])


def _stated(passage: Passage, average: Figure, totals: list[Figure], heads: list[Figure]) -> Iterator[Finding]:
    """An average that is given, against the total over the count: some pair has to agree with it."""
    for total in totals:
        for head in heads:
            low, high = total.limits[0] / head.limits[1], total.limits[1] / max(head.limits[0], 1)
            # An average may be rounded more than it is written to be.
            if low * 0.95 <= average.limits[1] and average.limits[0] <= high * 1.05:
                return
    worked_out = (totals[0].value or 0) / (heads[0].value or 1)
    why = f"{totals[0].words} for {heads[0].words} is £{worked_out:,.0f} each, not {average.words}"
    yield RULE.at(passage, average.start, average.end, why=why)


def _plausible(subject: Subject, passage: Passage, total: Figure, head: Figure) -> Iterator[Finding]:
    between = passage.text[min(total.end, head.end) : max(total.start, head.start)]
    if not _TIED.search(f"{between} {passage.text[max(0, total.start - 25) : total.start]}"):
        return
    if _NOT_FOR_THEM.search(passage.text) or len(between) > 120:
        return
    each = (total.value or 0) / (head.value or 1)
    settings = subject.settings
    if settings.least_per_head <= each <= settings.most_per_head:
        return
    side = "less" if each < settings.least_per_head else "more"
    why = f"{total.words} for {head.words} {head.noun} is £{each:,.2f} each, {side} than seems likely"
    yield RULE.at(passage, total.start, total.end, why=why)


RULE = Rule(
    name="per-head",
    looks_for="Money for so many people that comes to an unlikely amount for each, or not to the average given.",
    severity=Severity.REASON,
    message="The money for each person does not seem right: {why}.",
    fix="Check both figures: a thousand may be missing, or the money may be for more people than are named.",
    example="We helped 12 residents to claim benefits worth £2.4m.",
    find=_find,
)
