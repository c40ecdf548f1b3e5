"""What the plan shows on other rooms' pages: promises in an area, measures of an indicator, what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.frontend.slots import Waiting
from goldenthread.messages.models import Message
from goldenthread.plan import documents, permissions, presenters
from goldenthread.plan.cycles.rounds import name_period, round_due
from goldenthread.plan.documents import load
from goldenthread.plan.models import Action, EditionItem, ItemKind, Plan, Promise, Release
from goldenthread.plan.promises.states import PromiseState
from goldenthread.plan.releases.states import ReleaseState
from goldenthread.plan.states import PlanStage

PROMISES_SHOWN = 20
"""On an area's page; the plan's own pages have them all."""

MOST_WAITING = 100
"""Actions looked at for one person, the earliest due first."""

UPDATE_EVERY_DAYS = 90
"""An action that nobody has updated for a quarter of a year waits for an update."""


def promises_in_area(request: HttpRequest | None, *, area_code: str = "", **_: Any) -> str:
    """The published actions that name the area."""
    if not area_code:
        return ""
    items = (
        EditionItem.objects.public()
        .of_kind(ItemKind.ACTION)
        .exclude(edition__plan__stage=PlanStage.SUPERSEDED.value)
        .filter(document__icontains=f'"{area_code}"')
        .select_related("edition")
    )
    today = timezone.localdate()
    lines = []
    for item in items[:PROMISES_SHOWN]:
        action = load(documents.ActionDocument, item.document)
        if area_code in action.area_codes:
            plan = load(documents.PlanDocument, item.edition.document)
            lines.append(presenters.make_action_line(plan, action, on=today))
    return render_to_string("plan/_area_promises.html", {"lines": lines}) if lines else ""


def measures_of_indicator(request: HttpRequest | None, *, indicator: Any = "", **_: Any) -> str:
    """The published progress measures whose figure comes from the indicator, named by itself or its slug."""
    slug = str(getattr(indicator, "slug", indicator) or "")
    if not slug:
        return ""
    items = (
        EditionItem.objects.public()
        .of_kind(ItemKind.MEASURE)
        .bound_to(slug)
        .exclude(edition__plan__stage=PlanStage.SUPERSEDED.value)
        .select_related("edition")
    )
    today = timezone.localdate()
    lines = [
        presenters.make_measure_line(
            load(documents.PlanDocument, item.edition.document),
            load(documents.MeasureDocument, item.document),
            on=today,
        )
        for item in items
    ]
    return render_to_string("plan/_indicator_measures.html", {"lines": lines}) if lines else ""


def plans_at_home(request: HttpRequest | None, **_: Any) -> str:
    """The plan's own section of the staff home; of a partner's people, the way to their actions."""
    if request is None or not permissions.can_see_own_work(request.user):
        return ""
    if not permissions.can_read_drafts(request.user):
        return render_to_string("plan/staff/partners_home.html", request=request)
    return render_to_string("plan/staff/home.html", {"in_review": list(Plan.objects.in_review())}, request=request)


def waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Actions that want an update from the person, promises to answer, and plans that wait for their review."""
    if not isinstance(person, Person) or not permissions.can_see_own_work(person):
        return []
    return [
        *_actions_waiting(person, today),
        *_promises_waiting(person, today),
        *_plans_waiting(person),
        *_releases_waiting(person),
        *_rounds_waiting(person, today),
    ]


def _actions_waiting(person: Person, today: date) -> list[Waiting]:
    found = []
    actions = Action.objects.open().of_person(person).select_related("plan")
    for action in actions.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_WAITING]:
        updated = timezone.localdate(action.latest_update_at) if action.latest_update_at else None
        if action.is_overdue(on=today):
            why, due = "past the date promised", action.due_on
        elif updated is None:
            why, due = "never updated", None
        elif (today - updated).days >= UPDATE_EVERY_DAYS:
            why, due = f"not updated since {presenters.write_day(updated)}", None
        else:
            continue
        href = reverse("plan:staff_update", args=[action.plan.slug, action.number])
        found.append(Waiting(title=action.title, href=href, why=why, due=due, section=action.plan.title))
    return found


def _promises_waiting(person: Person, today: date) -> list[Waiting]:
    """Promises the person answers for whose date has passed and that nobody has answered."""
    unanswered = Promise.objects.overdue(on=today).filter(owner=person, state=PromiseState.OPEN.value)
    return [
        Waiting(
            title=promise.text,
            href=reverse("plan:staff_answer_promise", args=[promise.number]),
            why="past the date promised, and not answered",
            due=promise.due_on,
            section=promise.source.title,
        )
        for promise in unanswered.select_related("source").defer("source__content", "source__blocks")[:MOST_WAITING]
    ]


def _plans_waiting(person: Person) -> list[Waiting]:
    return [
        Waiting(title=plan.title, href=reverse("plan:staff_plan", args=[plan.slug]), why="waiting for your review")
        for plan in Plan.objects.in_review()
        if permissions.can_publish(person, plan)
    ]


def _releases_waiting(person: Person) -> list[Waiting]:
    prepared = Release.objects.filter(state=ReleaseState.PREPARED.value, signer=person).soonest_first()
    return [
        Waiting(
            title=str(release),
            href=release.get_absolute_url(),
            why="waiting for you to sign it off",
            due=release.publish_on,
        )
        for release in prepared[:MOST_WAITING]
    ]


def _rounds_waiting(person: Person, today: date) -> list[Waiting]:
    """The round of updates that nobody has started: silence that no chaser would notice."""
    due = round_due(on=today) if permissions.can_run_cycles(person) else None
    if due is None:
        return []
    href = reverse("plan:staff_new_cycle")
    return [Waiting(title=f"Updates for {name_period(*due)}", href=href, why="nobody has been asked yet")]


def cycle_page_path(message: Message) -> str:
    """Where whoever hears of silence sees what is missing."""
    return reverse("plan:staff_cycle", args=[message.object_id])


def release_page_path(message: Message) -> str:
    """Where members read a release before it is published."""
    return reverse("plan:staff_release_page", args=[message.object_id])
