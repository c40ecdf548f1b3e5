"""Update cycles for tests: a plan in force, people who lead its actions, and the links that were sent to them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django.core import mail
from tests.factories.plans import make_action, make_person, make_plan, make_section, publish

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Plan, UpdateCycle

OPENS = datetime(2026, 7, 6, 9, tzinfo=UTC)
"""A Monday. Updates are due on the 24th: reminders go on the 21st, leads hear on the 27th, directors on the 30th."""


def make_plan_in_force(owner: Person, *, leads: list[Person], actions_each: int = 1) -> Plan:
    """A published plan in which each of the people leads some actions."""
    plan = make_plan(owner)
    section = make_section(plan, owner)
    for lead in leads:
        for _ in range(actions_each):
            make_action(section, owner, owner=lead, due_on=date(2027, 3, 31))
    return publish(plan)


def start_cycle(plan: Plan, by: Person, *, at: datetime = OPENS, **fields: Any) -> UpdateCycle:
    """A cycle for April to June 2026."""
    values: dict[str, Any] = {
        "title": "April to June 2026",
        "period_starts_on": date(2026, 4, 1),
        "period_ends_on": date(2026, 6, 30),
        "opens_on": date(2026, 7, 6),
        "due_on": date(2026, 7, 24),
        "plans": [plan],
    }
    return plan_actions.start_cycle(by=by, at=at, **{**values, **fields})


def make_leads(number: int, **fields: Any) -> list[Person]:
    """People who may update what they lead."""
    return [make_person(Role.CONTRIBUTOR, **fields) for _ in range(number)]


def links_sent_to(person: Person) -> list[str]:
    """The paths of the links in the e-mails that have left for somebody, the first on top."""
    sent = [message.body for message in mail.outbox if person.email in message.to]
    return re.findall(r"(/updates/\S+/)", "\n".join(map(str, sent)))


def code_sent_to(person: Person) -> str:
    """The figures in the latest code that was sent to somebody."""
    bodies = [str(message.body) for message in mail.outbox if person.email in message.to]
    return re.findall(r"code is (\d{6})", "\n".join(bodies))[-1]
