"""The numbers a report's pictures are drawn from: kept with the figure, so that a picture never changes afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.evidence.presenters.indicator import FIFTH_NAMES, moment_of
from goldenthread.plan.documents import MeasureDocument
from goldenthread.publishing.charts import Caption, Ends, GapRow, Moment, Series, dumbbell, trend
from goldenthread.publishing.charts.dots import interval_columns
from goldenthread.publishing.figures import Figure, Table
from goldenthread.publishing.maps import MapArea, MapStyle, choropleth

Kept = dict[str, Any]

COUNTED = "It was counted, not estimated."
FEWEST_READINGS = 3
MOST_GAPS_IN_ONE_PICTURE = 12
"""More rows than this and a dumbbell no longer shows at a glance which gap is largest."""


def keep_series(name: str, values: Iterable[Any], *, unit: str, decimals: int) -> Kept:
    """One line over time, from the evidence's values of one area; empty with fewer than two."""
    moments = [moment_of(value) for value in values]
    return _keep_lines([Series(name, tuple(moments))], unit=unit, decimals=decimals)


def keep_gap(gap: Any, average: float | None) -> Kept:
    """The two ends of a gap, and how both have moved."""
    most, least = gap.most_deprived, gap.least_deprived
    if gap.absolute is None or not (most and least and most.estimate and least.estimate):
        return {}
    lines = []
    for name, end in ((FIFTH_NAMES[0], "most_deprived"), (FIFTH_NAMES[4], "least_deprived")):
        moments = [
            Moment(
                point.period.label,
                (point.period.start.toordinal() + point.period.end.toordinal()) / 2 / 365.2425,
                getattr(point, end),
            )
            for point in gap.trend
        ]
        lines.append(Series(name, tuple(moments)))
    kept = _keep_lines(lines, unit=gap.unit, decimals=gap.decimals) or {"unit": gap.unit, "decimals": gap.decimals}
    used = gap.verdict.periods_used
    periods = [used[0], used[-1]] if used else []
    return {
        **kept, "most": _dump(most.estimate), "least": _dump(least.estimate), "average": average, "periods": periods
    }  # fmt: skip


def keep_readings(measure: MeasureDocument, *, until: Any) -> Kept:
    """What was counted, reading after reading; empty with fewer than three, which two numbers say better."""
    moments = []
    for reading in measure.progress.readings:
        value = reading.value if reading.value is not None else reading.count
        if reading.on > until or value is None:
            continue
        share = 100 * reading.count / reading.denominator if reading.count is not None and reading.denominator else None
        moments.append(
            Moment(
                reading.period or f"{reading.on:%B %Y}",
                reading.on.toordinal() / 365.2425,
                Estimate(float(value) if share is None else share, None, reason=COUNTED),
            )
        )
    if len(moments) < FEWEST_READINGS:
        return {}
    unit = "%" if any(reading.denominator for reading in measure.progress.readings) else measure.unit
    return _keep_lines([Series(measure.title, tuple(moments))], unit=unit, decimals=measure.decimals)


def keep_map(values: Iterable[Any], outlines: Iterable[Any], *, unit: str, decimals: int) -> Kept:
    """The areas of a map with their outlines: a later outline or value never changes the picture."""
    known = {each.area_code: each for each in values}
    areas = []
    for outline in outlines:
        value = known.get(outline.code)
        estimate = value.estimate if value is not None else None
        reason = "" if estimate is not None else (value.missing_reason if value is not None else "") or "no value"
        shape = {"type": outline.geometry["type"], "coordinates": _rounded(outline.geometry["coordinates"])}
        areas.append([outline.code, outline.name, _dump(estimate), reason, shape])
    return {"unit": unit, "decimals": decimals, "areas": areas}


def areas_of(drawing: Mapping[str, Any]) -> list[tuple[str, str, Estimate]]:
    """Code, name and value of the areas of a map that have a value, as they were kept."""
    found = ((code, name, _load(kept)) for code, name, kept, _, _ in drawing.get("areas", ()))
    return [(code, name, estimate) for code, name, estimate in found if estimate is not None]


def draw_map(drawing: Mapping[str, Any], caption: Caption) -> Figure | None:
    """The kept areas as a map. Its list has everything it says, so that no area is a stop for the keyboard."""
    kept = drawing.get("areas")
    if not kept:
        return None
    areas = [
        MapArea(code, name, json.dumps(shape), _load(estimate), missing)
        for code, name, estimate, missing, shape in kept
    ]
    style = MapStyle(drawing["unit"], drawing["decimals"], is_focusable=False, is_numbered=True)
    figure = choropleth(caption, areas, style)
    return replace(figure, table=_list_of_wards(figure.table, drawing["unit"]))


def _list_of_wards(table: Table, unit: str) -> Table:
    """The list beside a map, for a narrow page: what a ward stands at comes before its likely range and its code."""
    lower, upper = (column.name for column in interval_columns(0))
    new_names = {"Area": "Ward", lower: "Likely from", upper: "Likely to"}
    names = [column.name for column in table.columns]
    wanted = ("Area", f"Value ({unit})" if unit else "Value", lower, upper, "Code", "Note")
    order = [names.index(name) for name in wanted if name in names]
    columns = tuple(
        replace(table.columns[index], name=new_names.get(names[index], names[index]), width=4 if index == 0 else 2)
        for index in order
    )
    rows = tuple(tuple(row[index] for index in order) for row in table.rows)
    return replace(table, caption="The wards on the map, the highest first", columns=columns, rows=rows)


def _rounded(coordinates: Any) -> Any:
    """Coordinates to about a metre: no picture shows less."""
    if isinstance(coordinates, int | float):
        return round(coordinates, 5)
    return [_rounded(each) for each in coordinates]


def draw_trend(drawing: Mapping[str, Any], caption: Caption, *, verdict: str = "") -> Figure | None:
    """The kept lines as a picture; None where none were kept."""
    kept = drawing.get("lines")
    if not kept:
        return None
    lines = [
        Series(line["name"], tuple(Moment(label, time, _load(each)) for label, time, each in line["moments"]))
        for line in kept
    ]
    return trend(caption, lines, unit=drawing["unit"], decimals=drawing["decimals"], verdict=verdict)


def draw_gaps(named: Iterable[tuple[str, Mapping[str, Any]]], caption: Caption, place: str) -> Figure | None:
    """Gaps with their ends on one scale, each as a multiple of the place's own value; None with nothing to draw."""
    rows = []
    for name, drawing in named:
        most, least, average = _load(drawing.get("most")), _load(drawing.get("least")), drawing.get("average")
        if most is None or least is None or not average or average <= 0 or min(most.value, least.value) < 0:
            continue
        rows.append(GapRow(name, most, least, drawing["unit"], drawing["decimals"], average))
    if not rows:
        return None
    ends = Ends(average=f"{place} average")
    return dumbbell(caption, rows[:MOST_GAPS_IN_ONE_PICTURE], scale="average", ends=ends)


def _keep_lines(lines: list[Series], *, unit: str, decimals: int) -> Kept:
    if any(sum(moment.estimate is not None for moment in line.moments) < 2 for line in lines):
        return {}
    kept = [
        {"name": line.name, "moments": [[each.label, each.time, _dump(each.estimate)] for each in line.moments]}
        for line in lines
    ]
    return {"unit": unit, "decimals": decimals, "lines": kept}


def _dump(estimate: Estimate | None) -> list[Any] | None:
    if estimate is None:
        return None
    limits = estimate.limits
    return [
        estimate.value,
        limits.lower if limits else None,
        limits.upper if limits else None,
        estimate.method,
        estimate.reason,
    ]


def _load(kept: list[Any] | None) -> Estimate | None:
    if kept is None:
        return None
    value, lower, upper, method, reason = kept
    limits = Limits(lower, upper) if lower is not None and upper is not None else None
    return Estimate(value, limits, method=method, reason=reason)
