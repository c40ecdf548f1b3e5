"""Lists of plans, rounds, absences, teams, reports, tables and duties: searched, narrowed, ordered, taken away."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.factories.cycles import make_leads, make_plan_in_force, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_person, make_plan, make_section, make_team
from tests.factories.promises import make_source

from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import WorkforceTable

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 6, 9, tzinfo=UTC)

PAGES = (
    "/staff/plans/",
    "/staff/updates/",
    "/staff/updates/away/",
    "/staff/updates/escalation/",
    "/staff/promises/reports/",
    "/staff/workforce/",
    "/staff/registers/duties/",
)


@pytest.fixture
def owner(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran")


@pytest.fixture
def everything(owner):
    """Two of each: the first of every pair comes first in the alphabet, and the second was made later."""
    lead, other = make_leads(2, name="Barnaby Thistlewood"), make_leads(1, name="Xanthippe Quill")
    plan = make_plan_in_force(owner, leads=[*lead, *other])
    make_plan(owner, slug="zebra", title="Zebra crossings", starts_on=date(2020, 4, 1))
    first = {"period_starts_on": date(2026, 1, 1), "period_ends_on": date(2026, 3, 31)}
    earlier = start_cycle(plan, owner, title="Z round", **first)
    plan_actions.close_cycle(cycle=earlier, by=owner, at=AT)
    start_cycle(plan, owner, title="A round")
    for person, starts in ((lead[0], date(2026, 7, 1)), (other[0], date(2036, 7, 1))):
        plan_actions.set_absence(person=person, proxy=lead[1], starts_on=starts, ends_on=None, by=owner, at=AT)
    teams = [make_team(name, directorate="Place") for name in ("Arboretum", "Zoo")]
    plan_actions.set_escalation(team=teams[0], lead=lead[0], director=None, by=owner, at=AT)
    for title, day in (("An annual report", date(2025, 3, 31)), ("Z report", date(2026, 3, 31))):
        make_source(owner, title=title, starts_on=day.replace(month=1), ends_on=day)
    for title, day in (("A census", date(2025, 3, 31)), ("Z survey", date(2026, 3, 31))):
        WorkforceTable.objects.create(
            title=title, as_of=day, source="Payroll", shown=[], sha256="0" * 64, uploaded_by=owner, uploaded_at=AT,
            kind="workforce" if title == "A census" else "staff survey", published_at=AT,
        )  # fmt: skip


def rows(browser, address, **wanted):
    """The first column of the list as it is downloaded."""
    answer = browser.get(address, {**wanted, "as": "csv"})
    assert answer["Content-Type"].startswith("text/csv"), address
    return [row[0] for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]]


@pytest.mark.parametrize(
    ("address", "wanted", "found"),
    [
        ("/staff/plans/", {}, ["A fairer borough", "Zebra crossings"]),
        ("/staff/plans/", {"q": "zebra"}, ["Zebra crossings"]),
        ("/staff/plans/", {"which": "draft"}, ["Zebra crossings"]),
        ("/staff/plans/", {"sort": "actions"}, ["A fairer borough", "Zebra crossings"]),
        ("/staff/updates/", {}, ["A round", "Z round"]),
        ("/staff/updates/", {"q": "z r"}, ["Z round"]),
        ("/staff/updates/", {"which": "closed"}, ["Z round"]),
        ("/staff/updates/", {"which": "running", "sort": "title"}, ["A round"]),
        ("/staff/updates/", {"sort": "due"}, ["Z round", "A round"]),
        ("/staff/updates/away/", {}, ["Xanthippe Quill", "Barnaby Thistlewood"]),
        ("/staff/updates/away/", {"sort": "person"}, ["Barnaby Thistlewood", "Xanthippe Quill"]),
        ("/staff/updates/away/", {"q": "quill"}, ["Xanthippe Quill"]),
        ("/staff/updates/away/", {"which": "ending"}, []),
        ("/staff/updates/escalation/", {"q": "place"}, ["Arboretum", "Zoo"]),
        ("/staff/updates/escalation/", {"q": "place", "which": "no-lead"}, ["Zoo"]),
        ("/staff/updates/escalation/", {"q": "place", "sort": "lead"}, ["Zoo", "Arboretum"]),
        ("/staff/updates/escalation/", {"q": "thistlewood"}, ["Arboretum"]),
        ("/staff/promises/reports/", {}, ["Z report", "An annual report"]),
        ("/staff/promises/reports/", {"sort": "title"}, ["An annual report", "Z report"]),
        ("/staff/promises/reports/", {"q": "annual"}, ["An annual report"]),
        ("/staff/promises/reports/", {"which": "published"}, []),
        ("/staff/workforce/", {}, ["Z survey", "A census"]),
        ("/staff/workforce/", {"sort": "title"}, ["A census", "Z survey"]),
        ("/staff/workforce/", {"which": "workforce"}, ["A census"]),
        ("/workforce/", {"q": "survey"}, ["Z survey"]),
    ],
)
def test_each_list_is_searched_narrowed_and_ordered(everything, owner, address, wanted, found):
    assert rows(signed_in_client(owner), address, **wanted) == found


def test_a_list_says_so_when_nothing_fits(everything, owner):
    browser = signed_in_client(owner)
    for address in PAGES:
        page = browser.get(address, {"q": "nothing like it at all"}).content.decode()
        assert "fits. Take a filter away to see more." in page, address
        assert "as=csv" not in page, address


def test_each_list_can_be_had_as_a_spreadsheet_and_says_where(everything, owner):
    browser = signed_in_client(owner)
    for address in PAGES:
        page = browser.get(address).content.decode()
        assert "as=csv" in page, address
        assert "as=xlsx" in page, address
        book = load_workbook(io.BytesIO(browser.get(address, {"as": "xlsx"}).content))
        assert sum(sheet.max_row for sheet in book) > 4, address


def test_what_is_counted_in_a_list_is_right_in_its_download(everything, owner):
    browser = signed_in_client(owner)
    table = list(csv.DictReader(io.StringIO(browser.get("/staff/updates/", {"as": "csv"}).content.decode("utf-8-sig"))))
    assert [(row["Actions"], row["Updated"]) for row in table] == [("3", "0"), ("3", "0")]
    plans = list(csv.DictReader(io.StringIO(browser.get("/staff/plans/", {"as": "csv"}).content.decode("utf-8-sig"))))
    assert [(row["Actions"], row["Edition"], row["Stage"]) for row in plans] == [
        ("3", "1", "published"),
        ("0", "", "draft"),
    ]


def test_a_list_that_cannot_be_understood_is_shown_whole(everything, owner):
    browser = signed_in_client(owner)
    assert rows(browser, "/staff/plans/", which="nonsense", sort="nonsense") == ["A fairer borough", "Zebra crossings"]


def test_downloads_are_for_whoever_may_read_the_page(everything):
    for address in PAGES:
        assert Client().get(address, {"as": "csv"}).status_code == 302, address
        assert signed_in_client(make_person()).get(address, {"as": "csv"}).status_code == 403, address


# ── duties in law ────────────────────────────────────────────────────────────────────────────────────
def test_duties_are_searched_narrowed_and_ordered(owner):
    browser = signed_in_client(owner)
    every = rows(browser, "/staff/registers/duties/")
    assert len(every) > 2
    assert rows(browser, "/staff/registers/duties/", sort="name") == sorted(every, key=str.casefold)
    assert set(rows(browser, "/staff/registers/duties/", concern="unowned")) <= set(every)
    word = every[0].split()[0]
    assert every[0] in rows(browser, "/staff/registers/duties/", q=word)
    overdue = [line.due.duty.name for line in browser.get("/staff/registers/duties/").context["lines"]
               if line.state.words == "Overdue"]  # fmt: skip
    assert rows(browser, "/staff/registers/duties/", concern="overdue") == overdue
    assert rows(Client(), "/registers/duties/", q=word)[0] in every
    assert "Nobody answers for it" not in Client().get("/registers/duties/").content.decode()


# ── people by name ───────────────────────────────────────────────────────────────────────────────────
def action_answers(action, **changes):
    return {"title": action.title, "section": action.section_id, "council_role": "deliver", **changes}


def test_who_leads_is_named_by_name_or_address_and_doubts_are_put_in_words(owner):
    plan = make_plan(owner, slug="fair")
    action = make_action(make_section(plan, owner), owner, number="1")
    twins = [make_person(name="Barnaby Thistlewood") for _ in range(2)]
    quill = make_person(name="Xanthippe Quill")
    browser, address = signed_in_client(owner), "/staff/plans/fair/actions/1/edit/"
    for words in ("xanthippe quill", quill.email.upper()):
        action.owner = None
        action.save()
        assert browser.post(address, action_answers(action, owner=words)).status_code == 302
        action.refresh_from_db()
        assert action.owner == quill
    page = browser.post(address, action_answers(action, owner="Barnaby Thistlewood"))
    assert page.status_code == 400
    for twin in twins:
        assert twin.email in page.content.decode()
    assert (
        "Is it one of these? Xanthippe Quill"
        in browser.post(address, action_answers(action, owner="X Quill")).content.decode()
    )
    assert "Check the name" in browser.post(address, action_answers(action, owner="Nobody At All")).content.decode()
    assert f'value="{quill.email}"' in browser.get(address).content.decode()


def test_whoever_leads_stays_when_they_have_left_and_nobody_else_is_named(owner):
    gone = make_person(name="Xanthippe Quill")
    plan = make_plan(owner, slug="fair")
    action = make_action(make_section(plan, owner), owner, number="1", owner=gone)
    gone.is_active = False
    gone.save()
    browser, address = signed_in_client(owner), "/staff/plans/fair/actions/1/edit/"
    assert browser.post(address, action_answers(action, title="Another title", owner=gone.email)).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.owner) == ("Another title", gone)
    assert browser.post(address, action_answers(action, owner="")).status_code == 302
    action.refresh_from_db()
    assert action.owner is None
    assert browser.post(address, action_answers(action, owner=gone.email)).status_code == 400


def test_a_form_is_no_longer_for_many_people(owner):
    plan = make_plan(owner, slug="fair")
    make_action(make_section(plan, owner), owner, number="1")
    browser = signed_in_client(owner)
    few = len(browser.get("/staff/plans/fair/actions/1/edit/").content)
    for _ in range(20):
        make_person()
    assert len(browser.get("/staff/plans/fair/actions/1/edit/").content) == few
