"""Every public page, as a resident on any machine meets it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.functional.visits import PHONE, Visit
from tests.lib.demonstration import Site

#: At most so many bytes travel on a first visit, compressed; pages with a map may be heavier.
LIGHT, LIGHT_WITH_A_MAP = 100_000, 250_000

SLUG = "ready-for-school"
PLAN = "fairer-alderbrook"
REPORT = f"{PLAN}-2025-2026"
NOWHERE = "/no-such-page/"
TAKEN_DOWN = "/stories/the-bus-that-stops-at-the-hub/"
EASY_READ = "/easy-read-report-2025-2026/"
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
    "/releases/",
    f"/plans/{PLAN}/",
    f"/plans/{PLAN}/aims/1/",
    f"/plans/{PLAN}/actions/1/",
    f"/plans/{PLAN}/actions/9/",
    f"/plans/{PLAN}/measures/1/",
    "/promises/",
    "/promises/?report=&state=dropped",
    "/promises/1/",
    "/thread/promise/1/",
    "/groups/",
    "/groups/asks/",
    "/groups/meetings/",
    "/groups/fairness-panel/",
    "/groups/fairness-panel/asks/2/",
    "/registers/",
    "/registers/strategies/",
    "/registers/accreditations/",
    "/registers/evidence/",
    "/registers/standards/",
    "/registers/standards/7/",
    "/registers/duties/",
    "/workforce/",
    "/workforce/1/",
    "/what-our-words-mean/",
    "/words/",
    "/facts/",
    "/facts/?these=feel-heard,answered-in-time",
    "/facts/life-expectancy-men-rank/",
    "/facts/answered-in-time/",
    f"/reports/{REPORT}/editions/1/",
    "/decisions/",
    "/decisions/?status=decided",
    "/decisions/2/",
    "/decisions/4/",
    "/assessments/",
    "/assessments/1/",
    "/assessments/2/",
    "/thread/assessment/2/",
    "/reports/",
    f"/reports/{REPORT}/",
    f"/thread/figure/{REPORT}-1/",
    f"/thread/measure/{PLAN}-2/",
    f"/thread/action/{PLAN}-1/",
    "/stories/",
    "/stories/the-letter-behind-the-clock/",
    "/cy/stories/the-letter-behind-the-clock/",
    "/ur/stories/the-letter-behind-the-clock/",
    TAKEN_DOWN,
    EASY_READ,
    "/accessibility/",
    "/contact/",
    "/cookies/",
    "/report-a-problem/",
    "/account/login/",
    "/account/password/reset/",
    NOWHERE,
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_in_anybodys_way(look: Callable[..., Visit], path: str) -> None:
    assert not look(path).broken


@pytest.mark.parametrize("path", PAGES)
def test_the_dark_page_can_be_read_too(look: Callable[..., Visit], path: str) -> None:
    assert not look(path).broken_in_the_dark


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_small_phone(look: Callable[..., Visit], path: str) -> None:
    seen = look(path)
    assert seen.width_on_a_phone <= PHONE["width"], f"{path} is {seen.width_on_a_phone} px wide: {seen.too_wide}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_the_same_without_scripts(look: Callable[..., Visit], path: str) -> None:
    seen = look(path)
    assert "".join(seen.words_without_scripts) == "".join(seen.words)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_asks_nobody_else(look: Callable[..., Visit], site: Site, path: str) -> None:
    seen = look(path)
    assert seen.hosts == {site.address.removeprefix("http://")}
    limit = LIGHT_WITH_A_MAP if "/map/" in path else LIGHT
    assert seen.bytes_sent <= limit, f"{path} takes {seen.bytes_sent:,} bytes on a first visit"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_and_a_title_of_its_own(look: Callable[..., Visit], path: str) -> None:
    seen = look(path)
    assert len(seen.headings) == 1
    assert seen.title
    assert seen.mains == 1
    assert seen.status == {NOWHERE: 404, TAKEN_DOWN: 410}.get(path, 200)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_its_own_policy(look: Callable[..., Visit], path: str) -> None:
    assert not look(path).complaints


def test_titles_tell_pages_apart(look: Callable[..., Visit]) -> None:
    titles: dict[str, str] = {}
    for path in PAGES:
        if "?" in path:
            continue
        title = look(path).title
        assert title not in titles, f"{path} and {titles.get(title)} share the title “{title}”"
        titles[title] = path


def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.goto("/place/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/#main-content")


def test_a_resident_finds_their_ward_by_postcode_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/my-area/")
    page.get_by_label("Your postcode").fill("qx1 0aa")
    page.get_by_role("button", name="Show my area").click()
    assert "/areas/X05" in page.url
    assert "qx1" not in page.url.lower()
    page.goto("/my-area/")
    page.get_by_label("Your postcode").fill("nowhere")
    page.get_by_role("button", name="Show my area").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()


def test_a_figure_is_followed_from_the_plan_to_its_source(page: Page) -> None:
    page.goto(f"/plans/{PLAN}/actions/1/")
    page.get_by_role("main").get_by_role(
        "link", name="Older people who claim the Pension Credit they are due"
    ).first.click()
    assert page.get_by_role("heading", name="Older people who claim", level=1).is_visible()
    page.get_by_role("main").get_by_role("link", name="See every step from the source to this figure").click()
    assert page.get_by_role("heading", name="How do we know this?", level=1).is_visible()
    assert "SHA-256" in page.locator("main").inner_text()
