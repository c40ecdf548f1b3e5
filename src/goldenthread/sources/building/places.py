"""Finds a place among England's councils and cuts it, with what it is compared with, from the ladder of areas."""

import re
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import AREAS
from goldenthread.sources.building.errors import BuildError
from goldenthread.sources.building.hierarchy import NOWHERE, Hierarchy
from goldenthread.sources.building.rolling_up import SMALL_KINDS

ENGLAND = "E92000001"

#: Kept wherever they lie, so that the place can be compared; of the other kinds only the place's own are kept.
COMPARED = ("district", "county", "region", "country")

#: Kinds of area that can be a place.
PLACES = ("district", "county", "country")

#: Districts, unitary and metropolitan boroughs, London boroughs, counties; England as a whole is for benchmarks.
CODE = re.compile(r"E(0[6-9]|10)\d{6}|E92000001")


def check_code(code: str) -> None:
    """Refuse, with BuildError, what cannot be the code of an English council, before anything is read."""
    if not CODE.fullmatch(code):
        raise BuildError(
            f"“{code}” is not the code of an English district (E06 to E09) or county (E10). "
            "A code looks like E08000007 (Stockport)."
        )


def find_place(code: str, areas: pa.Table, hierarchy: Hierarchy) -> int:
    """The position of the place with this code; raises BuildError where no lookup knows such a council."""
    position = int(hierarchy.positions(pa.array([code]), PLACES)[0])
    if position != NOWHERE:
        return position
    councils = areas.filter(pc.is_in(areas["kind"], value_set=pa.array(["district", "county"])))
    if not councils.num_rows:
        raise BuildError(
            "The folder holds no lookup of England's districts. Put lookup_lsoa21_ward24_ltla24.csv and "
            "lookup_ltla24_region24.csv into it (see the sources' pages)."
        )
    names = dict(zip(councils["code"].to_pylist(), councils["name"].to_pylist(), strict=True))
    close = get_close_matches(code, list(names), n=1, cutoff=0.8)
    hint = f" Did you mean {close[0]} ({names[close[0]]})?" if close else ""
    raise BuildError(
        f"{code} is not among England's {len(names)} districts and counties of 2024; "
        f"a council that was abolished or merged has no evidence of its own.{hint}"
    )


def areas_in_place(position: int, hierarchy: Hierarchy) -> npt.NDArray[np.bool_]:
    """Which areas make up the place: itself, its districts, wards, neighbourhoods and small areas."""
    kind = str(hierarchy.kinds[position])
    inside = hierarchy.within(position, kind)
    if not np.isin(hierarchy.kinds[inside], SMALL_KINDS).any():
        code = hierarchy.codes[position].as_py()
        raise BuildError(f"No small area lies in {code} by the lookups in the folder, so there is nothing to build.")
    return inside


def areas_kept(inside: npt.NDArray[np.bool_], hierarchy: Hierarchy) -> npt.NDArray[np.bool_]:
    """The place's areas and those it is compared with."""
    return np.asarray(inside | np.isin(hierarchy.kinds, COMPARED))


def place_areas(areas: pa.Table, inside: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_]) -> pa.Table:
    """The areas kept, each marked with whether it is of the place."""
    marked = areas.set_column(areas.schema.get_field_index("in_place"), "in_place", pa.array(inside))
    return marked.filter(pa.array(kept)).cast(AREAS)


def place_links(
    links: pa.Table, hierarchy: Hierarchy, inside: npt.NDArray[np.bool_], kept: npt.NDArray[np.bool_]
) -> pa.Table:
    """The links from the place's areas to those they lie in, and from every district upward."""
    child = hierarchy.positions_by_kind(links["child_code"], links["child_kind"])
    parent = hierarchy.positions_by_kind(links["parent_code"], links["parent_kind"])
    known = (child != NOWHERE) & (parent != NOWHERE)
    wanted = known & kept[parent] & (inside[child] | np.isin(hierarchy.kinds[child], COMPARED))
    return links.filter(pa.array(wanted))
