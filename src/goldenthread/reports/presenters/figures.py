"""One figure of a report as a page shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.core.statistics.trends import Direction
from goldenthread.plan.presenters import how_we_know_href
from goldenthread.publishing.charts import Caption
from goldenthread.publishing.figures import Column, Figure, Table
from goldenthread.publishing.wording import verdict_sentence
from goldenthread.reports.drawings import draw_map, draw_trend
from goldenthread.reports.models import FigureKind, ReportFigure
from goldenthread.reports.reading import Newer

VERDICT_COLOURS = {
    Direction.WIDENING.value: "orange",
    Direction.NARROWING.value: "green",
    Direction.NO_CLEAR_CHANGE.value: "grey",
    Direction.CANNOT_TELL.value: "blue",
}

#: How each verdict heads its part of the report: bad news first, in the same size as good.
VERDICT_HEADINGS = (
    (Direction.WIDENING.value, "Getting wider"),
    (Direction.NARROWING.value, "Getting narrower"),
    (Direction.NO_CLEAR_CHANGE.value, "No clear change"),
    (Direction.CANNOT_TELL.value, "We cannot tell"),
)


FEWEST_IN_A_TABLE = 2

#: The names that figures have as facts; no other fact on paper may have one.
_FIGURE = re.compile(r"figure-\d+(?:-\w+)?\Z")


def fact_name(number: int) -> str:
    """The name of a figure as a fact: the same on paper, in Word and in the files of facts."""
    return f"figure-{number}"


def area_fact_name(number: int, code: str) -> str:
    """The name of what a map says of one area."""
    return f"figure-{number}-{code}"


def is_figure_fact(slug: str) -> bool:
    """Is it the name of a figure, or of an area on a map?"""
    return _FIGURE.match(slug) is not None


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its words, its proof and, where the report draws it, its picture."""

    number: int
    label: str
    title: str
    words: str
    sentence: str
    interval: str
    no_interval: str
    missing: str
    period: str
    verdict: str
    verdict_colour: str
    verdict_why: str
    against_target: str
    target: str
    baseline: str
    source: str
    method: str
    snapshot: str
    how_href: str
    thread_href: str
    newer: str
    picture: Figure | None
    anchor: str

    @property
    def is_known(self) -> bool:
        """Is there a figure to show?"""
        return not self.missing


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps with one verdict."""

    heading: str
    figures: tuple[FigureView, ...]


def make_figure_view(figure: ReportFigure, newer: Newer, *, is_public: bool = True) -> FigureView:
    """The figure as a page shows it."""
    slug = figure.indicator.slug if figure.indicator else ""
    thread = reverse("reports:thread", args=["figure", figure.thread_key]) if is_public else ""
    return FigureView(
        number=figure.number,
        label=figure.label,
        title=figure.title,
        words=figure.words,
        sentence=figure.sentence,
        interval=figure.interval_words.replace(" to ", " and ", 1),
        no_interval=figure.no_interval,
        missing=figure.missing,
        period=figure.period,
        verdict=figure.verdict.capitalize(),
        verdict_colour=VERDICT_COLOURS.get(figure.verdict, ""),
        verdict_why=figure.verdict_why if figure.verdict_why != figure.missing else "",
        against_target=figure.against_target,
        target=figure.target,
        baseline=figure.baseline,
        source=figure.source,
        method=figure.method,
        snapshot=figure.snapshot,
        how_href=how_we_know_href(slug) if figure.value is not None or figure.drawing.get("areas") else "",
        thread_href=thread,
        newer=newer.get(figure.number, ""),
        picture=_picture(figure),
        anchor=f"figure-{figure.number}",
    )


def make_gap_groups(figures: list[ReportFigure], newer: Newer, *, is_public: bool) -> tuple[GapGroup, ...]:
    """The gaps by their verdict."""
    groups = []
    for verdict, heading in VERDICT_HEADINGS:
        members = [figure for figure in figures if figure.verdict == verdict]
        if members:
            views = tuple(make_figure_view(figure, newer, is_public=is_public) for figure in members)
            groups.append(GapGroup(heading, views))
    return tuple(groups)


def make_gaps_table(groups: Sequence[GapGroup]) -> Table | None:
    """Every gap at a glance: how large it is and what became of it; None with fewer than two."""
    rows = tuple(
        (figure.title, figure.verdict or "No verdict", figure.words, figure.period)
        for group in groups
        for figure in group.figures
    )
    if len(rows) < FEWEST_IN_A_TABLE:
        return None
    columns = (
        Column("What we look at", width=5),
        Column("What became of it", width=3),
        Column("The gap", width=4),
        Column("When", width=2),
    )
    return Table("The gaps we watch most closely, at a glance", columns, rows)


def make_evidence_table(figures: tuple[ReportFigure, ...]) -> Table:
    """Every figure of the report with its period, source, evidence and method."""
    rows = [
        (
            f"{figure.label}. {figure.title}",
            figure.words + (f" ({figure.interval_words})" if figure.interval_words else ""),
            figure.period,
            figure.source,
            figure.snapshot or ("recorded by the council" if figure.value is not None else "none"),
            figure.method or figure.missing,
        )
        for figure in figures
    ]
    columns = ("Figure", "What it is (95% interval)", "Period", "Source", "Evidence snapshot", "Method")
    return Table("Every figure in this report", tuple(Column(name) for name in columns), tuple(rows))


def _picture(figure: ReportFigure) -> Figure | None:
    if figure.kind == FigureKind.MAP:
        ends = figure.sentence.rstrip(".")
        title = f"{figure.title}: {ends[:1].lower()}{ends[1:]}, {figure.period}"
        return draw_map(figure.drawing, Caption(f"figure-{figure.number}-picture", title, figure.source))
    lines = figure.drawing.get("lines")
    if not lines:
        return None
    identifier = f"figure-{figure.number}-picture"
    if figure.verdict:
        first, last = figure.drawing.get("periods") or ("", "")
        said = verdict_sentence(figure.verdict, first_period=first, last_period=last).rstrip(".")
        title = f"{figure.title}: {said[:1].lower()}{said[1:]}"
    else:
        title = f"{figure.title}: {figure.words}, {figure.period}"
    is_gap = figure.kind == FigureKind.GAP or bool(figure.verdict)
    caption = Caption(identifier, title, figure.source)
    return draw_trend(figure.drawing, caption, verdict=figure.verdict if is_gap else "")
