"""The same line for each group, side by side on one scale, with the others behind it in grey."""

from dataclasses import replace

from goldenthread.publishing.charts.axes import Axis, span, tick_decimals, widen
from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Caption, Drawing, make_figure, wrap
from goldenthread.publishing.charts.scales import axis_title, tick_label
from goldenthread.publishing.charts.trend import (
    Series,
    describe_lines,
    draw_line,
    draw_periods,
    lines_table,
    time_ends,
)
from goldenthread.publishing.figures import Figure


def small_multiples(caption: Caption, lines: list[Series], *, unit: str, decimals: int = 1) -> Figure:
    """Return one small panel a line, three across (one across where narrow), all on the same scale."""
    if not lines:
        raise ValueError("There is no line to draw: say in words why, instead of drawing an empty chart.")
    low, high = span(moment.estimate for line in lines for moment in line.moments)
    ends = widen(low, high, from_zero=low >= 0 and low < 0.4 * high, about=3)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, lines, ends, unit, decimals)

    words = "Small line charts on one scale. " + describe_lines(lines, unit, decimals)
    return make_figure(caption, words, lines_table(caption, lines, unit, decimals), draw)


def _draw(drawing: Drawing, lines: list[Series], ends: tuple[float, float], unit: str, decimals: int) -> float:
    layout = drawing.layout
    size = layout.text
    across_count = 1 if layout.is_narrow else 3
    tick_room = 44 + size
    width = (layout.width - tick_room) / across_count
    height = 100 if layout.is_narrow else 120
    names = [wrap(line.name, width - 12, size, most=2) for line in lines]
    head = size * LINE_HEIGHT * max(len(name) for name in names)
    foot = size * 2.2
    drawing.text(0, size, axis_title(unit), "muted", size=size - 1)
    bottom = 0.0
    for index, (line, name) in enumerate(zip(lines, names, strict=True)):
        column, row = index % across_count, index // across_count
        left = tick_room + column * width
        top = size * 1.4 + row * (head + height + foot) + head
        bottom = top + height
        up = Axis(*ends, bottom, top + 8)
        ticks = up.ticks(3)
        for tick in ticks:
            drawing.line(left, up(tick), left + width - 14, up(tick), "axis" if tick == up.low else "grid")
            if column == 0:
                label = tick_label(tick, unit, tick_decimals(ticks))
                drawing.text(left - 6, up(tick) + size * 0.35, label, "muted", anchor="end", size=size - 1)
        across = Axis(*time_ends(lines), left + 6, left + width - 20)
        for other in lines:
            if other is not line:
                _draw_behind(drawing, other, across, up)
        draw_line(drawing, line, "1", across, up, dots=False)
        drawing.lines(left, top - head + size * 0.9, name, "strong")
        draw_periods(drawing, [line], across, bottom + size * 1.5, size if layout.is_narrow else 13, most=2)
        last = line.last
        if last is None:
            drawing.text(left + 6, top + height / 2, "no values", "halo")
        if last is not None and last.estimate is not None:
            x, y = across(last.time), up(last.estimate.value)
            drawing.circle(x, y, 4, "fill-1")
            value = tick_label(last.estimate.value, unit, decimals)
            drawing.text(x + 4, y - 9, value, "halo", anchor="end")
    return bottom + foot


def _draw_behind(drawing: Drawing, line: Series, across: Axis, up: Axis) -> None:
    """Draw a line of context: no band, no dots."""
    bare = replace(
        line,
        moments=tuple(
            replace(
                moment, estimate=replace(moment.estimate, limits=None, reason="context") if moment.estimate else None
            )
            for moment in line.moments
        ),
    )
    draw_line(drawing, bare, "context", across, up, dots=False)
