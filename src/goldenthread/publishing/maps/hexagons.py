"""One hexagon an area: equal room for areas of about equal population."""

import math

import numpy as np
from scipy.optimize import linear_sum_assignment

from goldenthread.publishing.maps.geometry import Point


def hexagon_places(middles: list[Point], width: float, *, margin: float = 6) -> tuple[list[Point], float, float]:
    """Return for each area the middle of its hexagon, the hexagons' radius and the drawing's height.

    A honeycomb with about a fifth more cells than areas is laid over the place, and areas are given the cells that
    move them least in all (squared distance), so that neighbours mostly stay neighbours. There is no chance in it.
    """
    points = np.asarray(middles, dtype=float)
    points[:, 1] *= -1
    points[:, 0] *= math.cos(math.radians(float(abs(points[:, 1]).mean())))
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.maximum(high - low, 1e-9)
    room = max(len(middles) * 1.2, 1)
    step = math.sqrt(size[0] * size[1] / room * 2 / math.sqrt(3))
    cells: list[tuple[int, int]] = []
    while len(cells) < max(len(middles), room * 0.95):
        columns, rows = int(size[0] / step) + 2, int(size[1] / (step * math.sqrt(3) / 2)) + 2
        cells = [(column, row) for row in range(rows) for column in range(columns)]
        step *= 0.97
    places = np.asarray([(column + 0.5 * (row % 2), row * math.sqrt(3) / 2) for column, row in cells])
    # Half by where an area lies and half by its order, which closes the gaps between the crowded and the empty.
    order = points.argsort(axis=0, kind="stable").argsort(axis=0) / max(len(middles) - 1, 1)
    spread_points = ((points - low) / size + order) / 2 * (places.max(axis=0) - places.min(axis=0))
    cost = ((spread_points[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    taken = places[chosen]
    taken -= taken.min(axis=0)
    across = float(taken[:, 0].max()) + 1
    unit = (width - 2 * margin) / max(across, 6)
    radius = unit / math.sqrt(3)
    finished = [(margin + unit * (float(x) + 0.5), margin + radius + unit * float(y)) for x, y in taken]
    height = max(y for _, y in finished) + radius + margin
    return finished, radius, height


def hexagon_path(middle: Point, radius: float) -> str:
    """Return a pointed-top hexagon as a path, a little smaller than its cell."""
    x, y = middle
    reach = radius * 0.96
    corners = [
        (x + reach * math.sin(math.radians(60 * turn)), y - reach * math.cos(math.radians(60 * turn)))
        for turn in range(6)
    ]
    return "M" + "L".join(f"{round(a)} {round(b)}" for a, b in corners) + "z"
