"""The places most like this one, by the official models, and their values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from goldenthread.engine.questions.area_values import AreaValue, area_values
from goldenthread.engine.questions.latest_value import latest_value
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot

#: The model used unless another is asked for; the first of these that a place has.
PREFERRED_MODELS = ("demographic", "global", "economic", "children")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of the places most like this one."""

    position: int  # 1 is nearest
    code: str
    name: str
    model: str
    value: AreaValue | None


def neighbours(
    snapshot: Snapshot, slug: str | None = None, *, area_code: str | None = None, model: str | None = None
) -> list[Neighbour]:
    """The neighbours of the place, nearest first; with `slug` each with its value in the place's latest period."""
    code = area_code or snapshot.place.code
    rows = _rows(snapshot, code, model)
    values: dict[str, AreaValue] = {}
    if slug is not None:
        mine = latest_value(snapshot, slug, code)
        period = mine.period.label if mine else None
        values = {each.area_code: each for each in area_values(snapshot, slug, kind="district", period=period)}
    return [
        Neighbour(row["position"], row["neighbour_code"], row["name"], row["model"], values.get(row["neighbour_code"]))
        for row in rows
    ]


def neighbour_codes(snapshot: Snapshot, code: str, model: str | None = None) -> list[str]:
    """The codes of an area's neighbours, nearest first."""
    return [row["neighbour_code"] for row in _rows(snapshot, code, model)]


def models(snapshot: Snapshot, area_code: str | None = None) -> list[str]:
    """The models that name neighbours of the place, the preferred one first."""
    found = only(_all(snapshot), area_code=area_code or snapshot.place.code)["model"].unique().to_pylist()
    preferred = [name for name in PREFERRED_MODELS if name in found]
    return preferred + sorted(name for name in found if name not in preferred)


def _rows(snapshot: Snapshot, code: str, model: str | None) -> list[dict[str, Any]]:
    available = models(snapshot, code)
    chosen = model or (available[0] if available else None)
    if chosen is None:
        return []
    rows: list[dict[str, Any]] = only(_all(snapshot), area_code=code, model=chosen).to_pylist()
    return rows


def _all(snapshot: Snapshot) -> pa.Table:
    """Every neighbour with its name, nearest first."""

    def question(table: Callable[[str], Any]) -> Any:
        near, known = table("neighbours"), table("areas")
        return near.inner_join(known, near.neighbour_code == known.code).order_by("position")

    return snapshot.once("neighbours", lambda: snapshot.ask(question))
