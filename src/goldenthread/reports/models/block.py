"""What editors put between the words of a report: case studies, quotations and maps, in their order."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from simple_history.models import HistoricalRecords

from goldenthread.reports.models.report import AnnualReport


class BlockKind(models.TextChoices):
    QUOTATION = "quotation"
    MAP = "map"
    CASE_STUDY = "case study"


#: These stand in a report once; somebody may be quoted more than once.
ONCE = (BlockKind.MAP, BlockKind.CASE_STUDY)


class ReportBlockQuerySet(models.QuerySet["ReportBlock"]):
    def in_order(self) -> ReportBlockQuerySet:
        """As they were put, place by place."""
        return self.order_by("place", "position", "pk")

    def of_place(self, place: str) -> ReportBlockQuerySet:
        """Those of one place in a report."""
        return self.filter(place=place)


class ReportBlock(models.Model):
    """A case study, a quotation or a map in a report. It names what it shows; an edition keeps the words themselves."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="blocks")
    place = models.CharField(max_length=40, help_text='As of a report’s texts: "introduction", "aim-2".')
    position = models.PositiveSmallIntegerField(help_text="Its place among the blocks there, counted from 1.")
    kind = models.CharField(max_length=12, choices=BlockKind)
    subject = models.CharField(
        max_length=255, help_text="The story’s short name, the consent’s reference, or the indicator’s short name."
    )
    words = models.CharField(max_length=600, blank=True, help_text="Of a quotation: what they said.")
    who = models.CharField(max_length=150, blank=True, help_text="Of a quotation: as they agreed to be named.")
    changed_at = models.DateTimeField()

    objects = ReportBlockQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["report", "place", "position"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=BlockKind.values), name="report_block_kind_is_known"),
            CheckConstraint(
                condition=~Q(kind=BlockKind.QUOTATION) | ~Q(words=""), name="report_block_that_quotes_has_words"
            ),
            UniqueConstraint(
                fields=["report", "kind", "subject"],
                condition=Q(kind__in=[kind.value for kind in ONCE]),
                name="report_block_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.place}: {self.get_kind_display()} {self.subject}"
