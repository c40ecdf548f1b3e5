"""The site as it is served, in a real browser: the demonstration is started the way the README says."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright
from tests.conftest import missing
from tests.functional.visits import Visit, look_at
from tests.lib.demonstration import BROWSER_ARGUMENTS, Site, read_sign_ins, started

#: Milliseconds until something that should be on a page is missed; pages take far less, busy machines now and then not.
PATIENCE = 15_000


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing("Chromium", "Install it with: apt-get install chromium")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Alderbrook, made and served by `goldenthread-site demo`, unless GOLDENTHREAD_TEST_SITE says where it is open."""
    running = os.environ.get("GOLDENTHREAD_TEST_SITE", "").rstrip("/")
    if running:
        yield Site(running, read_sign_ins(Path(os.environ.get("GOLDENTHREAD_HOME", "var"))))
    else:
        with started(tmp_path_factory.mktemp("home")) as opened:
            yield opened


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: Site) -> Callable[[str], StorageState | None]:
    """Return the cookies of the person with a role, who signs in once for all tests; none without a role."""
    states: dict[str, StorageState] = {}

    def state_of(role: str) -> StorageState | None:
        if role and role not in states:
            context = browser.new_context(base_url=site.address)
            sign_in(context.new_page(), site, role)
            states[role] = context.storage_state()
            context.close()
        return states.get(role)

    return state_of


@pytest.fixture(scope="session")
def look(browser: Browser, site: Site, signed_in: Callable[[str], StorageState | None]) -> Callable[..., Visit]:
    """Look at a page as a resident or with a role: `look(path, role)`. What was looked at is not opened again."""
    looked: dict[tuple[str, str], Visit] = {}

    def look_once(path: str, role: str = "") -> Visit:
        if (path, role) not in looked:
            looked[path, role] = look_at(browser, site.address, path, signed_in(role))
        return looked[path, role]

    return look_once


@pytest.fixture
def open_page(
    browser: Browser, site: Site, signed_in: Callable[[str], StorageState | None]
) -> Iterator[Callable[..., Page]]:
    """Open a window of its own: `open_page("editor")` signed in, `open_page(java_script_enabled=False)` and so on."""
    opened: list[BrowserContext] = []

    def open_one(role: str = "", **options: Any) -> Page:
        opened.append(browser.new_context(base_url=site.address, storage_state=signed_in(role), **options))
        opened[-1].set_default_timeout(PATIENCE)
        return opened[-1].new_page()

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The window of a reader who has never been here."""
    return open_page()


def sign_in(page: Page, site: Site, role: str) -> None:
    """Sign in as the demonstration's person with a role."""
    email, password = site.sign_ins[role]
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff/**")
