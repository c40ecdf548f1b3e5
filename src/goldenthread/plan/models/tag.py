"""What runs across a plan: tags, and where it answers to another framework or strategy."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Tag(models.Model):
    """A cross-cutting theme: "Young people", "Cost of living"."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Crosswalk(models.Model):
    """An aim or an action answers to one item of a framework, a duty or another strategy."""

    section = models.ForeignKey(
        "plan.Section", null=True, blank=True, on_delete=models.CASCADE, related_name="crosswalks"
    )
    action = models.ForeignKey(
        "plan.Action", null=True, blank=True, on_delete=models.CASCADE, related_name="crosswalks"
    )
    framework = models.SlugField(max_length=80, help_text='"marmot", "equality-duty", or a strategy\'s short name.')
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=250)

    class Meta:
        ordering = ["framework", "code"]
        constraints = [
            CheckConstraint(
                condition=Q(section__isnull=True, action__isnull=False) | Q(section__isnull=False, action__isnull=True),
                name="plan_crosswalk_starts_at_one_thing",
            ),
            UniqueConstraint(fields=["section", "framework", "code"], name="plan_crosswalk_once_for_a_section"),
            UniqueConstraint(fields=["action", "framework", "code"], name="plan_crosswalk_once_for_an_action"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.code}: {self.name}"
