"""Where an area stands among others."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions.area_values import AreaValue, Period, area_values
from goldenthread.engine.questions.latest_value import latest_value
from goldenthread.engine.questions.neighbours import neighbour_codes
from goldenthread.engine.store import Snapshot

DISTRICTS, NEIGHBOURS, WARDS = "districts", "neighbours", "wards"


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of one area in the order of a set of areas; areas of equal value share the smaller number."""

    indicator: str
    area_code: str
    among: str  # "districts", "neighbours" or "wards"
    period: Period
    position: int  # 1 is the worst; the highest where neither direction is better
    position_from_best: int
    of: int
    areas_without_value: int
    value: AreaValue
    middle: float  # median of the areas ranked
    counted_from: str  # "the worst" or "the highest"
    interval_positions: tuple[int, int] | None  # positions its interval reaches, where it has one


def rank(
    snapshot: Snapshot,
    slug: str,
    area_code: str | None = None,
    *,
    among: str = DISTRICTS,
    model: str | None = None,
    period: str | None = None,
) -> Rank | None:
    """Where an area (the place itself unless named) stands among the districts of England, its statistical neighbours
    or the wards of the place; None where it has no value of its own to rank."""
    definition = snapshot.definition(slug)
    code = area_code or snapshot.place.code
    mine = latest_value(snapshot, slug, code)
    label = period or (mine.period.label if mine else None)
    if label is None:
        return None
    compared = _compared(snapshot, slug, label, code, among, model)
    known = [each for each in compared if each.estimate and each.is_own]
    own = next((each for each in known if each.area_code == code), None)
    if own is None:
        return None
    values = np.array([each.estimate.value for each in known if each.estimate], dtype=np.float64)
    return make_rank(definition, own, among, values, without=len(compared) - len(known))


def make_rank(
    definition: Indicator, own: AreaValue, among: str, values: npt.NDArray[np.float64], *, without: int
) -> Rank | None:
    """The rank of an area's own value among `values`, which hold it too; None where it has none."""
    if own.estimate is None:
        return None
    higher_is_worse = definition.polarity is not Polarity.HIGHER_IS_BETTER

    def position(value: float) -> int:
        """How many areas are worse, plus one."""
        return 1 + int((values > value).sum() if higher_is_worse else (values < value).sum())

    limits = own.estimate.limits
    reached = sorted((position(limits.lower), position(limits.upper))) if limits else None
    value = own.estimate.value
    better = (values < value) if higher_is_worse else (values > value)
    return Rank(
        indicator=definition.slug,
        area_code=own.area_code,
        among=among,
        period=own.period,
        position=position(value),
        position_from_best=1 + int(better.sum()),
        of=len(values),
        areas_without_value=without,
        value=own,
        middle=float(np.median(values)),
        counted_from="the highest" if definition.polarity is Polarity.NEITHER else "the worst",
        interval_positions=(reached[0], reached[1]) if reached else None,
    )


def _compared(snapshot: Snapshot, slug: str, period: str, code: str, among: str, model: str | None) -> list[AreaValue]:
    if among == WARDS:
        return area_values(snapshot, slug, kind="ward24", period=period)
    districts = area_values(snapshot, slug, kind="district", period=period)
    if among == DISTRICTS:
        return districts
    if among == NEIGHBOURS:
        near = {code, *neighbour_codes(snapshot, code, model)}
        return [each for each in districts if each.area_code in near]
    raise QuestionError(f"An area is ranked among {DISTRICTS}, {NEIGHBOURS} or {WARDS}, not {among!r}.")
