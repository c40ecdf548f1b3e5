"""Stories in other languages: Welsh through the editor's own means, Urdu from right to left, consents as in English."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.stories import make_consent, tell_story, write_story
from tests.integration.reports.test_written_pages import make_writer
from wagtail_localize.models import String, StringSegment, StringTranslation, TranslationSource

from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.models import StoryPage
from goldenthread.reports.stories.reading import find_uses
from goldenthread.reports.stories.standing import PublicationRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

WELSH = {
    "The hall": "Y neuadd",
    "A hall was opened.": "Agorwyd neuadd.",
    "Before": "O’r blaen",
    "It was <b>shut</b>.": "Roedd hi <b>ar gau</b>.",
    "I came twice.": "Des i ddwywaith.",
}
URDU = {"The hall": "ہال", "A hall was opened.": "ایک ہال کھولا گیا۔", "I came twice.": "میں دو بار آئی۔"}


def begin(story: StoryPage, language: str = "cy", **fields: Any) -> StoryPage:
    values = {"by": make_person(Role.EDITOR), "at": timezone.now(), **fields}
    return actions.begin_translation(story=story, language=language, **values)


def translate(page: StoryPage, words: dict[str, str]) -> StoryPage:
    """Translate sentence by sentence, as the editor's page does, and save the draft."""
    source = TranslationSource.objects.get(object__translation_key=page.translation_key)
    for said, written in words.items():
        segment = StringSegment.objects.filter(source=source, string=String.objects.get(data=said)).first()
        assert segment is not None, said
        StringTranslation.objects.create(
            translation_of=segment.string, locale=page.locale, context=segment.context, data=written
        )
    source.translations.get(target_locale=page.locale).save_target(user=make_person(Role.EDITOR), publish=False)
    page.refresh_from_db()
    return page


def read(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def consent() -> Any:
    return make_consent(reference="C-1")


@pytest.fixture
def story(consent):
    return tell_story(write_story(consents=[consent]))


def main_of(page: str) -> str:
    found = re.search(r"<main[^>]*>.*</main>", page, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_story_is_read_in_welsh_once_somebody_else_approved_it(client, story):
    welsh = translate(begin(story), WELSH)
    assert client.get("/cy/stories/the-hall/").status_code == 404
    tell_story(welsh)
    page = main_of(read(client, "/cy/stories/the-hall/"))
    assert page.startswith('<main class="govuk-main-wrapper" id="main-content" lang="cy" dir="ltr">')
    for words in ("Y neuadd", "Agorwyd neuadd.", "O’r blaen", "Roedd hi <b>ar gau</b>.", "Des i ddwywaith."):
        assert words in page, words
    assert "It was" not in page
    assert "Y neuadd" in read(client, "/cy/stories/")
    english = read(client, "/stories/the-hall/")
    assert '<main class="govuk-main-wrapper" id="main-content">' in english
    assert (
        '<a class="govuk-link" href="/cy/stories/the-hall/" lang="cy" hreflang="cy" dir="auto">Cymraeg</a>' in english
    )
    assert 'hreflang="en-gb"' in read(client, "/cy/stories/the-hall/")


def test_lists_the_front_page_and_the_api_tell_a_story_once(client, story):
    tell_story(translate(begin(story), WELSH))
    for address in ("/", "/stories/"):
        assert "Y neuadd" not in read(client, address)
    assert [each["slug"] for each in client.get("/api/v1/stories").json()] == ["the-hall"]


def test_urdu_is_read_from_right_to_left(client, story):
    tell_story(translate(begin(story, "ur"), URDU))
    page = read(client, "/ur/stories/the-hall/")
    assert '<main class="govuk-main-wrapper" id="main-content" lang="ur" dir="rtl">' in page
    assert "ایک ہال کھولا گیا۔" in page
    assert "کو بیان کی گئی۔" in page
    assert "Told on" not in page
    assert '<html lang="en-GB"' in page  # the shell around it stays English


def test_the_site_s_own_words_around_a_story_are_in_its_language(client, consent):
    fact = record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)
    body = [("words", f'<p>A gap of <a linktype="claim" id="{fact.pk}">10.8 years</a>.</p>')]
    story = tell_story(write_story(consents=[consent], body=body, told_on=date(2026, 3, 5), is_name_changed=True))
    for language, words in (
        ("cy", ("Adroddwyd ar 5 Mawrth 2026.", "Newidiwyd enwau.", "Sut ydym ni’n gwybod hyn?")),
        ("ur", ("نام بدل دیے گئے ہیں۔", "یہ کہانی دوسری زبانوں میں")),
    ):
        tell_story(translate(begin(story, language), {"The hall": f"The hall, {language}"}))
        page = main_of(read(client, f"/{language}/stories/the-hall/"))
        for each in words:
            assert each in page, each
        assert "Names have been changed." not in page
        assert "How do we know this?" not in page
        assert '<span class="govuk-visually-hidden" lang="en-GB" dir="ltr">' in page  # what the fact is about
    english = main_of(read(client, "/stories/the-hall/"))
    assert "Told on 5 March 2026." in english
    assert "Names have been changed." in english
    assert 'lang="en-GB"' not in english.partition("<h1")[2].replace('hreflang="en-gb"', "")


def test_in_a_language_without_a_catalogue_they_are_english_and_say_so(client, story):
    tell_story(translate(begin(story, "pl"), {"The hall": "Sala"}))
    page = main_of(read(client, "/pl/stories/the-hall/"))
    assert f'<span lang="en-GB" dir="ltr">Told on {timezone.localdate():%-d %B %Y}.</span>' in page
    assert 'aria-label="This story in other languages" lang="en-GB" dir="ltr"' in page


def test_a_claim_keeps_its_fact_in_another_language(client, consent):
    fact = record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)
    body = [("words", f'<p>A gap of <a linktype="claim" id="{fact.pk}">10.8 years</a>.</p>')]
    story = tell_story(write_story(consents=[consent], body=body))
    source = TranslationSource.get_or_create_from_instance(story)[0]
    (string,) = [each.string.data for each in source.stringsegment_set.all() if "A gap" in each.string.data]
    words = {string: string.replace("A gap of", "Bwlch o").replace("10.8 years", "10.8")}
    tell_story(translate(begin(story), words))
    page = main_of(read(client, "/cy/stories/the-hall/"))
    assert 'Bwlch o <data value="10.8" class="gt-claim">10.8</data>.' in page


def test_a_false_claim_is_refused_in_another_language_too(consent):
    fact = record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)
    body = [("words", f'<p>A gap of <a linktype="claim" id="{fact.pk}">10.8 years</a>.</p>')]
    story = tell_story(write_story(consents=[consent], body=body))
    source = TranslationSource.get_or_create_from_instance(story)[0]
    (string,) = [each.string.data for each in source.stringsegment_set.all() if "A gap" in each.string.data]
    welsh = translate(begin(story), {string: string.replace("10.8 years", "12.4")})
    with pytest.raises(PublicationRefused, match=r"“12\.4” is FALSE"):
        tell_story(welsh)


def test_a_withdrawn_consent_takes_every_language_down(client, story, consent):
    welsh, urdu = tell_story(translate(begin(story), WELSH)), translate(begin(story, "ur"), URDU)
    assert {use.key for use in find_uses(consent)} == {story.pk, welsh.pk, urdu.pk}
    welsh.consents = []  # whatever became of its own
    welsh.save()
    actions.withdraw_consent(consent=consent, how="By letter", by=make_person(Role.EDITOR), at=timezone.now())
    assert client.get("/stories/the-hall/").status_code == 410
    assert client.get("/cy/stories/the-hall/").status_code == 410
    assert "Y neuadd" not in read(client, "/cy/stories/")
    with pytest.raises(PublicationRefused, match="was withdrawn"):
        tell_story(urdu)


def test_a_translator_does_not_approve_the_translation(story):
    owner = make_person(Role.PLAN_OWNER)
    with pytest.raises(NotAllowed, match="You wrote in this story"):
        tell_story(begin(story, by=owner), by=owner)


def test_what_cannot_be_translated_says_why(story):
    with pytest.raises(NotPossible, match="not set up for this language"):
        begin(story, "xx")
    with pytest.raises(NotPossible, match="not set up for this language"):
        begin(story, "en-gb")
    welsh = begin(story)
    with pytest.raises(NotPossible, match="translated into Cymraeg already"):
        begin(story)
    with pytest.raises(NotPossible, match="This is a translation itself"):
        begin(welsh, "ur")
    with pytest.raises(NotPossible, match="approved and published first"):
        begin(write_story(slug="draft"))
    with pytest.raises(NotAllowed):
        begin(story, "ur", by=make_person(Role.VIEWER))


def test_it_is_begun_on_its_page_and_goes_on_in_the_editor(story):
    browser = signed_in_client(make_writer(Role.EDITOR))
    address = reverse("reports:staff_translate_story", args=[story.pk])
    assert browser.post(address, {"language": ""}).status_code == 400
    answer = browser.post(address, {"language": "cy"})
    welsh = StoryPage.objects.get(locale__language_code="cy")
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[welsh.pk])
    assert "wagtail-localize" in browser.get(answer["Location"]).content.decode()
    assert "Cymraeg" in browser.get(reverse("reports:staff_story", args=[story.pk])).content.decode()


def test_the_list_of_stories_asks_as_often_with_translations(story):
    browser = signed_in_client(make_person(Role.EDITOR))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("reports:staff_stories"))
        return len(queries)

    tell_story(translate(begin(story), WELSH))
    one = asked()
    for language in ("ur", "pl", "ro"):
        tell_story(begin(story, language))
    assert asked() == one


@pytest.mark.parametrize("address", ["/", "/stories/", "/plans/", "/reports/", "/contact/"])
def test_a_browsers_own_language_changes_no_english_page(client, address):
    plain = client.get(address)
    other = client.get(address, headers={"Accept-Language": "cy,ur;q=0.5"})
    assert other.content == plain.content
    assert other.status_code == 200
