"""A report that says too much is refused, answered for by name, and then published: without scripts."""

import uuid
from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect
from tests.functional.visits import PHONE, broken_rules

FALSE_WORDS = "over 300"
LOOSE_WORDS = "over 200"
WITHHELD_WORDS = "three"
STORY = "Twelve men and a box of test kits"


def press(page: Page, name: str) -> None:
    """Press a button or a link that looks like one, which leads to another page."""
    with page.expect_navigation():
        main = page.get_by_role("main")
        main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True)).click()


def fill_day(page: Page, name: str, day: int, month: int, year: int) -> None:
    for number, part in enumerate((day, month, year)):
        page.locator(f"input[name={name}_{number}]").fill(str(part))


def write(page: Page, report: str, place: str, text: str) -> None:
    page.goto(f"{report}words/{place}/")
    page.locator("textarea[name=text]").fill(text)
    press(page, "Save")


def answer(page: Page, report: str, link: str, reason: str, button: str) -> None:
    page.goto(f"{report}checks/")
    with page.expect_navigation():
        page.get_by_role("link", name=link).click()
    page.get_by_label("Your reason").fill(reason)
    press(page, button)


def begin(editor: Page, slug: str, title: str) -> None:
    editor.goto("/staff/reports/new/")
    editor.get_by_label("Which plan is it about?").select_option(label="Fairer Alderbrook: our plan 2024 to 2028")
    editor.get_by_label("Title").fill(f"{title} ({slug})")
    editor.get_by_label("Short name for the address").fill(slug)
    fill_day(editor, "starts_on", 1, 4, 2025)
    fill_day(editor, "ends_on", 31, 3, 2026)
    press(editor, "Begin")


def test_words_that_somebody_typed_in_are_refused_until_they_are_said_to_be_nobody_s(
    open_page: Callable[..., Page],
) -> None:
    slug = f"quoted-{uuid.uuid4().hex[:8]}"
    report = f"/staff/reports/{slug}/"
    plain = {"java_script_enabled": False, "viewport": PHONE}
    editor = open_page("editor", **plain)
    begin(editor, slug, "A report that quotes somebody")
    write(editor, report, "less-well", "We came late.")
    write(
        editor,
        report,
        "introduction",
        "On each door hangs “what we do when the boiler stops”, for those who live there.",
    )
    editor.goto(f"{report}check/")
    press(editor, "Mark as checked")
    expect(editor.locator(".govuk-error-summary")).to_contain_text("is NO CONSENT")

    officer = open_page("monitoring officer", **plain)
    officer.goto(f"{report}checks/")
    expect(officer.get_by_role("main")).to_contain_text("NO CONSENT")
    expect(officer.get_by_role("link", name="Override by name")).to_have_count(0)
    expect(officer.get_by_role("link", name="These are no person’s words")).to_have_count(0)

    editor.goto(f"{report}checks/")
    with editor.expect_navigation():
        editor.get_by_role("link", name="These are no person’s words").click()
    with_scripts = open_page("editor", viewport=PHONE)  # axe is one
    with_scripts.goto(editor.url)
    assert not broken_rules(with_scripts)
    press(editor, "These are no person’s words")
    expect(editor.locator(".govuk-error-summary")).to_contain_text("Say whose words they are")
    editor.get_by_label("Whose words are they, if no person’s?").fill("The title of our leaflet on repairs.")
    press(editor, "These are no person’s words")
    expect(editor.get_by_role("main")).to_contain_text("Nothing stands between this report and the public")
    expect(editor.get_by_role("main")).to_contain_text("The title of our leaflet on repairs.")
    with_scripts.goto(editor.url)
    assert not broken_rules(with_scripts)


def test_a_report_is_refused_answered_for_by_name_and_published(open_page: Callable[..., Page]) -> None:
    slug = f"checked-{uuid.uuid4().hex[:8]}"
    report = f"/staff/reports/{slug}/"
    plain = {"java_script_enabled": False}

    # An editor writes words that are loose, false and withheld.
    editor = open_page("editor", **plain)
    begin(editor, slug, "A report that says too much")
    write(editor, report, "less-well", "We came late.")
    said = f"We called at [{LOOSE_WORDS}](claim:pension-credit-visits) homes"
    more = f"and on [{FALSE_WORDS}](claim:pension-credit-visits) doors"
    withheld = f"and helped [{WITHHELD_WORDS}](claim:hardship-payments) people"
    write(editor, report, "introduction", f"{said}, {more}, {withheld}.")

    # Publication is refused, and the page of checks says why.
    editor.goto(f"{report}check/")
    press(editor, "Mark as checked")
    expect(editor.get_by_role("alert").or_(editor.locator(".govuk-error-summary")).first).to_contain_text("is FALSE")
    editor.goto(f"{report}checks/")
    expect(editor.get_by_role("main")).to_contain_text("3 things stand between this report and the public")
    for verdict in ("LOOSE", "FALSE", "SUPPRESSED"):
        expect(editor.get_by_role("main").get_by_text(verdict, exact=True)).to_have_count(1)
    expect(editor.get_by_role("link", name="Override by name")).to_have_count(0)

    # The monitoring officer lets what is false through by name, and cannot let through what is withheld.
    officer = open_page("monitoring officer", **plain)
    officer.goto(f"{report}checks/")
    expect(officer.get_by_role("link", name="Override by name")).to_have_count(1)
    answer(
        officer, report, f"Override by name for “{FALSE_WORDS}”", "It is what the law calls them.", "Override by name"
    )
    officer.goto(f"{report}checks/")
    expect(officer.get_by_role("link", name="Override by name")).to_have_count(1)
    expect(officer.get_by_role("main")).to_contain_text("2 things stand between this report and the public")
    editor.goto(f"{report}check/")
    press(editor, "Mark as checked")
    expect(editor.get_by_role("main")).to_contain_text("is SUPPRESSED")

    # What is withheld is taken out, and the editor answers for what is loose.
    write(editor, report, "introduction", f"{said}, {more}.")
    answer(editor, report, f"Give a reason for “{LOOSE_WORDS}”", "The plan promised 200.", "Give the reason")
    editor.goto(f"{report}checks/")
    expect(editor.get_by_role("main")).to_contain_text("Nothing stands between this report and the public")
    press(editor, "Mark as checked")
    press(editor, "Mark as checked")
    press(editor, "Send for review")
    press(editor, "Send for review")

    owner = open_page("plan owner", **plain)
    owner.goto(report)
    press(owner, "Approve")
    press(owner, "Approve")
    press(owner, "Publish")
    press(owner, "Publish")

    # Everybody reads the words, and who answered for them.
    reader = open_page(**plain)
    reader.goto(f"/reports/{slug}/")
    main = reader.get_by_role("main")
    expect(main.locator("data.gt-claim")).to_have_text([LOOSE_WORDS, FALSE_WORDS])
    expect(main).to_contain_text("let it be published: It is what the law calls them.")
    expect(main).to_contain_text("answers for it: The plan promised 200.")
    expect(main).to_contain_text("The monitoring officer, Helena Quarmby")


def test_the_pages_of_the_checks_can_be_used_by_everybody(open_page: Callable[..., Page]) -> None:
    report = "/staff/reports/fairer-alderbrook-2025-2026/"
    for role, path in (("editor", f"{report}checks/"), ("analyst", "/staff/facts/pension-credit-visits/")):
        page = open_page(role, viewport=PHONE)
        page.goto(path)
        assert broken_rules(page) == []


def test_the_editor_of_stories_binds_words_to_a_fact_and_shows_the_verdict(open_page: Callable[..., Page]) -> None:
    """Nothing is saved: the words stand in the browser only."""
    editor = open_page("editor")
    faults: list[str] = []
    editor.on("pageerror", lambda error: faults.append(str(error)))
    editor.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    editor.goto(f"/cms/pages/search/?q={quote(STORY)}", wait_until="networkidle")
    editor.get_by_role("link", name=STORY, exact=True).first.click()
    editor.wait_for_load_state("networkidle")
    editor.locator(".public-DraftEditor-content").first.click()
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Enter")
    editor.keyboard.type(FALSE_WORDS)
    for _ in FALSE_WORDS:
        editor.keyboard.press("Shift+ArrowLeft")
    editor.locator(".Draftail-ToolbarButton[name=CLAIM]").first.click()
    choice = editor.locator("tr", has=editor.get_by_role("link", name="Homes where somebody called"))
    expect(choice).to_contain_text("FALSE")
    expect(choice).to_contain_text("We would write: over 280")
    choice.get_by_role("link").click()
    expect(editor.locator(".claim-entity")).to_have_attribute("data-verdict", "FALSE")
    expect(editor.locator(".claim-entity")).to_contain_text(FALSE_WORDS)
    assert not faults
