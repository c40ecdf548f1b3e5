"""Outlines are made lighter without tearing neighbours apart."""

import itertools
import json
import math

import pytest
import shapely

from goldenthread.place.outlines import NotAnOutline, simplified_outlines


def wavy_border(x: float, steps: int = 200) -> list[list[float]]:
    return [[x + 0.00005 * math.sin(step), 53.0 + 0.02 * step / steps] for step in range(steps + 1)]


def strip(left: list[list[float]], right: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [[*left, *reversed(right), left[0]]]})


def test_neighbours_still_share_their_border() -> None:
    borders = [wavy_border(-2.0 + 0.01 * number) for number in range(4)]
    whole = [strip(left, right) for left, right in itertools.pairwise(borders)]
    lighter = [shapely.from_geojson(outline.geometry) for outline in simplified_outlines(whole, ["published"] * 3)]
    assert all(shapely.get_num_coordinates(shape) < 60 for shape in lighter)
    together = shapely.union_all(lighter)
    assert together.geom_type == "Polygon"
    assert len(together.interiors) == 0
    assert sum(shape.area for shape in lighter) == pytest.approx(together.area, rel=1e-9)


def test_the_point_lies_inside_even_a_horseshoe() -> None:
    horseshoe = (
        shapely.Point(0, 0).buffer(1).difference(shapely.Point(0, 0).buffer(0.9)).difference(shapely.box(0, -2, 2, 2))
    )
    (outline,) = simplified_outlines([shapely.to_geojson(horseshoe)], ["published"])
    shape = shapely.from_geojson(outline.geometry)
    assert shape.contains(shapely.Point(outline.longitude, outline.latitude))
    assert not shape.contains(shape.centroid)


def test_an_outline_that_crosses_itself_is_mended() -> None:
    bow_tie = '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}'
    (outline,) = simplified_outlines([bow_tie], ["published"])
    shape = shapely.from_geojson(outline.geometry)
    assert shape.is_valid
    assert shape.area == pytest.approx(0.5)


def test_a_spike_is_left_out() -> None:
    spike = '{"type":"Polygon","coordinates":[[[5,5],[6,5],[6,6],[8,6],[6,6],[5,6],[5,5]]]}'
    (outline,) = simplified_outlines([spike], ["published"])
    assert shapely.from_geojson(outline.geometry).area == pytest.approx(1)


def test_an_area_smaller_than_the_tolerance_does_not_vanish() -> None:
    tiny = shapely.to_geojson(shapely.box(-2, 53, -1.99996, 53.00004))
    (outline,) = simplified_outlines([tiny], ["published"])
    assert shapely.from_geojson(outline.geometry).area > 0


def test_what_is_no_geometry_is_refused() -> None:
    with pytest.raises(NotAnOutline, match="not a GeoJSON geometry"):
        simplified_outlines(["not json"], ["published"])


def test_no_areas_have_no_outlines() -> None:
    assert simplified_outlines([], []) == []
