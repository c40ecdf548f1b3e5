"""An editor puts a quotation, a map and a case study into a report, orders them and takes one out: without scripts."""

import re
import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.functional.test_publication_checks import fill_day, press
from tests.functional.visits import PHONE, broken_rules


def add(page: Page, what: str) -> None:
    """Open the form for another block."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=what, exact=True).click()


def test_blocks_are_placed_ordered_and_taken_out(open_page: Callable[..., Page]) -> None:
    slug = f"blocks-{uuid.uuid4().hex[:8]}"
    editor = open_page("editor", java_script_enabled=False, viewport=PHONE)
    editor.goto("/staff/reports/new/")
    editor.get_by_label("Which plan is it about?").select_option(label="Fairer Alderbrook: our plan 2024 to 2028")
    editor.get_by_label("Title").fill(f"A report with blocks ({slug})")
    editor.get_by_label("Short name for the address").fill(slug)
    fill_day(editor, "starts_on", 1, 4, 2025)
    fill_day(editor, "ends_on", 31, 3, 2026)
    press(editor, "Begin")
    with editor.expect_navigation():
        editor.get_by_role("link", name=re.compile("Add a case study, quotation or map.*Aim 1")).click()
    place = editor.url

    add(editor, "A case study")
    editor.get_by_label("The letter behind the clock").check()
    press(editor, "Add it")
    add(editor, "A quotation")
    press(editor, "Add it")
    expect(editor.get_by_role("link", name="Choose whose words they are.")).to_be_visible()
    editor.get_by_label("Edith (C-2026-014)").check()
    editor.get_by_label("What they said").fill("They ring before they come now.")
    editor.get_by_label("As they agreed to be named").fill("Edith, Ropewalk")
    press(editor, "Add it")
    add(editor, "A map")
    editor.get_by_label("Which indicator?").select_option(label="Households that cannot afford to keep warm")
    press(editor, "Add it")

    titles = editor.locator(".gt-promise__title")
    for number, words in enumerate(("They ring before they come", "keep warm, by ward", "The letter behind the clock")):
        expect(titles.nth(number)).to_contain_text(words)
    with editor.expect_navigation():
        editor.get_by_role("button", name=re.compile("Up.*Map")).click()
    expect(editor.locator(".gt-promise__title").nth(0)).to_contain_text("by ward")

    editor.goto(f"/staff/reports/{slug}/preview/")
    main = editor.get_by_role("main")
    expect(main.get_by_role("heading", name="Case study: The letter behind the clock")).to_be_visible()
    expect(main).to_contain_text("They ring before they come now.")
    expect(main).to_contain_text("1.\u00a0Harrow Mill")

    phone = open_page("editor", viewport=PHONE)
    for address in (place, f"{place}quotation/", f"/staff/reports/{slug}/preview/"):
        phone.goto(address)
        assert broken_rules(phone) == []

    editor.goto(place)
    with editor.expect_navigation():
        editor.get_by_role("link", name=re.compile("Take out.*Map")).click()
    press(editor, "Take it out")
    expect(editor.locator(".gt-promise__title")).to_have_count(2)
