"""The sample council's stories: who agreed, who wrote, who approved, and whose consent was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from wagtail_localize.models import StringTranslation, TranslationSource

from goldenthread.reports import actions as report_actions
from goldenthread.reports.models import Consent, StoryIndexPage, StoryPage
from goldenthread.reports.stories.kinds import Channel, Scope
from goldenthread.samples.alderbrook.stories_content import SampleConsent, SampleStories, SampleStory

if TYPE_CHECKING:
    from goldenthread.project.sample import Staff


def add_stories(
    content: SampleStories, staff: Staff, *, now: datetime, at_noon: Callable[[date], datetime]
) -> dict[str, StoryPage]:
    """Enter the consents, write the stories, have them approved by another, and withdraw what was taken back."""
    editor, owner = staff.by_key["editor"], staff.by_key["owner"]
    consents = {each.reference: _record(each, staff, at=at_noon(each.given_on)) for each in content.consents}
    index = StoryIndexPage.objects.get()
    told = {}
    for each in content.stories:
        page = _make_story(each, [consents[reference] for reference in each.consents])
        index.add_child(instance=page)
        page.full_clean()
        page.save_revision(user=editor, log_action=True)
        # Those whose consent has run out, or was taken back, were told all the same while it held.
        at = min(now, at_noon(each.told_on))
        story = told[each.slug] = report_actions.approve_story(story=page, weighed=each.weighed, by=owner, at=at)
        for language, words in each.translations.items():
            page = report_actions.begin_translation(story=story, language=language, by=editor, at=at)
            _translate(page, words, staff)
            report_actions.approve_story(story=page, weighed=each.weighed, by=owner, at=at)
    for given in content.consents:
        if given.withdrawn_on is not None:
            consent, at = consents[given.reference], min(now, at_noon(given.withdrawn_on))
            report_actions.withdraw_consent(consent=consent, how=given.withdrawn_how, by=editor, at=at)
    return told


def _record(content: SampleConsent, staff: Staff, *, at: datetime) -> Consent:
    return report_actions.record_consent(
        reference=content.reference,
        alias=content.alias,
        scopes=[Scope(each) for each in content.scopes],
        channels=[Channel(each) for each in content.channels],
        wording=content.wording,
        form_reference=content.form_reference,
        given_on=content.given_on,
        until=content.until,
        name=content.name,
        contact=content.contact,
        by=staff.by_key["editor"],
        at=at,
    )


def _translate(page: StoryPage, words: list[list[str]], staff: Staff) -> None:
    """Write each sentence beside its original, as a translator does in the editor."""
    source = TranslationSource.objects.get(object__translation_key=page.translation_key)
    segments = list(source.stringsegment_set.select_related("string", "context"))
    for begins, written in words:
        segment = next(each for each in segments if each.string.data.strip().startswith(begins))
        StringTranslation.objects.create(
            translation_of=segment.string, locale=page.locale, context=segment.context, data=written
        )
    translation = source.translations.get(target_locale=page.locale)
    translation.save_target(user=staff.by_key["editor"], publish=False)


def _make_story(story: SampleStory, consents: list[Consent]) -> StoryPage:
    page = StoryPage(
        title=story.title,
        slug=story.slug,
        summary=story.summary,
        told_on=story.told_on,
        is_name_changed=story.is_name_changed,
        body=[_block(block) for block in story.body],
        live=False,
    )
    page.consents = consents
    return page


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    if "quote" in block:
        return "quote", {"words": block["quote"], "who": block["who"]}
    return next(iter(block.items()))
