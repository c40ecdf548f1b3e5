"""Assessments and decisions for tests, made through the same actions that staff use."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from tests.factories.plans import NOW, make_person

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.assessments import actions
from goldenthread.assessments.kinds import DecisionOption, Effect, protected
from goldenthread.assessments.models import Assessment, Decision
from goldenthread.plan.models import Action

TODAY = NOW.date()
_numbers = itertools.count(1)


def make_decision(by: Person | None = None, *, at: datetime = NOW, **fields: Any) -> Decision:
    """A decision to come."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "reference": f"FP/{number}",
        "title": f"Library hours {number}",
        "decision_maker": "Cabinet",
        "due_on": TODAY + timedelta(days=60),
        "summary": "Fewer days, one evening more.",
    }
    return actions.add_decision(by=by or make_person(Role.PLAN_OWNER), at=at, **{**values, **fields})


def make_draft(
    author: Person | None = None, decision: Decision | None = None, *, at: datetime = NOW, **fields: Any
) -> Assessment:
    """An assessment that says nothing yet."""
    author = author or make_person(Role.CONTRIBUTOR)
    values: dict[str, Any] = {"title": "New library hours", "decide_by": TODAY + timedelta(days=60), **fields}
    return actions.begin_assessment(decision=decision, by=author, at=at, **values)


def fill(
    assessment: Assessment, *, at: datetime = NOW, harmed: str = "age", mitigation: Action | None = None, **changes: Any
) -> Assessment:
    """Everything that has to be said, with harm to one group, and an action for it where one is given."""
    by = assessment.author
    said: dict[str, Any] = {
        "proposal": "Four libraries open two days fewer.",
        "affected": "31,000 people.",
        "option": DecisionOption.GO_AHEAD.value,
        "monitoring": "Visits, each month.",
        "review_on": TODAY + timedelta(days=365),
        **changes,
    }
    actions.write(assessment=assessment, changes=said, by=by, at=at)
    for characteristic in protected():
        effect = Effect.NEGATIVE if characteristic.slug == harmed else Effect.NONE
        found = actions.say_impact(
            assessment=assessment, characteristic=characteristic.slug, effect=effect, why="We asked.", by=by, at=at
        )
        if characteristic.slug == harmed and mitigation is not None:
            actions.link_mitigation(
                assessment=assessment, action=mitigation, how="It helps.", impact=found, by=by, at=at
            )
    return assessment


def sign(assessment: Assessment, *, at: datetime = NOW) -> Assessment:
    """Sent by its author and signed by a monitoring officer."""
    actions.submit(assessment=assessment, by=assessment.author, at=at)
    return actions.sign(assessment=assessment, by=make_person(Role.MONITORING_OFFICER), at=at)


def publish(assessment: Assessment, *, at: datetime = NOW) -> Assessment:
    """Signed and published."""
    sign(assessment, at=at)
    return actions.publish(assessment=assessment, by=make_person(Role.PLAN_OWNER), at=at)


def make_published(
    *, decision: Decision | None = None, review_on: date | None = None, at: datetime = NOW, **fields: Any
) -> Assessment:
    """A whole assessment that everybody can read."""
    changes = {"review_on": review_on} if review_on else {}
    mitigation, harmed = fields.pop("mitigation", None), fields.pop("harmed", "age")
    draft = fill(make_draft(decision=decision, at=at, **fields), at=at, mitigation=mitigation, harmed=harmed, **changes)
    return publish(draft, at=at)
