"""Every value of one indicator, for a download."""

from goldenthread.engine.questions.area_values import AreaValue, make_area_value, with_names
from goldenthread.engine.store import Snapshot


def all_values(snapshot: Snapshot, slug: str) -> list[AreaValue]:
    """Every value of `slug`: all areas, periods and groups, in a steady order."""
    snapshot.definition(slug)
    rows = snapshot.ask(
        lambda table: with_names(table("values").filter(table("values").indicator == slug), table("areas"))
    )
    return [make_area_value(row) for row in rows.to_pylist()]
