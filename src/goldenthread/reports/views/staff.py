"""Where staff put a report together, write in it, review it and publish it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.frontend.council import this_council
from goldenthread.frontend.downloads import DOCX, MARKDOWN, PDF, send
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions, outline, permissions
from goldenthread.reports.checks import HEADLINE_PLACES, find_checks, find_unbound, what_stands
from goldenthread.reports.claims import paragraphs
from goldenthread.reports.forms import BeginForm, ConfirmForm, DetailsForm, ReasonForm, TextForm
from goldenthread.reports.models import AnnualReport, EasyReadPage
from goldenthread.reports.presenters.checks import make_tried
from goldenthread.reports.presenters.report import make_report_page
from goldenthread.reports.presenters.staff import make_history, make_staff_page
from goldenthread.reports.presenters.words import make_words
from goldenthread.reports.quoting import find_quoted, judge_texts, quote
from goldenthread.reports.reading import find_any, read_report
from goldenthread.reports.stories.presenters import easy_read_status
from goldenthread.reports.summary import draft_summary
from goldenthread.reports.typesetting import make_markdown, make_word, typeset

BEFORE_PUBLICATION = frozenset({"checked", "right of reply", "in review", "approved"})

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
    form = BeginForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.begin_report(**form.cleaned_data, by=who(request), at=timezone.now()),
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
    one = find(slug)
    page = make_staff_page(one, read_report(one, today=timezone.localdate()))
    context = {
        "report": one,
        "page": page,
        "unwritten": actions.what_stands_against(one),
        "standing": len(what_stands(find_checks(one, on=timezone.localdate()))),
        "changed": one.claims.to_look_at().count(),
        "replies": list(one.replies.select_related("asked_by")),
        "editions": list(one.editions.newest_first().defer("texts", "facts", "claims", "clearances")),
        "easy_reads": [
            {"page": each, "status": easy_read_status(each)} for each in EasyReadPage.objects.filter(report=one)
        ],
        "rounds": list(one.rounds.light().annotate(undecided=Sum("returned__undecided"), came_back=Count("returned"))),
        **_may(request.user, one),
    }
    return render(request, "reports/staff/report.html", context)


@require_safe
@login_required
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The report as its public page would show it."""
    permissions.check_can_read_drafts(request.user)
    one = find(slug)
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
    one = find(slug)
    try:
        return send(typeset(one), PDF, f"{one.slug}-draft.pdf", is_shown=True)
    except NotPossible as refusal:
        raise Http404(str(refusal)) from refusal


@require_safe
@login_required
def preview_word(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as Word, to be sent out for comment."""
    permissions.check_can_read_drafts(request.user)
    one = find(slug)
    try:
        content = make_word(one)
    except NotPossible as refusal:
        raise Http404(str(refusal)) from refusal
    return send(content, DOCX, f"{one.slug}-draft.docx")


@require_safe
@login_required
def preview_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as Markdown, as other programs read it."""
    permissions.check_can_read_drafts(request.user)
    one = find(slug)
    try:
        content = make_markdown(one)
    except NotPossible as refusal:
        raise Http404(str(refusal)) from refusal
    return send(content.encode(), MARKDOWN, f"{one.slug}-draft.md")


@asks_and_takes
@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the title and the period."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    now = {"title": one.title, "starts_on": one.starts_on, "ends_on": one.ends_on}
    form = DetailsForm(sent_with(request), initial=now)
    return ask(
        request,
        form,
        lambda: actions.change_details(report=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Title and period",
        back=home_of(one),
        done="Saved. If the period is another, put the report together again.",
    )


@asks_and_takes
@login_required
def assemble(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the draft together anew."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.assemble(report=one, by=who(request), at=timezone.now()),
        heading="Put the report together again",
        lede="Promises are taken from the plan as it is published now, and every figure from the evidence of today. "
        "The words you wrote stay.",
        back=home_of(one),
        done="Put together again.",
        button="Put together again",
    )


@asks_and_takes
@login_required
def write(request: HttpRequest, slug: str, place: str) -> HttpResponse:
    """Write the words of one place."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    read = read_report(one)
    chosen = next((each for each in outline.places_of(read.content if read else None) if each.key == place), None)
    if chosen is None:
        raise Http404("The report has no such place.")
    written = read.texts.get(place, "") if read else ""
    is_drafted = place == outline.SUMMARY and read is not None and "draft" in request.GET
    if is_drafted and read is not None:
        written = draft_summary(read, on=timezone.localdate())
    form = TextForm(sent_with(request), initial={"text": written}, hint=chosen.hint)
    is_tried = request.method == "POST" and "try" in request.POST and form.is_valid()
    text = form.cleaned_data["text"] if is_tried else request.POST.get("text", written)
    context = {
        "report": one,
        "can_draft": place == outline.SUMMARY and not is_drafted,
        "is_drafted": is_drafted,
        **_what_it_says(place, text),
    }
    if is_tried:
        context |= {"form": form, "heading": chosen.heading, "back": home_of(one), "button": "Save"}
        return render(request, "reports/staff/write.html", context)
    return ask(
        request,
        form,
        lambda: actions.write_text(report=one, place=place, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=chosen.heading,
        back=home_of(one),
        done=f"Saved: {chosen.heading}.",
        template="reports/staff/write.html",
        **context,
    )


def _what_it_says(place: str, text: str) -> dict[str, Any]:
    """What somebody who writes sees beside the words: every claim with its verdict, unbound figures, the page."""
    known = find_quoted({place: text})
    return {
        "claims": make_tried(judge_texts({place: text}, on=timezone.localdate(), known=known)),
        "unbound": [words for paragraph in paragraphs(text) for words in find_unbound(paragraph)],
        "is_headline": place in HEADLINE_PLACES,
        "preview": make_words(text, quote(known.values()), anchored=False),
    }


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
    permissions.check_can_approve(request.user, find(slug))
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
    permissions.check_can_publish(request.user, find(slug))
    return _step(
        request,
        slug,
        actions.publish,
        heading="Publish",
        lede="Everybody can read it from now on. Words, facts and verdicts are kept in an edition.",
        done="Published. The PDF has been made and is kept.",
    )


@asks_and_takes
@login_required
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a report back to draft."""
    one = find(slug)
    permissions.check_can_send_back(request.user, one)
    form = ReasonForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.send_back(report=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Send “{one.title}” back",
        back=home_of(one),
        done="Sent back. It can be changed again.",
        button="Send back",
    )


@require_safe
@login_required
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed which words, and when."""
    permissions.check_can_read_drafts(request.user)
    one = find(slug)
    read = read_report(one)
    headings = {place.key: place.heading for place in outline.places_of(read.content if read else None)}
    return render(request, "reports/staff/history.html", {"report": one, "steps": make_history(one, headings)})


def _step(
    request: HttpRequest, slug: str, action: Callable[..., Any], *, heading: str, lede: str, done: str
) -> HttpResponse:
    one = find(slug)
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: action(report=one, by=who(request), at=timezone.now()),
        heading=f"{heading}: {one.title}",
        back=home_of(one),
        button=heading,
        lede=lede,
        done=done,
    )


def sent_with(request: HttpRequest) -> QueryDict | None:
    """What was sent, an empty form too; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def find(slug: str) -> AnnualReport:
    found = find_any(slug)
    if found is None:
        raise Http404("There is no such report.")
    return found


def home_of(report: AnnualReport) -> str:
    return reverse("reports:staff_report", args=[report.slug])


def _may(person: Any, report: AnnualReport) -> dict[str, bool]:
    is_draft = report.status == "draft"
    return {
        "can_write": is_draft and permissions.can_write_reports(person),
        "can_see_rounds": permissions.can_write_reports(person),
        "can_send_out": report.status != "published" and permissions.can_write_reports(person),
        "can_check": is_draft and permissions.can_write_reports(person),
        "can_ask": report.status in {"checked", "right of reply"} and permissions.can_write_reports(person),
        "can_submit": report.status in {"checked", "right of reply"} and permissions.can_write_reports(person),
        "can_correct": report.status == "published" and permissions.can_write_reports(person),
        "can_approve": report.status == "in review" and permissions.can_approve(person, report),
        "can_send_back": report.status in BEFORE_PUBLICATION and permissions.can_send_back(person, report),
        "can_publish": report.status == "approved" and permissions.can_publish(person, report),
    }
