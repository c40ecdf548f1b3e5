"""Where the place stands among other areas."""

from dataclasses import dataclass

from goldenthread.engine.questions.area_values import AreaValue, Period


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of one area in the order of a set of areas. Ties share the better-known, smaller number."""

    indicator: str
    area_code: str
    among: str  # "districts", "neighbours", "wards", ...
    period: Period
    position: int  # 1 is the worst; the highest where neither direction is better
    position_from_best: int
    of: int
    areas_without_value: int
    value: AreaValue
    middle: float  # median of the areas ranked
    counted_from: str  # "the worst" or "the highest"
    interval_positions: tuple[int, int] | None  # positions its interval reaches, where it has one
