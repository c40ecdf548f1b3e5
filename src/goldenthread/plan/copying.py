"""Reads the working copy of a plan into documents, in the same number of queries however large the plan is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone

from goldenthread.plan import documents
from goldenthread.plan.belonging import read_belonging
from goldenthread.plan.groups.answered_in_time import asks_counted
from goldenthread.plan.lint import say_what_stands_against
from goldenthread.plan.models import (
    Achievement,
    Action,
    Ask,
    Crosswalk,
    Difference,
    Group,
    Plan,
    ProgressMeasure,
    Reading,
    Section,
    Tag,
    Update,
)
from goldenthread.plan.models.action import ROLE_NOT_TOLD


def copy_plan(plan: Plan) -> documents.PlanContent:
    """Everything the working copy says now."""
    return _copy(plan, actions_to_copy(plan), measures_to_copy(plan))


def _copy(
    plan: Plan,
    actions: Iterable[Action],
    measures: Iterable[ProgressMeasure],
    *,
    sections: Iterable[Section] | None = None,
    is_outline: bool = False,
) -> documents.PlanContent:
    """All of the plan or its outline, or as lists show it where its sections have been read for that."""
    as_lines = sections is not None and not is_outline
    make_action = make_action_line_document if as_lines else make_action_document
    make_section = make_section_line_document if as_lines else make_section_document
    if sections is None:
        sections = read_sections(plan, "crosswalks")
    read_belonging([plan], _OF_A_PLAN)
    return documents.PlanContent(
        plan=make_plan_document(plan),
        sections=tuple(map(make_section, sections)),
        actions=tuple(make_action(action) for action in actions),
        measures=tuple(make_measure_document(measure) for measure in measures),
        asks=tuple(make_ask_document(ask) for ask in _rows_of(plan, "asks")),
        differences=tuple(make_difference_document(difference) for difference in _rows_of(plan, "differences")),
        achievements=tuple(make_achievement_document(achievement) for achievement in _rows_of(plan, "achievements")),
    )


_OF_A_PLAN = {
    "asks": Ask.objects.current().select_related("section").prefetch_related("actions"),
    "differences": Difference.objects.current().select_related("section", "indicator"),
    "achievements": Achievement.objects.current().select_related("section", "measure"),
    "children": Plan.objects.newest_first(),
}
"""What belongs to a plan itself and is read with it, the plans that are parts of it among them."""


def copy_outline(plan: Plan, *, sections: list[Section], section: Section) -> documents.PlanContent:
    """What the working copy says without its updates; the actions and measures of one aim only.

    The sections are those of :func:`read_sections`, with their crosswalks.
    """
    parts = _read(**_action_parts(Update.objects.none()))
    actions = _actions_as_lines(plan).filter(section=section).prefetch_related(*parts)
    return _copy(plan, actions, _of_section(measures_to_copy(plan), section), sections=sections, is_outline=True)


def copy_lines(
    plan: Plan,
    *,
    sections: list[Section] | None = None,
    section: Section | None = None,
    most_measures: int | None = None,
) -> documents.PlanContent:
    """What a list shows of the working copy: its actions as lines; with a section, what belongs to that one only.

    The sections are those of :func:`read_sections`, where they have been read already.

    Where there are more than `most_measures`, those of single actions are left to the actions' own pages.
    """
    actions, measures = _actions_as_lines(plan), measures_to_copy(plan)
    if section is not None:
        actions = actions.filter(section=section)
    if most_measures is not None and _are_more_than(most_measures, plan, section):
        measures = measures.filter(action__isnull=True, **({"section": section} if section else {}))
    elif section is not None:
        measures = _of_section(measures, section)
    return _copy(plan, actions, measures, sections=read_sections(plan) if sections is None else sections)


def _are_more_than(most: int, plan: Plan, section: Section | None) -> bool:
    """Has the plan, or one aim of it, more measures? They are counted no further than that."""
    every = ProgressMeasure.objects.filter(removed_at__isnull=True)
    if section is None:
        return every.filter(plan=plan)[most:].exists()
    of_actions = every.filter(action__in=section.actions.order_by().values("pk"))
    return of_actions[most:].exists() or of_actions.count() + every.filter(section=section).count() > most


def _of_section(measures: QuerySet[ProgressMeasure], section: Section) -> QuerySet[ProgressMeasure]:
    # Each way by itself: asked for one or the other, a database looks at every measure there is.
    every = ProgressMeasure.objects.order_by().values("pk")
    own, of_actions = every.filter(section=section), every.filter(action__section=section)
    return measures.filter(pk__in=own.union(of_actions, all=True))


def what_stands_against_working_copy(plan: Plan, *, has_sections: bool | None = None) -> tuple[str, ...]:
    """What has to be put right before the working copy can be published, without reading it whole.

    Whether it has sections is asked for where the caller does not know.
    """
    if has_sections is None:
        has_sections = plan.sections.current().exists()
    unowned = (
        ProgressMeasure.objects.unowned().filter(plan=plan, removed_at__isnull=True).values_list("number", flat=True)
    )
    return say_what_stands_against(has_sections=has_sections, unowned=unowned)


def read_sections(plan: Plan, *parts: str) -> list[Section]:
    """The plan's sections with their tags, as their lines need, and with what else belongs to them that is named."""
    sections = list(Section.objects.current().filter(plan=plan).select_related("parent"))
    read_belonging(sections, dict.fromkeys(("tags", *parts)))
    return sections


def actions_to_copy(plan: Plan) -> QuerySet[Action]:
    """The plan's actions with what their documents need."""
    updates = Update.objects.newest_first().select_related("written_by__team")
    return _actions_as_lines(plan).prefetch_related(*_read(**_action_parts(updates)))


def _action_parts(updates: QuerySet[Update]) -> dict[str, QuerySet[Any] | None]:
    """What belongs to an action."""
    return {**dict.fromkeys(("tags", "crosswalks", "partners", "milestones", "waits_for")), "updates": updates}


def _actions_as_lines(plan: Plan) -> QuerySet[Action]:
    """The plan's actions without what has rows of its own."""
    actions = Action.objects.with_missed_cycle().filter(plan=plan, removed_at__isnull=True)
    return actions.select_related("section", "team")


def measures_to_copy(plan: Plan) -> QuerySet[ProgressMeasure]:
    """The plan's measures with what their documents need."""
    # By the plan, which each row then knows, and without the lead, whom no document names: in a large plan each row
    # would carry a copy of both.
    measures = plan.measures.filter(removed_at__isnull=True).prefetch_related(*_read(**_measure_parts()))
    return measures.select_related("section", "action__section", "owner", "indicator")


def read_measures(measures: QuerySet[ProgressMeasure]) -> list[ProgressMeasure]:
    """A few measures of any plan, with what their documents need."""
    rows = list(measures.select_related("plan", "section", "action__section", "action__owner", "owner", "indicator"))
    read_belonging(rows, _measure_parts())
    return rows


def read_measures_of(action: Action) -> list[ProgressMeasure]:
    """The measures of one action, with what their documents need: the action and its plan are not read again."""
    rows = list(action.measures.filter(removed_at__isnull=True).select_related("owner", "indicator"))
    for row in rows:
        row.plan, row.action = action.plan, action
    read_belonging(rows, _measure_parts())
    return rows


def _measure_parts() -> dict[str, QuerySet[Any] | None]:
    """What belongs to a measure."""
    groups = Group.objects.prefetch_related("asks")
    return {"target_changes": None, "occurrences": None, "readings": Reading.objects.standing(), "asked_by": groups}


def _read(*names: str, **chosen: QuerySet[Any] | None) -> tuple[Prefetch[str, Any, str], ...]:
    """What belongs to each of many parts, read into plain lists: a QuerySet for each takes as long as all the rest."""
    every: dict[str, QuerySet[Any] | None] = {**dict.fromkeys(names), **chosen}
    return tuple(Prefetch(name, rows, to_attr=f"read_{name}") for name, rows in every.items())


def _rows_of(part: Model, name: str) -> Iterable[Any]:
    """What belongs to a part: as it was read with many others, or asked for now."""
    read: Iterable[Any] | None = part.__dict__.get(f"read_{name}")
    return getattr(part, name).all() if read is None else read


def make_plan_document(plan: Plan) -> documents.PlanDocument:
    """What the plan says of itself."""
    return documents.PlanDocument(
        slug=plan.slug,
        title=plan.title,
        vision=plan.vision,
        introduction=plan.introduction,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        action_name=plan.action_name,
        measure_name=plan.measure_name,
        asks_heading=plan.asks_heading,
        differences_heading=plan.differences_heading,
        achievements_heading=plan.achievements_heading,
        team=plan.team.name if plan.team else "",
        parent_slug=plan.parent.slug if plan.parent else "",
        parent_title=plan.parent.title if plan.parent else "",
        level_names=tuple(plan.level_names),
    )


def make_section_document(section: Section) -> documents.SectionDocument:
    """One aim, priority, goal or commitment."""
    return replace(make_section_line_document(section), crosswalks=_crosswalks(_rows_of(section, "crosswalks")))


def make_section_line_document(section: Section) -> documents.SectionDocument:
    """One aim, priority, goal or commitment as a list shows it."""
    return documents.SectionDocument(
        number=section.number,
        parent_number=section.parent.number if section.parent else "",
        level_name=section.level_name,
        title=section.title,
        text=section.text,
        tags=_tags(_rows_of(section, "tags")),
    )


def make_action_document(action: Action) -> documents.ActionDocument:
    """One action with its progress."""
    return replace(
        make_action_line_document(action),
        partners=tuple(partner.name for partner in _rows_of(action, "partners")),
        progress=make_action_progress(action),
        tags=_tags(_rows_of(action, "tags")),
        crosswalks=_crosswalks(_rows_of(action, "crosswalks")),
        waits_for=tuple(other.number for other in _rows_of(action, "waits_for") if other.removed_at is None),
    )


def make_action_line_document(action: Action) -> documents.ActionDocument:
    """One action as a list shows it: what it says itself, and none of what has rows of its own."""
    return documents.ActionDocument(
        number=action.number,
        section_number=action.section.number,
        title=action.title,
        description=action.description,
        council_role=action.council_role,
        owner_role=action.owner_role,
        team=action.team.name if action.team else "",
        partners=(),
        area_codes=tuple(action.area_codes),
        groups=action.groups,
        starts_on=action.starts_on,
        due_on=action.due_on,
        progress=_status_of(action),
    )


def make_action_progress(action: Action) -> documents.ActionProgress:
    """How the action is going: status, milestones, updates (without what was written for colleagues only)."""
    return replace(
        _status_of(action),
        milestones=tuple(
            documents.MilestoneDocument(milestone.title, milestone.due_on, milestone.done_on)
            for milestone in _rows_of(action, "milestones")
        ),
        updates=tuple(
            documents.UpdateDocument(
                written_on=timezone.localdate(update.written_at),
                author_role=_author_role(update),
                text=update.text,
                next_step=update.next_step,
                status=update.status,
            )
            for update in _rows_of(action, "updates")
        ),
    )


def _status_of(action: Action) -> documents.ActionProgress:
    return documents.ActionProgress(
        status=action.status,
        status_reason=action.status_reason,
        forecast=action.forecast,
        missed_cycle=getattr(action, "missed_cycle", None) or "",
    )


def make_measure_document(measure: ProgressMeasure) -> documents.MeasureDocument:
    """One progress measure with what was achieved so far."""
    action = measure.action
    section = action.section if action else measure.section
    return documents.MeasureDocument(
        number=measure.number,
        section_number=section.number if section else "",
        action_number=action.number if action else "",
        title=measure.title,
        description=measure.description,
        kind=measure.kind,
        unit=measure.unit,
        decimals=measure.decimals,
        direction=measure.direction,
        source=measure.source,
        has_owner=bool(measure.owner_id or (action and action.owner_id)),
        owner_role=_owner_role(measure),
        baseline_value=measure.baseline_value,
        baseline_on=measure.baseline_on,
        baseline_note=measure.baseline_note,
        target_value=measure.target_value,
        target_words=measure.target_words,
        target_on=measure.target_on,
        indicator_slug=measure.indicator.slug if measure.indicator else "",
        indicator_name=measure.indicator.plain_name if measure.indicator else "",
        area_code=measure.area_code,
        statistic=measure.statistic,
        cadence=_cadence(measure),
        progress=make_measure_progress(measure),
        targets=tuple(
            documents.TargetDocument(
                value=change.value,
                words=change.words,
                target_on=change.target_on,
                decided_on=change.decided_on,
                decision=change.decision,
                reason=change.reason,
            )
            for change in _rows_of(measure, "target_changes")
        ),
        asked_by=tuple(group.name for group in _rows_of(measure, "asked_by")),
        reply_days=measure.reply_days,
        question=measure.question,
        stages=tuple(measure.stages),
    )


def make_measure_progress(measure: ProgressMeasure) -> documents.MeasureProgress:
    """What was counted, seen or held: the series of what was achieved."""
    return documents.MeasureProgress(
        readings=tuple(
            documents.ReadingDocument(
                on=reading.on,
                period=reading.period,
                value=reading.value,
                count=reading.count,
                denominator=reading.denominator,
                text=reading.text,
                evidence=reading.evidence,
                planned=reading.planned,
                asked=reading.asked,
                stage_counts=tuple(reading.stage_counts),
            )
            for reading in _rows_of(measure, "readings")
        ),
        occurrences=tuple(
            documents.OccurrenceDocument(occurrence.held_on, occurrence.place_code)
            for occurrence in _rows_of(measure, "occurrences")
        ),
        answered=asks_counted(measure, _rows_of(measure, "asked_by")),
    )


def make_ask_document(ask: Ask) -> documents.AskDocument:
    """One ask of residents."""
    return documents.AskDocument(
        number=ask.number,
        section_number=ask.section.number if ask.section else "",
        text=ask.text,
        how_to_label=ask.how_to_label,
        how_to_url=ask.how_to_url,
        action_numbers=tuple(action.number for action in ask.actions.all()),
    )


def make_difference_document(difference: Difference) -> documents.DifferenceDocument:
    """One difference residents can expect to see."""
    return documents.DifferenceDocument(
        number=difference.number,
        section_number=difference.section.number if difference.section else "",
        text=difference.text,
        indicator_slug=difference.indicator.slug if difference.indicator else "",
        indicator_name=difference.indicator.plain_name if difference.indicator else "",
        area_code=difference.area_code,
        statistic=difference.statistic,
    )


def make_achievement_document(achievement: Achievement) -> documents.AchievementDocument:
    """One thing that had been done by a day."""
    return documents.AchievementDocument(
        number=achievement.number,
        section_number=achievement.section.number if achievement.section else "",
        text=achievement.text,
        achieved_on=achievement.achieved_on,
        source=achievement.source,
        measure_number=achievement.measure.number if achievement.measure else "",
    )


def _author_role(update: Update) -> str:
    """The role of whoever wrote it; nothing where it was brought in from a file that does not say."""
    if update.author_role:
        return "" if update.author_role == ROLE_NOT_TOLD else update.author_role
    return update.written_by.job_title or str(update.written_by.team or "")


def _owner_role(measure: ProgressMeasure) -> str:
    if measure.owner:
        return measure.owner.job_title
    return measure.action.owner_role if measure.action else ""


def _cadence(measure: ProgressMeasure) -> documents.CadenceDocument | None:
    if not measure.cadence_every:
        return None
    return documents.CadenceDocument(
        every=measure.cadence_every,
        in_each_place=measure.cadence_each_place,
        places=tuple(documents.PlaceDocument(place["code"], place["name"]) for place in measure.cadence_places),
        begins_on=measure.cadence_from,
        reading=measure.cadence_reading,
    )


def _tags(tags: Iterable[Tag]) -> tuple[documents.TagDocument, ...]:
    return tuple(documents.TagDocument(tag.slug, tag.name) for tag in tags)


def _crosswalks(crosswalks: Iterable[Crosswalk]) -> tuple[documents.CrosswalkDocument, ...]:
    return tuple(
        documents.CrosswalkDocument(crosswalk.framework, crosswalk.code, crosswalk.name) for crosswalk in crosswalks
    )
