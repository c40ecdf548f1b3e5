"""Who may do what with a report. Each check raises a sentence the person may read; its twin answers yes or no."""

from __future__ import annotations

from goldenthread.accounts.models import Person
from goldenthread.accounts.permissions import Actor, NotAllowed, check_can_enter_staff_pages, check_holds, is_allowed
from goldenthread.accounts.roles import Role
from goldenthread.reports.models import AnnualReport, ReportBlock, ReportText


def check_can_read_drafts(actor: Actor | None) -> None:
    """Anybody with a role reads reports that are not published yet."""
    check_can_enter_staff_pages(actor)


def can_read_drafts(actor: Actor | None) -> bool:
    return is_allowed(check_can_read_drafts, actor)


def check_can_write_reports(actor: Actor | None) -> None:
    """Editors, plan owners and administrators begin reports, put them together and write in them."""
    check_holds(actor, Role.EDITOR, Role.PLAN_OWNER, Role.ADMINISTRATOR, to="write a report")


def can_write_reports(actor: Actor | None) -> bool:
    return is_allowed(check_can_write_reports, actor)


def check_can_approve(actor: Actor | None, report: AnnualReport) -> None:
    """A plan owner or administrator who neither sent it for review nor wrote a word or placed anything in it."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"approve “{report.title}”")
    if isinstance(actor, Person) and report.submitted_by_id == actor.pk:
        raise NotAllowed("You sent this report for review, so somebody else has to read and approve it.")
    if isinstance(actor, Person) and any(
        kept.history.filter(report=report, history_user=actor).exists() for kept in (ReportText, ReportBlock)
    ):
        raise NotAllowed("You wrote in this report, so somebody else has to read and approve it.")


def can_approve(actor: Actor | None, report: AnnualReport) -> bool:
    return is_allowed(check_can_approve, actor, report)


def check_can_send_back(actor: Actor | None, report: AnnualReport) -> None:
    """Whoever writes reports may take one back to draft, before it is published."""
    check_holds(actor, Role.EDITOR, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"send “{report.title}” back")


def can_send_back(actor: Actor | None, report: AnnualReport) -> bool:
    return is_allowed(check_can_send_back, actor, report)


def check_can_publish(actor: Actor | None, report: AnnualReport) -> None:
    """A plan owner or administrator publishes what has been approved."""
    check_holds(actor, Role.PLAN_OWNER, Role.ADMINISTRATOR, to=f"publish “{report.title}”")


def can_publish(actor: Actor | None, report: AnnualReport) -> bool:
    return is_allowed(check_can_publish, actor, report)


def check_can_override(actor: Actor | None) -> None:
    """Only the monitoring officer lets something be published that the checks refuse. It is done in public."""
    check_holds(actor, Role.MONITORING_OFFICER, to="let something be published that the checks refuse")


def can_override(actor: Actor | None) -> bool:
    return is_allowed(check_can_override, actor)
