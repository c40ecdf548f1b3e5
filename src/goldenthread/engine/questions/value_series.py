"""The values of one indicator for one area, period after period."""

from collections.abc import Callable
from typing import Any

from goldenthread.engine.questions.area_values import ALL, AreaValue, make_area_value, with_names
from goldenthread.engine.store import Snapshot


def value_series(
    snapshot: Snapshot, slug: str, area_code: str | None = None, *, characteristic: str = ALL, group: str | None = None
) -> list[AreaValue]:
    """Every value of `slug` for an area (the place itself unless named), oldest first, the withheld ones among them."""
    snapshot.definition(slug)
    code = area_code or snapshot.place.code

    def question(table: Callable[[str], Any]) -> Any:
        values = table("values")
        chosen = values.filter(
            values.indicator == slug, values.area_code == code, values.characteristic == characteristic
        )
        if group is not None:
            chosen = chosen.filter(chosen.group == group)
        return with_names(chosen, table("areas"))

    rows = [make_area_value(row) for row in snapshot.ask(question).to_pylist()]
    return sorted(rows, key=lambda row: (row.period, row.group))
