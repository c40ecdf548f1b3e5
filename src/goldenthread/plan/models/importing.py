"""Plans that come from files: a file between two steps, what was brought in, and what no column of ours could hold."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.plan.models.action import Action
from goldenthread.plan.models.plan import Plan


class ImportDraft(models.Model):
    """A file somebody is bringing in, between one step and the next. Nothing of it is in a plan yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    reading = models.JSONField(default=dict, blank=True, help_text="Which sheet and column is what, and which word.")

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return self.file_name


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def light(self) -> PlanImportQuerySet:
        """Without what became of each row, which only the page of one file shows."""
        return self.defer("preview")


class PlanImport(models.Model):
    """One file that was brought into a plan, and what that did."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    brought_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    brought_in_at = models.DateTimeField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(
        null=True, blank=True, help_text="Rows of a list, or parts of a file in our form. Not known of early ones."
    )
    preview = models.JSONField(
        null=True, blank=True, help_text="What was changed, and what became of each row. Not kept of early ones."
    )

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        ordering = ["-brought_in_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.brought_in_at:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plan:staff_past_import", args=[self.pk])


class ImportedNote(models.Model):
    """What a row of a file said beside what the plan has room for. Never published."""

    source = models.ForeignKey(PlanImport, on_delete=models.PROTECT, related_name="notes")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="imported_notes")
    part = models.CharField(max_length=80, help_text='What of the plan it is about: "Measure 3", or the file itself.')
    sheet = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    cells = models.JSONField(help_text="What was written, by the heading above it.")

    class Meta:
        ordering = ["source", "sheet", "row", "pk"]

    def __str__(self) -> str:
        return f"{self.source}: {self.part}"
