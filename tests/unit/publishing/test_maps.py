"""Maps: their pixels, their paths, their words and their weight."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst
from PIL import Image
from tests.conftest import missing
from tests.factories.made_up_figures import AWKWARD, estimate, map_areas, square, wiggly_areas

from goldenthread.publishing.charts import Caption
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.maps import MapArea, MapStyle, OutlineError, choropleth, hexagon_map
from goldenthread.publishing.maps.classes import make_classes
from goldenthread.publishing.maps.geometry import (
    centroid,
    fit_projection,
    inner_point,
    path_data,
    read_rings,
    signed_area,
)
from goldenthread.publishing.maps.hexagons import hexagon_places
from goldenthread.publishing.stylesheet import palette, standalone

CAPTION = Caption("map", "Where it is highest")
SVG = "{http://www.w3.org/2000/svg}"


def paint(figure: Figure, folder: Path) -> Image.Image:
    """Return the wide map as pixels, one a unit."""
    (folder / "map.svg").write_text(standalone(figure.svg_wide), encoding="utf-8")
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("map.svg", width: 640pt)'
    (folder / "main.typ").write_text(source, encoding="utf-8")
    typst.compile(str(folder / "main.typ"), output=str(folder / "map.png"), ppi=72, ignore_system_fonts=True)
    return Image.open(folder / "map.png").convert("RGB")


def colour(name: str) -> tuple[int, int, int]:
    code = palette()[name]
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def middle_of(path: str) -> tuple[int, int]:
    """Return the middle of a relative path's box."""
    start, steps = re.match(r"M(-?\d+ -?\d+)l(.*)z", path).groups()  # type: ignore[union-attr]
    x, y = (int(number) for number in start.split())
    xs, ys = [x], [y]
    numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        xs.append(x)
        ys.append(y)
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2


def test_every_area_is_painted_in_the_shade_of_its_class_and_nothing_floods_the_canvas(tmp_path: Path) -> None:
    areas = map_areas()
    figure = choropleth(CAPTION, areas, MapStyle("%"))
    image = paint(figure, tmp_path)
    classes = make_classes([area.estimate.value for area in areas if area.estimate])
    shapes = [
        element
        for element in ElementTree.fromstring(figure.svg_wide).iter(f"{SVG}path")
        if re.search("seq|missing", element.get("class", ""))
    ]
    assert len(shapes) == len(areas)
    for area, shape in zip(areas, shapes, strict=True):
        expected = f"seq-{classes.shade(classes.of(area.estimate.value))}" if area.estimate else "missing"
        assert image.getpixel(middle_of(shape.get("d", ""))) == colour(expected), area.name
    assert image.getpixel((1, 1)) == (255, 255, 255)


def test_hexagons_are_painted_apart_from_each_other(tmp_path: Path) -> None:
    areas = map_areas(columns=6, rows=5)
    image = paint(hexagon_map(CAPTION, areas, MapStyle("%")), tmp_path)
    counted = image.getcolors(maxcolors=1_000_000) or []
    by_colour = {pixel: count for count, pixel in counted}
    for shade in range(1, 6):
        assert by_colour.get(colour(f"seq-{shade}"), 0) > 1000
    assert by_colour[(255, 255, 255)] > image.width * image.height * 0.1


def test_outer_rings_run_clockwise_and_holes_against_them_whatever_the_source() -> None:
    outer = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    hole = [(0.3, 0.3), (0.3, 0.6), (0.6, 0.6), (0.6, 0.3), (0.3, 0.3)]
    for rings in ([outer, hole], [outer[::-1], hole[::-1]]):
        projection = fit_projection(rings, 100)
        data = path_data(rings, projection)
        first, second = (_corners(part) for part in data.split("z")[:2])
        assert signed_area(first) > 0
        assert signed_area(second) < 0


def test_parts_wound_either_way_are_both_filled_and_a_hole_stays_open(tmp_path: Path) -> None:
    def ring(west: float, south: float, side: float, *, backwards: bool) -> list[list[float]]:
        corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
        points = [[west + x * 1.68, south + y] for x, y in corners]
        return points[::-1] if backwards else points

    parts = [
        [ring(-2.0, 53.0, 0.3, backwards=False), ring(-1.832, 53.1, 0.1, backwards=False)],
        [ring(-1.0, 53.0, 0.3, backwards=True)],
    ]
    geometry = json.dumps({"type": "MultiPolygon", "coordinates": parts})
    image = paint(choropleth(CAPTION, [MapArea("X", "Two parts", geometry, estimate(1))], MapStyle("%")), tmp_path)
    projection = fit_projection(read_rings(geometry, "x"), 640)

    def seen(longitude: float, latitude: float) -> tuple[int, ...]:
        x, y = projection((longitude, latitude))
        return tuple(image.getpixel((round(x), round(y))))  # type: ignore[arg-type]

    assert seen(-1.95, 53.15) == colour("seq-3")
    assert seen(-0.75, 53.15) == colour("seq-3")
    assert seen(-1.75, 53.15) == (255, 255, 255)  # the hole
    assert seen(-1.25, 53.15) == (255, 255, 255)  # between the parts


def test_an_area_too_small_to_be_seen_can_still_be_reached() -> None:
    tiny = MapArea("T", "Tiny", square(0, 0, clockwise=True, side=0.00001), estimate(3))
    figure = choropleth(CAPTION, [*map_areas(), tiny], MapStyle("%"))
    for svg in (figure.svg_wide, figure.svg_narrow):
        paths = {
            element.get("aria-label"): element.get("d") for element in ElementTree.fromstring(svg).iter(f"{SVG}path")
        }
        assert re.fullmatch(r"M\d+ \d+l1 0 0 1-1 0z", paths["Tiny: 3.0%"] or "")


def _corners(part: str) -> list[tuple[float, float]]:
    numbers = [int(number) for number in re.findall(r"-?\d+", part)]
    x, y = numbers[0], numbers[1]
    corners = [(float(x), float(y))]
    for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + step_x, y + step_y
        corners.append((float(x), float(y)))
    return corners


def test_north_is_up_and_east_is_right() -> None:
    rings = [[(-2.0, 53.0), (-1.0, 53.0), (-1.0, 54.0), (-2.0, 54.0)]]
    projection = fit_projection(rings, 640)
    assert projection((-2.0, 54.0))[1] < projection((-2.0, 53.0))[1]
    assert projection((-1.0, 53.0))[0] > projection((-2.0, 53.0))[0]
    east, north = projection((-1.0, 54.0)), projection((-2.0, 54.0))
    south = projection((-2.0, 53.0))
    assert (east[0] - north[0]) / (south[1] - north[1]) == pytest.approx(0.595, abs=0.01)  # cos 53.5°


def test_every_area_has_its_name_and_value_for_keyboard_ear_and_pointer() -> None:
    areas = map_areas()
    for make in (choropleth, hexagon_map):
        root = ElementTree.fromstring(make(CAPTION, areas, MapStyle("%")).svg_narrow)
        links = {element.get("href"): element for element in root.iter(f"{SVG}a")}
        labels = {element.get("aria-label") for element in root.iter() if element.get("aria-label")}
        assert labels == {area.words("%", 1) for area in areas}
        for area in areas:
            if area.link:
                assert links[area.link].get("aria-label") == area.words("%", 1)
        reachable = [element for element in root.iter(f"{SVG}path") if element.get("tabindex") == "0"]
        assert len(reachable) + len(links) == len(areas)
        assert {title.text for title in root.iter(f"{SVG}title")} >= labels
        assert root.get("role") == "group"


def test_areas_can_be_kept_out_of_the_order_of_the_keyboard() -> None:
    svg = choropleth(CAPTION, map_areas(), MapStyle("%", is_focusable=False)).svg_wide
    assert 'tabindex="0"' not in svg
    assert svg.count('tabindex="-1"') == svg.count("<a ")


def test_names_and_links_are_escaped() -> None:
    svg = choropleth(CAPTION, map_areas(), MapStyle("%")).svg_wide
    assert AWKWARD not in svg
    assert "&lt;under 5&gt;" in svg
    assert "?a=1&amp;b=2" in svg


def test_the_legend_says_each_class_in_words_with_its_areas_and_why_some_have_none() -> None:
    figure = choropleth(CAPTION, map_areas(), MapStyle("%"))
    words = [text.text for text in ElementTree.fromstring(figure.svg_wide).iter(f"{SVG}text")]
    assert words[0] == "More than 30.0% (2 areas)"
    assert words[-1] == "Withheld: few people (1 area)"
    assert figure.alternative_text.endswith("1 area without a value.")
    assert "Highest: Area 3-2: 32.0%" in figure.alternative_text


def test_the_table_lists_every_area_highest_first() -> None:
    figure = choropleth(CAPTION, map_areas(), MapStyle("%"))
    assert [row[2] for row in figure.table.rows][:3] == [32.0, 31.0, 30.0]
    assert figure.table.rows[-1][-1] == "withheld: few people"
    assert len(figure.table.rows) == 12


def test_190_areas_are_light_enough_for_a_phone() -> None:
    areas = wiggly_areas(190)
    for make in (choropleth, hexagon_map):
        figure = make(CAPTION, areas, MapStyle("%"))
        assert len(gzip.compress(figure.svg_wide.encode())) < 20_000
        assert len(gzip.compress((figure.svg_wide + figure.svg_narrow).encode())) < 40_000


def test_paths_are_whole_numbers_relative_to_the_point_before() -> None:
    for path in re.findall(r' d="(M[^"]*)"', choropleth(CAPTION, wiggly_areas(20), MapStyle("%")).svg_wide):
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path)


def test_each_area_has_a_hexagon_of_its_own_and_neighbours_stay_near() -> None:
    middles = [(-2.2 + column * 0.01, 53.4 + row * 0.006) for row in range(12) for column in range(15)]
    places, radius, height = hexagon_places(middles, 640)
    assert len({(round(x), round(y)) for x, y in places}) == len(middles)
    nearest = min(
        ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5
        for index, (x1, y1) in enumerate(places)
        for x2, y2 in places[index + 1 :]
    )
    assert nearest >= radius * 1.7
    assert max(x for x, _ in places) + radius <= 640
    assert height > 0
    west = [places[index][0] for index in range(0, 180, 15)]
    east = [places[index][0] for index in range(14, 180, 15)]
    assert max(west) < min(east)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        ('{"type": "Point", "coordinates": [1, 2]}', "is a Point"),
        ("not json", "is not GeoJSON geometry"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}', "no ring with four points"),
        ('{"type": "Polygon"}', "is not GeoJSON geometry"),
    ],
)
def test_an_outline_that_is_none_is_named(geometry: str, words: str) -> None:
    with pytest.raises(OutlineError, match=words) as caught:
        choropleth(CAPTION, [MapArea("X", "Northgate", geometry, estimate(1))], MapStyle("%"))
    assert "Northgate" in str(caught.value)


def test_a_multipolygon_keeps_all_its_parts() -> None:
    parts = [read_rings(square(column, 0, clockwise=False), "x")[0] for column in (0, 3)]
    geometry = str({"type": "MultiPolygon", "coordinates": [[[list(p) for p in part]] for part in parts]})
    figure = choropleth(CAPTION, [MapArea("X", "Two", geometry.replace("'", '"'), estimate(1))], MapStyle("%"))
    assert re.search(r' d="M[^zM]+zM[^zM]+z"', figure.svg_wide)


def test_classes_hold_about_equally_many_and_say_where_they_end() -> None:
    classes = make_classes([float(value) for value in range(100)], decimals=0)
    counts = [sum(classes.of(value) == number for value in range(100)) for number in range(1, 6)]
    assert counts == [20, 20, 20, 20, 20]
    assert classes.words(1, "%", 0) == "up to 19%"
    assert classes.words(2, "%", 0) == "more than 19 to 39%"
    assert classes.words(5, "%", 0) == "more than 79%"


def test_equal_values_make_one_class() -> None:
    classes = make_classes([5.0, 5.0, 5.0])
    assert classes.count == 1
    assert classes.words(1, "%", 1) == "5.0%"


def test_chromium_paints_the_same_shades(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        missing("Chromium", "Install it with: apt-get install chromium")
        return
    figure = choropleth(CAPTION, map_areas(), MapStyle("%"))
    page = tmp_path / "map.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><body style="margin:0;width:640px">{standalone(figure.svg_wide)}',
        encoding="utf-8",
    )
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
    flags += [f"--user-data-dir={tmp_path / 'profile'}", "--window-size=640,900"]
    subprocess.run(
        [chromium, *flags, f"--screenshot={tmp_path / 'map.png'}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    seen = {pixel for _, pixel in Image.open(tmp_path / "map.png").convert("RGB").getcolors(maxcolors=1_000_000) or []}
    assert {colour(f"seq-{shade}") for shade in range(1, 6)} | {colour("missing")} <= seen


def test_a_numbered_map_bears_the_rows_of_its_list_on_the_areas() -> None:
    areas = map_areas()
    figure = choropleth(CAPTION, areas, MapStyle("%", is_numbered=True))
    names = [str(row[0]) for row in figure.table.rows]
    assert [name.split(".\u00a0")[0] for name in names] == [str(number) for number in range(1, len(areas) + 1)]
    told = {area.name: area.estimate.value for area in areas if area.estimate}
    ordered = [name.split(".\u00a0", 1)[1] for name in names if name.split(".\u00a0", 1)[1] in told]
    assert ordered == sorted(told, key=lambda name: (-told[name], name))
    for svg in (figure.svg_wide, figure.svg_narrow):
        written = re.findall(r'class="gt-c-halo"[^>]*>(\d+)</text>', svg)
        assert sorted(map(int, written)) == list(range(1, len(areas) + 1))
    assert "Each area bears the number of its row in the list." in figure.alternative_text
    assert "gt-c-halo" not in choropleth(CAPTION, areas, MapStyle("%")).svg_wide


def is_inside(x: float, y: float, ring: list[tuple[float, float]]) -> bool:
    """The slow way: how often a line to the right crosses the ring."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    "ring",
    [
        [(0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (1.0, 1.0), (1.0, 5.0), (4.0, 5.0), (4.0, 6.0), (0.0, 6.0)],  # a C
        [(0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (0.0, 1.0)],
        [(0.0, 50.0), (0.2, 50.0), (0.1, 50.3)],
    ],
)
def test_a_number_stands_within_its_area_even_where_the_middle_does_not(ring: list[tuple[float, float]]) -> None:
    x, y = inner_point([ring, [(7.0, 7.0), (7.1, 7.0), (7.0, 7.1)]])
    assert is_inside(x, y, ring)
    if len(ring) == 8:
        assert not is_inside(*centroid([ring]), ring)


def test_a_number_stands_within_every_wiggly_area() -> None:
    for area in wiggly_areas(30):
        rings = read_rings(area.geometry, area.name)
        x, y = inner_point(rings)
        assert any(is_inside(x, y, ring) for ring in rings), area.name
