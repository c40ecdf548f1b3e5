"""Registers: what is kept up and renewed, how often a standard was kept, and who answers for duties in law."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person, Team
from goldenthread.plan.models.measure import exact_number
from goldenthread.plan.registers.kinds import SOON_DAYS, RegisterKind


def register_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.words.title) for kind in RegisterKind]


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    def kept(self) -> RegisterEntryQuerySet:
        """Entries that are still kept up."""
        return self.filter(ended_on__isnull=True)

    def public(self) -> RegisterEntryQuerySet:
        """Entries residents may read."""
        return self.filter(is_public=True)

    def overdue(self, *, on: date) -> RegisterEntryQuerySet:
        """Entries kept up whose date has passed."""
        return self.kept().filter(due_on__lt=on)

    def due_soon(self, *, on: date) -> RegisterEntryQuerySet:
        """Entries kept up whose date comes soon."""
        return self.kept().filter(due_on__range=(on, on + timedelta(days=SOON_DAYS)))

    def unowned(self) -> RegisterEntryQuerySet:
        """Entries kept up that nobody answers for."""
        return self.kept().filter(owner__isnull=True)


class RegisterEntry(models.Model):
    """A strategy, an accreditation, a service standard or an evidence document, and when it is due next."""

    register = models.CharField(max_length=20, choices=register_choices)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    version = models.CharField(max_length=60, blank=True)
    co_producers = models.CharField(max_length=300, blank=True, help_text="Who wrote it together with the council.")
    given_by = models.CharField(max_length=150, blank=True)
    url = models.URLField(max_length=500, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    expected_share = exact_number()
    expected_words = models.CharField(max_length=250, blank=True, help_text="What should happen: a reply in ten days.")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="register_entries")
    owner_role = models.CharField(max_length=150, blank=True, help_text="Shown in public instead of a name.")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="register_entries")
    is_public = models.BooleanField(default=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=250, blank=True)
    changed_at = models.DateTimeField()

    objects = RegisterEntryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "title", "pk"]
        indexes = [models.Index(fields=["register", "due_on"], name="plan_register_by_due")]
        constraints = [
            CheckConstraint(
                condition=Q(register__in=[kind.value for kind in RegisterKind]), name="plan_register_is_known"
            ),
            CheckConstraint(
                condition=Q(expected_share__isnull=True) | Q(expected_share__gt=0, expected_share__lte=100),
                name="plan_register_expects_a_percentage",
            ),
            CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gt=F("starts_on")),
                name="plan_register_is_due_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:register_entry", args=[self.register, self.pk])

    @property
    def kind(self) -> RegisterKind:
        """Which register it is in."""
        return RegisterKind(self.register)

    def is_overdue(self, *, on: date) -> bool:
        """Has its date passed while it is kept up?"""
        return self.ended_on is None and self.due_on is not None and self.due_on < on


class RegisterRenewal(models.Model):
    """An entry was reviewed, renewed or published anew on a day. Never edited."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="renewals")
    done_on = models.DateField()
    version = models.CharField(max_length=60, blank=True)
    was_due_on = models.DateField(null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-done_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry}, {self.done_on:%-d %B %Y}"


class StandardResult(models.Model):
    """How often a service standard was kept in a period: so many of so many. Put right by another."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="results")
    starts_on = models.DateField()
    ends_on = models.DateField()
    kept = models.PositiveBigIntegerField()
    of = models.PositiveBigIntegerField()
    expected_share = exact_number()
    note = models.CharField(max_length=250, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            CheckConstraint(condition=Q(of__gte=1), name="plan_standard_was_tried"),
            CheckConstraint(condition=Q(kept__lte=F("of")), name="plan_standard_kept_no_more_than_tried"),
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_standard_period_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.kept} of {self.of}"


class DutyCharge(models.Model):
    """Who answers for a duty in law here, or why it does not apply to this council."""

    nation = models.CharField(max_length=20)
    slug = models.SlugField(max_length=80)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    does_not_apply_because = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["nation", "slug"]
        constraints = [UniqueConstraint(fields=["nation", "slug"], name="plan_duty_is_charged_once")]

    def __str__(self) -> str:
        return f"{self.slug}, {self.nation}"


class DutyDone(models.Model):
    """A duty in law was done on a day, and where that can be read. Taken back by saying so, never deleted."""

    nation = models.CharField(max_length=20)
    slug = models.SlugField(max_length=80)
    done_on = models.DateField()
    url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=250, blank=True)
    taken_back_because = models.CharField(max_length=250, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-done_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.slug}, {self.done_on:%-d %B %Y}"


class RegisterReminder(models.Model):
    """That an owner was reminded of a date. Each step is sent once for a date."""

    about = models.CharField(max_length=120, help_text="entry:12 or duty:England/gender-pay-gap")
    due_on = models.DateField()
    step = models.CharField(max_length=30)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [UniqueConstraint(fields=["about", "due_on", "step"], name="plan_reminder_is_sent_once")]

    def __str__(self) -> str:
        return f"{self.about}: {self.step}"
