"""The annual report opens with the answers to the one before, as they were that day; promises are on the thread."""

import io
import re

import pytest
from pypdf import PdfReader
from tests.factories.promises import NOW, PROMISED, make_promises, make_published
from tests.factories.reports import make_report, publish_report

from goldenthread.plan import actions as plan_actions
from goldenthread.plan.promises.states import PromiseState

pytestmark = pytest.mark.django_db


def answer(promise, state, by, reason):
    plan_actions.answer_promise(promise=promise, state=state, reason=reason, evidence_url="", by=by, at=NOW)


@pytest.fixture
def promises(plan, owner):
    """Four promises of the report on 2024-25; the first is kept by action 1 of the plan, which has a measure."""
    promises = make_published(owner, title="Report before")
    action = plan.actions.get(number="1")
    plan_actions.edit_promise(promise=promises[0], actions=[action], by=owner, at=NOW)
    answer(promises[0], PromiseState.KEPT, owner, "")
    answer(promises[1], PromiseState.DROPPED, owner, "There was no money for tutors.")
    return promises


@pytest.fixture
def report(promises, plan, editor):
    return publish_report(make_report(plan, editor))


def test_the_report_opens_with_the_answers_and_keeps_them_as_they_were(client, report, promises, owner):
    page = client.get(report.get_absolute_url()).content.decode()
    opening = page[page.index("What we promised last year</h2>") : page.index("What changed</h2>")]
    assert "Of 4 promises, 1 was kept, 0 are late, 0 changed and 1 was dropped. 2 are not answered yet." in opening
    assert re.findall(r"<h3[^>]*>([^<]+)</h3>", opening) == ["Kept: 1", "Dropped: 1", "Not answered yet: 2"]
    assert "There was no money for tutors." in opening
    answer(promises[2], PromiseState.LATE, owner, "The bus broke down.")
    assert "The bus broke down." not in client.get(report.get_absolute_url()).content.decode()
    assert "The bus broke down." in client.get("/promises/").content.decode()


def test_the_report_on_paper_says_the_same(client, report):
    pdf = client.get(f"{report.get_absolute_url()}pdf/").getvalue()
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "What we promised last year" in words
    assert "There was no money for tutors." in words


def test_promises_that_are_not_published_or_come_later_are_not_answered(client, plan, owner, editor):
    make_promises(owner)
    make_published(owner, "# Report 2026-27\n\nWe will do it all.", title="Report after")
    report = publish_report(make_report(plan, editor))
    assert report.promises == {}
    assert "What we promised last year" not in client.get(report.get_absolute_url()).content.decode()


def links(page):
    return set(re.findall(r'href="/thread/([a-z]+)/([^"/]+)/"', page))


def test_a_promise_leads_to_all_that_keeps_it_and_back(client, report, promises):
    page = client.get(f"/thread/promise/{promises[0].number}/").content.decode()
    assert page.count("You are here") == 1
    found = links(page)
    for each in (
        ("plan", "fairer-2-places"),
        ("aim", "fairer-2-places-1"),
        ("action", "fairer-2-places-1"),
        ("measure", "fairer-2-places-1b"),
        ("indicator", "poor-health"),
        ("report", report.slug),
    ):
        assert each in found
    for kind, key in (("plan", "fairer-2-places"), ("action", "fairer-2-places-1"), ("report", report.slug)):
        back = client.get(f"/thread/{kind}/{key}/").content.decode()
        assert ("promise", str(promises[0].number)) in links(back)


def test_a_promise_that_nothing_keeps_says_where_the_thread_ends(client, report, promises):
    page = client.get(f"/thread/promise/{promises[3].number}/").content.decode()
    assert "Nothing in a plan keeps it" in page
    assert PROMISED[3] in page
    assert ("report", report.slug) in links(page)


@pytest.mark.parametrize("key", ["99", "x", "9999999999"])
def test_there_is_no_thread_of_what_is_not_public(client, promises, key):
    assert client.get(f"/thread/promise/{key}/").status_code == 404


def test_the_thread_of_a_hidden_promise_is_not_shown(client, plan, owner):
    hidden, *_ = make_promises(owner)
    plan_actions.edit_promise(promise=hidden, actions=[plan.actions.get(number="1")], by=owner, at=NOW)
    assert client.get(f"/thread/promise/{hidden.number}/").status_code == 404
    page = client.get("/thread/action/fairer-2-places-1/").content.decode()
    assert hidden.text not in page
