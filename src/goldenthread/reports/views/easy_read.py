"""Staff's page of an Easy Read edition: what stands against it, what would make it easier, approving."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions
from goldenthread.reports.easy_reading import find_advice
from goldenthread.reports.forms import ConfirmForm
from goldenthread.reports.models import EasyReadPage
from goldenthread.reports.permissions import can_write_reports, check_can_read_drafts
from goldenthread.reports.stories import permissions, presenters
from goldenthread.reports.stories.standing import find_approval, find_faults, latest_of
from goldenthread.reports.views.staff import asks_and_takes, sent_with


@require_safe
@login_required
def easy_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition as it was written last."""
    check_can_read_drafts(request.user)
    one = _find(pk)
    latest = latest_of(one)
    faults = find_faults(latest, on=timezone.localdate())
    is_waiting = not one.live or one.has_unpublished_changes
    context = {
        "page": latest,
        "lines": latest.sentences_with_pictures,
        "status": presenters.easy_read_status(one),
        "faults": faults,
        "advice": find_advice(latest),
        "approval": find_approval(latest),
        "is_waiting": is_waiting,
        "can_write": can_write_reports(request.user),
        "can_approve": is_waiting and not faults and permissions.can_approve_easy_read(request.user, one),
    }
    return render(request, "reports/staff/easy_read.html", context)


@asks_and_takes
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what somebody else wrote, and publish it."""
    one = _find(pk)
    permissions.check_can_approve_easy_read(request.user, one)
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.approve_easy_read(page=one, by=who(request), at=timezone.now()),
        heading=f"Approve and publish: {one.draft_title}",
        lede="You have read it as it was written last, with each picture, and everybody may read it.",
        back=reverse("reports:staff_easy_read", args=[one.pk]),
        button="Approve and publish",
        done="Approved and published.",
    )


def _find(pk: int) -> EasyReadPage:
    return get_object_or_404(EasyReadPage.objects.select_related("report", "latest_revision"), pk=pk)
