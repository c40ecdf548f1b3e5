"""What was sent to whom, the links that were sent, and the problems that readers reported."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.messages import wording


class MoveNotAllowed(ValueError):
    """A status cannot follow the one before it."""


#: In place of a number that is kept on the person's account, and nowhere else: it is looked up as the message leaves.
OWN_MOBILE = "The mobile number on their account"


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    LETTER = "letter", "Letter"


class MessageStatus(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


#: Which status may follow which. A letter goes from waiting to sent when somebody has posted it.
MESSAGE_TRANSITIONS: dict[str, frozenset[str]] = {
    MessageStatus.WAITING: frozenset({MessageStatus.SENDING, MessageStatus.SENT, MessageStatus.CANCELLED}),
    MessageStatus.SENDING: frozenset({MessageStatus.SENT, MessageStatus.WAITING, MessageStatus.FAILED}),
    MessageStatus.FAILED: frozenset({MessageStatus.WAITING, MessageStatus.CANCELLED}),
    MessageStatus.SENT: frozenset(),
    MessageStatus.CANCELLED: frozenset(),
}


class ProblemStatus(models.TextChoices):
    NEW = "new", "New"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


PROBLEM_TRANSITIONS: dict[str, frozenset[str]] = {
    ProblemStatus.NEW: frozenset({ProblemStatus.ANSWERED, ProblemStatus.CLOSED}),
    ProblemStatus.ANSWERED: frozenset({ProblemStatus.CLOSED, ProblemStatus.NEW}),
    ProblemStatus.CLOSED: frozenset({ProblemStatus.NEW}),
}


class SignedLinkQuerySet(models.QuerySet["SignedLink"]):
    def open_for(self, purpose: str, *, at: datetime) -> SignedLinkQuerySet:
        """Links of one purpose that still work."""
        return self.filter(purpose=purpose, expires_at__gt=at, used_at__isnull=True, revoked_at__isnull=True)


class SignedLink(models.Model):
    """One person's way to one thing, until a day. Only the hash of its secret is kept."""

    purpose = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="signed_links")
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "object_type", "object_id"], name="link_by_object")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="a_link_expires_after_it_was_made"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.expires_at:%d %B %Y}"


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> MessageQuerySet:
        """Messages that have still to leave."""
        return self.filter(status=MessageStatus.WAITING)

    def failed(self) -> MessageQuerySet:
        """Messages that did not leave and will not without somebody's help."""
        return self.filter(status=MessageStatus.FAILED)

    def due(self, *, at: datetime) -> MessageQuerySet:
        """Messages that the site itself can send now: letters need a person."""
        ready = models.Q(next_attempt_at__isnull=True) | models.Q(next_attempt_at__lte=at)
        return self.waiting().exclude(channel=Channel.LETTER).filter(ready)

    def about(self, object_type: str, object_id: str | int) -> MessageQuerySet:
        """Messages about one thing."""
        return self.filter(object_type=object_type, object_id=str(object_id))

    def to_person(self, person: Person) -> MessageQuerySet:
        """Messages to one person."""
        return self.filter(person=person)

    def newest_first(self) -> MessageQuerySet:
        """The latest on top."""
        return self.order_by("-created_at", "-pk")


class Message(models.Model):
    """One message to one recipient, as it was worded. Where its link was, there is only a mark."""

    channel = models.CharField(max_length=10, choices=Channel.choices)
    wording = models.CharField(max_length=60)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    recipient_name = models.CharField(max_length=150, blank=True)
    address = models.TextField(help_text="An e-mail address, a telephone number, or the lines of a postal address.")
    subject = models.CharField(max_length=250)
    body = models.TextField()
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=80, blank=True)
    link_kind = models.CharField(max_length=60, blank=True)
    link = models.ForeignKey(SignedLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    is_discreet = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=MessageStatus.choices, default=MessageStatus.WAITING)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=250, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="message_due"),
            models.Index(fields=["object_type", "object_id"], name="message_by_object"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=MessageStatus.values), name="a_message_has_a_status_that_exists"
            ),
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="a_message_has_a_channel"),
        ]

    def __str__(self) -> str:
        return f"{wording.purpose_of(self.wording)} to {self.recipient_name or self.address}"

    def get_absolute_url(self) -> str:
        return reverse("messages:message", args=[self.pk])

    def check_can_become(self, status: str) -> None:
        """Raise unless the transition table lets this status follow."""
        if status not in MESSAGE_TRANSITIONS[self.status]:
            raise MoveNotAllowed(
                f"A message that is {MessageStatus(self.status).label.lower()} cannot become "
                f"{MessageStatus(status).label.lower()}."
            )


class ProblemReportQuerySet(models.QuerySet["ProblemReport"]):
    def waiting(self) -> ProblemReportQuerySet:
        """Problems that nobody has answered yet."""
        return self.filter(status=ProblemStatus.NEW)

    def from_sender(self, sender_key: str) -> ProblemReportQuerySet:
        """Problems reported from one connection."""
        return self.filter(sender_key=sender_key)

    def since(self, at: datetime) -> ProblemReportQuerySet:
        """Problems reported after a moment."""
        return self.filter(created_at__gt=at)


class ProblemReport(models.Model):
    """A reader says that something is wrong with a page."""

    page = models.CharField(max_length=500, blank=True)
    doing = models.TextField(blank=True)
    what_happened = models.TextField()
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=10, choices=ProblemStatus.choices, default=ProblemStatus.NEW)
    created_at = models.DateTimeField(db_index=True)
    answer = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sender_key = models.CharField(max_length=64, db_index=True)

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ProblemStatus.values), name="a_problem_has_a_status_that_exists"
            )
        ]

    def __str__(self) -> str:
        return f"Problem with {self.page or 'the site'}"

    def get_absolute_url(self) -> str:
        return reverse("messages:problem", args=[self.pk])

    def check_can_become(self, status: str) -> None:
        """Raise unless the transition table lets this status follow."""
        if status not in PROBLEM_TRANSITIONS[self.status]:
            raise MoveNotAllowed(
                f"A problem that is {ProblemStatus(self.status).label.lower()} cannot become "
                f"{ProblemStatus(status).label.lower()}."
            )
