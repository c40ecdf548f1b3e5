"""Which asks a progress measure counts, and by when each should have been answered."""

from __future__ import annotations

from collections.abc import Iterable

from goldenthread.frontend.council import this_council
from goldenthread.plan.documents import AnsweredDocument
from goldenthread.plan.groups.kinds import AskState
from goldenthread.plan.models import Group, ProgressMeasure
from goldenthread.plan.working_days import add_working_days, nation_of


def asks_counted(measure: ProgressMeasure, groups: Iterable[Group]) -> tuple[AnsweredDocument, ...]:
    """What these groups, the measure's own, asked since its plan began, the earliest first.

    The first reply counts, and what was withdrawn before any came does not. The days are the measure's own, which may
    be more or fewer than a group has agreed: a promise of ten days is not kept by agreeing on twenty.
    """
    if not measure.reply_days:
        return ()
    nation = nation_of(this_council().code)
    counted = [
        AnsweredDocument(
            ask.asked_on, add_working_days(ask.asked_on, measure.reply_days, nation=nation), ask.first_replied_on
        )
        for group in groups
        for ask in group.asks.all()
        if ask.asked_on >= measure.plan.starts_on
        and (ask.state != AskState.WITHDRAWN or ask.first_replied_on is not None)
    ]
    return tuple(sorted(counted, key=lambda each: (each.asked_on, each.due_on, each.replied_on or each.due_on)))
