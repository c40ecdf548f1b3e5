"""The values of one indicator by group of people."""

import pyarrow.compute as pc

from goldenthread.engine.questions.area_values import ALL, AreaValue, make_area_value, values_of
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot


def group_values(
    snapshot: Snapshot,
    slug: str,
    area_code: str | None = None,
    *,
    characteristic: str | None = None,
    period: str | None = None,
) -> list[AreaValue]:
    """The values by group of an area: for every characteristic or one, in its latest period or one that is named."""
    rows = grouped_values(snapshot, slug, area_code, characteristic=characteristic, period=period)
    latest = {name: max(row.period for row in rows if row.characteristic == name) for name in characteristics_of(rows)}
    return [row for row in rows if row.period == latest[row.characteristic]]


def grouped_values(
    snapshot: Snapshot,
    slug: str,
    area_code: str | None = None,
    *,
    characteristic: str | None = None,
    period: str | None = None,
) -> list[AreaValue]:
    """The values by group of an area in all their periods, or in one that is named."""
    chosen = only(values_of(snapshot, slug), area_code=area_code or snapshot.place.code)
    chosen = chosen.filter(pc.not_equal(chosen["characteristic"], ALL))
    if characteristic is not None:
        chosen = only(chosen, characteristic=characteristic)
    if period is not None:
        chosen = only(chosen, period=period)
    return [make_area_value(row) for row in chosen.to_pylist()]


def characteristics_of(rows: list[AreaValue]) -> list[str]:
    """The characteristics named in the rows, in order."""
    return sorted({row.characteristic for row in rows})
