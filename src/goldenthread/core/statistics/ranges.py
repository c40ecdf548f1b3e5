"""How far apart the highest and lowest of several groups would be by chance alone."""

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import as_numbers, refuse
from goldenthread.core.statistics.special_functions import special

#: The integral runs this many of the largest standard errors out; beyond it the normal tail is below 1e-23.
REACH = 10.0

#: Points of the integral; with 4,001 it agrees with tabled values of the studentised range's mean to 1e-6.
POINTS = 4001


def range_expected_by_chance(standard_errors: ArrayLike) -> float:
    r"""Return the mean distance between the highest and the lowest of several estimates of one and the same value.

    The range of noisy estimates is never zero: the more groups and the fewer people in each, the wider it is. For
    independent normal estimates with standard errors :math:`s_i`, by symmetry twice the mean of the highest:

    .. math:: 2\left[\int_0^\infty 1 - \prod_i \Phi(x/s_i)\,dx - \int_{-\infty}^0 \prod_i \Phi(x/s_i)\,dx\right]

    Parameters
    ----------
    standard_errors
        Of each estimate, in its units; at least two, each above zero.

    Returns
    -------
    The mean range, in the units of the standard errors.

    Raises
    ------
    ValueError
        If there are fewer than two, or one is missing or not above zero.

    References
    ----------
    Tippett LHC (1925). On the extreme individuals and the range of samples taken from a normal population.
    Biometrika 17: 364-387 (his table gives 1.128 for two, 3.078 for ten).

    Examples
    --------
    >>> round(range_expected_by_chance([1, 1]), 3), round(range_expected_by_chance([1] * 10), 3)
    (1.128, 3.078)
    """
    errors = np.atleast_1d(as_numbers(standard_errors, "standard errors"))
    if errors.size < 2:
        raise ValueError(f"A range needs at least two estimates; got {errors.size}.")
    refuse(np.isnan(errors) | (errors <= 0), "standard errors", "is missing or not above zero", errors)
    edge = REACH * errors.max()
    x = np.linspace(0.0, edge, POINTS)
    above = 1.0 - np.exp(special.log_ndtr(x[:, None] / errors).sum(axis=1))
    below = np.exp(special.log_ndtr(-x[:, None] / errors).sum(axis=1))
    return 2.0 * float(np.trapezoid(above - below, x))
