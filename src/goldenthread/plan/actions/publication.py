"""Draft, review, publish: the only way from the working copy to the public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan import documents, permissions
from goldenthread.plan.actions.asking import withdraw_plan
from goldenthread.plan.actions.keeping import keep, lock, write_down
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.documents import dump
from goldenthread.plan.editions import read_edition
from goldenthread.plan.lint import judge_health, say_what_stands_against
from goldenthread.plan.models import Edition, EditionItem, EditionWait, ItemKind, Plan
from goldenthread.plan.releases.freezes import check_not_frozen
from goldenthread.plan.states import PLAN_TRANSITIONS, NotPossible, PlanStage, check_transition


@transaction.atomic
def submit_for_review(*, plan: Plan, by: Person, at: datetime) -> Plan:
    """Ask a colleague to read the working copy. Its words stand still until it comes back or is published."""
    lock(plan)
    permissions.check_can_submit(by, plan)
    _move(plan, PlanStage.IN_REVIEW)
    plan.submitted_by, plan.submitted_at = by, at
    keep(plan, by=by, at=at, is_change=False)
    write_down("sent for review", plan, by=by, at=at)
    return plan


@transaction.atomic
def return_to_draft(*, plan: Plan, reason: str, by: Person, at: datetime) -> Plan:
    """Send the working copy back to whoever wrote it, with what should change."""
    lock(plan)
    permissions.check_can_submit(by, plan)
    if not reason.strip():
        raise NotPossible("Say what should change before it is published.")
    if plan.stage == PlanStage.PUBLISHED:
        raise NotPossible(f"“{plan.title}” is published. It becomes a draft when somebody changes its words.")
    _move(plan, PlanStage.DRAFT)
    plan.submitted_by, plan.submitted_at = None, None
    keep(plan, by=by, at=at, is_change=False)
    write_down("sent back", plan, by=by, at=at, after={"reason": reason.strip()})
    return plan


@transaction.atomic
def publish(
    *, plan: Plan, by: Person, at: datetime, note: str = "", override_reason: str = "", freeze_reason: str = ""
) -> Edition:
    """Publish the working copy as the plan's next edition.

    Raises :class:`NotPossible` while nobody answers for a measure; an administrator may publish all the same with
    a reason, which is published too. The same in a pre-election period, for whoever may lift it.
    """
    lock(plan)
    permissions.check_can_publish(by, plan)
    told = check_not_frozen(by=by, at=at, reason=freeze_reason)
    _move(plan, PlanStage.PUBLISHED)
    content = copy_plan(plan)
    standing = what_stands_against(content)
    if standing:
        if not override_reason.strip():
            raise NotPossible(" ".join(standing))
        permissions.check_can_override(by)
    if plan.current_edition is not None:
        content = carry_replies(read_edition(plan.current_edition), content)
    overridden = " ".join(filter(None, [override_reason.strip() if standing else "", told]))
    edition = _keep_edition(plan, content, by=by, at=at, note=note, override_reason=overridden)
    plan.current_edition = edition
    plan.submitted_by, plan.submitted_at = None, None
    keep(plan, by=by, at=at, is_change=False)
    write_down("published", plan, by=by, at=at, after={"edition": edition.number, "override": edition.override_reason})
    return edition


@transaction.atomic
def release_progress(*, plan: Plan, by: Person, at: datetime, note: str = "", freeze_reason: str = "") -> Edition:
    """Publish what was recorded since the last edition — statuses, updates, figures — and none of the draft's words."""
    permissions.check_can_release(by, plan)
    lock(plan)
    if plan.current_edition is None:
        raise NotPossible(f"“{plan.title}” has not been published yet, so there is nothing to release progress on.")
    if plan.stage == PlanStage.SUPERSEDED:
        raise NotPossible(f"“{plan.title}” has been superseded and is kept as it was.")
    told = check_not_frozen(by=by, at=at, reason=freeze_reason)
    edition = _keep_edition(
        plan,
        with_progress(read_edition(plan.current_edition), copy_plan(plan)),
        by=by,
        at=at,
        note=note,
        is_release=True,
        override_reason=told,
    )
    plan.current_edition = edition
    keep(plan, by=by, at=at, is_change=False)
    write_down("released progress on", plan, by=by, at=at, after={"edition": edition.number})
    return edition


@transaction.atomic
def supersede(*, plan: Plan, successor: Plan, by: Person, at: datetime) -> Plan:
    """Say that another published plan has taken this one's place. It stays readable, and says so."""
    lock(plan)
    permissions.check_can_publish(by, plan)
    if successor.pk == plan.pk or successor.current_edition_id is None:
        raise NotPossible("Only another plan that is published can take the place of this one.")
    _move(plan, PlanStage.SUPERSEDED)
    plan.superseded_by = successor
    keep(plan, by=by, at=at, is_change=False)
    write_down("superseded", plan, by=by, at=at, after={"by": successor.slug})
    withdraw_plan(plan, by=by, at=at)
    return plan


def what_stands_against(content: documents.PlanContent) -> tuple[str, ...]:
    """What has to be put right before the plan can be published, in sentences."""
    unowned = judge_health(content.measures).unowned
    return say_what_stands_against(has_sections=bool(content.sections), unowned=unowned)


def with_progress(published: documents.PlanContent, working: documents.PlanContent) -> documents.PlanContent:
    """The words that are published, with the progress recorded since."""
    actions = {action.number: action.progress for action in working.actions}
    measures = {measure.number: measure.progress for measure in working.measures}
    return replace(
        published,
        actions=tuple(
            replace(action, progress=_released(action.progress, actions.get(action.number, action.progress)))
            for action in published.actions
        ),
        measures=tuple(
            replace(measure, progress=measures.get(measure.number, measure.progress)) for measure in published.measures
        ),
    )


def carry_replies(published: documents.PlanContent, working: documents.PlanContent) -> documents.PlanContent:
    """The working copy, with the replies that stand beside its actions now."""
    replies = {action.number: action.progress.replies for action in published.actions if action.progress.replies}
    if not replies:
        return working
    return replace(
        working,
        actions=tuple(
            replace(action, progress=replace(action.progress, replies=replies.get(action.number, ())))
            for action in working.actions
        ),
    )


def _released(published: documents.ActionProgress, working: documents.ActionProgress) -> documents.ActionProgress:
    """The latest progress; of the milestones only whether those that are published have been reached."""
    reached = {milestone.title: milestone.done_on for milestone in working.milestones}
    return replace(
        working,
        replies=published.replies,
        milestones=tuple(
            replace(milestone, done_on=reached.get(milestone.title, milestone.done_on))
            for milestone in published.milestones
        ),
    )


def _move(plan: Plan, stage: PlanStage) -> None:
    """The plan's row, plan and at its new stage, if the table of transitions has that step. Not saved yet."""
    check_transition(PLAN_TRANSITIONS, PlanStage(plan.stage), stage, f"“{plan.title}”")
    plan.stage = stage.value


def _keep_edition(
    plan: Plan,
    content: documents.PlanContent,
    *,
    by: Person,
    at: datetime,
    note: str,
    is_release: bool = False,
    override_reason: str = "",
) -> Edition:
    latest = plan.editions.order_by("-number").values_list("number", flat=True).first()
    edition = Edition.objects.create(
        plan=plan,
        number=(latest or 0) + 1,
        published_at=at,
        published_by=by,
        note=note.strip(),
        is_release=is_release,
        override_reason=override_reason,
        content_changed_at=last_change(plan, at),
        document=dump(content.plan),
    )
    slugs = {measure.indicator_slug for measure in content.measures}
    slugs |= {difference.indicator_slug for difference in content.differences}
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.filter(slug__in=slugs)}
    keep_items(EditionItem(edition=edition, **values) for values in make_items(content, indicators))
    return edition


def keep_items(items: Iterable[EditionItem]) -> None:
    """Write what an edition says, and which of its actions wait for which."""
    kept = EditionItem.objects.bulk_create(list(items), batch_size=500)
    waits = [
        EditionWait(edition=item.edition, number=item.number, first_number=first)
        for item in kept
        if item.kind == ItemKind.ACTION.value
        for first in dict.fromkeys(item.document.get("waits_for", ()))
    ]
    EditionWait.objects.bulk_create(waits, batch_size=500)


def make_items(content: documents.PlanContent, indicators: dict[str, Indicator]) -> Iterator[dict[str, Any]]:
    """Every part of the plan as the row that keeps it: in an edition, or in a release that is prepared."""
    parts: Iterable[tuple[ItemKind, tuple[documents.Part, ...]]] = (
        (ItemKind.SECTION, content.sections),
        (ItemKind.ACTION, content.actions),
        (ItemKind.MEASURE, content.measures),
        (ItemKind.ASK, content.asks),
        (ItemKind.DIFFERENCE, content.differences),
        (ItemKind.ACHIEVEMENT, content.achievements),
    )
    for kind, items in parts:
        for position, item in enumerate(items):
            yield {
                "kind": kind.value,
                "number": item.number,
                "section_number": _section_number(item),
                "action_number": getattr(item, "action_number", ""),
                "indicator": indicators.get(getattr(item, "indicator_slug", "")),
                "position": position,
                "document": dump(item),
            }


def _section_number(item: documents.Part) -> str:
    return item.parent_number if isinstance(item, documents.SectionDocument) else item.section_number


def last_change(plan: Plan, at: datetime) -> datetime:
    """When anything the plan says, or was recorded about it, last changed."""
    rows = (plan.sections, plan.actions, plan.measures, plan.asks, plan.differences, plan.achievements)
    times = [related.order_by("-changed_at").values_list("changed_at", flat=True).first() for related in rows]
    return min(at, max([plan.changed_at, *(time for time in times if time is not None)]))
