"""Maps as SVG: outlines with a value each, or one hexagon an area."""
