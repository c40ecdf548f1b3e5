"""Some of the values of one indicator, a part at a time."""

from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions.area_values import AreaValue, in_latest_period, make_area_value, values_of
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS

LATEST = "latest"


def chosen_values(
    snapshot: Snapshot,
    slug: str,
    *,
    kind: str = "",
    area_code: str = "",
    period: str = "",
    characteristic: str = "",
    group: str = "",
    first: int = 0,
    most: int | None = None,
) -> tuple[int, list[AreaValue]]:
    """How many values of `slug` fit what is asked, and those from `first` on, `most` of them, in a steady order.

    What is left empty chooses nothing; `period="latest"` is the last period of what the rest chooses.
    """
    if kind and kind not in AREA_KINDS:
        raise QuestionError(f"{kind!r} is no kind of area; they are {', '.join(AREA_KINDS)}.")
    asked = {"area_kind": kind, "area_code": area_code, "characteristic": characteristic, "group": group}
    chosen = only(values_of(snapshot, slug), **{name: word for name, word in asked.items() if word})
    if period == LATEST:
        chosen = in_latest_period(chosen)
    elif period:
        chosen = only(chosen, period=period)
    return chosen.num_rows, [make_area_value(row) for row in chosen.slice(first, most).to_pylist()]
