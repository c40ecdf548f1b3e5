"""The site's web fonts in the form the typesetter reads."""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

FAMILY = "Golden Thread Text"


def unpack_fonts(web_fonts: Sequence[Path], folder: Path) -> list[str]:
    """Write each WOFF2 file into `folder` as TrueType and return the families to ask for, in order of preference.

    A web font comes in one file a script and weight. The typesetter takes one face a family and weight, so each script
    becomes a family of its own and the second is asked for what the first has not.
    """
    families: list[str] = []
    for path in sorted(web_fonts, key=lambda font: ("-ext" in font.stem, font.stem)):
        if not path.is_file():
            raise FileNotFoundError(f"The font {path} is not there: build the front end, or leave the font out.")
        script = "Extended" if "-ext" in path.stem else ""
        family = f"{FAMILY} {script}".strip()
        (folder / f"{path.stem}.ttf").write_bytes(_unpack(path, path.stat().st_mtime_ns, family))
        if family not in families:
            families.append(family)
    return families


@lru_cache(maxsize=16)
def _unpack(path: Path, changed: int, family: str) -> bytes:
    """Return a font as TrueType; unpacked once a process, as long as the file is the same."""
    from fontTools.ttLib import TTFont

    unpacked = io.BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:  # the same report gives the same bytes
        font.flavor = None
        for record in list(font["name"].names):
            if record.nameID in {1, 16}:
                font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
        font.save(unpacked)
    return unpacked.getvalue()
