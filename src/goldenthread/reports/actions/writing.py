"""Begin a report, put it together from its plan, and write in it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.evidence import numbers
from goldenthread.evidence.models import Indicator
from goldenthread.frontend.council import this_council
from goldenthread.plan.editions import read_edition
from goldenthread.plan.models import Plan
from goldenthread.plan.states import NotPossible
from goldenthread.reports import outline, permissions
from goldenthread.reports.actions.keeping import keep, lock_draft, write_down
from goldenthread.reports.actions.placing import figure_rows, gather_placed_maps
from goldenthread.reports.actions.quoting import index_claims
from goldenthread.reports.gathering import gather, gather_heard, gather_promises
from goldenthread.reports.models import AnnualReport, BlockKind, ReportFigure, ReportText


@transaction.atomic
def begin_report(
    *, slug: str, title: str, plan: Plan, starts_on: date, ends_on: date, by: Person, at: datetime
) -> AnnualReport:
    """A new report on one year of a plan that is published, already put together and still without words."""
    permissions.check_can_write_reports(by)
    report = AnnualReport(
        slug=slug, title=title.strip(), plan=plan, starts_on=starts_on, ends_on=ends_on, changed_at=at
    )
    keep(report, by=by, at=at)
    write_down("began", report, by=by, at=at, after={"plan": plan.slug, "from": starts_on, "to": ends_on})
    return assemble(report=report, by=by, at=at)


@transaction.atomic
def change_details(
    *, report: AnnualReport, title: str, starts_on: date, ends_on: date, by: Person, at: datetime
) -> AnnualReport:
    """Change the draft's title and period. Figures stay those of the last assembly until it is put together again."""
    permissions.check_can_write_reports(by)
    lock_draft(report)
    before = {"title": report.title, "from": report.starts_on, "to": report.ends_on}
    report.title, report.starts_on, report.ends_on = title.strip(), starts_on, ends_on
    keep(report, by=by, at=at)
    after = {"title": report.title, "from": starts_on, "to": ends_on}
    write_down("changed", report, by=by, at=at, before=before, after=after)
    return report


@transaction.atomic
def assemble(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Put the draft together anew: from the plan's current edition, every figure bound to the evidence of today."""
    permissions.check_can_write_reports(by)
    lock_draft(report)
    if report.is_corrected_now:
        raise NotPossible("A correction changes words. The figures of a published report stay as they were.")
    plan = Plan.objects.select_related("current_edition").get(pk=report.plan_id)
    if plan.current_edition is None:
        raise NotPossible(f"“{plan.title}” has not been published, so there is nothing to report on yet.")
    content = read_edition(plan.current_edition)
    gathered = gather(content, on=report.ends_on, place=this_council().short_name)
    maps, gone = gather_placed_maps(report)
    report.figures.all().delete()
    report.blocks.filter(kind=BlockKind.MAP, subject__in=gone).delete()
    rows = figure_rows(report, [*gathered, *maps], dict(Indicator.objects.values_list("slug", "pk")))
    ReportFigure.objects.bulk_create(rows)
    report.edition, report.assembled_at, report.snapshot = plan.current_edition, at, _snapshot()
    report.promises = gather_promises(before=report.ends_on)
    report.heard = gather_heard(since=report.starts_on, until=max(report.ends_on, timezone.localdate(at)))
    keep(report, by=by, at=at)
    after = {"edition": plan.current_edition.number, "snapshot": report.snapshot, "figures": len(rows)}
    if gone:
        after["maps that can no longer be drawn, taken out"] = ", ".join(gone)
    write_down("put together", report, by=by, at=at, after=after)
    return report


@transaction.atomic
def write_text(*, report: AnnualReport, place: str, text: str, by: Person, at: datetime) -> ReportText:
    """Write the words of one place in the draft."""
    permissions.check_can_write_reports(by)
    lock_draft(report)
    known = {each.key for each in outline.places_of(read_edition(report.edition) if report.edition else None)}
    if place not in known:
        raise NotPossible(f"“{report.title}” has no place called {place}.")
    row = ReportText.objects.filter(report=report, place=place).first() or ReportText(report=report, place=place)
    before, row.text = row.text, text.replace("\r\n", "\n").strip()
    if row.pk and before == row.text:
        return row
    keep(row, by=by, at=at)
    keep(report, by=by, at=at)
    index_claims(report, place, row.text, at=at)
    write_down("wrote in", report, by=by, at=at, before={place: before}, after={place: row.text})
    return row


def _snapshot() -> str:
    try:
        return numbers.current().id
    except numbers.NoEvidence:
        return ""
