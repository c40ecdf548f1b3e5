"""Lists that stay short: plans, rounds of updates, who is away, who hears of silence, reports, tables of staff.

Each is searched, narrowed and ordered by its address, and can be taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

from django import forms
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from goldenthread.accounts.filters import FilterForm
from goldenthread.accounts.models import Team
from goldenthread.plan.models import Absence, Partner, Plan, SourceReport, UpdateCycle, WorkforceTable
from goldenthread.plan.states import PlanStage
from goldenthread.plan.workforce.reading import WorkforceKind

Row = TypeVar("Row", bound=Model)


class ShortListFilter(FilterForm):
    """Words, which rows, and in what order; it lives in the address."""

    q = forms.CharField(label="Words", required=False)
    which = forms.ChoiceField(label="Which", required=False)
    sort = forms.ChoiceField(label="Order", required=False)

    searched: ClassVar[Sequence[str]] = ()
    choices: ClassVar[Mapping[str, tuple[str, Q]]] = {}
    orders: ClassVar[Mapping[str, tuple[str, Sequence[Any]]]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, first, offered in (("which", [("", "All")], self.choices), ("sort", [], self.orders)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*first, *((value, words) for value, (words, _) in offered.items())]
        if not self.choices:
            del self.fields["which"]

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows that the filters let through, in the order asked for."""
        self.full_clean()
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            found = Q()
            for name in self.searched:
                found |= Q(**{f"{name}__icontains": words})
            rows = rows.filter(found)
        if which := wanted.get("which"):
            rows = rows.filter(self.choices[which][1])
        return rows.order_by(*self.orders[wanted.get("sort") or ""][1])


class PlanFilter(ShortListFilter):
    """Which plans are listed."""

    searched = ("title", "slug", "team__name")
    choices = {stage.value: (stage.value.capitalize(), Q(stage=stage.value)) for stage in PlanStage}
    orders = {
        "": ("Newest first", ("-starts_on", "title", "pk")),
        "title": ("Title", ("title", "pk")),
        "stage": ("Stage", ("stage", "title", "pk")),
        "changed": ("Last changed first", ("-changed_at", "pk")),
        "actions": ("Most actions", ("-action_count", "title", "pk")),
    }


class PartnerFilter(ShortListFilter):
    """Which partners are listed."""

    searched = ("name", "team__name")
    choices = {
        "signs-in": ("Its people sign in", Q(team__isnull=False)),
        "nobody": ("Nobody signs in for it", Q(team__isnull=True)),
    }
    orders = {
        "": ("Name", ("name", "pk")),
        "actions": ("Most actions", ("-action_count", "name", "pk")),
    }


class RoundFilter(ShortListFilter):
    """Which rounds of updates are listed."""

    searched = ("title",)
    choices = {
        "running": ("Running", Q(closed_at__isnull=True)),
        "closed": ("Closed", Q(closed_at__isnull=False)),
    }
    orders = {
        "": ("Latest first", ("-period_ends_on", "-pk")),
        "due": ("Due first", ("due_on", "pk")),
        "title": ("Title", ("title", "pk")),
    }


class AbsenceFilter(ShortListFilter):
    """Whose absences are listed."""

    searched = ("person__name", "proxy__name", "person__team__name")
    choices = {
        "ending": ("With a last day", Q(ends_on__isnull=False)),
        "standing": ("Until it is ended", Q(ends_on__isnull=True)),
    }
    orders = {
        "": ("Latest first", ("-starts_on", "-pk")),
        "person": ("Who is away", ("person__name", "pk")),
        "proxy": ("Who answers", ("proxy__name", "pk")),
        "ends": ("First back", (F("ends_on").asc(nulls_last=True), "pk")),
    }


class SilenceFilter(ShortListFilter):
    """Which teams are listed."""

    searched = ("name", "directorate", "escalation_line__lead__name", "escalation_line__director__name")
    choices = {
        "no-lead": ("No lead named", Q(escalation_line__lead__isnull=True)),
        "no-director": ("No director named", Q(escalation_line__director__isnull=True)),
    }
    orders = {
        "": ("Team", ("name", "pk")),
        "directorate": ("Directorate", ("directorate", "name", "pk")),
        "lead": ("Lead", (F("escalation_line__lead__name").asc(nulls_first=True), "name", "pk")),
    }


class ReportFilter(ShortListFilter):
    """Which reports are listed."""

    searched = ("title", "file_name")
    choices = {
        "decide": ("Has sentences to decide", Q(proposed_count__gt=0)),
        "published": ("Published", Q(published_at__isnull=False)),
        "draft": ("Not published", Q(published_at__isnull=True)),
        "refused": ("Could not be read", ~Q(refusal="")),
    }
    orders = {
        "": ("Latest period first", (F("ends_on").desc(nulls_last=True), "-uploaded_at", "pk")),
        "title": ("Title", ("title", "pk")),
        "brought": ("Last brought in", ("-uploaded_at", "pk")),
        "decide": ("Most to decide", ("-proposed_count", "title", "pk")),
    }


class WorkforceFilter(ShortListFilter):
    """Which tables of staff are listed."""

    searched = ("title", "source")
    choices = {kind.value: (kind.value.capitalize(), Q(kind=kind.value)) for kind in WorkforceKind}
    orders = {
        "": ("Latest day first", ("-as_of", "-pk")),
        "title": ("Title", ("title", "pk")),
        "kind": ("Kind", ("kind", "-as_of", "pk")),
    }


PLAN_COLUMNS = ("Title", "Address", "First day", "Last day", "Stage", "Team", "Actions", "Edition", "Published")


def write_plan(plan: Plan) -> list[str]:
    """The plan as a row of a download."""
    edition = plan.current_edition
    return [
        plan.title, plan.slug, plan.starts_on.isoformat(), plan.ends_on.isoformat(), plan.stage,
        plan.team.name if plan.team else "", str(getattr(plan, "action_count", "")),
        str(edition.number) if edition else "", _day(timezone.localdate(edition.published_at) if edition else None),
    ]  # fmt: skip


PARTNER_COLUMNS = ("Partner", "Actions", "Team that signs in")


def write_partner(partner: Partner) -> list[str]:
    """The partner as a row of a download."""
    return [partner.name, str(getattr(partner, "action_count", "")), partner.team.name if partner.team else ""]


ROUND_COLUMNS = ("Title", "First day", "Last day", "Asked on", "Due on", "Closed on", "Actions", "Updated")


def write_round(one: UpdateCycle) -> list[str]:
    """The round as a row of a download."""
    return [
        one.title, one.period_starts_on.isoformat(), one.period_ends_on.isoformat(), one.opens_on.isoformat(),
        one.due_on.isoformat(), _day(timezone.localdate(one.closed_at) if one.closed_at else None),
        str(getattr(one, "asked_count", "")), str(getattr(one, "answered_count", "")),
    ]  # fmt: skip


ABSENCE_COLUMNS = ("Who is away", "Team", "Who answers", "First day", "Last day")


def write_absence(absence: Absence) -> list[str]:
    """The absence as a row of a download."""
    person = absence.person
    team = person.team.name if person.team else ""
    return [person.name, team, absence.proxy.name, absence.starts_on.isoformat(), _day(absence.ends_on)]


SILENCE_COLUMNS = ("Team", "Directorate", "Lead", "Director")


def write_silence(team: Team) -> list[str]:
    """Who hears of a team's silence, as a row of a download."""
    line = getattr(team, "escalation_line", None)
    lead, director = (line.lead, line.director) if line else (None, None)
    return [team.name, team.directorate, lead.name if lead else "", director.name if director else ""]


REPORT_COLUMNS = (
    "Title", "File", "First day", "Last day", "Brought in on", "Accepted", "Rejected", "To decide", "Published on",
    "Why it could not be read",
)  # fmt: skip


def write_report(report: SourceReport) -> list[str]:
    """The report as a row of a download."""
    counts = (str(getattr(report, f"{name}_count", "")) for name in ("accepted", "rejected", "proposed"))
    published = timezone.localdate(report.published_at) if report.published_at else None
    return [
        report.title, report.file_name, _day(report.starts_on), _day(report.ends_on),
        _day(timezone.localdate(report.uploaded_at)), *counts, _day(published), report.refusal,
    ]  # fmt: skip


WORKFORCE_COLUMNS = ("Title", "Kind", "Counted on", "Source", "What was asked", "Published on")


def write_workforce(table: WorkforceTable) -> list[str]:
    """The table of staff as a row of a download: what it is, and none of its counts."""
    published = timezone.localdate(table.published_at) if table.published_at else None
    return [table.title, table.kind, table.as_of.isoformat(), table.source, table.question, _day(published)]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
