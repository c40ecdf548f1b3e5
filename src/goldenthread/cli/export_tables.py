"""The tables that are exported: every gap, or every value of one indicator."""

from collections.abc import Sequence

from goldenthread.core.estimates import Estimate
from goldenthread.engine.questions import all_values
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.gap import Gap
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS
from goldenthread.publishing.figures import Cell, Column, Table

#: Decimals at which an exported number is shown; the file keeps all of it.
SHOWN = 2


def values_as_table(snapshot: Snapshot, slug: str) -> Table:
    """Every value of one indicator, for all areas, periods and groups, with its interval or the reason for none."""
    definition = snapshot.definition(slug)
    names = ("Area code", "Area", "Kind of area", "Period", "Characteristic", "Group")
    numbers = (f"Value ({definition.unit})", "Lower 95% limit", "Upper 95% limit", "Count", "Denominator")
    return Table(
        caption=f"{definition.plain_name}, {snapshot.place.name}",
        columns=(
            *(Column(name) for name in names),
            *(Column(name, decimals=SHOWN) for name in numbers),
            Column("How it is known"),
            Column("Interval"),
        ),
        rows=tuple(_value_row(each) for each in all_values(snapshot, slug)),
        source=definition.source,
        notes=(definition.definition, *definition.caveats),
    )


def _value_row(value: AreaValue) -> tuple[Cell, ...]:
    estimate = value.estimate
    return (
        value.area_code,
        value.area_name,
        AREA_KINDS[value.area_kind],
        value.period.label,
        value.characteristic,
        value.group,
        *_three(estimate),
        value.count,
        value.denominator,
        value.missing_reason or value.basis,
        _interval(estimate),
    )


def gaps_as_table(snapshot: Snapshot, gaps: Sequence[Gap], quantiles: str) -> Table:
    """Every indicator's gap, slope index and verdict, or the reason there is none."""
    names = ("Indicator", "Name and unit", "Period", "Small areas", "Ranking")
    numbers = (
        *("Most deprived fifth", "Least deprived fifth"),
        *("Gap", "Gap lower 95% limit", "Gap upper 95% limit"),
        *("Ratio", "Ratio lower 95% limit", "Ratio upper 95% limit"),
        *("Slope index", "Slope index lower 95% limit", "Slope index upper 95% limit"),
        *("Relative index (slope index over mean)", "Strength (slope index in standard deviations)", "People"),
    )
    whose = "England's fifths of small areas" if quantiles == "national" else "fifths of the place's residents"
    return Table(
        caption=f"Gaps in {snapshot.place.name}",
        columns=(
            *(Column(name) for name in names),
            *(Column(name, decimals=SHOWN) for name in numbers),
            *(Column(name) for name in ("Verdict", "Why", "Reason for no gap")),
        ),
        rows=tuple(_gap_row(gap) for gap in gaps),
        notes=(
            f"The most against the least deprived of {whose}.",
            "A positive gap, slope index or a ratio above 1 is a disadvantage of the most deprived.",
        ),
    )


def _gap_row(gap: Gap) -> tuple[Cell, ...]:
    ends = (fifth.estimate if fifth else None for fifth in (gap.most_deprived, gap.least_deprived))
    slope = gap.slope
    mean = slope.relative_mean if slope else None
    return (
        gap.indicator,
        f"{gap.plain_name} ({gap.unit})",
        gap.period.label if gap.period else "",
        AREA_KINDS[gap.fifths.kind] if gap.fifths.kind else "",
        gap.fifths.ranking or "",
        *(end.value if end else None for end in ends),
        *_three(gap.absolute),
        *_three(gap.relative),
        *_three(slope.slope if slope else None),
        mean.value if mean else None,
        gap.strength,
        gap.people,
        gap.verdict.direction.value,
        gap.verdict.why,
        gap.reason or "",
    )


def _three(estimate: Estimate | None) -> tuple[Cell, Cell, Cell]:
    if estimate is None:
        return None, None, None
    if estimate.limits is None:
        return estimate.value, None, None
    return estimate.value, estimate.limits.lower, estimate.limits.upper


def _interval(estimate: Estimate | None) -> str:
    return (estimate.method or estimate.reason or "") if estimate else ""
