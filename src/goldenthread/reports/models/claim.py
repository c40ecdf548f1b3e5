"""Which words of a report are bound to which fact, and what somebody answered for by name."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from goldenthread.accounts.models import Person
from goldenthread.core.claims import Verdict
from goldenthread.evidence.models import Fact
from goldenthread.reports.models.report import AnnualReport
from goldenthread.reports.states import ReportStatus


def verdict_choices() -> list[tuple[str, str]]:
    return [(verdict.value, verdict.value) for verdict in Verdict]


class ClaimUseQuerySet(models.QuerySet["ClaimUse"]):
    def quoting(self, facts: Collection[int]) -> ClaimUseQuerySet:
        """Claims bound to any of these facts."""
        return self.filter(fact__in=facts)

    def of_fact(self, slug: str) -> ClaimUseQuerySet:
        """Claims that name the fact, whether or not there is one."""
        return self.filter(slug=slug)

    def to_look_at(self) -> ClaimUseQuerySet:
        """Claims whose verdict changed when the evidence did, and that nobody has looked at since."""
        return self.filter(changed_at__isnull=False)

    def public(self) -> ClaimUseQuerySet:
        """Claims as everybody reads them; those of a correction that is being written are nobody's yet."""
        return self.filter(report__status=ReportStatus.PUBLISHED.value)


class ClaimUse(models.Model):
    """One claim in a text of a report: the index by which is known what breaks when a fact changes."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="claims")
    place = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(help_text="Which claim of the text, counted from 1.")
    slug = models.CharField(max_length=80)
    fact = models.ForeignKey(Fact, null=True, blank=True, on_delete=models.PROTECT, related_name="claim_uses")
    words = models.CharField(max_length=300, blank=True, help_text="As they are read; those we wrote where none stood.")
    version = models.PositiveIntegerField(default=0, help_text="The fact's version when it was judged last.")
    verdict = models.CharField(max_length=20, choices=verdict_choices)
    why = models.CharField(max_length=600, blank=True)
    judged_at = models.DateTimeField()
    verdict_before = models.CharField(max_length=20, choices=verdict_choices, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimUseQuerySet.as_manager()

    class Meta:
        ordering = ["report", "place", "position"]
        constraints = [
            UniqueConstraint(fields=["report", "place", "position"], name="claim_use_has_one_position"),
            CheckConstraint(
                condition=Q(changed_at__isnull=True) | ~Q(verdict_before=""),
                name="claim_use_that_changed_says_from_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.place}: {self.words}"


class Clearance(models.Model):
    """Why a report is published with something the checks found: by name, kept and published.

    It holds for these words with this verdict only. Other words, or another verdict, need another.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="clearances")
    rule = models.CharField(max_length=30)
    place = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, help_text="The fact or story that it is about.")
    words = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=30)
    reason = models.CharField(max_length=600)
    is_override = models.BooleanField(default=False, help_text="The monitoring officer lets it be published.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["report", "at"]
        constraints = [
            UniqueConstraint(
                fields=["report", "rule", "place", "subject", "words", "verdict"], name="clearance_is_given_once"
            ),
            CheckConstraint(condition=~Q(reason=""), name="clearance_has_a_reason"),
            CheckConstraint(
                condition=Q(is_override=False) | ~Q(verdict__in=[Verdict.SUPPRESSED.value, "NO CONSENT"]),
                name="clearance_never_overrides_suppression_or_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.words} ({self.verdict})"
