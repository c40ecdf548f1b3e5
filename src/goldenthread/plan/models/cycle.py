"""Update cycles: who is asked for what, by when, who stands in, and which devices a person has confirmed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from goldenthread.accounts.models import Person, Team
from goldenthread.messages.models import SignedLink
from goldenthread.plan.cycles.states import OPEN_ASKINGS, AskingState
from goldenthread.plan.models.action import Action, Update
from goldenthread.plan.models.plan import Plan


def asking_choices() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in AskingState]


class UpdateCycleQuerySet(models.QuerySet["UpdateCycle"]):
    def running(self) -> UpdateCycleQuerySet:
        """Cycles that somebody may still answer."""
        return self.filter(closed_at__isnull=True)

    def newest_first(self) -> UpdateCycleQuerySet:
        """The latest on top."""
        return self.order_by("-period_ends_on", "-pk")


class UpdateCycle(models.Model):
    """One round of updates, a quarter unless the council says otherwise."""

    title = models.CharField(max_length=80, unique=True, help_text="July to September 2026")
    period_starts_on = models.DateField()
    period_ends_on = models.DateField()
    opens_on = models.DateField(help_text="The day on which everybody is asked.")
    due_on = models.DateField(help_text="The day by which everybody should have answered.")
    plans = models.ManyToManyField(Plan, related_name="update_cycles")
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = UpdateCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-period_ends_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(period_ends_on__gte=F("period_starts_on")), name="plan_cycle_period_ends_after"
            ),
            CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="plan_cycle_is_due_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"Updates for {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("plan:staff_cycle", args=[self.pk])


class AskingQuerySet(models.QuerySet["Asking"]):
    def waiting(self) -> AskingQuerySet:
        """Askings that somebody is expected to do something about."""
        return self.filter(state__in=[state.value for state in OPEN_ASKINGS])

    def handed_on(self, *, to: Person) -> AskingQuerySet:
        """Askings of which everything went to this person."""
        return self.filter(state=AskingState.HANDED_OVER.value, told=to)


class Asking(models.Model):
    """One person asked in one cycle, about everything they lead."""

    cycle = models.ForeignKey(UpdateCycle, on_delete=models.PROTECT, related_name="askings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="askings")
    state = models.CharField(max_length=40, choices=asking_choices, default=AskingState.TO_ASK.value)
    moved_at = models.DateTimeField(help_text="When it came to the state it is in.")
    told = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who was told last that it is waiting, or whom it was handed to.",
    )  # fmt: skip

    objects = AskingQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        indexes = [models.Index(fields=["cycle", "state"], name="plan_asking_by_state")]
        constraints = [
            UniqueConstraint(fields=["cycle", "person"], name="plan_person_is_asked_once_a_cycle"),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in AskingState]), name="plan_asking_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cycle.title}"


class AskedActionQuerySet(models.QuerySet["AskedAction"]):
    def unanswered(self) -> AskedActionQuerySet:
        """Actions nobody has said anything about since they were asked for."""
        return self.filter(update__isnull=True)

    def missed(self) -> AskedActionQuerySet:
        """Actions whose update never came."""
        return self.unanswered().filter(missed_at__isnull=False)


class AskedAction(models.Model):
    """An action an update is wanted on in a cycle; without an asking there is nobody to ask."""

    cycle = models.ForeignKey(UpdateCycle, on_delete=models.PROTECT, related_name="asked")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="asked")
    asking = models.ForeignKey(Asking, null=True, blank=True, on_delete=models.PROTECT, related_name="asked")
    handed_over_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    update = models.ForeignKey(Update, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    missed_at = models.DateTimeField(null=True, blank=True)

    objects = AskedActionQuerySet.as_manager()

    class Meta:
        ordering = ["action__plan", "action__position", "pk"]
        indexes = [models.Index(fields=["action", "-missed_at"], name="plan_asked_by_action")]
        constraints = [UniqueConstraint(fields=["cycle", "action"], name="plan_action_is_asked_once_a_cycle")]

    def __str__(self) -> str:
        return f"{self.action}, {self.cycle.title}"


class EscalationLine(models.Model):
    """Who hears of a team's silence: first its lead, then its director."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="escalation_line")
    lead = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    director = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["team__name"]

    def __str__(self) -> str:
        return f"Who hears of silence in {self.team}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> AbsenceQuerySet:
        """Absences that last on the day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Absence(models.Model):
    """Somebody is out of the office, and who answers for them meanwhile; without an end it is a standing proxy."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    proxy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="plan_absence_ends_after"
            ),
            CheckConstraint(condition=~Q(person=F("proxy")), name="plan_nobody_is_their_own_proxy"),
        ]

    def __str__(self) -> str:
        return f"{self.proxy} for {self.person} from {self.starts_on:%-d %B %Y}"


class DeviceCode(models.Model):
    """A code on its way to a work address. It serves one link in one browser, for minutes, a few tries."""

    link = models.ForeignKey(SignedLink, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Code for {self.link.person}"


class ConfirmedDeviceQuerySet(models.QuerySet["ConfirmedDevice"]):
    def standing(self, *, at: datetime) -> ConfirmedDeviceQuerySet:
        """Devices that need no code now."""
        return self.filter(expires_at__gt=at)


class ConfirmedDevice(models.Model):
    """A browser in which a person has typed a code from their work address. Only the hash of its secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="confirmed_devices")
    secret_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ConfirmedDeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return f"A device of {self.person}"


class UpdateEvidence(models.Model):
    """A file that shows what an update says. For colleagues; it is not published."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="evidence")
    file_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name
