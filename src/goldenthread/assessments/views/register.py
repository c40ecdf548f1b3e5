"""The staff's reading pages: the register, one assessment with its tasks and gaps, its preview and history."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.assessments import gaps as lacking
from goldenthread.assessments import journey, permissions
from goldenthread.assessments.figures import known_characteristics
from goldenthread.assessments.histories import read_steps
from goldenthread.assessments.models import Assessment
from goldenthread.assessments.presenters import lists
from goldenthread.assessments.presenters.page import make_page
from goldenthread.assessments.reading import read_gaps, read_page
from goldenthread.assessments.records import read_record
from goldenthread.assessments.register import ON_A_PAGE, StaffAssessmentFilter
from goldenthread.assessments.states import AssessmentStatus
from goldenthread.assessments.typesetting import make_word, typeset
from goldenthread.frontend.downloads import DOCX, KINDS, PDF, send, send_table


@require_safe
@login_required
def assessments(request: HttpRequest) -> HttpResponse:
    """Every assessment that the filters let through, with what it lacks."""
    permissions.check_can_read_drafts(request.user)
    today, known = timezone.localdate(), known_characteristics()
    filters = StaffAssessmentFilter(request.GET)
    found = filters.narrow(Assessment.objects.with_everything(), on=today, known=known)

    def read(rows: Any) -> list[Any]:
        records = [read_record(each) for each in rows]
        return [(record, lacking.find_gaps(record, known, on=today)) for record in records]

    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(
            lists.make_assessment_table(read(found), is_public=False), wanted, f"assessments-{timezone.localdate()}"
        )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [lists.make_assessment_line(record, gaps, is_public=False) for record, gaps in read(page)]
    context = {"filters": filters, "page": page, "lines": lines, "can_begin": permissions.can_begin(request.user)}
    return render(request, "assessments/staff/assessments.html", context)


@require_safe
@login_required
def assessment(request: HttpRequest, number: int) -> HttpResponse:
    """One assessment: what is done, what is missing, and what the reader may do next."""
    permissions.check_can_read_drafts(request.user)
    found = get_object_or_404(Assessment.objects.with_everything(), number=number)
    today, known = timezone.localdate(), known_characteristics()
    record, gaps = read_gaps(found, on=today, known=known)
    can_write = found.is_open_for_writing() and permissions.can_write(request.user, found)
    status = AssessmentStatus(found.status)
    is_published = status in {AssessmentStatus.PUBLISHED, AssessmentStatus.DUE_FOR_REVIEW}
    context = {
        "assessment": found,
        "page": make_page(record, gaps, on=today, is_public=False),
        "parts": journey.make_parts(record) if can_write else (),
        "gaps": journey.make_gap_links(record, gaps, can_write=can_write),
        "stopping": lacking.what_stops(gaps),
        "can_write": can_write,
        "can_submit": can_write and permissions.can_submit(request.user, found),
        "can_sign": status is AssessmentStatus.SUBMITTED and permissions.can_sign(request.user, found),
        "can_return": status in {AssessmentStatus.SUBMITTED, AssessmentStatus.SIGNED}
        and permissions.can_return(request.user, found),
        "can_publish": status is AssessmentStatus.SIGNED and permissions.can_publish(request.user, found),
        "can_confirm": is_published and permissions.can_sign(request.user, found),
        "can_review": is_published and not _is_reviewed(found) and permissions.can_begin(request.user),
        "review": _review_of(found),
        "is_public": found.is_public(),
    }
    return render(request, "assessments/staff/assessment.html", context)


@require_safe
@login_required
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """The page as everybody would read it."""
    permissions.check_can_read_drafts(request.user)
    found = get_object_or_404(Assessment.objects.with_everything(), number=number)
    page = read_page(found, on=timezone.localdate(), is_public=True, known=known_characteristics())
    return render(request, "assessments/assessment.html", {"page": page, "is_preview": True})


@require_safe
@login_required
def draft_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The assessment as it is now, as a PDF."""
    permissions.check_can_read_drafts(request.user)
    found = get_object_or_404(Assessment.objects.with_everything(), number=number)
    content = typeset(found, on=timezone.localdate())
    return send(content, PDF, f"equality-impact-assessment-{number}.pdf", is_shown=True)


@require_safe
@login_required
def draft_word(request: HttpRequest, number: int) -> HttpResponse:
    """The assessment as it is now, as a Word document."""
    permissions.check_can_read_drafts(request.user)
    found = get_object_or_404(Assessment.objects.with_everything(), number=number)
    content = make_word(found, on=timezone.localdate())
    return send(content, DOCX, f"equality-impact-assessment-{number}.docx")


@require_safe
@login_required
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Who changed what in an assessment, and when."""
    permissions.check_can_read_drafts(request.user)
    found = get_object_or_404(Assessment, number=number)
    return render(request, "assessments/staff/history.html", {"assessment": found, "steps": read_steps(found)})


def _is_reviewed(assessment: Assessment) -> bool:
    return _review_of(assessment) is not None


def _review_of(assessment: Assessment) -> Assessment | None:
    """The assessment that is being written to take this one's place."""
    found: Assessment | None = getattr(assessment, "superseded_by", None)
    return found
