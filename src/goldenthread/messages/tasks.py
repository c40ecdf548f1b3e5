"""What the worker does: one message at a time, and again later when it did not leave."""

from django.utils import timezone
from django_tasks import task

from goldenthread.messages import delivery
from goldenthread.messages.models import Message


@task()  # type: ignore[untyped-decorator] # django-tasks is not followed: its own stubs patch Django
def deliver_message(message_id: int) -> str:
    """Send the message; when it did not leave and may be tried again, ask for that at the right time."""
    status = delivery.deliver(message_id=message_id, at=timezone.now())
    later = Message.objects.waiting().filter(pk=message_id).values_list("next_attempt_at", flat=True).first()
    if later is not None and deliver_message.get_backend().supports_defer:
        deliver_message.using(run_after=later).enqueue(message_id)
    return status
