"""Every value of one indicator."""

from goldenthread.engine.questions.area_values import AreaValue, make_area_value, with_names
from goldenthread.engine.store import Snapshot


def value_table(snapshot: Snapshot, slug: str) -> list[AreaValue]:
    """Every value of `slug`, for all kinds of area, periods and groups, in a steady order."""
    snapshot.definition(slug)
    answer = snapshot.ask(
        lambda table: with_names(table("values").filter(table("values").indicator == slug), table("areas"))
    )
    return [make_area_value(row) for row in answer.to_pylist()]
