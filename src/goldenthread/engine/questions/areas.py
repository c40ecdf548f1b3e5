"""The areas a snapshot knows, and how they lie in one another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldenthread.engine.errors import QuestionError
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS

#: Newer kinds come before the older ones whose codes they share.
ORDER = tuple(AREA_KINDS)


@dataclass(frozen=True, slots=True)
class Area:
    """An area of any kind."""

    code: str
    name: str
    kind: str
    in_place: bool
    population: float | None
    population_year: int | None


def areas(snapshot: Snapshot, kind: str | None = None, *, in_place: bool | None = None) -> list[Area]:
    """The areas of one kind (or of all), in order of kind and code; only the place's own if `in_place`."""

    def question(table: Callable[[str], Any]) -> Any:
        found = table("areas")
        if kind is not None:
            found = found.filter(found.kind == kind)
        if in_place is not None:
            found = found.filter(found.in_place == in_place)
        return found.order_by(["kind", "code"])

    return [Area(**row) for row in snapshot.ask(question).to_pylist()]


def area(snapshot: Snapshot, code: str, kind: str | None = None) -> Area:
    """One area by its code, the newest where several kinds share it; raises QuestionError where nobody knows it."""

    def question(table: Callable[[str], Any]) -> Any:
        known = table("areas")
        found = known.filter(known.code == code)
        return found if kind is None else found.filter(found.kind == kind)

    found = sorted(snapshot.ask(question).to_pylist(), key=lambda row: ORDER.index(row["kind"]))
    if not found:
        raise QuestionError(f"The evidence of {snapshot.place.name} knows no area {code}.")
    return Area(**found[0])


def parents(snapshot: Snapshot, code: str, kind: str | None = None) -> list[tuple[Area, str]]:
    """The areas that an area lies in, each with how well that is known: "exact" or "best fit"."""
    own = kind or area(snapshot, code).kind

    def question(table: Callable[[str], Any]) -> Any:
        links, known = table("area_links"), table("areas")
        mine = links.filter(links.child_code == code, links.child_kind == own)
        same = (mine.parent_code == known.code) & (mine.parent_kind == known.kind)
        return mine.inner_join(known, same).order_by(["kind", "code"])

    return _related(snapshot.ask(question).to_pylist())


def children(snapshot: Snapshot, code: str, kind: str | None = None) -> list[tuple[Area, str]]:
    """The areas (of one kind, or of all) that lie in `code`, each with how well that is known."""

    def question(table: Callable[[str], Any]) -> Any:
        links, known = table("area_links"), table("areas")
        mine = links.filter(links.parent_code == code)
        if kind is not None:
            mine = mine.filter(mine.child_kind == kind)
        same = (mine.child_code == known.code) & (mine.child_kind == known.kind)
        return mine.inner_join(known, same).order_by(["kind", "code"])

    return _related(snapshot.ask(question).to_pylist())


def _related(rows: list[dict[str, Any]]) -> list[tuple[Area, str]]:
    names = Area.__dataclass_fields__
    return [(Area(**{name: row[name] for name in names}), row["basis"]) for row in rows]
