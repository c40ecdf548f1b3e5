"""What the public was shown: each publication kept whole, so that a draft can never leak into it."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models.plan import Plan


class ItemKind(models.TextChoices):
    SECTION = "section"
    ACTION = "action"
    MEASURE = "measure"
    ASK = "ask"
    DIFFERENCE = "difference"
    ACHIEVEMENT = "achievement"


class Edition(models.Model):
    """One publication of a plan. Its items are documents that no later change of the working copy touches."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, help_text="What changed, for readers.")
    is_release = models.BooleanField(
        default=False, help_text="Only progress was released; the plan's words are those of the edition before."
    )
    override_reason = models.TextField(blank=True, help_text="Why it was published although checks stood against it.")
    content_changed_at = models.DateTimeField(help_text="When what is shown was last changed before publication.")
    document = models.JSONField()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [UniqueConstraint(fields=["plan", "number"], name="plan_edition_number_is_stable")]

    def __str__(self) -> str:
        return f"{self.plan}, edition {self.number}"


class EditionItemQuerySet(models.QuerySet["EditionItem"]):
    def public(self) -> EditionItemQuerySet:
        """Items of the editions the public reads now."""
        return self.filter(edition__plan__current_edition=models.F("edition"))

    def of_kind(self, kind: ItemKind) -> EditionItemQuerySet:
        """Items of one kind."""
        return self.filter(kind=kind)

    def bound_to(self, indicator_slug: str) -> EditionItemQuerySet:
        """Measures and differences whose figure comes from the indicator."""
        return self.filter(indicator__slug=indicator_slug)


class EditionItem(models.Model):
    """One section, action, measure, ask, difference or achievement as it was published."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind)
    number = models.CharField(max_length=20)
    section_number = models.CharField(max_length=20, blank=True)
    action_number = models.CharField(max_length=20, blank=True)
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    document = models.JSONField()

    objects = EditionItemQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "kind", "position"]
        indexes = [
            models.Index(fields=["edition", "section_number", "kind"], name="plan_item_of_section"),
            models.Index(fields=["edition", "kind", "action_number"], name="plan_item_of_action"),
        ]
        constraints = [
            UniqueConstraint(fields=["edition", "kind", "number"], name="plan_item_is_published_once"),
            CheckConstraint(condition=Q(kind__in=ItemKind.values), name="plan_item_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.kind} {self.number}"


class EditionWait(models.Model):
    """That one published action waits for another: its document says so too, but cannot be asked for quickly."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="waits")
    number = models.CharField(max_length=20, help_text="The action that waits.")
    first_number = models.CharField(max_length=20, help_text="The action that has to be done first.")

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            UniqueConstraint(fields=["edition", "first_number", "number"], name="plan_wait_is_published_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.number} waits for {self.first_number}"
