"""Judges words of change: the sign, whether it is beyond chance, and the figures that come with it."""

from __future__ import annotations

from fractions import Fraction

from goldenthread.core.claims.bands import Bands, band_of
from goldenthread.core.claims.evidence import Evidence, Statistic
from goldenthread.core.claims.hedges import Hedge
from goldenthread.core.claims.matching import Said, false, no_evidence, unit_fault
from goldenthread.core.claims.numerals import Form, Numeral, Unit
from goldenthread.core.claims.rounding import write_number
from goldenthread.core.claims.statements import Amount, Change, Direction
from goldenthread.core.claims.verdicts import Verdict, gravest
from goldenthread.core.estimates import Polarity


def judge_change(words: str, change: Change, evidence: Evidence, bands: Bands) -> Said:
    """Return whether words of change are true of a change.

    The sign must be theirs and the change clear: beyond the indicator's criterion where it has one, beyond the
    interval otherwise. A clear change the other way makes them false; one that is not clear is no clear change.

    Examples
    --------
    >>> from goldenthread.core.claims.bands import DEFAULT_BANDS
    >>> rise = Evidence(statistic=Statistic.CHANGE, value=2, lower=-1, upper=5)
    >>> judge_change("“rose”", Change(Direction.UP), rise, DEFAULT_BANDS).why
    '“rose” needs a change that is clear; this one is 2, with an interval from -1 to 5.'
    """
    if change.times is not None and evidence.statistic is Statistic.RATIO:
        return _times(words, change, evidence.value, bands)
    if evidence.statistic is not Statistic.CHANGE:
        return false(f"{words} is a change; the fact is a {evidence.statistic}.")
    if change.is_of_gap and evidence.is_of_gap is False:
        return false(f"{words} is about a gap; the fact is the change of a value.")
    value = _difference(evidence)
    is_clear = evidence.is_change_clear
    if change.direction is Direction.SAME:
        return _same(words, value, is_clear, evidence)
    if value is None:
        return no_evidence(f"{words}: the fact has no size or sign.")
    wanted = _sign(change.direction, evidence.polarity)
    if wanted is None:
        return no_evidence(f"{words}: nothing says which direction is good.")
    if not is_clear:
        return Said(Verdict.NO_CLEAR_CHANGE, f"{words} needs a change that is clear; {_unclear(value, evidence)}.")
    if value * wanted <= 0:
        return false(f"{words} says the change went {'up' if wanted > 0 else 'down'}; it is {write_number(value)}.")
    sizes = _sizes(words, change, value, evidence, bands)
    if sizes:
        worst = gravest(*(each.verdict for each in sizes))
        return next(each for each in sizes if each.verdict is worst)
    beyond = evidence.criterion or "its interval does not hold zero"
    return Said(Verdict.TRUE, f"{words} is true: the change is {write_number(value)}, and clear ({beyond}).", "clear")


def _difference(evidence: Evidence) -> Fraction | None:
    if evidence.value is not None or len(evidence.series) < 2:
        return evidence.value
    return evidence.series[-1] - evidence.series[0]


def _unclear(value: Fraction, evidence: Evidence) -> str:
    size = write_number(value)
    if evidence.is_clear is False:
        return f"this one is {size}, and not clear ({evidence.criterion or 'by the criterion of its indicator'})"
    if evidence.lower is not None and evidence.upper is not None:
        ends = f"{write_number(evidence.lower)} to {write_number(evidence.upper)}"
        return f"this one is {size}, with an interval from {ends}"
    return f"this one is {size}, and the fact has neither an interval nor a criterion"


def _sign(direction: Direction, polarity: Polarity | None) -> int | None:
    if direction in {Direction.UP, Direction.DOWN}:
        return 1 if direction is Direction.UP else -1
    if polarity is None or polarity is Polarity.NEITHER:
        return None
    return 1 if (polarity is Polarity.HIGHER_IS_BETTER) == (direction is Direction.BETTER) else -1


def _same(words: str, value: Fraction | None, is_clear: bool | None, evidence: Evidence) -> Said:
    if is_clear:
        return false(f"{words} is true where no change is clear; this one is.", "not clear")
    if is_clear is None and value != 0:
        return no_evidence(f"{words}: the fact has neither an interval nor a criterion.")
    return Said(Verdict.TRUE, f"{words} is true: no change is clear.", "not clear")


def _sizes(words: str, change: Change, value: Fraction, evidence: Evidence, bands: Bands) -> list[Said]:
    found = []
    if change.by is not None:
        found.append(_by(change.by, value, evidence, bands))
    for amount, position, name in ((change.start, 0, "starts"), (change.end, -1, "ends")):
        if amount is None:
            continue
        if len(evidence.series) < 2:
            found.append(no_evidence(f"{words}: the fact does not say where the change {name}."))
        else:
            found.append(_held(amount, evidence.series[position], bands))
    if change.times is not None:
        ratio = evidence.series[-1] / evidence.series[0] if len(evidence.series) > 1 and evidence.series[0] else None
        found.append(_times(words, change, ratio, bands))
    return found


def _by(by: Amount, value: Fraction, evidence: Evidence, bands: Bands) -> Said:
    if by.numeral.unit is Unit.PERCENT and evidence.unit is not Unit.PERCENT and len(evidence.series) > 1:
        first = evidence.series[0]
        if first and evidence.unit is not Unit.POINTS:
            return _held(by, abs(100 * value / first), bands)
    if by.numeral.form is not Form.FRACTION:
        fault = unit_fault(by.numeral, evidence)
        if fault is not None:
            return fault
    return _held(by, abs(value), bands)


def _held(amount: Amount, value: Fraction, bands: Bands, words: str = "") -> Said:
    words = words or f"“{amount.numeral.text}”"
    try:
        band = band_of(amount, bands)
    except ValueError as error:
        return Said(Verdict.UNPARSED, str(error))
    why = f"{words} is true {band.words}; the evidence is {write_number(value)}."
    return Said(band.verdict(value), why, band.words)


def _times(words: str, change: Change, ratio: Fraction | None, bands: Bands) -> Said:
    if ratio is None or change.times is None:
        return no_evidence(f"{words}: the fact does not say how many times.")
    if change.times < 1:
        # Halved: the first value is twice the last, and "more than halved" is more than twice.
        if ratio == 0:
            return false(f"{words} leaves something; the evidence is nothing.")
        ratio, times = 1 / ratio, 1 / change.times
    else:
        times = change.times
    one = Numeral(0, 1, str(times), times, Fraction(1), Fraction(1), Form.WORDS)
    amount = Amount(one, change.times_hedge, is_multiple=change.times_hedge is Hedge.NONE)
    return _held(amount, ratio, bands, words)
