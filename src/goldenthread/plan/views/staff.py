"""The staff's reading pages: mine first, all plans, one plan's working copy, one action, one measure."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.accounts.models import Person
from goldenthread.frontend.downloads import as_download
from goldenthread.plan import copying, due_lists, permissions, presenters, short_lists, staff_presenters
from goldenthread.plan.belonging import read_belonging
from goldenthread.plan.editions import MEASURES_SHOWN_WHOLE
from goldenthread.plan.figures import figure_of
from goldenthread.plan.groups import fillings as group_fillings
from goldenthread.plan.large import part_of
from goldenthread.plan.lint import judge_health, lint_measure
from goldenthread.plan.models import (
    Action,
    GroupAsk,
    ImportedNote,
    Plan,
    ProgressMeasure,
    Update,
    UpdateEvidence,
)
from goldenthread.plan.views.asking import who

DAYS_AHEAD = 28
"""How far ahead "due soon" looks: four weeks, so that a monthly look catches everything."""

MOST_SHOWN = 100
"""Actions on one person's page, the earliest due first."""

UPDATES_ON_A_PAGE = 12
"""Of one action: a year of months, or three of quarters."""

SHARED = dict.fromkeys(("milestones", "partners", "tags", "crosswalks"))
"""Of an action, what those who work on it for a partner see too."""

OF_AN_ACTION = {
    **SHARED,
    **dict.fromkeys(("waits_for", "held_up")),
    "imported_notes": ImportedNote.objects.select_related("source"),
    "group_asks": GroupAsk.objects.with_words(),
}
"""What an action's page shows beside the action itself, its measures and its updates."""


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The actions the person leads or their organisation is a partner in, the overdue first."""
    permissions.check_can_see_own_work(request.user)
    today = timezone.localdate()
    filters = due_lists.MineFilter(request.GET)
    actions = filters.narrow(actions_of(who(request)))
    measures = filters.narrow_measures(
        ProgressMeasure.objects.filter(removed_at__isnull=True, owner=who(request))
        .exclude(plan__stage="superseded")
        .select_related("plan", "indicator")
    )
    wanted = request.GET.get("as", "")
    if request.GET.get("what") == "measures":
        download = as_download(
            wanted,
            name=f"my-measures-{today}",
            title="Measures I answer for",
            columns=due_lists.MEASURE_COLUMNS,
            rows=lambda: map(due_lists.write_measure, measures),
        )
    else:
        download = as_download(
            wanted,
            name=f"my-actions-{today}",
            title="My actions",
            columns=due_lists.MINE_COLUMNS,
            rows=lambda: map(due_lists.write_mine, actions),
        )
    if download is not None:
        return download
    context = {
        "filters": filters,
        "groups": staff_presenters.sort_mine(actions[:MOST_SHOWN], on=today, days_ahead=DAYS_AHEAD),
        "measures": measures[:MOST_SHOWN],
        "today": today,
    }
    return render(request, "plan/staff/mine.html", context)


def actions_of(person: Person) -> QuerySet[Action]:
    """Open actions the person or their team leads, or that name the partner they work for."""
    return Action.objects.open().of_person(person).select_related("plan")


@require_safe
@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan and where its working copy is; to read and to download."""
    permissions.check_can_read_drafts(request.user)
    current = Action.objects.current().filter(plan=OuterRef("pk")).order_by().values("plan")
    filters = short_lists.PlanFilter(request.GET)
    listed = filters.narrow(
        Plan.objects.select_related("current_edition", "team").annotate(
            action_count=Coalesce(Subquery(current.annotate(number=Count("pk")).values("number")), 0)
        )
    )
    download = as_download(
        request.GET.get("as", ""),
        name=f"plans-{timezone.localdate()}",
        title="Plans",
        columns=short_lists.PLAN_COLUMNS,
        rows=lambda: map(short_lists.write_plan, listed),
    )
    if download is not None:
        return download
    context = {"plans": listed, "filters": filters, "can_edit": permissions.can_edit_plans(request.user)}
    return render(request, "plan/staff/plans.html", context)


@require_safe
@login_required
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan's working copy: its parts, what they lack, what comes next."""
    permissions.check_can_read_drafts(request.user)
    one = get_object_or_404(Plan.objects.select_related("current_edition", "submitted_by", "team", "parent"), slug=slug)
    sections = copying.read_sections(one)
    chosen = part_of(sections, one, request.GET.get("aim", ""))
    most = MEASURES_SHOWN_WHOLE if chosen else None
    content = copying.copy_lines(one, sections=sections, section=chosen, most_measures=most)
    context = {
        "plan": one,
        "rows": staff_presenters.make_rows(content, on=timezone.localdate(), chosen=chosen.number if chosen else ""),
        "content": content,
        "health": None if chosen else judge_health(content.measures),
        "standing": copying.what_stands_against_working_copy(one, has_sections=bool(content.sections)),
        "has_news": one.has_news(),
        "can_supersede": permissions.can_publish(request.user, one) and one.stage == "published",
        **_may(request, one),
    }
    return render(request, "plan/staff/plan.html", context)


@require_safe
@login_required
def action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One action of the working copy, with what was written for colleagues."""
    one = get_object_or_404(
        Action.objects.select_related("plan", "section", "owner", "team"), plan__slug=slug, number=number
    )
    permissions.check_can_read_action(request.user, one)
    is_colleague = permissions.can_read_drafts(request.user)
    read_belonging([one], OF_AN_ACTION if is_colleague else SHARED)
    files = Prefetch("evidence", UpdateEvidence.objects.defer("content"))
    updates = Update.objects.filter(action=one).newest_first().select_related("written_by").prefetch_related(files)
    today = timezone.localdate()
    context = {
        "plan": one.plan,
        "action": one,
        "updates": Paginator(updates, UPDATES_ON_A_PAGE).get_page(request.GET.get("updates")),
        "status": presenters.make_status(one.status),
        "is_overdue": one.is_overdue(on=today),
        "measures": _measures(one),
        "group_asks": group_fillings.make_lines(one.read_group_asks, for_staff=True)  # type: ignore[attr-defined]
        if is_colleague
        else group_fillings.asks_behind_action(slug, number),
        "can_update": permissions.can_update_action(request.user, one) and one.removed_at is None,
        **_may(request, one.plan),
    }
    return render(request, "plan/staff/action.html", context)


@require_safe
@login_required
def measure(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One measure of the working copy: what it lacks, its targets and readings."""
    found = copying.read_measures(ProgressMeasure.objects.filter(plan__slug=slug, number=number))
    if not found:
        raise Http404("The plan has no such measure.")
    one = found[0]
    permissions.check_can_read_measure(request.user, one)
    document = copying.make_measure_document(one)
    today: date = timezone.localdate()
    context = {
        "plan": one.plan,
        "measure": one,
        "figure": figure_of(document, on=today),
        "target": presenters.write_target(document),
        "baseline": presenters.write_baseline(document),
        "lacks": lint_measure(document),
        "can_record": permissions.can_record_progress(request.user, one) and one.removed_at is None,
        "can_bind": permissions.can_bind_measures(request.user),
        **_may(request, one.plan),
    }
    return render(request, "plan/staff/measure.html", context)


def _measures(action: Action) -> list[tuple[ProgressMeasure, str]]:
    rows = copying.read_measures_of(action)
    today = timezone.localdate()
    return [(row, figure_of(copying.make_measure_document(row), on=today).words) for row in rows]


def _may(request: HttpRequest, plan: Plan) -> dict[str, bool]:
    person = request.user
    return {
        "may_read_drafts": permissions.can_read_drafts(person),
        "can_edit": permissions.can_edit_plans(person) and plan.stage in {"draft", "published"},
        "can_submit": permissions.can_submit(person, plan) and plan.stage == "draft",
        "can_publish": permissions.can_publish(person, plan) and plan.stage == "in review",
        "can_return": permissions.can_submit(person, plan) and plan.stage == "in review",
        "can_release": permissions.can_release(person, plan)
        and plan.current_edition_id is not None
        and plan.stage != "superseded",
    }
