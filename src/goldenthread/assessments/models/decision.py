"""A decision that the council has given notice of, and a monitoring officer's leave to take it unassessed."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person
from goldenthread.assessments.kinds import Outcome
from goldenthread.assessments.states import IN_FORCE, AssessmentStatus, DecisionStatus


def status_choices() -> list[tuple[str, str]]:
    return [(status.value, status.value) for status in DecisionStatus]


def outcome_choices() -> list[tuple[str, str]]:
    return [(outcome.value, outcome.value) for outcome in Outcome]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def upcoming(self) -> DecisionQuerySet:
        """Decisions that have still to be taken."""
        return self.filter(status=DecisionStatus.UPCOMING.value)

    def to_assess(self) -> DecisionQuerySet:
        """Decisions that may be assessed: those to come, and those that were let go ahead and are still owed one."""
        owed = Q(status=DecisionStatus.DECIDED.value, override__isnull=False)
        return self.filter(Q(status=DecisionStatus.UPCOMING.value) | owed)

    def decided(self) -> DecisionQuerySet:
        """Decisions that were taken."""
        return self.filter(status=DecisionStatus.DECIDED.value)

    def without_assessment(self) -> DecisionQuerySet:
        """Decisions that nobody has begun to assess, and of which nobody said why they need no assessment."""
        return self.filter(~Exists(_assessments()), not_needed_reason="")

    def without_engagement(self) -> DecisionQuerySet:
        """Decisions whose assessment, if there is one, tells of no engagement."""
        engaged = _assessments().filter(engagements__isnull=False)
        return self.filter(~Exists(engaged), not_needed_reason="")

    def without_signature(self) -> DecisionQuerySet:
        """Decisions that cannot be recorded yet: no assessment is signed, and nobody said why none is needed."""
        signed = _assessments().filter(status__in=[status.value for status in IN_FORCE])
        return self.filter(~Exists(signed), not_needed_reason="")

    def with_assessment(self) -> DecisionQuerySet:
        """The same decisions, each with its latest assessment's number and status, and whether anybody was asked."""
        latest = _assessments().order_by("-number")
        engaged = _assessments().filter(engagements__isnull=False)
        return self.select_related("override__by").annotate(
            assessment_number=Subquery(latest.values("number")[:1]),
            assessment_status=Subquery(latest.values("status")[:1]),
            has_engagement=Exists(engaged),
        )

    def due_first(self) -> DecisionQuerySet:
        """The decision that comes first on top."""
        return self.order_by("due_on", "reference")


SUPERSEDED = AssessmentStatus.SUPERSEDED.value


def _assessments() -> models.QuerySet:
    live = apps.get_model("assessments", "Assessment").objects.exclude(status=SUPERSEDED)
    return live.filter(decision=OuterRef("pk"))


class Decision(models.Model):
    """What is to be decided, by whom and by when: from the Forward Plan, or added by hand."""

    reference = models.CharField(max_length=60, unique=True, help_text="As the Forward Plan has it: FP/2026/41.")
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    decision_maker = models.CharField(max_length=200, help_text="Cabinet, a committee, a director.")
    due_on = models.DateField()
    due_words = models.CharField(max_length=120, blank=True, help_text="As the Forward Plan has it, where it differs.")
    is_key = models.BooleanField(default=False, verbose_name="key decision")
    lead_member = models.CharField(max_length=200, blank=True)
    lead_officer = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=200, blank=True)
    wards = models.CharField(max_length=300, blank=True)
    consultation = models.TextField(blank=True, help_text="What the Forward Plan says about who is asked.")
    other = models.JSONField(default=dict, blank=True, help_text="Columns of the Forward Plan that nothing else reads.")
    is_in_forward_plan = models.BooleanField(default=False, help_text="Was it in the file that was read last?")
    status = models.CharField(max_length=20, choices=status_choices, default=DecisionStatus.UPCOMING.value)
    not_needed_reason = models.TextField(blank=True, verbose_name="why no assessment is needed")
    outcome = models.CharField(max_length=30, choices=outcome_choices, blank=True)
    outcome_words = models.TextField(blank=True, verbose_name="what was decided")
    decided_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "other"])

    class Meta:
        ordering = ["due_on", "reference"]
        indexes = [models.Index(fields=["status", "due_on"], name="decision_by_day")]
        constraints = [
            CheckConstraint(
                condition=Q(status__in=[status.value for status in DecisionStatus]), name="decision_status_is_known"
            ),
            CheckConstraint(
                condition=~Q(status=DecisionStatus.DECIDED.value) | Q(decided_on__isnull=False, outcome__gt=""),
                name="decision_taken_says_when_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:decision", args=[self.pk])

    def is_overdue(self, *, on: date) -> bool:
        """Has its day passed without anybody saying what was decided?"""
        return self.status == DecisionStatus.UPCOMING and self.due_on < on

    def may_be_assessed(self) -> bool:
        """Is it still to come, or was it let go ahead and is still owed its assessment?"""
        if self.status == DecisionStatus.DECIDED:
            return hasattr(self, "override")
        return self.status == DecisionStatus.UPCOMING

    def has_signed_assessment(self) -> bool:
        """Has somebody signed an assessment of it that still holds?"""
        return bool(self.assessments.filter(status__in=[status.value for status in IN_FORCE]).exists())

    def first_signed_on(self) -> date | None:
        """The day on which an assessment of it was first signed; one that a later one took the place of counts."""
        signed = self.assessments.filter(status__in=[*(status.value for status in IN_FORCE), SUPERSEDED])
        first = signed.order_by("signed_at").values_list("signed_at", flat=True).first()
        return timezone.localdate(first) if first else None


class Override(models.Model):
    """The monitoring officer let a decision be taken before its assessment was signed: published with the reason."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="override")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["-at"]
        constraints = [CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason")]

    def __str__(self) -> str:
        return f"Override of {self.decision}"


class ForwardPlanDraft(models.Model):
    """A Forward Plan that was read and not yet taken over, so that its differences can be looked at first."""

    file_name = models.CharField(max_length=200)
    layout = models.CharField(max_length=60)
    entries = models.JSONField(default=list)
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.file_name
