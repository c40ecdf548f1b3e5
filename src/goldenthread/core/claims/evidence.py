"""What a claim is bound to: one value of one statistic, with what is needed to tell whether words about it are true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from goldenthread.core.claims.numerals import Per, Unit
from goldenthread.core.claims.rounding import Number, to_fraction, write_number
from goldenthread.core.estimates import Polarity


class Statistic(StrEnum):
    """The kind of a fact's value."""

    COUNT = "count"
    SHARE = "share"  # in per cent
    GAP = "gap"
    RATIO = "ratio"
    RATE = "rate"
    AMOUNT = "amount"  # an average, a time, anything else that is measured
    RANK = "rank"
    FIRST = "first"
    MONEY_ONCE = "money once"
    MONEY_A_YEAR = "money a year"
    MONEY_A_MONTH = "money a month"
    MONEY_A_WEEK = "money a week"
    MONEY_A_DAY = "money a day"
    MONEY_AN_HOUR = "money an hour"
    ALL_OR_NONE = "all or none"  # in per cent
    CHANGE = "change"  # later less earlier
    RANGE = "range"  # of a series of values


#: For which time an amount of money of each kind is; once, for none.
PERIODS: Mapping[Statistic, Per | None] = {
    Statistic.MONEY_ONCE: None,
    Statistic.MONEY_A_YEAR: Per.YEAR,
    Statistic.MONEY_A_MONTH: Per.MONTH,
    Statistic.MONEY_A_WEEK: Per.WEEK,
    Statistic.MONEY_A_DAY: Per.DAY,
    Statistic.MONEY_AN_HOUR: Per.HOUR,
}
SHARES = frozenset({Statistic.SHARE, Statistic.ALL_OR_NONE})
RANKS = frozenset({Statistic.RANK, Statistic.FIRST})


class Order(StrEnum):
    """From which end places are counted."""

    HIGHEST_FIRST = "highest first"
    LOWEST_FIRST = "lowest first"
    BEST_FIRST = "best first"
    WORST_FIRST = "worst first"


@dataclass(frozen=True, slots=True, init=False)
class Evidence:
    """The value behind a claim. Numbers of any kind are taken and kept exactly; shares are in per cent.

    Parameters
    ----------
    statistic
        What kind of value it is.
    value
        The value, unrounded; None where there is none. A share with its numerator and denominator needs none.
    lower, upper
        The ends of its interval.
    series
        Every value of a range; the first and the last of a change.
    numerator, denominator
        Of a share, or of all and none.
    unit
        Where the statistic does not say it: whether a gap or a change is in per cent or in percentage points.
    base
        Of a rate: 100,000 where it is per 100,000.
    peers, tied, order
        Of a rank: how many are in the table, how many others share the place, and from which end it is counted.
    polarity
        Which direction is good: for "improved", "best" and "worst".
    is_clear, criterion
        Of a change: whether it is beyond the indicator's criterion for change, and that criterion in words. Without,
        its interval says.
    is_of_gap
        Whether a change is the change of a gap; None if unknown.
    is_suppressed
        Whether disclosure control hides the value.
    as_at, valid_until
        Of what day the value is; the last day on which it may be said without a word.

    Raises
    ------
    ValueError
        If it is impossible: a share above 100%, a count below zero, a place beyond the end of the table …

    Examples
    --------
    >>> Evidence(statistic=Statistic.SHARE, numerator=10, denominator=17).value
    Fraction(1000, 17)
    >>> Evidence(statistic=Statistic.COUNT, value=-3)
    Traceback (most recent call last):
    ValueError: A count is zero or more; got -3.
    """

    statistic: Statistic
    value: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None
    series: tuple[Fraction, ...] = ()
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    unit: Unit | None = None
    base: int | None = None
    peers: int | None = None
    tied: int = 0
    order: Order | None = None
    polarity: Polarity | None = None
    is_clear: bool | None = None
    criterion: str = ""
    is_of_gap: bool | None = None
    is_suppressed: bool = False
    as_at: date | None = None
    valid_until: date | None = None

    def __init__(
        self,
        *,
        statistic: Statistic | str,
        value: Number | None = None,
        lower: Number | None = None,
        upper: Number | None = None,
        series: Iterable[Number] = (),
        numerator: Number | None = None,
        denominator: Number | None = None,
        unit: Unit | None = None,
        base: int | None = None,
        peers: int | None = None,
        tied: int = 0,
        order: Order | None = None,
        polarity: Polarity | None = None,
        is_clear: bool | None = None,
        criterion: str = "",
        is_of_gap: bool | None = None,
        is_suppressed: bool = False,
        as_at: date | None = None,
        valid_until: date | None = None,
    ) -> None:
        kind = Statistic(statistic)
        top, bottom = _exact(numerator), _exact(denominator)
        own = _exact(value)
        _check_parts(top, bottom)
        if kind in SHARES and own is None and top is not None and bottom:
            own = 100 * top / bottom
        given = {
            "statistic": kind,
            "value": own,
            "lower": _exact(lower),
            "upper": _exact(upper),
            "series": tuple(to_fraction(each) for each in series),
            "numerator": top,
            "denominator": bottom,
            "unit": unit,
            "base": base,
            "peers": peers,
            "tied": tied,
            "order": order,
            "polarity": polarity,
            "is_clear": is_clear,
            "criterion": criterion,
            "is_of_gap": is_of_gap,
            "is_suppressed": is_suppressed,
            "as_at": as_at,
            "valid_until": valid_until,
        }
        for name, each in given.items():
            object.__setattr__(self, name, each)
        _check_value(self)
        _check_interval(self)
        _check_rank(self)

    @property
    def per(self) -> Per | None:
        """For which time the money is; None for money once, and for what is no money."""
        return PERIODS.get(self.statistic)

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount of money."""
        return self.statistic in PERIODS or self.unit is Unit.MONEY

    @property
    def is_change_clear(self) -> bool | None:
        """Whether a change is beyond the criterion, or else beyond its interval; None if nothing says so."""
        if self.is_clear is not None:
            return self.is_clear
        if self.lower is None or self.upper is None:
            return None
        return self.lower > 0 or self.upper < 0


def rank_evidence(
    values: Mapping[str, Number],
    subject: str,
    *,
    order: Order = Order.HIGHEST_FIRST,
    polarity: Polarity | None = None,
    valid_until: date | None = None,
) -> Evidence:
    """Return the place of one among its peers: one more than the number strictly ahead of it, and who shares it.

    Parameters
    ----------
    values
        The value of each peer, the subject among them, by name.
    subject
        Whose place it is.
    order
        Whether the highest or the lowest is first; best and worst need the polarity.

    Raises
    ------
    ValueError
        If the subject is not in the table, or best and worst are asked for where neither direction is good.

    Examples
    --------
    >>> found = rank_evidence({"A": 9, "B": 7, "C": 7, "D": 5}, "B")
    >>> int(found.value), found.tied, found.peers
    (2, 1, 4)
    """
    if subject not in values:
        raise ValueError(f"{subject} is not in the table of {len(values)} it is to be ranked in.")
    exact = {name: to_fraction(value) for name, value in values.items()}
    counted = absolute_order(order, polarity)
    if counted is None:
        raise ValueError("Which is best or worst can only be said where one direction is good.")
    own = exact[subject]
    ahead = sum(each > own if counted is Order.HIGHEST_FIRST else each < own for each in exact.values())
    return Evidence(
        statistic=Statistic.RANK,
        value=ahead + 1,
        peers=len(exact),
        tied=sum(each == own for each in exact.values()) - 1,
        order=counted,
        polarity=polarity,
        valid_until=valid_until,
    )


def absolute_order(order: Order, polarity: Polarity | None) -> Order | None:
    """Return whether an order has the highest or the lowest first, by which direction is good; None if unknown.

    Examples
    --------
    >>> absolute_order(Order.WORST_FIRST, Polarity.HIGHER_IS_BETTER).value
    'lowest first'
    """
    if order in {Order.HIGHEST_FIRST, Order.LOWEST_FIRST}:
        return order
    if polarity is None or polarity is Polarity.NEITHER:
        return None
    is_highest = (polarity is Polarity.HIGHER_IS_BETTER) == (order is Order.BEST_FIRST)
    return Order.HIGHEST_FIRST if is_highest else Order.LOWEST_FIRST


def _exact(value: Number | None) -> Fraction | None:
    return None if value is None else to_fraction(value)


def _check_parts(top: Fraction | None, bottom: Fraction | None) -> None:
    for name, each in (("numerator", top), ("denominator", bottom)):
        if each is not None and each < 0:
            raise ValueError(f"A {name} is zero or more; got {write_number(each)}.")
    if top is not None and bottom is not None and top > bottom:
        raise ValueError(f"The numerator {write_number(top)} is above the denominator {write_number(bottom)}.")


#: A share may have been rounded before it was handed over, to whole points at the coarsest.
_ROUNDED_BY = Fraction(1, 2)


def _check_value(one: Evidence) -> None:
    value = one.value
    if value is None:
        return
    if one.statistic is Statistic.COUNT and (value < 0 or value.denominator != 1):
        said = "is zero or more" if value < 0 else "is a whole number: an average is an amount"
        raise ValueError(f"A count {said}; got {write_number(value)}.")
    if one.statistic in SHARES:
        if not 0 <= value <= 100:
            raise ValueError(f"A share lies between 0 and 100 per cent; got {write_number(value)}.")
        if one.numerator is not None and one.denominator:
            worked_out = 100 * one.numerator / one.denominator
            if abs(worked_out - value) > _ROUNDED_BY:
                parts = f"{write_number(one.numerator)} of {write_number(one.denominator)}"
                raise ValueError(f"{parts} is {write_number(worked_out, 1)}%, not {write_number(value)}%.")
    if one.statistic in {Statistic.RATIO, Statistic.RATE} and value < 0:
        raise ValueError(f"A {one.statistic} is zero or more; got {write_number(value)}.")


def _check_interval(one: Evidence) -> None:
    if (one.lower is None) != (one.upper is None):
        raise ValueError("An interval has two ends; only one was given.")
    if one.lower is None or one.upper is None:
        return
    if one.lower > one.upper:
        raise ValueError(f"The lower end {write_number(one.lower)} is above the upper end {write_number(one.upper)}.")
    if one.value is not None and not one.lower <= one.value <= one.upper:
        raise ValueError(
            f"The value {write_number(one.value)} lies outside its interval, "
            f"{write_number(one.lower)} to {write_number(one.upper)}."
        )


def _check_rank(one: Evidence) -> None:
    if one.tied < 0:
        raise ValueError(f"The number of others in the same place is zero or more; got {one.tied}.")
    if one.statistic not in RANKS or one.value is None:
        return
    if one.value < 1 or one.value.denominator != 1:
        raise ValueError(f"A place in a table is 1, 2, 3 …; got {write_number(one.value)}.")
    if one.peers is not None and one.value + one.tied > one.peers:
        raise ValueError(f"There is no place {write_number(one.value)} with {one.tied} more in a table of {one.peers}.")
