"""Makes the sample council — evidence, people, plan, what was done about it — by the actions a real site uses."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldenthread.accounts import actions as account_actions
from goldenthread.accounts.models import Person, Team
from goldenthread.accounts.roles import Role
from goldenthread.evidence import actions as evidence_actions
from goldenthread.evidence import numbers
from goldenthread.evidence.models import Indicator
from goldenthread.place.models import Area
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.kinds import Cadence, CouncilRole, Direction, MeasureKind, Statistic
from goldenthread.plan.models import Action, Group, Plan, ProgressMeasure, Section
from goldenthread.plan.states import ActionStatus
from goldenthread.plan.working_days import last_quarter, nation_of, next_working_day
from goldenthread.project.sample_assessments import add_assessments
from goldenthread.project.sample_easy_read import add_easy_read
from goldenthread.project.sample_facts import add_facts
from goldenthread.project.sample_groups import add_meetings, begin_groups
from goldenthread.project.sample_oversight import DIRECTORATES, oversee
from goldenthread.project.sample_plans import (
    BOROUGH,
    HOMES,
    bring_in_and_publish,
    let_a_partner_sign_in,
    link_actions,
)
from goldenthread.project.sample_promises import add_promises
from goldenthread.project.sample_registers import add_registers
from goldenthread.project.sample_report import add_report, write_front_page
from goldenthread.project.sample_stories import add_stories
from goldenthread.project.sample_workforce import add_workforce
from goldenthread.project.sign_ins import SignIn
from goldenthread.samples.alderbrook.easy_read_content import load_easy_read
from goldenthread.samples.alderbrook.evidence import make_evidence
from goldenthread.samples.alderbrook.facts_content import load_facts
from goldenthread.samples.alderbrook.plan_content import SampleAction, SampleMeasure, SamplePlan, load_plan
from goldenthread.samples.alderbrook.promises_content import load_promises
from goldenthread.samples.alderbrook.report_content import load_report
from goldenthread.samples.alderbrook.stories_content import load_stories

ADMINISTRATOR = ("Ada Winterbourne", "administrator@alderbrook.example")

#: Short, plain words: a demonstration's password is read from a screen and typed once.
WORDS = (
    "amber", "bracken", "candle", "daisy", "ember", "fennel", "garden", "harbour", "ivory", "juniper", "kettle",
    "lantern", "meadow", "nettle", "orchard", "pebble", "quarry", "ribbon", "saffron", "thimble", "umber", "velvet",
    "willow", "yarrow",
)  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """Everybody who was added, by their key in the sample's plan, and the administrator."""

    administrator: Person
    by_key: dict[str, Person]


def create_demo() -> list[SignIn]:
    """Make everything, all or nothing in the database, and return who can sign in."""
    password = "-".join(secrets.choice(WORDS) for _ in range(3))
    now = timezone.now()
    write_evidence()
    content = load_plan()
    with transaction.atomic():
        staff, sign_ins = add_people(content, password=password, at=at_noon(content.published_on - timedelta(days=60)))
        evidence_actions.adopt_current_snapshot(by=staff.by_key["analyst"], at=now)
        begin_groups(staff.by_key, now=now)
        borough = add_borough_plan(staff, at=at_noon(content.published_on - timedelta(days=40)))
        plan = add_plan(content, staff, parent=borough)
        add_meetings(plan, staff.by_key, now=now)
        add_registers(staff.by_key, now=now)
        add_workforce(plan, staff.by_key, now=now)
        add_promises(load_promises(), plan, staff, at_noon=at_noon)
        plan_actions.release_progress(plan=plan, by=staff.by_key["owner"], at=now, note="Progress to November 2026")
        ask_for_updates(plan, staff.by_key["owner"], now=now)
        oversee(plan, staff.by_key, now=now)
        owner, administrator = staff.by_key["owner"], staff.administrator
        sign_ins.append(let_a_partner_sign_in(owner=owner, administrator=administrator, password=password, at=now))
        autumn = at_noon(date(2026, 11, 2))  # after the last day the file tells of
        bring_in_and_publish(HOMES, owner=staff.by_key["owner"], administrator=staff.administrator, at=autumn)
        add_assessments(plan, staff, now=now)
        add_facts(load_facts(), staff, now=now)
        written = load_report()
        add_stories(load_stories(), staff, now=now, at_noon=at_noon)
        report = add_report(written, plan, staff, now=now)
        add_easy_read(load_easy_read(), report, staff, now=now)
        write_front_page(written, staff)
    return sign_ins


def write_evidence() -> None:
    """Draw Alderbrook and put it in the store. Drawn again it is the same, so no second snapshot comes of it."""
    evidence = make_evidence()
    numbers.place_store().write(evidence.tables, evidence.manifest, evidence.definitions)


def at_noon(day: date) -> datetime:
    """Return noon of a day where the council is."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def add_people(content: SamplePlan, *, password: str, at: datetime) -> tuple[Staff, list[SignIn]]:
    """Add the administrator and the invented staff with their teams; each has the same password."""
    name, email = ADMINISTRATOR
    administrator = account_actions.add_first_administrator(email=email, name=name, password=password, at=at)
    sign_ins = [SignIn("administrator", email, password)]
    teams: dict[str, Team] = {}
    by_key = {}
    for each in content.people:
        if each.team not in teams:
            teams[each.team] = account_actions.add_team(
                name=each.team, directorate=DIRECTORATES.get(each.team, ""), by=administrator, at=at
            )
        role = Role(each.role)
        person = account_actions.invite(
            email=each.email,
            name=each.name,
            roles={role},
            team=teams[each.team],
            job_title=each.job_title,
            send=False,
            by=administrator,
            at=at,
        )
        by_key[each.key] = account_actions.accept_invitation(person=person, password=password, at=at)
        if each.mobile:
            account_actions.set_own_mobile(mobile=each.mobile, by=by_key[each.key], at=at)
        if not any(sign_in.role == role.label.lower() for sign_in in sign_ins):
            sign_ins.append(SignIn(role.label.lower(), each.email, password))
    return Staff(administrator, by_key), sign_ins


def add_borough_plan(staff: Staff, *, at: datetime) -> Plan:
    """The ten-year plan that the first plan is part of."""
    return bring_in_and_publish(BOROUGH, owner=staff.by_key["owner"], administrator=staff.administrator, at=at)


def add_plan(content: SamplePlan, staff: Staff, *, parent: Plan | None = None) -> Plan:
    """Write the plan, have it reviewed and published, then record what was done."""
    owner, written = staff.by_key["owner"], at_noon(content.published_on - timedelta(days=30))
    plan = plan_actions.create_plan(
        slug=content.slug,
        title=content.title,
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        vision=content.vision,
        introduction=content.introduction,
        level_names=content.level_names,
        action_name=content.action_name,
        measure_name=content.measure_name,
        team=owner.team,
        parent=parent,
        by=owner,
        at=written,
        asks_heading=content.headings["asks_heading"],
        differences_heading=content.headings["differences_heading"],
        achievements_heading=content.headings["achievements_heading"],
    )
    writer = _Writer(plan, staff, written, published=at_noon(content.published_on))
    writer.write(content)
    link_actions(plan, by=owner, at=written)
    plan_actions.submit_for_review(plan=plan, by=owner, at=written)
    plan_actions.publish(plan=plan, by=staff.administrator, at=at_noon(content.published_on), note="First edition")
    writer.record(content)
    return plan


def ask_for_updates(plan: Plan, owner: Person, *, now: datetime) -> None:
    """Have one round of updates running: everybody was asked a fortnight ago and has a fortnight left."""
    today = timezone.localdate(now)
    asked_on = next_working_day(today - timedelta(days=14), nation=nation_of(settings.COUNCIL.code))
    first, last = last_quarter(today)
    cycle = plan_actions.start_cycle(
        title=f"{first:%B} to {last:%B %Y}",
        period_starts_on=first,
        period_ends_on=last,
        opens_on=asked_on,
        due_on=today + timedelta(days=14),
        plans=[plan],
        by=owner,
        at=at_noon(asked_on),
    )
    plan_actions.chase(cycle=cycle, by=owner, at=at_noon(asked_on))


class _Writer:
    """Writes one plan: first its words, then, once it is published, what happened."""

    def __init__(self, plan: Plan, staff: Staff, at: datetime, published: datetime) -> None:
        self.plan, self.staff, self.at, self.published = plan, staff, at, published
        self.owner = staff.by_key["owner"]
        self.indicators = {indicator.slug: indicator for indicator in Indicator.objects.active()}
        self.wards = list(Area.objects.wards().order_by("code"))
        self.actions: list[tuple[SampleAction, Action]] = []
        self.measures: list[tuple[SampleMeasure, ProgressMeasure]] = []
        self.sections: list[Section] = []

    def write(self, content: SamplePlan) -> None:
        """Write aims, actions, measures, asks, differences and achievements."""
        by, at = self.owner, self.at
        for aim in content.aims:
            section = plan_actions.add_section(plan=self.plan, title=aim.title, text=aim.text, by=by, at=at)
            self.sections.append(section)
            name = f"Marmot principle {aim.marmot}"
            plan_actions.add_crosswalk(part=section, framework="marmot", code=str(aim.marmot), name=name, by=by, at=at)
            for measure in aim.measures:
                self._add_measure(section, measure)
            for action in aim.actions:
                self._add_action(section, action)
        for ask in content.asks:
            action = self.actions[ask["action"] - 1][1]
            plan_actions.add_ask(
                plan=self.plan, text=ask["text"], section=self.sections[ask["aim"] - 1], actions=[action], by=by, at=at
            )
        for difference in content.differences:
            plan_actions.add_difference(
                plan=self.plan,
                text=difference["text"],
                section=self.sections[difference["aim"] - 1],
                indicator=self.indicators[difference["indicator"]],
                area_code=settings.COUNCIL.code,
                statistic=Statistic(difference.get("statistic", "value")),
                by=by,
                at=at,
            )

    def _add_action(self, section: Section, content: SampleAction) -> None:
        by, at = self.owner, self.at
        partners = plan_actions.find_or_add_partners(names=content.partners, by=by, at=at)
        action = plan_actions.add_action(
            section=section,
            title=content.title,
            description=content.description,
            council_role=CouncilRole(content.council_role),
            owner=self.staff.by_key[content.owner],
            team=self.staff.by_key[content.owner].team,
            groups=content.groups,
            partners=partners,
            starts_on=content.starts_on,
            due_on=content.due_on,
            by=by,
            at=at,
        )
        for milestone in content.milestones:
            plan_actions.add_milestone(action=action, title=milestone.title, due_on=milestone.due_on, by=by, at=at)
        for measure in content.measures:
            self._add_measure(action, measure)
        self.actions.append((content, action))

    def _add_measure(self, of: Section | Action, content: SampleMeasure) -> None:
        by = self.owner
        indicator = self.indicators[content.indicator] if content.indicator else None
        places = [{"code": ward.code, "name": ward.name} for ward in self.wards] if content.each_place else []
        measure = plan_actions.add_measure(
            of=of,
            title=content.title,
            kind=MeasureKind(content.kind),
            unit=content.unit,
            direction=Direction(content.direction),
            owner=self.staff.by_key[content.owner],
            source=content.source,
            baseline_value=_decimal(content.baseline),
            baseline_on=content.baseline_on,
            indicator=indicator,
            area_code=settings.COUNCIL.code if indicator else "",
            statistic=Statistic(content.statistic) if indicator else None,
            cadence_every=Cadence(content.every) if content.every else None,
            cadence_each_place=bool(content.each_place),
            cadence_places=places,
            cadence_from=content.cadence_from,
            cadence_reading=content.cadence_reading,
            asked_by=Group.objects.filter(slug__in=content.asked_by),
            reply_days=content.reply_days,
            by=by,
            at=self.at,
        )
        plan_actions.set_target(
            measure=measure,
            value=_decimal(content.target),
            target_on=content.target_on,
            decision=content.decision,
            decided_on=self.at.date(),
            by=by,
            at=self.at,
        )
        self.measures.append((content, measure))

    def record(self, content: SamplePlan) -> None:
        """Record milestones, updates, figures, surgeries and achievements, each on its own day."""
        for action_content, action in self.actions:
            self._record_action(action_content, action)
        for measure_content, measure in self.measures:
            self._record_measure(measure_content, measure)
        updates = [update.day for action, _ in self.actions for update in action.updates]
        latest = max([*updates, *(each["day"] for each in content.achievements)])
        for each in content.achievements:
            plan_actions.add_achievement(
                plan=self.plan,
                text=each["text"],
                section=self.sections[each["aim"] - 1],
                achieved_on=each["day"],
                source=each["source"],
                by=self.owner,
                at=at_noon(latest),
            )
        plan_actions.submit_for_review(plan=self.plan, by=self.owner, at=at_noon(latest))
        plan_actions.publish(plan=self.plan, by=self.staff.administrator, at=at_noon(latest), note="What has been done")

    def _record_action(self, content: SampleAction, action: Action) -> None:
        by = self.staff.by_key[content.owner]
        done = {milestone.title: milestone.done_on for milestone in content.milestones if milestone.done_on}
        for milestone in action.milestones.all():
            day = done.get(milestone.title)
            if day is not None:
                plan_actions.complete_milestone(milestone=milestone, done_on=day, by=by, at=at_noon(day))
        for update in content.updates:
            plan_actions.post_update(
                action=action,
                text=update.text,
                next_step=update.next_step,
                status=ActionStatus(update.status),
                reason=update.reason,
                by=by,
                at=at_noon(update.day),
            )

    def _record_measure(self, content: SampleMeasure, measure: ProgressMeasure) -> None:
        by = self.staff.by_key[content.owner]
        for reading in content.readings:
            plan_actions.record_reading(
                measure=measure,
                on=reading.day,
                period=reading.period,
                value=_decimal(reading.value),
                count=reading.count,
                denominator=reading.denominator,
                by=by,
                at=at_noon(reading.day + timedelta(days=9)),
            )
        if content.held:
            for code, day in _days_held(content.held, [ward.code for ward in self.wards]):
                plan_actions.record_occurrence(measure=measure, held_on=day, place_code=code, by=by, at=at_noon(day))


def _days_held(held: dict[str, object], codes: list[str]) -> Iterator[tuple[str, date]]:
    """Yield the ward and the day of each surgery: the same every time, about the stated share of months missed."""
    first, last = (date.fromisoformat(f"{held[end]}-01") for end in ("from", "to"))
    one_in = round(1 / float(str(held["missed_share"])))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    for month in range(months):
        index = first.month - 1 + month
        begins = date(first.year + index // 12, index % 12 + 1, 1)
        for number, code in enumerate(codes):
            if (3 * number + 5 * month) % one_in:
                yield code, begins + timedelta(days=(number * 5 + 3) % 28)


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
