"""SVG by hand: one drawing, its escaped elements, and the two layouts every chart is drawn in."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from goldenthread.publishing.figures import Figure, Table


@dataclass(frozen=True, slots=True)
class Layout:
    """The paper a chart is drawn on. Text sizes are in the drawing's own units."""

    name: str
    width: int
    text: int
    is_narrow: bool


#: About the width of a text column on a desk screen.
WIDE = Layout("wide", 640, 15, False)
#: A phone of 320 px: its labels are as large as the text around it.
NARROW = Layout("narrow", 320, 16, True)

LINE_HEIGHT = 1.25

#: Said under every picture that draws an interval.
INTERVAL_NOTE = (
    "Bars, bands and thin lines around a value show its 95% interval: how far the true value may lie from it."
)


def coordinate(number: float) -> str:
    """Return a coordinate to a tenth of a unit, without needless zeros."""
    text = f"{number:.1f}"
    return text[:-2] if text.endswith(".0") else text


class Drawing:
    """Collects the elements of one SVG picture. Colours come from classes, never from the drawing."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.elements: list[str] = []
        self.shows_interval = False  # set by whoever draws one, so that the figure can say what it is

    def _add(self, tag: str, attributes: dict[str, str | float], content: str | None = None) -> None:
        written = "".join(
            f' {name}="{coordinate(value) if isinstance(value, (int, float)) else escape(value)}"'
            for name, value in attributes.items()
            if value != ""
        )
        self.elements.append(f"<{tag}{written}/>" if content is None else f"<{tag}{written}>{content}</{tag}>")

    def text(
        self, x: float, y: float, words: str, style: str = "text", *, anchor: str = "start", size: float = 0
    ) -> None:
        """Write one line of text; `y` is its baseline."""
        attributes: dict[str, str | float] = {"class": f"gt-c-{style}", "x": x, "y": y}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        attributes["font-size"] = size or self.layout.text
        self._add("text", attributes, escape(words))

    def lines(
        self, x: float, y: float, lines: list[str], style: str = "text", *, anchor: str = "start", size: float = 0
    ) -> float:
        """Write lines under each other and return the baseline after the last."""
        for line in lines:
            self.text(x, y, line, style, anchor=anchor, size=size)
            y += (size or self.layout.text) * LINE_HEIGHT
        return y

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
        """Draw a straight line."""
        self._add("line", {"class": f"gt-c-{style}", "x1": x1, "y1": y1, "x2": x2, "y2": y2})

    def rect(self, x: float, y: float, width: float, height: float, style: str) -> None:
        """Draw a rectangle."""
        self._add("rect", {"class": f"gt-c-{style}", "x": x, "y": y, "width": width, "height": height})

    def circle(self, x: float, y: float, radius: float, style: str) -> None:
        """Draw a circle."""
        self._add("circle", {"class": f"gt-c-{style}", "cx": x, "cy": y, "r": radius})

    def path(self, data: str, style: str) -> None:
        """Draw a path from its data."""
        self._add("path", {"class": f"gt-c-{style}", "d": data})

    def polyline(self, points: list[tuple[float, float]], style: str) -> None:
        """Draw a line through points."""
        self.path("M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points), style)

    def polygon(self, points: list[tuple[float, float]], style: str) -> None:
        """Draw a closed shape."""
        self.path("M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points) + "Z", style)

    def diamond(self, x: float, y: float, radius: float, style: str) -> None:
        """Draw a diamond: a mark told from a circle without its colour."""
        self.polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], style)

    def raw(self, element: str) -> None:
        """Add an element that is already written and escaped."""
        self.elements.append(element)

    def to_svg(self, identifier: str, title: str, description: str, height: float, *, role: str = "img") -> str:
        """Return the whole picture, named for assistive technology."""
        name = f"{identifier}-{self.layout.name}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="gt-c gt-c--{self.layout.name}" '
            f'viewBox="0 0 {self.layout.width} {round(height)}" role="{role}" '
            f'aria-labelledby="{escape(name)}-title" aria-describedby="{escape(name)}-desc">'
            f'<title id="{escape(name)}-title">{escape(title)}</title>'
            f'<desc id="{escape(name)}-desc">{escape(description)}</desc>'
            f"{''.join(self.elements)}</svg>"
        )


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said about a picture: an `identifier` unique on its page, a title that says the finding, the source."""

    identifier: str
    title: str
    source: str = ""


def make_figure(
    caption: Caption, alternative_text: str, table: Table, draw: Callable[[Drawing], float], *, role: str = "img"
) -> Figure:
    """Draw on both layouts; `draw` fills a drawing and returns the height it used."""
    pictures = []
    note = ""
    for layout in (WIDE, NARROW):
        drawing = Drawing(layout)
        height = draw(drawing)
        note = INTERVAL_NOTE if drawing.shows_interval else ""
        pictures.append(drawing.to_svg(caption.identifier, caption.title, alternative_text, height, role=role))
    return Figure(
        pictures[0], pictures[1], caption.title, alternative_text, table.without_empty_columns(), caption.source, note
    )


def text_width(words: str, size: float) -> float:
    """Return about how wide a text is; a little generous, since fonts differ."""
    return size * sum(_character_width(character) for character in words)


def _character_width(character: str) -> float:
    """Return the width of one character in ems, measured on Atkinson Hyperlegible and rounded up."""
    if character in "iljtfr.,:;'’|!()[] ":
        return 0.36
    if character in "mwMW@%—":
        return 0.92
    return 0.68 if character.isupper() else 0.58


def wrap(words: str, width: float, size: float, *, most: int = 3) -> list[str]:
    """Break a label into lines no wider than `width`; beyond `most` lines it ends in an ellipsis."""
    lines: list[str] = [""]
    for word in words.split():
        candidate = f"{lines[-1]} {word}".strip()
        if text_width(candidate, size) <= width or not lines[-1]:
            lines[-1] = candidate
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(",;:") + " …"]
    return lines


def spread(positions: list[float], heights: list[float], top: float, bottom: float) -> list[float]:
    """Move labels apart so that none reaches into the next, in their order; they pass `bottom` only if they must."""
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    placed: list[float] = []
    for index in order:
        least = placed[-1] + heights[order[len(placed) - 1]] if placed else top
        placed.append(max(positions[index], least))
    limit = bottom
    for step in range(len(placed) - 1, -1, -1):
        limit -= heights[order[step]]
        placed[step] = min(placed[step], limit)
        limit = placed[step]
    if placed and placed[0] < top:  # too many for the room: from the top down, past the bottom
        placed[0] = top
        for step in range(1, len(placed)):
            placed[step] = max(placed[step], placed[step - 1] + heights[order[step - 1]])
    result = [0.0] * len(positions)
    for index, position in zip(order, placed, strict=True):
        result[index] = position
    return result
