"""The workforce equality plan: who brings counts in, what is kept, what nobody can see, what is done about it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories.people import signed_in_client
from tests.factories.plans import NOW, make_action, make_indicator, make_person, make_plan, make_section, publish

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import PopulationBinding, WorkforceCount, WorkforceTable
from goldenthread.plan.states import NotPossible
from goldenthread.plan.workforce import permissions, residents
from goldenthread.plan.workforce.reading import TableRefused, WorkforceKind
from goldenthread.plan.workforce.representing import Residents

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
STAFF = (
    b"characteristic,group,count\n"
    b"Ethnic group,White,859\nEthnic group,All others,141\nFaith,One,3\nFaith,Two,197\nFaith,Three,800\n"
)
PEOPLE = b"name,sex\nWren Calloway,Women\n"


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def analyst():
    return make_person(Role.ANALYST)


def bring_in(by, **words):
    values = {
        "title": "Who works here",
        "kind": WorkforceKind.STAFF,
        "as_of": TODAY,
        "source": "Payroll",
        "content": STAFF,
    }
    return plan_actions.upload_workforce_table(by=by, at=NOW, **{**values, **words})


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR])
def test_only_analysts_and_those_who_own_plans_bring_counts_in(role):
    person = make_person(role)
    assert not permissions.can_upload_workforce(person)
    with pytest.raises(NotAllowed):
        bring_in(person)


def test_analysts_bring_in_and_plan_owners_publish(owner, analyst):
    table = bring_in(analyst)
    with pytest.raises(NotAllowed, match="publish counts of staff"):
        plan_actions.publish_workforce_table(table=table, by=analyst, at=NOW)
    assert not WorkforceTable.objects.published().exists()
    plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    assert WorkforceTable.objects.published().get() == table


def test_all_of_a_table_is_kept_or_nothing_of_it(analyst):
    with pytest.raises(TableRefused):
        bring_in(analyst, content=PEOPLE)
    with pytest.raises(NotPossible, match="still to come"):
        bring_in(analyst, as_of=TODAY + timedelta(days=1))
    assert not WorkforceTable.objects.exists()
    assert not WorkforceCount.objects.exists()
    bring_in(analyst)
    assert list(WorkforceCount.objects.values_list("group", "count"))[2] == ("One", 3)
    event = AuditEvent.objects.order_by("-position").first()
    assert event.after["rows"] == 5
    assert "count" not in event.after


def test_a_hidden_number_is_on_no_page_file_or_interface_for_anybody(owner, analyst, client):
    table = bring_in(analyst)
    plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    assert [
        cell for block in table.shown for row in block["rows"] for cell in row["cells"] if cell[1] in {3, 197}
    ] == []
    public, staff = f"/workforce/{table.pk}/", f"/staff/workforce/{table.pk}/"
    for browser, address in ((client, public), (signed_in_client(owner), staff), (signed_in_client(analyst), staff)):
        page = browser.get(address).content.decode()
        assert "2 numbers are hidden" in page
        csv = browser.get(address, {"as": "csv"}).content.decode("utf-8-sig")
        assert "Faith,,One,All grades,,,yes" in csv
        assert "Faith,,Three,All grades,800,," in csv
        assert ",197," not in csv
        assert browser.get(address, {"as": "xlsx"}).status_code == 200
    found = client.get(f"/api/v1/workforce/{table.pk}").json()
    faith = {row["group"]: row["cells"][0] for row in found["blocks"][1]["rows"]}
    assert faith["One"] == {"grade": "All grades", "count": None, "out_of": None, "is_hidden": True}
    assert faith["Two"]["is_hidden"]


def test_a_table_is_compared_with_the_residents_its_groups_are_bound_to(owner, analyst, client, monkeypatch):
    asked = []

    def answer(slug):
        asked.append(slug)
        return Residents(60_900, 290_000, "2021", "Census 2021", slug)

    monkeypatch.setattr(residents, "_ask", answer)
    indicator = make_indicator("minority-residents", unit="%")
    bound = {"characteristic": "Ethnic group", "group": "All others"}
    plan_actions.bind_population(**bound, indicator=indicator, by=analyst, at=NOW)
    table = bring_in(analyst)
    plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    page = client.get(f"/workforce/{table.pk}/").content.decode()
    assert "Less common among staff than among residents: All others." in page
    assert asked == ["minority-residents"]
    assert "/indicators/minority-residents/" in page
    line = client.get(f"/api/v1/workforce/{table.pk}").json()["blocks"][0]["representation"][1]
    assert line["index"] == pytest.approx(0.141 / 0.21)
    plan_actions.bind_population(**bound, indicator=None, by=analyst, at=NOW)
    assert not PopulationBinding.objects.exists()
    assert "no figure for residents" in client.get(f"/workforce/{table.pk}/").content.decode()


def test_the_evidence_may_have_no_such_residents():
    assert residents.residents_of([]) == {}
    binding = PopulationBinding(characteristic="Sex", group="Women", indicator=make_indicator("nobody-counts-these"))
    assert residents.residents_of([binding]) == {}


def test_actions_are_linked_and_shown_once_residents_can_read_them(owner, analyst, client):
    plan = make_plan(owner, slug="fairer")
    action = make_action(make_section(plan, owner), owner, title="Mixed panels")
    table = bring_in(analyst)
    plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    with pytest.raises(NotAllowed):
        plan_actions.link_workforce_actions(table=table, actions=[action], by=analyst, at=NOW)
    plan_actions.link_workforce_actions(table=table, actions=[action], by=owner, at=NOW)
    assert "Mixed panels" not in client.get(f"/workforce/{table.pk}/").content.decode()
    assert "Mixed panels" in signed_in_client(owner).get(f"/staff/workforce/{table.pk}/").content.decode()
    publish(plan)
    assert "/plans/fairer/actions/1/" in client.get(f"/workforce/{table.pk}/").content.decode()


def test_an_action_leads_to_its_figures_and_from_these_to_who_was_reached(owner, analyst, client):
    plan = make_plan(owner, slug="fairer")
    action = make_action(make_section(plan, owner), owner, title="Mixed panels")
    publish(plan)
    staff_counts = bring_in(analyst, title="Who works here")
    content = b"characteristic,group,count,out of\nSex,Women,74,2859\nSex,Men,60,412\n"
    uptake = bring_in(analyst, title="Who has a mentor", kind=WorkforceKind.UPTAKE, content=content, question="Mentors")
    hidden = bring_in(analyst, title="Not looked at yet", kind=WorkforceKind.UPTAKE, content=content, question="Other")
    for table in (staff_counts, uptake, hidden):
        plan_actions.link_workforce_actions(table=table, actions=[action], by=owner, at=NOW)
    for table in (staff_counts, uptake):
        plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    browser = signed_in_client(owner)
    public = client.get("/plans/fairer/actions/1/").content.decode()
    assert f'href="/workforce/{staff_counts.pk}/">Who works here' in public
    assert f'href="/workforce/{uptake.pk}/">Who has a mentor' in public
    assert "Not looked at yet" not in public
    assert "Not looked at yet" in browser.get("/staff/plans/fairer/actions/1/").content.decode()
    beside = client.get(f"/workforce/{staff_counts.pk}/").content.decode()
    assert "Who has a mentor" in beside
    assert "Not looked at yet" not in beside
    assert "Not looked at yet" in browser.get(f"/staff/workforce/{staff_counts.pk}/").content.decode()


def test_uptake_shows_who_was_reached_less_often(owner, analyst, client):
    content = b"characteristic,group,count,out of\nSex,Women,74,2859\nSex,Men,60,412\n"
    table = bring_in(analyst, kind=WorkforceKind.UPTAKE, content=content, question="Training places taken")
    plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    page = client.get(f"/workforce/{table.pk}/").content.decode()
    assert "Less often than others: Women. More often: Men." in page


def test_what_was_taken_back_is_on_no_page(owner, analyst, client):
    table = bring_in(analyst)
    plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    plan_actions.take_back_workforce_table(table=table, because="Counted twice.", by=owner, at=NOW)
    assert client.get(f"/workforce/{table.pk}/").status_code == 404
    assert client.get(f"/api/v1/workforce/{table.pk}").status_code == 404
    assert client.get("/api/v1/workforce").json() == []
    assert signed_in_client(owner).get(f"/staff/workforce/{table.pk}/").status_code == 404
    with pytest.raises(NotPossible, match="taken back"):
        plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)


def test_a_list_of_people_is_refused_on_the_page_and_nothing_of_it_is_kept(analyst):
    browser = signed_in_client(analyst)
    sent = {"title": "Who works here", "kind": "workforce", "as_of": "2026-01-31", "source": "Payroll"}
    refused = browser.post("/staff/workforce/new/", {**sent, "file": SimpleUploadedFile("staff.csv", PEOPLE)})
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "looks as if each row were a person" in page
    assert "Calloway" not in page
    assert not WorkforceTable.objects.exists()
    kept = browser.post("/staff/workforce/new/", {**sent, "file": SimpleUploadedFile("staff.csv", STAFF)})
    assert kept.status_code == 302
    assert WorkforceTable.objects.get().uploaded_by == analyst


def test_groups_are_bound_and_actions_linked_through_the_pages(owner, analyst):
    plan = make_plan(owner, slug="fairer")
    make_action(make_section(plan, owner), owner)
    indicator = make_indicator("minority-residents", unit="%")
    table = bring_in(analyst)
    address = f"/staff/workforce/{table.pk}/"
    bind = f"{address}residents/?characteristic=Ethnic+group&group=All+others"
    assert signed_in_client(analyst).post(bind, {"indicator": indicator.pk}).status_code == 302
    assert PopulationBinding.objects.get().indicator == indicator
    assert signed_in_client(analyst).get(f"{address}residents/?characteristic=Sex&group=Nobody").status_code == 404
    browser = signed_in_client(owner)
    assert browser.post(f"{address}actions/", {"actions": "fairer 99"}).status_code == 400
    assert browser.post(f"{address}actions/", {"actions": "fairer 1"}).status_code == 302
    assert table.actions.count() == 1
    assert browser.post(f"{address}publish/").status_code == 302
    assert browser.post(f"{address}take-back/", {"because": "Wrong year"}).status_code == 302


@pytest.mark.parametrize("page", ["", "new/", "{pk}/", "{pk}/take-back/", "{pk}/actions/"])
def test_each_page_opens_for_whoever_may(owner, analyst, page):
    table = bring_in(analyst)
    address = "/staff/workforce/" + page.format(pk=table.pk)
    assert signed_in_client(owner).get(address).status_code == 200
    assert signed_in_client(analyst).get(address).status_code == (403 if page.endswith(("back/", "actions/")) else 200)
    reader = signed_in_client(make_person(Role.VIEWER)).get(address)
    assert reader.status_code == (200 if page in {"", "{pk}/"} else 403)
    assert Client().get(address).status_code == 302


def test_a_page_asks_the_same_number_of_questions_for_any_table(owner, analyst, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small = bring_in(analyst)
    rows = "".join(f"Faith {part},Group {each},{50 + each}\n" for part in range(6) for each in range(8))
    large = bring_in(analyst, content=f"characteristic,group,count\n{rows}".encode())
    for table in (small, large):
        plan_actions.publish_workforce_table(table=table, by=owner, at=NOW)
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/workforce/{small.pk}/")
    with django_assert_num_queries(len(caught)):
        client.get(f"/workforce/{large.pk}/")
