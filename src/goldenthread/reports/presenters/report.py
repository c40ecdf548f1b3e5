"""An annual report as its page shows it: the answer first, failures as prominent as successes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from goldenthread.plan import documents
from goldenthread.plan.presenters import Block, Status, count_statuses, make_blocks, make_status, write_day
from goldenthread.plan.states import ActionStatus
from goldenthread.publishing.charts import Caption
from goldenthread.publishing.figures import Figure, Table
from goldenthread.publishing.numbers import number_in_words
from goldenthread.reports import outline
from goldenthread.reports.blocks.placed import PlacedBlock
from goldenthread.reports.drawings import draw_gaps
from goldenthread.reports.models import AnnualReport, FigureKind, ReportFigure
from goldenthread.reports.presenters.figures import (
    FigureView,
    GapGroup,
    make_evidence_table,
    make_figure_view,
    make_gap_groups,
    make_gaps_table,
)
from goldenthread.reports.presenters.heard import HeardView, make_heard
from goldenthread.reports.presenters.promises import AnsweredView, make_answered
from goldenthread.reports.presenters.words import WordsBlock, make_words
from goldenthread.reports.quoting import QuotedFact
from goldenthread.reports.reading import ReadReport, is_whole

HEARD_HEADING = "What residents said, and what came of it"

FILE_KINDS = ("pdf", "word", "markdown")

#: In this order: what is over, then what is in danger.
LESS_WELL = (ActionStatus.MISSED, ActionStatus.STOPPED, ActionStatus.OFF_TRACK, ActionStatus.AT_RISK)


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action in a report: how it stands, and what was said of it in the year and since."""

    label: str
    title: str
    href: str
    status: Status
    reason: str
    lead: str
    due: str
    in_the_year: tuple[documents.UpdateDocument, ...]
    since: tuple[documents.UpdateDocument, ...]
    measures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class AimView:
    """An aim with what was promised under it and what came of it."""

    anchor: str
    label: str
    title: str
    finding: str
    text: tuple[Block, ...]
    words: tuple[WordsBlock, ...]
    measures: tuple[FigureView, ...]
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """An annual report."""

    title: str
    slug: str
    href: str
    files: Files
    facts_hrefs: tuple[str, ...]  # as a spreadsheet, as JSON and as CSV; none of a draft
    period: str
    plan_title: str
    plan_href: str
    findings: tuple[str, ...]
    contents: tuple[tuple[str, str], ...]
    summary: tuple[WordsBlock, ...]
    introduction: tuple[WordsBlock, ...]
    answered: AnsweredView | None
    what_changed: tuple[WordsBlock, ...]
    picture: Figure | None
    gaps: tuple[GapGroup, ...]
    done_words: tuple[WordsBlock, ...]
    achieved: tuple[documents.AchievementDocument, ...]
    achieved_since: tuple[documents.AchievementDocument, ...]
    done: tuple[ActionView, ...]
    less_well_words: tuple[WordsBlock, ...]
    less_well: tuple[ActionView, ...]
    aims: tuple[AimView, ...]
    differences_heading: str
    differences: tuple[FigureView, ...]
    asks_heading: str
    asks: tuple[documents.AskDocument, ...]
    heard_words: tuple[WordsBlock, ...]
    heard: tuple[HeardView, ...]
    ahead: tuple[WordsBlock, ...]
    how_words: tuple[WordsBlock, ...]
    evidence: Table
    evidence_links: tuple[str, ...]
    edition: str
    ends_on: date
    published_at: datetime | None
    has_newer: bool
    facts: tuple[QuotedFact, ...] = ()
    answered_for: tuple[Mapping[str, Any], ...] = ()
    correction: str = ""
    corrected_at: datetime | None = None
    earlier: tuple[tuple[int, str], ...] = ()
    is_superseded: bool = False
    edition_sha256: str = ""
    edition_number: int = 1
    updated_at: datetime | None = None
    stable_address: str = ""  # of the edition that is read, which never changes
    gaps_table: Table | None = None  # every gap at a glance
    blocks: tuple[PlacedBlock, ...] = ()  # what editors put between the words
    maps: Mapping[str, FigureView] = field(default_factory=dict)  # by the indicator they show

    @property
    def placed_what_changed(self) -> bool:
        """Whether anything is placed under what changed, which is there without gaps then."""
        return self.has_blocks(outline.WHAT_CHANGED)

    @property
    def placed_heard(self) -> bool:
        """Whether anything is placed under what residents said."""
        return self.has_blocks(outline.HEARD)

    def has_blocks(self, place: str) -> bool:
        """Whether anything stands after the words of a place."""
        return any(each.place == place for each in self.blocks)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of a report are; none of a draft, and none of an edition that somebody took words out of."""

    pdf: str = ""
    word: str = ""
    markdown: str = ""
    are_gone: bool = False


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report in the list of reports."""

    title: str
    href: str
    files: Files
    period: str
    published_at: datetime | None


def make_card(report: AnnualReport, *, is_whole: bool) -> ReportCard:
    """A report in a list. Its files are offered if nobody took back anything in them."""
    return ReportCard(
        title=report.title,
        href=report.get_absolute_url(),
        files=_files_of(report) if is_whole else Files(are_gone=True),
        period=write_period(report.starts_on, report.ends_on),
        published_at=report.published_at,
    )


def make_report_page(read: ReadReport, *, place: str, is_public: bool = True) -> ReportPage:
    """The whole report. A draft's page has no addresses that only the public page has."""
    report, content = read.report, read.content

    def words(place: str) -> tuple[WordsBlock, ...]:
        return make_words(read.texts.get(place, ""), read.quoted, anchored=True)

    of_kind: dict[str, list[ReportFigure]] = {kind.value: [] for kind in FigureKind}
    for figure in read.figures:
        of_kind[figure.kind].append(figure)
    measures = {
        figure.key: make_figure_view(figure, read.newer, is_public=is_public) for figure in of_kind[FigureKind.MEASURE]
    }
    maps = {figure.key: make_figure_view(figure, read.newer, is_public=is_public) for figure in of_kind[FigureKind.MAP]}
    gaps = make_gap_groups(of_kind[FigureKind.GAP], read.newer, is_public=is_public)
    actions = {
        action.number: _make_action(content, action, measures, since=report.starts_on, until=report.ends_on)
        for action in content.actions
    }
    stood_on = read.edition.published_at.date()
    aims = tuple(
        _make_aim(content, section, words(outline.place_of_aim(section.number)), measures, actions, on=stood_on)
        for section in content.sections
    )
    done = tuple(actions[each.number] for each in content.actions if each.progress.status == ActionStatus.DONE)
    less_well = tuple(
        actions[each.number] for status in LESS_WELL for each in content.actions if each.progress.status == status
    )
    ahead = words(outline.AHEAD)
    summary = words(outline.SUMMARY)
    heard_words, heard = words(outline.HEARD), make_heard(report.heard, until=report.ends_on)
    answered = make_answered(report.promises)
    differences = tuple(
        make_figure_view(figure, read.newer, is_public=is_public) for figure in of_kind[FigureKind.DIFFERENCE]
    )
    places = {each.place for each in read.blocks}
    return ReportPage(
        title=report.title,
        slug=report.slug,
        href=report.get_absolute_url(),
        files=_files(read) if is_public else Files(),
        facts_hrefs=_facts_hrefs(read) if is_public else (),
        period=write_period(report.starts_on, report.ends_on),
        plan_title=content.plan.title,
        plan_href=reverse("plan:plan", args=[content.plan.slug]),
        findings=_findings(gaps, content, on=stood_on),
        contents=_contents(
            content,
            summary=bool(summary),
            answered=bool(answered),
            gaps=bool(gaps) or outline.WHAT_CHANGED in places,
            differences=bool(differences),
            heard=bool(heard or heard_words) or outline.HEARD in places,
            ahead=bool(ahead),
        ),
        summary=summary,
        introduction=words(outline.INTRODUCTION),
        answered=answered,
        what_changed=words(outline.WHAT_CHANGED),
        picture=_all_gaps(of_kind[FigureKind.GAP], place),
        gaps=gaps,
        done_words=words(outline.ACHIEVEMENTS),
        achieved=tuple(each for each in content.achievements if _within(each.achieved_on, report)),
        achieved_since=tuple(
            each for each in content.achievements if each.achieved_on and each.achieved_on > report.ends_on
        ),
        done=done,
        less_well_words=words(outline.LESS_WELL),
        less_well=less_well,
        aims=aims,
        differences_heading=content.plan.differences_heading,
        differences=differences,
        asks_heading=content.plan.asks_heading,
        asks=content.asks,
        heard_words=heard_words,
        heard=heard,
        ahead=ahead,
        how_words=words(outline.HOW_WE_KNOW),
        evidence=make_evidence_table(read.figures),
        evidence_links=tuple(f"#figure-{figure.number}" for figure in read.figures),
        edition=_edition_words(read),
        ends_on=report.ends_on,
        published_at=report.published_at,
        has_newer=bool(read.newer),
        facts=tuple(read.quoted.values()),
        answered_for=read.answered_for,
        gaps_table=make_gaps_table(gaps),
        blocks=read.blocks,
        maps=maps,
        **_edition_parts(read),
    )


def _facts_hrefs(read: ReadReport) -> tuple[str, ...]:
    """Where the facts are taken away: an earlier edition has an address of its own for them."""
    if not read.figures and not read.quoted:
        return ()
    if read.is_superseded and read.printed is not None:
        address = reverse("reports:facts", args=[read.report.slug, read.printed.number])
        return tuple(f"{address}?as={form}" for form in ("xlsx", "json", "csv"))
    kinds = ("spreadsheet", "json", "list")
    return tuple(reverse(f"reports:annual_facts_{kind}", args=[read.report.slug]) for kind in kinds)


def _files(read: ReadReport) -> Files:
    """The files of what is read: of an earlier edition its own."""
    if read.printed is None:
        return _files_of(read.report)
    if not is_whole(read.printed):
        return Files(are_gone=True)
    if not read.is_superseded:
        return _files_of(read.report)
    args = [read.report.slug, read.printed.number]
    pdf, word, markdown = (reverse("reports:edition_file", args=[*args, kind]) for kind in FILE_KINDS)
    return Files(pdf, word, markdown)


def _files_of(report: AnnualReport) -> Files:
    pdf, word, markdown = (reverse(f"reports:annual_{kind}", args=[report.slug]) for kind in FILE_KINDS)
    return Files(pdf, word, markdown)


def _edition_parts(read: ReadReport) -> dict[str, Any]:
    """What is said of the edition that is read; nothing in a draft but what it will put right."""
    printed = read.printed
    if printed is None:
        report = read.report
        own = {"updated_at": report.published_at, "stable_address": f"{_address()}{report.get_absolute_url()}"}
        return {"correction": report.correction, **own}
    return {
        "correction": printed.note,
        "corrected_at": printed.published_at,
        "earlier": tuple(
            (number, reverse("reports:edition", args=[read.report.slug, number])) for number in range(1, printed.number)
        ),
        "is_superseded": read.is_superseded,
        "edition_sha256": printed.sha256,
        "edition_number": printed.number,
        "updated_at": printed.published_at,
        "stable_address": f"{_address()}{printed.get_absolute_url()}",
    }


def _address() -> str:
    """Of the site, for readers who have the report on paper."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def write_period(starts_on: date, ends_on: date) -> str:
    """The period in full: "1 April 2025 to 31 March 2026"."""
    return f"{write_day(starts_on)} to {write_day(ends_on)}"


def _within(day: date | None, report: AnnualReport) -> bool:
    return day is not None and report.starts_on <= day <= report.ends_on


def _edition_words(read: ReadReport) -> str:
    return (
        f"What was promised and how it stands is taken from edition {read.edition.number} of the plan, "
        f"published on {write_day(read.edition.published_at.date())}. Figures are those known for the year that ended "
        f"on {write_day(read.report.ends_on)}, or the latest before it."
    )


def _findings(gaps: Sequence[GapGroup], content: documents.PlanContent, *, on: date) -> tuple[str, ...]:
    found = []
    if gaps:
        total = sum(len(group.figures) for group in gaps)
        parts = [f"{number_in_words(len(group.figures))} {_VERBS[group.heading]}" for group in gaps]
        joined = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        noun = "gap" if total == 1 else "gaps"
        found.append(f"Of the {number_in_words(total)} {noun} we watch most closely, {joined}.")
    statuses = count_statuses(content.actions, on=on)
    if statuses:
        found.append(f"The plan has {statuses}")
    return tuple(found)


_VERBS = {
    "Getting wider": "got wider",
    "Getting narrower": "got narrower",
    "No clear change": "showed no clear change",
    "We cannot tell": "cannot be judged",
}


def _contents(
    content: documents.PlanContent,
    *,
    summary: bool,
    answered: bool,
    gaps: bool,
    differences: bool,
    heard: bool,
    ahead: bool,
) -> tuple[tuple[str, str], ...]:
    aims = [(outline.place_of_aim(each.number), f"{each.label}: {each.title}") for each in content.sections]
    parts = [
        (outline.SUMMARY, "In short", summary),
        (outline.INTRODUCTION, "Introduction", True),
        (outline.PROMISES, "What we promised last year", answered),
        (outline.WHAT_CHANGED, "What changed", gaps),
        ("done", "What has been done", True),
        (outline.LESS_WELL, "What went less well", True),
        *((anchor, heading, True) for anchor, heading in aims),
        ("differences", content.plan.differences_heading, differences),
        ("asks", content.plan.asks_heading, bool(content.asks)),
        (outline.HEARD, HEARD_HEADING, heard),
        (outline.AHEAD, "What we will do next", ahead),
        (outline.HOW_WE_KNOW, "How we know", True),
    ]
    return tuple((anchor, heading) for anchor, heading, is_there in parts if is_there)


def _all_gaps(figures: list[ReportFigure], place: str) -> Figure | None:
    known = [figure for figure in figures if figure.drawing.get("most")]
    sources = sorted({figure.source for figure in known})
    title = f"The most and the least deprived fifth of {place}, for each gap we watch"
    return draw_gaps(
        [(figure.title, figure.drawing) for figure in known], Caption("all-gaps", title, "; ".join(sources)), place
    )


def _make_aim(
    content: documents.PlanContent,
    section: documents.SectionDocument,
    words: tuple[WordsBlock, ...],
    measures: Mapping[str, FigureView],
    actions: Mapping[str, ActionView],
    *,
    on: date,
) -> AimView:
    own = [action for action in content.actions if action.section_number == section.number]
    anchor = outline.place_of_aim(section.number)
    return AimView(
        anchor=anchor,
        label=section.label,
        title=section.title,
        finding=count_statuses(own, on=on),
        text=make_blocks(section.text),
        words=words,
        measures=tuple(
            measures[each.number]
            for each in content.measures
            if each.section_number == section.number and not each.action_number and each.number in measures
        ),
        actions=tuple(actions[action.number] for action in own),
    )


def _make_action(
    content: documents.PlanContent,
    action: documents.ActionDocument,
    measures: Mapping[str, FigureView],
    *,
    since: date,
    until: date,
) -> ActionView:
    updates = sorted(action.progress.updates, key=lambda update: update.written_on)
    return ActionView(
        label=f"{content.plan.action_name} {action.number}",
        title=action.title,
        href=reverse("plan:action", args=[content.plan.slug, action.number]),
        status=make_status(action.progress.status),
        reason=action.progress.status_reason,
        lead=action.owner_role or action.team,
        due=write_day(action.due_on),
        in_the_year=tuple(update for update in updates if since <= update.written_on <= until and update.text),
        since=tuple(update for update in updates if update.written_on > until and update.text),
        measures=tuple(
            measures[each.number]
            for each in content.measures
            if each.action_number == action.number and each.number in measures
        ),
    )
