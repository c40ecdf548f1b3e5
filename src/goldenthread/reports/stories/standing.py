"""What stands between an editor's page and the public: claims, and of stories also consents and approval."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from wagtail.models import Page

from goldenthread.plan.states import NotPossible
from goldenthread.reports.easy_reading import find_faults_of_easy_read
from goldenthread.reports.models import CheckedPage, EasyReadPage, StoryApproval, StoryPage
from goldenthread.reports.page_claims import find_refusals, judge_page

_BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')


class Ground(StrEnum):
    """On what ground something stands against a story."""

    CONSENT = "consent"
    ALTERNATIVE_TEXT = "alternative text"
    CLAIM = "claim"
    APPROVAL = "approval"
    EASY_READ = "easy read"


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that stands against a page, in a sentence."""

    ground: Ground
    sentence: str


class PublicationRefused(NotPossible):
    """A page is not published; the sentences say why and what to do."""

    def __init__(self, page: Page, standing: tuple[Standing, ...]) -> None:
        self.page_key, self.standing = page.pk, standing
        super().__init__(f"“{page.title}” is not published. {' '.join(each.sentence for each in standing)}")


def find_standing(page: Page, *, on: date) -> tuple[Standing, ...]:
    """Everything that stands against a page as it is now; nothing can against one that holds nothing to be checked."""
    if isinstance(page, StoryPage):
        return _of_story(page, on=on)
    if isinstance(page, EasyReadPage):
        faults = tuple(Standing(Ground.EASY_READ, why) for why in find_faults_of_easy_read(page))
        return (*faults, *_of_claims(page, on=on))
    return _of_claims(page, on=on) if isinstance(page, CheckedPage) else ()


def _of_claims(page: CheckedPage, *, on: date) -> tuple[Standing, ...]:
    reasons = [str(block.value["words"]) for block in page.claim_reasons]
    refusals = find_refusals(judge_page(page.rich_texts, on=on), reasons)
    return tuple(Standing(Ground.CLAIM, sentence) for sentence in refusals)


def _of_story(story: StoryPage, *, on: date) -> tuple[Standing, ...]:
    standing = find_faults(story, on=on)
    if find_approval(story) is None:
        sentence = (
            "Nobody other than its author has approved it as it stands. A plan owner or administrator does that on its "
            "page under Staff, Stories."
        )
        standing += (Standing(Ground.APPROVAL, sentence),)
    return standing


def find_faults(story: StoryPage, *, on: date) -> tuple[Standing, ...]:
    """What has to be put right in a story before anybody approves it."""
    found = [Standing(Ground.CONSENT, why) for why in story.why_not_told(on=on)]
    pictures = [block.value for block in story.body if block.block_type == "picture"]
    if any(picture is not None and not picture.decorative and not picture.contextual_alt_text for picture in pictures):
        sentence = "A picture has no words for those who cannot see it. Write what it shows."
        found.append(Standing(Ground.ALTERNATIVE_TEXT, sentence))
    return (*found, *_of_claims(story, on=on))


def refuse_what_stands(page: Page, *, on: date) -> None:
    """Raise :class:`PublicationRefused` while anything stands against a page."""
    standing = find_standing(page, on=on)
    if standing:
        raise PublicationRefused(page, standing)


def find_approval(story: StoryPage) -> StoryApproval | None:
    """The approval that holds for a story as it is now."""
    if story.pk is None:
        return None
    return StoryApproval.objects.select_related("by").filter(story=story.pk, fingerprint=fingerprint(story)).first()


def fingerprint(story: StoryPage) -> str:
    """What an approval holds for: what is told, and by whose consent. The editor's own keys are no part of it."""
    content = [
        story.title,
        story.summary,
        story.told_on.isoformat(),
        [[block["type"], block["value"]] for block in story.body.get_prep_value()],
        story.is_about_a_person,
        story.shows_somebody,
        story.is_name_changed,
        sorted(consent.reference for consent in story.agreed),
        [[block["type"], block["value"]] for block in story.claim_reasons.get_prep_value()],
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(_BLOCK_KEY.sub("", text.replace('\\"', '"')).encode()).hexdigest()


def latest_of(story: StoryPage) -> StoryPage:
    """The story as it was written last, published or not."""
    latest: Any = story.get_latest_revision_as_object()
    assert isinstance(latest, StoryPage)  # noqa: S101  (a revision of a story is a story)
    return latest
