"""From registers and duties to what pages show of them: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.plan.models import RegisterEntry, StandardResult
from goldenthread.plan.presenters import Status, write_day
from goldenthread.plan.registers.calendar import DueDuty
from goldenthread.plan.registers.kinds import SOON_DAYS
from goldenthread.publishing.figures import Column, Table


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of a register in a list."""

    label: str
    href: str
    title: str
    more: str
    who: str
    state: Status | None
    result: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """How often a standard was kept in a period, against what was expected."""

    period: str
    kept: str
    share: float
    interval: str
    expected: str
    verdict: str
    note: str
    pk: int


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in law."""

    due: DueDuty
    every: str
    state: Status
    last_done: str


def make_due_state(due_on: date | None, ended_on: date | None, *, on: date) -> Status | None:
    """How a date stands: overdue, due soon, in hand; nothing where there is none."""
    if ended_on is not None:
        return Status("No longer kept up", "grey")
    if due_on is None:
        return None
    if due_on < on:
        return Status("Overdue", "red")
    return Status("Due soon", "yellow") if (due_on - on).days <= SOON_DAYS else Status("In hand", "green")


def make_entry_line(entry: RegisterEntry, *, on: date, for_staff: bool = False) -> EntryLine:
    """One entry: what it is, when it is due, who answers for it."""
    words = entry.kind.words
    parts = [
        f"Version {entry.version}" if entry.version else "",
        f"{words.given_by} {entry.given_by}" if entry.given_by else "",
        f"{words.starts} {write_day(entry.starts_on)}" if entry.starts_on else "",
        f"{words.due} {write_day(entry.due_on)}" if entry.due_on and not entry.ended_on else "",
    ]
    page = "plan:staff_register_entry" if for_staff else "plan:register_entry"
    args = [entry.pk] if for_staff else [entry.register, entry.pk]
    latest = next((each for each in entry.results.all() if not hasattr(each, "corrected_by")), None)
    return EntryLine(
        label=words.one.capitalize() + ("" if entry.is_public or not for_staff else " · not public"),
        href=reverse(page, args=args),
        title=entry.title,
        more=" · ".join(part for part in parts if part),
        who=write_who(entry, for_staff=for_staff),
        state=make_due_state(entry.due_on, entry.ended_on, on=on),
        result=write_result(make_result(latest)) if latest else "",
    )


def write_who(entry: RegisterEntry, *, for_staff: bool) -> str:
    """Who answers for the entry: the name for staff, the role for the public."""
    team = entry.team.name if entry.team else ""
    if for_staff:
        return f"{entry.owner.name}{f', {team}' if team else ''}" if entry.owner else "Nobody answers for it"
    return entry.owner_role or team


def make_result(result: StandardResult) -> ResultLine:
    """So many of so many, with what chance leaves open, against what was expected then."""
    share = 100 * result.kept / result.of
    lower, upper = (100 * float(limit) for limit in wilson_interval(result.kept, result.of))
    expected = float(result.expected_share) if result.expected_share is not None else None
    if expected is None:
        verdict = ""
    elif share >= expected:
        verdict = "It was kept as often as promised."
    elif upper >= expected:
        verdict = "It was kept less often than promised, by no more than chance can explain."
    else:
        verdict = "It was kept less often than promised."
    return ResultLine(
        period=f"{write_day(result.starts_on)} to {write_day(result.ends_on)}",
        kept=f"{result.kept:,} of {result.of:,}",
        share=share,
        interval=f"{lower:.1f} to {upper:.1f}%",
        expected=f"{expected:g}%" if expected is not None else "",
        verdict=verdict,
        note=result.note,
        pk=result.pk,
    )


def write_result(line: ResultLine) -> str:
    """The result in a sentence."""
    expected = f", {line.expected} expected" if line.expected else ""
    return f"{line.share:.1f}% ({line.kept}{expected}), {line.period}. {line.verdict}".strip()


def make_duty_line(due: DueDuty, *, on: date) -> DutyLine:
    """One duty: how often, when next, when last."""
    if not due.applies:
        state = Status("Does not apply", "grey")
    else:
        state = make_due_state(due.due_on, None, on=on) or Status("In hand", "green")
    years, months = divmod(due.duty.every_months, 12)
    every = "every year" if (years, months) == (1, 0) else f"every {years} years"
    return DutyLine(
        due=due,
        every=f"every {due.duty.every_months} months" if months else every,
        state=state,
        last_done=write_day(due.last_done.done_on) if due.last_done else "",
    )


def write_duties_finding(duties: Iterable[DueDuty], *, on: date) -> str:
    """How the duties stand, in a sentence."""
    listed = [each for each in duties if each.applies]
    overdue = sum(each.is_overdue(on=on) for each in listed)
    soon = sum(each.is_soon(on=on) for each in listed)
    if not listed:
        return "No duties are written down for this nation."
    if overdue:
        return f"{overdue} of {len(listed)} {'is' if overdue == 1 else 'are'} overdue."
    if soon:
        return f"None of {len(listed)} is overdue; {soon} {'is' if soon == 1 else 'are'} due within two months."
    return f"None of {len(listed)} is overdue."


def table_of_entries(entries: Iterable[RegisterEntry], *, on: date, for_staff: bool) -> Table:
    """The register, to take away."""
    columns = (
        Column("Register"), Column("Title"), Column("Version"), Column("Co-produced with"), Column("Given by"),
        Column("From"), Column("Due"), Column("State"), Column("Expected (%)", 1), Column("Kept", 0),
        Column("Out of", 0), Column("Kept (%)", 1), Column("Who answers for it"), Column("Address"),
    )  # fmt: skip
    rows = []
    for entry in entries:
        state = make_due_state(entry.due_on, entry.ended_on, on=on)
        latest = next((each for each in entry.results.all() if not hasattr(each, "corrected_by")), None)
        rows.append(
            (
                entry.kind.words.title, entry.title, entry.version, entry.co_producers, entry.given_by,
                entry.starts_on.isoformat() if entry.starts_on else "",
                entry.due_on.isoformat() if entry.due_on else "", state.words if state else "",
                float(entry.expected_share) if entry.expected_share is not None else None,
                latest.kept if latest else None, latest.of if latest else None,
                100 * latest.kept / latest.of if latest else None, write_who(entry, for_staff=for_staff), entry.url,
            )
        )  # fmt: skip
    return Table("What the council keeps up, and when it is due", columns, tuple(rows))


def table_of_duties(duties: Iterable[DueDuty], *, on: date) -> Table:
    """The duties in law, to take away."""
    columns = (
        Column("Duty"), Column("Law"), Column("Source"), Column("How often (months)", 0), Column("Last done"),
        Column("Due"), Column("State"),
    )  # fmt: skip
    rows = tuple(
        (
            each.duty.name, each.duty.law, each.duty.source, each.duty.every_months,
            each.last_done.done_on.isoformat() if each.last_done else "",
            each.due_on.isoformat() if each.applies else "", make_duty_line(each, on=on).state.words,
        )
        for each in duties
    )  # fmt: skip
    return Table("Duties in law, and when each is due", columns, rows)
