"""A report goes out as Word, comes back changed, and what is accepted is written into its texts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import NOW
from tests.factories.reports import publish_report
from tests.lib import word_edits as edits
from tests.lib.word_edits import Tree, W

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.checking.documents import DocumentRefused, read_returned
from goldenthread.core.claims import Statistic
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.models import CommentRound, ReturnedFile
from goldenthread.reports.rounds import compare

INTRODUCTION = (
    "The gap is [almost 11 years](claim:le-gap) now.\n\n"
    "We called at [over 2,000](claim:homes) homes.\n\nIt was [one](not-a-claim) long year."
)
ANNA = "Anna Lee"


@pytest.fixture
def writer(db):
    return make_person(Role.EDITOR)


@pytest.fixture
def sent(draft, writer) -> CommentRound:
    record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)
    record_fact("homes", Statistic.COUNT, 2100, unit="homes")
    actions.write_text(report=draft, place="introduction", text=INTRODUCTION, by=writer, at=NOW)
    return actions.send_out(report=draft, to="The forum", by=writer, at=NOW)


def alter(body: Tree) -> None:
    """A figure, a hedge without track, and a paragraph that goes elsewhere."""
    edits.replace(edits.find_control(body, "homes"), "2,000", "3,000", ANNA)
    text = next(each for each in body.iter(f"{W}t") if each.text == "almost 11 years")
    text.text = "over 11 years"
    edits.move_paragraph(body, "It was one long year", "The gap is", ANNA)


def edited(sent: CommentRound, change=alter, **more: str) -> bytes:
    return edits.edit(bytes(sent.content), change, **more)


def take_back(sent: CommentRound, change=alter, **options: Any) -> ReturnedFile:
    content = options.pop("content", None) or edited(sent, change)
    more = {"name": "back.docx", "by": make_person(Role.EDITOR), "at": NOW, "read": read_returned} | options
    return actions.take_back(sent=sent, content=content, **more)


def numbers(one: ReturnedFile) -> dict[str, int]:
    return {f"{each.before} > {each.after}": each.number for each in compare(one).changes}


def written(sent: CommentRound, place: str = "introduction") -> str:
    return sent.report.texts.get(place=place).text


def decide(one: ReturnedFile, accepted: set[int], refused: set[int] = frozenset(), **more: Any):
    options = {"by": make_person(Role.EDITOR), "at": NOW} | more
    return actions.decide(one=one, accepted=frozenset(accepted), refused=frozenset(refused), **options)


def test_the_file_that_goes_out_binds_every_claim_of_the_texts(sent):
    claims = {each.slug: each.before for each in read_returned("sent.docx", bytes(sent.content)).claims}
    assert claims["le-gap"] == "almost 11 years"
    assert claims["homes"] == "over 2,000"
    assert any(slug.startswith("figure-") for slug in claims)


def test_what_comes_back_is_told_change_by_change(sent):
    one = take_back(sent)
    assert one.undecided == 3
    assert set(numbers(one)) == {
        "2,000 > 3,000",
        "almost > over",
        "It was one long year. > It was one long year.",
    }
    assert written(sent) == INTRODUCTION
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.after["changes"]) == ("took back from comment", 3)


def test_what_is_accepted_is_written_with_its_claims_bound(sent):
    one = take_back(sent)
    known = numbers(one)
    moved = known["It was one long year. > It was one long year."]
    decided = decide(one, {known["2,000 > 3,000"], moved}, {known["almost > over"]})
    assert decided.places == ("introduction",)
    assert written(sent) == (
        "It was [one](not-a-claim) long year.\n\nThe gap is [almost 11 years](claim:le-gap) now.\n\n"
        "We called at [over 3,000](claim:homes) homes."
    )
    assert sent.report.claims.get(slug="homes").verdict == "FALSE"
    one.refresh_from_db()
    assert one.undecided == 0
    assert one.accepted() == {known["2,000 > 3,000"], moved}
    event = AuditEvent.objects.latest("pk")
    assert event.verb == "decided on changes from comment to"
    assert event.after["refused"] == [known["almost > over"]]


def test_words_that_somebody_changed_meanwhile_are_not_written_over(sent, writer):
    one = take_back(sent)
    known = numbers(one)
    changed = INTRODUCTION.replace("[over 2,000](claim:homes) homes", "[2,100](claim:homes) homes")
    actions.write_text(report=sent.report, place="introduction", text=changed, by=writer, at=NOW)
    decided = decide(one, {known["2,000 > 3,000"], known["almost > over"]})
    assert decided.moved_on == {known["2,000 > 3,000"]}
    assert decided.accepted == {known["almost > over"]}
    assert written(sent) == changed.replace("almost 11", "over 11")
    one.refresh_from_db()
    assert one.undecided == 2


def test_two_files_of_one_round_are_both_written(sent):
    first = take_back(sent)

    def alter_too(body: Tree) -> None:
        edits.replace(edits.find_paragraph(body, "almost 11 years"), "now", "today", "Ben Okoro")

    second = take_back(sent, alter_too, name="ben.docx")
    decide(first, {numbers(first)["2,000 > 3,000"]})
    decide(second, {numbers(second)["now > today"]})
    assert "over 3,000" in written(sent)
    assert "years](claim:le-gap) today." in written(sent)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.MONITORING_OFFICER])
def test_only_those_who_write_send_out_take_back_and_decide(sent, role):
    other = make_person(role)
    one = take_back(sent)
    with pytest.raises(NotAllowed):
        actions.send_out(report=sent.report, to="Anybody", by=other, at=NOW)
    with pytest.raises(NotAllowed):
        take_back(sent, by=other, name="again.docx")
    with pytest.raises(NotAllowed):
        decide(one, set(numbers(one).values()), by=other)
    client = signed_in_client(other)
    assert client.get(one.get_absolute_url()).status_code == 403
    assert client.get(sent.get_absolute_url()).status_code == 403
    assert client.get(reverse("reports:staff_round_word", args=["report-2026", 1])).status_code == 403


def test_nobody_decides_twice_or_on_nothing(sent):
    one = take_back(sent)
    (first, *_) = numbers(one).values()
    decide(one, set(), {first})
    with pytest.raises(NotPossible, match="decided on already"):
        decide(one, {first})
    with pytest.raises(NotPossible, match="at least one"):
        decide(one, set())
    with pytest.raises(NotPossible, match="both"):
        decide(one, {2}, {2})


def test_a_checked_report_stands_still(sent):
    one = take_back(sent)
    actions.check(report=sent.report, by=make_person(Role.EDITOR), at=NOW)
    with pytest.raises(NotPossible, match="Send it back to draft"):
        decide(one, set(numbers(one).values()))


def test_a_published_report_does_not_go_out(draft):
    report = publish_report(draft)
    with pytest.raises(NotPossible, match="Begin a correction"):
        actions.send_out(report=report, to="The forum", by=make_person(Role.EDITOR), at=NOW)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "not a Word document"),
        (b"PK\x03\x04broken", "back.docx"),
        (b"\xd0\xcf\x11\xe0", "not a Word document"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_a_sentence(sent, content, sentence):
    with pytest.raises(NotPossible, match=sentence):
        take_back(sent, content=content)


def test_the_file_itself_and_one_brought_in_before_are_told(sent):
    with pytest.raises(NotPossible, match="nobody has changed it"):
        take_back(sent, content=bytes(sent.content))
    content = edited(sent)
    take_back(sent, content=content)
    with pytest.raises(NotPossible, match="already"):
        take_back(sent, content=content)


def test_a_reader_that_refuses_is_heard(sent):
    def refuse(name: str, content: bytes):
        raise DocumentRefused("It is too heavy.")

    with pytest.raises(NotPossible, match="too heavy"):
        take_back(sent, read=refuse)


class TestPages:
    def send(self, client, report) -> str:
        page = client.post(reverse("reports:staff_send_out", args=[report.slug]), {"to": "The forum"})
        assert page.status_code == 302
        return page.url

    def test_out_and_back(self, sent, writer):
        client = signed_in_client(writer)
        address = self.send(client, sent.report)
        assert address == "/staff/reports/report-2026/rounds/2/"
        word = client.get(f"{address}word/")
        assert word["Content-Type"].endswith("wordprocessingml.document")
        comment = f'<w:comment w:id="1" w:author="{ANNA}"><w:p><w:r><w:t>Is it so?</w:t></w:r></w:p></w:comment>'
        file = SimpleUploadedFile("back.docx", edits.edit(word.content, alter, comments=comment))
        page = client.post(address, {"file": file}, follow=True)  # read in a process apart
        text = page.content.decode()
        assert page.status_code == 200
        assert "3 changes to decide on." in text
        assert "2 of them would make a claim untrue" in text
        assert "“over 3,000” instead of “over 2,000” (TRUE)" in text
        assert "“over 11 years” instead of “almost 11 years” (TRUE)" in text
        assert "Not tracked" in text
        assert "Is it so?" in text
        assert f"replaced by {ANNA}" in text or f"changed by {ANNA} on 1 July 2026" in text
        chosen = dict.fromkeys(re.findall(r'name="(change-\d+)"', text), "accept")
        done = client.post(page.request["PATH_INFO"], chosen, follow=True).content.decode()
        assert "3 changes accepted and written into the report." in done
        assert "No change waits for a decision." in done
        assert "over 3,000" in written(sent)

    def test_nothing_chosen_is_said(self, sent, writer):
        one = take_back(sent)
        page = signed_in_client(writer).post(one.get_absolute_url(), {})
        assert page.status_code == 400
        assert "Accept or refuse at least one change." in page.content.decode()

    def test_a_wrong_file_is_said_beside_the_field(self, sent, writer):
        client = signed_in_client(writer)
        page = client.post(sent.get_absolute_url(), {"file": SimpleUploadedFile("a.docx", b"nothing of ours")})
        assert page.status_code == 400
        assert "a.docx is not a Word document" in page.content.decode()
        page = client.post(sent.get_absolute_url(), {})
        assert "Choose the file that came back." in page.content.decode()

    def test_what_moved_on_is_told(self, sent, writer):
        one = take_back(sent)
        number = numbers(one)["2,000 > 3,000"]
        changed = INTRODUCTION.replace("We called at", "We knocked at")
        actions.write_text(report=sent.report, place="introduction", text=changed, by=writer, at=NOW)
        page = signed_in_client(writer).post(one.get_absolute_url(), {f"change-{number}": "accept"}, follow=True)
        assert f"Not applied: change {number}." in page.content.decode()
        assert written(sent) == changed

    def test_the_page_asks_as_often_for_many_changes_as_for_few(self, sent, writer, django_assert_max_num_queries):
        client = signed_in_client(writer)
        one = take_back(sent)
        client.get(one.get_absolute_url())
        with django_assert_max_num_queries(14):
            client.get(one.get_absolute_url())

    def test_the_report_lists_its_rounds(self, sent, writer):
        take_back(sent)
        text = signed_in_client(writer).get(reverse("reports:staff_report", args=["report-2026"])).content.decode()
        assert "Out for comment" in text
        assert "To The forum" in text
        assert "3 changes" in text
