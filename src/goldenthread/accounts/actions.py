"""Everything that is done to people and teams: who may is asked first, and what was done is recorded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify

from goldenthread.accounts import api_keys, audit, invitations, permissions
from goldenthread.accounts.mobile import NotAMobile, normalise_mobile
from goldenthread.accounts.models import ApiKey, Person, RoleAssignment, Team
from goldenthread.accounts.roles import WRITING_TOOL_GROUPS, Role

LONGEST_LIFE_OF_A_KEY = timedelta(days=366)


class CannotBeDone(ValueError):
    """What was asked would leave things in a state nobody wants. `sentence` says why, and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def add_first_administrator(*, email: str, name: str, password: str, at: datetime) -> Person:
    """The person with whom a new site begins. Refused once anybody is there."""
    if Person.objects.exists():
        raise CannotBeDone("This site has people already: an administrator can invite more.")
    person = _add_person(email=email, name=name, team=None, job_title="", at=at)
    person.set_password(password)
    person.save(update_fields=["password"])
    _set_roles(person, {Role.ADMINISTRATOR}, by=None, at=at)
    _record("began this site as its first administrator", person, by=person, at=at, after=_facts_of(person))
    return person


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    team: Team | None = None,
    job_title: str = "",
    send: bool = True,
    by: Person,
    at: datetime,
) -> Person:
    """Add a person with roles and send them a link to choose a password (unless told not to send it)."""
    permissions.check_can_manage_people(by)
    person = _add_person(email=email, name=name, team=team, job_title=job_title, at=at)
    _set_roles(person, set(roles), by=by, at=at)
    _record("invited", person, by=by, at=at, after=_facts_of(person))
    if send:
        transaction.on_commit(partial(invitations.send, person, by, at))
    return person


@transaction.atomic
def send_invitation_again(*, person: Person, by: Person, at: datetime) -> None:
    """Send a new link to somebody who has not chosen a password yet."""
    permissions.check_can_manage_people(by)
    if person.has_usable_password():
        raise CannotBeDone(f"{person.name} has chosen a password already: they can sign in, or reset it themselves.")
    if not person.is_active:
        raise CannotBeDone(f"{person.name} may not sign in: let them sign in again first.")
    _record("sent another invitation to", person, by=by, at=at)
    transaction.on_commit(partial(invitations.send, person, by, at))


@transaction.atomic
def accept_invitation(*, person: Person, password: str, at: datetime) -> Person:
    """The invited person chooses a password. Having opened the link proves that the e-mail address is theirs."""
    if person.has_usable_password():
        raise CannotBeDone("This invitation has been used: sign in with the password you chose.")
    person.set_password(password)
    person.save(update_fields=["password"])
    _record("accepted the invitation", person, by=person, at=at)
    return person


@transaction.atomic
def change_roles(*, person: Person, roles: Collection[Role], by: Person, at: datetime) -> Person:
    """Give a person exactly these roles. The last administrator stays one."""
    permissions.check_can_manage_people(by)
    before, after = person.roles, frozenset(roles)
    if before == after:
        return person
    if Role.ADMINISTRATOR in before - after:
        _check_another_administrator(person, "stop being an administrator")
    _set_roles(person, after, by=by, at=at)
    _record(
        "changed the roles of",
        person,
        by=by,
        at=at,
        before={"roles": sorted(before)},
        after={"roles": sorted(after)},
    )
    return person


@transaction.atomic
def change_details(
    *, person: Person, name: str, email: str, team: Team | None, job_title: str, by: Person, at: datetime
) -> Person:
    """Correct a person's name, e-mail address, team or job title."""
    permissions.check_can_manage_people(by)
    was = _facts_of(person)
    email = email.strip().lower()
    if email != person.email:
        _check_address_is_free(email)
    person.name, person.email, person.team, person.job_title = name.strip(), email, team, job_title.strip()
    changed = {key: value for key, value in _facts_of(person).items() if was[key] != value}
    if not changed:
        return person
    person.save(update_fields=["name", "email", "team", "job_title"])
    if "email" in changed:
        _prove_address(person)
    before = {key: was[key] for key in changed}
    _record("changed the details of", person, by=by, at=at, before=before, after=changed)
    return person


@transaction.atomic
def set_own_mobile(*, mobile: str, by: Person, at: datetime) -> Person:
    """Keep one's own mobile number, or forget it. Nobody else can, and the log does not say which number it is."""
    permissions.signed_in(by)
    try:
        number = normalise_mobile(mobile)
    except NotAMobile as refusal:
        raise CannotBeDone(f"{refusal}.") from None
    was = Person.objects.select_for_update().get(pk=by.pk).mobile
    by.mobile = number
    if number == was:
        return by
    by.save(update_fields=["mobile"])
    verb = "took away their" if not number else "changed their" if was else "set a"
    _record(
        f"{verb} mobile number",
        by,
        by=by,
        at=at,
        before={"mobile_number": _is_set(was)},
        after={"mobile_number": _is_set(number)},
    )
    return by


@transaction.atomic
def deactivate(*, person: Person, by: Person, at: datetime) -> Person:
    """End a person's access at once, wherever they are signed in. What they did stays theirs."""
    permissions.check_can_manage_people(by)
    if not person.is_active:
        return person
    if person.pk == by.pk:
        raise CannotBeDone("You cannot end your own access: ask another administrator.")
    _check_another_administrator(person, "be stopped from signing in")
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.forget_roles()
    _record("ended the access of", person, by=by, at=at, before={"is_active": True}, after={"is_active": False})
    return person


@transaction.atomic
def reactivate(*, person: Person, by: Person, at: datetime) -> Person:
    """Let a person sign in again, with the roles they had."""
    permissions.check_can_manage_people(by)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    person.forget_roles()
    _record("gave access again to", person, by=by, at=at, before={"is_active": False}, after={"is_active": True})
    return person


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person, at: datetime) -> Person:
    """Forget a lost phone: the person sets up a second factor anew when they next sign in."""
    permissions.check_can_manage_people(by)
    if person.pk == by.pk:
        raise CannotBeDone("You cannot reset your own second factor here: ask another administrator.")
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise CannotBeDone(f"{person.name} has no second factor to reset.")
    _record("reset the second factor of", person, by=by, at=at)
    return person


@transaction.atomic
def add_team(*, name: str, directorate: str = "", is_partner: bool = False, by: Person, at: datetime) -> Team:
    """Add a team, or a partner organisation."""
    permissions.check_can_manage_teams(by)
    name = name.strip()
    if Team.objects.filter(name__iexact=name).exists():
        raise CannotBeDone(f"There is a team called {name} already.")
    team = Team.objects.create(name=name, slug=_free_slug(name), directorate=directorate.strip(), is_partner=is_partner)
    _record_team("added the team", team, by=by, at=at, after=_facts_of_team(team))
    return team


@transaction.atomic
def change_team(
    *, team: Team, name: str, directorate: str, is_partner: bool, is_active: bool, by: Person, at: datetime
) -> Team:
    """Rename a team, or close it, or open it again. Its address stays the same."""
    permissions.check_can_manage_teams(by)
    name = name.strip()
    if Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists():
        raise CannotBeDone(f"There is a team called {name} already.")
    was = _facts_of_team(team)
    team.name, team.directorate, team.is_partner, team.is_active = name, directorate.strip(), is_partner, is_active
    changed = {key: value for key, value in _facts_of_team(team).items() if was[key] != value}
    if not changed:
        return team
    team.save()
    before = {key: was[key] for key in changed}
    _record_team("changed the team", team, by=by, at=at, before=before, after=changed)
    return team


def _add_person(*, email: str, name: str, team: Team | None, job_title: str, at: datetime) -> Person:
    email = email.strip().lower()
    _check_address_is_free(email)
    person: Person = Person.objects.create_user(
        email, None, name=name.strip(), team=team, job_title=job_title.strip(), joined_at=at
    )
    _prove_address(person)
    return person


def _check_address_is_free(email: str) -> None:
    if Person.objects.filter(email=email).exists():
        raise CannotBeDone(f"Somebody with the e-mail address {email} is already here.")


def _prove_address(person: Person) -> None:
    # An administrator vouches for the address, and only who reads its mail can choose the password.
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _set_roles(person: Person, roles: Collection[Role], *, by: Person | None, at: datetime) -> None:
    person.role_assignments.exclude(role__in=[role.value for role in roles]).delete()
    person.forget_roles()
    held = {assignment.role for assignment in person.role_assignments.all()}
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=person, role=role.value, given_at=at, given_by=by)
        for role in Role
        if role in roles and role.value not in held
    )
    person.forget_roles()
    names = {WRITING_TOOL_GROUPS[role] for role in roles if role in WRITING_TOOL_GROUPS}
    others = person.groups.exclude(name__in=set(WRITING_TOOL_GROUPS.values()))
    person.groups.set([*others, *(Group.objects.get_or_create(name=name)[0] for name in sorted(names))])


def _check_another_administrator(person: Person, what: str) -> None:
    if not person.has_role(Role.ADMINISTRATOR):
        return
    others = Person.objects.active().holding(Role.ADMINISTRATOR).exclude(pk=person.pk).select_for_update()
    if not others:
        raise CannotBeDone(f"{person.name} is the only administrator and cannot {what}: make another one first.")


def _free_slug(name: str) -> str:
    base = slugify(name)[:110] or "team"
    taken = {"add", *Team.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _facts_of(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "team": person.team.name if person.team else "",
        "job_title": person.job_title,
        "roles": sorted(person.roles),
    }


def _is_set(number: str) -> str:
    return "set" if number else "not set"


def _facts_of_team(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "directorate": team.directorate,
        "is_partner": team.is_partner,
        "is_active": team.is_active,
    }


@transaction.atomic
def make_api_key(*, name: str, secret: str, expires_at: datetime, by: Person, at: datetime) -> ApiKey:
    """A key with which a program reads what the person may read. The secret is not kept: show it once."""
    permissions.check_can_make_api_keys(by)
    if not name.strip():
        raise CannotBeDone("Say what the key is for.")
    if not at < expires_at <= at + LONGEST_LIFE_OF_A_KEY:
        raise CannotBeDone("A key works for a year at most.")
    # Locked, so that two windows cannot both make the last one.
    Person.objects.select_for_update().get(pk=by.pk)
    if ApiKey.objects.of(by).in_use(at).count() >= api_keys.MOST_KEYS:
        raise CannotBeDone(f"You have {api_keys.MOST_KEYS} keys: end one that is not needed any more.")
    key = ApiKey.objects.create(
        person=by,
        name=name.strip(),
        beginning=secret[: api_keys.LETTERS_SHOWN],
        hash=api_keys.hash_of(secret),
        made_at=at,
        expires_at=expires_at,
    )
    _record_key("made the API key", key, by=by, at=at)
    return key


@transaction.atomic
def end_api_key(*, key: ApiKey, by: Person, at: datetime) -> ApiKey:
    """The key stops working at once."""
    permissions.check_can_end_api_key(by, key)
    if key.ended_at is not None:
        return key
    key.ended_at, key.ended_by = at, by
    key.save(update_fields=["ended_at", "ended_by"])
    _record_key("ended the API key", key, by=by, at=at)
    return key


def note_api_key_used(*, key: ApiKey, at: datetime) -> None:
    """When the key was last used, to the hour: reading should not write each time, and what is read is not audited."""
    if key.last_used_at is None or at - key.last_used_at >= timedelta(hours=1):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)


def _record(verb: str, person: Person, *, by: Person, at: datetime, **values: dict[str, Any]) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type="accounts.person",
        object_id=person.pk,
        object_name=person.name,
        before=values.get("before"),
        after=values.get("after"),
    )


def _record_team(verb: str, team: Team, *, by: Person, at: datetime, **values: dict[str, Any]) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type="accounts.team",
        object_id=team.pk,
        object_name=team.name,
        before=values.get("before"),
        after=values.get("after"),
    )


def _record_key(verb: str, key: ApiKey, *, by: Person, at: datetime) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type="accounts.api_key",
        object_id=key.pk,
        object_name=str(key),
        after={"of": key.person.name, "works until": key.expires_at.date().isoformat()},
    )
