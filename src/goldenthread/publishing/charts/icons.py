"""Of how many: one mark a person (or promise), the counted ones filled."""

from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Caption, Drawing, make_figure, wrap
from goldenthread.publishing.figures import Column, Figure, Table

#: More marks than this cannot be counted by eye.
MOST_ICONS = 100


def icon_array(caption: Caption, part: int, whole: int, *, counted: str, others: str) -> Figure:
    """Return `whole` marks of which `part` are filled: "10 of 17 promises kept"."""
    if not 0 <= part <= whole or not 0 < whole <= MOST_ICONS:
        raise ValueError(
            f"An icon array shows up to {MOST_ICONS} marks, and no more of them filled; got {part} of {whole}."
        )

    def draw(drawing: Drawing) -> float:
        return _draw(drawing, part, whole, counted, others)

    words = f"Icon array: {part} of {whole} marks are filled: {counted}. The other {whole - part}: {others}."
    table = Table(
        caption.title,
        (Column("Group"), Column("Number", 0)),
        ((counted, part), (others, whole - part), ("All", whole)),
        caption.source,
    )
    return make_figure(caption, words, table, draw)


def _draw(drawing: Drawing, part: int, whole: int, counted: str, others: str) -> float:
    layout = drawing.layout
    size = layout.text
    columns = min(whole, 10 if layout.is_narrow or whole > 40 else 20)
    step = min((layout.width - 4) / columns, 32)
    radius = step * 0.38
    for index in range(whole):
        x = 2 + step * (index % columns + 0.5)
        y = 2 + step * (index // columns + 0.5)
        if index < part:
            drawing.circle(x, y, radius, "fill-1")
            reach = radius * 0.45
            drawing.polyline([(x - reach, y), (x - reach * 0.2, y + reach * 0.8), (x + reach, y - reach * 0.7)], "tick")
        else:
            drawing.circle(x, y, radius - 1, "hollow")
    y = 2 + step * (-(-whole // columns)) + size * 1.5
    for style, number, words in (("fill-1", part, counted), ("hollow", whole - part, others)):
        drawing.circle(9, y - size * 0.33, 7, style)
        y = drawing.lines(24, y, wrap(f"{number} {words}", layout.width - 28, size))
    return y - size * (LINE_HEIGHT - 0.4)
