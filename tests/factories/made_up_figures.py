"""Made-up numbers for every chart, so that each test looks at all of them."""

import json
import math
from datetime import date

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.publishing import charts, maps
from goldenthread.publishing.charts import Caption
from goldenthread.publishing.figures import Figure

AWKWARD = 'Children & "young people" <under 5>'


def estimate(value: float, half: float | None = None) -> Estimate:
    """Return an estimate with a symmetrical interval, or none."""
    if half is None:
        return Estimate(value, None, reason="The publisher gives no interval.")
    return Estimate(value, Limits(value - half, value + half), "made up")


def fifths() -> list[charts.Bar]:
    """Return five bars that fall from most to least deprived."""
    return [
        charts.Bar(name, estimate(value, 2), 58_000)
        for name, value in zip(charts.FIFTH_NAMES, (34.2, 25.0, 18.8, 13.0, 9.1), strict=True)
    ]


def series(name: str, values: list[float | None], half: float | None = 0.9) -> charts.Series:
    """Return a yearly line; None is a year without a value."""
    moments = tuple(
        charts.Moment(f"{2016 + index}", 2016 + index, None if value is None else estimate(value, half))
        for index, value in enumerate(values)
    )
    return charts.Series(name, moments)


def square(column: int, row: int, *, clockwise: bool, side: float = 0.01) -> str:
    """Return a square in Greater Manchester's latitudes as GeoJSON geometry."""
    west, south = -2.2 + column * side * 1.7, 53.4 + row * side
    ring = [
        [west, south],
        [west + side * 1.7, south],
        [west + side * 1.7, south + side],
        [west, south + side],
        [west, south],
    ]
    return json.dumps({"type": "Polygon", "coordinates": [ring[::-1] if clockwise else ring]})


def map_areas(*, columns: int = 4, rows: int = 3) -> list[maps.MapArea]:
    """Return a grid of squares whose values rise from west to east; one is withheld, one is marked."""
    areas = []
    for row in range(rows):
        for column in range(columns):
            withheld = (column, row) == (1, 1)
            areas.append(
                maps.MapArea(
                    f"X01{row:03}{column:03}",
                    AWKWARD if (column, row) == (0, 0) else f"Area {column}-{row}",
                    square(column, row, clockwise=bool(column % 2)),
                    None if withheld else estimate(10.0 * column + row),
                    missing="withheld: few people" if withheld else "",
                    link=f"/areas/X01{row:03}{column:03}/?a=1&b=2" if row else "",
                    is_marked=(column, row) == (2, 2),
                )
            )
    return areas


def wiggly_areas(count: int) -> list[maps.MapArea]:
    """Return areas with outlines of forty points, about as rough as real small areas."""
    areas = []
    for index in range(count):
        middle = (-2.2 + (index % 14) * 0.013, 53.36 + (index // 14) * 0.008)
        ring = []
        for step in range(40):
            angle = 2 * math.pi * step / 40
            reach = 1 + 0.25 * math.sin(3 * angle + index) + 0.1 * math.sin(11 * angle + index * index)
            ring.append([middle[0] + 0.0068 * reach * math.cos(angle), middle[1] + 0.0042 * reach * math.sin(angle)])
        ring.append(ring[0])
        geometry = json.dumps({"type": "Polygon", "coordinates": [ring]})
        name = f"Alderbrook {index // 10:03}{'ABCDEFGHIJ'[index % 10]}"
        link = f"/areas/X01000{index:03}/"
        areas.append(maps.MapArea(f"X01000{index:03}", name, geometry, estimate(index * 37 % 41 / 1.3), link=link))
    return areas


def figures() -> dict[str, Figure]:
    """Return one figure of each kind."""
    caption = Caption("chart", f"{AWKWARD}: the gap is widest", "Invented figures")
    fitted = [charts.FittedPoint(rank / 10, estimate(72.8 + rank, 0.6)) for rank in range(11)]
    groups = [
        charts.SlopeGroup(name, people, estimate(value, 0.8))
        for name, people, value in zip(
            charts.FIFTH_NAMES, (61_000, 57_000, 60_000, 55_000, 58_000), (73.2, 76.8, 78.4, 80.1, 83.5), strict=True
        )
    ]
    unit = maps.MapStyle("%")
    return {
        "dumbbell": charts.dumbbell(
            caption,
            [
                charts.GapRow(AWKWARD, estimate(34.2, 2.5), estimate(9.1, 1.2), "%", 1, 20.3),
                charts.GapRow("Adults who smoke", estimate(21, 4), estimate(8, 2), "%", 1, 13.1),
            ],
        ),
        "dumbbell of many units": charts.dumbbell(
            caption,
            [
                charts.GapRow("Life expectancy", estimate(73.2, 0.9), estimate(83.5, 0.8), "years", 1, 79.1),
                charts.GapRow("Weekly pay", estimate(512), estimate(688), "£ a week", 0, 600),
            ],
            scale="average",
        ),
        "dots": charts.dot_and_interval(
            caption,
            [
                charts.Dot(AWKWARD, estimate(81, 0.6)),
                charts.Dot("Black", estimate(70, 3.9), is_marked=True),
                charts.Dot("Roma", None, "too few people to say"),
            ],
            unit="%",
            reference=charts.Reference("Alderbrook", 80.1),
        ),
        "fifths": charts.bars_by_fifth(caption, fifths(), unit="%", average=charts.Reference("Alderbrook", 20.3)),
        "trend": charts.trend(
            caption,
            [series("Most deprived", [73, 73.2, None, 72.6]), series("Least deprived", [82, 83, 83.1, 83.5])],
            unit="years",
            verdict="No clear change in the gap",
        ),
        "small multiples": charts.small_multiples(
            caption,
            [series(name, [70.0 + index, 71, 72]) for index, name in enumerate(charts.FIFTH_NAMES)],
            unit="years",
        ),
        "slope": charts.slope_plot(caption, groups, fitted, unit="years", slope_words="a gap of 10.4 years"),
        "neighbours": charts.strip_of_neighbours(
            caption,
            [
                charts.Neighbour("Alderbrook", estimate(79.1, 0.4), is_ours=True),
                charts.Neighbour("Elsewhere", estimate(80.1)),
                charts.Neighbour("Otherton", estimate(76.6)),
            ],
            unit="years",
            rank_words="2nd lowest of three councils",
            reference=("England", 79.3),
        ),
        "icons": charts.icon_array(caption, 10, 17, counted="promises kept", others="not kept yet"),
        "milestones": charts.milestone_line(
            caption,
            [
                charts.Milestone("Open three warm spaces", date(2025, 11, 1), date(2025, 10, 20)),
                charts.Milestone(AWKWARD, date(2026, 2, 1)),
                charts.Milestone("Insulate 400 homes", date(2026, 12, 31)),
                charts.Milestone("Launch an app", date(2026, 1, 1), is_dropped=True),
            ],
            on=date(2026, 6, 3),
        ),
        "map": maps.choropleth(caption, map_areas(), unit),
        "hexagons": maps.hexagon_map(caption, map_areas(), unit),
    }
