"""Annual reports for tests, made through the same actions that staff use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.factories.plans import (
    NOW,
    make_action,
    make_indicator,
    make_measure,
    make_person,
    make_plan,
    make_section,
    publish,
)

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.kinds import MeasureKind, Statistic
from goldenthread.plan.models import Plan
from goldenthread.plan.states import ActionStatus
from goldenthread.reports import actions as report_actions
from goldenthread.reports.models import AnnualReport

INDICATOR = "poor-health"
"""One of the invented snapshot's: its gap narrows between 2020 and 2024."""

YEAR = {"starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31)}
NEEDED = {"introduction": "It was a long year.", "less-well": "One thing was missed.\n\n- the hall"}


def make_published_plan(owner: Person, **fields: Any) -> Plan:
    """A published plan: two aims, two actions of which one was missed, a gap, a value, a count and a difference."""
    plan = make_plan(owner, **{"slug": "fairer-2-places", "title": "A fairer borough", **fields})
    health = make_section(plan, owner, number="1", title="Health is shared")
    voice = make_section(plan, owner, number="2", title="Everybody is heard")
    indicator = make_indicator(
        INDICATOR, plain_name="Plain name of poor-health", unit="%", polarity="lower is better", is_headline=True
    )
    action = make_action(health, owner, number="1", title="Open clinics", owner=owner)
    missed = make_action(voice, owner, number="2", title="Open a hall", owner=owner)
    bound: dict[str, Any] = {"kind": MeasureKind.INDICATOR, "indicator": indicator, "unit": "", "decimals": 1}
    make_measure(health, owner, number="1a", title="The gap in health", statistic=Statistic.GAP_FIFTHS, **bound)
    make_measure(action, owner, number="1b", title="Health overall", statistic=Statistic.VALUE, **bound)
    counted = make_measure(missed, owner, number="2.1", title="People who came", source="Sign-in sheets")
    plan_actions.set_target(
        measure=counted, value=Decimal(100), decision="Cabinet", decided_on=date(2025, 4, 1), by=owner, at=NOW
    )
    for day, value in ((date(2025, 9, 30), 20), (date(2026, 3, 31), 41), (date(2026, 5, 31), 44)):
        plan_actions.record_reading(
            measure=counted, on=day, value=Decimal(value), period=f"to {day:%B %Y}", by=owner, at=NOW
        )
    plan_actions.post_update(
        action=missed, text="There was no hall.", status=ActionStatus.MISSED, reason="The roof fell in.", by=owner,
        at=datetime(2026, 1, 5, 12, tzinfo=NOW.tzinfo),
    )  # fmt: skip
    plan_actions.post_update(action=action, text="Two clinics opened.", status=ActionStatus.ON_TRACK, by=owner, at=NOW)
    plan_actions.add_ask(plan=plan, text="Come and see us", by=owner, at=NOW)
    plan_actions.add_difference(plan=plan, text="Streets feel safer", by=owner, at=NOW)
    plan_actions.add_achievement(plan=plan, text="A door was painted", achieved_on=date(2026, 1, 5), by=owner, at=NOW)
    plan_actions.add_achievement(plan=plan, text="A gate was hung", achieved_on=date(2026, 5, 5), by=owner, at=NOW)
    return publish(plan)


def make_report(plan: Plan, editor: Person, *, at: datetime = NOW, **fields: Any) -> AnnualReport:
    """A draft on the plan's year with the words that are needed."""
    values: dict[str, Any] = {"slug": "report-2026", "title": "Annual report 2025 to 2026", **YEAR, **fields}
    report = report_actions.begin_report(plan=plan, by=editor, at=at, **values)
    for place, text in NEEDED.items():
        report_actions.write_text(report=report, place=place, text=text, by=editor, at=at)
    return report


def publish_report(report: AnnualReport, *, at: datetime = NOW) -> AnnualReport:
    """The report, sent for review by an editor, approved by one plan owner and published."""
    owner = make_person(Role.PLAN_OWNER)
    report_actions.check(report=report, by=make_person(Role.EDITOR), at=at)
    report_actions.submit_for_review(report=report, by=make_person(Role.EDITOR), at=at)
    report_actions.approve(report=report, by=owner, at=at + timedelta(hours=1))
    return report_actions.publish(report=report, by=owner, at=at + timedelta(hours=2))
