"""Whether a number and its evidence speak of the same kind of thing: per cent and points, money once and a year."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.core.claims.evidence import RANKS, SHARES, Evidence, Statistic
from goldenthread.core.claims.numerals import Numeral, Unit
from goldenthread.core.claims.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """What the words alone get: a verdict, the sentence, the band in words, and what a page must show beside them."""

    verdict: Verdict
    why: str
    true_when: str = ""
    shown: str = ""


def false(why: str, true_when: str = "", shown: str = "") -> Said:
    """Return the verdict FALSE with its reason.

    Examples
    --------
    >>> false("It is 41 of 42.").verdict.value
    'FALSE'
    """
    return Said(Verdict.FALSE, why, true_when, shown)


def no_evidence(why: str) -> Said:
    """Return the verdict NO EVIDENCE with what is missing.

    Examples
    --------
    >>> no_evidence("The fact has no value.").verdict.value
    'NO EVIDENCE'
    """
    return Said(Verdict.NO_EVIDENCE, why)


#: Statistics whose unit is that of something else: a gap between shares is in points, between incomes in money.
_OF_ANY_UNIT = frozenset({Statistic.GAP, Statistic.CHANGE, Statistic.AMOUNT, Statistic.RANGE, Statistic.RATE})


def unit_fault(numeral: Numeral, evidence: Evidence, *, is_multiple: bool = False) -> Said | None:
    """Return what is wrong between the unit of a number and that of its evidence; None if nothing is.

    FALSE where they differ: per cent are not percentage points, money once is not money a year. LOOSE where the words
    leave out what the reader needs: the per cent sign, the pounds, the year.

    Examples
    --------
    >>> from goldenthread.core.claims.numerals import find_numerals
    >>> once = Evidence(statistic=Statistic.MONEY_ONCE, value=49_185)
    >>> unit_fault(find_numerals("£49,185 a year")[0], once).why
    'The words say money a year; the fact is money once.'
    >>> unit_fault(find_numerals("£49,185")[0], once) is None
    True
    """
    if is_multiple:
        return None if evidence.statistic is Statistic.RATIO else false(_differs("how many times", evidence))
    if evidence.statistic in RANKS:
        return false(_differs("a number", evidence) + " Say “eighth” or “number one”.")
    if numeral.base is not None:
        return _base_fault(numeral.base, evidence)
    match numeral.unit:
        case Unit.MONEY:
            return _money_fault(numeral, evidence)
        case Unit.PERCENT:
            return _percent_fault(evidence)
        case Unit.POINTS:
            is_points = evidence.unit is Unit.POINTS or (evidence.unit is None and evidence.statistic in _OF_ANY_UNIT)
            return None if is_points else false(_differs("percentage points", evidence))
        case _:
            return _bare_fault(evidence)


def _differs(what: str, evidence: Evidence) -> str:
    unit = f" in {evidence.unit}" if evidence.unit is not None else ""
    return f"The words say {what}; the fact is {_a(evidence.statistic)}{unit}."


def _a(statistic: Statistic) -> str:
    if statistic.startswith(("money", "all", "first")):
        return statistic.value
    return f"{'an' if statistic.startswith('a') else 'a'} {statistic.value}"


def _base_fault(base: int, evidence: Evidence) -> Said | None:
    if evidence.statistic not in _OF_ANY_UNIT:
        return false(_differs(f"a rate per {base:,}", evidence))
    if evidence.base is not None and evidence.base != base:
        return false(f"The words say per {base:,}; the fact is per {evidence.base:,}.")
    return None


def _money_fault(numeral: Numeral, evidence: Evidence) -> Said | None:
    if not evidence.is_money:
        if evidence.statistic in _OF_ANY_UNIT and evidence.unit is None:
            return None
        return false(_differs("money", evidence))
    if evidence.unit is Unit.MONEY and evidence.per is None and not evidence.statistic.startswith("money"):
        return None  # the gap between two incomes: for which time is in the words around it
    if numeral.per is evidence.per:
        return None
    if numeral.per is None:
        return Said(Verdict.LOOSE, f"The fact is {evidence.statistic}; the words do not say “{evidence.per}”.")
    return false(f"The words say money {numeral.per}; the fact is {evidence.statistic}.")


def _percent_fault(evidence: Evidence) -> Said | None:
    if evidence.statistic in SHARES or evidence.unit is Unit.PERCENT:
        return None
    if evidence.statistic is Statistic.COUNT and evidence.denominator:
        return None
    if evidence.statistic in _OF_ANY_UNIT and evidence.unit is None:
        return None
    return false(_differs("per cent", evidence))


def _bare_fault(evidence: Evidence) -> Said | None:
    if evidence.statistic in SHARES or evidence.unit is Unit.PERCENT:
        return Said(Verdict.LOOSE, "The fact is in per cent; the words do not say so.")
    if evidence.unit is Unit.POINTS:
        return Said(Verdict.LOOSE, "The fact is in percentage points; the words do not say so.")
    if evidence.is_money:
        return Said(Verdict.LOOSE, "The fact is money; the words do not say so.")
    return None
