r"""Slope indices of rates and proportions whose uncertainty is not symmetric, without random numbers.

A rate's interval is symmetric on the log scale and a proportion's on the logit scale. Two questions follow.

*A straight line through the values themselves* is :math:`\sum w_i Y_i` with each :math:`Y_i` log- or logit-normal. Its
characteristic function is the product of the groups', each found by Gauss-Hermite quadrature; its distribution follows
by Gil-Pelaez inversion, and the limits are read off it. The usual normal shortcut errs here by up to a fifth of the
interval. The ratio of the line's ends is below :math:`\rho` when :math:`\sum (c_i - \rho d_i) Y_i` is below zero, so
the same inversion serves it.

*A straight line through the logs or logits* has jointly normal ends; the index is a function of the two, and
one of them is integrated out by quadrature.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    FloatArray,
    as_numbers,
    check_counts,
    check_level,
    check_same_length,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.slope_index import ridit_ranks
from goldenthread.core.statistics.special_functions import special
from goldenthread.core.statistics.trend_tests import Scale

#: Gauss-Hermite nodes for a standard normal. With 48 the limits are those of a simulation of a million draws to 0.2% of
#: the interval for errors (of logs or logits) up to 0.4; at 0.6 they would miss by 1.4%, so wide errors take 120.
_POINTS, _POINTS_OF_WIDE = 48, 120
_WIDE = 0.35
#: Steps of the inversion in units of one over the standard deviation: to 8, in steps of 0.2, so that the sum repeats
#: only after 31 standard deviations.
_STEP = 0.2
_STEPS = _STEP * (np.arange(40) + 0.5)
#: Places worked on together: so few that their intermediate numbers stay in the processor's cache.
_BLOCK = 32


@cache
def _quadrature(points: int = _POINTS) -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    return nodes, weights / weights.sum()


@dataclass(frozen=True, slots=True)
class ScaledSlopeIndices(Result):
    """Slope index, ratio of the line's ends and intercept (on the scale of the values) of each place."""

    slope: ValueWithLimits
    ratio: ValueWithLimits
    intercept: FloatArray


def slope_indices_on_scale(
    values: ArrayLike,
    populations: ArrayLike,
    standard_errors: ArrayLike,
    *,
    errors_on: Scale,
    line_on: Scale = Scale.NATURAL,
    polarity: Polarity,
    level: float = 0.95,
) -> ScaledSlopeIndices:
    """Return slope indices of rates (log) or proportions (logit); the method is at the head of this file.

    Parameters
    ----------
    values
        Rates above zero, or proportions strictly between 0 and 1, from most to least deprived along the last axis; NaN
        where missing.
    populations
        People in each group.
    standard_errors
        Of the logs (or logits) of the values: from limits, (log U − log L)/2z.
    errors_on
        The scale the standard errors are on: ``Scale.LOG`` or ``Scale.LOGIT``.
    line_on
        The scale the line is straight on: natural, or the same as the errors.
    polarity
        Which direction is good; fixes the sign as in :mod:`goldenthread.core.statistics.slope_index`.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If a value does not fit the scale, a standard error is missing or negative, shapes differ, the scales do not
        go together, or a place has fewer than two groups with people and a value.

    References
    ----------
    Gil-Pelaez J (1951). Note on the inversion theorem. Biometrika 38: 481-482. PHEindicatormethods 2.1.0, ``phe_sii``,
    which simulates the same quantities.

    Examples
    --------
    >>> found = slope_indices_on_scale(
    ...     [[9.0, 7.0, 6.0, 5.5, 5.0]], [[1, 1, 1, 1, 1]], [[0.1] * 5],
    ...     errors_on=Scale.LOG, polarity=Polarity.LOWER_IS_BETTER,
    ... )
    >>> [round(float(part[0]), 2) for part in found.slope]
    [4.75, 2.63, 7.06]
    """
    y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
    errors = as_numbers(standard_errors, "standard errors")
    check_same_length(values=y, populations=people, standard_errors=errors)
    check_level(level)
    used = ~np.isnan(y) & (people > 0)
    _check(y, errors, used, errors_on, line_on)
    ranks = ridit_ranks(people)
    near, far = _ends(np.where(used, people, 0.0), np.where(used, ranks, 0.0))
    centre = np.where(used, _to_scale(np.where(used, y, 0.5), errors_on), 0.0)
    errors = np.where(used, errors, 0.0)
    # `worst` over `best` when lower is better; the other way round when higher is.
    above, below = (far, near) if polarity is Polarity.HIGHER_IS_BETTER else (near, far)
    tail = (1 - level) / 2
    if line_on is Scale.NATURAL:
        y = np.where(used, y, 0.0)
        ends = [(coefficients * y).sum(axis=-1) for coefficients in (above, below)]
        limits = _limits_of_line(_LineThroughValues(centre, errors, errors_on), above, below, tail)
        slope = ValueWithLimits(ends[0] - ends[1], limits[0], limits[1])
        ratio = ValueWithLimits(ends[0] / ends[1], limits[2], limits[3])
        return ScaledSlopeIndices(slope, ratio, (near * y).sum(axis=-1))
    joint = _NormalEnds.of(above, below, centre, errors, errors_on)
    slope = ValueWithLimits(joint.difference, *(joint.quantile_of_difference(p) for p in (tail, 1 - tail)))
    ratio = ValueWithLimits(joint.ratio, *(joint.quantile_of_ratio(p) for p in (tail, 1 - tail)))
    return ScaledSlopeIndices(slope, ratio, _from_scale((near * centre).sum(axis=-1), errors_on))


def _limits_of_line(line: "_LineThroughValues", above: FloatArray, below: FloatArray, tail: float) -> list[FloatArray]:
    """The limits of the difference and of the ratio of the line's ends, a block of places at a time."""
    shape, groups = above.shape[:-1], above.shape[-1]
    rows = [part.reshape(-1, groups) for part in (line.centre, line.errors, above, below)]
    blocks = []
    for start in range(0, len(rows[0]), _BLOCK):
        centre, errors, top, bottom = (part[start : start + _BLOCK] for part in rows)
        some = _LineThroughValues(centre, errors, line.scale)
        limits = some.quantiles_of_sum(top - bottom, (tail, 1 - tail))
        blocks.append([*limits, *(some.quantile_of_ratio(top, bottom, p) for p in (tail, 1 - tail))])
    return [np.concatenate(parts).reshape(shape) for parts in zip(*blocks, strict=True)]


def _check(
    y: FloatArray, errors: FloatArray, used: np.typing.NDArray[np.bool_], errors_on: Scale, line_on: Scale
) -> None:
    if errors_on is Scale.NATURAL:
        raise ValueError("Errors on the natural scale have the exact interval of slope_indices.")
    if line_on not in (Scale.NATURAL, errors_on):
        raise ValueError(f"A line on the {line_on} scale needs standard errors on that scale, not the {errors_on} one.")
    refuse(used & (y <= 0), "values", "is not above zero", y)
    if errors_on is Scale.LOGIT:
        refuse(used & (y >= 1), "values", "is not below one", y)
    refuse(used & ~(errors >= 0), "standard errors", "is missing or negative", errors)
    refuse(used.sum(axis=-1) < 2, "numbers of groups", "is below the two a slope needs", used.sum(axis=-1))


def _ends(weight: FloatArray, rank: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The coefficients of the groups in the fitted line at rank 0 and at rank 1."""
    share = weight / weight.sum(axis=-1, keepdims=True)
    mean = (share * rank).sum(axis=-1, keepdims=True)
    slope = share * (rank - mean) / (share * (rank - mean) ** 2).sum(axis=-1, keepdims=True)
    return share - slope * mean, share + slope * (1 - mean)


def _to_scale(value: FloatArray, scale: Scale) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        if scale is Scale.LOG:
            return np.where(value > 0, np.log(np.maximum(value, 0)), -np.inf)
        return np.where(value >= 1, np.inf, np.where(value > 0, special.logit(np.clip(value, 0, 1)), -np.inf))


def _from_scale(value: FloatArray, scale: Scale) -> FloatArray:
    turned: FloatArray = np.exp(value) if scale is Scale.LOG else special.expit(value)
    return turned


def _solve(cdf: Callable[[FloatArray], FloatArray], start: FloatArray, spread: FloatArray, p: float) -> FloatArray:
    """Where the distribution reaches `p`: secants on its probit, which is nearly straight."""
    target = float(special.ndtri(p))

    def miss(x: FloatArray) -> FloatArray:
        return np.asarray(special.ndtri(np.clip(cdf(x), 1e-12, 1 - 1e-12)) - target)

    x_0, x_1 = start, start + target * np.maximum(spread, 1e-300)
    f_0, f_1 = miss(x_0), miss(x_1)
    for _ in range(25):
        moving = (np.abs(f_1) > 1e-6) & (f_1 != f_0)
        if not moving.any():
            break
        step = np.where(moving, f_1 * (x_1 - x_0) / np.where(f_1 != f_0, f_1 - f_0, 1.0), 0.0)
        # A bad secant far out in a tail must not throw the search away.
        step = np.clip(step, -3 * spread, 3 * spread)
        x_0, f_0, x_1 = x_1, f_1, x_1 - step
        f_1 = miss(x_1)
    return np.where(spread > 0, x_1, start)


@dataclass(frozen=True, slots=True)
class _LineThroughValues:
    centre: FloatArray
    errors: FloatArray
    scale: Scale

    @property
    def quadrature(self) -> tuple[FloatArray, FloatArray]:
        """Nodes and weights, more of them where errors are wide."""
        return _quadrature(_POINTS if self.errors.size == 0 or self.errors.max() <= _WIDE else _POINTS_OF_WIDE)

    def draws(self) -> FloatArray:
        """Each group's value at each quadrature node: shape (…, groups, nodes)."""
        return _from_scale(self.centre[..., None] + self.errors[..., None] * self.quadrature[0], self.scale)

    def moments(self, coefficients: FloatArray) -> tuple[FloatArray, FloatArray]:
        value = self.draws()
        mean = value @ self.quadrature[1]
        variance = (value - mean[..., None]) ** 2 @ self.quadrature[1]
        return (coefficients * mean).sum(axis=-1), np.sqrt((coefficients**2 * variance).sum(axis=-1))

    def distribution(self, coefficients: FloatArray) -> Callable[[FloatArray], FloatArray]:
        """P(Σ coefficient·Y ≤ x) as a function of x."""
        value = self.draws()
        mean = value @ self.quadrature[1]
        total_mean, spread = self.moments(coefficients)
        unit = np.where(spread > 0, spread, 1.0)
        part = coefficients[..., None] * (value - mean[..., None]) / unit[..., None, None]
        # The steps are evenly spaced, so each is the one before times a constant: no exponential in the loop.
        half_turn = np.exp(0.5j * _STEP * part)
        turned, turn = half_turn * self.quadrature[1], half_turn * half_turn
        phi = np.empty((*spread.shape, len(_STEPS)), dtype=np.complex128)
        for k in range(len(_STEPS)):
            phi[..., k] = turned.sum(axis=-1).prod(axis=-1)
            turned *= turn
        order = np.arange(len(_STEPS)) + 0.5

        def cdf(x: FloatArray) -> FloatArray:
            shift = np.exp(-1j * _STEPS * ((x - total_mean) / unit)[..., None])
            inverted: FloatArray = 0.5 - ((phi * shift).imag / order).sum(axis=-1) / np.pi
            return inverted

        return cdf

    def quantiles_of_sum(self, coefficients: FloatArray, probabilities: tuple[float, float]) -> list[FloatArray]:
        mean, spread = self.moments(coefficients)
        cdf = self.distribution(coefficients)
        return [_solve(cdf, mean, spread, p) for p in probabilities]

    def quantile_of_ratio(self, above: FloatArray, below: FloatArray, p: float) -> FloatArray:
        """The ratio above/below, for a line whose lower end is clearly above zero; NaN where it is not."""
        top, _ = self.moments(above)
        bottom, bottom_spread = self.moments(below)
        bounded = bottom > 6 * bottom_spread
        safe = np.where(bounded, bottom, 1.0)
        start = top / safe
        spread = np.where(bounded, self.moments(above - start[..., None] * below)[1] / safe, 0.0)

        def cdf(ratio: FloatArray) -> FloatArray:
            return self.distribution(above - ratio[..., None] * below)(np.zeros_like(ratio))

        return np.where(bounded, _solve(cdf, start, spread, p), np.nan)


@dataclass(frozen=True, slots=True)
class _NormalEnds:
    """The two ends of a line through logs or logits: jointly normal."""

    above: FloatArray
    below: FloatArray
    below_spread: FloatArray
    pull: FloatArray  # regression of `above` on `below`
    spread: FloatArray  # of `above` given `below`
    scale: Scale

    @classmethod
    def of(
        cls, above: FloatArray, below: FloatArray, centre: FloatArray, errors: FloatArray, scale: Scale
    ) -> "_NormalEnds":
        variance_above, variance_below = ((c**2 * errors**2).sum(axis=-1) for c in (above, below))
        covariance = (above * below * errors**2).sum(axis=-1)
        pull = covariance / np.where(variance_below > 0, variance_below, 1.0)
        return cls(
            above=(above * centre).sum(axis=-1),
            below=(below * centre).sum(axis=-1),
            below_spread=np.sqrt(variance_below),
            pull=pull,
            spread=np.sqrt(np.maximum(variance_above - pull * covariance, 0.0)),
            scale=scale,
        )

    @property
    def difference(self) -> FloatArray:
        return _from_scale(self.above, self.scale) - _from_scale(self.below, self.scale)

    @property
    def ratio(self) -> FloatArray:
        return _from_scale(self.above, self.scale) / _from_scale(self.below, self.scale)

    def quantile_of_difference(self, p: float) -> FloatArray:
        return self._quantile(lambda below, x: below + x, self.difference, p, lambda above, below: above - below)

    def quantile_of_ratio(self, p: float) -> FloatArray:
        return self._quantile(lambda below, x: below * x, self.ratio, p, lambda above, below: above / below)

    def _quantile(
        self,
        reach: Callable[[FloatArray, FloatArray], FloatArray],
        start: FloatArray,
        p: float,
        index: Callable[[FloatArray, FloatArray], FloatArray],
    ) -> FloatArray:
        below = self.below[..., None] + self.below_spread[..., None] * _quadrature()[0]
        expected = self.above[..., None] + self.pull[..., None] * (below - self.below[..., None])
        natural = _from_scale(below, self.scale)
        certain = np.where(self.spread > 0, self.spread, 1e-12)[..., None]

        def cdf(x: FloatArray) -> FloatArray:
            needed = _to_scale(reach(natural, x[..., None]), self.scale)
            averaged: FloatArray = special.ndtr((needed - expected) / certain) @ _quadrature()[1]
            return averaged

        # A first guess of the spread: the index one conditional standard deviation up, and one of the other end.
        up = index(_from_scale(self.above + self.spread, self.scale), _from_scale(self.below, self.scale)) - start
        shifted = self.above + self.pull * self.below_spread
        along = index(_from_scale(shifted, self.scale), _from_scale(self.below + self.below_spread, self.scale)) - start
        return _solve(cdf, start, np.hypot(up, along), p)
