"""The areas a snapshot knows, and how they lie in one another."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.errors import QuestionError
from goldenthread.engine.rows import only
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
    found = _all_areas(snapshot)
    if kind is not None:
        found = only(found, kind=kind)
    if in_place is not None:
        found = found.filter(pc.equal(found["in_place"], in_place))
    return [Area(**row) for row in found.to_pylist()]


def area(snapshot: Snapshot, code: str, kind: str | None = None) -> Area:
    """One area by its code, the newest where several kinds share it; raises QuestionError where nobody knows it."""
    found = only(_all_areas(snapshot), code=code)
    if kind is not None:
        found = only(found, kind=kind)
    rows = sorted(found.to_pylist(), key=lambda row: ORDER.index(row["kind"]))
    if not rows:
        raise QuestionError(f"The evidence of {snapshot.place.name} knows no area {code}.")
    return Area(**rows[0])


def parents(snapshot: Snapshot, code: str, kind: str | None = None) -> list[tuple[Area, str]]:
    """The areas that an area lies in, each with how well that is known: "exact" or "best fit"."""
    own = kind or area(snapshot, code).kind
    return _related(snapshot, only(links(snapshot), child_code=code, child_kind=own), "parent")


def children(snapshot: Snapshot, code: str, kind: str | None = None) -> list[tuple[Area, str]]:
    """The areas (of one kind, or of all) that lie in `code`, each with how well that is known."""
    mine = only(links(snapshot), parent_code=code)
    if kind is not None:
        mine = only(mine, child_kind=kind)
    return _related(snapshot, mine, "child")


def _all_areas(snapshot: Snapshot) -> pa.Table:
    """Every area in order of kind and code: read once, because nearly every question begins with an area."""
    return snapshot.once("areas", lambda: snapshot.ask(lambda table: table("areas").order_by(["kind", "code"])))


def links(snapshot: Snapshot) -> pa.Table:
    """Which area lies in which, and how well that is known: read once."""
    return snapshot.once("area links", lambda: snapshot.ask(lambda table: table("area_links")))


def _related(snapshot: Snapshot, links: pa.Table, end: str) -> list[tuple[Area, str]]:
    """The areas at one end of the links that the snapshot knows, in order of kind and code."""
    basis = {(row[f"{end}_code"], row[f"{end}_kind"]): row["basis"] for row in links.to_pylist()}
    known = _all_areas(snapshot)
    known = known.filter(pc.is_in(known["code"], pa.array([code for code, _ in basis], pa.string())))
    found = [Area(**row) for row in known.to_pylist() if (row["code"], row["kind"]) in basis]
    return [(each, basis[each.code, each.kind]) for each in found]
