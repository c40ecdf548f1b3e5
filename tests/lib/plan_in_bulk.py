"""A plan of any size, written straight into the tables: for counting queries and measuring pages, not for behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from goldenthread.accounts.models import Person, Team
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions import releasing
from goldenthread.plan.cycles.states import AskingState
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.models import (
    Absence,
    Action,
    AskedAction,
    Asking,
    Committee,
    CommitteeMeeting,
    EscalationLine,
    Milestone,
    Plan,
    ProgressMeasure,
    Reading,
    Release,
    Reply,
    Section,
    TargetChange,
    Update,
    UpdateCycle,
)
from goldenthread.plan.models.action import all_of_latest
from goldenthread.plan.states import ActionStatus

BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
STATUSES = [status.value for status in ActionStatus]
OPEN = [ActionStatus.ON_TRACK.value, ActionStatus.AT_RISK.value, ActionStatus.OFF_TRACK.value]
BATCH = 2000


@dataclass(frozen=True)
class Bulk:
    """What was built: who to sign in as, and the addresses of its pages."""

    owner: Person
    plan: Plan
    staff_pages: tuple[str, ...]
    public_pages: tuple[str, ...]


def build(*, actions: int, measures: int, updates: int, slug: str = "bulk", people: int = 0, on: date) -> Bulk:
    """So many actions with so many measures and updates in all, led by people in teams, asked in a running cycle."""
    owner = _person(slug, "owner", Role.PLAN_OWNER, job_title="Head of Policy")
    signer = _person(slug, "signer", Role.VIEWER, job_title="Director of Public Health")
    teams = _teams(slug, max(2, actions // 100))
    leads = _leads(slug, teams, people or max(2, actions // 25))
    plan = Plan.objects.create(
        slug=slug, title=f"A fairer borough ({slug})", starts_on=date(2025, 4, 1), ends_on=date(2029, 3, 31),
        level_names=["Aim"], changed_at=BEGAN,
    )  # fmt: skip
    _parts(plan, leads, actions=actions, measures=measures, updates=updates, on=on)
    plan_actions.submit_for_review(plan=plan, by=_person(slug, "writer", Role.PLAN_OWNER), at=BEGAN)
    plan_actions.publish(plan=plan, by=owner, at=BEGAN)
    cycle = _cycle(plan, owner, leads, on=on)
    release = _release(plan, owner, signer, actions=actions, on=on)
    committee = Committee.objects.create(name=f"Scrutiny {slug}", slug=f"scrutiny-{slug}")
    committee.sections.set(plan.sections.all())
    CommitteeMeeting.objects.bulk_create(
        [CommitteeMeeting(committee=committee, held_on=on - timedelta(days=30 * each)) for each in range(1, 13)]
    )
    plan.refresh_from_db()
    return Bulk(owner, plan, _staff_pages(slug, cycle, release, committee), _public_pages(slug))


def _person(slug: str, name: str, role: Role, **fields: object) -> Person:
    person = Person.objects.create_user(f"{name}@{slug}.example", name=f"{name} {slug}", **fields)
    person.role_assignments.create(role=role.value)
    return person


def _teams(slug: str, number: int) -> list[Team]:
    return Team.objects.bulk_create(
        [
            Team(name=f"Team {each} {slug}", slug=f"{slug}-{each}", directorate=f"Directorate {each % 8}")
            for each in range(number)
        ]
    )


def _leads(slug: str, teams: list[Team], number: int) -> list[Person]:
    leads = Person.objects.bulk_create(
        [
            Person(email=f"lead{each}@{slug}.example", name=f"Lead {each} {slug}", team=teams[each % len(teams)],
                   job_title=f"Head of Service {each}", password="!")
            for each in range(number)
        ]
    )  # fmt: skip
    roles = Person.role_assignments.rel.related_model
    roles.objects.bulk_create([roles(person=lead, role=Role.CONTRIBUTOR.value) for lead in leads])
    EscalationLine.objects.bulk_create([EscalationLine(team=team, lead=leads[0], director=leads[1]) for team in teams])
    Absence.objects.bulk_create([Absence(person=leads[0], proxy=leads[1], starts_on=date(2026, 1, 1))])
    return leads


def _parts(plan: Plan, leads: list[Person], *, actions: int, measures: int, updates: int, on: date) -> None:
    sections = Section.objects.bulk_create(
        [
            Section(plan=plan, number=str(each + 1), level_name="Aim", title=f"Aim number {each + 1}", position=each,
                    changed_at=BEGAN)
            for each in range(max(2, actions // 50))
        ]
    )  # fmt: skip
    made = Action.objects.bulk_create(
        [_action(plan, sections, leads, each, on=on) for each in range(actions)], batch_size=BATCH
    )
    Milestone.objects.bulk_create(
        [Milestone(action=each, title="A step", due_on=on + timedelta(days=30)) for each in made], batch_size=BATCH
    )
    bound = ProgressMeasure.objects.bulk_create(
        [
            ProgressMeasure(
                plan=plan, action=made[each % actions], number=str(each + 1), title=f"People helped {each}",
                kind=MeasureKind.COUNT.value, unit="people", owner=leads[0], target_value=100, changed_at=BEGAN,
            )
            for each in range(measures)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    Reading.objects.bulk_create(
        [
            Reading(measure=each, on=date(2026, 3, 31), value=each.pk % 90, recorded_by=leads[0], recorded_at=BEGAN)
            for each in bound
        ],
        batch_size=BATCH,
    )
    TargetChange.objects.bulk_create(
        [
            TargetChange(measure=each, value=100, decided_on=date(2026, 1, 1), decision="Cabinet",
                         recorded_by=leads[0], recorded_at=BEGAN)
            for each in bound[: max(1, measures // 10)]
        ],
        batch_size=BATCH,
    )  # fmt: skip
    Update.objects.bulk_create(
        [_update(made, leads, each, updates, on=on) for each in range(updates)], batch_size=BATCH
    )
    plan.actions.update(**all_of_latest("pk"))


def _action(plan: Plan, sections: list[Section], leads: list[Person], each: int, *, on: date) -> Action:
    lead = None if each % 17 == 0 else leads[each % len(leads)]
    return Action(
        plan=plan,
        section=sections[each // 50 % len(sections)],
        number=str(each + 1),
        title=f"Do the thing that was promised, number {each + 1}",
        description="What it is, for whom, and why it matters to those who live here.",
        owner=lead,
        owner_role=lead.job_title if lead else "",
        team=(lead or leads[0]).team,
        groups=("carers", "older people", "carers, disabled people", "")[each % 4],
        area_codes=[f"E0500{each % 20:04}"] if each % 3 else [],
        due_on=on + timedelta(days=each % 400 - 100),
        status=OPEN[each % 3] if each % 5 else ActionStatus.NOT_STARTED.value,
        status_reason="Slow" if each % 3 else "",
        position=each,
        changed_at=BEGAN,
    )


def _update(made: list[Action], leads: list[Person], each: int, updates: int, *, on: date) -> Update:
    action = made[each % len(made)]
    rounds = max(1, updates // len(made))
    written = datetime(on.year, on.month, on.day, 9, tzinfo=UTC) - timedelta(days=7 * (rounds - each // len(made)))
    return Update(
        action=action,
        written_by=leads[each % len(leads)],
        written_at=written,
        text="We went on as planned, and twelve more people came than in the week before.",
        in_the_way="No room" if each % 11 == 0 else "",
        status=STATUSES[each % 4],
    )


def _cycle(plan: Plan, owner: Person, leads: list[Person], *, on: date) -> UpdateCycle:
    opened = datetime(on.year, on.month, on.day, 8, tzinfo=UTC) - timedelta(days=30)
    for before in (2, 1):
        days = timedelta(days=91 * before)
        cycle = UpdateCycle.objects.create(
            title=f"Quarter {before} before ({plan.slug})", period_starts_on=date(2026, 1, 1) - days,
            period_ends_on=date(2026, 3, 31) - days, opens_on=(opened - days).date(), due_on=on - timedelta(days=5),
            started_by=owner, started_at=opened - days, closed_at=opened if before == 2 else None,
        )  # fmt: skip
        cycle.plans.set([plan])
        askings = Asking.objects.bulk_create(
            [Asking(cycle=cycle, person=lead, state=AskingState.ASKED.value, moved_at=opened) for lead in leads]
        )
        of_lead = {asking.person_id: asking for asking in askings}
        AskedAction.objects.bulk_create(
            [
                AskedAction(cycle=cycle, action_id=pk, asking=of_lead.get(lead),
                            missed_at=opened if before == 2 and pk % 7 == 0 else None)
                for pk, lead in plan.actions.values_list("pk", "owner_id")
            ],
            batch_size=BATCH,
        )  # fmt: skip
    return cycle


def _release(plan: Plan, owner: Person, signer: Person, *, actions: int, on: date) -> Release:
    moment = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
    for before in range(max(1, min(30, actions // 100)), 0, -1):
        Release.objects.create(
            title=f"Release {before} ({plan.slug})",
            period_starts_on=date(2020, 1, 1), period_ends_on=date(2020, 3, 31),
            members_from=on - timedelta(days=before), publish_on=on - timedelta(days=before), signer=signer,
            planned_by=owner, planned_at=BEGAN, state="published", published_at=BEGAN,
        )  # fmt: skip
    release = Release.objects.create(
        title=f"The next ({plan.slug})", period_starts_on=on - timedelta(days=120),
        period_ends_on=on - timedelta(days=30), members_from=on, publish_on=on + timedelta(days=7), signer=signer,
        planned_by=owner, planned_at=BEGAN,
    )  # fmt: skip
    release.released.create(plan=plan)
    release = releasing.prepare_release(release=release, by=owner, at=moment)
    Reply.objects.bulk_create(
        [
            Reply(release=release, plan=plan, name=f"Network {each}", email="a@b.example", numbers=["1"], due_on=on,
                  asked_by=owner, asked_at=moment)
            for each in range(max(1, min(40, actions // 100)))
        ]
    )  # fmt: skip
    return release


def _staff_pages(slug: str, cycle: UpdateCycle, release: Release, committee: Committee) -> tuple[str, ...]:
    plan, one = f"/staff/plans/{slug}/", f"/staff/plans/{slug}/actions/2/"
    return (
        "/staff/",
        "/staff/plans/",
        "/staff/plans/mine/",
        "/staff/plans/new/",
        plan,
        f"{plan}?aim=2",
        f"{plan}preview/",
        f"{plan}differences/",
        f"{plan}release/",
        f"{plan}edit/",
        f"{plan}aims/1/edit/",
        f"{plan}aims/1/history/",
        f"{plan}aims/1/actions/new/",
        one,
        f"{one}edit/",
        f"{one}update/",
        f"{one}milestones/new/",
        f"{one}measures/new/",
        f"{plan}actions/2/history/",
        f"{plan}measures/2/",
        f"{plan}measures/2/edit/",
        f"{plan}measures/2/target/",
        f"{plan}measures/2/figure/",
        "/staff/oversight/",
        *(f"/staff/oversight/?by={by}" for by in ("directorate", "aim", "ward", "group", "committee", "owner")),
        f"/staff/oversight/?committee={committee.slug}&concern=missed",
        "/staff/oversight/changes/",
        "/staff/oversight/pack/",
        "/staff/oversight/committees/",
        committee.get_absolute_url(),
        "/staff/updates/",
        "/staff/updates/new/",
        "/staff/updates/away/",
        "/staff/updates/escalation/",
        cycle.get_absolute_url(),
        f"{cycle.get_absolute_url()}chase/",
        "/staff/releases/",
        "/staff/releases/elections/",
        release.get_absolute_url(),
        f"{release.get_absolute_url()}replies/new/",
        f"{release.get_absolute_url()}plans/{slug}/",
    )


def _public_pages(slug: str) -> tuple[str, ...]:
    plan = f"/plans/{slug}/"
    return ("/plans/", "/releases/", plan, f"{plan}aims/1/", f"{plan}actions/2/", f"{plan}measures/2/")
