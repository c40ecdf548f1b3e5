"""A report as PDF and Word, in the council's colour and the site's own type, and the facts it stands on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goldenthread.frontend.build import BUILT
from goldenthread.frontend.council import this_council
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.document import Document
from goldenthread.publishing.markdown_text import render_markdown
from goldenthread.publishing.pdf import PdfStyle, render_pdf
from goldenthread.publishing.word import WordStyle, render_word
from goldenthread.reports.models import AnnualReport, ReportEdition
from goldenthread.reports.presenters.document import make_document, make_facts, make_quoted_facts
from goldenthread.reports.presenters.report import make_report_page
from goldenthread.reports.reading import read_edition_of, read_report


def typeset(report: AnnualReport, *, on: date | None = None) -> bytes:
    """The report as a tagged PDF; the same report gives the same bytes."""
    return _as_pdf(make_report_document(report, on=on))


def typeset_files(report: AnnualReport, *, on: date) -> tuple[bytes, bytes]:
    """The report as PDF and as Word for everybody, drawn from one document."""
    document = make_report_document(report, on=on)
    return _as_pdf(document), _as_word(document)


def make_word(report: AnnualReport, *, on: date | None = None) -> bytes:
    """The report as Word, to be commented on: each figure's words in a control that keeps which fact they state."""
    return _as_word(make_report_document(report, is_for_comment=True, on=on))


def make_edition_word(report: AnnualReport, edition: ReportEdition | None) -> bytes:
    """An edition as Word, from what it froze: for those that were published before the file was kept."""
    return _as_word(make_report_document(report, edition=edition))


def make_markdown(report: AnnualReport, *, edition: ReportEdition | None = None) -> str:
    """The report as Markdown, its claims bound as `goldenthread check` reads them."""
    return render_markdown(make_report_document(report, edition=edition))


def _as_pdf(document: Document) -> bytes:
    return render_pdf(document, PdfStyle(accent=this_council().accent, web_fonts=_fonts()))


def _as_word(document: Document) -> bytes:
    return render_word(document, WordStyle(accent=this_council().accent, web_fonts=_fonts()))


def _fonts() -> tuple[Path, ...]:
    return tuple(sorted(BUILT.glob("atkinson-*.woff2")))


def make_report_document(
    report: AnnualReport,
    *,
    is_for_comment: bool = False,
    edition: ReportEdition | None = None,
    on: date | None = None,
) -> Document:
    """The report as the one document that all its files are drawn from: as it is now, or as an edition froze it.

    Now is a day, today unless another is said: only what somebody agrees to on it is told of them.
    """
    read = read_report(report, on=on) if edition is None else read_edition_of(report, edition, today=None)
    if read is None:
        raise NotPossible(f"“{report.title}” has not been put together from its plan yet.")
    council = this_council()
    notice = ""
    if report.published_at is None or (report.is_corrected_now and edition is None):
        notice = "This is a draft. It has not been approved."
    elif council.is_invented:
        notice = f"{council.short_name} does not exist. Its people, promises and numbers are made up."
    page = make_report_page(read, place=council.short_name)
    address = settings.WAGTAILADMIN_BASE_URL
    published_at = edition.published_at if edition is not None else report.published_at
    return make_document(
        page,
        council=council.name,
        address=address,
        published=timezone.localdate(published_at) if published_at else None,
        notice=notice,
        facts=make_facts(read.figures, address=address) + make_quoted_facts(read.quoted.values(), address=address),
        is_for_comment=is_for_comment,
    )
