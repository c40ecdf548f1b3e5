"""An equality impact assessment, and every step it took."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Prefetch, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person, Team
from goldenthread.assessments.kinds import DecisionOption, Effect
from goldenthread.assessments.models.decision import Decision
from goldenthread.assessments.states import IN_FORCE, OPEN_FOR_WRITING, PUBLIC, AssessmentStatus


def status_choices() -> list[tuple[str, str]]:
    return [(status.value, status.value) for status in AssessmentStatus]


def option_choices() -> list[tuple[str, str]]:
    return [(option.value, option.value) for option in DecisionOption]


UNSIGNED = [
    status.value for status in AssessmentStatus if status in OPEN_FOR_WRITING or status is AssessmentStatus.SUBMITTED
]
REVIEWED = [AssessmentStatus.PUBLISHED.value, AssessmentStatus.DUE_FOR_REVIEW.value]


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def public(self) -> AssessmentQuerySet:
        """Assessments that everybody can read, the superseded among them."""
        return self.filter(status__in=[status.value for status in PUBLIC])

    def in_force(self) -> AssessmentQuerySet:
        """Signed assessments that no later one has taken the place of."""
        return self.filter(status__in=[status.value for status in IN_FORCE])

    def submitted(self) -> AssessmentQuerySet:
        """Assessments that wait for somebody to sign or return them."""
        return self.filter(status=AssessmentStatus.SUBMITTED.value)

    def review_overdue(self, *, on: date) -> AssessmentQuerySet:
        """Published assessments whose day of review has come and gone."""
        return self.filter(status__in=REVIEWED, review_on__lt=on)

    def review_within(self, days: int, *, on: date) -> AssessmentQuerySet:
        """Published assessments that are to be looked at again within so many days, or should have been."""
        return self.filter(status__in=REVIEWED, review_on__lte=on + timedelta(days=days))

    def affecting(self, characteristic: str, effect: Effect | None = None) -> AssessmentQuerySet:
        """Assessments that found an effect on people with the characteristic, alone or where it meets another."""
        impacts = _impacts().filter(Q(characteristic=characteristic) | Q(second_characteristic=characteristic))
        wanted = [effect.value] if effect else [Effect.POSITIVE.value, Effect.NEGATIVE.value]
        return self.filter(Exists(impacts.filter(effect__in=wanted)))

    def with_unmitigated_harm(self) -> AssessmentQuerySet:
        """Assessments with a negative impact that no action answers."""
        return self.filter(Exists(_impacts().filter(effect=Effect.NEGATIVE.value, mitigations__isnull=True)))

    def with_loose_mitigation(self) -> AssessmentQuerySet:
        """Assessments with a mitigation that has no owner or no date, or is no longer in its plan."""
        rows = _model("Mitigation").objects.filter(assessment=OuterRef("pk"))
        loose = Q(action__owner__isnull=True) | Q(action__due_on__isnull=True) | Q(action__removed_at__isnull=False)
        return self.filter(Exists(rows.filter(loose)))

    def with_knowable_unknown(self, known: list[str]) -> AssessmentQuerySet:
        """Assessments that call unknown what the evidence has data on."""
        unknown = _impacts().filter(effect=Effect.UNKNOWN.value, second_characteristic="", characteristic__in=known)
        return self.filter(Exists(unknown))

    def with_everything(self) -> AssessmentQuerySet:
        """The same assessments with all that they say, in a fixed number of queries."""
        mitigations = _model("Mitigation").objects.select_related("action__plan", "action__owner", "impact")
        evidence = _model("EvidenceUsed").objects.select_related("indicator")
        return self.select_related(
            "decision__override__by", "author", "team", "signed_by", "published_by", "supersedes", "superseded_by"
        ).prefetch_related(
            "impacts",
            "engagements",
            Prefetch("evidence", queryset=evidence),
            Prefetch("mitigations", queryset=mitigations),
            Prefetch("steps", queryset=AssessmentStep.objects.select_related("by")),
        )


def _model(name: str) -> Any:
    return apps.get_model("assessments", name)


def _impacts() -> models.QuerySet:
    return _model("Impact").objects.filter(assessment=OuterRef("pk"))


class Assessment(models.Model):
    """What a decision would do to people who share a characteristic, and what is done about it."""

    number = models.PositiveIntegerField(unique=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(max_length=200)
    proposal = models.TextField(blank=True, verbose_name="what is to be decided")
    decide_by = models.DateField(null=True, blank=True)
    affected = models.TextField(blank=True, verbose_name="who is affected")
    cumulative = models.TextField(blank=True, verbose_name="cumulative impact")
    option = models.CharField(max_length=30, choices=option_choices, blank=True, verbose_name="advice")
    option_reason = models.TextField(blank=True, verbose_name="reason for the advice")
    monitoring = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(max_length=20, choices=status_choices, default=AssessmentStatus.DRAFT.value)
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reminded_on = models.DateField(null=True, blank=True, help_text="When somebody was last asked to review it.")
    pdf = models.FileField(upload_to="assessments", max_length=200, blank=True)
    word = models.FileField(upload_to="assessments", max_length=200, blank=True)
    changed_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "pdf", "word"])

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["status", "review_on"], name="assessment_by_review")]
        constraints = [
            CheckConstraint(
                condition=Q(status__in=[status.value for status in AssessmentStatus]), name="assessment_status_is_known"
            ),
            CheckConstraint(
                condition=Q(status__in=UNSIGNED) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="assessment_in_force_was_signed",
            ),
            CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("author")),
                name="assessment_is_signed_by_another",
                violation_error_message="Somebody other than the author has to sign.",
            ),
            UniqueConstraint(
                fields=["decision"],
                condition=Q(supersedes__isnull=True),
                name="decision_is_assessed_once_at_a_time",
                violation_error_message="This decision has an assessment already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    @property
    def reference(self) -> str:
        """As it is quoted in reports: EIA 12."""
        return f"EIA {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment", args=[self.number])

    def is_open_for_writing(self) -> bool:
        """Is it a draft, or back with its author?"""
        return AssessmentStatus(self.status) in OPEN_FOR_WRITING

    def is_public(self) -> bool:
        """Can everybody read it?"""
        return AssessmentStatus(self.status) in PUBLIC


class AssessmentStep(models.Model):
    """One step of an assessment from one status to the next. Never edited."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=20, choices=status_choices, blank=True)
    after = models.CharField(max_length=20, choices=status_choices)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.after}"
