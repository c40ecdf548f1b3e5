"""Bringing a plan in from a file: each new part and each change by its own action, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from goldenthread.accounts.models import Person, Team
from goldenthread.evidence.models import Indicator
from goldenthread.plan import copying, permissions
from goldenthread.plan.actions.bringing_in_progress import PlanWriter
from goldenthread.plan.actions.keeping import write_down
from goldenthread.plan.importing.fates import find_fates
from goldenthread.plan.importing.incoming import FileFault, Incoming, Key, Notes, PartKind, Remark, Where
from goldenthread.plan.importing.previews import write_preview
from goldenthread.plan.importing.records import Private
from goldenthread.plan.importing.steps import LeftOut, Settled, Step, find_left_out, find_steps
from goldenthread.plan.models import (
    Action,
    ImportedNote,
    Plan,
    PlanImport,
    ProgressMeasure,
)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What bringing a file in did, or in a dry run would do."""

    plan: Plan
    source: PlanImport
    steps: tuple[Step, ...]
    doubts: tuple[Remark, ...]


class _OnlyTried(Exception):
    """Ends a dry run: everything it wrote is undone."""

    def __init__(self, done: BroughtIn) -> None:
        self.done = done


def read_private(plan: Plan) -> Private:
    """What the plan's staff know and its documents do not say: who leads what, and what pays for it."""
    actions = Action.objects.current().filter(plan=plan).values_list("number", "owner__email", "budget_line")
    measures = ProgressMeasure.objects.current().filter(plan=plan, owner__isnull=False)
    owners: dict[Key, str] = {}
    budget_lines = {}
    for number, email, budget_line in actions:
        if email:
            owners[PartKind.ACTION, number] = email
        if budget_line:
            budget_lines[number] = budget_line
    owners |= {(PartKind.MEASURE, number): email for number, email in measures.values_list("number", "owner__email")}
    return Private(owners, budget_lines)


def bring_in(
    *,
    incoming: Incoming,
    settled: Settled,
    file_name: str,
    content: bytes,
    by: Person,
    at: datetime,
    plan: Plan | None = None,
    is_dry_run: bool = False,
) -> BroughtIn:
    """Write what a file says into a plan, or begin the plan that it describes. Everything, or nothing.

    A dry run does the same and undoes it. Raises :class:`FileFault` with every fault, each with its place in the file.
    """
    try:
        with transaction.atomic():
            done = _bring_in(incoming, settled, file_name, content, by, at, plan)
            if is_dry_run:
                raise _OnlyTried(done)
    except _OnlyTried as tried:
        return tried.done
    return done


def _bring_in(
    incoming: Incoming,
    settled: Settled,
    file_name: str,
    content: bytes,
    by: Person,
    at: datetime,
    plan: Plan | None,
) -> BroughtIn:
    permissions.check_can_edit_plans(by)
    if incoming.faults:
        raise FileFault(incoming.faults)
    known = copying.copy_plan(plan) if plan is not None else None
    private = read_private(plan) if plan is not None else Private()
    if plan is None and not incoming.is_whole:
        sentence = "This list does not say what plan it is. Begin the plan first, and choose it for this file."
        raise FileFault((Remark(Where(file_name), sentence, is_fault=True),))
    settled = replace(
        settled,
        people={**settled.people, **_people_of(private)},
        teams=frozenset(name.casefold() for name in Team.objects.filter(is_active=True).values_list("name", flat=True)),
        indicators=frozenset(Indicator.objects.active().values_list("slug", flat=True)),
    )
    steps = find_steps(incoming, known, private, settled)
    writer = PlanWriter(incoming, settled, file_name, by, at)
    writer.write(plan, known, steps)
    if writer.faults or writer.plan is None:
        raise FileFault(tuple(writer.faults))
    left_out = [Remark(each.where, each.sentence) for each in _each_once(find_left_out(incoming, settled))]
    doubts = (*incoming.doubts, *writer.doubts, *left_out)
    source = _record(writer, incoming, settled, steps, doubts, content)
    return BroughtIn(writer.plan, source, steps, doubts)


def _people_of(private: Private) -> dict[str, int]:
    emails = set(private.owners.values())
    return dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))


def _record(
    writer: PlanWriter,
    incoming: Incoming,
    settled: Settled,
    steps: tuple[Step, ...],
    doubts: tuple[Remark, ...],
    content: bytes,
) -> PlanImport:
    by, at, plan = writer.by, writer.at, writer.plan
    assert plan is not None  # noqa: S101  (a file without one has been refused)
    fates = find_fates(incoming, steps)
    source = PlanImport.objects.create(
        plan=plan,
        file_name=writer.file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        brought_in_by=by,
        brought_in_at=at,
        added=sum(step.is_new for step in steps),
        changed=sum(not step.is_new for step in steps),
        rows=len(fates),
        preview=write_preview(steps, fates, doubts),
    )
    left_out = find_left_out(incoming, settled)
    notes = [*incoming.notes, *(Notes(each.key, each.where, ((each.heading, each.words),)) for each in left_out)]
    earlier = _notes_kept(plan)
    rows = []
    for note in notes:
        part = f"{note.key[0].singular} {note.key[1]}" if note.key else "the file"
        cells = _by_heading(note)
        if (part, tuple(sorted(cells.items()))) in earlier:
            continue  # the same file again says nothing that is not kept already
        action = writer.parts.get(note.key) if note.key and note.key[0] is PartKind.ACTION else None
        rows.append(
            ImportedNote(
                source=source,
                action=action,
                part=part,
                sheet=note.where.sheet[:200],
                row=note.where.row,
                cells=cells,
            )
        )
    ImportedNote.objects.bulk_create(rows, batch_size=500)
    after = {
        "file": source.file_name,
        "rows": source.rows,
        "sha256": source.sha256,
        "added": source.added,
        "changed": source.changed,
    }
    write_down("brought a file into", source.plan, by=by, at=at, after=after)
    return source


def _by_heading(note: Notes) -> dict[str, str]:
    """What was written by its heading; two things beneath one heading stand beneath each other."""
    cells: dict[str, str] = {}
    for heading, words in note.cells:
        cells[heading] = f"{cells[heading]}\n{words}" if heading in cells else words
    return cells


def _notes_kept(plan: Plan) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    found = ImportedNote.objects.filter(source__plan=plan).values_list("part", "cells")
    return {(part, tuple(sorted(cells.items()))) for part, cells in found}


def _each_once(left_out: Iterable[LeftOut]) -> Iterator[LeftOut]:
    seen = set()
    for each in left_out:
        if (each.heading, each.words) not in seen:
            seen.add((each.heading, each.words))
            yield each
