"""Plans too large to be read whole: one aim at a time, and counted where reading everything would be too slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.http import Http404

from goldenthread.plan import comparison, copying, editions
from goldenthread.plan.editions import ACTIONS_SHOWN_WHOLE
from goldenthread.plan.models import Plan, Section


def is_large(plan: Plan) -> bool:
    """Has the plan more actions than a page shows at once?"""
    return bool(plan.actions.current()[ACTIONS_SHOWN_WHOLE:].exists())


def part_of(sections: Sequence[Section], plan: Plan, number: str) -> Section | None:
    """The aim that a page of a large plan shows: the one asked for, or the first; None where the plan fits whole.

    The sections are all of the plan's, as they were read for the page.
    """
    if not sections or not is_large(plan):
        return None
    chosen = next((each for each in sections if each.number == number), None) if number else sections[0]
    if chosen is None:
        raise Http404("The plan has no such part.")
    return chosen


def count_changed_in_sections(plan: Plan, since: datetime) -> Counter[int]:
    """How many parts were changed, added or taken out since a moment, by the key of the aim that they belong to."""
    counts = Counter(plan.sections.filter(changed_at__gt=since).order_by().values_list("pk", flat=True))
    of_measures = plan.measures.annotate(belongs=Coalesce("section", "action__section"))
    for rows, section in ((plan.actions, "section"), (of_measures, "belongs")):
        changed = rows.filter(changed_at__gt=since).order_by().values(section).annotate(number=Count("pk"))
        counts.update({row[section]: row["number"] for row in changed if row[section] is not None})
    return counts


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
