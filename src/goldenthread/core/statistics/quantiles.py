"""Dividing areas into fifths (or tenths, or quarters): by people, or by number of areas."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from goldenthread.core.statistics.checks import (
    FloatArray,
    IntArray,
    as_numbers,
    check_same_length,
    refuse,
)
from goldenthread.core.statistics.results import Result

#: Stands for "in no quantile": the area has no score or no people, or there are too few areas to divide.
NO_QUANTILE = 0


def population_quantiles(
    scores: ArrayLike,
    populations: ArrayLike,
    quantiles: int = 5,
    most_deprived_is_highest: bool = True,
    *,
    within: ArrayLike | None = None,
) -> IntArray:
    r"""Divide areas into `quantiles` groups of people as equal as whole areas allow; 1 is the most deprived.

    Areas are laid end to end from most to least deprived. Area *i*, which takes up the people from
    :math:`N_{i-1}` to :math:`N_i` of all *N*, belongs to the group its middle person falls in:

    .. math:: 1 + \left\lfloor q\,\frac{(N_{i-1} + N_i)/2}{N} \right\rfloor

    so that each cut is made after the area whose end is nearest to the ideal place. Equal scores keep their given
    order, so order the input by something fixed (the area's code) to have the same answer each time.

    Parameters
    ----------
    scores
        Deprivation of each area (a score, or a rank with `most_deprived_is_highest=False`); NaN where it has none.
    populations
        People in each area, zero or more; NaN where unknown.
    quantiles
        Number of groups, 2 or more.
    most_deprived_is_highest
        Whether a higher score is more deprived.
    within
        The place of each area (its district's code, say): each place is then divided by itself, all in one call.
        Without it all areas are one place: national quantiles, when all areas of the nation are given.

    Returns
    -------
    For each area its group, 1 (most deprived) to `quantiles`; 0 for an area without score or people, and for all areas
    of a place of which fewer than `quantiles` can be placed. A group can be empty when a single area holds more people
    than a group should: :func:`describe_quantiles` says which.

    Raises
    ------
    ValueError
        If the inputs differ in length, a population is negative or `quantiles` is below 2.

    Examples
    --------
    >>> population_quantiles([40, 30, 20, 10], [100, 100, 100, 300], quantiles=2)
    array([1, 1, 1, 2])
    """
    _check_quantiles(quantiles)
    numbers, people = as_numbers(scores, "scores"), as_numbers(populations, "populations")
    check_same_length(scores=numbers, populations=people)
    refuse(people < 0, "populations", "is negative", people)
    groups = np.full(numbers.shape, NO_QUANTILE, dtype=np.int64)
    placed = np.flatnonzero(~np.isnan(numbers) & (people > 0))
    deprivation = -numbers[placed] if most_deprived_is_highest else numbers[placed]
    order, start, areas = _side_by_side(deprivation, _places(within, numbers)[placed])
    at = placed[order]
    ends = np.cumsum(people[at])
    before = np.where(start > 0, ends[start - 1], 0.0)  # people of the places laid down earlier
    total = ends[start + areas - 1] - before
    middles = ends - before - people[at] / 2
    found = 1 + np.minimum(np.floor(quantiles * middles / total).astype(np.int64), quantiles - 1)
    groups[at] = np.where(areas < quantiles, NO_QUANTILE, found)
    return groups


def _places(within: ArrayLike | None, numbers: FloatArray) -> IntArray:
    """A whole number for the place of each area; one place for all when none is given."""
    if within is None:
        return np.zeros(numbers.shape, dtype=np.int64)
    names = np.asarray(within)
    if names.shape != numbers.shape:
        raise ValueError(f"The inputs differ in length: areas {numbers.size}, places {names.size}.")
    return np.asarray(np.unique(names, return_inverse=True)[1], dtype=np.int64)


def _side_by_side(keys: FloatArray, places: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """The order that lays places one after another and each by rising key; where each area's place starts; its size."""
    order = np.lexsort((keys, places)).astype(np.int64)
    inside = places[order]
    start = np.searchsorted(inside, inside, side="left").astype(np.int64)
    size = np.searchsorted(inside, inside, side="right").astype(np.int64) - start
    return order, start, size


def equal_count_quantiles(
    values: ArrayLike, quantiles: int = 5, highest_first: bool = True, *, within: ArrayLike | None = None
) -> IntArray:
    r"""Divide areas into `quantiles` groups of as many areas each, as PHEindicatormethods does; 1 comes first.

    With rank :math:`r` (1 is the last; areas of equal value share the lowest rank among them) of *n* areas:

    .. math:: \left\lfloor q + 1 - \left\lceil \frac{n + 1 - r}{n/q} \right\rceil \right\rfloor

    Here ranks run so that group 1 holds the highest values when `highest_first`, the lowest otherwise.

    Parameters
    ----------
    values
        One value an area; NaN where it has none.
    quantiles
        Number of groups, 2 or more.
    highest_first
        Whether group 1 holds the highest values (the reference's ``invert=TRUE``).
    within
        The place of each area: each place is then divided by itself, all in one call.

    Returns
    -------
    For each area its group; 0 for an area without value, and for all of a place with fewer areas than groups.

    Raises
    ------
    ValueError
        If `quantiles` is below 2 or lengths differ.

    References
    ----------
    PHEindicatormethods 2.1.0, ``phe_quantile``, known answers of its own tests.

    Examples
    --------
    >>> equal_count_quantiles([5, 1, 4, 2, 3, 6], quantiles=3)
    array([1, 3, 2, 3, 2, 1])
    """
    _check_quantiles(quantiles)
    numbers = as_numbers(values, "values")
    groups = np.full(numbers.shape, NO_QUANTILE, dtype=np.int64)
    placed = np.flatnonzero(~np.isnan(numbers))
    keys = -numbers[placed] if highest_first else numbers[placed]
    places = _places(within, numbers)[placed]
    order, start, areas = _side_by_side(keys, places)
    ordered, inside = keys[order], places[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (ordered[1:] != ordered[:-1]) | (inside[1:] != inside[:-1])
    # Areas of equal value share the lowest rank among them: where their run begins.
    rank = 1 + np.maximum.accumulate(np.where(is_new, np.arange(len(order)), 0)) - start
    # Whole-number arithmetic: ⌈(n + 1 − r)·q / n⌉ without the rounding of a division.
    found = np.maximum(quantiles + 1 - -(-(areas + 1 - rank) * quantiles // np.maximum(areas, 1)), 1)
    groups[placed[order]] = np.where(areas < quantiles, NO_QUANTILE, found)
    return groups


@dataclass(frozen=True, slots=True)
class QuantileCover(Result):
    """Which quantiles have areas and which have none, and a sentence that says so."""

    present: tuple[int, ...]
    missing: tuple[int, ...]
    areas_left_out: int
    sentence: str

    @property
    def has_both_ends(self) -> bool:
        """Whether the first and the last quantile have areas, so that a gap between them can be given."""
        return bool(self.present) and 1 in self.present and not (self.missing and max(self.missing) > max(self.present))


def describe_quantiles(groups: ArrayLike, quantiles: int = 5) -> QuantileCover:
    """Say which of the quantiles have areas; `groups` as the functions of this file (or a national lookup) give them.

    Raises
    ------
    ValueError
        If a group is not a whole number from 0 to `quantiles`.

    Examples
    --------
    >>> describe_quantiles([3, 4, 5, 5, 0], quantiles=5).sentence
    'No area lies in quantiles 1, 2 of 5. 1 area has no quantile.'
    """
    _check_quantiles(quantiles)
    numbers: FloatArray = np.nan_to_num(as_numbers(groups, "quantiles"))
    refuse((numbers < 0) | (numbers > quantiles) | (numbers % 1 != 0), "quantiles", "is not one of them", numbers)
    present = tuple(int(group) for group in np.unique(numbers) if group != NO_QUANTILE)
    missing = tuple(group for group in range(1, quantiles + 1) if group not in present)
    left_out = int((numbers == NO_QUANTILE).sum())
    sentences = []
    if not present:
        sentences.append(f"There are too few areas to divide into {quantiles}.")
    elif missing:
        plural = "s" if len(missing) > 1 else ""
        sentences.append(f"No area lies in quantile{plural} {', '.join(map(str, missing))} of {quantiles}.")
    else:
        sentences.append(f"All {quantiles} quantiles have areas.")
    if left_out and present:
        sentences.append(f"{left_out} area{'s have' if left_out > 1 else ' has'} no quantile.")
    return QuantileCover(present, missing, left_out, " ".join(sentences))


def _check_quantiles(quantiles: int) -> None:
    if quantiles < 2:
        raise ValueError(f"Areas can be divided into 2 groups or more; got {quantiles}.")
