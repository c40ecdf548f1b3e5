"""The list of decisions: the Forward Plan taken over, what was decided recorded, and never before it was assessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.assessments import permissions
from goldenthread.assessments.actions.keeping import change_fields, keep, lock, write_down
from goldenthread.assessments.forward_plan import Comparison, ForwardPlan, ForwardPlanEntry, compare
from goldenthread.assessments.kinds import Outcome
from goldenthread.assessments.models import Decision, ForwardPlanDraft, Override
from goldenthread.assessments.states import DECISION_TRANSITIONS, DecisionStatus
from goldenthread.plan.states import NotPossible, check_transition

FROM_FILE = (
    "title", "decision_maker", "due_on", "due_words", "summary", "is_key", "lead_member", "lead_officer", "department",
    "wards", "consultation", "other",
)  # fmt: skip
#: What may be changed by hand.
BY_HAND = frozenset(
    {"reference", "title", "decision_maker", "due_on", "summary", "is_key", "lead_member", "lead_officer"}
)


@transaction.atomic
def add_decision(
    *,
    reference: str,
    title: str,
    decision_maker: str,
    due_on: date,
    by: Person,
    at: datetime,
    summary: str = "",
    is_key: bool = False,
    lead_member: str = "",
    lead_officer: str = "",
) -> Decision:
    """Add a decision by hand, where the Forward Plan does not have it or is not read from a file."""
    permissions.check_can_keep_decisions(by)
    decision = Decision(
        reference=reference.strip(),
        title=title.strip(),
        decision_maker=decision_maker.strip(),
        due_on=due_on,
        summary=summary.strip(),
        is_key=is_key,
        lead_member=lead_member.strip(),
        lead_officer=lead_officer.strip(),
    )
    keep(decision, by=by, at=at)
    write_down("added the decision", decision, by=by, at=at, after={"title": title, "due_on": due_on})
    return decision


@transaction.atomic
def edit_decision(*, decision: Decision, changes: Mapping[str, Any], by: Person, at: datetime) -> Decision:
    """Put right what is said of a decision to come. The next Forward Plan that names it has the last word."""
    permissions.check_can_keep_decisions(by)
    lock(decision)
    _check_upcoming(decision)
    before, after = change_fields(decision, changes, BY_HAND)
    if "due_on" in after and decision.due_words:  # the Forward Plan's words were about the other day
        words_before, words_after = change_fields(decision, {"due_words": ""}, {"due_words"})
        before, after = {**before, **words_before}, {**after, **words_after}
    if after:
        keep(decision, by=by, at=at)
        write_down("changed the decision", decision, by=by, at=at, before=before, after=after)
    return decision


@transaction.atomic
def keep_forward_plan(*, plan: ForwardPlan, by: Person, at: datetime) -> ForwardPlanDraft:
    """Keep a file that was read, so that what it would change can be looked at. Nothing is changed yet."""
    permissions.check_can_keep_decisions(by)
    draft = ForwardPlanDraft.objects.create(
        file_name=plan.file[:200],
        layout=plan.layout,
        entries=[entry.as_plain() for entry in plan.entries],
        read_by=by,
        read_at=at,
    )
    write_down("read the Forward Plan", draft, by=by, at=at, after={"decisions": len(plan.entries)})
    return draft


def entries_of(draft: ForwardPlanDraft) -> list[ForwardPlanEntry]:
    """The decisions in a file that was kept."""
    return [ForwardPlanEntry.from_plain(entry) for entry in draft.entries]


def compare_with_here(entries: Sequence[ForwardPlanEntry]) -> Comparison:
    """What the entries would change, in two queries however many there are."""
    return compare(*_here_and(entries))


@dataclass(frozen=True, slots=True)
class Applied:
    """How many decisions were added, changed, left as they were, and marked as gone."""

    new: int
    changed: int
    unchanged: int
    gone: int


@transaction.atomic
def apply_forward_plan(*, draft: ForwardPlanDraft, by: Person, at: datetime) -> Applied:
    """Take a file over: add what is new, change what differs, mark what is gone. What was decided is left alone."""
    permissions.check_can_keep_decisions(by)
    lock(draft)
    if draft.applied_at is not None:
        raise NotPossible(f"“{draft.file_name}” was taken over already.")
    here, entries = _here_and(entries_of(draft))
    found = compare(here, entries)
    rows = {row.reference.casefold(): row for row in Decision.objects.select_for_update()}
    for entry in found.new:
        _take_over(Decision(reference=entry.reference), entry, by=by, at=at)
    for change in found.changed:
        _take_over(rows[change.entry.reference.casefold()], change.entry, by=by, at=at)
    for entry in found.unchanged:
        row = rows[entry.reference.casefold()]
        if not row.is_in_forward_plan:
            _take_over(row, entry, by=by, at=at)
    gone = [rows[entry.reference.casefold()] for entry in found.gone]
    marked = [row for row in gone if row.is_in_forward_plan]
    for row in marked:
        row.is_in_forward_plan = False
        keep(row, by=by, at=at)
        write_down("is no longer in the Forward Plan:", row, by=by, at=at, after={"file": draft.file_name})
    draft.applied_at = at
    draft.save(update_fields=["applied_at"])
    applied = Applied(len(found.new), len(found.changed), len(found.unchanged), len(marked))
    after = {"new": applied.new, "changed": applied.changed, "same": applied.unchanged, "gone": applied.gone}
    write_down("took over the Forward Plan", draft, by=by, at=at, after=after)
    return applied


@transaction.atomic
def say_not_needed(*, decision: Decision, reason: str, by: Person, at: datetime) -> Decision:
    """Say in public why a decision needs no assessment; with no reason, take that back."""
    permissions.check_can_keep_decisions(by)
    lock(decision)
    _check_upcoming(decision)
    if reason.strip() and decision.assessments.exists():
        raise NotPossible(f"{decision.reference} is being assessed, so it cannot be said to need no assessment.")
    before, after = change_fields(decision, {"not_needed_reason": reason.strip()}, {"not_needed_reason"})
    if after:
        keep(decision, by=by, at=at)
        verb = "said why no assessment is needed of" if reason.strip() else "asked for an assessment of"
        write_down(verb, decision, by=by, at=at, before=before, after=after)
    return decision


@transaction.atomic
def override(*, decision: Decision, reason: str, by: Person, at: datetime, decided_on: date | None = None) -> Override:
    """Let a decision be taken before its assessment is signed: by the monitoring officer, by name, and in public.

    `decided_on` is the day on which it was taken already, for an assessment that was only signed after that day.
    """
    permissions.check_can_override(by)
    lock(decision)
    _check_upcoming(decision)
    if not reason.strip():
        raise NotPossible(
            "Say why the decision cannot wait for its assessment. The reason is published with your name."
        )
    if decided_on is not None and decided_on > timezone.localdate(at):
        raise NotPossible("A decision cannot have been taken on a day that is still to come.")
    signed_on = decision.first_signed_on() if decision.has_signed_assessment() else None
    if signed_on is not None and (decided_on is None or decided_on >= signed_on):
        raise NotPossible(
            f"The assessment of {decision.reference} is signed, so nothing has to be overridden. If it was decided "
            f"before {_day(signed_on)}, the day of the signature, say on which day."
        )
    if Override.objects.filter(decision=decision).exists():
        raise NotPossible(f"{decision.reference} may be decided already: it was overridden before.")
    found = Override(decision=decision, by=by, at=at, reason=reason.strip())
    found.full_clean()
    found.save()
    after = {"reason": reason.strip(), **({"decided_on": decided_on} if decided_on else {})}
    write_down("overrode the missing assessment of", decision, by=by, at=at, after=after)
    return found


@transaction.atomic
def record_decision(
    *, decision: Decision, outcome: Outcome, words: str, decided_on: date, by: Person, at: datetime
) -> Decision:
    """Record what was decided. Refused where it was decided before its assessment was signed, or is not signed yet,
    unless the monitoring officer overrode that.
    """
    if outcome is Outcome.DEFERRED:
        raise ValueError("What was put off has not been decided: defer_decision keeps the day until which.")
    permissions.check_can_keep_decisions(by)
    lock(decision)
    check_may_be_recorded(decision, decided_on=decided_on)
    if decided_on > timezone.localdate(at):
        raise NotPossible("A decision cannot have been taken on a day that is still to come.")
    before = DecisionStatus(decision.status)
    check_transition(DECISION_TRANSITIONS, before, DecisionStatus.DECIDED, decision.reference)
    decision.status = DecisionStatus.DECIDED.value
    decision.outcome, decision.outcome_words, decision.decided_on = outcome.value, words.strip(), decided_on
    keep(decision, by=by, at=at)
    after = {"outcome": outcome.value, "decided_on": decided_on, "is_overridden": hasattr(decision, "override")}
    write_down("recorded what was decided on", decision, by=by, at=at, before={"status": before.value}, after=after)
    return decision


@transaction.atomic
def defer_decision(
    *, decision: Decision, deferred_on: date, until: date, words: str, by: Person, at: datetime
) -> Decision:
    """Say that it was put off to a later day. Nothing was decided: it stays to come, and no signature is asked for."""
    permissions.check_can_keep_decisions(by)
    lock(decision)
    _check_upcoming(decision)
    if deferred_on > timezone.localdate(at):
        raise NotPossible("A decision cannot have been put off on a day that is still to come.")
    if until <= deferred_on:
        raise NotPossible("It can only be put off to a day after the one on which it was put off.")
    values = {
        "outcome": Outcome.DEFERRED.value,
        "outcome_words": words.strip(),
        "decided_on": deferred_on,
        "due_on": until,
        "due_words": "",
    }
    before, after = change_fields(decision, values, values)
    keep(decision, by=by, at=at)
    write_down("put off", decision, by=by, at=at, before=before, after=after)
    return decision


@transaction.atomic
def withdraw_decision(*, decision: Decision, by: Person, at: datetime) -> Decision:
    """Say that it will not be decided after all; said of one that was withdrawn, it is to be decided again."""
    permissions.check_can_keep_decisions(by)
    lock(decision)
    before = DecisionStatus(decision.status)
    after = DecisionStatus.UPCOMING if before is DecisionStatus.WITHDRAWN else DecisionStatus.WITHDRAWN
    check_transition(DECISION_TRANSITIONS, before, after, decision.reference)
    decision.status = after.value
    keep(decision, by=by, at=at)
    verb = "withdrew" if after is DecisionStatus.WITHDRAWN else "put back"
    write_down(verb, decision, by=by, at=at, before={"status": before.value}, after={"status": after.value})
    return decision


def check_may_be_recorded(decision: Decision, *, decided_on: date | None = None) -> None:
    """Refuse, in a sentence, a decision whose assessment nobody signed in time and nobody has overridden."""
    if decision.not_needed_reason or Override.objects.filter(decision=decision).exists():
        return
    signed_on = decision.first_signed_on() if decision.has_signed_assessment() else None
    if signed_on is not None:
        if decided_on is not None and decided_on < signed_on:
            raise NotPossible(
                f"{decision.reference} was decided on {_day(decided_on)}, before its equality impact assessment was "
                f"signed on {_day(signed_on)}. Only the monitoring officer can let that stand, and the reason is "
                "published."
            )
        return
    latest = decision.assessments.order_by("-number").first()
    state = f"{latest.reference} is {latest.status}" if latest else "nobody has begun one"
    raise NotPossible(
        f"{decision.reference} cannot be recorded before its equality impact assessment is signed: {state}. "
        "Only the monitoring officer can let it be taken without, and the reason is published."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _check_upcoming(decision: Decision) -> None:
    if decision.status != DecisionStatus.UPCOMING:
        raise NotPossible(f"{decision.reference} is {decision.status}.")


def _here_and(
    entries: Sequence[ForwardPlanEntry],
) -> tuple[list[ForwardPlanEntry], list[ForwardPlanEntry]]:
    """What is here and may change, and the entries without those that were decided or withdrawn since."""
    settled = {
        reference.casefold()
        for reference in Decision.objects.exclude(status=DecisionStatus.UPCOMING.value).values_list(
            "reference", flat=True
        )
    }
    upcoming = Decision.objects.upcoming()
    named = {entry.reference.casefold() for entry in entries}
    here = [_as_entry(row) for row in upcoming if row.is_in_forward_plan or row.reference.casefold() in named]
    return here, [entry for entry in entries if entry.reference.casefold() not in settled]


def _as_entry(row: Decision) -> ForwardPlanEntry:
    return ForwardPlanEntry(reference=row.reference, **{name: getattr(row, name) for name in FROM_FILE})


def _take_over(row: Decision, entry: ForwardPlanEntry, *, by: Person, at: datetime) -> None:
    is_new = row.pk is None
    values = {name: getattr(entry, name) for name in FROM_FILE}
    values["other"] = dict(entry.other)
    before, after = change_fields(row, {**values, "is_in_forward_plan": True}, {*FROM_FILE, "is_in_forward_plan"})
    keep(row, by=by, at=at)
    verb = "added from the Forward Plan:" if is_new else "changed from the Forward Plan:"
    write_down(verb, row, by=by, at=at, before=None if is_new else before, after=after)
