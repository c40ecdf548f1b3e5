"""What the site does by itself once on each working day: chase updates, tell members, publish what is due.

Rooms that have work of their own for each day say so with :func:`also_each_day`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.utils import timezone

from goldenthread.plan.actions.asking import chase, nation
from goldenthread.plan.actions.releasing import publish_release, tell_members
from goldenthread.plan.models import ChaserRun, Release, UpdateCycle
from goldenthread.plan.models.chaser_run import GIVEN_UP_AFTER
from goldenthread.plan.states import NotPossible
from goldenthread.plan.working_days import is_working_day, next_working_day

log = logging.getLogger(__name__)

Work = Callable[[datetime], int]
"""Does what is due at a moment, and says how many steps it took."""

_other_work: dict[str, Work] = {}


def also_each_day(name: str, work: Work) -> None:
    """Have something else done on each working day; the same name again replaces it."""
    _other_work[name] = work


def next_moment(*, at: datetime, hour: int) -> datetime:
    """When the next day's work is due: at the hour of a working day, or now where today's is late."""
    today = timezone.localdate(at)
    if is_working_day(today, nation=nation()):
        due = _moment(at, hour, days=0)
        if at < due:
            return due
        run = ChaserRun.objects.filter(day=today).first()
        if run is None:
            return at
        if run.ended_at is None:
            return max(at, run.began_at + GIVEN_UP_AFTER)
    following = next_working_day(today + timedelta(days=1), nation=nation())
    return _moment(at, hour, days=(following - today).days)


def _moment(at: datetime, hour: int, *, days: int) -> datetime:
    day = timezone.localdate(at) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def run_day(*, at: datetime, hour: int) -> ChaserRun | None:
    """Do the day's work; None where it is not due, or another worker does or has done it."""
    today = timezone.localdate(at)
    if not is_working_day(today, nation=nation()) or at < _moment(at, hour, days=0):
        return None
    run = _claim(at)
    if run is None:
        return None
    failures: list[str] = []
    steps = _chase_all(failures, at=at) + _do_other_work(failures, at=at)
    published = _release_what_is_due(failures, at=at)
    return finish(run, steps=steps, published=published, failures=failures, at=at)


def note_run(*, steps: int, at: datetime) -> ChaserRun:
    """Write down that somebody ran the chaser's command: the timer need not do it again that day."""
    run, _ = ChaserRun.objects.get_or_create(day=timezone.localdate(at), defaults={"began_at": at})
    return finish(run, steps=run.steps + steps, published=run.published, failures=[], at=max(at, run.began_at))


def finish(run: ChaserRun, *, steps: int, published: int, failures: list[str], at: datetime) -> ChaserRun:
    """Write down what came of a run."""
    run.steps, run.published, run.failure, run.ended_at = steps, published, " ".join(failures), at
    run.save(update_fields=["steps", "published", "failure", "ended_at"])
    return run


def _claim(at: datetime) -> ChaserRun | None:
    """The day's row, for whoever makes it first, or finds it left by a worker that stopped half-way."""
    run, is_new = ChaserRun.objects.get_or_create(day=timezone.localdate(at), defaults={"began_at": at})
    if is_new or ChaserRun.objects.abandoned(at=at).filter(pk=run.pk).update(began_at=at):
        run.refresh_from_db()
        return run
    return None


def _chase_all(failures: list[str], *, at: datetime) -> int:
    steps = 0
    for cycle in UpdateCycle.objects.running().select_related("started_by").order_by("pk"):
        try:
            steps += len(chase(cycle=cycle, by=None, at=at))
        except Exception:  # one cycle's fault must not keep the others from being chased
            log.exception("The chaser failed in cycle %s", cycle.pk)
            failures.append(f"{cycle} could not be chased; the log says why.")
    return steps


def _do_other_work(failures: list[str], *, at: datetime) -> int:
    steps = 0
    for name, work in _other_work.items():
        try:
            steps += work(at)
        except Exception:  # one room's fault must not keep the others from their work
            log.exception("The day's work failed: %s", name)
            failures.append(f"{name} failed; the log says why.")
    return steps


def _release_what_is_due(failures: list[str], *, at: datetime) -> int:
    today = timezone.localdate(at)
    for release in Release.objects.open_to_members(on=today).filter(members_told_at__isnull=True):
        tell_members(release=release, at=at)
    published = 0
    for release in Release.objects.signed_off().filter(publish_on__lte=today).order_by("publish_on", "pk"):
        try:
            publish_release(release=release, by=None, at=at)
        except NotPossible as refusal:
            failures.append(f"{release} was not published. {refusal}")
        else:
            published += 1
    return published
