"""The site's web fonts in the form the typesetter reads."""

from collections.abc import Sequence
from pathlib import Path

FAMILY = "Golden Thread Text"


def unpack_fonts(web_fonts: Sequence[Path], folder: Path) -> list[str]:
    """Write each WOFF2 file into `folder` as TrueType and return the families to ask for, in order of preference.

    A web font comes in one file a script and weight. The typesetter takes one face a family and weight, so each script
    becomes a family of its own and the second is asked for what the first has not.
    """
    from fontTools.ttLib import TTFont

    families: list[str] = []
    for path in sorted(web_fonts, key=lambda font: ("-ext" in font.stem, font.stem)):
        if not path.is_file():
            raise FileNotFoundError(f"The font {path} is not there: build the front end, or leave the font out.")
        script = "Extended" if "-ext" in path.stem else ""
        family = f"{FAMILY} {script}".strip()
        with TTFont(path, recalcTimestamp=False) as font:  # the same report gives the same bytes
            font.flavor = None
            for record in list(font["name"].names):
                if record.nameID in {1, 16}:
                    font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
            font.save(folder / f"{path.stem}.ttf")
        if family not in families:
            families.append(family)
    return families
