"""Registers as lines on a page and as tables to download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.assessments.gaps import KINDS, Gap, describe_harm
from goldenthread.assessments.models import Decision
from goldenthread.assessments.presenters.page import make_assessment_status, make_findings
from goldenthread.assessments.records import Record
from goldenthread.assessments.states import DecisionStatus
from goldenthread.plan.presenters import Status, write_day
from goldenthread.publishing.figures import Column, Table


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment in a register."""

    reference: str
    title: str
    href: str
    status: Status
    finding: str
    more: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in a list."""

    reference: str
    title: str
    href: str
    more: str
    status: Status
    assessment: str
    assessment_href: str
    lacks: tuple[str, ...]
    is_overridden: bool
    not_needed: str


def make_assessment_line(record: Record, gaps: Sequence[Gap], *, is_public: bool) -> AssessmentLine:
    """The assessment in a line, with what it lacks in a word or two."""
    name = "assessments:assessment" if is_public else "assessments:staff_assessment"
    parts = [f"Decision by {write_day(record.decide_by)}" if record.decide_by else "No date for the decision"]
    if record.decision:
        parts.append(record.decision.reference)
    if record.team:
        parts.append(record.team)
    if record.review_on:
        parts.append(f"to be looked at again by {write_day(record.review_on)}")
    kinds = dict.fromkeys(gap.kind for gap in gaps if gap.kind in KINDS)
    return AssessmentLine(
        reference=record.reference,
        title=record.title,
        href=reverse(name, args=[record.number]),
        status=make_assessment_status(record.status),
        finding=" ".join(make_findings(record)),
        more=" · ".join(parts),
        missing=tuple(KINDS[kind] for kind in kinds),
    )


def make_decision_line(decision: Any, *, on: date, is_public: bool) -> DecisionLine:
    """A decision that was read with its assessment, in a line."""
    number, status = decision.assessment_number, decision.assessment_status
    can_follow = number and (not is_public or status in {"published", "due for review"})
    name = "assessments:assessment" if is_public else "assessments:staff_assessment"
    when = f"due {decision.due_words or write_day(decision.due_on)}"
    if decision.status == DecisionStatus.DECIDED:
        when = f"{decision.outcome} on {write_day(decision.decided_on)}"
    elif decision.outcome:
        when = f"{when}, {decision.outcome} on {write_day(decision.decided_on)}"
    parts = [decision.decision_maker, when]
    if decision.is_key:
        parts.append("key decision")
    return DecisionLine(
        reference=decision.reference,
        title=decision.title,
        href=reverse(f"assessments:{'' if is_public else 'staff_'}decision", args=[decision.pk]),
        more=" · ".join(parts),
        status=make_decision_status(decision, on=on),
        assessment=_assessment_words(number, status, is_public),
        assessment_href=reverse(name, args=[number]) if can_follow else "",
        lacks=lacks_of(decision),
        is_overridden=hasattr(decision, "override"),
        not_needed=decision.not_needed_reason,
    )


def make_decision_status(decision: Decision, *, on: date) -> Status:
    """Where a decision is, as a tag."""
    if decision.is_overdue(on=on):
        return Status("Past its day", "orange")
    colours = {DecisionStatus.UPCOMING: "blue", DecisionStatus.DECIDED: "green", DecisionStatus.WITHDRAWN: "grey"}
    status = DecisionStatus(decision.status)
    return Status(status.value.capitalize(), colours[status])


def lacks_of(decision: Any) -> tuple[str, ...]:
    """What a decision lacks, in words: one to come, or one that was let go ahead and is still owed its assessment."""
    if not decision.may_be_assessed() or decision.not_needed_reason:
        return ()
    found = []
    if not decision.assessment_number:
        found.append("No assessment")
    if not decision.has_engagement:
        found.append("No engagement")
    return tuple(found)


def _assessment_words(number: int | None, status: str, is_public: bool) -> str:
    if not number:
        return ""
    if is_public and status not in {"published", "due for review"}:
        return "An assessment is being written"
    return f"EIA {number}, {status}"


ASSESSMENT_COLUMNS = (
    "Number", "Title", "Where it is", "Decision", "Decision by", "Who decides", "Team", "Worse off", "What it advises",
    "Actions", "Evidence", "Engagement", "Signed", "Published", "Review by", "What is missing",
)  # fmt: skip


def make_assessment_table(rows: Iterable[tuple[Record, Sequence[Gap]]], *, is_public: bool) -> Table:
    """The register to download: every assessment that the filters let through."""
    number_columns = {"Actions", "Evidence", "Engagement"}
    return Table(
        "Equality impact assessments",
        tuple(Column(name, 0 if name in number_columns else None) for name in ASSESSMENT_COLUMNS),
        tuple(_assessment_row(record, gaps) for record, gaps in rows),
        notes=("Published assessments only.",) if is_public else (),
    )


def _assessment_row(record: Record, gaps: Sequence[Gap]) -> tuple[Any, ...]:
    decision = record.decision
    return (
        record.reference,
        record.title,
        record.status.value,
        decision.reference if decision else "",
        record.decide_by.isoformat() if record.decide_by else "",
        decision.decision_maker if decision else "",
        record.team,
        describe_harm(record),
        record.option.value if record.option else "",
        len(record.mitigations),
        len(record.evidence),
        len(record.engagements),
        record.signed_on.isoformat() if record.signed_on else "",
        record.published_on.isoformat() if record.published_on else "",
        record.review_on.isoformat() if record.review_on else "",
        " ".join(gap.sentence for gap in gaps),
    )


DECISION_COLUMNS = (
    "Reference", "Title", "Who decides", "Due", "Due in words", "Key decision", "Lead member", "Department",
    "Where it is", "Outcome", "Decided on", "Assessment", "Where the assessment is", "What it lacks",
    "Why none is needed",
    "Why it was overridden",
)  # fmt: skip


def make_decision_table(decisions: Iterable[Any], *, is_public: bool) -> Table:
    """The list of decisions to download."""
    return Table(
        "Decisions and their equality impact assessments",
        tuple(Column(name) for name in DECISION_COLUMNS),
        tuple(_decision_row(each, is_public) for each in decisions),
    )


def _decision_row(decision: Any, is_public: bool) -> tuple[str, ...]:
    is_shown = not is_public or decision.assessment_status in {"published", "due for review"}
    number = decision.assessment_number if is_shown else None
    override = getattr(decision, "override", None)
    return (
        decision.reference,
        decision.title,
        decision.decision_maker,
        decision.due_on.isoformat(),
        decision.due_words,
        "yes" if decision.is_key else "no",
        decision.lead_member,
        decision.department,
        decision.status,
        decision.outcome,
        decision.decided_on.isoformat() if decision.decided_on else "",
        f"EIA {number}" if number else "",
        decision.assessment_status if number else "",
        "; ".join(lacks_of(decision)),
        decision.not_needed_reason,
        override.reason if override else "",
    )
