"""The shell's own pages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from tests.factories.people import make_person, signed_in_client

from goldenthread.accounts.roles import Role
from goldenthread.frontend import slots, views
from goldenthread.frontend.slots import Waiting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/contact/", "/accessibility/", "/cookies/"])
def test_every_page_says_how_to_go_on_without_it(client, address):
    html = client.get(address).content.decode()
    assert settings.COUNCIL.phone in html
    assert settings.COUNCIL.library_route in html
    assert '<a href="#main-content" class="govuk-skip-link"' in html
    assert '<main class="govuk-main-wrapper" id="main-content">' in html
    assert html.count("<h1") == 1
    assert "Report a problem with this page" in html
    assert f"?page={address}" in html


def test_the_invented_council_is_said_to_be_invented_on_every_page(client, settings):
    assert "Alderbrook does not exist." in client.get("/nowhere/").content.decode()
    settings.COUNCIL = replace(settings.COUNCIL, is_invented=False)
    assert "does not exist" not in client.get("/nowhere/").content.decode()


def test_the_councils_colour_comes_as_a_sheet_that_changes_its_name_with_it(client, settings):
    before = views.council_colours_version()
    settings.COUNCIL = replace(settings.COUNCIL, accent="#801650")
    assert views.council_colours_version() != before
    response = client.get(f"/council/{views.council_colours_version()}.css")
    assert response.headers["Content-Type"] == "text/css"
    assert "--gt-accent:#801650" in response.content.decode()
    assert "immutable" in response.headers["Cache-Control"]


def test_a_logo_is_shown_from_the_councils_own_file(client, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "logo.svg").write_text("<svg/>")
    settings.COUNCIL = replace(settings.COUNCIL, logo="logo.svg")
    response = client.get("/council/logo")
    assert (response.content, response.headers["Content-Type"]) == (b"<svg/>", "image/svg+xml")
    assert 'class="gt-header__logo"' in client.get("/contact/").content.decode()


@pytest.mark.parametrize("logo", ["", "none.svg", "../secret.svg", "secret-key"])
def test_nothing_but_a_picture_in_the_sites_folder_is_shown_as_a_logo(client, settings, tmp_path, logo):
    (tmp_path / "home").mkdir()
    (tmp_path / "secret.svg").write_text("secret")
    (tmp_path / "home" / "secret-key").write_text("secret")
    settings.HOME = tmp_path / "home"
    settings.COUNCIL = replace(settings.COUNCIL, logo=logo)
    assert client.get("/council/logo").status_code == 404


def test_the_quick_exit_leaves_nothing_behind(client):
    response = client.get("/exit/")
    assert (response.status_code, response.headers["Location"]) == (302, settings.EXIT_ADDRESS)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_an_address_that_leads_nowhere_is_said(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_our_own_mistake_is_said_without_needing_the_database(client, django_assert_num_queries):
    request = client.get("/contact/").wsgi_request
    with django_assert_num_queries(0):
        response = views.failed(request)
    assert response.status_code == 500
    assert "This is our mistake" in response.content.decode()


def test_a_refusal_gives_its_reason(client):
    request = client.get("/contact/").wsgi_request
    response = views.forbidden(request, PermissionError("Only plan owners can publish a plan."))
    assert response.status_code == 403
    assert "Only plan owners can publish a plan." in response.content.decode()


def test_the_staff_home_asks_to_sign_in(client):
    response = client.get("/staff/")
    assert (response.status_code, response.headers["Location"]) == (302, "/account/login/?next=/staff/")


def test_the_staff_home_shows_mine_first(monkeypatch):
    today = timezone.localdate()
    waiting = [
        Waiting(title="Fix the lifts", href="/1/", why="update due", due=today - timedelta(days=3), section="Plan"),
        Waiting(title="Read the draft", href="/2/", why="waiting for your review"),
    ]
    monkeypatch.setattr(slots, "_waiting", [lambda person, on: waiting])
    html = signed_in_client(make_person(Role.VIEWER, name="Ada Moss")).get("/staff/").content.decode()
    assert "1 of the 2 things waiting for you is overdue" in " ".join(html.split())
    assert html.index("Fix the lifts") < html.index("Read the draft")
    assert "Ada Moss" in html


def test_nothing_waiting_is_said_with_what_would(monkeypatch):
    monkeypatch.setattr(slots, "_waiting", [])
    html = signed_in_client(make_person(Role.VIEWER)).get("/staff/").content.decode()
    assert "Nothing is waiting for you" in html
    assert "it appears here" in html
