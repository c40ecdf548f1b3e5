"""Typst source to PDF/UA-1 bytes, without the network and without the machine's own fonts."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from goldenthread.publishing.document import Document
from goldenthread.publishing.pdf.fonts import unpack_fonts
from goldenthread.publishing.pdf.glyphs import make_speller
from goldenthread.publishing.pdf.typst_source import make_source

#: Comes inside the typesetter: used where the site's own font has not been built.
EMBEDDED_FAMILY = "Libertinus Serif"


class PdfError(ValueError):
    """The document cannot become an accessible PDF; the sentence says why."""


@dataclass(frozen=True, slots=True)
class PdfStyle:
    """The council's colour for headings and links, and the web fonts of its site."""

    accent: str = "#12436d"
    web_fonts: tuple[Path, ...] = ()  # the WOFF2 files of the front-end build, regular and bold


def render_pdf(document: Document, style: PdfStyle | None = None) -> bytes:
    """Return the document as PDF/UA-1; the same document gives the same bytes."""
    import typst

    style = style or PdfStyle()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        families = [*_unpack(style.web_fonts, folder), EMBEDDED_FAMILY]
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
        source = make_source(document, families=families, accent=style.accent, spell=make_speller(fonts, folder))
        for picture, svg in source.pictures.items():
            (folder / picture).write_text(svg, encoding="utf-8")
        main = folder / "main.typ"
        main.write_text(source.main, encoding="utf-8")
        compiler = typst.Compiler(str(main), root=str(folder), font_paths=fonts)
        stamp = (
            datetime.combine(document.published, time(), UTC)
            if document.published
            else datetime(2000, 1, 1, tzinfo=UTC)
        )
        try:
            pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
        except typst.TypstError as error:
            hints = " ".join(error.hints)
            raise PdfError(f"“{document.title}” cannot be made into a PDF: {error.message}. {hints}".strip()) from error
    if not isinstance(pdf, bytes):
        raise PdfError(f"“{document.title}” gave no PDF.")
    return pdf


def _unpack(web_fonts: Sequence[Path], folder: Path) -> list[str]:
    return unpack_fonts(web_fonts, folder) if web_fonts else []
