"""Works out the values of larger areas from those of small ones, where the definition says how; never otherwise."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldenthread.core.indicators import Aggregation
from goldenthread.core.statistics.intervals import standard_error_from_limits
from goldenthread.engine.tables import AVERAGED, SUMMED
from goldenthread.sources.building.hierarchy import NOWHERE, STEPS, FloatArray, Hierarchy, IntArray
from goldenthread.sources.building.values import Rows, either

#: Kinds that values are worked out from, the one preferred first.
SMALL_KINDS = ("lsoa21", "lsoa11", "msoa21", "msoa11", "ward24")

#: A larger area is given a value only when its small areas with one hold at least this share of its residents.
ENOUGH = 0.9

#: Two-sided 95%, the level of every interval the store keeps.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Values of larger areas that rest on some of their small areas, or could not be given for want of them."""

    indicator: str
    kind: str
    partly: int
    refused: int


def roll_up(rows: Rows, hierarchy: Hierarchy, population: FloatArray) -> tuple[list[Rows], list[Incomplete]]:
    """The values of all larger areas that have none of their own, from the smallest kind of area that has."""
    if rows.indicator.aggregation is Aggregation.REFUSED or not len(rows.areas):
        return [], []
    kinds = hierarchy.kinds[rows.areas]
    base = next((kind for kind in SMALL_KINDS if (kinds == kind).any()), None)
    if base is None:
        return [], []
    small = rows.chosen(kinds == base)
    found, incomplete = [], []
    for target in (to for child, to in STEPS if child == base):
        rolled, partly, refused = _to_kind(small, rows, base, target, hierarchy, population)
        if len(rolled.areas):
            found.append(rolled)
        if partly or refused:
            incomplete.append(Incomplete(rows.indicator.slug, target, partly, refused))
    return found, incomplete


def _to_kind(
    small: Rows, everything: Rows, base: str, target: str, hierarchy: Hierarchy, population: FloatArray
) -> tuple[Rows, int, int]:
    lead = hierarchy.parents[target]
    parents, where = np.unique(lead[hierarchy.of_kind(base)], return_inverse=True)
    number = np.full(len(lead), NOWHERE, dtype=np.int64)
    number[hierarchy.of_kind(base)] = np.where(parents[where] == NOWHERE, NOWHERE, where)
    size = len(parents)
    blocks = small.blocks.num_rows
    usable = _usable(small, population) & (number[small.areas] != NOWHERE)
    key = small.block * size + number[small.areas]
    placed = number != NOWHERE
    people = _sum(number[placed], np.nan_to_num(population[placed]), size)
    known_people = _sum(key[usable], population[small.areas[usable]], blocks * size)
    share = known_people / np.tile(np.where(people > 0, people, np.nan), blocks)
    cells = np.flatnonzero(np.isin(np.arange(blocks * size), key[number[small.areas] != NOWHERE]))
    cells = cells[~_has_own(everything, parents, size, cells)]
    share = np.nan_to_num(share[cells])
    columns = _combined(small, usable, key, population, blocks * size)
    enough = (share >= ENOUGH) & ~np.isnan(columns["value"][cells])
    rolled = Rows(
        indicator=small.indicator,
        areas=parents[cells % size],
        block=cells // size,
        blocks=small.blocks,
        missing=either(~enough, "incomplete", None),
        basis=SUMMED if small.indicator.aggregation is Aggregation.SUM_OF_COUNTS else AVERAGED,
        **{name: np.where(enough, column[cells], np.nan) for name, column in columns.items()},
    )
    whole = share > 1 - 1e-9
    return rolled, int((enough & ~whole).sum()), int((~enough).sum())


def _usable(small: Rows, population: FloatArray) -> npt.NDArray[np.bool_]:
    """Which small areas have what the larger area's value is made of."""
    known = ~np.isnan(small.value) & ~np.isnan(population[small.areas])
    if small.indicator.aggregation is Aggregation.SUM_OF_COUNTS:
        known &= ~np.isnan(small.count) & ~np.isnan(small.denominator)
    return known


def _has_own(everything: Rows, parents: IntArray, size: int, cells: IntArray) -> npt.NDArray[np.bool_]:
    """Which larger areas have a published row in the same period and group already."""
    index = np.searchsorted(parents, everything.areas)
    inside = (index < size) & (parents[np.minimum(index, size - 1)] == everything.areas)
    own = everything.block[inside] * size + index[inside]
    return np.isin(cells, own)


def _combined(
    small: Rows, usable: npt.NDArray[np.bool_], key: IntArray, population: FloatArray, size: int
) -> dict[str, FloatArray]:
    key = key[usable]
    nothing = np.full(size, np.nan)
    if small.indicator.aggregation is Aggregation.SUM_OF_COUNTS:
        count = _sum(key, small.count[usable], size)
        denominator = _sum(key, small.denominator[usable], size)
        value = small.indicator.multiplier * count / np.where(denominator > 0, denominator, np.nan)
        return {"value": value, "count": count, "denominator": denominator, "lower": nothing, "upper": nothing}
    weight = population[small.areas[usable]]
    total = _sum(key, weight, size)
    total = np.where(total > 0, total, np.nan)
    value = _sum(key, weight * small.value[usable], size) / total
    error = standard_error_from_limits(small.lower[usable], small.upper[usable])
    spread = Z * np.sqrt(_sum(key, (weight * error) ** 2, size)) / total
    return {
        "value": value,
        "count": nothing,
        "denominator": nothing,
        "lower": value - spread,
        "upper": value + spread,
    }


def _sum(key: IntArray, numbers: FloatArray, size: int) -> FloatArray:
    total: FloatArray = np.bincount(key, weights=numbers, minlength=size).astype(np.float64)
    return total
