"""How does it slope: groups as bars as wide as their population, with the fitted line and its band."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.axes import Axis, span, widen
from goldenthread.publishing.charts.dots import estimate_cells, interval_columns
from goldenthread.publishing.charts.drawing import Caption, Drawing, make_figure, text_width
from goldenthread.publishing.charts.scales import draw_up, draw_whisker, interval_words, room_for_ticks
from goldenthread.publishing.figures import Cell, Column, Figure, Table
from goldenthread.publishing.numbers import format_number


@dataclass(frozen=True, slots=True)
class SlopeGroup:
    """One group, in order of deprivation (most deprived first): its people and its value."""

    label: str
    population: float
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class FittedPoint:
    """The fitted line at a rank from 0 (most deprived) to 1, with its band where there is one."""

    rank: float
    estimate: Estimate


def slope_plot(
    caption: Caption,
    groups: list[SlopeGroup],
    fitted: list[FittedPoint],
    *,
    unit: str,
    decimals: int = 1,
    slope_words: str = "",
) -> Figure:
    """Return the ridit plot; `slope_words` names the slope index ("a gap of 9.8 years from end to end")."""
    total = sum(group.population for group in groups)
    if not groups or total <= 0:
        raise ValueError("A slope needs groups with people in them.")
    if len(fitted) < 2:
        raise ValueError("A fitted line needs at least its two ends.")
    low, high = span([*(group.estimate for group in groups), *(point.estimate for point in fitted)])
    ends = widen(low, high, from_zero=low >= 0 and low < 0.5 * high)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, groups, fitted, ends, unit, slope_words)

    described = "; ".join(f"{group.label}: {interval_words(group.estimate, unit, decimals)}" for group in groups)
    first, last = fitted[0].estimate.value, fitted[-1].estimate.value
    words = (
        f"Slope chart. Bars are as wide as the group's population, most deprived on the left. {described}. "
        f"The fitted line runs from {format_number(first, unit, decimals)} at the most deprived end "
        f"to {format_number(last, unit, decimals)} at the least deprived end."
    )
    if slope_words:
        words += f" {slope_words[0].upper()}{slope_words[1:].rstrip('.')}."
    return make_figure(caption, words, _table(caption, groups, unit, decimals), draw)


def _draw(
    drawing: Drawing,
    groups: list[SlopeGroup],
    fitted: list[FittedPoint],
    ends: tuple[float, float],
    unit: str,
    slope_words: str,
) -> float:
    layout = drawing.layout
    size = layout.text
    top = size * 2.6
    bottom = top + (210 if layout.is_narrow else 270)
    up = Axis(*ends, bottom, top)
    left = room_for_ticks(up, unit, drawing)
    draw_up(drawing, up, left, layout.width - 4, unit)
    across = Axis(0, 1, left + 4, layout.width - 6)
    total = sum(group.population for group in groups)
    start = 0.0
    middles = []
    for group in groups:
        end = start + group.population / total
        x, value = across(start), up(group.estimate.value)
        drawing.rect(x + 1, value, across(end) - x - 2, bottom - value, "band-context")
        middles.append((across((start + end) / 2), group))
        start = end
    band = [(point, point.estimate.limits) for point in fitted if point.estimate.limits is not None]
    if len(band) > 1:
        drawing.shows_interval = True
        above = [(across(point.rank), up(limits.upper)) for point, limits in band]
        below = [(across(point.rank), up(limits.lower)) for point, limits in reversed(band)]
        drawing.polygon(above + below, "band-1")
    drawing.polyline([(across(point.rank), up(point.estimate.value)) for point in fitted], "line-1")
    for x, group in middles:
        draw_whisker(drawing, up, x, group.estimate)
        drawing.circle(x, up(group.estimate.value), 5, "fill-5")
    y = bottom + size * 1.4
    drawing.text(left, y, "Most deprived", "text")
    drawing.text(layout.width - 4, y, "Least deprived", "text", anchor="end")
    if not layout.is_narrow:
        middle = (left + layout.width) / 2
        drawing.text(middle, y, "people in order of deprivation", "muted", anchor="middle", size=size - 1)
    if slope_words and not layout.is_narrow:
        half = text_width(slope_words, size) / 2
        drawing.text(layout.width - 4 - 2 * half, top - size * 1.1, slope_words, "strong")
    return y + size * 0.6


def _table(caption: Caption, groups: list[SlopeGroup], unit: str, decimals: int) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (group.label, group.population, *estimate_cells(group.estimate)) for group in groups
    ]
    columns = (
        Column("Group"),
        Column("People", 0),
        Column(f"Value ({unit})" if unit else "Value", decimals),
        *interval_columns(decimals),
    )
    return Table(caption.title, columns, tuple(rows), caption.source)
