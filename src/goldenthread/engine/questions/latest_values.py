"""The latest value of every indicator for one area."""

from typing import Any

import pyarrow as pa

from goldenthread.engine.questions.area_values import ALL, AreaValue, make_area_value, with_names
from goldenthread.engine.store import Snapshot


def latest_values(snapshot: Snapshot, area_code: str | None = None) -> dict[str, AreaValue]:
    """By indicator the latest value of an area (the place itself unless named), withheld or not; without those that
    were never given for it."""
    code = area_code or snapshot.place.code
    latest: dict[str, AreaValue] = {}
    for row in _values_of_area(snapshot, code).to_pylist():
        value = make_area_value(row)
        known = latest.get(value.indicator)
        if known is None or value.period >= known.period:
            latest[value.indicator] = value
    return latest


def _values_of_area(snapshot: Snapshot, code: str) -> pa.Table:
    """The values of everyone in an area, of each indicator those that end last."""

    def ask() -> pa.Table:
        return snapshot.ask(lambda table: with_names(ends_last(of_area(table("values"), code)), table("areas")))

    return snapshot.once(("latest values", code), ask)


def of_area(values: Any, code: str) -> Any:
    """The values of everyone in one area: an Ibis expression."""
    return values.filter(values.area_code == code, values.characteristic == ALL)


def ends_last(values: Any) -> Any:
    """Of each indicator the values that end last: an Ibis expression."""
    last = values.group_by("indicator").agg(period_end=values.period_end.max())
    return values.semi_join(last, ["indicator", "period_end"])
