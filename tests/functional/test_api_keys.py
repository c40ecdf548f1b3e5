"""An officer makes a key, a program reads a list with it, and it stops when it is ended."""

import json
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page
from tests.functional.visits import PHONE, broken_rules
from tests.lib.demonstration import Site


def test_a_key_from_making_it_to_ending_it(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("administrator", viewport=PHONE, java_script_enabled=False)
    page.goto("/account/")
    page.get_by_role("link", name="See your API keys").click()
    page.get_by_role("button", name="Make a key").click()
    if "reauthenticate" in page.url:  # where signing in was some minutes ago
        page.get_by_label("Password").fill(site.sign_ins["administrator"][1])
        page.locator("main button[type=submit]").click()
    page.get_by_label("What is it for?").fill("Directorate dashboard")
    page.get_by_label("30 days").check()
    page.get_by_role("button", name="Make the key").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your new API key"
    secret = page.locator("main .govuk-inset-text code").inner_text()

    told = read(site, "/staff/oversight/?concern=overdue&as=json", secret)
    assert told["rows"]
    assert set(told["columns"]) == set(told["rows"][0])
    assert "/staff/oversight/" in {each["address"] for each in read(site, "/api/v1/staff/lists", secret)["lists"]}

    page.get_by_role("button", name="Done").click()
    row = page.get_by_role("listitem").filter(has_text=secret[:8])
    row.get_by_role("button", name="End").click()
    assert "does not work any more" in page.locator("main, .govuk-notification-banner").first.inner_text()
    with pytest.raises(HTTPError, match="401"):
        read(site, "/staff/oversight/?as=json", secret)


@pytest.mark.parametrize("path", ["/staff/api-keys/", "/staff/api-keys/all/?which=all", "/staff/api-keys/make/"])
def test_nothing_stands_in_the_way_on_the_pages_of_keys(open_page: Callable[..., Page], site: Site, path: str) -> None:
    page = open_page("administrator", viewport=PHONE)
    page.goto(path)
    assert len(page.get_by_role("heading", level=1).all()) == 1
    assert not broken_rules(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def read(site: Site, path: str, secret: str) -> dict:
    asked = Request(site.address + path, headers={"Authorization": f"Bearer {secret}"})
    with urlopen(asked) as answer:
        found: dict = json.load(answer)
        return found
