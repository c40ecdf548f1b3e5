"""How big is the gap, for many indicators: most and least deprived on one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.publishing.charts.axes import Axis, span, widen
from goldenthread.publishing.charts.dots import estimate_cells
from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Caption, Drawing, make_figure, text_width, wrap
from goldenthread.publishing.charts.scales import draw_across, draw_interval, draw_key, interval_words
from goldenthread.publishing.figures import Cell, Column, Figure, Table
from goldenthread.publishing.numbers import format_number

#: "own" draws values as they are (one unit for all rows); "average" draws each value divided by the row's average.
Scale = Literal["own", "average"]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One indicator's two ends."""

    label: str
    most_deprived: Estimate
    least_deprived: Estimate
    unit: str
    decimals: int = 1
    average: float | None = None  # the council's value


@dataclass(frozen=True, slots=True)
class Ends:
    """What the two marks and the average are called."""

    most: str = "Most deprived fifth"
    least: str = "Least deprived fifth"
    average: str = "council average"


def dumbbell(caption: Caption, rows: list[GapRow], *, scale: Scale = "own", ends: Ends | None = None) -> Figure:
    """Return the gaps in the order given; rows in different units need ``scale="average"``."""
    ends = ends or Ends()
    _check(rows, scale)
    unit = rows[0].unit if scale == "own" else f"times the {ends.average} (1 is the same as the {ends.average})"
    drawn = [_Drawn(row, *_placed(row, scale)) for row in rows]
    low, high = span([estimate for row in drawn for estimate in (row.most, row.least)], [row.average for row in drawn])
    limits = widen(low, high, from_zero=low >= 0 and low < 0.5 * high)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, drawn, limits, unit, ends)

    return make_figure(caption, _describe(rows, ends), _table(caption, rows, ends), draw)


@dataclass(frozen=True, slots=True)
class _Drawn:
    row: GapRow
    most: Estimate
    least: Estimate
    average: float | None

    def written(self) -> tuple[str, str]:
        """Return the values at the left and at the right, as measured, never divided."""
        unit = self.row.unit
        short = unit if unit == "%" else "£" if unit.startswith("£") else ""
        left, right = sorted((self.row.most_deprived.value, self.row.least_deprived.value))
        return format_number(left, short, self.row.decimals), format_number(right, short, self.row.decimals)


def _check(rows: list[GapRow], scale: Scale) -> None:
    if not rows:
        raise ValueError("There is no gap to draw: say in words why, instead of drawing an empty chart.")
    units = {row.unit for row in rows}
    if scale == "own" and len(units) > 1:
        raise ValueError(f"The rows are in different units ({', '.join(sorted(units))}): use scale='average'.")
    without = [row.label for row in rows if not row.average]
    if scale == "average" and without:
        raise ValueError(f"“{without[0]}” has no average to divide by: leave it out, or draw it in its own unit.")


def _placed(row: GapRow, scale: Scale) -> tuple[Estimate, Estimate, float | None]:
    if scale == "own" or not row.average:
        return row.most_deprived, row.least_deprived, row.average
    return _divided(row.most_deprived, row.average), _divided(row.least_deprived, row.average), 1.0


def _divided(estimate: Estimate, by: float) -> Estimate:
    limits = None
    if estimate.limits is not None:
        ends = sorted((estimate.limits.lower / by, estimate.limits.upper / by))
        limits = Limits(ends[0], ends[1], estimate.limits.level)
    return Estimate(estimate.value / by, limits, estimate.method, estimate.reason)


def _draw(drawing: Drawing, rows: list[_Drawn], limits: tuple[float, float], unit: str, ends: Ends) -> float:
    layout = drawing.layout
    narrow, size = layout.is_narrow, layout.text
    key = [("circle", "fill-1", ends.most), ("diamond", "fill-2", ends.least)]
    if any(row.average is not None for row in rows):
        key.append(("line", "average", ends.average[0].upper() + ends.average[1:]))
    top = draw_key(drawing, size * 1.1, key) - size * 0.4
    values = [value for row in rows for value in row.written()]
    side = max(text_width(value, size) for value in values) + 14
    label_room = 0 if narrow else min(max(text_width(row.row.label, size) for row in rows) + 8, 230)
    axis = Axis(*limits, label_room + side, layout.width - side)
    y = top
    placed: list[tuple[_Drawn, list[str], float]] = []
    for row in rows:
        label = wrap(row.row.label, layout.width if narrow else label_room, size, most=2)
        placed.append((row, label, y))
        y += size * (LINE_HEIGHT * len(label) + 2.2) if narrow else max(36, size * LINE_HEIGHT * len(label) + 12)
    after = draw_across(drawing, axis, top, y, unit)
    for row, label, row_top in placed:
        first = row_top + size * (1.2 if narrow else 1.6 if len(label) == 1 else 1.15)
        drawing.lines(0, first, label, "halo")
        middle = first + size * (LINE_HEIGHT * (len(label) - 1) + 1.1) if narrow else row_top + 20
        _draw_row(drawing, axis, row, middle, size)
    return after


def _draw_row(drawing: Drawing, axis: Axis, row: _Drawn, middle: float, size: int) -> None:
    most, least = axis(row.most.value), axis(row.least.value)
    drawing.line(most, middle, least, middle, "link")
    draw_interval(drawing, axis, middle, row.least, "interval-2")
    draw_interval(drawing, axis, middle, row.most, "interval-1")
    if row.average is not None:
        x = axis(row.average)
        drawing.line(x, middle - 9, x, middle + 9, "average")
    drawing.diamond(least, middle, 7.5, "fill-2")
    drawing.circle(most, middle, 6, "fill-1")
    left, right = row.written()
    edge = min(_edge(axis, row.most, min), _edge(axis, row.least, min))
    drawing.text(edge - 10, middle + size * 0.35, left, "halo", anchor="end")
    edge = max(_edge(axis, row.most, max), _edge(axis, row.least, max))
    drawing.text(edge + 10, middle + size * 0.35, right, "halo")


def _edge(axis: Axis, estimate: Estimate, choose: Callable[..., float]) -> float:
    numbers = [estimate.value]
    if estimate.limits is not None:
        numbers += [estimate.limits.lower, estimate.limits.upper]
    return choose(axis(number) for number in numbers)


def _describe(rows: list[GapRow], ends: Ends) -> str:
    parts = [
        f"{row.label}: {ends.most.lower()} {interval_words(row.most_deprived, row.unit, row.decimals)}, "
        f"{ends.least.lower()} {interval_words(row.least_deprived, row.unit, row.decimals)}"
        + (f", {ends.average} {format_number(row.average, row.unit, row.decimals)}" if row.average is not None else "")
        for row in rows
    ]
    return f"Dumbbell chart of {len(rows)} measure{'' if len(rows) == 1 else 's'}. {'; '.join(parts)}."


def _table(caption: Caption, rows: list[GapRow], ends: Ends) -> Table:
    decimals = max(row.decimals for row in rows)
    columns = [Column("Measure"), Column("Unit")]
    for end in (ends.most, ends.least):
        columns += [Column(end, decimals), Column(f"{end}, lower end", decimals), Column(f"{end}, upper end", decimals)]
    columns.append(Column(ends.average[0].upper() + ends.average[1:], decimals))
    body: list[tuple[Cell, ...]] = [
        (
            row.label,
            row.unit,
            *estimate_cells(row.most_deprived),
            *estimate_cells(row.least_deprived),
            row.average,
        )
        for row in rows
    ]
    return Table(caption.title, tuple(columns), tuple(body), caption.source, ("Lower and upper ends are 95% limits.",))
