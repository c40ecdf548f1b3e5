"""The values of one indicator by group of people."""

from collections.abc import Callable
from typing import Any

from goldenthread.engine.questions.area_values import ALL, AreaValue, make_area_value, with_names
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
    snapshot.definition(slug)
    code = area_code or snapshot.place.code

    def question(table: Callable[[str], Any]) -> Any:
        values = table("values")
        chosen = values.filter(values.indicator == slug, values.area_code == code, values.characteristic != ALL)
        if characteristic is not None:
            chosen = chosen.filter(chosen.characteristic == characteristic)
        if period is not None:
            chosen = chosen.filter(chosen.period == period)
        return with_names(chosen, table("areas"))

    rows = [make_area_value(row) for row in snapshot.ask(question).to_pylist()]
    latest = {name: max(row.period for row in rows if row.characteristic == name) for name in characteristics_of(rows)}
    return [row for row in rows if row.period == latest[row.characteristic]]


def characteristics_of(rows: list[AreaValue]) -> list[str]:
    """The characteristics named in the rows, in order."""
    return sorted({row.characteristic for row in rows})
