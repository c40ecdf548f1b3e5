"""A report is put together from evidence, read by two, published once, and never changes afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories.plans import NOW, make_person, make_plan
from tests.factories.reports import YEAR, make_published_plan, make_report, publish_report
from tests.factories.snapshots import make_rows, proportion_row, write_snapshot, year

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.evidence import numbers
from goldenthread.plan.states import NotPossible
from goldenthread.reports import actions
from goldenthread.reports.models import AnnualReport, FigureKind
from goldenthread.reports.states import ReportStatus

pytestmark = pytest.mark.django_db


def figure(report, kind, key):
    return report.figures.get(kind=kind, key=key)


def test_every_figure_is_bound_to_the_evidence_it_was_taken_from(draft, evidence):
    gap = figure(draft, FigureKind.GAP, "poor-health")
    known = numbers.gap("poor-health")
    assert (gap.value, gap.lower, gap.upper) == pytest.approx(
        (known.absolute.value, known.absolute.limits.lower, known.absolute.limits.upper)
    )
    assert gap.snapshot == evidence.id == draft.snapshot
    assert gap.unit == "percentage points"
    assert gap.verdict == known.verdict.direction.value == "narrowing"
    assert "most deprived fifth" in gap.sentence
    assert gap.files[0]["sha256"] == "0" * 64
    assert gap.method.startswith("People who say so, of all who answered. Counted.")


def test_a_measure_keeps_its_value_interval_and_period(draft, evidence):
    value = figure(draft, FigureKind.MEASURE, "1b")
    assert (value.value, value.words, value.period) == (pytest.approx(14.2), "14.2%", "2024")
    assert value.lower < value.value < value.upper
    assert value.snapshot == evidence.id
    assert value.indicator.slug == "poor-health"


def test_a_counted_measure_is_what_was_known_when_the_year_ended(draft):
    counted = figure(draft, FigureKind.MEASURE, "2.1")
    assert (counted.value, counted.period, counted.source) == (41, "to March 2026", "Sign-in sheets")
    assert counted.snapshot == ""
    assert counted.no_interval == "It was counted, not estimated."
    assert "has not been reached" in counted.against_target


def test_a_difference_without_measure_says_so(draft):
    difference = figure(draft, FigureKind.DIFFERENCE, "1")
    assert difference.value is None
    assert "do not have a measure" in difference.missing


def test_figures_are_numbered_as_they_are_told(draft):
    kinds = list(draft.figures.order_by("number").values_list("kind", "key"))
    assert kinds == [
        ("gap", "poor-health"), ("measure", "1a"), ("measure", "1b"), ("measure", "2.1"), ("difference", "1"),
    ]  # fmt: skip


def test_a_report_needs_a_published_plan(editor, evidence, owner):
    with pytest.raises(NotPossible, match="has not been published"):
        make_report(make_plan(owner), editor)
    assert not AnnualReport.objects.exists()


def test_a_year_cannot_end_before_it_begins(plan, editor):
    with pytest.raises(ValidationError, match="report_ends_after_it_starts"):
        make_report(plan, editor, starts_on=YEAR["ends_on"], ends_on=YEAR["starts_on"])


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CONTRIBUTOR, Role.VIEWER])
def test_only_those_who_write_reports_may_begin_or_change_one(plan, draft, role):
    person = make_person(role)
    for attempt in (
        lambda: make_report(plan, person, slug="another"),
        lambda: actions.assemble(report=draft, by=person, at=NOW),
        lambda: actions.write_text(report=draft, place="introduction", text="x", by=person, at=NOW),
        lambda: actions.change_details(report=draft, title="x", **YEAR, by=person, at=NOW),
        lambda: actions.check(report=draft, by=person, at=NOW),
        lambda: actions.submit_for_review(report=draft, by=person, at=NOW),
        lambda: actions.send_back(report=draft, reason="x", by=person, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="You need to be"):
            attempt()


def test_words_can_only_stand_where_the_report_has_a_place(draft, editor):
    with pytest.raises(NotPossible, match="no place called aim-9"):
        actions.write_text(report=draft, place="aim-9", text="x", by=editor, at=NOW)
    text = actions.write_text(report=draft, place="aim-2", text=" Loud. \r\nAnd clear.", by=editor, at=NOW)
    assert text.text == "Loud. \nAnd clear."


def test_what_has_to_be_written_is_asked_for_before_anybody_else_reads_it(plan, editor):
    report = make_report(plan, editor)
    actions.write_text(report=report, place="less-well", text="  ", by=editor, at=NOW)
    with pytest.raises(NotPossible, match="Nobody has written “What went less well” yet"):
        actions.check(report=report, by=editor, at=NOW)
    report.refresh_from_db()
    assert report.status == "draft"


def test_who_sends_it_for_review_may_not_approve_it(draft, owner):
    actions.check(report=draft, by=owner, at=NOW)
    actions.submit_for_review(report=draft, by=owner, at=NOW)
    with pytest.raises(NotAllowed, match="somebody else has to read"):
        actions.approve(report=draft, by=owner, at=NOW)
    actions.approve(report=draft, by=make_person(Role.PLAN_OWNER), at=NOW)
    assert draft.status == "approved"


def test_an_editor_neither_approves_nor_publishes(draft, editor):
    actions.check(report=draft, by=editor, at=NOW)
    actions.submit_for_review(report=draft, by=editor, at=NOW)
    with pytest.raises(NotAllowed):
        actions.approve(report=draft, by=make_person(Role.EDITOR), at=NOW)
    actions.approve(report=draft, by=make_person(Role.PLAN_OWNER), at=NOW)
    with pytest.raises(NotAllowed):
        actions.publish(report=draft, by=editor, at=NOW)


def test_no_step_can_be_left_out(draft, owner, editor):
    with pytest.raises(NotPossible, match="is draft and cannot become published"):
        actions.publish(report=draft, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="is draft and cannot become approved"):
        actions.approve(report=draft, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="is draft and cannot become in review"):
        actions.submit_for_review(report=draft, by=editor, at=NOW)
    actions.check(report=draft, by=editor, at=NOW)
    actions.submit_for_review(report=draft, by=editor, at=NOW)
    with pytest.raises(NotPossible, match="Send it back to draft"):
        actions.write_text(report=draft, place="introduction", text="x", by=editor, at=NOW)
    with pytest.raises(NotPossible, match="Say what should change"):
        actions.send_back(report=draft, reason=" ", by=editor, at=NOW)
    actions.send_back(report=draft, reason="The hall had no roof.", by=editor, at=NOW)
    assert draft.status == ReportStatus.DRAFT
    assert draft.submitted_by is None


def test_a_published_report_is_never_changed(published, editor, owner):
    before = list(published.figures.values())
    for attempt in (
        lambda: actions.assemble(report=published, by=editor, at=NOW),
        lambda: actions.write_text(report=published, place="introduction", text="x", by=editor, at=NOW),
        lambda: actions.change_details(report=published, title="x", **YEAR, by=editor, at=NOW),
        lambda: actions.send_back(report=published, reason="x", by=editor, at=NOW),
        lambda: actions.publish(report=published, by=owner, at=NOW),
    ):
        with pytest.raises(NotPossible):
            attempt()
    assert list(published.figures.values()) == before


def test_the_pdf_is_made_once_when_the_report_is_published(published):
    with published.pdf.open("rb") as file:
        content = file.read()
    assert content.startswith(b"%PDF-1.7")
    assert published.published_at == NOW + timedelta(hours=2)


def test_each_step_is_on_the_record_by_whom(published, editor):
    events = AuditEvent.objects.about("reports.annualreport", published.pk).order_by("position")
    assert [event.verb for event in events] == [
        "began", "put together", "wrote in", "wrote in", "checked", "sent for review", "approved", "published",
    ]  # fmt: skip
    assert events[0].actor_id == editor.pk
    assert events[2].after == {"introduction": "It was a long year."}


def test_put_together_again_a_draft_takes_the_evidence_of_that_day(draft, editor, settings):
    old = figure(draft, FigureKind.MEASURE, "1b").words
    rows = make_rows()
    rows["values"] += [proportion_row("poor-health", settings.COUNCIL.code, "district", 2000, 20_000, **year(2025))]
    newer = write_snapshot(settings.EVIDENCE_STORE, rows)
    actions.assemble(report=draft, by=editor, at=NOW)
    again = figure(draft, FigureKind.MEASURE, "1b")
    assert (old, again.words, again.period) == ("14.2%", "10.0%", "2025")
    assert again.snapshot == newer.id == draft.snapshot
    assert draft.texts.get(place="introduction").text == "It was a long year."


def test_a_slug_is_taken_once(published, plan, editor):
    with pytest.raises(ValidationError, match="already exists"):
        make_report(plan, editor)
    assert publish_report(make_report(plan, editor, slug="report-2027")).status == "published"


def test_a_council_without_evidence_reports_on_what_it_counted(settings, tmp_path, owner, editor, client):
    settings.EVIDENCE_STORE, settings.MEDIA_ROOT = tmp_path / "nothing", tmp_path / "media"
    report = publish_report(make_report(make_published_plan(owner), editor))
    assert report.snapshot == ""
    assert not report.figures.filter(kind=FigureKind.GAP).exists()
    assert figure(report, FigureKind.MEASURE, "1b").missing == "The evidence has no figure for this yet."
    assert figure(report, FigureKind.MEASURE, "2.1").value == 41
    page = client.get("/reports/report-2026/").content.decode()
    assert "41 people" in page
    assert 'id="what-changed"' not in page
    for key in ("figure/report-2026-2", "report/report-2026", "indicator/poor-health"):
        assert client.get(f"/thread/{key}/").status_code == 200
