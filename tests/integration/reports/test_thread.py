"""The thread can be walked from any object to any other, and never through what is not published."""

import re

import pytest
from tests.factories.facts import define_fact, record_fact
from tests.factories.people import make_person
from tests.factories.plans import NOW, make_plan, make_section, publish
from tests.factories.reports import make_report, publish_report

from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.evidence.fact_kinds import FactQuestion
from goldenthread.reports import actions

pytestmark = pytest.mark.django_db

THREADS = {
    "plan": "fairer-2-places",
    "aim": "fairer-2-places-1",
    "action": "fairer-2-places-1",
    "measure": "fairer-2-places-1b",
    "indicator": "poor-health",
    "figure": "report-2026-3",
    "report": "report-2026",
}


@pytest.fixture
def quoted(draft):
    """A published report whose words are bound to a fact that the evidence was asked for, and to one that was read."""
    define_fact("health", FactQuestion.VALUE, "poor-health", by=make_person(Role.ANALYST), is_verified=True)
    record_fact("visits", Statistic.COUNT, 412, period="2025 to 2026")
    text = "Of us, [over 14%](claim:health) are in poor health. We made [412](claim:visits) visits."
    actions.write_text(report=draft, place="introduction", text=text, by=make_person(Role.EDITOR), at=NOW)
    return publish_report(draft)


def read(client, kind, key):
    response = client.get(f"/thread/{kind}/{key}/")
    assert response.status_code == 200, (kind, key)
    return response.content.decode()


def links(page):
    return set(re.findall(r'href="/thread/([a-z]+)/([^"/]+)/"', page))


@pytest.mark.parametrize("kind", THREADS)
def test_each_kind_of_object_has_its_thread_and_is_marked_on_it(client, published, kind):
    page = read(client, kind, THREADS[kind])
    assert page.count("You are here") == 1
    assert page.count('aria-current="true"') == 1


@pytest.mark.parametrize("start", THREADS)
def test_from_each_every_other_is_reached_by_following(client, published, start):
    seen, waiting = set(), {(start, THREADS[start])}
    while waiting:
        kind, key = waiting.pop()
        seen.add((kind, key))
        waiting |= links(read(client, kind, key)) - seen
    assert set(THREADS.items()) <= seen


def test_a_measure_leads_back_to_its_promise_and_on_to_value_file_and_report(client, published, evidence):
    page = read(client, "measure", THREADS["measure"])
    names = re.findall(r'gt-thread__name">([^<]+)<', page)
    assert names == [
        "Plan", "Aim", "Action", "Progress measure", "Indicator", "Value", "Source file", "Figure in a report",
        "Report",
    ]  # fmt: skip
    for words in (
        "14.2%",
        f"Evidence snapshot {evidence.id}.",
        "95% interval",
        "invented.csv",
        "checksum 000000000000",
    ):
        assert words in page, words


def test_a_counted_measure_ends_at_the_councils_own_records(client, published):
    page = read(client, "measure", "fairer-2-places-2.1")
    assert "Sign-in sheets" in page
    assert "own records" in page
    assert "Indicator" not in re.findall(r'gt-thread__name">([^<]+)<', page)


def test_a_figures_thread_shows_what_was_frozen(client, published):
    page = read(client, "figure", "report-2026-4")
    assert "41 people" in page
    assert "Open a hall" in page
    assert "/reports/report-2026/#figure-4" in page


def test_a_thread_that_breaks_off_says_where(client, plan, owner):
    assert "No report has told of it yet" in read(client, "measure", THREADS["measure"])
    empty = make_section(make_plan(owner, slug="empty"), owner, number="1")
    publish(empty.plan)
    assert "Nothing measures it yet, so the thread breaks off here." in read(client, "aim", "empty-1")


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("plan", "secret"), ("aim", "secret-1"), ("action", "secret-1"), ("measure", "secret-1"),
        ("measure", "fairer-2-places-99"), ("measure", "1"), ("measure", "-"), ("indicator", "secret"),
        ("figure", "report-2026-99"), ("figure", "report-2026-x"), ("report", "secret"), ("person", "1"),
    ],
)  # fmt: skip
def test_what_is_not_public_has_no_thread(client, published, owner, kind, key):
    make_section(make_plan(owner, slug="secret"), owner, number="1")
    assert client.get(f"/thread/{kind}/{key}/").status_code == 404


def test_a_draft_report_is_on_nobodys_thread(client, draft):
    for kind in ("plan", "measure", "indicator"):
        assert "report-2026" not in read(client, kind, THREADS[kind])


def test_pages_of_plan_and_evidence_lead_to_the_thread(client, published):
    for address, kind in (
        ("/plans/fairer-2-places/", "plan"),
        ("/plans/fairer-2-places/aims/1/", "aim"),
        ("/plans/fairer-2-places/actions/1/", "action"),
        ("/plans/fairer-2-places/measures/1b/", "measure"),
        ("/indicators/poor-health/", "indicator"),
        ("/reports/report-2026/", "report"),
    ):
        assert f'href="/thread/{kind}/{THREADS[kind]}/"' in client.get(address).content.decode(), address


def test_a_fact_leads_back_to_promise_and_file_and_on_to_the_words_and_their_report(client, quoted):
    page = read(client, "fact", "health")
    assert re.findall(r'gt-thread__name">([^<]+)<', page) == [
        "Plan", "Aim", "Action", "Progress measure", "Indicator", "Value", "Source file", "Fact", "Claim", "Report",
    ]  # fmt: skip
    assert "“over 14%”" in page
    assert "True, in Annual report 2025 to 2026" in page
    assert page.count("You are here") == 1
    assert 'href="/thread/fact/health/"' in client.get("/facts/health/").content.decode()


@pytest.mark.parametrize("kind", ["plan", "aim", "action", "measure", "indicator", "report"])
def test_every_thread_of_what_is_measured_leads_to_facts_and_claims(client, quoted, kind):
    page = read(client, kind, THREADS[kind])
    assert ("fact", "health") in links(page)
    assert "“over 14%”" in page
    assert (("fact", "visits") in links(page)) == (kind == "report")


def test_a_recorded_fact_begins_with_itself(client, quoted):
    page = read(client, "fact", "visits")
    assert re.findall(r'gt-thread__name">([^<]+)<', page) == ["Value", "Fact", "Claim", "Report"]
    assert "412" in page


def test_a_fact_that_nobody_verified_has_no_thread_and_claims_of_a_draft_are_nobodys(client, draft):
    record_fact("waiting", Statistic.COUNT, 3, is_verified=False)
    record_fact("verified", Statistic.COUNT, 40)
    actions.write_text(
        report=draft, place="introduction", text="It is [40](claim:verified).", by=make_person(Role.EDITOR), at=NOW
    )
    assert client.get("/thread/fact/waiting/").status_code == 404
    page = read(client, "fact", "verified")
    assert "no report quotes it" in page
    assert "report-2026" not in page


@pytest.mark.parametrize(
    ("kind", "most"), [("plan", 9), ("measure", 8), ("indicator", 6), ("figure", 4), ("report", 6)]
)
def test_a_thread_asks_a_fixed_number_of_times(
    client, published, plan, editor, kind, most, django_assert_max_num_queries
):
    revisions = 3
    read(client, kind, THREADS[kind])
    publish_report(make_report(plan, editor, slug="report-2027"))
    with django_assert_max_num_queries(revisions + most):
        client.get(f"/thread/{kind}/{THREADS[kind]}/?again")
