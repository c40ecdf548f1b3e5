"""Outlines made light enough to travel with a page, without tearing neighbours apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

#: How far a border may move, in degrees: 0.0002 is about 20 metres north to south, less than a line's width on a map.
TOLERANCE = 0.0002

#: Five decimals of a degree are about one metre.
_GRID = 0.00001


class NotAnOutline(ValueError):
    """A geometry cannot be read; the sentence says which and why."""


@dataclass(frozen=True)
class Outline:
    """An area's border as GeoJSON, how it was come by, and a point that is certainly inside it."""

    geometry: str
    basis: str
    longitude: float
    latitude: float


def simplified_outlines(geometries: Sequence[str], bases: Sequence[str]) -> list[Outline]:
    """The GeoJSON geometries with fewer corners. Areas that share a border before share it after."""
    try:
        shapes = shapely.from_geojson(list(geometries))
    except shapely.errors.GEOSException as error:
        raise NotAnOutline(f"An outline is not a GeoJSON geometry: {error}") from error
    shapes = [_only_surfaces(shape) for shape in shapely.make_valid(shapes)]
    lighter = shapely.coverage_simplify(shapes, TOLERANCE)
    lighter = shapely.set_precision(lighter, _GRID)
    # An area smaller than the tolerance would vanish: it keeps its own outline.
    lighter = [
        light if not light.is_empty and light.is_valid else whole for light, whole in zip(lighter, shapes, strict=True)
    ]
    inside = shapely.point_on_surface(lighter)
    texts = shapely.to_geojson(lighter)
    return [
        Outline(str(text), basis, round(float(shapely.get_x(point)), 5), round(float(shapely.get_y(point)), 5))
        for text, basis, point in zip(texts, bases, inside, strict=True)
    ]


def _only_surfaces(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a mended shape: mending a border that touches itself may leave stray lines and points."""
    if shapely.get_type_id(shape) != shapely.GeometryType.GEOMETRYCOLLECTION:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
