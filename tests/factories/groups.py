"""Groups for tests, made through the same actions that staff use."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

from tests.factories.plans import NOW

from goldenthread.accounts.models import Person
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.groups.kinds import Duty, GroupKind
from goldenthread.plan.models import Group, GroupAsk, GroupMember, Meeting

_counter = itertools.count(1)


def make_group(by: Person, *, at: datetime = NOW, **fields: Any) -> Group:
    """A working group without members."""
    number = next(_counter)
    values: dict[str, Any] = {
        "slug": f"group-{number}",
        "name": f"Working group {number}",
        "kind": GroupKind.WORKING_GROUP,
        "purpose": "Reads what the council is about to decide.",
    }
    return plan_actions.begin_group(by=by, at=at, **{**values, **fields})


def seat(group: Group, by: Person, person: Person | None = None, *, at: datetime = NOW, **fields: Any) -> GroupMember:
    """A seat of the group since spring."""
    values: dict[str, Any] = {"seat": "Parent carer", "duty": Duty.MEMBER, "starts_on": date(2026, 4, 1)}
    return plan_actions.add_member(group=group, person=person, by=by, at=at, **{**values, **fields})


def make_meeting(group: Group, by: Person, *, at: datetime = NOW, **fields: Any) -> Meeting:
    """A meeting a fortnight ago."""
    return plan_actions.plan_meeting(group=group, by=by, at=at, **{"held_on": date(2026, 6, 1), **fields})


def make_ask(group: Group, by: Person, *, at: datetime = NOW, **fields: Any) -> GroupAsk:
    """Something the group asks today."""
    return plan_actions.put_ask(group=group, by=by, at=at, **{"text": "Rewrite the letter about debt", **fields})
