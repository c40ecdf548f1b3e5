"""Every form that was filled in wrongly says so at its head and beside each field, and keeps nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.functional.visits import broken_rules

PLAN = "/staff/plans/fairer-alderbrook"

#: Each form, and who fills it in. All are sent empty.
FORMS = [
    ("", "/report-a-problem/"),
    ("", "/account/login/"),
    ("", "/account/password/reset/"),
    ("contributor", f"{PLAN}/actions/1/update/"),
    ("contributor", f"{PLAN}/measures/3/figure/"),
    ("contributor", "/account/password/change/"),
    ("contributor", "/account/2fa/totp/activate/"),
    ("plan owner", "/staff/plans/new/"),
    ("plan owner", f"{PLAN}/edit/"),
    ("plan owner", f"{PLAN}/aims/new/"),
    ("plan owner", f"{PLAN}/aims/1/actions/new/"),
    ("plan owner", f"{PLAN}/aims/1/measures/new/"),
    ("plan owner", f"{PLAN}/actions/1/milestones/new/"),
    ("plan owner", f"{PLAN}/measures/2/target/"),
    ("plan owner", f"{PLAN}/achievements/new/"),
    ("plan owner", f"{PLAN}/asks/new/"),
    ("plan owner", f"{PLAN}/differences/new/"),
    ("plan owner", "/staff/groups/new/"),
    ("plan owner", "/staff/groups/fairness-panel/seats/new/"),
    ("plan owner", "/staff/groups/fairness-panel/meetings/new/"),
    ("plan owner", "/staff/groups/fairness-panel/asks/new/"),
    ("plan owner", "/staff/groups/fairness-panel/asks/4/reply/"),
    ("plan owner", "/staff/registers/strategies/new/"),
    ("plan owner", "/staff/registers/7/results/new/"),
    ("plan owner", "/staff/reports/new/"),
    ("analyst", "/staff/workforce/new/"),
    ("administrator", "/staff/people/invite/"),
    ("administrator", "/staff/people/1/details/"),
    ("administrator", "/staff/teams/add/"),
    ("analyst", "/staff/data/upload/"),
]
FORM = "main form[method=post]:has(.govuk-form-group)"


@pytest.mark.parametrize(("role", "path"), FORMS)
def test_a_form_says_what_is_wrong_at_its_head_and_beside_each_field(
    open_page: Callable[..., Page], role: str, path: str
) -> None:
    page = open_page(role)
    page.goto(path)
    send_empty(page)
    assert page.title().startswith("Error: ")
    summary = page.locator(".govuk-error-summary")
    assert summary.get_by_role("heading", name="There is a problem").is_visible()
    assert summary.evaluate("element => element === document.activeElement"), "the summary has no focus"
    links = summary.get_by_role("link")
    assert links.count() >= 1
    assert page.locator(".govuk-error-message").count() >= links.count()
    for number in range(links.count()):
        link = links.nth(number)
        words, target = link.inner_text(), (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        focused = page.evaluate("document.activeElement.id")
        assert focused == target, f"“{words}” leads to #{target}, but the focus is on #{focused}"
        assert page.locator(f"[id='{target}']").is_visible()
    assert not broken_rules(page)


def send_empty(page: Page) -> None:
    """Empty every field of the page's form and send it."""
    form = page.locator(FORM).first
    fields = form.locator("input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea")
    for number in range(fields.count()):
        # Some fields are folded away.
        fields.nth(number).evaluate("field => { field.value = '' }")
    with page.expect_navigation():
        form.locator("button[type=submit]").click()


def test_what_was_written_is_still_there_after_a_mistake(open_page: Callable[..., Page]) -> None:
    page = open_page("contributor", java_script_enabled=False)
    page.goto(f"{PLAN}/actions/1/update/")
    page.get_by_label("What is the next step?").fill("Ring everybody on the second list")
    page.locator(FORM).locator("button[type=submit]").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_label("What is the next step?").input_value() == "Ring everybody on the second list"
