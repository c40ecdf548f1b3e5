"""A report in Easy Read: refused without words for each picture, bound to facts, one click from the report and back."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as PillowImage
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.integration.reports.test_written_pages import make_writer
from wagtail.images import get_image_model

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.easy_reading import MOST_WORDS, find_advice
from goldenthread.reports.models import EasyReadPage, HomePage
from goldenthread.reports.stories.permissions import can_approve_easy_read, check_can_approve_easy_read
from goldenthread.reports.stories.standing import Ground, PublicationRefused, find_standing

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


def write(report: Any, *lines: Any, by: Any = None) -> EasyReadPage:
    page = EasyReadPage(title="Easy Read: our year", slug="easy-read", report=report, live=False, owner=by)
    page.lines = list(lines)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=by)
    return page


def publish(page: EasyReadPage, *, by: Any = None) -> EasyReadPage:
    return actions.approve_easy_read(page=page, by=by or make_person(Role.PLAN_OWNER), at=timezone.now())


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


class TestApproval:
    """Somebody other than its author reads it before everybody does."""

    def test_no_button_of_the_editor_publishes_what_nobody_approved(self, client, published, picture):
        page = write(published, line(picture))
        with pytest.raises(PublicationRefused, match="Nobody other than its author has approved it") as refused:
            page.get_latest_revision().publish()
        assert [each.ground for each in refused.value.standing] == [Ground.APPROVAL]
        assert client.get("/easy-read/").status_code == 404
        administrator = signed_in_client(make_writer(Role.ADMINISTRATOR))
        administrator.post(f"/cms/bulk/wagtailcore/page/publish/?id={page.pk}&next=/cms/", {"include_descendants": ""})
        assert not EasyReadPage.objects.get().live

    def test_whoever_wrote_in_it_does_not_approve_it(self, published, picture):
        author, other = make_person(Role.PLAN_OWNER), make_person(Role.ADMINISTRATOR)
        page = write(published, line(picture), by=author)
        with pytest.raises(NotAllowed, match="You wrote in this edition, so somebody else"):
            publish(page, by=author)
        assert (can_approve_easy_read(author, page), can_approve_easy_read(other, page)) == (False, True)
        assert publish(page, by=other).live
        event = AuditEvent.objects.get(verb="approved and published the Easy Read edition")
        assert (event.actor_name, event.object_name) == (other.name, "Easy Read: our year")

    def test_one_that_was_only_begun_by_somebody_is_theirs_too(self, published, picture):
        author = make_person(Role.PLAN_OWNER)
        page = write(published, line(picture), by=author)
        page.revisions.update(user=None)
        with pytest.raises(NotAllowed, match="You wrote in this edition"):
            check_can_approve_easy_read(author, page)

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PLAN_OWNER, Role.ADMINISTRATOR}])
    def test_of_other_roles_nobody_approves(self, published, picture, role):
        page, person = write(published, line(picture)), make_person(role)
        assert not can_approve_easy_read(person, page)
        with pytest.raises(NotAllowed, match="approve “Easy Read: our year”"):
            publish(page, by=person)
        assert signed_in_client(person).post(f"/staff/easy-read/{page.pk}/approve/").status_code == 403
        assert not EasyReadPage.objects.get().live

    def test_it_holds_for_these_very_words_and_pictures(self, published, picture):
        page = publish(write(published, line(picture)))
        today = timezone.localdate()
        assert find_standing(page, on=today) == ()
        page.save_revision()  # the editor gives its blocks other keys, and changes nothing
        page.get_latest_revision().publish()
        with pytest.raises(NotPossible, match="is published as it was written last"):
            publish(page)
        for sentence, alt, more in (
            ("A hall was shut.", "A hall", []),
            ("A hall was opened.", "A shed", []),
            ("A hall was opened.", "A hall", [("heading", "More")]),
        ):
            page.lines = [line(picture, sentence, alt), *more]
            assert [each.ground for each in find_standing(page, on=today)] == [Ground.APPROVAL]
            page.save_revision()
            with pytest.raises(PublicationRefused, match="Nobody other than its author"):
                page.get_latest_revision().publish()

    def test_the_page_of_it_says_what_is_to_be_done(self, client, published, picture):
        editor, owner = make_person(Role.EDITOR), make_person(Role.PLAN_OWNER)
        page = write(published, line(picture, "One. Two."), by=editor)
        own, approve = f"/staff/easy-read/{page.pk}/", f"/staff/easy-read/{page.pk}/approve/"
        seen = signed_in_client(editor).get(own).content.decode()
        assert "It waits for a plan owner or administrator who did not write in it." in seen
        assert "is more than one sentence" in seen
        assert approve not in seen
        browser = signed_in_client(owner)
        assert own in browser.get("/staff/").content.decode()
        report = browser.get("/staff/reports/report-2026/").content.decode()
        assert own in report
        assert "Draft" in report
        assert approve in browser.get(own).content.decode()
        assert browser.get(approve).status_code == 200
        assert browser.post(approve).headers["Location"] == own
        seen = browser.get(own).content.decode()
        assert f"Approved by {owner}" in seen
        assert "One. Two." in client.get("/easy-read/").content.decode()
        assert own not in browser.get("/staff/").content.decode()

    def test_with_a_fault_it_is_not_offered_for_approval(self, published, picture):
        page = write(published, line(picture, alt=""))
        browser = signed_in_client(make_person(Role.PLAN_OWNER))
        seen = browser.get(f"/staff/easy-read/{page.pk}/").content.decode()
        assert "has no words for those who cannot see it" in seen
        assert "/approve/" not in seen
        refused = browser.post(f"/staff/easy-read/{page.pk}/approve/")
        assert refused.status_code == 400
        assert "has no words for those who cannot see it" in refused.content.decode()
