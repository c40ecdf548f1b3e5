"""Are the gaps of many places narrowing? The verdict of :func:`gap_trend` for all of them in one call."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import BoolArray, FloatArray, IntArray, as_numbers, normal_quantile, refuse
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.trend_tests_of_many import Words, mann_kendall_trends, weighted_trends
from goldenthread.core.statistics.trends import (
    HOW_UNKNOWN,
    KENDALL_POINTS,
    ONLY_ABSOLUTE,
    Direction,
    GapStory,
    Movement,
    Period,
)

CANNOT = 2  #: the sign of a change that cannot be judged

#: Values with their lower and upper limits, periods along the last axis.
SeriesWithLimits = ValueWithLimits | tuple[ArrayLike, ArrayLike, ArrayLike]


@dataclass(frozen=True, slots=True)
class GapTrends(Result):
    """What the gaps of many places did: a row a place of what :class:`Verdict` says of one; missing where not known."""

    direction: NDArray[np.object_]
    why: Words
    how: Words
    absolute_change: ValueWithLimits
    relative_change: ValueWithLimits
    worst_moved: NDArray[np.object_]
    best_moved: NDArray[np.object_]
    periods_used: IntArray


def gap_trends(
    periods: Sequence[Period],
    gaps: SeriesWithLimits,
    relative: SeriesWithLimits | None = None,
    *,
    best_group: SeriesWithLimits | None = None,
    worst_group: SeriesWithLimits | None = None,
    polarity: Polarity,
    editions: Sequence[str] | None = None,
    worst_name: str = "the most deprived fifth",
    best_name: str = "the least deprived fifth",
    level: float = 0.95,
) -> GapTrends:
    """Return what the gaps of many places did over time, each judged as :func:`gap_trend` judges one.

    Parameters
    ----------
    periods
        The same for all places, in any order.
    gaps, relative, best_group, worst_group
        Values and their limits, the periods along the last axis. A period counts for a place that has its absolute and
        its relative gap then; where a limit is missing the Mann-Kendall test decides.
    polarity, editions, worst_name, best_name
        As for one place.
    level
        Confidence level of the verdicts, and of the limits given.

    Raises
    ------
    ValueError
        If shapes do not fit, a value lies outside its limits, or a relative gap is not above zero.

    Examples
    --------
    >>> from datetime import date
    >>> years = [Period(date(y, 1, 1), date(y, 12, 31), str(y)) for y in (2015, 2020)]
    >>> gaps = [[9.0, 6.0], [9.0, 8.8]], [[8.2, 5.2], [8.2, 8.0]], [[9.8, 6.8], [9.8, 9.6]]
    >>> ratios = [[1.12, 1.08], [1.12, 1.11]], [[1.11, 1.07], [1.11, 1.10]], [[1.13, 1.09], [1.13, 1.12]]
    >>> found = gap_trends(years, gaps, ratios, polarity=Polarity.HIGHER_IS_BETTER)
    >>> [one.value for one in found.direction]
    ['narrowing', 'no clear change']
    """
    for given in (gaps, relative, best_group, worst_group):
        _check_periods(given, periods)
    # From the latest backwards, as for one place: of two that end together the first given is asked first.
    order = sorted(range(len(periods)), key=lambda i: periods[i].end, reverse=True)[::-1]
    periods = [periods[i] for i in order]
    gap = _in_order(gaps, order, "gaps")
    ratio = None if relative is None else _logarithms(_in_order(relative, order, "relative gaps"))
    known = ~np.isnan(gap.value) if ratio is None else ~(np.isnan(gap.value) | np.isnan(ratio.value))
    used = _separate(periods, known)
    moments = np.array([period.middle for period in periods])
    is_reversed = np.asarray(used.any(axis=-1) & ~(used & ~(gap.value < 0)).any(axis=-1))
    absolute = _changes(moments, _turned(gap, is_reversed), used, level)
    unknown = _Changes(ValueWithLimits(*(np.full(used.shape[:-1], np.nan),) * 3), np.full(used.shape[:-1], CANNOT))
    factor = unknown if ratio is None else _changes(moments, _turned(ratio, is_reversed), used, level)
    worst, best = (
        unknown.sign if group is None else _changes(moments, _in_order(group, order, "groups"), used, level).sign
        for group in (worst_group, best_group)
    )
    signs = np.stack(np.broadcast_arrays(absolute.sign, factor.sign, worst, best, is_reversed), axis=-1)
    teller = _Teller(
        periods,
        None if editions is None else [editions[i] for i in order],
        relative is not None,
        polarity,
        worst_name,
        best_name,
    )
    direction, why, how, worst_moved, best_moved = teller.tell(known, used, signs)
    is_told = direction != Direction.CANNOT_TELL
    return GapTrends(
        direction,
        why.astype(np.str_),
        how.astype(np.str_),
        ValueWithLimits(*(np.where(is_told, one, np.nan) for one in absolute.change)),
        ValueWithLimits(*(np.where(is_told, np.exp(one), np.nan) for one in factor.change)),
        worst_moved,
        best_moved,
        np.asarray(used.sum(axis=-1)),
    )


def _check_periods(series: SeriesWithLimits | None, periods: Sequence[Period]) -> None:
    for part in () if series is None else series:
        shape = np.shape(part)
        if not shape or shape[-1] != len(periods):
            raise ValueError(
                f"Each of the {len(periods)} periods needs one number of each kind; got {shape[-1] if shape else 1}."
            )


def _in_order(series: SeriesWithLimits, order: list[int], name: str) -> ValueWithLimits:
    """The series with its periods in order of time."""
    value = as_numbers(series[0], name)
    # Infinite limits are honest (a ratio to something that may be zero): they count as no interval.
    low, high = (np.asarray(part, dtype=np.float64) for part in series[1:])
    tolerance = 1e-9 * np.maximum(1.0, np.abs(value))
    refuse((value < low - tolerance) | (value > high + tolerance), name, "lies outside its limits", value)
    return ValueWithLimits(*(np.take(part, order, axis=-1) for part in np.broadcast_arrays(value, low, high)))


def _logarithms(ratios: ValueWithLimits) -> ValueWithLimits:
    refuse(ratios.value <= 0, "relative gaps", "is not above zero", ratios.value)
    low, high = (np.where((limit > 0) & np.isfinite(limit), limit, np.nan) for limit in ratios[1:])
    return ValueWithLimits(np.log(ratios.value), np.log(low), np.log(high))


def _turned(series: ValueWithLimits, is_reversed: BoolArray) -> ValueWithLimits:
    """The series measured the other way round where it is reversed."""
    value, low, high = series
    turn = is_reversed[..., None]
    return ValueWithLimits(np.where(turn, -value, value), np.where(turn, -high, low), np.where(turn, -low, high))


def _separate(periods: Sequence[Period], known: BoolArray) -> BoolArray:
    """Which of its known periods each place uses: ones that share no day, taken from the latest backwards."""
    used = np.zeros(known.shape, dtype=np.bool_)
    for i in reversed(range(len(periods))):
        shares_a_day = np.array([period.overlaps(periods[i]) for period in periods])
        used[..., i] = known[..., i] & ~(used & shares_a_day).any(axis=-1)
    return used


@dataclass(frozen=True, slots=True)
class _Changes:
    change: ValueWithLimits
    sign: IntArray  # -1, 0 or 1: clear fall, no clear change, clear rise; CANNOT where it cannot be judged


def _changes(moments: FloatArray, series: ValueWithLimits, used: BoolArray, level: float) -> _Changes:
    """The change of each series from its first to its last used moment."""
    value, low, high = series
    z = float(normal_quantile(level))
    points = used.sum(axis=-1)
    is_whole = ~(used & np.isnan(value)).any(axis=-1) & (points >= 2)
    has_limits = is_whole & ~(used & ~((high > low) & np.isfinite(high - low))).any(axis=-1)
    by_rank = is_whole & ~has_limits & (points >= KENDALL_POINTS)
    found = np.full((3, *points.shape), np.nan)
    for chosen, answers in (
        (has_limits & (points == 2), _difference_of_two),
        (has_limits & (points > 2), partial(_along_line, z=z)),
    ):
        if chosen.any():
            found[:, chosen] = answers(moments, value[chosen], low[chosen], high[chosen], used[chosen])
    with np.errstate(invalid="ignore"):
        sign = np.where(found[1] > 0, 1, np.where(found[2] < 0, -1, 0))
    sign = np.where(has_limits, sign, CANNOT)
    if by_rank.any():
        trend = mann_kendall_trends(moments, np.where(used, value, np.nan)[by_rank])
        found[0, by_rank] = trend.slope * _years(moments, used[by_rank])
        sign[by_rank] = np.where(trend.p < 1 - level, np.sign(trend.score), 0)
    return _Changes(ValueWithLimits(*found), sign)


def _years(moments: FloatArray, used: BoolArray) -> FloatArray:
    first, last = _ends(used)
    return moments[last] - moments[first]


def _ends(used: BoolArray) -> tuple[IntArray, IntArray]:
    return used.argmax(axis=-1), used.shape[-1] - 1 - used[..., ::-1].argmax(axis=-1)


def _difference_of_two(
    moments: FloatArray, value: FloatArray, low: FloatArray, high: FloatArray, used: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    (y1, l1, u1), (y2, l2, u2) = (
        [np.take_along_axis(part, end[:, None], axis=-1)[:, 0] for part in (value, low, high)] for end in _ends(used)
    )
    change = y2 - y1
    return change, change - np.hypot(y2 - l2, u1 - y1), change + np.hypot(u2 - y2, y1 - l1)


def _along_line(
    moments: FloatArray, value: FloatArray, low: FloatArray, high: FloatArray, used: BoolArray, *, z: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    errors = np.where(used, high - low, np.nan) / (2 * z)
    line = weighted_trends(moments, value, errors)
    years = _years(moments, used)
    widened = np.sqrt(np.maximum(1.0, line.scatter_chi_square / (line.points - 2)))
    half, change = z * line.standard_error * widened * years, line.slope * years
    return change, change - half, change + half


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts what happened into words, once for all places to which the same happened."""

    periods: Sequence[Period]
    editions: Sequence[str] | None
    has_relative: bool
    polarity: Polarity
    worst_name: str
    best_name: str

    def tell(self, known: BoolArray, used: BoolArray, signs: IntArray) -> list[NDArray[np.object_]]:
        """Direction, why, how and the movements of the groups, a column each."""
        count, shape = len(self.periods), used.shape[:-1]
        rows = np.concatenate([known, used, signs], axis=-1).astype(np.int8).reshape(-1, 2 * count + signs.shape[-1])
        kinds, which = np.unique(rows, axis=0, return_inverse=True)
        told = [self._one(row[:count], row[count : 2 * count], *row[2 * count :].tolist()) for row in kinds]
        columns = []
        for i in range(5):
            column = np.empty(len(told), dtype=np.object_)
            column[:] = [answer[i] for answer in told]
            columns.append(column[which.reshape(-1)].reshape(shape))
        return columns

    def _one(
        self, known: IntArray, used: IntArray, absolute: int, relative: int, worst: int, best: int, is_reversed: int
    ) -> tuple[Direction, str, str, Movement, Movement]:
        given, chosen = np.flatnonzero(known).tolist(), np.flatnonzero(used).tolist()
        periods = [self.periods[i] for i in given]
        editions = None if self.editions is None else [self.editions[i] for i in given]
        untold = GapStory.untold(periods, [given.index(i) for i in chosen], editions)
        if not untold and not self.has_relative:
            untold = ONLY_ABSOLUTE
        if not untold and CANNOT in (absolute, relative):
            untold = GapStory.too_few(len(chosen))
        if untold:
            return Direction.CANNOT_TELL, untold, HOW_UNKNOWN, Movement.CANNOT_TELL, Movement.CANNOT_TELL
        worst_moved, best_moved = (
            Movement.of(None if sign == CANNOT else sign, self.polarity) for sign in (worst, best)
        )
        story = GapStory(absolute, relative, worst_moved, best_moved, bool(is_reversed))
        why = story.why(self.periods[chosen[0]].name, self.periods[chosen[-1]].name)
        return story.direction, why, story.how(self.worst_name, self.best_name), story.worst, story.best
