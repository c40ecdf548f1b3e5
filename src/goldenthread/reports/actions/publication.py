"""Review, approve, publish: the only way from a draft to the public."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from goldenthread.accounts.models import Person
from goldenthread.plan.editions import read_edition
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.pdf import PdfError
from goldenthread.reports import outline, permissions
from goldenthread.reports.actions.keeping import keep, lock, move, write_down
from goldenthread.reports.models import AnnualReport
from goldenthread.reports.states import ReportStatus
from goldenthread.reports.typesetting import typeset


@transaction.atomic
def submit_for_review(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Ask a colleague to read the draft. It stands still until it comes back or is approved."""
    permissions.check_can_write_reports(by)
    lock(report)
    move(report, ReportStatus.IN_REVIEW)
    _refuse_what_stands_against(report)
    report.submitted_by, report.submitted_at = by, at
    keep(report, by=by, at=at, is_change=False)
    write_down("sent for review", report, by=by, at=at)
    return report


@transaction.atomic
def send_back(*, report: AnnualReport, reason: str, by: Person, at: datetime) -> AnnualReport:
    """Back to draft, with what should change."""
    permissions.check_can_send_back(by, report)
    lock(report)
    if not reason.strip():
        raise NotPossible("Say what should change before it is published.")
    move(report, ReportStatus.DRAFT)
    report.submitted_by = report.submitted_at = report.approved_by = report.approved_at = None
    keep(report, by=by, at=at, is_change=False)
    write_down("sent back", report, by=by, at=at, after={"reason": reason.strip()})
    return report


@transaction.atomic
def approve(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Say that the report may be published. Never by whoever sent it for review."""
    lock(report)
    permissions.check_can_approve(by, report)
    move(report, ReportStatus.APPROVED)
    report.approved_by, report.approved_at = by, at
    keep(report, by=by, at=at, is_change=False)
    write_down("approved", report, by=by, at=at)
    return report


@transaction.atomic
def publish(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Let everybody read it, as a page and as a PDF that is made now and kept. Nothing in it changes afterwards."""
    lock(report)
    permissions.check_can_publish(by, report)
    move(report, ReportStatus.PUBLISHED)
    _refuse_what_stands_against(report)
    report.published_by, report.published_at = by, at
    try:
        pdf = typeset(report)
    except PdfError as error:
        raise NotPossible(f"The PDF could not be made, so nothing was published. {error}") from error
    report.pdf.save(f"{report.slug}.pdf", ContentFile(pdf), save=False)
    keep(report, by=by, at=at, is_change=False)
    write_down("published", report, by=by, at=at, after={"snapshot": report.snapshot, "pdf_bytes": len(pdf)})
    return report


def what_stands_against(report: AnnualReport) -> tuple[str, ...]:
    """What has to be put right before anybody else reads the report, in sentences."""
    if report.edition is None:
        return ("It has not been put together from its plan yet.",)
    written = {text.place for text in report.texts.all() if text.text.strip()}
    missing = [
        place.heading
        for place in outline.places_of(read_edition(report.edition))
        if place.is_required and place.key not in written
    ]
    return tuple(f"Nobody has written “{heading}” yet." for heading in missing)


def _refuse_what_stands_against(report: AnnualReport) -> None:
    standing = what_stands_against(report)
    if standing:
        raise NotPossible(" ".join(standing))
