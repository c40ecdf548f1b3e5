"""Reads what was published: whole, or only what one page shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet

from goldenthread.plan import documents
from goldenthread.plan.documents import EditionNote, load
from goldenthread.plan.models import Edition, EditionItem, EditionWait, ItemKind, Plan, PreparedItem

ACTIONS_SHOWN_WHOLE = 60
"""With more actions than this a plan's page shows how many each aim has, and the aims' pages list them."""


MEASURES_SHOWN_WHOLE = 100
"""With more measures than this an aim's page shows its own, and the actions' pages show theirs."""

FEW = [ItemKind.SECTION.value, ItemKind.ASK.value, ItemKind.DIFFERENCE.value, ItemKind.ACHIEVEMENT.value]
"""Of these a plan has some dozens. They are named, not the others left out, so that an index finds them."""


WITHOUT_ACTIONS = (Q(kind__in=FEW), Q(kind=ItemKind.MEASURE, action_number=""))
"""What the page of a large plan shows: its aims and what belongs to them, and none of its actions."""

Item = TypeVar("Item", EditionItem, PreparedItem)


def choose(items: QuerySet[Item], *ways: Q) -> QuerySet[Item]:
    """The items that any of the ways finds.

    Each way is asked by itself and has its index; asked for one way or another, a database reads all the items.
    """
    first, *others = (items.filter(way).order_by().values("pk") for way in ways)
    return items.model._default_manager.filter(pk__in=first.union(*others, all=True))


@dataclass(frozen=True, slots=True)
class PlanLink:
    """Another plan that the public can read."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """What the public reads of a plan now, as much of it as was asked for."""

    content: documents.PlanContent
    edition: EditionNote
    is_superseded: bool
    superseded_by_slug: str
    superseded_by_title: str
    action_counts: dict[str, int]
    parent: PlanLink | None = None
    children: tuple[PlanLink, ...] = ()


def read_edition(edition: Edition) -> documents.PlanContent:
    """Everything an edition says, in one query."""
    return _content(edition, EditionItem.objects.filter(edition=edition).order_by("kind", "position"))


def read_edition_part(edition: Edition, number: str) -> documents.PlanContent:
    """What an edition says of one aim, with everything that belongs to no aim, and none of the updates."""
    items = EditionItem.objects.filter(edition=edition)
    belong = [ItemKind.ACTION.value, ItemKind.MEASURE.value]
    chosen = choose(items, Q(kind__in=FEW), Q(kind__in=belong, section_number=number))
    content = _content(edition, chosen.order_by("kind", "position"), is_list=True)
    bare = tuple(replace(each, progress=replace(each.progress, updates=())) for each in content.actions)
    return replace(content, actions=bare)


def read_plan_page(slug: str) -> PublishedPlan | None:
    """What a plan's own page shows; None where no such plan is published."""
    plan = _published(slug)
    if plan is None:
        return None
    every = EditionItem.objects.filter(edition=plan.current_edition)
    items: QuerySet[EditionItem] = every.order_by("kind", "position")
    counts = dict(
        items.filter(kind=ItemKind.ACTION)
        .order_by()
        .values_list("section_number")
        .annotate(number=Count("pk"))
        .values_list("section_number", "number")
    )
    if sum(counts.values()) > ACTIONS_SHOWN_WHOLE:
        items = choose(every, *WITHOUT_ACTIONS).order_by("kind", "position")
    parent, children = read_larger_and_smaller(plan)
    return replace(_make_published(plan, items, counts, is_list=True), parent=parent, children=children)


def read_section_page(slug: str, number: str) -> PublishedPlan | None:
    """What an aim's page shows: this aim and those within it, and all that belongs to them."""
    plan = _published(slug)
    if plan is None:
        return None
    items = EditionItem.objects.filter(edition=plan.current_edition)
    parents = dict(items.filter(kind=ItemKind.SECTION).values_list("number", "section_number"))
    if number not in parents:
        return None
    within = [other for other in parents if _is_within(other, number, parents)]
    chosen = choose(items, Q(section_number__in=within), Q(kind=ItemKind.SECTION, number=number))
    if items.filter(kind=ItemKind.MEASURE, section_number__in=within).count() > MEASURES_SHOWN_WHOLE:
        chosen = chosen.exclude(kind=ItemKind.MEASURE, action_number__gt="")
    return _make_published(plan, chosen.order_by("kind", "position"), {}, is_list=True)


def read_action_page(slug: str, number: str) -> PublishedPlan | None:
    """What an action's page shows: the action, its aim and measures, what waits for what, and the plan's asks."""
    plan = _published(slug)
    if plan is None:
        return None
    items = EditionItem.objects.filter(edition=plan.current_edition)
    own = items.filter(kind=ItemKind.ACTION, number=number).values("section_number", "document__waits_for").first()
    if own is None:
        return None
    held_up = EditionWait.objects.filter(edition=plan.current_edition, first_number=number)
    chosen = choose(
        items,
        Q(kind=ItemKind.ACTION, number__in=[number, *(own["document__waits_for"] or ())]),
        Q(kind=ItemKind.ACTION, number__in=held_up.values("number")),
        Q(kind=ItemKind.MEASURE, action_number=number),
        Q(kind=ItemKind.SECTION, number=own["section_number"]),
        Q(kind=ItemKind.ASK),
    )
    return _make_published(plan, chosen.order_by("kind", "position"), {})


def read_measure_page(slug: str, number: str) -> PublishedPlan | None:
    """What a measure's page shows: the measure and what it belongs to."""
    plan = _published(slug)
    if plan is None:
        return None
    items = EditionItem.objects.filter(edition=plan.current_edition)
    measure = items.filter(kind=ItemKind.MEASURE, number=number).defer("document").first()
    if measure is None:
        return None
    chosen = choose(
        items,
        Q(pk=measure.pk),
        Q(kind=ItemKind.ACTION, number=measure.action_number),
        Q(kind=ItemKind.SECTION, number=measure.section_number),
        Q(kind=ItemKind.ACHIEVEMENT, section_number=measure.section_number),
    )
    return _make_published(plan, chosen.order_by("kind", "position"), {})


def read_larger_and_smaller(plan: Plan) -> tuple[PlanLink | None, tuple[PlanLink, ...]]:
    """The plan that a published plan is part of, and those that are part of it."""
    return _read_parent(plan), _read_children(plan)


def _read_parent(plan: Plan) -> PlanLink | None:
    """The larger plan that this one was published as a part of, where that can be read too."""
    assert plan.current_edition is not None  # noqa: S101  (published plans have one)
    slug = plan.current_edition.document.get("parent_slug", "")
    parent = Plan.objects.published().select_related("current_edition").filter(slug=slug).first() if slug else None
    return _link(parent) if parent else None


def _read_children(plan: Plan) -> tuple[PlanLink, ...]:
    """The plans that were published as a part of this one, those that were replaced left out."""
    parts = Plan.objects.in_force().filter(current_edition__document__parent_slug=plan.slug)
    return tuple(_link(part) for part in parts.select_related("current_edition").newest_first())


def _link(plan: Plan) -> PlanLink:
    return PlanLink(plan.slug, str(plan.current_edition.document["title"]) if plan.current_edition else plan.title)


def _published(slug: str) -> Plan | None:
    # What took its place is read when it is asked for: few plans have been superseded, and every page asks here. Of the
    # plan itself the edition says it all.
    read = Plan.objects.published().select_related("current_edition").filter(slug=slug)
    return read.only("slug", "stage", "superseded_by", "current_edition").first()


def _make_published(
    plan: Plan, items: QuerySet[EditionItem], counts: dict[str, int], *, is_list: bool = False
) -> PublishedPlan:
    edition = plan.current_edition
    assert edition is not None  # noqa: S101  (published plans have one)
    successor = plan.superseded_by
    return PublishedPlan(
        content=_content(edition, items, is_list=is_list),
        edition=make_edition_note(edition),
        is_superseded=plan.stage == "superseded",
        superseded_by_slug=successor.slug if successor else "",
        superseded_by_title=str(successor.current_edition.document["title"])
        if successor and successor.current_edition
        else "",
        action_counts=counts,
    )


def make_edition_note(edition: Edition) -> EditionNote:
    """Which publication it is."""
    return EditionNote(
        number=edition.number,
        published_at=edition.published_at,
        content_changed_at=edition.content_changed_at,
        note=edition.note,
        is_release=edition.is_release,
        override_reason=edition.override_reason,
    )


def _content(edition: Edition, items: QuerySet[EditionItem], *, is_list: bool = False) -> documents.PlanContent:
    found: dict[str, list[dict[str, Any]]] = {kind.value: [] for kind in ItemKind}
    for kind, document in items.values_list("kind", "document"):
        is_long = is_list and kind == ItemKind.ACTION.value
        found[kind].append(_with_latest_update(document) if is_long else document)
    return documents.PlanContent(
        plan=load(documents.PlanDocument, edition.document),
        sections=tuple(load(documents.SectionDocument, item) for item in found[ItemKind.SECTION]),
        actions=tuple(load(documents.ActionDocument, item) for item in found[ItemKind.ACTION]),
        measures=tuple(load(documents.MeasureDocument, item) for item in found[ItemKind.MEASURE]),
        asks=tuple(load(documents.AskDocument, item) for item in found[ItemKind.ASK]),
        differences=tuple(load(documents.DifferenceDocument, item) for item in found[ItemKind.DIFFERENCE]),
        achievements=tuple(load(documents.AchievementDocument, item) for item in found[ItemKind.ACHIEVEMENT]),
    )


def _with_latest_update(document: dict[str, Any]) -> dict[str, Any]:
    """An action as a list shows it: of all that was ever written about it only the latest is read."""
    progress = document.get("progress", {})
    return {**document, "progress": {**progress, "updates": progress.get("updates", [])[:1]}}


def _is_within(number: str, ancestor: str, parents: dict[str, str]) -> bool:
    while number:
        if number == ancestor:
            return True
        number = parents.get(number, "")
    return False
