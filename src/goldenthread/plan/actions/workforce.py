"""The workforce equality plan: bringing in counts of groups, whom to compare them with, publishing, linking actions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.core.disclosure.suppression import CannotProtect
from goldenthread.evidence.models import Indicator
from goldenthread.plan import permissions as plan_permissions
from goldenthread.plan.actions.keeping import lock, write_down
from goldenthread.plan.models import Action, PopulationBinding, WorkforceCount, WorkforceTable
from goldenthread.plan.states import NotPossible
from goldenthread.plan.workforce import permissions
from goldenthread.plan.workforce.protecting import dump_blocks, protect
from goldenthread.plan.workforce.reading import WorkforceKind, read_counts


@transaction.atomic
def upload_workforce_table(
    *,
    title: str,
    kind: WorkforceKind,
    as_of: date,
    source: str,
    content: bytes,
    by: Person,
    at: datetime,
    question: str = "",
) -> WorkforceTable:
    """Keep a table of counts of groups, with what of it may be shown. The file itself is not kept.

    Raises :class:`TableRefused` where the file is out of order or looks like a list of people, and
    :class:`NotPossible` where small numbers cannot be hidden.
    """
    permissions.check_can_upload_workforce(by)
    if as_of > timezone.localdate(at):
        raise NotPossible("The day that was counted is still to come. Check it.")
    rows = read_counts(content, kind)
    try:
        shown = dump_blocks(protect(rows))
    except CannotProtect:
        raise NotPossible(
            "Small numbers in this table cannot be hidden. Join groups or grades and try again."
        ) from None
    table = WorkforceTable(
        title=title,
        kind=kind.value,
        as_of=as_of,
        source=source,
        question=question,
        shown=shown,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )
    table.full_clean()
    table.save()
    WorkforceCount.objects.bulk_create(
        [
            WorkforceCount(
                table=table,
                characteristic=row.characteristic,
                group=row.group,
                grade=row.grade,
                period=row.period,
                count=row.count,
                out_of=row.out_of,
            )
            for row in rows
        ]
    )
    write_down("brought in", table, by=by, at=at, after={"kind": kind.value, "rows": len(rows), "sha256": table.sha256})
    return table


@transaction.atomic
def publish_workforce_table(*, table: WorkforceTable, by: Person, at: datetime) -> WorkforceTable:
    """Let residents read what may be shown of a table."""
    permissions.check_can_publish_workforce(by)
    lock(table)
    if table.taken_back_at is not None:
        raise NotPossible("This table was taken back. Bring the right one in.")
    table.published_at = at
    table.save(update_fields=["published_at"])
    write_down("published", table, by=by, at=at)
    return table


@transaction.atomic
def take_back_workforce_table(*, table: WorkforceTable, because: str, by: Person, at: datetime) -> WorkforceTable:
    """Take a table off every page: it was wrong. What was in it stays, so that the log can be followed."""
    permissions.check_can_publish_workforce(by)
    lock(table)
    if not because.strip():
        raise NotPossible("Say why the table is taken back.")
    table.taken_back_at = at
    table.save(update_fields=["taken_back_at"])
    write_down("took back", table, by=by, at=at, after={"because": because.strip()})
    return table


@transaction.atomic
def link_workforce_actions(
    *, table: WorkforceTable, actions: Sequence[Action], by: Person, at: datetime
) -> WorkforceTable:
    """Say which actions of a plan answer to what a table shows."""
    permissions.check_can_publish_workforce(by)
    plan_permissions.check_can_edit_plans(by)
    before = sorted(table.actions.values_list("pk", flat=True))
    table.actions.set(actions)
    after = sorted(action.pk for action in actions)
    if before != after:
        write_down("linked actions to", table, by=by, at=at, before={"actions": before}, after={"actions": after})
    return table


@transaction.atomic
def bind_population(
    *, characteristic: str, group: str, indicator: Indicator | None, by: Person, at: datetime
) -> PopulationBinding | None:
    """Say which indicator counts the residents of a group; without one, that no such figure is used."""
    permissions.check_can_upload_workforce(by)
    binding = PopulationBinding.objects.filter(characteristic=characteristic, group=group).first()
    before = binding.indicator.slug if binding else None
    if indicator is None:
        if binding is not None:
            write_down("unbound", binding, by=by, at=at, before={"indicator": before})
            binding.delete()
        return None
    binding = binding or PopulationBinding(characteristic=characteristic, group=group)
    binding.indicator = indicator
    binding.full_clean()
    binding.save()
    if before != indicator.slug:
        write_down("bound", binding, by=by, at=at, before={"indicator": before}, after={"indicator": indicator.slug})
    return binding
