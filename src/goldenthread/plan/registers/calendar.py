"""Everything that is due, on one calendar: duties in law and entries of registers, and whom to remind of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.accounts.models import Person, Team
from goldenthread.definitions.duty import Duty
from goldenthread.plan.models import DutyCharge, DutyDone, RegisterEntry
from goldenthread.plan.registers.kinds import REMINDER_STEPS, SOON_DAYS, ReminderStep
from goldenthread.plan.working_days import is_working_day

#: The calendar's own words for the nations of the bank holidays.
NATION_NAMES = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}


@dataclass(frozen=True, slots=True)
class DueDuty:
    """A duty, when it was done, when it is due next, and who answers for it."""

    duty: Duty
    due_on: date
    last_done: DutyDone | None
    done: tuple[DutyDone, ...]
    owner: Person | None
    team: Team | None
    does_not_apply_because: str

    @property
    def applies(self) -> bool:
        """Does it apply to this council?"""
        return not self.does_not_apply_because

    @property
    def about(self) -> str:
        """Its key among the reminders."""
        return f"duty:{self.duty.nation}/{self.duty.slug}"

    def is_overdue(self, *, on: date) -> bool:
        """Was it due before the day?"""
        return self.applies and self.due_on < on

    def is_soon(self, *, on: date) -> bool:
        """Is it due within two months?"""
        return self.applies and on <= self.due_on <= on + timedelta(days=SOON_DAYS)


def make_due_duties(
    duties: Mapping[str, Duty], charges: Iterable[DutyCharge], done: Iterable[DutyDone]
) -> tuple[DueDuty, ...]:
    """The nation's duties, the one due first on top; those that do not apply last."""
    charge_of = {charge.slug: charge for charge in charges}
    done_of: dict[str, list[DutyDone]] = {}
    for each in done:
        done_of.setdefault(each.slug, []).append(each)
    found = []
    for slug, duty in duties.items():
        charge = charge_of.get(slug)
        records = sorted(done_of.get(slug, []), key=lambda each: each.done_on, reverse=True)
        standing = [each for each in records if not each.taken_back_because]
        found.append(
            DueDuty(
                duty=duty,
                due_on=duty.next_due([each.done_on for each in standing]),
                last_done=standing[0] if standing else None,
                done=tuple(records),
                owner=charge.owner if charge else None,
                team=charge.team if charge else None,
                does_not_apply_because=charge.does_not_apply_because if charge else "",
            )
        )
    return tuple(sorted(found, key=lambda each: (not each.applies, each.due_on, each.duty.name)))


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message that is due: about what, to whom, at which step."""

    about: str
    title: str
    due_on: date
    person: Person
    step: ReminderStep


def reminders_due(
    entries: Iterable[RegisterEntry],
    duties: Iterable[DueDuty],
    sent: Collection[tuple[str, date, str]],
    *,
    on: date,
    nation: str,
) -> list[Reminder]:
    """Whom to write to today. Nobody is written to on a day off; of several steps due, only the latest goes."""
    if not is_working_day(on, nation=nation):
        return []
    dated = [(f"entry:{entry.pk}", entry.title, entry.due_on, entry.owner) for entry in entries if not entry.ended_on]
    dated += [(each.about, each.duty.name, each.due_on, each.owner) for each in duties if each.applies]
    found = []
    for about, title, due_on, owner in dated:
        step = _step_on(due_on, on=on) if due_on and owner and owner.is_active else None
        if step and due_on and owner and (about, due_on, step.slug) not in sent:
            found.append(Reminder(about, title, due_on, owner, step))
    return sorted(found, key=lambda each: (each.due_on, each.title))


def _step_on(due_on: date, *, on: date) -> ReminderStep | None:
    """The latest step whose day has come."""
    reached = [step for step in REMINDER_STEPS if on >= due_on - timedelta(days=step.days_before)]
    return reached[-1] if reached else None
