"""The outlines of the place's areas, for maps."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldenthread.engine.store import Snapshot


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of one area as GeoJSON geometry in WGS84, and whether it is the publisher's own."""

    code: str
    name: str
    kind: str
    geometry: dict[str, Any]
    basis: str  # "published" or "dissolved from small areas (best fit)"


def outlines(snapshot: Snapshot, kind: str, *, in_place: bool = True) -> list[Outline]:
    """The outlines of one kind of area in order of code: the place's own unless `in_place` is False."""

    def question(table: Callable[[str], Any]) -> Any:
        drawn, known = table("outlines"), table("areas")
        if in_place:
            known = known.filter(known.in_place)
        named = known.select(code=known.code, kind=known.kind, name=known.name)
        return drawn.filter(drawn.kind == kind).inner_join(named, ["code", "kind"]).order_by("code")

    return [
        Outline(row["code"], row["name"], row["kind"], json.loads(row["geometry"]), row["basis"])
        for row in snapshot.ask(question).to_pylist()
    ]


def outline_kinds(snapshot: Snapshot) -> tuple[str, ...]:
    """The kinds of area of the place that have outlines to draw."""

    def question(table: Callable[[str], Any]) -> Any:
        drawn, known = table("outlines"), table("areas")
        inside = known.filter(known.in_place)
        return drawn.semi_join(inside, ["code", "kind"]).select("kind").distinct().order_by("kind")

    found = snapshot.once("outline kinds", lambda: snapshot.ask(question))
    return tuple(found["kind"].to_pylist())
