"""How many people live in each area: from the smallest areas upward, so that every kind adds up."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import AREAS, POPULATION
from goldenthread.sources.building.hierarchy import NOWHERE, FloatArray, Hierarchy

#: The residents that the Indices of Deprivation 2025 are weighted by: mid-2022, by the publisher's notes.
YEAR_OF_RANKING = {"IMD 2025": 2022, "IMD 2019": 2015}

#: Larger kinds of area, and the small ones whose residents they add up, the first preferred.
ADDED_UP_FROM = {
    "msoa11": ("lsoa11",),
    "msoa21": ("lsoa21",),
    **dict.fromkeys(("ward24", "district", "county", "region", "country"), ("lsoa21", "lsoa11")),
}


def with_populations(areas: pa.Table, hierarchy: Hierarchy, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The areas with their residents and the year of that count, where any source says so."""
    people, years = _of_small_areas(hierarchy, tables)
    for kind, sources in ADDED_UP_FROM.items():
        for small in sources:
            members = hierarchy.of_kind(small)
            members = members[(hierarchy.parents[kind][members] != NOWHERE) & ~np.isnan(people[members])]
            if len(members):
                parents = hierarchy.parents[kind][members]
                total = np.bincount(parents, weights=people[members], minlength=len(people))
                reached = np.unique(parents)
                people[reached], years[reached] = total[reached], years[members[0]]
                break
    columns = {name: areas[name] for name in AREAS.names}
    columns["population"] = pa.array(people, pa.float64(), mask=np.isnan(people))
    columns["population_year"] = pa.array(np.nan_to_num(years), pa.int32(), mask=np.isnan(years))
    return pa.table(columns, schema=AREAS)


def _of_small_areas(hierarchy: Hierarchy, tables: Mapping[str, pa.Table]) -> tuple[FloatArray, FloatArray]:
    people = np.full(len(hierarchy.kinds), np.nan)
    years = np.full(len(hierarchy.kinds), np.nan)
    if "deprivation" in tables:
        ranking = tables["deprivation"]
        positions = hierarchy.positions_by_kind(ranking["area_code"], ranking["area_kind"])
        known = positions != NOWHERE
        people[positions[known]] = ranking["population"].to_numpy()[known]
        of_year = [YEAR_OF_RANKING.get(edition, np.nan) for edition in ranking["edition"].to_pylist()]
        years[positions[known]] = np.array(of_year, dtype=np.float64)[known]
    if "population" in tables:
        table = tables["population"].filter(pc.equal(tables["population"]["sex"], "persons"))
        totals = table.group_by(["area_code", "area_kind", "year"], use_threads=False).aggregate([("people", "sum")])
        positions = hierarchy.positions_by_kind(totals["area_code"], totals["area_kind"])
        known = positions != NOWHERE
        people[positions[known]] = totals["people_sum"].to_numpy()[known]
        years[positions[known]] = totals["year"].to_numpy()[known]
    return people, years


def population_of_place(table: pa.Table, hierarchy: Hierarchy, in_place: pa.Array) -> pa.Table:
    """Residents by age of the place's small areas, and summed for its neighbourhoods, wards and districts."""
    # By code alone first: most of England's rows go before anything is looked up.
    own = hierarchy.codes.take(pa.array(np.flatnonzero(in_place.to_numpy(zero_copy_only=False))))
    table = table.filter(pc.is_in(table["area_code"], value_set=own))
    positions = hierarchy.positions_by_kind(table["area_code"], table["area_kind"])
    inside = (positions != NOWHERE) & in_place.to_numpy(zero_copy_only=False)[positions]
    small = table.filter(pa.array(inside))
    positions = positions[inside]
    parts = [small]
    by = ["year", "sex", "age_from", "age_to"]
    for kind in ("msoa11", "ward24", "district", "county"):
        lead = hierarchy.parents[kind][positions]
        known = lead != NOWHERE
        if not known.any():
            continue
        rows = small.filter(pa.array(known)).select([*by, "people"])
        rows = rows.append_column("area_code", hierarchy.codes.take(pa.array(lead[known])))
        summed = rows.group_by(["area_code", *by], use_threads=False).aggregate([("people", "sum")])
        summed = summed.rename_columns({"people_sum": "people"})
        summed = summed.append_column("area_kind", pa.repeat(kind, summed.num_rows))
        parts.append(summed.select(POPULATION.names).cast(POPULATION))
    return pa.concat_tables(parts)
