"""The site as it is served, in a real browser: the demonstration is started the way the README says."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.conftest import missing

#: A browser that asks nobody anything, wherever it is started.
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SECONDS_TO_START = 180


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all browser tests in one process, because they share one site and one browser."""
    for item in items:
        if "functional" in Path(str(item.fspath)).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Site:
    """The site that is being looked at."""

    address: str
    sign_ins: dict[str, tuple[str, str]]
    """E-mail address and password by role."""


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
    """Alderbrook, made and served by `goldenthread-site demo` in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    log = (home / "log").open("w")
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    environment |= {"GOLDENTHREAD_HOME": str(home), "GOLDENTHREAD_STORE": str(home / "evidence")}
    command = [str(Path(sys.executable).parent / "goldenthread-site"), "demo", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait_until_open(process, f"http://127.0.0.1:{port}", home / "log")
        kept = json.loads((home / "sign-ins.json").read_text())
        yield Site(f"http://127.0.0.1:{port}", {each["role"]: (each["email"], each["password"]) for each in kept})
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
        log.close()


def wait_until_open(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Return when the site answers; fail with what it printed when it stops or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The demonstration stopped:\n{log.read_text()}", pytrace=False)
        try:
            with urllib.request.urlopen(f"{address}/accessibility/", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(
        f"The demonstration did not answer within {SECONDS_TO_START} seconds:\n{log.read_text()}", pytrace=False
    )


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A reader who has never been here."""
    opened = browser.new_context(base_url=site.address)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The reader's page."""
    return context.new_page()


def sign_in(page: Page, site: Site, role: str) -> None:
    """Sign in as the demonstration's person with a role."""
    email, password = site.sign_ins[role]
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff/**")
