"""Judges a wording against its evidence: whether each sentence keeps the figure it promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from goldenthread.core.claims.bands import DEFAULT_BANDS, Bands, band_of
from goldenthread.core.claims.evidence import RANKS, SHARES, Evidence, Statistic, absolute_order
from goldenthread.core.claims.hedges import Hedge
from goldenthread.core.claims.judging_changes import judge_change
from goldenthread.core.claims.matching import Said, false, no_evidence, unit_fault
from goldenthread.core.claims.numerals import Form, Unit
from goldenthread.core.claims.rounding import last_step, write_number
from goldenthread.core.claims.statements import (
    Amount,
    Between,
    Change,
    Extent,
    Majority,
    Rank,
    Vague,
    Whole,
    Wording,
)
from goldenthread.core.claims.verdicts import Judgement, Verdict, gravest
from goldenthread.core.claims.wording import parse_wording


def judge(
    wording: Wording | str, evidence: Evidence | None, bands: Bands = DEFAULT_BANDS, *, on: date | None = None
) -> Judgement:
    """Return whether a wording is true of its evidence, and why.

    Parameters
    ----------
    wording
        A claim's words, parsed or not.
    evidence
        What it is bound to; None if it is bound to nothing.
    bands
        The settings.
    on
        The day on which it is judged: after the evidence's `valid_until`, the claim is stale. Without, it is never.

    Returns
    -------
    The gravest verdict that holds, with its reason in a sentence.

    Examples
    --------
    >>> gap = Evidence(statistic=Statistic.GAP, value=10.8)
    >>> judge("a gap of almost 11 years", gap).why
    '“almost 11” is true from 10.5 to below 11; the evidence is 10.8.'
    >>> [judge(words, gap).verdict.value for words in ("over 11 years", "11 years", "10 years", "over 10 years")]
    ['FALSE', 'TRUE', 'FALSE', 'TRUE']
    >>> judge("all contracts", Evidence(statistic=Statistic.SHARE, numerator=41, denominator=42)).why
    '“all” is true of all 42 only; the evidence is 41 of 42.'
    """
    read = parse_wording(wording) if isinstance(wording, str) else wording
    if evidence is not None and evidence.is_suppressed:
        why = "The value is hidden, because few people stand behind it."
        return Judgement(Verdict.SUPPRESSED, why, Verdict.SUPPRESSED)
    if evidence is None:
        return Judgement(Verdict.NO_EVIDENCE, "It is bound to no fact.", Verdict.NO_EVIDENCE)
    said = _said(read, evidence, bands)
    verdict = said.verdict
    why = said.why
    if on is not None and evidence.valid_until is not None and on > evidence.valid_until:
        verdict = gravest(verdict, Verdict.STALE)
        why = f"{why} The evidence was valid until {_day(evidence.valid_until)}."
    return Judgement(verdict, why, said.verdict, said.true_when, said.shown)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _said(wording: Wording, evidence: Evidence, bands: Bands) -> Said:
    has_value = evidence.value is not None or evidence.series or evidence.numerator is not None
    if not has_value and evidence.is_change_clear is None:
        return no_evidence("The fact has no value.")
    words = f"“{wording.words}”"
    match wording.statement:
        case None:
            return Said(Verdict.UNPARSED, wording.why)
        case Amount() as amount:
            return _amount(words, amount, evidence, bands)
        case Between() as between:
            return _between(words, between, evidence)
        case Whole() as whole:
            return _whole(words, whole, evidence, bands)
        case Majority() as majority:
            return _majority(words, majority, evidence, bands)
        case Vague() as vague:
            return _vague(words, vague, evidence, bands)
        case Rank() as rank:
            return _rank(words, rank, evidence, bands)
        case Change() as change:
            return judge_change(words, change, evidence, bands)


def _amount(words: str, amount: Amount, evidence: Evidence, bands: Bands) -> Said:
    numeral = amount.numeral
    if numeral.form is Form.PART:
        part = _part(words, amount, evidence, bands)
        if part is not None:
            return part
    value = _share(evidence) if numeral.form in {Form.FRACTION, Form.PART} else evidence.value
    if value is None:
        if evidence.series:
            return false(f"{words} is one number; the fact is a series of values. Say between what and what they lie.")
        return no_evidence("The fact has no value to hold the number against.")
    fault = unit_fault(numeral, evidence, is_multiple=amount.is_multiple)
    if fault is not None and fault.verdict is Verdict.FALSE:
        return fault
    try:
        band = band_of(amount, bands)
    except ValueError as error:
        return Said(Verdict.UNPARSED, str(error))
    verdict = band.verdict(value)
    why = f"{words} is true {band.words}; the evidence is {_shown(value, evidence)}."
    if verdict is Verdict.LOOSE:
        why += " True to the letter, it tells a reader of another size."
    if verdict is Verdict.TRUE and fault is not None:
        return replace(fault, true_when=band.words)
    return Said(verdict, why, band.words)


def _shown(value: Fraction, evidence: Evidence) -> str:
    if evidence.is_money:
        per = f" {evidence.per}" if evidence.per else ""
        return f"£{write_number(value)}{per}"
    is_share = evidence.statistic in SHARES or evidence.unit is Unit.PERCENT
    return f"{write_number(value)}{'%' if is_share else ''}"


def _share(evidence: Evidence) -> Fraction | None:
    """The share in per cent: of a count, where its denominator is known."""
    if evidence.statistic is Statistic.COUNT and evidence.denominator and evidence.value is not None:
        return 100 * evidence.value / evidence.denominator
    return evidence.value


def _parts(evidence: Evidence) -> tuple[Fraction | None, Fraction | None]:
    """How many of how many."""
    top = evidence.numerator
    if top is None and evidence.statistic is Statistic.COUNT:
        top = evidence.value
    return top, evidence.denominator


def _part(words: str, amount: Amount, evidence: Evidence, bands: Bands) -> Said | None:
    """10 of 17: both numbers must be those of the evidence. None where it is to be read as a proportion."""
    numeral = amount.numeral
    top, bottom = _parts(evidence)
    if top is None or bottom is None:
        if numeral.is_proportion and evidence.statistic in SHARES:
            return None
        return no_evidence(f"{words} says how many of how many; the fact does not.")
    of = f"{write_number(top)} of {write_number(bottom)}"
    if numeral.whole != bottom:
        if numeral.is_proportion:
            return None
        return false(f"{words} is out of {write_number(numeral.whole or 0)}; the evidence is {of}.", shown=of)
    part = numeral.part or Fraction(0)
    counted = replace(numeral, value=part, place=Fraction(1), step=last_step(part), form=Form.FIGURES, unit=Unit.NUMBER)
    band = band_of(replace(amount, numeral=counted), bands)
    verdict = band.verdict(top)
    true_when = f"{band.words}, of {write_number(bottom)}"
    if amount.hedge is Hedge.NONE:
        verdict = Verdict.TRUE if part == top else Verdict.FALSE
        true_when = f"exactly {write_number(part)} of {write_number(bottom)}"
    return Said(verdict, f"{words} is true of {true_when}; the evidence is {of}.", true_when, of)


def _between(words: str, between: Between, evidence: Evidence) -> Said:
    if not evidence.series:
        return no_evidence(f"{words} must hold of every value of a series; the fact has none.")
    fault = unit_fault(between.high, evidence)
    if fault is not None and fault.verdict is Verdict.FALSE:
        return fault
    low, high = between.low.value, between.high.value
    outside = [each for each in evidence.series if not low <= each <= high]
    true_when = f"from {write_number(low)} to {write_number(high)}"
    if outside:
        named = ", ".join(write_number(each) for each in outside[:5])
        return false(f"{words} is true if every value lies in it; {named} does not.", true_when)
    if fault is not None:
        return replace(fault, true_when=true_when)
    count = len(evidence.series)
    lowest, highest = write_number(min(evidence.series)), write_number(max(evidence.series))
    each = "The one value lies in it" if count == 1 else f"All {count} values lie in it, {lowest} to {highest}"
    return Said(Verdict.TRUE, f"{each}.", true_when)


def _whole(words: str, whole: Whole, evidence: Evidence, bands: Bands) -> Said:
    top, bottom = _parts(evidence)
    value = _share(evidence)
    if bottom is None or bottom == 0:
        return no_evidence(f"{words}: of how many? The fact has no denominator, and a page must show it.")
    if evidence.statistic not in SHARES and evidence.statistic is not Statistic.COUNT:
        return false(f"{words} is about a share; the fact is a {evidence.statistic}.")
    if value is None:
        return no_evidence(f"{words}: the fact has no share.")
    if top is None:
        top = value * bottom / 100
    of = f"{write_number(top)} of {write_number(bottom)}"
    if whole.of is not None and whole.of.value != bottom:
        return false(f"{words} says {write_number(whole.of.value)}; the evidence is {of}.", shown=of)
    if whole.hedge is Hedge.ALMOST:
        least = Fraction(100) * (1 - bands.near)
        verdict = Verdict.FALSE if value == 100 else Verdict.TRUE if value >= least else Verdict.LOOSE
        true_when = f"from {write_number(least)}% to below 100%"
        return Said(verdict, f"{words} is true {true_when}; the evidence is {of}.", true_when, of)
    wanted = bottom if whole.extent is Extent.ALL else Fraction(0)
    is_true = top == wanted and value == (100 if whole.extent is Extent.ALL else 0)
    true_when = f"{'all' if whole.extent is Extent.ALL else 'none'} of {write_number(bottom)}"
    said = f"all {write_number(bottom)}" if whole.extent is Extent.ALL else f"none of {write_number(bottom)}"
    why = f"{words} is true of {said} only; the evidence is {of}."
    return Said(Verdict.TRUE if is_true else Verdict.FALSE, why, true_when, of)


def _majority(words: str, majority: Majority, evidence: Evidence, bands: Bands) -> Said:
    value = _share(evidence)
    is_share = evidence.statistic in SHARES or (evidence.statistic is Statistic.COUNT and bool(evidence.denominator))
    if not is_share:
        return no_evidence(f"{words} is about a share; the fact is a {evidence.statistic} without a denominator.")
    if value is None:
        return no_evidence(f"{words}: the fact has no share.")
    true_when = f"above {write_number(bands.majority)}%"
    why = f"{words} is true {true_when}; the evidence is {write_number(value)}%."
    if value <= bands.majority:
        return false(why, true_when)
    if majority.is_vast:
        return Said(Verdict.VAGUE, f"{why} How much more, it does not say.", true_when)
    return Said(Verdict.TRUE, why, true_when)


def _vague(words: str, vague: Vague, evidence: Evidence, bands: Bands) -> Said:
    span = bands.of_word(vague.word)
    if span is None:
        return Said(Verdict.UNPARSED, f"{words} has no range of numbers: say how many.")
    if evidence.statistic in SHARES | RANKS or evidence.value is None:
        return false(f"{words} counts something; the fact is a {evidence.statistic}.")
    true_when = f"from {span[0]:,} to {span[1]:,}"
    why = f"{words} is true {true_when}; the evidence is {write_number(evidence.value)}."
    if not span[0] <= evidence.value <= span[1]:
        return false(why, true_when)
    return Said(Verdict.VAGUE, f"{why} The number says more.", true_when)


def _rank(words: str, rank: Rank, evidence: Evidence, bands: Bands) -> Said:
    if evidence.statistic not in RANKS:
        return false(f"{words} is a place in a table; the fact is a {evidence.statistic}.")
    if evidence.value is None:
        return no_evidence(f"{words}: the fact has no place.")
    if rank.of is not None and evidence.peers != rank.of.value:
        if evidence.peers is None:
            return no_evidence(f"{words}: the fact does not say how many are in the table.")
        return false(f"{words} says {write_number(rank.of.value)}; there are {evidence.peers} in the table.")
    place = _place_from(rank, evidence)
    if isinstance(place, Said):
        return place
    joint = _tie(evidence)
    is_at = f"the place in the table is {place}{f' of {evidence.peers}' if evidence.peers else ''}{joint}"
    if rank.is_among:
        return _among(words, place, evidence, bands, is_at)
    if rank.is_within:
        is_true = place <= rank.place
        why = f"{words} is true of places 1 to {rank.place}; {is_at}."
        return Said(Verdict.TRUE if is_true else Verdict.FALSE, why, f"from 1 to {rank.place}", joint.lstrip(", "))
    why = f"{words} is true of place {rank.place}{' shared' if rank.is_joint else ''}; {is_at}."
    true_when = f"exactly {rank.place}"
    if place != rank.place or (rank.is_joint and not evidence.tied):
        return false(why, true_when)
    if evidence.tied and not rank.is_joint:
        return Said(Verdict.LOOSE, f"{why} Say that it is shared: “joint”.", true_when, joint.lstrip(", "))
    return Said(Verdict.TRUE, why, true_when, joint.lstrip(", "))


def _tie(evidence: Evidence) -> str:
    if not evidence.tied:
        return ""
    return f", joint with {evidence.tied} other{'' if evidence.tied == 1 else 's'}"


def _place_from(rank: Rank, evidence: Evidence) -> int | Said:
    """The place counted from the end that the words count from."""
    place = int(evidence.value or 0)
    is_other_end = rank.is_from_the_bottom
    if rank.order is not None:
        wanted = absolute_order(rank.order, evidence.polarity)
        if evidence.order is None:
            return place  # the table was made for these words
        own = absolute_order(evidence.order, evidence.polarity)
        if wanted is None or own is None:
            if rank.order is evidence.order:
                return place
            return no_evidence("Nothing says which end of the table is the good one.")
        is_other_end = wanted is not own
    if not is_other_end:
        return place
    if evidence.peers is None:
        return no_evidence("The words count from the other end of the table, and nothing says how long it is.")
    return evidence.peers - place - evidence.tied + 1


def _among(words: str, place: int, evidence: Evidence, bands: Bands, is_at: str) -> Said:
    if evidence.peers is None:
        return no_evidence(f"{words}: the fact does not say how many are in the table.")
    last = bands.among * evidence.peers
    true_when = f"from 1 to {write_number(last // 1)}"
    why = f"{words} is true of the first {write_number(last // 1)} places; {is_at}."
    if place > last:
        return false(why, true_when)
    return Said(Verdict.VAGUE, f"{why} The place says more.", true_when)
