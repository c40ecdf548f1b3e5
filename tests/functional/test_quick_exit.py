"""Leaving a sensitive page at once. No page needs it yet: here it is put on one, just as the site serves it."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from playwright.sync_api import Page, Route
from tests.functional.visits import broken_rules
from tests.lib.demonstration import Site

PATH = "/contact/"
ELSEWHERE = "https://"


@pytest.fixture
def open_sensitive(open_page: Callable[..., Page], site: Site) -> Callable[..., tuple[Page, list[dict[str, str]]]]:
    """Open a page with the way out on it; other sites are stood in for, and what they were sent is noted."""
    way_out = Template("{% exit_this_page %}").render(Context())

    def add_way_out(route: Route) -> None:
        answer = route.fetch()
        marked = answer.text().replace('id="main-content">', f'id="main-content">{way_out}', 1)
        route.fulfill(response=answer, body=marked)

    def open_one(**options: object) -> tuple[Page, list[dict[str, str]]]:
        sent: list[dict[str, str]] = []

        def stand_in(route: Route) -> None:
            sent.append(route.request.headers)
            route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")

        page = open_page("", **options)
        page.route(f"{site.address}{PATH}", add_way_out)
        page.route(lambda url: url.startswith(ELSEWHERE), stand_in)
        page.goto(PATH)
        return page, sent

    return open_one


@pytest.mark.parametrize("has_scripts", [True, False])
def test_one_press_leads_to_another_site_that_learns_nothing(
    open_sensitive: Callable[..., tuple[Page, list[dict[str, str]]]], has_scripts: bool
) -> None:
    page, sent = open_sensitive(java_script_enabled=has_scripts)
    page.get_by_role("button", name="Exit this page").click()
    page.get_by_role("heading", name="Weather").wait_for()
    assert page.url.startswith(ELSEWHERE)
    assert "referer" not in sent[0]


def test_the_way_out_is_met_first_and_stands_in_nobodys_way(
    open_sensitive: Callable[..., tuple[Page, list[dict[str, str]]]],
) -> None:
    page, _ = open_sensitive()
    assert not broken_rules(page)
    page.set_viewport_size({"width": 320, "height": 640})
    button = page.get_by_role("button", name="Exit this page")
    page.mouse.wheel(0, 2000)
    assert button.is_visible()
    assert not broken_rules(page)


def test_three_presses_of_shift_leave_as_well(open_sensitive: Callable[..., tuple[Page, list[dict[str, str]]]]) -> None:
    page, _ = open_sensitive()
    page.locator("body").click(position={"x": 5, "y": 5})
    for _ in range(3):
        page.keyboard.press("Shift")
    page.get_by_role("heading", name="Weather").wait_for()
    assert page.url.startswith(ELSEWHERE)
