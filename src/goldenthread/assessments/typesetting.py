"""An assessment as PDF and as Word, in the council's colour and the site's own type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from goldenthread.assessments.figures import known_characteristics
from goldenthread.assessments.models import Assessment
from goldenthread.assessments.presenters.document import make_document
from goldenthread.assessments.reading import read_page
from goldenthread.frontend.build import BUILT
from goldenthread.frontend.council import this_council
from goldenthread.publishing.document import Document
from goldenthread.publishing.pdf import PdfStyle, render_pdf
from goldenthread.publishing.word import WordStyle, render_word


def typeset(assessment: Assessment, *, on: date) -> bytes:
    """The assessment as a tagged PDF; the same assessment gives the same bytes on the same day."""
    return render_pdf(_document(assessment, on), PdfStyle(accent=this_council().accent, web_fonts=_fonts()))


def make_word(assessment: Assessment, *, on: date) -> bytes:
    """The assessment as a Word document, from the same sections."""
    return render_word(_document(assessment, on), WordStyle(accent=this_council().accent, web_fonts=_fonts()))


def _fonts() -> tuple[Path, ...]:
    return tuple(sorted(BUILT.glob("atkinson-*.woff2")))


def _document(assessment: Assessment, on: date) -> Document:
    council = this_council()
    notice = ""
    if not assessment.is_public():
        notice = "This is a draft. It has not been published."
    elif council.is_invented:
        notice = f"{council.short_name} does not exist. Its people, promises and numbers are made up."
    page = read_page(assessment, on=on, is_public=True, known=known_characteristics())
    return make_document(
        page,
        council=council.name,
        address=settings.WAGTAILADMIN_BASE_URL,
        published=on if assessment.is_public() else None,
        notice=notice,
    )
