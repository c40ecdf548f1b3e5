"""Remind people of assessments that are to be looked at again. Meant for a timer that runs once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldenthread.assessments import actions


class Command(BaseCommand):
    help = "Writes to whoever has to review an assessment, and marks what is due. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say who would be written to, and do nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            reminders = actions.reviews_due(on=timezone.localdate(now))
        else:
            reminders = actions.remind_of_reviews(by=None, at=now)
        if not reminders:
            self.stdout.write("No assessment has to be looked at again soon.")
        for each in reminders:
            verb = "would be reminded" if options["dry_run"] else "reminded"
            due = f"due {each.assessment.review_on:%-d %B %Y}" if each.assessment.review_on else ""
            self.stdout.write(f"{each.assessment}: {each.to.name if each.to else 'Nobody'} {verb}, {due}.")
