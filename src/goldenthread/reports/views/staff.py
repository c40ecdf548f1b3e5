"""Where staff put a report together, write in it, review it and publish it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.accounts.models import Person
from goldenthread.frontend.council import this_council
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions, outline, permissions
from goldenthread.reports.forms import BeginForm, ConfirmForm, DetailsForm, ReasonForm, TextForm
from goldenthread.reports.models import AnnualReport
from goldenthread.reports.presenters.report import make_report_page
from goldenthread.reports.presenters.staff import make_history, make_staff_page
from goldenthread.reports.reading import find_any, read_report
from goldenthread.reports.typesetting import make_word, typeset
from goldenthread.reports.views.public import send_pdf

asks_and_takes = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """Every report and where it is."""
    permissions.check_can_read_drafts(request.user)
    listed = AnnualReport.objects.select_related("plan").newest_first()
    context = {"reports": listed, "can_write": permissions.can_write_reports(request.user)}
    return render(request, "reports/staff/reports.html", context)


@asks_and_takes
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a report on a published plan."""
    permissions.check_can_write_reports(request.user)
    form = BeginForm(_sent(request))
    return _ask(
        request,
        form,
        lambda: actions.begin_report(**form.cleaned_data, by=_who(request), at=timezone.now()),
        heading="Begin an annual report",
        lede="The site puts it together from the plan and the evidence. You write the words around the figures.",
        back=reverse("reports:staff_reports"),
        then=lambda: reverse("reports:staff_report", args=[form.cleaned_data["slug"]]),
        done="Begun and put together. Now it needs words.",
        button="Begin",
    )


@require_safe
@login_required
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report: what is written, what is missing, what comes next."""
    permissions.check_can_read_drafts(request.user)
    one = _find(slug)
    page = make_staff_page(one, read_report(one, today=timezone.localdate()))
    context = {
        "report": one,
        "page": page,
        "standing": actions.what_stands_against(one),
        **_may(request.user, one),
    }
    return render(request, "reports/staff/report.html", context)


@require_safe
@login_required
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as its public page would show it."""
    permissions.check_can_read_drafts(request.user)
    one = _find(slug)
    read = read_report(one, today=timezone.localdate())
    if read is None:
        raise Http404("The report has not been put together yet.")
    page = make_report_page(read, place=this_council().short_name, is_public=False)
    return render(request, "reports/report.html", {"page": page, "is_preview": True})


@require_safe
@login_required
def preview_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as PDF, marked as a draft."""
    permissions.check_can_read_drafts(request.user)
    one = _find(slug)
    try:
        return send_pdf(typeset(one), f"{one.slug}-draft")
    except NotPossible as refusal:
        raise Http404(str(refusal)) from refusal


@require_safe
@login_required
def preview_word(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as Word, to be sent out for comment."""
    permissions.check_can_read_drafts(request.user)
    one = _find(slug)
    try:
        content = make_word(one)
    except NotPossible as refusal:
        raise Http404(str(refusal)) from refusal
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    headers = {"Content-Disposition": f'attachment; filename="{one.slug}-draft.docx"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@asks_and_takes
@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the title and the period."""
    permissions.check_can_write_reports(request.user)
    one = _find(slug)
    now = {"title": one.title, "starts_on": one.starts_on, "ends_on": one.ends_on}
    form = DetailsForm(_sent(request), initial=now)
    return _ask(
        request,
        form,
        lambda: actions.change_details(report=one, **form.cleaned_data, by=_who(request), at=timezone.now()),
        heading="Title and period",
        back=_home(one),
        done="Saved. If the period is another, put the report together again.",
    )


@asks_and_takes
@login_required
def assemble(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the draft together anew."""
    permissions.check_can_write_reports(request.user)
    one = _find(slug)
    form = ConfirmForm(_sent(request))
    return _ask(
        request,
        form,
        lambda: actions.assemble(report=one, by=_who(request), at=timezone.now()),
        heading="Put the report together again",
        lede="Promises are taken from the plan as it is published now, and every figure from the evidence of today. "
        "The words you wrote stay.",
        back=_home(one),
        done="Put together again.",
        button="Put together again",
    )


@asks_and_takes
@login_required
def write(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Write the words of one place."""
    permissions.check_can_write_reports(request.user)
    one = _find(slug)
    read = read_report(one)
    chosen = next((each for each in outline.places_of(read.content if read else None) if each.key == place), None)
    if chosen is None:
        raise Http404("The report has no such place.")
    form = TextForm(
        _sent(request),
        initial={"text": read.texts.get(place, "") if read else ""},
        hint=chosen.hint,
    )
    return _ask(
        request,
        form,
        lambda: actions.write_text(report=one, place=place, **form.cleaned_data, by=_who(request), at=timezone.now()),
        heading=chosen.heading,
        back=_home(one),
        done=f"Saved: {chosen.heading}.",
    )


@asks_and_takes
@login_required
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the draft for review."""
    permissions.check_can_write_reports(request.user)
    return _step(
        request,
        slug,
        actions.submit_for_review,
        heading="Send for review",
        lede="Nobody can change it while it is being read. Somebody other than you approves it or sends it back.",
        done="Sent for review.",
    )


@asks_and_takes
@login_required
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve what somebody else wrote."""
    permissions.check_can_approve(request.user, _find(slug))
    return _step(
        request,
        slug,
        actions.approve,
        heading="Approve",
        lede="You have read it and it may be published as it is.",
        done="Approved.",
    )


@asks_and_takes
@login_required
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what was approved."""
    permissions.check_can_publish(request.user, _find(slug))
    return _step(
        request,
        slug,
        actions.publish,
        heading="Publish",
        lede="Everybody can read it from now on, and nothing in it changes any more.",
        done="Published. The PDF has been made and is kept.",
    )


@asks_and_takes
@login_required
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a report back to draft."""
    one = _find(slug)
    permissions.check_can_send_back(request.user, one)
    form = ReasonForm(_sent(request))
    return _ask(
        request,
        form,
        lambda: actions.send_back(report=one, **form.cleaned_data, by=_who(request), at=timezone.now()),
        heading=f"Send “{one.title}” back",
        back=_home(one),
        done="Sent back. It can be changed again.",
        button="Send back",
    )


@require_safe
@login_required
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed which words, and when."""
    permissions.check_can_read_drafts(request.user)
    one = _find(slug)
    read = read_report(one)
    headings = {place.key: place.heading for place in outline.places_of(read.content if read else None)}
    return render(request, "reports/staff/history.html", {"report": one, "steps": make_history(one, headings)})


def _step(
    request: HttpRequest, slug: str, action: Callable[..., Any], *, heading: str, lede: str, done: str
) -> HttpResponse:
    one = _find(slug)
    form = ConfirmForm(_sent(request))
    return _ask(
        request,
        form,
        lambda: action(report=one, by=_who(request), at=timezone.now()),
        heading=f"{heading}: {one.title}",
        back=_home(one),
        button=heading,
        lede=lede,
        done=done,
    )


def _ask(
    request: HttpRequest,
    form: Form,
    do: Callable[[], Any],
    *,
    heading: str,
    back: str,
    done: str,
    lede: str = "",
    then: Callable[[], str] | None = None,
    button: str = "Save",
) -> HttpResponse:
    """The page with the form; when it was sent and is in order, do it and go on."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ValidationError as refusal:
            for sentence in refusal.messages:
                form.add_error(None, sentence)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(then() if then else back)
    status = 400 if form.is_bound and form.errors else 200
    context = {"form": form, "heading": heading, "back": back, "lede": lede, "button": button}
    return render(request, "reports/staff/form.html", context, status=status)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form too; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def _find(slug: str) -> AnnualReport:
    found = find_any(slug)
    if found is None:
        raise Http404("There is no such report.")
    return found


def _home(report: AnnualReport) -> str:
    return reverse("reports:staff_report", args=[report.slug])


def _who(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise PermissionDenied("Sign in first.")
    return request.user


def _may(person: Any, report: AnnualReport) -> dict[str, bool]:
    is_draft = report.status == "draft"
    return {
        "can_write": is_draft and permissions.can_write_reports(person),
        "can_approve": report.status == "in review" and permissions.can_approve(person, report),
        "can_send_back": report.status in {"in review", "approved"} and permissions.can_send_back(person, report),
        "can_publish": report.status == "approved" and permissions.can_publish(person, report),
    }
