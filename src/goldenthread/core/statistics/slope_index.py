r"""Inequality across ordered groups: the slope index and the relative indices, with exact intervals.

Groups are given from most to least deprived. Each takes up its share *p* of the people along a line from 0 (the most
deprived person) to 1 (the least deprived); its rank *r* is the middle of its stretch. The slope *b* of the weighted
straight line of the groups' values on rank is a fixed linear combination of them,

.. math:: b = \sum_i w_i y_i, \qquad w_i = \frac{p_i (r_i - \bar r)}{\sum_j p_j (r_j - \bar r)^2}

so for independent estimates with standard errors *s* its interval is exact: :math:`b \pm z\sqrt{\sum w_i^2 s_i^2}`.
No random numbers are needed; the simulation other packages use scatters around the same limits.

**Sign.** A larger positive index is a larger gap to the disadvantage of the most deprived, whatever the polarity: for
a measure where higher is better it is fitted(1) − fitted(0), for one where lower is better (and for one that is
neither) fitted(0) − fitted(1). The ratio follows: above 1 is to the disadvantage of the most deprived.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.checks import (
    BoolArray,
    FloatArray,
    IntArray,
    as_numbers,
    check_counts,
    check_level,
    check_order,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits, fieller_ratio
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special

EXACT = "exact (a linear combination of independent estimates)"
RESIDUAL = "from the scatter about the line (Student t)"
FIELLER = "Fieller"


BELOW_ZERO = "A value lies below zero, so the measure has no natural zero and a relative index would mean nothing."


@dataclass(frozen=True, slots=True)
class SlopeIndex(Result):
    """The slope index of inequality of one place, with what is needed to draw and to doubt it.

    Attributes
    ----------
    slope
        The index, in the units of the values; positive to the disadvantage of the most deprived.
    relative_ratio
        Relative index as the ratio of the line's two ends (fitted(1)/fitted(0) for a measure where higher is better,
        its inverse otherwise; the definition of PHE and WHO) with Fieller's interval. None, with the reason in
        `notes`, where an end of the line is not above zero.
    relative_mean
        Relative index as slope index over mean (Pamuk, ScotPHO). None where the mean is zero.
    relative_gap
        Relative index as gap over mean: the least and the most deprived group's values apart, over the mean of
        everybody. It rests on the two ends alone. None where an end has no value or the mean is zero.
    intercept
        The line at rank 0: the most deprived person.
    ranks, fitted
        For each group given, its middle rank and the line there; NaN for a group without people.
    residual_limits
        Interval of the slope from the scatter about the line; None with fewer than three groups.
    lack_of_fit_p
        Probability of a scatter this wide about the line if it were straight; small means that the gap is not a
        slope. None without standard errors or with fewer than three groups.
    missing_groups
        Positions (from 1) of groups without people or without a value.
    notes
        Sentences on what was missing or could not be given.
    """

    slope: Estimate
    relative_ratio: Estimate | None
    relative_mean: Estimate | None
    relative_gap: Estimate | None
    intercept: float
    ranks: tuple[float, ...]
    fitted: tuple[float, ...]
    residual_limits: Limits | None
    lack_of_fit_p: float | None
    missing_groups: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def fitted_most_deprived(self) -> float:
        """The line at rank 0."""
        return self.intercept

    def __str__(self) -> str:
        return self.describe()

    def describe(self) -> str:
        """Return the index, its interval and its notes as text."""
        lines = [f"Slope index of inequality {_shown(self.slope)}"]
        if self.relative_ratio:
            lines.append(f"Relative index, ratio of the ends of the line {_shown(self.relative_ratio)}")
        if self.relative_mean:
            lines.append(f"Relative index, slope index over mean {_shown(self.relative_mean)}")
        if self.relative_gap:
            lines.append(f"Relative index, gap between the end groups over mean {_shown(self.relative_gap)}")
        return "\n".join([*lines, *self.notes])


def _shown(estimate: Estimate) -> str:
    if estimate.limits is None:
        return f"{estimate.value:.4g} (no interval: {estimate.reason})"
    limits = estimate.limits
    return f"{estimate.value:.4g} ({100 * limits.level:g}% interval {limits.lower:.4g} to {limits.upper:.4g})"


@dataclass(frozen=True, slots=True)
class SlopeIndices(Result):
    """Slope indices of many places at once: one number a place in each array, NaN where it cannot be given.

    The relative index has three definitions in use: `ratio` is the ratio of the line's ends, `mean_ratio` slope index
    over mean, `gap_ratio` the gap between the two end groups over mean; all carry Fieller limits.
    """

    slope: ValueWithLimits
    ratio: ValueWithLimits
    mean_ratio: ValueWithLimits
    gap_ratio: ValueWithLimits
    intercept: FloatArray
    raw_slope: FloatArray
    ranks: FloatArray
    residual_lower: FloatArray
    residual_upper: FloatArray
    lack_of_fit_p: FloatArray
    groups_used: FloatArray


def ridit_ranks(populations: ArrayLike) -> FloatArray:
    r"""Return the middle of each group's stretch of the people ranked from most to least deprived.

    .. math:: r_i = \sum_{j<i} p_j + p_i / 2

    Parameters
    ----------
    populations
        People in each group, along the last axis; zero or NaN for a group that is not there.

    Returns
    -------
    Ranks between 0 and 1; NaN for groups without people.

    Raises
    ------
    ValueError
        If a population is negative or nobody is in any group.

    References
    ----------
    Bross IDJ (1958). How to use ridit analysis. Biometrics 14: 18-38.

    Examples
    --------
    >>> ridit_ranks([1, 1, 2])
    array([0.125, 0.375, 0.75 ])
    """
    people = _check_people(populations)
    return np.where(people > 0, np.moveaxis(_middles(np.moveaxis(people, -1, 0)), 0, -1), np.nan)


def _check_people(populations: ArrayLike) -> FloatArray:
    """The people in each group, none where a population is missing, if there is anybody in each place."""
    people = check_counts(populations, "populations")
    people[np.isnan(people)] = 0.0
    total = np.einsum("...g->...", people)
    refuse(total == 0, "totals of the populations", "is zero", total)
    return people


def _middles(people: FloatArray) -> FloatArray:
    """The middle of each group's stretch, groups along the first axis; where nobody is in one, where it would be."""
    up_to = np.cumsum(people, axis=0)
    return np.asarray((up_to - 0.5 * people) / up_to[-1])


def slope_index_of_inequality(
    values: ArrayLike,
    populations: ArrayLike,
    standard_errors: ArrayLike | None = None,
    *,
    polarity: Polarity,
    level: float = 0.95,
    groups: ArrayLike | None = None,
) -> SlopeIndex:
    """Return the slope index of inequality of one place; the formula is at the head of this file.

    Groups can be fifths, tenths or single areas. A group that is not there (no people) is left out. A group with
    people but without a value keeps its stretch of the ranking, so that the others stay where they are.

    Parameters
    ----------
    values
        The measure in each group, from most to least deprived; NaN where missing.
    populations
        People in each group.
    standard_errors
        Of each value, in the same units. Without them the interval comes from the scatter about the line.
    polarity
        Which direction of the measure is good; fixes the sign.
    level
        Confidence level between 0 and 1.
    groups
        Numbers of the groups, lowest for the most deprived (1 to 10 for national tenths), to be checked: they must
        rise, none twice. Without them the order given is taken as right. For single areas with a score of
        deprivation, see :func:`slope_index_of_areas`, which puts them in order.

    Raises
    ------
    ValueError
        If inputs differ in length, groups are out of order or given twice, a population or standard error is negative,
        a value lacks a standard error when others have one, or fewer than two groups have both people and a value.

    References
    ----------
    Mackenbach JP, Kunst AE (1997). Measuring the magnitude of socio-economic inequalities in health. Social Science
    and Medicine 44: 757-771. Pamuk ER (1985). Population Studies 39: 17-31. Low A, Low A (2004). Measuring the gap.
    Journal of Public Health 26: 388-395.

    Examples
    --------
    >>> index = slope_index_of_inequality(
    ...     [75, 77, 79, 80, 82], [1, 1, 1, 1, 1], [0.5] * 5, polarity=Polarity.HIGHER_IS_BETTER
    ... )
    >>> print(index.describe())
    Slope index of inequality 8.5 (95% interval 6.951 to 10.05)
    Relative index, ratio of the ends of the line 1.114 (95% interval 1.093 to 1.137)
    Relative index, slope index over mean 0.1081 (95% interval 0.08842 to 0.1279)
    Relative index, gap between the end groups over mean 0.08906 (95% interval 0.07142 to 0.1067)
    """
    y, people = np.atleast_1d(as_numbers(values, "values")), np.atleast_1d(check_counts(populations, "populations"))
    check_same_length(values=y, populations=people)
    errors = None if standard_errors is None else np.atleast_1d(as_numbers(standard_errors, "standard errors"))
    if errors is not None:
        check_same_length(values=y, standard_errors=errors)
        used = ~np.isnan(y) & (np.nan_to_num(people) > 0)
        refuse(used & np.isnan(errors), "standard errors", "is missing although the group has a value", errors)
    result = slope_indices(y, people, errors, polarity=polarity, level=level, groups=groups)
    if np.isnan(result.raw_slope):
        raise ValueError(
            "A slope needs at least two groups with people and a value; "
            f"{int(result.groups_used)} of {len(y)} have both."
        )
    missing = tuple(int(i) + 1 for i in np.flatnonzero(np.isnan(y) | ~(np.nan_to_num(people) > 0)))
    notes = _notes(missing, len(y), result)
    # A score that goes below zero has no natural zero: a multiple of its mean, or a ratio, would say nothing.
    has_no_zero = bool(np.nanmin(y) < 0)
    if has_no_zero:
        notes = (*notes, BELOW_ZERO)
    too_few = "with two groups and no standard errors nothing says how uncertain the line is"
    method = RESIDUAL if errors is None else EXACT
    return SlopeIndex(
        slope=_estimate(result.slope, level, method, too_few),
        relative_ratio=None if has_no_zero else _relative(result.ratio, level, too_few if errors is None else ""),
        relative_mean=None if has_no_zero else _relative(result.mean_ratio, level, too_few if errors is None else ""),
        relative_gap=None if has_no_zero else _relative(result.gap_ratio, level, too_few if errors is None else ""),
        intercept=float(result.intercept),
        ranks=tuple(float(rank) for rank in result.ranks),
        fitted=tuple(float(result.intercept + result.raw_slope * rank) for rank in result.ranks),
        residual_limits=_limits(result.residual_lower, result.residual_upper, level),
        lack_of_fit_p=None if np.isnan(result.lack_of_fit_p) else float(result.lack_of_fit_p),
        missing_groups=missing,
        notes=notes,
    )


def slope_indices(
    values: ArrayLike,
    populations: ArrayLike,
    standard_errors: ArrayLike | None = None,
    *,
    polarity: Polarity,
    level: ArrayLike = 0.95,
    groups: ArrayLike | None = None,
) -> SlopeIndices:
    """Return the slope indices of many places in one call.

    Parameters
    ----------
    values, populations, standard_errors
        As for :func:`slope_index_of_inequality`, with groups along the last axis: shape (places, groups). A value
        without a standard error (NaN) leaves its place without exact limits.
    polarity
        Which direction of the measure is good, for all places.
    level
        Confidence level between 0 and 1; a column of several gives limits for each, along a first axis.
    groups
        Numbers of the groups along the last axis, to be checked as in :func:`slope_index_of_inequality`.

    Returns
    -------
    Arrays of one number a place, NaN where it cannot be given (fewer than two groups with people and a value).

    Raises
    ------
    ValueError
        If shapes differ, groups are out of order or given twice, a population or standard error is negative, or a place
        has no people.

    Examples
    --------
    >>> many = slope_indices(
    ...     [[75, 82], [70, 85]], [[1, 1], [1, 1]], [[1, 1], [1, 1]], polarity=Polarity.HIGHER_IS_BETTER
    ... )
    >>> many.slope.value, many.slope.lower.round(2)
    (array([14., 30.]), array([ 8.46, 24.46]))
    """
    y, people = as_numbers(values, "values"), _check_people(populations)
    check_same_length(values=y, populations=people)
    check_level(level)
    if groups is not None:
        check_order(groups, y.shape[-1])
    errors = None
    if standard_errors is not None:
        errors = as_numbers(standard_errors, "standard errors")
        check_same_length(values=y, standard_errors=errors)
        refuse(errors < 0, "standard errors", "is negative", errors)
    line = _WeightedLine.of_places(y, people, errors)
    quantile = normal_quantile(level) if errors is not None else line.student_quantile(level)
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    slope = sign * line.slope
    spread = quantile * np.sqrt(line.slope_variance)
    residual_spread = line.student_quantile(level) * np.sqrt(line.residual_slope_variance)
    return SlopeIndices(
        slope=ValueWithLimits(slope, slope - spread, slope + spread),
        ratio=line.ratio_of_ends(sign, quantile),
        mean_ratio=line.slope_over_mean(sign, quantile),
        gap_ratio=line.gap_over_mean(sign, quantile),
        intercept=line.intercept,
        raw_slope=line.slope,
        ranks=line.ranks,
        residual_lower=slope - residual_spread,
        residual_upper=slope + residual_spread,
        lack_of_fit_p=line.lack_of_fit(),
        groups_used=line.count.astype(np.float64),
    )


#: Numbers (places by groups) worked on together: so few that what comes between stays in the processor's cache and in
#: memory that is at hand. Asking for new memory took longer than the sums.
_AT_ONCE = 25_000


class _End(NamedTuple):
    """An end group of each place: its value, whether it has one, its error, and by how much that moves the mean."""

    value: FloatArray
    is_used: BoolArray
    error: FloatArray
    of_mean: FloatArray


@dataclass(frozen=True, slots=True)
class _WeightedLine:
    """The weighted straight line of each place, and the variances of its slope and intercept."""

    ranks: FloatArray
    count: IntArray
    slope: FloatArray
    intercept: FloatArray
    mean: FloatArray
    slope_variance: FloatArray
    intercept_variance: FloatArray
    covariance: FloatArray
    mean_variance: FloatArray
    slope_mean_covariance: FloatArray
    residual_slope_variance: FloatArray
    gap: FloatArray
    gap_variance: FloatArray
    gap_mean_covariance: FloatArray
    chi_square: FloatArray

    @classmethod
    def of_places(cls, y: FloatArray, people: FloatArray, errors: FloatArray | None) -> "_WeightedLine":
        """The lines of all places, groups along the last axis."""
        groups = y.shape[-1]
        block = max(_AT_ONCE // max(groups, 1), 1)

        def some(part: FloatArray, start: int) -> FloatArray:
            # With the groups first, sums over groups run along the places, in order, and are quick.
            return np.ascontiguousarray(part.reshape(-1, groups)[start : start + block].T)

        lines = [
            cls._through(some(y, start), some(people, start), None if errors is None else some(errors, start))
            for start in range(0, max(y.size // max(groups, 1), 1), block)
        ]
        joined = {field.name: np.concatenate([getattr(line, field.name) for line in lines]) for field in fields(cls)}
        shapes = {"ranks": y.shape}
        return cls(**{name: part.reshape(shapes.get(name, y.shape[:-1])) for name, part in joined.items()})

    @classmethod
    def _through(cls, y: FloatArray, people: FloatArray, errors: FloatArray | None) -> "_WeightedLine":
        """The lines of some places, groups along the first axis."""
        rank, here = _middles(people), people > 0
        used = here & ~np.isnan(y)
        value, weight = (y, people) if used.all() else (np.where(used, y, 0.0), np.where(used, people, 0.0))
        total, count = weight.sum(axis=0), used.sum(axis=0)
        share = weight / np.where(total > 0, total, np.nan)
        mean_rank = _dot(share, rank)
        from_mean = rank - mean_rank
        w = share * from_mean
        # One group leaves the slope undefined: NaN, not a division by zero.
        squares = np.where(count > 1, _dot(w, from_mean), np.nan)
        w /= squares
        u = share - w * mean_rank  # the intercept is Σ u·y
        slope, mean, intercept = _dot(w, value), _dot(share, value), _dot(u, value)
        residual = value - (intercept + slope * rank)
        scatter = _dot(share * residual, residual) / np.where(count > 2, count - 2, np.nan)
        # Without standard errors a group's variance is the scatter about the line over its weight.
        by_group = np.sqrt(scatter / np.where(share > 0, share, np.nan)) if errors is None else errors
        error = by_group if used.all() else np.where(used, by_group, 0.0)
        # By how much each group's error moves the slope, the intercept and the mean.
        of_slope, of_intercept, of_mean = w * error, u * error, share * error
        # The gap is the last group's value minus the first's, each of those with people.
        ends = np.argmax(here, axis=0), len(here) - 1 - np.argmax(here[::-1], axis=0)
        places = np.arange(len(slope))
        first, last = (_End(*(part[end, places] for part in (value, used, error, of_mean))) for end in ends)
        return cls(
            ranks=np.where(here, rank, np.nan).T,
            count=count,
            slope=slope,
            intercept=intercept,
            mean=mean,
            slope_variance=_dot(of_slope, of_slope),
            intercept_variance=_dot(of_intercept, of_intercept),
            covariance=_dot(of_slope, of_intercept),
            mean_variance=_dot(of_mean, of_mean),
            slope_mean_covariance=_dot(of_slope, of_mean),
            residual_slope_variance=scatter / squares,
            gap=np.where(first.is_used & last.is_used, last.value - first.value, np.nan),
            gap_variance=np.where(ends[0] == ends[1], 0.0, first.error**2 + last.error**2),
            gap_mean_covariance=last.of_mean * last.error - first.of_mean * first.error,
            chi_square=np.full(slope.shape, np.nan) if errors is None else _least_chi_square(value, rank, errors, used),
        )

    def student_quantile(self, level: ArrayLike) -> FloatArray:
        freedom = np.maximum(self.count - 2, 0)
        # Many places share few numbers of groups: each quantile is worked out once.
        possible = np.arange(max(self.ranks.shape[-1] - 1, 1), dtype=np.float64)
        of_freedom = np.where(possible > 0, possible, np.nan)
        upper = (1 + np.asarray(level, dtype=np.float64)) / 2
        if upper.ndim == 0:
            return np.asarray(special.stdtrit(of_freedom, upper)[freedom], dtype=np.float64)
        return np.asarray(special.stdtrit(of_freedom[freedom], upper), dtype=np.float64)

    def ratio_of_ends(self, sign: float, quantile: FloatArray) -> ValueWithLimits:
        """fitted(1)/fitted(0), or its inverse when `sign` is negative, with Fieller's limits."""
        far, far_variance = (
            self.intercept + self.slope,
            self.intercept_variance + 2 * self.covariance + self.slope_variance,
        )
        between = self.intercept_variance + self.covariance
        positive = (self.intercept > 0) & (far > 0)
        near, far = np.where(positive, self.intercept, np.nan), np.where(positive, far, np.nan)
        top, bottom = ((far, far_variance), (near, self.intercept_variance))[:: int(sign)]
        return fieller_ratio(top[0], bottom[0], top[1], bottom[1], between, quantile=quantile)

    def slope_over_mean(self, sign: float, quantile: FloatArray) -> ValueWithLimits:
        """Slope index over mean, with Fieller's limits."""
        mean = np.where(self.mean == 0, np.nan, self.mean)
        return fieller_ratio(
            sign * self.slope,
            mean,
            self.slope_variance,
            self.mean_variance,
            sign * self.slope_mean_covariance,
            quantile=quantile,
        )

    def gap_over_mean(self, sign: float, quantile: FloatArray) -> ValueWithLimits:
        """Least minus most deprived group (of those with people) over mean, with Fieller's limits."""
        mean = np.where(self.mean == 0, np.nan, self.mean)
        return fieller_ratio(
            sign * self.gap,
            mean,
            self.gap_variance,
            self.mean_variance,
            sign * self.gap_mean_covariance,
            quantile=quantile,
        )

    def lack_of_fit(self) -> FloatArray:
        """P(χ² ≥ least Σ(y − line)²/s²) with groups − 2 degrees of freedom, over all straight lines."""
        p: FloatArray = special.chdtrc(np.maximum(self.count - 2, 1), self.chi_square)
        return p


def _least_chi_square(value: FloatArray, rank: FloatArray, errors: FloatArray, used: BoolArray) -> FloatArray:
    """The least Σ(y − line)²/s² of any line; NaN with fewer than three groups, or where one has no error."""
    known = used & (errors > 0)
    root = 1 / (errors if known.all() else np.where(known, errors, np.inf))
    precision = root * root
    total = precision.sum(axis=0)
    total = np.where(total > 0, total, np.nan)
    from_mean = root * (rank - _dot(precision, rank) / total)
    residual = root * (value - _dot(precision, value) / total)
    squares = _dot(from_mean, from_mean)
    residual -= from_mean * (_dot(from_mean, residual) / np.where(squares > 0, squares, np.nan))
    count = used.sum(axis=0)
    return np.where((count > 2) & (known.sum(axis=0) == count), _dot(residual, residual), np.nan)


def _dot(first: FloatArray, second: FloatArray) -> FloatArray:
    """The sum of products over the groups: in order, so that groups that are not there change no figure."""
    return np.asarray(np.einsum("gp,gp->p", first, second))


def _limits(lower: FloatArray, upper: FloatArray, level: float) -> Limits | None:
    return None if np.isnan(lower) or np.isnan(upper) else Limits(float(lower), float(upper), level)


def _estimate(found: ValueWithLimits, level: float, method: str, reason: str) -> Estimate:
    limits = _limits(found.lower, found.upper, level)
    return Estimate(float(found.value), limits, method if limits else None, None if limits else reason)


def _relative(found: ValueWithLimits, level: float, reason: str) -> Estimate | None:
    if np.isnan(found.value):
        return None
    unbounded = reason or "what it is divided by is too close to zero for the ratio to be bounded"
    return _estimate(found, level, FIELLER, unbounded)


def _notes(missing: tuple[int, ...], groups: int, result: SlopeIndices) -> tuple[str, ...]:
    notes = []
    if missing:
        plural = "s" if len(missing) > 1 else ""
        listed = ", ".join(map(str, missing))
        notes.append(f"Worked out without group{plural} {listed} of {groups}, which have no people or no value.")
    if np.isnan(result.ratio.value):
        notes.append("No ratio is given, because an end of the fitted line is not above zero.")
    return tuple(notes)
