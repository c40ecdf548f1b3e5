"""Every value of one indicator, for a download."""

from goldenthread.engine.questions.area_values import AreaValue, make_area_value, values_of
from goldenthread.engine.store import Snapshot


def all_values(snapshot: Snapshot, slug: str) -> list[AreaValue]:
    """Every value of `slug`: all areas, periods and groups, in a steady order."""
    return [make_area_value(row) for row in values_of(snapshot, slug).to_pylist()]
