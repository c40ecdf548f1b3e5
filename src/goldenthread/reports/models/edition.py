"""What was published, frozen: words, facts, verdicts and who answered for them; and who was asked beforehand."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.reports.models.report import AnnualReport


class ReportEditionQuerySet(models.QuerySet["ReportEdition"]):
    def newest_first(self) -> ReportEditionQuerySet:
        """The latest edition on top."""
        return self.select_related("published_by").order_by("-number")


class ReportEdition(models.Model):
    """A report as it was published. Never changed: what is wrong in it is put right in the next."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    texts = models.JSONField(help_text="The words by their place.")
    facts = models.JSONField(help_text="Every fact that is quoted, as it was on the day.")
    claims = models.JSONField(help_text="Every claim with its verdict.")
    clearances = models.JSONField(help_text="What was published with a reason, and by whom.")
    blocks = models.JSONField(
        default=list, blank=True, help_text="Case studies and quotations word for word, and which maps stand where."
    )
    figures_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, help_text="Of words, blocks, facts, claims, clearances and figures.")
    note = models.CharField(max_length=600, blank=True, help_text="What this edition puts right.")
    pdf = models.FileField(upload_to="reports", max_length=200, blank=True)
    word = models.FileField(upload_to="reports", max_length=200, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    objects = ReportEditionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            UniqueConstraint(fields=["report", "number"], name="report_edition_has_its_number"),
            CheckConstraint(condition=Q(number=1) | ~Q(note=""), name="report_correction_says_what_it_puts_right"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("reports:edition", args=[self.report.slug, self.number])


class RightOfReplyQuerySet(models.QuerySet["RightOfReply"]):
    def open(self) -> RightOfReplyQuerySet:
        """Those who have not answered, nor let their day pass with somebody saying so."""
        return self.filter(settled_at__isnull=True)


class RightOfReply(models.Model):
    """Somebody whom a report speaks of, asked before it is published, and what became of their answer."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="replies")
    who = models.CharField(max_length=200)
    about = models.CharField(max_length=600, help_text="Which words they were shown.")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    reply = models.TextField(blank=True)
    outcome = models.CharField(max_length=600, blank=True, help_text="What was changed because of it, or why nothing.")
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RightOfReplyQuerySet.as_manager()

    class Meta:
        ordering = ["report", "asked_at"]
        constraints = [
            CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(outcome=""), name="right_of_reply_that_is_settled_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.who}"
