"""Which round of updates is next: a quarter, or as long as the council's last one was."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.plan.models import Plan, UpdateCycle
from goldenthread.plan.working_days import last_quarter


def round_due(*, on: date) -> tuple[date, date] | None:
    """The first and last day of a period that is over and about which nobody has been asked, if there is one."""
    latest = UpdateCycle.objects.newest_first().only("period_starts_on", "period_ends_on").first()
    first, last = period_after(latest.period_starts_on, latest.period_ends_on) if latest else last_quarter(on)
    if last >= on:
        return None
    told_of = Plan.objects.in_force().filter(starts_on__lte=last, ends_on__gte=first)
    return (first, last) if told_of.exists() else None


def period_after(starts_on: date, ends_on: date) -> tuple[date, date]:
    """The period that follows, of as many months.

    >>> period_after(date(2026, 4, 1), date(2026, 6, 30))
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    first = ends_on + timedelta(days=1)
    months = max(1, (first.year - starts_on.year) * 12 + first.month - starts_on.month)
    years, month = divmod(first.month - 1 + months, 12)
    day = min(first.day, 28)
    return first, date(first.year + years, month + 1, day) - timedelta(days=1)


def name_period(first: date, last: date) -> str:
    """The period in words: July to September 2026."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"
