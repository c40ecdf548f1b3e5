"""Every public page, as a resident on any machine meets it."""

from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response
from tests.functional.conftest import Site

#: WCAG 2.2 AA and below, contrast among it.
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

SLUG = "ready-for-school"
PLAN = "fairer-alderbrook"
PAGES = [
    "/",
    "/place/",
    "/place/gaps/",
    "/place/gaps/?fifths=national",
    "/place/map/",
    "/place/map/?indicator=children-in-low-income-families&areas=lsoa21",
    "/place/map/?indicator=children-in-low-income-families&areas=ward24&drawn=hexagons",
    "/place/compare/",
    "/indicators/",
    f"/indicators/{SLUG}/",
    "/indicators/life-expectancy-men/",
    "/indicators/weekly-pay/",
    f"/indicators/{SLUG}/how-do-we-know/",
    "/my-area/",
    "/areas/X05000001/",
    "/areas/X01000001/",
    "/areas/XL000001/",
    "/framework/marmot/",
    "/data/",
    "/data/alderbrook/",
    "/plans/",
    f"/plans/{PLAN}/",
    f"/plans/{PLAN}/aims/1/",
    f"/plans/{PLAN}/actions/1/",
    f"/plans/{PLAN}/actions/9/",
    f"/plans/{PLAN}/measures/1/",
    "/accessibility/",
    "/contact/",
    "/cookies/",
    "/report-a-problem/",
    "/account/login/",
    "/no-such-page/",
]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


def broken_rules(page: Page) -> list[str]:
    """Return what axe found, a line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_in_anybodys_way(page: Page, path: str) -> None:
    page.goto(path)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not broken_rules(page)


@pytest.mark.parametrize("path", PAGES)
def test_the_dark_page_can_be_read_too(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(base_url=site.address, color_scheme="dark")
    page = context.new_page()
    page.goto(path)
    assert not broken_rules(page)
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_small_phone(page: Page, path: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(path)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{path} is {width} px wide on a screen of {PHONE['width']}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_the_same_without_scripts(browser: Browser, site: Site, path: str) -> None:
    texts = []
    for has_scripts in (True, False):
        context = browser.new_context(base_url=site.address, java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(path)
        texts.append(page.locator("main").inner_text())
        context.close()
    assert texts[1].split() == texts[0].split()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_asks_nobody_else(browser: Browser, site: Site, path: str) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", answers.append)
    page.goto(path, wait_until="networkidle")
    hosts = {urlparse(answer.url).netloc for answer in answers if not answer.url.startswith("data:")}
    assert hosts == {urlparse(site.address).netloc}
    sizes = [answer.request.sizes() for answer in answers if not answer.url.startswith("data:")]
    sent = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    limit = 250_000 if "/map/" in path else 100_000
    assert sent <= limit, f"{path} takes {sent:,} bytes on a first visit"
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_and_a_title_of_its_own(page: Page, path: str) -> None:
    page.goto(path)
    assert page.locator("h1").count() == 1
    assert page.title().strip()
    assert page.locator("main").count() == 1


def test_titles_tell_pages_apart(page: Page) -> None:
    titles: dict[str, str] = {}
    for path in PAGES:
        if "?" in path:
            continue
        page.goto(path)
        title = page.title()
        assert title not in titles, f"{path} and {titles.get(title)} share the title “{title}”"
        titles[title] = path


def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.goto("/place/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


def test_a_resident_finds_their_ward_by_postcode_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/my-area/")
    page.get_by_label("Your postcode").fill("qx1 0aa")
    page.get_by_role("button", name="Show my area").click()
    assert "/areas/X05" in page.url
    assert "qx1" not in page.url.lower()
    page.goto("/my-area/")
    page.get_by_label("Your postcode").fill("nowhere")
    page.get_by_role("button", name="Show my area").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    context.close()


def test_a_figure_is_followed_from_the_plan_to_its_source(page: Page) -> None:
    page.goto(f"/plans/{PLAN}/actions/1/")
    page.get_by_role("main").get_by_role(
        "link", name="Older people who claim the Pension Credit they are due"
    ).first.click()
    page.get_by_role("main").locator("a[href$='/indicators/pension-credit-take-up/']").first.click()
    page.get_by_role("link", name="See every step from the source to this figure").click()
    assert page.get_by_role("heading", name="How do we know this?", level=1).is_visible()
    assert "SHA-256" in page.locator("main").inner_text()
