"""Who may bring in evidence. Everybody may read it."""

from __future__ import annotations

from goldenthread.accounts.permissions import Actor, check_holds, is_allowed
from goldenthread.accounts.roles import Role


def check_can_bring_in_evidence(actor: Actor | None) -> None:
    """Analysts answer for the numbers, so they bring them in; administrators may when the site is begun."""
    check_holds(actor, Role.ANALYST, Role.ADMINISTRATOR, to="bring in evidence")


def can_bring_in_evidence(actor: Actor | None) -> bool:
    """Whether they may."""
    return is_allowed(check_can_bring_in_evidence, actor)
