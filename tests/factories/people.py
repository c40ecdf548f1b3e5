"""People and teams for tests: with the roles they are given, and a second factor where the roles ask for one."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from goldenthread.accounts.models import Person, Team
from goldenthread.accounts.roles import WRITING_ROLES, Role

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
PASSWORD = "three random words"

_numbers = itertools.count(1)


def make_person(
    *roles: Role, team: Team | None = None, second_factor: bool | None = None, password: str | None = "", **fields: Any
) -> Person:
    """Somebody who holds the roles, can sign in, and has a second factor if a role lets them write.

    Pass `second_factor` to decide otherwise, a `password` to sign in with one, None for an invitation not yet accepted.
    """
    number = next(_numbers)
    fields.setdefault("name", f"Person {number}")
    email = fields.pop("email", f"person-{number}@council.example")
    person = Person.objects.create_user(email, PASSWORD if password == "" else password, team=team, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for role in roles:
        person.role_assignments.create(role=role.value)
    if second_factor if second_factor is not None else bool(WRITING_ROLES & set(roles)):
        add_second_factor(person)
    return person


def add_second_factor(person: Person) -> str:
    """Give the person an authenticator app; returns its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def make_team(name: str = "", **fields: Any) -> Team:
    """A team with a name of its own."""
    number = next(_numbers)
    return Team.objects.create(name=name or f"Team {number}", slug=f"team-of-people-{number}", **fields)


def signed_in_client(person: Person) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(person)
    return client
