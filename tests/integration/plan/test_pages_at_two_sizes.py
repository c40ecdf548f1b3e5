"""Every plan page asks the database as often for a plan three times as large, and never more than thirty times."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.people import signed_in_client
from tests.lib.plan_in_bulk import build

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30
SMALL, LARGE = 65, 195
"""Both have more actions than a plan's page shows whole."""


def count(browser, page):
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(page)
        queries = [each["sql"] for each in asked.captured_queries]
    assert response.status_code == 200, page
    return queries


def pages_of(bulk, kind):
    """The pages under the names that both plans share."""
    browser = signed_in_client(bulk.owner) if kind == "staff" else Client()
    pages = bulk.staff_pages if kind == "staff" else bulk.public_pages
    return browser, pages


@pytest.mark.parametrize("kind", ["staff", "public"])
def test_no_page_asks_more_for_a_larger_plan(settings, kind):
    settings.SECOND_FACTOR_REQUIRED = False
    on: date = timezone.localdate()
    found = []
    for slug, actions in (("small", SMALL), ("large", LARGE)):
        bulk = build(actions=actions, measures=2 * actions, updates=3 * actions, slug=slug, people=actions // 5, on=on)
        browser, pages = pages_of(bulk, kind)
        found.append([(page, count(browser, page)) for page in pages])
    for (page, few), (_, many) in zip(*found, strict=True):
        assert len(many) <= MOST_QUERIES, f"{page} asks {len(many)} times"
        assert len(many) <= len(few), f"{page} asks {len(few)} times, and {len(many)} of the larger plan"
