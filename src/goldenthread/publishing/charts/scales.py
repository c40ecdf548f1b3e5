"""Axes as drawn: grid lines, tick labels and a title that says the unit in words."""

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.axes import Axis, tick_decimals
from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Drawing, coordinate, text_width, wrap
from goldenthread.publishing.numbers import format_number, format_plain


def tick_label(value: float, unit: str, decimals: int) -> str:
    """Return a tick's number with the unit only where it is one character."""
    return format_number(value, unit if unit in {"%", "£"} else "£" if unit.startswith("£") else "", decimals)


def draw_across(drawing: Drawing, axis: Axis, top: float, bottom: float, unit: str) -> float:
    """Draw a horizontal axis with grid lines between `top` and `bottom`; return the baseline after its title."""
    ticks = axis.ticks(3 if drawing.layout.is_narrow else 6)
    decimals = tick_decimals(ticks)
    size = drawing.layout.text - 1
    for tick in ticks:
        x = axis(tick)
        drawing.line(x, top, x, bottom, "axis" if tick == 0 else "grid")
        label = tick_label(tick, unit, decimals)
        half = text_width(label, size) / 2
        x = min(max(x, half), drawing.layout.width - half)  # the outermost labels stay on the paper
        drawing.text(x, bottom + size * 1.3, label, "muted", anchor="middle", size=size)
    y = bottom + size * 2.7
    return drawing.lines(axis.start, y, wrap(axis_title(unit), axis.end - axis.start, size), "muted", size=size)


def draw_up(drawing: Drawing, axis: Axis, left: float, right: float, unit: str) -> None:
    """Draw a vertical axis: grid lines between `left` and `right`, labels left of them, the unit above."""
    ticks = axis.ticks(4 if drawing.layout.is_narrow else 5)
    decimals = tick_decimals(ticks)
    size = drawing.layout.text - 1
    for tick in ticks:
        y = axis(tick)
        drawing.line(left, y, right, y, "axis" if tick == max(axis.low, 0) else "grid")
        drawing.text(left - 6, y + size * 0.35, tick_label(tick, unit, decimals), "muted", anchor="end", size=size)
    drawing.text(0, axis.end - size * 1.1, axis_title(unit), "muted", size=size)


def room_for_ticks(axis: Axis, unit: str, drawing: Drawing) -> float:
    """Return the width that the labels of a vertical axis need."""
    ticks = axis.ticks(4 if drawing.layout.is_narrow else 5)
    longest = max(len(tick_label(tick, unit, tick_decimals(ticks))) for tick in ticks)
    return longest * drawing.layout.text * 0.6 + 10


def axis_title(unit: str) -> str:
    """Return the unit as words: "Per cent", "£ a week", "Years"."""
    words = {"%": "Per cent", "": "Value", "score": "Score"}.get(unit, unit)
    return words[0].upper() + words[1:]


def draw_interval(drawing: Drawing, axis: Axis, y: float, estimate: Estimate, style: str) -> None:
    """Draw an estimate's interval lying along a horizontal axis, where it has one."""
    if estimate.limits is not None:
        drawing.shows_interval = True
        drawing.line(axis(estimate.limits.lower), y, axis(estimate.limits.upper), y, style)


def draw_whisker(drawing: Drawing, axis: Axis, x: float, estimate: Estimate, width: float = 8) -> None:
    """Draw an estimate's interval standing at `x`, with end bars."""
    if estimate.limits is None:
        return
    drawing.shows_interval = True
    lower, upper = axis(estimate.limits.lower), axis(estimate.limits.upper)
    half = width / 2
    data = "".join(
        [
            f"M{coordinate(x)} {coordinate(lower)}V{coordinate(upper)}",
            *(f"M{coordinate(x - half)} {coordinate(y)}h{coordinate(width)}" for y in (lower, upper)),
        ]
    )
    for style in ("casing", "whisker"):  # a casing in the ground's colour keeps the line visible upon a bar
        drawing.path(data, style)


def draw_key(drawing: Drawing, y: float, marks: list[tuple[str, str, str]]) -> float:
    """Draw a key of (shape, style, words) in one line, or stacked where narrow; return the next baseline."""
    x = 6.0
    size = drawing.layout.text
    for shape, style, words in marks:
        middle = y - size * 0.33
        if shape == "circle":
            drawing.circle(x, middle, 6, style)
        elif shape == "diamond":
            drawing.diamond(x, middle, 7.5, style)
        else:
            drawing.line(x - 6, middle, x + 8, middle, style)
        drawing.text(x + 14, y, words)
        if drawing.layout.is_narrow:
            y += size * LINE_HEIGHT
        else:
            x += 14 + len(words) * size * 0.56 + 26
    return y if drawing.layout.is_narrow else y + size * LINE_HEIGHT


def interval_words(estimate: Estimate | None, unit: str, decimals: int, missing: str = "not available") -> str:
    """Return a value for an alternative text: "34.2% (between 30.1% and 38.0%)"."""
    if estimate is None:
        return missing
    value = format_number(estimate.value, unit, decimals)
    if estimate.limits is None:
        return value
    lower = format_plain(estimate.limits.lower, decimals)
    upper = format_plain(estimate.limits.upper, decimals)
    return f"{value} (between {lower} and {upper})"
