"""How a change to a report is kept: locked, checked, saved with its history, written to the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.plan.states import NotPossible, check_transition
from goldenthread.reports.models import Alias, AnnualReport, Consent, ReportBlock, ReportEdition, ReportText, StoryPage
from goldenthread.reports.states import REPORT_TRANSITIONS, ReportStatus


def lock(report: AnnualReport) -> None:
    """Read the row anew and hold it until the end: what somebody else wrote meanwhile is never written over."""
    report.refresh_from_db(from_queryset=AnnualReport.objects.select_for_update())


def lock_draft(report: AnnualReport) -> None:
    """The same, and refuse, in a sentence, anything but a draft."""
    lock(report)
    status = ReportStatus(report.status)
    if status is ReportStatus.PUBLISHED:
        raise NotPossible(f"“{report.title}” is published and is kept as it was.")
    if status is not ReportStatus.DRAFT:
        raise NotPossible(f"“{report.title}” is {status.value}. Send it back to draft before you change it.")


def move(report: AnnualReport, to: ReportStatus) -> None:
    """Take the step, if the table of transitions has it."""
    check_transition(REPORT_TRANSITIONS, ReportStatus(report.status), to, f"“{report.title}”")
    report.status = to.value


def keep(
    row: AnnualReport | ReportText | ReportBlock | Consent, *, by: Person, at: datetime, is_change: bool = True
) -> None:
    """Check the row against its own rules and save it, with who changed it and when in its history."""
    if is_change:
        row.changed_at = at
    row._history_user = by  # type: ignore[union-attr]
    row._history_date = at  # type: ignore[union-attr]
    row.full_clean()
    row.save()


def write_down(
    verb: str,
    of: AnnualReport | ReportEdition | Consent | Alias | StoryPage,
    *,
    by: Person,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add the change to the audit log."""
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type=of._meta.label_lower,
        object_id=of.pk,
        object_name=str(of),
        before=before,
        after=after,
    )
