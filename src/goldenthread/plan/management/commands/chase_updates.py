"""Ask, remind, escalate: what is due today in every running cycle. Meant for a timer that runs once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldenthread.plan import actions as plan_actions
from goldenthread.plan import daily
from goldenthread.plan.cycles.chaser import Move
from goldenthread.plan.models import UpdateCycle


class Command(BaseCommand):
    help = "Takes every step that is due today in the running update cycles. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        cycles = list(UpdateCycle.objects.running().select_related("started_by").order_by("pk"))
        if not cycles:
            self.stdout.write("No update cycle is running.")
        steps = 0
        for cycle in cycles:
            if options["dry_run"]:
                moves = plan_actions.moves_due(cycle, on=timezone.localdate(now))
            else:
                moves = plan_actions.chase(cycle=cycle, by=None, at=now)
            verb = "would be taken" if options["dry_run"] else "taken"
            self.stdout.write(f"{cycle}: {len(moves)} step{'' if len(moves) == 1 else 's'} {verb}.")
            for move in moves:
                self.stdout.write(f"  {_line(move)}")
            steps += len(moves)
        if cycles and not options["dry_run"]:
            daily.note_run(steps=steps, at=now)


def _line(move: Move) -> str:
    kind = "e-mail and text message" if move.is_texted else "message"
    told = f", {kind} to {move.tell.name}" if move.tell else ""
    return f"{move.asking.person.name}: {move.after.value}{told}"
