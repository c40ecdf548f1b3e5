"""Last year's promise, round trip: last year's report and a messy list come in, this year's report is checked and goes.

A published report of another council is last year's report here, as the Word file it might be. The list of actions is
made here, as councils keep theirs: headings over two rows, bands, dates in words, one owner in two spellings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from tests.factories.cycles import code_sent_to, links_sent_to
from tests.factories.facts import record_fact
from tests.factories.people import make_person, signed_in_client
from tests.factories.plans import make_plan, publish
from tests.factories.report_files import as_word
from tests.factories.snapshots import PLACE, write_snapshot
from tests.lib import word_edits as edits
from tests.lib.word_edits import Tree, W
from tests.unit.checking.real_report import BOUND
from tests.unit.checking.test_promises_of_a_real_report import PROMISED, plain

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.checking.documents import read_document
from goldenthread.core.claims import Statistic, find_figures
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Action, AskedAction, Plan, Promise, SourceReport, UpdateCycle
from goldenthread.plan.promises.states import PromiseState
from goldenthread.reports import actions as report_actions
from goldenthread.reports.models import AnnualReport, CommentRound, ReturnedFile

SEED = "S4-fair-and-inclusive-annual-report.md"
NOW = datetime(2026, 7, 6, 10, tzinfo=UTC)
"""A Monday, on which the round of updates opens."""
OWNERS = 40
FIRST_NAMES = ("Ada", "Bilal", "Carys", "Dev", "Esi", "Farah", "Gwen", "Hamid")
SURNAMES = tuple(f"{begin}{end}" for begin in ("Ash", "Birch", "Cedar", "Elm", "Fern") for end in (
    "bourne", "croft", "dale", "field", "grove", "hurst", "ley", "wood",
))  # fmt: skip
INTRODUCTION = (
    "The year had [40](claim:actions-answered) actions, and [all 40](not-a-claim) were answered for.\n\n"
    "We called at [over 300](claim:homes-visited) homes.\n\n"
    "The gap in health is [almost 11 years](claim:le-gap)."
)

Capture = Callable[..., Any]


@dataclass(slots=True)
class Journey:
    """Who takes part, and what has come of it so far."""

    owner: Person
    editor: Person
    leads: list[Person]
    capture: Capture
    plan: Plan
    source: SourceReport | None = None
    answered: dict[PromiseState, Promise] = field(default_factory=dict)

    def staff(self, person: Person) -> Client:
        return signed_in_client(person)


@pytest.fixture
def evidence(settings, tmp_path):
    settings.EVIDENCE_STORE = tmp_path / "evidence"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.COUNCIL = replace(settings.COUNCIL, code=PLACE)
    settings.SECOND_FACTOR_REQUIRED = False
    return write_snapshot(tmp_path / "evidence")


@pytest.fixture
def clock(monkeypatch):
    """What the site takes for now."""
    moment = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    return moment


@pytest.fixture
def journey(evidence, clock, db, django_capture_on_commit_callbacks) -> Journey:
    owner = make_person(Role.PLAN_OWNER, name="Maryam Oyelaran", job_title="Head of Policy")
    leads = [
        make_person(Role.CONTRIBUTOR, name=f"{FIRST_NAMES[number % 8]} {surname}")
        for number, surname in enumerate(SURNAMES)
    ]
    plan = make_plan(owner, slug="fair", title="A fairer place", level_names=["Priority"])
    return Journey(owner, make_person(Role.EDITOR), leads, django_capture_on_commit_callbacks, plan)


def messy_workbook(leads: list[Person]) -> bytes:
    """Forty actions under five priorities; the first owner stands in two spellings, days are words as often as days."""
    book = Workbook()
    book.active.title = "Read me"
    book.active["A1"] = "Ask the policy team before you change this."
    sheet = book.create_sheet("Actions 25-26")
    sheet.append(["Equality action plan 2025-26"])
    sheet.append([])
    sheet.append(["Ref", "What we will do", "Lead officer", "Timescale", None, "RAG", "Comments"])
    sheet.append([None, None, None, "Start", "End"])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("D3:E3")
    for column in "ABCFG":
        sheet.merge_cells(f"{column}3:{column}4")
    ends = ("end of March 2026", "31/03/26", date(2026, 3, 31), "March 2026", "31st March 2026")
    for number, lead in enumerate(leads):
        if number % 8 == 0:
            sheet.append([f"Priority {number // 8 + 1}: Theme {number // 8 + 1}"])
            sheet.merge_cells(f"A{sheet.max_row}:G{sheet.max_row}")
        row = [number + 1, f"Do thing {number + 1} with residents", lead.name, "April 2025", ends[number % 5], "Green"]
        sheet.append([*row, "Begun"])
    last = leads[0].name.split()
    sheet.append([OWNERS + 1, "Do one thing more", f"{last[0][0]}. {last[1]}", "2025/26", "31/03/26", "Amber", None])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def last_years_report_comes_in(on: Journey, content: bytes, report_text: str) -> None:
    browser = on.staff(on.owner)
    file = SimpleUploadedFile("annual-report-2022-23.docx", content)
    with on.capture(execute=True):
        browser.post(reverse("plan:staff_bring_in"), {"title": "Fair and inclusive annual report", "file": file})
    on.source = SourceReport.objects.get()
    assert (on.source.kind, str(on.source.starts_on), str(on.source.ends_on)) == ("Word", "2022-04-01", "2023-03-31")
    proposed = [plain(each.text) for each in on.source.sentences.undecided()]
    found = [words for words in PROMISED if any(words in sentence for sentence in proposed)]
    invented = [sentence for sentence in proposed if sentence not in report_text]
    unasked = [sentence for sentence in proposed if not any(words in sentence for words in PROMISED)]
    print(f"promises: {len(found)} of {len(PROMISED)} found, {len(invented)} invented, {len(unasked)} not on the list")
    assert len(found) >= 0.95 * len(PROMISED)
    assert invented == []
    assert len(unasked) <= 0.05 * len(proposed)
    ticked = [each.position for each in on.source.sentences.undecided()]
    browser.post(reverse("plan:staff_decide", args=[on.source.pk]), {"sentence": ticked, "decision": "accept"})
    assert Promise.objects.count() == len(ticked)


def its_figures_are_listed(text: str) -> None:
    """Every figure that somebody listed by hand is found, as whole words."""
    listed = [match[1].strip() for match in map(_in_braces, BOUND.values()) if match]
    found = [each.text for each in find_figures(text)]
    known = [words for words in listed if any(_stands_in(words, each) for each in found)]
    print(f"figures: {len(known)} of {len(listed)} of the list found, {len(found)} in all")
    assert len(known) >= 0.95 * len(listed)


def _in_braces(words: str) -> re.Match[str] | None:
    return re.search(r"\{(.+?)\}", words)


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def the_messy_list_becomes_a_plan(on: Journey) -> None:
    browser = on.staff(on.owner)
    file = SimpleUploadedFile("actions.xlsx", messy_workbook(on.leads))
    columns = browser.post("/staff/plans/import/", {"file": file, "plan": on.plan.pk}).url
    form = browser.get(columns).context["form"]
    words = browser.post(columns, {name: each.initial for name, each in form.fields.items()}).url
    page = browser.get(words)
    first, last = on.leads[0].name.split()
    assert f"“{on.leads[0].name}” or “{first[0]}. {last}” is" in page.content.decode()
    fields = page.context["form"].fields
    check = browser.post(words, {name: each.initial or "" for name, each in fields.items()}).url
    assert "Nothing has been changed yet" in browser.get(check).content.decode()
    assert browser.post(check).url == "/staff/plans/fair/"
    actions = Action.objects.filter(plan=on.plan)
    assert actions.count() == OWNERS + 1
    assert actions.filter(owner=on.leads[0]).count() == 2
    assert {each.due_on for each in actions} == {date(2026, 3, 31)}
    on.plan = publish(on.plan, at=NOW)


def promises_are_answered(on: Journey) -> None:
    kept, late, changed, dropped, *_ = Promise.objects.order_by("number")
    plan_actions.edit_promise(promise=kept, actions=[on.plan.actions.get(number="1")], by=on.owner, at=NOW)
    browser = on.staff(on.owner)
    for promise, state, reason in (
        (kept, PromiseState.KEPT, ""),
        (late, PromiseState.LATE, "The builder went out of business. It opens in autumn."),
        (changed, PromiseState.CHANGED, "Residents asked for evenings instead."),
        (dropped, PromiseState.DROPPED, "The grant ended."),
    ):
        address = reverse("plan:staff_answer_promise", args=[promise.number])
        assert browser.post(address, {"state": state.value, "reason": reason}).status_code == 302
        on.answered[state] = promise
    assert on.source is not None
    plan_actions.publish_promises(source=on.source, by=on.owner, at=NOW)


def forty_owners_answer_by_link(on: Journey) -> UpdateCycle:
    cycle = plan_actions.start_cycle(
        title="April to June 2026", period_starts_on=date(2026, 4, 1), period_ends_on=date(2026, 6, 30),
        opens_on=NOW.date(), due_on=date(2026, 7, 24), plans=[on.plan], by=on.owner, at=NOW,
    )  # fmt: skip
    with on.capture(execute=True):
        plan_actions.chase(cycle=cycle, by=None, at=NOW)
    for lead in on.leads:
        (link,) = links_sent_to(lead)
        browser = Client()
        with on.capture(execute=True):
            browser.post(f"{link}send-code/")
        assert browser.post(f"{link}code/", {"figures": code_sent_to(lead)}).status_code == 302
        sent = {}
        for asked in AskedAction.objects.filter(asking__person=lead):
            given = {"status": "on track", "reason": "", "forecast": "", "text": f"{lead.name} met residents."}
            sent |= {f"action-{asked.pk}-{name}": value for name, value in given.items()}
        assert browser.post(link, sent).status_code in {200, 302}
    answered = AskedAction.objects.filter(asking__cycle=cycle, action__updates__text__endswith="met residents.")
    assert answered.values("action").distinct().count() == OWNERS + 1
    return cycle


def this_years_report_is_written(on: Journey) -> AnnualReport:
    record_fact("actions-answered", Statistic.COUNT, 40)
    record_fact("homes-visited", Statistic.COUNT, 312, unit="homes")
    record_fact("le-gap", Statistic.GAP, 10.8, unit="years", decimals=1)
    report = report_actions.begin_report(
        slug="fair-2026", title="A fairer place: annual report", plan=on.plan, starts_on=date(2025, 4, 1),
        ends_on=date(2026, 3, 31), by=on.editor, at=NOW,
    )  # fmt: skip
    wrong = INTRODUCTION.replace("over 300", "over 400")
    for place, text in (("introduction", wrong), ("less-well", "Two things came late.")):
        report_actions.write_text(report=report, place=place, text=text, by=on.editor, at=NOW)
    browser = on.staff(on.editor)
    page = browser.get(reverse("reports:staff_checks", args=[report.slug])).content.decode()
    assert "over 400" in page
    assert "FALSE" in page
    assert browser.post(reverse("reports:staff_check", args=[report.slug])).status_code != 302
    report.refresh_from_db()
    assert report.status == "draft"
    report_actions.write_text(report=report, place="introduction", text=INTRODUCTION, by=on.editor, at=NOW)
    return report


def change_the_file(body: Tree) -> None:
    """What a reader does in Word: a figure in tracked changes, a paragraph moved, and a hedge without a trace."""
    edits.replace(edits.find_control(body, "homes-visited"), "300", "500", "Anna Lee")
    hedge = next(each for each in body.iter(f"{W}t") if each.text == "almost 11 years")
    hedge.text = "over 11 years"
    edits.move_paragraph(body, "The year had", "The gap in health", "Anna Lee")


def it_goes_out_and_comes_back(on: Journey, report: AnnualReport) -> None:
    browser = on.staff(on.editor)
    browser.post(reverse("reports:staff_send_out", args=[report.slug]), {"to": "The fairness forum"})
    sent = CommentRound.objects.get(report=report)
    word = browser.get(reverse("reports:staff_round_word", args=[report.slug, sent.number]))
    came = edits.edit(b"".join(word) if word.streaming else word.content, change_the_file)
    file = SimpleUploadedFile("with-comments.docx", came)
    address = reverse("reports:staff_round", args=[report.slug, sent.number])
    returned = browser.post(address, {"file": file}).url
    page = browser.get(returned).content.decode()
    assert "over 11 years" in page
    assert page.count("FALSE") >= 2  # the figure and the altered hedge
    assert "moved" in page.lower()
    one = ReturnedFile.objects.get()
    assert one.undecided == 3
    changes = [each for place in browser.get(returned).context["page"].places for each in place.changes]
    grave = {each.number for each in changes if each.is_grave}
    assert len(grave) == 2
    decisions = {f"change-{each.number}": "refuse" if each.number in grave else "accept" for each in changes}
    browser.post(returned, decisions)
    one.refresh_from_db()
    assert one.undecided == 0
    text = report.texts.get(place="introduction").text
    assert text.startswith("We called at [over 300](claim:homes-visited) homes.")
    assert "[almost 11 years](claim:le-gap)" in text
    assert {each.verdict for each in report.claims.all()} == {"TRUE"}


def it_is_replied_to_approved_and_published(on: Journey, report: AnnualReport, client: Client) -> None:
    report_actions.check(report=report, by=on.editor, at=NOW)
    asked = report_actions.ask_for_reply(
        report=report, who="Age Together", about="The visits", due_on=date(2026, 7, 20), by=on.editor, at=NOW
    )
    report_actions.settle_reply(
        reply=asked, words="We made a third of them.", outcome="They are thanked.", by=on.editor, at=NOW
    )
    report_actions.submit_for_review(report=report, by=on.editor, at=NOW)
    report_actions.approve(report=report, by=on.owner, at=NOW)
    report_actions.publish(report=report, by=make_person(Role.PLAN_OWNER), at=NOW)
    page = client.get("/reports/fair-2026/").content.decode()
    assert page.index("What we promised last year") < page.index("What has been done")
    for reason in ("The builder went out of business.", "Residents asked for evenings instead.", "The grant ended."):
        assert reason in page
    assert '<data value="312" class="gt-claim">over 300</data>' in page
    pdf = client.get("/reports/fair-2026/pdf/")
    assert b"".join(pdf.streaming_content if pdf.streaming else [pdf.content])[:5] == b"%PDF-"
    edition = report.editions.get()
    assert {fact["slug"] for fact in edition.facts} == {"actions-answered", "homes-visited", "le-gap"}
    promise = on.answered[PromiseState.KEPT]
    thread = client.get(f"/thread/promise/{promise.number}/").content.decode()
    assert "A fairer place: annual report" in thread
    assert 'href="/thread/action/fair-1/"' in thread


def it_is_corrected(on: Journey, report: AnnualReport, client: Client) -> None:
    report.refresh_from_db()
    later = NOW + timedelta(days=30)
    report_actions.begin_correction(report=report, note="The visits were counted again.", by=on.editor, at=later)
    words = report.texts.get(place="introduction").text.replace("over 300", "312")
    report_actions.write_text(report=report, place="introduction", text=words, by=on.editor, at=later)
    assert "over 300" in client.get("/reports/fair-2026/?again").content.decode()
    report_actions.check(report=report, by=on.editor, at=later)
    report_actions.submit_for_review(report=report, by=on.editor, at=later)
    report_actions.approve(report=report, by=on.owner, at=later)
    report_actions.publish(report=report, by=make_person(Role.PLAN_OWNER), at=later)
    page = client.get("/reports/fair-2026/?corrected").content.decode()
    assert "The visits were counted again." in page
    assert ">312</data>" in page
    first = client.get("/reports/fair-2026/editions/1/").content.decode()
    assert "over 300" in first
    assert "This is an earlier edition" in first


def test_last_years_promise_comes_round(journey: Journey, shared: Path, client: Client) -> None:
    path = shared / "seeds" / SEED
    if not path.is_file():
        pytest.skip(f"{SEED} is not in the folder of published reports.")
    report = read_document(path.name, path.read_bytes())
    last_years_report_comes_in(journey, as_word(report), plain(report.text()))
    its_figures_are_listed(plain(report.text()))
    the_messy_list_becomes_a_plan(journey)
    promises_are_answered(journey)
    forty_owners_answer_by_link(journey)
    this_year = this_years_report_is_written(journey)
    it_goes_out_and_comes_back(journey, this_year)
    it_is_replied_to_approved_and_published(journey, this_year, client)
    it_is_corrected(journey, this_year, client)
