"""A council's own list of actions, from the file to the plan, in a browser: each step can be read by everybody."""

import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from tests.functional.visits import PHONE, broken_rules

PLAN = "homes-2026"


def check(page: Page) -> None:
    """Nothing on the page stands in anybody's way, at a desk and on a small phone."""
    assert not broken_rules(page)
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} is {width} px wide"
    if desk:
        page.set_viewport_size(desk)


def send(page: Page) -> None:
    """Press the first button of the page's own form."""
    page.locator("main form[method=post]:not(details form) button").first.click()


def test_a_list_of_actions_becomes_part_of_a_plan(open_page: Callable[..., Page], tmp_path: Path) -> None:
    title = f"Mend the stairs of Brook House ({uuid.uuid4().hex[:8]})"
    file = tmp_path / "actions.csv"
    file.write_text(
        "Our list of actions\n\nAction,Lead,By when,RAG,Ward councillor\n"
        f"Priority 9: Stairs and lifts\n{title},Jean Thackray,end of March 2027,Green,Cllr Farrow\n",
        encoding="utf-8",
    )
    page = open_page("plan owner")
    page.goto(f"/staff/plans/import/?plan={PLAN}")
    page.set_input_files("input[type=file]", str(file))
    send(page)
    page.wait_for_url("**/columns/")
    check(page)
    send(page)
    page.wait_for_url("**/words/")
    check(page)
    send(page)
    page.wait_for_url("**/check/")
    check(page)
    assert page.get_by_text("“end of March 2027” was read as 31 March 2027.").is_visible()
    send(page)
    page.wait_for_url(f"**/staff/plans/{PLAN}/")
    page.get_by_role("link", name=title).click()
    assert page.get_by_text("31 March 2027").first.is_visible()
    assert page.get_by_text("Cllr Farrow").is_visible()
    check(page)
