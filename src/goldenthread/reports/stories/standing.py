"""What stands between an editor's page and the public: claims, approval by another, and of stories also consents."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from wagtail.models import Page

from goldenthread.plan.states import NotPossible
from goldenthread.reports.easy_reading import find_faults_of_easy_read
from goldenthread.reports.models import CheckedPage, EasyReadApproval, EasyReadPage, StoryApproval, StoryPage
from goldenthread.reports.page_claims import find_refusals, judge_page

#: A page that is published only once somebody other than its author has approved it.
Approvable = StoryPage | EasyReadPage

Written = TypeVar("Written", StoryPage, EasyReadPage)

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
    if isinstance(page, Approvable):
        return (*find_faults(page, on=on), *_of_approval(page))
    return _of_claims(page, on=on) if isinstance(page, CheckedPage) else ()


def _of_claims(page: CheckedPage, *, on: date) -> tuple[Standing, ...]:
    reasons = [str(block.value["words"]) for block in page.claim_reasons]
    refusals = find_refusals(judge_page(page.rich_texts, on=on), reasons)
    return tuple(Standing(Ground.CLAIM, sentence) for sentence in refusals)


def _of_approval(page: Approvable) -> tuple[Standing, ...]:
    if find_approval(page) is not None:
        return ()
    where = "Stories" if isinstance(page, StoryPage) else "Reports"
    sentence = (
        "Nobody other than its author has approved it as it stands. A plan owner or administrator does that on its "
        f"page under Staff, {where}."
    )
    return (Standing(Ground.APPROVAL, sentence),)


def find_faults(page: Approvable, *, on: date) -> tuple[Standing, ...]:
    """What has to be put right in a page before anybody approves it."""
    own = _of_story(page, on=on) if isinstance(page, StoryPage) else _of_easy_read(page)
    return (*own, *_of_claims(page, on=on))


def _of_story(story: StoryPage, *, on: date) -> list[Standing]:
    found = [Standing(Ground.CONSENT, why) for why in story.why_not_told(on=on)]
    pictures = [block.value for block in story.body if block.block_type == "picture"]
    if any(picture is not None and not picture.decorative and not picture.contextual_alt_text for picture in pictures):
        sentence = "A picture has no words for those who cannot see it. Write what it shows."
        found.append(Standing(Ground.ALTERNATIVE_TEXT, sentence))
    return found


def _of_easy_read(page: EasyReadPage) -> list[Standing]:
    return [Standing(Ground.EASY_READ, why) for why in find_faults_of_easy_read(page)]


def refuse_what_stands(page: Page, *, on: date) -> None:
    """Raise :class:`PublicationRefused` while anything stands against a page."""
    standing = find_standing(page, on=on)
    if standing:
        raise PublicationRefused(page, standing)


def find_approval(page: Approvable) -> StoryApproval | EasyReadApproval | None:
    """The approval that holds for a page as it is now."""
    if page.pk is None:
        return None
    given = fingerprint(page)
    if isinstance(page, StoryPage):
        return StoryApproval.objects.select_related("by").filter(story=page.pk, fingerprint=given).first()
    return EasyReadApproval.objects.select_related("by").filter(page=page.pk, fingerprint=given).first()


def fingerprint(page: Approvable) -> str:
    """What an approval holds for: what is told, and by whose consent. The editor's own keys are no part of it."""
    content = _content_of_story(page) if isinstance(page, StoryPage) else _content_of_easy_read(page)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(_BLOCK_KEY.sub("", text.replace('\\"', '"')).encode()).hexdigest()


def _content_of_story(story: StoryPage) -> list[Any]:
    return [
        story.title,
        story.summary,
        story.told_on.isoformat(),
        _blocks(story.body),
        story.is_about_a_person,
        story.shows_somebody,
        story.is_name_changed,
        sorted(consent.reference for consent in story.agreed),
        _blocks(story.claim_reasons),
    ]


def _content_of_easy_read(page: EasyReadPage) -> list[Any]:
    return [page.title, page.report.slug, _blocks(page.lines), _blocks(page.claim_reasons)]


def _blocks(stream: Any) -> list[list[Any]]:
    return [[block["type"], block["value"]] for block in stream.get_prep_value()]


def latest_of(page: Written) -> Written:
    """The page as it was written last, published or not."""
    latest: Any = page.get_latest_revision_as_object()
    assert isinstance(latest, type(page))  # noqa: S101  (a revision is of the same kind)
    return latest
