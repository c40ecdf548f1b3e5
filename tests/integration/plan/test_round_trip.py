"""A plan that is exported and imported into an empty site is the same plan, in every form it can take."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.factories.plans import (
    NOW,
    make_action,
    make_indicator,
    make_measure,
    make_person,
    make_plan,
    make_section,
    make_team,
)

from goldenthread.accounts.audit import verify_chain
from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.documents import CrosswalkDocument
from goldenthread.plan.importing import markdown_form, opening, workbook_form, yaml_form
from goldenthread.plan.importing.form import ACTIONS
from goldenthread.plan.importing.incoming import FileFault
from goldenthread.plan.importing.names import Known
from goldenthread.plan.importing.steps import settle_known
from goldenthread.plan.kinds import Cadence, CouncilRole, Direction, MeasureKind, Statistic
from goldenthread.plan.models import ImportedNote, Plan, PlanImport
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=10)
WRITERS = {
    "plan.yaml": lambda content, private: yaml_form.write_yaml(content, private).encode(),
    "plan.md": lambda content, private: markdown_form.write_markdown(content, private).encode(),
    "plan.xlsx": workbook_form.write_workbook,
}


@pytest.fixture
def owner():
    team = make_team("Policy and Equality")
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran", job_title="Head of Policy", team=team)


@pytest.fixture
def plan(owner):
    """A plan with something of everything."""
    life = make_indicator("life-expectancy", unit="years", plain_name="How long people live", decimals=1)
    make_plan(owner, slug="borough", title="The borough to 2035", starts_on=date(2025, 4, 1), ends_on=date(2035, 3, 31))
    plan = make_plan(
        owner, slug="fairer", title="Fairer for all: 2025 to 2029", vision="Nobody left out.\n\nNobody.",
        introduction="We will:\n- listen\n- act", level_names=["Equality Aim", "Priority"], action_name="Deed",
        measure_name="Mark", team=owner.team, parent=Plan.objects.get(slug="borough"), asks_heading="How you can help",
    )  # fmt: skip
    two = make_section(plan, owner, number="2", title="We act on what people tell us", text="Text; with | marks")
    inner = make_section(plan, owner, number="2.1", title="In every ward", parent=two)
    nine = make_section(plan, owner, number="9", title="Homes", level_name="Aim", text="# not a heading\n\nBut text.")
    tags = plan_actions.find_or_add_tags(names=["Young people", "Cost of living"], by=owner, at=NOW)
    plan_actions.set_tags(part=two, tags=tags, by=owner, at=NOW)
    links = [CrosswalkDocument("marmot", "1", "Best start"), CrosswalkDocument("health", "p-2", "Health: Priority 2")]
    plan_actions.set_crosswalks(part=nine, crosswalks=links, by=owner, at=NOW)
    partners = plan_actions.find_or_add_partners(names=["Age Together; North", "Alder Advice"], by=owner, at=NOW)
    ten = make_action(
        inner, owner, number="10", title="Bring young people in", description="Line one\nLine two\n\n- a point",
        council_role=CouncilRole.CONVENE, owner=owner, partners=partners, area_codes=["X05000001"], groups="16 to 24",
        budget_line="B-17", starts_on=date(2025, 5, 1), due_on=date(2027, 3, 31),
    )  # fmt: skip
    eleven = make_action(inner, owner, number="11", title="Build = deliver", owner_role="Director of Place")
    make_action(nine, owner, number="12a", title="Nobody’s yet")
    plan_actions.set_dependencies(action=eleven, waits_for=[ten], by=owner, at=NOW)
    first = plan_actions.add_milestone(action=ten, title="Agreed", due_on=date(2025, 9, 1), by=owner, at=NOW)
    plan_actions.add_milestone(action=ten, title="Begun", by=owner, at=NOW)
    plan_actions.complete_milestone(milestone=first, done_on=date(2025, 9, 3), by=owner, at=NOW)
    earlier = datetime(2026, 3, 1, 9, tzinfo=UTC)
    plan_actions.post_update(action=ten, text="Begun well", next_step="Go on", status=ActionStatus.ON_TRACK, by=owner,
                             at=earlier)  # fmt: skip
    plan_actions.post_update(
        action=ten, text="Two\nlines | here", status=ActionStatus.AT_RISK, reason="No money", by=owner,
        forecast=ActionStatus.MISSED, at=earlier + timedelta(days=40),
    )  # fmt: skip
    came = make_measure(ten, owner, number="10a", baseline_value=Decimal(0), baseline_on=date(2025, 4, 1),
                        source="Sheets", direction=Direction.UP)  # fmt: skip
    for value, day, reason in ((100, date(2025, 4, 2), ""), (Decimal("120.5"), date(2026, 2, 2), "It was too easy")):
        plan_actions.set_target(
            measure=came, value=Decimal(value), target_on=date(2027, 3, 31), decision="Cabinet, item 7", decided_on=day,
            reason=reason, by=owner, at=NOW,
        )  # fmt: skip
    plan_actions.record_reading(measure=came, on=date(2026, 3, 31), value=Decimal("40"), period="The year", by=owner, at=NOW)
    gap = make_measure(two, owner, kind=MeasureKind.INDICATOR, indicator=life, statistic=Statistic.GAP_WARDS, unit="years")
    wards = [{"code": f"X0500000{number}", "name": f"Ward {number}"} for number in (1, 2)]
    monthly = make_measure(
        eleven, owner, kind=MeasureKind.CADENCE, unit="", cadence_every=Cadence.MONTH, cadence_each_place=True,
        cadence_places=wards, cadence_from=date(2026, 1, 1), cadence_reading="One in each ward.",
    )  # fmt: skip
    plan_actions.record_occurrence(measure=monthly, held_on=date(2026, 2, 3), place_code="X05000001", by=owner, at=NOW)
    places = make_measure(nine, owner, kind=MeasureKind.CAPACITY, unit="beds")
    plan_actions.record_reading(measure=places, on=date(2026, 3, 31), count=30, planned=20, by=owner, at=NOW)
    cohort = make_measure(nine, owner, kind=MeasureKind.FUNNEL, unit="", stages=["Referred", "Began", "In work"])
    plan_actions.record_reading(measure=cohort, on=date(2026, 3, 31), stage_counts=[90, 60, 20], by=owner, at=NOW)
    survey = make_measure(nine, owner, kind=MeasureKind.SURVEY, unit="", question="Can you influence decisions?")
    plan_actions.record_reading(measure=survey, on=date(2026, 3, 1), count=40, denominator=100, asked=400, by=owner, at=NOW)
    seen = make_measure(nine, owner, kind=MeasureKind.QUALITATIVE, unit="", baseline_note="They felt ignored")
    plan_actions.set_target(measure=seen, words="They feel heard", decision="Board", decided_on=date(2025, 5, 5), by=owner, at=NOW)
    plan_actions.add_ask(plan=plan, text="Tell us", section=two, how_to_label="Begin", how_to_url="https://example.org/a",
                         actions=[ten, eleven], by=owner, at=NOW)  # fmt: skip
    gone = plan_actions.add_ask(plan=plan, text="Taken out", by=owner, at=NOW)
    plan_actions.remove_part(part=gone, by=owner, at=NOW)
    plan_actions.add_ask(plan=plan, text="Third; of three", by=owner, at=NOW)
    plan_actions.add_difference(plan=plan, text="Longer lives", indicator=life, area_code="X01", by=owner, at=NOW)
    plan_actions.add_difference(plan=plan, text="Cleaner streets", section=nine, by=owner, at=NOW)
    plan_actions.add_achievement(plan=plan, text="A pantry", achieved_on=date(2025, 8, 1), source="Report", measure=came,
                                 section=two, by=owner, at=NOW)  # fmt: skip
    assert gap.number
    return plan


def empty_the_site(plan):
    """The plan goes out of the way, as it never does in life: its address is given to the one that comes in."""
    Plan.objects.filter(pk=plan.pk).update(slug="the-old-one")


def people():
    return [Known(person.pk, person.name, person.email, person.job_title) for person in Person.objects.active()]


def bring_in(name, content, by, *, plan=None, at=LATER, is_dry_run=False, **settled):
    incoming = opening.take(
        opening.open_file(name, content), settled.pop("reading", opening.TableReading()),
        known=copy_plan(plan) if plan else None, on=at.date(),
    )  # fmt: skip
    known = replace(settle_known(incoming.owners.values(), people()), **settled)
    return plan_actions.bring_in(
        incoming=incoming, settled=known, file_name=name, content=content, plan=plan, is_dry_run=is_dry_run, by=by, at=at
    )


@pytest.mark.parametrize("name", list(WRITERS))
def test_a_plan_exported_and_brought_into_an_empty_site_is_the_same(plan, owner, name):
    before, private = copy_plan(plan), plan_actions.read_private(plan)
    content = WRITERS[name](before, private)
    empty_the_site(plan)
    done = bring_in(name, content, owner)
    assert copy_plan(done.plan) == before
    assert plan_actions.read_private(done.plan) == private
    assert not ImportedNote.objects.exists()
    assert (done.source.added, done.source.changed) == (len(done.steps), 0)
    assert verify_chain().is_whole


@pytest.mark.parametrize("name", list(WRITERS))
def test_the_same_file_brought_back_changes_nothing(plan, owner, name):
    content = WRITERS[name](copy_plan(plan), plan_actions.read_private(plan))
    before = AuditEvent.objects.count()
    done = bring_in(name, content, owner, plan=plan)
    assert done.steps == ()
    assert AuditEvent.objects.count() == before + 1
