"""Shares of people: their intervals, and differences and ratios of two of them."""

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import (
    FloatArray,
    check_counts,
    check_denominators,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits, difference


def _counts_and_denominators(count: ArrayLike, denominator: ArrayLike) -> tuple[FloatArray, FloatArray]:
    counts, denominators = check_counts(count), check_denominators(denominator)
    refuse(counts > denominators, "counts", "is above its denominator", counts)
    return counts, denominators


def proportion(count: ArrayLike, denominator: ArrayLike, level: ArrayLike = 0.95) -> ValueWithLimits:
    r"""Return the proportion :math:`x/n` with its Wilson interval, all between 0 and 1.

    Parameters, errors and reference are those of :func:`wilson_interval`.

    Examples
    --------
    >>> [round(float(x), 4) for x in proportion(65, 100)]
    [0.65, 0.5525, 0.7364]
    """
    counts, denominators = _counts_and_denominators(count, denominator)
    lower, upper = wilson_interval(counts, denominators, level)
    return ValueWithLimits(counts / denominators + np.zeros_like(lower), lower, upper)


def wilson_interval(count: ArrayLike, denominator: ArrayLike, level: ArrayLike = 0.95) -> tuple[FloatArray, FloatArray]:
    r"""Return the Wilson score interval of a proportion.

    .. math:: \frac{2x + z^2 \mp z\sqrt{z^2 + 4x(1 - x/n)}}{2(n + z^2)}

    Parameters
    ----------
    count
        People (or events) with the property, x: zero or more and no more than the denominator. Weighted counts
        need not be whole.
    denominator
        People who could have it, n: above zero.
    level
        Confidence level between 0 and 1; broadcasts, so several can be had in one call.

    Returns
    -------
    Lower and upper limits between 0 and 1, missing (NaN) where an input is missing.

    Raises
    ------
    ValueError
        If a count is negative or above its denominator, or a denominator is not above zero.

    References
    ----------
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22: 209-212.

    Examples
    --------
    >>> lower, upper = wilson_interval([65, 0], [100, 20])
    >>> lower.round(4), upper.round(4)
    (array([0.5525, 0.    ]), array([0.7364, 0.1611]))
    """
    counts, denominators = _counts_and_denominators(count, denominator)
    z = normal_quantile(level)
    centre = 2 * counts + z**2
    spread = z * np.sqrt(z**2 + 4 * counts * (1 - counts / denominators))
    scale = 2 * (denominators + z**2)
    # At none and at all the limit is exactly 0 or 1; rounding would leave it just inside, beyond the value itself.
    lower = np.where(counts == 0, 0.0, np.maximum((centre - spread) / scale, 0))
    upper = np.where(counts == denominators, 1.0, np.minimum((centre + spread) / scale, 1))
    return np.where(np.isnan(scale), np.nan, lower), np.where(np.isnan(centre), np.nan, upper)


def difference_of_proportions(
    first_count: ArrayLike,
    first_denominator: ArrayLike,
    second_count: ArrayLike,
    second_denominator: ArrayLike,
    level: ArrayLike = 0.95,
) -> ValueWithLimits:
    r"""Return ``first - second``, two independent proportions, with Newcombe's hybrid score interval.

    The Wilson limits of each are joined as in :func:`~goldenthread.core.statistics.intervals.difference`.
    Values lie between -1 and 1.

    Raises
    ------
    ValueError
        As :func:`wilson_interval`.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions: comparison of eleven
    methods. Statistics in Medicine 17: 873-890 (method 10).

    Examples
    --------
    >>> [round(float(x), 4) for x in difference_of_proportions(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    first = proportion(first_count, first_denominator, level)
    second = proportion(second_count, second_denominator, level)
    found = difference(first.value, first[1:], second.value, second[1:])
    return ValueWithLimits(found.value, np.maximum(found.lower, -1), np.minimum(found.upper, 1))


def ratio_of_proportions(
    first_count: ArrayLike,
    first_denominator: ArrayLike,
    second_count: ArrayLike,
    second_denominator: ArrayLike,
    level: ArrayLike = 0.95,
) -> ValueWithLimits:
    r"""Return ``first / second``, two independent proportions, with Katz's log-normal interval.

    .. math:: \exp\left(\log r \pm z\sqrt{1/x_1 - 1/n_1 + 1/x_2 - 1/n_2}\right)

    Raises
    ------
    ValueError
        As :func:`wilson_interval`, and if a count is zero: the logarithm has no interval there.

    References
    ----------
    Katz D, Baptista J, Azen SP, Pike MC (1978). Obtaining confidence intervals for the risk ratio in cohort studies.
    Biometrics 34: 469-474.

    Examples
    --------
    >>> [round(float(x), 4) for x in ratio_of_proportions(56, 70, 48, 80)]
    [1.3333, 1.0766, 1.6512]
    """
    x1, n1 = _counts_and_denominators(first_count, first_denominator)
    x2, n2 = _counts_and_denominators(second_count, second_denominator)
    refuse(x1 == 0, "first counts", "is zero, so the ratio has no log-normal interval", x1)
    refuse(x2 == 0, "second counts", "is zero, so the ratio has no log-normal interval", x2)
    value = (x1 / n1) / (x2 / n2)
    factor = np.exp(normal_quantile(level) * np.sqrt(np.maximum(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2, 0)))
    return ValueWithLimits(value + np.zeros_like(factor), value / factor, value * factor)
