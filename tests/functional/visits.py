"""One look at a page in the ways that readers meet it, so that each test need not load the page again."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, StorageState, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}

#: WCAG 2.2 AA and below, contrast and the size of what is pressed among it.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
#: What a dark page can get wrong that a light one does not.
COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

#: What reaches over the right edge, smallest first to be read, without what a scrolling box around it holds.
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth
  const isHeld = element => {
    for (let box = element.parentElement; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== 'visible') return true
    return false
  }
  return [...document.body.querySelectorAll('body > * *')]
    .filter(element => element.getBoundingClientRect().right > edge + 0.5 && !isHeld(element))
    .map(element => element.outerHTML.slice(0, 120))
}"""


@dataclass(frozen=True)
class Visit:
    """What was seen of one page."""

    path: str
    status: int
    title: str
    headings: list[str]
    """The words of every first-level heading."""
    mains: int
    broken: list[str]
    """What axe found at a desk and on a phone."""
    broken_in_the_dark: list[str]
    width_on_a_phone: int
    too_wide: list[str]
    words: list[str]
    words_without_scripts: list[str]
    hosts: set[str]
    bytes_sent: int
    complaints: list[str]
    """What the browser refused for the page's policy, and what its scripts threw."""


def look_at(browser: Browser, address: str, path: str, signed_in: StorageState | None) -> Visit:
    """Open a page on a first visit, look at it in every way, and once more without scripts."""
    context = browser.new_context(base_url=address, viewport=DESKTOP, storage_state=signed_in)
    plain = browser.new_context(base_url=address, viewport=DESKTOP, storage_state=signed_in, java_script_enabled=False)
    try:
        return _look(context, plain, path)
    finally:
        context.close()
        plain.close()


def _look(context: BrowserContext, plain: BrowserContext, path: str) -> Visit:
    page = context.new_page()
    answers: list[Response] = []
    complaints: list[str] = []
    page.on("response", lambda answer: answers.append(answer))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(_refusals(message)))
    opened = page.goto(path, wait_until="load")
    assert opened is not None
    fetched = [answer for answer in answers if not answer.url.startswith("data:")]
    for answer in fetched:
        answer.finished()
    sizes = [answer.request.sizes() for answer in fetched]
    words = page.locator("main").inner_text().split()
    broken = broken_rules(page)
    page.emulate_media(color_scheme="dark")
    broken_in_the_dark = broken_rules(page, COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    too_wide = page.evaluate(TOO_WIDE) if width > PHONE["width"] else []
    broken += [f"on a phone: {each}" for each in broken_rules(page)]
    page_without_scripts = plain.new_page()
    page_without_scripts.goto(path, wait_until="domcontentloaded")
    return Visit(
        path=path,
        status=opened.status,
        title=page.title().strip(),
        headings=page.locator("h1").all_inner_texts(),
        mains=page.locator("main").count(),
        broken=broken,
        broken_in_the_dark=broken_in_the_dark,
        width_on_a_phone=width,
        too_wide=too_wide,
        words=words,
        words_without_scripts=page_without_scripts.locator("main").inner_text().split(),
        hosts={urlparse(answer.url).netloc for answer in fetched},
        bytes_sent=sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes),
        complaints=complaints,
    )


def broken_rules(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Return what axe found, a line each."""
    found = Axe().run(page, options=rules).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


def _refusals(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text or "Permissions-Policy" in message.text else []
