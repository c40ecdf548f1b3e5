"""Pages kept for everyone change the moment anything they are made from does."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from tests.factories.people import make_person, signed_in_client

from goldenthread.accounts import audit
from goldenthread.accounts.roles import Role
from goldenthread.frontend import page_cache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(monkeypatch, tmp_path):
    """A shelf with room: the tests' settings give none."""
    shelf = page_cache.PageShelf(capacity=10_000_000)
    monkeypatch.setattr(page_cache, "shelf", shelf)
    monkeypatch.setattr(page_cache, "folder", page_cache.PageFolder(tmp_path, 10_000_000))
    return shelf


@pytest.fixture
def rendered(monkeypatch):
    """How often the contact page was rendered."""
    times = []
    monkeypatch.setattr("goldenthread.frontend.context.this_council", lambda: times.append(1) or settings.COUNCIL)
    return times


def test_the_second_reader_gets_the_page_that_was_made_for_the_first(client, rendered):
    first, second = client.get("/contact/"), client.get("/contact/")
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert len(rendered) == 1


def test_anything_that_is_recorded_makes_the_page_anew(client, rendered):
    client.get("/contact/")
    person = make_person(Role.EDITOR)
    audit.record(
        actor=person,
        at=datetime(2026, 3, 1, tzinfo=UTC),
        verb="changed",
        object_type="plan",
        object_id="1",
        object_name="A fairer place",
    )
    client.get("/contact/")
    assert len(rendered) == 2


def test_a_new_day_makes_the_page_anew(client, rendered, monkeypatch):
    client.get("/contact/")
    monkeypatch.setattr(page_cache.timezone, "localdate", lambda: datetime(2031, 1, 1, tzinfo=UTC).date())
    client.get("/contact/")
    assert len(rendered) == 2


def test_somebody_signed_in_gets_their_own_page(rendered):
    signed_in = signed_in_client(make_person(Role.VIEWER))
    signed_in.get("/contact/")
    signed_in.get("/contact/")
    assert len(rendered) == 2


def test_a_page_with_a_form_is_made_for_each_reader(client, shelf):
    response = client.get("/account/login/")
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert shelf.get(page_cache.page_key(response.wsgi_request)) is None


def test_a_page_that_is_not_there_is_not_kept(client, rendered):
    client.get("/nowhere/")
    client.get("/nowhere/")
    assert len(rendered) == 2


def test_another_process_takes_the_page_that_was_made(client, rendered, shelf):
    first = client.get("/contact/")
    shelf.clear()
    assert client.get("/contact/").content == first.content
    assert len(rendered) == 1


def test_whoever_waited_for_a_new_page_takes_the_one_that_was_made(client, rendered, shelf, monkeypatch):
    first = client.get("/contact/")
    shelf.clear()
    kept, looks = page_cache.folder.get, []

    def not_there_at_first(key):
        looks.append(key)
        return kept(key) if len(looks) > 1 else None

    monkeypatch.setattr(page_cache.folder, "get", not_there_at_first)
    assert client.get("/contact/").content == first.content
    assert (len(looks), len(rendered)) == (2, 1)


def test_nobody_waits_for_a_page_that_is_made_for_each_reader(client, monkeypatch):
    client.get("/account/login/")

    def refuse(key):
        raise AssertionError("a form has no turns")

    monkeypatch.setattr(page_cache.folder, "turn", refuse)
    assert client.get("/account/login/").status_code == 200
