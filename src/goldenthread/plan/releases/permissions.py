"""Who may plan, prepare, read, sign off and publish releases. Each check raises a sentence; its twin answers."""

from __future__ import annotations

from datetime import date

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import (
    Actor,
    NotAllowed,
    check_can_enter_staff_pages,
    check_holds,
    holds,
    is_allowed,
)
from goldenthread.accounts.roles import Role
from goldenthread.plan.models import Release

#: Who answers for what the council may publish before an election. A site may be without a monitoring officer.
MAY_LIFT_A_FREEZE = tuple(role for role in Role if role.name in {"MONITORING_OFFICER", "ADMINISTRATOR"})


def check_can_plan_releases(actor: Actor | None) -> None:
    """Plan owners and administrators keep the calendar, prepare releases and ask for replies."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to="plan and prepare releases")


def can_plan_releases(actor: Actor | None) -> bool:
    return is_allowed(check_can_plan_releases, actor)


def check_can_read_release(actor: Actor | None, release: Release, *, on: date) -> None:
    """Those who prepare it and whoever signs it off, at any time; members and everybody else in their time."""
    check_can_enter_staff_pages(actor)
    if holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR) or (
        isinstance(actor, Person) and release.signer_id == actor.pk
    ):
        return
    if not release.is_open_to_members(on=on):
        day = release.members_from
        raise NotAllowed(f"You can read this release from {day.day} {day:%B %Y} on, once it has been prepared.")


def can_read_release(actor: Actor | None, release: Release, *, on: date) -> bool:
    return is_allowed(check_can_read_release, actor, release, on=on)


def check_can_sign_off(actor: Actor | None, release: Release) -> None:
    """Only the person named for it, and never the one who prepared it."""
    if not isinstance(actor, Person) or not actor.is_active or actor.pk != release.signer_id:
        raise NotAllowed("Only the person named for it can sign this release off.")
    if actor.pk == release.prepared_by_id:
        raise NotAllowed("You prepared this release, so somebody else has to sign it off.")


def can_sign_off(actor: Actor | None, release: Release) -> bool:
    return is_allowed(check_can_sign_off, actor, release)


def check_can_set_freezes(actor: Actor | None) -> None:
    """Those who answer for the council's publications, and plan owners, keep the dates of elections."""
    check_holds(actor, *MAY_LIFT_A_FREEZE, Role.PLAN_OWNER, to="set pre-election periods")


def can_set_freezes(actor: Actor | None) -> bool:
    return is_allowed(check_can_set_freezes, actor)


def check_can_lift_freeze(actor: Actor | None) -> None:
    """Only they publish in a pre-election period, by role and with a reason that everybody reads."""
    check_holds(actor, *MAY_LIFT_A_FREEZE, to="publish in a pre-election period")


def can_lift_freeze(actor: Actor | None) -> bool:
    return is_allowed(check_can_lift_freeze, actor)
