"""Last year's report as the file it is, the sentences found in it, and the promises that came of them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Count, F, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person, Team
from goldenthread.plan.models.action import Action
from goldenthread.plan.models.measure import ProgressMeasure
from goldenthread.plan.promises.states import UNSETTLED, PromiseState, SentenceState


def sentence_choices() -> list[tuple[str, str]]:
    return [(state.value, state.value.capitalize()) for state in SentenceState]


def promise_choices() -> list[tuple[str, str]]:
    return [(state.value, state.value.capitalize()) for state in PromiseState]


class SourceReportQuerySet(models.QuerySet["SourceReport"]):
    def light(self) -> SourceReportQuerySet:
        """The same reports without their files and their text, which a list does not need."""
        return self.defer("content", "blocks")

    def published(self) -> SourceReportQuerySet:
        """Reports whose promises everybody can read."""
        return self.filter(published_at__isnull=False)

    def with_counts(self) -> SourceReportQuerySet:
        """The same reports, each with how many of its sentences are in each state."""
        return self.annotate(
            **{
                f"{state.name.lower()}_count": Count("sentences", filter=Q(sentences__state=state.value))
                for state in SentenceState
            }
        )


class SourceReport(models.Model):
    """A report that the council published earlier: the file, its text, and what was found in it."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    starts_on = models.DateField(null=True, blank=True, help_text="The first day it is about.")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; it looks forward from there.")
    file_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    kind = models.CharField(max_length=20, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    blocks = models.JSONField(default=list, help_text="The document as it was read: see goldenthread.checking.")
    refusal = models.TextField(blank=True, help_text="Why it could not be read.")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = SourceReportQuerySet.as_manager()

    class Meta:
        ordering = [F("ends_on").desc(nulls_last=True), "-uploaded_at"]
        constraints = [
            CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="plan_source_report_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:staff_source", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Has nobody read it yet?"""
        return self.read_at is None


class SentenceQuerySet(models.QuerySet["HarvestedSentence"]):
    def undecided(self) -> SentenceQuerySet:
        """Sentences that wait for somebody's decision."""
        return self.filter(state=SentenceState.PROPOSED.value)


class HarvestedSentence(models.Model):
    """A sentence of a report, letter for letter, with the rule that found it or the reason it was passed over."""

    source = models.ForeignKey(SourceReport, on_delete=models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField(help_text="Its place among the sentences found, from 1.")
    block = models.PositiveIntegerField(help_text="The number of the block of the document it stands in.")
    start = models.PositiveIntegerField(help_text="Where in the block's text it begins.")
    text = models.TextField()
    lead = models.TextField(blank=True, help_text="The words its list stands under.")
    section = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    trigger = models.TextField(blank=True)
    passed_over_because = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_phrase = models.CharField(max_length=120, blank=True)
    due_reason = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=20, choices=sentence_choices)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SentenceQuerySet.as_manager()

    class Meta:
        ordering = ["source_id", "position"]
        constraints = [
            UniqueConstraint(fields=["source", "position"], name="plan_sentence_has_one_place"),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in SentenceState]), name="plan_sentence_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("plan:staff_sentence", args=[self.source_id, self.position])


class PromiseQuerySet(models.QuerySet["Promise"]):
    def public(self) -> PromiseQuerySet:
        """Promises of reports that are published as such."""
        return self.filter(source__published_at__isnull=False)

    def overdue(self, *, on: date) -> PromiseQuerySet:
        """Promises with something to come whose date has passed."""
        return self.filter(state__in=[state.value for state in UNSETTLED], due_on__lt=on)

    def in_order(self) -> PromiseQuerySet:
        """As they stand in their reports, the latest report first."""
        return self.order_by(F("source__ends_on").desc(nulls_last=True), "number")


class Promise(models.Model):
    """Something a report promised, in words that can be answered, and what became of it."""

    number = models.PositiveIntegerField(unique=True, help_text="Promise 12; given once and never again.")
    source = models.ForeignKey(SourceReport, on_delete=models.PROTECT, related_name="promises")
    sentence = models.OneToOneField(HarvestedSentence, on_delete=models.PROTECT, related_name="promise")
    text = models.TextField(help_text="What was promised, so that it can be read alone.")
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_owned")
    owner_role = models.CharField(max_length=150, blank=True, help_text="Shown in public instead of a name.")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="promises_owned")
    actions = models.ManyToManyField(Action, blank=True, related_name="promises")
    measures = models.ManyToManyField(ProgressMeasure, blank=True, related_name="promises")
    state = models.CharField(max_length=20, choices=promise_choices, default=PromiseState.OPEN.value)
    reason = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=400, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = PromiseQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"], m2m_fields=[actions, measures])

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["state", "due_on"], name="plan_promise_by_state")]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=[state.value for state in PromiseState]), name="plan_promise_state_is_known"
            ),
            CheckConstraint(
                condition=Q(state__in=[PromiseState.OPEN.value, PromiseState.KEPT.value]) | ~Q(reason=""),
                name="plan_promise_not_kept_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Promise {self.number}: {self.text[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("plan:promise", args=[self.number])

    def clean(self) -> None:
        if not self.text.strip():
            raise ValidationError({"text": "Say what was promised."})

    def is_overdue(self, *, on: date) -> bool:
        """Is something to come although its date has passed?"""
        return PromiseState(self.state) in UNSETTLED and self.due_on is not None and self.due_on < on


class PromiseAnswer(models.Model):
    """What was said of a promise on a day. Never edited: a later answer takes its place."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=20, choices=promise_choices)
    reason = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=400, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["promise", "-written_at"], name="plan_answer_by_promise")]

    def __str__(self) -> str:
        return f"{self.promise}: {self.state}"
