"""The staff's pages of update cycles: who was asked, reminded, escalated, silent; what the chaser would do today."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.accounts.models import Team
from goldenthread.frontend.downloads import as_download, send_kept
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import daily, due_lists, permissions, short_lists
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.cycles.chaser import closes_on
from goldenthread.plan.cycles.forms import AbsenceForm, AskingFilter, CycleForm, EscalationForm
from goldenthread.plan.cycles.presenters import (
    ASKING_COLUMNS,
    count_states,
    make_asked_row,
    make_asking_row,
    make_move_row,
    write_row,
)
from goldenthread.plan.cycles.rounds import name_period, round_due
from goldenthread.plan.models import (
    Absence,
    AskedAction,
    Asking,
    ChaserRun,
    EscalationLine,
    Plan,
    UpdateCycle,
    UpdateEvidence,
)
from goldenthread.plan.models.cycle import AskedActionQuerySet
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who
from goldenthread.plan.working_days import add_working_days, last_quarter, next_working_day

PEOPLE_ON_A_PAGE = 25
CYCLES_ON_A_PAGE = 25
ACTIONS_ON_A_PAGE = 25
question = require_http_methods(["GET", "HEAD", "POST"])

SORTS = {
    "": ("person__name", "pk"),
    "team": ("person__team__name", "person__name"),
    "state": ("state", "person__name"),
    "moved": ("moved_at", "pk"),
}


@require_safe
@login_required
def cycles(request: HttpRequest) -> HttpResponse:
    """Every cycle, the latest on top."""
    permissions.check_can_read_drafts(request.user)
    of_round = AskedAction.objects.filter(cycle=OuterRef("pk"))
    filters = short_lists.RoundFilter(request.GET)
    listed = filters.narrow(
        UpdateCycle.objects.annotate(
            asked_count=_count(of_round, "cycle"),
            answered_count=_count(of_round.filter(update__isnull=False), "cycle"),
        )
    )
    download = as_download(
        request.GET.get("as", ""),
        name=f"rounds-of-updates-{timezone.localdate()}",
        title="Rounds of updates",
        columns=short_lists.ROUND_COLUMNS,
        rows=lambda: map(short_lists.write_round, listed),
    )
    if download is not None:
        return download
    due = round_due(on=timezone.localdate())
    context = {
        "filters": filters,
        "page": Paginator(listed, CYCLES_ON_A_PAGE).get_page(request.GET.get("page")),
        "can_run": permissions.can_run_cycles(request.user),
        "due": name_period(*due) if due else "",
        "last_run": ChaserRun.objects.first(),
        "next_run": daily.next_moment(at=timezone.now(), hour=settings.CHASER_HOUR),
    }
    return render(request, "plan/staff/cycles.html", context)


@question
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Start a cycle: last quarter, three working weeks to answer, unless somebody says otherwise."""
    permissions.check_can_run_cycles(request.user)
    today = timezone.localdate()
    first, last = round_due(on=today) or last_quarter(today)
    opens_on = next_working_day(today, nation=nation())
    shown = {
        "title": name_period(first, last),
        "period_starts_on": first,
        "period_ends_on": last,
        "opens_on": opens_on,
        "due_on": add_working_days(opens_on, 15, nation=nation()),
        "plans": [plan.pk for plan in Plan.objects.in_force()],
    }
    form = CycleForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: plan_actions.start_cycle(
            **{**form.cleaned_data, "plans": list(form.cleaned_data["plans"])}, by=who(request), at=timezone.now()
        ),
        heading="Ask for updates",
        back=reverse("plan:staff_cycles"),
        done="Started. Look at what the chaser would send, then let it.",
        button="Start the cycle",
        lede="Whoever leads an open action gets one message with one link. Nothing is sent before the chaser runs.",
    )


def _narrow(askings: QuerySet[Asking], filters: AskingFilter) -> QuerySet[Asking]:
    filters.full_clean()
    wanted = filters.cleaned_data
    if words := wanted.get("q"):
        askings = askings.filter(Q(person__name__icontains=words) | Q(person__team__name__icontains=words))
    if state := wanted.get("state"):
        askings = askings.filter(state=state)
    return askings.order_by(*SORTS[wanted.get("sort") or ""])


def _askings_of(cycle: UpdateCycle) -> QuerySet[Asking]:
    of_asking = AskedAction.objects.filter(asking=OuterRef("pk"))
    return (
        Asking.objects.filter(cycle=cycle)
        .select_related("person__team", "told", "cycle")
        .only("state", "moved_at", "cycle", *_NAMES)
        .annotate(
            asked_count=_count(of_asking, "asking"),
            answered_count=_count(of_asking.filter(update__isnull=False), "asking"),
        )
    )


_NAMES = (
    "person__name", "person__team__name", "told__name", "cycle__opens_on", "cycle__due_on", "cycle__closed_at",
)  # fmt: skip


def _count(asked: QuerySet[AskedAction], of: str) -> Coalesce:
    """How many of these each row has: counted for the rows that are shown alone, and not for all there are."""
    of_each = asked.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(of_each), 0)


@require_safe
@login_required
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """One cycle: who was asked, reminded, escalated, silent, and who stands in for whom."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(UpdateCycle.objects.select_related("started_by"), pk=pk)
    filters = AskingFilter(request.GET)
    askings = _narrow(_askings_of(one), filters)
    download = as_download(
        request.GET.get("as", ""),
        name=f"updates-{one.period_ends_on}",
        title="Updates",
        columns=ASKING_COLUMNS,
        rows=lambda: (write_row(make_asking_row(asking, nation=nation())) for asking in askings),
    )
    if download is not None:
        return download
    page = Paginator(askings, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    asked = AskedAction.objects.filter(cycle=one)
    nobody = _page_of(request, "nobody", asked.unanswered().filter(asking__isnull=True))
    silent = _page_of(request, "silent", asked.missed().filter(asking__isnull=False))
    context = {
        "cycle": one,
        "plans": one.plans.all(),
        "filters": filters,
        "page": page,
        "rows": [make_asking_row(asking, nation=nation()) for asking in page],
        "states": count_states(one.askings.values_list("state").annotate(number=Count("pk")).order_by()),
        "counts": asked.aggregate(
            all=Count("pk"),
            answered=Count("pk", filter=Q(update__isnull=False)),
            missed=Count("pk", filter=Q(update__isnull=True, missed_at__isnull=False)),
        ),
        "nobody": nobody,
        "nobody_rows": [make_asked_row(each) for each in nobody],
        "silent": silent,
        "silent_rows": [make_asked_row(each) for each in silent],
        "closes_on": closes_on(one, nation=nation()),
        "can_run": permissions.can_run_cycles(request.user) and one.closed_at is None,
    }
    return render(request, "plan/staff/cycle.html", context)


def _page_of(request: HttpRequest, name: str, asked: AskedActionQuerySet) -> Page[AskedAction]:
    """One page of a list of actions below the people, with its own number in the address."""
    shown = ("number", "title", "plan__slug", "plan__action_name")
    rows = asked.select_related("action__plan", "asking__person").only(
        "asking__person__name", *(f"action__{each}" for each in shown)
    )
    return Paginator(rows, ACTIONS_ON_A_PAGE).get_page(request.GET.get(name))


@question
@login_required
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    """What the chaser would do today; it does it when the button is pressed."""
    permissions.check_can_run_cycles(request.user)
    one = get_object_or_404(UpdateCycle.objects.select_related("started_by"), pk=pk)
    if request.method == "POST":
        moves = plan_actions.chase(cycle=one, by=who(request), at=timezone.now())
        messages.success(request, f"Done: {len(moves)} step{'' if len(moves) == 1 else 's'}.")
        return redirect(one)
    today = timezone.localdate()
    filters = due_lists.MoveFilter(request.GET)
    rows = [make_move_row(move) for move in plan_actions.moves_due(one, on=today)]
    chosen = filters.narrow(rows)
    download = as_download(
        request.GET.get("as", ""),
        name=f"chaser-{today}",
        title="What the chaser would do today",
        columns=due_lists.MOVE_COLUMNS,
        rows=lambda: map(due_lists.write_move, chosen),
    )
    if download is not None:
        return download
    context = {
        "cycle": one,
        "today": today,
        "filters": filters,
        "count": len(rows),
        "rows": chosen,
        "next_day": next_working_day(today + timedelta(days=1), nation=nation()),
    }
    return render(request, "plan/staff/chase.html", context)


@require_POST
@login_required
def send_again(request: HttpRequest, pk: int, asking: int) -> HttpResponse:
    """Send somebody a new link in place of the one they have lost."""
    one = get_object_or_404(Asking.objects.select_related("person", "cycle"), pk=asking, cycle=pk)
    try:
        plan_actions.send_again(asking=one, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{one.person} has been sent a new link. The ones before do not work any more.")
    return redirect(one.cycle)


@require_POST
@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a cycle now."""
    one = get_object_or_404(UpdateCycle, pk=pk)
    try:
        plan_actions.close_cycle(cycle=one, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Closed. What was not answered is shown as not updated from the next release on.")
    return redirect(one)


@question
@login_required
def away(request: HttpRequest) -> HttpResponse:
    """Who is away, and who answers for them."""
    permissions.check_can_read_drafts(request.user)
    person = who(request)
    form = AbsenceForm(request.POST or None, initial={"person": person.email, "starts_on": timezone.localdate()})
    filters = short_lists.AbsenceFilter(request.GET)
    absences = filters.narrow(
        Absence.objects.select_related("person__team", "proxy").filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
        )
    )
    download = as_download(
        request.GET.get("as", ""),
        name=f"who-is-away-{timezone.localdate()}",
        title="Who is away",
        columns=short_lists.ABSENCE_COLUMNS,
        rows=lambda: map(short_lists.write_absence, absences),
    )
    if download is not None:
        return download
    rows = [(absence, permissions.can_set_absence(person, absence.person)) for absence in absences]
    return ask(
        request,
        form,
        lambda: plan_actions.set_absence(**form.cleaned_data, by=person, at=timezone.now()),
        heading="Who is away",
        back=reverse("plan:staff_cycles"),
        then=reverse("plan:staff_away"),
        done="Saved. The proxy is asked instead.",
        template="plan/staff/away.html",
        rows=rows,
        filters=filters,
    )


@require_POST
@login_required
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """End somebody's absence."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    plan_actions.end_absence(absence=absence, by=who(request), at=timezone.now())
    messages.success(request, "Ended. They are asked themselves again.")
    return redirect("plan:staff_away")


@require_safe
@login_required
def escalation(request: HttpRequest) -> HttpResponse:
    """Who hears of each team's silence."""
    permissions.check_can_read_drafts(request.user)
    filters = short_lists.SilenceFilter(request.GET)
    teams = filters.narrow(
        Team.objects.filter(is_active=True).select_related("escalation_line__lead", "escalation_line__director")
    )
    download = as_download(
        request.GET.get("as", ""),
        name=f"who-hears-of-silence-{timezone.localdate()}",
        title="Who hears of silence",
        columns=short_lists.SILENCE_COLUMNS,
        rows=lambda: map(short_lists.write_silence, teams),
    )
    if download is not None:
        return download
    context = {
        "filters": filters,
        "teams": [(team, getattr(team, "escalation_line", None)) for team in teams],
        "can_run": permissions.can_run_cycles(request.user),
    }
    return render(request, "plan/staff/escalation.html", context)


@question
@login_required
def edit_escalation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who hears of a team's silence."""
    permissions.check_can_run_cycles(request.user)
    team = get_object_or_404(Team, slug=slug)
    line = EscalationLine.objects.filter(team=team).select_related("lead", "director").first()
    shown = {name: person.email for name in ("lead", "director") if line and (person := getattr(line, name))}
    form = EscalationForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: plan_actions.set_escalation(team=team, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Who hears when {team} is silent",
        back=reverse("plan:staff_escalation"),
        done="Saved.",
    )


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that somebody attached to an update, as a download: it is never shown inside this site."""
    file = get_object_or_404(UpdateEvidence.objects.select_related("update__action"), pk=pk)
    permissions.check_can_read_action(request.user, file.update.action)
    return send_kept(file)
