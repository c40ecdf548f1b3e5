"""The scrutiny pack: what a committee, or anybody who oversees a part of the council, needs before a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from goldenthread.plan.changes import ChangesSince, changes_since
from goldenthread.plan.models import Action, Update
from goldenthread.plan.oversight import (
    CONCERNS,
    SinceFilter,
    concern_of,
    concerns_in,
    count_all,
    read_whole,
    who_leads,
)
from goldenthread.plan.presenters import make_status, way_to, write_day
from goldenthread.plan.states import PlanStage

DAYS_BACK = 91
"""A pack for a part of the council that has no meeting before it looks a quarter of a year back."""

MOST_ON_PAPER, MOST_ON_A_PAGE = 100, 20
"""Actions under one heading of a pack; how many there are in all is said above them."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """One action in the pack. Those who lead are named by their roles."""

    label: str
    title: str
    lead: str
    status: str
    reason: str
    due: str
    updated: str
    colour: str
    concerns: str
    said: str
    href: str

    @property
    def more(self) -> str:
        """Who leads it, by when, and when it was last heard of."""
        return f"{self.lead} · due {self.due} · updated {self.updated}"

    @property
    def notes(self) -> Sequence[tuple[str, str]]:
        """Why it stands as it does, and what was said last."""
        return [(word, text) for word, text in (("Why:", self.reason), ("Latest update:", self.said)) if text]

    @property
    def marks(self) -> Sequence[tuple[str, str]]:
        """How it stands."""
        return [(self.status, self.colour)]


@dataclass(frozen=True, slots=True)
class Concern:
    """One heading of the pack."""

    name: str
    heading: str
    count: int
    rows: Sequence[PackRow]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole pack."""

    title: str
    since: date
    on: date
    finding: str
    by_team: Sequence[tuple[str, Sequence[int]]]
    concerns: Sequence[Concern]
    changes: ChangesSince


def all_actions() -> QuerySet[Action]:
    """Actions of every plan in force, whatever has become of them."""
    return Action.objects.exclude(plan__stage=PlanStage.SUPERSEDED.value)


def since_of(filters: SinceFilter, *, on: date) -> date:
    """The day named, else that of the committee's last meeting, else a quarter of a year back."""
    wanted = filters.cleaned_data
    named: date | None = wanted.get("since")
    committee = wanted.get("committee")
    last = committee.last_met_before(on) if committee else None
    return named or last or on - timedelta(days=DAYS_BACK)


def title_of(filters: SinceFilter) -> str:
    """What part of the council is looked at, in words."""
    wanted = filters.cleaned_data
    named = [wanted.get(name) for name in ("committee", "plan", "directorate", "team", "ward", "group")]
    return ", ".join(str(each) for each in named if each) or "All plans"


def make_pack(filters: SinceFilter, *, on: date, most: int = MOST_ON_PAPER) -> Pack:
    """Read the pack; the number of queries does not depend on how many actions there are."""
    filters.full_clean()
    actions = filters.within(Action.objects.open())
    totals, by_team = count_all(actions, "team", on=on)
    since = since_of(filters, on=on)
    return Pack(
        title=title_of(filters),
        since=since,
        on=on,
        finding=_finding(totals),
        by_team=by_team,
        concerns=_read_concerns(actions, totals, most, on=on),
        changes=changes_since(filters.within(all_actions()), since, on=on, most=most),
    )


def _read_concerns(actions: QuerySet[Action], totals: dict[str, int], most: int, *, on: date) -> list[Concern]:
    """The concerns with their actions: which those are for each, and then each action once, whatever it is under."""
    ordered = actions.order_by("due_on", "plan__title", "position", "pk")
    keys: dict[str, list[int]] = {
        name: list(ordered.filter(concern).values_list("pk", flat=True)[:most]) if totals[name] else []
        for name, concern in concern_of(on).items()
    }
    said = Update.objects.filter(action=OuterRef("pk")).exclude(text="").newest_first()
    chosen = read_whole(ordered, set(chain.from_iterable(keys.values())))
    rows = {action.pk: make_row(action, on=on) for action in chosen.annotate(said=Subquery(said.values("text")[:1]))}
    return [Concern(name, words, totals[name], [rows[key] for key in keys[name]]) for name, words in CONCERNS.items()]


def make_row(action: Action, *, on: date) -> PackRow:
    """One action as the pack shows it."""
    updated, status = action.latest_update_at, make_status(action.status)
    return PackRow(
        label=f"{action.plan.action_name} {action.number}",
        title=action.title,
        lead=who_leads(action.owner, action.owner_role, action.team),
        status=status.words,
        colour=status.colour,
        reason=action.status_reason,
        due=write_day(action.due_on, "no date"),
        updated=write_day(timezone.localdate(updated)) if updated else "never",
        concerns="; ".join(concerns_in(action, on=on)),
        said=getattr(action, "said", None) or "",
        href=way_to("staff_action", action.plan.slug)(action.number),
    )


def _finding(totals: dict[str, int]) -> str:
    parts = [f"{totals[name]} {words.lower()}" for name, words in CONCERNS.items() if totals[name]]
    if not totals["all"]:
        return "No action is open."
    noun = "action is" if totals["all"] == 1 else "actions are"
    return f"{totals['all']} {noun} open. {'; '.join(parts) or 'None is a concern'}."


COLUMNS = ("Concern", "Number", "Title", "Who leads", "Status", "Reason", "Due", "Last updated", "Latest update")


def write_rows(pack: Pack) -> list[list[str]]:
    """The pack's actions as rows of a download."""
    return [
        [concern.heading, row.label, row.title, row.lead, row.status, row.reason, row.due, row.updated, row.said]
        for concern in pack.concerns
        for row in concern.rows
    ]
