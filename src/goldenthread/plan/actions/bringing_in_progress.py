"""How the parts of a plan from a file are going: milestones, news, targets, figures, each by its own action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.plan import documents, permissions
from goldenthread.plan.actions import delivery, linking, measuring
from goldenthread.plan.actions.bringing_in_parts import PartsWriter
from goldenthread.plan.actions.keeping import keep, lock, lock_for_writing, write_down
from goldenthread.plan.importing.incoming import PartKind
from goldenthread.plan.importing.steps import Step
from goldenthread.plan.models import Action, ProgressMeasure, Update
from goldenthread.plan.models.action import ROLE_NOT_TOLD
from goldenthread.plan.states import ACTION_TRANSITIONS, ActionStatus, NotPossible, check_transition


class PlanWriter(PartsWriter):
    """Writes a plan with everything that was recorded of it."""

    def _write_progress(self, step: Step, document: Any) -> None:
        if step.kind is PartKind.ACTION:
            self._write_delivery(step, document)
        elif step.kind is PartKind.MEASURE:
            self._write_achieved(step, document)

    def _write_delivery(self, step: Step, action: documents.ActionDocument) -> None:
        made: Action = self.parts[step.key]
        if "waits_for" in step.names and (action.waits_for or not step.is_new):
            first = [self.parts[PartKind.ACTION, number] for number in action.waits_for]
            linking.set_dependencies(action=made, waits_for=first, **self._who())
        if "milestones" in step.names:
            self._write_milestones(made, action.progress.milestones)
        if step.names & {"status", "status_reason", "forecast", "updates"}:
            self._write_news(step, made, action.progress)

    def _write_milestones(self, action: Action, milestones: Iterable[documents.MilestoneDocument]) -> None:
        known = {milestone.title: milestone for milestone in action.milestones.all()}
        for each in milestones:
            milestone = known.get(each.title)
            if milestone is None:
                milestone = delivery.add_milestone(action=action, title=each.title, due_on=each.due_on, **self._who())
            elif milestone.due_on != each.due_on:
                delivery.edit_milestone(milestone=milestone, changes={"due_on": each.due_on}, **self._who())
            if milestone.done_on != each.done_on:
                delivery.complete_milestone(milestone=milestone, done_on=each.done_on, **self._who())

    def _write_news(self, step: Step, action: Action, progress: documents.ActionProgress) -> None:
        """Updates that were written elsewhere keep their day; today's, and a status that changes, are news of today."""
        known = (
            set()
            if step.is_new
            else {(timezone.localdate(each.written_at), each.text) for each in action.updates.all()}
        )
        new = [each for each in progress.updates if (each.written_on, each.text) not in known]
        todays = [each for each in new if each.written_on == timezone.localdate(self.at) and not each.author_role]
        for each in reversed([each for each in new if each not in todays]):
            bring_in_update(action=action, update=each, file_name=self.file_name, **self._who())
        status, reason = ActionStatus(progress.status), progress.status_reason
        forecast = ActionStatus(progress.forecast) if progress.forecast else None
        is_told = bool(progress.updates) and progress.updates[0].status == status.value and not todays
        if step.is_new and (is_told or status is ActionStatus.NOT_STARTED) and not todays:
            set_status_told(action=action, status=status, reason=reason, forecast=forecast, **self._who())
            return
        is_same = (status.value, progress.forecast, reason) == (action.status, action.forecast, action.status_reason)
        if not todays and is_same:
            return
        latest = todays[0] if todays else None
        delivery.post_update(
            action=action,
            text=latest.text if latest and latest.text else f"Brought in from {self.file_name}.",
            next_step=latest.next_step if latest else "",
            status=status,
            reason=reason,
            forecast=forecast,
            **self._who(),
        )

    def _write_achieved(self, step: Step, measure: documents.MeasureDocument) -> None:
        made: ProgressMeasure = self.parts[step.key]
        if step.names & {"targets", "target_value", "target_words", "target_on"}:
            self._write_targets(step, made, measure)
        if "figures" in step.names:
            self._write_figures(made, measure.progress.readings)
        if "dates_held" in step.names:
            known = set(made.occurrences.values_list("held_on", "place_code"))
            for each in measure.progress.occurrences:
                if (each.held_on, each.place_code) not in known:
                    measuring.record_occurrence(
                        measure=made, held_on=each.held_on, place_code=each.place_code, **self._who()
                    )

    def _write_targets(self, step: Step, made: ProgressMeasure, measure: documents.MeasureDocument) -> None:
        known = {_target_key(change) for change in made.target_changes.all()}
        for target in measure.targets:
            if _target_key(target) not in known:
                measuring.set_target(
                    measure=made, value=target.value, words=target.words, target_on=target.target_on,
                    decided_on=target.decided_on, decision=target.decision, reason=target.reason, **self._who(),
                )  # fmt: skip
        wanted = (measure.target_value, measure.target_words, measure.target_on)
        if wanted == (made.target_value, made.target_words, made.target_on):
            return
        if measure.target_value is None and not measure.target_words:
            if measure.target_on is None and step.is_new:
                return
            raise NotPossible("A target changes by a decision and is never taken away. Give a number or words.")
        is_first = not made.target_changes.exists()
        measuring.set_target(
            measure=made,
            value=measure.target_value,
            words=measure.target_words,
            target_on=measure.target_on,
            decided_on=timezone.localdate(self.at),
            decision=(self.settled.decision or f"As in {step.where}")[:250],
            reason="" if is_first else self.settled.reason,
            **self._who(),
        )

    def _write_figures(self, made: ProgressMeasure, readings: Iterable[documents.ReadingDocument]) -> None:
        known = {(reading.on, reading.period): reading for reading in made.readings.standing()}
        for each in readings:
            figures: dict[str, Any] = {
                "value": each.value, "count": each.count, "denominator": each.denominator, "text": each.text,
                "evidence": each.evidence, "planned": each.planned, "asked": each.asked,
                "stage_counts": each.stage_counts,
            }  # fmt: skip
            earlier = known.get((each.on, each.period))
            if earlier is None:
                measuring.record_reading(measure=made, on=each.on, period=each.period, **figures, **self._who())
            elif any(_as_kept(getattr(earlier, name)) != _as_kept(value) for name, value in figures.items()):
                measuring.correct_reading(reading=earlier, **figures, **self._who())


@transaction.atomic
def bring_in_update(
    *, action: Action, update: documents.UpdateDocument, file_name: str, by: Person, at: datetime
) -> Update:
    """Keep an update that was written elsewhere, with its day and the role of whoever wrote it."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    if update.written_on > timezone.localdate(at):
        raise ValueError("An update cannot have been written on a day that is still to come.")
    kept = delivery.keep_update(
        action,
        written_by=by,
        written_at=min(at, _noon(update.written_on)),
        author_role=update.author_role or ROLE_NOT_TOLD,
        text=update.text,
        next_step=update.next_step,
        status=update.status,
        is_no_change=not update.text,
    )
    keep(action, by=by, at=at)
    after = {"file": file_name, "written_on": update.written_on, "update": kept.pk}
    write_down("brought in an update of", action, by=by, at=at, after=after)
    return kept


@transaction.atomic
def set_status_told(
    *, action: Action, status: ActionStatus, reason: str, forecast: ActionStatus | None, by: Person, at: datetime
) -> None:
    """Give a new action the status that the updates brought in with it tell of."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(action.plan, by=by, at=at)
    lock(action)
    before = ActionStatus(action.status)
    if status is not before:
        check_transition(ACTION_TRANSITIONS, before, status, f"{action.plan.action_name} {action.number}")
    action.status, action.status_reason = status.value, reason
    action.forecast = forecast.value if forecast else ""
    keep(action, by=by, at=at)
    write_down("brought in the status of", action, by=by, at=at, before={"status": before.value},
               after={"status": status.value})  # fmt: skip


def _target_key(target: Any) -> tuple[Any, ...]:
    return (target.value, target.words, target.target_on, target.decided_on, target.decision, target.reason)


def _as_kept(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
