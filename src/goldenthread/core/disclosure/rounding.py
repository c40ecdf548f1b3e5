"""Rounding counts so that small differences say nothing about a person."""

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import FloatArray, check_counts


def round_counts(counts: ArrayLike, base: int = 5) -> FloatArray:
    """Return counts rounded to the nearest multiple of `base`, halves away from zero; missing stays missing.

    Rounding alone does not protect a count that can be worked out from others: totals must be rounded themselves and
    never be sums of rounded parts, and a rounded 0 may stand for one or two people, so say that counts are rounded.

    Parameters
    ----------
    counts
        Zero or more.
    base
        1 or more; 5 is customary.

    Raises
    ------
    ValueError
        If a count is negative or the base below 1.

    Examples
    --------
    >>> round_counts([0, 2, 3, 7, 8, None])
    array([ 0.,  0.,  5.,  5., 10., nan])
    """
    if base < 1:
        raise ValueError(f"Counts are rounded to multiples of 1 or more; got {base}.")
    numbers = check_counts(counts)
    return np.floor(numbers / base + 0.5) * base
