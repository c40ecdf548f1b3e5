"""The place on a map, and as a list beside it."""

import json
from collections.abc import Sequence
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

#: With more areas than this a keyboard user would press Tab too often: the list beside the map is quicker.
MOST_FOCUSABLE = 60


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map, or the sentence that says why there is none."""

    figure: Figure | None
    sentence: str
    note: str


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
        return MapPage(None, f"There are no figures for {definition.plain_name.lower()} by {AREA_KINDS[kind]}.", "")
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
        is_focusable=len(areas) <= MOST_FOCUSABLE,
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
    return MapPage(figure, title, note)


def _title(definition: Indicator, known: Sequence[AreaValue]) -> str:
    highest = max(known, key=lambda each: each.value or 0.0)
    lowest = min(known, key=lambda each: each.value or 0.0)
    high, low = (format_number(each.value, definition.unit, definition.decimals) for each in (highest, lowest))
    return f"{definition.plain_name}: from {low} in {lowest.area_name} to {high} in {highest.area_name}"
