"""What the plan asks, what difference it promises, and what was done already."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint
from simple_history.models import HistoricalRecords

from goldenthread.evidence.models import Indicator
from goldenthread.plan.models.action import Action
from goldenthread.plan.models.measure import ProgressMeasure, statistic_choices
from goldenthread.plan.models.plan import CurrentQuerySet, Plan, Section, number_field


class Ask(models.Model):
    """Something residents can do to help, with where to begin."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="asks")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="asks")
    number = number_field()
    text = models.CharField(max_length=400)
    how_to_label = models.CharField(max_length=120, blank=True)
    how_to_url = models.URLField(max_length=400, blank=True)
    actions = models.ManyToManyField(Action, blank=True, related_name="asks")
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = CurrentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [UniqueConstraint(fields=["plan", "number"], name="plan_ask_number_is_stable")]

    def __str__(self) -> str:
        return self.text


class Difference(models.Model):
    """What residents will see change if the plan works, bound to an indicator or marked as not measured yet."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="differences")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="differences")
    number = number_field()
    text = models.CharField(max_length=400)
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_differences"
    )
    area_code = models.CharField(max_length=12, blank=True)
    statistic = models.CharField(max_length=30, choices=statistic_choices, blank=True)
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = CurrentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [UniqueConstraint(fields=["plan", "number"], name="plan_difference_number_is_stable")]

    def __str__(self) -> str:
        return self.text


class Achievement(models.Model):
    """What had been done by a day. Never a target: what is aimed for belongs to a measure."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="achievements")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="achievements")
    number = number_field()
    text = models.CharField(max_length=500)
    achieved_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=250, blank=True)
    measure = models.ForeignKey(
        ProgressMeasure, null=True, blank=True, on_delete=models.PROTECT, related_name="achievements"
    )
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = CurrentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [UniqueConstraint(fields=["plan", "number"], name="plan_achievement_number_is_stable")]

    def __str__(self) -> str:
        return self.text
