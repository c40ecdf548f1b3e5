"""The place at a glance."""

from dataclasses import dataclass

from goldenthread.engine.questions.polarisation import Polarisation


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """What the place is: its size, its areas, what is known about it."""

    code: str
    name: str
    kind: str
    region: str | None
    population: float | None
    population_year: int | None
    areas: dict[str, int]  # number of the place's areas by kind
    districts: tuple[str, ...]  # codes: of a county, else itself
    indicators: int  # defined ones with a value for the place or its areas
    indicators_without_values: tuple[str, ...]  # slugs
    polarisation: Polarisation | None
    snapshot: str
    retrieved: str | None  # latest date on which a source was retrieved
    mended: int  # issues noted while reading the sources
