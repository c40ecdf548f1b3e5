"""Which area lies in which, for all of England at once: the ladder that values climb and places are cut from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import AREA_LINKS
from goldenthread.sources.areas import make_links

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
Column: TypeAlias = "pa.ChunkedArray | pa.Array"

NOWHERE = -1

#: Where the areas of each kind lead to, step by step. MSOAs do not fit into wards, so none leads there.
STEPS: tuple[tuple[str, str], ...] = (
    ("lsoa11", "msoa11"),
    ("lsoa21", "msoa21"),
    ("lsoa11", "ward24"),
    ("lsoa21", "ward24"),
    *((kind, "district") for kind in ("lsoa11", "lsoa21", "msoa11", "msoa21", "ward24")),
    *((kind, "county") for kind in ("lsoa11", "lsoa21", "msoa11", "msoa21", "ward24", "district")),
    *((kind, "region") for kind in ("lsoa11", "lsoa21", "msoa11", "msoa21", "ward24", "district")),
    *((kind, "country") for kind in ("lsoa11", "lsoa21", "msoa11", "msoa21", "ward24", "district", "region")),
)
#: Kinds that are reached through the district.
THROUGH_DISTRICT = ("county", "region", "country")


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Every area by its position in `codes`, with its kind, and the position of its parent of each kind.

    A small area that has not changed since 2011 has the same code in both vintages and a position in each.
    """

    codes: pa.Array
    kinds: npt.NDArray[np.object_]
    parents: dict[str, IntArray]  # by kind of parent: for each area the position of its parent, or NOWHERE
    members: dict[str, IntArray]  # by kind the positions of its areas

    def positions(self, codes: Column, kinds: Sequence[str]) -> IntArray:
        """The position of each code among the areas of these kinds, the first preferred; NOWHERE for an unknown one."""
        found = np.full(len(codes), NOWHERE, dtype=np.int64)
        for kind in kinds:
            members = self.of_kind(kind)
            index = _index(codes, self.codes.take(pa.array(members)))
            fresh = (found == NOWHERE) & (index != NOWHERE)
            found[fresh] = members[index[fresh]]
        return found

    def positions_by_kind(self, codes: Column, kinds: Column) -> IntArray:
        """The position of each code among the areas of the kind named beside it."""
        return _positions_by_kind(codes, kinds, self.codes, self.members)

    def of_kind(self, kind: str) -> IntArray:
        """The positions of all areas of one kind."""
        return self.members.get(kind, np.empty(0, dtype=np.int64))

    def within(self, position: int, kind: str) -> npt.NDArray[np.bool_]:
        """Which areas lie in the area at `position`, itself included."""
        inside = self.parents[kind] == position if kind in self.parents else np.zeros(len(self.kinds), dtype=bool)
        inside[position] = True
        return inside


def make_hierarchy(areas: pa.Table, links: pa.Table) -> Hierarchy:
    """The ladder of all areas from the lookups' links; areas of 2011 reach wards through those of 2021."""
    codes = areas["code"].combine_chunks()
    kinds = np.asarray(areas["kind"].to_numpy(zero_copy_only=False), dtype=object)
    child = _positions_by_kind(links["child_code"], links["child_kind"], codes, _members(kinds))
    parent = _positions_by_kind(links["parent_code"], links["parent_kind"], codes, _members(kinds))
    known = (child != NOWHERE) & (parent != NOWHERE)
    parent_kinds = np.asarray(links["parent_kind"].to_numpy(zero_copy_only=False), dtype=object)
    parents = {}
    for kind in dict.fromkeys(to for _, to in STEPS):
        lead = np.full(len(codes), NOWHERE, dtype=np.int64)
        chosen = known & (parent_kinds == kind)
        lead[child[chosen]] = parent[chosen]
        parents[kind] = lead
    for kind in THROUGH_DISTRICT:
        _complete(parents[kind], parents["district"])
    _complete(parents["country"], parents["region"])
    return Hierarchy(codes, kinds, parents, _members(kinds))


def wards_of_old_areas(areas: pa.Table, links: pa.Table, changes: pa.Table) -> pa.Table:
    """Links from small areas of 2011 to the ward that most of their 2021 successors lie in, by residents."""
    wards = links.filter(
        pc.and_(pc.equal(links["child_kind"], "lsoa21"), pc.equal(links["parent_kind"], "ward24"))
    ).select(["child_code", "parent_code"])
    people = areas.select(["code", "population"])
    joined = (
        changes.join(wards, keys="new_code", right_keys="child_code", join_type="inner")
        .join(people, keys="new_code", right_keys="code", join_type="left outer")
        .select(["old_code", "parent_code", "population"])
    )
    joined = joined.set_column(2, "population", pc.fill_null(joined["population"], 1.0))
    totals = joined.group_by(["old_code", "parent_code"]).aggregate([("population", "sum")])
    ordered = totals.sort_by(
        [("old_code", "ascending"), ("population_sum", "descending"), ("parent_code", "ascending")]
    )
    first = ordered.group_by("old_code", use_threads=False).aggregate([("parent_code", "first")])
    return make_links(first["old_code"], "lsoa11", first["parent_code_first"], "ward24", "best fit").cast(AREA_LINKS)


def _index(values: Column, codes: pa.Array) -> IntArray:
    found = pc.fill_null(pc.index_in(values, value_set=codes), NOWHERE)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def _members(kinds: npt.NDArray[np.object_]) -> dict[str, IntArray]:
    return {str(kind): np.flatnonzero(kinds == kind).astype(np.int64) for kind in np.unique(kinds)}


def _positions_by_kind(values: Column, value_kinds: Column, codes: pa.Array, members: dict[str, IntArray]) -> IntArray:
    found = np.full(len(values), NOWHERE, dtype=np.int64)
    for kind in pc.unique(value_kinds).to_pylist():
        mine = members.get(kind, np.empty(0, dtype=np.int64))
        rows = np.flatnonzero(pc.equal(value_kinds, kind).to_numpy(zero_copy_only=False))
        index = _index(values.take(pa.array(rows)), codes.take(pa.array(mine)))
        known = index != NOWHERE
        found[rows[known]] = mine[index[known]]
    return found


def _complete(lead: IntArray, through: IntArray) -> None:
    """Give every area without a parent its parent's parent."""
    open_ends = (lead == NOWHERE) & (through != NOWHERE)
    lead[open_ends] = lead[through[open_ends]]
