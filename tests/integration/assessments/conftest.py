"""A site about the invented district of Testford, where files are kept in a folder of the test's own."""

from dataclasses import replace

import pytest
from tests.factories.plans import make_action, make_person, make_plan, make_section
from tests.factories.plans import publish as publish_plan
from tests.factories.snapshots import PLACE, write_snapshot

from goldenthread.accounts.roles import Role
from goldenthread.evidence import numbers


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    """The second factor has its own tests; the store is empty."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.COUNCIL = replace(settings.COUNCIL, code=PLACE)
    numbers.forget()
    yield
    numbers.forget()


@pytest.fixture
def evidence(site, settings):
    """Testford's evidence."""
    from pathlib import Path

    return write_snapshot(Path(settings.EVIDENCE_STORE))


@pytest.fixture
def owner(db):
    return make_person(Role.PLAN_OWNER, name="Orla Planner", job_title="Head of Policy")


@pytest.fixture
def author(db):
    return make_person(Role.CONTRIBUTOR, name="Avery Writer", job_title="Library Manager")


@pytest.fixture
def officer(db):
    return make_person(Role.MONITORING_OFFICER, name="Morgan Law", job_title="Monitoring Officer")


@pytest.fixture
def action(owner):
    """An action of a published plan, with somebody who leads it and a date."""
    plan = make_plan(owner, slug="fairer")
    section = make_section(plan, owner)
    made = make_action(section, owner, title="Sit with people", owner=owner, due_on=plan.ends_on)
    publish_plan(plan)
    made.refresh_from_db()
    return made
