"""What an indicator is: its definition, independent of where its values are kept."""

from dataclasses import dataclass, field
from enum import StrEnum

from goldenthread.core.estimates import Polarity


class Aggregation(StrEnum):
    """How values of small areas become the value of a larger area."""

    SUM_OF_COUNTS = "sum of counts"  # count and denominator are summed, the value is worked out anew
    POPULATION_WEIGHTED_MEAN = "population-weighted mean"
    REFUSED = "refused"  # no honest way; `aggregation_reason` says why


class IntervalMethod(StrEnum):
    """Where the interval of a value comes from."""

    PUBLISHED = "published"
    WILSON = "Wilson score"  # a proportion from count and denominator
    BYAR = "Byar"  # a rate from count and denominator
    NONE = "none"  # `interval_reason` says why


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of one indicator, as read from ``definitions/indicators/*.yaml``."""

    slug: str
    name: str  # as the publisher says it
    plain_name: str  # as a resident would say it, without a final stop: "Babies born early"
    definition: str
    unit: str  # "%", "years", "per 100,000", "score", "£ a week", "people"
    polarity: Polarity
    source: str  # id of the source in goldenthread.sources
    measure: str  # the source's own key in OBSERVATIONS.measure
    numerator: str
    denominator: str
    method: str  # one sentence
    geography: tuple[str, ...]  # kinds of area (goldenthread.engine.tables.AREA_KINDS) it is published for
    breakdowns: tuple[str, ...]  # characteristics beside "all" that the source gives
    aggregation: Aggregation
    interval: IntervalMethod
    criterion_for_change: str
    marmot_principle: int | None  # 1-8, definitions/frameworks/marmot.yaml
    plan_outcome: str  # which outcome of a fairness plan it speaks to
    theme: str  # heading under which it is listed
    decimals: int = 1
    multiplier: float = 100.0  # value = multiplier * count / denominator
    is_headline: bool = False
    aggregation_reason: str = ""
    interval_reason: str = ""
    caveats: tuple[str, ...] = field(default=())
