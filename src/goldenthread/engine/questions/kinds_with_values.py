"""By which kinds of area each indicator is known."""

from collections.abc import Callable
from typing import Any

from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS


def kinds_with_values(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """For each defined indicator the kinds of area of the place that have a value; none for one without values."""

    def question(table: Callable[[str], Any]) -> Any:
        values, known = table("values"), table("areas")
        inside = known.filter(known.in_place).select(area_code=known.code, area_kind=known.kind)
        mine = values.filter(values.value.notnull()).semi_join(inside, ["area_code", "area_kind"])
        return mine.select("indicator", "area_kind").distinct()

    rows = snapshot.once("kinds with values", lambda: snapshot.ask(question)).to_pylist()
    kinds: dict[str, set[str]] = {slug: set() for slug in snapshot.definitions}
    for row in rows:
        kinds[row["indicator"]].add(row["area_kind"])
    return {slug: tuple(kind for kind in AREA_KINDS if kind in found) for slug, found in kinds.items()}
