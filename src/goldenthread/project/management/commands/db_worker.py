"""The worker of the queue, which also keeps the calendar: it takes the place of the library's command of this name."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from goldenthread.plan.tasks import schedule_next


class Command(db_worker.Command):
    help = "Does what waits in the queue, and once on each working day chases updates and publishes what is due."

    def handle(self, *args: Any, **options: Any) -> None:
        schedule_next()
        super().handle(*args, **options)
