"""What everybody can read: published assessments, and the decisions they are for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.assessments.figures import known_characteristics
from goldenthread.assessments.gaps import find_gaps
from goldenthread.assessments.models import Assessment, Decision
from goldenthread.assessments.presenters import lists
from goldenthread.assessments.presenters.page import make_override
from goldenthread.assessments.reading import read_page
from goldenthread.assessments.records import as_published, read_decision, read_published_actions, read_record
from goldenthread.assessments.register import ON_A_PAGE, AssessmentFilter, DecisionFilter
from goldenthread.assessments.states import AssessmentStatus
from goldenthread.frontend.downloads import DOCX, KINDS, PDF, send, send_table

NOT_HERE = "There is no such assessment, or it has not been published."


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """The public register."""
    today, known = timezone.localdate(), known_characteristics()
    filters = AssessmentFilter(request.GET)
    found = filters.narrow(Assessment.objects.public().with_everything(), on=today, known=known)

    def read(rows: Any) -> list[Any]:
        records = [read_record(each) for each in rows]
        actions = read_published_actions(line for record in records for line in record.mitigations)
        public = [as_published(record, actions) for record in records]
        return [(record, find_gaps(record, known, on=today)) for record in public]

    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(lists.make_assessment_table(read(found), is_public=True), wanted, f"assessments-{today}")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [lists.make_assessment_line(record, gaps, is_public=True) for record, gaps in read(page)]
    return render(request, "assessments/assessments.html", {"filters": filters, "page": page, "lines": lines})


@require_safe
def assessment(request: HttpRequest, number: int) -> HttpResponse:
    """One published assessment."""
    found = get_object_or_404(Assessment.objects.public().with_everything(), number=number)
    page = read_page(found, on=timezone.localdate(), is_public=True, known=known_characteristics())
    context = {"page": page, "has_pdf": bool(found.pdf), "has_word": bool(found.word)}
    return render(request, "assessments/assessment.html", context)


@require_safe
def assessment_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF that was made when the assessment was published."""
    return _send_made(number, lambda found: found.pdf, PDF, "pdf")


@require_safe
def assessment_word(request: HttpRequest, number: int) -> HttpResponse:
    """The Word document that was made when the assessment was published."""
    return _send_made(number, lambda found: found.word, DOCX, "docx")


def _send_made(number: int, file_of: Callable[[Assessment], FieldFile], content_type: str, ending: str) -> HttpResponse:
    found = get_object_or_404(Assessment.objects.public(), number=number)
    kept = file_of(found)
    if not kept:
        raise Http404(NOT_HERE)
    with kept.open("rb") as file:
        name = f"equality-impact-assessment-{number}.{ending}"
        return send(file.read(), content_type, name, is_shown=content_type == PDF)


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """What is to be decided and what was, each with its assessment or the reason why there is none."""
    today = timezone.localdate()
    filters = DecisionFilter(request.GET)
    found = filters.narrow(Decision.objects.with_assessment())
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(lists.make_decision_table(found, is_public=True), wanted, f"decisions-{today}")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [lists.make_decision_line(each, on=today, is_public=True) for each in page]
    return render(request, "assessments/decisions.html", {"filters": filters, "page": page, "lines": lines})


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: what it is, what was decided, how it was assessed, and who let it go ahead without."""
    found: Any = get_object_or_404(Decision.objects.with_assessment(), pk=pk)
    open_ones = found.assessments.public().exclude(status=AssessmentStatus.SUPERSEDED.value).order_by("-number")
    context = {
        "decision": found,
        "line": lists.make_decision_line(found, on=timezone.localdate(), is_public=True),
        "override": make_override(read_decision(found)),
        "assessments": open_ones,
    }
    return render(request, "assessments/decision.html", context)
