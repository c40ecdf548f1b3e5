"""Makes what Alderbrook keeps up by the actions a real site uses: entries, renewals, results, duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.definitions.duty import load_duties
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.registering import nation_name
from goldenthread.plan.registers.kinds import RegisterKind
from goldenthread.samples.alderbrook.register_content import SampleEntry, load_registers


def add_registers(people: Mapping[str, Person], *, now: datetime) -> None:
    """Add every entry and duty, each written down as on its own day."""
    today, content = timezone.localdate(now), load_registers()
    for entry in content.entries:
        _add_entry(entry, people, today)
    duties = load_duties(nation_name())
    for each in content.duties:
        duty, owner = duties[each.slug], people[each.owner]
        begun = _noon(today, max(each.done))
        plan_actions.charge_duty(duty=duty, owner=owner, by=people["owner"], at=begun)
        for days in each.done:
            done_on = today - timedelta(days=days)
            plan_actions.record_duty_done(duty=duty, done_on=done_on, by=owner, at=_noon(today, days))


def _add_entry(content: SampleEntry, people: Mapping[str, Person], today: date) -> None:
    owner, keeper = people[content.owner], people["owner"]
    begun = _noon(today, content.starts)
    entry = plan_actions.add_entry(
        register=RegisterKind(content.register),
        title=content.title,
        text=content.text,
        version=content.version,
        co_producers=content.co_producers,
        given_by=content.given_by,
        expected_words=content.expected_words,
        expected_share=Decimal(str(content.expected)) if content.expected is not None else None,
        starts_on=today - timedelta(days=content.starts),
        due_on=today - timedelta(days=content.due),
        owner=owner,
        by=keeper,
        at=begun,
    )
    for renewal in content.renewals:
        plan_actions.renew_entry(
            entry=entry,
            done_on=today - timedelta(days=renewal.days),
            next_due_on=today - timedelta(days=renewal.next),
            version=renewal.version,
            note=renewal.note,
            by=owner,
            at=_noon(today, renewal.days),
        )
    for result in content.results:
        plan_actions.record_result(
            entry=entry,
            starts_on=today - timedelta(days=result.first),
            ends_on=today - timedelta(days=result.last),
            kept=result.kept,
            of=result.of,
            note=result.note,
            by=owner,
            at=_noon(today, result.last - 7),
        )


def _noon(today: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time(12)))
