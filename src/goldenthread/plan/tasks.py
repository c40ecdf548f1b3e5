"""What the worker does for the plan: reads a report that somebody brought in."""

from django.utils import timezone
from django_tasks import task

from goldenthread.plan.actions.promising import read_source


@task()  # type: ignore[untyped-decorator] # django-tasks is not followed: its own stubs patch Django
def read_report(pk: int) -> str:
    """Read the report and find what it promises; a report that cannot be read says why on its page."""
    source = read_source(pk=pk, at=timezone.now())
    return "read already" if source is None else source.refusal or "read"
