"""Who may do what. In twins: `check_can_x` raises a sentence the person may read, `can_x` answers yes or no.

Other rooms build their own twins on :func:`check_holds` and :class:`NotAllowed`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from goldenthread.accounts.models import ApiKey, Person
from goldenthread.accounts.roles import Role

#: Whoever asks: somebody who has signed in, or a reader who has not.
Actor: TypeAlias = Person | AnonymousUser

Question = ParamSpec("Question")


class NotAllowed(PermissionDenied):
    """The person may not do this. `sentence` says why, and is shown on the page that refuses (403)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def signed_in(actor: Actor | None) -> Person:
    """The person who has signed in. Raises :class:`NotAllowed` for a reader who has not."""
    if not isinstance(actor, Person):
        raise NotAllowed("You need to sign in first.")
    return actor


def holds(actor: Actor | None, *roles: Role) -> bool:
    """Has this person signed in, and do they hold any of the roles?"""
    return isinstance(actor, Person) and actor.has_role(*roles)


def check_holds(actor: Actor | None, *roles: Role, to: str) -> None:
    """Raise :class:`NotAllowed` unless the person holds one of the roles; `to` completes "You need to be … to".

    Who works for a partner holds none here: what they may do of their own actions is asked by itself.
    """
    if holds(actor, *roles) and not is_partner(actor):
        return
    names = [role.label.lower() for role in Role if role in roles]
    article = "an" if names[0][0] in "aeiou" else "a"
    raise NotAllowed(f"You need to be {article} {' or '.join(names)} to {to}.")


def is_allowed(check: Callable[Question, None], *args: Question.args, **kwargs: Question.kwargs) -> bool:
    """Does the check pass? It makes the `can_` twin of any `check_can_`."""
    try:
        check(*args, **kwargs)
    except NotAllowed:
        return False
    return True


def check_has_a_role(actor: Actor | None) -> None:
    """Whoever has a role sees what is their own: what waits for them, and the actions they work on."""
    if not holds(actor, *Role):
        raise NotAllowed("You need a role to see the staff pages. An administrator can give you one.")


def has_a_role(actor: Actor | None) -> bool:
    return is_allowed(check_has_a_role, actor)


def is_partner(actor: Actor | None) -> bool:
    """Does this person work for a partner of the council, and not for the council?"""
    return isinstance(actor, Person) and actor.is_partner


def check_can_enter_staff_pages(actor: Actor | None) -> None:
    """Anybody with a role reads the staff pages, but for those who work for a partner."""
    check_has_a_role(actor)
    if is_partner(actor):
        raise NotAllowed("This page is for the council’s own people. What is yours is under “My actions”.")


def can_enter_staff_pages(actor: Actor | None) -> bool:
    return is_allowed(check_can_enter_staff_pages, actor)


def check_can_see_people(actor: Actor | None) -> None:
    """Those who give out work, and those who give out roles, see who there is."""
    check_holds(actor, Role.ADMINISTRATOR, Role.PLAN_OWNER, to="see the list of people")


def can_see_people(actor: Actor | None) -> bool:
    return is_allowed(check_can_see_people, actor)


def check_can_manage_people(actor: Actor | None) -> None:
    """Only administrators invite people, change their roles and teams, and sign them out."""
    check_holds(actor, Role.ADMINISTRATOR, to="invite people or change what they may do")


def can_manage_people(actor: Actor | None) -> bool:
    return is_allowed(check_can_manage_people, actor)


def check_can_see_teams(actor: Actor | None) -> None:
    """Anybody with a role sees which teams there are."""
    check_can_enter_staff_pages(actor)


def can_see_teams(actor: Actor | None) -> bool:
    return is_allowed(check_can_see_teams, actor)


def check_can_manage_teams(actor: Actor | None) -> None:
    """Only administrators add, rename and close teams."""
    check_holds(actor, Role.ADMINISTRATOR, to="add or change teams")


def can_manage_teams(actor: Actor | None) -> bool:
    return is_allowed(check_can_manage_teams, actor)


def check_can_read_audit_log(actor: Actor | None) -> None:
    """Only administrators read, verify and export the audit log."""
    check_holds(actor, Role.ADMINISTRATOR, to="read the audit log")


def can_read_audit_log(actor: Actor | None) -> bool:
    return is_allowed(check_can_read_audit_log, actor)


def check_can_make_api_keys(actor: Actor | None) -> None:
    """Anybody with a role makes keys for themselves: a key reads what they may read, and no more."""
    check_can_enter_staff_pages(actor)


def can_make_api_keys(actor: Actor | None) -> bool:
    return is_allowed(check_can_make_api_keys, actor)


def check_can_see_every_api_key(actor: Actor | None) -> None:
    """Only administrators see who has keys."""
    check_holds(actor, Role.ADMINISTRATOR, to="see everybody's API keys")


def can_see_every_api_key(actor: Actor | None) -> bool:
    return is_allowed(check_can_see_every_api_key, actor)


def check_can_end_api_key(actor: Actor | None, key: ApiKey) -> None:
    """People end their own keys, administrators anybody's."""
    if signed_in(actor).pk != key.person_id:
        check_holds(actor, Role.ADMINISTRATOR, to="end somebody else's API key")


def can_end_api_key(actor: Actor | None, key: ApiKey) -> bool:
    return is_allowed(check_can_end_api_key, actor, key)
