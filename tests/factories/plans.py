"""Plans for tests, made through the same actions that staff use."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from goldenthread.accounts.models import Person, Team
from goldenthread.accounts.roles import Role
from goldenthread.evidence.models import Indicator
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.models import Action, Plan, ProgressMeasure, Section

NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)

_counter = itertools.count(1)


def make_person(*roles: Role, team: Team | None = None, **fields: Any) -> Person:
    """Somebody who holds the roles."""
    number = next(_counter)
    fields.setdefault("name", f"Person {number}")
    fields.setdefault("job_title", "Head of Testing")
    person = Person.objects.create_user(f"person{number}@example.org", team=team, **fields)
    for role in roles:
        person.role_assignments.create(role=role.value)
    return person


def make_team(name: str = "", **fields: Any) -> Team:
    """A team with a name of its own."""
    number = next(_counter)
    return Team.objects.create(name=name or f"Team {number}", slug=f"team-{number}", **fields)


def make_indicator(slug: str = "", **fields: Any) -> Indicator:
    """An indicator that measures can be bound to."""
    values: dict[str, Any] = {
        "slug": slug or f"indicator-{next(_counter)}",
        "name": "Attainment 8 score",
        "plain_name": "How pupils do at sixteen",
        "definition": "The mean score of pupils at the end of key stage 4.",
        "unit": "score",
        "polarity": "higher is better",
        "source": "dfe_children",
        "theme": "Children",
    }
    return Indicator.objects.create(**{**values, **fields})


def make_plan(by: Person, *, at: datetime = NOW, **fields: Any) -> Plan:
    """A draft plan without any part."""
    values: dict[str, Any] = {
        "slug": f"plan-{next(_counter)}",
        "title": "A fairer borough",
        "starts_on": date(2025, 4, 1),
        "ends_on": date(2029, 3, 31),
    }
    return plan_actions.create_plan(by=by, at=at, **{**values, **fields})


def make_section(plan: Plan, by: Person, *, at: datetime = NOW, **fields: Any) -> Section:
    """An aim of the plan."""
    return plan_actions.add_section(plan=plan, by=by, at=at, **{"title": "We listen and act on it", **fields})


def make_action(section: Section, by: Person, *, at: datetime = NOW, **fields: Any) -> Action:
    """An action of the aim."""
    return plan_actions.add_action(section=section, by=by, at=at, **{"title": "Hold ward surgeries", **fields})


def make_measure(of: Section | Action, by: Person, *, at: datetime = NOW, **fields: Any) -> ProgressMeasure:
    """A progress measure: a count unless told otherwise, owned by whoever adds it."""
    values: dict[str, Any] = {"title": "People who came", "kind": MeasureKind.COUNT, "unit": "people", "owner": by}
    return plan_actions.add_measure(of=of, by=by, at=at, **{**values, **fields})


def publish(plan: Plan, *, at: datetime = NOW) -> Plan:
    """The plan, sent for review by one plan owner and published by another."""
    plan_actions.submit_for_review(plan=plan, by=make_person(Role.PLAN_OWNER), at=at)
    plan_actions.publish(plan=plan, by=make_person(Role.PLAN_OWNER), at=at)
    plan.refresh_from_db()
    return plan
