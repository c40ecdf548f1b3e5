"""Who may do what with the workforce equality plan. Each check raises a sentence; its twin answers yes or no."""

from __future__ import annotations

from goldenthread.accounts.permissions import Actor, check_holds, is_allowed
from goldenthread.accounts.roles import Role


def check_can_upload_workforce(actor: Actor | None) -> None:
    """Analysts, plan owners and administrators bring in counts and say which residents they are compared with."""
    check_holds(actor, Role.PLAN_OWNER, Role.ANALYST, Role.ADMINISTRATOR, to="bring in counts of staff")


def can_upload_workforce(actor: Actor | None) -> bool:
    return is_allowed(check_can_upload_workforce, actor)


def check_can_publish_workforce(actor: Actor | None) -> None:
    """Plan owners and administrators publish them, and link the actions."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to="publish counts of staff")


def can_publish_workforce(actor: Actor | None) -> bool:
    return is_allowed(check_can_publish_workforce, actor)
