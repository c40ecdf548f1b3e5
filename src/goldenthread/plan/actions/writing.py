"""Writing a plan: its own words, its aims, what it asks, what it promises, what was done already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from goldenthread.accounts.models import Person, Team
from goldenthread.evidence.models import Indicator
from goldenthread.plan import permissions
from goldenthread.plan.actions.keeping import (
    change_fields,
    check_address,
    keep,
    lock,
    lock_for_writing,
    next_number,
    next_position,
    write_down,
)
from goldenthread.plan.kinds import Statistic
from goldenthread.plan.models import (
    Achievement,
    Action,
    Ask,
    Crosswalk,
    Difference,
    Plan,
    ProgressMeasure,
    Section,
    Tag,
)

PLAN_FIELDS = frozenset(
    {
        "title", "vision", "introduction", "starts_on", "ends_on", "parent", "team", "level_names", "action_name",
        "measure_name", "asks_heading", "differences_heading", "achievements_heading",
    }
)  # fmt: skip
SECTION_FIELDS = frozenset({"title", "text", "level_name", "position", "parent"})
PART_FIELDS: Mapping[type, frozenset[str]] = {
    Ask: frozenset({"text", "how_to_label", "how_to_url", "section", "position"}),
    Difference: frozenset({"text", "section", "indicator", "area_code", "statistic", "position"}),
    Achievement: frozenset({"text", "section", "achieved_on", "source", "measure", "position"}),
}

Part = TypeVar("Part", Ask, Difference, Achievement)


@transaction.atomic
def create_plan(
    *,
    slug: str,
    title: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    at: datetime,
    vision: str = "",
    introduction: str = "",
    level_names: Sequence[str] = ("Aim",),
    action_name: str = "Action",
    measure_name: str = "Progress measure",
    parent: Plan | None = None,
    team: Team | None = None,
    **headings: str,
) -> Plan:
    """Begin a plan, as a draft. `headings` are its own words for asks, differences and achievements."""
    permissions.check_can_edit_plans(by)
    unknown = sorted(set(headings) - {"asks_heading", "differences_heading", "achievements_heading"})
    if unknown:
        raise ValueError(f"A plan has no heading called {', '.join(unknown)}.")
    check_address("plan:staff_plan", slug)
    plan = Plan(
        slug=slug,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        vision=vision,
        introduction=introduction,
        level_names=list(level_names),
        action_name=action_name,
        measure_name=measure_name,
        parent=parent,
        team=team,
        **headings,
    )
    keep(plan, by=by, at=at)
    write_down("began", plan, by=by, at=at, after={"slug": slug, "title": title})
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, changes: Mapping[str, Any], by: Person, at: datetime) -> Plan:
    """Change what a plan says of itself."""
    permissions.check_can_edit_plans(by)
    locked = lock_for_writing(plan, by=by, at=at)
    _check_parent(locked, changes.get("parent"))
    before, after = change_fields(locked, changes, PLAN_FIELDS)
    if after:
        keep(locked, by=by, at=at)
        write_down("changed", locked, by=by, at=at, before=before, after=after)
    return locked


@transaction.atomic
def add_section(
    *,
    plan: Plan,
    title: str,
    by: Person,
    at: datetime,
    number: str = "",
    text: str = "",
    parent: Section | None = None,
    level_name: str = "",
) -> Section:
    """Add an aim, priority, goal or commitment, at the end or within another."""
    permissions.check_can_edit_plans(by)
    locked = lock_for_writing(plan, by=by, at=at)
    if parent is not None and parent.plan_id != locked.pk:
        raise ValueError("A part can only stand within a part of the same plan.")
    section = Section(
        plan=locked,
        parent=parent,
        number=number or _section_number(locked, parent),
        level_name=level_name or locked.level_name(_depth(parent)),
        title=title,
        text=text,
        position=next_position(Section.objects.filter(plan=locked)),
    )
    keep(section, by=by, at=at)
    write_down("added", section, by=by, at=at, after={"title": title})
    return section


@transaction.atomic
def edit_section(*, section: Section, changes: Mapping[str, Any], by: Person, at: datetime) -> Section:
    """Change what an aim says."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(section.plan, by=by, at=at)
    lock(section)
    parent = changes.get("parent")
    if parent is not None and (parent.plan_id != section.plan_id or _is_within(parent, section)):
        raise ValueError("A part can only stand within another part of the same plan, and not within itself.")
    before, after = change_fields(section, changes, SECTION_FIELDS)
    if after:
        keep(section, by=by, at=at)
        write_down("changed", section, by=by, at=at, before=before, after=after)
    return section


@transaction.atomic
def add_ask(
    *,
    plan: Plan,
    text: str,
    by: Person,
    at: datetime,
    section: Section | None = None,
    how_to_label: str = "",
    how_to_url: str = "",
    actions: Iterable[Action] = (),
    number: str = "",
) -> Ask:
    """Add something that residents are asked to do."""
    permissions.check_can_edit_plans(by)
    locked = lock_for_writing(plan, by=by, at=at)
    rows = Ask.objects.filter(plan=locked)
    ask = Ask(
        plan=locked,
        section=section,
        number=number or next_number(rows),
        text=text,
        how_to_label=how_to_label,
        how_to_url=how_to_url,
        position=next_position(rows),
    )
    keep(ask, by=by, at=at)
    ask.actions.set(actions)
    write_down("added the ask", ask, by=by, at=at)
    return ask


@transaction.atomic
def add_difference(
    *,
    plan: Plan,
    text: str,
    by: Person,
    at: datetime,
    section: Section | None = None,
    indicator: Indicator | None = None,
    area_code: str = "",
    statistic: Statistic | None = None,
    number: str = "",
) -> Difference:
    """Add a difference that residents can expect to see; without an indicator it is shown as not measured yet."""
    permissions.check_can_edit_plans(by)
    locked = lock_for_writing(plan, by=by, at=at)
    rows = Difference.objects.filter(plan=locked)
    difference = Difference(
        plan=locked,
        section=section,
        number=number or next_number(rows),
        text=text,
        indicator=indicator,
        area_code=area_code,
        statistic=(statistic or Statistic.VALUE).value if indicator else "",
        position=next_position(rows),
    )
    keep(difference, by=by, at=at)
    write_down("added the difference", difference, by=by, at=at)
    return difference


@transaction.atomic
def add_achievement(
    *,
    plan: Plan,
    text: str,
    by: Person,
    at: datetime,
    section: Section | None = None,
    achieved_on: date | None = None,
    source: str = "",
    measure: ProgressMeasure | None = None,
    number: str = "",
) -> Achievement:
    """Add something that had been done by a day."""
    permissions.check_can_edit_plans(by)
    locked = lock_for_writing(plan, by=by, at=at)
    if achieved_on is not None and achieved_on > at.date():
        raise ValueError(
            "What has been achieved cannot lie in the future. If it is aimed for, give a measure a target."
        )
    rows = Achievement.objects.filter(plan=locked)
    achievement = Achievement(
        plan=locked,
        section=section,
        number=number or next_number(rows),
        text=text,
        achieved_on=achieved_on,
        source=source,
        measure=measure,
        position=next_position(rows),
    )
    keep(achievement, by=by, at=at)
    write_down("added the achievement", achievement, by=by, at=at)
    return achievement


@transaction.atomic
def edit_part(
    *, part: Part, changes: Mapping[str, Any], by: Person, at: datetime, actions: Iterable[Action] | None = None
) -> Part:
    """Change an ask, a difference or an achievement; of an ask also the actions it helps."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(part.plan, by=by, at=at)
    lock(part)
    before, after = change_fields(part, changes, PART_FIELDS[type(part)])
    if actions is not None and isinstance(part, Ask):
        numbers_before = sorted(part.actions.values_list("number", flat=True))
        part.actions.set(actions)
        numbers_after = sorted(part.actions.values_list("number", flat=True))
        if numbers_before != numbers_after:
            before["actions"], after["actions"] = numbers_before, numbers_after
    if after:
        keep(part, by=by, at=at)
        write_down("changed", part, by=by, at=at, before=before, after=after)
    return part


@transaction.atomic
def remove_part(*, part: Section | Ask | Difference | Achievement, by: Person, at: datetime) -> None:
    """Take something out of the plan. It stays in the history, and its number is not used again."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(part.plan, by=by, at=at)
    lock(part)
    if isinstance(part, Section) and _holds_anything(part):
        raise ValueError(f"{part} still holds other parts. Move or take out those first.")
    part.removed_at = at
    keep(part, by=by, at=at)
    write_down("took out", part, by=by, at=at)


@transaction.atomic
def set_tags(*, part: Section | Action, tags: Iterable[Tag], by: Person, at: datetime) -> None:
    """Say which cross-cutting themes a part belongs to."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(part.plan, by=by, at=at)
    lock(part)
    before = sorted(part.tags.values_list("slug", flat=True))
    part.tags.set(tags)
    after = sorted(part.tags.values_list("slug", flat=True))
    if before != after:
        keep(part, by=by, at=at)
        write_down("changed the themes of", part, by=by, at=at, before={"tags": before}, after={"tags": after})


@transaction.atomic
def add_crosswalk(
    *, part: Section | Action, framework: str, code: str, name: str, by: Person, at: datetime
) -> Crosswalk:
    """Say that a part answers to an item of a framework, a duty or another strategy."""
    permissions.check_can_edit_plans(by)
    lock_for_writing(part.plan, by=by, at=at)
    lock(part)
    crosswalk = Crosswalk(
        section=part if isinstance(part, Section) else None,
        action=part if isinstance(part, Action) else None,
        framework=framework,
        code=code,
        name=name,
    )
    crosswalk.full_clean()
    crosswalk.save()
    keep(part, by=by, at=at)
    write_down("linked", part, by=by, at=at, after={"framework": framework, "code": code})
    return crosswalk


def _check_parent(plan: Plan, parent: Plan | None) -> None:
    """Refuse a plan that would be part of itself."""
    step = parent
    while step is not None:
        if step.pk == plan.pk:
            raise ValueError(f"“{plan.title}” cannot be part of “{parent}”, which is part of it.")
        step = step.parent


def _section_number(plan: Plan, parent: Section | None) -> str:
    """The next number at this level: 3, or 2.1 within 2."""
    siblings = Section.objects.filter(plan=plan, parent=parent)
    if parent is None:
        return next_number(siblings)
    return f"{parent.number}.{siblings.count() + 1}"


def _depth(parent: Section | None) -> int:
    depth = 0
    while parent is not None:
        depth, parent = depth + 1, parent.parent
    return depth


def _is_within(section: Section | None, other: Section) -> bool:
    while section is not None:
        if section.pk == other.pk:
            return True
        section = section.parent
    return False


def _holds_anything(section: Section) -> bool:
    return any(
        rows.filter(removed_at__isnull=True).exists()
        for rows in (section.children, section.actions, section.measures, section.asks, section.differences)
    )
