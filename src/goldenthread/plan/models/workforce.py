"""Tables of how many staff there are by group: what was counted, what of it may be shown, what is done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models.action import Action
from goldenthread.plan.workforce.reading import WorkforceKind


def workforce_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.value.capitalize()) for kind in WorkforceKind]


class WorkforceTableQuerySet(models.QuerySet["WorkforceTable"]):
    def standing(self) -> WorkforceTableQuerySet:
        """Tables that nobody has taken back."""
        return self.filter(taken_back_at__isnull=True)

    def published(self) -> WorkforceTableQuerySet:
        """Tables residents may read."""
        return self.standing().filter(published_at__isnull=False)

    def beside(self, table: WorkforceTable) -> WorkforceTableQuerySet:
        """Other tables that the same actions answer to: who works here, and who took up what was done."""
        shared = self.filter(actions__in=table.actions.all()).exclude(pk=table.pk)
        return shared.defer("shown").distinct()


class WorkforceTable(models.Model):
    """One table of counts of groups. What pages show is `shown`, in which small numbers are hidden already."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=workforce_choices)
    as_of = models.DateField(help_text="The day or the end of the period that was counted.")
    source = models.CharField(max_length=250)
    question = models.CharField(max_length=300, blank=True, help_text="What was asked, or what places were for.")
    shown = models.JSONField(help_text="The counts as they may be shown.")
    sha256 = models.CharField(max_length=64, help_text="Of the file, which is not kept.")
    actions = models.ManyToManyField(Action, blank=True, related_name="workforce_tables")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = WorkforceTableQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in WorkforceKind]), name="plan_workforce_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:workforce_table", args=[self.pk])


class WorkforceCount(models.Model):
    """A group and how many, as uploaded. Never shown: it is what the shown numbers were made from."""

    table = models.ForeignKey(WorkforceTable, on_delete=models.PROTECT, related_name="counts")
    characteristic = models.CharField(max_length=100)
    group = models.CharField(max_length=150)
    grade = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["table", "characteristic", "group", "grade", "period"], name="plan_workforce_group_is_once"
            ),
            CheckConstraint(
                condition=Q(out_of__isnull=True) | Q(count__lte=F("out_of")), name="plan_workforce_count_is_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.characteristic}: {self.group}"


class PopulationBinding(models.Model):
    """Which indicator says how many residents belong to a group of staff."""

    characteristic = models.CharField(max_length=100)
    group = models.CharField(max_length=150)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="workforce_bindings")

    class Meta:
        ordering = ["characteristic", "group"]
        constraints = [UniqueConstraint(fields=["characteristic", "group"], name="plan_workforce_group_is_bound_once")]

    def __str__(self) -> str:
        return f"{self.characteristic}: {self.group}"
