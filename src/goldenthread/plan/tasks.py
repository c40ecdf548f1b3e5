"""What the worker does for the plan: reads a report that somebody brought in, and does the day's work on its timer.

The timer is a task that waits in the queue for its hour, does what is due, and asks for the next.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from goldenthread.plan import daily
from goldenthread.plan.actions.promising import read_source


@task()  # type: ignore[untyped-decorator] # django-tasks is not followed: its own stubs patch Django
def read_report(pk: int) -> str:
    """Read the report and find what it promises; a report that cannot be read says why on its page."""
    source = read_source(pk=pk, at=timezone.now())
    return "read already" if source is None else source.refusal or "read"


@task()  # type: ignore[untyped-decorator] # django-tasks is not followed: its own stubs patch Django
def do_the_day() -> str:
    """Do the day's work unless it is done; whatever comes of it, ask for the next."""
    try:
        run = daily.run_day(at=timezone.now(), hour=settings.CHASER_HOUR)
    finally:
        schedule_next()
    return f"{run.steps} steps, {run.published} releases" if run else "nothing was due"


def schedule_next() -> bool:
    """Have the next day's work wait in the queue, unless it does already; safe to ask from several workers.

    Two that ask at the same moment may leave two; the second finds the day done, and only one of them asks again.
    """
    if not do_the_day.get_backend().supports_defer:
        return False
    waiting = DBTaskResult.objects.filter(task_path=do_the_day.module_path, status=TaskResultStatus.READY)
    if waiting.exists():
        return False
    do_the_day.using(run_after=daily.next_moment(at=timezone.now(), hour=settings.CHASER_HOUR)).enqueue()
    return True
