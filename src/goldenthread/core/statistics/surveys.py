"""Inequality from a survey's answers, person by person, with errors that know how the people were drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import (
    BoolArray,
    FloatArray,
    IntArray,
    as_numbers,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.count_slopes import CountSlope, slope_of_counts
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result


@dataclass(frozen=True, slots=True)
class SurveyIndices(Result):
    """Concentration indices and the logistic slope of a survey, with design-based limits.

    `absolute` and `relative` are the concentration indices, `slope` the difference and `ratio` the ratio of the ends
    of a logistic line on rank. Shares, not percentages.
    """

    absolute: ValueWithLimits
    relative: ValueWithLimits
    slope: ValueWithLimits
    ratio: ValueWithLimits


def indices_of_survey(
    answers: ArrayLike,
    groups: ArrayLike,
    weights: ArrayLike,
    clusters: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    *,
    polarity: Polarity,
    level: float = 0.95,
) -> SurveyIndices:
    r"""Return the concentration indices, slope and relative index of yes-or-no answers of a survey.

    Each estimate solves :math:`\sum w_k u_k = 0`; with *z* the weighted contributions of persons to it (its
    linearisation), summed by cluster, its variance is that between clusters within strata:

    .. math:: \sum_h \frac{n_h}{n_h - 1}\sum_{c \in h} (z_{hc} - \bar z_h)(z_{hc} - \bar z_h)'

    The ranks of the groups are taken as known. Limits are normal, those of the ratio log-normal. Those of the relative
    concentration index allow for the mean being an estimate too.

    Parameters
    ----------
    answers
        1 for yes and 0 for no, one a person; missing answers (NaN) are left out.
    groups
        Number of each person's group, lowest for the most deprived.
    weights
        How many people each stands for; above zero.
    clusters
        The sampling unit each person was drawn with (numbered within its stratum); every person alone when not given.
    strata
        The stratum of each cluster; one for all when not given.
    polarity
        Which direction is good; fixes the sign.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If lengths differ, an answer is neither 0 nor 1, a weight is not above zero, a group is missing, fewer than two
        groups answered, all gave the same answer, or a stratum has one cluster only.

    References
    ----------
    Binder DA (1983). On the variances of asymptotically normal estimators from complex surveys. International
    Statistical Review 51: 279-292. Kakwani N, Wagstaff A, van Doorslaer E (1997). Journal of Econometrics 77: 87-103.

    Examples
    --------
    >>> found = indices_of_survey(
    ...     [0, 0, 1, 0, 1, 1, 0, 1], [1, 1, 1, 1, 2, 2, 2, 2], [1] * 8, [1, 1, 2, 2, 3, 3, 4, 4],
    ...     polarity=Polarity.HIGHER_IS_BETTER,
    ... )
    >>> round(float(found.absolute.value), 3), round(float(found.slope.value), 3)
    (0.125, 0.8)
    """
    check_level(level)
    people = _sample(answers, groups, weights, clusters, strata, None)
    people.check_clusters(strata is not None)
    # Refuses one group, and answers that are all alike.
    line = slope_of_counts(people.of_cells(people.weight * people.y), people.of_cells(people.weight), polarity=polarity)
    return SurveyIndices(*(part.only for part in _indices(people, _Lines.of_one(line), polarity, level)))


@dataclass(frozen=True, slots=True)
class IndicesOfSurveys(Result):
    """The indices of many surveys, in the order of `surveys`; NaN where `reason` says why."""

    surveys: NDArray[Any]
    absolute: ValueWithLimits
    relative: ValueWithLimits
    slope: ValueWithLimits
    ratio: ValueWithLimits
    reason: NDArray[np.str_]


NOBODY_ANSWERED = "nobody answered"
ONE_GROUP = "fewer than two groups answered"
LONELY_CLUSTER = "only one cluster of a stratum answered"
ALL_ALIKE = "all gave the same answer"
NO_LINE = "no line fits: those who said yes and no are parted too cleanly"


def indices_of_surveys(
    answers: ArrayLike,
    groups: ArrayLike,
    weights: ArrayLike,
    surveys: ArrayLike,
    clusters: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    *,
    polarity: Polarity,
    level: float = 0.95,
) -> IndicesOfSurveys:
    """Return the indices of many surveys (or questions, or places of one survey) in one call.

    Each is worked out from its own people alone, as :func:`indices_of_survey` does.

    Parameters
    ----------
    answers, groups, weights, clusters, strata
        Of each person, as for :func:`indices_of_survey`; clusters and strata are numbered within their survey.
    surveys
        The survey each person's answer belongs to.
    polarity
        Which direction is good, for all of them.
    level
        Confidence level between 0 and 1.

    Returns
    -------
    One row a survey; one that :func:`indices_of_survey` would refuse is missing, with the reason.

    Raises
    ------
    ValueError
        If lengths differ, an answer is neither 0 nor 1, a weight is not above zero, or a group is missing.

    Examples
    --------
    >>> found = indices_of_surveys(
    ...     [0, 0, 1, 0, 1, 1, 0, 1, 1, 1], [1, 1, 1, 1, 2, 2, 2, 2, 1, 2], [1] * 10, ["2024"] * 8 + ["2025"] * 2,
    ...     polarity=Polarity.HIGHER_IS_BETTER,
    ... )
    >>> found.slope.value.round(2).tolist(), found.reason.tolist()
    ([0.8, nan], ['', 'all gave the same answer'])
    """
    check_level(level)
    people = _sample(answers, groups, weights, clusters, strata, surveys)
    having, all_of_them = people.of_cells(people.weight * people.y), people.of_cells(people.weight)
    cells = people.cells_of_surveys
    line = _Lines.of_none(len(cells))
    for number in np.unique(cells[cells >= 2]):
        # Surveys with so many groups side by side; the cells of a survey lie together, lowest group first.
        here = np.flatnonzero(cells == number)
        at = np.searchsorted(people.survey_of_cell, here)[:, None] + np.arange(number)
        line.fill(here, slope_of_counts(having[at], all_of_them[at], polarity=polarity))
    total = people.of_surveys(all_of_them)
    alike = (people.of_surveys(having) == 0) | (people.of_surveys(having) == total)
    reason = np.select(
        [cells == 0, people.is_lonely, cells == 1, alike, np.isnan(line.start)],
        [NOBODY_ANSWERED, LONELY_CLUSTER, ONE_GROUP, ALL_ALIKE, NO_LINE],
        "",
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # of surveys that have a reason
        absolute, relative, slope, ratio = (
            part.where(reason == "") for part in _indices(people, line, polarity, level)
        )
    return IndicesOfSurveys(people.names, absolute, relative, slope, ratio, reason)


@dataclass(frozen=True, slots=True)
class _People:
    """Those who answered, by the cell (survey and group) they are in and the cluster they were drawn with."""

    names: NDArray[Any]
    y: FloatArray
    weight: FloatArray
    cell: IntArray
    survey_of_cell: IntArray
    unit: IntArray
    stratum_of_unit: IntArray
    survey_of_stratum: IntArray
    name_of_stratum: NDArray[Any]

    def of_cells(self, parts: FloatArray) -> FloatArray:
        """The parts of persons, summed by cell."""
        return np.asarray(np.bincount(self.cell, parts), dtype=np.float64)

    def of_surveys(self, parts: FloatArray) -> FloatArray:
        """The parts of cells, summed by survey."""
        return np.asarray(np.bincount(self.survey_of_cell, parts, len(self.names)), dtype=np.float64)

    @property
    def cells_of_surveys(self) -> IntArray:
        """How many groups of each survey answered."""
        return np.bincount(self.survey_of_cell, minlength=len(self.names))

    @property
    def clusters(self) -> IntArray:
        """How many clusters of each stratum answered."""
        return np.bincount(self.stratum_of_unit, minlength=len(self.survey_of_stratum))

    @property
    def is_lonely(self) -> BoolArray:
        """Which surveys have a stratum of one cluster."""
        return np.bincount(self.survey_of_stratum, self.clusters == 1, len(self.names)) > 0

    def check_clusters(self, has_strata: bool) -> None:
        lonely = np.flatnonzero(self.clusters == 1)
        if lonely.size:
            known = f"stratum {self.name_of_stratum[lonely[0]]}" if has_strata else "the whole sample"
            raise ValueError(f"Only one cluster of {known} answered, so nothing says how clusters differ: join strata.")

    def ranks(self) -> FloatArray:
        """Each person's: the share of their survey's people in lower groups, and half of their own group."""
        people = self.of_cells(self.weight)
        before = np.cumsum(people) - people
        first = before[np.searchsorted(self.survey_of_cell, self.survey_of_cell)]
        return np.asarray(((before - first + people / 2) / self.of_surveys(people)[self.survey_of_cell])[self.cell])

    def design_error(self, contributions: FloatArray) -> FloatArray:
        """The standard error of each survey's total of contributions, from its scatter between clusters in strata."""
        totals = np.bincount(self.unit, contributions, len(self.stratum_of_unit))
        strata, clusters = len(self.survey_of_stratum), self.clusters
        means = np.bincount(self.stratum_of_unit, totals, strata) / clusters
        squares = np.bincount(self.stratum_of_unit, (totals - means[self.stratum_of_unit]) ** 2, strata)
        variance = np.bincount(self.survey_of_stratum, clusters / (clusters - 1) * squares, len(self.names))
        return np.asarray(np.sqrt(variance))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Of each survey's logistic line: its ends, and their difference and ratio with the sign of the polarity."""

    start: FloatArray
    end: FloatArray
    difference: FloatArray
    ratio: FloatArray

    @classmethod
    def of_none(cls, surveys: int) -> "_Lines":
        return cls(*(np.full(surveys, np.nan) for _ in range(4)))

    @classmethod
    def of_one(cls, line: CountSlope) -> "_Lines":
        parts = (line.fitted_most_deprived, line.fitted_least_deprived, line.difference.value, line.ratio.value)
        return cls(*(np.reshape(part, 1) for part in parts))

    def fill(self, surveys: IntArray, line: CountSlope) -> None:
        self.start[surveys], self.end[surveys] = line.fitted_most_deprived, line.fitted_least_deprived
        self.difference[surveys], self.ratio[surveys] = line.difference.value, line.ratio.value


@dataclass(frozen=True, slots=True)
class _Limits:
    """A value of each survey with its limits."""

    value: FloatArray
    lower: FloatArray
    upper: FloatArray

    @property
    def only(self) -> ValueWithLimits:
        """Those of the only survey."""
        return ValueWithLimits(*(part[0] for part in (self.value, self.lower, self.upper)))

    def where(self, good: BoolArray) -> ValueWithLimits:
        return ValueWithLimits(*(np.where(good, part, np.nan) for part in (self.value, self.lower, self.upper)))


def _indices(people: _People, line: _Lines, polarity: Polarity, level: float) -> Iterator[_Limits]:
    """The absolute and the relative concentration index, the slope and the ratio of each survey."""
    z = float(normal_quantile(level))
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    survey = people.survey_of_cell[people.cell]
    y, w, rank = people.y, people.weight, people.ranks()

    def total(parts: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(survey, parts, len(people.names)), dtype=np.float64)

    all_of_them = total(w)
    spread = total(w * (rank - 0.5) ** 2) / all_of_them
    mean = total(w * y) / all_of_them
    absolute = total(w * (2 * rank - 1) * y) / all_of_them
    # The convenient regression: 2·Var(r)·y on rank has the index for its slope.
    about_line = 2 * spread[survey] * (y - mean[survey]) - absolute[survey] * (rank - 0.5)
    of_absolute = sign * w * (rank - 0.5) * about_line / (all_of_them * spread)[survey]
    of_mean = w * (y - mean[survey]) / all_of_them[survey]
    relative = sign * absolute / mean
    of_relative = (of_absolute - relative[survey] * of_mean) / mean[survey]
    for value, part in ((sign * absolute, of_absolute), (relative, of_relative)):
        half = z * people.design_error(part)
        yield _Limits(value, value - half, value + half)
    slope, ratio = _logistic(y, w, rank, survey, line, sign, len(people.names))
    half, factor = z * people.design_error(slope), np.exp(z * people.design_error(ratio))
    yield _Limits(line.difference, line.difference - half, line.difference + half)
    yield _Limits(line.ratio, line.ratio / factor, line.ratio * factor)


def _logistic(
    y: FloatArray, w: FloatArray, rank: FloatArray, survey: IntArray, line: _Lines, sign: float, surveys: int
) -> tuple[FloatArray, FloatArray]:
    """Each person's contribution to the difference of their logistic line's ends, and to the log of their ratio."""
    intercept = np.log(line.start / (1 - line.start))
    slope = np.log(line.end / (1 - line.end)) - intercept
    expected = 1 / (1 + np.exp(-(intercept[survey] + slope[survey] * rank)))
    weight = w * expected * (1 - expected)
    of_one, of_both, of_rank = (np.bincount(survey, weight * rank**power, surveys) for power in (0, 1, 2))
    determinant = (of_one * of_rank - of_both**2)[survey]
    residual = w * (y - expected)
    at_start = residual * (of_rank[survey] - of_both[survey] * rank) / determinant
    at_end = at_start + residual * (of_one[survey] * rank - of_both[survey]) / determinant
    start, end = line.start[survey], line.end[survey]
    difference = sign * (end * (1 - end) * at_end - start * (1 - start) * at_start)
    logs = sign * ((1 - end) * at_end - (1 - start) * at_start)
    return np.asarray(difference), np.asarray(logs)


def _sample(
    answers: ArrayLike,
    groups: ArrayLike,
    weights: ArrayLike,
    clusters: ArrayLike | None,
    strata: ArrayLike | None,
    surveys: ArrayLike | None,
) -> _People:
    """The people who answered, if the columns go together."""
    y, group = as_numbers(answers, "answers"), as_numbers(groups, "groups")
    w = as_numbers(weights, "weights")
    check_same_length(answers=y, groups=group, weights=w)
    refuse(~np.isnan(y) & (y != 0) & (y != 1), "answers", "is neither 0 nor 1", y)
    refuse(~(w > 0), "weights", "is missing or not above zero", w)
    refuse(np.isnan(group), "groups", "is missing", group)
    kept = ~np.isnan(y)
    persons: NDArray[np.int64] = np.arange(y.size)
    cluster = persons if clusters is None else np.unique(np.asarray(clusters), return_inverse=True)[1]
    one = np.zeros_like(persons)
    names_of_strata, stratum = (one[:1], one) if strata is None else np.unique(np.asarray(strata), return_inverse=True)
    if cluster.shape != y.shape or stratum.shape != y.shape:
        raise ValueError(
            f"The inputs differ in length: answers {y.size}, clusters {cluster.size}, strata {stratum.size}."
        )
    names, survey = (one[:1], one) if surveys is None else np.unique(np.asarray(surveys), return_inverse=True)
    if survey.shape != y.shape:
        raise ValueError(f"The inputs differ in length: answers {y.size}, surveys {survey.size}.")
    cells, cell = _numbered(survey[kept], np.unique(group, return_inverse=True)[1][kept])
    units, unit = _numbered(survey[kept], stratum[kept], cluster[kept])
    layers, stratum_of_unit = _numbered(units[0], units[1])
    return _People(
        names=names,
        y=y[kept],
        weight=w[kept],
        cell=cell,
        survey_of_cell=cells[0],
        unit=unit,
        stratum_of_unit=stratum_of_unit,
        survey_of_stratum=layers[0],
        name_of_stratum=names_of_strata[layers[1]],
    )


def _numbered(*columns: IntArray) -> tuple[IntArray, IntArray]:
    """The different rows, sorted, one a column; and which of them each row is."""
    order = np.lexsort(columns[::-1])
    rows = np.stack(columns)[:, order]
    is_new = np.ones(rows.shape[1], dtype=np.bool_)
    is_new[1:] = (rows[:, 1:] != rows[:, :-1]).any(axis=0)
    at = np.empty(rows.shape[1], dtype=np.int64)
    at[order] = np.cumsum(is_new) - 1
    return rows[:, is_new], at
