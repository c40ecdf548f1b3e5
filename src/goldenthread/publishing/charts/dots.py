"""Dot and interval, by group or by area: is this one different?"""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.axes import Axis, span, widen
from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Caption, Drawing, make_figure, text_width, wrap
from goldenthread.publishing.charts.scales import draw_across, draw_interval, interval_words
from goldenthread.publishing.figures import Column, Figure, Table
from goldenthread.publishing.numbers import format_number


@dataclass(frozen=True, slots=True)
class Dot:
    """One group or area; without an estimate, `missing` says why ("too few to say")."""

    label: str
    estimate: Estimate | None
    missing: str = ""
    is_marked: bool = False  # the one the title speaks of

    def __post_init__(self) -> None:
        if self.estimate is None and not self.missing:
            raise ValueError(f"“{self.label}” has no value: say why in `missing`.")


@dataclass(frozen=True, slots=True)
class Reference:
    """A line to compare with: the council's or England's value."""

    label: str
    value: float


def dot_and_interval(
    caption: Caption, dots: list[Dot], *, unit: str, decimals: int = 1, reference: Reference | None = None
) -> Figure:
    """Return one dot a row with its interval, in the order given, against a reference line."""
    low, high = span((dot.estimate for dot in dots), [reference.value] if reference else [])
    ends = widen(low, high, from_zero=low >= 0 and low < 0.5 * high)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, dots, ends, unit, decimals, reference)

    return make_figure(caption, _describe(dots, unit, decimals, reference), _table(caption, dots, unit, decimals), draw)


def _draw(
    drawing: Drawing,
    dots: list[Dot],
    ends: tuple[float, float],
    unit: str,
    decimals: int,
    reference: Reference | None,
) -> float:
    layout = drawing.layout
    narrow, size = layout.is_narrow, layout.text
    value_room = max(text_width(_written(dot, unit, decimals), size) for dot in dots if dot.estimate) + 8
    label_room = 0 if narrow else min(max(text_width(dot.label, size) for dot in dots) + 16, 220)
    axis = Axis(*ends, label_room + 10, layout.width - (14 if narrow else value_room + 14))
    top = size * (2.2 if reference else 0.4)
    y = top + size * 0.3
    rows: list[tuple[Dot, list[str], float]] = []
    for dot in dots:
        room = layout.width - value_room - 8 if narrow else label_room - 12
        label = wrap(dot.label, room, size, most=2)
        height = size * (LINE_HEIGHT * len(label) + 1.7) if narrow else max(28, size * LINE_HEIGHT * len(label) + 10)
        rows.append((dot, label, y))
        y += height
    bottom = y
    after = draw_across(drawing, axis, top, bottom, unit)
    if reference is not None:
        _draw_reference(drawing, axis, reference, top, bottom, unit, decimals)
    for dot, label, row_top in rows:
        label_y = row_top + size * 1.1
        middle = label_y + size * (LINE_HEIGHT * (len(label) - 1) + 0.85) if narrow else label_y - size * 0.33
        drawing.lines(0, label_y, label, "halo-strong" if dot.is_marked else "halo")
        if dot.estimate is None:
            drawing.text(0 if narrow else axis.start, middle + size * 0.35, dot.missing, "halo")
            continue
        draw_interval(drawing, axis, middle, dot.estimate, "interval-1" if dot.is_marked else "interval-context")
        drawing.circle(axis(dot.estimate.value), middle, 6, "fill-1" if dot.is_marked else "fill-context")
        drawing.text(layout.width, label_y, _written(dot, unit, decimals), anchor="end")
    return after


def _written(dot: Dot, unit: str, decimals: int) -> str:
    short = unit if unit == "%" or unit.startswith("£") else ""
    return format_number(dot.estimate.value, short[:1], decimals) if dot.estimate else ""


def _draw_reference(
    drawing: Drawing, axis: Axis, reference: Reference, top: float, bottom: float, unit: str, decimals: int
) -> None:
    x = axis(reference.value)
    drawing.line(x, top - 4, x, bottom, "reference")
    words = f"{reference.label} {format_number(reference.value, unit, decimals)}"
    half = text_width(words, drawing.layout.text) / 2
    centre = min(max(x, half), drawing.layout.width - half)
    drawing.text(centre, drawing.layout.text, words, anchor="middle")


def _describe(dots: list[Dot], unit: str, decimals: int, reference: Reference | None) -> str:
    rows = "; ".join(f"{dot.label}: {interval_words(dot.estimate, unit, decimals, dot.missing)}" for dot in dots)
    against = (
        f" The line marks {reference.label}: {format_number(reference.value, unit, decimals)}." if reference else ""
    )
    return f"Dot chart of {len(dots)} rows, each with its 95% interval where there is one. {rows}.{against}"


def _table(caption: Caption, dots: list[Dot], unit: str, decimals: int) -> Table:
    return Table(
        caption.title,
        (Column("Name"), Column(_heading(unit), decimals), *interval_columns(decimals), Column("Note")),
        tuple((dot.label, *estimate_cells(dot.estimate), dot.missing) for dot in dots),
        caption.source,
    )


def _heading(unit: str) -> str:
    return f"Value ({unit})" if unit else "Value"


def interval_columns(decimals: int) -> tuple[Column, Column]:
    """Return the two columns of a 95% interval."""
    return Column("95% interval, lower end", decimals), Column("95% interval, upper end", decimals)


def estimate_cells(estimate: Estimate | None) -> tuple[float | None, float | None, float | None]:
    """Return value, lower and upper limit, each None where there is none."""
    if estimate is None:
        return None, None, None
    if estimate.limits is None:
        return estimate.value, None, None
    return estimate.value, estimate.limits.lower, estimate.limits.upper
