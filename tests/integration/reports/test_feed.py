"""The Atom feed: every edition, correction and withdrawal, once, with addresses that hold anywhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.people import make_person
from tests.factories.plans import NOW
from tests.factories.reports import make_report, publish_report
from tests.factories.stories import make_consent, tell_story, write_story

from goldenthread.accounts.roles import Role
from goldenthread.frontend.council import this_council
from goldenthread.reports import actions

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/reports/feed.atom"


def read_feed(client):
    answer = client.get(FEED)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_a_council_that_published_nothing_has_a_feed_of_nothing(client):
    feed = read_feed(client)
    assert feed.findtext(f"{ATOM}title") == f"Annual reports of {this_council().name}"
    assert titles(feed) == []


def test_a_draft_is_in_no_feed(client, draft):
    assert titles(read_feed(client)) == []


def test_each_edition_is_an_entry_and_a_correction_says_what_it_puts_right(client, draft):
    publish_report(draft)
    actions.begin_correction(report=draft, note="The hall opened in May.", by=make_person(Role.EDITOR), at=NOW)
    assert titles(read_feed(client)) == ["Annual report 2025 to 2026"]
    publish_report(draft, at=NOW + timedelta(days=3))
    feed = read_feed(client)
    assert titles(feed) == ["Annual report 2025 to 2026, edition 2 (correction)", "Annual report 2025 to 2026"]
    correction, first = feed.iter(f"{ATOM}entry")
    assert correction.findtext(f"{ATOM}summary") == "Corrected: The hall opened in May."
    assert first.findtext(f"{ATOM}summary") == "Published. It is about 1 April 2025 to 31 March 2026."
    assert correction.find(f"{ATOM}link").get("href") == "http://testserver/reports/report-2026/editions/2/"
    ids = [entry.findtext(f"{ATOM}id") for entry in (correction, first)]
    assert len(set(ids)) == 2
    assert all("testserver" not in each for each in ids)
    for entry in (correction, first):
        when = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
        assert when.date() >= date(2026, 6, 15)
        assert client.get(entry.find(f"{ATOM}link").get("href").removeprefix("http://testserver")).status_code == 200
    newest = max(entry.findtext(f"{ATOM}updated") for entry in (correction, first))
    assert feed.findtext(f"{ATOM}updated") == newest


def test_words_taken_out_are_told_without_whose(client, draft):
    consent = make_consent(reference="C-1", alias="Edith", given_on=date(2026, 1, 1))
    tell_story(write_story(slug="edith", consents=[consent], body=[("words", "<p>She rang.</p>")]))
    actions.write_text(
        report=draft, place="introduction", text="Like [her](story:edith).", by=make_person(Role.EDITOR), at=NOW
    )
    publish_report(draft)
    actions.withdraw_consent(consent=consent, how="By letter", by=make_person(Role.EDITOR), at=timezone.now())
    feed = read_feed(client)
    assert titles(feed)[0] == "Annual report 2025 to 2026, edition 1: words taken out"
    words = ElementTree.tostring(feed, encoding="unicode")
    assert "Edith" not in words
    assert "C-1" not in words


def test_the_list_and_the_report_lead_to_it(client, published):
    for address in ("/reports/", "/reports/report-2026/"):
        page = client.get(address).content.decode()
        assert '<link rel="alternate" type="application/atom+xml"' in page, address
        assert f'href="{FEED}"' in page, address
    assert "Follow new reports and corrections" in client.get("/reports/").content.decode()


def test_it_takes_as_many_questions_for_many_reports_as_for_one(client, plan, editor):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            read_feed(client)
        return len(queries)

    publish_report(make_report(plan, editor))
    few = asked()
    for year in (2021, 2022):
        publish_report(make_report(plan, editor, slug=f"report-{year}", title=f"Report {year}"))
    assert asked() == few
