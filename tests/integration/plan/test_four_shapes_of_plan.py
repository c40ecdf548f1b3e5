"""The four shapes councils give their plans can each be entered whole; every word here is our own."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
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
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.editions import read_edition
from goldenthread.plan.importing import opening, workbook_form
from goldenthread.plan.importing.names import Known
from goldenthread.plan.importing.steps import settle_known
from goldenthread.plan.kinds import Cadence, CouncilRole, MeasureKind, Statistic
from goldenthread.plan.lint import Lack, lint_measure
from goldenthread.plan.models import Plan, Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER, job_title="Head of Policy")


def published(plan):
    """What the public reads of the plan, once it has gone out as a file and come back as the same plan."""
    publish(plan)
    content = read_edition(plan.current_edition)
    assert goes_through_a_file(plan) == content
    return content


def goes_through_a_file(plan):
    """The plan brought into a site without it, from the spreadsheet it is taken away as."""
    written, private = copy_plan(plan), plan_actions.read_private(plan)
    file = workbook_form.write_workbook(written, private)
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(slug="out-of-the-way")
        incoming = opening.open_file("plan.xlsx", file).whole
        known = [Known(each.pk, each.name, each.email, each.job_title) for each in Person.objects.active()]
        done = plan_actions.bring_in(
            incoming=incoming, settled=settle_known(incoming.owners.values(), known), file_name="plan.xlsx",
            content=file, by=Person.objects.get(pk=plan.editions.get().published_by_id), at=NOW,
        )  # fmt: skip
        content = copy_plan(done.plan)
        transaction.set_rollback(True)
    return content


def test_achievements_with_a_figure_achieved_beside_a_target_aimed_for_and_numbered_priorities(owner, client):
    """A borough's page on fairness: what was done, then where it goes."""
    plan = make_plan(owner, slug="fair", level_names=["Priority"])
    priorities = [
        make_section(plan, owner, title=title)
        for title in ("People belong here", "People get on", "People learn and keep well", "People have a home")
    ]
    homes = make_measure(
        priorities[3], owner, title="New homes that people can afford", kind=MeasureKind.PERCENTAGE, unit="",
        source="Planning register",
    )  # fmt: skip
    plan_actions.record_reading(measure=homes, on=date(2025, 8, 14), count=350, denominator=1000, by=owner, at=NOW)
    plan_actions.set_target(
        measure=homes, value=Decimal(40), target_on=date(2029, 3, 31), decision="Draft local plan, sent off",
        decided_on=date(2025, 6, 1), by=owner, at=NOW,
    )  # fmt: skip
    for text in ("Seven schools were added or enlarged", "A food pantry opened", "A forum for inclusion meets"):
        plan_actions.add_achievement(plan=plan, text=text, achieved_on=date(2025, 8, 14), by=owner, at=NOW)
    plan_actions.add_achievement(
        plan=plan, section=priorities[3], text="350 of the last 1,000 new homes are affordable", measure=homes,
        achieved_on=date(2025, 8, 14), by=owner, at=NOW,
    )  # fmt: skip
    content = published(plan)
    assert [section.label for section in content.sections] == ["Priority 1", "Priority 2", "Priority 3", "Priority 4"]
    assert len(content.achievements) == 4
    measure = content.measures[0]
    assert (measure.progress.readings[0].count, measure.target_value) == (350, Decimal(40))
    page = client.get(f"/plans/fair/measures/{homes.number}/").content.decode()
    assert "35% (350 of 1,000)" in page
    assert "40% by 31 March 2029" in page


def test_ways_of_working_with_the_councils_part_asks_of_residents_and_differences_to_expect(owner, client):
    """A city's page on inequalities: we will do this by, you can help by, you will see."""
    plan = make_plan(owner, slug="city", level_names=["Outcome"], asks_heading="How you can help")
    outcome = make_section(plan, owner, title="Better lives, smaller gaps")
    for title, role in (
        ("Run the everyday services people rely on", CouncilRole.DELIVER),
        ("Buy support for people sleeping rough", CouncilRole.COMMISSION),
        ("Plan health with the NHS", CouncilRole.CONVENE),
        ("Press employers for local jobs", CouncilRole.INFLUENCE),
    ):
        make_action(outcome, owner, title=title, council_role=role)
    marmot = "marmot"
    plan_actions.add_crosswalk(part=outcome, framework=marmot, code="1", name="Best start", by=owner, at=NOW)
    for text in ("Join a course", "Talk with your child about what they hope for", "Use your free nursery hours"):
        plan_actions.add_ask(plan=plan, text=text, by=owner, at=NOW)
    life = make_indicator("life-expectancy", unit="years", plain_name="How long people live")
    plan_actions.add_difference(
        plan=plan, text="Poorer wards catch up on length of life", indicator=life, statistic=Statistic.GAP_WARDS,
        by=owner, at=NOW,
    )  # fmt: skip
    plan_actions.add_difference(plan=plan, text="Communities mix more", by=owner, at=NOW)
    content = published(plan)
    assert {action.council_role for action in content.actions} == {role.value for role in CouncilRole}
    assert content.sections[0].crosswalks[0].code == "1"
    assert (len(content.asks), [each.indicator_slug for each in content.differences]) == (3, ["life-expectancy", ""])
    page = client.get("/plans/city/").content.decode()
    assert "How you can help" in page
    assert "We do not have a measure for this yet." in page


def test_a_numbered_aim_with_numbered_actions_and_measures_that_a_linter_questions(owner):
    """An equality aim: targeted actions with the numbers they are known by, and loose and firm measures."""
    plan = make_plan(owner, slug="aims", level_names=["Equality Aim"], starts_on=date(2025, 4, 1))
    aim = make_section(
        plan, owner, number="2", title="We act on what people tell us",
        text="We will:\n- change things\n- say what changed\n- say when we cannot",
    )  # fmt: skip
    plan_actions.set_tags(part=aim, tags=[Tag.objects.create(slug="young", name="Young people")], by=owner, at=NOW)
    youth = make_action(aim, owner, number="10", title="Bring young people's voices into decisions", owner=owner)
    surgeries = make_action(aim, owner, number="11", title="Meet residents where they are", owner=owner)
    loose = make_measure(youth, owner, number="10a", title="More young people take part", unit="", owner=None)
    plan_review = make_measure(
        youth, owner, number="10b", title="A plan made with the Youth Council, looked at often",
        kind=MeasureKind.MILESTONE, unit="", source="Minutes of the Youth Council",
    )  # fmt: skip
    wards = [{"code": f"X0500000{number}", "name": f"Ward {number}"} for number in (1, 2, 3)]
    monthly = make_measure(
        surgeries, owner, number="11a", title="A surgery every month", kind=MeasureKind.CADENCE, unit="",
        cadence_every=Cadence.MONTH, cadence_each_place=True, cadence_places=wards, cadence_from=date(2025, 4, 1),
        cadence_reading="One a month in each ward, not one a month in all.", source="Democracy team's diary",
    )  # fmt: skip
    content = published(plan)
    assert [section.label for section in content.sections] == ["Equality Aim 2"]
    assert [action.number for action in content.actions] == ["10", "11"]
    found = {measure.number: {finding.lack for finding in lint_measure(measure)} for measure in content.measures}
    assert found[loose.number] == {Lack.UNIT, Lack.BASELINE, Lack.TARGET, Lack.DATE, Lack.SOURCE}
    assert found[plan_review.number] == {Lack.DATE}
    assert found[monthly.number] == set()
    assert content.measures[2].cadence.reading.startswith("One a month in each ward")
    assert content.sections[0].tags[0].name == "Young people"


def test_a_purpose_with_commitments_within_it_and_nothing_to_measure_yet(owner, client):
    """A corporate plan's purpose: what we are for, how we will work, what people will see."""
    plan = make_plan(
        owner, slug="purpose", title="What we are for", level_names=["Purpose", "Commitment"],
        differences_heading="What you will notice",
    )  # fmt: skip
    purpose = make_section(plan, owner, title="Lead, bring together, understand, learn")
    for title in ("Stand behind elected members", "Bend as places change", "Answer to residents", "Work with others"):
        make_section(plan, owner, parent=purpose, title=title)
    for text in ("A council that knows its place", "Open conversation", "Help before things go wrong"):
        plan_actions.add_difference(plan=plan, text=text, by=owner, at=NOW)
    content = published(plan)
    assert [section.label for section in content.sections] == [
        "Purpose 1", "Commitment 1.1", "Commitment 1.2", "Commitment 1.3", "Commitment 1.4",
    ]  # fmt: skip
    page = client.get("/plans/purpose/").content.decode()
    assert "What you will notice" in page
    assert page.count("No measure yet") == 3
