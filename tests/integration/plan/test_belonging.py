"""What belongs to a few rows is read only where there is any, and is then what asking each row says."""

from datetime import date

import pytest
from tests.factories.plans import NOW, make_action, make_measure, make_person, make_plan, make_section

from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.belonging import FEW, read_belonging
from goldenthread.plan.models import Action, Milestone, Tag, Update

pytestmark = pytest.mark.django_db
PARTS = ("milestones", "partners", "tags", "crosswalks", "waits_for", "held_up", "measures", "updates")


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def actions(owner):
    """Three actions: one with something of everything, one that only holds it up, one with nothing."""
    section = make_section(make_plan(owner), owner)
    full, first, bare = (make_action(section, owner, title=title) for title in ("Full", "First", "Bare"))
    for title in ("Later", "Sooner"):
        Milestone.objects.create(action=full, title=title, due_on=date(2027, 2 if title == "Later" else 1, 1))
    full.partners.set(plan_actions.find_or_add_partners(names=["Carers Centre", "Age Well"], by=owner, at=NOW))
    full.tags.add(Tag.objects.create(slug="youth", name="Youth"))
    full.waits_for.add(first)
    full.crosswalks.create(framework="marmot", code="1", name="Give every child the best start in life")
    make_measure(full, owner)
    for text in ("Begun.", "Half way."):
        plan_actions.post_update(action=full, text=text, by=owner, at=NOW)
    return [Action.objects.get(pk=each.pk) for each in (full, first, bare)]


def slowly(rows):
    return {row.pk: {name: list(getattr(row, name).all()) for name in PARTS} for row in rows}


def read(rows):
    return {row.pk: {name: getattr(row, f"read_{name}") for name in PARTS} for row in rows}


@pytest.mark.parametrize("chosen", [[0], [1], [2], [0, 2], [0, 1, 2]])
def test_it_is_what_asking_each_row_says(actions, chosen):
    rows = [actions[each] for each in chosen]
    read_belonging(rows, dict.fromkeys(PARTS))
    assert read(rows) == slowly(rows)


def test_what_there_is_none_of_is_not_asked_for(actions, django_assert_num_queries):
    full, first, bare = actions
    with django_assert_num_queries(1):
        read_belonging([bare], dict.fromkeys(PARTS))
    with django_assert_num_queries(2):
        read_belonging([first, bare], dict.fromkeys(PARTS))
    with django_assert_num_queries(1 + 7):
        read_belonging([full], dict.fromkeys(PARTS))
    with django_assert_num_queries(0):
        read_belonging([], dict.fromkeys(PARTS))


def test_a_part_is_read_as_it_is_wanted(actions):
    full = actions[0]
    read_belonging([full], {"updates": Update.objects.filter(text="Begun."), "milestones": Milestone.objects.none()})
    assert [each.text for each in full.read_updates] == ["Begun."]
    assert full.read_milestones == []


def test_it_is_read_anew_each_time(actions):
    bare = actions[2]
    read_belonging([bare], {"milestones": None})
    Milestone.objects.create(action=bare, title="A step")
    read_belonging([bare], {"milestones": None})
    assert [each.title for each in bare.read_milestones] == ["A step"]


def test_of_many_rows_all_is_read_without_asking(actions, owner, django_assert_num_queries):
    rows = [*actions, *(make_action(actions[0].section, owner) for _ in range(FEW))]
    with django_assert_num_queries(len(PARTS)):
        read_belonging(rows, dict.fromkeys(PARTS))
    assert read(rows) == slowly(rows)
