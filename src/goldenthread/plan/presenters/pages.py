"""From a plan's documents to its public pages: no request, no query, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from django.urls import reverse
from django.utils import timezone

from goldenthread.plan import documents
from goldenthread.plan.editions import PlanLink, PublishedPlan
from goldenthread.plan.figures import (
    MeasureFigure,
    cadence_grid,
    figure_of,
)
from goldenthread.plan.kinds import CouncilRole, MeasureKind, Statistic
from goldenthread.plan.lint import judge_health, lint_measure
from goldenthread.plan.presenters.lines import (
    ActionLine,
    DifferenceLine,
    MeasureLine,
    UpdateLine,
    make_action_line,
    make_difference_line,
    make_measure_line,
    make_update_line,
)
from goldenthread.plan.presenters.tables import achieved_table, grid_sentence, grid_table, target_table
from goldenthread.plan.presenters.words import (
    Block,
    Status,
    count_statuses,
    how_we_know_href,
    is_overdue,
    make_blocks,
    make_period,
    make_status,
    say_what_it_waits_for,
    way_to,
    write_baseline,
    write_day,
    write_missed,
    write_target,
)
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus
from goldenthread.publishing.figures import Table

Found = TypeVar("Found", documents.ActionDocument, documents.MeasureDocument, documents.SectionDocument)


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """An aim with what belongs to it."""

    number: str
    label: str
    title: str
    href: str
    depth: int
    text: tuple[Block, ...]
    tags: tuple[str, ...]
    actions: tuple[ActionLine, ...]
    measures: tuple[MeasureLine, ...]
    action_count: int
    count_words: str

    @property
    def is_only_counted(self) -> bool:
        """Is no more shown of it than how many actions it has?"""
        return not (self.text or self.tags or self.actions or self.measures)

    @property
    def to(self) -> str:
        """Where its actions are, if it has any that are not shown here."""
        return self.href if self.action_count else ""

    @property
    def see(self) -> str:
        """The words of the link to them."""
        return f"See {self.count_words}"

    @property
    def heard(self) -> str:
        """What is heard after those words."""
        return f" of {self.label}"


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in the list of plans."""

    title: str
    href: str
    period: str
    first_words: str
    updated: datetime
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan's own page, or an aim's."""

    title: str
    kind: str
    href: str
    period: str
    finding: str
    text: tuple[Block, ...]
    introduction: tuple[Block, ...]
    sections: tuple[SectionBlock, ...]
    actions: tuple[ActionLine, ...]
    measures: tuple[MeasureLine, ...]
    asks: tuple[documents.AskDocument, ...]
    differences: tuple[DifferenceLine, ...]
    achievements: tuple[documents.AchievementDocument, ...]
    crosswalks: tuple[documents.CrosswalkDocument, ...]
    tags: tuple[str, ...]
    measured: str
    updated: datetime | None
    superseded_by: str
    superseded_href: str
    parent: tuple[str, str] | None = None
    children: tuple[tuple[str, str], ...] = ()
    """Title and address of the plan this is part of, and of those that are part of it."""


@dataclass(frozen=True, slots=True)
class ActionPage:
    """An action's own page."""

    label: str
    title: str
    href: str
    status: Status
    finding: str
    reason: str
    missed: str
    forecast: str
    description: tuple[Block, ...]
    role: str
    facts: tuple[tuple[str, str], ...]
    milestones: tuple[documents.MilestoneDocument, ...]
    updates: tuple[UpdateLine, ...]
    replies: tuple[documents.ReplyDocument, ...]
    measures: tuple[MeasureLine, ...]
    asks: tuple[documents.AskDocument, ...]
    crosswalks: tuple[documents.CrosswalkDocument, ...]
    tags: tuple[str, ...]
    aim_label: str
    aim_title: str
    aim_href: str
    updated: datetime | None
    waits_for: tuple[ActionLine, ...] = ()
    held_up: tuple[ActionLine, ...] = ()
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure's own page."""

    label: str
    title: str
    href: str
    figure: MeasureFigure
    about: str
    description: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...]
    lacks: tuple[str, ...]
    targets: Table | None
    achieved: Table | None
    grid: Table | None
    grid_sentence: str
    reading: str
    how_href: str
    belongs_to: str
    belongs_href: str
    updated: datetime | None


def make_plan_card(plan: documents.PlanDocument, edition: documents.EditionNote, *, is_superseded: bool) -> PlanCard:
    """A plan in the list of plans."""
    blocks = make_blocks(plan.vision or plan.introduction)
    return PlanCard(
        title=plan.title,
        href=reverse("plan:plan", args=[plan.slug]),
        period=make_period(plan.starts_on, plan.ends_on),
        first_words=blocks[0].text if blocks else "",
        updated=edition.content_changed_at,
        is_superseded=is_superseded,
    )


def make_plan_page(published: PublishedPlan, *, on: date, evidence_on: date | None = None) -> PlanPage:
    """A plan's own page. `evidence_on` is the day the evidence behind its figures last changed."""
    content = published.content
    by_section, of_section = _group(content.actions), _group_measures(content.measures)
    sections = tuple(
        _make_section_block(section, depth, content, by_section, of_section, published.action_counts, on=on)
        for section, depth in _as_tree(content.sections, "")
    )
    page = _make_page(
        published,
        kind="plan",
        title=content.plan.title,
        href=reverse("plan:plan", args=[content.plan.slug]),
        text=make_blocks(content.plan.vision),
        introduction=make_blocks(content.plan.introduction),
        sections=sections,
        on=on,
        evidence_on=evidence_on,
    )
    return replace(
        page,
        parent=_plan_link(published.parent) if published.parent else None,
        children=tuple(_plan_link(child) for child in published.children),
    )


def make_section_page(
    published: PublishedPlan, number: str, *, on: date, evidence_on: date | None = None
) -> PlanPage | None:
    """An aim's own page; None where the plan has no such aim."""
    content = published.content
    aim = _find(content.sections, number)
    if aim is None:
        return None
    by_section, of_section = _group(content.actions), _group_measures(content.measures)
    inner = tuple(
        _make_section_block(section, depth, content, by_section, of_section, {}, on=on)
        for section, depth in _as_tree(content.sections, number)
    )
    return _make_page(
        published,
        kind=aim.label,
        title=aim.title,
        href=reverse("plan:aim", args=[content.plan.slug, aim.number]),
        text=make_blocks(aim.text),
        introduction=(),
        sections=inner,
        actions=tuple(make_action_line(content.plan, action, on=on) for action in by_section[number]),
        measures=tuple(make_measure_line(content.plan, measure, on=on) for measure in of_section[number]),
        crosswalks=aim.crosswalks,
        tags=tuple(tag.name for tag in aim.tags),
        on=on,
        evidence_on=evidence_on,
    )


def make_action_page(
    published: PublishedPlan,
    number: str,
    *,
    on: date,
    evidence_on: date | None = None,
    places: tuple[str, ...] = (),
) -> ActionPage | None:
    """An action's own page, with the names of its places; None where the plan has no such action."""
    content, plan = published.content, published.content.plan
    action = _find(content.actions, number)
    if action is None:
        return None
    aim = _find(content.sections, action.section_number)
    measures = tuple(
        make_measure_line(plan, measure, on=on) for measure in content.measures if measure.action_number == number
    )
    status = make_status(action.progress.status)
    return ActionPage(
        label=f"{plan.action_name} {action.number}",
        title=action.title,
        href=reverse("plan:action", args=[plan.slug, action.number]),
        status=status,
        finding=_action_finding(action, on=on),
        reason=action.progress.status_reason,
        missed=_missed_sentence(action.progress),
        forecast=action.progress.forecast,
        description=make_blocks(action.description),
        role=CouncilRole(action.council_role).sentence,
        facts=_action_facts(action, places),
        milestones=action.progress.milestones,
        updates=tuple(make_update_line(update) for update in action.progress.updates),
        replies=action.progress.replies,
        measures=measures,
        asks=tuple(ask for ask in content.asks if number in ask.action_numbers),
        crosswalks=action.crosswalks,
        tags=tuple(tag.name for tag in action.tags),
        aim_label=aim.label if aim else "",
        aim_title=aim.title if aim else "",
        aim_href=reverse("plan:aim", args=[plan.slug, aim.number]) if aim else "",
        updated=_updated(published, [line.figure for line in measures], evidence_on),
        waits_for=tuple(
            make_action_line(plan, other, on=on) for other in content.actions if other.number in action.waits_for
        ),
        held_up=tuple(make_action_line(plan, other, on=on) for other in content.actions if number in other.waits_for),
        waiting=say_what_it_waits_for(plan, action, content.actions),
    )


def make_measure_page(
    published: PublishedPlan, number: str, *, on: date, evidence_on: date | None = None
) -> MeasurePage | None:
    """A measure's own page; None where the plan has no such measure."""
    content, plan = published.content, published.content.plan
    measure = _find(content.measures, number)
    if measure is None:
        return None
    figure = figure_of(measure, on=on)
    grid = cadence_grid(measure, on=on) if measure.kind == MeasureKind.CADENCE else None
    action = _find(content.actions, measure.action_number)
    aim = _find(content.sections, measure.section_number)
    statistic = Statistic(measure.statistic).sentence if measure.statistic else ""
    if action is not None:
        belongs = f"{plan.action_name} {action.number}: {action.title}"
        href = reverse("plan:action", args=[plan.slug, action.number])
    else:
        belongs = f"{aim.label}: {aim.title}" if aim else plan.title
        href = reverse("plan:aim", args=[plan.slug, aim.number]) if aim else reverse("plan:plan", args=[plan.slug])
    return MeasurePage(
        label=f"{plan.measure_name} {measure.number}",
        title=measure.title,
        href=reverse("plan:measure", args=[plan.slug, measure.number]),
        figure=figure,
        about=f"{measure.indicator_name}, {statistic}" if measure.indicator_slug else "",
        description=make_blocks(measure.description),
        facts=_measure_facts(measure, figure),
        lacks=tuple(finding.sentence for finding in lint_measure(measure)),
        targets=target_table(measure),
        achieved=achieved_table(measure, on=on),
        grid=grid_table(grid, measure) if grid else None,
        grid_sentence=grid_sentence(grid) if grid else "",
        reading=measure.cadence.reading if measure.cadence else "",
        how_href=how_we_know_href(measure.indicator_slug),
        belongs_to=belongs,
        belongs_href=href,
        updated=_updated(published, [figure], evidence_on),
    )


def _make_page(
    published: PublishedPlan,
    *,
    kind: str,
    title: str,
    href: str,
    text: tuple[Block, ...],
    introduction: tuple[Block, ...],
    sections: tuple[SectionBlock, ...],
    on: date,
    evidence_on: date | None,
    actions: tuple[ActionLine, ...] = (),
    measures: tuple[MeasureLine, ...] = (),
    crosswalks: tuple[documents.CrosswalkDocument, ...] = (),
    tags: tuple[str, ...] = (),
) -> PlanPage:
    content = published.content
    differences = tuple(make_difference_line(difference, on=on) for difference in content.differences)
    shown = [line.figure for line in measures] + [line.figure for line in differences]
    shown += [line.figure for section in sections for line in section.measures]
    health = judge_health(content.measures)
    return PlanPage(
        title=title,
        kind=kind,
        href=href,
        period=make_period(content.plan.starts_on, content.plan.ends_on),
        finding=count_statuses(content.actions, on=on),
        text=text,
        introduction=introduction,
        sections=sections,
        actions=actions,
        measures=measures,
        asks=content.asks,
        differences=differences,
        achievements=content.achievements,
        crosswalks=crosswalks,
        tags=tags,
        measured=health.sentence if content.measures else "",
        updated=_updated(published, shown, evidence_on),
        superseded_by=published.superseded_by_title,
        superseded_href=reverse("plan:plan", args=[published.superseded_by_slug])
        if published.superseded_by_slug
        else "",
    )


def _plan_link(link: PlanLink) -> tuple[str, str]:
    return link.title, reverse("plan:plan", args=[link.slug])


def _make_section_block(
    section: documents.SectionDocument,
    depth: int,
    content: documents.PlanContent,
    by_section: dict[str, list[documents.ActionDocument]],
    of_section: dict[str, list[documents.MeasureDocument]],
    counts: dict[str, int],
    *,
    on: date,
) -> SectionBlock:
    actions = tuple(make_action_line(content.plan, action, on=on) for action in by_section[section.number])
    count = len(actions) or counts.get(section.number, 0)
    return SectionBlock(
        number=section.number,
        label=section.label,
        title=section.title,
        href=way_to("aim", content.plan.slug)(section.number),
        depth=depth,
        text=make_blocks(section.text),
        tags=tuple(tag.name for tag in section.tags),
        actions=actions,
        measures=tuple(make_measure_line(content.plan, measure, on=on) for measure in of_section[section.number]),
        action_count=count,
        count_words=f"{count} {content.plan.action_name.lower()}{'' if count == 1 else 's'}",
    )


# ── inside a page ────────────────────────────────────────────────────────────────────────────────────
def _action_finding(action: documents.ActionDocument, *, on: date) -> str:
    status = ActionStatus(action.progress.status)
    words = _STATUS_SENTENCES[status]
    if is_overdue(action, on=on):
        return f"{words} It was due on {write_day(action.due_on)}."
    if status in OPEN_STATUSES and action.due_on:
        return f"{words} It is due on {write_day(action.due_on)}."
    return words


def _missed_sentence(progress: documents.ActionProgress) -> str:
    words = write_missed(progress)
    return f"{words}: we asked how this was going for {progress.missed_cycle}, and nobody told us." if words else ""


_STATUS_SENTENCES = {
    ActionStatus.NOT_STARTED: "This has not started.",
    ActionStatus.ON_TRACK: "This is on track.",
    ActionStatus.AT_RISK: "This is at risk.",
    ActionStatus.OFF_TRACK: "This is off track.",
    ActionStatus.DONE: "This has been done.",
    ActionStatus.MISSED: "We did not do this in time.",
    ActionStatus.STOPPED: "We have stopped this.",
}


def _action_facts(action: documents.ActionDocument, places: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Who leads it", action.owner_role or "Nobody yet"),
        ("Team", action.team),
        ("The council’s part", CouncilRole(action.council_role).sentence),
        ("Who we work with", "; ".join(action.partners)),
        ("Who it is for", action.groups),
        ("Where", "; ".join(places or action.area_codes)),
        ("Starts", write_day(action.starts_on)),
        ("Due", write_day(action.due_on, "No end date: this goes on")),
    )
    return tuple(fact for fact in facts if fact[1])


def _measure_facts(measure: documents.MeasureDocument, figure: MeasureFigure) -> tuple[tuple[str, str], ...]:
    facts = (
        ("Where we began", write_baseline(measure)),
        ("What we aim for", write_target(measure)),
        ("What people were asked", measure.question),
        ("How sure we are", figure.interval_words and f"between {figure.interval_words.replace(' to ', ' and ')}"),
        ("Is it changing?", _sentence(figure.verdict, figure.verdict_why)),
        ("Where the figure comes from", figure.source or measure.source),
        ("Who answers for it", measure.owner_role),
    )
    return tuple(fact for fact in facts if fact[1])


def _sentence(verdict: str, why: str) -> str:
    if not verdict:
        return ""
    return f"{verdict[:1].upper()}{verdict[1:]}. {why}".strip()


def _updated(published: PublishedPlan, figures: Iterable[MeasureFigure], evidence_on: date | None) -> datetime | None:
    """When what the page shows last changed: its words and progress, or the evidence behind one of its figures."""
    content_changed = published.edition.content_changed_at
    uses_evidence = any(figure.snapshot for figure in figures)
    if not uses_evidence or evidence_on is None or evidence_on <= timezone.localdate(content_changed):
        return content_changed
    return datetime(evidence_on.year, evidence_on.month, evidence_on.day, 12, tzinfo=content_changed.tzinfo)


def _as_tree(sections: Sequence[documents.SectionDocument], root: str) -> list[tuple[documents.SectionDocument, int]]:
    children: dict[str, list[documents.SectionDocument]] = defaultdict(list)
    for section in sections:
        children[section.parent_number].append(section)
    found: list[tuple[documents.SectionDocument, int]] = []

    def walk(number: str, depth: int) -> None:
        for section in children[number]:
            found.append((section, depth))
            walk(section.number, depth + 1)

    walk(root, 0)
    return found


def _group(actions: Iterable[documents.ActionDocument]) -> dict[str, list[documents.ActionDocument]]:
    grouped: dict[str, list[documents.ActionDocument]] = defaultdict(list)
    for action in actions:
        grouped[action.section_number].append(action)
    return grouped


def _group_measures(measures: Iterable[documents.MeasureDocument]) -> dict[str, list[documents.MeasureDocument]]:
    grouped: dict[str, list[documents.MeasureDocument]] = defaultdict(list)
    for measure in measures:
        grouped[measure.section_number].append(measure)
    return grouped


def _find(parts: Sequence[Found], number: str) -> Found | None:
    return next((part for part in parts if part.number == number), None)
