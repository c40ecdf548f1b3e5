"""Inequality across ordered groups from counts: a logistic or log-linear line on rank, of many places at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    BoolArray,
    FloatArray,
    check_counts,
    check_denominators,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.slope_index import ridit_ranks
from goldenthread.core.statistics.special_functions import special

#: Newton's iterations for a canonical link settle in under ten; one that has not by then never will.
MOST_ITERATIONS = 50


@dataclass(frozen=True, slots=True)
class CountSlope(Result):
    """A Poisson or binomial line on rank, fitted to counts: its ends (as rates or shares), difference and ratio."""

    fitted_most_deprived: FloatArray
    fitted_least_deprived: FloatArray
    difference: ValueWithLimits
    ratio: ValueWithLimits
    dispersion: FloatArray  # Pearson χ² over its degrees of freedom; far above 1, the groups scatter more than chance


def slope_of_counts(
    counts: ArrayLike,
    denominators: ArrayLike,
    *,
    polarity: Polarity,
    is_proportion: bool = True,
    weights: ArrayLike | None = None,
    is_robust: bool = False,
    level: ArrayLike = 0.95,
) -> CountSlope:
    r"""Return the slope and relative index from counts: a logistic (or log-linear) line on rank.

    .. math:: \operatorname{logit} \pi_i = \alpha + \beta r_i, \quad x_i \sim \text{Binomial}(n_i, \pi_i)

    or :math:`\log\lambda_i = \alpha + \beta r_i` for Poisson events. The index is the difference, and the relative
    index the ratio, of the line's two ends; limits by the delta method, those of the ratio on the log scale, widened
    by the square root of the dispersion when it is above 1.

    Parameters
    ----------
    counts, denominators
        Of a place's groups along the last axis, from most to least deprived: people with the property (or events) and
        people (or person-years). Shape (groups,) for one place, (places, groups) for many.
    polarity
        Which direction is good; fixes the sign.
    is_proportion
        Binomial when true, Poisson when false.
    weights
        Instead of the denominators, which are the right ones; only for comparison with packages that use others.
    is_robust
        Limits from the groups' own distances from the line (Huber and White, with the factor n/(n − 2)) instead of the
        binomial's or Poisson's.
    level
        Confidence level between 0 and 1.

    Returns
    -------
    In a call for many places, one where nobody (or everybody) has the property, or that no line fits, is missing (NaN).

    Raises
    ------
    ValueError
        If a count is negative, missing or (for proportions) above its denominator, lengths differ, fewer than two
        groups are given, or in the only place nobody (or everybody) has the property, or no line fits.

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
    check_level(level)
    refuse(np.isnan(x) | np.isnan(n), "counts or denominators", "is missing", x)
    if is_proportion:
        refuse(x > n, "counts", "is above its denominator", x)
    if x.ndim == 0 or x.shape[-1] < 2:
        raise ValueError(f"A slope needs at least two groups; got {x.size}.")
    empty = x.sum(axis=-1) == 0
    if is_proportion:
        empty |= (x == n).all(axis=-1)
    if x.ndim == 1 and empty:
        raise ValueError("Nobody, or everybody, has the property, so there is no slope to fit.")
    w = n if weights is None else check_denominators(weights, "weights")
    line = _Line.through(np.where(empty[..., None], 0.5, x / n), ridit_ranks(n), w, is_proportion, is_robust)
    good = line.has_settled & ~empty
    if x.ndim == 1 and not good:
        raise ValueError("No line fits: the groups with the property and those without are parted too cleanly.")
    worst, best = (line.start, line.end) if polarity is not Polarity.HIGHER_IS_BETTER else (line.end, line.start)
    z = normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # of places without a line
        along = [a - b for a, b in zip(worst.gradient, best.gradient, strict=True)]
        in_logs = [a / worst.value - b / best.value for a, b in zip(worst.gradient, best.gradient, strict=True)]
        difference, half = worst.value - best.value, z * line.error(along)
        ratio, factor = worst.value / best.value, np.exp(z * line.error(in_logs))
    shown = [
        np.where(good, part, np.nan)
        for part in (difference, difference - half, difference + half, ratio, ratio / factor, ratio * factor)
    ]
    return CountSlope(
        fitted_most_deprived=np.where(good, line.start.value, np.nan),
        fitted_least_deprived=np.where(good, line.end.value, np.nan),
        difference=ValueWithLimits(*shown[:3]),
        ratio=ValueWithLimits(*shown[3:]),
        dispersion=np.where(good, line.dispersion, np.nan),
    )


@dataclass(frozen=True, slots=True)
class _End:
    """One end of the line: its value and how it moves with intercept and slope."""

    value: FloatArray
    gradient: tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True)
class _Line:
    """The fitted line of each place: its ends, the covariance of intercept and slope, and the dispersion."""

    start: _End
    end: _End
    covariance: tuple[FloatArray, FloatArray, FloatArray]  # of the intercept, of both, of the slope
    dispersion: FloatArray
    has_settled: BoolArray

    @classmethod
    def through(
        cls, share: FloatArray, rank: FloatArray, weight: FloatArray, is_proportion: bool, is_robust: bool
    ) -> "_Line":
        alpha, beta, has_settled = _newton(share, rank, weight, is_proportion)
        expected, variance = _expected(alpha[..., None] + beta[..., None] * rank, is_proportion)
        with np.errstate(divide="ignore", invalid="ignore"):
            freedom = rank.shape[-1] - 2
            scatter = (weight * (share - expected) ** 2 / variance).sum(axis=-1)
            dispersion = scatter / freedom if freedom else np.ones_like(scatter)
            inverse = _inverse(_crossed(weight * variance, rank))
            if is_robust:
                inner = _crossed((weight * (share - expected)) ** 2, rank)
                factor = rank.shape[-1] / freedom if freedom else np.nan
                covariance = [factor * part for part in _sandwich(inverse, inner)]
            else:
                covariance = [part * np.maximum(dispersion, 1.0) for part in inverse]
        zero = np.zeros_like(alpha)
        ends = []
        for at, is_end in ((alpha, False), (alpha + beta, True)):
            value, slope = _expected(at, is_proportion)
            ends.append(_End(value, (slope, slope if is_end else zero)))
        return cls(ends[0], ends[1], (covariance[0], covariance[1], covariance[2]), dispersion, has_settled)

    def error(self, gradient: list[FloatArray]) -> FloatArray:
        """The standard error of what has this gradient by intercept and slope."""
        a, b = gradient
        v, c, u = self.covariance
        return np.asarray(np.sqrt(a**2 * v + 2 * a * b * c + b**2 * u))


def _expected(line: FloatArray, is_proportion: bool) -> tuple[FloatArray, FloatArray]:
    """The mean at each point of the line, and its variance (for a canonical link, also its derivative)."""
    with np.errstate(over="ignore"):
        mean: FloatArray = special.expit(line) if is_proportion else np.exp(line)
    return mean, mean * (1 - mean) if is_proportion else mean


def _crossed(weight: FloatArray, rank: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The three different cells of X'WX for a line."""
    return weight.sum(axis=-1), (weight * rank).sum(axis=-1), (weight * rank**2).sum(axis=-1)


def _inverse(cells: tuple[FloatArray, FloatArray, FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
    a, b, d = cells
    determinant = a * d - b**2
    return d / determinant, -b / determinant, a / determinant


def _sandwich(
    bread: tuple[FloatArray, FloatArray, FloatArray], filling: tuple[FloatArray, FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    (a, b, d), (p, q, r) = bread, filling
    return (
        a * a * p + 2 * a * b * q + b * b * r,
        a * b * p + (a * d + b * b) * q + b * d * r,
        b * b * p + 2 * b * d * q + d * d * r,
    )


def _newton(
    share: FloatArray, rank: FloatArray, weight: FloatArray, is_proportion: bool
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Intercept and slope of greatest likelihood for the canonical link, and whether the search came to rest."""
    overall = (weight * share).sum(axis=-1) / weight.sum(axis=-1)
    alpha: FloatArray = np.asarray(special.logit(overall) if is_proportion else np.log(overall), dtype=np.float64)
    beta = np.zeros_like(alpha)
    size = np.full_like(alpha, np.inf)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(MOST_ITERATIONS):
            expected, variance = _expected(alpha[..., None] + beta[..., None] * rank, is_proportion)
            miss = weight * (share - expected)
            up, along = miss.sum(axis=-1), (miss * rank).sum(axis=-1)
            a, b, d = _inverse(_crossed(weight * variance, rank))
            steps = a * up + b * along, b * up + d * along
            alpha, beta = alpha + steps[0], beta + steps[1]
            size = np.maximum(np.abs(steps[0]), np.abs(steps[1]))
            if not (size > 1e-12).any():
                break
        has_settled = np.isfinite(alpha) & np.isfinite(beta) & (size < 1e-8)
    return alpha, beta, np.asarray(has_settled)
