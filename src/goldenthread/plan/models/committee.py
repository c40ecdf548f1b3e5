"""Committees that scrutinise what a plan does: what reports to each, and when it meets."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import UniqueConstraint
from django.urls import reverse

from goldenthread.plan.models.action import Action
from goldenthread.plan.models.plan import Section


class Committee(models.Model):
    """A committee to which aims, or single actions, report."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    is_active = models.BooleanField(default=True)
    sections = models.ManyToManyField(Section, blank=True, related_name="committees")
    actions = models.ManyToManyField(Action, blank=True, related_name="committees")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plan:staff_committee", args=[self.slug])

    def last_met_before(self, day: date) -> date | None:
        """The day of the last meeting before a day."""
        return self.meetings.filter(held_on__lt=day).order_by("-held_on").values_list("held_on", flat=True).first()


class CommitteeMeeting(models.Model):
    """One meeting of a committee."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField()

    class Meta:
        ordering = ["-held_on"]
        constraints = [UniqueConstraint(fields=["committee", "held_on"], name="plan_committee_meets_once_a_day")]

    def __str__(self) -> str:
        return f"{self.committee}, {self.held_on:%-d %B %Y}"
