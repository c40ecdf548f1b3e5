"""Inequality from a survey's answers, person by person, with errors that know how the people were drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    FloatArray,
    IntArray,
    as_numbers,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.slope_index import ridit_ranks


@dataclass(frozen=True, slots=True)
class SurveyIndices(Result):
    """Concentration indices and the logistic slope of a survey, with design-based limits.

    `absolute` and `relative` are the concentration indices, `slope` the difference and `ratio` the ratio of the ends
    of a logistic line on rank. Shares, not percentages.
    """

    absolute: ValueWithLimits
    relative: ValueWithLimits
    slope: ValueWithLimits
    ratio: ValueWithLimits


def indices_of_survey(
    answers: ArrayLike,
    groups: ArrayLike,
    weights: ArrayLike,
    clusters: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    *,
    polarity: Polarity,
    level: float = 0.95,
) -> SurveyIndices:
    r"""Return the concentration indices, slope and relative index of yes-or-no answers of a survey.

    Each estimate solves :math:`\sum w_k u_k = 0`; with *z* the weighted contributions of persons to it (its
    linearisation), summed by cluster, its variance is that between clusters within strata:

    .. math:: \sum_h \frac{n_h}{n_h - 1}\sum_{c \in h} (z_{hc} - \bar z_h)(z_{hc} - \bar z_h)'

    The ranks of the groups are taken as known. Limits are normal, those of the ratio log-normal. Those of the relative
    concentration index allow for the mean being an estimate too.

    Parameters
    ----------
    answers
        1 for yes and 0 for no, one a person; missing answers (NaN) are left out.
    groups
        Number of each person's group, lowest for the most deprived.
    weights
        How many people each stands for; above zero.
    clusters
        The sampling unit each person was drawn with (numbered within its stratum); every person alone when not given.
    strata
        The stratum of each cluster; one for all when not given.
    polarity
        Which direction is good; fixes the sign.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If lengths differ, an answer is neither 0 nor 1, a weight is not above zero, a group is missing, fewer than two
        groups answered, all gave the same answer, or a stratum has one cluster only.

    References
    ----------
    Binder DA (1983). On the variances of asymptotically normal estimators from complex surveys. International
    Statistical Review 51: 279-292. Kakwani N, Wagstaff A, van Doorslaer E (1997). Journal of Econometrics 77: 87-103.

    Examples
    --------
    >>> found = indices_of_survey(
    ...     [0, 0, 1, 0, 1, 1, 0, 1], [1, 1, 1, 1, 2, 2, 2, 2], [1] * 8, [1, 1, 2, 2, 3, 3, 4, 4],
    ...     polarity=Polarity.HIGHER_IS_BETTER,
    ... )
    >>> round(float(found.absolute.value), 3), round(float(found.slope.value), 3)
    (0.125, 0.8)
    """
    check_level(level)
    y, group, w, units = _sample(answers, groups, weights, clusters, strata)
    _, at = np.unique(group, return_inverse=True)
    people, having = np.bincount(at, w), np.bincount(at, w * y)
    if len(people) < 2:
        raise ValueError(f"A slope needs at least two groups; got {len(people)}.")
    z = float(normal_quantile(level))
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    line = slope_of_counts(having, people, polarity=polarity)  # refuses answers that are all alike
    rank = ridit_ranks(people)[at]
    spread = float((w * (rank - 0.5) ** 2).sum() / w.sum())
    mean = float((w * y).sum() / w.sum())
    absolute = float((w * (2 * rank - 1) * y).sum() / w.sum())
    # The convenient regression: 2·Var(r)·y on rank has the index for its slope.
    about_line = 2 * spread * (y - mean) - absolute * (rank - 0.5)
    of_absolute = sign * w * (rank - 0.5) * about_line / (w.sum() * spread)
    of_mean = w * (y - mean) / w.sum()
    relative = sign * absolute / mean
    of_relative = (of_absolute - relative * of_mean) / mean
    half = [z * _design_error(part, units) for part in (of_absolute, of_relative)]
    slope, ratio = _logistic(y, w, rank, line.fitted_most_deprived, line.fitted_least_deprived, sign)
    half_slope, factor = z * _design_error(slope, units), np.exp(z * _design_error(ratio, units))
    difference, times = float(line.difference.value), float(line.ratio.value)
    return SurveyIndices(
        absolute=_limits(sign * absolute, half[0]),
        relative=_limits(relative, half[1]),
        slope=_limits(difference, half_slope),
        ratio=ValueWithLimits(*(np.asarray(part) for part in (times, times / factor, times * factor))),
    )


def _limits(value: float, half: float) -> ValueWithLimits:
    return ValueWithLimits(*(np.asarray(part) for part in (value, value - half, value + half)))


def _sample(
    answers: ArrayLike,
    groups: ArrayLike,
    weights: ArrayLike,
    clusters: ArrayLike | None,
    strata: ArrayLike | None,
) -> tuple[FloatArray, FloatArray, FloatArray, tuple[IntArray, IntArray]]:
    """The people who answered; and each one's cluster, and each cluster's stratum."""
    y, group = as_numbers(answers, "answers"), as_numbers(groups, "groups")
    w = as_numbers(weights, "weights")
    check_same_length(answers=y, groups=group, weights=w)
    refuse(~np.isnan(y) & (y != 0) & (y != 1), "answers", "is neither 0 nor 1", y)
    refuse(~(w > 0), "weights", "is missing or not above zero", w)
    refuse(np.isnan(group), "groups", "is missing", group)
    kept = ~np.isnan(y)
    persons: NDArray[np.int64] = np.arange(y.size)
    cluster = persons if clusters is None else np.unique(np.asarray(clusters), return_inverse=True)[1]
    stratum = np.zeros_like(persons) if strata is None else np.unique(np.asarray(strata), return_inverse=True)[1]
    if cluster.shape != y.shape or stratum.shape != y.shape:
        raise ValueError(
            f"The inputs differ in length: answers {y.size}, clusters {cluster.size}, strata {stratum.size}."
        )
    pairs, unit = np.unique(np.stack([stratum[kept], cluster[kept]]), axis=1, return_inverse=True)
    of_stratum = np.unique(pairs[0], return_inverse=True)[1].astype(np.int64)
    lonely = np.bincount(of_stratum, minlength=1) == 1
    if kept.any() and lonely.any():
        name = pairs[0][int(np.flatnonzero(lonely[of_stratum])[0])]
        known = "the whole sample" if strata is None else f"stratum {np.unique(np.asarray(strata))[name]}"
        raise ValueError(f"Only one cluster of {known} answered, so nothing says how clusters differ: join strata.")
    return y[kept], group[kept], w[kept], (unit.ravel().astype(np.int64), of_stratum)


def _design_error(contributions: FloatArray, units: tuple[IntArray, IntArray]) -> float:
    """The standard error of a total of contributions, from its scatter between clusters within strata."""
    unit, stratum = units
    totals = np.bincount(unit, contributions)
    clusters = np.bincount(stratum)
    means = np.bincount(stratum, totals) / clusters
    squares = np.bincount(stratum, (totals - means[stratum]) ** 2)
    return float(np.sqrt((clusters / (clusters - 1) * squares).sum()))


def _logistic(
    y: FloatArray, w: FloatArray, rank: FloatArray, start: FloatArray, end: FloatArray, sign: float
) -> tuple[FloatArray, FloatArray]:
    """Each person's contribution to the difference of the logistic line's ends, and to the log of their ratio."""
    intercept = np.log(start / (1 - start))
    slope = np.log(end / (1 - end)) - intercept
    expected = 1 / (1 + np.exp(-(intercept + slope * rank)))
    design = np.column_stack([np.ones_like(rank), rank])
    information = design.T @ (design * (w * expected * (1 - expected))[:, None])
    moved = np.linalg.solve(information, (design * (w * (y - expected))[:, None]).T)
    at_start, at_end = moved[0], moved[0] + moved[1]
    difference = sign * (end * (1 - end) * at_end - start * (1 - start) * at_start)
    logs = sign * ((1 - end) * at_end - (1 - start) * at_start)
    return np.asarray(difference), np.asarray(logs)
