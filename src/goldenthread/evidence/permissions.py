"""Who may bring in evidence, and who may keep and verify facts. Everybody may read what is published."""

from __future__ import annotations

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import Actor, NotAllowed, check_can_enter_staff_pages, check_holds, is_allowed
from goldenthread.accounts.roles import Role
from goldenthread.evidence.models import FactVersion


def check_can_bring_in_evidence(actor: Actor | None) -> None:
    """Analysts answer for the numbers, so they bring them in; administrators may when the site is begun."""
    check_holds(actor, Role.ANALYST, Role.ADMINISTRATOR, to="bring in evidence")


def can_bring_in_evidence(actor: Actor | None) -> bool:
    """Whether they may."""
    return is_allowed(check_can_bring_in_evidence, actor)


#: Who writes what is published answers for its figures too.
KEEPERS = (Role.ANALYST, Role.EDITOR, Role.PLAN_OWNER, Role.ADMINISTRATOR)


def check_can_see_facts(actor: Actor | None) -> None:
    """Anybody with a role sees the register of facts."""
    check_can_enter_staff_pages(actor)


def can_see_facts(actor: Actor | None) -> bool:
    """Whether they may."""
    return is_allowed(check_can_see_facts, actor)


def check_can_keep_facts(actor: Actor | None) -> None:
    """Analysts, editors, plan owners and administrators record facts, correct them and take them out of use."""
    check_holds(actor, *KEEPERS, to="record or change a fact")


def can_keep_facts(actor: Actor | None) -> bool:
    """Whether they may."""
    return is_allowed(check_can_keep_facts, actor)


def check_can_verify_fact(actor: Actor | None, version: FactVersion | None) -> None:
    """Whoever may record facts may verify one that somebody else wrote."""
    check_holds(actor, *KEEPERS, to="verify a fact")
    if isinstance(actor, Person) and version is not None and version.recorded_by_id == actor.pk:
        raise NotAllowed("You recorded this value, so somebody else has to verify it.")


def can_verify_fact(actor: Actor | None, version: FactVersion | None) -> bool:
    """Whether they may."""
    return is_allowed(check_can_verify_fact, actor, version)


def check_can_set_bands(actor: Actor | None) -> None:
    """The monitoring officer says what is true enough to be published; who writes does not set their own measure."""
    check_holds(actor, Role.MONITORING_OFFICER, to="set what wordings mean")


def can_set_bands(actor: Actor | None) -> bool:
    """Whether they may."""
    return is_allowed(check_can_set_bands, actor)
