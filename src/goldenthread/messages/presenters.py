"""The outbox and the reported problems as the staff pages show them, and what waits for whoever answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

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


MESSAGE_COLUMNS = ("Message", "To", "By", "Written", "Sent", "Status", "Why it failed")


def write_message(row: MessageRow) -> list[str]:
    """One message as a row of a download: about what and to whom, and not what it says."""
    written, sent = (_minute(each) for each in (row.written_at, row.sent_at))
    return [row.purpose, row.recipient, row.channel, written, sent, row.status.word, row.failure]


def _minute(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(" ", "minutes")[:16] if moment else ""


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


PROBLEM_COLUMNS = ("What went wrong", "What they were doing", "Page", "Reported", "Status", "Wants an answer")


def write_problem(problem: ProblemReport) -> list[str]:
    """One problem as a row of a download: without the reader's address, which is for the answer alone."""
    return [
        problem.what_happened, problem.doing, problem.page, _minute(problem.created_at),
        make_problem_status(problem).word, "yes" if problem.email else "no",
    ]  # fmt: skip


def make_problem_status(problem: ProblemReport) -> StatusTag:
    """A problem's status."""
    return StatusTag(ProblemStatus(problem.status).label, _COLOURS[problem.status])
