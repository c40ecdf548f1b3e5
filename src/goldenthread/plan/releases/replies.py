"""What becomes of replies that were asked for: links that end, silence that is written down."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from goldenthread.messages.models import SignedLink
from goldenthread.plan.models import Release, Reply
from goldenthread.plan.releases.states import ReplyState

REPLY_PURPOSE = "plan.reply"
REPLY_OBJECT = "plan.reply"


def links_of(reply: Reply, *, at: datetime) -> list[SignedLink]:
    """The links by which the reply may still be given."""
    found = SignedLink.objects.open_for(REPLY_PURPOSE, at=at)
    return list(found.filter(object_type=REPLY_OBJECT, object_id=str(reply.pk)))


def revoke_links(reply: Reply, *, at: datetime) -> None:
    """Make the reply's links stop working."""
    found = SignedLink.objects.open_for(REPLY_PURPOSE, at=at)
    found.filter(object_type=REPLY_OBJECT, object_id=str(reply.pk)).update(revoked_at=at)


def note_silence(release: Release, *, at: datetime) -> int:
    """Write down who was asked and has not replied in time; how many they are."""
    late = release.replies.filter(state=ReplyState.ASKED.value, due_on__lt=timezone.localdate(at))
    return late.update(state=ReplyState.NO_REPLY.value)
