"""Registers: adding entries, reviewing and renewing them, how often a standard was kept, duties done, and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person, Team
from goldenthread.definitions.duty import Duty, load_duties
from goldenthread.frontend.council import this_council
from goldenthread.messages import actions as message_actions
from goldenthread.plan import wording
from goldenthread.plan.actions.keeping import change_fields, keep, lock, write_down
from goldenthread.plan.models import (
    DutyCharge,
    DutyDone,
    RegisterEntry,
    RegisterReminder,
    RegisterRenewal,
    StandardResult,
)
from goldenthread.plan.registers import permissions
from goldenthread.plan.registers.calendar import NATION_NAMES, DueDuty, Reminder, make_due_duties
from goldenthread.plan.registers.calendar import reminders_due as find_reminders
from goldenthread.plan.registers.kinds import RegisterKind
from goldenthread.plan.states import NotPossible
from goldenthread.plan.working_days import nation_of

ENTRY_FIELDS = frozenset(
    {
        "title", "text", "version", "co_producers", "given_by", "url", "starts_on", "due_on", "expected_share",
        "expected_words", "owner", "owner_role", "team", "is_public",
    }
)  # fmt: skip
REMINDER_LINK = "plan.register_page"


def nation_name() -> str:
    """The nation whose duties the council has."""
    return NATION_NAMES[nation_of(this_council().code)]


def due_duties() -> tuple[DueDuty, ...]:
    """The council's duties in law with when each is due next, in two queries."""
    nation = nation_name()
    charges = DutyCharge.objects.filter(nation=nation).select_related("owner", "team")
    done = DutyDone.objects.filter(nation=nation).select_related("recorded_by")
    return make_due_duties(load_duties(nation), charges, done)


@transaction.atomic
def add_entry(*, register: RegisterKind, title: str, by: Person, at: datetime, **words: Any) -> RegisterEntry:
    """Add something that is kept up. Who owns it is reminded before it is due."""
    permissions.check_can_keep_registers(by)
    entry = RegisterEntry(register=register.value, title=title)
    change_fields(entry, words, ENTRY_FIELDS)
    _fill_in(entry)
    keep(entry, by=by, at=at)
    after = {"title": title, "due_on": entry.due_on, "owner": entry.owner_id, "is_public": entry.is_public}
    write_down("added to the register", entry, by=by, at=at, after=after)
    return entry


@transaction.atomic
def edit_entry(*, entry: RegisterEntry, changes: Mapping[str, Any], by: Person, at: datetime) -> RegisterEntry:
    """Change what an entry says, who owns it, or when it is due."""
    permissions.check_can_keep_registers(by)
    lock(entry)
    before, after = change_fields(entry, changes, ENTRY_FIELDS)
    if after:
        _fill_in(entry)
        keep(entry, by=by, at=at)
        write_down("changed", entry, by=by, at=at, before=before, after=after)
    return entry


@transaction.atomic
def renew_entry(
    *,
    entry: RegisterEntry,
    done_on: date,
    next_due_on: date | None,
    by: Person,
    at: datetime,
    version: str = "",
    note: str = "",
) -> RegisterRenewal:
    """Record that an entry was reviewed, renewed or published anew, and when it is due next."""
    lock(entry)
    permissions.check_can_record_for(by, entry.owner, entry.team)
    _check_kept(entry)
    if done_on > timezone.localdate(at):
        raise NotPossible("This day is still to come. Record it once it has been done.")
    if next_due_on is not None and next_due_on <= done_on:
        raise NotPossible("The next date must come after the day on which it was done.")
    renewal = RegisterRenewal(
        entry=entry,
        done_on=done_on,
        version=version or entry.version,
        was_due_on=entry.due_on,
        next_due_on=next_due_on,
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    renewal.full_clean()
    renewal.save()
    before = {"due_on": entry.due_on, "version": entry.version}
    entry.due_on, entry.version = next_due_on, renewal.version
    if entry.starts_on is None:
        entry.starts_on = done_on
    keep(entry, by=by, at=at)
    after = {"due_on": next_due_on, "version": renewal.version, "done_on": done_on}
    write_down("renewed", entry, by=by, at=at, before=before, after=after)
    return renewal


@transaction.atomic
def end_entry(*, entry: RegisterEntry, because: str, by: Person, at: datetime) -> RegisterEntry:
    """Say that an entry is no longer kept up: withdrawn, given up, lapsed. It stays in the register with the reason."""
    permissions.check_can_keep_registers(by)
    lock(entry)
    _check_kept(entry)
    if not because.strip():
        raise NotPossible("Say why it is no longer kept up. Residents read the reason.")
    entry.ended_on, entry.ended_because = timezone.localdate(at), because.strip()
    keep(entry, by=by, at=at)
    write_down("ended", entry, by=by, at=at, after={"ended_on": entry.ended_on, "because": entry.ended_because})
    return entry


@transaction.atomic
def take_up_entry_again(*, entry: RegisterEntry, by: Person, at: datetime) -> RegisterEntry:
    """Keep an entry up again, with its date, renewals and results as they were. Why it had ended stays in the log."""
    permissions.check_can_keep_registers(by)
    lock(entry)
    if entry.ended_on is None:
        raise NotPossible(f"{entry} is kept up.")
    before = {"ended_on": entry.ended_on, "because": entry.ended_because}
    entry.ended_on, entry.ended_because = None, ""
    keep(entry, by=by, at=at)
    write_down("took up again", entry, by=by, at=at, before=before)
    return entry


@transaction.atomic
def record_result(
    *,
    entry: RegisterEntry,
    starts_on: date,
    ends_on: date,
    kept: int,
    of: int,
    by: Person,
    at: datetime,
    note: str = "",
    corrects: StandardResult | None = None,
) -> StandardResult:
    """Record how often a service standard was kept in a period, against what was expected then."""
    lock(entry)
    permissions.check_can_record_for(by, entry.owner, entry.team)
    _check_kept(entry)
    if entry.kind is not RegisterKind.STANDARD:
        raise NotPossible("Only a service standard says how often it was kept.")
    if ends_on > timezone.localdate(at):
        raise NotPossible("The period is not over yet. Record the figures once it is.")
    if corrects is None and entry.results.filter(starts_on=starts_on, ends_on=ends_on, corrected_by=None).exists():
        raise NotPossible("There are figures for this period already. Put those right instead.")
    result = StandardResult(
        entry=entry,
        starts_on=starts_on,
        ends_on=ends_on,
        kept=kept,
        of=of,
        expected_share=entry.expected_share,
        note=note,
        corrects=corrects,
        recorded_by=by,
        recorded_at=at,
    )
    result.full_clean()
    result.save()
    after = {"from": starts_on, "to": ends_on, "kept": kept, "of": of}
    write_down("recorded how often it was kept:", entry, by=by, at=at, after=after)
    return result


@transaction.atomic
def charge_duty(
    *,
    duty: Duty,
    owner: Person | None,
    by: Person,
    at: datetime,
    team: Team | None = None,
    does_not_apply_because: str = "",
) -> DutyCharge:
    """Say who answers for a duty in law, or why it does not apply here."""
    permissions.check_can_keep_registers(by)
    charge, _ = DutyCharge.objects.get_or_create(nation=duty.nation, slug=duty.slug)
    lock(charge)
    changes = {
        "owner": owner,
        "team": team or (owner.team if owner else None),
        "does_not_apply_because": does_not_apply_because.strip(),
    }
    before, after = change_fields(charge, changes, changes)
    charge.full_clean()
    charge.save()
    if after:
        write_down("said who answers for", charge, by=by, at=at, before=before, after=after)
    return charge


@transaction.atomic
def record_duty_done(*, duty: Duty, done_on: date, by: Person, at: datetime, url: str = "", note: str = "") -> DutyDone:
    """Record that a duty in law was done, and where that can be read."""
    charge = DutyCharge.objects.filter(nation=duty.nation, slug=duty.slug).select_related("owner", "team").first()
    permissions.check_can_record_for(by, charge.owner if charge else None, charge.team if charge else None)
    if done_on > timezone.localdate(at):
        raise NotPossible("This day is still to come. Record it once it has been done.")
    if done_on < duty.in_force:
        raise NotPossible(f"The law came into force on {duty.in_force:%-d %B %Y}: check the day.")
    done = DutyDone(
        nation=duty.nation, slug=duty.slug, done_on=done_on, url=url, note=note, recorded_by=by, recorded_at=at
    )
    done.full_clean()
    done.save()
    write_down("recorded that it was done:", done, by=by, at=at, after={"done_on": done_on, "url": url})
    return done


@transaction.atomic
def take_back_duty_done(*, done: DutyDone, because: str, by: Person, at: datetime) -> DutyDone:
    """Say that a record was a mistake. It stays, with the reason, and counts no longer."""
    permissions.check_can_keep_registers(by)
    lock(done)
    if not because.strip():
        raise NotPossible("Say why it is taken back.")
    done.taken_back_because = because.strip()
    done.full_clean()
    done.save()
    write_down("took back", done, by=by, at=at, after={"because": done.taken_back_because})
    return done


def reminders_due_on(on: date) -> list[Reminder]:
    """Whom the reminders would write to on the day: the dry run."""
    entries = RegisterEntry.objects.kept().filter(owner__isnull=False, due_on__isnull=False).select_related("owner")
    sent = set(RegisterReminder.objects.values_list("about", "due_on", "step"))
    return find_reminders(entries, due_duties(), sent, on=on, nation=nation_of(this_council().code))


@transaction.atomic
def send_reminders(*, by: Person | None, at: datetime) -> list[Reminder]:
    """Write to every owner whose date is near or has passed. `by` is None when the clock runs it."""
    if by is not None:
        permissions.check_can_keep_registers(by)
    reminders = reminders_due_on(timezone.localdate(at))
    for reminder in reminders:
        kept = RegisterReminder.objects.create(
            about=reminder.about,
            due_on=reminder.due_on,
            step=reminder.step.slug,
            person=reminder.person,
            sent_at=at,
        )
        message_actions.send(
            wording=wording.REGISTER_REMINDER.slug,
            to=message_actions.Recipient.of(reminder.person),
            values={
                "name": reminder.person.name,
                "title": reminder.title,
                "what": reminder.step.words,
                "due": f"{reminder.due_on.day} {reminder.due_on:%B %Y}",
            },
            link_kind=REMINDER_LINK,
            about=("plan.registerreminder", kept.pk),
            by=by,
            at=at,
        )
    return reminders


def _fill_in(entry: RegisterEntry) -> None:
    if entry.owner is not None:
        entry.owner_role = entry.owner_role or entry.owner.job_title
        entry.team = entry.team or entry.owner.team
    if isinstance(entry.expected_share, (int, float)):
        entry.expected_share = Decimal(str(entry.expected_share))


def _check_kept(entry: RegisterEntry) -> None:
    if entry.ended_on is not None:
        raise NotPossible(f"{entry} has not been kept up since {entry.ended_on:%-d %B %Y}.")
