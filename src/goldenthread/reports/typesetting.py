"""A report as PDF, in the council's colour and the site's own type."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from goldenthread.frontend.build import BUILT
from goldenthread.frontend.council import this_council
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.pdf import PdfStyle, render_pdf
from goldenthread.reports.models import AnnualReport
from goldenthread.reports.presenters.document import make_document
from goldenthread.reports.presenters.report import make_report_page
from goldenthread.reports.reading import read_report


def typeset(report: AnnualReport) -> bytes:
    """The report as a tagged PDF; the same report gives the same bytes."""
    read = read_report(report)
    if read is None:
        raise NotPossible(f"“{report.title}” has not been put together from its plan yet.")
    council = this_council()
    notice = ""
    if report.published_at is None:
        notice = "This is a draft. It has not been approved."
    elif council.is_invented:
        notice = f"{council.short_name} does not exist. Its people, promises and numbers are made up."
    page = make_report_page(read, place=council.short_name)
    document = make_document(
        page,
        council=council.name,
        address=settings.WAGTAILADMIN_BASE_URL,
        published=timezone.localdate(report.published_at) if report.published_at else None,
        notice=notice,
    )
    fonts = tuple(sorted(BUILT.glob("atkinson-*.woff2")))
    return render_pdf(document, PdfStyle(accent=council.accent, web_fonts=fonts))
