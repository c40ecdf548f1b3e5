"""Who may do what with registers. Each check raises a sentence the person may read; its twin answers yes or no."""

from __future__ import annotations

from goldenthread.accounts.models import Person, Team
from goldenthread.accounts.permissions import Actor, NotAllowed, check_holds, holds, is_allowed
from goldenthread.accounts.roles import Role

OVERSEERS = (Role.PLAN_OWNER, Role.ADMINISTRATOR)


def check_can_keep_registers(actor: Actor | None) -> None:
    """Plan owners and administrators say what is in a register, and who answers for it."""
    check_holds(actor, *OVERSEERS, to="change what a register holds")


def can_keep_registers(actor: Actor | None) -> bool:
    return is_allowed(check_can_keep_registers, actor)


def check_can_record_for(actor: Actor | None, owner: Person | None, team: Team | None) -> None:
    """Whoever answers for it, or works in its team, records a review, a result or a publication; so do overseers."""
    if holds(actor, *OVERSEERS):
        return
    if isinstance(actor, Person) and actor.is_active and actor.can_write:
        if owner is not None and owner.pk == actor.pk:
            return
        if team is not None and actor.team_id == team.pk:
            return
    raise NotAllowed("Only the person or team that answers for this, and plan owners, can record something here.")


def can_record_for(actor: Actor | None, owner: Person | None, team: Team | None) -> bool:
    return is_allowed(check_can_record_for, actor, owner, team)
