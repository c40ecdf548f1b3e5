"""Events and the people they could happen to: crude rates, their intervals, and ratios of two of them."""

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_denominators,
    check_level,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits, difference
from goldenthread.core.statistics.special_functions import special

#: Below this many events Byar's approximation gives way to the exact interval, as Fingertips does
#: (PHE Technical Guide 3, "Commonly used public health statistics and their confidence intervals").
EXACT_BELOW = 10


def byar_interval(count: ArrayLike, level: ArrayLike = 0.95) -> tuple[FloatArray, FloatArray]:
    r"""Return Byar's approximate limits of a Poisson count.

    .. math::
        L = x\left(1 - \frac{1}{9x} - \frac{z}{3\sqrt{x}}\right)^3, \quad
        U = (x+1)\left(1 - \frac{1}{9(x+1)} + \frac{z}{3\sqrt{x+1}}\right)^3

    Close to the exact limits from about 10 events; :func:`poisson_interval` uses the exact ones below that.

    Parameters
    ----------
    count
        Events, zero or more; counts that were weighted need not be whole.
    level
        Confidence level between 0 and 1; broadcasts.

    Returns
    -------
    Lower and upper limits of the count. The lower limit of 0 events is 0; where the approximation breaks down and
    would fall below zero (fewer than about 2 events at 99.8%) the lower limit is missing (NaN).

    Raises
    ------
    ValueError
        If a count is negative.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC, page 69.

    Examples
    --------
    >>> lower, upper = byar_interval(65)
    >>> round(float(lower), 4), round(float(upper), 4)
    (50.1632, 82.8491)
    """
    counts = check_counts(count)
    z = normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = counts * (1 - 1 / (9 * counts) - z / (3 * np.sqrt(counts))) ** 3
    lower = np.where(counts == 0, 0.0, np.where(low < 0, np.nan, low))
    above = counts + 1
    return lower, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3


def exact_poisson_interval(count: ArrayLike, level: ArrayLike = 0.95) -> tuple[FloatArray, FloatArray]:
    r"""Return the exact limits of a Poisson count.

    .. math:: L = \tfrac12\chi^2_{2x}(\alpha/2), \quad U = \tfrac12\chi^2_{2x+2}(1 - \alpha/2)

    Whole counts below 10,000 at one level are looked up in a table made once a call, which is hundreds of times
    faster for whole-country tables and gives the same numbers.

    Parameters, result and errors are those of :func:`byar_interval`; the lower limit is never missing for a count.

    References
    ----------
    Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28: 437-442.

    Examples
    --------
    >>> lower, upper = exact_poisson_interval([0, 5])
    >>> lower.round(4), upper.round(4)
    (array([0.    , 1.6235]), array([ 3.6889, 11.6683]))
    """
    counts, levels = check_counts(count), check_level(level)
    if counts.size > 1_000 and levels.ndim == 0:
        whole = np.nan_to_num(counts)
        if (whole == np.floor(whole)).all() and whole.max() < 10_000:
            low_table, high_table = _exact_limits(np.arange(whole.max() + 1), levels)
            at, gone = whole.astype(np.int64), np.isnan(counts)
            return np.where(gone, np.nan, low_table[at]), np.where(gone, np.nan, high_table[at])
    return _exact_limits(counts, levels)


def _exact_limits(counts: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    tail = (1 - level) / 2
    # χ² with 2k degrees of freedom, halved, is a gamma of shape k.
    low = special.gammaincinv(np.where(counts > 0, counts, 1.0), tail)
    lower = np.where(np.isnan(counts), np.nan, np.where(counts > 0, low, 0.0))
    return lower, special.gammainccinv(counts + 1, tail)


def poisson_interval(count: ArrayLike, level: ArrayLike = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return the limits of a Poisson count: exact below 10 events, Byar's from there on.

    This is the interval England's Fingertips shows. Parameters and errors are those of :func:`byar_interval`.

    Examples
    --------
    >>> lower, upper = poisson_interval([5, 65])
    >>> lower.round(4), upper.round(4)
    (array([ 1.6235, 50.1632]), array([11.6683, 82.8491]))
    """
    counts = check_counts(count)
    byar_lower, byar_upper = byar_interval(counts, level)
    few = counts < EXACT_BELOW
    if not few.any():
        return byar_lower, byar_upper
    exact_lower, exact_upper = exact_poisson_interval(np.where(few, counts, 0.0), level)
    return np.where(few, exact_lower, byar_lower), np.where(few, exact_upper, byar_upper)


def crude_rate(
    count: ArrayLike, denominator: ArrayLike, multiplier: float = 100_000, level: ArrayLike = 0.95
) -> ValueWithLimits:
    r"""Return the crude rate :math:`m\,x/n` with its interval (:func:`poisson_interval`).

    Parameters
    ----------
    count
        Events, zero or more. May exceed the denominator: a person can have several.
    denominator
        People, or person-years, above zero.
    multiplier
        People the rate is given per: 100,000 by default.
    level
        Confidence level; broadcasts.

    Raises
    ------
    ValueError
        If a count is negative, or a denominator or the multiplier is not above zero.

    Examples
    --------
    >>> [round(float(x), 3) for x in crude_rate(5, 100, multiplier=100)]
    [5.0, 1.623, 11.668]
    """
    counts, denominators = check_counts(count), check_denominators(denominator)
    _check_multiplier(multiplier)
    lower, upper = poisson_interval(counts, level)
    scale = multiplier / denominators
    return ValueWithLimits(counts * scale + np.zeros_like(lower), lower * scale, upper * scale)


def difference_of_rates(
    first_count: ArrayLike,
    first_denominator: ArrayLike,
    second_count: ArrayLike,
    second_denominator: ArrayLike,
    multiplier: float = 100_000,
    level: ArrayLike = 0.95,
) -> ValueWithLimits:
    """Return ``first - second``, two independent crude rates, their limits joined by MOVER.

    Raises
    ------
    ValueError
        As :func:`crude_rate`.

    References
    ----------
    Li HQ, Tang ML, Wong WK (2014). Confidence intervals for ratio of two Poisson rates using the method of variance
    estimates recovery. Computational Statistics 29: 869-889 (the same method, for the ratio).

    Examples
    --------
    >>> [round(float(x), 2) for x in difference_of_rates(120, 10_000, 80, 10_000, multiplier=1_000)]
    [4.0, 1.17, 6.87]
    """
    first = crude_rate(first_count, first_denominator, multiplier, level)
    second = crude_rate(second_count, second_denominator, multiplier, level)
    return difference(first.value, first[1:], second.value, second[1:])


def rate_ratio(
    first_count: ArrayLike,
    first_denominator: ArrayLike,
    second_count: ArrayLike,
    second_denominator: ArrayLike,
    level: ArrayLike = 0.95,
) -> ValueWithLimits:
    r"""Return ``first / second``, two independent crude rates, with the log-normal interval.

    .. math:: \exp\left(\log r \pm z\sqrt{1/x_1 + 1/x_2}\right)

    Raises
    ------
    ValueError
        As :func:`crude_rate`, and if a count is zero.

    References
    ----------
    Breslow NE, Day NE (1987). Statistical methods in cancer research, volume II. IARC.

    Examples
    --------
    >>> [round(float(x), 3) for x in rate_ratio(120, 10_000, 80, 10_000)]
    [1.5, 1.13, 1.99]
    """
    x1, n1 = check_counts(first_count), check_denominators(first_denominator)
    x2, n2 = check_counts(second_count), check_denominators(second_denominator)
    refuse(x1 == 0, "first counts", "is zero, so the ratio has no log-normal interval", x1)
    refuse(x2 == 0, "second counts", "is zero, so the ratio has no log-normal interval", x2)
    value = (x1 / n1) / (x2 / n2)
    factor = np.exp(normal_quantile(level) * np.sqrt(1 / x1 + 1 / x2))
    return ValueWithLimits(value + np.zeros_like(factor), value / factor, value * factor)


def _check_multiplier(multiplier: float) -> None:
    number = as_numbers(multiplier, "multipliers")
    refuse(~(number > 0), "multipliers", "is not above zero", number)
