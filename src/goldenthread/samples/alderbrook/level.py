"""How high each indicator is in Alderbrook, and how it differs between places, groups and years."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class Kind(StrEnum):
    """What sort of number is drawn."""

    SHARE = "share"  # people out of people: a binomial count
    RATE = "rate"  # events by people: a Poisson count
    MEAN = "mean"  # an average with a standard error: years, pounds, a score out of ten
    SCORE = "score"  # an index without uncertainty


class Smallest(StrEnum):
    """The smallest areas an indicator is drawn for; larger ones are added up from them."""

    LSOA = "lsoa21"
    MSOA = "msoa21"
    DISTRICT = "district"


class Rhythm(StrEnum):
    """How often it is published."""

    YEARLY = "yearly"  # eight years, 2018 to 2025
    THREE_YEARS = "three years"  # eight overlapping windows, the last 2023 to 2025
    CENSUS = "census"  # 2021 only
    INDEX = "index"  # 2025 only


@dataclass(frozen=True)
class Level:
    """One row of ``levels.yaml``. Effects of hardship are for one standard deviation of it among small areas.

    `effect`, `spread`, `drift` and the shifts in `groups` are log-odds for a share, logarithms for a rate, and the
    indicator's own unit for a mean or a score.
    """

    slug: str
    kind: Kind
    level: float  # at average hardship, in the indicator's unit
    effect: float  # of hardship
    smallest: Smallest
    rhythm: Rhythm
    ages: tuple[int, int] = (0, 90)  # who could have it
    part: float = 1.0  # share of residents of those ages who count in the denominator (households, births)
    spread: float = 0.15  # between areas of equal hardship
    drift: float = 0.0  # by year
    gap_change: float = 0.0  # of the effect over the eight years: -0.3 has narrowed by about a third
    error: float = 0.0  # standard error of a mean in the smallest area it is drawn for
    hide_below: int = 0  # counts from 1 to one below this are withheld
    groups: dict[str, dict[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind is Kind.SHARE and not 0 < self.level < 100:
            raise ValueError(f"levels.yaml: {self.slug} is a share, so its level must lie between 0 and 100.")
        if self.kind is Kind.MEAN and self.error <= 0:
            raise ValueError(f"levels.yaml: {self.slug} is a mean, so it needs an error above 0.")


@cache
def load_levels() -> dict[str, Level]:
    """Return the rows of ``levels.yaml`` by the slug of their indicator."""
    text = (files("goldenthread.samples.alderbrook") / "levels.yaml").read_text(encoding="utf-8")
    return {slug: _level(slug, row) for slug, row in yaml.safe_load(text).items()}


def _level(slug: str, row: dict[str, Any]) -> Level:
    ages = row.pop("ages", (0, 90))
    try:
        return Level(
            slug=slug,
            kind=Kind(row.pop("kind")),
            smallest=Smallest(row.pop("smallest")),
            rhythm=Rhythm(row.pop("rhythm")),
            ages=(int(ages[0]), int(ages[1])),
            **row,
        )
    except (TypeError, KeyError) as error:
        raise ValueError(f"levels.yaml: the row {slug} cannot be read: {error}.") from error
