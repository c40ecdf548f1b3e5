"""The shape of Alderbrook: 190 small areas in 38 MSOAs, 21 wards and 8 neighbourhoods of the council's own.

Seed points are drawn densely around three town centres, relaxed until no area is a sliver, and turned into Voronoi
cells whose edges are roughened the same way for both neighbours, so that areas meet without gap or overlap. The borough
lies in the Irish Sea, where no map can mistake it for a place.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from shapely import MultiPoint, Point, Polygon, STRtree, line_merge, unary_union, voronoi_polygons
from shapely.affinity import affine_transform
from shapely.geometry import LineString, MultiPolygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

PLACE_CODE = "X06000001"
PLACE_NAME = "Alderbrook"
REGION_CODE, REGION_NAME = "X12000001", "The Vale (invented region)"
COUNTRY_CODE, COUNTRY_NAME = "X92000001", "All councils (invented)"

SMALL_AREAS, MSOAS, WARDS, LOCALITIES = 190, 38, 21, 8

WARD_NAMES = (
    "Abbey Fold", "Alder Bank", "Beckside", "Brindle Cross", "Castle Moor", "Chantry", "Cold Ash", "Dunmere",
    "Eastwell", "Fernlea", "Goosewater", "Harrow Mill", "Highfold", "Kings Meadow", "Larkhill", "Millrace",
    "Northgate", "Oakhanger", "Priory", "Ropewalk", "Weirside",
)  # fmt: skip
LOCALITY_NAMES = (
    "North Alder", "Beck Valley", "Castle and Chantry", "Dunmere Villages", "Mill Quarter", "Alder Town", "Eastwell",
    "The Weirs",
)  # fmt: skip

#: Town centres in kilometres from the middle of the borough, and how many of a hundred small areas gather there.
CENTRES = ((-1.6, 0.4, 46), (3.4, 2.2, 24), (-0.4, -3.6, 16))
#: Kilometres to degrees at the place on the map where Alderbrook is not.
LONGITUDE, LATITUDE = -4.75, 53.86
KM_PER_DEGREE_NORTH = 111.32
KM_PER_DEGREE_EAST = 65.65

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Geography:
    """Small areas with their outlines (kilometres) and the larger areas each of them lies in, as row numbers."""

    cells: tuple[Polygon, ...]
    msoa: IntArray
    ward: IntArray
    locality: IntArray  # of each ward

    @cached_property
    def centres(self) -> FloatArray:
        """Return the centre of each small area in kilometres, shape (190, 2)."""
        return np.array([[cell.centroid.x, cell.centroid.y] for cell in self.cells])

    @cached_property
    def small_area_codes(self) -> list[str]:
        """Return X01000001 … X01000190."""
        return [f"X01{number:06d}" for number in range(1, SMALL_AREAS + 1)]

    @cached_property
    def msoa_codes(self) -> list[str]:
        """Return X02000001 … X02000038."""
        return [f"X02{number:06d}" for number in range(1, MSOAS + 1)]

    @cached_property
    def ward_codes(self) -> list[str]:
        """Return X05000001 … X05000021."""
        return [f"X05{number:06d}" for number in range(1, WARDS + 1)]

    @cached_property
    def locality_codes(self) -> list[str]:
        """Return XL000001 … XL000008."""
        return [f"XL{number:06d}" for number in range(1, LOCALITIES + 1)]

    @cached_property
    def small_area_names(self) -> list[str]:
        """Return names in the way of the Office for National Statistics: Alderbrook 001A, 001B, …"""
        seen: dict[int, int] = {}
        names = []
        for msoa in self.msoa.tolist():
            seen[msoa] = seen.get(msoa, -1) + 1
            names.append(f"{PLACE_NAME} {msoa + 1:03d}{chr(65 + seen[msoa])}")
        return names

    @cached_property
    def msoa_names(self) -> list[str]:
        """Return each MSOA's name: the ward where most of it lies, and the side of that ward it is on."""
        taken: dict[str, int] = {}
        names = []
        for msoa in range(MSOAS):
            ward = int(np.bincount(self.ward[self.msoa == msoa], minlength=WARDS).argmax())
            offset = self.centres[self.msoa == msoa].mean(0) - self.centres[self.ward == ward].mean(0)
            side = (
                ("East" if offset[0] > 0 else "West")
                if abs(offset[0]) > abs(offset[1])
                else "North"
                if offset[1] > 0
                else "South"
            )
            name = f"{WARD_NAMES[ward]} {side}"
            taken[name] = taken.get(name, 0) + 1
            names.append(name if taken[name] == 1 else f"{name} {taken[name]}")
        return names

    def outline(self, members: IntArray | None = None) -> BaseGeometry:
        """Return the outline, in degrees, of the small areas in `members` together (of the borough when None)."""
        chosen = self.cells if members is None else [self.cells[index] for index in members.tolist()]
        return to_degrees(unary_union(list(chosen)))


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    """Return `shape`, given in kilometres, as WGS84 longitude and latitude."""
    return affine_transform(shape, [1 / KM_PER_DEGREE_EAST, 0, 0, 1 / KM_PER_DEGREE_NORTH, LONGITUDE, LATITUDE])


def make_geography(generator: np.random.Generator) -> Geography:
    """Return the borough drawn with `generator`: the same generator state gives the same borough."""
    border = _border(generator)
    seeds = _seeds(border, generator)
    cells = _cells(seeds, border, generator)
    centres = np.array([[cell.centroid.x, cell.centroid.y] for cell in cells])
    touching = _touching(cells)
    ward = _compact_groups(centres, WARDS, touching)
    ward_centres = np.array([centres[ward == index].mean(0) for index in range(WARDS)])
    locality = _compact_groups(ward_centres, LOCALITIES, _touching_groups(touching, ward, WARDS))
    msoa = _compact_groups(centres, MSOAS, touching)
    order = np.lexsort((centres[:, 0], msoa))
    return Geography(tuple(cells[index] for index in order), msoa[order], ward[order], locality)


def _border(generator: np.random.Generator) -> Polygon:
    """Return the outline of the borough: a wavy ring about 13 by 17 kilometres."""
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    radius = np.ones_like(angle)
    for harmonic in range(2, 9):
        radius += generator.normal(0, 0.12 / harmonic) * np.cos(harmonic * angle + generator.uniform(0, 2 * np.pi))
    return Polygon(np.column_stack([8.4 * radius * np.cos(angle), 6.6 * radius * np.sin(angle)]))


def _seeds(border: Polygon, generator: np.random.Generator) -> FloatArray:
    """Return 190 points, dense in the towns, moved towards the centre of their own cell until cells are compact."""
    points: list[tuple[float, float]] = []
    weights = np.array([weight for *_, weight in CENTRES])
    while len(points) < SMALL_AREAS:
        if generator.uniform() < weights.sum() / 100:
            x, y, _ = CENTRES[generator.choice(len(CENTRES), p=weights / weights.sum())]
            candidate = generator.normal((x, y), (1.35, 1.15))
        else:
            west, south, east, north = border.bounds
            candidate = generator.uniform((west, south), (east, north))
        if border.contains(Point(candidate)):
            points.append((float(candidate[0]), float(candidate[1])))
    seeds = np.array(points)
    for _ in range(4):
        cells = _voronoi(seeds, border)
        seeds = np.array([[cell.centroid.x, cell.centroid.y] for cell in cells])
    return seeds


def _voronoi(seeds: FloatArray, border: Polygon) -> list[Polygon]:
    """Return the Voronoi cell of each seed, cut off at the border, in the order of the seeds."""
    cells = [cell.intersection(border) for cell in voronoi_polygons(MultiPoint(seeds), extend_to=border).geoms]
    return _in_order_of(seeds, [_largest(cell) for cell in cells])


def _largest(shape: BaseGeometry) -> Polygon:
    if isinstance(shape, Polygon):
        return shape
    return max((part for part in shape.geoms if isinstance(part, Polygon)), key=lambda part: part.area)


def _in_order_of(seeds: FloatArray, cells: list[Polygon]) -> list[Polygon]:
    tree = STRtree(cells)
    found = [cells[int(tree.nearest(Point(seed)))] for seed in seeds]
    if len({id(cell) for cell in found}) != len(seeds):
        raise ValueError("Two seeds share a cell: the edges were roughened too much.")
    return found


def _cells(seeds: FloatArray, border: Polygon, generator: np.random.Generator) -> list[Polygon]:
    """Return the cells of `seeds` with edges as irregular as those of real small areas."""
    edges = line_merge(unary_union([cell.exterior for cell in _voronoi(seeds, border)]))
    for roughness in (0.16, 0.12, 0.08, 0.05, 0.0):
        rough = [_roughen(edge, roughness, generator) for edge in _simple_edges(edges)]
        shapes = [shape for shape in polygonize(unary_union(rough)) if shape.area > 1e-4]
        if len(shapes) == len(seeds):
            return _in_order_of(
                np.array([[s.representative_point().x, s.representative_point().y] for s in shapes]), shapes
            )
    raise ValueError("The borough could not be cut into whole areas; choose another seed.")


def _simple_edges(edges: BaseGeometry) -> list[LineString]:
    return [edge for edge in getattr(edges, "geoms", [edges]) if edge.length > 0]


def _roughen(edge: LineString, roughness: float, generator: np.random.Generator) -> LineString:
    """Return `edge` with the midpoint of every stretch moved sideways, three times over; its ends stay."""
    points = np.array(edge.coords)
    for _ in range(3):
        start, end = points[:-1], points[1:]
        along = end - start
        if np.hypot(*along.T).max() < 0.12:
            break
        sideways = np.column_stack([-along[:, 1], along[:, 0]]) * generator.normal(0, roughness, (len(along), 1))
        middle = (start + end) / 2 + sideways
        points = np.insert(points, np.arange(1, len(points)), middle, axis=0)
    return LineString(points)


def _touching(cells: list[Polygon]) -> NDArray[np.bool_]:
    """Return which cells share an edge (not a corner only), shape (n, n)."""
    tree = STRtree(cells)
    touching = np.zeros((len(cells), len(cells)), dtype=bool)
    for first, second in tree.query(cells, predicate="intersects").T.tolist():
        if first != second and cells[first].intersection(cells[second]).length > 0.02:
            touching[first, second] = touching[second, first] = True
    return touching


def _touching_groups(touching: NDArray[np.bool_], group: IntArray, groups: int) -> NDArray[np.bool_]:
    member = np.eye(groups, dtype=bool)[group]
    return np.asarray((member.T.astype(int) @ touching.astype(int) @ member.astype(int)) > 0)


def _compact_groups(centres: FloatArray, groups: int, touching: NDArray[np.bool_]) -> IntArray:
    """Return a group for every area: compact, of nearly equal size, each in one piece, numbered north to south.

    Areas are assigned to moving group centres with a fixed number of places each, at least total squared distance;
    an area cut off from the rest of its group then joins the neighbouring group it touches most.
    """
    size = -(-len(centres) // groups)
    middle = centres[np.linspace(0, len(centres) - 1, groups).round().astype(int)]
    group = np.zeros(len(centres), dtype=np.int64)
    for _ in range(30):
        places = np.repeat(middle, size, axis=0)
        cost = ((centres[:, None] - places[None]) ** 2).sum(-1)
        group = linear_sum_assignment(cost)[1] // size
        moved = np.array(
            [centres[group == index].mean(0) if (group == index).any() else middle[index] for index in range(groups)]
        )
        if np.allclose(moved, middle):
            break
        middle = moved
    for _ in range(20):
        stray = _cut_off(group, groups, touching)
        if not stray:
            break
        for area in stray:
            near = group[touching[area]]
            near = near[near != group[area]]
            if len(near):
                group[area] = np.bincount(near).argmax()
    north_first = np.argsort([-centres[group == index, 1].mean() for index in range(groups)])
    rank = np.empty(groups, dtype=np.int64)
    rank[north_first] = np.arange(groups)
    return rank[group]


def _cut_off(group: IntArray, groups: int, touching: NDArray[np.bool_]) -> list[int]:
    """Return the areas that are not joined to the largest piece of their group."""
    stray: list[int] = []
    for index in range(groups):
        members = set(np.flatnonzero(group == index).tolist())
        pieces: list[set[int]] = []
        while members:
            piece, frontier = set(), [members.pop()]
            while frontier:
                area = frontier.pop()
                piece.add(area)
                joined = [other for other in np.flatnonzero(touching[area]).tolist() if other in members]
                members.difference_update(joined)
                frontier.extend(joined)
            pieces.append(piece)
        pieces.sort(key=len)
        stray.extend(area for piece in pieces[:-1] for area in piece)
    return stray


def is_one_piece(shape: BaseGeometry) -> bool:
    """Whether `shape` has no second part: a ward that is not would puzzle whoever looks at the map."""
    return not isinstance(shape, MultiPolygon)
