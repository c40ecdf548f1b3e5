"""Where staff see what stands against a report, answer for it by name, ask for replies and begin a correction."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import as_download
from goldenthread.plan.editions import read_edition
from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions, outline, permissions
from goldenthread.reports.checks import Finding, Gravity, find_checks
from goldenthread.reports.forms import (
    AskForReplyForm,
    ClearingForm,
    ConfirmForm,
    CorrectionForm,
    NobodysForm,
    SettleForm,
)
from goldenthread.reports.models import AnnualReport, RightOfReply
from goldenthread.reports.plain_words import READING_AGE, read_texts
from goldenthread.reports.presenters.checks import COLUMNS, make_checks, make_reading, make_rows
from goldenthread.reports.views.staff import asks_and_takes, find, home_of, sent_with


@require_safe
@login_required
def checks(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the checks say of a report today."""
    permissions.check_can_read_drafts(request.user)
    one = find(slug)
    findings = find_checks(one, on=timezone.localdate())
    download = as_download(
        request.GET.get("as", ""),
        name=f"checks-{one.slug}",
        title=f"Checks of {one.title}",
        columns=COLUMNS,
        rows=lambda: make_rows(findings),
    )
    if download is not None:
        return download
    is_open = one.status != "published"
    can_write = is_open and permissions.can_write_reports(request.user)
    texts = {text.place: text.text for text in one.texts.all()}
    places = outline.places_of(read_edition(one.edition) if one.edition else None)
    context = {
        "report": one,
        "reading": make_reading(read_texts(texts), {each.key: each.heading for each in places}),
        "easy_age": READING_AGE,
        "page": make_checks(
            findings, can_write=can_write, can_override=is_open and permissions.can_override(request.user)
        ),
        "changed": list(one.claims.to_look_at()),
        "unwritten": actions.what_stands_against(one),
        "can_look": permissions.can_write_reports(request.user),
        "can_check": can_write and one.status == "draft",
    }
    return render(request, "reports/staff/checks.html", context)


@asks_and_takes
@login_required
def answer_for(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Give the reason for one finding, override it, or say that the words are nobody's."""
    one = find(slug)
    finding = _finding(one, key)
    if finding.can_be_nobodys:
        return _say_it_is_nobodys(request, one, finding)
    is_override = finding.gravity is Gravity.BLOCKS
    if is_override:
        permissions.check_can_override(request.user)
    else:
        permissions.check_can_write_reports(request.user)
    action = actions.override if is_override else actions.give_reason
    form = ClearingForm(sent_with(request), initial={"reason": finding.clearance.reason if finding.clearance else ""})
    return ask(
        request,
        form,
        lambda: action(report=one, key=key, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Let it be published all the same" if is_override else "Answer for these words",
        lede=f"“{finding.words}” under {finding.heading} is {finding.verdict}. {finding.why} "
        "Your reason is published with your name.",
        back=_checks_of(one),
        button="Override by name" if is_override else "Give the reason",
        done="Kept. It will be published with your name.",
    )


def _say_it_is_nobodys(request: HttpRequest, one: AnnualReport, finding: Finding) -> HttpResponse:
    permissions.check_can_write_reports(request.user)
    kept = {"reason": finding.clearance.reason if finding.clearance else ""}
    form = NobodysForm(sent_with(request), initial=kept)
    return ask(
        request,
        form,
        lambda: actions.say_it_is_nobodys(
            report=one, key=finding.key, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading="Nobody’s own words",
        lede=f"“{finding.words}” under {finding.heading} stands in quotation marks and on no consent. If a person "
        "said or wrote it, go back and ask them. What you write here is kept with your name and shown to staff.",
        back=_checks_of(one),
        button="These are no person’s words",
        done="Kept, with your name.",
    )


@asks_and_takes
@login_required
def looked(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the claims whose verdict changed were looked at."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.have_looked(report=one, by=who(request), at=timezone.now()),
        heading="I have looked at the changed claims",
        back=_checks_of(one),
        button="I have looked at them",
        done="Noted.",
    )


@asks_and_takes
@login_required
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the report holds together."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = ConfirmForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.check(report=one, by=who(request), at=timezone.now()),
        heading=f"Mark as checked: {one.title}",
        lede="Every claim is judged again now. Then whoever the report speaks of can be asked, and it goes for review.",
        back=home_of(one),
        button="Mark as checked",
        done="Checked.",
    )


@asks_and_takes
@login_required
def ask_for_reply(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody whom the report speaks of."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = AskForReplyForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.ask_for_reply(report=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Ask somebody the report speaks of",
        lede="Show them the words yourself. Here it is written down that they were asked, and what came of it.",
        back=home_of(one),
        button="Write it down",
        done="Written down. The report waits for their answer.",
    )


@asks_and_takes
@login_required
def settle_reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what somebody answered."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    reply = get_object_or_404(RightOfReply.objects.select_related("report"), pk=pk, report=one)
    form = SettleForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.settle_reply(reply=reply, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"What {reply.who} answered",
        lede=reply.about,
        back=home_of(one),
        done="Written down.",
    )


@asks_and_takes
@login_required
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Take up a published report again."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = CorrectionForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.begin_correction(report=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Correct: {one.title}",
        lede="The published edition stays as it is and can be read until the next one is published, and after.",
        back=home_of(one),
        button="Begin the correction",
        done="It can be changed again. Everybody still reads the published edition.",
    )


def _finding(report: AnnualReport, key: str) -> Finding:
    found = next((each for each in find_checks(report, on=timezone.localdate()) if each.key == key), None)
    if found is None or found.gravity in {Gravity.WARNS, Gravity.FINE}:
        raise Http404("There is nothing to answer for here: the words or the evidence have changed.")
    return found


def _checks_of(report: AnnualReport) -> str:
    return reverse("reports:staff_checks", args=[report.slug])
