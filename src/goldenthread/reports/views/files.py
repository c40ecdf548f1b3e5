"""The files of a published report: PDF and Word as they were made for the edition, Markdown from what it froze."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import DOCX, PDF, send
from goldenthread.reports.models import AnnualReport, ReportEdition
from goldenthread.reports.reading import find_published, is_whole, latest_edition
from goldenthread.reports.typesetting import make_edition_word, make_markdown
from goldenthread.reports.views.public import NOT_HERE

MARKDOWN = "text/markdown; charset=utf-8"


@require_safe
def annual_word(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody reads of a report, as Word."""
    report = _find(slug)
    return _send(request, report, latest_edition(report), "word")


@require_safe
def annual_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as Markdown, its claims bound as other programs read them."""
    report = _find(slug)
    return _send(request, report, latest_edition(report), "markdown")


@require_safe
def edition_file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """A file of one edition, an earlier one too."""
    report = _find(slug)
    edition = report.editions.prefetch_related("withdrawals").filter(number=number).first()
    if edition is None:
        raise Http404(NOT_HERE)
    return _send(request, report, edition, kind)


def _find(slug: str) -> AnnualReport:
    report = find_published(slug)
    if report is None:
        raise Http404(NOT_HERE)
    return report


def _send(request: HttpRequest, report: AnnualReport, edition: ReportEdition | None, kind: str) -> HttpResponse:
    if edition is not None and not is_whole(edition):
        return render(request, "reports/pdf_gone.html", {"report": report}, status=410)
    name = report.slug if edition is None or edition.number == 1 else f"{report.slug}-edition-{edition.number}"
    if kind == "pdf":
        if edition is None or not edition.pdf:
            raise Http404(NOT_HERE)
        with edition.pdf.open("rb") as file:
            return send(file.read(), PDF, f"{name}.pdf", is_shown=True)
    if kind == "word":
        return send(_word(report, edition), DOCX, f"{name}.docx")
    return send(make_markdown(report, edition=edition).encode(), MARKDOWN, f"{name}.md")


def _word(report: AnnualReport, edition: ReportEdition | None) -> bytes:
    if edition is None or not edition.word:
        return make_edition_word(report, edition)
    with edition.word.open("rb") as file:
        content: bytes = file.read()
    return content
