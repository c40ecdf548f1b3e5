"""Every open action with what stands in its way: what oversight looks at, filtered, ordered and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Model,
    Q,
    QuerySet,
    When,
)

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.models import Person, Team
from goldenthread.frontend.widgets import DayField
from goldenthread.place.models import Area
from goldenthread.plan.models import Action, AskedAction, Committee, Plan, Section
from goldenthread.plan.states import ActionStatus

SLIPPING = [ActionStatus.AT_RISK.value, ActionStatus.OFF_TRACK.value]
FORECAST_BAD = [*SLIPPING, ActionStatus.MISSED.value, ActionStatus.STOPPED.value]

CONCERNS = {
    "overdue": "Overdue",
    "unowned": "Unowned",
    "slipping": "Slipping",
    "blocked": "Something in the way",
    "missed": "Update missed",
}

ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("due_on").asc(nulls_last=True), "pk"),
    "number": ("plan__title", "position", "pk"),
    "owner": (F("owner__name").asc(nulls_first=True), "pk"),
    "team": (F("team__name").asc(nulls_first=True), "pk"),
    "status": ("status", "pk"),
    "updated": (F("latest_update_at").asc(nulls_first=True), "pk"),
}

GROUPINGS = {
    "team": "Team",
    "directorate": "Directorate",
    "aim": "Aim",
    "ward": "Ward",
    "group": "Who it is for",
    "committee": "Committee",
    "owner": "Who leads",
}
NOBODY = {
    "team": "No team",
    "directorate": "No directorate",
    "ward": "Everywhere",
    "group": "Everybody",
    "committee": "No committee",
    "owner": "Nobody",
}


class OversightFilter(FilterForm):
    """Which actions oversight looks at; it lives in the address."""

    q = forms.CharField(label="Words, or who leads", required=False)
    plan = forms.ModelChoiceField(Plan.objects.none(), label="Plan", required=False, empty_label="Any")
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="Any")
    directorate = forms.ChoiceField(label="Directorate", required=False)
    ward = forms.ModelChoiceField(
        Area.objects.none(), label="Ward", required=False, empty_label="Any", to_field_name="code"
    )
    group = forms.CharField(label="Who it is for", required=False)
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="Committee", required=False, empty_label="Any", to_field_name="slug"
    )
    concern = forms.ChoiceField(label="Concern", required=False, choices=[("", "Any"), *CONCERNS.items()])
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any"), *((status.value, status.value.capitalize()) for status in ActionStatus)],
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Due first"),
            ("number", "Plan and number"),
            ("owner", "Who leads"),
            ("team", "Team"),
            ("status", "Status"),
            ("updated", "Longest not updated"),
        ],
    )
    by = forms.ChoiceField(label="Count by", required=False, choices=list(GROUPINGS.items()))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows: dict[str, QuerySet[Any]] = {
            "plan": Plan.objects.newest_first().only("title"),
            "team": Team.objects.only("name", "directorate"),
            "ward": Area.objects.wards().order_by("name").only("code", "name"),
            "committee": Committee.objects.only("slug", "name"),
        }
        for name, queryset in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset
        teams, chosen = self.fields["team"], self.fields["directorate"]
        if isinstance(teams, forms.ModelChoiceField) and isinstance(chosen, forms.ChoiceField):
            names = {team.directorate for team in teams.queryset or () if team.directorate}  # read once for both lists
            chosen.choices = [("", "Any"), *((name, name) for name in sorted(names))]

    def narrow(self, actions: QuerySet[Action], *, on: date) -> QuerySet[Action]:
        """The actions that the filters let through, in the order asked for."""
        actions = self.within(actions)
        if concern := self.cleaned_data.get("concern"):
            actions = actions.filter(concern_of(on)[concern])
        if status := self.cleaned_data.get("status"):
            actions = actions.filter(status=status)
        return actions.order_by(*ORDERS[self.cleaned_data.get("sort") or ""])

    def within(self, actions: QuerySet[Action]) -> QuerySet[Action]:
        """The actions of the part of the council that is looked at, whatever state they are in."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            actions = actions.filter(Q(title__icontains=words) | Q(owner__name__icontains=words) | Q(number=words))
        for name in ("plan", "team"):
            if wanted.get(name):
                actions = actions.filter(**{name: wanted[name]})
        if directorate := wanted.get("directorate"):
            actions = actions.filter(team__directorate=directorate)
        if ward := wanted.get("ward"):
            # Text, because SQLite cannot ask whether a list in JSON contains something; codes are never parts of codes.
            actions = actions.filter(area_codes__icontains=f'"{ward.code}"')
        if group := wanted.get("group"):
            actions = actions.filter(groups__icontains=group)
        if committee := wanted.get("committee"):
            actions = actions.filter(reports_to(committee))
        return actions

    @property
    def grouping(self) -> str:
        """By what the actions are counted."""
        return str(self.cleaned_data.get("by") or "team")


class SinceFilter(OversightFilter):
    """What oversight looks at, and since when."""

    since = DayField(label="Since", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("concern", "status", "sort", "by", "q"):
            del self.fields[name]


PARTS = ("plan", "team", "directorate", "ward", "group", "committee")


def address_of_part(filters: OversightFilter) -> str:
    """The part of the council that is looked at, as another page's address takes it."""
    chosen = {name: str(filters.data.get(name) or "") for name in PARTS}
    words = urlencode({name: value for name, value in chosen.items() if value})
    return f"?{words}" if words else ""


def reports_to(committee: Committee) -> Q:
    """Whether an action reports to a committee: itself, by its aim, or by what its aim stands within."""
    ways = Q(committees=committee) | Q(section__committees=committee)
    ways |= Q(section__parent__committees=committee) | Q(section__parent__parent__committees=committee)
    return Q(pk__in=Action.objects.filter(ways).values("pk"))


def concern_of(on: date) -> dict[str, Q]:
    """What makes an open action a concern on a day, by its name in :data:`CONCERNS`."""
    return {
        "overdue": Q(due_on__lt=on),
        "unowned": Q(owner__isnull=True),
        "slipping": Q(status__in=SLIPPING) | Q(forecast__in=FORECAST_BAD),
        "blocked": Q(obstacle__gt=""),
        "missed": Q(pk__in=AskedAction.objects.missed().values("action")),
    }


_READ = (
    "number", "title", "owner_role", "groups", "area_codes", "status", "status_reason", "forecast", "due_on",
    "latest_update_at", "obstacle",
    "plan__slug", "plan__title", "plan__action_name", "section__title", "owner__name", "owner__job_title", "team__name",
    "team__directorate",
)  # fmt: skip
"""What the lists, the pack and the downloads say of an action."""


def read_whole(actions: QuerySet[Action], keys: Any) -> QuerySet[Action]:
    """A few of the actions with all that lists, the pack and downloads say of them, in their order.

    They are chosen by key first: what is looked up for each action is then not looked up for those that nobody sees.
    """
    return _with_what_is_said(Action.objects.filter(pk__in=keys)).order_by(*actions.query.order_by)


def read_each(actions: QuerySet[Action]) -> Iterator[Action]:
    """Every one of the actions with all that is said of them, a few hundred at a time."""
    return _with_what_is_said(actions).iterator(chunk_size=500)


def _with_what_is_said(actions: QuerySet[Action]) -> QuerySet[Action]:
    with_missed: QuerySet[Action] = actions.with_missed_cycle()  # type: ignore[attr-defined]  # it is an ActionQuerySet
    return with_missed.select_related("plan", "section", "owner", "team").only(*_READ)


def count_all(
    actions: QuerySet[Action], grouping: str, *, on: date
) -> tuple[dict[str, int], list[tuple[str, list[int]]]]:
    """How many actions are a concern, by what it is, and the same for each group, the most troubled first.

    The database counts the actions that stand together (the same team, the same list of wards), in one query; an action
    that is in two groups is counted in each.
    """
    flags = {
        f"is_{name}": ExpressionWrapper(condition, output_field=BooleanField())
        for name, condition in concern_of(on).items()
    }
    counts = {name: Count("pk", filter=Q(**{flag: True})) for name, flag in zip(CONCERNS, flags, strict=True)}
    totals = dict.fromkeys(("all", *CONCERNS), 0)
    counted: dict[str, list[int]] = defaultdict(lambda: [0] * (1 + len(CONCERNS)))
    names_of = _namer(grouping)
    if grouping == "committee":
        actions = actions.annotate(alone=_reports_alone())
    together = actions.order_by().annotate(**flags).values(*_FIELDS[grouping]).annotate(all=Count("pk"), **counts)
    for row in together:
        numbers = [row[name] for name in totals]
        for name, number in zip(totals, numbers, strict=True):
            totals[name] += number
        for group in names_of(row):
            counted[group] = [before + number for before, number in zip(counted[group], numbers, strict=True)]
    return totals, sorted(counted.items(), key=lambda each: (-sum(each[1][1:]), each[0]))


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "team": ("team_id",),
    "directorate": ("team_id",),
    "aim": ("section_id",),
    "ward": ("area_codes",),
    "group": ("groups",),
    "committee": ("section_id", "alone"),
    "owner": ("owner_id",),
}
"""What the database counts by: keys, which are put together sooner than names are."""

_NAMES: Mapping[str, tuple[type[Model], tuple[str, ...]]] = {
    "team": (Team, ("name",)),
    "directorate": (Team, ("directorate",)),
    "aim": (Section, ("plan__title", "title")),
    "owner": (Person, ("name",)),
}
"""What says the names of those keys."""


def _namer(grouping: str) -> Any:
    """How a row says which groups it belongs to."""
    if grouping == "ward":
        names = dict(Area.objects.wards().values_list("code", "name"))
        return lambda row: [names.get(code, code) for code in row["area_codes"]] or [NOBODY["ward"]]
    if grouping == "group":
        return lambda row: split_groups(row["groups"]) or [NOBODY["group"]]
    if grouping == "committee":
        by_section, by_action = _committees()
        return lambda row: (
            sorted(by_section.get(row["section_id"], set()) | by_action.get(row["alone"], set()))
            or [NOBODY["committee"]]
        )
    model, fields = _NAMES[grouping]
    (key,) = _FIELDS[grouping]
    rows = model._default_manager.order_by().values_list("pk", *fields)
    named = {pk: ", ".join(filter(None, words)) for pk, *words in rows}
    return lambda row: [named.get(row[key]) or NOBODY.get(grouping, "None")]


def split_groups(words: str) -> list[str]:
    """The groups an action is for, as they are written with commas or semicolons between."""
    return list(dict.fromkeys(part.strip() for part in words.replace(";", ",").split(",") if part.strip()))


def _reports_alone() -> Case:
    """The action where it reports to a committee itself, and not only with its aim: it is then counted alone."""
    itself = Q(pk__in=Committee.actions.through.objects.values("action_id"))
    return Case(When(itself, then=F("pk")), default=None, output_field=BigIntegerField())


def _committees() -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """The names of the committees that each aim and each single action reports to."""
    parents = dict(Section.objects.values_list("pk", "parent_id"))
    named: dict[int, set[str]] = defaultdict(set)
    for section, name in Committee.sections.through.objects.values_list("section_id", "committee__name"):
        named[section].add(name)
    by_section = {section: _inherited(section, parents, named) for section in parents}
    by_action: dict[int, set[str]] = defaultdict(set)
    for action, name in Committee.actions.through.objects.values_list("action_id", "committee__name"):
        by_action[action].add(name)
    return by_section, by_action


def _inherited(section: int | None, parents: Mapping[int, int | None], named: Mapping[int, set[str]]) -> set[str]:
    found: set[str] = set()
    for _ in range(3):
        if section is None:
            break
        found |= named.get(section, set())
        section = parents.get(section)
    return found


def concerns_in(action: Action, *, on: date) -> list[str]:
    """What is a concern about one action, in words."""
    is_slipping = action.status in SLIPPING or action.forecast in FORECAST_BAD
    found = {
        "overdue": action.due_on is not None and action.due_on < on,
        "unowned": action.owner_id is None,
        "slipping": is_slipping,
        "blocked": bool(action.obstacle),
        "missed": bool(getattr(action, "missed_cycle", "")),
    }
    return [CONCERNS[name] for name, is_so in found.items() if is_so]


def who_leads(owner: Person | None, role: str, team: Team | None) -> str:
    """Who leads something, by role: what may leave the staff's pages names nobody."""
    return role or (owner.job_title if owner else "") or (str(team) if team else "") or "Nobody"


COLUMNS = (
    "Plan", "Number", "Title", "Aim", "Who leads", "Team", "Directorate", "Who it is for", "Where", "Status", "Reason",
    "Forecast", "Due", "Last updated", "In the way", "Concerns",
)  # fmt: skip


def write_rows(actions: Iterable[Action], *, on: date) -> Iterable[list[str]]:
    """The actions as rows of a download."""
    return (write_row(action, on=on) for action in actions)


def write_row(action: Action, *, on: date) -> list[str]:
    """The action as a row of a download."""
    updated = action.latest_update_at
    return [
        action.plan.title, action.number, action.title, action.section.title,
        action.owner.name if action.owner else "", action.team.name if action.team else "",
        action.team.directorate if action.team else "", action.groups, ", ".join(action.area_codes), action.status,
        action.status_reason, action.forecast, action.due_on.isoformat() if action.due_on else "",
        updated.date().isoformat() if updated else "", action.obstacle,
        "; ".join(concerns_in(action, on=on)),
    ]  # fmt: skip
