"""My own actions, election dates, the chaser's and the reminders' dry runs: searched, narrowed, ordered, taken away."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.factories.cycles import OPENS, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_measure, make_person, make_plan, make_section, publish

from goldenthread.accounts.roles import Role
from goldenthread.messages.models import Message
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.cycles.presenters import MoveRow, make_state
from goldenthread.plan.due_lists import MoveFilter
from goldenthread.plan.models import Action, PreElectionPeriod
from goldenthread.plan.registers.kinds import RegisterKind
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db
TODAY = OPENS.date()
MINE, ELECTIONS, REMINDERS = "/staff/plans/mine/", "/staff/releases/elections/", "/staff/registers/reminders/"


@pytest.fixture
def owner(settings, monkeypatch):
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr(timezone, "now", lambda: OPENS)
    return make_person(Role.PLAN_OWNER, name="Maryam Oyelaran")


@pytest.fixture
def chaser(owner):
    """The address of the chaser's page of a cycle in which two people are to be asked and one is to be reminded."""
    people = [make_person(Role.CONTRIBUTOR, name=name) for name in ("Barnaby Thistlewood", "Xanthippe Quill")]
    plan = make_plan(owner, slug="fairer", title="A fairer borough", starts_on=date(2025, 4, 1))
    other = make_plan(owner, slug="zebra", title="Zebra crossings")
    section = make_section(plan, owner)
    for each, person in enumerate([*people, owner]):
        make_action(section, owner, title=f"Deed {each}", owner=person)
    due = {"due_on": date(2026, 7, 1)}
    late = make_action(section, owner, title="Mend the kerbs", owner=owner, number="7", **due)
    make_action(make_section(other, owner), owner, title="Paint the stripes", owner=owner, due_on=date(2026, 7, 20))
    make_measure(late, owner, title="Kerbs mended")
    make_measure(late, owner, title="Complaints")
    publish(plan)
    plan_actions.post_update(action=late, text="Begun.", status=ActionStatus.ON_TRACK, by=owner, at=OPENS)
    cycle = start_cycle(plan, owner)
    cycle.askings.filter(person=owner).update(state="asked", moved_at=OPENS - timedelta(days=14))
    cycle.due_on = date(2026, 7, 8)
    cycle.save()
    return f"{cycle.get_absolute_url()}chase/"


@pytest.fixture
def elections(owner):
    """One that is over, one that lasts, and one to come; set by two people."""
    other = make_person(Role.ADMINISTRATOR, name="Agatha Monk")
    for title, months, by in (("Mayor", -3, owner), ("A by-election", 0, other), ("Local elections", 3, owner)):
        first = TODAY + timedelta(days=30 * months)
        PreElectionPeriod.objects.create(
            title=title, starts_on=first, ends_on=first + timedelta(days=20), set_by=by, set_at=OPENS
        )


@pytest.fixture
def reminders(owner):
    """Two entries whose dates have passed and one that is due in two weeks."""
    kit, zoe = (make_person(Role.CONTRIBUTOR, name=name) for name in ("Zoe Zimmer", "Kit Keeper"))
    for title, days, person in (("Travel policy", -2, kit), ("Access policy", 14, zoe), ("Zoning policy", -40, zoe)):
        plan_actions.add_entry(
            register=RegisterKind.STRATEGY, title=title, due_on=TODAY + timedelta(days=days), owner=person, by=owner,
            at=datetime(2026, 5, 1, 9, tzinfo=UTC),
        )  # fmt: skip


@pytest.fixture
def everything(chaser, elections, reminders):
    """The addresses of the lists, with something in each."""
    return (MINE, ELECTIONS, REMINDERS, chaser)


def read(browser, address, **wanted):
    answer = browser.get(address, {**wanted, "as": "csv"})
    assert answer["Content-Type"].startswith("text/csv"), address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def column(browser, address, name, **wanted):
    return [row[name] for row in read(browser, address, **wanted)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Mend the kerbs", "Paint the stripes", "Deed 2"]),
        ({"q": "stripes"}, ["Paint the stripes"]),
        ({"q": "zebra"}, ["Paint the stripes"]),
        ({"q": "7"}, ["Mend the kerbs"]),
        ({"which": "on track"}, ["Mend the kerbs"]),
        ({"which": "not started", "sort": "title"}, ["Deed 2", "Paint the stripes"]),
        ({"sort": "plan"}, ["Deed 2", "Mend the kerbs", "Paint the stripes"]),
        ({"sort": "updated"}, ["Deed 2", "Paint the stripes", "Mend the kerbs"]),
        ({"which": "nonsense", "sort": "nonsense"}, ["Mend the kerbs", "Paint the stripes", "Deed 2"]),
    ],
)
def test_my_actions_are_searched_narrowed_and_ordered(chaser, owner, wanted, found):
    browser = signed_in_client(owner)
    assert column(browser, MINE, "Title", **wanted) == found
    shown = [each.title for group in browser.get(MINE, wanted).context["groups"] for each in group.actions]
    assert sorted(shown) == sorted(found)


def test_my_actions_and_measures_are_taken_away_as_they_are(chaser, owner):
    browser = signed_in_client(owner)
    assert read(browser, MINE, q="kerbs") == [
        {"Plan": "A fairer borough", "Number": "7", "Title": "Mend the kerbs", "Status": "on track", "Forecast": "",
         "Due": "2026-07-01", "Last updated": "2026-07-06"}
    ]  # fmt: skip
    assert column(browser, MINE, "Title", what="measures") == ["Kerbs mended", "Complaints"]
    assert column(browser, MINE, "Title", what="measures", sort="title") == ["Complaints", "Kerbs mended"]
    assert column(browser, MINE, "Title", what="measures", q="compl") == ["Complaints"]
    assert "what=measures&amp;as=csv" in browser.get(MINE).content.decode()
    stranger = signed_in_client(make_person(Role.CONTRIBUTOR))
    assert read(stranger, MINE) == [], "what others lead is not mine"
    assert 'role="search"' not in stranger.get(MINE).content.decode()


def test_a_download_of_my_actions_has_those_that_the_page_leaves_out(chaser, owner, monkeypatch):
    monkeypatch.setattr("goldenthread.plan.views.staff.MOST_SHOWN", 1)
    browser = signed_in_client(owner)
    assert sum(len(group.actions) for group in browser.get(MINE).context["groups"]) == 1
    assert len(read(browser, MINE)) == Action.objects.led_by(owner).count() == 3


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["A by-election", "Local elections"]),
        ({"which": "now"}, ["A by-election"]),
        ({"which": "coming"}, ["Local elections"]),
        ({"which": "over"}, ["Mayor"]),
        ({"sort": "last"}, ["Local elections", "A by-election"]),
        ({"q": "monk"}, ["A by-election"]),
        ({"q": "local", "sort": "title"}, ["Local elections"]),
    ],
)
def test_election_dates_are_searched_narrowed_and_ordered(elections, owner, wanted, found):
    browser = signed_in_client(owner)
    assert column(browser, ELECTIONS, "Title", **wanted) == found
    assert [period.title for period, _, _ in browser.get(ELECTIONS, wanted).context["rows"]] == found


def test_an_election_says_whether_it_is_over_lasts_or_is_to_come(elections, owner):
    browser = signed_in_client(owner)
    for which, words in (("over", "Over"), ("now", "Now"), ("coming", "To come")):
        [(_, said, _)] = browser.get(ELECTIONS, {"which": which}).context["rows"]
        assert said == words


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Barnaby Thistlewood", "Maryam Oyelaran", "Xanthippe Quill"]),
        ({"which": "Asked"}, ["Barnaby Thistlewood", "Xanthippe Quill"]),
        ({"which": "Reminded"}, ["Maryam Oyelaran"]),
        ({"which": "Silent"}, []),
        ({"q": "quill"}, ["Xanthippe Quill"]),
        ({"which": "Asked", "sort": "told"}, ["Barnaby Thistlewood", "Xanthippe Quill"]),
    ],
)
def test_the_chasers_steps_are_searched_narrowed_and_ordered(chaser, owner, wanted, found):
    browser = signed_in_client(owner)
    assert column(browser, chaser, "Person", **wanted) == found
    page = browser.get(chaser, wanted)
    assert [row.person for row in page.context["rows"]] == found
    assert "The chaser would take 3 steps today" in page.content.decode(), "all that it would do, whatever is shown"


def test_the_chasers_steps_are_ordered_by_person_day_or_who_is_written_to():
    asked = make_state("asked")
    rows = [
        MoveRow("Ada", "to be asked", asked, "Zoe (z@a.example)", date(2026, 7, 8)),
        MoveRow("Bea", "to be asked", asked, "Bea (b@a.example)", date(2026, 7, 6)),
        MoveRow("Cay", "to be asked", asked, "", date(2026, 7, 7)),
    ]
    for sort, found in (("", ["Ada", "Bea", "Cay"]), ("due", ["Bea", "Cay", "Ada"]), ("told", ["Cay", "Bea", "Ada"])):
        assert [row.person for row in MoveFilter({"sort": sort}).narrow(reversed(rows))] == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Zoning policy", "Travel policy", "Access policy"]),
        ({"which": "two-weeks"}, ["Access policy"]),
        ({"which": "overdue"}, ["Travel policy"]),
        ({"sort": "title"}, ["Access policy", "Travel policy", "Zoning policy"]),
        ({"sort": "person"}, ["Zoning policy", "Access policy", "Travel policy"]),
        ({"q": "zimmer"}, ["Travel policy"]),
    ],
)
def test_reminders_are_searched_narrowed_and_ordered(reminders, owner, wanted, found):
    browser = signed_in_client(owner)
    assert column(browser, REMINDERS, "What", **wanted) == found
    page = browser.get(REMINDERS, wanted)
    assert [reminder.title for reminder in page.context["reminders"]] == found
    assert "3 reminders due today" in page.content.decode()


def test_what_is_filtered_away_is_sent_all_the_same_and_the_page_says_so(reminders, owner):
    browser = signed_in_client(owner)
    assert "Send all of them now" in browser.get(REMINDERS, {"q": "zimmer"}).content.decode()
    browser.post(f"{REMINDERS}?q=zimmer")
    assert Message.objects.filter(wording="plan_register_reminder").count() == 3


def test_each_list_can_be_had_as_a_spreadsheet_and_says_so_when_nothing_fits(everything, owner):
    browser = signed_in_client(owner)
    for address in everything:
        page = browser.get(address).content.decode()
        assert "as=csv" in page, address
        assert "as=xlsx" in page, address
        book = load_workbook(io.BytesIO(browser.get(address, {"as": "xlsx"}).content))
        assert sum(sheet.max_row for sheet in book) > 4, address
        page = browser.get(address, {"q": "nothing like it at all"}).content.decode()
        assert "fits. Take a filter away to see more." in page, address
        assert "as=csv" not in page, address


def test_downloads_are_for_whoever_may_read_the_page(everything):
    for address in everything:
        assert Client().get(address, {"as": "csv"}).status_code == 302, address
        assert signed_in_client(make_person()).get(address, {"as": "csv"}).status_code == 403, address
