"""Against others: one mark a council on a line, ours marked and named."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.axes import Axis, span, widen
from goldenthread.publishing.charts.dots import estimate_cells, interval_columns
from goldenthread.publishing.charts.drawing import Caption, Drawing, make_figure, text_width, wrap
from goldenthread.publishing.charts.scales import draw_across, draw_interval, interval_words
from goldenthread.publishing.figures import Cell, Column, Figure, Table
from goldenthread.publishing.numbers import format_number


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One council (or area) and its value."""

    name: str
    estimate: Estimate
    is_ours: bool = False


def strip_of_neighbours(
    caption: Caption,
    neighbours: list[Neighbour],
    *,
    unit: str,
    decimals: int = 1,
    rank_words: str = "",
    reference: tuple[str, float] | None = None,
) -> Figure:
    """Return a strip with ours, the lowest and the highest named; `rank_words` says the rank."""
    ours = [neighbour for neighbour in neighbours if neighbour.is_ours]
    if len(ours) != 1:
        raise ValueError(f"A strip marks exactly one council as ours; got {len(ours)}.")
    low, high = span((item.estimate for item in neighbours), [reference[1]] if reference else [])
    ends = widen(low, high, from_zero=False)
    ordered = sorted(neighbours, key=lambda neighbour: neighbour.estimate.value)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, ordered, ours[0], ends, (unit, decimals), rank_words, reference)

    words = (
        f"Strip of {len(neighbours)} councils. {ours[0].name}: {interval_words(ours[0].estimate, unit, decimals)}. "
        f"Lowest: {ordered[0].name}, {format_number(ordered[0].estimate.value, unit, decimals)}. "
        f"Highest: {ordered[-1].name}, {format_number(ordered[-1].estimate.value, unit, decimals)}."
    )
    if reference:
        words += f" {reference[0]}: {format_number(reference[1], unit, decimals)}."
    if rank_words:
        words += f" {rank_words.rstrip('.')}."
    rows: list[tuple[Cell, ...]] = [(item.name, *estimate_cells(item.estimate)) for item in ordered]
    columns = (
        Column("Council"),
        Column(f"Value ({unit})" if unit else "Value", decimals),
        *interval_columns(decimals),
    )
    return make_figure(caption, words, Table(caption.title, columns, tuple(rows), caption.source), draw)


def _draw(
    drawing: Drawing,
    ordered: list[Neighbour],
    ours: Neighbour,
    ends: tuple[float, float],
    form: tuple[str, int],
    rank_words: str,
    reference: tuple[str, float] | None,
) -> float:
    unit, decimals = form
    layout = drawing.layout
    size = layout.text
    axis = Axis(*ends, 16, layout.width - 16)
    heading = wrap(f"{ours.name} {format_number(ours.estimate.value, unit, decimals)}", layout.width, size)
    rank_lines = wrap(rank_words, layout.width, size) if rank_words else []
    widest = max(text_width(line, size) for line in heading + rank_lines)
    centre = min(max(axis(ours.estimate.value), widest / 2), layout.width - widest / 2)
    y = drawing.lines(centre, size, heading, "strong", anchor="middle")
    y = drawing.lines(centre, y, rank_lines, anchor="middle")
    middle = y + 26
    bottom = middle + 34
    after = draw_across(drawing, axis, middle - 22, bottom + size * (4.2 if reference else 2.4), unit)
    for item in ordered:
        if not item.is_ours:
            drawing.circle(axis(item.estimate.value), middle, 6, "hollow")
    if reference is not None:
        _draw_reference(drawing, axis(reference[1]), middle, bottom + size * 3.1, reference, form)
    draw_interval(drawing, axis, middle, ours.estimate, "interval-1")
    drawing.diamond(axis(ours.estimate.value), middle, 11, "fill-1")
    drawing.line(axis(ours.estimate.value), y - size * 0.6, axis(ours.estimate.value), middle - 13, "average")
    _name_ends(drawing, axis, ordered, bottom + size * 0.4)
    return after


def _draw_reference(
    drawing: Drawing, x: float, middle: float, label_y: float, reference: tuple[str, float], form: tuple[str, int]
) -> None:
    words = f"{reference[0]} {format_number(reference[1], *form)}"
    half = text_width(words, drawing.layout.text) / 2
    drawing.line(x, middle - 18, x, label_y - drawing.layout.text, "reference")
    drawing.text(min(max(x, half), drawing.layout.width - half), label_y, words, "halo", anchor="middle")


def _name_ends(drawing: Drawing, axis: Axis, ordered: list[Neighbour], y: float) -> None:
    """Name the lowest and the highest council, unless ours is that one."""
    size, width = drawing.layout.text - 1, drawing.layout.width
    for item, side in ((ordered[0], "low"), (ordered[-1], "high")):
        if item.is_ours:
            continue
        name = wrap(item.name, width * 0.46, size, most=2)
        room = max(text_width(line, size) for line in name)
        x = axis(item.estimate.value)
        x = min(max(x - 8, 0), width / 2 - room) if side == "low" else max(min(x + 8, width), width / 2 + room)
        drawing.lines(max(x, 0), y, name, "halo", anchor="start" if side == "low" else "end", size=size)
