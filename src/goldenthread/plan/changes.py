"""What happened to a choice of actions since a day: asked in the same number of queries however much it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from goldenthread.plan.models import Action, AskedAction, Milestone, ProgressMeasure, TargetChange, Update
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus

MOST_SHOWN = 40
"""Of each kind on a page or in a pack; how many there are in all is said beside."""

_SHOWN = ("number", "title", "status", "due_on", "plan__slug", "plan__title", "plan__action_name")
"""What a line about an action says."""

_SHOWN_OF_MEASURES = ("number", "title", "plan__slug", "plan__title", "plan__measure_name")


@dataclass(frozen=True, slots=True)
class Moved:
    """An action whose status is another than it was."""

    action: Action
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What is different now from a day before."""

    since: date
    moved: Sequence[Moved]
    moved_count: int
    updated_count: int
    fell_due: Sequence[Action]
    fell_due_count: int
    added: Sequence[Action]
    removed: Sequence[Action]
    milestones: Sequence[Milestone]
    targets: Sequence[TargetChange]
    missed: Sequence[AskedAction]
    missed_count: int
    cut: frozenset[str] = frozenset()
    """Of what there is more than was read, among the kinds that are not counted."""

    @property
    def is_empty(self) -> bool:
        """Has nothing happened?"""
        return not any(
            (self.moved, self.updated_count, self.fell_due, self.added, self.removed, self.milestones, self.targets,
             self.missed)
        )  # fmt: skip


def changes_since(actions: QuerySet[Action], since: date, *, on: date, most: int | None = MOST_SHOWN) -> ChangesSince:
    """What happened from the beginning of `since` to the end of the day before `on`'s, among the actions.

    Of each kind `most` are read whole; None reads all, as a list to take away does.
    """
    one_more = None if most is None else most + 1
    moment = _beginning(since)
    of_these = actions.order_by().values("pk")
    earlier = Update.objects.filter(action=OuterRef("pk"), written_at__lt=moment).order_by("-written_at", "-pk")
    updated = (
        actions.filter(latest_update_at__gte=moment, removed_at__isnull=True)
        .annotate(status_before=Subquery(earlier.values("status")[:1]))
        .order_by("plan__title", "position", "pk")
        .values_list("pk", "status", "status_before")
    )
    # Read once for how many, and whole only those that are shown: what an action was before is slow to ask. Before its
    # first update an action had not started.
    updates = list(updated)
    were = ((pk, status, before or ActionStatus.NOT_STARTED.value) for pk, status, before in updates)
    moved = {pk: before for pk, status, before in were if status != before}
    shown = _whole_in_order(list(moved)[:most])
    fell_due = (
        actions.filter(
            removed_at__isnull=True,
            status__in=[status.value for status in OPEN_STATUSES],
            due_on__gte=since,
            due_on__lt=on,
        )
        .select_related("plan", "owner", "team")
        .only(*_SHOWN, "owner_role", "owner__job_title", "team__name")
        .order_by("due_on", "pk")
    )
    added = Action.history.filter(history_type="+", history_date__gte=moment).values("id")
    missed = list(
        AskedAction.objects.missed().filter(action__in=of_these, missed_at__gte=moment).values_list("pk", flat=True)
    )
    whole = actions.select_related("plan").only(*_SHOWN).order_by("plan", "position")
    uncounted: dict[str, list[Any]] = {
        "added": list(whole.filter(pk__in=added, removed_at__isnull=True)[:one_more]),
        "removed": list(whole.filter(removed_at__gte=moment)[:one_more]),
        "milestones": list(
            Milestone.objects.filter(action__in=of_these, done_on__gte=since, done_on__lte=on)
            .select_related("action__plan")
            .only("title", "done_on", *(f"action__{name}" for name in _SHOWN))
            .order_by("done_on", "pk")[:one_more]
        ),
        "targets": list(
            TargetChange.objects.filter(measure__in=_aimed_anew(actions, since), decided_on__gte=since)
            .select_related("measure__plan")
            .only("value", "words", "decision", *(f"measure__{name}" for name in _SHOWN_OF_MEASURES))
            .order_by("decided_on", "pk")[:one_more]
        ),
    }
    return ChangesSince(
        since=since,
        moved=[Moved(each, moved[each.pk], each.status) for each in shown],
        moved_count=len(moved),
        updated_count=len(updates),
        fell_due=list(fell_due[:most]),
        fell_due_count=fell_due.count(),
        missed=_read_missed(missed[:most]),
        missed_count=len(missed),
        cut=frozenset(name for name, rows in uncounted.items() if most is not None and len(rows) > most),
        **{name: rows[:most] for name, rows in uncounted.items()},
    )


def _aimed_anew(actions: QuerySet[Action], since: date) -> QuerySet[ProgressMeasure, Any]:
    """The measures of the actions and of their aims whose target was decided on since the day.

    Each way is asked by itself, and the day in each: few targets change, and measures there are thousands.
    """
    every = ProgressMeasure.objects.filter(target_changes__decided_on__gte=since).order_by().values("pk")
    actions = actions.order_by()
    of_actions = every.filter(action__in=actions.values("pk"))
    return of_actions.union(every.filter(section__in=actions.values("section"), action__isnull=True), all=True)


def _whole_in_order(keys: Sequence[int]) -> list[Action]:
    """The actions with these keys, in the order of the keys."""
    found = Action.objects.select_related("plan").only(*_SHOWN).in_bulk(keys)
    return [found[key] for key in keys]


def _read_missed(keys: Sequence[int]) -> list[AskedAction]:
    """The updates that never came with these keys, in the order of the keys."""
    asked = AskedAction.objects.select_related("action__plan", "cycle")
    found = asked.only("cycle__title", *(f"action__{name}" for name in _SHOWN)).in_bulk(keys)
    return [found[key] for key in keys]


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))
