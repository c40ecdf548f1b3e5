"""A document becomes a tagged PDF (PDF/UA-1), typeset by Typst."""

from goldenthread.publishing.pdf.render import PdfError, PdfStyle, render_pdf

__all__ = ["PdfError", "PdfStyle", "render_pdf"]
