"""The place at a glance."""

from collections import Counter
from dataclasses import dataclass

from goldenthread.engine.questions.areas import Area, areas, parents
from goldenthread.engine.questions.kinds_with_values import kinds_with_values
from goldenthread.engine.questions.polarisation import Polarisation, polarisation
from goldenthread.engine.store import Snapshot


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """What the place is: its size, its areas, what is known about it."""

    code: str
    name: str
    kind: str
    region: str | None
    population: float | None
    population_year: int | None
    areas: dict[str, int]  # number of the place's areas by kind, itself included
    districts: tuple[str, ...]  # codes: of a county its districts, else itself
    indicators: int  # defined ones with a value for the place or its areas
    indicators_without_values: tuple[str, ...]  # slugs
    polarisation: Polarisation | None
    snapshot: str
    retrieved: str | None  # latest date on which a source was retrieved
    mended: int  # things noted while reading the sources


def place_summary(snapshot: Snapshot) -> PlaceSummary:
    """The place of a snapshot at a glance."""
    mine = areas(snapshot, in_place=True)
    own = next(each for each in mine if each.code == snapshot.place.code)
    with_values = {slug for slug, kinds in kinds_with_values(snapshot).items() if kinds}
    return PlaceSummary(
        code=own.code,
        name=own.name,
        kind=own.kind,
        region=_region(snapshot, own),
        population=own.population,
        population_year=own.population_year,
        areas=dict(sorted(Counter(each.kind for each in mine).items())),
        districts=tuple(each.code for each in mine if each.kind == "district") or (own.code,),
        indicators=len(with_values),
        indicators_without_values=tuple(slug for slug in snapshot.definitions if slug not in with_values),
        polarisation=polarisation(snapshot),
        snapshot=snapshot.id,
        retrieved=max((str(entry["retrieved"]) for entry in snapshot.manifest), default=None),
        mended=snapshot.issues.num_rows,
    )


def _region(snapshot: Snapshot, own: Area) -> str | None:
    return next((parent.name for parent, _ in parents(snapshot, own.code) if parent.kind == "region"), None)
