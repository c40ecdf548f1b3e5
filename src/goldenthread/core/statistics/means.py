"""Means of measurements, with Student's t intervals."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.statistics.checks import FloatArray, IntArray, as_numbers, check_level, refuse
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special


def mean_interval(
    mean: ArrayLike, standard_deviation: ArrayLike, count: ArrayLike, level: ArrayLike = 0.95
) -> tuple[FloatArray, FloatArray]:
    r"""Return the Student t interval of a mean.

    .. math:: \bar x \pm t_{n-1}\,s/\sqrt{n}

    Parameters
    ----------
    mean, standard_deviation
        Of the measurements; the standard deviation with divisor n − 1.
    count
        How many measurements: whole, at least 1. With one there is no interval, and both limits are missing.
    level
        Confidence level; broadcasts.

    Raises
    ------
    ValueError
        If a standard deviation is negative or a count is not a whole number of at least 1.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika 6: 1-25.

    Examples
    --------
    >>> lower, upper = mean_interval(53.7, 20.98, 8)
    >>> round(float(lower), 2), round(float(upper), 2)
    (36.16, 71.24)
    """
    average, spread = as_numbers(mean, "means"), as_numbers(standard_deviation, "standard deviations")
    n = as_numbers(count, "counts")
    refuse(spread < 0, "standard deviations", "is negative", spread)
    refuse((n < 1) | (n % 1 > 0), "counts", "is not a whole number of at least 1", n)
    freedom = np.where(n > 1, n - 1, np.nan)
    half = special.stdtrit(freedom, (1 + check_level(level)) / 2) * spread / np.sqrt(n)
    return average - half, average + half


@dataclass(frozen=True, slots=True)
class GroupMeans(Result):
    """The mean of each group, in sorted order of the groups' names."""

    groups: tuple[Any, ...]
    mean: ValueWithLimits
    standard_deviation: FloatArray
    count: IntArray


def group_means(values: ArrayLike, groups: ArrayLike | None = None, level: ArrayLike = 0.95) -> GroupMeans:
    """Return the mean, standard deviation and Student t interval of each group of measurements.

    Missing measurements (NaN) are left out of their group.

    Parameters
    ----------
    values
        The measurements.
    groups
        The group of each; without it, all are one group called "all".
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If the inputs differ in length or no measurement is given.

    Examples
    --------
    >>> found = group_means([1, 2, 3, 10, 14], ["a", "a", "a", "b", "b"])
    >>> found.groups, found.mean.value
    (('a', 'b'), array([ 2., 12.]))
    """
    x = as_numbers(values, "values")
    names: NDArray[Any] = np.full(x.shape, "all") if groups is None else np.asarray(groups)
    if names.shape != x.shape:
        raise ValueError(f"The inputs differ in length: values {x.size}, groups {names.size}.")
    kept = ~np.isnan(x)
    if not kept.any():
        raise ValueError("No measurement is given.")
    unique, at = np.unique(names[kept], return_inverse=True)
    count = np.bincount(at)
    mean = np.bincount(at, weights=x[kept]) / count
    # Squares about the group's own mean: subtracting squares of large numbers would lose their last digits.
    squares = np.bincount(at, weights=(x[kept] - mean[at]) ** 2)
    deviation = np.sqrt(np.divide(squares, count - 1, out=np.full(len(unique), np.nan), where=count > 1))
    lower, upper = mean_interval(mean, deviation, count, level)
    return GroupMeans(tuple(unique.tolist()), ValueWithLimits(mean, lower, upper), deviation, count)
