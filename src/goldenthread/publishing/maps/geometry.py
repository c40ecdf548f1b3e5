"""Outlines from GeoJSON text to integer paths on a drawing."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Point = tuple[float, float]
Ring = list[Point]


class OutlineError(ValueError):
    """An outline cannot be read; the sentence names the area."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Longitude and latitude to a drawing's units: north up, equal scale both ways, true in the middle latitude."""

    west: float
    north: float
    scale: float  # drawing units a degree of latitude
    squeeze: float  # a degree of longitude is this much shorter
    margin: float
    height: float

    def __call__(self, point: Point) -> Point:
        """Return the place of a point on the drawing."""
        return (
            self.margin + (point[0] - self.west) * self.squeeze * self.scale,
            self.margin + (self.north - point[1]) * self.scale,
        )


def fit_projection(rings: Iterable[Ring], width: float, *, margin: float = 4, most_height: float = 900) -> Projection:
    """Return the projection that fills `width`, or less where the place is tall."""
    points = [point for ring in rings for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((width - 2 * margin) / across, (most_height - 2 * margin) / down)
    return Projection(west, north, scale, squeeze, margin, down * scale + 2 * margin)


def read_rings(geometry: str, name: str) -> list[Ring]:
    """Return every ring of a GeoJSON Polygon or MultiPolygon: outer rings wound one way, holes the other.

    Publishers wind rings either way; GeoJSON says which is a hole by its place, the first of a polygon being the outer.
    """
    try:
        shape: Any = json.loads(geometry)
        kind = shape["type"]
        if kind not in {"Polygon", "MultiPolygon"}:
            raise OutlineError(f"The outline of {name} is a {kind}; a map needs a Polygon or a MultiPolygon.")
        polygons = shape["coordinates"] if kind == "MultiPolygon" else [shape["coordinates"]]
        rings = [
            _wound([(float(point[0]), float(point[1])) for point in ring], is_outer=position == 0)
            for polygon in polygons
            for position, ring in enumerate(polygon)
        ]
    except (json.JSONDecodeError, KeyError, TypeError, IndexError) as error:
        raise OutlineError(f"The outline of {name} is not GeoJSON geometry: {error}.") from error
    if not any(len(ring) >= 4 for ring in rings):
        raise OutlineError(f"The outline of {name} has no ring with four points.")
    return rings


def _wound(ring: Ring, *, is_outer: bool) -> Ring:
    return ring if (signed_area(ring) > 0) == is_outer else ring[::-1]


def signed_area(ring: Sequence[Point]) -> float:
    """Return twice the ring's area on the drawing (y grows downwards): positive is clockwise to the eye."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))


def centroid(rings: Sequence[Ring]) -> Point:
    """Return the middle of the largest ring."""
    ring = max(rings, key=lambda candidate: abs(signed_area(candidate)))
    area = signed_area(ring)
    if abs(area) < 1e-12:
        return (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    x_sum = y_sum = 0.0
    origin_x, origin_y = ring[0]
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x1 - origin_x) * (y2 - origin_y) - (x2 - origin_x) * (y1 - origin_y)
        x_sum += (x1 + x2 - 2 * origin_x) * cross
        y_sum += (y1 + y2 - 2 * origin_y) * cross
    area = signed_area([(x - origin_x, y - origin_y) for x, y in ring])
    return (origin_x + x_sum / (3 * area), origin_y + y_sum / (3 * area))


#: So many points are tried across and down an outline for the one that lies deepest within it.
_TRIED = 24
#: An outline with more corners is taken with about so many of them: the point lies far from all of them.
_CORNERS = 400


def inner_point(rings: Sequence[Ring]) -> Point:
    """Return a point well within the largest part of an outline: the middle of a crescent would lie outside of it."""
    largest = max(rings, key=lambda candidate: abs(signed_area(candidate)))
    ring = np.asarray(largest[:: max(1, len(largest) // _CORNERS)], dtype=float)
    low, high = ring.min(axis=0), ring.max(axis=0)
    squeeze = math.cos(math.radians((low[1] + high[1]) / 2))
    steps = (np.arange(_TRIED) + 0.5) / _TRIED
    tried = np.asarray(
        [(low[0] + x * (high[0] - low[0]), low[1] + y * (high[1] - low[1])) for y in steps for x in steps]
    )
    middle = np.asarray(centroid([largest]))
    tried = np.vstack([tried, middle])
    inside = _is_within(tried, ring)
    if not inside.any():
        return (float(middle[0]), float(middle[1]))
    tried = tried[inside]
    scale = np.asarray((squeeze, 1.0))
    start, along = ring * scale, (np.roll(ring, -1, axis=0) - ring) * scale
    to = tried[:, None, :] * scale - start[None, :, :]
    share = np.clip((to * along).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1e-18), 0, 1)
    away = ((to - share[:, :, None] * along) ** 2).sum(axis=2).min(axis=1)
    x, y = tried[int(away.argmax())]
    return (float(x), float(y))


def _is_within(points: Any, ring: Any) -> Any:
    """Return which points lie within a ring: a line to the right of them crosses it an odd number of times."""
    x1, y1 = ring[:, 0], ring[:, 1]
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    x, y = points[:, 0:1], points[:, 1:2]
    is_between = (y1 > y) != (y2 > y)
    height = np.where(y2 == y1, 1e-18, y2 - y1)
    return ((is_between & (x < (x2 - x1) * (y - y1) / height + x1)).sum(axis=1) % 2) == 1


def path_data(rings: Iterable[Ring], projection: Projection) -> str:
    """Return integer relative path data; outer rings run clockwise and holes against them.

    The first ring is an outer one; a later ring that winds the other way is a hole.
    """
    rings = list(rings)
    parts = []
    outer_is_positive: bool | None = None
    for ring in rings:
        points = _rounded([projection(point) for point in ring])
        if len(points) < 3:
            continue
        positive = signed_area(points) > 0
        if outer_is_positive is None:
            outer_is_positive = positive
        is_hole = positive != outer_is_positive
        if positive == is_hole:  # an outer ring that runs anticlockwise, or a hole that runs clockwise
            points = points[::-1]
        parts.append(_relative(points))
    if not parts:  # too small to be seen at this size, but still to be reached and read
        x, y = projection(centroid(rings))
        return f"M{round(x)} {round(y)}l1 0 0 1-1 0z"
    return "".join(parts)


def _rounded(points: list[Point]) -> list[tuple[int, int]]:
    """Return whole-number points without repeats, without the closing one, and without those on a straight line."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        point = (round(x), round(y))
        if kept and kept[-1] == point:
            continue
        while len(kept) > 1 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    while len(kept) > 1 and kept[-1] == kept[0]:
        kept.pop()
    return kept


def _is_between(before: tuple[int, int], middle: tuple[int, int], after: tuple[int, int]) -> bool:
    ahead = (middle[0] - before[0], middle[1] - before[1])
    on = (after[0] - middle[0], after[1] - middle[1])
    return ahead[0] * on[1] == ahead[1] * on[0] and ahead[0] * on[0] + ahead[1] * on[1] > 0


def _relative(points: Sequence[tuple[int, int]]) -> str:
    """Return "M12 30l4-3…z": a minus sign separates by itself."""
    x, y = points[0]
    text = [f"M{x} {y}l"]
    first = True
    for next_x, next_y in points[1:]:
        step_x, step_y = next_x - x, next_y - y
        text.append(f"{'' if first or step_x < 0 else ' '}{step_x}{'' if step_y < 0 else ' '}{step_y}")
        x, y, first = next_x, next_y, False
    return "".join(text) + "z"
