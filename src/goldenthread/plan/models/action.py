"""What the council will do, who leads it, how it is going."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, Subquery, UniqueConstraint, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person, Team
from goldenthread.plan.kinds import CouncilRole
from goldenthread.plan.models.plan import CurrentQuerySet, Plan, Section, number_field
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus, PlanStage


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, role.value) for role in CouncilRole]


def status_choices() -> list[tuple[str, str]]:
    return [(status.value, status.value) for status in ActionStatus]


class Partner(models.Model):
    """An organisation that works on an action with the council."""

    name = models.CharField(max_length=150, unique=True)
    team = models.OneToOneField(
        Team,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partner",
        help_text="The partner's own people, when they sign in here.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


OF_LATEST_UPDATE = ("latest_update", "latest_update_at", "obstacle")
"""What an action keeps of its latest update: every list and count asks for it, and updates there are a great many."""


class ActionQuerySet(CurrentQuerySet):
    def open(self) -> ActionQuerySet:
        """Actions in the plan that are neither done, missed nor stopped, in plans still in force."""
        return self.filter(removed_at__isnull=True, status__in=[status.value for status in OPEN_STATUSES]).exclude(
            plan__stage=PlanStage.SUPERSEDED.value
        )

    def overdue(self, *, on: date) -> ActionQuerySet:
        """Open actions whose date has passed."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, days: int, *, on: date) -> ActionQuerySet:
        """Open actions whose date comes within so many days."""
        return self.open().filter(due_on__range=(on, on + timedelta(days=days)))

    def of_person(self, person: Person) -> ActionQuerySet:
        """Actions the person or their team leads, or that name the partner whose people they are."""
        theirs = Q(owner=person)
        if person.team_id is not None:
            theirs |= Q(team=person.team_id, owner__isnull=True)
            theirs |= Q(pk__in=Partner.objects.filter(team=person.team_id).values("actions"))
        return self.filter(theirs)

    def led_by(self, person: Person) -> ActionQuerySet:
        """Actions this person leads."""
        return self.filter(owner=person)

    def led_by_team(self, team: Team) -> ActionQuerySet:
        """Actions this team leads."""
        return self.filter(team=team)

    def unowned(self) -> ActionQuerySet:
        """Actions nobody leads."""
        return self.filter(owner__isnull=True)

    def not_updated_since(self, moment: datetime) -> ActionQuerySet:
        """Actions with no update at or after the moment."""
        return self.filter(Q(latest_update_at__isnull=True) | Q(latest_update_at__lt=moment))

    def updated_since(self, moment: datetime) -> ActionQuerySet:
        """Actions with an update at or after the moment."""
        return self.filter(latest_update_at__gte=moment)

    def with_another_latest_update(self) -> ActionQuerySet:
        """Actions that keep another latest update, or something else of it, than their updates say.

        The key of the update that is the latest is then `found_latest`.
        """
        actions = self.annotate(found_latest=latest_of("pk", "pk"))
        is_same = Q(
            latest_update=F("found_latest"),
            latest_update_at=F("latest_update__written_at"),
            obstacle=F("latest_update__in_the_way"),
        ) | Q(latest_update__isnull=True, found_latest__isnull=True, latest_update_at__isnull=True, obstacle="")
        # Asked for by keys, so that "not the same" is never answered by "unknown" where one of the two is missing.
        return actions.exclude(pk__in=actions.filter(is_same).order_by().values("pk"))

    def with_missed_cycle(self) -> ActionQuerySet:
        """The same actions, each with the title of the last cycle whose update never came as `missed_cycle`."""
        asked = apps.get_model("plan", "AskedAction").objects.missed().filter(action=OuterRef("pk"))
        return self.annotate(missed_cycle=Subquery(asked.order_by("-missed_at", "-pk").values("cycle__title")[:1]))


class Action(models.Model):
    """One thing the plan promises to do."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="actions")
    number = number_field()
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    council_role = models.CharField(max_length=20, choices=role_choices, default=CouncilRole.DELIVER.value)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="actions_led")
    owner_role = models.CharField(
        max_length=150, blank=True, help_text="Shown in public instead of a name: Director of Public Health."
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="actions_led")
    partners = models.ManyToManyField(Partner, blank=True, related_name="actions")
    area_codes = models.JSONField(default=list, blank=True, help_text="Where it happens, when not everywhere.")
    groups = models.CharField(max_length=250, blank=True, help_text="Who it is for, in the words they use themselves.")
    budget_line = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=status_choices, default=ActionStatus.NOT_STARTED.value)
    status_reason = models.TextField(blank=True)
    forecast = models.CharField(max_length=20, choices=status_choices, blank=True)
    latest_update = models.ForeignKey(
        "plan.Update", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+",
        help_text="Kept with every update that is written, so that lists need not look for it.",
    )  # fmt: skip
    latest_update_at = models.DateTimeField(null=True, blank=True, editable=False)
    obstacle = models.TextField(
        blank=True, default="", editable=False, help_text="What is in the way, as the latest update says."
    )
    position = models.PositiveIntegerField(default=0)
    tags = models.ManyToManyField("plan.Tag", blank=True, related_name="actions")
    waits_for = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="held_up")
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", *OF_LATEST_UPDATE], m2m_fields=[partners, tags])

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["owner", "status"], name="plan_action_by_owner"),
            models.Index(fields=["plan", "latest_update_at"], name="plan_action_by_latest_update"),
        ]
        constraints = [
            UniqueConstraint(fields=["plan", "number"], name="plan_action_number_is_stable"),
            CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="plan_action_is_due_after_it_starts",
            ),
            CheckConstraint(
                condition=Q(status__in=[status.value for status in ActionStatus]), name="plan_action_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.action_name} {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("plan:action", args=[self.plan.slug, self.number])

    def is_open(self) -> bool:
        """Is it neither done, missed nor stopped?"""
        return ActionStatus(self.status) in OPEN_STATUSES

    def is_overdue(self, *, on: date) -> bool:
        """Has its date passed while it is open?"""
        return self.is_open() and self.due_on is not None and self.due_on < on


class Milestone(models.Model):
    """A step on the way."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "position", "pk"]

    def __str__(self) -> str:
        return self.title


ROLE_NOT_TOLD = "not told"
"""What `author_role` says where a file does not: the words are not those of whoever brought them in."""


class UpdateQuerySet(models.QuerySet["Update"]):
    def newest_first(self) -> UpdateQuerySet:
        """The latest update on top."""
        return self.order_by("-written_at", "-pk")


class Update(models.Model):
    """What somebody wrote about an action on a day. Never edited: a mistake is put right by the next one."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_updates")
    written_at = models.DateTimeField()
    text = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    in_the_way = models.TextField(blank=True, help_text="For colleagues; not published.")
    help_wanted = models.TextField(blank=True, help_text="For colleagues; not published.")
    status = models.CharField(max_length=20, choices=status_choices)
    forecast = models.CharField(max_length=20, choices=status_choices, blank=True)
    is_no_change = models.BooleanField(default=False)
    author_role = models.CharField(
        max_length=150, blank=True, help_text="Whose words these are, where a colleague brought them in from a file."
    )

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["action", "-written_at", "-id"], name="plan_update_latest_first")]

    def __str__(self) -> str:
        return f"{self.action}, {self.written_at:%-d %B %Y}"


def latest_of(action: str, field: str) -> Subquery:
    """What the latest of an action's updates says, as they lie; `action` names the outer query's key of the action."""
    found = Update.objects.filter(action=OuterRef(action)).newest_first()
    return Subquery(found.values(field)[:1])


def all_of_latest(action: str) -> dict[str, Any]:
    """What an action keeps of its latest update, as its updates lie: for rows that no action of this site wrote."""
    fields = zip(OF_LATEST_UPDATE, ("pk", "written_at", "in_the_way"), strict=True)
    found: dict[str, Any] = {kept: latest_of(action, field) for kept, field in fields}
    return {**found, "obstacle": Coalesce(found["obstacle"], Value(""))}
