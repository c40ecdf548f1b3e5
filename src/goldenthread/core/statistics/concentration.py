r"""Inequality across ordered groups by concentration: how far the measure leans towards one end of the ranking.

With shares *p* and ranks *r* from most (0) to least deprived (1), the absolute concentration index is
:math:`\sum p_i (2r_i - 1) y_i`: a fixed linear combination of the groups' values, so its interval is exact.
Signs follow :mod:`goldenthread.core.statistics.slope_index`: positive is to the disadvantage of the most deprived.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_denominators,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits, fieller_ratio
from goldenthread.core.statistics.slope_index import ridit_ranks


@dataclass(frozen=True, slots=True)
class Concentration:
    """Concentration indices of each place.

    Attributes
    ----------
    absolute
        ACI, in the units of the values.
    relative
        RCI: the absolute index over the mean, with Fieller's limits.
    erreygers, wagstaff
        Corrections for a measure with bounds; missing without `bounds`.
    residual_error
        Standard error of the absolute index from the scatter about the convenient regression (Kakwani and others),
        missing with fewer than three groups.
    """

    absolute: ValueWithLimits
    relative: ValueWithLimits
    erreygers: ValueWithLimits
    wagstaff: FloatArray
    residual_error: FloatArray


def concentration_indices(
    values: ArrayLike,
    populations: ArrayLike,
    standard_errors: ArrayLike | None = None,
    *,
    polarity: Polarity,
    bounds: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Concentration:
    r"""Return the concentration indices of many places, groups along the last axis from most to least deprived.

    .. math::
        A = \sum p_i(2r_i - 1)y_i, \quad R = A/\mu, \quad E = \frac{4A}{b - a}, \quad
        W = \frac{(b - a)A}{(b - \mu)(\mu - a)}

    Parameters
    ----------
    values, populations
        Of each group; a group without value or people is left out.
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
    >>> round(float(found.absolute.value), 3), round(float(found.relative.value), 4), round(float(found.wagstaff), 4)
    (4.444, 0.0556, 0.2778)
    """
    y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
    check_same_length(values=y, populations=people)
    check_level(level)
    used = ~np.isnan(y) & (people > 0)
    people = np.where(used, people, 0.0)
    share = people / people.sum(axis=-1, keepdims=True)
    rank = np.where(used, ridit_ranks(people), 0.0)
    y = np.where(used, y, 0.0)
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    lean = sign * share * (2 * rank - 1)
    absolute, mean = (lean * y).sum(axis=-1), (share * y).sum(axis=-1)
    residual_error, scatter = _convenient_regression(share, rank, y, absolute * sign, mean, used)
    if standard_errors is None:
        variance = scatter[..., None] / np.where(used, share, np.nan)
        freedom = used.sum(axis=-1) - 2
        quantile: FloatArray = np.asarray(special.stdtrit(np.where(freedom > 0, freedom, np.nan), (1 + level) / 2))
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
        wagstaff=(high - low) * absolute / ((high - mean) * (mean - low)),
        residual_error=residual_error,
    )


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


@dataclass(frozen=True, slots=True)
class CountSlope:
    """A Poisson or binomial line on rank, fitted to counts: its ends (as rates or shares), difference and ratio."""

    fitted_most_deprived: float
    fitted_least_deprived: float
    difference: ValueWithLimits
    ratio: ValueWithLimits
    dispersion: float  # Pearson χ² over its degrees of freedom; far above 1, the groups scatter more than chance


def slope_of_counts(
    counts: ArrayLike,
    denominators: ArrayLike,
    *,
    polarity: Polarity,
    is_proportion: bool = True,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> CountSlope:
    r"""Return the slope and relative index from counts: a logistic (or log-linear) line on rank.

    .. math:: \operatorname{logit} \pi_i = \alpha + \beta r_i, \quad x_i \sim \text{Binomial}(n_i, \pi_i)

    or :math:`\log\lambda_i = \alpha + \beta r_i` for Poisson events. The index is the difference, and the relative
    index the ratio, of the line's two ends; limits by the delta method, those of the ratio on the log scale, widened
    by the square root of the dispersion when it is above 1.

    Parameters
    ----------
    counts, denominators
        Of one place's groups from most to least deprived: people with the property (or events) and people (or
        person-years).
    polarity
        Which direction is good; fixes the sign.
    is_proportion
        Binomial when true, Poisson when false.
    weights
        Instead of the denominators, which are the right ones; only for comparison with packages that use others.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If a count is negative, missing or (for proportions) above its denominator, lengths differ, fewer than two
        groups are given, or nobody (or everybody) has the property.

    References
    ----------
    Moreno-Betancur M, Latouche A, Menvielle G, Kunst AE, Rey G (2015). Relative index of inequality and slope index of
    inequality: a structured regression framework for estimation. Epidemiology 26: 518-527.

    Examples
    --------
    >>> found = slope_of_counts([30, 25, 20], [100, 100, 100], polarity=Polarity.LOWER_IS_BETTER)
    >>> round(float(found.difference.value), 3), round(float(found.ratio.value), 2)
    (0.15, 1.83)
    """
    x, n = check_counts(counts), check_denominators(denominators)
    check_same_length(counts=x, denominators=n)
    refuse(np.isnan(x) | np.isnan(n), "counts or denominators", "is missing", x)
    if is_proportion:
        refuse(x > n, "counts", "is above its denominator", x)
    if len(x) < 2:
        raise ValueError(f"A slope needs at least two groups; got {len(x)}.")
    if x.sum() == 0 or (is_proportion and x.sum() == n.sum()):
        raise ValueError("Nobody, or everybody, has the property, so there is no slope to fit.")
    rank = ridit_ranks(n)
    w = n if weights is None else check_denominators(weights, "weights")
    alpha, beta, covariance, dispersion = _fit(x / n, rank, w, is_proportion)
    covariance = covariance * max(dispersion, 1.0)
    ends = special.expit([alpha, alpha + beta]) if is_proportion else np.exp([alpha, alpha + beta])
    slopes = ends * (1 - ends) if is_proportion else ends
    gradient = np.array([[slopes[0], 0.0], [slopes[1], slopes[1]]])
    worst, best = (0, 1) if polarity is not Polarity.HIGHER_IS_BETTER else (1, 0)
    z = float(normal_quantile(level))
    along = gradient[worst] - gradient[best]
    difference, half = ends[worst] - ends[best], z * float(np.sqrt(along @ covariance @ along))
    in_logs = gradient[worst] / ends[worst] - gradient[best] / ends[best]
    ratio, factor = ends[worst] / ends[best], float(np.exp(z * np.sqrt(in_logs @ covariance @ in_logs)))
    return CountSlope(
        fitted_most_deprived=float(ends[0]),
        fitted_least_deprived=float(ends[1]),
        difference=ValueWithLimits(*(np.asarray(v) for v in (difference, difference - half, difference + half))),
        ratio=ValueWithLimits(*(np.asarray(v) for v in (ratio, ratio / factor, ratio * factor))),
        dispersion=dispersion,
    )


def _fit(
    share: FloatArray, rank: FloatArray, weight: FloatArray, is_proportion: bool
) -> tuple[float, float, FloatArray, float]:
    """Newton's iterations for the canonical link: intercept, slope, their covariance and the dispersion."""
    design = np.column_stack([np.ones_like(rank), rank])
    overall = (weight * share).sum() / weight.sum()
    at = np.array([special.logit(overall) if is_proportion else np.log(overall), 0.0])
    for _ in range(50):
        expected = special.expit(design @ at) if is_proportion else np.exp(design @ at)
        variance = expected * (1 - expected) if is_proportion else expected
        information = design.T @ (design * (weight * variance)[:, None])
        step = np.linalg.solve(information, design.T @ (weight * (share - expected)))
        at = at + step
        if np.abs(step).max() < 1e-12:
            break
    freedom = len(rank) - 2
    pearson = float((weight * (share - expected) ** 2 / variance).sum())
    return float(at[0]), float(at[1]), np.linalg.inv(information), pearson / freedom if freedom else 1.0
