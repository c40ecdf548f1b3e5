"""Partners who sign in for themselves, and places that are typed and read by name."""

from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories.people import signed_in_client
from tests.factories.plans import (
    NOW,
    make_action,
    make_indicator,
    make_measure,
    make_person,
    make_plan,
    make_section,
    make_team,
    publish,
)

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.place.models import Area, Council
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions
from goldenthread.plan.models import Partner
from goldenthread.plan.places import NoSuchPlace, find_places, list_places, write_places
from goldenthread.plan.states import NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def action(owner):
    plan = make_plan(owner, slug="fairer")
    return make_action(
        make_section(plan, owner), owner, number="11",
        partners=plan_actions.find_or_add_partners(names=["Alder Advice", "Open Door"], by=owner, at=NOW),
    )  # fmt: skip


# ── partners ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_partners_people_may_update_what_names_it_once_their_team_is_theirs(action, owner):
    team = make_team("Alder Advice’s people", is_partner=True)
    theirs = make_person(Role.CONTRIBUTOR, team=team)
    assert not permissions.can_update_action(theirs, action)
    browser = signed_in_client(owner)
    partner = Partner.objects.get(name="Alder Advice")
    path = reverse("plan:staff_partner", args=[partner.pk])
    assert "Alder Advice’s people" in browser.get(path).content.decode()
    assert browser.post(path, {"team": team.pk})["Location"] == reverse("plan:staff_partners")
    assert permissions.can_update_action(theirs, action)
    assert "people of Alder Advice’s people sign in for it" in browser.get(
        reverse("plan:staff_partners")
    ).content.decode().replace("\n", " ")
    event = AuditEvent.objects.get(verb="said who signs in for")
    assert (event.before, event.after) == ({"team": None}, {"team": team.pk})
    browser.post(path, {"team": ""})
    assert not permissions.can_update_action(theirs, action)


def test_a_team_of_the_council_or_of_another_partner_signs_in_for_none(action, owner):
    first, second = Partner.objects.order_by("name")
    ours, theirs = make_team("Homes"), make_team("Theirs", is_partner=True)
    with pytest.raises(NotPossible, match="is a part of the council"):
        plan_actions.set_partner_team(partner=first, team=ours, by=owner, at=NOW)
    plan_actions.set_partner_team(partner=first, team=theirs, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="already sign in for Alder Advice"):
        plan_actions.set_partner_team(partner=second, team=theirs, by=owner, at=NOW)
    page = signed_in_client(owner).get(reverse("plan:staff_partner", args=[second.pk])).content.decode()
    assert ">Homes<" not in page
    assert ">Theirs<" not in page


def test_only_who_writes_plans_says_who_signs_in(action):
    reader, partner = make_person(Role.CONTRIBUTOR), Partner.objects.first()
    with pytest.raises(NotAllowed):
        plan_actions.set_partner_team(partner=partner, team=None, by=reader, at=NOW)
    browser = signed_in_client(reader)
    assert browser.get(reverse("plan:staff_partner", args=[partner.pk])).status_code == 403
    page = browser.get(reverse("plan:staff_partners"))
    assert page.status_code == 200
    assert "Change<span" not in page.content.decode()


def test_partners_are_filtered_sorted_and_taken_away(action, owner, django_assert_max_num_queries):
    make_action(action.section, owner, partners=[Partner.objects.get(name="Open Door")])
    plan_actions.set_partner_team(
        partner=Partner.objects.get(name="Open Door"), team=make_team(is_partner=True), by=owner, at=NOW
    )
    browser, path = signed_in_client(owner), reverse("plan:staff_partners")
    rows = browser.get(path, {"as": "csv", "sort": "actions"}).content.decode("utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in rows] == [["Partner", "Actions"], ["Open Door", "2"], ["Alder Advice", "1"]]
    shown = browser.get(path, {"which": "nobody"}).content.decode()
    assert "Alder Advice" in shown
    assert "Open Door" not in shown
    for number in range(20):
        Partner.objects.create(name=f"Partner {number}")
    with django_assert_max_num_queries(12):
        browser.get(path)


# ── order ────────────────────────────────────────────────────────────────────────────────────────────
def test_parts_are_put_in_another_order_and_keep_their_numbers(action, owner, client):
    section = action.section
    make_action(section, owner, number="12", title="Plant trees")
    make_measure(action, owner, number="4", title="First counted")
    make_measure(action, owner, number="5", title="Then counted")
    browser = signed_in_client(owner)
    assert "Place in the order" not in browser.get(reverse("plan:staff_new_section", args=["fairer"])).content.decode()
    for kind, number, sent in (
        ("action", "11", {"title": "Hold surgeries", "section": section.pk, "council_role": "deliver"}),
        ("measure", "4", {"title": "First counted", "kind": "count", "direction": "up"}),
    ):
        path = reverse(f"plan:staff_edit_{kind}", args=["fairer", number])
        assert "Place in the order" in browser.get(path).content.decode()
        assert browser.post(path, {**sent, "position": "9"}).status_code == 302
        assert browser.post(path, sent).status_code == 302, "left empty, it stays where it is"
    assert list(action.plan.actions.values_list("number", "position")) == [("12", 1), ("11", 9)]
    assert list(action.measures.values_list("number", flat=True)) == ["5", "4"]
    other = make_section(action.plan, owner, number="7", title="Everyone is safe")
    path = reverse("plan:staff_edit_section", args=["fairer", other.number])
    sent = {"title": other.title, "level_name": other.level_name}
    assert browser.post(path, {**sent, "position": "-1"}).status_code == 400
    make_section(action.plan, owner, number="8", title="Everyone belongs")
    assert browser.post(path, {**sent, "position": "8"}).status_code == 302
    assert list(action.plan.sections.values_list("number", flat=True))[-1] == "7"


def test_a_difference_can_be_that_of_one_place(areas, action, owner):
    browser, path = signed_in_client(owner), reverse("plan:staff_new_part", args=["fairer", "differences"])
    sent = {"text": "Homes are warmer", "indicator": make_indicator().pk, "statistic": "value"}
    assert browser.post(path, {**sent, "area_code": "Ashfeld"}).status_code == 400
    assert browser.post(path, {**sent, "area_code": "Ashfield"}).status_code == 302
    difference = action.plan.differences.get()
    assert difference.area_code == "X05000001"
    edit = reverse("plan:staff_edit_part", args=["fairer", "differences", difference.number])
    assert 'value="Ashfield"' in browser.get(edit).content.decode()
    assert browser.post(edit, {**sent, "area_code": "Ashfield"}).status_code == 302


# ── places ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def areas():
    council = Council.objects.create(code="X06000001", name="Alderbrook", filled_at=NOW)
    for code, name, kind in (
        ("X05000001", "Ashfield", "ward24"),
        ("X05000002", "Eastwell", "ward24"),
        ("X02000009", "Eastwell", "msoa21"),
        ("X05000003", "Éasterly", "ward24"),
    ):
        Area.objects.create(code=code, name=name, kind=kind, council=council)


def test_places_are_found_by_name_or_code_and_written_by_name(areas):
    assert find_places(["ashfield", "X05000002", "x05000001", "ÉASTERLY"]) == ["X05000001", "X05000002", "X05000003"]
    assert write_places(["X05000001", "X05000002", "E99999999"]) == ["Ashfield", "X05000002", "E99999999"]
    with pytest.raises(NoSuchPlace, match=r"More than one place is called “Eastwell”.*X02000009, X05000002"):
        find_places(["Eastwell"])
    with pytest.raises(NoSuchPlace, match="No place here is called “Ashfeld”"):
        find_places(["Ashfeld"])
    with pytest.raises(NoSuchPlace):
        find_places(["E99999999"])
    assert find_places(["E99999999"], kept=["E99999999"]) == ["E99999999"]


def test_where_an_action_happens_is_typed_and_read_by_name(areas, action, owner, client):
    browser, path = signed_in_client(owner), reverse("plan:staff_edit_action", args=["fairer", "11"])
    sent = {"title": "Hold surgeries", "section": action.section_id, "council_role": "deliver"}
    wrong = browser.post(path, {**sent, "area_codes": "Ashfeld"})
    assert wrong.status_code == 400
    assert "No place here is called “Ashfeld”" in wrong.content.decode()
    assert browser.post(path, {**sent, "area_codes": "Ashfield\nX05000002"}).status_code == 302
    action.refresh_from_db()
    assert action.area_codes == ["X05000001", "X05000002"]
    assert "Ashfield\nX05000002</textarea>" in browser.get(path).content.decode()
    staff = browser.get(reverse("plan:staff_action", args=["fairer", "11"])).content.decode()
    assert "Ashfield; Eastwell" in staff
    publish(action.plan)
    assert "Ashfield; Eastwell" in client.get(action.get_absolute_url()).content.decode()


def test_every_ward_is_one_line(areas):
    assert list_places(["Every ward"]) == [
        {"code": "X05000001", "name": "Ashfield"},
        {"code": "X05000002", "name": "Eastwell"},
        {"code": "X05000003", "name": "Éasterly"},
    ]
    assert list_places(["ashfield", "Z1 The market", "X05000002"]) == [
        {"code": "X05000001", "name": "Ashfield"},
        {"code": "Z1", "name": "The market"},
        {"code": "X05000002", "name": "Eastwell"},
    ]
    with pytest.raises(NoSuchPlace, match="No place here is called “Mill End”"):
        list_places(["Mill End"])


def test_where_no_wards_are_known_every_ward_is_refused():
    with pytest.raises(NoSuchPlace, match="No wards are known here yet"):
        list_places(["every ward"])


def test_a_measure_of_every_ward_every_month_is_written_on_its_page(areas, action, owner):
    browser, path = signed_in_client(owner), reverse("plan:staff_new_action_measure", args=["fairer", "11"])
    page = browser.get(path).content.decode()
    assert page.count('<details class="govuk-details">') == 5, "what only some kinds have is folded away"
    sent = {
        "title": "Surgeries held", "kind": "cadence", "direction": "up", "cadence_every": "month",
        "cadence_each_place": "on", "cadence_places": "Every ward", "cadence_from": "2026-04-01",
    }  # fmt: skip
    wrong = browser.post(path, {**sent, "cadence_places": "Ashfeld"})
    assert wrong.status_code == 400
    assert wrong.content.decode().count('<details class="govuk-details" open>') == 1
    assert browser.post(path, sent).status_code == 302
    measure = action.measures.get()
    assert [place["name"] for place in measure.cadence_places] == ["Ashfield", "Eastwell", "Éasterly"]
    again = browser.get(reverse("plan:staff_edit_measure", args=["fairer", measure.number])).content.decode()
    assert "X05000001 Ashfield\nX05000002 Eastwell" in again
    assert again.count('<details class="govuk-details" open>') == 1


def test_the_area_of_a_measure_is_typed_by_name_and_its_baseline_read_without_noughts(areas, action, owner):
    measure = make_measure(action, owner, number="7", baseline_value=Decimal("12.500000"))
    browser, path = signed_in_client(owner), reverse("plan:staff_edit_measure", args=["fairer", "7"])
    assert 'value="12.5"' in browser.get(path).content.decode()
    sent = {"title": "People who came", "kind": "count", "direction": "up", "baseline_value": "12.5"}
    assert browser.post(path, {**sent, "area_code": "Ashfeld"}).status_code == 400
    assert browser.post(path, {**sent, "area_code": "Ashfield"}).status_code == 302
    measure.refresh_from_db()
    assert (measure.area_code, measure.baseline_value) == ("X05000001", Decimal("12.5"))
    assert 'value="Ashfield"' in browser.get(path).content.decode()
