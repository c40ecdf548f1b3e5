"""A story as plain words, and where a consent is used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags

from goldenthread.frontend.council import this_council
from goldenthread.plan.models import SourceReport
from goldenthread.reports.blocks.placed import mark_of, marks_of
from goldenthread.reports.models import Consent, ReportBlock, ReportEdition, ReportText, StoryPage
from goldenthread.reports.stories.notices import marks_in, typed_in


class UsedIn(StrEnum):
    """What uses a consent."""

    PAGE = "page"
    DRAFT = "draft of a page"
    REPORT = "report text"
    EDITION = "published edition"


@dataclass(frozen=True, slots=True)
class Use:
    """A page, text or edition that uses what somebody agreed to."""

    kind: UsedIn
    key: int
    title: str
    where: str
    href: str
    is_shown: bool
    marks: tuple[str, ...] = ()


def plain_words(story: StoryPage) -> str:
    """Everything a story says, in paragraphs."""
    return "\n\n".join([story.title, story.summary, *_of_body(story)])


def _of_body(story: StoryPage) -> Iterable[str]:
    for block in story.body:
        if block.block_type == "words":
            yield unescape(strip_tags(re.sub(r"</(?:p|li)>", "\n\n", str(block.value.source)))).strip()
        elif block.block_type == "quote":
            yield f"“{block.value['words']}” – {block.value['who']}"
        elif block.block_type == "heading":
            yield str(block.value)
        elif block.value is not None:
            yield block.value.contextual_alt_text or ""


def own_places() -> frozenset[str]:
    """The council's whole area, which tells of nobody in particular."""
    council = this_council()
    return frozenset({council.short_name, council.name})


def public_documents(story: StoryPage, *, on: date) -> dict[str, str]:
    """What the public reads already, by its name: the editions of reports, reports of earlier years, other stories."""
    documents = {
        str(edition): "\n\n".join(edition.texts.values())
        for edition in ReportEdition.objects.select_related("report").only("title", "number", "texts", "report__slug")
    }
    for source in SourceReport.objects.published():
        documents[source.title] = _words_of_source(source)
    for other in StoryPage.objects.shown(on=on).exclude(translation_key=story.translation_key):
        documents[f"the story “{other.title}”"] = plain_words(other)
    return documents


def _words_of_source(source: SourceReport) -> str:
    return "\n\n".join(str(block.get("text", "")) for block in source.blocks)


def find_uses(consent: Consent) -> tuple[Use, ...]:
    """Every page, report text and edition that uses a consent, those that everybody reads first."""
    pages = list(StoryPage.objects.standing_on(consent).order_by("title"))
    drafts = _drafts_using(consent, {page.pk for page in pages})
    marks = frozenset({f"quote:{consent.reference}", *(f"story:{page.slug}" for page in [*pages, *drafts])})
    found = [
        Use(UsedIn.PAGE if page.live else UsedIn.DRAFT, page.pk, page.title, _where(page), _home_of(page), page.live)
        for page in pages
    ]
    found += [Use(UsedIn.DRAFT, page.pk, page.title, "not published", _home_of(page), False) for page in drafts]
    found += [*_of_editions(marks, consent.words), *_of_texts(marks, consent.words), *_of_blocks(marks)]
    return tuple(sorted(found, key=lambda use: not use.is_shown))


def _drafts_using(consent: Consent, known: set[int]) -> list[StoryPage]:
    """Stories that name the consent only in what has not been published yet."""
    waiting = (
        StoryPage.objects.filter(has_unpublished_changes=True).exclude(pk__in=known).select_related("latest_revision")
    )
    return [
        page
        for page in waiting
        if page.latest_revision is not None and consent.pk in page.latest_revision.content.get("consents", [])
    ]


def _of_editions(marks: frozenset[str], words: str) -> Iterable[Use]:
    for edition in ReportEdition.objects.select_related("report").prefetch_related("withdrawals"):
        places = dict.fromkeys([*edition.texts, *(block["place"] for block in edition.blocks)])
        used = {
            place: (marks_in(edition.texts.get(place, "")) | marks_of(edition.blocks, place)) & marks
            | typed_in(edition.texts.get(place, ""), words)
            for place in places
        }
        named = frozenset().union(*used.values()) if used else frozenset()
        if not named:
            continue
        taken_out = {mark for each in edition.withdrawals.all() for mark in each.marks}
        where = ", ".join(place for place, found in used.items() if found)
        yield Use(
            UsedIn.EDITION, edition.pk, str(edition), where, edition.get_absolute_url(),
            not named <= taken_out, tuple(sorted(named)),
        )  # fmt: skip


def _of_texts(marks: frozenset[str], words: str) -> Iterable[Use]:
    for text in ReportText.objects.exclude(text="").select_related("report").order_by("report", "place"):
        if named := marks_in(text.text) & marks | typed_in(text.text, words):
            href = reverse("reports:staff_write", args=[text.report.slug, text.place])
            yield Use(UsedIn.REPORT, text.pk, text.report.title, text.place, href, False, tuple(sorted(named)))


def _of_blocks(marks: frozenset[str]) -> Iterable[Use]:
    for block in ReportBlock.objects.select_related("report").in_order():
        mark = mark_of(block.kind, block.subject)
        if mark in marks:
            href = reverse("reports:staff_blocks", args=[block.report.slug, block.place])
            yield Use(UsedIn.REPORT, block.pk, block.report.title, block.place, href, False, (mark,))


def _where(page: StoryPage) -> str:
    if page.live:
        return ""
    return "taken down" if page.first_published_at is not None else "not published"


def _home_of(page: StoryPage) -> str:
    return reverse("reports:staff_story", args=[page.pk])
