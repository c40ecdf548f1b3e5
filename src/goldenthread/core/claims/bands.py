"""In which band of values a wording is true: the settings, and the band that they give an amount."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from goldenthread.core.claims.hedges import Hedge
from goldenthread.core.claims.numerals import Form, Numeral
from goldenthread.core.claims.rounding import Number, to_fraction, write_number
from goldenthread.core.claims.statements import Amount
from goldenthread.core.claims.verdicts import Verdict

#: Where each number of :class:`Bands` comes from.
WHERE_FROM: Mapping[str, str] = {
    "half_step": "Half the last digit that is not zero: a nearer round number would have been said beyond it.",
    "near": "House rule: nobody takes “almost” or “about” for more than a twentieth away.",
    "over_step": "One whole step: “over 300” is not said of 400, which is nearer to the next round number.",
    "over": "House rule: a tenth above a coarse number (over 2,000) is the most that still tells its size.",
    "over_least": "House rule: a twentieth above a fine number (over 125), of which the step alone would allow one.",
    "fraction": "House rule: half of five points, the step in which fractions are said.",
    "fraction_part": "House rule: a small fraction (one in a hundred) is not true of nothing at all.",
    "multiple": "House rule: as near as “about”.",
    "majority": "What the word means.",
    "among": "House rule: the first quarter of a table.",
    "dozens": "From two dozen to what is nearly a hundred.",
    "tens": "From two tens to the next word.",
    "hundreds": "From two hundred to the next word.",
    "thousands": "From two thousand to ten thousand, for which “tens of thousands” would have been said.",
    "tens_of_thousands": "From twice the word to the next word.",
    "hundreds_of_thousands": "From twice the word to the next word.",
    "millions": "From two million to a thousand million.",
}


@dataclass(frozen=True, slots=True)
class Bands:
    """How far from a stated number the evidence may lie. Shares of the number itself, unless points are said.

    Raises
    ------
    ValueError
        If a share or a number of points is not above zero, or a range of words goes from the higher to the lower.

    Examples
    --------
    >>> Bands().near, Bands(near=Fraction(1, 10)).near
    (Fraction(1, 20), Fraction(1, 10))
    >>> Bands(near=Fraction(0))
    Traceback (most recent call last):
    ValueError: “near” must lie above 0; got 0.
    """

    half_step: Fraction = Fraction(1, 2)  # of the step: almost, just over, about
    near: Fraction = Fraction(1, 20)  # … and never more than this share
    over_step: Fraction = Fraction(1)  # of the step: over, under, at least, up to
    over: Fraction = Fraction(1, 10)  # … and not more than this share
    over_least: Fraction = Fraction(1, 20)  # … but always as much as this
    fraction: Fraction = Fraction(5, 2)  # points: half, a third, one in five
    fraction_part: Fraction = Fraction(1, 4)  # … and never more than this part of what is said, or of the rest
    multiple: Fraction = Fraction(1, 20)  # doubled, three times
    majority: Fraction = Fraction(50)  # per cent, above which is most
    among: Fraction = Fraction(1, 4)  # of a table: among the highest
    dozens: tuple[int, int] = (24, 99)
    tens: tuple[int, int] = (20, 99)
    hundreds: tuple[int, int] = (200, 999)
    thousands: tuple[int, int] = (2_000, 9_999)
    tens_of_thousands: tuple[int, int] = (20_000, 99_999)
    hundreds_of_thousands: tuple[int, int] = (200_000, 999_999)
    millions: tuple[int, int] = (2_000_000, 999_999_999)

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                if not 0 < value[0] <= value[1]:
                    raise ValueError(f"“{field.name}” goes from the lower to the higher number; got {value}.")
            elif value <= 0:
                raise ValueError(f"“{field.name}” must lie above 0; got {write_number(value)}.")

    def of_word(self, word: str) -> tuple[int, int] | None:
        """Return from what to what "hundreds", "tens of thousands" … are; None of a word without a range.

        Examples
        --------
        >>> Bands().of_word("hundreds"), Bands().of_word("scores")
        ((200, 999), None)
        """
        found = getattr(self, word.replace(" ", "_"), None)
        return found if isinstance(found, tuple) else None


DEFAULT_BANDS = Bands()


@dataclass(frozen=True, slots=True)
class Band:
    """Values of which a wording is true, and the verdict below them and above."""

    lower: Fraction
    upper: Fraction
    has_lower: bool = True
    has_upper: bool = True
    below: Verdict = Verdict.FALSE
    above: Verdict = Verdict.FALSE

    def verdict(self, value: Number) -> Verdict:
        """Return TRUE within the band, and what lies below or above it outside.

        Examples
        --------
        >>> Band(Fraction(21, 2), Fraction(11), has_upper=False, below=Verdict.LOOSE).verdict(10.8).value
        'TRUE'
        """
        exact = to_fraction(value)
        if exact < self.lower or (exact == self.lower and not self.has_lower and self.lower < self.upper):
            return self.below
        if exact > self.upper or (exact == self.upper and not self.has_upper):
            return self.above
        return self.below if exact == self.lower and not self.has_lower else Verdict.TRUE

    @property
    def words(self) -> str:
        """The band in words: "from 10.5 to below 11"."""
        lower, upper = _written(self.lower), _written(self.upper)
        if self.lower == self.upper:
            return f"exactly {lower}" if self.has_lower and self.has_upper else "never"
        first = f"from {lower}" if self.has_lower else f"above {lower}"
        return f"{first} to {upper}" if self.has_upper else f"{first} to below {upper}"


def _written(value: Fraction) -> str:
    """All its places, where it has few: an end of a band that is rounded would be no end."""
    for decimals in range(7):
        if (value * 10**decimals).denominator == 1:
            return write_number(value, decimals)
    return write_number(value)


def band_of(amount: Amount, bands: Bands = DEFAULT_BANDS) -> Band:
    r"""Return the band in which an amount's wording is true.

    With :math:`s` the stated number and :math:`u` the place value of its last digit that is not zero:

    .. math::
        \text{almost } s: \; [s - \min(u/2, s/20),\; s) \qquad
        \text{over } s: \; (s,\; s + \max(\min(u, s/10), s/20)]

    An exact number is true of what rounds to it, half up, at its last written digit.

    Parameters
    ----------
    amount
        A number with its hedge.
    bands
        The settings.

    Raises
    ------
    ValueError
        If a number below zero is hedged with "over", "almost" or the like, which may mean either side of it.

    Examples
    --------
    >>> from goldenthread.core.claims.wording import parse_wording
    >>> [band_of(parse_wording(words).statement).words for words in ("almost 11", "over 2,000", "£2.6m", "a third")]
    ['from 10.5 to below 11', 'above 2,000 to 2,200', 'from 2,550,000 to below 2,650,000', 'from 30.83 to 35.83']
    """
    numeral, hedge = amount.numeral, amount.hedge
    stated, step = numeral.value, numeral.step
    if amount.is_exact:
        return _exact_band(numeral) if numeral.form is not Form.FRACTION else Band(stated, stated)
    is_part = numeral.form in {Form.FRACTION, Form.PART}
    if is_part and hedge in {Hedge.NONE, Hedge.ABOUT}:
        width = min(bands.fraction, bands.fraction_part * min(stated, 100 - stated))
        return Band(stated - width, stated + width)
    if hedge is Hedge.NONE:
        if amount.is_multiple and numeral.place == 1:
            return Band(stated * (1 - bands.multiple), stated * (1 + bands.multiple))
        return _exact_band(numeral)
    if stated < 0:
        raise ValueError(f"“{hedge} {write_number(stated)}” may mean either side of it: say the number exactly.")
    narrow = min(bands.half_step * step, bands.near * stated)
    wide = max(min(bands.over_step * step, bands.over * stated), bands.over_least * stated)
    return _hedged(hedge, stated, narrow, wide)


def _hedged(hedge: Hedge, stated: Fraction, narrow: Fraction, wide: Fraction) -> Band:
    match hedge:
        case Hedge.ALMOST:
            return Band(stated - narrow, stated, has_upper=False, below=Verdict.LOOSE)
        case Hedge.OVER:
            return Band(stated, stated + wide, has_lower=False, above=Verdict.LOOSE)
        case Hedge.JUST_OVER:
            return Band(stated, stated + narrow, has_lower=False, above=Verdict.LOOSE)
        case Hedge.AT_LEAST:
            return Band(stated, stated + wide, above=Verdict.LOOSE)
        case Hedge.UNDER:
            return Band(stated - wide, stated, has_upper=False, below=Verdict.LOOSE)
        case Hedge.UP_TO:
            return Band(stated - wide, stated, below=Verdict.LOOSE)
        case _:
            return Band(stated - narrow, stated + narrow)


def _exact_band(numeral: Numeral) -> Band:
    """What rounds half up, away from zero, to the number at its last written digit."""
    stated, half = numeral.value, numeral.place / 2
    return Band(stated - half, stated + half, has_lower=stated > 0, has_upper=stated < 0)
