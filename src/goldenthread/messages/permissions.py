"""Who may read the outbox, and who answers what readers report."""

from __future__ import annotations

from goldenthread.accounts.permissions import Actor, check_holds, is_allowed
from goldenthread.accounts.roles import Role


def check_can_see_outbox(actor: Actor | None) -> None:
    """Those who send people out to do things see what was sent to them."""
    check_holds(actor, Role.ADMINISTRATOR, Role.PLAN_OWNER, to="see what was sent")


def can_see_outbox(actor: Actor | None) -> bool:
    return is_allowed(check_can_see_outbox, actor)


def check_can_manage_outbox(actor: Actor | None) -> None:
    """The same people try again, cancel, and say that a letter was posted."""
    check_holds(actor, Role.ADMINISTRATOR, Role.PLAN_OWNER, to="send messages again or cancel them")


def can_manage_outbox(actor: Actor | None) -> bool:
    return is_allowed(check_can_manage_outbox, actor)


def check_can_answer_problems(actor: Actor | None) -> None:
    """Those who can mend a page answer whoever reported it."""
    check_holds(actor, Role.ADMINISTRATOR, Role.EDITOR, Role.ANALYST, to="read and answer reported problems")


def can_answer_problems(actor: Actor | None) -> bool:
    return is_allowed(check_can_answer_problems, actor)
