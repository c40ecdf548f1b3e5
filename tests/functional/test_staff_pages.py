"""The staff's pages: each opens for whoever may see it, on any machine, and for nobody else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.functional.visits import PHONE, Visit, broken_rules
from tests.lib.demonstration import Site

PLAN = "/staff/plans/fairer-alderbrook"
ASSESSMENT = "/staff/assessments/3"
REPORT = "/staff/reports/fairer-alderbrook-2025-2026"
ROUND = f"{REPORT}/rounds/1"
GROUP = "/staff/groups/fairness-panel"
ROLES = ["administrator", "plan owner", "analyst", "editor", "contributor", "viewer", "monitoring officer", "partner"]

#: What somebody with this role reads and fills in. Each kind of page once, with whom it is made for.
PAGES = [
    *((role, "/staff/") for role in ROLES),
    ("partner", "/staff/plans/mine/"),
    ("partner", f"{PLAN}/actions/1/"),
    ("partner", f"{PLAN}/actions/1/update/"),
    ("administrator", "/staff/people/"),
    ("administrator", "/staff/people/1/"),
    ("administrator", "/staff/people/1/details/"),
    ("administrator", "/staff/people/1/roles/"),
    ("administrator", "/staff/people/invite/"),
    ("administrator", "/staff/teams/"),
    ("administrator", "/staff/teams/homes/"),
    ("administrator", "/staff/teams/homes/change/"),
    ("administrator", "/staff/teams/add/"),
    ("administrator", "/staff/audit/"),
    ("administrator", "/staff/audit/verify/"),
    ("administrator", "/staff/problems/"),
    ("administrator", "/staff/messages/"),
    ("plan owner", "/staff/plans/"),
    ("plan owner", "/staff/plans/new/"),
    ("plan owner", "/staff/plans/import/"),
    ("plan owner", "/staff/plans/import/past/"),
    ("plan owner", "/staff/plans/import/past/1/"),
    ("plan owner", f"{PLAN}/"),
    ("plan owner", f"{PLAN}/edit/"),
    ("plan owner", f"{PLAN}/preview/"),
    ("plan owner", f"{PLAN}/differences/"),
    ("plan owner", f"{PLAN}/release/"),
    ("plan owner", f"{PLAN}/compare/"),
    ("plan owner", f"{PLAN}/supersede/"),
    ("plan owner", f"{PLAN}/aims/1/links/"),
    ("plan owner", f"{PLAN}/actions/1/links/"),
    ("plan owner", f"{PLAN}/aims/new/"),
    ("plan owner", f"{PLAN}/aims/1/edit/"),
    ("plan owner", f"{PLAN}/aims/1/actions/new/"),
    ("plan owner", f"{PLAN}/aims/1/measures/new/"),
    ("plan owner", f"{PLAN}/actions/1/edit/"),
    ("plan owner", f"{PLAN}/actions/1/milestones/new/"),
    ("plan owner", f"{PLAN}/measures/2/target/"),
    ("plan owner", f"{PLAN}/achievements/new/"),
    ("plan owner", f"{PLAN}/asks/1/edit/"),
    ("plan owner", f"{PLAN}/differences/1/edit/"),
    ("plan owner", f"{PLAN}/aims/1/history/"),
    ("plan owner", "/staff/groups/"),
    ("plan owner", "/staff/groups/new/"),
    ("plan owner", "/staff/groups/asks/"),
    ("plan owner", "/staff/groups/meetings/"),
    ("plan owner", "/staff/groups/seats/"),
    ("plan owner", f"{GROUP}/"),
    ("plan owner", f"{GROUP}/edit/"),
    ("plan owner", f"{GROUP}/seats/new/"),
    ("plan owner", f"{GROUP}/meetings/new/"),
    ("plan owner", f"{GROUP}/asks/new/"),
    ("plan owner", f"{GROUP}/asks/4/"),
    ("plan owner", f"{GROUP}/asks/4/reply/"),
    ("plan owner", f"{GROUP}/asks/4/action/"),
    ("plan owner", f"{GROUP}/asks/4/link/"),
    ("plan owner", "/staff/registers/"),
    ("plan owner", "/staff/registers/7/"),
    ("plan owner", "/staff/registers/7/edit/"),
    ("plan owner", "/staff/registers/7/renew/"),
    ("plan owner", "/staff/registers/7/results/new/"),
    ("plan owner", "/staff/registers/reminders/"),
    ("plan owner", "/staff/registers/duties/"),
    ("plan owner", "/staff/registers/duties/gender-pay-gap/"),
    ("plan owner", "/staff/registers/duties/gender-pay-gap/owner/"),
    ("plan owner", "/staff/registers/duties/gender-pay-gap/done/"),
    ("plan owner", "/staff/workforce/1/actions/"),
    ("analyst", "/staff/workforce/"),
    ("analyst", "/staff/workforce/new/"),
    ("analyst", "/staff/workforce/1/"),
    ("plan owner", "/staff/oversight/"),
    ("plan owner", "/staff/oversight/?by=committee"),
    ("plan owner", "/staff/oversight/changes/"),
    ("viewer", "/staff/oversight/pack/?committee=communities-scrutiny-committee"),
    ("plan owner", "/staff/oversight/committees/"),
    ("plan owner", "/staff/oversight/committees/new/"),
    ("plan owner", "/staff/oversight/committees/communities-scrutiny-committee/"),
    ("plan owner", "/staff/plans/partners/"),
    ("plan owner", "/staff/plans/partners/1/"),
    ("plan owner", "/staff/plans/fairer-alderbrook/actions/9/measures/new/"),
    ("plan owner", "/staff/plans/fairer-alderbrook/measures/14/"),
    ("plan owner", "/staff/updates/"),
    ("plan owner", "/staff/updates/1/"),
    ("plan owner", "/staff/updates/1/chase/"),
    ("plan owner", "/staff/releases/"),
    ("plan owner", "/staff/releases/new/"),
    ("plan owner", "/staff/releases/year/"),
    ("plan owner", "/staff/releases/elections/"),
    ("plan owner", "/staff/releases/1/"),
    ("plan owner", "/staff/releases/1/replies/new/"),
    ("plan owner", "/staff/releases/1/take-back/"),
    ("viewer", "/staff/releases/1/plans/fairer-alderbrook/"),
    ("plan owner", "/staff/reports/"),
    ("plan owner", "/staff/reports/new/"),
    ("plan owner", f"{REPORT}/"),
    ("plan owner", f"{REPORT}/preview/"),
    ("plan owner", f"{REPORT}/history/"),
    ("editor", f"{REPORT}/rounds/send/"),
    ("editor", f"{ROUND}/"),
    ("editor", f"{ROUND}/returned/1/"),
    ("editor", f"{REPORT}/words/summary/?draft=yes"),
    ("editor", f"{REPORT}/blocks/aim-1/"),
    ("editor", f"{REPORT}/blocks/aim-1/quotation/"),
    ("editor", f"{REPORT}/blocks/aim-1/map/"),
    ("editor", f"{REPORT}/blocks/aim-1/case-study/"),
    ("editor", f"{REPORT}/block/1/take-out/"),
    ("editor", f"{REPORT}/checks/"),
    ("editor", f"{REPORT}/correct/"),
    ("viewer", "/staff/stories/"),
    ("plan owner", "/staff/stories/5/"),
    ("plan owner", "/staff/stories/5/translate/"),
    ("editor", "/staff/stories/13/"),
    ("plan owner", "/staff/easy-read/14/"),
    ("editor", "/staff/consents/"),
    ("editor", "/staff/consents/?state=withdrawn"),
    ("editor", "/staff/consents/new/"),
    ("plan owner", "/staff/consents/1/"),
    ("editor", "/staff/consents/1/edit/"),
    ("editor", "/staff/consents/1/withdraw/"),
    ("monitoring officer", "/staff/consents/1/who/"),
    ("editor", "/staff/consents/1/who/write/"),
    ("monitoring officer", "/staff/consents/1/who/erase/"),
    ("editor", "/staff/facts/"),
    ("monitoring officer", "/staff/what-words-mean/"),
    ("editor", "/staff/facts/define/"),
    ("editor", "/staff/facts/record/"),
    ("editor", "/staff/facts/pension-credit-visits/"),
    ("editor", "/staff/facts/pension-credit-visits/?words=over+300"),
    ("editor", "/staff/facts/pension-credit-visits/correct/"),
    ("editor", "/staff/facts/life-expectancy-men-rank/"),
    ("editor", "/staff/facts/life-expectancy-men-rank/keeping/"),
    ("editor", "/staff/facts/life-expectancy-men-rank/retire/"),
    ("editor", "/staff/facts/life-expectancy-men-rank/supersede/"),
    ("editor", "/staff/promises/"),
    ("editor", "/staff/promises/reports/"),
    ("editor", "/staff/promises/reports/new/"),
    ("editor", "/staff/promises/reports/1/"),
    ("editor", "/staff/promises/reports/1/sentences/1/"),
    ("editor", "/staff/promises/1/"),
    ("editor", "/staff/promises/1/edit/"),
    ("editor", "/staff/promises/6/answer/"),
    ("viewer", "/staff/promises/reports/1/sentences/2/"),
    ("analyst", "/staff/data/upload/"),
    ("analyst", f"{PLAN}/measures/2/"),
    ("analyst", f"{PLAN}/measures/2/edit/"),
    ("contributor", "/staff/plans/mine/"),
    ("contributor", f"{PLAN}/actions/1/"),
    ("contributor", f"{PLAN}/actions/1/update/"),
    ("contributor", f"{PLAN}/actions/1/milestones/1/"),
    ("contributor", f"{PLAN}/measures/3/figure/"),
    ("contributor", "/staff/assessments/"),
    ("contributor", "/staff/assessments/new/"),
    ("contributor", f"{ASSESSMENT}/"),
    ("contributor", f"{ASSESSMENT}/decision/"),
    ("contributor", f"{ASSESSMENT}/affected/"),
    ("contributor", f"{ASSESSMENT}/impact/disability/"),
    ("contributor", f"{ASSESSMENT}/intersections/"),
    ("contributor", f"{ASSESSMENT}/evidence/"),
    ("contributor", f"{ASSESSMENT}/evidence/document/"),
    ("contributor", f"{ASSESSMENT}/engagement/"),
    ("contributor", f"{ASSESSMENT}/cumulative/"),
    ("contributor", f"{ASSESSMENT}/mitigations/"),
    ("contributor", f"{ASSESSMENT}/advice/"),
    ("contributor", f"{ASSESSMENT}/monitoring/"),
    ("contributor", f"{ASSESSMENT}/history/"),
    ("contributor", f"{ASSESSMENT}/preview/"),
    ("plan owner", f"{ASSESSMENT}/mitigations/new/"),
    ("plan owner", "/staff/assessments/2/"),
    ("plan owner", "/staff/assessments/1/confirm/"),
    ("plan owner", "/staff/decisions/"),
    ("plan owner", "/staff/decisions/?lacks=either"),
    ("plan owner", "/staff/decisions/new/"),
    ("plan owner", "/staff/decisions/forward-plan/"),
    ("plan owner", "/staff/decisions/forward-plan/1/"),
    ("plan owner", "/staff/decisions/5/"),
    ("plan owner", "/staff/decisions/5/edit/"),
    ("plan owner", "/staff/decisions/5/record/"),
    ("plan owner", "/staff/decisions/5/not-needed/"),
    ("monitoring officer", "/staff/decisions/5/override/"),
    ("contributor", "/account/"),
    ("contributor", "/account/mobile/"),
    ("contributor", "/account/password/change/"),
    ("contributor", "/account/2fa/"),
    ("contributor", "/account/reauthenticate/"),
    ("contributor", "/account/logout/"),
]


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_nothing_stands_in_the_staff_s_way(look: Callable[..., Visit], role: str, path: str) -> None:
    seen = look(path, role)
    assert seen.status == 200
    assert not seen.broken
    assert not seen.broken_in_the_dark


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_staff_work_on_a_small_phone_and_without_scripts(look: Callable[..., Visit], role: str, path: str) -> None:
    seen = look(path, role)
    assert seen.width_on_a_phone <= PHONE["width"], f"{path} is {seen.width_on_a_phone} px wide: {seen.too_wide}"
    assert "".join(seen.words_without_scripts) == "".join(seen.words)


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_staff_page_says_where_it_is_and_asks_nobody_else(
    look: Callable[..., Visit], site: Site, role: str, path: str
) -> None:
    seen = look(path, role)
    assert len(seen.headings) == 1
    assert seen.mains == 1
    assert seen.title
    assert not seen.complaints
    assert seen.hosts == {site.address.removeprefix("http://")}


def test_setting_up_a_second_factor_fits_a_phone_and_can_be_read(look: Callable[..., Visit]) -> None:
    # Not among the pages above, because each time it shows another key.
    seen = look("/account/2fa/totp/activate/", "contributor")
    assert seen.status == 200
    assert not seen.broken
    assert not seen.broken_in_the_dark
    assert seen.width_on_a_phone <= PHONE["width"], seen.too_wide
    assert not seen.complaints


# ── who may not ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("partner", f"{PLAN}/actions/3/"),
        ("partner", f"{PLAN}/"),
        ("partner", "/staff/oversight/"),
        ("contributor", f"{PLAN}/actions/3/update/"),
        ("contributor", f"{PLAN}/edit/"),
        ("contributor", f"{PLAN}/release/"),
        ("contributor", f"{PLAN}/measures/1/figure/"),
        ("contributor", "/staff/people/"),
        ("contributor", "/staff/people/1/roles/"),
        ("contributor", "/staff/audit/"),
        ("contributor", "/staff/problems/"),
        ("contributor", "/staff/messages/"),
        ("contributor", "/staff/data/upload/"),
        ("contributor", "/cms/"),
        ("contributor", "/staff/releases/new/"),
        ("viewer", "/staff/releases/1/prepare/"),
        ("viewer", "/staff/oversight/committees/new/"),
        ("viewer", f"{PLAN}/actions/1/update/"),
        ("viewer", f"{PLAN}/publish/"),
        ("viewer", f"{ASSESSMENT}/affected/"),
        ("analyst", f"{ASSESSMENT}/impact/age/"),
        ("contributor", "/staff/decisions/forward-plan/"),
        ("plan owner", "/staff/decisions/5/override/"),
        ("editor", f"{PLAN}/aims/1/edit/"),
        ("analyst", "/staff/people/invite/"),
        ("plan owner", "/staff/people/invite/"),
    ],
)
def test_nobody_opens_another_s_page_by_guessing_its_address(
    open_page: Callable[..., Page], role: str, path: str
) -> None:
    page = open_page(role)
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 403
    assert page.get_by_role("heading", level=1).inner_text() == "You cannot see or do this"
    assert page.locator("form[method=post]:not([action*=logout])").count() == 0
    assert not broken_rules(page)


def test_a_form_sent_for_another_s_action_changes_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page("contributor")
    theirs, others = f"{PLAN}/actions/1/update/", f"{PLAN}/actions/3/update/"
    page.goto(theirs)
    page.get_by_label("On track", exact=False).first.check()
    page.locator("textarea[name=text]").fill("Written on somebody else’s action")
    page.locator("form:has(textarea[name=text])").evaluate("(form, to) => { form.action = to }", others)
    with page.expect_navigation() as sent:
        page.locator("form:has(textarea[name=text]) button[type=submit]").click()
    assert sent.value is not None
    assert sent.value.status == 403
    page.goto(f"{PLAN}/actions/3/")
    assert "Written on somebody else’s action" not in page.locator("main").inner_text()


@pytest.mark.parametrize("path", ["/staff/", f"{PLAN}/", "/staff/people/", "/staff/data/upload/", "/cms/"])
def test_strangers_are_asked_to_sign_in_and_led_back(page: Page, path: str) -> None:
    page.goto(path)
    assert page.get_by_role("heading", name="Sign in", level=1).is_visible()
    assert page.locator(f"input[name=next][value='{path}']").count() == 1


# ── the editor ───────────────────────────────────────────────────────────────────────────────────────
def test_the_editor_works_without_asking_anybody_else(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("editor")
    asked: list[str] = []
    failed: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.goto("/cms/", wait_until="networkidle")
    assert page.get_by_role("heading", level=1).first.is_visible()
    page.locator("main a[href*='/edit/']").first.click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).first.inner_text().startswith("Editing")
    for chooser in ("/cms/pages/", "/cms/images/", "/cms/documents/"):
        page.goto(chooser, wait_until="networkidle")
    elsewhere = [url for url in asked if not url.startswith((site.address, "data:", "blob:"))]
    assert not elsewhere
    assert not failed
    assert not refused
