"""Where: areas shaded by their value, as outlines or as hexagons, each with its name and value for every reader."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from goldenthread.core.estimates import Estimate
from goldenthread.publishing.charts.dots import estimate_cells, interval_columns
from goldenthread.publishing.charts.drawing import LINE_HEIGHT, Caption, Drawing, make_figure, wrap
from goldenthread.publishing.figures import Cell, Column, Figure, Table
from goldenthread.publishing.maps.classes import Classes, make_classes
from goldenthread.publishing.maps.geometry import Point, centroid, fit_projection, inner_point, path_data, read_rings
from goldenthread.publishing.maps.hexagons import hexagon_path, hexagon_places
from goldenthread.publishing.numbers import format_number


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: its outline (GeoJSON geometry as text), its value or the reason there is none, where it links to."""

    code: str
    name: str
    geometry: str
    estimate: Estimate | None
    missing: str = ""
    link: str = ""
    is_marked: bool = False  # "you are here"

    def __post_init__(self) -> None:
        if self.estimate is None and not self.missing:
            raise ValueError(f"{self.name} has no value: say why in `missing`.")

    def words(self, unit: str, decimals: int) -> str:
        """Return the area's name and value, as read aloud and shown on hover."""
        if self.estimate is None:
            return f"{self.name}: {self.missing}"
        return f"{self.name}: {format_number(self.estimate.value, unit, decimals)}"


@dataclass(frozen=True, slots=True)
class MapStyle:
    """How a map is drawn beside its values."""

    unit: str
    decimals: int = 1
    class_count: int = 5
    is_focusable: bool = True  # every area can be reached with the keyboard
    context: tuple[str, ...] = ()  # outlines drawn over the areas, as of wards over small areas
    is_numbered: bool = False  # each area bears the number of its row in the list, for those who do not know its shape


def choropleth(caption: Caption, areas: list[MapArea], style: MapStyle) -> Figure:
    """Return a map of outlines in sequential blues, darker for higher, with a legend in words."""
    classes = _classes(areas, style)
    rings = [read_rings(area.geometry, area.name) for area in areas]
    context = [read_rings(geometry, "a boundary") for geometry in style.context]
    inner = [inner_point(shape) for shape in rings] if style.is_numbered else []

    def draw(drawing: Drawing) -> float:
        every = [ring for shape in (*rings, *context) for ring in shape]
        projection = fit_projection(every, drawing.layout.width, most_height=drawing.layout.width * 1.25)
        for area, shape in zip(areas, rings, strict=True):
            drawing.raw(_area_element(area, path_data(shape, projection), classes, style))
        for shape in context:
            drawing.path(path_data(shape, projection), "outline")
        _mark(drawing, areas, lambda index: path_data(rings[index], projection))
        if style.is_numbered:
            _number(drawing, areas, [projection(point) for point in inner])
        return _draw_legend(drawing, areas, classes, style, projection.height)

    return _figure(caption, areas, classes, style, draw, "Map")


def hexagon_map(caption: Caption, areas: list[MapArea], style: MapStyle) -> Figure:
    """Return the same map with one hexagon an area: small crowded areas are seen as well as wide empty ones."""
    classes = _classes(areas, style)
    middles = [centroid(read_rings(area.geometry, area.name)) for area in areas]

    def draw(drawing: Drawing) -> float:
        places, radius, height = hexagon_places(middles, drawing.layout.width)
        paths = [hexagon_path(place, radius) for place in places]
        for area, path in zip(areas, paths, strict=True):
            drawing.raw(_area_element(area, path, classes, style))
        _mark(drawing, areas, lambda index: paths[index])
        return _draw_legend(drawing, areas, classes, style, height)

    return _figure(caption, areas, classes, style, draw, "Map of one hexagon an area, about where it lies,")


def _classes(areas: list[MapArea], style: MapStyle) -> Classes:
    values = [area.estimate.value for area in areas if area.estimate is not None]
    return make_classes(values, count=style.class_count, decimals=style.decimals)


def _area_element(area: MapArea, path: str, classes: Classes, style: MapStyle) -> str:
    """Return one area: a link where it leads somewhere, else an image with a name."""
    words = escape(area.words(style.unit, style.decimals))
    shade = "missing" if area.estimate is None else f"seq-{classes.shade(classes.of(area.estimate.value))}"
    shape = f'<path class="gt-c-{shade}" d="{path}"'
    title = f"<title>{words}</title>"
    if area.link:
        focus = "" if style.is_focusable else ' tabindex="-1"'
        return f'<a href="{escape(area.link)}" aria-label="{words}"{focus}>{shape}>{title}</path></a>'
    focus = ' tabindex="0"' if style.is_focusable else ""
    return f'{shape} role="img" aria-label="{words}"{focus}>{title}</path>'


def _mark(drawing: Drawing, areas: list[MapArea], path: Callable[[int], str]) -> None:
    for index, area in enumerate(areas):
        if area.is_marked:
            drawing.path(path(index), "ours")


def _number(drawing: Drawing, areas: list[MapArea], places: list[Point]) -> None:
    size = drawing.layout.text * 0.8
    numbers = {area.code: number for number, area in enumerate(in_order(areas), 1)}
    for area, (x, y) in zip(areas, places, strict=True):
        drawing.text(x, y + size * 0.35, str(numbers[area.code]), "halo", anchor="middle", size=size)


def in_order(areas: list[MapArea]) -> list[MapArea]:
    """Return areas as the list beside a map has them: the highest first, those without a value last."""
    return sorted(
        areas,
        key=lambda area: (area.estimate is None, -(area.estimate.value if area.estimate else 0), area.name),
    )


def _draw_legend(drawing: Drawing, areas: list[MapArea], classes: Classes, style: MapStyle, map_height: float) -> float:
    """Write the classes in words under the map, with how many areas each holds."""
    size = drawing.layout.text
    entries = []
    for number in range(classes.count, 0, -1):
        inside = sum(area.estimate is not None and classes.of(area.estimate.value) == number for area in areas)
        words = f"{classes.words(number, style.unit, style.decimals)} ({_count(inside)})"
        entries.append((f"seq-{classes.shade(number)}", words[0].upper() + words[1:]))
    missing = sorted({area.missing for area in areas if area.estimate is None})
    if missing:
        without = sum(area.estimate is None for area in areas)
        reason = missing[0] if len(missing) == 1 else "no value, for more than one reason"
        entries.append(("missing", f"{reason[0].upper()}{reason[1:]} ({_count(without)})"))
    y = map_height + size * 1.4
    for shade, words in entries:
        drawing.rect(2, y - size * 0.9, 26, size * 1.1, shade)
        y = drawing.lines(38, y, wrap(words, drawing.layout.width - 42, size)) + 4
    return y - size * (LINE_HEIGHT - 0.5)


def _count(number: int) -> str:
    return f"{number} area" if number == 1 else f"{number} areas"


def _figure(
    caption: Caption,
    areas: list[MapArea],
    classes: Classes,
    style: MapStyle,
    draw: Callable[[Drawing], float],
    kind: str,
) -> Figure:
    told = [area for area in in_order(areas) if area.estimate is not None]
    highest, lowest = told[0], told[-1]
    without = len(areas) - len(told)
    words = (
        f"{kind} of {_count(len(areas))} in {classes.count} shade{'' if classes.count == 1 else 's'} of blue, "
        f"one for each range of values. Highest: {highest.words(style.unit, style.decimals)}. "
        f"Lowest: {lowest.words(style.unit, style.decimals)}."
    )
    if without:
        words += f" {_count(without)} without a value."
    if style.is_numbered:
        words += " Each area bears the number of its row in the list."
    rows: list[tuple[Cell, ...]] = [
        (f"{number}.\u00a0{area.name}" if style.is_numbered else area.name, area.code, *estimate_cells(area.estimate),
         area.missing)
        for number, area in enumerate(in_order(areas), 1)
    ]  # fmt: skip
    unit = style.unit
    columns = (
        Column("Area"),
        Column("Code"),
        Column(f"Value ({unit})" if unit else "Value", style.decimals),
        *interval_columns(style.decimals),
        Column("Note"),
    )
    return make_figure(caption, words, Table(caption.title, columns, tuple(rows), caption.source), draw, role="group")
