"""Case studies, quotations and maps are placed in a report, and stand in it only as long as somebody agrees."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.reports import publish_report
from tests.factories.snapshots import make_rows, proportion_row, write_snapshot, year
from tests.factories.stories import make_consent, tell_story, write_story

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic
from goldenthread.evidence import numbers
from goldenthread.evidence.models import Indicator
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.document import CaseStudy, MapBlock, Quote
from goldenthread.reports import actions
from goldenthread.reports.blocks.placed import read_placed
from goldenthread.reports.checks import find_checks, what_stands
from goldenthread.reports.models import AnnualReport, Consent, FigureKind, ReportBlock, ReportEdition, StoryPage
from goldenthread.reports.reading import read_report
from goldenthread.reports.stories.kinds import Channel, Scope
from goldenthread.reports.stories.notices import NOTICE
from goldenthread.reports.stories.reading import UsedIn, find_uses
from goldenthread.reports.thread import walk
from goldenthread.reports.typesetting import make_markdown, make_report_document, make_word

pytestmark = pytest.mark.django_db

DAY = NOW.date()
REPORT = "/reports/report-2026/"
SAID = "It was warm at last."


@pytest.fixture
def consent() -> Consent:
    return make_consent(reference="C-7", alias="Edith", given_on=date(2026, 1, 1))


@pytest.fixture
def story(consent: Consent) -> StoryPage:
    body = [("heading", "Before"), ("words", "<p>She rang twice.</p><ul><li>In May</li><li>In June</li></ul>"),
            ("quote", {"words": "Nobody came.", "who": "Edith, 79"})]  # fmt: skip
    return tell_story(write_story(title="The cold room", slug="the-cold-room", consents=[consent], body=body))


@pytest.fixture
def indicator(plan: Any) -> Indicator:
    return Indicator.objects.get(slug="poor-health")


def place(report: AnnualReport, what: Any, where: str = "aim-1", *, by: Any = None, **given: Any) -> ReportBlock:
    """Put a story, a consent's words or an indicator where it is told to."""
    by = by or make_person(Role.EDITOR)
    common = {"report": report, "place": where, "by": by, "at": NOW}
    if isinstance(what, StoryPage):
        return actions.place_case_study(**common, story=what)
    if isinstance(what, Consent):
        return actions.place_quotation(**common, consent=what, **{"words": SAID, "who": "Edith, 79", **given})
    return actions.place_map(**common, indicator=what)


@pytest.fixture
def full(draft: AnnualReport, consent: Consent, story: StoryPage, indicator: Indicator) -> AnnualReport:
    """A draft with one block of each kind, the case study first, which cannot stand there."""
    for each in (story, consent, indicator):
        place(draft, each)
    return draft


def edition_of(report: AnnualReport) -> ReportEdition:
    publish_report(report)
    return report.editions.get()


def withdraw(consent: Consent) -> Any:
    return actions.withdraw_consent(
        consent=consent, how="By letter", by=make_person(Role.EDITOR), at=NOW + timedelta(days=3)
    )


def page_of(client: Any, address: str = REPORT) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


class TestPlacing:
    """What may be put where, by whom, and in which order."""

    def test_they_follow_the_words_of_their_place_and_case_studies_come_last(self, full):
        document = make_report_document(full, on=DAY)
        under = [block for place, block in document.blocks() if place == ("Aim 1: Health is shared",)]
        kinds = [type(block) for block in under if isinstance(block, Quote | MapBlock)]
        assert kinds == [Quote, MapBlock]
        aim = next(each for each in document.sections if each.heading == "Aim 1: Health is shared")
        told, first_action = aim.sections[:2]
        assert isinstance(told, CaseStudy)
        assert (told.heading, told.sections[0].heading) == ("The cold room", "Before")
        assert first_action.heading.startswith("Action 1")

    def test_the_case_study_tells_the_whole_story(self, full):
        words = make_markdown(full)
        at = -1
        for said in ("Case study: The cold room", "A hall was opened.", "Before", "She rang twice.", "- In May",
                     "- In June", "> Nobody came.", "Edith, 79"):  # fmt: skip
            found = words.find(said, at + 1)
            assert found > at, said
            at = found

    def test_each_act_is_asked_for_and_written_down(self, draft, consent, story, indicator):
        viewer = make_person(Role.VIEWER)
        for each in (story, consent, indicator):
            with pytest.raises(NotAllowed):
                place(draft, each, by=viewer)
        block = place(draft, consent)
        second = place(draft, consent, words="And quiet.")
        for act in (actions.take_out_block, lambda **given: actions.move_block(up=False, **given)):
            with pytest.raises(NotAllowed):
                act(block=block, by=viewer, at=NOW)
        editor = make_person(Role.EDITOR)
        actions.move_block(block=block, up=False, by=editor, at=NOW)
        assert [each.words for each in read_placed(draft, on=DAY)] == ["And quiet.", SAID]
        actions.take_out_block(block=second, by=editor, at=NOW)
        assert [each.words for each in read_placed(draft, on=DAY)] == [SAID]
        verbs = list(AuditEvent.objects.filter(actor_id=editor.pk).order_by("pk").values_list("verb", flat=True))
        assert verbs == ["moved a block of", "took a block out of"]
        assert AuditEvent.objects.filter(verb="placed in").count() == 2

    def test_nothing_goes_up_from_the_top_or_past_those_it_cannot_stand_among(self, full):
        told = full.blocks.get(kind="case study")
        for up, sentence in ((True, "the first there"), (False, "the last there")):
            with pytest.raises(NotPossible, match=sentence):
                actions.move_block(block=told, up=up, by=make_person(Role.EDITOR), at=NOW)

    def test_whoever_placed_something_does_not_approve(self, draft, consent):
        owner = make_person(Role.PLAN_OWNER)
        place(draft, consent, by=owner)
        actions.check(report=draft, by=make_person(Role.EDITOR), at=NOW)
        actions.submit_for_review(report=draft, by=make_person(Role.EDITOR), at=NOW)
        with pytest.raises(NotAllowed, match="You wrote in this report"):
            actions.approve(report=draft, by=owner, at=NOW)

    def test_a_case_study_and_a_map_stand_once_a_quotation_as_often_as_somebody_said_something(self, full, consent):
        place(full, consent, words="And quiet.")
        for what in (StoryPage.objects.get(slug="the-cold-room"), Indicator.objects.get(slug="poor-health")):
            with pytest.raises(NotPossible, match="stands in this report already, under “Aim 1: Health is shared”"):
                place(full, what, "introduction")

    @pytest.mark.parametrize("where", ["summary", "how-we-know", "aim-9", ""])
    def test_there_are_places_without_blocks(self, draft, consent, where):
        with pytest.raises(NotPossible, match="has no place called"):
            place(draft, consent, where)

    def test_only_a_draft_takes_them(self, full, consent):
        actions.check(report=full, by=make_person(Role.EDITOR), at=NOW)
        with pytest.raises(NotPossible, match="Send it back to draft"):
            place(full, consent, "introduction")
        with pytest.raises(NotPossible, match="Send it back to draft"):
            actions.take_out_block(block=full.blocks.first(), by=make_person(Role.EDITOR), at=NOW)


class TestConsent:
    """The rule is that of marks in texts, asked at every step."""

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"channels": [Channel.WEBSITE]}, "does not let it be used in reports"),
            ({"scopes": [Scope.STORY]}, "does not cover their words"),
            ({"until": date(2026, 6, 1)}, "ended on 1 June 2026"),
            ({"words": "Only these."}, "They agreed to these words only"),
        ],
    )
    def test_nobody_is_quoted_beyond_what_they_agreed_to(self, draft, fields, sentence):
        consent = make_consent(alias="Edith", given_on=date(2026, 1, 1), **fields)
        with pytest.raises(NotPossible, match=sentence):
            place(draft, consent)

    def test_they_are_named_as_they_agreed_to_be(self, draft, consent):
        with pytest.raises(NotPossible, match="does not begin with their alias"):
            place(draft, consent, who="Margery")
        assert place(draft, consent, who="").who == ""

    def test_a_story_that_is_not_published_or_not_for_reports_is_not_told(self, draft):
        with pytest.raises(NotPossible, match="There is no published story"):
            place(draft, write_story(slug="a"))
        website = make_consent(channels=[Channel.WEBSITE], given_on=date(2026, 1, 1))
        with pytest.raises(NotPossible, match="does not let it be used in reports"):
            place(draft, tell_story(write_story(slug="b", consents=[website])))

    def test_what_ends_or_is_taken_back_leaves_the_draft_and_keeps_it_from_the_public(self, full, consent):
        Consent.objects.filter(pk=consent.pk).update(until=DAY - timedelta(days=1))
        standing = what_stands(find_checks(full, on=DAY))
        assert {(each.verdict, each.place) for each in standing} == {("NO CONSENT", "aim-1")}
        assert sorted(each.subject for each in standing) == ["C-7", "the-cold-room"]
        assert not any(each.can_be_overridden for each in standing)
        for words in (make_markdown_on(full, DAY), document_text(make_word(full, on=DAY))):
            assert SAID not in words
            assert "Nobody came." not in words
        for step in (actions.check, actions.publish):
            with pytest.raises((NotPossible, NotAllowed)):
                step(report=full, by=make_person(Role.EDITOR), at=NOW)
        assert make_markdown_on(full, DAY - timedelta(days=1)).count(SAID) == 1

    def test_a_story_that_is_taken_down_or_renamed_is_no_longer_told(self, full, story):
        StoryPage.objects.filter(pk=story.pk).update(live=False)
        assert [each.subject for each in what_stands(find_checks(full, on=DAY))] == ["the-cold-room"]
        assert "Nobody came." not in make_markdown_on(full, DAY)

    def test_every_use_is_listed(self, full, consent):
        edition_of(full)
        uses = [(use.kind, use.where, use.marks) for use in find_uses(consent) if use.kind is not UsedIn.PAGE]
        both = ("quote:C-7", "story:the-cold-room")
        assert uses == [
            (UsedIn.EDITION, "aim-1", both),
            (UsedIn.REPORT, "aim-1", ("story:the-cold-room",)),
            (UsedIn.REPORT, "aim-1", ("quote:C-7",)),
        ]

    def test_taken_back_it_comes_out_of_the_page_and_the_edition_keeps_its_fingerprint(self, client, full, consent):
        edition = edition_of(full)
        kept = (edition.sha256, list(edition.blocks))
        page = page_of(client)
        assert SAID in page
        assert "Nobody came." in page
        done = withdraw(consent)
        assert [use.key for use in done.marked] == [edition.pk]
        for address in (REPORT, edition.get_absolute_url(), "/api/v1/reports/report-2026"):
            words = page_of(client, address)
            for gone in (SAID, "Nobody came.", "The cold room", "the-cold-room"):
                assert gone not in words, (address, gone)
            assert words.count(NOTICE) == 2, address
        assert "Plain name of poor-health, by ward" in page_of(client)
        edition.refresh_from_db()
        assert (edition.sha256, edition.blocks) == kept

    def test_what_ends_after_publication_stays_as_marks_do(self, client, full, consent):
        edition_of(full)
        Consent.objects.filter(pk=consent.pk).update(until=timezone.localdate() - timedelta(days=1))
        assert SAID in page_of(client)


def make_markdown_on(report: AnnualReport, day: date) -> str:
    from goldenthread.publishing.markdown_text import render_markdown

    return render_markdown(make_report_document(report, on=day))


def document_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


class TestMaps:
    """A map is a figure of the report: numbered, bound, frozen."""

    def test_every_ward_is_bound_to_a_fact_with_its_interval(self, full, evidence):
        document = make_report_document(full, on=DAY)
        block = next(block for _, block in document.blocks() if isinstance(block, MapBlock))
        facts = {fact.slug: fact for fact in document.facts}
        known = {each.area_code: each for each in numbers.values("poor-health", "ward24")}
        assert len(block.claims) == len(known) == 4
        for claim in block.claims:
            fact = facts[claim.slug]
            value = known[fact.place]
            assert fact.value == pytest.approx(value.value)
            assert (fact.lower, fact.upper) == pytest.approx((value.estimate.limits.lower, value.estimate.limits.upper))
            assert fact.dataset == evidence.id
            assert block.figure.table.rows[claim.row][claim.column] == pytest.approx(value.value)
        assert {claim.slug for _, claim in document.claims()} >= {claim.slug for claim in block.claims}

    def test_its_title_says_what_it_shows_and_its_words_name_both_ends(self, full):
        figure = full.figures.get(kind=FigureKind.MAP)
        assert (figure.number, figure.words, figure.period) == (6, "11.0% to 14.0%", "2024")
        assert figure.sentence == "From 11.0% in Ward 4 to 14.0% in Ward 1."
        page = signed_in_client(make_person(Role.EDITOR)).get(
            reverse("reports:staff_preview", args=[full.slug])
        ).content.decode()  # fmt: skip
        assert "Plain name of poor-health, by ward: from 11.0% in Ward 4 to 14.0% in Ward 1, 2024" in page
        assert "Map of 4 areas in 4 shades of blue" in page
        assert page.count('id="figure-6"') == 1

    def test_it_is_drawn_from_what_was_kept(self, client, full, settings):
        edition_of(full)
        before = map_of(page_of(client))
        rows = make_rows()
        rows["values"] += [
            proportion_row("poor-health", code, "ward24", 900, 5000, **year(2025))
            for code in ("E05999001", "E05999002", "E05999003", "E05999004")
        ]
        write_snapshot(settings.EVIDENCE_STORE, rows)
        page = page_of(client)
        assert map_of(page) == before
        assert "<strong>Newer figures exist:</strong> 18.0% to 18.0%, 2025." in page

    def test_put_together_again_it_keeps_its_place_and_takes_the_evidence_of_the_day(self, full, settings):
        rows = make_rows()
        rows["values"] += [
            proportion_row("poor-health", code, "ward24", 900, 5000, **year(2025))
            for code in ("E05999001", "E05999002", "E05999003", "E05999004")
        ]
        write_snapshot(settings.EVIDENCE_STORE, rows)
        actions.assemble(report=full, by=make_person(Role.EDITOR), at=NOW)
        assert full.figures.get(kind=FigureKind.MAP).words == "18.0% to 18.0%"
        assert full.blocks.count() == 3

    def test_what_can_no_longer_be_drawn_leaves_the_draft_and_it_is_written_down(self, full, settings):
        rows = make_rows()
        rows["values"] = [row for row in rows["values"] if row["area_kind"] != "ward24"]
        write_snapshot(settings.EVIDENCE_STORE, rows)
        actions.assemble(report=full, by=make_person(Role.EDITOR), at=NOW)
        assert not full.figures.filter(kind=FigureKind.MAP).exists()
        assert [each.kind for each in read_report(full, on=DAY).blocks] == ["case study", "quotation"]
        event = AuditEvent.objects.filter(verb="put together").order_by("-pk")[0]
        assert event.after["maps that can no longer be drawn, taken out"] == "poor-health"

    def test_an_indicator_without_wards_is_not_drawn(self, draft):
        from tests.factories.plans import make_indicator

        with pytest.raises(NotPossible, match="no figures of wards"):
            place(draft, make_indicator("pay", plain_name="Pay"))

    def test_the_thread_reaches_it_both_ways(self, client, full):
        edition_of(full)
        figure = full.figures.get(kind=FigureKind.MAP)
        walked = walk("figure", figure.thread_key, on=DAY)
        assert walked is not None
        assert [each.slug for each in walked.indicators] == ["poor-health"]
        assert walked.files[0]["sha256"] == "0" * 64
        about = walk("indicator", "poor-health", on=DAY)
        assert about is not None
        assert figure in about.figures
        assert "11.0% to 14.0%" in page_of(client, f"/thread/figure/{figure.thread_key}/")

    def test_taken_out_its_figure_goes_with_it(self, full):
        block = full.blocks.get(kind="map")
        actions.take_out_block(block=block, by=make_person(Role.EDITOR), at=NOW)
        assert not full.figures.filter(kind=FigureKind.MAP).exists()

    def test_a_correction_draws_no_map_and_may_take_one_out_of_the_next_edition_only(self, client, full, indicator):
        first = edition_of(full)
        editor = make_person(Role.EDITOR)
        actions.begin_correction(report=full, note="The map misled.", by=editor, at=NOW)
        actions.take_out_block(block=full.blocks.get(kind="map"), by=editor, at=NOW)
        with pytest.raises(NotPossible, match="A correction changes words"):
            place(full, indicator)
        assert 'id="figure-6"' in page_of(client)  # everybody reads the first edition still
        publish_report(full)
        assert "by ward" not in page_of(client)
        assert 'id="figure-6"' in page_of(client, first.get_absolute_url())
        assert [each["kind"] for each in client.get("/api/v1/reports/report-2026").json()["figures"]].count("map") == 0


def map_of(page: str) -> str:
    start = page.index('id="figure-6"')
    return page[start : page.index("</figure>", start)]


class TestClaims:
    """What a story claims is judged where it is told."""

    @pytest.fixture
    def homes(self) -> Any:
        return record_fact("homes", Statistic.COUNT, 2100, unit="homes")

    @pytest.fixture
    def claiming(self, consent: Consent, homes: Any) -> StoryPage:
        words = f'<p>They called at <a linktype="claim" id="{homes.pk}">over 2,000</a> homes [so far].</p>'
        return tell_story(write_story(title="Doors", slug="doors", consents=[consent], body=[("words", words)]))

    def test_its_facts_are_bound_indexed_and_frozen(self, client, draft, claiming):
        block = place(draft, claiming)
        document = make_report_document(draft, on=DAY)
        assert ("over 2,000", "homes") in [(claim.text, claim.slug) for _, claim in document.claims()]
        assert draft.claims.get().place == f"aim-1+{block.pk}"
        edition = edition_of(draft)
        assert [fact["slug"] for fact in edition.facts] == ["homes"]
        assert ("aim-1", "homes", "TRUE") in [(each["place"], each["fact"], each["verdict"]) for each in edition.claims]
        page = page_of(client)
        assert '<data value="2100.0" class="gt-claim">over 2,000</data>' in page
        assert 'href="#fact-homes"' in page
        assert 'id="fact-homes"' in page
        assert "homes (so far)." in page
        uses = page_of(client, "/facts/homes/")
        assert "in a case study" in uses

    def test_a_claim_that_is_false_today_keeps_the_report_from_the_public(self, draft, claiming, homes):
        from goldenthread.evidence.models import FactVersion

        place(draft, claiming)
        FactVersion.objects.filter(fact=homes).update(value=1500)
        (standing,) = what_stands(find_checks(draft, on=DAY))
        assert (standing.words, standing.verdict, standing.place) == ("over 2,000", "FALSE", "aim-1")

    def test_taken_out_its_claims_leave_the_index(self, draft, claiming):
        actions.take_out_block(block=place(draft, claiming), by=make_person(Role.EDITOR), at=NOW)
        assert not draft.claims.exists()


def test_an_edition_freezes_what_is_told_whatever_becomes_of_the_story(client, full, story):
    edition = edition_of(full)
    before = page_of(client)
    StoryPage.objects.filter(pk=story.pk).update(title="Another title", summary="Another sentence.")
    ReportBlock.objects.all().delete()
    assert page_of(client) == before
    assert [each["kind"] for each in edition.blocks] == ["case study", "quotation", "map"]


def test_the_fingerprint_tells_editions_apart_by_their_blocks(draft, consent):
    place(draft, consent)
    first = edition_of(draft)
    actions.begin_correction(report=draft, note="One word.", by=make_person(Role.EDITOR), at=NOW)
    actions.take_out_block(block=draft.blocks.get(), by=make_person(Role.EDITOR), at=NOW)
    place(draft, consent, words="It was warm at first.")
    publish_report(draft)
    second = draft.editions.get(number=2)
    assert (first.texts, first.facts, first.figures_sha256) == (second.texts, second.facts, second.figures_sha256)
    assert first.sha256 != second.sha256


class TestStaffPages:
    """Without JavaScript: links, forms and buttons."""

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"reports:staff_{name}", args=["report-2026", *more])

    def test_blocks_are_chosen_ordered_and_taken_out(self, draft, consent, story, indicator):
        browser = signed_in_client(make_person(Role.EDITOR))
        home = browser.get(self.address("report")).content.decode()
        assert self.address("blocks", "aim-1") in home
        assert self.address("blocks", "summary") not in home
        said = {"consent": consent.pk, "words": SAID, "who": "Edith, 79"}
        for name, data in (
            ("add_case_study", {"story": story.pk}),
            ("add_quotation", said),
            ("add_map", {"indicator": indicator.pk}),
            ("add_quotation", {**said, "words": "And quiet."}),
        ):
            form = browser.get(self.address(name, "aim-1"))
            assert form.status_code == 200
            answer = browser.post(self.address(name, "aim-1"), data, follow=True)
            assert "Added the" in answer.content.decode(), name
        page = answer.content.decode()
        order = ["It was warm at last.", "Map. ", "And quiet.", "The cold room"]
        assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
        last = ReportBlock.objects.get(words="And quiet.")
        assert "Moved." in browser.post(self.address("move_block", last.pk), {"to": "up"}, follow=True).content.decode()
        page = browser.post(self.address("take_out_block", last.pk), follow=True).content.decode()
        assert "Taken out." in page
        assert "And quiet." not in page
        for name in ("add_case_study", "add_map"):
            assert "There is no" in browser.get(self.address(name, "heard")).content.decode()

    def test_what_is_missing_is_said(self, draft, consent):
        browser = signed_in_client(make_person(Role.EDITOR))
        page = browser.post(self.address("add_quotation", "aim-1"), {}).content.decode()
        assert "Choose whose words they are." in page
        assert "Write what they said." in page
        sent = {"consent": consent.pk, "words": SAID, "who": "Margery"}
        assert "does not begin with their alias" in browser.post(
            self.address("add_quotation", "aim-1"), sent
        ).content.decode()  # fmt: skip

    def test_why_something_is_not_shown_is_said(self, full, consent):
        withdraw(consent)
        page = signed_in_client(make_person(Role.EDITOR)).get(self.address("blocks", "aim-1")).content.decode()
        assert page.count("It is not shown, and the report is not published with it.") == 2
        assert "was withdrawn on 18 June 2026" in page

    def test_they_are_for_those_who_write(self, client, full):
        viewer = signed_in_client(make_person(Role.VIEWER))
        block = full.blocks.first()
        for name, more in (("add_map", "aim-1"), ("move_block", block.pk), ("take_out_block", block.pk)):
            assert client.get(self.address(name, more)).status_code == 302
            assert viewer.post(self.address(name, more)).status_code == 403
        page = viewer.get(self.address("blocks", "aim-1")).content.decode()
        assert "Take out" not in page
        assert viewer.get(self.address("blocks", "summary")).status_code == 404

    def test_the_list_asks_the_database_as_often_for_one_as_for_many(
        self, draft, consent, django_assert_max_num_queries
    ):
        browser = signed_in_client(make_person(Role.EDITOR))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        place(draft, consent)
        browser.get(self.address("blocks", "aim-1"))
        with CaptureQueriesContext(connection) as few:
            browser.get(self.address("blocks", "aim-1"))
        for number in range(8):
            place(draft, consent, words=f"It was warm, {number} times.")
        with CaptureQueriesContext(connection) as many:
            browser.get(self.address("blocks", "aim-1"))
        assert len(many) == len(few)


class TestFiles:
    """PDF, Word and Markdown of an edition are for everybody, until somebody takes their words back."""

    KINDS = ("pdf", "word", "markdown")

    def test_all_are_offered_where_the_report_is(self, client, full):
        edition_of(full)
        for address in (REPORT, "/reports/"):
            page = page_of(client, address)
            for kind in self.KINDS:
                assert f'href="{REPORT}{kind}/"' in page, (address, kind)

    def test_word_is_the_file_that_was_kept_with_real_structure(self, client, full, monkeypatch):
        edition = edition_of(full)
        monkeypatch.setattr("goldenthread.reports.typesetting.render_word", lambda *_: pytest.fail("made anew"))
        response = client.get(f"{REPORT}word/")
        assert response.headers["Content-Disposition"] == 'attachment; filename="report-2026.docx"'
        with edition.word.open("rb") as file:
            assert response.content == file.read()
        book = docx.Document(io.BytesIO(response.content))
        assert book.core_properties.title == "Annual report 2025 to 2026"
        headings = [each.text for each in book.paragraphs if each.style.name.startswith("Heading")]
        assert "Case study: The cold room" in headings
        assert "This is a draft" not in "\n".join(each.text for each in book.paragraphs)
        described = [each.get("descr") for each in book.element.iter() if each.tag.endswith("}docPr")]
        assert any("Map of 4 areas" in (each or "") for each in described)

    def test_an_edition_published_before_word_was_kept_has_it_all_the_same(self, client, full):
        edition = edition_of(full)
        ReportEdition.objects.filter(pk=edition.pk).update(word="")
        actions.begin_correction(report=full, note="One word.", by=make_person(Role.EDITOR), at=NOW)
        book = docx.Document(io.BytesIO(client.get(f"{REPORT}word/").content))
        said = "\n".join(each.text for each in book.paragraphs)
        assert SAID in said
        assert "This is a draft" not in said

    def test_markdown_is_what_the_edition_froze(self, client, full):
        edition_of(full)
        response = client.get(f"{REPORT}markdown/")
        assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
        before = response.content
        actions.begin_correction(report=full, note="One word.", by=make_person(Role.EDITOR), at=NOW)
        actions.write_text(report=full, place="introduction", text="Another.", by=make_person(Role.EDITOR), at=NOW)
        assert client.get(f"{REPORT}markdown/").content == before

    def test_an_earlier_edition_offers_its_own(self, client, full):
        first = edition_of(full)
        actions.begin_correction(report=full, note="One word.", by=make_person(Role.EDITOR), at=NOW)
        publish_report(full)
        page = page_of(client, first.get_absolute_url())
        for kind in self.KINDS:
            assert f'href="{first.get_absolute_url()}{kind}/"' in page
            assert client.get(f"{first.get_absolute_url()}{kind}/").status_code == 200
            assert client.get(f"{REPORT}editions/9/{kind}/").status_code == 404

    def test_taken_back_they_are_not_offered_and_the_page_says_why(self, client, full, consent):
        first = edition_of(full)
        withdraw(consent)
        for address in (REPORT, first.get_absolute_url(), "/reports/"):
            page = page_of(client, address)
            assert "are not offered: they hold words that somebody has since asked us to take down" in page
            for kind in self.KINDS:
                assert f"/{kind}/" not in page, (address, kind)
        for kind in self.KINDS:
            assert client.get(f"{REPORT}{kind}/").status_code == 410
            assert client.get(f"{first.get_absolute_url()}{kind}/").status_code == 410
        for facts in ("facts.xlsx", "facts.json"):
            assert client.get(f"{REPORT}{facts}").status_code == 200

    def test_a_draft_has_none(self, client, full):
        for kind in self.KINDS:
            assert client.get(f"{REPORT}{kind}/").status_code == 404
        page = page_of(signed_in_client(make_person(Role.EDITOR)), reverse("reports:staff_preview", args=[full.slug]))
        for kind in self.KINDS:
            assert f'href="{REPORT}{kind}/"' not in page
