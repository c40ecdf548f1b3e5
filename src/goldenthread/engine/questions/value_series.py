"""The values of one indicator for one area, period after period."""

from goldenthread.engine.questions.area_values import ALL, AreaValue, make_area_value, values_of
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot


def value_series(
    snapshot: Snapshot, slug: str, area_code: str | None = None, *, characteristic: str = ALL, group: str | None = None
) -> list[AreaValue]:
    """Every value of `slug` for an area (the place itself unless named), oldest first, the withheld ones among them."""
    chosen = only(values_of(snapshot, slug), area_code=area_code or snapshot.place.code, characteristic=characteristic)
    if group is not None:
        chosen = only(chosen, group=group)
    rows = [make_area_value(row) for row in chosen.to_pylist()]
    return sorted(rows, key=lambda row: (row.period, row.group))
