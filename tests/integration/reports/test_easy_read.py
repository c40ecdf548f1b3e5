"""A report in Easy Read: refused without words for each picture, bound to facts, one click from the report and back."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from tests.factories.facts import record_fact
from tests.factories.people import signed_in_client
from tests.integration.reports.test_written_pages import make_writer
from wagtail.images import get_image_model

from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.reports.easy_reading import MOST_WORDS, find_advice
from goldenthread.reports.models import EasyReadPage, HomePage
from goldenthread.reports.stories.standing import Ground, PublicationRefused

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file it scales a picture in to be closed by the interpreter.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def picture(evidence) -> Any:
    content = BytesIO()
    PillowImage.new("RGB", (8, 8), "navy").save(content, "PNG")
    return get_image_model().objects.create(title="A hall", file=ContentFile(content.getvalue(), "hall.png"))


def line(picture: Any, sentence: str = "A hall was opened.", alt: str = "A hall", *, decorative: bool = False) -> Any:
    if picture is not None:
        picture.contextual_alt_text, picture.decorative = alt, decorative
    return "line", {"sentence": f"<p>{sentence}</p>", "picture": picture}


def write(report: Any, *lines: Any) -> EasyReadPage:
    page = EasyReadPage(title="Easy Read: our year", slug="easy-read", report=report, live=False)
    page.lines = list(lines)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def publish(page: EasyReadPage) -> EasyReadPage:
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def test_it_is_read_and_one_click_from_the_report_and_back(client, published, picture):
    report = "/reports/report-2026/"
    assert "Easy Read" not in client.get(report).content.decode()
    publish(
        write(
            published, ("heading", "What we did"), line(picture), ("hard_word", {"word": "Hall", "meaning": "a room"})
        )
    )
    page = client.get("/easy-read/").content.decode()
    for words in ("What we did", "A hall was opened.", 'alt="A hall"', "<strong>Hall</strong> means: a room"):
        assert words in page, words
    assert f'href="{report}"' in page
    assert 'href="/easy-read/">Easy Read: short sentences with pictures</a>' in client.get(report).content.decode()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"alt": ""}, "The picture of “A hall was opened.” has no words"),
        ({"alt": "  "}, "The picture of “A hall was opened.” has no words"),
        ({"alt": "", "decorative": True}, "The picture of “A hall was opened.” has no words"),
        ({"sentence": ""}, "A line has a picture and no sentence."),
    ],
)
def test_it_is_refused_without_words_for_a_picture_or_a_picture_for_words(published, picture, options, sentence):
    page = write(published, line(picture, **options))
    with pytest.raises(PublicationRefused) as refused:
        publish(page)
    assert sentence in str(refused.value)
    assert [each.ground for each in refused.value.standing] == [Ground.EASY_READ]
    assert not EasyReadPage.objects.get().live


def test_it_is_refused_while_it_is_empty_or_its_report_is_not_published(draft, picture):
    with pytest.raises(PublicationRefused, match="is not published, and an Easy Read edition is read beside it"):
        publish(write(draft, line(picture)))
    with pytest.raises(PublicationRefused, match="It has no sentence yet"):
        publish(EasyReadPage.objects.get().copy(update_attrs={"slug": "other", "lines": []}, keep_live=False))


def test_its_figures_are_bound_and_a_false_one_is_refused(client, published, picture):
    fact = record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)

    def claim(words: str) -> str:
        return f'Men die <a linktype="claim" id="{fact.pk}">{words}</a> sooner.'

    page = write(published, line(picture, claim("over 11 years")))
    with pytest.raises(PublicationRefused, match="“over 11 years” is FALSE"):
        publish(page)
    page.lines = [line(picture, claim("almost 11 years"))]
    page.save_revision()
    publish(page)
    assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in client.get("/easy-read/").content.decode()


def test_long_sentences_are_advised_against_and_not_refused(published, picture):
    words = " ".join(["word"] * (MOST_WORDS + 1))
    page = write(published, line(picture, f"{words}."), line(picture, "One. Two."), line(picture, "At 7.30 we ate."))
    assert find_advice(page) == (
        f"“{words}.” has 16 words. Try to say it in 15.",
        "“One. Two.” is more than one sentence. Give each its own line and picture.",
    )
    assert publish(page).live


def test_the_editor_offers_it_under_the_front_page(published):
    browser = signed_in_client(make_writer(Role.EDITOR))
    home = HomePage.objects.get()
    form = unescape(browser.get(f"/cms/pages/add/reports/easyreadpage/{home.pk}/").content.decode())
    assert "One sentence of at most fifteen words" in form
    assert "Annual report 2025 to 2026" in form
    assert EasyReadPage.allowed_parent_page_models() == [HomePage]
