"""The current figure of a progress measure: from the evidence where it is bound to an indicator, else as counted.

The room below, `evidence`, answers for indicators. It is asked through one function,
``measure_figure(indicator_slug, area_code, statistic, on, floor=None)``, which returns an object that keeps
:class:`IndicatorAnswer` or None where there is nothing to say. :func:`answer_indicators_with` names that function.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.plan.documents import DifferenceDocument, MeasureDocument, ReadingDocument
from goldenthread.plan.kinds import Cadence, Direction, MeasureKind, Statistic


class IndicatorAnswer(Protocol):
    """What `evidence` says of one statistic of one indicator for one area."""

    @property
    def value(self) -> float: ...
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...
    @property
    def reason(self) -> str | None: ...  # why there is no interval
    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...
    @property
    def period(self) -> str: ...  # in words: "2021 to 2023"
    @property
    def source(self) -> str: ...  # the publisher's name for it
    @property
    def snapshot(self) -> str: ...  # the snapshot's id
    @property
    def verdict(self) -> str: ...  # "narrowing", "no clear change", …; empty where none applies
    @property
    def verdict_why(self) -> str: ...


AskEvidence = Callable[..., IndicatorAnswer | None]

_ask_evidence: list[AskEvidence] = []
_ask_day: list[Callable[[], date | None]] = []


def answer_indicators_with(function: AskEvidence, *, changed_on: Callable[[], date | None] | None = None) -> None:
    """From now on, ask this function for the figures of indicators, and the other when the evidence last changed."""
    _ask_evidence[:] = [function]
    _ask_day[:] = [changed_on] if changed_on is not None else []


def evidence_changed_on() -> date | None:
    """The day on which the evidence behind the figures last changed, where it is known."""
    return _ask_day[0]() if _ask_day else None


@dataclass(frozen=True, slots=True)
class MeasureFigure:
    """A figure with all that must stand beside it. Without a value, `missing` says why."""

    value: float | None
    words: str
    missing: str = ""
    period: str = ""
    lower: float | None = None
    upper: float | None = None
    interval_words: str = ""
    no_interval: str = ""
    source: str = ""
    indicator_slug: str = ""
    snapshot: str = ""
    verdict: str = ""
    verdict_why: str = ""
    against_target: str = ""
    text: str = ""

    @property
    def is_known(self) -> bool:
        """Is there anything to show?"""
        return self.value is not None or bool(self.text)


def figure_of(measure: MeasureDocument, *, on: date) -> MeasureFigure:
    """The measure's figure as known on the day."""
    kind = MeasureKind(measure.kind)
    if kind.comes_from_evidence:
        floor = float(measure.target_value) if kind is MeasureKind.FLOOR and measure.target_value is not None else None
        figure = _figure_from_evidence(measure.indicator_slug, measure.area_code, measure.statistic, on=on, floor=floor)
        return figure if kind is MeasureKind.FLOOR else _against_target(figure, measure, on=on)
    if kind is MeasureKind.CADENCE:
        return _figure_of_cadence(measure, on=on)
    if kind.comes_from_register:
        return _against_target(_figure_of_answers(measure, on=on), measure, on=on)
    readings = [reading for reading in measure.progress.readings if reading.on <= on]
    if not readings:
        return MeasureFigure(None, "No figure yet", missing="Nobody has recorded a figure for this measure yet.")
    figure = _figure_of_reading(measure, readings[-1])
    return figure if kind is MeasureKind.ALL_OF else _against_target(figure, measure, on=on)


def figure_of_difference(difference: DifferenceDocument, *, on: date) -> MeasureFigure:
    """The figure of a difference residents can expect to see, or that it is not measured yet."""
    if not difference.indicator_slug:
        return MeasureFigure(None, "No measure yet", missing="We do not have a measure for this yet.")
    statistic = difference.statistic or Statistic.VALUE.value
    return _figure_from_evidence(difference.indicator_slug, difference.area_code, statistic, on=on)


def unit_of(unit: str, statistic: str) -> str:
    """The unit of a statistic: the difference of two percentages is in percentage points."""
    is_difference = statistic in {Statistic.GAP_FIFTHS, Statistic.GAP_WARDS, Statistic.SLOPE_INDEX}
    return "percentage points" if unit == "%" and is_difference else unit


def as_stated(measure: MeasureDocument, value: Decimal) -> str:
    """A target or a baseline in the precision it was given in, with the measure's unit."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    is_share = measure.kind in {MeasureKind.PERCENTAGE, MeasureKind.SURVEY, MeasureKind.FUNNEL, MeasureKind.ANSWERED}
    unit = "%" if is_share else unit_of(measure.unit, measure.statistic)
    return in_words(value, unit, decimals)


def in_words(value: float | Decimal, unit: str, decimals: int) -> str:
    """A number with its unit: 61.2%, £1,200 a week, 12 people."""
    number = f"{value:,.{decimals}f}"
    if unit.startswith("£"):
        sign = "−" if value < 0 else ""
        return f"{sign}£{number.lstrip('-')} {unit[1:].strip()}".strip()
    number = number.replace("-", "−")
    if unit == "score":
        return number
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def _figure_from_evidence(
    slug: str, area_code: str, statistic: str, *, on: date, floor: float | None = None
) -> MeasureFigure:
    if not slug:
        return MeasureFigure(None, "No figure yet", missing="This measure is not bound to an indicator yet.")
    answer = _ask_evidence[0](slug, area_code, statistic, on, floor=floor) if _ask_evidence else None
    if answer is None:
        return MeasureFigure(
            None, "No figure yet", missing="The evidence has no figure for this yet.", indicator_slug=slug
        )
    places, unit = answer.decimals, unit_of(answer.unit, statistic)
    interval = ""
    if answer.lower is not None and answer.upper is not None:
        interval = f"{in_words(answer.lower, '', places)} to {in_words(answer.upper, unit, places)}"
    return MeasureFigure(
        value=answer.value,
        words=in_words(answer.value, unit, places),
        period=answer.period,
        lower=answer.lower,
        upper=answer.upper,
        interval_words=interval,
        no_interval="" if interval else (answer.reason or "The source gives no interval."),
        source=answer.source,
        indicator_slug=slug,
        snapshot=answer.snapshot,
        verdict=answer.verdict,
        verdict_why=answer.verdict_why,
    )


def _figure_of_reading(measure: MeasureDocument, reading: ReadingDocument) -> MeasureFigure:
    period = reading.period or f"up to {_in_full(reading.on)}"
    source = reading.evidence or measure.source
    kind = MeasureKind(measure.kind)
    if kind is MeasureKind.CAPACITY and reading.count is not None and reading.planned is not None:
        return _figure_of_capacity(measure, reading, period, source)
    is_share = kind.is_share or kind is MeasureKind.FUNNEL
    if is_share and reading.count is not None and reading.denominator:
        return _figure_of_proportion(measure, reading, period, source)
    value = reading.value if reading.value is not None else reading.count
    if value is None:
        return MeasureFigure(None, "See the words beside it", period=period, source=source, text=reading.text)
    return MeasureFigure(
        float(value),
        in_words(value, measure.unit, measure.decimals),
        period=period,
        source=source,
        text=reading.text,
        no_interval="It was counted, not estimated.",
    )


def _figure_of_proportion(
    measure: MeasureDocument, reading: ReadingDocument, period: str, source: str
) -> MeasureFigure:
    count, denominator = reading.count or 0, reading.denominator or 0
    share = 100 * count / denominator
    of_how_many = f"{count:,} of {denominator:,}"
    if measure.kind == MeasureKind.FUNNEL and measure.stages:
        of_how_many += f" came to “{measure.stages[-1]}”"
    if measure.kind == MeasureKind.SURVEY:
        of_how_many += f" who answered; {reading.asked:,} were asked" if reading.asked else " who answered"
    if measure.kind == MeasureKind.ALL_OF:
        verdict = "All of them." if count == denominator else f"{denominator - count:,} still to do."
        return MeasureFigure(
            share,
            of_how_many,
            period=period,
            source=source,
            text=reading.text,
            against_target=verdict,
            no_interval="It was counted, not estimated.",
        )
    lower, upper = (100 * float(limit) for limit in wilson_interval(count, denominator))
    return MeasureFigure(
        share,
        f"{share:.{measure.decimals}f}% ({of_how_many})",
        period=period,
        lower=lower,
        upper=upper,
        interval_words=f"{lower:.{measure.decimals}f} to {upper:.{measure.decimals}f}%",
        source=source,
        text=reading.text,
    )


def _figure_of_answers(measure: MeasureDocument, *, on: date) -> MeasureFigure:
    """How many of the asks whose time is over were answered in it; those that still have time are not counted yet."""
    over = [asked for asked in measure.progress.answered if asked.due_on < on]
    if not over:
        return MeasureFigure(None, "No figure yet", missing="No ask has come to the end of its time yet.")
    in_time = sum(asked.replied_on is not None and asked.replied_on <= asked.due_on for asked in over)
    first, last = min(asked.asked_on for asked in over), max(asked.asked_on for asked in over)
    period = f"asked from {_in_full(first)} to {_in_full(last)}" if first < last else f"asked on {_in_full(first)}"
    reading = ReadingDocument(last, period, None, in_time, len(over), "", "")
    source = measure.source or f"the register of asks of {', '.join(measure.asked_by)}"
    return _figure_of_proportion(measure, reading, period, source)


def _figure_of_capacity(measure: MeasureDocument, reading: ReadingDocument, period: str, source: str) -> MeasureFigure:
    opened, planned = reading.count or 0, reading.planned or 0
    unit = measure.unit or "places"
    return MeasureFigure(
        float(opened),
        f"{opened:,} {unit} opened, {planned:,} planned by then",
        period=period,
        source=source,
        text=reading.text,
        no_interval="It was counted, not estimated.",
    )


def _against_target(figure: MeasureFigure, measure: MeasureDocument, *, on: date) -> MeasureFigure:
    """The same figure with what it says of the target; within the interval it says that it cannot be told."""
    if figure.value is None or measure.target_value is None or measure.direction == Direction.NEITHER:
        return figure
    target = float(measure.target_value)
    words = as_stated(measure, measure.target_value)
    sign = 1 if measure.direction == Direction.UP else -1
    lower = figure.value if figure.lower is None else figure.lower
    upper = figure.value if figure.upper is None else figure.upper
    worst, best = sorted((sign * lower, sign * upper))
    if worst >= sign * target:
        sentence = f"The target of {words} has been reached."
    elif best < sign * target:
        yet = " yet" if measure.target_on and on <= measure.target_on else ""
        sentence = f"The target of {words} has not been reached{yet}."
    else:
        sentence = f"Too close to say whether the target of {words} has been reached."
    return replace(figure, against_target=sentence)


# ── things that should happen regularly ──────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class CadenceRow:
    """One place, and how often it happened there in each period."""

    name: str
    held: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CadenceGrid:
    """Place by period: what was held, what was expected so far, and what was missed."""

    periods: tuple[str, ...]
    rows: tuple[CadenceRow, ...]
    expected: int
    kept: int
    held: int


def cadence_grid(measure: MeasureDocument, *, on: date) -> CadenceGrid | None:
    """What should have happened in each full period up to the day, and what did; None before the first has ended."""
    cadence = measure.cadence
    if cadence is None or cadence.begins_on is None:
        return None
    until = min(on, measure.target_on + timedelta(days=1)) if measure.target_on else on
    starts = _period_starts(cadence.begins_on, until, Cadence(cadence.every))
    if len(starts) < 2:
        return None
    ranges = list(itertools.pairwise(starts))
    places = [(place.code, place.name) for place in cadence.places] if cadence.in_each_place else [("", "Anywhere")]
    rows = []
    for code, name in places:
        days = [
            occurrence.held_on
            for occurrence in measure.progress.occurrences
            if not cadence.in_each_place or occurrence.place_code == code
        ]
        rows.append(CadenceRow(name, tuple(sum(start <= day < end for day in days) for start, end in ranges)))
    return CadenceGrid(
        periods=tuple(_period_name(start, Cadence(cadence.every)) for start in starts[:-1]),
        rows=tuple(rows),
        expected=len(ranges) * len(places),
        kept=sum(count > 0 for row in rows for count in row.held),
        held=sum(sum(row.held) for row in rows),
    )


def _figure_of_cadence(measure: MeasureDocument, *, on: date) -> MeasureFigure:
    grid = cadence_grid(measure, on=on)
    if grid is None or measure.cadence is None:
        return MeasureFigure(None, "No figure yet", missing="The first period has not ended yet.")
    missed = grid.expected - grid.kept
    sentence = "None was missed." if not missed else f"{missed:,} {'was' if missed == 1 else 'were'} missed."
    return MeasureFigure(
        float(grid.kept),
        f"{grid.kept:,} of {grid.expected:,}",
        period=f"{grid.periods[0]} to {grid.periods[-1]}",
        source=measure.source,
        against_target=sentence,
        no_interval="It was counted, not estimated.",
    )


def _period_starts(begins_on: date, until: date, every: Cadence) -> list[date]:
    """The first day of each period from the one that begins on or after `begins_on`, as far as `until`."""
    start = _next_start(begins_on - timedelta(days=1), every)
    starts = []
    while start <= until:
        starts.append(start)
        start = _next_start(start, every)
    return starts


def _next_start(day: date, every: Cadence) -> date:
    """The first day of the period after the one the day is in."""
    if every is Cadence.WEEK:
        return day + timedelta(days=7 - day.weekday())
    months = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.YEAR: 12}[every]
    if every is Cadence.YEAR:  # the financial year, from 1 April
        return date(day.year + (day.month >= 4), 4, 1)
    index = day.year * 12 + (day.month - 1) // months * months + months
    return date(index // 12, index % 12 + 1, 1)


def _period_name(start: date, every: Cadence) -> str:
    if every is Cadence.WEEK:
        return f"week of {_in_full(start)}"
    if every is Cadence.MONTH:
        return f"{start:%B %Y}"
    if every is Cadence.QUARTER:
        last = date(start.year, start.month + 2, 1)
        return f"{start:%B} to {last:%B %Y}"
    return f"April {start.year} to March {start.year + 1}"


def _in_full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
