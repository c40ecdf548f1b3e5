"""Releases for tests, made through the same actions that staff use."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django.core import mail
from tests.factories.plans import make_person

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.plan.actions import releasing
from goldenthread.plan.models import Plan, Release

PLANNED_AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
PREPARED_AT = datetime(2026, 8, 10, 9, tzinfo=UTC)
PUBLISHED_AT = datetime(2026, 8, 25, 9, tzinfo=UTC)


def make_signer(**fields: Any) -> Person:
    """Somebody who signs releases off."""
    return make_person(Role.VIEWER, **{"name": "Ottoline Finch", "job_title": "Director of Public Health", **fields})


def plan_release(*plans: Plan, by: Person, signer: Person, at: datetime = PLANNED_AT, **fields: Any) -> Release:
    """April to June 2026, read by members from 18 August 2026 and published on the 25th, a Tuesday."""
    values: dict[str, Any] = {
        "title": "April to June 2026",
        "period_starts_on": date(2026, 4, 1),
        "period_ends_on": date(2026, 6, 30),
        "members_from": date(2026, 8, 18),
        "publish_on": date(2026, 8, 25),
    }
    return releasing.plan_release(plans=plans, by=by, signer=signer, at=at, **{**values, **fields})


def prepare(release: Release, by: Person, *, at: datetime = PREPARED_AT) -> Release:
    """The release, put together."""
    return releasing.prepare_release(release=release, note="Libraries first.", by=by, at=at)


def sign_and_publish(release: Release, *, at: datetime = PUBLISHED_AT) -> Release:
    """The prepared release, signed off by whoever is named for it and published by the clock."""
    release.refresh_from_db()
    releasing.sign_off(release=release, by=release.signer, at=at)
    releasing.publish_release(release=release, by=None, at=at)
    release.refresh_from_db()
    return release


def reply_links_to(address: str) -> list[str]:
    """The paths of the links to a reply in the e-mails that have left for an address."""
    sent = [str(message.body) for message in mail.outbox if address in message.to]
    return re.findall(r"(/reply/\S+/)", "\n".join(sent))
