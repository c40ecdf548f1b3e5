"""Small areas: values drawn towards the mean of all as far as chance asks for, the raw value kept beside them.

How far areas differ is itself guessed from them: with a handful the guess is often that they do not differ at all, and
the limits are far too narrow (with five areas they held the truth of half of them). Use it for dozens and more.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import (
    FloatArray,
    check_counts,
    check_denominators,
    check_level,
    check_same_length,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special

#: Prior people, at most: areas that differ by less than chance tells nothing about are drawn all the way to the mean.
MOST_PRIOR = 1e9


@dataclass(frozen=True, slots=True)
class Shrunk(Result):
    """Values drawn towards the mean, with credible limits, beside the raw ones.

    Attributes
    ----------
    value
        What is left of the difference from the mean once chance is allowed for, with limits.
    raw
        The value as it was counted: always shown with the other.
    kept
        The share of the raw difference that is kept, 0 to 1: large areas keep more.
    mean
        What they are drawn towards.
    """

    value: ValueWithLimits
    raw: FloatArray
    kept: FloatArray
    mean: float


def shrink_proportions(counts: ArrayLike, denominators: ArrayLike, level: ArrayLike = 0.95) -> Shrunk:
    r"""Return the shares of small areas by empirical Bayes: a beta prior fitted to all of them.

    .. math:: \tilde p_i = \frac{x_i + a}{n_i + a + b}

    with the prior's mean :math:`a/(a+b)` the share of everybody, and its weight :math:`a + b` from the variance between
    areas beyond chance (moments). Limits are those of the posterior beta.

    Parameters
    ----------
    counts, denominators
        Of each area; missing areas (NaN) stay missing and are not used for the prior.
    level
        Level of the credible limits, between 0 and 1.

    Raises
    ------
    ValueError
        If lengths differ, a count is above its denominator, fewer than three areas are given, or nobody (or everybody)
        has the property.

    References
    ----------
    Clayton D, Kaldor J (1987). Empirical Bayes estimates of age-standardized relative risks. Biometrics 43: 671-681.
    Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators. Applied Statistics 40.

    Examples
    --------
    >>> found = shrink_proportions([1, 30, 50, 10], [4, 100, 100, 100])
    >>> found.raw.round(2), found.value.value.round(2)
    (array([0.25, 0.3 , 0.5 , 0.1 ]), array([0.28, 0.3 , 0.49, 0.11]))
    """
    x, n = check_counts(counts), check_denominators(denominators)
    check_same_length(counts=x, denominators=n)
    refuse(x > n, "counts", "is above its denominator", x)
    mean, between = _moments(x, n, lambda m: m * (1 - m))
    if not 0 < mean < 1:
        raise ValueError("Nobody, or everybody, has the property, so there is nothing to draw towards.")
    weight = min(max(mean * (1 - mean) / max(between, 1e-300) - 1, 1e-6), MOST_PRIOR)
    a, b = x + weight * mean, n - x + weight * (1 - mean)
    tail = (1 - check_level(level)) / 2
    lower, upper = (np.asarray(special.betaincinv(a, b, p), dtype=np.float64) for p in (tail, 1 - tail))
    return Shrunk(ValueWithLimits(a / (a + b), lower, upper), x / n, n / (n + weight), mean)


def shrink_rates(counts: ArrayLike, expected: ArrayLike, level: ArrayLike = 0.95) -> Shrunk:
    r"""Return the ratios of observed to expected events of small areas by empirical Bayes: a gamma prior.

    .. math:: \tilde\theta_i = \frac{O_i + \nu\mu}{E_i + \nu}

    With person-years in place of expected events the result is a rate for each of them. Limits are those of the
    posterior gamma. Errors and references are those of :func:`shrink_proportions`.

    Examples
    --------
    >>> found = shrink_rates([3, 40, 90, 60], [1, 50, 60, 60])
    >>> found.raw.round(2), found.value.value.round(2)
    (array([3. , 0.8, 1.5, 1. ]), array([1.25, 0.87, 1.43, 1.02]))
    """
    o, e = check_counts(counts), check_denominators(expected, "expected counts")
    check_same_length(counts=o, expected=e)
    mean, between = _moments(o, e, lambda m: m)
    if mean == 0:
        raise ValueError("There are no events, so there is nothing to draw towards.")
    weight = min(mean / max(between, 1e-300), MOST_PRIOR)
    shape, size = o + weight * mean, e + weight
    tail = (1 - check_level(level)) / 2
    limits = (special.gammaincinv(shape, tail) / size, special.gammaincinv(shape, 1 - tail) / size)
    return Shrunk(ValueWithLimits(shape / size, *limits), o / e, e / (e + weight), mean)


def _moments(x: FloatArray, n: FloatArray, chance: Callable[[float], float]) -> tuple[float, float]:
    """The mean of all areas, and the variance between them beyond chance (Marshall's moments)."""
    known = ~(np.isnan(x) | np.isnan(n))
    if known.sum() < 3:
        raise ValueError(f"A prior needs at least three areas; got {int(known.sum())}.")
    count, size = x[known], n[known]
    mean = float(count.sum() / size.sum())
    seen = float((size * (count / size - mean) ** 2).sum() / size.sum())
    return mean, max(seen - chance(mean) / float(size.mean()), 0.0)
