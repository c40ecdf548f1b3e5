"""Approving a story or an Easy Read edition that somebody else wrote, and publishing it in the same act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.checking.reidentification import Combination, Verbatim, find_combination, find_verbatim
from goldenthread.plan.states import NotPossible
from goldenthread.reports.models import EasyReadApproval, EasyReadPage, StoryApproval, StoryPage
from goldenthread.reports.stories import permissions
from goldenthread.reports.stories.reading import own_places, plain_words, public_documents
from goldenthread.reports.stories.standing import Approvable, PublicationRefused, find_faults, fingerprint, latest_of


@dataclass(frozen=True, slots=True)
class Recognition:
    """By what somebody could be recognised in a story."""

    combination: Combination | None
    verbatim: tuple[Verbatim, ...]

    @property
    def is_to_be_weighed(self) -> bool:
        """Whether whoever approves has to say why nobody is put at risk."""
        return self.combination is not None or bool(self.verbatim)


def find_recognition(story: StoryPage, *, on: date) -> Recognition:
    """By what somebody could be recognised in a story: details that meet, and words that can be looked up."""
    text = plain_words(story)
    return Recognition(find_combination(text, own_places()), find_verbatim(text, public_documents(story, on=on)))


@transaction.atomic
def approve_story(*, story: StoryPage, weighed: str, by: Person, at: datetime) -> StoryPage:
    """Say that a story may be told as it stands, and publish it. Never by whoever wrote in it.

    Where somebody could be recognised, `weighed` says why they are not put at risk by it, or that they know and agree.
    """
    story = StoryPage.objects.select_for_update().get(pk=story.pk)
    permissions.check_can_approve_story(by, story)
    latest, today = latest_of(story), timezone.localdate(at)
    _check_is_ready(story, latest, on=today)
    recognition = find_recognition(latest, on=today)
    if recognition.is_to_be_weighed and not weighed.strip():
        raise NotPossible("Say why nobody is put at risk by what could make them recognised, or send it back.")
    StoryApproval.objects.update_or_create(
        story=story,
        fingerprint=fingerprint(latest),
        defaults={"weighed": weighed.strip(), "by": by, "at": at},
    )
    more = {"weighed": weighed.strip()} if weighed.strip() else {}
    _publish(story, latest, "approved and published the story", more, by=by, at=at)
    return story


@transaction.atomic
def approve_easy_read(*, page: EasyReadPage, by: Person, at: datetime) -> EasyReadPage:
    """Say that an Easy Read edition may be read as it stands, and publish it. Never by whoever wrote in it."""
    page = EasyReadPage.objects.select_for_update().get(pk=page.pk)
    permissions.check_can_approve_easy_read(by, page)
    latest = latest_of(page)
    _check_is_ready(page, latest, on=timezone.localdate(at))
    EasyReadApproval.objects.update_or_create(page=page, fingerprint=fingerprint(latest), defaults={"by": by, "at": at})
    _publish(page, latest, "approved and published the Easy Read edition", {}, by=by, at=at)
    return page


def _check_is_ready(page: Approvable, latest: Approvable, *, on: date) -> None:
    if page.live and not page.has_unpublished_changes:
        raise NotPossible(f"“{page.title}” is published as it was written last.")
    if faults := find_faults(latest, on=on):
        raise PublicationRefused(latest, faults)


def _publish(
    page: Approvable, latest: Approvable, verb: str, more: Mapping[str, str], *, by: Person, at: datetime
) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type=page._meta.label_lower,
        object_id=page.pk,
        object_name=latest.title,
        after={"fingerprint": fingerprint(latest), **more},
    )
    revision = page.get_latest_revision() or page.save_revision(user=page.owner)
    # As the editor's own button does it: what stands against the page, and who may approve, has been asked above.
    PublishPageRevisionAction(revision, user=by).execute(skip_permission_checks=True)
    page.refresh_from_db()
