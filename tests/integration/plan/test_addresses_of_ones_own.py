"""A plan, a group or a committee whose address is one of the site's own pages could never be opened: it is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.factories.plans import NOW, make_person

from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions import committees
from goldenthread.plan.groups.kinds import GroupKind
from goldenthread.plan.models import Committee, Group, Plan
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


def begin_plan(slug, by):
    year = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    return plan_actions.create_plan(slug=slug, title="A plan", by=by, at=NOW, **year)


def begin_group(slug, by):
    return plan_actions.begin_group(slug=slug, name="A group", kind=GroupKind.FORUM, purpose="To meet.", by=by, at=NOW)


@pytest.mark.parametrize("slug", ["mine", "new", "import", "partners"])
def test_a_plan_does_not_hide_behind_a_page_of_the_site(owner, slug):
    with pytest.raises(NotPossible, match=f"“{slug}” is part of an address"):
        begin_plan(slug, owner)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("slug", ["asks", "meetings", "seats", "new"])
def test_nor_does_a_group(owner, slug):
    with pytest.raises(NotPossible, match=f"“{slug}” is part of an address"):
        begin_group(slug, owner)
    assert not Group.objects.exists()


def test_nor_does_a_committee(owner):
    with pytest.raises(NotPossible, match="“new” is part of an address"):
        committees.add_committee(name="New", by=owner, at=NOW)
    assert not Committee.objects.exists()


def test_other_addresses_are_free_and_what_is_none_is_said_by_the_row(owner):
    assert begin_plan("partnership", owner).slug == "partnership"
    assert begin_group("new-voices", owner).slug == "new-voices"
    with pytest.raises(ValidationError):
        begin_plan("no slug", owner)
