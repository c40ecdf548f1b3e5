"""Figures' drawings as PNG, for formats that cannot hold the drawing itself."""

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
    return draw_pngs([figure], web_fonts)[0]


def draw_pngs(figures: Sequence[Figure], web_fonts: Sequence[Path] = ()) -> list[bytes]:
    """Return the wide drawing of each figure: all as the pages of one job, which starts the typesetter once."""
    import typst

    if not figures:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        families = [*(unpack_fonts(web_fonts, folder) if web_fonts else []), EMBEDDED_FAMILY]
        page = ["#set page(width: 16.4cm, height: auto, margin: 0pt)"]
        for number, figure in enumerate(figures, start=1):
            picture = standalone(figure.svg_wide, font_family=families[0])
            (folder / f"figure-{number}.svg").write_text(picture, encoding="utf-8")
            page.append(f'#image("figure-{number}.svg", width: 100%)')
        main = folder / "main.typ"
        main.write_text("\n#pagebreak()\n".join([f"{page[0]}\n{page[1]}", *page[2:]]) + "\n", encoding="utf-8")
        compiler = typst.Compiler(str(main), root=str(folder), font_paths=[str(folder)], ignore_system_fonts=True)
        try:
            drawn = compiler.compile(format="png", ppi=DOTS_PER_INCH)
        except typst.TypstError as error:
            titles = "”, “".join(figure.title for figure in figures)
            raise PdfError(f"Of the figures “{titles}” one cannot be drawn: {error.message}.") from error
    pages = drawn if isinstance(drawn, list) else [drawn]
    if len(pages) != len(figures) or not all(isinstance(each, bytes) for each in pages):
        raise PdfError(f"{len(figures)} figures gave {len(pages)} pictures.")
    return [each for each in pages if isinstance(each, bytes)]
