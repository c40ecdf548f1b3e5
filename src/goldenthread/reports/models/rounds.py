"""A report that went out as Word for comment, and the files that came back, each change decided on once."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.reports.models.report import AnnualReport


class CommentRoundQuerySet(models.QuerySet["CommentRound"]):
    def light(self) -> CommentRoundQuerySet:
        """Without the file and its paragraphs, for lists."""
        return self.select_related("sent_by").defer("content", "paragraphs", "texts")


class CommentRound(models.Model):
    """The report as it went out for comment. What comes back is held beside it, so it is never changed."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    to = models.CharField(max_length=300, help_text="Who was asked to comment.")
    texts = models.JSONField(help_text="The words by their place, as they went out.")
    paragraphs = models.JSONField(help_text="The paragraphs of the Word file, with their claims.")
    content = models.BinaryField(help_text="The Word file.")
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    objects = CommentRoundQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            UniqueConstraint(fields=["report", "number"], name="comment_round_has_its_number"),
            CheckConstraint(condition=~Q(to=""), name="comment_round_says_to_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.report}, out for comment, round {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reports:staff_round", args=[self.report.slug, self.number])


class ReturnedFileQuerySet(models.QuerySet["ReturnedFile"]):
    def light(self) -> ReturnedFileQuerySet:
        """Without what the file says, for lists."""
        return self.select_related("uploaded_by").defer("reading")


class ReturnedFile(models.Model):
    """A Word file that came back: what it says, and what was decided about each of its changes."""

    round = models.ForeignKey(CommentRound, on_delete=models.CASCADE, related_name="returned")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField(help_text="Paragraphs, changes and comments; the file itself is not kept.")
    decisions = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    undecided = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = ReturnedFileQuerySet.as_manager()

    class Meta:
        ordering = ["round", "uploaded_at"]
        constraints = [UniqueConstraint(fields=["round", "sha256"], name="returned_file_comes_back_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:staff_returned", args=[self.round.report.slug, self.round.number, self.pk])

    def accepted(self) -> frozenset[int]:
        """The changes that were accepted and written into the report."""
        return frozenset(int(number) for number, each in self.decisions.items() if each["is_accepted"])
