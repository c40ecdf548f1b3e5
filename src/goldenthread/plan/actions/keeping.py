"""How a change is kept: checked, saved with its history, written to the audit log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, resolve, reverse

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.plan.models import Plan
from goldenthread.plan.states import PLAN_TRANSITIONS, NotPossible, PlanStage, check_transition


def keep(part: models.Model, *, by: Person, at: datetime, is_change: bool = True) -> None:
    """Check the row against its own rules and save it, with who changed it and when in its history.

    With `is_change` false the time of its last change stays: nothing that it says is different.
    """
    if is_change and any(field.name == "changed_at" for field in part._meta.get_fields()):
        part.changed_at = at  # type: ignore[attr-defined]
    part._history_user = by  # type: ignore[attr-defined]
    part._history_date = at  # type: ignore[attr-defined]
    part.full_clean()
    part.save()


def check_address(page: str, slug: str) -> None:
    """Refuse a slug whose page could not be reached: the address is one of the site's own."""
    try:
        address = reverse(page, args=[slug])
    except NoReverseMatch:
        return  # it is no slug at all, which the row's own rules say
    if resolve(address).view_name != page:
        raise NotPossible(f"“{slug}” is part of an address that this site uses itself. Choose another word.")


def lock(part: models.Model) -> None:
    """Read the row anew and hold it until the end: what somebody else wrote meanwhile is never written over."""
    part.refresh_from_db(from_queryset=type(part)._default_manager.select_for_update())


def lock_for_writing(plan: Plan, *, by: Person, at: datetime) -> Plan:
    """The plan's row, locked, and open for changes to its words. A published plan becomes a draft again.

    Raises :class:`NotPossible` while the plan is being reviewed and after it was superseded.
    """
    lock(plan)
    stage = PlanStage(plan.stage)
    if stage is PlanStage.IN_REVIEW:
        raise NotPossible(f"“{plan.title}” is being reviewed. Send it back to draft before you change it.")
    if stage is PlanStage.SUPERSEDED:
        raise NotPossible(f"“{plan.title}” has been superseded and is kept as it was.")
    if stage is PlanStage.PUBLISHED:
        check_transition(PLAN_TRANSITIONS, stage, PlanStage.DRAFT, f"“{plan.title}”")
        plan.stage = PlanStage.DRAFT.value
        keep(plan, by=by, at=at)
    return plan


def check_takes_progress(plan: Plan) -> None:
    """Refuse news about a plan that a later one has taken the place of."""
    if plan.stage == PlanStage.SUPERSEDED:
        raise NotPossible(f"“{plan.title}” has been superseded, so nothing more is recorded in it.")


def change_fields(part: models.Model, changes: Mapping[str, Any], allowed: Collection[str]) -> tuple[Any, Any]:
    """Set the named fields and return what they were and what they are, for those that really differ."""
    unknown = sorted(set(changes) - set(allowed))
    if unknown:
        raise ValueError(f"These cannot be changed here: {', '.join(unknown)}.")
    before, after = {}, {}
    for name, value in changes.items():
        old = getattr(part, name)
        if old != value:
            setattr(part, name, value)
            before[name], after[name] = _plain(part, name, old), _plain(part, name, value)
    return before, after


def next_number(rows: models.QuerySet[Any]) -> str:
    """One more than the highest whole number in use, rows taken out of the plan included: numbers are never reused."""
    numbers = [int(number) for number in rows.values_list("number", flat=True) if str(number).isdecimal()]
    return str(max(numbers, default=0) + 1)


def next_position(rows: models.QuerySet[Any]) -> int:
    """The place after the last."""
    highest = rows.aggregate(models.Max("position"))["position__max"]
    return 0 if highest is None else int(highest) + 1


def write_down(
    verb: str,
    thing: models.Model,
    *,
    by: Person | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add the change to the audit log; nobody did what the clock did."""
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        object_name=str(thing),
        before=before,
        after=after,
    )


def _plain(part: models.Model, name: str, value: Any) -> Any:
    """The value as the audit log keeps it: people and other rows by their key, never by a name."""
    try:
        field = part._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    if field.is_relation and value is not None:
        return value.pk
    return value
