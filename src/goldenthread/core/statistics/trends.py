"""Is a gap narrowing? A verdict that says why, and whether the worse-off improved or the better-off got worse."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.checks import normal_quantile
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.trend_tests import mann_kendall, weighted_trend

#: Below this many bare values (without intervals) no rise or fall can be told from chance at 95%.
KENDALL_POINTS = 5


class Direction(StrEnum):
    """What a gap does over time."""

    NARROWING = "narrowing"
    WIDENING = "widening"
    NO_CLEAR_CHANGE = "no clear change"
    CANNOT_TELL = "cannot tell"


class Movement(StrEnum):
    """What happened to one group of people over time."""

    IMPROVED = "improved"
    GOT_WORSE = "got worse"
    ROSE = "rose"  # where neither direction is good
    FELL = "fell"
    NO_CLEAR_CHANGE = "shows no clear change"
    CANNOT_TELL = "cannot be judged"

    @classmethod
    def of(cls, sign: int | None, polarity: Polarity) -> "Movement":
        """The movement of a group whose value clearly fell (-1), did not clearly change (0) or clearly rose (1)."""
        if sign is None:
            return cls.CANNOT_TELL
        if sign == 0:
            return cls.NO_CLEAR_CHANGE
        if polarity is Polarity.NEITHER:
            return cls.ROSE if sign > 0 else cls.FELL
        return cls.IMPROVED if (sign > 0) == (polarity is Polarity.HIGHER_IS_BETTER) else cls.GOT_WORSE


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a value belongs to: its first and last day, and its name on the page.

    Raises
    ------
    ValueError
        If it ends before it begins.

    Examples
    --------
    >>> Period(date(2018, 1, 1), date(2020, 12, 31), "2018 to 2020").overlaps(
    ...     Period(date(2019, 1, 1), date(2021, 12, 31), "2019 to 2021")
    ... )
    True
    """

    start: date
    end: date
    name: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"The period {self.name} ends on {self.end}, before it begins on {self.start}.")

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    @property
    def middle(self) -> float:
        """The middle of the period in years."""
        return (self.start.toordinal() + self.end.toordinal() + 1) / 2 / 365.25


@dataclass(frozen=True, slots=True)
class Verdict(Result):
    """What a gap did, why that is said, and how it came about.

    Attributes
    ----------
    direction
        Narrowing, widening, no clear change, or cannot tell.
    why
        A sentence on the evidence.
    how
        A sentence on who moved; says so when it cannot be told.
    absolute_change, relative_change
        Change over the periods used, in the units of the gap and as a factor (0.9 is a tenth smaller); None where it
        cannot be worked out.
    worst_moved, best_moved
        What happened to the most and to the least deprived group.
    periods_used
        Names of the periods the verdict rests on: independent ones only.
    """

    direction: Direction
    why: str
    how: str
    absolute_change: Estimate | None = None
    relative_change: Estimate | None = None
    worst_moved: Movement = Movement.CANNOT_TELL
    best_moved: Movement = Movement.CANNOT_TELL
    periods_used: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.direction.value.capitalize()}. {self.why} {self.how}"


HOW_UNKNOWN = "Who moved cannot be told."
ONLY_ABSOLUTE = "Only the absolute gap is known; a change is judged by the absolute and the relative gap together."


@dataclass(frozen=True, slots=True)
class GapStory:
    """What happened to a gap, as signs (-1 clear fall, 0 no clear change, 1 clear rise), and the sentences about it."""

    absolute: int
    relative: int
    worst: Movement = Movement.CANNOT_TELL
    best: Movement = Movement.CANNOT_TELL
    is_reversed: bool = False  # the most deprived are better off throughout

    @property
    def direction(self) -> Direction:
        """What the gap does: where absolute and relative disagree, no clear change."""
        both = self.absolute + self.relative
        if both == 0:
            return Direction.NO_CLEAR_CHANGE
        return Direction.WIDENING if both > 0 else Direction.NARROWING

    def why(self, first: str, last: str) -> str:
        """The sentence on the evidence between two periods."""
        words = {-1: "fell", 0: "did not clearly change", 1: "rose"}
        absolute, relative, between = words[self.absolute], words[self.relative], f"between {first} and {last}"
        if self.absolute == self.relative == 0:
            sentence = f"Neither the absolute nor the relative gap changed by more than chance could explain {between}."
        elif self.absolute == self.relative:
            sentence = f"Both the absolute and the relative gap {absolute} by more than chance could explain {between}."
        elif self.absolute * self.relative < 0:
            sentence = f"The absolute gap {absolute} but the relative gap {relative} {between}, so they do not agree."
        else:
            sentence = f"The absolute gap {absolute} and the relative gap {relative} {between}."
        return f"{sentence} Here the most deprived are better off." if self.is_reversed else sentence

    def how(self, worst_name: str, best_name: str) -> str:
        """The sentence on who moved."""
        if Movement.CANNOT_TELL in (self.worst, self.best):
            return HOW_UNKNOWN
        first = worst_name[:1].upper() + worst_name[1:]
        if self.worst != self.best:
            return f"{first} {self.worst}; {best_name} {self.best}."
        if self.worst is Movement.NO_CLEAR_CHANGE:
            return f"Neither {worst_name} nor {best_name} shows a clear change."
        more = ""
        gap_sign = 0 if self.is_reversed else self.absolute
        if gap_sign and self.worst in (Movement.IMPROVED, Movement.GOT_WORSE):
            # A gap that falls while both improve is one in which the most deprived improved by more; and so on round.
            is_worst = (gap_sign < 0) == (self.worst is Movement.IMPROVED)
            more = f", {worst_name if is_worst else best_name} by more"
        return f"{first} and {best_name} both {self.worst}{more}."

    @staticmethod
    def untold(periods: Sequence[Period], used: Sequence[int], editions: Sequence[str] | None = None) -> str:
        """Why nothing can be told from periods of which those at the positions `used` share no day; "" where it can."""
        if not periods:
            return "There are no figures yet."
        if len(periods) == 1:
            return f"There are figures for one period only ({periods[0].name})."
        if len(used) < 2:
            return "The periods overlap: they share the same people and events, so they cannot be compared."
        if editions is not None and len({editions[i] for i in used}) > 1:
            listed = ", ".join(dict.fromkeys(editions[i] for i in used))
            return f"The periods use different editions of the deprivation index ({listed}), which cannot be compared."
        return ""

    @staticmethod
    def too_few(periods: int) -> str:
        """Why nothing can be told from so few separate periods whose gaps carry no interval."""
        return (
            f"The gaps carry no interval, and {periods} separate periods are too few to tell a change from chance "
            f"without one; {KENDALL_POINTS} are needed."
        )


def independent_periods(periods: Sequence[Period]) -> tuple[int, ...]:
    """Return the positions, in order of time, of periods that share no day, taken from the latest backwards.

    Overlapping windows (three-year averages a year apart) share most of their events: comparing them as if they were
    separate finds trends that are not there.

    Examples
    --------
    >>> windows = [Period(date(y, 1, 1), date(y + 2, 12, 31), f"{y} to {y + 2}") for y in range(2011, 2018)]
    >>> [windows[i].name for i in independent_periods(windows)]
    ['2011 to 2013', '2014 to 2016', '2017 to 2019']
    """
    chosen: list[int] = []
    for i in sorted(range(len(periods)), key=lambda i: periods[i].end, reverse=True):
        if not any(periods[i].overlaps(periods[j]) for j in chosen):
            chosen.append(i)
    return tuple(reversed(chosen))


def gap_trend(
    periods: Sequence[Period],
    gaps: Sequence[Estimate],
    relative: Sequence[Estimate] | None = None,
    *,
    best_group: Sequence[Estimate] | None = None,
    worst_group: Sequence[Estimate] | None = None,
    polarity: Polarity,
    editions: Sequence[str] | None = None,
    worst_name: str = "the most deprived fifth",
    best_name: str = "the least deprived fifth",
    level: float = 0.95,
) -> Verdict:
    r"""Return what a gap did over time.

    Only periods that share no day are used. With two of them the change is their difference, its limits joined by
    MOVER; with three or more it is the slope of a line weighted by precision, times the years between first and last,
    its interval widened by :math:`\sqrt{\chi^2/(k-2)}` where the points scatter more than their own uncertainty
    allows. Relative gaps are compared as logarithms. Gaps without intervals need five periods and the Mann-Kendall
    test. The gap narrows (widens) when the absolute gap clearly falls (rises) and the relative gap does not clearly do
    the opposite, or when the relative gap clearly falls (rises) and the absolute gap does not clearly do the opposite;
    when they disagree there is no clear change, and both are said.

    Parameters
    ----------
    periods
        One for each gap, in any order.
    gaps
        Absolute gaps; positive to the disadvantage of the most deprived (a slope index or a difference).
    relative
        Relative gaps, above zero and above 1 to the disadvantage of the most deprived. Without them nothing is
        decided: a gap is judged by both, or not at all.
    best_group, worst_group
        Values of the least and the most deprived group in the same periods, to say how the gap changed.
    polarity
        Which direction of the groups' values is good.
    editions
        Edition of the deprivation index behind each gap; different editions are not compared.
    worst_name, best_name
        What the groups are called in sentences.
    level
        Confidence level of the verdict.

    Raises
    ------
    ValueError
        If the inputs differ in length, or a relative gap is not above zero.

    References
    ----------
    King NB, Harper S, Young ME (2012). Use of relative and absolute effect measures in reporting health inequalities.
    BMJ 345: e5774.

    Examples
    --------
    >>> years = [Period(date(y, 1, 1), date(y, 12, 31), str(y)) for y in (2015, 2020)]
    >>> def around(value, spread): return Estimate(value, Limits(value - spread, value + spread), "published")
    >>> verdict = gap_trend(
    ...     years, [around(9.0, 0.8), around(6.0, 0.8)], [around(1.12, 0.01), around(1.08, 0.01)],
    ...     worst_group=[around(74.0, 0.5), around(77.0, 0.5)], best_group=[around(83.0, 0.5), around(83.0, 0.5)],
    ...     polarity=Polarity.HIGHER_IS_BETTER,
    ... )
    >>> verdict.direction.value, verdict.how
    ('narrowing', 'The most deprived fifth improved; the least deprived fifth shows no clear change.')
    """
    _check_lengths(periods, gaps, relative, best_group, worst_group, editions)
    used = independent_periods(periods)
    names = tuple(periods[i].name for i in used)
    refusal = _reason_to_refuse(periods, used, relative, editions)
    if refusal or relative is None:
        return Verdict(Direction.CANNOT_TELL, refusal, HOW_UNKNOWN, periods_used=names)
    moments = [periods[i].middle for i in used]
    # Where the most deprived are better off throughout, the gap is measured the other way round.
    reversed_gap = all(gaps[i].value < 0 for i in used)
    absolute = [_flipped(gaps[i]) if reversed_gap else gaps[i] for i in used]
    ratios = [_logarithm(relative[i]) for i in used]
    if reversed_gap:
        ratios = [_flipped(ratio) for ratio in ratios]
    absolute_change, relative_change = _change(moments, absolute, level), _change(moments, ratios, level)
    if absolute_change is None or relative_change is None:
        return Verdict(Direction.CANNOT_TELL, GapStory.too_few(len(used)), HOW_UNKNOWN, periods_used=names)
    worst = _movement(moments, [worst_group[i] for i in used], polarity, level) if worst_group else Movement.CANNOT_TELL
    best = _movement(moments, [best_group[i] for i in used], polarity, level) if best_group else Movement.CANNOT_TELL
    story = GapStory(absolute_change.sign, relative_change.sign, worst, best, reversed_gap)
    return Verdict(
        direction=story.direction,
        why=story.why(names[0], names[-1]),
        how=story.how(worst_name, best_name),
        absolute_change=absolute_change.estimate,
        relative_change=_factor(relative_change.estimate),
        worst_moved=worst,
        best_moved=best,
        periods_used=names,
    )


@dataclass(frozen=True, slots=True)
class _Change:
    estimate: Estimate
    sign: int  # -1, 0 or 1: clear fall, no clear change, clear rise


def _check_lengths(
    periods: Sequence[Period],
    gaps: Sequence[Estimate],
    *others: Sequence[Estimate] | Sequence[str] | None,
) -> None:
    for given in (gaps, *others):
        if given is not None and len(given) != len(periods):
            raise ValueError(f"Each of the {len(periods)} periods needs one number of each kind; got {len(given)}.")


def _reason_to_refuse(
    periods: Sequence[Period],
    used: tuple[int, ...],
    relative: Sequence[Estimate] | None,
    editions: Sequence[str] | None,
) -> str:
    untold = GapStory.untold(periods, used, editions)
    if untold or relative is None:
        return untold or ONLY_ABSOLUTE
    for estimate in relative:
        if estimate.value <= 0:
            raise ValueError(f"A relative gap is a ratio above zero; got {estimate.value}.")
    return ""


def _change(moments: Sequence[float], estimates: Sequence[Estimate], level: float) -> _Change | None:
    """The change from the first to the last moment, or None where it cannot be judged."""
    limits = [estimate.limits for estimate in estimates]
    values = [estimate.value for estimate in estimates]
    if not all(
        limit is not None and limit.upper > limit.lower and math.isfinite(limit.upper - limit.lower) for limit in limits
    ):
        return _bare_change(moments, values, level)
    z = float(normal_quantile(level))
    if len(values) == 2:
        (below_1, above_1), (below_2, above_2) = (_arms(e, z) for e in estimates)
        change = values[1] - values[0]
        found = Limits(change - math.hypot(below_2, above_1), change + math.hypot(above_2, below_1), level)
        return _Change(Estimate(change, found, "difference of two periods (MOVER)"), _sign(found))
    errors = [sum(_arms(estimate, z)) / (2 * z) for estimate in estimates]
    trend = weighted_trend(moments, values, errors)
    years = moments[-1] - moments[0]
    widened = math.sqrt(max(1.0, trend.scatter_chi_square / (len(values) - 2)))
    half_width = z * trend.standard_error * widened * years
    found = Limits(trend.slope * years - half_width, trend.slope * years + half_width, level)
    return _Change(Estimate(trend.slope * years, found, "weighted line through the periods"), _sign(found))


def _bare_change(moments: Sequence[float], values: Sequence[float], level: float) -> _Change | None:
    if len(values) < KENDALL_POINTS:
        return None
    trend = mann_kendall(moments, values)
    change = trend.slope * (moments[-1] - moments[0])
    reason = "the values carry no intervals; the change was judged by the Mann-Kendall test"
    return _Change(Estimate(change, None, reason=reason), int(np.sign(trend.score)) if trend.p < 1 - level else 0)


def _arms(estimate: Estimate, z: float) -> tuple[float, float]:
    """How far the limits reach below and above the value, brought to the level of the verdict."""
    if estimate.limits is None:
        raise ValueError("An estimate without limits has no arms.")
    scale = z / float(normal_quantile(estimate.limits.level))
    return (
        max(estimate.value - estimate.limits.lower, 0.0) * scale,
        max(estimate.limits.upper - estimate.value, 0.0) * scale,
    )


def _sign(limits: Limits) -> int:
    return 1 if limits.lower > 0 else -1 if limits.upper < 0 else 0


def _flipped(estimate: Estimate) -> Estimate:
    limits = estimate.limits
    turned = None if limits is None else Limits(-limits.upper, -limits.lower, limits.level)
    return Estimate(-estimate.value, turned, estimate.method, estimate.reason)


def _logarithm(ratio: Estimate) -> Estimate:
    limits = ratio.limits
    value = math.log(ratio.value)
    if limits is None or limits.lower <= 0 or math.isinf(limits.upper):
        return Estimate(value, None, reason=ratio.reason or "the ratio's interval reaches zero or has no end")
    return Estimate(value, Limits(math.log(limits.lower), math.log(limits.upper), limits.level), ratio.method)


def _factor(log_change: Estimate) -> Estimate:
    limits = log_change.limits
    turned = None if limits is None else Limits(math.exp(limits.lower), math.exp(limits.upper), limits.level)
    return Estimate(math.exp(log_change.value), turned, log_change.method, log_change.reason)


def _movement(moments: Sequence[float], values: Sequence[Estimate], polarity: Polarity, level: float) -> Movement:
    change = _change(moments, values, level)
    return Movement.of(None if change is None else change.sign, polarity)
