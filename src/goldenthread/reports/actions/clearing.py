"""Answering by name for what the checks found: a reason, the monitoring officer's override, or that nobody said it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.plan.states import NotPossible
from goldenthread.reports import permissions
from goldenthread.reports.actions.keeping import lock, write_down
from goldenthread.reports.checks import Finding, Gravity, find_checks
from goldenthread.reports.models import AnnualReport, Clearance
from goldenthread.reports.states import ReportStatus


@transaction.atomic
def give_reason(*, report: AnnualReport, key: str, reason: str, by: Person, at: datetime) -> Clearance:
    """Answer by name for words that are loose, vague, stale or unclear. The reason is published."""
    permissions.check_can_write_reports(by)
    finding = _find(report, key, at=at)
    if finding.gravity is not Gravity.NEEDS_REASON:
        raise NotPossible(f"“{finding.words}” is {finding.verdict}. A reason does not help; change the words.")
    return _clear(report, finding, reason, is_override=False, by=by, at=at)


@transaction.atomic
def override(*, report: AnnualReport, key: str, reason: str, by: Person, at: datetime) -> Clearance:
    """Let something be published that is false or without evidence: by the monitoring officer, in public."""
    permissions.check_can_override(by)
    finding = _find(report, key, at=at)
    if finding.gravity is not Gravity.BLOCKS:
        raise NotPossible(f"“{finding.words}” is {finding.verdict}, which does not keep it from being published.")
    if not finding.can_be_overridden:
        raise NotPossible(f"“{finding.words}” is {finding.verdict}. Nobody can let that be published: take it out.")
    return _clear(report, finding, reason, is_override=True, by=by, at=at)


@transaction.atomic
def say_it_is_nobodys(*, report: AnnualReport, key: str, reason: str, by: Person, at: datetime) -> Clearance:
    """Answer by name for words in quotation marks that are no person's: a title, a law, a document.

    It overrides no consent: it says that there is nobody to ask. Staff see by whom and why; it is not published.
    """
    permissions.check_can_write_reports(by)
    finding = _find(report, key, at=at)
    if not finding.can_be_nobodys:
        raise NotPossible(f"“{finding.words}” is not a quotation that was typed in, so somebody’s it stays.")
    return _clear(report, finding, reason, is_override=False, by=by, at=at)


def _find(report: AnnualReport, key: str, *, at: datetime) -> Finding:
    lock(report)
    if report.status == ReportStatus.PUBLISHED.value:
        raise NotPossible(f"“{report.title}” is published and is kept as it was. Begin a correction first.")
    found = next((each for each in find_checks(report, on=timezone.localdate(at)) if each.key == key), None)
    if found is None:
        raise NotPossible("The words or the evidence have changed meanwhile. Look at the checks again.")
    return found


def _clear(
    report: AnnualReport, finding: Finding, reason: str, *, is_override: bool, by: Person, at: datetime
) -> Clearance:
    if not reason.strip():
        kept = "kept" if finding.is_for_staff_only else "published"
        raise NotPossible(f"Write the reason. It is {kept} with your name.")
    clearance = finding.clearance or Clearance(
        report=report,
        rule=finding.rule.value,
        place=finding.place,
        subject=finding.subject,
        words=finding.words,
        verdict=finding.verdict,
    )
    clearance.reason, clearance.is_override, clearance.by, clearance.at = reason.strip(), is_override, by, at
    clearance.full_clean()
    clearance.save()
    after = {"words": finding.words, "verdict": finding.verdict, "reason": clearance.reason}
    verb = "overrode a check of" if is_override else "gave a reason for words in"
    verb = "said that nobody’s words are quoted in" if finding.can_be_nobodys else verb
    write_down(verb, report, by=by, at=at, after=after)
    return clearance
