r"""Inequality across ordered groups by concentration: how far the measure leans towards one end of the ranking.

With shares *p* and ranks *r* from most (0) to least deprived (1), the absolute concentration index is
:math:`\sum p_i (2r_i - 1) y_i`: a fixed linear combination of the groups' values, so its interval is exact.
Signs follow :mod:`goldenthread.core.statistics.slope_index`: positive is to the disadvantage of the most deprived.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits, fieller_ratio
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special


@dataclass(frozen=True, slots=True)
class Concentration(Result):
    """Concentration indices of each place.

    Attributes
    ----------
    absolute
        ACI, in the units of the values.
    relative
        RCI: the absolute index over the mean, with Fieller's limits.
    erreygers, wagstaff
        Corrections for a measure with bounds; missing without `bounds`. Erreygers' limits are exact, Wagstaff's by the
        delta method (his index divides by the mean, which is uncertain too).
    residual_error
        Standard error of the absolute index from the scatter about the convenient regression (Kakwani and others),
        missing with fewer than three groups.
    """

    absolute: ValueWithLimits
    relative: ValueWithLimits
    erreygers: ValueWithLimits
    wagstaff: ValueWithLimits
    residual_error: FloatArray


def concentration_indices(
    values: ArrayLike,
    populations: ArrayLike,
    standard_errors: ArrayLike | None = None,
    *,
    polarity: Polarity,
    bounds: tuple[float, float] | None = None,
    level: ArrayLike = 0.95,
) -> Concentration:
    r"""Return the concentration indices of many places, groups along the last axis from most to least deprived.

    .. math::
        A = \sum p_i(2r_i - 1)y_i, \quad R = A/\mu, \quad E = \frac{4A}{b - a}, \quad
        W = \frac{(b - a)A}{(b - \mu)(\mu - a)}

    Parameters
    ----------
    values, populations
        Of each group; a group without value or people is left out, and a place with one group or none is missing.
    standard_errors
        Of the values; without them the interval comes from the scatter (Student t with groups − 2 degrees of freedom).
    polarity
        Which direction is good; fixes the sign.
    bounds
        Least and most the measure can be, (0, 100) for percentages: needed by Erreygers' and Wagstaff's corrections.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If shapes differ, a population or standard error is negative, a mean is zero, or bounds are in the wrong order.

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E (1997). Journal of Econometrics 77: 87-103. Erreygers G (2009). Journal of
    Health Economics 28: 504-515. Wagstaff A (2005). Health Economics 14: 429-432.

    Examples
    --------
    >>> found = concentration_indices(
    ...     [70, 80, 90], [1, 1, 1], [1, 1, 1], polarity=Polarity.HIGHER_IS_BETTER, bounds=(0, 100)
    ... )
    >>> [round(float(part.value), 4) for part in (found.absolute, found.relative, found.wagstaff)]
    [4.4444, 0.0556, 0.2778]
    """
    y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
    check_same_length(values=y, populations=people)
    check_level(level)
    used = ~np.isnan(y) & (people > 0)
    people = np.where(used, people, 0.0)
    # One group cannot be compared, and none has no shares: missing, which is not zero.
    total = np.where(used.sum(axis=-1, keepdims=True) > 1, people.sum(axis=-1, keepdims=True), np.nan)
    share = people / total
    rank = np.where(used, np.cumsum(share, axis=-1) - share / 2, 0.0)
    y = np.where(used, y, 0.0)
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    lean = sign * share * (2 * rank - 1)
    absolute, mean = (lean * y).sum(axis=-1), (share * y).sum(axis=-1)
    residual_error, scatter = _convenient_regression(share, rank, y, absolute * sign, mean, used)
    if standard_errors is None:
        variance = scatter[..., None] / np.where(used, share, np.nan)
        freedom = used.sum(axis=-1) - 2
        freedom = np.where(freedom > 0, freedom, np.nan)
        quantile: FloatArray = np.asarray(special.stdtrit(freedom, (1 + check_level(level)) / 2), dtype=np.float64)
        half = quantile * residual_error
    else:
        errors = as_numbers(standard_errors, "standard errors")
        check_same_length(values=y, standard_errors=errors)
        refuse(errors < 0, "standard errors", "is negative", errors)
        variance = errors**2
        quantile = normal_quantile(level)
        half = quantile * np.sqrt((lean**2 * np.where(used, variance, 0.0)).sum(axis=-1))
    variance = np.where(used, variance, 0.0)
    relative = fieller_ratio(
        absolute,
        mean,
        (half / quantile) ** 2,
        (share**2 * variance).sum(axis=-1),
        (lean * share * variance).sum(axis=-1),
        quantile=quantile,
    )
    low, high = bounds or (np.nan, np.nan)
    if bounds and not low < high:
        raise ValueError(f"The least value {low} must be below the most {high}.")
    absolute_limits = ValueWithLimits(absolute, absolute - half, absolute + half)
    return Concentration(
        absolute=absolute_limits,
        relative=relative,
        erreygers=ValueWithLimits(*(4 * part / (high - low) for part in absolute_limits)),
        wagstaff=_wagstaff(absolute, mean, (low, high), lean, share, variance, quantile),
        residual_error=residual_error,
    )


def _wagstaff(
    absolute: FloatArray,
    mean: FloatArray,
    bounds: tuple[float, float],
    lean: FloatArray,
    share: FloatArray,
    variance: FloatArray,
    quantile: FloatArray,
) -> ValueWithLimits:
    low, high = bounds
    room = (high - mean) * (mean - low)
    room = np.where(room > 0, room, np.nan)
    value = (high - low) * absolute / room
    along_mean = value * (high + low - 2 * mean) / room
    gradient = ((high - low) / room)[..., None] * lean - along_mean[..., None] * share
    half = quantile * np.sqrt((gradient**2 * variance).sum(axis=-1))
    return ValueWithLimits(value, value - half, value + half)


def _convenient_regression(
    share: FloatArray,
    rank: FloatArray,
    y: FloatArray,
    slope: FloatArray,
    mean: FloatArray,
    used: np.typing.NDArray[np.bool_],
) -> tuple[FloatArray, FloatArray]:
    """Standard error of the slope of 2·Var(r)·y on rank, weighted by people; and the variance of y about that line."""
    centred = np.where(used, rank - 0.5, 0.0)
    rank_variance = (share * centred**2).sum(axis=-1)
    line = mean[..., None] + (slope / (2 * rank_variance))[..., None] * centred
    freedom = used.sum(axis=-1) - 2
    scatter = (share * (y - line) ** 2).sum(axis=-1) / np.where(freedom > 0, freedom, np.nan)
    return 2 * np.sqrt(rank_variance * scatter), scatter
