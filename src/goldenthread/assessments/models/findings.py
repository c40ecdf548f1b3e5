"""What an assessment rests on and what it found: evidence, engagement, impacts, mitigations."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from simple_history.models import HistoricalRecords

from goldenthread.assessments.kinds import Effect
from goldenthread.assessments.models.assessment import Assessment
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models import Action


def effect_choices() -> list[tuple[str, str]]:
    return [(effect.value, effect.value) for effect in Effect]


class Impact(models.Model):
    """What the proposal would do to people who share a characteristic, or two."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="impacts")
    characteristic = models.CharField(max_length=60)
    second_characteristic = models.CharField(max_length=60, blank=True, help_text="Where two meet: disabled women.")
    groups = models.CharField(max_length=250, blank=True, help_text="Which people, in the words they use themselves.")
    effect = models.CharField(max_length=10, choices=effect_choices)
    why = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["characteristic", "effect"], name="impact_by_characteristic")]
        constraints = [
            CheckConstraint(condition=Q(effect__in=[each.value for each in Effect]), name="impact_effect_is_known"),
            UniqueConstraint(
                fields=["assessment", "characteristic", "second_characteristic"],
                name="impact_is_told_once",
                violation_error_message="This has been assessed already: change what is there.",
            ),
            CheckConstraint(
                condition=~Q(characteristic=F("second_characteristic")),
                name="impact_joins_two_characteristics",
                violation_error_message="Choose two different characteristics.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, {self.characteristic} {self.second_characteristic}".strip()


class EvidenceUsed(models.Model):
    """One piece of evidence, with its figures as they were when it was added."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments_using"
    )
    characteristic = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=250, help_text="The indicator's name, or the document's.")
    shows = models.TextField(help_text="What it shows about the people affected.")
    reference = models.CharField(max_length=400, blank=True, help_text="Where a document can be found.")
    period = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=300, blank=True)
    snapshot = models.CharField(max_length=80, blank=True)
    counted = models.CharField(max_length=300, blank=True, help_text="Whom the shares are of.")
    population = models.CharField(max_length=300, blank=True, help_text="Of whom they are held against.")
    figures = models.JSONField(default=list, blank=True, help_text="The groups with their values and shares.")
    no_shares = models.CharField(max_length=300, blank=True, help_text="Why there is no representation.")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=Q(indicator__isnull=True) | ~Q(snapshot=""), name="evidence_from_the_store_names_its_snapshot"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Engagement(models.Model):
    """Whom the council spoke with about the proposal, and what they said."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="engagements")
    reference = models.CharField(max_length=250, help_text="What it was, and where its record is.")
    held_on = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True, verbose_name="how many took part")
    summary = models.TextField(help_text="What people said, and what changed because of it.")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return self.reference


class Mitigation(models.Model):
    """An action of the plan that makes the proposal do less harm or more good."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="mitigations")
    impact = models.ForeignKey(Impact, null=True, blank=True, on_delete=models.PROTECT, related_name="mitigations")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="mitigations")
    how = models.TextField(help_text="How the action makes a difference to this.")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["assessment", "action", "impact"],
                name="mitigation_is_named_once",
                violation_error_message="This action is named for this impact already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} for {self.assessment}"
