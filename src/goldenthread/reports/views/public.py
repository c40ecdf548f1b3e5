"""What everybody can read: published reports, and the thread through everything that is public."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.core.indicators import Indicator as Definition
from goldenthread.evidence import numbers
from goldenthread.evidence.presenters.findings import value_sentence
from goldenthread.frontend.council import this_council
from goldenthread.frontend.downloads import JSON, PDF, XLSX, send, send_table
from goldenthread.publishing.facts_annex import facts_table, facts_to_json, facts_to_xlsx
from goldenthread.reports.models import AnnualReport, ReportEdition
from goldenthread.reports.presenters.report import make_card, make_report_page
from goldenthread.reports.presenters.thread import make_thread_page
from goldenthread.reports.reading import find_published, is_whole, latest_edition, list_published, read_edition_of
from goldenthread.reports.thread import Walked, walk
from goldenthread.reports.typesetting import make_report_document

NOT_HERE = "There is no such report, or it has not been published."


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report that is published."""
    cards = [make_card(report, is_whole=has_files) for report, has_files in list_published()]
    return render(request, "reports/reports.html", {"cards": cards})


@require_safe
def annual(request: HttpRequest, slug: str) -> HttpResponse:
    """One annual report."""
    report = find_published(slug)
    read = read_edition_of(report, latest_edition(report), today=timezone.localdate()) if report else None
    if read is None:
        raise Http404(NOT_HERE)
    page = make_report_page(read, place=this_council().short_name)
    return render(request, "reports/report.html", {"page": page})


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition of a report, as it was published."""
    report, found = _find_edition(slug, number)
    latest = latest_edition(report)
    is_superseded = latest is not None and latest.pk != found.pk
    read = read_edition_of(report, found, today=timezone.localdate(), is_superseded=is_superseded)
    if read is None:
        raise Http404(NOT_HERE)
    page = make_report_page(read, place=this_council().short_name)
    return render(request, "reports/report.html", {"page": page, "number": number})


@require_safe
def facts(request: HttpRequest, slug: str, number: int | None = None, form: str = "") -> HttpResponse:
    """Every figure and fact of an edition, the latest unless one is named: a spreadsheet, a list, or checkable JSON."""
    if number is None:
        report = find_published(slug)
        found = latest_edition(report) if report else None
    else:
        report, found = _find_edition(slug, number)
    document = make_report_document(report, edition=found) if report else None
    if document is None or not document.facts:
        raise Http404(NOT_HERE)
    name = f"{slug}-edition-{number}-facts" if number else f"{slug}-facts"
    match form or request.GET.get("as", "json"):
        case "xlsx":
            return send(facts_to_xlsx(document), XLSX, f"{name}.xlsx")
        case "csv":
            return send_table(facts_table(document), "csv", name)
        case _:
            return send(facts_to_json(document, _about(found)).encode(), JSON, f"{name}.json")


def _about(edition: ReportEdition | None) -> dict[str, Any] | None:
    if edition is None:
        return None
    return {name: getattr(edition, name) for name in ("number", "note", "sha256", "clearances")}


def _find_edition(slug: str, number: int) -> tuple[AnnualReport, ReportEdition]:
    report = find_published(slug)
    found = report.editions.select_related("report").filter(number=number).first() if report else None
    if report is None or found is None:
        raise Http404(NOT_HERE)
    return report, found


@require_safe
def annual_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF that was made when the report was published."""
    report = find_published(slug)
    if report is None or not report.pdf:
        raise Http404(NOT_HERE)
    printed = latest_edition(report)
    if printed is not None and not is_whole(printed):
        return render(request, "reports/pdf_gone.html", {"report": report}, status=410)
    with report.pdf.open("rb") as file:
        return send(file.read(), PDF, f"{report.slug}.pdf", is_shown=True)


@require_safe
def thread(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The golden thread through one object."""
    walked = walk(kind, key, on=timezone.localdate())
    if walked is None:
        raise Http404("There is nothing of this name on the thread that everybody can read.")
    page = make_thread_page(walked, _definitions(), _values(walked))
    return render(request, "reports/thread.html", {"page": page})


def _definitions() -> dict[str, Definition]:
    try:
        return dict(numbers.definitions())
    except numbers.NoEvidence:
        return {}


def _values(walked: Walked) -> dict[str, str]:
    """The place's own latest value, where the thread is an indicator's."""
    if walked.kind != "indicator":
        return {}
    try:
        definition = numbers.definition(walked.key)
        return {walked.key: value_sentence(definition, numbers.latest(walked.key), this_council().short_name)}
    except (numbers.NoEvidence, numbers.QuestionError):
        return {}
