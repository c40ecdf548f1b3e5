"""What happened to a choice of actions since a day: asked in the same number of queries however much it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from goldenthread.plan.models import Action, AskedAction, Milestone, TargetChange, Update
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus

MOST_SHOWN = 40
"""Of each kind on a page or in a pack; how many there are in all is said beside."""


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

    @property
    def is_empty(self) -> bool:
        """Has nothing happened?"""
        return not any(
            (self.moved, self.updated_count, self.fell_due, self.added, self.removed, self.milestones, self.targets,
             self.missed)
        )  # fmt: skip


def changes_since(actions: QuerySet[Action], since: date, *, on: date) -> ChangesSince:
    """What happened from the beginning of `since` to the end of the day before `on`'s, among the actions."""
    moment = _beginning(since)
    of_these = actions.order_by().values("pk")
    earlier = Update.objects.filter(action=OuterRef("pk"), written_at__lt=moment).order_by("-written_at", "-pk")
    later = Update.objects.filter(action=OuterRef("pk"), written_at__gte=moment)
    updated = Action.objects.filter(Exists(later), pk__in=of_these, removed_at__isnull=True)
    moved = (
        updated.annotate(status_before=Subquery(earlier.values("status")[:1]))
        .filter(
            (Q(status_before__isnull=False) & ~Q(status=F("status_before")))
            | (Q(status_before__isnull=True) & ~Q(status=ActionStatus.NOT_STARTED.value))
        )
        .select_related("plan", "section", "owner", "team")
        .order_by("plan__title", "position", "pk")
    )
    fell_due = (
        Action.objects.filter(
            pk__in=of_these,
            removed_at__isnull=True,
            status__in=[status.value for status in OPEN_STATUSES],
            due_on__gte=since,
            due_on__lt=on,
        )
        .select_related("plan", "section", "owner", "team")
        .order_by("due_on", "pk")
    )
    added = Action.history.filter(history_type="+", history_date__gte=moment).values("id")
    missed = (
        AskedAction.objects.missed()
        .filter(action__in=of_these, missed_at__gte=moment)
        .select_related("action__plan", "action__owner", "action__team", "cycle")
    )
    whole = Action.objects.filter(pk__in=of_these).select_related("plan", "owner", "team").order_by("plan", "position")
    return ChangesSince(
        since=since,
        moved=[
            Moved(each, getattr(each, "status_before", None) or ActionStatus.NOT_STARTED.value, each.status)
            for each in moved[:MOST_SHOWN]
        ],
        moved_count=moved.count(),
        updated_count=updated.count(),
        fell_due=list(fell_due[:MOST_SHOWN]),
        fell_due_count=fell_due.count(),
        added=list(whole.filter(pk__in=added, removed_at__isnull=True)[:MOST_SHOWN]),
        removed=list(whole.filter(removed_at__gte=moment)[:MOST_SHOWN]),
        milestones=list(
            Milestone.objects.filter(action__in=of_these, done_on__gte=since, done_on__lte=on)
            .select_related("action__plan")
            .order_by("done_on", "pk")[:MOST_SHOWN]
        ),
        targets=list(
            TargetChange.objects.filter(
                Q(measure__action__in=of_these)
                | Q(measure__section__in=actions.order_by().values("section"), measure__action__isnull=True),
                decided_on__gte=since,
            )
            .select_related("measure__plan")
            .order_by("decided_on", "pk")[:MOST_SHOWN]
        ),
        missed=list(missed[:MOST_SHOWN]),
        missed_count=missed.count(),
    )


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))
