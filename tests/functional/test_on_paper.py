"""Pages as they are printed: black on white, without what can only be pressed, and with what was folded away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

#: The width of an A4 sheet between its margins, in CSS pixels.
SHEET = 718

PAGES = [
    "/place/",
    "/place/map/",
    "/indicators/ready-for-school/",
    "/areas/X05000001/",
    "/plans/fairer-alderbrook/",
    "/plans/fairer-alderbrook/actions/1/",
    "/reports/fairer-alderbrook-2025-2026/",
    "/indicators/ready-for-school/how-do-we-know/",
]


@pytest.fixture(params=PAGES)
def sheet(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """A page on paper, printed by somebody whose screen is dark."""
    page = open_page(color_scheme="dark", viewport={"width": SHEET, "height": 1000})
    page.emulate_media(media="print")
    page.goto(request.param)
    return page


def test_a_page_can_be_printed(sheet: Page) -> None:
    for selector in (".gt-navigation", ".govuk-breadcrumbs", ".govuk-skip-link", "main button"):
        assert sheet.locator(f"{selector} >> visible=true").count() == 0, f"{selector} is printed"
    assert sheet.get_by_role("heading", level=1).is_visible()
    ink, paper = sheet.evaluate(
        "() => [getComputedStyle(document.querySelector('h1')).color,"
        " getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert ink in {"rgb(11, 12, 12)", "rgb(0, 0, 0)"}
    assert paper in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    width = sheet.evaluate("document.documentElement.scrollWidth")
    assert width <= SHEET, f"{width} px wide on a sheet of {SHEET}"
    folded = sheet.locator("main details:not([open])")
    for number in range(folded.count()):
        assert folded.nth(number).locator(":scope > :not(summary)").first.is_visible(), "what is folded is not printed"


def test_a_report_on_paper_has_its_citation_and_no_way_that_cannot_be_gone(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": SHEET, "height": 1000})
    page.goto("/reports/fairer-alderbrook-2025-2026/")
    links = page.locator("main .govuk-link")
    assert page.locator(".gt-contents").is_visible()
    assert page.get_by_text("How do we know this?").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("#cite").is_visible()
    assert "edition 1" in page.locator("#cite").inner_text()
    assert "/reports/fairer-alderbrook-2025-2026/editions/1/" in page.locator("#cite").inner_text()
    for selector in (".gt-contents", ".gt-proof", ".gt-promise__proof > .govuk-link", ".gt-thread-link"):
        assert page.locator(f"main {selector} >> visible=true").count() == 0, f"{selector} is printed"
    printed = links.evaluate_all(
        "all => all.map(each => [each.getAttribute('href'), getComputedStyle(each, '::after').content])"
    )
    assert {content for href, content in printed if href.startswith(("/", "#"))} == {"none"}
    kept = page.locator("main .gt-figure__picture >> visible=true").first
    assert kept.evaluate("each => getComputedStyle(each).breakInside") == "avoid"
