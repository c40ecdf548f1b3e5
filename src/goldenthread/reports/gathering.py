"""What a report says in numbers, taken from the evidence and the plan's edition as they are on the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch

from goldenthread.evidence import numbers
from goldenthread.evidence.models import Indicator
from goldenthread.evidence.presenters.findings import gap_sentence
from goldenthread.evidence.presenters.gaps import difference_interval
from goldenthread.evidence.presenters.place import average_of_fifths
from goldenthread.plan.documents import DifferenceDocument, MeasureDocument, PlanContent
from goldenthread.plan.figures import MeasureFigure, figure_of, figure_of_difference
from goldenthread.plan.groups.kinds import AskState
from goldenthread.plan.kinds import MeasureKind, Statistic
from goldenthread.plan.models import AskReply, GroupAsk, SourceReport
from goldenthread.plan.presenters import write_baseline, write_target
from goldenthread.publishing.numbers import format_difference, format_number
from goldenthread.reports import drawings
from goldenthread.reports.models import FigureKind

GAP_STATISTICS = frozenset({Statistic.GAP_FIFTHS.value, Statistic.SLOPE_INDEX.value, Statistic.RELATIVE_INDEX.value})

#: The kind of area that a report maps: residents know the wards they vote in.
WARDS = "ward24"
BY_WARD = ", by ward"

#: Bad news first; within a verdict the strongest gap.
VERDICTS_AS_TOLD = ("widening", "narrowing", "no clear change", "cannot tell")

#: What proves a file: as the evidence's manifest has it.
FILE_FACTS = ("source", "name", "file", "publisher", "licence", "address", "vintage", "retrieved", "sha256", "rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One figure before it is numbered and kept."""

    kind: FigureKind
    key: str
    title: str
    words: str
    indicator_slug: str = ""
    statistic: str = ""
    area_code: str = ""
    snapshot: str = ""
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    unit: str = ""
    decimals: int = 0
    interval_words: str = ""
    no_interval: str = ""
    missing: str = ""
    sentence: str = ""
    period: str = ""
    verdict: str = ""
    verdict_why: str = ""
    against_target: str = ""
    target: str = ""
    baseline: str = ""
    source: str = ""
    method: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    drawing: dict[str, Any] = field(default_factory=dict)


def gather(content: PlanContent, *, on: date, place: str) -> tuple[Gathered, ...]:
    """Every figure of a report on the plan: headline gaps, then measures in the plan's order, then differences."""
    return (
        *sorted((gather_gap(slug, place=place) for slug in headline_slugs(content)), key=_by_verdict),
        *(gather_measure(measure, on=on, place=place) for measure in in_order(content)),
        *(gather_difference(difference, on=on) for difference in content.differences),
    )


def gather_promises(*, before: date) -> dict[str, Any]:
    """What the latest report before promised and what has become of it; empty where none was answered in public."""
    source = SourceReport.objects.light().published().filter(ends_on__lt=before).order_by("-ends_on").first()
    if source is None:
        return {}
    return {
        "slug": source.slug,
        "title": source.title,
        "lines": [
            {
                "number": promise.number,
                "text": promise.text,
                "state": promise.state,
                "reason": promise.reason,
                "due_on": promise.due_on.isoformat() if promise.due_on else "",
            }
            for promise in source.promises.order_by("number")
        ],
    }


def gather_heard(*, since: date, until: date) -> list[dict[str, Any]]:
    """What groups asked of the council between two days, in the order of asking, with the latest answer or none."""
    asks = (
        GroupAsk.objects.public()
        .filter(asked_on__range=(since, until))
        .exclude(state=AskState.WITHDRAWN.value)
        .select_related("group")
        .prefetch_related(Prefetch("replies", AskReply.objects.order_by("written_at", "pk")))
        .order_by("asked_on", "pk")
    )
    return [_heard(ask) for ask in asks]


def _heard(ask: GroupAsk) -> dict[str, Any]:
    latest = list(ask.replies.all())[-1:]
    return {
        "href": ask.get_absolute_url(),
        "group": ask.group.name,
        "said": ask.text,
        "state": ask.state,
        "answer": latest[0].text if latest and not ask.is_waiting() else "",
        "asked_on": ask.asked_on.isoformat(),
        "due_on": ask.due_on.isoformat(),
    }


def _by_verdict(gap: Gathered) -> int:
    return VERDICTS_AS_TOLD.index(gap.verdict)


def headline_slugs(content: PlanContent) -> tuple[str, ...]:
    """Indicators whose gap the report opens with: the headline ones and those whose gap the plan promised to narrow.

    The strongest gap comes first, those that cannot be said last. Scores of deprivation are left out: a gap is built
    into them.
    """
    promised = {measure.indicator_slug for measure in content.measures if measure.statistic in GAP_STATISTICS}
    wanted = {*Indicator.objects.headline().values_list("slug", flat=True), *promised}
    try:
        known = numbers.gaps()
    except numbers.NoEvidence:
        return ()
    return tuple(
        gap.indicator
        for gap in known
        if gap.indicator in wanted and gap.unit != "score" and gap.polarity.value != "neither"
    )


def in_order(content: PlanContent) -> list[MeasureDocument]:
    """The measures as the report prints them: by aim, the aim's own before those of its actions."""
    aims = {section.number: position for position, section in enumerate(content.sections)}
    actions = {action.number: position for position, action in enumerate(content.actions)}
    return sorted(
        content.measures,
        key=lambda each: (aims.get(each.section_number, len(aims)), actions.get(each.action_number, -1)),
    )


def gather_gap(slug: str, *, place: str) -> Gathered:
    """The gap of one indicator between the most and the least deprived fifth, and its verdict."""
    gap, definition = numbers.gap(slug), numbers.definition(slug)
    common: dict[str, Any] = {
        "kind": FigureKind.GAP,
        "key": slug,
        "title": gap.plain_name,
        "indicator_slug": slug,
        "statistic": Statistic.GAP_FIFTHS.value,
        "snapshot": numbers.current().id,
        "unit": "percentage points" if gap.unit == "%" else gap.unit,
        "decimals": gap.decimals,
        "verdict": gap.verdict.direction.value,
        "verdict_why": gap.verdict.why,
        "source": numbers.source_name(definition.source),
        "files": files_of(slug),
    }
    if gap.absolute is None:
        missing = gap.reason or "There is no gap to show."
        return Gathered(**common, words="No figure", missing=missing)
    size = format_difference(gap.absolute.value, gap.unit, gap.decimals)
    limits = gap.absolute.limits
    own = numbers.latest(slug)
    average = own.value if own and own.value is not None else average_of_fifths(gap)
    return Gathered(
        **common,
        words=size if gap.absolute.value >= 0 else f"{size}, to the good of the most deprived",
        value=gap.absolute.value,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        interval_words=difference_interval(gap.absolute, gap.decimals),
        no_interval="" if limits else (gap.absolute.reason or ""),
        sentence=gap_sentence(gap, place).removeprefix(f"{gap.plain_name}: "),
        period=str(gap.period) if gap.period else "",
        method=_method(slug, Statistic.GAP_FIFTHS.value, gap.absolute.method or ""),
        drawing=drawings.keep_gap(gap, average),
    )


def gather_measure(measure: MeasureDocument, *, on: date, place: str) -> Gathered:
    """A progress measure's figure as it was known at the end of the report's period."""
    figure = figure_of(measure, on=on)
    return Gathered(
        kind=FigureKind.MEASURE,
        key=measure.number,
        title=measure.title,
        indicator_slug=measure.indicator_slug,
        statistic=measure.statistic,
        area_code=measure.area_code,
        unit=_unit(measure),
        decimals=measure.decimals,
        target=write_target(measure),
        baseline=write_baseline(measure),
        method=_method(measure.indicator_slug, measure.statistic) if measure.indicator_slug else _counted(measure),
        drawing=_drawing(measure, on=on, place=place) if figure.value is not None else {},
        **_facts(figure),
    )


def gather_difference(difference: DifferenceDocument, *, on: date) -> Gathered:
    """The figure of a difference residents were told to expect."""
    return Gathered(
        kind=FigureKind.DIFFERENCE,
        key=difference.number,
        title=difference.text,
        indicator_slug=difference.indicator_slug,
        statistic=difference.statistic or (Statistic.VALUE.value if difference.indicator_slug else ""),
        area_code=difference.area_code,
        method=_method(difference.indicator_slug, difference.statistic) if difference.indicator_slug else "",
        **_facts(figure_of_difference(difference, on=on)),
    )


def mappable() -> tuple[str, ...]:
    """Short names of the indicators that a report can map: those with outlines and figures of wards."""
    try:
        return tuple(slug for slug, kinds in numbers.mappable().items() if WARDS in kinds)
    except numbers.NoEvidence:
        return ()


def gather_map(slug: str) -> Gathered:
    """An indicator by ward: what each ward stands at, from the lowest to the highest, and the outlines to draw it."""
    definition = numbers.definition(slug)
    values = [each for each in numbers.values(slug, WARDS) if each.in_place]
    known = sorted((each for each in values if each.value is not None), key=lambda each: (each.value, each.area_name))
    common: dict[str, Any] = {
        "kind": FigureKind.MAP,
        "key": slug,
        "title": f"{definition.plain_name}{BY_WARD}",
        "indicator_slug": slug,
        "statistic": Statistic.VALUE.value,
        "snapshot": numbers.current().id,
        "unit": definition.unit,
        "decimals": definition.decimals,
        "source": numbers.source_name(definition.source),
        "method": _method(slug, ""),
        "files": files_of(slug),
    }
    if not known:
        return Gathered(**common, words="No figure", missing="No ward has a figure.")
    lowest, highest = (
        (format_number(each.value, definition.unit, definition.decimals), each.area_name)
        for each in (known[0], known[-1])
    )
    return Gathered(
        **common,
        words=f"{lowest[0]} to {highest[0]}",
        sentence=f"From {lowest[0]} in {lowest[1]} to {highest[0]} in {highest[1]}.",
        no_interval="The likely range of each ward stands in the list beside the map.",
        period=str(known[0].period),
        drawing=drawings.keep_map(values, numbers.outlines(WARDS), unit=definition.unit, decimals=definition.decimals),
    )


def files_of(slug: str) -> list[dict[str, Any]]:
    """The files the indicator's values were read from, with their checksums."""
    try:
        files = numbers.provenance(slug).files
    except (numbers.NoEvidence, numbers.QuestionError):
        return []
    return [{name: str(entry[name]) for name in FILE_FACTS if entry.get(name) not in (None, "")} for entry in files]


def _facts(figure: MeasureFigure) -> dict[str, Any]:
    return {
        "words": figure.words,
        "value": figure.value,
        "lower": figure.lower,
        "upper": figure.upper,
        "interval_words": figure.interval_words,
        "no_interval": figure.no_interval if figure.value is not None else "",
        "missing": figure.missing,
        "sentence": figure.text,
        "period": figure.period,
        "verdict": figure.verdict,
        "verdict_why": figure.verdict_why,
        "against_target": figure.against_target,
        "source": figure.source,
        "snapshot": figure.snapshot,
        "files": files_of(figure.indicator_slug) if figure.snapshot else [],
    }


def _unit(measure: MeasureDocument) -> str:
    if not measure.indicator_slug:
        return "%" if measure.kind == MeasureKind.PERCENTAGE else measure.unit
    if measure.statistic == Statistic.RELATIVE_INDEX:
        return "times"
    if measure.statistic == Statistic.WARDS_MEETING_FLOOR:
        return "wards"
    unit = Indicator.objects.filter(slug=measure.indicator_slug).values_list("unit", flat=True).first() or ""
    is_difference = measure.statistic in GAP_STATISTICS or measure.statistic == Statistic.GAP_WARDS
    return "percentage points" if unit == "%" and is_difference else unit


def _method(slug: str, statistic: str, interval: str = "") -> str:
    try:
        definition = numbers.definition(slug)
    except (numbers.NoEvidence, numbers.QuestionError):
        return ""
    what = Statistic(statistic).sentence if statistic else ""
    how_sure = interval or definition.interval.value
    parts = (definition.definition, definition.method, what, f"Interval: {how_sure}")
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(words: str) -> str:
    words = words.strip()
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


def _counted(measure: MeasureDocument) -> str:
    if measure.kind == MeasureKind.CADENCE and measure.cadence is not None:
        return measure.cadence.reading or "Each time it was held was recorded."
    return "Counted and recorded by whoever answers for the measure."


def _drawing(measure: MeasureDocument, *, on: date, place: str) -> dict[str, Any]:
    if not measure.indicator_slug:
        return drawings.keep_readings(measure, until=on)
    if measure.statistic != Statistic.VALUE:
        return {}  # the report draws every gap that the plan promised to narrow where it says what changed
    definition = numbers.definition(measure.indicator_slug)
    known: Iterable[Any] = (
        each for each in numbers.series(measure.indicator_slug, measure.area_code) if each.period.end <= on
    )
    return drawings.keep_series(place, known, unit=definition.unit, decimals=definition.decimals)
