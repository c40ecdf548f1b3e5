"""A round of updates in a browser, from the day it opens to the silence that everybody sees, with the clock in hand."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.functional.conftest import PATIENCE
from tests.functional.visits import broken_rules
from tests.lib import clocked_site
from tests.lib.clocked_site import ClockedSite

OWNERS = 40


def on(day: int, month: int = 7) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


@pytest.fixture
def clocked() -> Iterator[ClockedSite]:
    """The site on Monday 6 July 2026."""
    with clocked_site.opened(owners=OWNERS, at=on(6)) as site:
        yield site


class People:
    """Everybody's windows: one each, as each has a device of their own."""

    def __init__(self, browser: Browser, site: ClockedSite) -> None:
        self.browser, self.site = browser, site

    def window(self, **options: Any) -> Page:
        context = self.browser.new_context(base_url=self.site.address, **options)
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def signed_in(self, email: str) -> Page:
        page = self.window()
        page.goto("/account/login/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(clocked_site.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/staff/**")
        return page


def links_in(letters: list[dict[str, Any]]) -> dict[str, str]:
    """The path of the link that each person was sent."""
    found = {}
    for letter in letters:
        if path := re.search(r"(/updates/\S+/)", letter["body"]):
            found[letter["to"]] = path[1]
    return found


def open_link(people: People, link: str) -> Page:
    """Open a link on a device where its person has never opened one: a code comes by mail."""
    page = people.window(java_script_enabled=False)
    page.goto(link)
    page.get_by_role("button", name="Send the code").click()
    (letter,) = people.site.read_mail()
    code = re.search(r"code is (\d{6})", letter["body"])
    assert code is not None
    page.locator("[name=figures]").fill(code[1])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="How is it going?").wait_for()
    return page


def answer(people: People, link: str, *, news: str = "") -> None:
    """Say what has changed, or in one tap that nothing has."""
    page = open_link(people, link)
    if news:
        page.locator("textarea[name$=text]").fill(news)
        page.locator("[name$=status][value='on track']").check()
        page.get_by_role("button", name="Send", exact=True).click()
    else:
        page.get_by_role("button", name="No change").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.context.close()


def start_round(owner: Page) -> str:
    """Start the round with what the form proposes; the path of its page."""
    owner.goto("/staff/updates/new/")
    assert not broken_rules(owner)
    owner.locator("input[name=plans]").first.check()
    for name, day in (("opens_on", "6 7 2026"), ("due_on", "24 7 2026")):
        for box, value in enumerate(day.split()):
            owner.locator(f"#id_{name} input").nth(box).fill(value)
    owner.locator("main form button[type=submit]").first.click()
    owner.get_by_text("Started.").wait_for()
    owner.get_by_role("link", name="April to June 2026").first.click()
    owner.wait_for_url(re.compile(r"/staff/updates/\d+/$"))
    return "/staff" + owner.url.partition("/staff")[2]


def test_a_quarter_for_forty_owners(browser: Browser, clocked: ClockedSite) -> None:
    people = People(browser, clocked)
    owner = people.signed_in(clocked_site.OWNER)
    address = start_round(owner)

    asked = links_in(clocked.go_to(on(6))["mail"])
    assert len(asked) == OWNERS
    persons = list(asked)
    scanner = people.window()
    for person in persons[:3]:
        scanner.goto(asked[person])  # mail scanners open links; nothing comes of it
    owner.goto(address)
    assert owner.get_by_text("0 of 40 actions have been updated").is_visible()
    assert not broken_rules(owner)

    for number, person in enumerate(persons[:25]):
        answer(people, asked[person], news=f"We are at step {number}." if number % 2 else "")
    owner.reload()
    assert owner.get_by_text("25 of 40 actions have been updated").is_visible()

    assert clocked.go_to(on(20))["mail"] == []
    reminded = links_in(clocked.go_to(on(21))["mail"])
    assert sorted(reminded) == sorted(persons[25:])
    used = people.window()
    used.goto(asked[persons[0]])
    assert used.get_by_role("heading", name="This link opens nothing now").is_visible(), "a link can be used twice"
    for person in persons[25:30]:
        answer(people, reminded[person])

    assert clocked.go_to(on(25))["mail"] == [], "nobody is written to on a Saturday"
    told = clocked.go_to(on(27))["mail"]
    assert {letter["to"] for letter in told} == {clocked_site.LEAD}
    told = clocked.go_to(on(30))["mail"]
    assert {letter["to"] for letter in told} == {clocked_site.DIRECTOR}
    assert clocked.go_to(on(31))["mail"] == []
    clocked.go_to(on(5, 8))

    owner = people.signed_in(clocked_site.OWNER)  # a month is longer than a session lasts
    owner.goto(address)
    assert owner.get_by_text("30 of 40 actions have been updated").is_visible()
    assert owner.get_by_text("10 were missed").is_visible()
    owner.goto(f"{address}?state=silent")
    assert owner.locator("main tbody tr").count() == 10
    assert not broken_rules(owner)
    owner.goto("/staff/oversight/?concern=missed")
    assert owner.get_by_role("heading", level=1).inner_text().endswith("10 not updated when asked")
    late = people.window()
    late.goto(asked[persons[-1]])
    assert late.get_by_role("heading", name="This link opens nothing now").is_visible(), "a link outlives its round"

    publish_progress(owner)
    reader = people.window(java_script_enabled=False)
    reader.goto("/plans/")
    reader.get_by_role("link", name="A fairer borough").first.click()
    reader.locator("a[href*='/aims/']").first.click()
    assert reader.get_by_text("Not updated since").count() + reader.get_by_text("Never updated").count() == 10


def publish_progress(owner: Page) -> None:
    """The quarterly release of what the updates say."""
    owner.goto("/staff/plans/")
    owner.get_by_role("link", name="A fairer borough").first.click()
    owner.locator("a[href$='/release/']").first.click()
    owner.locator("main form button[type=submit]").first.click()
    owner.wait_for_url(re.compile(r"/staff/plans/[^/]+/$"))
