"""A site for an invented district with evidence, a published plan and the people who report on it."""

from dataclasses import replace

import pytest
from tests.factories.plans import make_person
from tests.factories.reports import make_published_plan, make_report, publish_report
from tests.factories.snapshots import PLACE, write_snapshot

from goldenthread.accounts.roles import Role
from goldenthread.frontend.catalogues import compile_catalogues


@pytest.fixture
def evidence(settings, tmp_path):
    """The invented snapshot as this council's evidence."""
    settings.EVIDENCE_STORE = tmp_path / "evidence"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.COUNCIL = replace(settings.COUNCIL, code=PLACE)
    return write_snapshot(tmp_path / "evidence")


@pytest.fixture(scope="session")
def catalogues():
    """The translated labels as they are compiled when the front end is built."""
    return compile_catalogues()


@pytest.fixture
def owner(db):
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def editor(db):
    return make_person(Role.EDITOR)


@pytest.fixture
def plan(evidence, owner):
    return make_published_plan(owner)


@pytest.fixture
def draft(plan, editor):
    return make_report(plan, editor)


@pytest.fixture
def published(draft):
    return publish_report(draft)
