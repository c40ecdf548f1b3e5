"""Ranks neighbourhoods and wards by deprivation, from the small areas they are made of."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.statistics.quantiles import equal_count_quantiles
from goldenthread.engine.tables import DEPRIVATION
from goldenthread.sources.building.hierarchy import NOWHERE, Hierarchy

#: Which kinds are ranked from which small areas.
RANKED_FROM = (("lsoa11", "msoa11"), ("lsoa21", "msoa21"), ("lsoa21", "ward24"))
TENTHS = 10


def with_larger_areas(ranking: pa.Table, hierarchy: Hierarchy) -> pa.Table:
    """The ranking of small areas and, labelled as averages, of the neighbourhoods and wards they make up.

    A larger area's score is the mean of its small areas' scores, weighted by residents; where the edition was read
    without scores it is their mean rank, counted so that the most deprived is the highest. Its tenth is among all of
    England's areas of its kind.
    """
    parts = [ranking]
    for small, kind in RANKED_FROM:
        chosen = ranking.filter(pc.equal(ranking["area_kind"], small))
        for edition in pc.unique(chosen["edition"]).to_pylist():
            mine = chosen.filter(pc.equal(chosen["edition"], edition))
            derived = _derived(mine, kind, edition, hierarchy)
            if derived is not None:
                parts.append(derived)
    return pa.concat_tables(parts)


def _derived(ranking: pa.Table, kind: str, edition: str, hierarchy: Hierarchy) -> pa.Table | None:
    positions = hierarchy.positions_by_kind(ranking["area_code"], ranking["area_kind"])
    lead = np.where(positions == NOWHERE, NOWHERE, hierarchy.parents[kind][positions])
    scores = ranking["score"].to_numpy(zero_copy_only=False).astype(np.float64)
    what = "average score of small areas"
    if np.isnan(scores).any():
        scores = ranking.num_rows + 1 - ranking["national_rank"].to_numpy(zero_copy_only=False).astype(np.float64)
        what = "average rank of small areas"
    people = ranking["population"].to_numpy(zero_copy_only=False).astype(np.float64)
    known = (lead != NOWHERE) & ~np.isnan(scores)
    if not known.any():
        return None
    areas, where = np.unique(lead[known], return_inverse=True)
    total = np.bincount(where, weights=people[known])
    mean = np.bincount(where, weights=people[known] * scores[known]) / np.where(total > 0, total, np.nan)
    tenths = equal_count_quantiles(mean, TENTHS)
    rows = len(areas)
    return pa.table(
        {
            "area_code": hierarchy.codes.take(pa.array(areas)),
            "area_kind": pa.repeat(kind, rows),
            "edition": pa.repeat(f"{edition}, {what}", rows),
            "score": pa.array(mean, pa.float64(), mask=np.isnan(mean)),
            "national_rank": pa.nulls(rows, pa.int32()),
            "national_tenth": pa.array(tenths, pa.int32(), mask=tenths == 0),
            "population": pa.array(total),
        },
        schema=DEPRIVATION,
    )
