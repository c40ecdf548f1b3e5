"""What one area is like: its figures beside those of the place and of England."""

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.areas import Area


class Comparison(StrEnum):
    """How a value stands against another, judged by whether their intervals overlap (an approximation)."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"  # where neither direction is better
    LOWER = "lower"
    SIMILAR = "no clear difference"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One indicator for the area, its place and England, in the same period where there is one."""

    indicator: str
    name: str
    plain_name: str
    theme: str
    value: AreaValue
    place: AreaValue | None
    england: AreaValue | None
    against_place: Comparison
    against_england: Comparison


@dataclass(frozen=True, slots=True)
class Deprivation:
    """Where an area stands in one edition of the ranking of deprivation."""

    edition: str
    score: float | None
    national_rank: int | None  # 1 is most deprived
    national_tenth: int | None  # 1 is most deprived
    place_fifth: int | None  # 1 is most deprived fifth of the place's residents


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """One area, the areas it lies in and holds, its deprivation and its figures."""

    area: Area
    lies_in: tuple[tuple[Area, str], ...]
    holds: tuple[tuple[Area, str], ...]
    deprivation: tuple[Deprivation, ...]
    lines: tuple[ProfileLine, ...]
