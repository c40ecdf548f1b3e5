"""Actions: adding and changing them, their milestones, and the updates that say how they are going."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from goldenthread.accounts.models import Person, Team
from goldenthread.plan import permissions
from goldenthread.plan.actions.asking import settle, withdraw
from goldenthread.plan.actions.keeping import (
    change_fields,
    check_takes_progress,
    keep,
    lock,
    lock_for_writing,
    next_number,
    next_position,
    write_down,
)
from goldenthread.plan.kinds import CouncilRole
from goldenthread.plan.models import Action, Milestone, Partner, Plan, Section, Update
from goldenthread.plan.states import (
    ACTION_TRANSITIONS,
    ActionStatus,
    NotPossible,
    check_transition,
    needs_a_reason,
)

ACTION_FIELDS = frozenset(
    {
        "title", "description", "section", "council_role", "owner", "owner_role", "team", "area_codes", "groups",
        "budget_line", "starts_on", "due_on", "position",
    }
)  # fmt: skip


@transaction.atomic
def add_action(
    *,
    section: Section,
    title: str,
    by: Person,
    at: datetime,
    number: str = "",
    description: str = "",
    council_role: CouncilRole = CouncilRole.DELIVER,
    owner: Person | None = None,
    owner_role: str = "",
    team: Team | None = None,
    partners: Iterable[Partner] = (),
    area_codes: Sequence[str] = (),
    groups: str = "",
    budget_line: str = "",
    starts_on: date | None = None,
    due_on: date | None = None,
) -> Action:
    """Add an action to an aim. Without a number it gets the plan's next, which is never used again."""
    permissions.check_can_edit_plans(by)
    plan = lock_for_writing(section.plan, by=by, at=at)
    rows = Action.objects.filter(plan=plan)
    action = Action(
        plan=plan,
        section=section,
        number=number or next_number(rows),
        title=title,
        description=description,
        council_role=council_role.value,
        owner=owner,
        owner_role=owner_role or (owner.job_title if owner else ""),
        team=team or (owner.team if owner else None),
        area_codes=list(area_codes),
        groups=groups,
        budget_line=budget_line,
        starts_on=starts_on,
        due_on=due_on,
        position=next_position(rows),
    )
    keep(action, by=by, at=at)
    action.partners.set(partners)
    write_down("added", action, by=by, at=at, after={"title": title, "owner": owner.pk if owner else None})
    return action


@transaction.atomic
def edit_action(
    *,
    action: Action,
    changes: Mapping[str, Any],
    by: Person,
    at: datetime,
    partners: Iterable[Partner] | None = None,
) -> Action:
    """Change what an action says, who leads it or when it is due. Its status changes by an update only."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    _check_same_plan(action.plan, changes.get("section"))
    before, after = change_fields(action, changes, ACTION_FIELDS)
    if partners is not None:
        names_before = sorted(action.partners.values_list("name", flat=True))
        action.partners.set(partners)
        names_after = sorted(action.partners.values_list("name", flat=True))
        if names_before != names_after:
            before["partners"], after["partners"] = names_before, names_after
    if after:
        keep(action, by=by, at=at)
        write_down("changed", action, by=by, at=at, before=before, after=after)
    return action


@transaction.atomic
def remove_action(*, action: Action, by: Person, at: datetime) -> None:
    """Take an action out of the plan's next edition. To stop it in public, post an update that says so."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    if action.measures.filter(removed_at__isnull=True).exists():
        raise ValueError(f"{action} still has progress measures. Move or take out those first.")
    action.removed_at = at
    keep(action, by=by, at=at)
    write_down("took out", action, by=by, at=at)
    withdraw(action, by=by, at=at)


@transaction.atomic
def post_update(
    *,
    action: Action,
    text: str,
    by: Person,
    at: datetime,
    next_step: str = "",
    status: ActionStatus | None = None,
    reason: str = "",
    forecast: ActionStatus | None = None,
    in_the_way: str = "",
    help_wanted: str = "",
    is_no_change: bool = False,
) -> Update:
    """Say how an action is going; with a status, move it there.

    Raises :class:`NotPossible` where the table of transitions has no such step, where bad news comes without a
    reason, and where a second "no change" running has no sentence with it.
    """
    lock(action)
    permissions.check_can_update_action(by, action)
    check_takes_progress(action.plan)
    if action.removed_at is not None:
        raise NotPossible(f"{action} was taken out of the plan.")
    _check_says_something(action, text=text, is_no_change=is_no_change)
    before = ActionStatus(action.status)
    after = status or before
    if after is not before:
        check_transition(ACTION_TRANSITIONS, before, after, f"{action.plan.action_name} {action.number}")
        if needs_a_reason(before, after) and not reason.strip():
            raise NotPossible(f"Say why it is {after.value}. The reason is published with the status.")
        action.status_reason = ""
    action.status = after.value
    if reason.strip():
        action.status_reason = reason.strip()
    if forecast is not None:
        action.forecast = forecast.value
    keep(action, by=by, at=at)
    update = keep_update(
        action,
        written_by=by,
        written_at=at,
        text=text.strip(),
        next_step=next_step.strip(),
        in_the_way=in_the_way.strip(),
        help_wanted=help_wanted.strip(),
        status=after.value,
        forecast=action.forecast,
        is_no_change=is_no_change,
    )
    write_down(
        "updated", action, by=by, at=at,
        before={"status": before.value}, after={"status": after.value, "update": update.pk},
    )  # fmt: skip
    settle(action, update, by=by, at=at)
    return update


def keep_update(action: Action, **said: Any) -> Update:
    """Write an update of an action that is locked, and keep with it what the latest of its updates says."""
    update = Update.objects.create(action=action, **said)
    is_later = (
        Q(latest_update__isnull=True)
        | Q(latest_update_at__lt=update.written_at)
        | Q(latest_update_at=update.written_at, latest_update__lt=update.pk)
    )
    # In the database and not by saving the action: it is not changed by what is kept of it, and has no new history.
    of_it = {"latest_update": update, "latest_update_at": update.written_at, "obstacle": update.in_the_way}
    if Action.objects.filter(is_later, pk=action.pk).update(**of_it):
        for name, kept in of_it.items():
            setattr(action, name, kept)
    return update


@transaction.atomic
def add_milestone(*, action: Action, title: str, by: Person, at: datetime, due_on: date | None = None) -> Milestone:
    """Add a step on the way."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    milestone = Milestone(action=action, title=title, due_on=due_on, position=next_position(action.milestones.all()))
    milestone.full_clean()
    milestone.save()
    keep(action, by=by, at=at)
    write_down("added a milestone to", action, by=by, at=at, after={"title": title, "due_on": due_on})
    return milestone


@transaction.atomic
def edit_milestone(*, milestone: Milestone, changes: Mapping[str, Any], by: Person, at: datetime) -> Milestone:
    """Change by when a step is to be reached, or what it is called."""
    permissions.check_can_edit_plans(by)
    action = milestone.action
    lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    lock(milestone)
    before, after = change_fields(milestone, changes, {"title", "due_on"})
    if after:
        milestone.full_clean()
        milestone.save()
        keep(action, by=by, at=at)
        write_down("changed a milestone of", action, by=by, at=at, before=before, after=after)
    return milestone


@transaction.atomic
def complete_milestone(*, milestone: Milestone, done_on: date | None, by: Person, at: datetime) -> Milestone:
    """Say on which day a step was reached; None takes that back."""
    action = milestone.action
    lock(action)
    lock(milestone)
    permissions.check_can_update_action(by, action)
    check_takes_progress(action.plan)
    if done_on is not None and done_on > at.date():
        raise ValueError("A milestone cannot have been reached on a day that is still to come.")
    before = {"milestone": milestone.title, "done_on": milestone.done_on}
    milestone.done_on = done_on
    milestone.full_clean()
    milestone.save()
    keep(action, by=by, at=at)
    after = {"milestone": milestone.title, "done_on": done_on}
    write_down("recorded a milestone of", action, by=by, at=at, before=before, after=after)
    return milestone


def _check_same_plan(plan: Plan, section: Section | None) -> None:
    if section is not None and section.plan_id != plan.pk:
        raise ValueError("An action can only move to a part of the same plan.")


def _check_says_something(action: Action, *, text: str, is_no_change: bool) -> None:
    if text.strip():
        return
    if not is_no_change:
        raise NotPossible("Say what has happened since the last update, or choose “no change”.")
    latest = action.latest_update
    if latest is not None and latest.is_no_change:
        raise NotPossible("The last update said “no change” too. Say in a sentence why nothing has changed.")


@transaction.atomic
def find_or_add_partners(*, names: Iterable[str], by: Person, at: datetime) -> list[Partner]:
    """The partners of these names; those nobody has named before are added."""
    permissions.check_can_edit_plans(by)
    partners = []
    for name in dict.fromkeys(name.strip() for name in names if name.strip()):
        partner = Partner.objects.filter(name__iexact=name).first()
        if partner is None:
            partner = Partner.objects.create(name=name)
            write_down("added the partner", partner, by=by, at=at)
        partners.append(partner)
    return partners
