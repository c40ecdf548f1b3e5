"""Maps as SVG: outlines with a value each, or one hexagon an area."""

from goldenthread.publishing.maps.choropleth import MapArea, MapStyle, choropleth, hexagon_map
from goldenthread.publishing.maps.geometry import OutlineError

__all__ = ["MapArea", "MapStyle", "OutlineError", "choropleth", "hexagon_map"]
