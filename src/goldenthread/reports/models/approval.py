"""That somebody other than its author has read a story and approves of its being published."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from goldenthread.accounts.models import Person
from goldenthread.reports.models.pages import StoryPage


class StoryApproval(models.Model):
    """A story approved as it was on the day: it holds for these very words, pictures and consents."""

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="approvals")
    fingerprint = models.CharField(max_length=64)
    weighed = models.CharField(
        max_length=600, blank=True, help_text="Why nobody is put at risk by what could make them recognised."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["story", "-at"]
        constraints = [UniqueConstraint(fields=["story", "fingerprint"], name="story_approval_is_given_once")]

    def __str__(self) -> str:
        return f"{self.story}, approved by {self.by}"
