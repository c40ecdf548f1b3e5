"""What Alderbrook does around its plan: releases by a calendar, a partner asked to reply, a committee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.plan.actions import committees, releasing, replying
from goldenthread.plan.models import Plan
from goldenthread.plan.working_days import add_working_days, last_quarter, nation_of

DIRECTORATES = {
    "Policy and Equality": "Chief Executive’s Office",
    "Engagement": "Chief Executive’s Office",
    "Customer and Advice": "Resources",
    "Children and Learning": "People",
    "Public Health": "People",
    "Homes": "Place",
}
COMMITTEE = "Communities Scrutiny Committee"
SCRUTINISED = (2, 3)
"""The aims, counted from one, that report to it."""

PARTNER, PARTNER_ADDRESS = "Alder Advice", "director@alder-advice.example"


def oversee(plan: Plan, people: Mapping[str, Person], *, now: datetime) -> None:
    """Have one release prepared that members read now, more to come, and a committee that met five weeks ago."""
    owner, today = people["owner"], timezone.localdate(now)
    plan_releases(plan, owner, people["health"], today=today, now=now)
    committee = committees.add_committee(name=COMMITTEE, by=owner, at=now)
    sections = list(plan.sections.order_by("position"))
    chosen = [sections[number - 1] for number in SCRUTINISED]
    last = plan.actions.order_by("-position").first()
    committees.set_remit(committee=committee, sections=chosen, actions=[last] if last else [], by=owner, at=now)
    for days in (-126, -35, 21):
        committees.record_meeting(committee=committee, held_on=today + timedelta(days=days), by=owner, at=now)


def plan_releases(plan: Plan, owner: Person, signer: Person, *, today: date, now: datetime) -> None:
    """The last quarter's release is with members, a partner has been asked to reply; three more are announced."""
    nation = nation_of(settings.COUNCIL.code)
    first, last = last_quarter(today)
    release = releasing.plan_release(
        title=f"{first:%B} to {last:%B %Y}",
        period_starts_on=first,
        period_ends_on=last,
        members_from=add_working_days(today, -1, nation=nation),
        publish_on=add_working_days(today, 6, nation=nation),
        plans=[plan],
        signer=signer,
        by=owner,
        at=now,
    )
    releasing.plan_quarters(
        first=today, number=3, weeks_after=8, member_days=5, plans=[plan], signer=signer, by=owner, at=now
    )
    releasing.prepare_release(
        release=release,
        note="The sixth family hub has opened, two months late. Two actions have no news.",
        by=owner,
        at=now,
    )
    theirs = plan.actions.filter(partners__name=PARTNER).order_by("position")
    replying.ask_for_reply(
        release=release,
        plan=plan,
        name=PARTNER,
        email=PARTNER_ADDRESS,
        numbers=list(theirs.values_list("number", flat=True)),
        due_on=add_working_days(today, 4, nation=nation),
        partner=theirs[0].partners.get(name=PARTNER),
        by=owner,
        at=now,
    )
    thursday = date(today.year + 2, 5, 1)
    while thursday.weekday() != 3:
        thursday += timedelta(days=1)
    releasing.set_pre_election_period(
        title=f"Council elections, {thursday.day} {thursday:%B %Y}",
        starts_on=thursday - timedelta(days=44),
        ends_on=thursday,
        by=owner,
        at=now,
    )
