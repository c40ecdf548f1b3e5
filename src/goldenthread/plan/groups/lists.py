"""The lists of groups and of what they asked: filtered and ordered by the address, and as tables to take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from goldenthread.accounts.filters import FilterForm
from goldenthread.plan.groups.kinds import WAITING_STATES, AskState, GroupKind
from goldenthread.plan.groups.presenters import count_reply_days
from goldenthread.plan.models import EditionItem, Group, GroupAsk, ItemKind
from goldenthread.publishing.figures import Column, Table

GROUP_ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("name",),
    "kind": ("kind", "name"),
    "overdue": ("-overdue_count", "-waiting_count", "name"),
    "asks": ("-ask_count", "name"),
}
#: What the council owes a reply to stands before what it has answered.
_WAITING_FIRST = Case(When(state__in=[state.value for state in WAITING_STATES], then=Value(0)), default=Value(1))

ASK_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (_WAITING_FIRST, "due_on", "pk"),
    "newest": ("-asked_on", "-pk"),
    "group": ("group__name", "due_on", "pk"),
    "state": ("state", "due_on", "pk"),
    "team": (F("team__name").asc(nulls_first=True), "due_on", "pk"),
}
CONCERNS = {"overdue": "Reply overdue", "waiting": "Waits for a reply", "action": "Became an action"}


class GroupFilter(FilterForm):
    """Which groups are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any"), *((kind.value, kind.value.capitalize()) for kind in GroupKind)],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Name"), ("kind", "Kind"), ("overdue", "Most replies overdue"), ("asks", "Most asks")],
    )

    def narrow(self, groups: QuerySet[Group]) -> QuerySet[Group]:
        """The groups that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            groups = groups.filter(Q(name__icontains=words) | Q(purpose__icontains=words))
        if kind := wanted.get("kind"):
            groups = groups.filter(kind=kind)
        return groups.order_by(*GROUP_ORDERS[wanted.get("sort") or ""])


class AskFilter(FilterForm):
    """Which asks are shown; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    group = forms.ModelChoiceField(
        Group.objects.none(), label="Group", required=False, empty_label="Any", to_field_name="slug"
    )
    state = forms.ChoiceField(
        label="Reply",
        required=False,
        choices=[("", "Any"), *((state.value, state.value.capitalize()) for state in AskState)],
    )
    concern = forms.ChoiceField(label="Which", required=False, choices=[("", "All"), *CONCERNS.items()])
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Due first"),
            ("newest", "Newest first"),
            ("group", "Group"),
            ("state", "Reply"),
            ("team", "Team that replies"),
        ],
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["group"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = groups

    def narrow(self, asks: QuerySet[GroupAsk], *, on: date) -> QuerySet[GroupAsk]:
        """The asks that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            asks = asks.filter(Q(text__icontains=words) | Q(why__icontains=words))
        for name in ("group", "state"):
            if wanted.get(name):
                asks = asks.filter(**{name: wanted[name]})
        concern = wanted.get("concern")
        if concern == "overdue":
            asks = asks.filter(pk__in=GroupAsk.objects.overdue(on=on).values("pk"))
        elif concern == "waiting":
            asks = asks.filter(pk__in=GroupAsk.objects.waiting().values("pk"))
        elif concern == "action":
            asks = asks.filter(action__isnull=False)
        return asks.order_by(*ASK_ORDERS[wanted.get("sort") or ""])


def with_published_action(asks: QuerySet[GroupAsk]) -> QuerySet[GroupAsk]:
    """The same asks, each with whether residents can read the action that it became as `action_is_public`."""
    published = EditionItem.objects.filter(
        edition=OuterRef("action__plan__current_edition"), kind=ItemKind.ACTION, number=OuterRef("action__number")
    )
    return asks.annotate(action_is_public=Exists(published))


def table_of_groups(groups: Iterable[Group]) -> Table:
    """The list of groups, to take away."""
    columns = (
        Column("Group"), Column("Kind"), Column("What it is for"), Column("Meets"), Column("Seats", 0),
        Column("Asks", 0), Column("Waiting for a reply", 0), Column("Reply overdue", 0), Column("Closed on"),
    )  # fmt: skip
    rows = tuple(
        (
            group.name, group.kind, group.purpose, group.meets, _count(group, "seat_count"),
            _count(group, "ask_count"), _count(group, "waiting_count"), _count(group, "overdue_count"),
            group.closed_on.isoformat() if group.closed_on else "",
        )
        for group in groups
    )  # fmt: skip
    return Table("Groups", columns, rows)


def table_of_asks(asks: Iterable[GroupAsk], *, on: date, nation: str, for_staff: bool) -> Table:
    """The list of asks, to take away. Who should reply is for staff; the public reads which team."""
    columns = (
        Column("Group"), Column("Number"), Column("Ask"), Column("Asked on"), Column("Reply due"), Column("State"),
        Column("First reply on"), Column("Working days until the first reply", 0), Column("Overdue"),
        Column("Latest reply"), Column("Team"), Column("Action"), *((Column("Person"),) if for_staff else ()),
    )  # fmt: skip
    rows = []
    for ask in asks:
        latest = next(iter(ask.replies.all()), None)
        shows_action = ask.action is not None and (for_staff or getattr(ask, "action_is_public", False))
        action = f"{ask.action.plan.slug} {ask.action.number}" if shows_action and ask.action else ""
        person = (ask.person.name if ask.person else "",) if for_staff else ()
        rows.append(
            (
                ask.group.name, ask.number, ask.text, ask.asked_on.isoformat(), ask.due_on.isoformat(), ask.state,
                ask.first_replied_on.isoformat() if ask.first_replied_on else "", count_reply_days(ask, nation=nation),
                "yes" if ask.is_overdue(on=on) else "", latest.text if latest else "",
                ask.team.name if ask.team else "", action, *person,
            )
        )  # fmt: skip
    return Table("What groups asked, and what the council answered", columns, tuple(rows))


def _count(group: Group, name: str) -> int:
    return int(getattr(group, name, 0))
