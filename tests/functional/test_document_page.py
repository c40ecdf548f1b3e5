"""A document with every block, drawn by the site's own templates: axe finds nothing, and it fits a phone."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from playwright.sync_api import Browser, Page
from tests.factories import made_up_figures
from tests.factories.made_up_documents import every_block
from tests.functional.visits import COLOUR_RULES, DESKTOP, PHONE, RULES, TOO_WIDE, broken_rules

from goldenthread.frontend.build import BUILT

WHOLE = Template(
    '<!doctype html><html lang="en" class="govuk-template"><head><meta name="viewport" content="width=device-width">'
    "<title>{{ document.title }}</title><style>{{ css|safe }}</style></head>"
    '<body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper" id="main">'
    '{% load reports %}<h1 class="govuk-heading-xl">{{ document.title }}</h1>{% written_document document %}'
    "</main></div></body></html>"
)


@pytest.fixture(scope="module")
def html() -> str:
    css = (BUILT / "site.css").read_text(encoding="utf-8")
    return WHOLE.render(Context({"document": every_block(made_up_figures.figures()), "css": css}))


@pytest.fixture
def drawn(browser: Browser, html: str) -> Callable[..., Page]:
    def draw(**options: object) -> Page:
        context = browser.new_context(**options)
        page = context.new_page()
        page.set_content(html)
        return page

    return draw


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(drawn: Callable[..., Page], size: dict[str, int], scheme: str) -> None:
    page = drawn(viewport=size, color_scheme=scheme)
    assert broken_rules(page, RULES if scheme == "light" else COLOUR_RULES) == []


def test_nothing_reaches_over_the_edge_of_a_phone(drawn: Callable[..., Page]) -> None:
    page = drawn(viewport=PHONE)
    assert page.evaluate(TOO_WIDE) == []


def test_a_note_leads_there_and_back(drawn: Callable[..., Page]) -> None:
    page = drawn(viewport=DESKTOP)
    mark = page.locator("#note-1-from")
    assert mark.inner_text() == "Note 1" or mark.text_content() == "Note 1"
    assert page.locator("#note-1 a[href='#note-1-from']").count() == 1
