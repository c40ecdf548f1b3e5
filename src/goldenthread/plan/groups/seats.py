"""The seats of every group for staff: who sits where and until when, what is vacant, whose term ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.groups.kinds import Duty
from goldenthread.plan.models import Group, GroupMember
from goldenthread.plan.models.group import GroupMemberQuerySet
from goldenthread.publishing.figures import Column, Table

#: A successor has to be found within so many days of a term's end.
ENDING_DAYS = 92

SEAT_ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("group__name", "position", "pk"),
    "ends": (F("ends_on").asc(nulls_last=True), "group__name", "position", "pk"),
    "seat": ("seat", "group__name", "pk"),
}
WHICH = {
    "vacant": "Vacant",
    "ending": "Term ends within three months",
    "running": "Chair, deputy chair or secretary",
    "over": "Term is over, or to come",
    "all": "All, those over and to come too",
}


class SeatFilter(FilterForm):
    """Which seats are shown; it lives in the address. Unless somebody asks, those whose term lasts."""

    q = forms.CharField(label="Words", required=False)
    group = forms.ModelChoiceField(
        Group.objects.all(), label="Group", required=False, empty_label="Any", to_field_name="slug"
    )
    which = forms.ChoiceField(label="Which", required=False, choices=[("", "Taken or vacant now"), *WHICH.items()])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Group"), ("ends", "First to end"), ("seat", "Seat")],
    )

    def narrow(self, seats: GroupMemberQuerySet, *, on: date) -> QuerySet[GroupMember]:
        """The seats that the filters let through on a day, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        which = wanted.get("which")
        if which == "over":
            seats = seats.exclude(pk__in=GroupMember.objects.sitting_on(on).values("pk"))
        elif which != "all":
            seats = seats.sitting_on(on)
        match which:
            case "vacant":
                seats = seats.vacant()
            case "ending":
                seats = ending_soon(seats, on=on)
            case "running":
                seats = seats.running()
        if group := wanted.get("group"):
            seats = seats.filter(group=group)
        if words := wanted.get("q"):
            seats = seats.filter(Q(seat__icontains=words) | Q(name__icontains=words) | Q(person__name__icontains=words))
        return seats.order_by(*SEAT_ORDERS[wanted.get("sort") or ""])


def ending_soon(seats: GroupMemberQuerySet, *, on: date) -> GroupMemberQuerySet:
    """Of seats whose term lasts, those for whom a successor has to be found."""
    return seats.filter(ends_on__lte=on + timedelta(days=ENDING_DAYS))


def table_of_seats(seats: Iterable[GroupMember]) -> Table:
    """The list of seats with who holds them, to take away: for colleagues only."""
    columns = (
        Column("Group"), Column("Seat"), Column("Duty"), Column("Name"), Column("Agreed to be named"),
        Column("First day"), Column("Last day"),
    )  # fmt: skip
    rows = tuple(
        (
            each.group.name, each.seat, each.duty, each.shown_name, "yes" if each.agreed_to_be_named else "no",
            each.starts_on.isoformat(), each.ends_on.isoformat() if each.ends_on else "",
        )
        for each in seats
    )  # fmt: skip
    return Table("Seats of groups", columns, rows)


def write_duty(member: GroupMember) -> str:
    """The duty above a seat in the list, with the group."""
    duty = "" if member.duty == Duty.MEMBER else f" · {member.duty}"
    return f"{member.group.name}{duty}"
