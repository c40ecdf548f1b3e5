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
