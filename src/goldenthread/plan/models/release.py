"""Releases of progress by the calendar, times when nothing may be published, and replies before publication."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan.models.action import Partner
from goldenthread.plan.models.edition import Edition, ItemKind
from goldenthread.plan.models.plan import Plan
from goldenthread.plan.releases.states import COMING_RELEASES, STANDING_RELEASES, ReleaseState, ReplyState


def release_choices() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in ReleaseState]


def reply_choices() -> list[tuple[str, str]]:
    return [(state.value, state.value) for state in ReplyState]


class ReleaseQuerySet(models.QuerySet["Release"]):
    def coming(self) -> ReleaseQuerySet:
        """Releases that are announced and still to be published."""
        return self.filter(state__in=[state.value for state in COMING_RELEASES])

    def published(self) -> ReleaseQuerySet:
        """Releases that the public has."""
        return self.filter(state=ReleaseState.PUBLISHED.value)

    def signed_off(self) -> ReleaseQuerySet:
        """Releases that wait for their day."""
        return self.filter(state=ReleaseState.SIGNED_OFF.value)

    def open_to_members(self, *, on: date) -> ReleaseQuerySet:
        """Releases that members may read before everybody else."""
        return self.filter(state__in=[state.value for state in STANDING_RELEASES], members_from__lte=on)

    def with_plans(self) -> ReleaseQuerySet:
        """With what each releases, in one more query."""
        return self.prefetch_related(
            models.Prefetch("released", ReleasedPlan.objects.select_related("plan__current_edition"))
        )

    def soonest_first(self) -> ReleaseQuerySet:
        """The next on top."""
        return self.order_by("publish_on", "pk")


class Release(models.Model):
    """One release in the calendar: what was recorded about some plans in a period, published on an announced day."""

    title = models.CharField(max_length=80, unique=True, help_text="July to September 2026")
    period_starts_on = models.DateField()
    period_ends_on = models.DateField()
    members_from = models.DateField(help_text="From this day on members read it, before the public does.")
    publish_on = models.DateField()
    plans = models.ManyToManyField(Plan, through="ReleasedPlan", related_name="releases")
    signer = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", help_text="Signs it off; somebody else prepares it."
    )
    note = models.TextField(blank=True, help_text="What is new, for readers.")
    state = models.CharField(max_length=20, choices=release_choices, default=ReleaseState.PLANNED.value)
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(null=True, blank=True)
    members_told_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_role = models.CharField(max_length=150, blank=True, help_text="Shown in public instead of a name.")
    published_at = models.DateTimeField(null=True, blank=True)
    override_reason = models.TextField(blank=True, help_text="Why it was published in a pre-election period.")
    cancel_reason = models.TextField(blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_on", "-pk"]
        indexes = [models.Index(fields=["state", "publish_on"], name="plan_release_by_day")]
        constraints = [
            CheckConstraint(
                condition=Q(period_ends_on__gte=F("period_starts_on")), name="plan_release_period_ends_after"
            ),
            CheckConstraint(
                condition=Q(publish_on__gt=F("period_ends_on")), name="plan_release_comes_after_its_period"
            ),
            CheckConstraint(
                condition=Q(members_from__lte=F("publish_on")), name="plan_members_read_a_release_before_the_public"
            ),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in ReleaseState]), name="plan_release_state_is_known"
            ),
            CheckConstraint(
                condition=Q(signed_off_by__isnull=True) | ~Q(signed_off_by=F("prepared_by")),
                name="plan_nobody_signs_off_what_they_prepared",
            ),
        ]

    def __str__(self) -> str:
        return f"Release for {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("plan:staff_release_page", args=[self.pk])

    def is_open_to_members(self, *, on: date) -> bool:
        """May members read it on the day?"""
        return ReleaseState(self.state) in STANDING_RELEASES and self.members_from <= on


class ReleasedPlan(models.Model):
    """One plan in a release: on which edition what is shown was prepared, and the edition that came of it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="released")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="released")
    base = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.OneToOneField(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="released_by")
    content_changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan__title"]
        constraints = [UniqueConstraint(fields=["release", "plan"], name="plan_is_once_in_a_release")]

    def __str__(self) -> str:
        return f"{self.plan} in the {self.release}"


class PreparedItemQuerySet(models.QuerySet["PreparedItem"]):
    def of_kind(self, kind: ItemKind) -> PreparedItemQuerySet:
        """Items of one kind."""
        return self.filter(kind=kind.value)


class PreparedItem(models.Model):
    """One part of a plan as it will be published, unless the release is taken back."""

    released = models.ForeignKey(ReleasedPlan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind)
    number = models.CharField(max_length=20)
    section_number = models.CharField(max_length=20, blank=True)
    action_number = models.CharField(max_length=20, blank=True)
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    document = models.JSONField()

    objects = PreparedItemQuerySet.as_manager()

    class Meta:
        ordering = ["released", "kind", "position"]
        indexes = [
            models.Index(fields=["released", "section_number", "kind"], name="plan_prepared_of_section"),
            models.Index(fields=["released", "kind", "action_number"], name="plan_prepared_of_action"),
        ]
        constraints = [UniqueConstraint(fields=["released", "kind", "number"], name="plan_item_is_prepared_once")]

    def __str__(self) -> str:
        return f"{self.released}: {self.kind} {self.number}"


class PreElectionPeriodQuerySet(models.QuerySet["PreElectionPeriod"]):
    def on(self, day: date) -> PreElectionPeriodQuerySet:
        """Periods that last on the day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, *, on: date) -> PreElectionPeriodQuerySet:
        """Periods that last or are still to come."""
        return self.filter(ends_on__gte=on)


class PreElectionPeriod(models.Model):
    """The weeks before an election in which a council publishes nothing that could sway it."""

    title = models.CharField(max_length=120, help_text="Local elections, 6 May 2027")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The day of the poll.")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = PreElectionPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_pre_election_period_ends_after")
        ]

    def __str__(self) -> str:
        return f"Pre-election period: {self.title}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def standing(self) -> ReplyQuerySet:
        """Replies that are shown beside what they are about, those that never came among them."""
        return self.exclude(state=ReplyState.WITHDRAWN.value)

    def awaited(self, *, on: date) -> ReplyQuerySet:
        """Replies that may still come."""
        return self.filter(state=ReplyState.ASKED.value, due_on__gte=on)


class Reply(models.Model):
    """A partner or network is shown what a release says of what concerns them, and may reply before it is out."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="replies")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    name = models.CharField(max_length=150, help_text="The partner’s or network’s name, as it is published.")
    email = models.EmailField(help_text="Where the link is sent. Not published.")
    numbers = models.JSONField(help_text="The numbers of the actions that concern them.")
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=reply_choices, default=ReplyState.ASKED.value)
    text = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["release", "plan", "name"],
                condition=~Q(state=ReplyState.WITHDRAWN.value),
                name="plan_reply_is_asked_for_once",
            ),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in ReplyState]), name="plan_reply_state_is_known"
            ),
            CheckConstraint(
                condition=~Q(state=ReplyState.REPLIED.value) | Q(replied_at__isnull=False),
                name="plan_reply_that_came_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Reply of {self.name} to the {self.release}"
