"""Builds the tables of areas and of which area lies in which, and knows which codes there are."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import AREA_LINKS, AREAS
from goldenthread.sources.reading import check_codes, code, read_csv, text
from goldenthread.sources.source import SourceError

#: The lookups that say which codes there are, as (pattern, heading of the code), by kind of area.
CODE_LISTS: dict[str, tuple[str, str]] = {
    "lsoa21": ("lookup_lsoa21_ward24_ltla24.csv*", "lsoa21_code"),
    "lsoa11": ("lookup_lsoa11_lsoa21_ltla22.csv*", "lsoa11_code"),
    "msoa11": ("lookup_lsoa11_msoa11.csv*", "msoa11_code"),
    "ward24": ("lookup_lsoa21_ward24_ltla24.csv*", "ward24_code"),
    "district": ("lookup_ltla24_region24.csv*", "ltla24_code"),
    "county": ("lookup_ltla23_utla23.csv*", "utla23_code"),
    "region": ("lookup_ltla24_region24.csv*", "region24_code"),
}
#: The vintage each kind is most often mistaken for.
OTHER_VINTAGE = {"lsoa21": "lsoa11", "lsoa11": "lsoa21"}
#: Kinds whose codes every file must take from the lookups.
CHECKED = {"lsoa21", "lsoa11", "msoa11", "ward24", "district"}
#: Headings that say a district is one of 2023 or 2024, which are the same.
DISTRICTS_OF_2024 = re.compile(r"(ltla|lad|district).*(23|24)", re.IGNORECASE)
PLAIN = {
    "lsoa21": "2021 small areas (LSOAs)",
    "lsoa11": "2011 small areas (LSOAs)",
    "msoa11": "2011 neighbourhoods (MSOAs)",
    "ward24": "2024 wards",
    "district": "2024 districts",
    "county": "counties",
    "region": "regions",
}


def make_areas(codes: pa.ChunkedArray, names: pa.ChunkedArray, kind: str) -> pa.Table:
    """One row for each code, in the order they first appear; whether it is in the place is left to the builder."""
    listed = pa.table({"code": codes, "name": names}).group_by("code", use_threads=False)
    first = listed.aggregate([("name", "first")])
    rows = first.num_rows
    return pa.table(
        {
            "code": first.column("code"),
            "name": first.column("name_first"),
            "kind": pa.repeat(kind, rows),
            "in_place": pa.repeat(False, rows),
            "population": pa.nulls(rows, pa.float64()),
            "population_year": pa.nulls(rows, pa.int32()),
        },
        schema=AREAS,
    )


def make_links(
    child: pa.ChunkedArray, child_kind: str, parent: pa.ChunkedArray, parent_kind: str, basis: str = "exact"
) -> pa.Table:
    """One row for each pair of codes, each pair once."""
    pairs = pa.table({"child_code": child, "parent_code": parent}).group_by(
        ["child_code", "parent_code"], use_threads=False
    )
    unique = pairs.aggregate([])
    rows = unique.num_rows
    return pa.table(
        {
            "child_code": unique.column("child_code"),
            "child_kind": pa.repeat(child_kind, rows),
            "parent_code": unique.column("parent_code"),
            "parent_kind": pa.repeat(parent_kind, rows),
            "basis": pa.repeat(basis, rows),
        },
        schema=AREA_LINKS,
    )


def look_up(keys: pa.ChunkedArray, known: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """The value beside each key, null where the key is not known."""
    index = pc.index_in(keys, value_set=known)
    return pc.take(values, index)


def known_codes(folder: Path, kind: str) -> pa.Array | None:
    """All English codes of one kind of area, from the lookups in `folder`; None where they are not there."""
    if kind not in CODE_LISTS:
        return None
    pattern, heading = CODE_LISTS[kind]
    found = sorted(folder.glob(pattern))
    if not found:
        return None
    facts = found[0].stat()
    return _read_codes(found[0], heading, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=32)
def _read_codes(path: Path, heading: str, _changed: int, _size: int) -> pa.Array:
    codes = pc.unique(read_csv(path, [code(heading, "any")]).column(heading))
    return codes.filter(pc.starts_with(codes, "E"))


def check_area_codes(path: Path, codes: pa.ChunkedArray, kind: str, folder: Path, column: str) -> None:
    """Refuse a code that is not one of the areas of this kind, saying so when it is of the other vintage.

    Only English codes are looked up. Without the lookups in `folder` there is nothing to check against.
    """
    known = known_codes(folder, kind)
    if known is None:
        return
    masked = pc.if_else(pc.starts_with(codes, "E"), codes, pa.scalar(None, pa.string()))
    other_kind = OTHER_VINTAGE.get(kind, "")
    other = known_codes(folder, other_kind) if other_kind else None
    check_codes(path, masked, known, column, PLAIN[kind], other=other, other_what=PLAIN.get(other_kind, ""))


def is_checked(path: Path, kind: str, heading: str) -> bool:
    """Whether codes under a heading can be held to the lookups: kinds of one vintage, districts whose year is said.

    The lookup that lists a kind is not held to itself.
    """
    if kind == "district" and DISTRICTS_OF_2024.search(heading) is None:
        return False
    return kind in PLAIN and kind in CHECKED and not path.match(CODE_LISTS[kind][0])


def single_parent(path: Path, child: pa.ChunkedArray, parent: pa.ChunkedArray, child_column: str) -> None:
    """Refuse a lookup in which one area lies in two others of the same kind."""
    pairs = pa.table({"child": child, "parent": parent}).group_by(["child", "parent"], use_threads=False).aggregate([])
    counts = pc.value_counts(pairs.column("child"))
    twice = counts.filter(pc.greater(counts.field("counts"), 1))
    if len(twice) == 0:
        return
    area = twice.field("values")[0].as_py()
    rows = np.flatnonzero(pc.equal(child, area).to_numpy())
    parents = parent.to_numpy()
    second = next(int(row) for row in rows if parents[row] != parents[rows[0]])
    raise SourceError(
        path,
        f"“{area}” lies in {parents[rows[0]]} and in {parents[second]}; it can lie in one only.",
        row=second + 2,
        column=child_column,
    )


def only(table: pa.Table, column: str, wanted: Any) -> pa.Table:
    """The rows whose cell in `column` is one of `wanted`."""
    return table.filter(pc.is_in(table.column(column), value_set=pa.array(wanted)))


def district_now(folder: Path, codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Each district's code since April 2023, when nine counties became unitary; unchanged without the lookup."""
    found = sorted(folder.glob("lookup_ltla22_ltla23.csv*"))
    if not found:
        return codes
    lookup = read_csv(found[0], [code("ltla22_code", "district"), code("ltla23_code", "district"), text("ltla23_name")])
    now = look_up(codes, lookup.column("ltla22_code"), lookup.column("ltla23_code"))
    return pc.coalesce(now, codes)
