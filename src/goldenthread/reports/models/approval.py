"""That somebody other than its author has read a page and approves of its being published."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from goldenthread.accounts.models import Person
from goldenthread.reports.models.easy_read import EasyReadPage
from goldenthread.reports.models.pages import StoryPage


class PageApproval(models.Model):
    """A page approved as it was on the day: it holds for these very words and pictures."""

    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class StoryApproval(PageApproval):
    """A story approved, with the consents that it stood on."""

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="approvals")
    weighed = models.CharField(
        max_length=600, blank=True, help_text="Why nobody is put at risk by what could make them recognised."
    )

    class Meta:
        ordering = ["story", "-at"]
        constraints = [UniqueConstraint(fields=["story", "fingerprint"], name="story_approval_is_given_once")]

    def __str__(self) -> str:
        return f"{self.story}, approved by {self.by}"


class EasyReadApproval(PageApproval):
    """A report in Easy Read approved."""

    page = models.ForeignKey(EasyReadPage, on_delete=models.CASCADE, related_name="approvals")

    class Meta:
        ordering = ["page", "-at"]
        constraints = [UniqueConstraint(fields=["page", "fingerprint"], name="easy_read_approval_is_given_once")]

    def __str__(self) -> str:
        return f"{self.page}, approved by {self.by}"
