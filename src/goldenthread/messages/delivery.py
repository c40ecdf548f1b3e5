"""How a waiting message leaves: the link is made, the channel takes it, and what came of it is written down."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from goldenthread.frontend.council import this_council
from goldenthread.messages import links
from goldenthread.messages.models import OWN_MOBILE, Channel, Message, MessageStatus
from goldenthread.messages.wording import DISCREET, LINK_MARK

#: How long to wait after each failed attempt; after the last, a person decides.
WAITS = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2))

#: A message that has been "being sent" for this long belongs to a worker that stopped half-way.
STUCK_AFTER = timedelta(minutes=15)

LinkMaker = Callable[[Message], str]
TextSender = Callable[[str, str], None]

_link_makers: dict[str, LinkMaker] = {}


class NotDelivered(Exception):
    """A channel did not take a message; the sentence is kept with it."""


def make_links_with(kind: str, maker: LinkMaker) -> None:
    """Say how the link in messages of a kind is made: a path within this site."""
    _link_makers[kind] = maker


def can_send_texts() -> bool:
    """Has the council named a service that sends text messages?"""
    return bool(getattr(settings, "TEXT_MESSAGE_SENDER", ""))


def deliver(*, message_id: int, at: datetime) -> str:
    """Send one waiting message and return its status. Two workers with the same message: one sends it."""
    claimed = Message.objects.due(at=at).filter(pk=message_id)
    if not claimed.update(status=MessageStatus.SENDING, attempts=F("attempts") + 1, next_attempt_at=at + STUCK_AFTER):
        return str(Message.objects.values_list("status", flat=True).get(pk=message_id))
    message = Message.objects.select_related("link", "person").get(pk=message_id)
    try:
        _hand_over(message)
    except (OSError, smtplib.SMTPException, NotDelivered, LookupError) as error:
        return _note_failure(message, error, at)
    return _become(message, MessageStatus.SENT, sent_at=at, next_attempt_at=None, failure="")


def release_stuck(*, at: datetime) -> int:
    """Fail messages whose worker stopped while sending: they may have left, so a person decides about a second time."""
    stuck = Message.objects.filter(status=MessageStatus.SENDING, next_attempt_at__lte=at)
    return stuck.update(
        status=MessageStatus.FAILED,
        next_attempt_at=None,
        failure="Sending was interrupted: it may or may not have arrived.",
    )


def _hand_over(message: Message) -> None:
    subject, body = _as_it_travels(message)
    if message.channel == Channel.EMAIL:
        mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [message.address])
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
        mail.send()
    elif message.channel == Channel.TEXT:
        if not can_send_texts():
            raise NotDelivered("This site has no service that sends text messages.")
        send: TextSender = import_string(settings.TEXT_MESSAGE_SENDER)
        send(_number_of(message), body)


def _number_of(message: Message) -> str:
    if message.address != OWN_MOBILE:
        return message.address
    if message.person is None or not message.person.mobile:
        raise NotDelivered("They have no mobile number on their account any more.")
    return message.person.mobile


def _as_it_travels(message: Message) -> tuple[str, str]:
    subject, body = message.subject, message.body
    if message.is_discreet and message.link is not None:
        day = timezone.localtime(message.link.expires_at)
        values = {"council": this_council().short_name, "expires": f"{day.day} {day:%B %Y}"}
        subject, body = DISCREET.written(values, as_text=message.channel == Channel.TEXT)
    if message.link is not None or message.link_kind:
        body = body.replace(LINK_MARK, f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{_path_for(message)}")
    return subject, body


def _path_for(message: Message) -> str:
    if message.link is not None:
        return links.path_of(message.link, is_short=message.channel == Channel.TEXT)
    if message.link_kind not in _link_makers:
        raise NotDelivered(f"Nobody knows how to make a link for {message.link_kind or 'this message'}.")
    return _link_makers[message.link_kind](message)


def _note_failure(message: Message, error: Exception, at: datetime) -> str:
    sentence = str(error) or type(error).__name__
    if message.attempts <= len(WAITS):
        later = at + WAITS[message.attempts - 1]
        return _become(message, MessageStatus.WAITING, next_attempt_at=later, failure=sentence[:250])
    return _become(message, MessageStatus.FAILED, next_attempt_at=None, failure=sentence[:250])


def _become(message: Message, status: MessageStatus, **fields: object) -> str:
    message.check_can_become(status)
    message.status = status
    for name, value in fields.items():
        setattr(message, name, value)
    message.save(update_fields=["status", *fields])
    return str(status)
