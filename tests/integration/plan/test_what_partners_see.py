"""Partners' people see the actions that name their organisation, and nothing of anyone else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, get_resolver, reverse
from tests.factories.people import signed_in_client
from tests.factories.plans import NOW, make_action, make_measure, make_person, make_plan, make_section, make_team

from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions
from goldenthread.plan.fillings import waiting_for
from goldenthread.plan.models import Partner, UpdateEvidence

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def aim(owner):
    return make_section(make_plan(owner, slug="fairer"), owner)


@pytest.fixture
def shared(aim, owner):
    """An action that names the partner and waits for another, with a measure."""
    named = plan_actions.find_or_add_partners(names=["Alder Advice"], by=owner, at=NOW)
    action = make_action(aim, owner, title="Advice in every library", partners=named)
    make_measure(action, owner, title="People advised")
    return action


@pytest.fixture
def other(aim, owner, shared):
    action = make_action(aim, owner, title="Mend the kerbs")
    make_measure(action, owner, title="Kerbs mended")
    plan_actions.set_dependencies(action=shared, waits_for=[action], by=owner, at=NOW)
    return action


@pytest.fixture
def adviser(shared, owner):
    team = make_team("Alder Advice’s people", is_partner=True)
    plan_actions.set_partner_team(partner=Partner.objects.get(), team=team, by=owner, at=NOW)
    return make_person(Role.CONTRIBUTOR, team=team)


def page_of(part, name="staff_action"):
    return reverse(f"plan:{name}", args=[part.plan.slug, part.number])


def test_they_see_their_action_and_its_measure_and_say_how_it_goes(adviser, shared, other):
    browser = signed_in_client(adviser)
    page = browser.get(page_of(shared)).content.decode()
    assert "Advice in every library" in page
    assert "People advised" in page
    assert "Write an update" in page
    assert "Mend the kerbs" not in page, "what it waits for is somebody else's"
    assert "/history/" not in page
    assert "My actions" in page
    assert browser.get(page_of(shared.measures.get(), "staff_measure")).status_code == 200
    file = SimpleUploadedFile("register.csv", b"month,came\nJune,12\n", content_type="text/csv")
    said = {"text": "Two more libraries.", "status": "on track", "file": file}
    assert browser.post(page_of(shared, "staff_update"), said).status_code == 302
    shared.refresh_from_db()
    assert shared.latest_update.written_by == adviser
    kept = UpdateEvidence.objects.get()
    assert browser.get(reverse("plan:staff_evidence", args=[kept.pk])).status_code == 200


def test_their_home_and_their_actions_have_theirs_and_no_others(adviser, shared, other):
    browser = signed_in_client(adviser)
    home, mine = (browser.get(path).content.decode() for path in ("/staff/", reverse("plan:staff_mine")))
    for page in (home, mine):
        assert "Advice in every library" in page
        assert "Mend the kerbs" not in page
    assert [each.title for each in waiting_for(adviser, TODAY)] == ["Advice in every library"]
    assert 'href="/staff/oversight/"' not in home
    assert f'href="{reverse("plan:staff_mine")}"' in home


def test_what_is_somebody_else_s_is_refused(adviser, shared, other, owner):
    browser = signed_in_client(adviser)
    measure = other.measures.get()
    file = SimpleUploadedFile("kerbs.csv", b"mended\n2\n", content_type="text/csv")
    begun = {"text": "Begun.", "status": "on track", "file": file}
    assert signed_in_client(owner).post(page_of(other, "staff_update"), begun).status_code == 302
    kept = UpdateEvidence.objects.get()
    for path in (
        page_of(other), page_of(measure, "staff_measure"), page_of(other, "staff_update"),
        page_of(measure, "staff_figure"), reverse("plan:staff_evidence", args=[kept.pk]),
        reverse("plan:staff_history", args=["fairer", "actions", shared.number]),
    ):  # fmt: skip
        assert browser.get(path).status_code == 403, path
    with pytest.raises(NotAllowed, match="this one does not"):
        permissions.check_can_read_action(adviser, other)
    assert not permissions.can_read_measure(adviser, measure)
    assert permissions.can_read_measure(adviser, shared.measures.get())


def test_no_other_staff_page_opens_for_them(adviser, shared, other):
    """Every address under /staff/ that needs nothing to be named: theirs are three, all others refuse."""
    browser = signed_in_client(adviser)
    opened = {path for path in _bare_staff_paths() if browser.get(path).status_code == 200}
    assert opened == {"/staff/", reverse("plan:staff_mine")}
    for path in ("/staff/plans/fairer/", "/staff/plans/fairer/preview/", "/staff/plans/fairer/export/plan.yaml"):
        assert browser.get(path).status_code == 403, path


def test_a_role_that_the_council_keeps_for_its_own_makes_a_colleague_of_them(adviser, other):
    adviser.role_assignments.create(role=Role.ANALYST.value)
    adviser.forget_roles()
    assert not adviser.is_partner
    assert signed_in_client(adviser).get(page_of(other)).status_code == 200


def test_colleagues_and_people_without_a_role_are_as_before(shared, owner):
    contributor, nobody = make_person(Role.CONTRIBUTOR, team=make_team("Homes")), make_person()
    assert permissions.can_read_action(contributor, shared)
    assert not permissions.can_read_action(nobody, shared)
    assert signed_in_client(nobody).get(reverse("plan:staff_mine")).status_code == 403
    assert not permissions.can_read_action(None, shared)


def test_who_signed_in_is_read_with_their_team_in_one_query(adviser, django_assert_num_queries):
    from goldenthread.accounts.backend import PeopleBackend

    with django_assert_num_queries(1):
        found = PeopleBackend().get_user(adviser.pk)
        assert found.team.is_partner
    adviser.is_active = False
    adviser.save()
    assert PeopleBackend().get_user(adviser.pk) is None
    assert PeopleBackend().get_user(0) is None


def _bare_staff_paths():
    found = set()
    for namespace in get_resolver().namespace_dict:
        _, resolver = get_resolver().namespace_dict[namespace]
        for name in resolver.reverse_dict:
            if isinstance(name, str):
                try:
                    found.add(reverse(f"{namespace}:{name}"))
                except NoReverseMatch:
                    continue
    return {path for path in found if path.startswith("/staff/")} | {"/staff/"}
