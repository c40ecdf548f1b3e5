"""The latest value of one indicator for one area."""

from goldenthread.engine.questions.area_values import ALL, AreaValue
from goldenthread.engine.questions.value_series import value_series
from goldenthread.engine.store import Snapshot


def latest_value(
    snapshot: Snapshot, slug: str, area_code: str | None = None, *, characteristic: str = ALL, group: str | None = None
) -> AreaValue | None:
    """The latest value of `slug` for an area (the place itself unless named), withheld or not; None if never given."""
    series = value_series(snapshot, slug, area_code, characteristic=characteristic, group=group)
    return series[-1] if series else None
