"""Shows a district the figure of its county where it has none of its own, and says so."""

from dataclasses import replace

import numpy as np

from goldenthread.engine.tables import BORROWED
from goldenthread.sources.building.hierarchy import NOWHERE, Hierarchy
from goldenthread.sources.building.values import Rows


def borrow_from_county(rows: Rows, hierarchy: Hierarchy) -> Rows | None:
    """The county's rows for each of its districts that has no row of its own in any period; None if no district."""
    kinds = hierarchy.kinds[rows.areas]
    own = set(rows.areas[kinds == "district"].tolist())
    of_county = np.flatnonzero(kinds == "county")
    if not len(of_county):
        return None
    districts = hierarchy.of_kind("district")
    without = np.array([each for each in districts.tolist() if each not in own], dtype=np.int64)
    county = hierarchy.parents["county"][without] if len(without) else without
    pairs = [
        (row, district)
        for row in of_county.tolist()
        for district in without[(county == rows.areas[row]) & (county != NOWHERE)].tolist()
    ]
    if not pairs:
        return None
    taken = np.array([row for row, _ in pairs], dtype=np.int64)
    columns = {
        name: getattr(rows, name)[taken]
        for name in ("block", "value", "count", "denominator", "lower", "upper", "missing")
    }
    areas = np.array([district for _, district in pairs], dtype=np.int64)
    return replace(rows, areas=areas, basis=BORROWED, **columns)
