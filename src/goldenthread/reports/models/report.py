"""An annual report: one edition of a plan, the words written around it, and figures frozen with their evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models import Edition, Plan
from goldenthread.reports.states import ReportStatus


def status_choices() -> list[tuple[str, str]]:
    return [(status.value, status.value) for status in ReportStatus]


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def published(self) -> AnnualReportQuerySet:
        """Reports the public can read, those too whose next edition is being written."""
        return self.filter(published_at__isnull=False)

    def under_way(self) -> AnnualReportQuerySet:
        """Reports that somebody still has something to do with."""
        return self.exclude(status=ReportStatus.PUBLISHED.value)

    def in_review(self) -> AnnualReportQuerySet:
        """Reports that wait for somebody to read and approve them."""
        return self.filter(status=ReportStatus.IN_REVIEW.value)

    def approved(self) -> AnnualReportQuerySet:
        """Reports that wait to be published."""
        return self.filter(status=ReportStatus.APPROVED.value)

    def answering(self, source_slug: str) -> AnnualReportQuerySet:
        """Reports that answer the promises of this earlier report."""
        return self.filter(promises__slug=source_slug)

    def newest_first(self) -> AnnualReportQuerySet:
        """The report on the latest period on top."""
        return self.order_by("-ends_on", "-starts_on", "title")


class AnnualReport(models.Model):
    """What the council did about its plan in a year, and whether it worked."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=20, choices=status_choices, default=ReportStatus.DRAFT.value)
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    assembled_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.CharField(max_length=80, blank=True, help_text="The evidence the figures were taken from.")
    correction = models.CharField(
        max_length=600, blank=True, help_text="What the edition that is being written puts right. It is published."
    )
    checked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    promises = models.JSONField(
        default=dict, blank=True, help_text="What the report before promised, and what had become of it."
    )
    heard = models.JSONField(
        default=list, blank=True, help_text="What residents’ groups asked in the year, and what the council answered."
    )
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    pdf = models.FileField(upload_to="reports", max_length=200, blank=True)
    changed_at = models.DateTimeField()

    objects = AnnualReportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "pdf", "promises", "heard"])

    class Meta:
        ordering = ["-ends_on", "title"]
        constraints = [
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_it_starts"),
            CheckConstraint(condition=Q(status__in=[s.value for s in ReportStatus]), name="report_status_is_known"),
            CheckConstraint(
                condition=~Q(status=ReportStatus.PUBLISHED.value)
                | Q(published_at__isnull=False, edition__isnull=False),
                name="report_that_is_published_says_when_and_from_what",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:annual", args=[self.slug])

    @property
    def is_corrected_now(self) -> bool:
        """Whether everybody reads one edition while the next is being written."""
        return self.published_at is not None and self.status != ReportStatus.PUBLISHED.value


class ReportText(models.Model):
    """What was written for one place in a report: its introduction, the words under one aim."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="texts")
    place = models.CharField(max_length=40, help_text='"introduction", "aim-2": see goldenthread.reports.outline.')
    text = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["report", "place"]
        constraints = [UniqueConstraint(fields=["report", "place"], name="report_text_has_one_place")]

    def __str__(self) -> str:
        return f"{self.report}: {self.place}"


class FigureKind(models.TextChoices):
    GAP = "gap"
    MEASURE = "measure"
    DIFFERENCE = "difference"
    MAP = "map"


class ReportFigureQuerySet(models.QuerySet["ReportFigure"]):
    def public(self) -> ReportFigureQuerySet:
        """Figures of reports that everybody can read."""
        return self.filter(report__published_at__isnull=False)

    def maps(self) -> ReportFigureQuerySet:
        """Maps that somebody put into a report."""
        return self.filter(kind=FigureKind.MAP)

    def of_indicator(self, slug: str) -> ReportFigureQuerySet:
        """Figures that come from the indicator."""
        return self.filter(indicator__slug=slug)

    def of_measures(self, plan_slug: str, numbers: list[str]) -> ReportFigureQuerySet:
        """Figures of these measures of a plan."""
        return self.filter(report__plan__slug=plan_slug, kind=FigureKind.MEASURE, key__in=numbers)


class ReportFigure(models.Model):
    """One figure as a report gives it, with all that proves it. Made when a report is put together, never edited."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField(help_text="Its number within the report: Figure 12.")
    kind = models.CharField(max_length=12, choices=FigureKind)
    key = models.CharField(max_length=120, help_text="The measure's or difference's number, or the indicator's slug.")
    title = models.CharField(max_length=400)
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    statistic = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=12, blank=True)
    snapshot = models.CharField(max_length=80, blank=True)

    value = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=200, help_text="The figure as it is printed.")
    interval_words = models.CharField(max_length=200, blank=True)
    no_interval = models.CharField(max_length=400, blank=True)
    missing = models.CharField(max_length=400, blank=True)
    sentence = models.TextField(blank=True, help_text="The finding, no stronger than its interval allows.")
    period = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=40, blank=True)
    verdict_why = models.TextField(blank=True)
    against_target = models.CharField(max_length=300, blank=True)
    target = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    method = models.TextField(blank=True)
    files = models.JSONField(default=list, help_text="The source's files with their checksums.")
    drawing = models.JSONField(default=dict, help_text="The numbers its picture is drawn from.")

    objects = ReportFigureQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            UniqueConstraint(fields=["report", "number"], name="report_figure_number_is_its_own"),
            UniqueConstraint(fields=["report", "kind", "key"], name="report_figure_is_given_once"),
            CheckConstraint(condition=Q(kind__in=FigureKind.values), name="report_figure_kind_is_known"),
            CheckConstraint(
                condition=Q(indicator__isnull=True) | Q(value__isnull=True) | ~Q(snapshot=""),
                name="report_figure_from_evidence_names_its_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, figure {self.number}"

    @property
    def label(self) -> str:
        """As it is called in print. Editors put maps where they like, so that their numbers would be out of order."""
        return "Map" if self.kind == FigureKind.MAP else f"Figure {self.number}"

    @property
    def thread_key(self) -> str:
        """By which its thread is found."""
        return f"{self.report.slug}-{self.number}"
