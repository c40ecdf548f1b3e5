r"""Inequality between groups that have no order: how far apart they are, and how much of it is chance.

With shares *p*, values *y*, standard errors *s* and mean :math:`\mu = \sum p y`. Together with the slope and
concentration indices these are the 21 measures of the World Health Organization's HEAT. Several of them can only be
zero or more, so chance alone makes them positive: their limits are those of their sampling distribution, worked out
from its moments instead of simulated, and :func:`null_band` says what to expect of equal groups.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    BoolArray,
    FloatArray,
    as_numbers,
    check_counts,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special

#: Theil's index and the mean log deviation are given in thousandths, as WHO does.
THOUSANDTHS = 1_000.0
#: Gauss-Legendre nodes for the distribution of a range: 80 give it to eight places over ±8 standard errors.
_RANGE_POINTS, _RANGE_REACH = 80, 8.0


@cache
def _range_quadrature() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(_RANGE_POINTS)
    return nodes, weights


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of many places, checked: groups along the last axis, those without value or people left out."""

    values: FloatArray
    shares: FloatArray
    variances: FloatArray
    used: BoolArray
    level: FloatArray

    @classmethod
    def of(
        cls, values: ArrayLike, populations: ArrayLike, standard_errors: ArrayLike, level: ArrayLike = 0.95
    ) -> "Groups":
        """Return the groups.

        Raises
        ------
        ValueError
            If shapes differ, a population or standard error is negative, a group with a value has no standard error, or
            a place has fewer than two groups.

        Examples
        --------
        >>> Groups.of([10, 20, None], [1, 3, 5], [1, 1, 1]).mean
        array(17.5)
        """
        y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
        errors = as_numbers(standard_errors, "standard errors")
        check_same_length(values=y, populations=people, standard_errors=errors)
        levels = check_level(level)
        used = ~np.isnan(y) & (people > 0)
        refuse(used & ~(errors >= 0), "standard errors", "is negative or missing", errors)
        refuse(used.sum(axis=-1) < 2, "numbers of groups", "is below the two a comparison needs", used.sum(axis=-1))
        people = np.where(used, people, 0.0)
        return cls(
            values=np.where(used, y, 0.0),
            shares=people / people.sum(axis=-1, keepdims=True),
            variances=np.where(used, errors, 0.0) ** 2,
            used=used,
            level=levels,
        )

    @property
    def count(self) -> FloatArray:
        """How many groups there are."""
        return np.asarray(self.used.sum(axis=-1), dtype=np.float64)

    @property
    def equal_weights(self) -> FloatArray:
        """One over the number of groups, for measures that count every group the same."""
        return np.asarray(self.used / self.count[..., None])

    @property
    def mean(self) -> FloatArray:
        """The mean of everybody."""
        return np.asarray((self.shares * self.values).sum(axis=-1))

    def best(self, polarity: Polarity) -> np.typing.NDArray[np.intp]:
        """Position of the best group."""
        if polarity is Polarity.HIGHER_IS_BETTER:
            return np.asarray(np.argmax(np.where(self.used, self.values, -np.inf), axis=-1))
        return np.asarray(np.argmin(np.where(self.used, self.values, np.inf), axis=-1))

    def at(self, position: np.typing.NDArray[np.intp]) -> FloatArray:
        """One at the group of that position, zero elsewhere."""
        return np.asarray(np.arange(self.values.shape[-1]) == position[..., None], dtype=np.float64)

    def combination(self, coefficients: FloatArray) -> ValueWithLimits:
        """A linear combination of the values, with its exact limits."""
        value = (coefficients * self.values).sum(axis=-1)
        half = normal_quantile(self.level) * np.sqrt((coefficients**2 * self.variances).sum(axis=-1))
        return ValueWithLimits(value, value - half, value + half)


def difference_of_groups(groups: Groups, first: ArrayLike, second: ArrayLike) -> ValueWithLimits:
    """Return the value of group `first` minus that of `second` (positions from 0), with exact limits.

    Examples
    --------
    >>> [round(float(x), 2) for x in difference_of_groups(Groups.of([10, 14], [1, 1], [0.3, 0.4]), 1, 0)]
    [4.0, 3.02, 4.98]
    """
    return groups.combination(groups.at(np.asarray(first)) - groups.at(np.asarray(second)))


def ratio_of_groups(groups: Groups, first: ArrayLike, second: ArrayLike) -> ValueWithLimits:
    r"""Return the value of group `first` over that of `second`, with log-normal limits.

    .. math:: \exp\left(\log r \pm z\sqrt{s_1^2/y_1^2 + s_2^2/y_2^2}\right)

    Raises
    ------
    ValueError
        If one of the two is not above zero.

    Examples
    --------
    >>> [round(float(x), 3) for x in ratio_of_groups(Groups.of([10, 14], [1, 1], [0.3, 0.4]), 1, 0)]
    [1.4, 1.291, 1.518]
    """
    picked = [groups.at(np.asarray(position)) for position in (first, second)]
    y_1, y_2 = ((at * groups.values).sum(axis=-1) for at in picked)
    v_1, v_2 = ((at * groups.variances).sum(axis=-1) for at in picked)
    refuse(y_1 <= 0, "values of the first group", "is not above zero", y_1)
    refuse(y_2 <= 0, "values of the second group", "is not above zero", y_2)
    factor = np.exp(normal_quantile(groups.level) * np.sqrt(v_1 / y_1**2 + v_2 / y_2**2))
    return ValueWithLimits(y_1 / y_2, y_1 / y_2 / factor, y_1 / y_2 * factor)


def between_group_variance(groups: Groups) -> ValueWithLimits:
    r"""Return the between-group variance (BGV): :math:`\sum p(y - \mu)^2`.

    A quadratic form in independent normals, whose variance is
    :math:`4\sum a_i^2 s_i^2 + 2\sum_{ij} A_{ij}^2 s_i^2 s_j^2` with :math:`A = \operatorname{diag}(p) - pp^T` and
    :math:`a = p(y - \mu)`; the limits are normal.

    Examples
    --------
    >>> [round(float(x), 2) for x in between_group_variance(Groups.of([10, 14], [1, 1], [0.3, 0.4]))]
    [4.0, 2.03, 5.97]
    """
    value = (groups.shares * (groups.values - groups.mean[..., None]) ** 2).sum(axis=-1)
    half = normal_quantile(groups.level) * np.sqrt(_variance_of_bgv(groups))
    return ValueWithLimits(value, value - half, value + half)


def _variance_of_bgv(groups: Groups) -> FloatArray:
    p, v = groups.shares, groups.variances
    first = 4 * ((p * (groups.values - groups.mean[..., None])) ** 2 * v).sum(axis=-1)
    # tr(ASAS) for A = diag(p) − ppᵀ, without forming A.
    trace = (p**2 * v**2).sum(axis=-1) - 2 * (p**3 * v**2).sum(axis=-1) + (p**2 * v).sum(axis=-1) ** 2
    total: FloatArray = first + 2 * trace
    return total


def between_group_standard_deviation(groups: Groups) -> ValueWithLimits:
    r"""Return the between-group standard deviation (BGSD), the root of the variance.

    Its limits are those of its sampling distribution, a scaled non-central :math:`\chi` whose cube root of square is
    nearly normal (Sankaran's kind of approximation, from the first three moments of the variance).

    Examples
    --------
    >>> [round(float(x), 2) for x in between_group_standard_deviation(Groups.of([10, 14], [1, 1], [0.3, 0.4]))]
    [2.0, 1.51, 2.49]
    """
    variance = between_group_variance(groups).value
    lower, upper = _quantiles_of_bgv(groups)
    return ValueWithLimits(np.sqrt(variance), np.sqrt(lower), np.sqrt(upper))


def _quantiles_of_bgv(groups: Groups) -> tuple[FloatArray, FloatArray]:
    """Quantiles of Y'AY, from a power h of it being nearly normal (Jensen and Solomon 1972)."""
    p, v = groups.shares, groups.variances
    a = p * (groups.values - groups.mean[..., None])
    value = (groups.shares * (groups.values - groups.mean[..., None]) ** 2).sum(axis=-1)
    matrix = np.eye(p.shape[-1]) * p[..., None] - p[..., :, None] * p[..., None, :]
    spread = matrix * v[..., None, :]
    square = spread @ spread
    # Cumulants over factorials: θ_k = tr((AS)^k) + k·μ'A(SA)^{k−1}μ.
    sa = v * a
    saa = v * (matrix @ sa[..., None])[..., 0]
    theta_1 = np.trace(spread, axis1=-2, axis2=-1) + value
    theta_2 = np.trace(square, axis1=-2, axis2=-1) + 2 * (a * sa).sum(axis=-1)
    theta_3 = np.trace(square @ spread, axis1=-2, axis2=-1) + 3 * (a * saa).sum(axis=-1)
    safe = np.where(theta_2 > 0, theta_2, 1.0)
    theta_1 = np.where(theta_2 > 0, theta_1, 1.0)
    h = 1 - 2 * theta_1 * theta_3 / (3 * safe**2)
    h = np.where(np.abs(h) < 1e-6, 1e-6, h)
    centre = 1 + safe * h * (h - 1) / theta_1**2
    width = np.sqrt(2 * safe) * np.abs(h) / theta_1
    z = normal_quantile(groups.level)
    ends = []
    for side in (-z, z):
        powered = np.maximum(centre + np.sign(h) * side * width, 0.0)
        ends.append(np.where(theta_2 > 0, theta_1 * powered ** (1 / h), value))
    return ends[0], ends[1]


def coefficient_of_variation(groups: Groups) -> ValueWithLimits:
    """Return the coefficient of variation (COV): 100 times the between-group standard deviation over the mean.

    Raises
    ------
    ValueError
        If a mean is zero.

    Examples
    --------
    >>> [round(float(x), 1) for x in coefficient_of_variation(Groups.of([10, 14], [1, 1], [0.3, 0.4]))]
    [16.7, 12.6, 20.7]
    """
    refuse(groups.mean == 0, "means", "is zero, so nothing can be relative to it", groups.mean)
    return ValueWithLimits(*(100 * part / groups.mean for part in between_group_standard_deviation(groups)))


def mean_difference_from_mean(groups: Groups, *, is_weighted: bool) -> ValueWithLimits:
    r"""Return the mean of :math:`|y - \mu|`, weighted by people (MDMW) or counting every group the same (MDMU).

    Examples
    --------
    >>> float(mean_difference_from_mean(Groups.of([10, 14], [1, 1], [0.3, 0.4]), is_weighted=True).value)
    2.0
    """
    return _mean_distance(groups, groups.shares, is_weighted)


def mean_difference_from_best(groups: Groups, *, polarity: Polarity, is_weighted: bool) -> ValueWithLimits:
    """Return the mean distance from the best group, weighted by people (MDBW) or not (MDBU).

    Examples
    --------
    >>> groups = Groups.of([10, 14], [1, 1], [0.3, 0.4])
    >>> float(mean_difference_from_best(groups, polarity=Polarity.HIGHER_IS_BETTER, is_weighted=True).value)
    2.0
    """
    return _mean_distance(groups, groups.at(groups.best(polarity)), is_weighted)


def mean_difference_from_reference(groups: Groups, reference: ArrayLike, *, is_weighted: bool) -> ValueWithLimits:
    """Return the mean distance from the group at position `reference`, weighted by people (MDRW) or not (MDRU).

    Examples
    --------
    >>> groups = Groups.of([10, 14, 12], [1, 1, 1], [0.3, 0.4, 0.3])
    >>> float(mean_difference_from_reference(groups, 0, is_weighted=False).value)
    2.0
    """
    return _mean_distance(groups, groups.at(np.asarray(reference)), is_weighted)


def index_of_disparity(groups: Groups, *, is_weighted: bool) -> ValueWithLimits:
    """Return the index of disparity: 100 times the mean difference from the mean over it (IDISW, or IDISU).

    Raises
    ------
    ValueError
        If a mean is zero.

    Examples
    --------
    >>> round(float(index_of_disparity(Groups.of([10, 14], [1, 1], [0.3, 0.4]), is_weighted=False).value), 2)
    16.67
    """
    refuse(groups.mean == 0, "means", "is zero, so nothing can be relative to it", groups.mean)
    return ValueWithLimits(
        *(100 * part / groups.mean for part in mean_difference_from_mean(groups, is_weighted=is_weighted))
    )


def _mean_distance(groups: Groups, origin: FloatArray, is_weighted: bool) -> ValueWithLimits:
    """Σ w|y − Σ origin·y| with limits from the first two moments of its sampling distribution (folded normals)."""
    weights = groups.shares if is_weighted else groups.equal_weights
    start = (origin * groups.values).sum(axis=-1, keepdims=True)
    distance = np.where(groups.used, groups.values - start, 0.0)
    value = (weights * np.abs(distance)).sum(axis=-1)
    v = groups.variances
    # Covariance of y_i − o and y_j − o, where o = Σ origin·y.
    shared = (origin * v)[..., :, None] + (origin * v)[..., None, :]
    covariance = np.eye(v.shape[-1]) * v[..., None] - shared + (origin**2 * v).sum(axis=-1)[..., None, None]
    own = np.diagonal(covariance, axis1=-2, axis2=-1)
    spread = np.sqrt(np.where(own > 1e-300, own, 1.0))
    ratio = np.where(own > 1e-300, distance / spread, 0.0)
    tilt = 2 * special.ndtr(ratio) - 1  # E sign
    folded = spread * np.sqrt(2 / np.pi) * np.exp(-(ratio**2) / 2) + distance * tilt
    folded = np.where(own > 1e-300, folded, np.abs(distance))
    tilt = np.where(own > 1e-300, tilt, np.sign(distance))
    own_variance = np.where(own > 1e-300, distance**2 + own - folded**2, 0.0)
    among = covariance * tilt[..., :, None] * tilt[..., None, :]
    identity = np.eye(v.shape[-1], dtype=bool)
    among = np.where(identity, own_variance[..., None], among)
    mean = (weights * folded).sum(axis=-1)
    variance = (weights[..., None, :] @ among @ weights[..., :, None])[..., 0, 0]
    half = normal_quantile(groups.level) * np.sqrt(np.maximum(variance, 0.0))
    return ValueWithLimits(value, np.maximum(mean - half, 0.0), mean + half)


def theil_index(groups: Groups) -> ValueWithLimits:
    r"""Return Theil's index in thousandths: :math:`1000\sum p\,\frac{y}{\mu}\log\frac{y}{\mu}`.

    The standard error is by the delta method and multiplied by 1000 as the index is; WHO's packages multiply only the
    index, so their interval is a thousand times too narrow.

    Raises
    ------
    ValueError
        If a value is not above zero.

    References
    ----------
    Theil H (1967). Economics and information theory. Borrell LN, Talih M (2011). Statistics in Medicine 30: 3041-3056.

    Examples
    --------
    >>> [round(float(x), 2) for x in theil_index(Groups.of([10, 14], [1, 1], [0.3, 0.4]))]
    [13.95, 7.31, 20.59]
    """
    relative, mean = _relative_to_mean(groups)
    logs = np.log(relative)
    value = (groups.shares * relative * logs).sum(axis=-1)
    gradient = groups.shares / mean[..., None] * (logs - value[..., None])
    return _thousandths(groups, value, gradient)


def mean_log_deviation(groups: Groups) -> ValueWithLimits:
    r"""Return the mean log deviation in thousandths: :math:`1000\sum p\,(-\log\frac{y}{\mu})`.

    See :func:`theil_index` for the interval, errors and references.

    Examples
    --------
    >>> [round(float(x), 2) for x in mean_log_deviation(Groups.of([10, 14], [1, 1], [0.3, 0.4]))]
    [14.09, 7.32, 20.85]
    """
    relative, mean = _relative_to_mean(groups)
    value = -(groups.shares * np.log(relative)).sum(axis=-1)
    gradient = groups.shares * (1 - 1 / relative) / mean[..., None]
    return _thousandths(groups, value, gradient)


def _relative_to_mean(groups: Groups) -> tuple[FloatArray, FloatArray]:
    refuse(groups.used & (groups.values <= 0), "values", "is not above zero, so it has no logarithm", groups.values)
    mean = groups.mean
    return np.where(groups.used, groups.values / mean[..., None], 1.0), mean


def _thousandths(groups: Groups, value: FloatArray, gradient: FloatArray) -> ValueWithLimits:
    half = normal_quantile(groups.level) * np.sqrt((gradient**2 * groups.variances).sum(axis=-1))
    return ValueWithLimits(*(THOUSANDTHS * part for part in (value, value - half, value + half)))


@dataclass(frozen=True, slots=True)
class AttributableRisk(Result):
    """What would change if every group did as well as the best: PAR in the units of the values, PAF in %."""

    risk: ValueWithLimits
    fraction: ValueWithLimits


def population_attributable_risk(
    groups: Groups, *, polarity: Polarity, reference: ArrayLike | None = None
) -> AttributableRisk:
    r"""Return the population attributable risk, best − μ, and fraction, 100·PAR/μ, with limits.

    The risk is a linear combination of the values, so its limits are exact for a best group that is fixed in
    advance. The fraction is :math:`100(y_b/\mu - 1)`; its limits are by the delta method.

    Parameters
    ----------
    groups
        The groups.
    polarity
        Which direction is good. For a measure where lower is better the risk is negative: so much less.
    reference
        Position of the group to compare with; the best one when not given.

    Raises
    ------
    ValueError
        If a mean is zero.

    Examples
    --------
    >>> found = population_attributable_risk(
    ...     Groups.of([10, 14], [1, 1], [0.3, 0.4]), polarity=Polarity.HIGHER_IS_BETTER
    ... )
    >>> [round(float(x), 2) for x in found.risk], [round(float(x), 2) for x in found.fraction]
    ([2.0, 1.51, 2.49], [16.67, 12.72, 20.61])
    """
    mean = groups.mean
    refuse(mean == 0, "means", "is zero, so nothing can be a fraction of it", mean)
    at = groups.at(groups.best(polarity) if reference is None else np.asarray(reference))
    risk = groups.combination(at - groups.shares)
    best = (at * groups.values).sum(axis=-1)
    gradient = (at - (best / mean)[..., None] * groups.shares) / mean[..., None]
    fraction = 100 * risk.value / mean
    half = 100 * normal_quantile(groups.level) * np.sqrt((gradient**2 * groups.variances).sum(axis=-1))
    return AttributableRisk(risk, ValueWithLimits(fraction, fraction - half, fraction + half))


def attributable_risk_of_counts(
    counts: ArrayLike, denominators: ArrayLike, *, polarity: Polarity, level: ArrayLike = 0.95
) -> AttributableRisk:
    r"""Return the attributable risk and fraction of proportions from whole counts, with Walter's interval.

    With *c* and *d* the people with and without the property in the best group, *a* and *b* in all others, N = a+b+c+d:

    .. math:: \operatorname{Var}(\text{PAF}) = \frac{cN[ad(N - c) + bc^2]}{(a + c)^3 (c + d)^3}

    PAR and PAF are in percentage points and per cent. This is the interval WHO's packages give for PAR; theirs for
    PAF is a hundred times too narrow.

    Raises
    ------
    ValueError
        If a count is above its denominator, or nobody has the property in the best group.

    References
    ----------
    Walter SD (1978). Calculation of attributable risks from epidemiological data. International Journal of
    Epidemiology 7: 175-182.

    Examples
    --------
    >>> found = attributable_risk_of_counts([80, 95], [100, 100], polarity=Polarity.HIGHER_IS_BETTER)
    >>> [round(float(x), 2) for x in found.risk]
    [7.5, 2.68, 12.32]
    """
    x, n = check_counts(counts), check_counts(denominators, "denominators")
    check_same_length(counts=x, denominators=n)
    refuse(n <= 0, "denominators", "is not above zero", n)
    refuse(x > n, "counts", "is above its denominator", x)
    share = x / n
    pick = np.argmax(share, axis=-1) if polarity is Polarity.HIGHER_IS_BETTER else np.argmin(share, axis=-1)
    at = np.arange(x.shape[-1]) == pick[..., None]
    c, best_n = (x * at).sum(axis=-1), (n * at).sum(axis=-1)
    refuse(c == 0, "counts of the best group", "is zero, so the interval does not exist", c)
    total, with_it = n.sum(axis=-1), x.sum(axis=-1)
    a, d = with_it - c, best_n - c
    b = total - best_n - a
    mean = with_it / total
    fraction = (c / best_n - mean) / mean
    variance = c * total * (a * d * (total - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3)
    half = normal_quantile(level) * np.sqrt(variance)
    limits = [100 * part for part in (fraction, fraction - half, fraction + half)]
    return AttributableRisk(ValueWithLimits(*(mean * part for part in limits)), ValueWithLimits(*limits))


def null_band(groups: Groups) -> tuple[FloatArray, FloatArray]:
    r"""Return between which limits the difference of the highest and lowest group would lie if all were equal.

    With values that differ by chance alone, :math:`P(\max - \min \le w) = \int \sum_i f_i(t)
    \prod_{j \ne i}[F_j(t + w) - F_j(t)]\,dt`, found by quadrature; no random numbers.

    Returns
    -------
    Median and upper limit (at the level of the groups) of the difference: an observed difference below the
    upper limit is what equal groups would often show.

    References
    ----------
    Hartley HO (1942). The range in random samples. Biometrika 32: 334-348 (for equal errors).

    Examples
    --------
    >>> median, upper = null_band(Groups.of([5.0] * 10, [1] * 10, [1.0] * 10))
    >>> round(float(median), 2), round(float(upper), 2)
    (3.02, 4.47)
    """
    spread = np.sqrt(groups.variances)
    low, high = np.zeros(spread.shape[:-1]), 12 * np.max(spread, axis=-1) + 1e-300
    ends = []
    for probability in (0.5, groups.level):
        bottom, top = low, high
        for _ in range(50):
            middle = (bottom + top) / 2
            is_above = _range_probability(spread, groups.used, middle) > probability
            bottom, top = np.where(is_above, bottom, middle), np.where(is_above, middle, top)
        ends.append((bottom + top) / 2)
    return ends[0], ends[1]


def _range_probability(spread: FloatArray, used: BoolArray, width: FloatArray) -> FloatArray:
    """P(highest − lowest ≤ width) of normals about zero; a group without error sits at zero."""
    random = used & (spread > 0)
    unit = np.where(random, spread, 1.0)[..., None]
    has_fixed = (used & ~random).any(axis=-1)
    nodes, weights = _range_quadrature()
    # Where a group sits at zero it is the lowest itself, with all others from there to the width ...
    others = np.where(random, special.ndtr(width[..., None] / unit[..., 0]) - 0.5, 1.0)
    total = np.where(has_fixed, others.prod(axis=-1), 0.0)
    for i in range(spread.shape[-1]):
        own = unit[..., i, 0]
        # ... or the lowest lies no further below zero than the width.
        low = np.where(has_fixed, np.maximum(-_RANGE_REACH * own, -width), -_RANGE_REACH * own)
        high = np.where(has_fixed, 0.0, _RANGE_REACH * own)
        place = ((low + high) / 2)[..., None] + ((high - low) / 2)[..., None] * nodes
        density = np.exp(-((place / own[..., None]) ** 2) / 2) / np.sqrt(2 * np.pi) / own[..., None]
        within = special.ndtr((place + width[..., None])[..., None, :] / unit) - special.ndtr(
            place[..., None, :] / unit
        )
        within = np.where(random[..., None], within, 1.0)
        within[..., i, :] = 1.0
        part = (density * within.prod(axis=-2) * weights).sum(axis=-1) * (high - low) / 2
        total += np.where(random[..., i], part, 0.0)
    return total


@dataclass(frozen=True, slots=True)
class TheilParts(Result):
    """Theil's index of everybody and its two parts, in thousandths: a number for each row of values."""

    total: FloatArray
    between: FloatArray
    within: FloatArray


def decompose_theil(values: ArrayLike, populations: ArrayLike, places: ArrayLike) -> TheilParts:
    r"""Split Theil's index over areas into differences between places and differences within them.

    .. math:: T = \sum_g s_g \log\frac{\mu_g}{\mu} + \sum_g s_g T_g, \qquad s_g = \frac{N_g\mu_g}{N\mu}

    Parameters
    ----------
    values, populations
        Of each area along the last axis: values above zero, people above zero. Several rows (indicators, or years) are
        each split in the same call.
    places
        The place each area belongs to.

    Raises
    ------
    ValueError
        If inputs differ in length, or a value or population is missing or not above zero.

    References
    ----------
    Shorrocks AF (1980). The class of additively decomposable inequality measures. Econometrica 48: 613-625.

    Examples
    --------
    >>> parts = decompose_theil([1, 3, 2, 2], [1, 1, 1, 1], ["a", "a", "b", "b"])
    >>> [round(float(part), 3) for part in (parts.total, parts.between, parts.within)]
    [65.406, 0.0, 65.406]
    """
    y, people = as_numbers(values, "values"), as_numbers(populations, "populations")
    check_same_length(values=y, populations=people)
    refuse(~(y > 0), "values", "is missing or not above zero", y)
    refuse(~(people > 0), "populations", "is missing or not above zero", people)
    names, at = np.unique(np.asarray(places), return_inverse=True)
    if at.shape != y.shape[-1:]:
        raise ValueError(f"The inputs differ in length: values {y.shape[-1] if y.ndim else 1}, places {at.size}.")
    amount = people * y
    total, everybody = amount.sum(axis=-1, keepdims=True), people.sum(axis=-1, keepdims=True)
    # The areas of each place side by side, so that a place's sum is that of a run.
    order, begins = np.argsort(at, kind="stable"), np.searchsorted(np.sort(at), np.arange(len(names)))
    place_amount, place_people = (np.add.reduceat(part[..., order], begins, axis=-1) for part in (amount, people))
    place_mean = place_amount / place_people
    between = (place_amount / total * np.log(place_mean / (total / everybody))).sum(axis=-1)
    within = (amount / total * np.log(y / place_mean[..., at])).sum(axis=-1)
    return TheilParts(*(THOUSANDTHS * np.asarray(part) for part in (between + within, between, within)))
