"""Brings Alderbrook's counts of staff in by the actions a real site uses, and links what is done about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files

from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Plan
from goldenthread.plan.workforce.reading import WorkforceKind

#: File, title, kind, what was asked or taken up, where it comes from, and how many days ago it was counted.
TABLES = (
    (
        "staff.csv",
        "How many of us there are, group by group",
        WorkforceKind.STAFF,
        "",
        "Payroll, and what staff say of themselves",
        60,
    ),
    (
        "survey.csv",
        "What staff say: I am treated fairly at work",
        WorkforceKind.SURVEY,
        "Staff who agree that they are treated fairly at work",
        "Staff survey",
        200,
    ),
    (
        "mentors.csv",
        "Who has a mentor",
        WorkforceKind.UPTAKE,
        "Staff who have a named mentor, of all who could have one",
        "Register of mentors",
        60,
    ),
)
BOUND = (
    ("Ethnic group", "Asian, Black, mixed and other", "minority-ethnic-residents"),
    ("Disability", "Disabled", "disabled-residents"),
)
STAFF_ACTION = "Make the council's own staff as mixed as the borough"


def add_workforce(plan: Plan, people: Mapping[str, Person], *, now: datetime) -> None:
    """Bring in three tables, bind two groups to the residents they are compared with, link the plan's action."""
    analyst, owner, today = people["analyst"], people["owner"], timezone.localdate(now)
    for characteristic, group, slug in BOUND:
        indicator = Indicator.objects.get(slug=slug)
        plan_actions.bind_population(
            characteristic=characteristic, group=group, indicator=indicator, by=analyst, at=now
        )
    action = plan.actions.get(title=STAFF_ACTION)
    folder = files("goldenthread.samples.alderbrook").joinpath("workforce")
    for file, title, kind, question, source, days in TABLES:
        table = plan_actions.upload_workforce_table(
            title=title,
            kind=kind,
            as_of=today - timedelta(days=days),
            source=source,
            question=question,
            content=folder.joinpath(file).read_bytes(),
            by=analyst,
            at=now,
        )
        plan_actions.link_workforce_actions(table=table, actions=[action], by=owner, at=now)
        plan_actions.publish_workforce_table(table=table, by=owner, at=now)
