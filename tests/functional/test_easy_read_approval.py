"""An editor changes the Easy Read edition: nobody reads the change until a plan owner has read and approved it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.functional.visits import broken_rules

EASY_READ = "/easy-read-report-2025-2026/"
REPORT = "/staff/reports/fairer-alderbrook-2025-2026/"


def retitle(editor: Page, own_page: str, title: str) -> str:
    """Change the title in the editor and save the draft; the title that it had."""
    editor.goto(own_page)
    editor.get_by_role("link", name="Write in the editor").click()
    field = editor.locator("textarea[name=title], input[name=title]")
    before = field.input_value()
    field.fill(title)
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_role("link", name="See its checks")).to_be_visible()
    return before


def approve(owner: Page, own_page: str) -> None:
    owner.goto(own_page)
    expect(owner.get_by_text("Published, changes waiting")).to_be_visible()
    assert not broken_rules(owner)
    owner.get_by_role("button", name="Approve and publish").click()
    expect(owner.get_by_role("heading", level=1)).to_contain_text("Approve and publish")
    assert not broken_rules(owner)
    owner.get_by_role("button", name="Approve and publish").click()
    expect(owner.get_by_text("Approved and published.")).to_be_visible()


def test_a_change_is_read_by_everybody_only_once_another_has_approved_it(open_page: Callable[..., Page]) -> None:
    editor, owner, reader = open_page("editor"), open_page("plan owner"), open_page(java_script_enabled=False)
    editor.goto(REPORT)
    own_page = editor.locator("main a[href*='/staff/easy-read/']").get_attribute("href") or ""
    title = "Easy Read: a year of being fair"
    before = retitle(editor, own_page, title)
    try:
        editor.goto(own_page)
        expect(editor.get_by_text("It waits for a plan owner or administrator")).to_be_visible()
        expect(editor.get_by_role("button", name="Approve and publish")).to_have_count(0)
        reader.goto(EASY_READ)
        expect(reader.get_by_role("heading", level=1)).to_have_text(before)
        approve(owner, own_page)
        reader.goto(EASY_READ)
        expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    finally:
        retitle(editor, own_page, before)  # other tests look at the same site
        approve(owner, own_page)
