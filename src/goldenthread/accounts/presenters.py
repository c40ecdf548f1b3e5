"""People, teams and recorded events as the pages show them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from goldenthread.accounts.models import ApiKey, AuditEvent, Person, Team
from goldenthread.accounts.roles import Role

_ON_AND_OFF = {True: "yes", False: "no", None: "nothing", "": "nothing"}


@dataclass(frozen=True)
class PersonRow:
    """One line of the list of people."""

    name: str
    url: str
    email: str
    team: str
    roles: str
    state: str
    """Can sign in, invited, or no access."""


@dataclass(frozen=True)
class Change:
    """What one thing was and what it became."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class EventRow:
    """One line of the audit log: a sentence, when, and what changed."""

    position: int
    at: datetime
    actor: str
    deed: str
    """What was done to what: "changed the roles of Ada Lovelace", "signed in"."""
    object_type: str
    changes: tuple[Change, ...]
    short_hash: str


def make_person_row(person: Person) -> PersonRow:
    """The line of one person."""
    return PersonRow(
        name=person.name,
        url=person.get_absolute_url(),
        email=person.email,
        team=person.team.name if person.team else "",
        roles=make_role_names(person.roles),
        state=make_state(person),
    )


PERSON_COLUMNS = ("Name", "E-mail address", "Team", "Roles", "Access")


def write_person(row: PersonRow) -> list[str]:
    """One person as a row of a download."""
    return [row.name, row.email, row.team, row.roles, row.state]


TEAM_COLUMNS = ("Name", "Directorate", "People", "Kind")


def write_team(team: Team) -> list[str]:
    """One team as a row of a download."""
    kind = "Partner" if team.is_partner else "Part of the council"
    people = str(getattr(team, "people_count", ""))
    return [team.name, team.directorate, people, kind if team.is_active else "Closed"]


def make_role_names(roles: Collection[Role]) -> str:
    """The roles in words, the most powerful first."""
    return ", ".join(role.label for role in Role if role in roles)


def make_state(person: Person) -> str:
    """Whether somebody can sign in, in a few words."""
    if not person.is_active:
        return "No access"
    return "Can sign in" if person.has_usable_password() else "Invited"


def make_event_row(event: AuditEvent) -> EventRow:
    """The line of one recorded event."""
    return EventRow(
        position=event.position,
        at=event.at,
        actor=event.actor_name,
        deed=event.deed,
        object_type=make_type_name(event.object_type),
        changes=make_changes(event.before, event.after),
        short_hash=event.hash[:12],
    )


def make_type_name(object_type: str) -> str:
    """What kind of thing it is: "accounts.person" is a person, "plan.progress_measure" a progress measure."""
    return object_type.rpartition(".")[2].replace("_", " ")


def make_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Change, ...]:
    """What changed, one line for each thing, in the order it was recorded."""
    before, after = before or {}, after or {}
    return tuple(
        Change(key.replace("_", " ").capitalize(), _in_words(before.get(key)), _in_words(after.get(key)))
        for key in dict.fromkeys([*before, *after])
    )


def _in_words(value: Any) -> str:
    if value is None or isinstance(value, bool) or value == "":
        return _ON_AND_OFF[value]
    if isinstance(value, list):
        return ", ".join(_in_words(item) for item in value) or "nothing"
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(value).replace("_", " ") if value in set(Role) else str(value)


@dataclass(frozen=True)
class ApiKeyRow:
    """One line of a list of API keys."""

    pk: int
    name: str
    beginning: str
    person: str
    state: str
    """In use until when, or how it ended."""
    last_used: str
    is_in_use: bool


def make_api_key_row(key: ApiKey, *, at: datetime) -> ApiKeyRow:
    """The line of one key."""
    if key.ended_at is not None:
        state = f"Ended on {_day(key.ended_at)}"
    elif key.expires_at <= at:
        state = f"Expired on {_day(key.expires_at)}"
    elif not key.person.is_active:
        state = "Does not work: the person may not sign in"
    else:
        state = f"Works until {_day(key.expires_at)}"
    return ApiKeyRow(
        pk=key.pk,
        name=key.name,
        beginning=key.beginning,
        person=key.person.name,
        state=state,
        last_used=_day(key.last_used_at) if key.last_used_at else "Never",
        is_in_use=state.startswith("Works"),
    )


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"
