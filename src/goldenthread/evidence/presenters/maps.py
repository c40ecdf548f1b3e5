"""The place on a map, and as a list beside it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.outlines import Outline
from goldenthread.engine.tables import AREA_KINDS
from goldenthread.publishing.charts.drawing import Caption
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.maps import MapArea, MapStyle, choropleth, hexagon_map
from goldenthread.publishing.numbers import format_number

#: Kinds of area a map may show, and what a resident calls them.
MAP_KINDS = {
    "ward24": "Wards",
    "locality": "Neighbourhoods",
    "lsoa21": "Small areas",
    "msoa21": "Larger neighbourhoods",
    "msoa11": "Larger neighbourhoods (2011)",
    "lsoa11": "Small areas (2011)",
}

#: With more areas than this a keyboard user is offered a way past them.
MANY_AREAS = 15

#: A kind of area is mapped unasked only if at least this share of its areas has a value.
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map, or the sentence that says why there is none."""

    figure: Figure | None
    sentence: str
    note: str
    areas_to_skip: int = 0  # how many areas a keyboard user would pass; 0 where they are few


def make_map(
    definition: Indicator,
    values: Sequence[AreaValue],
    outlines: Sequence[Outline],
    kind: str,
    *,
    as_hexagons: bool,
    borders: Sequence[Outline] = (),
) -> MapPage:
    """Return the map of one indicator by one kind of area."""
    known = {each.area_code: each for each in values if each.in_place}
    if not any(each.estimate for each in known.values()):
        return MapPage(None, f"There are no figures for “{definition.plain_name}” by {AREA_KINDS[kind]}.", "")
    if not outlines:
        return MapPage(None, f"There are no outlines of {MAP_KINDS[kind].lower()} to draw a map with.", "")
    areas = []
    for outline in outlines:
        value = known.get(outline.code)
        areas.append(
            MapArea(
                code=outline.code,
                name=outline.name,
                geometry=json.dumps(outline.geometry),
                estimate=value.estimate if value else None,
                missing=(value.missing_reason if value else None) or "no value",
                link=reverse("evidence:area", args=[outline.code]),
            )
        )
    style = MapStyle(
        unit=definition.unit,
        decimals=definition.decimals,
        context=() if as_hexagons else tuple(json.dumps(outline.geometry) for outline in borders),
    )
    title = _title(definition, [each for each in known.values() if each.estimate])
    caption = Caption("map", title)
    figure = (hexagon_map if as_hexagons else choropleth)(caption, areas, style)
    dissolved = any(outline.basis != "published" for outline in outlines)
    note = (
        "These outlines were put together from small areas (best fit), because the publisher's own were not to be had."
        if dissolved
        else ""
    )
    return MapPage(figure, title, note, len(areas) if len(areas) > MANY_AREAS else 0)


def best_kind(kinds: Sequence[str], values: Callable[[str], Sequence[AreaValue]]) -> str:
    """Return the first kind most of whose areas have a value, else the one with the most complete values."""

    def share(kind: str) -> float:
        mine = [each for each in values(kind) if each.in_place]
        return sum(each.estimate is not None for each in mine) / len(mine) if mine else 0.0

    shares = {kind: share(kind) for kind in kinds}
    return next((kind for kind in kinds if shares[kind] >= ENOUGH), max(shares, key=lambda kind: shares[kind]))


def _title(definition: Indicator, known: Sequence[AreaValue]) -> str:
    highest = max(known, key=lambda each: each.value or 0.0)
    lowest = min(known, key=lambda each: each.value or 0.0)
    high, low = (format_number(each.value, definition.unit, definition.decimals) for each in (highest, lowest))
    return f"{definition.plain_name}: from {low} in {lowest.area_name} to {high} in {highest.area_name}"
