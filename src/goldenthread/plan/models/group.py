"""Groups, who sits in them, their meetings with papers and decisions, and what they asked of the council."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, Count, F, Prefetch, Q, UniqueConstraint
from django.urls import reverse
from simple_history.models import HistoricalRecords

from goldenthread.accounts.models import Person, Team
from goldenthread.plan.groups.kinds import (
    DUTIES_THAT_RUN_A_GROUP,
    USUAL_REPLY_DAYS,
    WAITING_STATES,
    AskState,
    Duty,
    GroupKind,
)
from goldenthread.plan.models.action import Action
from goldenthread.plan.models.plan import number_field


def group_kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, kind.value.capitalize()) for kind in GroupKind]


def duty_choices() -> list[tuple[str, str]]:
    return [(duty.value, duty.value.capitalize()) for duty in Duty]


def ask_state_choices() -> list[tuple[str, str]]:
    return [(state.value, state.value.capitalize()) for state in AskState]


class GroupQuerySet(models.QuerySet["Group"]):
    def public(self) -> GroupQuerySet:
        """Groups that residents may read about."""
        return self.filter(is_public=True)

    def meeting_on(self, day: date) -> GroupQuerySet:
        """Groups that still meet on the day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def with_counts(self, *, on: date) -> GroupQuerySet:
        """The same groups, each with its seats taken, asks, and asks that wait for a reply or are overdue."""
        sits = Q(members__starts_on__lte=on) & (Q(members__ends_on__isnull=True) | Q(members__ends_on__gte=on))
        waits = Q(asks__state__in=[state.value for state in WAITING_STATES])
        return self.annotate(
            seat_count=Count("members", filter=sits, distinct=True),
            ask_count=Count("asks", distinct=True),
            waiting_count=Count("asks", filter=waits, distinct=True),
            overdue_count=Count("asks", filter=waits & Q(asks__due_on__lt=on), distinct=True),
        )


class Group(models.Model):
    """People who meet regularly: a working group, a board, a forum, a network."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, choices=group_kind_choices)
    purpose = models.TextField(help_text="What it is for, in a sentence or two that residents can read.")
    meets = models.CharField(max_length=120, blank=True, help_text="Every second month, in the library.")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="groups_supported",
        help_text="Who looks after the group, and answers for the council where nobody else is named.",
    )  # fmt: skip
    contact = models.CharField(max_length=150, blank=True, help_text="A role or a shared address, not a person’s name.")
    reply_days = models.PositiveSmallIntegerField(
        default=USUAL_REPLY_DAYS, help_text="Working days within which the council replies to what the group asks."
    )
    is_public = models.BooleanField(default=True)
    shows_names = models.BooleanField(
        default=False, help_text="Whether the public page names those members who agreed to it."
    )
    records_names = models.BooleanField(
        default=False, help_text="Whether staff keep who came to a meeting, rather than how many."
    )
    closed_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = GroupQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["name"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=[kind.value for kind in GroupKind]), name="plan_group_kind_is_known"),
            CheckConstraint(condition=Q(reply_days__gte=1), name="plan_group_gives_time_to_reply"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plan:group", args=[self.slug])


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def sitting_on(self, day: date) -> GroupMemberQuerySet:
        """Seats whose term lasts on the day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def vacant(self) -> GroupMemberQuerySet:
        """Seats that nobody holds."""
        return self.filter(name="", person__isnull=True)

    def running(self) -> GroupMemberQuerySet:
        """Seats whose holder may run the group."""
        return self.filter(duty__in=[duty.value for duty in DUTIES_THAT_RUN_A_GROUP])


class GroupMember(models.Model):
    """One seat and who holds it. Residents see the seat; the name is for staff unless the member agreed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    seat = models.CharField(max_length=150, help_text="What the seat is for: parent carer, Mill ward, Public Health.")
    duty = models.CharField(max_length=20, choices=duty_choices, default=Duty.MEMBER.value)
    name = models.CharField(max_length=150, blank=True, help_text="Leave empty while the seat is vacant.")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="group_seats",
        help_text="For somebody who signs in here.",
    )  # fmt: skip
    agreed_to_be_named = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="plan_group_term_ends_after"
            ),
            CheckConstraint(condition=~Q(seat=""), name="plan_group_seat_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}, {self.group}"

    @property
    def is_vacant(self) -> bool:
        """Does nobody hold the seat?"""
        return not self.name and self.person_id is None

    @property
    def shown_name(self) -> str:
        """Whoever holds the seat, for staff."""
        return self.name or (self.person.name if self.person else "")

    def sits_on(self, day: date) -> bool:
        """Does the term last on the day?"""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def published(self) -> MeetingQuerySet:
        """Meetings residents may read about."""
        return self.filter(published_at__isnull=False, group__is_public=True)

    def to_come(self, *, on: date) -> MeetingQuerySet:
        """Meetings on the day or after it that nobody has cancelled."""
        return self.filter(held_on__gte=on, cancelled_because="")

    def held(self, *, on: date) -> MeetingQuerySet:
        """Meetings that took place before the day."""
        return self.filter(held_on__lt=on, cancelled_because="")

    def uncounted(self, *, on: date) -> MeetingQuerySet:
        """Meetings that took place, of which nobody has said how many came."""
        return self.held(on=on).filter(attended__isnull=True)

    def with_papers(self) -> MeetingQuerySet:
        """The same meetings with the names of their papers, but not the files."""
        return self.prefetch_related(Prefetch("papers", MeetingPaper.objects.defer("content")), "decisions")


class Meeting(models.Model):
    """One meeting: its agenda before, how many came and what was decided after."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(blank=True)
    invited = models.PositiveIntegerField(null=True, blank=True)
    attended = models.PositiveIntegerField(null=True, blank=True)
    apologies = models.PositiveIntegerField(null=True, blank=True)
    came = models.ManyToManyField(
        GroupMember, blank=True, related_name="meetings_attended", help_text="Only where the group keeps names."
    )
    notes = models.TextField(blank=True, help_text="What was said, without who said it.")
    cancelled_because = models.CharField(max_length=250, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            UniqueConstraint(fields=["group", "held_on"], name="plan_group_meets_once_a_day"),
            CheckConstraint(
                condition=Q(invited__isnull=True) | Q(attended__isnull=True) | Q(attended__lte=F("invited")),
                name="plan_meeting_had_no_more_than_were_invited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.held_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("plan:meeting", args=[self.group.slug, self.held_on.isoformat()])


class MeetingPaper(models.Model):
    """A file the group read at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    is_public = models.BooleanField(default=False)
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
        return self.title


class MeetingDecision(models.Model):
    """Something a meeting decided. Put right by another decision, never edited."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [CheckConstraint(condition=~Q(text=""), name="plan_meeting_decision_says_something")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.text[:60]}"


class GroupAskQuerySet(models.QuerySet["GroupAsk"]):
    def waiting(self) -> GroupAskQuerySet:
        """Asks the council owes a reply to."""
        return self.filter(state__in=[state.value for state in WAITING_STATES])

    def overdue(self, *, on: date) -> GroupAskQuerySet:
        """Asks whose reply was due before the day and has not come."""
        return self.waiting().filter(due_on__lt=on)

    def public(self) -> GroupAskQuerySet:
        """Asks residents may read."""
        return self.filter(is_public=True, group__is_public=True)

    def with_words(self) -> GroupAskQuerySet:
        """The same asks with their group, team, action, and replies, the latest first."""
        return self.select_related("group", "meeting", "team", "person", "action__plan").prefetch_related("replies")


class GroupAsk(models.Model):
    """Something a group asked of the council, and by when it should have a reply."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="asks")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="asks")
    number = number_field()
    text = models.CharField(max_length=500, help_text="What the council is asked to do, in one sentence.")
    why = models.TextField(blank=True)
    asked_on = models.DateField()
    first_replied_on = models.DateField(null=True, blank=True, help_text="When the first reply came.")
    due_on = models.DateField(help_text="By when the reply is due; set anew when the group asks again.")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="group_asks")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="group_asks")
    state = models.CharField(max_length=30, choices=ask_state_choices, default=AskState.WAITING.value)
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="group_asks",
        help_text="The action of a plan that the ask became.",
    )  # fmt: skip
    is_public = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = GroupAskQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="plan_group_ask_by_due")]
        constraints = [
            UniqueConstraint(fields=["group", "number"], name="plan_group_ask_number_is_stable"),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in AskState]), name="plan_group_ask_state_is_known"
            ),
            CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="plan_group_ask_is_due_after_it_was_put"),
        ]

    def __str__(self) -> str:
        return f"Ask {self.number} of {self.group}"

    def get_absolute_url(self) -> str:
        return reverse("plan:group_ask", args=[self.group.slug, self.number])

    def is_waiting(self) -> bool:
        """Does the council owe a reply?"""
        return AskState(self.state) in WAITING_STATES

    def is_overdue(self, *, on: date) -> bool:
        """Was the reply due before the day?"""
        return self.is_waiting() and self.due_on < on


class AskReply(models.Model):
    """What the council, or the group after it, said about an ask on a day. Never edited."""

    ask = models.ForeignKey(GroupAsk, on_delete=models.PROTECT, related_name="replies")
    state = models.CharField(max_length=30, choices=ask_state_choices)
    text = models.TextField()
    by_role = models.CharField(max_length=150, blank=True, help_text="Shown in public instead of a name.")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            CheckConstraint(condition=~Q(text=""), name="plan_ask_reply_says_something"),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in AskState]), name="plan_ask_reply_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask}: {self.state}"
