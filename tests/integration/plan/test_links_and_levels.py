"""Larger and smaller plans, themes and frameworks, what comes first, replacing and comparing, the new measures."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.plans import NOW, make_action, make_measure, make_person, make_plan, make_section, publish

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.lint import Lack, lint_measure
from goldenthread.plan.models import Action, EditionWait, Plan
from goldenthread.plan.states import ActionStatus, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def plan(owner):
    return make_plan(owner, slug="fair", title="A fairer place")


@pytest.fixture
def actions(plan, owner):
    section = make_section(plan, owner)
    return [make_action(section, owner, title=f"Deed {number}") for number in (1, 2, 3)]


# ── plans within plans ───────────────────────────────────────────────────────────────────────────────
def test_a_plan_names_the_plan_it_is_part_of_and_its_parts_in_public_and_on_staff_pages(client, owner, plan):
    borough = make_plan(owner, slug="borough", title="The borough to 2035")
    make_section(plan, owner)
    make_section(borough, owner)
    plan_actions.edit_plan(plan=plan, changes={"parent": borough}, by=owner, at=NOW)
    publish(plan)
    assert "The borough to 2035" not in client.get("/plans/fair/").content.decode()
    publish(borough)
    assert 'part of <a class="govuk-link" href="/plans/borough/">The borough to 2035</a>' in page_of(
        client, "/plans/fair/"
    )
    assert '<a class="govuk-link" href="/plans/fair/">A fairer place</a>' in page_of(client, "/plans/borough/")
    told = client.get("/api/v1/plans/fair").json()
    assert told["part_of"] == {"slug": "borough", "title": "The borough to 2035"}
    assert client.get("/api/v1/plans/borough").json()["parts"] == [{"slug": "fair", "title": "A fairer place"}]
    client.force_login(owner)
    assert "/staff/plans/borough/" in page_of(client, "/staff/plans/fair/")
    assert "/staff/plans/fair/" in page_of(client, "/staff/plans/borough/")


def page_of(client, address):
    return client.get(address).content.decode()


def test_a_plan_cannot_be_part_of_itself_however_far_around(owner, plan):
    inner = make_plan(owner, slug="inner", parent=plan)
    innermost = make_plan(owner, slug="innermost", parent=inner)
    for parent in (plan, inner, innermost):
        with pytest.raises(ValueError, match="which is part of it"):
            plan_actions.edit_plan(plan=plan, changes={"parent": parent}, by=owner, at=NOW)


# ── what comes first ─────────────────────────────────────────────────────────────────────────────────
def test_an_action_waits_for_others_and_both_pages_say_so(client, owner, plan, actions):
    one, two, three = actions
    plan_actions.set_dependencies(action=two, waits_for=[one], by=owner, at=NOW)
    plan_actions.set_dependencies(action=three, waits_for=[two], by=owner, at=NOW)
    assert AuditEvent.objects.filter(verb="set what comes before").count() == 2
    publish(plan)
    page = page_of(client, "/plans/fair/actions/2/")
    assert "It waits for Action 1, which is not started." in page
    assert "What has to be done first" in page
    assert "What waits for this" in page
    assert "Deed 3" in page
    assert client.get("/api/v1/plans/fair/actions/2").json()["waits_for"] == ["1"]
    plan_actions.post_update(action=one, text="Done", status=ActionStatus.DONE, by=owner, at=NOW)
    plan_actions.release_progress(plan=Plan.objects.get(), by=owner, at=NOW)
    assert "It waits for" not in page_of(client, "/plans/fair/actions/2/")


def test_what_waits_for_what_is_kept_beside_each_edition(owner, plan, actions):
    one, two, three = actions
    plan_actions.set_dependencies(action=three, waits_for=[one, two], by=owner, at=NOW)
    publish(plan)
    plan_actions.set_dependencies(action=three, waits_for=[two], by=owner, at=NOW)
    plan_actions.release_progress(plan=plan, by=owner, at=NOW)
    kept = list(EditionWait.objects.order_by("edition__number", "pk").values_list("number", "first_number"))
    assert kept == [("3", "1"), ("3", "2")] * 2, "progress is released without the words of a draft"


def test_nothing_waits_for_itself_nor_for_another_plan(owner, plan, actions):
    one, two, three = actions
    plan_actions.set_dependencies(action=two, waits_for=[one], by=owner, at=NOW)
    plan_actions.set_dependencies(action=three, waits_for=[two], by=owner, at=NOW)
    with pytest.raises(NotPossible, match="wait for Action 3, which waits for Action 2, which waits for Action 1"):
        plan_actions.set_dependencies(action=one, waits_for=[three], by=owner, at=NOW)
    with pytest.raises(NotPossible, match="Action 1 would wait for Action 1"):
        plan_actions.set_dependencies(action=one, waits_for=[one], by=owner, at=NOW)
    other = make_action(make_section(make_plan(owner), owner), owner)
    with pytest.raises(NotPossible, match="is not in this plan"):
        plan_actions.set_dependencies(action=one, waits_for=[other], by=owner, at=NOW)
    assert not one.waits_for.exists()
    with pytest.raises(NotAllowed):
        plan_actions.set_dependencies(action=one, waits_for=[], by=make_person(Role.CONTRIBUTOR), at=NOW)


# ── themes and frameworks ────────────────────────────────────────────────────────────────────────────
def test_an_action_is_linked_to_themes_frameworks_strategies_and_what_comes_first(client, owner, plan, actions):
    client.force_login(owner)
    address = "/staff/plans/fair/actions/2/links/"
    page = page_of(client, address)
    assert "The three aims of the public sector equality duty" in page
    assert "The four modules of the Equality Framework for Local Government" in page
    assert "The eight Marmot principles" in page
    answers = {
        "themes": "Young people\r\nCost of living", "framework_marmot": ["1", "3"], "framework_equality-duty": ["2"],
        "others": "Health and Wellbeing Strategy: Priority 2\nLocal Outcomes Framework: Multiple disadvantage",
        "waits_for": "1",
    }  # fmt: skip
    assert client.post(address, answers).status_code == 302
    action = copy_plan(plan).actions[1]
    assert [tag.name for tag in action.tags] == ["Cost of living", "Young people"]
    assert {(each.framework, each.code) for each in action.crosswalks} == {
        ("marmot", "1"), ("marmot", "3"), ("equality-duty", "2"), ("health-and-wellbeing-strategy", "priority-2"),
        ("local-outcomes-framework", "multiple-disadvantage"),
    }  # fmt: skip
    assert action.waits_for == ("1",)
    shown = client.get(address).context["form"].initial
    assert shown["framework_marmot"] == ["1", "3"]
    assert client.post(address, {"themes": "Young people"}).status_code == 302
    action = copy_plan(plan).actions[1]
    assert (len(action.tags), action.crosswalks, action.waits_for) == (1, (), ())


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"others": "Health Strategy"}, "needs a strategy and one of its parts"),
        ({"others": "Marmot: 1"}, "from its own list"),
        ({"waits_for": "99"}, "The plan has no action 99."),
        ({"waits_for": "2"}, "Action 2 would wait for Action 2"),
    ],
)
def test_links_that_cannot_be_are_refused_beside_their_field(client, owner, plan, actions, answers, sentence):
    client.force_login(owner)
    page = client.post("/staff/plans/fair/actions/2/links/", answers)
    assert page.status_code == 400
    assert sentence in page.content.decode()


def test_only_plan_owners_link(client, plan, actions):
    client.force_login(make_person(Role.ANALYST))
    assert client.get("/staff/plans/fair/actions/2/links/").status_code == 403


def test_an_ask_names_the_actions_it_helps(client, owner, plan, actions):
    client.force_login(owner)
    assert client.post("/staff/plans/fair/asks/new/", {"text": "Tell us", "actions": "1, 3"}).status_code == 302
    assert copy_plan(plan).asks[0].action_numbers == ("1", "3")
    assert client.post("/staff/plans/fair/asks/1/edit/", {"text": "Tell us", "actions": "3"}).status_code == 302
    assert copy_plan(plan).asks[0].action_numbers == ("3",)
    page = client.post("/staff/plans/fair/asks/1/edit/", {"text": "Tell us", "actions": "8"})
    assert "The plan has no action 8." in page.content.decode()


# ── replacing and comparing ──────────────────────────────────────────────────────────────────────────
def test_a_plan_is_replaced_by_a_later_one_and_the_two_are_compared(client, owner, plan):
    make_section(plan, owner, title="We listen")
    later = make_plan(owner, slug="later", title="A fairer place yet")
    make_section(later, owner, title="We listen and act")
    publish(plan)
    publish(later)
    client.force_login(owner)
    page = page_of(client, "/staff/plans/fair/compare/?with=later")
    assert "We listen and act" in page
    assert "2 parts differ" in page
    assert client.get("/staff/plans/fair/compare/?with=nowhere").status_code == 404
    assert client.post("/staff/plans/fair/supersede/", {"successor": later.pk}).status_code == 302
    assert "has been replaced by" in page_of(client, "/plans/fair/")
    client.force_login(make_person(Role.ANALYST))
    assert client.get("/staff/plans/later/supersede/").status_code == 403


def test_any_two_editions_are_compared(client, owner, plan):
    section = make_section(plan, owner, title="One")
    publish(plan)
    plan_actions.edit_section(section=section, changes={"title": "Two"}, by=owner, at=NOW)
    publish(plan)
    plan_actions.edit_section(section=section, changes={"title": "Three"}, by=owner, at=NOW)
    client.force_login(owner)
    page = page_of(client, "/staff/plans/fair/differences/?edition=1&to=2")
    assert "1 part differs, between edition 1 and edition 2" in page or "between edition 1 and edition 2" in page
    assert "Two" in page
    assert "Three" not in page
    assert client.get("/staff/plans/fair/differences/?edition=1&to=9").status_code == 404


# ── the measures ─────────────────────────────────────────────────────────────────────────────────────
def test_places_planned_and_opened(client, owner, plan, actions):
    places = make_measure(actions[0], owner, kind=MeasureKind.CAPACITY, unit="places")
    client.force_login(owner)
    figure = f"/staff/plans/fair/measures/{places.number}/figure/"
    assert client.post(figure, {"on": "2026-03-31", "count": "30", "planned": "24"}).status_code == 302
    publish(plan)
    assert "30 places opened, 24 planned by then" in page_of(client, f"/plans/fair/measures/{places.number}/")


def test_a_cohort_that_thins_out(client, owner, plan, actions):
    cohort = make_measure(actions[0], owner, kind=MeasureKind.FUNNEL, unit="", stages=["Referred", "Began", "In work"])
    client.force_login(owner)
    figure = f"/staff/plans/fair/measures/{cohort.number}/figure/"
    page = client.post(figure, {"on": "2026-03-31", "stage_0": "10", "stage_1": "20", "stage_2": "5"})
    assert "More people came to “Began” (20) than to the stage before (10)." in page.content.decode()
    assert (
        client.post(figure, {"on": "2026-03-31", "stage_0": "90", "stage_1": "60", "stage_2": "27"}).status_code == 302
    )
    publish(plan)
    page = page_of(client, f"/plans/fair/measures/{cohort.number}/")
    assert "30% (27 of 90 came to “In work”)" in page
    assert "Referred: 90; Began: 60; In work: 27" in page
    told = client.get(f"/api/v1/plans/fair/measures/{cohort.number}").json()
    assert (told["stages"], told["readings"][0]["stage_counts"]) == (["Referred", "Began", "In work"], [90, 60, 27])
    assert "It has no target. Say what is aimed for, and who decided it." in told["lacks"]


def test_a_survey_says_who_was_asked_and_how_sure_it_is(client, owner, plan, actions):
    survey = make_measure(actions[0], owner, kind=MeasureKind.SURVEY, unit="", question="Can you influence decisions?")
    client.force_login(owner)
    figure = f"/staff/plans/fair/measures/{survey.number}/figure/"
    answers = {"on": "2026-03-31", "count": "40", "denominator": "100", "asked": "50"}
    assert "More people answered (100) than were asked (50)." in client.post(figure, answers).content.decode()
    assert client.post(figure, answers | {"asked": "400"}).status_code == 302
    publish(plan)
    page = page_of(client, f"/plans/fair/measures/{survey.number}/")
    assert "40% (40 of 100 who answered; 400 were asked)" in page
    assert "between 31 and 50%" in page
    assert "Can you influence decisions?" in page


def test_the_linter_asks_for_what_the_new_kinds_need(owner, plan, actions):
    for kind, lack in (
        (MeasureKind.SURVEY, Lack.QUESTION),
        (MeasureKind.FUNNEL, Lack.STAGES),
        (MeasureKind.CAPACITY, Lack.UNIT),
    ):
        make_measure(actions[0], owner, kind=kind, unit="", baseline_value=Decimal(1), baseline_on=date(2025, 1, 1))
        document = copy_plan(plan).measures[-1]
        assert {finding.lack for finding in lint_measure(document)} == {lack, Lack.TARGET, Lack.DATE, Lack.SOURCE}


def test_a_plan_with_a_measure_nobody_owns_is_not_adopted(owner, plan, actions):
    make_measure(actions[0], owner, owner=None)
    with pytest.raises(NotPossible, match="Nobody answers for these measures"):
        publish(plan)
    assert Action.objects.count() == 3
