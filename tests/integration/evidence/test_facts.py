"""Facts: asked of the evidence or read in a document, versioned, verified by another, and told on when they change."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.facts import DOCUMENT, define_fact, record_fact
from tests.factories.people import NOW, make_person, signed_in_client
from tests.factories.snapshots import PLACE, proportion_row, write_snapshot
from tests.factories.testford import rows_of_testford

from goldenthread.accounts.audit import verify_chain
from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.core.claims import Statistic, Verdict, judge, suggest
from goldenthread.evidence import actions, facts, numbers
from goldenthread.evidence.actions import Recorded, SourceDocument
from goldenthread.evidence.fact_answers import fingerprint
from goldenthread.evidence.fact_kinds import Disclosure, FactQuestion, FactRefused
from goldenthread.evidence.models import Fact, FactVersion, Indicator
from goldenthread.frontend.attached_files import check_file

pytestmark = [pytest.mark.django_db]
HEALTH = "poor-health"
TODAY = NOW.date()


@pytest.fixture
def adopted(evidence: Any) -> Any:
    """Testford's evidence, in use."""
    return actions.adopt_current_snapshot(by=None, at=NOW)


@pytest.fixture
def analyst() -> Any:
    return make_person(Role.ANALYST)


@pytest.mark.usefixtures("adopted")
class TestAsked:
    """What the evidence is asked for."""

    def test_a_value_is_the_evidence_s_own_with_its_parts_and_its_proof(self, analyst):
        fact = define_fact("health", FactQuestion.VALUE, HEALTH, by=analyst)
        version, latest = fact.current, numbers.latest(HEALTH)
        assert (version.value, version.lower) == (latest.value, latest.estimate.limits.lower)
        assert 100 * version.numerator / version.denominator == pytest.approx(version.value)
        assert (fact.statistic, version.unit, version.as_at) == ("share", "%", latest.period.end)
        assert version.snapshot == numbers.current().id
        assert version.files[0]["sha256"] == "0" * 64
        assert version.query == {"question": "value", "indicator": HEALTH, "area_code": "", "floor": None}

    @pytest.mark.parametrize("question", [each for each in FactQuestion if each is not FactQuestion.WARDS_AT_FLOOR])
    def test_every_question_has_an_answer_or_says_why_not_and_our_own_words_are_true(self, analyst, question):
        fact = define_fact("health", question, HEALTH, by=analyst)
        found = facts.evidence_of(fact)
        if found is None:
            assert fact.current.missing
            return
        own = suggest(found)
        assert own is not None
        assert judge(own.text, found).verdict is Verdict.TRUE
        assert facts.judge("", fact, on=TODAY).verdict is Verdict.TRUE

    def test_a_rank_counts_its_peers_as_a_reader_would_by_hand(self, analyst):
        fact = define_fact("rank", FactQuestion.RANK_DISTRICTS, HEALTH, by=analyst)
        values = [value for _, value in fact.current.table]
        own = numbers.latest(HEALTH).value
        assert fact.current.value == 1 + sum(value > own for value in values)  # lower is better, the worst first
        assert fact.current.peers == len(values) == 4
        assert fact.current.tied == sum(value == own for value in values) - 1

    def test_wards_at_a_floor_are_counted_of_all_wards(self, analyst):
        known = [each.value for each in numbers.values(HEALTH, "ward24") if each.in_place and each.value is not None]
        floor = sorted(known)[1]
        fact = define_fact("wards", FactQuestion.WARDS_AT_FLOOR, HEALTH, by=analyst, floor=floor)
        assert fact.current.value == sum(value >= floor for value in known)
        assert fact.current.denominator == len(known)

    def test_a_gap_says_the_same_as_the_page_of_gaps(self, analyst):
        fact = define_fact("gap", FactQuestion.GAP_FIFTHS, HEALTH, by=analyst)
        assert fact.current.value == numbers.gap(HEALTH).absolute.value
        change = define_fact("gap-change", FactQuestion.CHANGE_OF_GAP, HEALTH, by=analyst)
        verdict = numbers.gap(HEALTH).verdict
        assert change.current.is_clear == (verdict.direction.value in {"narrowing", "widening"})
        assert change.current.is_of_gap

    def test_a_refresh_without_news_makes_no_version(self, analyst):
        fact = define_fact("health", FactQuestion.VALUE, HEALTH, by=analyst, is_verified=True)
        assert actions.refresh_facts(by=None, at=NOW + timedelta(days=1)) == ()
        fact.refresh_from_db()
        assert fact.versions.count() == 1
        assert fact.refreshed_at == NOW + timedelta(days=1)

    def test_new_evidence_makes_a_version_of_what_changed_only_and_stays_verified(self, analyst, settings):
        fact = define_fact("health", FactQuestion.VALUE, HEALTH, by=analyst, is_verified=True)
        other = define_fact("gap", FactQuestion.GAP_FIFTHS, HEALTH, by=analyst)
        told: list[Any] = []

        def follower(keys: Any, at: Any) -> None:
            told.append(sorted(keys))

        facts.follow(follower)
        try:
            rows = rows_of_testford()
            for row in rows["values"]:
                of = (row["indicator"], row["area_code"], row["period"], row["characteristic"])
                if of == (HEALTH, PLACE, "2024", "all"):
                    row |= proportion_row(HEALTH, PLACE, "district", 4321, 20_000)
            write_snapshot(Path(settings.EVIDENCE_STORE), rows)
            numbers.forget()
            actions.adopt_current_snapshot(by=None, at=NOW + timedelta(days=1))
        finally:
            facts._followers.remove(follower)
        fact.refresh_from_db()
        other.refresh_from_db()
        if fact.current.number == 1:
            pytest.fail("The place's own value changed and no version was made of it.")
        assert fact.current.value == numbers.latest(HEALTH).value
        assert fact.current.verified_by is not None
        assert fact.current.recorded_by == analyst
        assert other.current.number == 1
        assert told == [[fact.pk]]
        event = AuditEvent.objects.filter(verb="asked anew for the fact").get()
        assert event.before["value"] != event.after["value"]

    def test_a_question_that_does_not_fit_is_refused_in_a_sentence(self, analyst):
        with pytest.raises(FactRefused, match="unheard-of"):
            actions.define_fact(
                slug="nothing", subject="Nothing", question=FactQuestion.VALUE, owner=analyst, by=analyst, at=NOW,
                indicator=Indicator.objects.create(slug="unheard-of", name="x", plain_name="x", polarity="neither"),
            )  # fmt: skip
        assert not Fact.objects.exists()


class TestRecorded:
    """What a person read in a document."""

    def test_the_file_is_kept_with_its_fingerprint(self, analyst):
        file = check_file("report.txt", b"Homes: 2,311")
        fact = record_fact(
            "homes", Statistic.COUNT, 2311, by=analyst, document=replace(DOCUMENT, address="", file=file)
        )
        kept = fact.current.document
        assert bytes(kept.content) == b"Homes: 2,311"
        assert len(kept.sha256) == 64
        assert fact.current.source == "Cabinet report"

    def test_without_a_document_nothing_is_recorded(self, analyst):
        with pytest.raises(FactRefused, match="Attach the document"):
            record_fact("homes", Statistic.COUNT, 2311, by=analyst, document=SourceDocument(title="Somewhere"))
        assert not Fact.objects.exists()

    @pytest.mark.parametrize(
        ("statistic", "fields", "sentence"),
        [
            (Statistic.COUNT, {"value": -3}, "A count is zero or more"),
            (Statistic.SHARE, {"value": 140}, "between 0 and 100 per cent"),
            (Statistic.COUNT, {}, "missing is not zero"),
            (Statistic.AMOUNT, {"value": 3, "lower": 4, "upper": 5}, "outside its interval"),
        ],
    )
    def test_what_cannot_be_is_refused(self, analyst, statistic, fields, sentence):
        with pytest.raises(FactRefused, match=sentence):
            record_fact("wrong", statistic, by=analyst, **fields)

    def test_a_share_needs_only_its_parts(self, analyst):
        fact = record_fact("share", Statistic.SHARE, by=analyst, numerator=10, denominator=17)
        assert fact.current.value == pytest.approx(1000 / 17)
        assert facts.judge("10 of 17", fact, on=TODAY).verdict is Verdict.TRUE

    def test_a_correction_is_a_new_version_that_waits_for_another_to_verify_it(self, analyst):
        fact = record_fact("homes", Statistic.COUNT, 2311, by=analyst)
        corrected = Recorded(value=1890, as_at=date(2026, 3, 31))
        with pytest.raises(FactRefused, match="Say what changed"):
            actions.correct_fact(fact=fact, recorded=corrected, document=DOCUMENT, note=" ", by=analyst, at=NOW)
        actions.correct_fact(
            fact=fact, recorded=corrected, document=DOCUMENT, note="Counted twice.", by=analyst, at=NOW
        )
        assert [version.value for version in fact.versions.order_by("number")] == [2311, 1890]
        assert fact.current.verified_by is None
        assert list(Fact.objects.waiting_for_verification()) == [fact]
        with pytest.raises(NotAllowed, match="somebody else has to verify"):
            actions.verify_fact(fact=fact, by=analyst, at=NOW)
        actions.verify_fact(fact=fact, by=make_person(Role.EDITOR), at=NOW)
        assert facts.judge("over 2,000", fact, on=TODAY).verdict is Verdict.FALSE
        assert verify_chain().is_whole

    def test_while_a_correction_waits_everybody_reads_what_was_verified_last(self, client, analyst):
        fact = record_fact("homes", Statistic.COUNT, 2311, by=analyst)
        corrected = Recorded(value=1890, as_at=date(2026, 3, 31))
        actions.correct_fact(fact=fact, recorded=corrected, document=DOCUMENT, note="Twice.", by=analyst, at=NOW)
        page = client.get("/facts/homes/").content.decode()
        assert "2,311" in page
        assert "1,890" not in page
        withheld = Recorded(
            value=3, as_at=date(2026, 3, 31), disclosure=Disclosure.SUPPRESSED.value, missing="Few people."
        )
        actions.correct_fact(fact=fact, recorded=withheld, document=DOCUMENT, note="Few.", by=analyst, at=NOW)
        assert client.get("/facts/homes/").status_code == 404

    def test_the_database_too_refuses_an_author_who_verifies(self, analyst):
        fact = record_fact("homes", Statistic.COUNT, 2311, by=analyst, is_verified=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            FactVersion.objects.filter(pk=fact.current_id).update(verified_by=analyst, verified_at=NOW)

    def test_what_is_withheld_is_suppressed_and_not_given_away(self, analyst):
        fact = record_fact(
            "few", Statistic.COUNT, 3, by=analyst, disclosure=Disclosure.SUPPRESSED.value, missing="Only three people."
        )
        judged = facts.judge("three", fact, on=TODAY)
        assert judged.verdict is Verdict.SUPPRESSED
        assert judged.suggestion == ""
        assert not Fact.objects.public().exists()

    def test_after_the_grace_it_is_stale_and_the_verification_outlives_a_new_last_day(self, analyst):
        fact = record_fact("homes", Statistic.COUNT, 2311, by=analyst, next_release_on=date(2026, 7, 1))
        last = date(2026, 7, 1) + timedelta(days=60)
        assert fact.current.valid_until == last
        assert facts.judge("2,311", fact, on=last).verdict is Verdict.TRUE
        assert facts.judge("2,311", fact, on=last + timedelta(days=1)).verdict is Verdict.STALE
        assert list(Fact.objects.stale(on=last + timedelta(days=1))) == [fact]
        actions.change_keeping(
            fact=fact,
            subject="Homes",
            owner=analyst,
            next_release_on=date(2027, 7, 1),
            grace_days=0,
            by=analyst,
            at=NOW,
        )
        assert fact.current.valid_until == date(2027, 7, 1)
        assert fact.current.verified_by is not None

    def test_out_of_use_it_is_no_evidence(self, analyst):
        fact, other = (record_fact(slug, Statistic.COUNT, 5, by=analyst) for slug in ("homes", "houses"))
        actions.supersede_fact(fact=fact, successor=other, by=analyst, at=NOW)
        judged = facts.judge("5", Fact.objects.with_everything().get(pk=fact.pk), on=TODAY)
        assert judged.verdict is Verdict.NO_EVIDENCE
        assert "houses" in judged.why
        actions.retire_fact(fact=other, reason="Nobody counts them.", by=analyst, at=NOW)
        assert facts.judge("5", other, on=TODAY).verdict is Verdict.NO_EVIDENCE
        with pytest.raises(FactRefused, match="out of use"):
            actions.retire_fact(fact=other, reason="Again.", by=analyst, at=NOW)

    def test_the_fingerprint_is_of_the_query_and_every_part_of_the_answer(self, analyst):
        fact = record_fact("homes", Statistic.COUNT, 2311, by=analyst)
        given = asdict(Recorded(value=2311, as_at=date(2026, 3, 31)))
        given |= {"series": [], "table": []}
        assert fact.current.sha256 == fingerprint(fact.current.query, given)
        assert fact.current.sha256 != fingerprint(fact.current.query, given | {"value": 2312})


class TestPermissions:
    """Who may do what."""

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.MONITORING_OFFICER])
    def test_readers_read_and_do_not_write(self, role):
        person = make_person(role)
        with pytest.raises(NotAllowed):
            record_fact("homes", Statistic.COUNT, 1, by=person)
        browser = signed_in_client(person)
        assert browser.get(reverse("evidence:staff_facts")).status_code == 200
        assert browser.get(reverse("evidence:staff_record_fact")).status_code == 403

    def test_strangers_see_only_what_is_verified_and_open(self, client, analyst):
        record_fact("homes", Statistic.COUNT, 2311, by=analyst)
        record_fact("unverified", Statistic.COUNT, 77, by=analyst, is_verified=False)
        listed = client.get(reverse("evidence:facts")).content.decode()
        assert "2,311" in listed
        assert "Subject of unverified" not in listed
        assert client.get(reverse("evidence:fact", args=["homes"])).status_code == 200
        assert client.get(reverse("evidence:fact", args=["unverified"])).status_code == 404
        assert client.get(reverse("evidence:staff_facts")).status_code == 302
        assert [each["slug"] for each in client.get("/api/v1/facts").json()["items"]] == ["homes"]
        assert client.get("/api/v1/facts/unverified").status_code == 404
        assert client.get("/api/v1/facts/homes").json()["value"] == 2311


class TestPages:
    """The staff's pages."""

    @pytest.fixture
    def browser(self, analyst):
        return signed_in_client(analyst)

    def test_the_register_narrows_sorts_and_is_taken_away(self, browser, analyst):
        record_fact("homes", Statistic.COUNT, 2311, by=analyst)
        record_fact("pay", Statistic.MONEY_A_YEAR, 2_600_000, by=analyst, unit="£", is_verified=False)
        url = reverse("evidence:staff_facts")
        assert "Subject of pay" in browser.get(url, {"state": "unverified"}).content.decode()
        assert "Subject of homes" not in browser.get(url, {"state": "unverified"}).content.decode()
        assert "Subject of pay" not in browser.get(url, {"q": "homes"}).content.decode()
        rows = browser.get(url, {"as": "csv", "sort": "name"}).content.decode("utf-8-sig").splitlines()
        assert [row.split(",")[0].strip('"') for row in rows[-2:]] == ["homes", "pay"]
        assert browser.get(url, {"as": "xlsx"}).content.startswith(b"PK")

    def test_the_queries_of_the_register_do_not_grow(self, browser, analyst):
        url, counts = reverse("evidence:staff_facts"), []
        for number in range(2):
            for part in range(1 + 9 * number):
                record_fact(f"fact-{number}-{part}", Statistic.COUNT, part, by=analyst)
            browser.get(url)
            with CaptureQueriesContext(
                connection,
            ) as caught:
                browser.get(url)
            counts.append(len(caught))
        assert counts[0] == counts[1]

    def test_a_fact_is_recorded_in_the_browser_and_words_are_tried(self, browser, analyst):
        sent = {
            "subject": "Homes with a new boiler", "slug": "boilers", "statistic": "count", "value": "2311",
            "unit": "homes", "decimals": "0", "polarity": "neither", "as_at": "2026-03-31", "owner": analyst.pk,
            "grace_days": "60", "document_title": "Cabinet report", "document_address": "https://example.org/report",
        }  # fmt: skip
        refused = browser.post(reverse("evidence:staff_record_fact"), sent | {"value": "-4"})
        assert refused.status_code == 400
        assert "A count is zero or more" in refused.content.decode()
        kept = browser.post(reverse("evidence:staff_record_fact"), sent)
        assert kept.status_code == 302, kept.content.decode()
        page = browser.get(kept.url, {"words": "almost 2,000"}).content.decode()
        assert "FALSE" in page
        assert "To be verified" in page
        assert browser.post(reverse("evidence:staff_verify_fact", args=["boilers"])).status_code == 403
        answer = browser.get(
            reverse("evidence:staff_judge_words", args=[Fact.objects.get().pk]), {"words": "over 2,000"}
        ).json()
        assert answer["verdict"] in {"TRUE", "LOOSE"}

    @pytest.mark.usefixtures("adopted")
    def test_a_fact_is_defined_in_the_browser(self, browser, analyst):
        sent = {
            "question": "rank among districts", "indicator": Indicator.objects.get(slug=HEALTH).pk, "area_code": "",
            "subject": "Where we stand", "slug": "rank", "owner": analyst.pk, "grace_days": "60",
        }  # fmt: skip
        refused = browser.post(reverse("evidence:staff_define_fact"), sent | {"area_code": PLACE})
        assert "about the whole place" in refused.content.decode()
        kept = browser.post(reverse("evidence:staff_define_fact"), sent)
        assert kept.status_code == 302, kept.content.decode()
        page = browser.get(kept.url).content.decode()
        assert "of 4" in page
        assert "The table it is ranked in" in page
