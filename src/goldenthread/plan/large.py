"""Plans too large to be read whole: one aim at a time, and counted where reading everything would be too slow."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404

from goldenthread.plan import comparison, copying, editions
from goldenthread.plan.editions import ACTIONS_SHOWN_WHOLE
from goldenthread.plan.models import Plan, Section


def is_large(plan: Plan) -> bool:
    """Has the plan more actions than a page shows at once?"""
    return bool(plan.actions.current()[ACTIONS_SHOWN_WHOLE:].exists())


def part_of_large(plan: Plan, number: str) -> Section | None:
    """The aim that a page of a large plan shows: the one asked for, or the first; None where the plan fits whole."""
    if not is_large(plan):
        return None
    sections = plan.sections.current()
    return get_object_or_404(sections, number=number) if number else sections.first()


def part_of(sections: Sequence[Section], plan: Plan, number: str) -> Section | None:
    """The same, of the plan's sections that have been read already."""
    if not sections or not is_large(plan):
        return None
    chosen = next((each for each in sections if each.number == number), None) if number else sections[0]
    if chosen is None:
        raise Http404("The plan has no such part.")
    return chosen


def count_changed(plan: Plan) -> int:
    """How many parts differ from what is published; of a large plan, how many were changed since."""
    edition = plan.current_edition
    if not is_large(plan):
        before = editions.read_edition(edition) if edition else None
        return len(comparison.compare(before, copying.copy_plan(plan)))
    parts = (plan.sections, plan.actions, plan.measures, plan.asks, plan.differences, plan.achievements)
    if edition is None:
        return sum(each.current().count() for each in parts)
    return sum(each.filter(changed_at__gt=edition.published_at).count() for each in parts)
