"""Oversight: what is overdue, unowned, slipping, blocked or not updated, counted, filtered, ordered, downloaded."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.cycles import OPENS, make_leads, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_person, make_plan, make_section, make_team, publish
from tests.lib.workbooks import read_table

from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/oversight/"


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def plan(owner):
    """One action of each concern, and one that is none."""
    housing, parks = make_team("Housing"), make_team("Parks")
    lead = make_leads(1, name="Xanthippe Quill", team=housing)[0]
    plan = make_plan(owner)
    section = make_section(plan, owner)
    far = date(2099, 1, 1)
    make_action(section, owner, title="Overdue one", owner=lead, due_on=timezone.localdate() - timedelta(1))
    make_action(section, owner, title="Unowned one", team=parks, due_on=far)
    slipping = make_action(section, owner, title="Slipping one", owner=lead, due_on=far)
    blocked = make_action(section, owner, title="=Blocked one", owner=lead, due_on=far)
    make_action(section, owner, title="Silent one", owner=lead, due_on=far)
    make_action(section, owner, title="Quiet one", owner=lead)
    publish(plan)
    cycle = start_cycle(plan, owner)
    for action in plan.actions.exclude(title="Silent one"):
        plan_actions.post_update(
            action=action,
            text="News.",
            in_the_way="No money" if action == blocked else "",
            status=ActionStatus.AT_RISK if action == slipping else ActionStatus.ON_TRACK,
            reason="Slow.",
            by=owner,
            at=OPENS,
        )
    plan_actions.close_cycle(cycle=cycle, by=owner, at=OPENS + timedelta(days=14))
    return plan


def titles(response):
    return [row.title for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("concern", "title"),
    [
        ("overdue", "Overdue one"),
        ("unowned", "Unowned one"),
        ("slipping", "Slipping one"),
        ("blocked", "=Blocked one"),
        ("missed", "Silent one"),
    ],
)
def test_each_concern_finds_its_action_and_says_so(plan, owner, concern, title):
    response = signed_in_client(owner).get(ADDRESS, {"concern": concern})
    assert titles(response) == [title]
    assert response.context["counts"][concern] == 1
    assert [colour for _, colour in response.context["rows"][0].marks].count("red") == 1


def test_all_are_counted_by_team_owner_and_aim(plan, owner):
    browser = signed_in_client(owner)
    response = browser.get(ADDRESS)
    assert "6 open actions, 1 overdue, 1 not updated when asked" in response.content.decode()
    assert dict(response.context["groups"]) == {"Housing": [5, 1, 0, 1, 1, 1], "Parks": [1, 0, 1, 0, 0, 0]}
    by_owner = browser.get(ADDRESS, {"by": "owner"}).context["groups"]
    assert dict(by_owner) == {"Xanthippe Quill": [5, 1, 0, 1, 1, 1], "Nobody": [1, 0, 1, 0, 0, 0]}
    assert browser.get(ADDRESS, {"by": "aim"}).context["groups"][0][1] == [6, 1, 1, 1, 1, 1]


def test_the_list_is_ordered_and_searched(plan, owner):
    browser = signed_in_client(owner)
    assert titles(browser.get(ADDRESS, {"sort": "updated"}))[0] == "Silent one"
    assert titles(browser.get(ADDRESS))[0] == "Overdue one"
    assert titles(browser.get(ADDRESS, {"q": "quiet"})) == ["Quiet one"]
    assert titles(browser.get(ADDRESS, {"status": "at risk"})) == ["Slipping one"]
    assert "No open action fits" in browser.get(ADDRESS, {"q": "nothing like it"}).content.decode()


def test_what_is_shown_can_be_downloaded_and_no_cell_is_a_formula(plan, owner):
    browser = signed_in_client(owner)
    table = browser.get(ADDRESS, {"concern": "blocked", "as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert "'=Blocked one" in table[1]
    assert "No money" in table[1]
    rows = read_table(browser.get(ADDRESS, {"as": "xlsx"}).content, table[0].split(",")[0])
    assert len(rows) == 7
    assert any("=Blocked one" in row for row in rows)


def test_only_staff_see_it(client, plan):
    assert client.get(reverse("plan:staff_oversight")).status_code == 302
    assert signed_in_client(make_person()).get(ADDRESS).status_code == 403


def test_the_page_asks_the_database_as_often_for_many_as_for_few(plan, owner, django_assert_max_num_queries):
    browser = signed_in_client(owner)
    browser.get(ADDRESS)
    with django_assert_max_num_queries(25) as few:
        browser.get(ADDRESS)
    draft = make_plan(owner)
    section = make_section(draft, owner)
    for _ in range(30):
        make_action(section, owner, owner=owner, team=make_team())
    with django_assert_max_num_queries(25) as many:
        browser.get(ADDRESS)
    assert len(many) == len(few)
