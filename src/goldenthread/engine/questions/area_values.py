"""The values of one indicator at one kind of area."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.core.statistics import trends
from goldenthread.engine.errors import QuestionError
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS, BORROWED, MISSING

ALL = "all"

#: Kinds of area whose values are kept for comparison wherever they lie; of all others only the place's own are kept.
COMPARED_EVERYWHERE = ("district", "county", "region", "country")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of time, ordered by its end."""

    end: date
    start: date
    label: str

    def __str__(self) -> str:
        return self.label

    @property
    def span(self) -> trends.Period:
        """The period as the statistics know it."""
        return trends.Period(self.start, self.end, self.label)


@dataclass(frozen=True, slots=True)
class AreaValue:
    """One value with everything needed to say how it is known."""

    indicator: str
    area_code: str
    area_name: str
    area_kind: str
    in_place: bool
    period: Period
    characteristic: str
    group: str
    estimate: Estimate | None
    missing_reason: str | None  # a sentence's end, where there is no estimate
    count: float | None
    denominator: float | None
    population: float | None
    basis: str  # "published", "summed from small areas", ...
    source: str  # id of the source

    @property
    def is_own(self) -> bool:
        """Whether the figure is the area's own, and not that of the county it lies in."""
        return self.basis != BORROWED

    @property
    def value(self) -> float | None:
        """The number itself, or None where there is none."""
        return self.estimate.value if self.estimate else None


def area_values(
    snapshot: Snapshot,
    slug: str,
    *,
    kind: str,
    period: str | None = None,
    characteristic: str = ALL,
    group: str | None = None,
) -> list[AreaValue]:
    """The values of `slug` for every area of one kind, in order of code: the latest period unless another is named."""
    if kind not in AREA_KINDS:
        raise QuestionError(f"{kind!r} is no kind of area; they are {', '.join(AREA_KINDS)}.")
    chosen = only(values_of(snapshot, slug), area_kind=kind, characteristic=characteristic)
    if group is not None:
        chosen = only(chosen, group=group)
    chosen = only(chosen, period=period) if period is not None else in_latest_period(chosen)
    return [make_area_value(row) for row in chosen.to_pylist()]


def values_of(snapshot: Snapshot, slug: str) -> pa.Table:
    """Every value of one indicator with the name and population of its area: read once, for all questions about it."""
    snapshot.definition(slug)
    return snapshot.once(
        ("values", slug),
        lambda: snapshot.ask(
            lambda table: with_names(table("values").filter(table("values").indicator == slug), table("areas"))
        ),
    )


def in_latest_period(values: pa.Table) -> pa.Table:
    """The rows whose period ends last, and of those the ones that began last."""
    for name in ("period_end", "period_start"):
        if values.num_rows:
            values = values.filter(pc.equal(values[name], pc.max(values[name])))
    return values


def with_names(values: Any, areas: Any) -> Any:
    """The rows with the name and population of their area, in a steady order: an Ibis expression."""
    described = areas.select(
        area_code=areas.code,
        area_kind=areas.kind,
        area_name=areas.name,
        in_place=areas.in_place,
        population=areas.population,
    )
    return values.inner_join(described, ["area_code", "area_kind"]).order_by(
        ["indicator", "area_kind", "area_code", "period_end", "characteristic", "group"]
    )


def make_area_value(row: dict[str, Any]) -> AreaValue:
    """An AreaValue from a row of `with_names`."""
    return AreaValue(
        indicator=row["indicator"],
        area_code=row["area_code"],
        area_name=row["area_name"],
        area_kind=row["area_kind"],
        in_place=row["in_place"],
        period=Period(end=row["period_end"], start=row["period_start"], label=row["period"]),
        characteristic=row["characteristic"],
        group=row["group"],
        estimate=make_estimate(row),
        missing_reason=None if row["value"] is not None else MISSING[row["missing_reason"]],
        count=row["count"],
        denominator=row["denominator"],
        population=row["population"],
        basis=row["basis"],
        source=row["source"],
    )


def make_estimate(row: dict[str, Any]) -> Estimate | None:
    """The value of a row with its interval or the reason it has none; None where there is no value."""
    if row["value"] is None:
        return None
    if row["lower"] is not None and row["upper"] is not None:
        return Estimate(row["value"], Limits(row["lower"], row["upper"]), method=row["interval_method"])
    return Estimate(row["value"], None, reason=row["interval_reason"])
