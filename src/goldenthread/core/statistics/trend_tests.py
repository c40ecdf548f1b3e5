"""Is a short series going up or down? Tests for values with intervals, for counts, and for bare values."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_denominators,
    check_same_length,
    refuse,
)
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special

#: χ² with one degree of freedom at 99.8%: what Fingertips asks before it calls a change a trend
#: (Fingertips "Recent trends" technical guidance).
FINGERTIPS_CHI_SQUARE = 9.5495
FINGERTIPS_POINTS = 5

#: Up to this many points without ties the Mann-Kendall probability is counted exactly.
EXACT_KENDALL_POINTS = 30


@dataclass(frozen=True, slots=True)
class KendallTrend(Result):
    """The Mann-Kendall test of a series: `score` S, two-sided probability `p`, and Sen's `slope` a unit of time."""

    score: int
    p: float
    slope: float


def mann_kendall(times: ArrayLike, values: ArrayLike) -> KendallTrend:
    r"""Test a bare series for a steady rise or fall, and give Sen's slope.

    .. math:: S = \sum_{i<j} \operatorname{sign}(y_j - y_i), \qquad
              \text{slope} = \operatorname{median}_{i<j} \frac{y_j - y_i}{t_j - t_i}

    The probability is exact for up to 30 points without ties; otherwise normal with correction for continuity and
    ties. Fewer than five points can never reach p < 0.05 (two-sided), so the test then says nothing either way.

    Parameters
    ----------
    times
        When each value was taken; different from each other.
    values
        The series, in any order of time; missing values (NaN) are left out.

    Raises
    ------
    ValueError
        If the inputs differ in length, a time repeats, or fewer than two values are given.

    References
    ----------
    Mann HB (1945). Econometrica 13: 245-259. Kendall MG (1975). Rank correlation methods.
    Sen PK (1968). Journal of the American Statistical Association 63: 1379-1389.

    Examples
    --------
    >>> mann_kendall([2018, 2019, 2020, 2021, 2022], [10, 11, 13, 14, 18])
    KendallTrend(score=10, p=0.016666666666666666, slope=1.75)
    """
    t, y = _series(times, values)
    i, j = np.triu_indices(len(t), 1)
    rises = y[j] - y[i]
    score = int(np.sign(rises).sum())
    return KendallTrend(score, _kendall_probability(score, y), float(np.median(rises / (t[j] - t[i]))))


def _series(times: ArrayLike, values: ArrayLike) -> tuple[FloatArray, FloatArray]:
    t, y = as_numbers(times, "times"), as_numbers(values, "values")
    check_same_length(times=t, values=y)
    refuse(np.isnan(t), "times", "is missing", t)
    t, y = t[~np.isnan(y)], y[~np.isnan(y)]
    if len(t) < 2:
        raise ValueError(f"A trend needs at least two values; got {len(t)}.")
    if len(np.unique(t)) < len(t):
        raise ValueError("A trend needs one value at each time; a time is given twice.")
    order = np.argsort(t)
    return t[order], y[order]


def _kendall_probability(score: int, y: FloatArray) -> float:
    n = len(y)
    _, ties = np.unique(y, return_counts=True)
    if n <= EXACT_KENDALL_POINTS and ties.max() == 1:
        # How many of the n! orders have each number of inversions: multiply by 1 + x + … + x^(k-1) for k = 1 … n.
        orders = np.ones(1)
        for k in range(2, n + 1):
            orders = np.convolve(orders, np.ones(k) / k)
        pairs = n * (n - 1) // 2
        scores = pairs - 2 * np.arange(pairs + 1)
        return float(min(1.0, orders[np.abs(scores) >= abs(score)].sum()))
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    if variance == 0:
        return 1.0
    z = max(abs(score) - 1, 0) / np.sqrt(variance)
    return float(2 * special.ndtr(-z))


@dataclass(frozen=True, slots=True)
class WeightedTrend(Result):
    """A straight line through values of known standard error: `slope` a unit of time, its error and χ² (1 df)."""

    slope: float
    standard_error: float
    chi_square: float
    scatter_chi_square: float  # of the values about the line, with points − 2 degrees of freedom


def weighted_trend(times: ArrayLike, values: ArrayLike, standard_errors: ArrayLike) -> WeightedTrend:
    r"""Fit a line through independent values, each weighted by its precision.

    .. math:: b = \frac{\sum w (t - \bar t) y}{\sum w (t - \bar t)^2}, \quad w = 1/s^2, \quad
              s_b = 1/\sqrt{\sum w (t - \bar t)^2}, \quad \chi^2 = (b/s_b)^2

    Parameters
    ----------
    times, values, standard_errors
        One of each a point; standard errors above zero.

    Raises
    ------
    ValueError
        If inputs differ in length, a standard error is not above zero, or fewer than two different times are given.

    Examples
    --------
    >>> trend = weighted_trend([0, 1, 2, 3, 4], [10, 12, 14, 16, 18], [1, 1, 1, 1, 1])
    >>> trend.slope, round(trend.chi_square, 6)
    (2.0, 40.0)
    """
    t, y = as_numbers(times, "times"), as_numbers(values, "values")
    errors = check_denominators(standard_errors, "standard errors")
    check_same_length(times=t, values=y, standard_errors=errors)
    refuse(np.isnan(t) | np.isnan(y) | np.isnan(errors), "points of the trend", "is missing", y)
    if len(np.unique(t)) < 2:
        raise ValueError("A trend needs values at two or more different times.")
    w = 1 / errors**2
    from_mean = t - (w * t).sum() / w.sum()
    squares = float((w * from_mean**2).sum())
    slope = float((w * from_mean * y).sum()) / squares
    about_line = y - (w * y).sum() / w.sum() - slope * from_mean
    return WeightedTrend(slope, squares**-0.5, slope**2 * squares, float((w * about_line**2).sum()))


@dataclass(frozen=True, slots=True)
class ArmitageTrend(Result):
    """The Cochran-Armitage test of proportions: `slope` of the proportion a unit of time, `chi_square` (1 df), `p`."""

    slope: float
    chi_square: float
    p: float


def cochran_armitage(times: ArrayLike, counts: ArrayLike, denominators: ArrayLike) -> ArmitageTrend:
    r"""Test proportions for a straight trend over time.

    .. math:: \chi^2 = \frac{\left[\sum (x - n\bar p)(t - \bar t)\right]^2}{\bar p(1-\bar p)\sum n (t - \bar t)^2}

    Parameters
    ----------
    times, counts, denominators
        One of each a point; times need not be evenly spaced.

    Raises
    ------
    ValueError
        If inputs differ in length, a count is above its denominator, or fewer than two different times are given.

    References
    ----------
    Armitage P (1955). Tests for linear trends in proportions and frequencies. Biometrics 11: 375-386.

    Examples
    --------
    >>> trend = cochran_armitage([0, 1, 2], [10, 15, 20], [100, 100, 100])
    >>> round(trend.slope, 4), round(trend.chi_square, 4), round(trend.p, 4)
    (0.05, 3.9216, 0.0477)
    """
    t, x, n = as_numbers(times, "times"), check_counts(counts), check_denominators(denominators)
    check_same_length(times=t, counts=x, denominators=n)
    refuse(np.isnan(t) | np.isnan(x) | np.isnan(n), "points of the trend", "is missing", x)
    refuse(x > n, "counts", "is above its denominator", x)
    if len(np.unique(t)) < 2:
        raise ValueError("A trend needs values at two or more different times.")
    p = x.sum() / n.sum()
    from_mean = t - (n * t).sum() / n.sum()
    squares = float((n * from_mean**2).sum())
    score = float(((x - n * p) * from_mean).sum())
    chi_square = 0.0 if p in {0.0, 1.0} else score**2 / (float(p * (1 - p)) * squares)
    return ArmitageTrend(score / squares, chi_square, float(special.chdtrc(1, chi_square)))


class Scale(StrEnum):
    """The scale a trend is straight on."""

    NATURAL = "natural"
    LOG = "log"  # rates
    LOGIT = "logit"  # proportions


class TrendMarker(StrEnum):
    """What England's Fingertips says of the last five points."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no significant change"
    CANNOT_BE_CALCULATED = "cannot be calculated"


@dataclass(frozen=True, slots=True)
class RecentTrend(Result):
    """The marker of the last five points, its χ² (NaN when it cannot be calculated), what it means, and why."""

    marker: TrendMarker
    chi_square: float
    is_better: bool | None  # None without a change, or where neither direction is good
    why: str


def recent_trend(
    times: ArrayLike,
    values: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    polarity: Polarity = Polarity.NEITHER,
    scale: Scale = Scale.NATURAL,
    maximum: float = 100.0,
) -> RecentTrend:
    r"""Return the Fingertips trend marker of values with 95% intervals: the last five annual points.

    A weighted line (:func:`weighted_trend`) is fitted with :math:`s = (U - L)/2z` on the chosen scale. It is a trend
    when :math:`\chi^2 > 9.5495` (99.8%) and the slope keeps its sign whichever point is left out.

    Parameters
    ----------
    times
        Years; the last five with a value are used and must follow one another without overlap.
    values, lower, upper
        Each point's value and 95% limits.
    polarity
        Which direction is good.
    scale
        The scale the trend is straight on: log for rates, logit for proportions out of `maximum`.
    maximum
        What the whole is, for the logit scale: 100 for percentages, 1 for shares.

    Raises
    ------
    ValueError
        If the inputs differ in length or a time repeats.

    References
    ----------
    Office for Health Improvement and Disparities, Fingertips technical guidance: recent trends.

    Examples
    --------
    >>> years, values = [2018, 2019, 2020, 2021, 2022], [50, 52, 54, 56, 58]
    >>> recent_trend(years, values, [v - 2 for v in values], [v + 2 for v in values]).marker.value
    'increasing'
    """
    t, y = as_numbers(times, "times"), as_numbers(values, "values")
    low, high = as_numbers(lower, "lower limits"), as_numbers(upper, "upper limits")
    check_same_length(times=t, values=y, lower=low, upper=high)
    used = _last_points(t, ~np.isnan(y))
    if len(used) < FINGERTIPS_POINTS:
        return _no_marker(f"only {len(used)} of the five points it needs have a value")
    t, y, low, high = t[used], y[used], low[used], high[used]
    if not (high > low).all():
        return _no_marker("a point has no interval, or one of no width")
    y, low, high = (_on_scale(numbers, scale, maximum) for numbers in (y, low, high))
    if not np.isfinite([y, low, high]).all():
        return _no_marker(f"a value or limit cannot be put on the {scale} scale")
    errors = (high - low) / (2 * special.ndtri(0.975))
    whole = weighted_trend(t, y, errors)
    kept = [weighted_trend(np.delete(t, i), np.delete(y, i), np.delete(errors, i)).slope for i in range(len(t))]
    return _marker(whole.slope, whole.chi_square, kept, polarity)


def recent_trend_of_counts(
    times: ArrayLike, counts: ArrayLike, denominators: ArrayLike, *, polarity: Polarity = Polarity.NEITHER
) -> RecentTrend:
    """Return the Fingertips trend marker of proportions from their counts: Cochran-Armitage on the last five points.

    Not calculated where fewer than five people with, or without, the property would be expected at a point.

    Raises
    ------
    ValueError
        As :func:`cochran_armitage`.

    Examples
    --------
    >>> recent_trend_of_counts([1, 2, 3, 4, 5], [5, 3, 1, 1, 2], [5, 5, 5, 4, 4]).why
    'fewer than five people with or without it would be expected at a point'
    """
    t, x, n = as_numbers(times, "times"), check_counts(counts), check_denominators(denominators)
    check_same_length(times=t, counts=x, denominators=n)
    used = _last_points(t, ~(np.isnan(x) | np.isnan(n)))
    if len(used) < FINGERTIPS_POINTS:
        return _no_marker(f"only {len(used)} of the five points it needs have a value")
    t, x, n = t[used], x[used], n[used]
    share = x.sum() / n.sum()
    if (n * min(share, 1 - share)).min() < 5:
        return _no_marker("fewer than five people with or without it would be expected at a point")
    whole = cochran_armitage(t, x, n)
    kept = [cochran_armitage(np.delete(t, i), np.delete(x, i), np.delete(n, i)).slope for i in range(len(t))]
    return _marker(whole.slope, whole.chi_square, kept, polarity)


def _last_points(t: FloatArray, has_value: np.typing.NDArray[np.bool_]) -> np.typing.NDArray[np.intp]:
    if len(np.unique(t)) < len(t):
        raise ValueError("A trend needs one value at each time; a time is given twice.")
    found = np.flatnonzero(has_value)
    return found[np.argsort(t[found])][-FINGERTIPS_POINTS:]


def _on_scale(numbers: FloatArray, scale: Scale, maximum: float) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale is Scale.LOG:
            return np.log(numbers)
        if scale is Scale.LOGIT:
            return np.log(numbers / (maximum - numbers))
    return numbers


def _marker(slope: float, chi_square: float, kept: list[float], polarity: Polarity) -> RecentTrend:
    if chi_square <= FINGERTIPS_CHI_SQUARE:
        return RecentTrend(
            TrendMarker.NO_CHANGE, chi_square, None, "the change is no larger than chance would often make it"
        )
    # A slope that only rounding keeps from zero has no direction: the same series read backwards must agree.
    negligible = 1e-9 * max(abs(one) for one in [slope, *kept])
    if len({np.sign(one) if abs(one) > negligible else 0.0 for one in [slope, *kept]}) > 1:
        return RecentTrend(TrendMarker.NO_CHANGE, chi_square, None, "the change hangs on a single point")
    marker = TrendMarker.INCREASING if slope > 0 else TrendMarker.DECREASING
    better = None if polarity is Polarity.NEITHER else (slope > 0) == (polarity is Polarity.HIGHER_IS_BETTER)
    return RecentTrend(marker, chi_square, better, "the change over five points is larger than chance would make it")


def _no_marker(why: str) -> RecentTrend:
    return RecentTrend(TrendMarker.CANNOT_BE_CALCULATED, float("nan"), None, why)
