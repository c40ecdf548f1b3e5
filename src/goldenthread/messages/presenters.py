"""The outbox and the reported problems as the staff pages show them, and what waits for whoever answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goldenthread.messages.models import Channel, Message, MessageStatus, ProblemReport, ProblemStatus
from goldenthread.messages.wording import purpose_of

#: The GOV.UK tag's colour for each status; the word is always there too.
_COLOURS: dict[str, str] = {
    MessageStatus.WAITING: "yellow",
    MessageStatus.SENDING: "blue",
    MessageStatus.SENT: "green",
    MessageStatus.FAILED: "red",
    MessageStatus.CANCELLED: "grey",
    ProblemStatus.NEW: "yellow",
    ProblemStatus.ANSWERED: "green",
    ProblemStatus.CLOSED: "grey",
}


@dataclass(frozen=True)
class StatusTag:
    """A status in a word and a colour."""

    word: str
    colour: str


@dataclass(frozen=True)
class MessageRow:
    """One line of the outbox."""

    url: str
    purpose: str
    recipient: str
    channel: str
    status: StatusTag
    written_at: datetime
    sent_at: datetime | None
    failure: str


@dataclass(frozen=True)
class ProblemRow:
    """One line of the reported problems."""

    url: str
    page: str
    beginning: str
    status: StatusTag
    reported_at: datetime
    wants_answer: bool


def make_message_row(message: Message) -> MessageRow:
    """The line of one message."""
    return MessageRow(
        url=message.get_absolute_url(),
        purpose=purpose_of(message.wording),
        recipient=message.recipient_name or message.address,
        channel=Channel(message.channel).label,
        status=make_message_status(message),
        written_at=message.created_at,
        sent_at=message.sent_at,
        failure=message.failure,
    )


def make_message_status(message: Message) -> StatusTag:
    """A message's status; a waiting letter waits for somebody to post it."""
    word = MessageStatus(message.status).label
    if message.status == MessageStatus.WAITING and message.channel == Channel.LETTER:
        word = "To be posted"
    return StatusTag(word, _COLOURS[message.status])


def make_problem_row(problem: ProblemReport) -> ProblemRow:
    """The line of one problem."""
    words = " ".join(problem.what_happened.split())
    return ProblemRow(
        url=problem.get_absolute_url(),
        page=problem.page or "Not said",
        beginning=words if len(words) <= 120 else f"{words[:119].rstrip()}…",
        status=make_problem_status(problem),
        reported_at=problem.created_at,
        wants_answer=bool(problem.email),
    )


def make_problem_status(problem: ProblemReport) -> StatusTag:
    """A problem's status."""
    return StatusTag(ProblemStatus(problem.status).label, _COLOURS[problem.status])
