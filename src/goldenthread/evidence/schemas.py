"""What the read API answers about the evidence: the shape of each answer, which its description is made from."""

from datetime import date
from typing import Any

from ninja import Field, Schema


class EstimateOut(Schema):
    """A number with its 95% interval, or the reason it has none."""

    value: float
    lower: float | None
    upper: float | None
    method: str = Field(description="How the interval was found.")
    no_interval: str = Field(description="Why there is none.")


class PeriodOut(Schema):
    label: str
    start: date
    end: date


class ValueOut(Schema):
    indicator: str
    area_code: str
    area_name: str
    area_kind: str
    in_place: bool
    period: PeriodOut
    characteristic: str
    group: str
    estimate: EstimateOut | None
    missing: str = Field(description="Why there is no value. A missing value is never zero.")
    count: float | None
    denominator: float | None
    basis: str
    source: str


class ValuesOut(Schema):
    count: int
    items: list[ValueOut]


class PlaceOut(Schema):
    code: str
    name: str
    kind: str
    region: str | None
    population: float | None
    population_year: int | None
    areas: dict[str, int] = Field(description="How many areas of each kind the place has.")
    indicators: int
    indicators_without_values: list[str]
    snapshot: str = Field(description="The evidence everything here was read from; it never changes.")
    retrieved: str | None


class IndicatorOut(Schema):
    slug: str
    name: str
    plain_name: str
    theme: str
    unit: str
    polarity: str
    is_headline: bool
    source: str
    marmot_principle: int | None
    area_kinds: list[str] = Field(description="Kinds of area of the place that have a value.")
    latest: ValueOut | None = Field(description="The place's own latest value.")


class IndicatorsOut(Schema):
    count: int
    items: list[IndicatorOut]


class KindOut(Schema):
    area_kind: str
    basis: str
    periods: list[str]
    values: int
    missing: int


class IndicatorDetailOut(IndicatorOut):
    definition: str
    numerator: str
    denominator: str
    method: str
    interval: str
    interval_reason: str
    aggregation: str
    aggregation_reason: str
    criterion_for_change: str
    plan_outcome: str
    breakdowns: list[str]
    caveats: list[str]
    values_by_kind: list[KindOut]
    snapshot: str


class VerdictOut(Schema):
    direction: str
    why: str
    how: str


class GapOut(Schema):
    """The gap between the most and the least deprived fifth: positive to the disadvantage of the most deprived."""

    indicator: str
    plain_name: str
    unit: str
    polarity: str
    fifths: str = Field(description='"place": of its own residents; "national": of all England\'s small areas.')
    period: PeriodOut | None
    ranking: str | None
    most_deprived: EstimateOut | None
    least_deprived: EstimateOut | None
    absolute: EstimateOut | None
    relative: EstimateOut | None
    slope_index: EstimateOut | None
    relative_index: EstimateOut | None
    people: int | None
    verdict: VerdictOut
    reason: str = Field(description="Why there is no gap.")
    notes: list[str]


class GapsOut(Schema):
    count: int
    items: list[GapOut]


class AreaOut(Schema):
    code: str
    name: str
    kind: str
    in_place: bool
    population: float | None
    population_year: int | None


class AreasOut(Schema):
    count: int
    items: list[AreaOut]


class RelatedAreaOut(Schema):
    code: str
    name: str
    kind: str
    basis: str


class DeprivationOut(Schema):
    edition: str
    score: float | None
    national_rank: int | None
    national_tenth: int | None
    place_fifth: int | None


class FigureOut(Schema):
    value: ValueOut
    against_place: str
    against_country: str


class AreaDetailOut(AreaOut):
    lies_in: list[RelatedAreaOut]
    holds: list[RelatedAreaOut]
    deprivation: list[DeprivationOut]
    figures: list[FigureOut]


class FileOut(Schema):
    file: str
    vintage: str
    retrieved: str
    sha256: str
    rows: int


class SourceOut(Schema):
    id: str
    name: str
    publisher: str
    licence: str
    address: str
    files: list[FileOut]
    indicators: list[str]
    issues: int = Field(description="How many things were noted while it was read: see /issues.")


class SourcesOut(Schema):
    count: int
    items: list[SourceOut]


class IssueOut(Schema):
    source: str
    file: str
    line: int | None
    field: str | None
    value: str | None
    what_was_done: str


class IssuesOut(Schema):
    count: int
    items: list[IssueOut]


class ErrorOut(Schema):
    detail: str


class FactOut(Schema):
    """A fact that claims are bound to; what is withheld is null."""

    slug: str
    subject: str
    statistic: str
    is_computed: bool = Field(description="Whether the evidence is asked for it on every refresh.")
    indicator: str
    is_in_use: bool
    superseded_by: str
    version: int
    place: str | None
    boundary_year: int | None
    group: str | None
    period: str | None
    unit: str | None
    decimals: int | None
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    series: list[float] | None
    peers: int | None
    tied: int | None
    order: str | None
    is_clear: bool | None
    criterion: str | None
    missing: str | None = Field(description="Why there is no value. A missing value is never zero.")
    caveat: str | None
    as_at: date | None
    valid_until: date | None
    snapshot: str | None
    query: dict[str, Any] | None = Field(description="What was asked, or the document it was read in.")
    source: str | None
    files: list[dict[str, Any]] | None
    sha256: str | None = Field(description="Of the query and its answer.")


class FactsOut(Schema):
    count: int
    items: list[FactOut]
