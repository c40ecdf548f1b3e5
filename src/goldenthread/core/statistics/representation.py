"""Who is served: whether the users of a service are made up as the people it is for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import (
    FloatArray,
    check_counts,
    check_denominators,
    check_same_length,
    refuse,
)
from goldenthread.core.statistics.intervals import ValueWithLimits
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.core.statistics.rates import poisson_interval
from goldenthread.core.statistics.results import Result


@dataclass(frozen=True, slots=True)
class Representation(Result):
    """How each group is represented among users.

    Attributes
    ----------
    index
        Share among users over share in the population: 1 is as expected, 0.5 half of it.
    rate_ratio
        The group's rate of use over that of everybody else.
    user_share, population_share
        The two shares, 0 to 1.
    expected
        Users the group would have at the overall rate.
    """

    index: ValueWithLimits
    rate_ratio: ValueWithLimits
    user_share: FloatArray
    population_share: FloatArray
    expected: FloatArray


def representation(users: ArrayLike, populations: ArrayLike, level: ArrayLike = 0.95) -> Representation:
    r"""Return the index of composition and the rate ratio of each group.

    .. math:: \text{index}_g = \frac{u_g/U}{n_g/N}, \qquad \text{ratio}_g = \frac{u_g/n_g}{(U - u_g)/(N - n_g)}

    The index takes the population's share as known and has the Wilson limits of the users' share. The rate ratio has
    limits from those too: given U users in all, the group's share *q* of them and the ratio go together as
    :math:`\text{ratio} = \frac{q}{1-q}\cdot\frac{N - n_g}{n_g}`, so there are limits also when a group has no users.

    Parameters
    ----------
    users
        Users in each group, along the last axis.
    populations
        People in each group, those the service is for; above zero.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If a count is negative or missing, a population is not above zero, shapes differ, or there are no users.

    References
    ----------
    Newcombe RG (2013). Confidence intervals for proportions and related measures of effect size, on limits of a share
    carried over to a ratio.

    Examples
    --------
    >>> found = representation([20, 80], [4_000, 6_000])
    >>> found.index.value.round(2), round(float(found.rate_ratio.value[0]), 3)
    (array([0.5 , 1.33]), 0.375)
    """
    u, n = check_counts(users, "users"), check_denominators(populations, "populations")
    check_same_length(users=u, populations=n)
    refuse(np.isnan(u) | np.isnan(n), "users or populations", "is missing (leave the group out and say so)", u)
    if u.shape[-1] < 2:
        raise ValueError("Representation compares at least two groups.")
    all_users, everybody = u.sum(axis=-1, keepdims=True), n.sum(axis=-1, keepdims=True)
    refuse(all_users == 0, "totals of users", "is zero, so nobody can be represented", all_users)
    user_share, population_share = u / all_users, n / everybody
    lower, upper = wilson_interval(u, np.broadcast_to(all_users, u.shape), level)
    index = ValueWithLimits(*(part / population_share for part in (user_share, lower, upper)))
    others = (everybody - n) / n
    with np.errstate(divide="ignore"):  # a group that is all the users has an infinite ratio
        ratio = ValueWithLimits(*(part / (1 - part) * others for part in (user_share, lower, upper)))
    return Representation(index, ratio, user_share, population_share, population_share * all_users)


@dataclass(frozen=True, slots=True)
class ObservedOverExpected(Result):
    """Users of each group against those expected for its ages: 1 is as expected."""

    ratio: ValueWithLimits
    observed: FloatArray
    expected: FloatArray


def age_adjusted_representation(
    users: ArrayLike, populations: ArrayLike, level: ArrayLike = 0.95
) -> ObservedOverExpected:
    r"""Return each group's users over those expected if every age used the service at the overall rate of that age.

    .. math:: E_g = \sum_a n_{ga}\,\frac{\sum_h u_{ha}}{\sum_h n_{ha}}

    A young group is not under-represented in a service for old people merely by being young. Limits of the observed
    count are Poisson (exact below 10); those of the expected are taken as known.

    Parameters
    ----------
    users, populations
        By group and band of age: shape (groups, bands). An empty cell (no people) is allowed if it has no users.
    level
        Confidence level between 0 and 1.

    Raises
    ------
    ValueError
        If a number is missing or negative, shapes differ, there are users where there are no people, or a group has
        none expected.

    Examples
    --------
    >>> found = age_adjusted_representation([[5, 40], [15, 40]], [[2_000, 1_000], [2_000, 1_000]])
    >>> found.expected, found.ratio.value
    (array([50., 50.]), array([0.9, 1.1]))
    """
    u, n = check_counts(users, "users"), check_counts(populations, "populations")
    if u.shape != n.shape or u.ndim != 2:
        raise ValueError(f"Users {u.shape} and populations {n.shape} must both be groups by bands of age.")
    refuse(np.isnan(u) | np.isnan(n), "users or populations", "is missing", u)
    refuse((n == 0) & (u > 0), "users", "is above zero where there are no people", u)
    people = n.sum(axis=0)
    rate = np.divide(u.sum(axis=0), people, out=np.zeros_like(people), where=people > 0)
    observed, expected = u.sum(axis=1), (n * rate).sum(axis=1)
    refuse(expected == 0, "expected users", "is zero", expected)
    lower, upper = poisson_interval(observed, level)
    return ObservedOverExpected(
        ValueWithLimits(observed / expected, lower / expected, upper / expected), observed, expected
    )
