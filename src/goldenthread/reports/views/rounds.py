"""Where staff send a report out as Word, bring back what came of it, and decide on each change."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.evidence import facts
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.facts import Judged
from goldenthread.plan.editions import read_edition
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who
from goldenthread.reports import actions, outline, permissions
from goldenthread.reports.actions.rounds import Decided
from goldenthread.reports.comparing import Comparison
from goldenthread.reports.forms import ReturnedForm, SendOutForm
from goldenthread.reports.models import CommentRound, ReturnedFile
from goldenthread.reports.presenters.rounds import Judge, make_returned_page
from goldenthread.reports.quoting import find_quoted
from goldenthread.reports.rounds import compare
from goldenthread.reports.views.staff import asks_and_takes, find, home_of, sent_with

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CHANGE = re.compile(r"change-(\d{1,6})")


@asks_and_takes
@login_required
def send_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the Word file that goes out for comment."""
    permissions.check_can_write_reports(request.user)
    one = find(slug)
    form = SendOutForm(sent_with(request))
    return ask(
        request,
        form,
        lambda: actions.send_out(report=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Send out as Word for comment",
        lede="The file keeps which words are bound to which fact, and which text each paragraph belongs to. "
        "What comes back is held beside it, change by change.",
        back=home_of(one),
        then=lambda: reverse("reports:staff_round", args=[one.slug, one.rounds.count()]),
        button="Make the Word file",
        done="The Word file is made. Download it and send it to those who are asked.",
    )


@asks_and_takes
@login_required
def one_round(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A round of comment: its file, and what came back of it."""
    permissions.check_can_write_reports(request.user)
    sent = _find(slug, number)
    form = ReturnedForm(sent_with(request), request.FILES or None)
    made: list[ReturnedFile] = []

    def bring() -> None:
        file = form.cleaned_data["file"]
        content = file.read()
        made.append(actions.take_back(sent=sent, name=file.name, content=content, by=who(request), at=timezone.now()))

    return ask(
        request,
        form,
        bring,
        heading=f"Out for comment: round {sent.number}",
        back=home_of(sent.report),
        then=lambda: made[0].get_absolute_url(),
        button="Bring it in",
        done="Read. Nothing in the report has changed yet: accept or refuse each change.",
        template="reports/staff/round.html",
        report=sent.report,
        round=sent,
        returned=list(sent.returned.light()),
    )


@require_safe
@login_required
def word(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The Word file as it went out."""
    permissions.check_can_write_reports(request.user)
    sent = _find(slug, number)
    headers = {"Content-Disposition": f'attachment; filename="{slug}-for-comment-{number}.docx"'}
    return HttpResponse(bytes(sent.content), content_type=WORD, headers=headers)


@asks_and_takes
@login_required
def returned(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """A file that came back: each change beside the text, to be accepted or refused."""
    permissions.check_can_write_reports(request.user)
    files = ReturnedFile.objects.select_related("round__report__edition", "uploaded_by")
    one = get_object_or_404(files, pk=pk, round__number=number, round__report__slug=slug)
    report = one.round.report
    refusal = ""
    if request.method == "POST":
        try:
            decided = actions.decide(one=one, **_chosen(request), by=who(request), at=timezone.now())
        except NotPossible as refused:
            refusal = str(refused)
        else:
            _say(request, decided)
            return redirect(one.get_absolute_url())
    comparison = compare(one)
    places = outline.places_of(read_edition(report.edition) if report.edition else None)
    headings = {each.key: each.heading for each in places}
    context = {
        "report": report,
        "round": one.round,
        "back_to": f"Round {number}",
        "file": one,
        "page": make_returned_page(comparison, one.decisions, headings, _judge(comparison)),
        "refusal": refusal,
        "can_decide": report.status == "draft",
    }
    return render(request, "reports/staff/returned.html", context, status=400 if refusal else 200)


def _chosen(request: HttpRequest) -> Mapping[str, frozenset[int]]:
    chosen: dict[str, set[int]] = {"accepted": set(), "refused": set()}
    for name, value in request.POST.items():
        found = _CHANGE.fullmatch(name)
        if found and value in {"accept", "refuse"}:
            chosen["accepted" if value == "accept" else "refused"].add(int(found[1]))
    return {name: frozenset(numbers) for name, numbers in chosen.items()}


def _say(request: HttpRequest, decided: Decided) -> None:
    parts = []
    for numbers, words in ((decided.accepted, "accepted and written into the report"), (decided.refused, "refused")):
        if numbers:
            parts.append(f"{len(numbers)} change{'s' if len(numbers) != 1 else ''} {words}")
    if parts:
        messages.success(request, f"{', '.join(parts)}.")
    if decided.moved_on:
        named = ", ".join(str(number) for number in sorted(decided.moved_on))
        is_one = len(decided.moved_on) == 1
        messages.warning(
            request,
            f"Not applied: change{'' if is_one else 's'} {named}. Somebody has changed the words since the file went "
            f"out. Make {'it' if is_one else 'them'} by hand, then refuse {'it' if is_one else 'them'} here.",
        )


def _judge(comparison: Comparison) -> Judge:
    """Judges words against the facts of today; every fact is asked for once."""
    every = comparison.stand(frozenset(each.number for each in comparison.changes))
    texts = {str(number): each.unit.markup for number, each in enumerate([*comparison.stand(()), *every])}
    known, bands = find_quoted(texts), current_bands()
    today = timezone.localdate()

    def judge(slug: str, words: str) -> tuple[str, Judged]:
        fact = known.get(slug)
        said = facts.words_of(words, fact, bands)
        return said, facts.judge(said, fact, on=today, bands=bands)

    return judge


def _find(slug: str, number: int) -> CommentRound:
    rounds = CommentRound.objects.select_related("report", "sent_by")
    return get_object_or_404(rounds, report__slug=slug, number=number)
