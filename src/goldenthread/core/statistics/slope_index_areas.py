"""The slope index straight from single areas: no fifths, no tenths, each area in its own place in the ranking."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import FloatArray, as_numbers, check_counts, check_same_length, refuse
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.slope_index import SlopeIndex, slope_index_of_inequality, slope_indices


def slope_index_of_areas(
    values: ArrayLike,
    populations: ArrayLike,
    deprivation: ArrayLike,
    standard_errors: ArrayLike | None = None,
    *,
    polarity: Polarity,
    most_deprived_is_highest: bool = True,
    level: float = 0.95,
) -> SlopeIndex:
    r"""Return the slope index of inequality of areas that have a score (or a rank) of deprivation.

    The areas are put in order of deprivation and each takes up the stretch of its own people. Areas of equal
    deprivation share the middle of their common stretch: they are joined into one group,

    .. math:: y = \frac{\sum n_i y_i}{\sum n_i}, \qquad s^2 = \frac{\sum n_i^2 s_i^2}{(\sum n_i)^2}

    so the answer does not hang on the order in which they were given.

    Parameters
    ----------
    values, populations
        Of each area. Areas without people are left out; one with people and without a value keeps its stretch, unless
        others of the same deprivation have a value.
    deprivation
        Score of each area, or rank with `most_deprived_is_highest=False`.
    standard_errors
        Of the values; without them the interval comes from the scatter about the line.
    polarity
        Which direction of the measure is good; fixes the sign.
    most_deprived_is_highest
        Whether a higher score is more deprived.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        As :func:`~goldenthread.core.statistics.slope_index.slope_index_of_inequality`, and if an area with people has
        no score.

    Examples
    --------
    >>> index = slope_index_of_areas(
    ...     [80, 75, 82, 77, 79], [1, 1, 1, 1, 1], [12.1, 55.0, 4.2, 41.3, 30.8], [0.5] * 5,
    ...     polarity=Polarity.HIGHER_IS_BETTER,
    ... )
    >>> round(index.slope.value, 6)
    8.5
    """
    y, people, score, errors = _checked(values, populations, deprivation, standard_errors)
    here = people > 0
    if errors is not None:
        errors = errors[here]
    _, at = np.unique(-score[here] if most_deprived_is_highest else score[here], return_inverse=True)
    return slope_index_of_inequality(*_joined(y[here], people[here], errors, at), polarity=polarity, level=level)


@dataclass(frozen=True, slots=True)
class SlopesOfPlaces(Result):
    """Slope and relative indices of places, each from its own areas; in the order of `places`.

    The indices are those of :func:`~goldenthread.core.statistics.slope_index.slope_indices`, NaN where a place has
    fewer than two groups of areas of different deprivation with people and a value.
    """

    places: NDArray[Any]
    slope: ValueWithLimits
    ratio: ValueWithLimits
    mean_ratio: ValueWithLimits
    gap_ratio: ValueWithLimits
    residual_lower: FloatArray
    residual_upper: FloatArray
    lack_of_fit_p: FloatArray
    groups_used: FloatArray


def slope_indices_of_areas(
    values: ArrayLike,
    populations: ArrayLike,
    deprivation: ArrayLike,
    places: ArrayLike,
    standard_errors: ArrayLike | None = None,
    *,
    polarity: Polarity,
    most_deprived_is_highest: bool = True,
    level: ArrayLike = 0.95,
) -> SlopesOfPlaces:
    """Return the slope indices of many places in one call, each from its own areas without grouping.

    Parameters
    ----------
    values, populations, deprivation, standard_errors
        Of each area, as for :func:`slope_index_of_areas`.
    places
        The place each area belongs to; a place without people is left out.
    polarity, most_deprived_is_highest
        As for :func:`slope_index_of_areas`, for all places.
    level
        Confidence level between 0 and 1; a column of several gives limits for each, along a first axis.

    Raises
    ------
    ValueError
        If inputs differ in length, a population or standard error is negative, an area with people has no score, one
        with a value lacks a standard error when others have one, or nobody lives anywhere.

    Examples
    --------
    >>> found = slope_indices_of_areas(
    ...     [75, 82, 70, 85, 80], [1, 1, 2, 1, 1], [9, 2, 8, 1, 3], ["York", "York", "Bath", "Bath", "Bath"],
    ...     polarity=Polarity.HIGHER_IS_BETTER,
    ... )
    >>> found.places.tolist(), found.slope.value.round(2).tolist()
    (['Bath', 'York'], [24.44, 14.0])
    """
    y, people, score, errors = _checked(values, populations, deprivation, standard_errors)
    labels = np.asarray(places)
    if labels.shape != y.shape:
        raise ValueError(f"The inputs differ in length: values {y.size}, places {labels.size}.")
    here = np.flatnonzero(people > 0)
    if not len(here):
        raise ValueError("Nobody lives in any of the areas.")
    names, place = np.unique(labels[here], return_inverse=True)
    key = -score[here] if most_deprived_is_highest else score[here]
    order = np.lexsort((key, place))
    here, place, key = here[order], place[order], key[order]
    is_new = np.ones(len(here), dtype=np.bool_)
    is_new[1:] = (place[1:] != place[:-1]) | (key[1:] != key[:-1])
    groups = _joined(y[here], people[here], None if errors is None else errors[here], np.cumsum(is_new) - 1)
    row = place[is_new]
    column = np.arange(len(row)) - np.searchsorted(row, row)
    # Places have different numbers of groups: the rows are filled up with groups that nobody is in.
    padded = []
    for part, filler in zip(groups, (np.nan, 0.0, np.nan), strict=True):
        wide = None if part is None else np.full((len(names), int(column.max()) + 1), filler)
        if wide is not None:
            wide[row, column] = part
        padded.append(wide)
    found = slope_indices(np.asarray(padded[0]), np.asarray(padded[1]), padded[2], polarity=polarity, level=level)
    return SlopesOfPlaces(
        names, **{field.name: getattr(found, field.name) for field in fields(SlopesOfPlaces) if field.name != "places"}
    )


def _checked(
    values: ArrayLike, populations: ArrayLike, deprivation: ArrayLike, standard_errors: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray | None]:
    """Values, people, scores and standard errors of areas, if they go together."""
    y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
    score = as_numbers(deprivation, "scores of deprivation")
    check_same_length(values=y, populations=people, deprivation=score)
    here = people > 0
    refuse(here & np.isnan(score), "scores of deprivation", "is missing although the area has people", score)
    if standard_errors is None:
        return y, people, score, None
    errors = as_numbers(standard_errors, "standard errors")
    check_same_length(values=y, standard_errors=errors)
    refuse(errors < 0, "standard errors", "is negative", errors)
    refuse(
        here & ~np.isnan(y) & np.isnan(errors), "standard errors", "is missing although the area has a value", errors
    )
    return y, people, score, errors


def _joined(
    y: FloatArray, people: FloatArray, errors: FloatArray | None, at: np.typing.NDArray[np.intp]
) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Values, people and standard errors of groups of equal deprivation."""
    known = np.where(np.isnan(y), 0.0, people)
    weight = np.bincount(at, known)
    has = np.where(weight > 0, weight, np.nan)
    value, everybody = np.bincount(at, known * np.nan_to_num(y)) / has, np.bincount(at, people).astype(np.float64)
    if errors is None:
        return value, everybody, None
    return value, everybody, np.sqrt(np.bincount(at, (known * np.nan_to_num(errors)) ** 2)) / has
