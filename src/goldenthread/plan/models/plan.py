"""A plan, and the aims, priorities, goals or commitments it is made of."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person, Team
from goldenthread.plan.states import PlanStage

NUMBER_VALIDATOR = RegexValidator(
    r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$", "A number is made of figures and letters, with full stops between: 2 or 2.1."
)


def number_field() -> models.CharField:
    """The stable number by which a council, and the page's address, knows a part of its plan."""
    return models.CharField(max_length=20, validators=[NUMBER_VALIDATOR])


def stage_choices() -> list[tuple[str, str]]:
    return [(stage.value, stage.value) for stage in PlanStage]


class PlanQuerySet(models.QuerySet["Plan"]):
    def published(self) -> PlanQuerySet:
        """Plans the public can read, the superseded among them."""
        return self.filter(current_edition__isnull=False)

    def in_force(self) -> PlanQuerySet:
        """Plans the public can read that no later plan has taken the place of."""
        return self.published().exclude(stage=PlanStage.SUPERSEDED)

    def in_review(self) -> PlanQuerySet:
        """Plans that wait for somebody to read and publish them."""
        return self.filter(stage=PlanStage.IN_REVIEW)

    def newest_first(self) -> PlanQuerySet:
        """The plan that began last on top."""
        return self.order_by("-starts_on", "title")


class Plan(models.Model):
    """A plan in the council's own words. This row and those below it are the working copy."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    vision = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")

    level_names = models.JSONField(default=list, help_text='What each level is called, the outermost first: ["Aim"].')
    action_name = models.CharField(max_length=60, default="Action")
    measure_name = models.CharField(max_length=60, default="Progress measure")
    asks_heading = models.CharField(max_length=200, default="What we ask of residents")
    differences_heading = models.CharField(max_length=200, default="The difference you can expect to see")
    achievements_heading = models.CharField(max_length=200, default="What we have done so far")

    stage = models.CharField(max_length=20, choices=stage_choices, default=PlanStage.DRAFT.value)
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    current_edition = models.ForeignKey(
        "plan.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    changed_at = models.DateTimeField()

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["-starts_on", "title"]
        constraints = [
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_it_starts"),
            CheckConstraint(condition=Q(stage__in=[s.value for s in PlanStage]), name="plan_stage_is_known"),
            CheckConstraint(
                condition=~Q(stage=PlanStage.PUBLISHED.value) | Q(current_edition__isnull=False),
                name="plan_that_is_published_has_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:plan", args=[self.slug])

    def level_name(self, depth: int) -> str:
        """What the level is called, 0 being the outermost; the last name serves for all below it."""
        names = self.level_names or ["Aim"]
        return str(names[min(depth, len(names) - 1)])

    def has_news(self) -> bool:
        """Was any update written since the last edition?"""
        if self.current_edition is None:
            return False
        since = self.current_edition.published_at
        return bool(self.actions.filter(latest_update_at__gt=since).exists())

    def covers(self, day: date) -> bool:
        """Is the day within the plan's period?"""
        return self.starts_on <= day <= self.ends_on


class CurrentQuerySet(models.QuerySet):
    """What parts of a plan have in common: they are taken out of it, never deleted, so numbers stay stable."""

    def current(self) -> CurrentQuerySet:
        """Parts that are still in the plan."""
        return self.filter(removed_at__isnull=True)

    def removed(self) -> CurrentQuerySet:
        """Parts that were taken out of the plan."""
        return self.filter(removed_at__isnull=False)


class Section(models.Model):
    """An aim, priority, goal or commitment; it may stand within another."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    number = number_field()
    level_name = models.CharField(max_length=60, help_text='What the council calls it: "Equality Aim".')
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    tags = models.ManyToManyField("plan.Tag", blank=True, related_name="sections")
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = CurrentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"], m2m_fields=[tags])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [UniqueConstraint(fields=["plan", "number"], name="plan_section_number_is_stable")]

    def __str__(self) -> str:
        return f"{self.level_name} {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("plan:aim", args=[self.plan.slug, self.number])
