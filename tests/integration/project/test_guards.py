"""What every response carries, and that nobody else's server is asked for anything."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from tests.factories.people import make_person, signed_in_client
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedNotFoundException

from goldenthread.accounts.roles import Role

pytestmark = pytest.mark.django_db
OWN_PAGES = ("/contact/", "/accessibility/", "/cookies/")


@pytest.mark.parametrize("address", [*OWN_PAGES, "/nowhere/"])
def test_every_page_forbids_scripts_and_frames_of_others(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_only_the_editor_may_write_scripts_into_its_pages():
    editor = signed_in_client(make_person(Role.ADMINISTRATOR))
    assert "'unsafe-inline'" in editor.get("/cms/").headers["Content-Security-Policy"]
    assert "unsafe" not in editor.get("/staff/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_name_no_other_site_to_load_from_and_carry_no_script_or_style(client, address):
    html = client.get(address).content.decode()
    loaded = re.findall(r'(?:src|srcset)="([^"]*)"|<link[^>]* href="([^"]*)"', html)
    assert loaded
    assert all((one or other).startswith("/") for one, other in loaded)
    assert "<style" not in html
    assert not re.search(r'\sstyle="', html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)


def test_other_guards_ride_along(client):
    headers = client.get("/contact/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_pages_of_somebody_signed_in_are_kept_by_nobody():
    response = signed_in_client(make_person(Role.VIEWER)).get("/contact/")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_an_address_pasted_by_an_editor_is_not_fetched():
    with pytest.raises(EmbedNotFoundException, match="Nothing from other sites"):
        get_embed("https://video.example/watch?v=1")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
def test_who_may_not_use_the_editor_is_told_so_and_not_sent_round_in_circles(role):
    response = signed_in_client(make_person(role)).get("/cms/", follow=True)
    assert response.status_code == 403
    assert "written by editors" in response.content.decode()


def test_the_editor_asks_to_sign_in_and_leads_nowhere_else(client):
    assert client.get("/cms/", follow=True).redirect_chain[-1] == ("/account/login/?next=%2Fcms%2F", 302)
    astray = client.get("/cms/login/?next=https://elsewhere.example/")
    assert astray.headers["Location"] == "/account/login/?next=%2Fcms%2F"


def test_the_editor_asks_nobody_for_news_or_portraits():
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    html = signed_in_client(make_person(Role.ADMINISTRATOR)).get("/cms/").content.decode()
    assert "gravatar" not in html
    assert "releases.wagtail" not in html


def test_the_descriptions_of_the_interface_come_from_here(client):
    html = client.get("/api/v1/docs").content.decode()
    loaded = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert loaded
    assert all(address.startswith(("/", "data:")) for address in loaded)
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Golden Thread"


def test_djangos_own_checks_find_nothing_wrong():
    call_command("check", fail_level="WARNING")


def test_a_form_from_elsewhere_is_refused_in_words():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/account/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "This form was open too long" in response.content.decode()
