"""How progress is measured: what is aimed for and what was achieved, kept apart."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan.kinds import Cadence, Direction, MeasureKind, Statistic
from goldenthread.plan.models.action import Action
from goldenthread.plan.models.group import Group
from goldenthread.plan.models.plan import CurrentQuerySet, Plan, Section, number_field


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in MeasureKind]


def statistic_choices() -> list[tuple[str, str]]:
    return [(statistic.value, statistic.value) for statistic in Statistic]


def cadence_choices() -> list[tuple[str, str]]:
    return [(cadence.value, cadence.value) for cadence in Cadence]


def direction_choices() -> list[tuple[str, str]]:
    return [(direction.value, direction.value) for direction in Direction]


def exact_number() -> models.DecimalField:
    """A figure as it was given: exact, not a float."""
    return models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)


class ProgressMeasureQuerySet(CurrentQuerySet):
    def bound_to(self, indicator_slug: str) -> ProgressMeasureQuerySet:
        """Measures whose figure comes from the indicator."""
        return self.filter(indicator__slug=indicator_slug)

    def unowned(self) -> ProgressMeasureQuerySet:
        """Measures that neither a person nor their action's lead answers for."""
        return self.filter(owner__isnull=True).filter(Q(action__isnull=True) | Q(action__owner__isnull=True))


class ProgressMeasure(models.Model):
    """By what the council wants to be measured."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    number = number_field()
    title = models.CharField(max_length=300, help_text="As the plan says it.")
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=kind_choices)
    unit = models.CharField(max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=direction_choices, default=Direction.UP.value)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="measures_owned")
    source = models.CharField(max_length=250, blank=True, help_text="Where the figure comes from.")

    baseline_value = exact_number()
    baseline_on = models.DateField(null=True, blank=True)
    baseline_note = models.CharField(max_length=250, blank=True)
    target_value = exact_number()
    target_words = models.CharField(max_length=250, blank=True, help_text="A target that is not a number.")
    target_on = models.DateField(null=True, blank=True)

    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="progress_measures"
    )
    area_code = models.CharField(max_length=12, blank=True)
    statistic = models.CharField(max_length=30, choices=statistic_choices, blank=True)

    cadence_every = models.CharField(max_length=10, choices=cadence_choices, blank=True)
    cadence_each_place = models.BooleanField(
        default=False, help_text="Once in each place every time, rather than once anywhere."
    )
    cadence_places = models.JSONField(default=list, blank=True, help_text='[{"code": "E05…", "name": "…"}]')
    cadence_from = models.DateField(null=True, blank=True)
    cadence_reading = models.TextField(blank=True, help_text="How the council reads its own promise, and who said so.")

    asked_by = models.ManyToManyField(
        Group, blank=True, related_name="measures", help_text="The groups whose asks are counted."
    )
    reply_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days within which an ask should have been answered."
    )
    question = models.CharField(max_length=400, blank=True, help_text="What a survey asked, word for word.")
    stages = models.JSONField(default=list, blank=True, help_text='Of a cohort funnel, the first first: ["Referred"].')

    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = ProgressMeasureQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            UniqueConstraint(fields=["plan", "number"], name="plan_measure_number_is_stable"),
            CheckConstraint(
                condition=Q(section__isnull=True, action__isnull=False) | Q(section__isnull=False, action__isnull=True),
                name="plan_measure_belongs_to_an_aim_or_an_action",
            ),
            CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in MeasureKind]), name="plan_measure_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.measure_name} {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("plan:measure", args=[self.plan.slug, self.number])


class TargetChange(models.Model):
    """What was aimed for from a day on, and the decision that said so. Never edited."""

    measure = models.ForeignKey(ProgressMeasure, on_delete=models.PROTECT, related_name="target_changes")
    value = exact_number()
    words = models.CharField(max_length=250, blank=True)
    target_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField()
    decision = models.CharField(max_length=250, help_text="Who decided, and where: Cabinet, 4 March 2026, item 7.")
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_on", "recorded_at", "pk"]
        constraints = [
            CheckConstraint(condition=Q(value__isnull=False) | ~Q(words=""), name="plan_target_says_something"),
            CheckConstraint(condition=~Q(decision=""), name="plan_target_has_its_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.words or self.value}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def standing(self) -> ReadingQuerySet:
        """Readings that no later one has put right."""
        # By asking of each whether there is one: joined to those that correct, every reading of every plan is read.
        return self.exclude(Exists(Reading.objects.filter(corrects=OuterRef("pk"))))


class Reading(models.Model):
    """What was achieved by a day, as somebody in the council counted or saw it. Put right by a later reading."""

    measure = models.ForeignKey(ProgressMeasure, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField(help_text="The day up to which it was counted.")
    period = models.CharField(max_length=60, blank=True, help_text='In words: "April to June 2026".')
    value = exact_number()
    count = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    planned = models.PositiveBigIntegerField(null=True, blank=True, help_text="Places planned by that day.")
    asked = models.PositiveBigIntegerField(null=True, blank=True, help_text="How many a survey was sent to.")
    stage_counts = models.JSONField(default=list, blank=True, help_text="How many came to each stage of a funnel.")
    text = models.TextField(blank=True)
    evidence = models.CharField(max_length=250, blank=True, help_text="What shows it: a report, minutes, a survey.")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "recorded_at", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(value__isnull=False) | Q(count__isnull=False) | ~Q(text=""),
                name="plan_reading_says_something",
            ),
            CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(count__lte=models.F("denominator")),
                name="plan_reading_counts_no_more_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.on:%-d %B %Y}"


class Occurrence(models.Model):
    """Something that should happen regularly did happen, on a day, at a place."""

    measure = models.ForeignKey(ProgressMeasure, on_delete=models.PROTECT, related_name="occurrences")
    held_on = models.DateField()
    place_code = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=250, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            UniqueConstraint(fields=["measure", "held_on", "place_code"], name="plan_occurrence_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.held_on:%-d %B %Y}"
