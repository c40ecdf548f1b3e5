"""Send what is waiting, once: for a site whose worker was stopped, or that has none."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from goldenthread.messages import delivery
from goldenthread.messages.models import Message, MessageStatus


class Command(BaseCommand):
    help = "Sends every message that is waiting and due, and says how many left."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        interrupted = delivery.release_stuck(at=now)
        due = list(Message.objects.due(at=now).order_by("pk").values_list("pk", flat=True))
        outcomes = [delivery.deliver(message_id=pk, at=now) for pk in due]
        sent = outcomes.count(MessageStatus.SENT)
        self.stdout.write(f"{sent} of {len(due)} waiting messages left.")
        if interrupted:
            self.stdout.write(f"{interrupted} had been interrupted: see /staff/messages/?status=failed.")
