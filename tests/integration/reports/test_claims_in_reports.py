"""Claims in a report: bound, judged, refused, answered for, frozen, corrected, and followed when facts change."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import PIL.Image
import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.facts import DOCUMENT, record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.stories import make_consent, tell_story, write_story
from wagtail.images import get_image_model

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.core.claims import DEFAULT_BANDS, Statistic
from goldenthread.evidence import actions as evidence_actions
from goldenthread.evidence.actions import Recorded
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.fact_kinds import Disclosure, FactRefused
from goldenthread.evidence.models import ClaimBands
from goldenthread.frontend import slots
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.checks import NO_ALTERNATIVE_TEXT, NO_CONSENT, find_checks, find_unbound, what_stands
from goldenthread.reports.models import ClaimUse, Clearance, ReportEdition
from goldenthread.reports.stories.kinds import Scope

TODAY = NOW.date()
HOUR = timedelta(hours=1)
REPORT = "/reports/report-2026/"


@pytest.fixture
def gap(db):
    """A gap of 10.8 years."""
    return record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1, place="Testford")


def write(draft: Any, text: str, place: str = "introduction", *, by: Any = None) -> None:
    actions.write_text(report=draft, place=place, text=text, by=by or make_person(Role.EDITOR), at=NOW)


def standing(draft: Any) -> list[tuple[str, str]]:
    return [(each.words, each.verdict) for each in what_stands(find_checks(draft, on=TODAY))]


def take_to_approval(draft: Any) -> None:
    editor = make_person(Role.EDITOR)
    actions.check(report=draft, by=editor, at=NOW)
    actions.submit_for_review(report=draft, by=editor, at=NOW)
    actions.approve(report=draft, by=make_person(Role.PLAN_OWNER), at=NOW)


def publish(draft: Any) -> ReportEdition:
    take_to_approval(draft)
    actions.publish(report=draft, by=make_person(Role.PLAN_OWNER), at=NOW)
    return draft.editions.latest("number")


class TestBinding:
    """Words bound to a fact."""

    def test_who_writes_a_text_keeps_the_index_of_what_it_quotes(self, draft, gap):
        write(draft, "A gap of [almost 11 years](claim:le-gap), and [](claim:le-gap) again, and [9](claim:nothing).")
        uses = list(draft.claims.all())
        assert [(use.words, use.verdict, use.fact) for use in uses] == [
            ("almost 11 years", "TRUE", gap),
            ("10.8 years", "TRUE", gap) if uses[1].words == "10.8 years" else (uses[1].words, "TRUE", gap),
            ("9", "NO EVIDENCE", None),
        ]
        write(draft, "It was a long year.")
        assert not draft.claims.exists()

    def test_the_page_says_the_words_with_the_value_and_one_way_to_the_proof(self, client, draft, gap):
        write(draft, "A gap of [almost 11 years](claim:le-gap), or [](claim:le-gap).\n\nNo figure here.")
        publish(draft)
        page = client.get(REPORT).content.decode()
        assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in page
        assert page.count('class="govuk-body-s gt-proof') == 1
        assert 'id="fact-le-gap"' in page
        assert "claim:" not in page
        with draft.pdf.open("rb") as file:
            assert file.read().startswith(b"%PDF")

    def test_a_word_of_a_text_cannot_break_the_page(self, client, draft, gap):
        write(draft, "A gap of [almost 11 years](claim:le-gap) <script>alert(x)</script> [<b>](not-a-claim).")
        publish(draft)
        page = client.get(REPORT).content.decode()
        assert "<script>alert" not in page
        assert "&lt;b&gt;" in page

    def test_the_editing_page_shows_verdict_reason_and_our_wording_before_anything_is_kept(self, draft, gap):
        browser = signed_in_client(make_person(Role.EDITOR))
        url = reverse("reports:staff_write", args=["report-2026", "introduction"])
        text = "A gap of [over 11 years](claim:le-gap), for 412 people."
        page = browser.post(url, {"text": text, "try": "yes"}).content.decode()
        assert "FALSE" in page
        assert "We would write: <strong>" in page
        assert "412 people" in page
        assert '<data value="10.8" class="gt-claim">over 11 years</data>' in page
        assert not draft.claims.exists()
        assert browser.post(url, {"text": text}).status_code == 302
        assert draft.claims.get().verdict == "FALSE"

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("We gave 412 people help.", ("412 people",)),
            ("We gave [412 people](claim:x) help.", ()),
            ("We gave [all three](not-a-claim) help.", ()),
            ("She said “I rang 14 times” in 2026.", ()),
        ],
    )
    def test_figures_that_are_bound_marked_or_quoted_are_not_unbound(self, text, found):
        assert [words.split()[0] for words in find_unbound(text)] == [words.split()[0] for words in found]


class TestRefusals:
    """What keeps a report from the public, and who may let it through."""

    def test_what_is_false_blocks_until_the_monitoring_officer_lets_it_through_by_name(self, client, draft, gap):
        write(draft, "A gap of [over 11 years](claim:le-gap).")
        assert standing(draft) == [("over 11 years", "FALSE")]
        with pytest.raises(NotPossible, match="“over 11 years” under Introduction is FALSE"):
            actions.check(report=draft, by=make_person(Role.EDITOR), at=NOW)
        key = what_stands(find_checks(draft, on=TODAY))[0].key
        given: dict[str, Any] = {"report": draft, "key": key, "reason": "The law says these words.", "at": NOW}
        with pytest.raises(NotPossible, match="A reason does not help"):
            actions.give_reason(**given, by=make_person(Role.EDITOR))
        with pytest.raises(NotAllowed, match="monitoring officer"):
            actions.override(**given, by=make_person(Role.ADMINISTRATOR))
        with pytest.raises(NotPossible, match="Write the reason"):
            actions.override(**{**given, "reason": " "}, by=make_person(Role.MONITORING_OFFICER))
        actions.override(**given, by=make_person(Role.MONITORING_OFFICER, name="Moira Officer"))
        publish(draft)
        page = client.get(REPORT).content.decode()
        assert "The monitoring officer, Moira Officer, let it be published: The law says these words." in page

    def test_a_named_reason_lets_loose_words_pass_and_is_published(self, client, draft):
        record_fact("homes", Statistic.COUNT, 9000, unit="homes")
        write(draft, "We mended [over 2,000](claim:homes) homes.")
        assert standing(draft) == [("over 2,000", "LOOSE")]
        key = what_stands(find_checks(draft, on=TODAY))[0].key
        actions.give_reason(
            report=draft, key=key, reason="The target was 2,000.", by=make_person(Role.EDITOR, name="Ed Writer"), at=NOW
        )
        assert standing(draft) == []
        edition = publish(draft)
        assert edition.clearances[0]["by"] == "Ed Writer"
        assert "Ed Writer answers for it: The target was 2,000." in client.get(REPORT).content.decode()

    def test_a_reason_is_for_these_words_only(self, draft):
        record_fact("homes", Statistic.COUNT, 9000, unit="homes")
        write(draft, "We mended [over 2,000](claim:homes) homes.")
        key = what_stands(find_checks(draft, on=TODAY))[0].key
        actions.give_reason(report=draft, key=key, reason="Because.", by=make_person(Role.EDITOR), at=NOW)
        write(draft, "We mended [over 3,000](claim:homes) homes.")
        assert standing(draft) == [("over 3,000", "LOOSE")]

    def test_what_is_withheld_nobody_lets_through(self, draft):
        record_fact("few", Statistic.COUNT, 3, disclosure=Disclosure.SUPPRESSED.value, missing="Only three people.")
        write(draft, "We helped [three](claim:few) of them.")
        assert standing(draft) == [("three", "SUPPRESSED")]
        finding = what_stands(find_checks(draft, on=TODAY))[0]
        with pytest.raises(NotPossible, match="Nobody can let that be published"):
            actions.override(
                report=draft, key=finding.key, reason="I wish.", by=make_person(Role.MONITORING_OFFICER), at=NOW
            )
        assert not Clearance.objects.exists()
        preview = signed_in_client(make_person(Role.EDITOR)).get(reverse("reports:staff_preview", args=["report-2026"]))
        assert 'value="3"' not in preview.content.decode()

    def test_headline_figures_have_to_be_bound_and_others_are_pointed_out(self, draft):
        write(draft, "We helped 412 people.")
        write(draft, "We missed 17 dates.", "less-well")
        found = {(each.rule.value, each.gravity.value) for each in find_checks(draft, on=TODAY)}
        assert found == {("headline figure", "blocks"), ("unbound figure", "warns")}
        assert [verdict for _, verdict in standing(draft)] == ["NO EVIDENCE"]
        write(draft, "We helped [412 people](not-a-claim).")
        assert standing(draft) == []

    def test_an_unverified_fact_needs_a_reason(self, draft):
        record_fact("homes", Statistic.COUNT, 2311, is_verified=False)
        write(draft, "We mended [2,311](claim:homes) homes.")
        assert standing(draft) == [("2,311", "NOT VERIFIED")]

    def test_a_fact_that_turns_stale_between_approval_and_publication_stops_it(self, draft):
        record_fact("homes", Statistic.COUNT, 2311, next_release_on=TODAY - timedelta(days=60))
        write(draft, "We mended [2,311](claim:homes) homes.")
        take_to_approval(draft)
        with pytest.raises(NotPossible, match="is STALE"):
            actions.publish(report=draft, by=make_person(Role.PLAN_OWNER), at=NOW + timedelta(days=1))
        assert not ReportEdition.objects.exists()


class TestStories:
    """Stories a report quotes: consent, and words for pictures."""

    @pytest.fixture
    def story(self, db):
        consent = make_consent(reference="C-EDITH", alias="Edith", given_on=date(2026, 1, 1))
        body = [("words", "<p>She rang.</p>")]
        return tell_story(write_story(title="Edith", slug="edith", summary="Her story.", consents=[consent], body=body))

    def test_with_consent_it_is_quoted_and_withdrawn_it_stops_the_report_and_nobody_can_override(self, draft, story):
        write(draft, "Like [Edith](story:edith).")
        assert standing(draft) == []
        story.consents.update(withdrawn_on=TODAY, withdrawn_how="By letter")
        assert standing(draft) == [("Edith", NO_CONSENT)]
        key = what_stands(find_checks(draft, on=TODAY))[0].key
        with pytest.raises(NotPossible, match="Nobody can let that be published"):
            actions.override(report=draft, key=key, reason="Please.", by=make_person(Role.MONITORING_OFFICER), at=NOW)

    def test_a_consent_for_the_website_alone_is_none_for_a_report(self, draft, story):
        story.consents.update(in_reports=False)
        write(draft, "Like [Edith](story:edith).")
        (finding,) = what_stands(find_checks(draft, on=TODAY))
        assert (finding.verdict, finding.can_be_overridden) == (NO_CONSENT, False)
        assert "does not let it be used in reports" in finding.why

    def test_a_quotation_stands_on_a_consent_for_words_in_reports(self, draft):
        make_consent(reference="C-7", given_on=date(2026, 1, 1), words="It was warm", scopes=[Scope.QUOTE])
        make_consent(reference="C-8", given_on=date(2026, 1, 1), scopes=[Scope.PICTURE])
        write(draft, "[“It was warm”](quote:C-7), [“It was cold”](quote:C-7), [“Why”](quote:C-8), [“Oh”](quote:C-9)")
        found = what_stands(find_checks(draft, on=TODAY))
        assert [each.words for each in found] == ["“It was cold”", "“Why”", "“Oh”"]
        assert ["these words only" in found[0].why, "does not cover their words" in found[1].why] == [True, True]
        assert "no consent of this reference" in found[2].why
        assert not any(each.can_be_overridden for each in found)

    def test_a_story_that_is_not_there_has_nobody_s_consent(self, draft):
        write(draft, "Like [Len](story:len).")
        assert standing(draft) == [("Len", NO_CONSENT)]

    def test_a_picture_without_words_stops_the_report(self, draft, story):
        content = io.BytesIO()
        PIL.Image.new("RGB", (8, 8)).save(content, "PNG")
        image = get_image_model().objects.create(title="A shed", file=ImageFile(content, name="shed.png"))
        image.contextual_alt_text, image.decorative = "", False
        story.body = [("picture", image)]
        story.save()
        write(draft, "Like [Edith](story:edith).")
        assert standing(draft) == [("Edith", NO_ALTERNATIVE_TEXT)]
        image.contextual_alt_text = "Twelve men in a shed"
        story.body = [("picture", image)]
        story.save()
        assert standing(draft) == []


class TestEditions:
    """What was published stays as it was; what was wrong is put right in the next."""

    def test_an_edition_freezes_words_facts_verdicts_and_their_fingerprint(self, client, draft, gap):
        write(draft, "A gap of [almost 11 years](claim:le-gap).")
        edition = publish(draft)
        fact = edition.facts[0]
        assert (fact["value"], fact["sha256"], fact["version"]) == (10.8, gap.current.sha256, 1)
        assert edition.claims[0]["verdict"] == "TRUE"
        frozen = {name: getattr(edition, name) for name in ("texts", "facts", "claims", "clearances")}
        text = json.dumps(
            [edition.title, frozen, edition.figures_sha256], sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        assert edition.sha256 == hashlib.sha256(text.encode()).hexdigest()
        evidence_actions.correct_fact(
            fact=gap, recorded=Recorded(value=9.1, unit="years", decimals=1, as_at=TODAY), document=DOCUMENT,
            note="Counted again.", by=make_person(Role.ANALYST), at=NOW,
        )  # fmt: skip
        page = client.get(REPORT).content.decode()
        assert '<data value="10.8" class="gt-claim">almost 11 years</data>' in page
        facts = client.get(f"{REPORT}editions/1/facts/").json()
        assert facts["facts"][0]["value"] == 10.8
        assert client.get(f"{REPORT}editions/1/facts/?as=xlsx").content.startswith(b"PK")
        assert "10.8" in client.get(f"{REPORT}editions/1/facts/?as=csv").content.decode()

    def test_a_correction_is_a_new_edition_with_its_note_while_everybody_reads_the_old(self, client, draft, gap):
        write(draft, "A gap of [almost 11 years](claim:le-gap).")
        first = publish(draft)
        with pytest.raises(NotPossible, match="Say what the new edition puts right"):
            actions.begin_correction(report=draft, note=" ", by=make_person(Role.EDITOR), at=NOW)
        actions.begin_correction(report=draft, note="The gap was said too high.", by=make_person(Role.EDITOR), at=NOW)
        write(draft, "A gap of [10.8 years](claim:le-gap).")
        assert "almost 11 years" in client.get(REPORT).content.decode()
        assert "almost 11 years" in client.get("/api/v1/reports/report-2026").json()["texts"][0]["text"]
        with pytest.raises(NotPossible, match="figures of a published report stay"):
            actions.assemble(report=draft, by=make_person(Role.EDITOR), at=NOW)
        second = publish(draft)
        page = client.get(REPORT).content.decode()
        assert "10.8 years</data>" in page
        assert "The gap was said too high." in page
        assert (first.number, second.number, first.sha256 != second.sha256) == (1, 2, True)
        old = client.get(f"{REPORT}editions/1/").content.decode()
        assert "almost 11 years" in old
        assert "This is an earlier edition" in old
        assert client.get(f"{REPORT}editions/3/").status_code == 404

    def test_right_of_reply_is_waited_for(self, draft):
        editor = make_person(Role.EDITOR)
        asked: dict[str, Any] = {"who": "The hall’s trust", "about": "The hall had no roof.", "by": editor, "at": NOW}
        with pytest.raises(NotPossible, match="once the report has been checked"):
            actions.ask_for_reply(report=draft, due_on=TODAY + timedelta(days=7), **asked)
        actions.check(report=draft, by=editor, at=NOW)
        reply = actions.ask_for_reply(report=draft, due_on=TODAY + timedelta(days=7), **asked)
        with pytest.raises(NotPossible, match="Write down first what came of asking: The hall’s trust"):
            actions.submit_for_review(report=draft, by=editor, at=NOW)
        with pytest.raises(NotPossible, match="They have until"):
            actions.settle_reply(reply=reply, words="", outcome="Nothing.", by=editor, at=NOW)
        actions.settle_reply(reply=reply, words="It has a roof now.", outcome="We say so.", by=editor, at=NOW)
        actions.submit_for_review(report=reply.report, by=editor, at=NOW)
        draft.refresh_from_db()
        assert draft.status == "in review"

    def test_nobody_who_wrote_in_it_approves_it(self, draft):
        owner = make_person(Role.PLAN_OWNER)
        write(draft, "It was a long year, and hard.", by=owner)
        actions.check(report=draft, by=make_person(Role.EDITOR), at=NOW)
        actions.submit_for_review(report=draft, by=make_person(Role.EDITOR), at=NOW)
        with pytest.raises(NotAllowed, match="You wrote in this report"):
            actions.approve(report=draft, by=owner, at=NOW)


class TestFollowing:
    """When a fact changes, only another verdict is somebody's task."""

    def correct(self, fact: Any, value: float) -> None:
        evidence_actions.correct_fact(
            fact=fact, recorded=Recorded(value=value, unit="years", decimals=1, as_at=TODAY), document=DOCUMENT,
            note="Counted again.", by=make_person(Role.ANALYST), at=NOW + timedelta(hours=1),
        )  # fmt: skip

    def waiting(self, person: Any) -> list[str]:
        return [each.why for each in slots_waiting(person) if "judged differently" in each.why]

    def test_a_task_only_when_the_verdict_changes(self, draft, gap):
        editor = make_person(Role.EDITOR)
        write(draft, "A gap of [almost 11 years](claim:le-gap).")
        self.correct(gap, 10.9)
        assert self.waiting(editor) == []
        assert draft.claims.get().version == 2
        self.correct(gap, 9.1)
        use = draft.claims.get()
        assert (use.verdict, use.verdict_before) == ("LOOSE", "TRUE")
        assert self.waiting(editor) == ["one claim is judged differently since a fact changed"]
        assert AuditEvent.objects.filter(verb__startswith="judged anew").count() == 1
        page = signed_in_client(editor).get(reverse("reports:staff_checks", args=["report-2026"])).content.decode()
        assert "Was TRUE" in page
        self.correct(gap, 10.8)
        assert self.waiting(editor) == []

    def test_whoever_looked_has_no_task_any_more(self, draft, gap):
        editor = make_person(Role.EDITOR)
        write(draft, "A gap of [almost 11 years](claim:le-gap).")
        self.correct(gap, 12.0)
        actions.have_looked(report=draft, by=editor, at=NOW)
        assert self.waiting(editor) == []
        assert draft.claims.get().verdict == "FALSE"

    def test_a_fact_s_page_says_what_breaks_if_it_changes(self, client, draft, gap):
        write(draft, "A gap of [almost 11 years](claim:le-gap).")
        page = signed_in_client(make_person(Role.VIEWER)).get(reverse("evidence:staff_fact", args=["le-gap"]))
        assert "Annual report 2025 to 2026" in page.content.decode()
        assert "Annual report" not in client.get("/facts/le-gap/").content.decode()
        publish(draft)
        assert "Annual report" in client.get("/facts/le-gap/").content.decode()
        actions.begin_correction(report=draft, note="Other words.", by=make_person(Role.EDITOR), at=NOW)
        write(draft, "Nobody reads [10.8 years](claim:le-gap) yet.")
        assert "Annual report" not in client.get("/facts/le-gap/").content.decode()

    def test_words_that_waited_for_a_fact_are_judged_when_it_comes(self, draft):
        write(draft, "A gap of [almost 11 years](claim:le-gap).")
        assert draft.claims.get().verdict == "NO EVIDENCE"
        record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)
        assert (draft.claims.get().verdict, draft.claims.get().fact.slug) == ("TRUE", "le-gap")


def test_the_queries_of_the_checks_do_not_grow_with_the_claims(draft):
    browser = signed_in_client(make_person(Role.EDITOR))
    url, counts = reverse("reports:staff_checks", args=["report-2026"]), []
    for number in (1, 12):
        for each in range(number):
            record_fact(f"fact-{number}-{each}", Statistic.COUNT, 100 + each)
        write(draft, " ".join(f"[{100 + each}](claim:fact-{number}-{each}) were." for each in range(number)))
        browser.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(url).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_only_who_may_write_gives_reasons_and_no_stranger_sees_the_checks(client, draft):
    url = reverse("reports:staff_checks", args=["report-2026"])
    assert client.get(url).status_code == 302
    assert signed_in_client(make_person(Role.VIEWER)).get(url).status_code == 200
    viewer = make_person(Role.VIEWER)
    for attempt in (
        lambda: actions.check(report=draft, by=viewer, at=NOW),
        lambda: actions.give_reason(report=draft, key="x", reason="x", by=viewer, at=NOW),
        lambda: actions.override(report=draft, key="x", reason="x", by=viewer, at=NOW),
        lambda: actions.have_looked(report=draft, by=viewer, at=NOW),
        lambda: actions.begin_correction(report=draft, note="x", by=viewer, at=NOW),
        lambda: actions.ask_for_reply(report=draft, who="x", about="x", due_on=TODAY, by=viewer, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert ClaimUse.objects.count() == 0


def slots_waiting(person: Any) -> list[Any]:
    return slots.waiting_for(person, timezone.localdate(NOW))


@pytest.mark.django_db
class TestBands:
    """What words mean here, set by the monitoring officer."""

    def test_other_bands_are_in_force_at_once_and_every_claim_is_judged_by_them(self, draft, gap):
        write(draft, "A gap of [about 11 years](claim:le-gap), or [almost 11 years](claim:le-gap).")
        assert [use.verdict for use in draft.claims.all()] == ["TRUE", "TRUE"]
        narrow = replace(DEFAULT_BANDS, near=Fraction(1, 100))
        officer = make_person(Role.MONITORING_OFFICER)
        evidence_actions.set_bands(bands=narrow, reason="A year is a long time.", by=officer, at=NOW)
        assert current_bands() == narrow
        assert [use.verdict for use in draft.claims.all()] == ["FALSE", "LOOSE"]
        assert standing(draft) == [("about 11 years", "FALSE"), ("almost 11 years", "LOOSE")]
        event = AuditEvent.objects.get(object_type="evidence.claimbands")
        assert (event.before, event.after["near"]) == ({}, "1/100")
        evidence_actions.set_bands(bands=DEFAULT_BANDS, reason="It was too strict.", by=officer, at=NOW + HOUR)
        assert current_bands() == DEFAULT_BANDS
        assert not draft.claims.to_look_at().exists()

    def test_only_the_monitoring_officer_sets_them_with_a_reason_and_a_change(self):
        other = replace(DEFAULT_BANDS, near=Fraction(1, 10))
        with pytest.raises(NotAllowed):
            evidence_actions.set_bands(bands=other, reason="Wider.", by=make_person(Role.ADMINISTRATOR), at=NOW)
        officer = make_person(Role.MONITORING_OFFICER)
        with pytest.raises(FactRefused, match="Say why"):
            evidence_actions.set_bands(bands=other, reason=" ", by=officer, at=NOW)
        with pytest.raises(FactRefused, match="Nothing is different"):
            evidence_actions.set_bands(bands=DEFAULT_BANDS, reason="Wider.", by=officer, at=NOW)
        assert not ClaimBands.objects.exists()

    def test_everybody_reads_what_words_mean_and_when_that_was_changed(self, client):
        page = client.get("/what-our-words-mean/").content.decode()
        assert "from 10.5 to below 11" in page
        assert "When this was changed" not in page
        officer = make_person(Role.MONITORING_OFFICER)
        browser = signed_in_client(officer)
        address = reverse("evidence:staff_bands")
        form = browser.get(address).context["form"]
        sent = {name: field.initial for name, field in form.fields.items() if name != "reason"}
        refused = browser.post(address, {**sent, "dozens_from": 200, "reason": "Dozens are more."})
        assert "goes from the lower to the higher number" in refused.content.decode()
        assert "Nothing is different" in browser.post(address, {**sent, "reason": "Why not."}).content.decode()
        answer = browser.post(address, {**sent, "near": "1", "thousands_to": "8000", "reason": "A year is long."})
        assert answer.status_code == 302
        page = client.get("/what-our-words-mean/").content.decode()
        assert "from 10.89 to below 11" in page
        assert "from 2,000 to 8,000 (before: from 2,000 to 9,999)" in page
        assert "A year is long." in page
        assert officer.name in page

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.ADMINISTRATOR])
    def test_nobody_else_opens_the_form(self, role):
        assert signed_in_client(make_person(role)).get(reverse("evidence:staff_bands")).status_code == 403


def test_once_a_day_claims_whose_facts_have_grown_old_are_judged_anew(draft):
    record_fact("old", Statistic.COUNT, 40, next_release_on=TODAY - timedelta(days=50))  # and 60 days of grace
    write(draft, "We opened [40](claim:old) places.")
    assert actions.judge_what_aged(at=NOW) == 0
    assert draft.claims.get().verdict == "TRUE"
    assert actions.judge_what_aged(at=NOW + timedelta(days=11)) == 1
    use = draft.claims.get()
    assert (use.verdict, use.verdict_before) == ("STALE", "TRUE")
    assert actions.judge_what_aged(at=NOW + timedelta(days=12)) == 0
