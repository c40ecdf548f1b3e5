"""Progress measures: what is aimed for, each change with its decision, and what was achieved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import (
    change_fields,
    check_takes_progress,
    keep,
    lock,
    lock_for_writing,
    next_number,
    next_position,
    write_down,
)
from goldenthread.plan.kinds import Cadence, Direction, MeasureKind, Statistic
from goldenthread.plan.models import Action, Group, Occurrence, ProgressMeasure, Reading, Section, TargetChange
from goldenthread.plan.states import NotPossible

MEASURE_FIELDS = frozenset(
    {
        "title", "description", "kind", "unit", "decimals", "direction", "owner", "source", "baseline_value",
        "baseline_on", "baseline_note", "indicator", "area_code", "statistic", "cadence_every",
        "cadence_each_place", "cadence_places", "cadence_from", "cadence_reading", "reply_days", "question", "stages",
        "position",
    }
)  # fmt: skip


@transaction.atomic
def add_measure(
    *,
    of: Section | Action,
    title: str,
    kind: MeasureKind,
    by: Person,
    at: datetime,
    number: str = "",
    description: str = "",
    unit: str = "",
    decimals: int = 0,
    direction: Direction = Direction.UP,
    owner: Person | None = None,
    source: str = "",
    baseline_value: Decimal | None = None,
    baseline_on: date | None = None,
    baseline_note: str = "",
    indicator: Indicator | None = None,
    area_code: str = "",
    statistic: Statistic | None = None,
    cadence_every: Cadence | None = None,
    cadence_each_place: bool = False,
    cadence_places: Sequence[Mapping[str, str]] = (),
    cadence_from: date | None = None,
    cadence_reading: str = "",
    asked_by: Iterable[Group] = (),
    reply_days: int | None = None,
    question: str = "",
    stages: Sequence[str] = (),
) -> ProgressMeasure:
    """Add a progress measure to an aim or an action. It may be incomplete: the linter says what it lacks."""
    permissions.check_can_bind_measures(by)
    plan = lock_for_writing(of.plan, by=by, at=at)
    rows = ProgressMeasure.objects.filter(plan=plan)
    measure = ProgressMeasure(
        plan=plan,
        section=of if isinstance(of, Section) else None,
        action=of if isinstance(of, Action) else None,
        number=number or next_number(rows),
        title=title,
        description=description,
        kind=kind.value,
        unit=unit or (indicator.unit if indicator else ""),
        decimals=decimals or (indicator.decimals if indicator else 0),
        direction=direction.value,
        owner=owner,
        source=source,
        baseline_value=baseline_value,
        baseline_on=baseline_on,
        baseline_note=baseline_note,
        indicator=indicator,
        area_code=area_code,
        statistic=(statistic or Statistic.VALUE).value if indicator else "",
        cadence_every=cadence_every.value if cadence_every else "",
        cadence_each_place=cadence_each_place,
        cadence_places=[dict(place) for place in cadence_places],
        cadence_from=cadence_from,
        cadence_reading=cadence_reading,
        reply_days=reply_days,
        question=question,
        stages=list(stages),
        position=next_position(rows),
    )
    keep(measure, by=by, at=at)
    measure.asked_by.set(asked_by)
    write_down("added", measure, by=by, at=at, after={"title": title, "kind": kind.value})
    return measure


@transaction.atomic
def edit_measure(*, measure: ProgressMeasure, changes: Mapping[str, Any], by: Person, at: datetime) -> ProgressMeasure:
    """Change what a measure says. Its target changes by a decision only."""
    permissions.check_can_bind_measures(by)
    lock_for_writing(measure.plan, by=by, at=at)
    lock(measure)
    words = {name: value for name, value in changes.items() if name != "asked_by"}
    before, after = change_fields(measure, words, MEASURE_FIELDS)
    if "asked_by" in changes:
        groups = sorted(measure.asked_by.values_list("slug", flat=True))
        measure.asked_by.set(changes["asked_by"])
        if groups != (chosen := sorted(group.slug for group in changes["asked_by"])):
            before["asked_by"], after["asked_by"] = groups, chosen
    if after:
        keep(measure, by=by, at=at)
        write_down("changed", measure, by=by, at=at, before=before, after=after)
    return measure


@transaction.atomic
def remove_measure(*, measure: ProgressMeasure, by: Person, at: datetime) -> None:
    """Take a measure out of the plan's next edition. Its series stays, and its number is not used again."""
    permissions.check_can_bind_measures(by)
    lock_for_writing(measure.plan, by=by, at=at)
    lock(measure)
    measure.removed_at = at
    keep(measure, by=by, at=at)
    write_down("took out", measure, by=by, at=at)


@transaction.atomic
def set_target(
    *,
    measure: ProgressMeasure,
    decision: str,
    decided_on: date,
    by: Person,
    at: datetime,
    value: Decimal | None = None,
    words: str = "",
    target_on: date | None = None,
    reason: str = "",
) -> TargetChange:
    """Set what is aimed for and by when, with the decision that said so. Earlier targets stay in the history."""
    permissions.check_can_bind_measures(by)
    lock_for_writing(measure.plan, by=by, at=at)
    lock(measure)
    if decided_on > at.date():
        raise ValueError("A target cannot have been decided on a day that is still to come.")
    if measure.target_changes.exists() and not reason.strip():
        raise NotPossible("Say why the target changes. The reason is published beside the old and the new target.")
    change = TargetChange(
        measure=measure,
        value=value,
        words=words,
        target_on=target_on,
        decided_on=decided_on,
        decision=decision,
        reason=reason.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    change.full_clean()
    change.save()
    before = {"value": measure.target_value, "words": measure.target_words, "on": measure.target_on}
    latest = measure.target_changes.order_by("decided_on", "recorded_at", "pk").last() or change
    measure.target_value, measure.target_words, measure.target_on = latest.value, latest.words, latest.target_on
    keep(measure, by=by, at=at)
    after = {"value": value, "words": words, "on": target_on, "decision": decision}
    write_down("set the target of", measure, by=by, at=at, before=before, after=after)
    return change


@transaction.atomic
def record_reading(
    *,
    measure: ProgressMeasure,
    on: date,
    by: Person,
    at: datetime,
    period: str = "",
    value: Decimal | None = None,
    count: int | None = None,
    denominator: int | None = None,
    text: str = "",
    evidence: str = "",
    planned: int | None = None,
    asked: int | None = None,
    stage_counts: Sequence[int] = (),
    corrects: Reading | None = None,
) -> Reading:
    """Record what was achieved by a day. Figures that come from the evidence are never typed.

    Of a cohort funnel the counts of its stages are given: how many began and came through follows from them.
    """
    lock(measure)
    permissions.check_can_record_progress(by, measure)
    check_takes_progress(measure.plan)
    if MeasureKind(measure.kind).comes_from_evidence:
        raise NotPossible("This measure's figure comes from the evidence, so nobody types it.")
    if MeasureKind(measure.kind).comes_from_register:
        raise NotPossible("This measure's figure is counted from what groups asked, so nobody types it.")
    if on > at.date():
        raise ValueError("A figure cannot be for a day that is still to come.")
    if stage_counts:
        _check_stages(measure, stage_counts)
        count, denominator = stage_counts[-1], stage_counts[0] or None
    if asked is not None and denominator is not None and asked < denominator:
        raise ValueError(f"More people answered ({denominator:,}) than were asked ({asked:,}).")
    reading = Reading(
        measure=measure,
        on=on,
        period=period,
        value=value,
        count=count,
        denominator=denominator,
        text=text,
        evidence=evidence,
        planned=planned,
        asked=asked,
        stage_counts=list(stage_counts),
        corrects=corrects,
        recorded_by=by,
        recorded_at=at,
    )
    reading.full_clean()
    reading.save()
    keep(measure, by=by, at=at)
    after = {"on": on, "value": value, "count": count, "denominator": denominator, "text": text}
    write_down("recorded a figure for", measure, by=by, at=at, after=after)
    return reading


@transaction.atomic
def correct_reading(*, reading: Reading, by: Person, at: datetime, **figures: Any) -> Reading:
    """Put a reading right: the wrong one is kept, and no longer shown."""
    if hasattr(reading, "corrected_by"):
        raise NotPossible("This figure has been put right already. Correct the later one.")
    return record_reading(
        measure=reading.measure, on=reading.on, period=reading.period, corrects=reading, by=by, at=at, **figures
    )


@transaction.atomic
def record_occurrence(
    *, measure: ProgressMeasure, held_on: date, by: Person, at: datetime, place_code: str = "", note: str = ""
) -> Occurrence:
    """Record that something that should happen regularly did happen."""
    lock(measure)
    permissions.check_can_record_progress(by, measure)
    check_takes_progress(measure.plan)
    if measure.kind != MeasureKind.CADENCE:
        raise NotPossible("Only a measure of something that should happen regularly has days on which it happened.")
    if held_on > at.date():
        raise ValueError("It cannot have happened on a day that is still to come.")
    known = {place["code"] for place in measure.cadence_places}
    if measure.cadence_each_place and place_code not in known:
        raise ValueError(f"{place_code or 'No place'} is not one of the places this measure lists.")
    if measure.occurrences.filter(held_on=held_on, place_code=place_code).exists():
        raise ValueError("This date is recorded there already.")
    occurrence = Occurrence(
        measure=measure, held_on=held_on, place_code=place_code, note=note, recorded_by=by, recorded_at=at
    )
    occurrence.full_clean()
    occurrence.save()
    keep(measure, by=by, at=at)
    write_down("recorded a date for", measure, by=by, at=at, after={"held_on": held_on, "place": place_code})
    return occurrence


@transaction.atomic
def take_back_occurrence(*, occurrence: Occurrence, by: Person, at: datetime) -> None:
    """Say that something did not happen on a day after all. What was recorded stays in the audit log."""
    measure = occurrence.measure
    lock(measure)
    permissions.check_can_record_progress(by, measure)
    check_takes_progress(measure.plan)
    before = {"held_on": occurrence.held_on, "place": occurrence.place_code, "note": occurrence.note}
    occurrence.delete()
    keep(measure, by=by, at=at)
    write_down("took back a date of", measure, by=by, at=at, before=before)


def _check_stages(measure: ProgressMeasure, counts: Sequence[int]) -> None:
    if len(counts) != len(measure.stages):
        raise ValueError(f"There are {len(measure.stages)} stages and {len(counts)} counts. Give one for each stage.")
    for before, after, stage in zip(counts, counts[1:], measure.stages[1:], strict=False):
        if after > before:
            raise ValueError(f"More people came to “{stage}” ({after:,}) than to the stage before ({before:,}).")
