"""Lists of people, teams, messages and reported problems: searched, narrowed, ordered, taken away."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.factories.people import NOW, make_person, make_team, signed_in_client

from goldenthread.accounts import audit
from goldenthread.accounts.roles import Role
from goldenthread.messages.models import Channel, Message, MessageStatus, ProblemReport, ProblemStatus

pytestmark = pytest.mark.django_db
PEOPLE, TEAMS, MESSAGES, PROBLEMS = "/staff/people/", "/staff/teams/", "/staff/messages/", "/staff/problems/"
ADDRESSES = (PEOPLE, TEAMS, MESSAGES, PROBLEMS)


@pytest.fixture
def browser():
    """The administrator's, on a site with two or three of each."""
    arboretum, zoo = make_team("Arboretum", directorate="Place"), make_team("Zoo", directorate="People")
    make_team("Advice centre", is_partner=True)
    make_team("Kiosk", is_active=False)
    make_person(Role.VIEWER, name="Barnaby Thistlewood", team=zoo, joined_at=NOW)
    make_person(Role.VIEWER, name="Xanthippe Quill", team=arboretum, joined_at=NOW + timedelta(days=1))
    make_person(Role.VIEWER, name="Yusuf Zaman", team=zoo, is_active=False, joined_at=NOW - timedelta(days=1))
    for days, name, status in ((0, "Zoe", MessageStatus.SENT), (1, "Agatha", MessageStatus.WAITING)):
        Message.objects.create(
            channel=Channel.EMAIL, wording="accounts_invitation", recipient_name=name, address=f"{name}@a.example",
            subject="Come in", body="With a secret.", status=status, created_at=NOW + timedelta(days=days),
            sent_at=NOW if status == MessageStatus.SENT else None,
        )  # fmt: skip
    for days, page, status in ((0, "/z/", ProblemStatus.NEW), (1, "/a/", ProblemStatus.CLOSED)):
        ProblemReport.objects.create(
            page=page, what_happened="=It broke", email="reader@a.example", status=status, sender_key="x",
            created_at=NOW + timedelta(days=days),
        )  # fmt: skip
    return signed_in_client(make_person(Role.ADMINISTRATOR, name="Olive Owner", joined_at=NOW - timedelta(days=9)))


def read(browser, address, **wanted):
    answer = browser.get(address, {**wanted, "as": "csv"})
    assert answer["Content-Type"].startswith("text/csv"), address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("address", "column", "wanted", "found"),
    [
        (PEOPLE, "Name", {}, ["Barnaby Thistlewood", "Olive Owner", "Xanthippe Quill", "Yusuf Zaman"]),
        (PEOPLE, "Name", {"sort": "team"}, ["Xanthippe Quill", "Barnaby Thistlewood", "Yusuf Zaman", "Olive Owner"]),
        (PEOPLE, "Name", {"sort": "joined"}, ["Xanthippe Quill", "Barnaby Thistlewood", "Yusuf Zaman", "Olive Owner"]),
        (PEOPLE, "Name", {"state": "ended"}, ["Yusuf Zaman"]),
        (PEOPLE, "Access", {"q": "yusuf"}, ["No access"]),
        (TEAMS, "Name", {}, ["Advice centre", "Arboretum", "Kiosk", "Zoo"]),
        (TEAMS, "Name", {"kind": "council"}, ["Arboretum", "Zoo"]),
        (TEAMS, "Name", {"kind": "partner"}, ["Advice centre"]),
        (TEAMS, "Kind", {"kind": "closed"}, ["Closed"]),
        (TEAMS, "Name", {"q": "place"}, ["Arboretum"]),
        (TEAMS, "Name", {"sort": "directorate", "kind": "council"}, ["Zoo", "Arboretum"]),
        (TEAMS, "People", {"sort": "people", "kind": "council"}, ["1", "1"]),
        (MESSAGES, "To", {}, ["Agatha", "Zoe"]),
        (MESSAGES, "To", {"sort": "oldest"}, ["Zoe", "Agatha"]),
        (MESSAGES, "To", {"sort": "recipient"}, ["Agatha", "Zoe"]),
        (MESSAGES, "Status", {"status": "sent"}, ["Sent"]),
        (PROBLEMS, "Page", {}, ["/a/", "/z/"]),
        (PROBLEMS, "Page", {"sort": "oldest"}, ["/z/", "/a/"]),
        (PROBLEMS, "Page", {"sort": "page"}, ["/a/", "/z/"]),
        (PROBLEMS, "Page", {"status": "new"}, ["/z/"]),
        (PROBLEMS, "Page", {"sort": "nonsense"}, ["/a/", "/z/"]),
    ],
)
def test_each_list_is_searched_narrowed_and_ordered(browser, address, column, wanted, found):
    assert [row[column] for row in read(browser, address, **wanted)] == found


def test_each_list_can_be_had_as_a_spreadsheet_and_says_where(browser):
    for address in ADDRESSES:
        page = browser.get(address).content.decode()
        assert "as=csv" in page, address
        assert "as=xlsx" in page, address
        book = load_workbook(io.BytesIO(browser.get(address, {"as": "xlsx"}).content))
        assert sum(sheet.max_row for sheet in book) > 4, address
        assert "as=csv" not in browser.get(address, {"q": "nothing like it at all"}).content.decode(), address


def test_what_is_taken_away_says_neither_a_message_nor_a_readers_address(browser):
    assert "secret" not in browser.get(MESSAGES, {"as": "csv"}).content.decode()
    problems = browser.get(PROBLEMS, {"as": "csv"}).content.decode()
    assert "reader@a.example" not in problems
    assert "'=It broke" in problems, "no spreadsheet runs what a reader wrote"


def test_downloads_are_for_whoever_may_read_the_page(browser):
    for address in ADDRESSES:
        assert Client().get(address, {"as": "csv"}).status_code == 302, address
        assert signed_in_client(make_person()).get(address, {"as": "csv"}).status_code == 403, address


def test_a_longer_list_of_teams_asks_no_more(browser, django_assert_max_num_queries):
    for number in range(20):
        make_person(team=make_team(f"Team {number}"))
    for address in (TEAMS, f"{TEAMS}?as=csv"):
        with django_assert_max_num_queries(6):
            browser.get(address)


def test_the_audit_log_is_ordered_and_taken_away_with_every_hash() -> None:
    admin = make_person(Role.ADMINISTRATOR, name="Ada Lovelace")
    for number, actor in enumerate((None, admin, None), 1):
        audit.record(
            actor=actor, at=NOW, verb="made", object_type="x.y", object_id=number, object_name=f"Thing {number}"
        )
    client = signed_in_client(admin)

    def things(query: str) -> list[str]:
        rows = client.get(f"/staff/audit/?as=json&q=Thing&{query}").json()["rows"]
        assert all(len(row["hash"]) == 64 for row in rows)
        return [row["object"] for row in rows]

    assert things("") == ["Thing 3", "Thing 2", "Thing 1"]
    assert things("sort=first") == ["Thing 1", "Thing 2", "Thing 3"]
    assert things("sort=person")[0] == "Thing 2", "Ada before the site itself"
    page = client.get("/staff/audit/?sort=first&q=Thing").content.decode()
    assert page.index("Thing 1") < page.index("Thing 3")
    assert client.get("/staff/audit/?as=xlsx").content.startswith(b"PK")
    whole = client.get("/staff/audit/export/?sort=person").getvalue().decode()
    assert whole.index("Thing 1") < whole.index("Thing 2"), "the whole log keeps the order of its chain"
