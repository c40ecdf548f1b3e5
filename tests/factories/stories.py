"""Consents and stories for tests, made through the same actions that staff use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from tests.factories.people import make_person

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.reports import actions
from goldenthread.reports.models import Consent, StoryIndexPage, StoryPage
from goldenthread.reports.stories.kinds import Channel, Scope

_numbers = count(1)


def make_consent(*, by: Person | None = None, at: datetime | None = None, **fields: Any) -> Consent:
    """A consent of Ann, given ten days ago, for everything everywhere unless told otherwise."""
    now = at or timezone.now()
    values: dict[str, Any] = {
        "reference": f"C-{next(_numbers)}",
        "alias": "Ann",
        "scopes": list(Scope),
        "channels": list(Channel),
        "wording": "Form 1",
        "form_reference": "File 12",
        "given_on": timezone.localdate(now) - timedelta(days=10),
    }
    return actions.record_consent(**{**values, **fields}, by=by or make_person(Role.EDITOR), at=now)


def write_story(*, by: Person | None = None, consents: list[Consent] | None = None, **fields: Any) -> StoryPage:
    """A story as an editor leaves it: written, not approved."""
    values: dict[str, Any] = {
        "title": "The hall", "slug": "the-hall", "summary": "A hall was opened.", "told_on": timezone.localdate(),
        "body": [("heading", "Before"), ("words", "<p>It was <b>shut</b>.</p>"),
                 ("quote", {"words": "I came twice.", "who": "Ann"})],
        "live": False,
    }  # fmt: skip
    story = StoryPage(**{**values, **fields})
    story.consents = [make_consent()] if consents is None else consents
    StoryIndexPage.objects.order_by("pk")[0].add_child(instance=story)
    story.full_clean()
    story.save_revision(user=by or make_person(Role.EDITOR), log_action=True)
    return story


def tell_story(story: StoryPage, *, by: Person | None = None, weighed: str = "They know and agree.") -> StoryPage:
    """The story, approved by somebody who did not write it and published."""
    approver = by or make_person(Role.PLAN_OWNER)
    return actions.approve_story(story=story, weighed=weighed, by=approver, at=timezone.now())


def in_days(days: int) -> date:
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=days)
