"""A report becomes answered promises, in a browser: without scripts, and by keyboard alone."""

import uuid
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from tests.factories.report_files import as_word
from tests.functional.test_staff_journeys import tab_to
from tests.functional.visits import broken_rules

from goldenthread.checking.documents import read_document

TIMES_LOOKED = 60


def make_report(folder: Path, word: str) -> Path:
    """A Word document with three promises, one statement and one quotation; no two are the same."""
    text = f"""
# Report 2023-24 {word}

## Learning

We opened a library. We will open the {word} library by June 2025.

Next year we will:

- train ten {word} tutors;

“They will never listen,” said a reader. A {word} fair is being planned for 2024.
"""
    path = folder / f"{word}.docx"
    path.write_bytes(as_word(read_document("report.md", text.encode())))
    return path


def bring_in(page: Page, file: Path, title: str) -> None:
    """Bring the report in and look again until it has been read."""
    page.goto("/staff/promises/reports/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("The report").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/staff/promises/reports/")
    page.get_by_role("link", name=title).click()
    for _ in range(TIMES_LOOKED):
        if not page.get_by_text("The report is being read").count():
            break
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="Look again").click()


def test_a_report_is_brought_in_decided_published_and_answered_without_scripts(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    word = f"w{uuid.uuid4().hex[:8]}"
    editor = open_page("editor", java_script_enabled=False)
    bring_in(editor, make_report(tmp_path, word), f"Report {word}")
    assert editor.get_by_text("Proposed: 3").is_visible()
    editor.get_by_role("button", name="Decide one by one, beside the page").click()
    assert editor.locator("mark").inner_text() == f"We will open the {word} library by June 2025."
    editor.get_by_role("button", name="Accept", exact=True).click()
    assert editor.locator("mark").inner_text() == f"train ten {word} tutors;"
    editor.get_by_label("What is promised").fill(f"Train ten tutors for {word}.")
    editor.get_by_role("button", name="Accept with these words").click()
    editor.get_by_role("button", name="Reject").click()
    assert editor.get_by_text("Accepted: 2").is_visible()

    reader = open_page(java_script_enabled=False)
    reader.goto("/promises/?report=")
    assert reader.get_by_text(word).count() == 0, "a promise is public before anybody published it"

    owner = open_page("plan owner", java_script_enabled=False)
    owner.goto("/staff/promises/reports/")
    owner.get_by_role("link", name=f"Report {word}").click()
    owner.get_by_role("button", name="Publish the promises").click()
    owner.goto(f"/staff/promises/?q={word}")
    owner.get_by_role("link", name=f"Train ten tutors for {word}.").click()
    owner.get_by_role("button", name="Answer it").click()
    owner.get_by_label("Dropped: it will not be done").check()
    owner.get_by_role("button", name="Answer").click()
    assert owner.get_by_text("Say why. Everybody reads the reason.").first.is_visible()
    owner.get_by_label("What was done, or why not").fill(f"No tutor came to {word}.")
    owner.get_by_role("button", name="Answer").click()

    reader.goto(f"/promises/?report=&q={word}")
    assert reader.get_by_text(f"No tutor came to {word}.").is_visible()
    reader.get_by_role("link", name=f"Train ten tutors for {word}.").click()
    assert reader.get_by_text(f"train ten {word} tutors;").is_visible()


def test_sentences_are_decided_by_keyboard_alone(open_page: Callable[..., Page], tmp_path: Path) -> None:
    word = f"k{uuid.uuid4().hex[:8]}"
    page = open_page("editor")
    bring_in(page, make_report(tmp_path, word), f"Report {word}")
    assert not broken_rules(page)
    tab_to(page, "main a[role=button]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sentences/**")
    assert not broken_rules(page)
    tab_to(page, "button[value=accept]")
    page.keyboard.press("Enter")
    page.get_by_text("2 still to decide").first.wait_for()
    tab_to(page, "button[value=reject]")
    page.keyboard.press("Enter")
    page.get_by_text("1 still to decide").first.wait_for()
    # Enter in the day's box accepts with the words and the day as they are.
    tab_to(page, "input[name=due_on_2]")
    page.keyboard.press("Enter")
    page.get_by_text("Accepted: 2").first.wait_for()
    assert page.get_by_text("Rejected: 1").is_visible()
    # Several at once: tick what was rejected and accept it after all.
    tab_to(page, "input[name=sentence]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("Accepted: 3").first.wait_for()
