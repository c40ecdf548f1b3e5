"""The slope index with limits that rest on the scatter alone, group by group: the interval WHO's packages show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_same_length,
    normal_quantile,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.slope_index import ridit_ranks


@dataclass(frozen=True, slots=True)
class RobustSlope(Result):
    """Slope index and ratio of the line's ends of many places, with heteroscedasticity-robust limits."""

    slope: ValueWithLimits
    ratio: ValueWithLimits


def slope_indices_by_scatter(
    values: ArrayLike, populations: ArrayLike, *, polarity: Polarity, level: ArrayLike = 0.95
) -> RobustSlope:
    r"""Return slope indices with robust limits (Huber and White, with the small-sample factor n/(n − 2)).

    .. math:: V = (X'WX)^{-1}\left(\sum_i w_i^2 e_i^2 x_i x_i'\right)(X'WX)^{-1}\,\frac{n}{n - 2}

    with weights *w* the people of each group and *e* its distance from the line. Limits of the slope are normal, those
    of the ratio log-normal by the delta method. They need no standard errors, and with five groups they rest on five
    residuals: use :func:`~goldenthread.core.statistics.slope_index.slope_indices` with standard errors where you can.

    Parameters
    ----------
    values, populations
        Of each group along the last axis, from most to least deprived; a group without people or value is left out.
    polarity
        Which direction is good; fixes the sign.
    level
        Confidence level between 0 and 1.

    Returns
    -------
    NaN where a place has fewer than three groups, and for ratios where an end of the line is not above zero.

    Raises
    ------
    ValueError
        If shapes differ, a population is negative or a place has no people.

    References
    ----------
    White H (1980). A heteroskedasticity-consistent covariance matrix estimator. Econometrica 48: 817-838. MacKinnon JG,
    White H (1985). Journal of Econometrics 29: 305-325 (HC1).

    Examples
    --------
    >>> found = slope_indices_by_scatter([70, 74, 75, 79, 80], [1] * 5, polarity=Polarity.HIGHER_IS_BETTER)
    >>> [round(float(x), 2) for x in found.slope]
    [12.5, 9.82, 15.18]
    """
    y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
    check_same_length(values=y, populations=people)
    ranks = ridit_ranks(people)
    used = ~np.isnan(y) & (people > 0)
    weight, count = np.where(used, people, 0.0), used.sum(axis=-1)
    total = weight.sum(axis=-1, keepdims=True)
    share = weight / np.where(count[..., None] > 2, total, np.nan)
    rank, value = np.where(used, ranks, 0.0), np.where(used, y, 0.0)
    mean_rank = (share * rank).sum(axis=-1, keepdims=True)
    pull = share * (rank - mean_rank) / (share * (rank - mean_rank) ** 2).sum(axis=-1, keepdims=True)
    near, far = share - pull * mean_rank, share + pull * (1 - mean_rank)
    start, end = (near * value).sum(axis=-1), (far * value).sum(axis=-1)
    residual = np.where(used, value - start[..., None] - (end - start)[..., None] * rank, 0.0)
    above, below = (far, near) if polarity is Polarity.HIGHER_IS_BETTER else (near, far)
    top, bottom = (end, start) if polarity is Polarity.HIGHER_IS_BETTER else (start, end)
    factor = count / np.where(count > 2, count - 2, np.nan)
    z = normal_quantile(level)
    half = z * _error(above - below, residual, factor)
    slope = ValueWithLimits(top - bottom, top - bottom - half, top - bottom + half)
    positive = (top > 0) & (bottom > 0)
    up, down = np.where(positive, top, np.nan), np.where(positive, bottom, np.nan)
    # An end of the line just above zero leaves the ratio without an upper limit: then it is infinite, the lower zero.
    with np.errstate(over="ignore"):
        times = np.exp(z * _error(above / up[..., None] - below / down[..., None], residual, factor))
    return RobustSlope(slope, ValueWithLimits(up / down, up / down / times, up / down * times))


def _error(coefficients: FloatArray, residual: FloatArray, factor: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt((coefficients**2 * residual**2).sum(axis=-1) * factor))
