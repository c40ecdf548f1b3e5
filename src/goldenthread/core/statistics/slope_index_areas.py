"""The slope index straight from single areas: no fifths, no tenths, each area in its own place in the ranking."""

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import FloatArray, as_numbers, check_counts, check_same_length, refuse
from goldenthread.core.statistics.slope_index import SlopeIndex, slope_index_of_inequality


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
    y, people = as_numbers(values, "values"), np.nan_to_num(check_counts(populations, "populations"))
    score = as_numbers(deprivation, "scores of deprivation")
    check_same_length(values=y, populations=people, deprivation=score)
    errors = None if standard_errors is None else as_numbers(standard_errors, "standard errors")
    here = people > 0
    refuse(here & np.isnan(score), "scores of deprivation", "is missing although the area has people", score)
    if errors is not None:
        check_same_length(values=y, standard_errors=errors)
        refuse(errors < 0, "standard errors", "is negative", errors)
        refuse(
            here & ~np.isnan(y) & np.isnan(errors),
            "standard errors",
            "is missing although the area has a value",
            errors,
        )
        errors = errors[here]
    _, at = np.unique(-score[here] if most_deprived_is_highest else score[here], return_inverse=True)
    return slope_index_of_inequality(*_joined(y[here], people[here], errors, at), polarity=polarity, level=level)


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
