"""The tests of short series for many of them in one call: a series along the last axis, a place a row.

What a single series is refused for (too few points, no interval) is here a missing answer with its reason, so that one
place without figures does not keep the others from theirs. What is impossible is refused as everywhere. A test that is
told one series at a time has its words and its literature in :mod:`~goldenthread.core.statistics.trend_tests`.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    BoolArray,
    FloatArray,
    IntArray,
    as_numbers,
    check_counts,
    check_denominators,
    refuse,
)
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special
from goldenthread.core.statistics.trend_tests import (
    EXACT_KENDALL_POINTS,
    FINGERTIPS_CHI_SQUARE,
    FINGERTIPS_POINTS,
    Scale,
    TrendMarker,
)

Words = NDArray[np.str_]

TOO_FEW_VALUES = "fewer than two points have a value"
NO_CHANGE_OF_TIME = "all its points are of one time"


@dataclass(frozen=True, slots=True)
class KendallTrends(Result):
    """Mann-Kendall tests: score S, two-sided probability, Sen's slope, points used; missing with a reason."""

    score: FloatArray
    p: FloatArray
    slope: FloatArray
    points: IntArray
    reason: Words


def mann_kendall_trends(times: ArrayLike, values: ArrayLike) -> KendallTrends:
    """Test many bare series for a steady rise or fall, as :func:`mann_kendall` tests one.

    Parameters
    ----------
    times
        When each value was taken, different from each other: one row for all series, or a row for each.
    values
        A series along the last axis; missing values are left out, each series' own.

    Raises
    ------
    ValueError
        If shapes do not fit, or a time is missing or given twice.

    Examples
    --------
    >>> found = mann_kendall_trends([2018, 2019, 2020, 2021, 2022], [[10, 11, 13, 14, 18], [3, 1, None, None, None]])
    >>> found.score.tolist(), found.p.round(4).tolist(), found.slope.tolist()
    ([10.0, -1.0], [0.0167, 1.0], [1.75, -2.0])
    """
    t, y = _series(times, values)
    _refuse_repeated(t)
    first, second = np.triu_indices(y.shape[-1], 1)
    rises = y[..., second] - y[..., first]
    runs = t[..., second] - t[..., first]
    points = np.asarray((~np.isnan(y)).sum(axis=-1))
    score = np.nansum(np.sign(rises) * np.sign(runs), axis=-1)
    enough = points >= 2
    return KendallTrends(
        np.where(enough, score, np.nan),
        np.where(enough, _kendall_probabilities(score, y, points), np.nan),
        _medians(rises / runs),
        points,
        np.where(enough, "", TOO_FEW_VALUES),
    )


def _kendall_probabilities(score: FloatArray, y: FloatArray, points: IntArray) -> FloatArray:
    # How many points of its series are equal to each: summed over points, a group of k ties counts k times.
    like = (y[..., :, None] == y[..., None, :]).sum(axis=-1)
    ties = np.where(like > 0, (like - 1) * (2 * like + 5), 0).sum(axis=-1)
    variance = (points * (points - 1) * (2 * points + 5) - ties) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.maximum(np.abs(score) - 1, 0) / np.sqrt(variance)
        p = np.where(variance > 0, 2 * special.ndtr(-z), 1.0)
    exact = (like.max(axis=-1, initial=0) <= 1) & (points <= EXACT_KENDALL_POINTS)
    for n in np.unique(points[exact]):
        those = exact & (points == n)
        p[those] = _kendall_tail(int(n))[np.abs(score[those]).astype(np.int64)]
    return np.asarray(p)


@lru_cache(maxsize=EXACT_KENDALL_POINTS + 1)
def _kendall_tail(points: int) -> FloatArray:
    """The probability of a score as far from zero as each (0, 1, 2, …) when every order is as likely."""
    # A new largest value may stand before 0, 1, … k - 1 of those before it: that many inversions more.
    inversions = np.ones(1)
    for k in range(2, points + 1):
        inversions = np.convolve(inversions, np.full(k, 1 / k))
    pairs = points * (points - 1) // 2
    scores = np.abs(pairs - 2 * np.arange(pairs + 1))
    of_score = np.bincount(scores, inversions, minlength=pairs + 1)
    return np.minimum(np.cumsum(of_score[::-1])[::-1], 1.0)


def _medians(numbers: FloatArray) -> FloatArray:
    """The median along the last axis of what is not missing."""
    ordered = np.sort(numbers, axis=-1)  # what is missing comes last
    known = np.asarray((~np.isnan(numbers)).sum(axis=-1))
    if not numbers.shape[-1]:
        return np.full(known.shape, np.nan)
    middle = [np.maximum(known - 1, 0) // 2, np.minimum(known // 2, numbers.shape[-1] - 1)]
    below, above = (np.take_along_axis(ordered, at[..., None], axis=-1)[..., 0] for at in middle)
    return np.asarray(np.where(known > 0, (below + above) / 2, np.nan))


@dataclass(frozen=True, slots=True)
class WeightedTrends(Result):
    """Straight lines through values of known standard error, as :class:`WeightedTrend`; missing with a reason."""

    slope: FloatArray
    standard_error: FloatArray
    chi_square: FloatArray
    scatter_chi_square: FloatArray
    points: IntArray
    reason: Words


def weighted_trends(times: ArrayLike, values: ArrayLike, standard_errors: ArrayLike) -> WeightedTrends:
    """Fit a line through each of many series of independent values, as :func:`weighted_trend` through one.

    Parameters
    ----------
    times
        One row for all series, or a row for each.
    values, standard_errors
        A series along the last axis; a point without either is left out.

    Raises
    ------
    ValueError
        If shapes do not fit, a time is missing or a standard error is not above zero.

    Examples
    --------
    >>> found = weighted_trends([0, 1, 2], [[10, 12, 14], [5, None, 4], [7, None, None]], [1, 1, 1])
    >>> found.slope.tolist(), found.points.tolist(), found.reason.tolist()[2]
    ([2.0, -0.5, nan], [3, 2, 1], 'fewer than two points have a value')
    """
    errors = check_denominators(standard_errors, "standard errors")
    t, y, errors = _series(times, values, errors)
    known = ~(np.isnan(y) | np.isnan(errors))
    with np.errstate(divide="ignore", invalid="ignore"):
        w = np.where(known, errors, np.inf) ** -2.0
        slope, squares, scatter = _lines(t, np.where(known, y, 0.0), w)
        points, reason = _points_and_reason(t, known)
        has = reason == ""
        found = (slope, squares**-0.5, slope**2 * squares, scatter)
    b, error, chi_square, scatter = (np.where(has, one, np.nan) for one in found)
    return WeightedTrends(b, error, chi_square, scatter, points, reason)


def _lines(t: FloatArray, y: FloatArray, w: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The slope of each weighted line, the weighted squares of its times, and χ² of the values about it."""
    total = w.sum(axis=-1, keepdims=True)
    from_mean = t - (w * t).sum(axis=-1, keepdims=True) / total
    squares = (w * from_mean**2).sum(axis=-1)
    slope = (w * from_mean * y).sum(axis=-1) / squares
    about = y - (w * y).sum(axis=-1, keepdims=True) / total - slope[..., None] * from_mean
    return slope, squares, (w * about**2).sum(axis=-1)


def _points_and_reason(t: FloatArray, known: BoolArray) -> tuple[IntArray, Words]:
    points = np.asarray(known.sum(axis=-1))
    earliest, latest = np.where(known, t, np.inf).min(axis=-1), np.where(known, t, -np.inf).max(axis=-1)
    reason = np.where(points < 2, TOO_FEW_VALUES, np.where(latest > earliest, "", NO_CHANGE_OF_TIME))
    return points, reason


@dataclass(frozen=True, slots=True)
class ArmitageTrends(Result):
    """Cochran-Armitage tests of many series of proportions, as :class:`ArmitageTrend`; missing with a reason."""

    slope: FloatArray
    chi_square: FloatArray
    p: FloatArray
    points: IntArray
    reason: Words


def cochran_armitage_trends(times: ArrayLike, counts: ArrayLike, denominators: ArrayLike) -> ArmitageTrends:
    """Test many series of proportions for a straight trend, as :func:`cochran_armitage` tests one.

    Parameters
    ----------
    times
        One row for all series, or a row for each.
    counts, denominators
        A series along the last axis; a point without either is left out.

    Raises
    ------
    ValueError
        If shapes do not fit, a time is missing, or a count is above its denominator.

    Examples
    --------
    >>> found = cochran_armitage_trends([0, 1, 2], [[10, 15, 20], [7, 7, None]], [100, 100, 100])
    >>> found.slope.round(4).tolist(), found.p.round(4).tolist()
    ([0.05, 0.0], [0.0477, 1.0])
    """
    t, x, n = _series(times, check_counts(counts), check_denominators(denominators))
    refuse(x > n, "counts", "is above its denominator", x)
    known = ~(np.isnan(x) | np.isnan(n))
    slope, chi_square = _armitage(t, np.where(known, x, 0.0), np.where(known, n, 0.0))
    points, reason = _points_and_reason(t, known)
    has = reason == ""
    p = special.chdtrc(1, np.where(has, chi_square, 0.0))
    slope, chi_square, p = (np.where(has, one, np.nan) for one in (slope, chi_square, p))
    return ArmitageTrends(slope, chi_square, p, points, reason)


def _armitage(t: FloatArray, x: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The slope of each series of proportions and its χ²; a point with a denominator of zero does not count."""
    with np.errstate(divide="ignore", invalid="ignore"):
        people = n.sum(axis=-1, keepdims=True)
        p = x.sum(axis=-1, keepdims=True) / people
        from_mean = t - (n * t).sum(axis=-1, keepdims=True) / people
        squares = (n * from_mean**2).sum(axis=-1)
        score = ((x - n * p) * from_mean).sum(axis=-1)
        spread = (p * (1 - p))[..., 0]
        chi_square = np.where(spread == 0, 0.0, score**2 / (spread * squares))
        return np.asarray(score / squares), chi_square


@dataclass(frozen=True, slots=True)
class RecentTrends(Result):
    """Markers of the last five points of many series, as :class:`RecentTrend`."""

    marker: NDArray[np.object_]
    chi_square: FloatArray
    is_better: NDArray[np.object_]  # True, False, or None without a change or where neither direction is good
    why: Words


def recent_trends(
    times: ArrayLike,
    values: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    polarity: Polarity = Polarity.NEITHER,
    scale: Scale = Scale.NATURAL,
    maximum: float = 100.0,
) -> RecentTrends:
    """Return the Fingertips trend marker of many series of values with 95% intervals, as :func:`recent_trend` of one.

    Parameters
    ----------
    times
        Years: one row for all series, or a row for each.
    values, lower, upper
        Each point's value and 95% limits, a series along the last axis; each series' last five values are used.
    polarity, scale, maximum
        As for one series.

    Raises
    ------
    ValueError
        If shapes do not fit, or a time is missing or given twice.

    Examples
    --------
    >>> import numpy as np
    >>> years, values = [2018, 2019, 2020, 2021, 2022], np.array([[50, 52, 54, 56, 58], [50, 51, 50, 51, 50]])
    >>> [marker.value for marker in recent_trends(years, values, values - 2, values + 2).marker]
    ['increasing', 'no significant change']
    """
    limits = as_numbers(lower, "lower limits"), as_numbers(upper, "upper limits")
    t, y, low, high = _series(times, values, *limits)
    _refuse_repeated(t)
    (t, y, low, high), points = _last_points(~np.isnan(y), t, y, low, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        is_wide = (high > low).all(axis=-1)
        y, low, high = (_on_scale(numbers, scale, maximum) for numbers in (y, low, high))
        is_finite = np.isfinite([y, low, high]).all(axis=(0, -1))
        has = (points == FINGERTIPS_POINTS) & is_wide & is_finite
        errors = np.where(has[..., None], high - low, np.nan) / (2 * special.ndtri(0.975))
        y, w = np.where(has[..., None], y, np.nan), errors**-2.0
        slope, squares, _ = _lines(t, y, w)
        kept, _, _ = _lines(t[..., None, :], y[..., None, :], w[..., None, :] * _one_left_out(t))
    reason = np.select(
        [points < FINGERTIPS_POINTS, ~is_wide, ~is_finite],
        [
            _too_few(points),
            "a point has no interval, or one of no width",
            f"a value or limit cannot be put on the {scale} scale",
        ],
        "",
    )
    return _markers(slope, slope**2 * squares, kept, reason, polarity)


def recent_trends_of_counts(
    times: ArrayLike, counts: ArrayLike, denominators: ArrayLike, *, polarity: Polarity = Polarity.NEITHER
) -> RecentTrends:
    """Return the Fingertips trend marker of many series of proportions, as :func:`recent_trend_of_counts` of one.

    Raises
    ------
    ValueError
        If shapes do not fit, a time is missing or given twice, or a count is above its denominator.

    Examples
    --------
    >>> found = recent_trends_of_counts(
    ...     [1, 2, 3, 4, 5], [[50, 60, 70, 80, 90], [5, 3, 1, 1, 2]], [[200] * 5, [5, 5, 5, 4, 4]]
    ... )
    >>> [marker.value for marker in found.marker]
    ['increasing', 'cannot be calculated']
    """
    t, x, n = _series(times, check_counts(counts), check_denominators(denominators))
    refuse(x > n, "counts", "is above its denominator", x)
    _refuse_repeated(t)
    (t, x, n), points = _last_points(~(np.isnan(x) | np.isnan(n)), t, x, n)
    share = x.sum(axis=-1) / n.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        are_few = (n * np.minimum(share, 1 - share)[..., None]).min(axis=-1, initial=np.inf) < 5
    slope, chi_square = _armitage(t, x, n)
    left = _one_left_out(t)
    kept, _ = _armitage(t[..., None, :], x[..., None, :] * left, n[..., None, :] * left)
    reason = np.select(
        [points < FINGERTIPS_POINTS, are_few],
        [_too_few(points), "fewer than five people with or without it would be expected at a point"],
        "",
    )
    return _markers(slope, chi_square, kept, reason, polarity)


def _series(times: ArrayLike, values: ArrayLike, *others: FloatArray) -> tuple[FloatArray, ...]:
    """Times, values and the rest in one shape, a series along the last axis."""
    arrays = [as_numbers(times, "times"), as_numbers(values, "values"), *others]
    refuse(np.isnan(arrays[0]), "times", "is missing", arrays[0])
    sizes = {array.shape[-1] if array.ndim else 1 for array in arrays}
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shape = ()
    if not shape or len(sizes) > 1:
        said = ", ".join("×".join(map(str, array.shape)) or "one number" for array in arrays)
        raise ValueError(f"Each series needs one number of each kind at each of its times; the shapes are {said}.")
    return tuple(np.broadcast_to(array, shape) for array in arrays)


def _refuse_repeated(t: FloatArray) -> None:
    if (np.diff(np.sort(t, axis=-1), axis=-1) == 0).any():
        raise ValueError("A trend needs one value at each time; a time is given twice.")


def _last_points(known: BoolArray, t: FloatArray, *arrays: FloatArray) -> tuple[tuple[FloatArray, ...], IntArray]:
    """The last five points of each series that have a value, and how many there are; missing where there are fewer."""
    short = max(FINGERTIPS_POINTS - t.shape[-1], 0)
    order = np.argsort(np.where(known, t, -np.inf), axis=-1, kind="stable")[..., -FINGERTIPS_POINTS:]
    points = np.minimum(known.sum(axis=-1), FINGERTIPS_POINTS)
    padding = [(0, 0)] * (t.ndim - 1) + [(short, 0)]
    taken = (np.where(known, array, np.nan) for array in (t, *arrays))
    found = (np.pad(np.take_along_axis(one, order, axis=-1), padding, constant_values=np.nan) for one in taken)
    return tuple(found), np.asarray(points)


def _one_left_out(t: FloatArray) -> FloatArray:
    return 1.0 - np.eye(t.shape[-1])


def _on_scale(numbers: FloatArray, scale: Scale, maximum: float) -> FloatArray:
    if scale is Scale.LOG:
        return np.log(numbers)
    return np.log(numbers / (maximum - numbers)) if scale is Scale.LOGIT else numbers


def _too_few(points: IntArray) -> Words:
    sentences = np.array([f"only {n} of the five points it needs have a value" for n in range(FINGERTIPS_POINTS)])
    return sentences[np.minimum(points, FINGERTIPS_POINTS - 1)]


def _markers(
    slope: FloatArray, chi_square: FloatArray, kept: FloatArray, reason: Words, polarity: Polarity
) -> RecentTrends:
    slopes = np.concatenate([slope[..., None], kept], axis=-1)
    # A slope that only rounding keeps from zero has no direction: the same series read backwards must agree.
    negligible = 1e-9 * np.abs(slopes).max(axis=-1, keepdims=True)
    signs = np.where(np.abs(slopes) > negligible, np.sign(slopes), 0.0)
    is_missing, is_chance = reason != "", ~(chi_square > FINGERTIPS_CHI_SQUARE)
    hangs = (signs != signs[..., :1]).any(axis=-1)
    no_change = is_chance | hangs
    words = np.array(
        [TrendMarker.CANNOT_BE_CALCULATED, TrendMarker.NO_CHANGE, TrendMarker.INCREASING, TrendMarker.DECREASING],
        dtype=np.object_,
    )
    has_change = ~is_missing & ~no_change
    is_better = np.full(slope.shape, None, dtype=np.object_)
    if polarity is not Polarity.NEITHER:
        better = (slope > 0) == (polarity is Polarity.HIGHER_IS_BETTER)
        is_better = np.where(has_change, better.astype(np.object_), is_better)
    why = np.select(
        [is_missing, is_chance, hangs],
        [
            reason,
            "the change is no larger than chance would often make it",
            "the change hangs on a single point",
        ],
        "the change over five points is larger than chance would make it",
    )
    marker = words[np.select([is_missing, no_change, slope > 0], [0, 1, 2], 3)]
    return RecentTrends(np.asarray(marker, dtype=np.object_), np.where(is_missing, np.nan, chi_square), is_better, why)
