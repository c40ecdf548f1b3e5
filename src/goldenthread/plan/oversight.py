"""Every open action with what stands in its way: what oversight looks at, filtered, ordered and counted."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from openpyxl import Workbook
from openpyxl.styles import Font

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.models import Team
from goldenthread.plan.models import Action, Plan, Update
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

GROUPINGS = {"aim": ("plan__title", "section__title"), "team": ("team__name",), "owner": ("owner__name",)}


class OversightFilter(FilterForm):
    """Which actions oversight looks at; it lives in the address."""

    q = forms.CharField(label="Words, or who leads", required=False)
    plan = forms.ModelChoiceField(Plan.objects.none(), label="Plan", required=False, empty_label="Any")
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="Any")
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
    by = forms.ChoiceField(
        label="Count by", required=False, choices=[("team", "Team"), ("aim", "Aim"), ("owner", "Who leads")]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows: dict[str, QuerySet[Any]] = {"plan": Plan.objects.newest_first(), "team": Team.objects.all()}
        for name, queryset in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset

    def narrow(self, actions: QuerySet[Action], *, on: date) -> QuerySet[Action]:
        """The actions that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            actions = actions.filter(Q(title__icontains=words) | Q(owner__name__icontains=words) | Q(number=words))
        for name in ("plan", "team", "status"):
            if wanted.get(name):
                actions = actions.filter(**{name: wanted[name]})
        if concern := wanted.get("concern"):
            actions = actions.filter(concern_of(on)[concern])
        return actions.order_by(*ORDERS[wanted.get("sort") or ""])

    @property
    def grouping(self) -> str:
        """By what the actions are counted."""
        return str(self.cleaned_data.get("by") or "team")


def concern_of(on: date) -> dict[str, Q]:
    """What makes an open action a concern on a day, for actions read by :func:`actions_overseen`."""
    return {
        "overdue": Q(due_on__lt=on),
        "unowned": Q(owner__isnull=True),
        "slipping": Q(status__in=SLIPPING) | Q(forecast__in=FORECAST_BAD),
        "blocked": Q(obstacle__gt=""),
        "missed": Q(missed_cycle__isnull=False),
    }


def actions_overseen() -> QuerySet[Action]:
    """Open actions of every plan in force, with their latest update, what is in the way, and what was missed."""
    latest = Update.objects.filter(action=OuterRef("pk")).order_by("-written_at", "-pk")
    actions: QuerySet[Action] = Action.objects.open().with_missed_cycle()
    return actions.annotate(
        latest_update_at=Subquery(latest.values("written_at")[:1]),
        obstacle=Subquery(latest.values("in_the_way")[:1]),
    ).select_related("plan", "section", "owner", "team")


def count_concerns(actions: QuerySet[Action], *, on: date) -> dict[str, int]:
    """How many of the actions are a concern, by what it is, and how many there are in all."""
    counted = {name: Count("pk", filter=condition) for name, condition in concern_of(on).items()}
    return actions.order_by().aggregate(all=Count("pk"), **counted)


def count_by(actions: QuerySet[Action], grouping: str, *, on: date) -> list[tuple[str, list[int]]]:
    """The same counts for each aim, team or owner, the most troubled first."""
    names = GROUPINGS[grouping]
    counted = {f"of_{name}": Count("pk", filter=condition) for name, condition in concern_of(on).items()}
    rows = actions.order_by().values(*names).annotate(number=Count("pk"), **counted)
    found = [
        (
            ", ".join(str(row[name]) for name in names if row[name]) or "Nobody",
            [row["number"], *(row[f"of_{name}"] for name in CONCERNS)],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-sum(each[1][1:]), each[0]))


def concerns_in(action: Action, *, on: date) -> list[str]:
    """What is a concern about one action, in words."""
    is_slipping = action.status in SLIPPING or action.forecast in FORECAST_BAD
    found = {
        "overdue": action.due_on is not None and action.due_on < on,
        "unowned": action.owner_id is None,
        "slipping": is_slipping,
        "blocked": bool(getattr(action, "obstacle", "")),
        "missed": bool(getattr(action, "missed_cycle", "")),
    }
    return [CONCERNS[name] for name, is_so in found.items() if is_so]


COLUMNS = (
    "Plan", "Number", "Title", "Aim", "Who leads", "Team", "Status", "Reason", "Forecast", "Due", "Last updated",
    "In the way", "Concerns",
)  # fmt: skip


def write_row(action: Action, *, on: date) -> list[str]:
    """The action as a row of a download; what begins like a formula is made harmless."""
    updated = getattr(action, "latest_update_at", None)
    cells = [
        action.plan.title, action.number, action.title, action.section.title,
        action.owner.name if action.owner else "", action.team.name if action.team else "", action.status,
        action.status_reason, action.forecast, action.due_on.isoformat() if action.due_on else "",
        updated.date().isoformat() if updated else "", getattr(action, "obstacle", "") or "",
        "; ".join(concerns_in(action, on=on)),
    ]  # fmt: skip
    return [f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in cells]


def make_workbook(actions: QuerySet[Action], *, on: date) -> bytes:
    """The actions as a spreadsheet whose first row stays in sight and filters the others."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Actions"
    sheet.append(COLUMNS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for action in actions.iterator(chunk_size=500):
        sheet.append(write_row(action, on=on))
    sheet.auto_filter.ref = sheet.dimensions
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
