"""Beginning the translation of a story: a draft in its own place, which the editor shows sentence beside sentence."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.plan.states import NotPossible
from goldenthread.reports import permissions
from goldenthread.reports.models import StoryPage


@transaction.atomic
def begin_translation(*, story: StoryPage, language: str, by: Person, at: datetime) -> StoryPage:
    """Make the draft of a translation. It is approved by somebody else, and stands on the same consents."""
    permissions.check_can_write_reports(by)
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    if language not in names or language == settings.LANGUAGE_CODE:
        raise NotPossible("The site is not set up for this language.")
    if story.locale.language_code != settings.LANGUAGE_CODE:
        raise NotPossible("This is a translation itself. Translate the story that it came from.")
    if not story.live:
        raise NotPossible("What is translated has been approved and published first, so that all read the same story.")
    locale, _ = Locale.objects.get_or_create(language_code=language)
    if story.has_translation(locale):
        raise NotPossible(f"“{story.title}” is translated into {names[language]} already.")
    source, _ = TranslationSource.get_or_create_from_instance(story)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    translation.save_target(user=by, publish=False)
    made: StoryPage = StoryPage.objects.get(translation_key=story.translation_key, locale=locale)
    audit.record(
        actor=by,
        at=at,
        verb="began a translation of",
        object_type=story._meta.label_lower,
        object_id=story.pk,
        object_name=story.title,
        after={"language": names[language], "page": made.pk},
    )
    return made
