"""Intervals of differences and ratios of estimates, and the standard error that an interval implies."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Limits
from goldenthread.core.statistics.checks import FloatArray, as_numbers, normal_quantile, refuse
from goldenthread.core.statistics.results import Columns, as_columns, show


class ValueWithLimits(NamedTuple):
    """Values with their lower and upper limits; arrays of one shape."""

    value: FloatArray
    lower: FloatArray
    upper: FloatArray

    def __str__(self) -> str:
        return show(self)

    def as_columns(self) -> Columns:
        """The values and limits as columns of one length."""
        return as_columns(self)


LimitsLike = Limits | tuple[ArrayLike, ArrayLike]


def _unpack(limits: LimitsLike, value: FloatArray, name: str) -> tuple[FloatArray, FloatArray]:
    lower, upper = (limits.lower, limits.upper) if isinstance(limits, Limits) else limits
    # Infinite limits are honest: a ratio to something that may be zero has one.
    low = as_numbers(lower, f"lower limits of the {name}", may_be_infinite=True)
    high = as_numbers(upper, f"upper limits of the {name}", may_be_infinite=True)
    refuse(low > high, f"lower limits of the {name}", "is above the upper limit", low)
    tolerance = 1e-9 * np.maximum(1.0, np.abs(value))
    refuse((value < low - tolerance) | (value > high + tolerance), name, "lies outside its limits", value)
    return low, high


def standard_error_from_limits(lower: ArrayLike, upper: ArrayLike, level: ArrayLike = 0.95) -> FloatArray:
    r"""Return the standard error that a symmetric normal interval implies.

    .. math:: s = (U - L) / 2z

    Parameters
    ----------
    lower, upper
        The limits, in the units of the value. For limits that are symmetric on a log or logit scale,
        transform them first.
    level
        The confidence level of the limits, between 0 and 1.

    Returns
    -------
    The standard error, in the units of the value; missing (NaN) where a limit is.

    Raises
    ------
    ValueError
        If a lower limit is above its upper limit.

    Examples
    --------
    >>> round(float(standard_error_from_limits(76.04, 79.96)), 4)
    1.0
    """
    low, high = as_numbers(lower, "lower limits"), as_numbers(upper, "upper limits")
    refuse(low > high, "lower limits", "is above the upper limit", low)
    return (high - low) / (2 * normal_quantile(level))


def difference(
    first: ArrayLike, first_limits: LimitsLike, second: ArrayLike, second_limits: LimitsLike
) -> ValueWithLimits:
    r"""Return ``first - second`` with its interval, for two independent estimates (MOVER).

    .. math::
        L = d - \sqrt{(y_1 - l_1)^2 + (u_2 - y_2)^2}, \quad U = d + \sqrt{(u_1 - y_1)^2 + (y_2 - l_2)^2}

    With symmetric limits this is :math:`d \pm z\sqrt{s_1^2 + s_2^2}`; with asymmetric ones each side keeps
    the uncertainty that belongs to it. The result holds at the level of the limits given.

    Parameters
    ----------
    first, second
        The two values, in the same units.
    first_limits, second_limits
        A :class:`~goldenthread.core.estimates.Limits` or a pair (lower, upper).

    Raises
    ------
    ValueError
        If limits are in the wrong order, of different levels, or do not contain their value.

    References
    ----------
    Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 27: 1693-1702. Newcombe RG (1998). Statistics in Medicine 17: 873-890.

    Examples
    --------
    >>> gap = difference(82.0, (81.0, 83.0), 75.0, (74.0, 76.0))
    >>> [round(float(x), 3) for x in gap]
    [7.0, 5.586, 8.414]
    """
    _check_levels(first_limits, second_limits)
    y1, y2 = as_numbers(first, "first values"), as_numbers(second, "second values")
    l1, u1 = _unpack(first_limits, y1, "first values")
    l2, u2 = _unpack(second_limits, y2, "second values")
    gap = y1 - y2
    return ValueWithLimits(gap, gap - np.hypot(y1 - l1, u2 - y2), gap + np.hypot(u1 - y1, y2 - l2))


def ratio(first: ArrayLike, first_limits: LimitsLike, second: ArrayLike, second_limits: LimitsLike) -> ValueWithLimits:
    r"""Return ``first / second`` with its interval, for two independent positive estimates (MOVER on the log scale).

    The logarithms are differenced as in :func:`difference`. Where the limits are those of a log-normal
    this is the log-normal interval :math:`\exp(\log r \pm z\sqrt{v_1 + v_2})`.
    Where the first lower limit is zero so is the ratio's; where the second's is, the upper limit is infinite.

    Raises
    ------
    ValueError
        If a value is not above zero, a limit is negative, or limits are in the wrong order, of different levels or do
        not contain their value.

    References
    ----------
    Zou GY, Donner A (2008). Statistics in Medicine 27: 1693-1702.

    Examples
    --------
    >>> [round(float(x), 3) for x in ratio(20.0, (16.0, 25.0), 10.0, (8.0, 12.5))]
    [2.0, 1.459, 2.742]
    """
    _check_levels(first_limits, second_limits)
    y1, y2 = as_numbers(first, "first values"), as_numbers(second, "second values")
    refuse(y1 <= 0, "first values", "is not above zero, so a ratio has no interval", y1)
    refuse(y2 <= 0, "second values", "is not above zero, so a ratio has no interval", y2)
    l1, u1 = _unpack(first_limits, y1, "first values")
    l2, u2 = _unpack(second_limits, y2, "second values")
    refuse(l1 < 0, "first lower limits", "is negative, so a ratio has no interval", l1)
    refuse(l2 < 0, "second lower limits", "is negative, so a ratio has no interval", l2)
    with np.errstate(divide="ignore"):
        log_ratio = np.log(y1 / y2)
        below = np.hypot(np.log(y1) - np.log(l1), np.log(u2) - np.log(y2))
        above = np.hypot(np.log(u1) - np.log(y1), np.log(y2) - np.log(l2))
    return ValueWithLimits(y1 / y2, np.exp(log_ratio - below), np.exp(log_ratio + above))


def fieller_ratio(
    numerator: ArrayLike,
    denominator: ArrayLike,
    numerator_variance: ArrayLike,
    denominator_variance: ArrayLike,
    covariance: ArrayLike = 0.0,
    *,
    quantile: ArrayLike | None = None,
    level: ArrayLike = 0.95,
) -> ValueWithLimits:
    r"""Return the ratio of two jointly normal estimates with Fieller's interval.

    The interval is every :math:`\rho` for which :math:`a - \rho b` is within
    :math:`z\sqrt{v_a - 2\rho c + \rho^2 v_b}` of zero. It is bounded only where the denominator is clearly not zero
    (:math:`b^2 > z^2 v_b`); elsewhere both limits are missing (NaN), because no bounded interval can hold.

    Parameters
    ----------
    numerator, denominator
        The estimates a and b.
    numerator_variance, denominator_variance, covariance
        Their variances and covariance.
    quantile
        The multiplier in place of the normal's (Student's t, where the variances were estimated).
    level
        The confidence level, when `quantile` is not given.

    Raises
    ------
    ValueError
        If a denominator is zero or a variance negative.

    References
    ----------
    Fieller EC (1954). Some problems in interval estimation. Journal of the Royal Statistical Society B 16: 175-185.

    Examples
    --------
    >>> [round(float(x), 4) for x in fieller_ratio(82.0, 75.0, 0.25, 0.25)]
    [1.0933, 1.0742, 1.1129]
    """
    a, b = as_numbers(numerator, "numerators"), as_numbers(denominator, "denominators")
    va = as_numbers(numerator_variance, "variances of the numerators")
    vb = as_numbers(denominator_variance, "variances of the denominators")
    c = as_numbers(covariance, "covariances")
    refuse(b == 0, "denominators", "is zero", b)
    refuse(va < 0, "variances of the numerators", "is negative", va)
    refuse(vb < 0, "variances of the denominators", "is negative", vb)
    z2 = (normal_quantile(level) if quantile is None else as_numbers(quantile, "quantiles")) ** 2
    leading = b**2 - z2 * vb
    middle = a * b - z2 * c
    discriminant = middle**2 - leading * (a**2 - z2 * va)
    bounded = (leading > 0) & (discriminant >= 0)
    root = np.sqrt(np.where(bounded, discriminant, np.nan))
    safe = np.where(bounded, leading, np.nan)
    return ValueWithLimits(a / b, (middle - root) / safe, (middle + root) / safe)


def _check_levels(first: LimitsLike, second: LimitsLike) -> None:
    if isinstance(first, Limits) and isinstance(second, Limits) and first.level != second.level:
        raise ValueError(f"The two intervals hold at different levels, {first.level} and {second.level}.")
