"""What it would take: people needed to reach a target, and which areas are reliably under a floor."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import FloatArray, as_numbers, check_counts, check_same_length, refuse
from goldenthread.core.statistics.proportions import proportion
from goldenthread.core.statistics.results import Result
from goldenthread.core.statistics.special_functions import special


@dataclass(frozen=True, slots=True)
class PeopleNeeded(Result):
    """People more (or fewer) needed to reach a target, with the least and the most the uncertainty allows."""

    people: FloatArray
    fewest: FloatArray
    most: FloatArray


def people_needed(
    count: ArrayLike, denominator: ArrayLike, target: ArrayLike, *, polarity: Polarity, level: ArrayLike = 0.95
) -> PeopleNeeded:
    r"""Return how many people would have to gain (or lose) the property to reach a target share.

    .. math:: \lceil n\max(0, t - y)\rceil

    where higher is better, and :math:`\lceil n\max(0, y - t)\rceil` where lower is. Fewest and most come from the
    Wilson limits of y: the underlying share may be nearer to the target, or further from it, than what was counted.

    Parameters
    ----------
    count, denominator
        People with the property and people.
    target
        The share to reach, 0 to 1: another group's, or a floor.
    polarity
        Which direction is good; one must be.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If a count is above its denominator, a target not between 0 and 1, or neither direction is good.

    Examples
    --------
    >>> found = people_needed(450, 1000, 0.5, polarity=Polarity.HIGHER_IS_BETTER)
    >>> int(found.people), int(found.fewest), int(found.most)
    (50, 20, 81)
    """
    if polarity is Polarity.NEITHER:
        raise ValueError("People are needed to reach a target only where one direction is good.")
    goal = as_numbers(target, "targets")
    refuse((goal < 0) | (goal > 1), "targets", "is not between 0 and 1", goal)
    share = proportion(count, denominator, level)
    n = check_counts(denominator, "denominators")
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    needed = [_whole(n * sign * (goal - part)) for part in share]
    return PeopleNeeded(needed[0], np.minimum(needed[1], needed[2]), np.maximum(needed[1], needed[2]))


def _whole(people: FloatArray) -> FloatArray:
    # 0.3 · 1000 − 0.25 · 1000 is 50.000000000000014 in floating point and must stay 50 people.
    return np.maximum(np.ceil(people - 1e-9 * np.maximum(1.0, np.abs(people))), 0.0)


class FloorStatus(StrEnum):
    """Where an area lies against a floor that nobody should be below."""

    RELIABLY_MET = "reliably met"
    UNCERTAIN = "uncertain"
    RELIABLY_BELOW = "reliably below"
    CANNOT_TELL = "cannot tell"


def floor_status(lower: ArrayLike, upper: ArrayLike, floor: ArrayLike, *, polarity: Polarity) -> NDArray[np.object_]:
    """Say of each area whether a floor is reliably met, reliably missed, or neither.

    Reliably met: the whole interval is on the good side of the floor (or touches it). Reliably below: the whole
    interval is on the bad side. For a measure where lower is better the floor is a ceiling.

    Parameters
    ----------
    lower, upper
        Limits of each area's value; missing ones give "cannot tell".
    floor
        The floor, in the units of the values.
    polarity
        Which direction is good; one must be.

    Raises
    ------
    ValueError
        If a lower limit is above its upper limit, or neither direction is good.

    Examples
    --------
    >>> status = floor_status([70, 78, 85], [76, 86, 92], 80, polarity=Polarity.HIGHER_IS_BETTER)
    >>> [str(one) for one in status]
    ['reliably below', 'uncertain', 'reliably met']
    """
    if polarity is Polarity.NEITHER:
        raise ValueError("A floor needs a direction that is good.")
    low, high, line = as_numbers(lower, "lower limits"), as_numbers(upper, "upper limits"), as_numbers(floor, "floors")
    refuse(low > high, "lower limits", "is above the upper limit", low)
    if polarity is Polarity.LOWER_IS_BETTER:
        low, high, line = -high, -low, -line
    status = np.empty(np.broadcast_shapes(low.shape, line.shape), dtype=np.object_)
    status.fill(FloorStatus.UNCERTAIN)
    status[low >= line] = FloorStatus.RELIABLY_MET
    status[high < line] = FloorStatus.RELIABLY_BELOW
    status[np.isnan(low) | np.isnan(high) | np.isnan(line)] = FloorStatus.CANNOT_TELL
    return status


def below_floor_probability(
    values: ArrayLike, standard_errors: ArrayLike, floor: ArrayLike, *, polarity: Polarity
) -> FloatArray:
    r"""Return the one-sided p-value of each area's being at the floor or better: :math:`\Phi((y - f)/s)`.

    Small means that a value so far on the bad side would seldom come from an area that meets the floor.

    Raises
    ------
    ValueError
        If lengths differ, a standard error is not above zero, or neither direction is good.

    Examples
    --------
    >>> below_floor_probability([76, 80], [2, 2], 80, polarity=Polarity.HIGHER_IS_BETTER).round(4)
    array([0.0228, 0.5   ])
    """
    if polarity is Polarity.NEITHER:
        raise ValueError("A floor needs a direction that is good.")
    y, s = as_numbers(values, "values"), as_numbers(standard_errors, "standard errors")
    check_same_length(values=y, standard_errors=s)
    refuse(s <= 0, "standard errors", "is not above zero", s)
    sign = 1.0 if polarity is Polarity.HIGHER_IS_BETTER else -1.0
    return np.asarray(special.ndtr(sign * (y - as_numbers(floor, "floors")) / s))


def control_false_discoveries(p_values: ArrayLike, rate: float = 0.05) -> NDArray[np.bool_]:
    r"""Return which of many tests to act on so that at most `rate` of them are false alarms on average.

    Benjamini and Hochberg: with the p-values in order, act on all up to the last with
    :math:`p_{(i)} \le i\,q/m`. Of 200 areas that all meet a floor, a plain 5% test would raise ten alarms.

    Parameters
    ----------
    p_values
        One a test; missing ones are not acted on and not counted.
    rate
        The share of false alarms accepted, q, between 0 and 1.

    Raises
    ------
    ValueError
        If a p-value or the rate is not between 0 and 1.

    References
    ----------
    Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B
    57: 289-300.

    Examples
    --------
    >>> control_false_discoveries([0.001, 0.012, 0.03, 0.2])
    array([ True,  True,  True, False])
    """
    p = as_numbers(p_values, "p-values")
    refuse((p < 0) | (p > 1), "p-values", "is not between 0 and 1", p)
    if not 0 < rate < 1:
        raise ValueError(f"The accepted share of false alarms lies between 0 and 1; got {rate}.")
    known = np.sort(p[~np.isnan(p)])
    passing = np.flatnonzero(known <= rate * np.arange(1, len(known) + 1) / max(len(known), 1))
    cut = known[passing[-1]] if len(passing) else -1.0
    return np.asarray(p <= cut)
