"""Writing to people, and answering those who write to us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.frontend.council import this_council
from goldenthread.messages import permissions, tasks
from goldenthread.messages.delivery import can_send_texts
from goldenthread.messages.models import (
    OWN_MOBILE,
    Channel,
    Message,
    MessageStatus,
    ProblemReport,
    ProblemStatus,
    SignedLink,
)
from goldenthread.messages.wording import DISCREET, wording_named

#: More than a person needs, less than a machine wants.
REPORTS_FROM_ONE_SENDER = 5
REPORTS_FROM_EVERYBODY = 100
REPORTS_COUNTED_OVER = timedelta(hours=1)


class CannotSend(ValueError):
    """The message cannot travel that way; the sentence says what to do instead."""


class TooManyReports(Exception):
    """Somebody, or everybody together, reports more problems than people can write in the time."""


@dataclass(frozen=True)
class Recipient:
    """Somebody a message goes to: a name, and the address the channel needs."""

    address: str
    name: str = ""
    person: Person | None = None

    @classmethod
    def of(cls, person: Person) -> Recipient:
        """A person by e-mail."""
        return cls(address=person.email, name=person.name, person=person)

    @classmethod
    def by_text(cls, person: Person) -> Recipient:
        """A person by text message. Their number stays on their account: the outbox does not copy it."""
        return cls(address=OWN_MOBILE, name=person.name, person=person)


@transaction.atomic
def send(
    *,
    wording: str,
    to: Recipient,
    values: Mapping[str, object],
    channel: Channel = Channel.EMAIL,
    link: SignedLink | None = None,
    link_kind: str = "",
    about: tuple[str, str | int] = ("", ""),
    is_discreet: bool = False,
    by: Person | None,
    at: datetime,
) -> Message:
    """Put a message into the outbox; it leaves once everything around it has been saved.

    `about` names the thing it is about: ("plan.action", 12). A discreet message says only that there is a message, with
    the link. The caller has asked whether this person may send it.
    """
    words = wording_named(wording)
    _check_channel(channel, to, has_text=bool(words.text))
    if words.has_link and channel == Channel.LETTER:
        raise CannotSend("A letter cannot carry a link: use words without one, or send an e-mail.")
    if words.has_link and link is None and not link_kind:
        raise CannotSend(f"The wording {wording} has a link, and none was given.")
    if is_discreet and link is None:
        raise CannotSend("A discreet message needs a signed link: it says nothing else.")
    subject, body = words.written({"council": this_council().name, **values}, as_text=channel == Channel.TEXT)
    if is_discreet:
        subject = DISCREET.purpose
    message = Message.objects.create(
        channel=channel,
        wording=wording,
        person=to.person,
        recipient_name=to.name,
        address=to.address,
        subject=subject[:250],
        body=body,
        object_type=about[0],
        object_id=str(about[1]),
        link=link,
        link_kind=link_kind,
        is_discreet=is_discreet,
        created_at=at,
    )
    _record("wrote to", message, by=by, at=at, after={"channel": str(channel), "purpose": words.purpose})
    _leave_after_commit(message)
    return message


@transaction.atomic
def try_again(*, message: Message, by: Person, at: datetime) -> Message:
    """Send a failed message once more."""
    permissions.check_can_manage_outbox(by)
    message.check_can_become(MessageStatus.WAITING)
    message.status, message.attempts, message.next_attempt_at, message.failure = MessageStatus.WAITING, 0, None, ""
    message.save(update_fields=["status", "attempts", "next_attempt_at", "failure"])
    _record("sent again the message to", message, by=by, at=at)
    _leave_after_commit(message)
    return message


@transaction.atomic
def cancel(*, message: Message, by: Person, at: datetime) -> Message:
    """Keep a message that has not left from leaving."""
    permissions.check_can_manage_outbox(by)
    message.check_can_become(MessageStatus.CANCELLED)
    stopped = Message.objects.filter(pk=message.pk, status=message.status)
    if not stopped.update(status=MessageStatus.CANCELLED, next_attempt_at=None):
        raise CannotSend("The message has left in the meantime.")
    message.refresh_from_db()
    _record("cancelled the message to", message, by=by, at=at)
    return message


@transaction.atomic
def mark_as_posted(*, message: Message, by: Person, at: datetime) -> Message:
    """Say that a letter has been printed and posted."""
    permissions.check_can_manage_outbox(by)
    if message.channel != Channel.LETTER:
        raise CannotSend("Only a letter can be posted: this message leaves by itself.")
    message.check_can_become(MessageStatus.SENT)
    message.status, message.sent_at = MessageStatus.SENT, at
    message.save(update_fields=["status", "sent_at"])
    _record("posted the letter to", message, by=by, at=at)
    return message


@transaction.atomic
def report_problem(
    *, page: str, doing: str = "", what_happened: str, email: str = "", sender_key: str, at: datetime
) -> ProblemReport:
    """Keep what a reader says is wrong. Anybody may; too many at once are refused."""
    recent = ProblemReport.objects.since(at - REPORTS_COUNTED_OVER)
    if recent.from_sender(sender_key).count() >= REPORTS_FROM_ONE_SENDER or recent.count() >= REPORTS_FROM_EVERYBODY:
        raise TooManyReports
    return ProblemReport.objects.create(
        page=page[:500],
        doing=doing.strip(),
        what_happened=what_happened.strip(),
        email=email.strip(),
        sender_key=sender_key,
        created_at=at,
    )


@transaction.atomic
def answer_problem(*, problem: ProblemReport, answer: str, by: Person, at: datetime) -> ProblemReport:
    """Keep the answer, and send it to whoever left an address."""
    permissions.check_can_answer_problems(by)
    _move_problem(problem, ProblemStatus.ANSWERED, answer, by, at)
    _record_problem("answered the", problem, by=by, at=at, after={"answer": problem.answer})
    if problem.email:
        send(
            wording="problem_answered",
            to=Recipient(address=problem.email),
            values={"page": problem.page or "this site", "answer": problem.answer},
            about=("outbox.problem_report", problem.pk),
            by=by,
            at=at,
        )
    return problem


@transaction.atomic
def close_problem(*, problem: ProblemReport, reason: str = "", by: Person, at: datetime) -> ProblemReport:
    """Close a problem: mended, or not one. A reason is kept beside the answer; nobody is written to."""
    permissions.check_can_answer_problems(by)
    _move_problem(problem, ProblemStatus.CLOSED, reason or problem.answer, by, at)
    _record_problem("closed the", problem, by=by, at=at, after={"reason": reason})
    return problem


@transaction.atomic
def reopen_problem(*, problem: ProblemReport, by: Person, at: datetime) -> ProblemReport:
    """Take a problem up again."""
    permissions.check_can_answer_problems(by)
    _move_problem(problem, ProblemStatus.NEW, problem.answer, by, at)
    _record_problem("reopened the", problem, by=by, at=at)
    return problem


def _check_channel(channel: Channel, to: Recipient, *, has_text: bool) -> None:
    if channel == Channel.EMAIL:
        try:
            validate_email(to.address)
        except ValidationError:
            raise CannotSend(f"{to.address!r} is not an e-mail address.") from None
    if channel == Channel.TEXT and not can_send_texts():
        raise CannotSend("This site has no service that sends text messages: choose e-mail or a letter.")
    if channel == Channel.TEXT and not has_text:
        raise CannotSend("This message has no wording short enough for a text message: choose e-mail or a letter.")
    if to.address == OWN_MOBILE and not (to.person and to.person.mobile):
        raise CannotSend(f"{to.name or 'This person'} has given no mobile number: choose e-mail or a letter.")
    if not to.address.strip():
        raise CannotSend("A message needs an address to go to.")


def _leave_after_commit(message: Message) -> None:
    if message.channel != Channel.LETTER:
        transaction.on_commit(partial(tasks.deliver_message.enqueue, message.pk))


def _move_problem(problem: ProblemReport, status: ProblemStatus, answer: str, by: Person, at: datetime) -> None:
    problem.check_can_become(status)
    problem.status, problem.answer, problem.handled_by, problem.handled_at = status, answer.strip(), by, at
    problem.save(update_fields=["status", "answer", "handled_by", "handled_at"])


def _record(
    verb: str, message: Message, *, by: Person | None, at: datetime, after: dict[str, str] | None = None
) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type="outbox.message",
        object_id=message.pk,
        object_name=message.recipient_name or " ".join(message.address.split()),
        after=after,
    )


def _record_problem(
    verb: str, problem: ProblemReport, *, by: Person, at: datetime, after: dict[str, str] | None = None
) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type="outbox.problem_report",
        object_id=problem.pk,
        object_name=str(problem).replace("Problem", "problem"),
        after=after,
    )
