"""A figure's drawing as a PNG, for formats that cannot hold the drawing itself."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from goldenthread.publishing.figures import Figure
from goldenthread.publishing.pdf.fonts import unpack_fonts
from goldenthread.publishing.pdf.render import EMBEDDED_FAMILY, PdfError
from goldenthread.publishing.stylesheet import standalone

DOTS_PER_INCH = 200
"""Sharp on paper at the width of a column, and still a small file."""


def draw_png(figure: Figure, web_fonts: Sequence[Path] = ()) -> bytes:
    """Return the wide drawing of a figure, without the network and without the machine's own fonts."""
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        families = [*(unpack_fonts(web_fonts, folder) if web_fonts else []), EMBEDDED_FAMILY]
        (folder / "figure.svg").write_text(standalone(figure.svg_wide, font_family=families[0]), encoding="utf-8")
        page = '#set page(width: 16.4cm, height: auto, margin: 0pt)\n#image("figure.svg", width: 100%)\n'
        main = folder / "main.typ"
        main.write_text(page, encoding="utf-8")
        compiler = typst.Compiler(str(main), root=str(folder), font_paths=[str(folder)], ignore_system_fonts=True)
        try:
            drawn = compiler.compile(format="png", ppi=DOTS_PER_INCH)
        except typst.TypstError as error:
            raise PdfError(f"“{figure.title}” cannot be drawn: {error.message}.") from error
    if not isinstance(drawn, bytes):
        raise PdfError(f"“{figure.title}” gave no picture.")
    return drawn
