"""The web's only door to numbers: answers about this council's place from the current snapshot of its evidence.

A snapshot never changes, so an answer is worked out once a snapshot and kept. When another snapshot becomes the
current one its answers are worked out anew, and those of the old one are forgotten.
"""

import inspect
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings

from goldenthread.core.estimates import Estimate
from goldenthread.core.indicators import Indicator
from goldenthread.engine import questions
from goldenthread.engine.connection import evidence_url
from goldenthread.engine.connection import prepare as prepare_engine
from goldenthread.engine.errors import QuestionError, StoreError
from goldenthread.engine.questions.area_profile import AreaProfile
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.areas import Area
from goldenthread.engine.questions.deprivation_fifths import DeprivationFifths
from goldenthread.engine.questions.gap import Gap
from goldenthread.engine.questions.group_gaps import GroupGap
from goldenthread.engine.questions.neighbours import Neighbour
from goldenthread.engine.questions.outlines import Outline
from goldenthread.engine.questions.place_summary import PlaceSummary
from goldenthread.engine.questions.postcode import PostcodeAreas, has_postcodes
from goldenthread.engine.questions.provenance import Provenance
from goldenthread.engine.questions.rank import Rank
from goldenthread.engine.questions.ward_gap import WardGap
from goldenthread.engine.store import PlaceStore, Snapshot, Store

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

__all__ = ["NoEvidence", "QuestionError"]


class NoEvidence(LookupError):
    """The store holds no evidence about this council's place yet. The sentence says how to bring some."""


class _Shelf:
    """The open snapshot, which keeps what has been worked out from it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.snapshot: Snapshot | None = None


_shelf = _Shelf()


def place_store() -> PlaceStore:
    """Return the part of the store that holds this council's place."""
    return _place_store(str(settings.EVIDENCE_STORE), settings.COUNCIL.code)


@lru_cache(maxsize=4)
def _place_store(folder: str, code: str) -> PlaceStore:
    return Store(Path(folder)).place(code)


def prepare() -> None:
    """Import what the first question would otherwise wait for; nothing is opened."""
    prepare_engine(evidence_url())


def warm_up() -> None:
    """Ask what most pages begin with. Where there is no evidence, or none can be reached, the pages say so."""
    with suppress(NoEvidence, QuestionError, StoreError):
        summary()
        all_latest()
        gaps()


def snapshot_id() -> str:
    """Return the id of the current snapshot, or "" where there is none: what pages made from evidence depend on."""
    store = place_store()
    try:
        return f"{store.directory}:{store.current_id()}"
    except StoreError:
        return ""


def current() -> Snapshot:
    """Return the current snapshot; raises NoEvidence where there is none."""
    store = place_store()
    if not store.exists:
        code, name = settings.COUNCIL.code, settings.COUNCIL.short_name
        raise NoEvidence(
            f"There is no evidence about {name} yet. Bring it with: goldenthread place build {code} --from FOLDER"
        )
    try:
        wanted = store.current_id()
    except StoreError as error:
        raise NoEvidence(str(error)) from error
    with _shelf.lock:
        kept = _shelf.snapshot
        if kept is None or kept.id != wanted or kept.directory.parent.parent != store.directory:
            kept = _shelf.snapshot = store.current()
        return kept


def forget() -> None:
    """Close the snapshot and forget what was worked out from it; the next question opens the current one."""
    with _shelf.lock:
        _shelf.snapshot = None


def _kept(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Work each answer out once a snapshot, whether what it takes by default was said or not."""
    signature = inspect.signature(function)

    @wraps(function)
    def ask(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        asked = (function.__name__, *bound.arguments.items())
        return current().once(asked, lambda: function(*args, **kwargs))

    return ask


def definitions() -> dict[str, Indicator]:
    """Return what each indicator meant when the snapshot was written, by slug."""
    return current().definitions


def definition(slug: str) -> Indicator:
    """Return one definition; raises QuestionError where the snapshot has none of that slug."""
    return current().definition(slug)


@_kept
def summary() -> PlaceSummary:
    """Return the place at a glance."""
    return questions.place_summary(current())


@_kept
def gaps(quantiles: str = "place") -> tuple[Gap, ...]:
    """Return the gap of every indicator, the strongest first, then those that cannot be said, each with its reason."""
    return tuple(questions.gap_table(current(), quantiles=quantiles))


@_kept
def gap(slug: str, quantiles: str = "place") -> Gap:
    """Return the gap of one indicator."""
    return questions.gap(current(), slug, quantiles=quantiles)


@_kept
def all_latest() -> Mapping[str, AreaValue]:
    """Return the place's own latest value of every indicator it was ever given one of."""
    return questions.latest_values(current())


def latest(slug: str, area_code: str = "") -> AreaValue | None:
    """Return the latest value for an area (the place itself unless named)."""
    if area_code in {"", current().place.code}:
        return all_latest().get(definition(slug).slug)
    return _latest_of(slug, area_code)


@_kept
def _latest_of(slug: str, area_code: str) -> AreaValue | None:
    return questions.latest_value(current(), slug, area_code)


@_kept
def series(slug: str, area_code: str = "") -> tuple[AreaValue, ...]:
    """Return the values of one area, period after period."""
    return tuple(questions.value_series(current(), slug, area_code or None))


@_kept
def values(slug: str, kind: str, period: str | None = None) -> tuple[AreaValue, ...]:
    """Return the values of every area of one kind."""
    return tuple(questions.area_values(current(), slug, kind=kind, period=period))


def chosen(slug: str, *, first: int, most: int, **asked: str) -> tuple[int, list[AreaValue]]:
    """Return how many values of an indicator fit what is asked, and a part of them; not kept, there are too many."""
    return questions.chosen_values(current(), slug, first=first, most=most, **asked)


@_kept
def fifths(slug: str, quantiles: str = "place") -> DeprivationFifths:
    """Return the values of the five fifths of deprivation."""
    return questions.deprivation_fifths(current(), slug, quantiles=quantiles)


@_kept
def groups(slug: str) -> tuple[GroupGap, ...]:
    """Return the gaps between groups of people, one for each characteristic there are values by."""
    return tuple(questions.group_gaps(current(), slug))


@_kept
def between_wards(slug: str) -> WardGap:
    """Return the gap between the wards at the two ends."""
    return questions.ward_gap(current(), slug)


@_kept
def rank(slug: str, among: str = "districts") -> Rank | None:
    """Return where the place stands among all districts, or among its neighbours."""
    return questions.rank(current(), slug, among=among)


@_kept
def ranks(among: str = "districts") -> Mapping[str, Rank]:
    """Return where the place stands in every indicator it has a value of its own for."""
    return questions.rank_table(current(), among=among)


@_kept
def neighbours(slug: str | None = None) -> tuple[Neighbour, ...]:
    """Return the places most like this one, nearest first, with their values where an indicator is named."""
    return tuple(questions.neighbours(current(), slug))


@_kept
def profile(area_code: str) -> AreaProfile:
    """Return everything known about one area; raises QuestionError where the snapshot does not know it."""
    return questions.area_profile(current(), area_code)


@_kept
def areas(kind: str) -> tuple[Area, ...]:
    """Return the place's areas of one kind."""
    return tuple(questions.areas(current(), kind, in_place=True))


@_kept
def outlines(kind: str) -> tuple[Outline, ...]:
    """Return the outlines of the place's areas of one kind."""
    return tuple(questions.outlines(current(), kind))


@_kept
def provenance(slug: str) -> Provenance:
    """Return where the values of one indicator come from."""
    return questions.provenance(current(), slug)


def postcode(text: str) -> PostcodeAreas | None:
    """Return the areas a postcode lies in; not kept, because what somebody typed is theirs."""
    return questions.postcode(current(), text)


@_kept
def knows_postcodes() -> bool:
    """Whether the snapshot holds a postcode directory at all."""
    return has_postcodes(current())


@_kept
def issues() -> tuple[dict[str, Any], ...]:
    """Return everything that was found wrong in the sources, and what was done about it."""
    return tuple(current().issues.to_pylist())


#: Kinds of area that can be drawn on a map, the one a resident knows best first.
MAP_KINDS = ("ward24", "locality", "lsoa21", "msoa21", "msoa11", "lsoa11")


@_kept
def kinds_with_values() -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of area of the place that each indicator has a value for."""
    return questions.kinds_with_values(current())


@_kept
def indicators_by_characteristic() -> Mapping[str, tuple[str, ...]]:
    """Return the indicators that the place has values of by each characteristic; those without any are left out."""
    found: dict[str, list[str]] = {}
    for slug, characteristics in questions.characteristics_with_values(current()).items():
        for characteristic in characteristics:
            found.setdefault(characteristic, []).append(slug)
    return {characteristic: tuple(slugs) for characteristic, slugs in sorted(found.items())}


@_kept
def mappable() -> dict[str, tuple[str, ...]]:
    """Return the kinds of area each indicator can be mapped by; indicators with none are left out."""
    drawn = [kind for kind in MAP_KINDS if kind in questions.outline_kinds(current())]
    found = {}
    for slug, kinds in kinds_with_values().items():
        usable = tuple(kind for kind in drawn if kind in kinds)
        if usable:
            found[slug] = usable
    return found


def best_map_kind(slug: str) -> str:
    """Return the kind of area to map an indicator by, or ""."""
    kinds = mappable().get(slug, ())
    return kinds[0] if kinds else ""


@_kept
def everything(slug: str) -> tuple[AreaValue, ...]:
    """Return every value of an indicator: all areas, periods and groups."""
    definition(slug)
    return tuple(questions.all_values(current(), slug))


@_kept
def every_area() -> tuple[Area, ...]:
    """Return every area of the evidence, in order of kind and code: the place's own and those it is compared with."""
    return tuple(questions.areas(current()))


@_kept
def region_code() -> str:
    """Return the code of the region the place lies in, or ""."""
    found = [area for area, _ in questions.parents(current(), current().place.code) if area.kind == "region"]
    return found[0].code if found else ""


@_kept
def country_code() -> str:
    """Return the code of the country in the evidence, or ""."""
    found = questions.areas(current(), "country")
    return found[0].code if found else ""


# ── one number for a progress measure ────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class MeasuredFigure:
    """One statistic of one indicator for one area, with all that must stand beside it."""

    value: float
    lower: float | None
    upper: float | None
    reason: str | None  # why there is no interval
    unit: str
    decimals: int
    period: str
    source: str
    snapshot: str
    verdict: str
    verdict_why: str


def measure_figure(
    indicator_slug: str, area_code: str, statistic: str, on: date, floor: float | None = None
) -> MeasuredFigure | None:
    """Return the figure a measure is bound to as it was known on a day; None where the evidence has none."""
    try:
        found = definition(indicator_slug)
    except (NoEvidence, QuestionError):
        return None
    if statistic == "value":
        return _latest_figure(found, area_code, on)
    if statistic in {"gap between fifths", "slope index", "relative index"}:
        return _gap_figure(found, statistic)
    return _ward_figure(found, statistic, floor)


def _latest_figure(found: Indicator, area_code: str, on: date) -> MeasuredFigure | None:
    known = [each for each in series(found.slug, area_code or current().place.code) if each.period.end <= on]
    value = next((each for each in reversed(known) if each.estimate), None)
    if value is None or value.estimate is None:
        return None
    return _figure(found, value.estimate, value.period.label)


def _gap_figure(found: Indicator, statistic: str) -> MeasuredFigure | None:
    of = gap(found.slug)
    if of.period is None:
        return None
    estimate = {
        "gap between fifths": of.absolute,
        "slope index": of.slope.slope if of.slope else None,
        "relative index": of.slope.relative_ratio if of.slope else None,
    }[statistic]
    if estimate is None:
        return None
    unit = "times" if statistic == "relative index" else found.unit
    verdict = (of.verdict.direction.value, of.verdict.why)
    return _figure(found, estimate, of.period.label, unit=unit, verdict=verdict)


def _ward_figure(found: Indicator, statistic: str, floor: float | None) -> MeasuredFigure | None:
    if statistic == "wards meeting the floor":
        return _wards_meeting(found, floor)
    wards = between_wards(found.slug)
    if wards.period is None:
        return None
    estimate = {
        "gap between wards": wards.absolute,
        "lowest ward": wards.lowest.estimate if wards.lowest else None,
        "highest ward": wards.highest.estimate if wards.highest else None,
    }.get(statistic)
    return _figure(found, estimate, wards.period.label) if estimate else None


def _wards_meeting(found: Indicator, floor: float | None) -> MeasuredFigure | None:
    """How many wards have a value at or above the floor; the limits count those that surely, and may, meet it."""
    known = [each for each in values(found.slug, "ward24") if each.in_place and each.estimate]
    if floor is None or not known:
        return None
    estimates = [each.estimate for each in known if each.estimate]
    lower = sum((each.limits.lower if each.limits else each.value) >= floor for each in estimates)
    upper = sum((each.limits.upper if each.limits else each.value) >= floor for each in estimates)
    met = sum(each.value >= floor for each in estimates)
    return MeasuredFigure(
        value=float(met),
        lower=float(lower),
        upper=float(upper),
        reason=None,
        unit=f"of {len(known)} wards",
        decimals=0,
        period=known[0].period.label,
        source=source_name(found.source),
        snapshot=current().id,
        verdict="",
        verdict_why="",
    )


def _figure(
    found: Indicator, estimate: Estimate, period: str, *, unit: str = "", verdict: tuple[str, str] = ("", "")
) -> MeasuredFigure:
    limits = estimate.limits
    return MeasuredFigure(
        value=estimate.value,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        reason=estimate.reason,
        unit=unit or found.unit,
        decimals=2 if unit == "times" else found.decimals,
        period=period,
        source=source_name(found.source),
        snapshot=current().id,
        verdict=verdict[0],
        verdict_why=verdict[1],
    )


def source_name(source: str) -> str:
    """Return the publisher's name of a source, as the manifest has it."""
    return next((str(entry["name"]) for entry in current().manifest if entry["source"] == source), source)
