"""The calendar of every group's meetings: filtered and ordered by the address, and as a table to take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.groups.presenters import write_attendance
from goldenthread.plan.models import Group, Meeting, MeetingDecision
from goldenthread.plan.models.group import MeetingQuerySet
from goldenthread.plan.presenters import Status, write_day
from goldenthread.publishing.figures import Column, Table

MEETING_ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-held_on", "group__name", "pk"),
    "soonest": ("held_on", "group__name", "pk"),
    "group": ("group__name", "-held_on", "pk"),
}
WHICH = {"coming": "To come", "held": "Held", "cancelled": "Did not take place"}
STAFF_WHICH = {**WHICH, "uncounted": "Held, and nobody counted who came", "unpublished": "Not public"}


class MeetingFilter(FilterForm):
    """Which meetings are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    group = forms.ModelChoiceField(
        Group.objects.none(), label="Group", required=False, empty_label="Any", to_field_name="slug"
    )
    which = forms.ChoiceField(label="Which", required=False)
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Latest first"), ("soonest", "Earliest first"), ("group", "Group")],
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], for_staff: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        group, which = self.fields["group"], self.fields["which"]
        if isinstance(group, forms.ModelChoiceField):
            group.queryset = groups
        if isinstance(which, forms.ChoiceField):
            which.choices = [("", "All"), *(STAFF_WHICH if for_staff else WHICH).items()]

    def narrow(self, meetings: MeetingQuerySet, *, on: date) -> QuerySet[Meeting]:
        """The meetings that the filters let through on a day, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            decided = MeetingDecision.objects.filter(meeting=OuterRef("pk"), text__icontains=words)
            meetings = meetings.filter(
                Q(group__name__icontains=words)
                | Q(venue__icontains=words)
                | Q(agenda__icontains=words)
                | Q(notes__icontains=words)
                | Exists(decided)
            )
        if group := wanted.get("group"):
            meetings = meetings.filter(group=group)
        match wanted.get("which"):
            case "coming":
                meetings = meetings.to_come(on=on)
            case "held":
                meetings = meetings.held(on=on)
            case "cancelled":
                meetings = meetings.exclude(cancelled_because="")
            case "uncounted":
                meetings = meetings.uncounted(on=on)
            case "unpublished":
                meetings = meetings.filter(published_at__isnull=True)
        return meetings.order_by(*MEETING_ORDERS[wanted.get("sort") or ""])


def with_what_came_of_it(meetings: MeetingQuerySet, *, for_staff: bool) -> MeetingQuerySet:
    """The same meetings with their group, decisions, and how many papers and asks the reader may see."""
    papers, asks = (Q(), Q()) if for_staff else (Q(papers__is_public=True), Q(asks__is_public=True))
    return (
        meetings.select_related("group")
        .prefetch_related("decisions")
        .annotate(
            paper_count=Count("papers", filter=papers, distinct=True),
            ask_count=Count("asks", filter=asks, distinct=True),
        )
    )


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in the calendar."""

    group: str
    title: str
    href: str
    where: str
    came_of_it: str
    state: Status


def make_meeting_line(meeting: Meeting, *, on: date, for_staff: bool) -> MeetingLine:
    """A meeting read with what came of it, in a line."""
    page = "plan:staff_meeting" if for_staff else "plan:meeting"
    time = f"{meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return MeetingLine(
        group=meeting.group.name,
        title=write_day(meeting.held_on),
        href=reverse(page, args=[meeting.group.slug, meeting.held_on.isoformat()]),
        where=", ".join(filter(None, (meeting.venue, time))),
        came_of_it=_what_came_of_it(meeting),
        state=_state(meeting, on=on, for_staff=for_staff),
    )


def _what_came_of_it(meeting: Meeting) -> str:
    counted = (
        (len(meeting.decisions.all()), "decision"),
        (int(getattr(meeting, "ask_count", 0)), "ask"),
        (int(getattr(meeting, "paper_count", 0)), "paper"),
    )
    named = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counted if number)
    return " ".join(filter(None, (write_attendance(meeting), f"{named}." if named else "")))


def _state(meeting: Meeting, *, on: date, for_staff: bool) -> Status:
    if meeting.cancelled_because:
        return Status("Did not take place" if meeting.held_on < on else "Cancelled", "grey")
    if for_staff and meeting.published_at is None:
        return Status("Not public", "grey")
    return Status("To come", "blue") if meeting.held_on >= on else Status("Held", "green")


def table_of_meetings(meetings: Iterable[Meeting], *, for_staff: bool) -> Table:
    """The calendar, to take away; agendas and decisions whole. Numbers, never names."""
    columns = (
        Column("Group"), Column("Day"), Column("Time"), Column("Where"), Column("Agenda"), Column("Invited", 0),
        Column("Came", 0), Column("Apologies", 0), Column("Decisions"), Column("Asks", 0), Column("Papers", 0),
        Column("Did not take place because"), *((Column("Published on"),) if for_staff else ()),
    )  # fmt: skip
    rows = []
    for each in meetings:
        published = each.published_at.date().isoformat() if each.published_at else ""
        rows.append(
            (
                each.group.name, each.held_on.isoformat(), f"{each.starts_at:%H:%M}" if each.starts_at else "",
                each.venue, each.agenda, each.invited, each.attended, each.apologies,
                "\n".join(decision.text for decision in each.decisions.all()), int(getattr(each, "ask_count", 0)),
                int(getattr(each, "paper_count", 0)), each.cancelled_because, *((published,) if for_staff else ()),
            )
        )  # fmt: skip
    return Table("Meetings of groups", columns, tuple(rows))
