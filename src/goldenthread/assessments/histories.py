"""Reads who changed what in an assessment: from the audit log, which has every action."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.presenters import EventRow, make_event_row
from goldenthread.assessments.models import Assessment

LONGEST = 200
"""How many steps are shown: the newest; the audit log has them all."""


def read_steps(assessment: Assessment) -> Sequence[EventRow]:
    """The events about the assessment, the newest first."""
    events = AuditEvent.objects.about(assessment._meta.label_lower, assessment.pk).newest_first()[:LONGEST]
    return [make_event_row(event) for event in events]
