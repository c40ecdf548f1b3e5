"""Asks the evidence for a fact: one value of one statistic with everything that proves it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from goldenthread.core.claims import Order, Statistic
from goldenthread.core.disclosure.suppression import THRESHOLD
from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.core.statistics.trends import Direction
from goldenthread.engine.questions.area_values import ALL, AreaValue, Period
from goldenthread.engine.questions.differences import difference_of
from goldenthread.engine.tables import MISSING
from goldenthread.evidence import numbers
from goldenthread.evidence.fact_kinds import Disclosure, FactQuestion
from goldenthread.frontend.council import this_council

#: Money by the time that the unit names: what a fact of such an indicator is a fact of.
_MONEY = {
    "£": Statistic.MONEY_ONCE,
    "£ a year": Statistic.MONEY_A_YEAR,
    "£ a month": Statistic.MONEY_A_MONTH,
    "£ a week": Statistic.MONEY_A_WEEK,
    "£ a day": Statistic.MONEY_A_DAY,
    "£ an hour": Statistic.MONEY_AN_HOUR,
}
_WITHHELD = MISSING["suppressed"]
_OF_QUESTION = {
    FactQuestion.COUNT: Statistic.COUNT,
    FactQuestion.ALL_OR_NONE: Statistic.ALL_OR_NONE,
    FactQuestion.GAP_FIFTHS: Statistic.GAP,
    FactQuestion.GAP_WARDS: Statistic.GAP,
    FactQuestion.SLOPE_INDEX: Statistic.GAP,
    FactQuestion.RELATIVE_INDEX: Statistic.RATIO,
    FactQuestion.RANK_DISTRICTS: Statistic.RANK,
    FactQuestion.RANK_NEIGHBOURS: Statistic.RANK,
    FactQuestion.CHANGE: Statistic.CHANGE,
    FactQuestion.CHANGE_OF_GAP: Statistic.CHANGE,
    FactQuestion.WARDS_AT_FLOOR: Statistic.COUNT,
    FactQuestion.RANGE_WARDS: Statistic.RANGE,
}


class NoAnswer(ValueError):
    """The question does not fit the indicator. The sentence says why."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: it names an answer wholly, together with the evidence it was asked of."""

    question: FactQuestion
    indicator: str
    area_code: str = ""
    floor: float | None = None

    def written(self) -> dict[str, Any]:
        """Return the query as plain values, to be kept with its answer."""
        return {**asdict(self), "question": self.question.value}


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """One answer, in the fields of a version of a fact."""

    place: str = ""
    boundary_year: int | None = None
    group: str = ""
    period: str = ""
    unit: str = ""
    decimals: int = 0
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    series: list[float] = field(default_factory=list)
    table: list[list[Any]] = field(default_factory=list)
    peers: int | None = None
    tied: int = 0
    order: str = ""
    polarity: str = Polarity.NEITHER.value
    is_clear: bool | None = None
    criterion: str = ""
    is_of_gap: bool | None = None
    disclosure: str = Disclosure.OPEN.value
    missing: str = ""
    caveat: str = ""
    as_at: date | None = None
    source: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)


def statistic_of(question: FactQuestion, unit: str) -> Statistic:
    """Return the kind of the value that a question about an indicator of this unit has.

    >>> statistic_of(FactQuestion.VALUE, "per 100,000").value, statistic_of(FactQuestion.VALUE, "£ a week").value
    ('rate', 'money a week')
    """
    if question in _OF_QUESTION:
        return _OF_QUESTION[question]
    if unit == "%":
        return Statistic.SHARE
    if unit in _MONEY:
        return _MONEY[unit]
    if unit.startswith("per "):
        return Statistic.RATE
    return Statistic.AMOUNT


def fingerprint(query: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a query and its answer, files and their own fingerprints included."""
    text = json.dumps([query, answer], sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def ask(query: Query) -> FactAnswer:
    """Return the answer the current evidence gives.

    Without a value it says why. Raises NoEvidence where there is none at all, QuestionError where it knows no such
    indicator, NoAnswer where the question does not fit the indicator.
    """
    definition = numbers.definition(query.indicator)
    answer = _ASKING[query.question](definition, query)
    provenance = numbers.provenance(query.indicator)
    files = [
        {name: file.get(name, "") for name in ("source", "name", "file", "vintage", "retrieved", "sha256")}
        for file in provenance.files
    ]
    caveats = [*definition.caveats, *([answer.caveat] if answer.caveat else [])]
    return replace(
        answer,
        caveat=" ".join(dict.fromkeys(caveats)),
        source=numbers.source_name(definition.source),
        files=files,
        criterion=(answer.criterion or definition.criterion_for_change)[:400],
    )


# ── one question each ────────────────────────────────────────────────────────────────────────────────
def _value(definition: Indicator, query: Query) -> FactAnswer:
    latest = numbers.latest(query.indicator, query.area_code)
    if latest is None:
        return _nothing(definition, "The evidence has no value for this area.")
    return _of_area_value(definition, latest)


def _count(definition: Indicator, query: Query) -> FactAnswer:
    latest = numbers.latest(query.indicator, query.area_code)
    if latest is None or (latest.count is None and latest.estimate is not None):
        return _nothing(definition, "The evidence has the value of this indicator but not what was counted.")
    answer = _of_area_value(definition, latest)
    if answer.value is None or latest.count is None:
        return replace(answer, unit=definition.numerator, decimals=0)
    if latest.count != round(latest.count):
        return _nothing(definition, "What is counted is an estimate here, and not a whole number.")
    counted = replace(answer, unit="", value=float(latest.count), lower=None, upper=None, decimals=0)
    return replace(counted, numerator=float(latest.count), denominator=latest.denominator)


def _all_or_none(definition: Indicator, query: Query) -> FactAnswer:
    if definition.unit != "%":
        raise NoAnswer(f"“{definition.plain_name}” is counted in {definition.unit}, so it is not of all or none.")
    return _value(definition, query)


def _gap_fifths(definition: Indicator, query: Query) -> FactAnswer:
    found = numbers.gap(query.indicator)
    if found.absolute is None or found.period is None:
        return _nothing(definition, found.reason or "The evidence has no gap between fifths.")
    return _of_gap(definition, found.absolute, found.period, " ".join(found.notes))


def _slope(definition: Indicator, query: Query) -> FactAnswer:
    found = numbers.gap(query.indicator)
    if found.slope is None or found.period is None:
        return _nothing(definition, found.slope_reason or found.reason or "The evidence has no slope index.")
    return _of_gap(definition, found.slope.slope, found.period, " ".join(found.notes))


def _relative(definition: Indicator, query: Query) -> FactAnswer:
    found = numbers.gap(query.indicator)
    ratio = found.slope.relative_ratio if found.slope else None
    if ratio is None or found.period is None:
        return _nothing(definition, found.slope_reason or "The evidence has no relative index of inequality.")
    return replace(_of_gap(definition, ratio, found.period, " ".join(found.notes)), unit="times", decimals=2)


def _gap_wards(definition: Indicator, query: Query) -> FactAnswer:
    found = numbers.between_wards(query.indicator)
    if found.absolute is None or found.period is None:
        return _nothing(definition, found.reason or "The evidence has no gap between wards.")
    answer = _of_gap(definition, found.absolute, found.period, " ".join(found.notes))
    return replace(answer, boundary_year=_boundary_year(found.kind))


def _rank_districts(definition: Indicator, query: Query) -> FactAnswer:
    return _rank(definition, query, "districts")


def _rank_neighbours(definition: Indicator, query: Query) -> FactAnswer:
    return _rank(definition, query, "neighbours")


def _rank(definition: Indicator, query: Query, among: str) -> FactAnswer:
    found = numbers.rank(query.indicator, among)
    if found is None:
        return _nothing(definition, "The evidence has no value of this place to rank.")
    is_either = definition.polarity is Polarity.NEITHER
    return replace(
        _framed(definition, found.period),
        unit="",
        decimals=0,
        value=float(found.position),
        peers=found.of,
        tied=found.of - (found.position - 1) - (found.position_from_best - 1) - 1,
        order=(Order.HIGHEST_FIRST if is_either else Order.WORST_FIRST).value,
        table=_peers(query.indicator, among, found.period.label),
    )


def _peers(slug: str, among: str, period: str) -> list[list[Any]]:
    districts = [each for each in numbers.values(slug, "district", period) if each.estimate and each.is_own]
    if among == "neighbours":
        alike = {each.code for each in numbers.neighbours(slug)} | {numbers.current().place.code}
        districts = [each for each in districts if each.area_code in alike]
    ordered = sorted(districts, key=lambda each: (-(each.value or 0.0), each.area_name))
    return [[each.area_name, each.value] for each in ordered]


def _change(definition: Indicator, query: Query) -> FactAnswer:
    known = [each for each in numbers.series(query.indicator, query.area_code) if each.estimate and each.is_own]
    if len(known) < 2:
        return _nothing(definition, "There are not two periods with a value, so there is no change to tell of.")
    first, last = known[0], known[-1]
    if first.estimate is None or last.estimate is None:  # it was asked above
        raise NoAnswer("A change needs two values.")
    found = difference_of(last.estimate, first.estimate)
    answer = replace(
        _of_gap(definition, found, last.period, ""),
        place=last.area_name,
        boundary_year=_boundary_year(last.area_kind),
        period=f"{first.period.label} to {last.period.label}",
        series=[first.estimate.value, last.estimate.value],
        polarity=definition.polarity.value,
        is_of_gap=False,
    )
    if found.limits is None:
        return replace(answer, caveat=found.reason or "")
    is_clear = not found.limits.contains(0.0)
    return replace(answer, is_clear=is_clear, criterion="The interval of the difference leaves out no change.")


def _change_of_gap(definition: Indicator, query: Query) -> FactAnswer:
    found = numbers.gap(query.indicator)
    used = [each for each in found.trend if each.period.label in found.verdict.periods_used]
    if len(used) < 2 or found.verdict.direction is Direction.CANNOT_TELL:
        return _nothing(definition, found.verdict.why)
    first, last = used[0], used[-1]
    change = difference_of(last.absolute, first.absolute)
    # The verdict rests on every period, the change on the two that a reader can look up: both have to agree.
    is_clear = found.verdict.direction is (Direction.NARROWING if change.value < 0 else Direction.WIDENING)
    return replace(
        _of_gap(definition, change, last.period, ""),
        period=f"{first.period.label} to {last.period.label}",
        series=[first.absolute.value, last.absolute.value],
        polarity=Polarity.LOWER_IS_BETTER.value,
        is_of_gap=True,
        is_clear=is_clear,
        criterion=f"{definition.criterion_for_change} {found.verdict.why}"[:400],
    )


def _wards(definition: Indicator, query: Query) -> list[AreaValue]:
    return [each for each in numbers.values(query.indicator, "ward24") if each.in_place and each.estimate]


def _wards_at_floor(definition: Indicator, query: Query) -> FactAnswer:
    if query.floor is None:
        raise NoAnswer("Say the floor that the wards are to reach.")
    known = _wards(definition, query)
    if not known:
        return _nothing(definition, "The evidence has no value for any ward.")
    met = sum(each.estimate.value >= query.floor for each in known if each.estimate)
    return replace(
        _framed(definition, known[0].period),
        boundary_year=_boundary_year("ward24"),
        unit="wards",
        decimals=0,
        value=float(met),
        numerator=float(met),
        denominator=float(len(known)),
    )


def _range_wards(definition: Indicator, query: Query) -> FactAnswer:
    known = _wards(definition, query)
    if not known:
        return _nothing(definition, "The evidence has no value for any ward.")
    series = sorted(each.estimate.value for each in known if each.estimate)
    return replace(_framed(definition, known[0].period), boundary_year=_boundary_year("ward24"), series=series)


_ASKING: Mapping[FactQuestion, Callable[[Indicator, Query], FactAnswer]] = {
    FactQuestion.VALUE: _value,
    FactQuestion.COUNT: _count,
    FactQuestion.ALL_OR_NONE: _all_or_none,
    FactQuestion.GAP_FIFTHS: _gap_fifths,
    FactQuestion.GAP_WARDS: _gap_wards,
    FactQuestion.SLOPE_INDEX: _slope,
    FactQuestion.RELATIVE_INDEX: _relative,
    FactQuestion.RANK_DISTRICTS: _rank_districts,
    FactQuestion.RANK_NEIGHBOURS: _rank_neighbours,
    FactQuestion.CHANGE: _change,
    FactQuestion.CHANGE_OF_GAP: _change_of_gap,
    FactQuestion.WARDS_AT_FLOOR: _wards_at_floor,
    FactQuestion.RANGE_WARDS: _range_wards,
}


# ── what answers are made of ─────────────────────────────────────────────────────────────────────────
def _nothing(definition: Indicator, why: str, *, is_withheld: bool = False) -> FactAnswer:
    disclosure = Disclosure.SUPPRESSED if is_withheld else Disclosure.OPEN
    return FactAnswer(
        place=this_council().short_name, unit=definition.unit, missing=why[:400], disclosure=disclosure.value
    )


def _framed(definition: Indicator, period: Period) -> FactAnswer:
    return FactAnswer(
        place=this_council().short_name,
        period=period.label,
        as_at=period.end,
        unit=definition.unit,
        decimals=definition.decimals,
        polarity=definition.polarity.value,
    )


def _of_gap(definition: Indicator, estimate: Estimate, period: Period, note: str) -> FactAnswer:
    limits = estimate.limits
    return replace(
        _framed(definition, period),
        value=estimate.value,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        polarity=Polarity.LOWER_IS_BETTER.value,
        caveat=note,
    )


def _of_area_value(definition: Indicator, found: AreaValue) -> FactAnswer:
    framed = replace(
        _framed(definition, found.period),
        place=found.area_name,
        boundary_year=_boundary_year(found.area_kind),
        group="" if found.characteristic == ALL else found.group,
    )
    if found.estimate is None:
        why = found.missing_reason or "The evidence has no value for this area."
        is_withheld = why == _WITHHELD or "withheld" in why
        disclosure = Disclosure.SUPPRESSED if is_withheld else Disclosure.OPEN
        return replace(framed, missing=f"{why[0].upper()}{why[1:]}", disclosure=disclosure.value)
    if _is_small(found):
        why = f"Fewer than {THRESHOLD} were counted in {found.area_name}, so that somebody could be known."
        return replace(framed, missing=why, disclosure=Disclosure.SUPPRESSED.value)
    limits = found.estimate.limits
    is_counted = definition.unit == "%" and found.count is not None and bool(found.denominator)
    return replace(
        framed,
        value=found.estimate.value,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        numerator=found.count if is_counted else None,
        denominator=found.denominator if is_counted else None,
    )


def _is_small(found: AreaValue) -> bool:
    """Whether a count of few people is tied to less than the whole place."""
    is_of_all = found.area_code == numbers.current().place.code and found.characteristic == ALL
    return not is_of_all and found.count is not None and 0 < found.count < THRESHOLD


def _boundary_year(kind: str) -> int | None:
    """The year of an area's boundaries, where its kind names it: 2024 for "ward24"."""
    digits = kind[-2:]
    return 2000 + int(digits) if digits.isdecimal() else None
