"""Reads what was prepared for a release: as much as one page shows to members, or to those asked to reply."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from goldenthread.plan import documents
from goldenthread.plan.documents import EditionNote, load
from goldenthread.plan.editions import ACTIONS_SHOWN_WHOLE, WITHOUT_ACTIONS, PublishedPlan, choose
from goldenthread.plan.models import ItemKind, PreparedItem, ReleasedPlan

PARTS: dict[str, type[documents.Part]] = {
    ItemKind.SECTION.value: documents.SectionDocument,
    ItemKind.ACTION.value: documents.ActionDocument,
    ItemKind.MEASURE.value: documents.MeasureDocument,
    ItemKind.ASK.value: documents.AskDocument,
    ItemKind.DIFFERENCE.value: documents.DifferenceDocument,
    ItemKind.ACHIEVEMENT.value: documents.AchievementDocument,
}


def read_prepared(released: ReleasedPlan, *, section: str = "") -> PublishedPlan:
    """The plan as it will be published; of a large one the actions of one aim only."""
    items: QuerySet[PreparedItem] = PreparedItem.objects.filter(released=released).order_by("kind", "position")
    counts = {
        str(number): int(count)
        for number, count in items.filter(kind=ItemKind.ACTION)
        .order_by()
        .values_list("section_number")
        .annotate(number_of=Count("pk"))
        .values_list("section_number", "number_of")
    }
    if section:
        items = choose(items, Q(section_number=section), Q(kind=ItemKind.SECTION))
        counts = {}
    elif sum(counts.values()) > ACTIONS_SHOWN_WHOLE:
        items = choose(items, *WITHOUT_ACTIONS)
    return _make(released, items.order_by("kind", "position"), counts)


def read_concerning(released: ReleasedPlan, numbers: Sequence[str]) -> PublishedPlan:
    """Only these actions and their measures."""
    items = PreparedItem.objects.filter(released=released)
    chosen = choose(
        items,
        Q(kind=ItemKind.ACTION, number__in=numbers),
        Q(kind=ItemKind.MEASURE, action_number__in=numbers),
    )
    return _make(released, chosen.order_by("kind", "position"), {})


def _make(released: ReleasedPlan, items: QuerySet[PreparedItem], counts: dict[str, int]) -> PublishedPlan:
    assert released.base is not None  # noqa: S101  (what is prepared has an edition it was prepared on)
    found: dict[str, list[documents.Part]] = {kind: [] for kind in PARTS}
    for kind, document in items.values_list("kind", "document"):
        found[kind].append(load(PARTS[kind], document))
    changed = released.content_changed_at or released.base.published_at
    note = EditionNote(0, released.base.published_at, changed, released.release.note, is_release=True)
    content = documents.PlanContent(
        plan=load(documents.PlanDocument, released.base.document),
        **{f"{kind}s": tuple(parts) for kind, parts in found.items()},  # type: ignore[arg-type]
    )
    return PublishedPlan(content, note, False, "", "", counts)
