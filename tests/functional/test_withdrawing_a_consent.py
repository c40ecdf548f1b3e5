"""Somebody rings and takes back their story: an editor enters it, and it is gone from everywhere at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.functional.visits import broken_rules

REPORT = "/reports/fairer-alderbrook-2025-2026/"
STORY = "/stories/twelve-men-and-a-box-of-test-kits/"


@pytest.fixture
def editor(open_page: Callable[..., Page]) -> Page:
    return open_page("editor")


def test_a_withdrawn_consent_takes_a_story_down_at_once(editor: Page, open_page: Callable[..., Page]) -> None:
    resident = open_page(java_script_enabled=False)
    resident.goto(STORY)
    expect(resident.get_by_role("heading", level=1)).to_have_text("Twelve men and a box of test kits")
    resident.goto(REPORT)
    expect(resident.get_by_role("heading", name="Case study: Twelve men and a box of test kits")).to_be_visible()
    expect(resident.get_by_role("link", name="The same report to print (PDF)")).to_be_visible()
    editor.goto("/staff/consents/?q=Len")
    editor.get_by_role("link", name="Len").click()
    expect(editor.get_by_role("link", name="Twelve men and a box of test kits")).to_be_visible()
    editor.get_by_role("button", name="They withdraw it").click()
    expect(editor.get_by_role("heading", level=1)).to_contain_text("Len withdraws the consent C-2026-061")
    editor.get_by_role("button", name="Withdraw it now").click()
    expect(editor.get_by_role("link", name="Enter how did they tell you?")).to_be_visible()
    assert not broken_rules(editor)
    editor.get_by_label("How did they tell you?").fill("He rang")
    editor.get_by_role("button", name="Withdraw it now").click()
    expect(editor.get_by_text("Withdrawn. Pages are down and editions are marked")).to_be_visible()
    assert not broken_rules(editor)
    answer = resident.goto(STORY)
    assert answer is not None
    assert answer.status == 410
    expect(resident.get_by_role("heading", level=1)).to_have_text("This story is no longer shown")
    expect(resident.get_by_text("Len")).to_have_count(0)
    resident.goto("/stories/")
    expect(resident.get_by_text("Twelve men")).to_have_count(0)
    resident.goto(REPORT)
    expect(resident.get_by_role("main")).not_to_contain_text("Twelve men and a box of test kits")
    expect(resident.get_by_role("main")).to_contain_text("Words have been taken out here")
    expect(resident.get_by_role("main")).to_contain_text(
        "The PDF, Word and Markdown files of this report are not offered"
    )
    for name in ("(PDF)", "(Word)", "(Markdown)"):
        expect(resident.get_by_role("link", name=name)).to_have_count(0)
    editor.goto("/staff/stories/")
    row = editor.get_by_role("listitem").filter(has_text="Twelve men and a box of test kits")
    expect(row.get_by_text("Taken down")).to_be_visible()


def test_who_stands_behind_an_alias_is_shown_to_few(open_page: Callable[..., Page]) -> None:
    officer = open_page("monitoring officer")
    officer.goto("/staff/consents/?q=Edith")
    officer.get_by_role("link", name="Edith").click()
    assert "Margery" not in officer.content()
    officer.get_by_role("link", name="Look up who stands behind the alias").click()
    officer.get_by_label("What do you need the name for?").fill("To ask whether the story may stay another year")
    officer.get_by_role("button", name="Show the name").click()
    expect(officer.get_by_text("Margery Holt")).to_be_visible()
    assert not broken_rules(officer)
