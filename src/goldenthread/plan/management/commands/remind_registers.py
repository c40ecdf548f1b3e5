"""Remind owners of what is due in the registers and in law. Meant for a timer that runs once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldenthread.plan import actions as plan_actions


class Command(BaseCommand):
    help = "Writes to the owners of what is due soon or overdue in the registers. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sent, and send nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            reminders = plan_actions.reminders_due_on(timezone.localdate(now))
        else:
            reminders = plan_actions.send_reminders(by=None, at=now)
        verb = "would be sent" if options["dry_run"] else "sent"
        self.stdout.write(f"{len(reminders)} reminder{'' if len(reminders) == 1 else 's'} {verb}.")
        for reminder in reminders:
            self.stdout.write(f"  {reminder.title} {reminder.step.words}: message to {reminder.person.name}")
