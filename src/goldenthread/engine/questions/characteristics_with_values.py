"""By which characteristics of people each indicator is known."""

from collections.abc import Callable
from typing import Any

from goldenthread.engine.questions.area_values import ALL
from goldenthread.engine.store import Snapshot


def characteristics_with_values(snapshot: Snapshot, area_code: str | None = None) -> dict[str, tuple[str, ...]]:
    """For each defined indicator the characteristics that an area (the place itself unless named) has values by."""
    code = area_code or snapshot.place.code

    def question(table: Callable[[str], Any]) -> Any:
        values = table("values")
        mine = values.filter(values.area_code == code, values.characteristic != ALL, values.value.notnull())
        return mine.select("indicator", "characteristic").distinct()

    rows = snapshot.once(("characteristics with values", code), lambda: snapshot.ask(question)).to_pylist()
    found: dict[str, set[str]] = {slug: set() for slug in snapshot.definitions}
    for row in rows:
        found[row["indicator"]].add(row["characteristic"])
    return {slug: tuple(sorted(characteristics)) for slug, characteristics in found.items()}
