"""Who may do what with a group. Each check raises a sentence the person may read; its twin answers yes or no."""

from __future__ import annotations

from datetime import date

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import Actor, NotAllowed, check_holds, holds, is_allowed
from goldenthread.accounts.roles import Role
from goldenthread.plan.models import Group, GroupAsk, GroupMember

OVERSEERS = (Role.PLAN_OWNER, Role.ADMINISTRATOR)


def check_can_keep_groups(actor: Actor | None) -> None:
    """Plan owners and administrators begin and close groups, and say who sits in them."""
    check_holds(actor, *OVERSEERS, to="begin or change a group")


def can_keep_groups(actor: Actor | None) -> bool:
    return is_allowed(check_can_keep_groups, actor)


def check_can_run_group(actor: Actor | None, group: Group, on: date) -> None:
    """Plan owners and administrators run any group; its chair, deputy chair and secretary their own, while they sit."""
    if holds(actor, *OVERSEERS):
        return
    if isinstance(actor, Person) and actor.is_active and actor.can_write:
        seats = GroupMember.objects.running().sitting_on(on)
        if seats.filter(group=group, person=actor).exists():
            return
    raise NotAllowed(f"Only the chair, deputy chair or secretary of {group} and plan owners can do this.")


def can_run_group(actor: Actor | None, group: Group, on: date) -> bool:
    return is_allowed(check_can_run_group, actor, group, on)


def check_can_reply(actor: Actor | None, ask: GroupAsk) -> None:
    """Plan owners and administrators reply for the council; so do the person and the team that were asked to."""
    if holds(actor, *OVERSEERS):
        return
    if isinstance(actor, Person) and actor.is_active and actor.can_write:
        team = ask.team_id or ask.group.team_id
        if ask.person_id == actor.pk or (actor.team_id is not None and actor.team_id == team):
            return
    raise NotAllowed("Only the person or team that was asked to reply, and plan owners, can answer for the council.")


def can_reply(actor: Actor | None, ask: GroupAsk) -> bool:
    return is_allowed(check_can_reply, actor, ask)
