"""The four registers and what each calls its dates, and when owners are reminded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RegisterKind(StrEnum):
    """Which register an entry is in; the word in its address."""

    STRATEGY = "strategies"
    ACCREDITATION = "accreditations"
    STANDARD = "standards"
    EVIDENCE = "evidence"

    @property
    def words(self) -> KindWords:
        """What the register is called, and what its dates mean."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True)
class KindWords:
    """A register in words."""

    title: str
    one: str
    purpose: str
    starts: str
    due: str
    given_by: str
    renew: str


_WORDS = {
    RegisterKind.STRATEGY: KindWords(
        "Strategies and policies",
        "strategy or policy",
        "What we have agreed to do, who wrote it with us, and when we look at it again.",
        "Agreed on",
        "Review due",
        "Agreed by",
        "Record a review",
    ),
    RegisterKind.ACCREDITATION: KindWords(
        "Accreditations",
        "accreditation",
        "Promises that somebody outside the council checks.",
        "Awarded on",
        "Renewal due",
        "Awarded by",
        "Record a renewal",
    ),
    RegisterKind.STANDARD: KindWords(
        "Service standards",
        "service standard",
        "What you can expect from us, and how often we kept to it.",
        "In force from",
        "Review due",
        "Agreed by",
        "Record a review",
    ),
    RegisterKind.EVIDENCE: KindWords(
        "Evidence documents",
        "evidence document",
        "Needs assessments and other evidence that decisions rest on.",
        "Published on",
        "Next edition due",
        "Published by",
        "Record a new edition",
    ),
}


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """A message to the owner, so many days before something is due, or after where the number is negative."""

    slug: str
    days_before: int
    words: str


#: The earliest first; each is sent once for a date, and late ones that have been overtaken are not sent at all.
REMINDER_STEPS: tuple[ReminderStep, ...] = (
    ReminderStep("two-months", 61, "is due in two months"),
    ReminderStep("two-weeks", 14, "is due in two weeks"),
    ReminderStep("overdue", -1, "is overdue"),
    ReminderStep("overdue-a-month", -31, "has been overdue for a month"),
)

#: Within so many days something is due soon.
SOON_DAYS = 61
