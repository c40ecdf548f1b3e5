"""Bars by deprivation fifth, each with its interval, against the average."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.axes import Axis, span, widen
from goldenthread.publishing.charts.dots import Reference, estimate_cells, interval_columns
from goldenthread.publishing.charts.drawing import (
    LINE_HEIGHT,
    Caption,
    Drawing,
    coordinate,
    make_figure,
    text_width,
    wrap,
)
from goldenthread.publishing.charts.scales import draw_across, draw_up, draw_whisker, interval_words, room_for_ticks
from goldenthread.publishing.figures import Column, Figure, Table
from goldenthread.publishing.numbers import format_number

FIFTH_NAMES = ("Most deprived fifth", "Second", "Third", "Fourth", "Least deprived fifth")


@dataclass(frozen=True, slots=True)
class Bar:
    """One group's value; without an estimate, `missing` says why."""

    label: str
    estimate: Estimate | None
    population: float | None = None
    missing: str = ""

    def __post_init__(self) -> None:
        if self.estimate is None and not self.missing:
            raise ValueError(f"“{self.label}” has no value: say why in `missing`.")


def bars_by_fifth(
    caption: Caption, bars: list[Bar], *, unit: str, decimals: int = 1, average: Reference | None = None
) -> Figure:
    """Return standing bars (lying ones where narrow) that start at zero, most deprived first."""
    low, high = span((bar.estimate for bar in bars), [average.value] if average else [])
    ends = widen(low, high, from_zero=True)

    def draw(drawing: Drawing) -> float:
        draw_bars = _draw_lying if drawing.layout.is_narrow else _draw_standing
        return draw_bars(drawing, bars, ends, unit, decimals, average)

    described = "; ".join(f"{bar.label}: {interval_words(bar.estimate, unit, decimals, bar.missing)}" for bar in bars)
    words = f"Bar chart of {len(bars)} groups with 95% intervals where there are any. {described}."
    if average:
        words += f" {average.label}: {format_number(average.value, unit, decimals)}."
    table = Table(
        caption.title,
        (
            Column("Group"),
            Column(f"Value ({unit})" if unit else "Value", decimals),
            *interval_columns(decimals),
            Column("People", 0),
            Column("Note"),
        ),
        tuple((bar.label, *estimate_cells(bar.estimate), bar.population, bar.missing) for bar in bars),
        caption.source,
    )
    return make_figure(caption, words, table, draw)


def _short(value: float, unit: str, decimals: int) -> str:
    return format_number(value, unit if unit == "%" else "£" if unit.startswith("£") else "", decimals)


def _draw_standing(
    drawing: Drawing,
    bars: list[Bar],
    ends: tuple[float, float],
    unit: str,
    decimals: int,
    average: Reference | None,
) -> float:
    width, size = drawing.layout.width, drawing.layout.text
    axis = Axis(*ends, 280, 30)
    left = room_for_ticks(axis, unit, drawing)
    right = width - (text_width("average", size) + 34 if average else 4)
    draw_up(drawing, axis, left, right, unit)
    step = (right - left) / len(bars)
    bar_width = min(step * 0.62, 76)
    deepest = 280.0
    names_y = 318 if ends[0] < 0 else 300  # a bar below zero has its value under it
    for index, bar in enumerate(bars):
        centre = left + step * (index + 0.5)
        after = drawing.lines(centre, names_y, wrap(bar.label, step - 6, size - 1), anchor="middle", size=size - 1)
        deepest = max(deepest, after)
        if bar.estimate is None:
            drawing.lines(centre, 240, wrap(bar.missing, step - 8, size - 1, most=4), "muted", anchor="middle")
            continue
        value, zero = axis(bar.estimate.value), axis(0)
        drawing.rect(centre - bar_width / 2, min(value, zero), bar_width, abs(zero - value), _bar_style(index, bars))
        draw_whisker(drawing, axis, centre, bar.estimate)
        if bar.estimate.value < 0:
            lowest = axis(bar.estimate.limits.lower) if bar.estimate.limits else value
            label_y = max(value, lowest) + size
        else:
            highest = axis(bar.estimate.limits.upper) if bar.estimate.limits else value
            label_y = min(value, highest) - 7
        drawing.text(centre, label_y, _short(bar.estimate.value, unit, decimals), "halo", anchor="middle")
    if average is not None:
        y = axis(average.value)
        drawing.line(left, y, right, y, "reference")
        label = wrap(f"{average.label} {_short(average.value, unit, decimals)}", width - right - 8, size, most=4)
        drawing.lines(right + 6, y + 5, label)
    return deepest


def _bar_style(index: int, bars: list[Bar]) -> str:
    """Return a colour for the two ends and grey for context between them."""
    return "fill-1" if index == 0 else "fill-2" if index == len(bars) - 1 else "fill-context"


def _draw_lying(
    drawing: Drawing,
    bars: list[Bar],
    ends: tuple[float, float],
    unit: str,
    decimals: int,
    average: Reference | None,
) -> float:
    width, size = drawing.layout.width, drawing.layout.text
    axis = Axis(*ends, 4, width - 12)
    top = size * (2.2 if average else 0.3)
    rows: list[tuple[Bar, float]] = []
    y = top
    for bar in bars:
        rows.append((bar, y))
        y += size * (LINE_HEIGHT + 2.2)
    after = draw_across(drawing, axis, top, y, unit)
    for index, (bar, row_top) in enumerate(rows):
        baseline = row_top + size * 1.2
        drawing.text(0, baseline, bar.label, "halo")
        if bar.estimate is None:
            drawing.text(0, baseline + size * 1.4, bar.missing, "muted")
            continue
        drawing.text(width, baseline, _short(bar.estimate.value, unit, decimals), "halo-strong", anchor="end")
        ordered = sorted((axis(0), axis(bar.estimate.value)))
        drawing.rect(ordered[0], baseline + 7, ordered[1] - ordered[0], 20, _bar_style(index, bars))
        if bar.estimate.limits is not None:
            drawing.shows_interval = True
            lower, upper = axis(bar.estimate.limits.lower), axis(bar.estimate.limits.upper)
            data = f"M{coordinate(lower)} {coordinate(baseline + 17)}H{coordinate(upper)}" + "".join(
                f"M{coordinate(x)} {coordinate(baseline + 13)}v8" for x in (lower, upper)
            )
            drawing.path(data, "casing")
            drawing.path(data, "whisker")
    if average is not None:
        x = axis(average.value)
        drawing.line(x, top - 4, x, y, "reference")
        words = f"{average.label} {_short(average.value, unit, decimals)}"
        half = text_width(words, size) / 2
        drawing.text(min(max(x, half), width - half), size, words, anchor="middle")
    return after
