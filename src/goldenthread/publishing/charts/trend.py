"""Is it changing: lines over time with their interval band, named at the line's end."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.axes import Axis, span, widen
from goldenthread.publishing.charts.dots import estimate_cells
from goldenthread.publishing.charts.drawing import (
    LINE_HEIGHT,
    Caption,
    Drawing,
    Layout,
    make_figure,
    spread,
    text_width,
    wrap,
)
from goldenthread.publishing.charts.scales import draw_up, interval_words, room_for_ticks, tick_label
from goldenthread.publishing.figures import Cell, Column, Figure, Table

#: Past this many lines a picture is a tangle: small multiples show them better.
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """One period: its name as printed ("2016 to 2020") and its place in time, in years."""

    label: str
    time: float
    estimate: Estimate | None  # None: nothing was published, and the line is broken


@dataclass(frozen=True, slots=True)
class Series:
    """One line; `is_context` draws it grey."""

    name: str
    moments: tuple[Moment, ...]
    is_context: bool = False

    def __post_init__(self) -> None:
        times = [moment.time for moment in self.moments]
        if times != sorted(set(times)):
            raise ValueError(f"The periods of “{self.name}” are not in the order of time, or one comes twice.")

    @property
    def last(self) -> Moment | None:
        """The latest period that has a value."""
        return next((moment for moment in reversed(self.moments) if moment.estimate is not None), None)

    def runs(self) -> list[list[Moment]]:
        """Return the stretches without a missing period."""
        runs: list[list[Moment]] = [[]]
        for moment in self.moments:
            if moment.estimate is None:
                runs.append([])
            else:
                runs[-1].append(moment)
        return [run for run in runs if run]


def trend(caption: Caption, lines: list[Series], *, unit: str, decimals: int = 1, verdict: str = "") -> Figure:
    """Return up to four lines over time; `verdict` is said in words beside the first line's end."""
    if not 1 <= len(lines) <= MOST_LINES:
        raise ValueError(f"A trend shows one to {MOST_LINES} lines; got {len(lines)}. Use small multiples for more.")
    low, high = span(moment.estimate for line in lines for moment in line.moments)
    ends = widen(low, high, from_zero=low >= 0 and low < 0.4 * high)

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, lines, ends, unit, decimals, verdict)

    return make_figure(
        caption, describe_lines(lines, unit, decimals, verdict), lines_table(caption, lines, unit, decimals), draw
    )


def line_styles(lines: list[Series]) -> list[str]:
    """Return a style for each line: grey for context, then the palette in order."""
    styles, next_colour = [], 1
    for line in lines:
        if line.is_context:
            styles.append("context")
        else:
            styles.append(str(next_colour))
            next_colour += 1
    return styles


def draw_line(drawing: Drawing, line: Series, style: str, across: Axis, up: Axis, *, dots: bool = True) -> None:
    """Draw a line's bands, strokes and dots."""
    for run in line.runs():
        band = [(moment, moment.estimate.limits) for moment in run if moment.estimate and moment.estimate.limits]
        if band:
            drawing.shows_interval = True
        if len(band) > 1:
            above = [(across(moment.time), up(limits.upper)) for moment, limits in band]
            below = [(across(moment.time), up(limits.lower)) for moment, limits in reversed(band)]
            drawing.polygon(above + below, f"band-{style}")
        elif band:
            x = across(band[0][0].time)
            drawing.line(x, up(band[0][1].lower), x, up(band[0][1].upper), "whisker")
    for run in line.runs():
        points = [(across(moment.time), up(moment.estimate.value)) for moment in run if moment.estimate]
        if len(points) > 1:
            drawing.polyline(points, f"line-{style}")
        if dots or len(points) == 1:
            for x, y in points:
                drawing.circle(x, y, 4, f"fill-{style}")


def time_ends(lines: list[Series]) -> tuple[float, float]:
    """Return the first and last time, apart even when there is only one."""
    times = [moment.time for line in lines for moment in line.moments]
    first, last = min(times), max(times)
    return (first - 0.5, last + 0.5) if first == last else (first, last)


def draw_periods(drawing: Drawing, lines: list[Series], across: Axis, y: float, size: float, *, most: int) -> None:
    """Write the names of the first and last period, and of those between as there is room.

    The names stay between eight units left and right of the axis, where the panels beside it begin.
    """
    periods = {moment.time: moment.label for line in lines for moment in line.moments}
    times = sorted(periods)
    room = max(min(int(abs(across.end - across.start) / (_widest(periods, size) + 12)) + 1, most), 2)
    step = max(-(-(len(times) - 1) // (room - 1)), 1)
    taken: list[tuple[float, float]] = []
    for time in dict.fromkeys([times[-1], times[0], *times[::-1][::step]]):  # the two ends go first
        half = text_width(periods[time], size) / 2
        x = min(max(across(time), across.start - 8 + half), across.end + 8 - half)
        if any(x - half < right + 4 and left < x + half + 4 for left, right in taken):
            continue
        taken.append((x - half, x + half))
        drawing.line(across(time), y - size * 1.35, across(time), y - size, "axis")
        drawing.text(x, y, periods[time], "muted", anchor="middle", size=size)


def _widest(periods: dict[float, str], size: float) -> float:
    return max(text_width(label, size) for label in periods.values())


def _draw(
    drawing: Drawing, lines: list[Series], ends: tuple[float, float], unit: str, decimals: int, verdict: str
) -> float:
    layout = drawing.layout
    size = layout.text
    words = _end_words(lines, unit, decimals, verdict, layout)
    widest = max(text_width(line, size) for block in words for line in block)
    top = size * 2.6
    bottom = top + (190 if layout.is_narrow else 250)
    up = Axis(*ends, bottom, top)
    left = room_for_ticks(up, unit, drawing)
    right = layout.width - 6 if layout.is_narrow else layout.width - widest - (34 if len(lines) > 1 else 12)
    draw_up(drawing, up, left, right, unit)
    across = Axis(*time_ends(lines), left + 8, right - 8)
    styles = line_styles(lines)
    for line, style in sorted(zip(lines, styles, strict=True), key=lambda pair: not pair[0].is_context):
        draw_line(drawing, line, style, across, up)
    draw_periods(drawing, lines, across, bottom + size * 1.6, size - 1, most=3 if layout.is_narrow else 6)
    if layout.is_narrow:
        return _label_below(drawing, words, styles, bottom + size * 3.4)
    lowest = _label_ends(drawing, lines, words, styles, up, right)
    return max(bottom + size * 2.4, lowest)


def _label_ends(
    drawing: Drawing, lines: list[Series], words: list[list[str]], styles: list[str], up: Axis, right: float
) -> float:
    """Name each line at its end beside a piece of it, labels apart from each other; return how far down they reach."""
    size = drawing.layout.text
    positions = [up(line.last.estimate.value) if line.last and line.last.estimate else up.start for line in lines]
    heights = [size * (LINE_HEIGHT * len(block) + 0.2) for block in words]
    lowest = 0.0
    starts = spread([position - size * 0.6 for position in positions], heights, up.end, up.start + size * 1.5)
    for block, style, start in zip(words, styles, starts, strict=True):
        if len(lines) > 1:
            drawing.line(right + 4, start + size * 0.6, right + 22, start + size * 0.6, f"line-{style}")
        lowest = max(lowest, drawing.lines(right + (28 if len(lines) > 1 else 6), start + size * 0.95, block))
    return lowest


def _end_words(lines: list[Series], unit: str, decimals: int, verdict: str, layout: Layout) -> list[list[str]]:
    room = layout.width - 44 if layout.is_narrow else 150
    blocks = []
    for index, line in enumerate(lines):
        value = ""
        if line.last is not None and line.last.estimate is not None:
            value = " " + tick_label(line.last.estimate.value, unit, decimals)
        block = wrap(f"{line.name}{value}", room, layout.text)
        if index == 0 and verdict:
            block += wrap(verdict, room, layout.text)
        blocks.append(block)
    return blocks


def _label_below(drawing: Drawing, words: list[list[str]], styles: list[str], y: float) -> float:
    size = drawing.layout.text
    for block, style in zip(words, styles, strict=True):
        drawing.line(2, y - size * 0.33, 28, y - size * 0.33, f"line-{style}")
        y = drawing.lines(36, y, block) + size * 0.25
    return y - size * 0.8


def describe_lines(lines: list[Series], unit: str, decimals: int, verdict: str = "") -> str:
    """Return what a line chart shows: each line's first and last value, and the verdict."""
    parts = []
    for line in lines:
        told = [moment for moment in line.moments if moment.estimate is not None]
        if not told:
            parts.append(f"{line.name}: no values")
            continue
        first, last = told[0], told[-1]
        words = f"{line.name}: {interval_words(first.estimate, unit, decimals)} in {first.label}"
        if last is not first:
            words += f", {interval_words(last.estimate, unit, decimals)} in {last.label}"
        parts.append(words)
    count = "one line" if len(lines) == 1 else f"{len(lines)} lines"
    return f"Line chart over time of {count}. {'; '.join(parts)}." + (f" {verdict.rstrip('.')}." if verdict else "")


def lines_table(caption: Caption, lines: list[Series], unit: str, decimals: int) -> Table:
    """Return one row a line and period."""
    columns = (
        Column("Line"),
        Column("Period"),
        Column(f"Value ({unit})" if unit else "Value", decimals),
        Column("95% interval, lower end", decimals),
        Column("95% interval, upper end", decimals),
    )
    rows: list[tuple[Cell, ...]] = [
        (line.name, moment.label, *estimate_cells(moment.estimate)) for line in lines for moment in line.moments
    ]
    return Table(caption.title, columns, tuple(rows), caption.source)
