"""Look whether each action keeps the latest of its updates, and put right where it does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldenthread.plan import actions as plan_actions
from goldenthread.plan.models import Action


class Command(BaseCommand):
    help = "Keeps with each action the latest of its updates. Needed only after rows were written by other means."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be put right, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            wrong = list(Action.objects.with_another_latest_update().select_related("plan"))
        else:
            wrong = plan_actions.mend_latest_updates(by=None, at=timezone.now())
        actions = "1 action" if len(wrong) == 1 else f"{len(wrong):,} actions"
        verb = "would be put right" if options["dry_run"] else "put right"
        self.stdout.write(f"{actions} {verb}.")
        for action in wrong:
            self.stdout.write(f"  {action}")
