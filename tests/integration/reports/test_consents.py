"""Consents and stories: who may do what, what is refused, and everything that comes down when one is withdrawn."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import openpyxl
import PIL.Image
import pytest
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.reports import publish_report
from tests.factories.stories import in_days, make_consent, tell_story, write_story
from wagtail.images import get_image_model

from goldenthread.accounts.audit import verify_chain
from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.frontend import slots
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.models import AliasHolder, Consent, EditionWithdrawal, StoryApproval, StoryPage
from goldenthread.reports.stories.kinds import Channel, Scope
from goldenthread.reports.stories.notices import NOTICE
from goldenthread.reports.stories.reading import UsedIn, find_uses
from goldenthread.reports.stories.standing import PublicationRefused

pytestmark = pytest.mark.django_db

NAME = "Margery Holt"
BY_LETTER = {"how": "By letter"}


def withdraw(consent: Consent, **fields: Any) -> Any:
    values = {"how": "By telephone", "by": make_person(Role.EDITOR), "at": timezone.now(), **fields}
    return actions.withdraw_consent(consent=consent, **values)


class TestTheRegister:
    """Entering, correcting, listing."""

    def test_what_was_agreed_is_kept_and_logged(self):
        consent = make_consent(reference="C-1", scopes=[Scope.QUOTE], channels=[Channel.REPORT])
        assert (consent.scopes, consent.channels) == ((Scope.QUOTE,), (Channel.REPORT,))
        event = AuditEvent.objects.get(verb="entered the consent")
        assert event.after["covers"] == ["quote"]
        assert consent.history.count() == 1

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"scopes": []}, "Say what may be used"),
            ({"channels": []}, "Say where it may be used"),
            ({"given_on": date(2099, 1, 1)}, "still to come"),
            ({"alias": "Margery", "name": NAME}, "gives away a part of their name"),
        ],
    )
    def test_what_is_refused(self, fields, sentence):
        with pytest.raises(NotPossible, match=sentence):
            make_consent(**fields)
        assert not Consent.objects.exists()

    def test_one_alias_is_one_person(self):
        first = make_consent(alias="Edith", name=NAME)
        assert make_consent(alias="edith", name=NAME).alias == first.alias
        with pytest.raises(NotPossible, match="alias of somebody else"):
            make_consent(alias="Edith", name="Joan Price")

    def test_a_correction_is_logged_with_before_and_after_and_none_after_withdrawal(self):
        consent, editor = make_consent(), make_person(Role.EDITOR)
        changes = {"until": in_days(5), "on_social_media": False}
        actions.change_consent(consent=consent, changes=changes, by=editor, at=timezone.now())
        event = AuditEvent.objects.get(verb="changed the consent")
        assert (event.before["on_social_media"], event.after["on_social_media"]) == (True, False)
        with pytest.raises(NotPossible, match="alias cannot be changed"):
            actions.change_consent(consent=consent, changes={"alias": "Joan"}, by=editor, at=timezone.now())
        withdraw(consent)
        with pytest.raises(NotPossible, match="enter a new one"):
            actions.change_consent(consent=consent, changes=changes, by=editor, at=timezone.now())

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.ANALYST, Role.MONITORING_OFFICER])
    def test_who_does_not_write_enters_and_withdraws_nothing(self, role):
        consent = make_consent()
        with pytest.raises(NotAllowed):
            make_consent(by=make_person(role))
        with pytest.raises(NotAllowed):
            withdraw(consent, by=make_person(role))

    def test_the_list_is_filtered_ordered_and_taken_away_without_a_name(self):
        make_consent(reference="C-1", alias="Edith", name=NAME, contact="12 High Street", until=in_days(20))
        withdraw(make_consent(reference="C-2", alias="Len", channels=[Channel.WEBSITE]))
        browser = signed_in_client(make_person(Role.EDITOR))
        address = reverse("reports:staff_consents")
        page = browser.get(address).content.decode()
        assert "1 ends within 60 days" in page
        for query, shown in (
            ("state=withdrawn", "C-2"),
            ("state=ending", "C-1"),
            ("channel=report", "C-1"),
            ("q=len", "C-2"),
        ):
            found = browser.get(f"{address}?{query}").content.decode()
            assert shown in found, query
            assert ({"C-1", "C-2"} - {shown}).pop() not in found, query
        csv = browser.get(f"{address}?as=csv&sort=reference").content.decode()
        assert csv.index("C-1") < csv.index("C-2")
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{address}?as=xlsx").content))
        everything = csv + page + str([[cell.value for row in sheet for cell in row] for sheet in book])
        assert "Edith" in everything
        for secret in ("Margery", "Holt", "High Street"):
            assert secret not in everything

    def test_the_list_takes_as_many_questions_for_many_as_for_few(self):
        browser = signed_in_client(make_person(Role.EDITOR))

        def asked(address):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(address).status_code == 200
            return len(queries)

        lists = [reverse("reports:staff_consents"), reverse("reports:staff_stories")]
        tell_story(write_story(slug="first"))
        few = [asked(address) for address in lists]
        for number in range(4):
            tell_story(write_story(slug=f"more-{number}"))
        assert [asked(address) for address in lists] == few

    def test_a_consent_that_soon_ends_is_somebodys_task(self):
        make_consent(alias="Edith", until=in_days(20))
        make_consent(alias="Len", until=in_days(200))
        waiting = slots.waiting_for(make_person(Role.EDITOR), timezone.localdate())
        assert [each.title.split(" (")[0] for each in waiting] == ["Edith"]
        assert slots.waiting_for(make_person(Role.VIEWER), timezone.localdate()) == []


class TestWhoStandsBehindAnAlias:
    """Written once, read by few, each look on the record, and nowhere else."""

    def test_it_is_read_by_plan_owners_and_monitoring_officers_for_a_reason_that_is_logged(self):
        consent = make_consent(alias="Edith", name=NAME)
        for role in (Role.PLAN_OWNER, Role.MONITORING_OFFICER):
            holder = actions.look_up_holder(
                alias=consent.alias, because="To ask again", by=make_person(role), at=timezone.now()
            )
            assert holder.name == NAME
        events = AuditEvent.objects.filter(verb="looked up who stands behind")
        assert [event.after for event in events] == [{"because": "To ask again"}] * 2
        with pytest.raises(NotPossible, match="Say what you need the name for"):
            actions.look_up_holder(alias=consent.alias, because=" ", by=make_person(Role.PLAN_OWNER), at=timezone.now())

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.ANALYST, Role.CONTRIBUTOR, Role.VIEWER])
    def test_nobody_else_reads_it_editors_and_administrators_among_them(self, role):
        consent, person = make_consent(alias="Edith", name=NAME), make_person(role)
        with pytest.raises(NotAllowed):
            actions.look_up_holder(alias=consent.alias, because="x", by=person, at=timezone.now())
        assert signed_in_client(person).get(reverse("reports:staff_holder", args=[consent.pk])).status_code == 403

    def test_the_page_shows_it_once_and_is_kept_by_nobody(self):
        consent = make_consent(alias="Edith", name=NAME)
        browser = signed_in_client(make_person(Role.PLAN_OWNER))
        address = reverse("reports:staff_holder", args=[consent.pk])
        assert NAME not in browser.get(address).content.decode()
        answer = browser.post(address, {"because": "To ask again"})
        assert NAME in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert NAME not in browser.get(reverse("reports:staff_consent", args=[consent.pk])).content.decode()

    def test_no_log_history_or_answer_holds_the_name(self, client):
        consent = make_consent(reference="C-1", alias="Edith", name=NAME, contact="12 High Street")
        tell_story(write_story(consents=[consent], body=[("words", "<p>A hall.</p>")]))
        withdraw(consent)
        kept = json.dumps(list(AuditEvent.objects.values("verb", "object_name", "before", "after")))
        kept += str(list(Consent.history.values()))
        kept += client.get("/api/v1/stories").content.decode() + client.get("/stories/").content.decode()
        assert "Edith" in kept
        assert "Margery" not in kept
        assert "High Street" not in kept

    def test_it_is_forgotten_on_request_and_the_alias_stays(self):
        consent = make_consent(alias="Edith", name=NAME)
        actions.forget_holder(alias=consent.alias, by=make_person(Role.MONITORING_OFFICER), at=timezone.now())
        assert not AliasHolder.objects.exists()
        assert Consent.objects.get().alias.name == "Edith"
        with pytest.raises(NotPossible, match="Nobody is written down"):
            actions.forget_holder(alias=consent.alias, by=make_person(Role.MONITORING_OFFICER), at=timezone.now())


class TestApproval:
    """By somebody else, of these very words, with what could make somebody recognised before their eyes."""

    def test_not_by_whoever_wrote_it(self):
        owner = make_person(Role.PLAN_OWNER)
        story = write_story(by=owner)
        with pytest.raises(NotAllowed, match="You wrote in this story"):
            tell_story(story, by=owner)
        assert tell_story(story).live

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.MONITORING_OFFICER])
    def test_not_by_whoever_may_not_publish(self, role):
        with pytest.raises(NotAllowed):
            tell_story(write_story(), by=make_person(role))

    def test_no_button_publishes_what_nobody_approved(self):
        story = write_story()
        with pytest.raises(PublicationRefused, match="Nobody other than its author has approved"):
            story.get_latest_revision().publish(user=make_person(Role.ADMINISTRATOR), skip_permission_checks=True)
        assert not StoryPage.objects.get().live

    def test_other_words_need_another_approval(self):
        story = tell_story(write_story())
        assert story.approvals.count() == 1
        story.summary = "Two halls were opened."
        story.save_revision(user=make_person(Role.EDITOR))
        with pytest.raises(PublicationRefused, match="approved"):
            story.get_latest_revision().publish()
        assert StoryPage.objects.get().summary == "A hall was opened."
        tell_story(story)
        assert StoryPage.objects.get().summary == "Two halls were opened."
        assert StoryApproval.objects.count() == 2

    def test_what_could_make_somebody_recognised_is_weighed_in_words(self):
        body = [("words", "<p>Ann is 79, lives on her own in Mill Ward and has epilepsy.</p>")]
        story = write_story(body=body)
        with pytest.raises(NotPossible, match="Say why nobody is put at risk"):
            tell_story(story, weighed="")
        tell_story(story, weighed="She read it and wants it told.")
        assert StoryApproval.objects.get().weighed == "She read it and wants it told."

    def test_the_page_shows_what_meets_and_what_stands_elsewhere(self, published):
        edition = published.editions.get()
        edition.texts["introduction"] = "She told us that she had never once been asked what she wanted before."
        edition.save()
        body = [("words", "<p>Ann, 79, a widow in Mill Ward: I had never once been asked what she wanted before.</p>")]
        story = write_story(body=body)
        page = signed_in_client(make_person(Role.EDITOR)).get(reverse("reports:staff_story", args=[story.pk]))
        words = page.content.decode()
        assert "together may hold of one person only" in words
        assert "say “in her seventies” instead of the age" in words
        assert "Annual report 2025 to 2026, edition 1" in words
        assert "had never once been asked what she wanted before" in words

    def test_a_public_document_is_compared_and_not_kept(self):
        body = [("words", "<p>I had never once been asked what I wanted before, she said.</p>")]
        story = write_story(body=body)
        browser = signed_in_client(make_person(Role.EDITOR))
        minutes = SimpleUploadedFile("minutes.md", b"A resident: I had never once been asked what I wanted before.")
        address = reverse("reports:staff_compare_story", args=[story.pk])
        assert "These words stand in minutes.md too" in browser.post(address, {"file": minutes}).content.decode()
        other = SimpleUploadedFile("other.md", b"Nothing of the kind.")
        assert "No eight words in a row" in browser.post(address, {"file": other}).content.decode()
        broken = SimpleUploadedFile("broken.exe", b"MZ")
        refused = browser.post(address, {"file": broken})
        assert refused.status_code == 400
        assert "is not a report that can be read" in refused.content.decode()

    def test_it_is_approved_on_its_page(self, client):
        story = write_story()
        address = reverse("reports:staff_approve_story", args=[story.pk])
        assert signed_in_client(make_person(Role.EDITOR)).post(address).status_code == 403
        browser = signed_in_client(make_person(Role.PLAN_OWNER))
        assert browser.post(address).status_code == 302
        assert client.get("/stories/the-hall/").status_code == 200

    def test_a_story_that_waits_is_the_task_of_whoever_did_not_write_it(self):
        owner = make_person(Role.PLAN_OWNER)
        write_story(by=owner)
        assert slots.waiting_for(owner, timezone.localdate()) == []
        (task,) = slots.waiting_for(make_person(Role.PLAN_OWNER), timezone.localdate())
        assert task.title == "The hall"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"withdrawn_on": 0, "withdrawn_how": "By letter"}, "was withdrawn on"),
        ({"until": -1}, "ended on"),
        ({"on_website": False}, "does not let it be used on the website"),
        ({"covers_story": False}, "None of the consents covers a story"),
        ({"covers_quote": False}, "does not cover their words"),
    ],
)
def test_a_story_is_not_published_without_a_consent_that_covers_it(changes, sentence):
    consent = make_consent()
    story = write_story(consents=[consent])
    days = {name: in_days(each) if name in {"withdrawn_on", "until"} else each for name, each in changes.items()}
    Consent.objects.filter(pk=consent.pk).update(**days)
    with pytest.raises(PublicationRefused, match=sentence):
        tell_story(story)
    with pytest.raises(PublicationRefused, match=sentence):
        story.get_latest_revision().publish()
    assert not StoryPage.objects.get().live


class TestWithdrawal:
    """In one act, everywhere."""

    @pytest.fixture
    def consent(self, db):
        return make_consent(reference="C-7", alias="Edith", given_on=date(2026, 1, 1))

    @pytest.fixture
    def story(self, consent):
        body = [("words", "<p>She rang twice.</p>"), ("quote", {"words": "It was warm.", "who": "Edith"})]
        return tell_story(write_story(title="Edith", slug="edith", consents=[consent], body=body))

    @pytest.fixture
    def edition(self, draft, story):
        text = "It was a long year.\n\nWe rang [Edith](story:edith).\n\nOne said: [“It was cold”](quote:C-7), and left."
        actions.write_text(report=draft, place="introduction", text=text, by=make_person(Role.EDITOR), at=NOW)
        publish_report(draft)
        return draft.editions.get()

    def test_every_page_text_and_edition_that_uses_it_is_listed(self, consent, story, edition):
        other = write_story(slug="draft", consents=[], is_about_a_person=False, body=[("words", "<p>A hall.</p>")])
        changed = tell_story(other)
        changed.consents = [consent]
        changed.save_revision(user=make_person(Role.EDITOR))
        uses = [(use.kind, use.title, use.is_shown) for use in find_uses(consent)]
        assert uses == [
            (UsedIn.PAGE, "Edith", True),
            (UsedIn.EDITION, "Annual report 2025 to 2026, edition 1", True),
            (UsedIn.DRAFT, "The hall", False),
            (UsedIn.REPORT, "Annual report 2025 to 2026", False),
        ]

    def test_it_comes_down_everywhere_and_the_edition_keeps_its_fingerprint(self, client, consent, story, edition):
        address, fingerprint, texts = edition.get_absolute_url(), edition.sha256, dict(edition.texts)
        for page in ("/stories/edith/", "/reports/report-2026/", address):
            assert client.get(page).status_code == 200
        assert client.get("/reports/report-2026/pdf/").status_code == 200
        done = withdraw(consent)
        assert [use.title for use in done.taken_down] == ["Edith"]
        assert [use.key for use in done.marked] == [edition.pk]
        assert client.get("/stories/edith/").status_code == 410
        assert "edith" not in client.get("/stories/").content.decode()
        for page in ("/reports/report-2026/", address, "/api/v1/reports/report-2026"):
            words = client.get(page).content.decode()
            assert words.count(NOTICE) == 2, page
            assert "It was a long year." in words
            assert "We rang" not in words
            assert "It was cold" not in words
            assert "and left." in words
        assert client.get("/reports/report-2026/pdf/").status_code == 410
        edition.refresh_from_db()
        assert (edition.sha256, edition.texts) == (fingerprint, texts)
        withdrawal = EditionWithdrawal.objects.get()
        assert (withdrawal.sha256, withdrawal.marks) == (fingerprint, ["quote:C-7", "story:edith"])
        verbs = set(AuditEvent.objects.values_list("verb", flat=True))
        assert {"withdrew the consent", "took down", "took words out of what is shown of"} <= verbs
        assert verify_chain().is_whole

    def test_the_next_edition_has_its_pdf_again(self, client, consent, story, edition, draft):
        withdraw(consent)
        actions.begin_correction(report=draft, note="Words were taken out.", by=make_person(Role.EDITOR), at=NOW)
        with pytest.raises(NotPossible, match="NO CONSENT"):
            actions.check(report=draft, by=make_person(Role.EDITOR), at=timezone.now())
        actions.write_text(
            report=draft, place="introduction", text="It was a long year.", by=make_person(Role.EDITOR), at=NOW
        )
        publish_report(draft)
        assert client.get("/reports/report-2026/pdf/").status_code == 200

    def test_nobody_brings_it_back(self, consent, story):
        withdraw(consent)
        with pytest.raises(NotPossible, match="already"):
            withdraw(consent)
        story.refresh_from_db()
        with pytest.raises(PublicationRefused, match="was withdrawn on"):
            tell_story(story)

    def test_how_they_said_so_is_written_down(self, consent):
        with pytest.raises(NotPossible, match="Say how they told you"):
            withdraw(consent, how=" ")

    # Wagtail leaves the file it scales a picture in to be closed by the interpreter.
    @pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
    def test_its_pictures_are_taken_off_the_web(
        self, client, settings, tmp_path, consent, django_capture_on_commit_callbacks
    ):
        settings.MEDIA_ROOT = tmp_path
        content = io.BytesIO()
        PIL.Image.new("RGB", (8, 8)).save(content, "PNG")
        image = get_image_model().objects.create(title="A shed", file=ImageFile(content, name="shed.png"))
        picture = {"type": "picture", "value": {"image": image.pk, "decorative": False, "alt_text": "A shed"}}
        tell_story(write_story(consents=[consent], body=json.dumps([picture])))
        client.get("/stories/the-hall/")
        shown = tmp_path / image.renditions.get().file.name
        assert shown.exists()
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(consent)
        assert not shown.exists()
        assert not image.renditions.exists()

    def test_the_staff_page_lists_before_and_does_it(self, client, consent, story, edition):
        browser = signed_in_client(make_person(Role.EDITOR))
        address = reverse("reports:staff_withdraw_consent", args=[consent.pk])
        page = browser.get(address).content.decode()
        assert "Annual report 2025 to 2026, edition 1" in page
        assert page.count("Shown") >= 2
        assert browser.post(address, {"how": ""}).status_code == 400
        assert browser.post(address, BY_LETTER).status_code == 302
        assert client.get("/stories/edith/").status_code == 410
        after = browser.get(reverse("reports:staff_consent", args=[consent.pk])).content.decode()
        assert edition.sha256 in after


def test_staff_pages_are_for_those_they_are_made_for(client):
    consent, story = make_consent(), write_story()
    names = [
        ("staff_stories", []),
        ("staff_story", [story.pk]),
        ("staff_consents", []),
        ("staff_consent", [consent.pk]),
    ]
    viewer = signed_in_client(make_person(Role.VIEWER))
    for name, args in names:
        address = reverse(f"reports:{name}", args=args)
        assert client.get(address).status_code == 302, name
        assert viewer.get(address).status_code == (200 if "stor" in name else 403), name
    officer = signed_in_client(make_person(Role.MONITORING_OFFICER))
    assert officer.get(reverse("reports:staff_consents")).status_code == 200
    assert officer.get(reverse("reports:staff_new_consent")).status_code == 403


def test_a_consent_is_entered_and_put_right_on_its_pages():
    browser = signed_in_client(make_person(Role.EDITOR))
    sent = {
        "reference": "C-9", "alias": "Edith", "name": NAME, "contact": "", "scopes": ["story"], "channels": ["website"],
        "words": "", "given_on": "2026-05-01", "until": "", "wording": "Form 1", "form_reference": "File 9",
    }  # fmt: skip
    new = reverse("reports:staff_new_consent")
    assert browser.post(new, {**sent, "scopes": []}).status_code == 400
    assert browser.post(new, sent).status_code == 302
    assert "has a consent of this reference" in browser.post(new, sent).content.decode()
    consent = Consent.objects.get()
    assert (consent.given_on, consent.scopes) == (date(2026, 5, 1), (Scope.STORY,))
    edit = reverse("reports:staff_edit_consent", args=[consent.pk])
    assert browser.post(edit, {**sent, "channels": ["website", "report"]}).status_code == 302
    consent.refresh_from_db()
    assert consent.channels == (Channel.WEBSITE, Channel.REPORT)


def test_the_api_lists_what_everybody_reads_and_by_no_name(client):
    shown, hidden = make_consent(alias="Edith", name=NAME), make_consent(alias="Len")
    body = [("words", "<p>A hall.</p>")]
    tell_story(write_story(slug="one", consents=[shown], body=body))
    tell_story(write_story(slug="two", consents=[hidden], body=body))
    withdraw(hidden)
    (story,) = client.get("/api/v1/stories").json()
    assert (story["slug"], story["address"], story["is_name_changed"]) == ("one", "/stories/one/", False)
    assert set(story) == {"slug", "title", "summary", "told_on", "address", "is_name_changed"}
