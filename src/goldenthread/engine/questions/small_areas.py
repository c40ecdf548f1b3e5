"""The small areas of the place with their values and their order of deprivation: what every gap is worked out from.

Each indicator is looked at through the smallest kind of area that it and a ranking of deprivation are both known for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.statistics.intervals import standard_error_from_limits
from goldenthread.core.statistics.quantiles import NO_QUANTILE, population_quantiles
from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions.area_values import ALL, Period, values_of
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Kinds of small area, the one preferred first.
KINDS = ("lsoa21", "lsoa11", "msoa21", "msoa11", "ward24")

PLACE, NATIONAL = "place", "national"


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The place's areas of one kind in order of code, with their deprivation and the fifth each belongs to."""

    kind: str
    edition: str
    quantiles: str
    codes: tuple[str, ...]
    scores: FloatArray
    populations: FloatArray
    fifths: IntArray  # 1 is the most deprived; 0 in none


@dataclass(frozen=True, slots=True, eq=False)
class SmallAreas:
    """One indicator in one period: an entry for every ranked area, NaN where it has no value."""

    indicator: str
    period: Period
    ranking: Ranking
    values: FloatArray
    counts: FloatArray
    denominators: FloatArray
    lower: FloatArray
    upper: FloatArray
    interval_reason: str | None  # why areas without an interval have none
    unranked: int  # areas with a value but no place in the ranking

    @property
    def from_most_deprived(self) -> IntArray:
        """Positions of the areas from the most to the least deprived; equal scores in order of code."""
        order: IntArray = np.argsort(-self.ranking.scores, kind="stable")
        return order

    @property
    def standard_errors(self) -> FloatArray | None:
        """Of every value, from its limits; None unless every value has limits."""
        if np.isnan(self.lower[~np.isnan(self.values)]).any():
            return None
        return standard_error_from_limits(self.lower, self.upper)


def rankings(snapshot: Snapshot, quantiles: str = PLACE) -> dict[str, Ranking]:
    """The latest ranking of deprivation for each kind of small area of the place."""
    if quantiles not in (PLACE, NATIONAL):
        raise QuestionError(f"Fifths are of the {PLACE!r} or {NATIONAL!r}, not {quantiles!r}.")
    return snapshot.once(("rankings", quantiles), lambda: _rankings(snapshot, quantiles))


def _rankings(snapshot: Snapshot, quantiles: str) -> dict[str, Ranking]:
    rows = deprivation_of_place(snapshot)
    found = {}
    for kind in KINDS:
        editions = sorted({row["edition"] for row in rows if row["area_kind"] == kind})
        if editions:
            chosen = [row for row in rows if row["area_kind"] == kind and row["edition"] == editions[-1]]
            found[kind] = _make_ranking(kind, editions[-1], quantiles, chosen)
    return found


def deprivation_of_place(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Every ranking of the place's areas, whatever their kind, in order of kind, edition and code."""
    rows: list[dict[str, Any]] = snapshot.once(
        "deprivation of the place", lambda: snapshot.ask(_ranking_question)
    ).to_pylist()
    return rows


def _ranking_question(table: Callable[[str], Any]) -> Any:
    deprivation, known = table("deprivation"), table("areas")
    mine = known.filter(known.in_place).select(area_code=known.code, area_kind=known.kind)
    return deprivation.semi_join(mine, ["area_code", "area_kind"]).order_by(["area_kind", "edition", "area_code"])


def _make_ranking(kind: str, edition: str, quantiles: str, rows: list[dict[str, Any]]) -> Ranking:
    populations = _column(rows, "population")
    scores = _column(rows, "score")
    if np.isnan(scores).any():
        scores = -_column(rows, "national_rank")
    if quantiles == PLACE:
        fifths = population_quantiles(scores, populations)
    else:
        tenths = _column(rows, "national_tenth")
        fifths = np.nan_to_num(np.ceil(tenths / 2), nan=NO_QUANTILE).astype(np.int64)
    return Ranking(kind, edition, quantiles, tuple(row["area_code"] for row in rows), scores, populations, fifths)


def small_areas(
    snapshot: Snapshot, slugs: Iterable[str], *, quantiles: str = PLACE, period: str | None = None
) -> dict[str, list[SmallAreas]]:
    """For each indicator its periods, oldest first; an indicator without values for ranked small areas has none."""
    wanted = list(slugs)
    ranked = rankings(snapshot, quantiles)
    if len(wanted) == 1:  # the indicator's own page asks more about it, so its values are read already
        answer = _chosen(values_of(snapshot, wanted[0]), list(ranked), period)
    else:
        answer = snapshot.ask(lambda table: value_rows(table("values"), wanted, list(ranked), period))
    columns = {name: answer[name].to_numpy(zero_copy_only=False) for name in _COLUMNS}
    found: dict[str, list[SmallAreas]] = {}
    for (slug, _, _), rows in _blocks(columns, ("indicator", "area_kind", "period")):
        areas = _make_small_areas(columns, rows, ranked)
        found.setdefault(slug, [])
        if areas is not None:
            found[slug].append(areas)
    return {slug: _of_preferred_kind(found.get(slug, [])) for slug in wanted}


_COLUMNS = (
    *("indicator", "area_kind", "period", "period_start", "period_end", "area_code"),
    *("value", "count", "denominator", "lower", "upper", "interval_reason"),
)


def value_rows(values: Any, slugs: list[str], kinds: list[str], period: str | None = None) -> Any:
    """The rows of these indicators for everyone in these kinds of area, in a steady order: an Ibis expression."""
    chosen = values.filter(values.indicator.isin(slugs), values.area_kind.isin(kinds), values.characteristic == ALL)
    if period is not None:
        chosen = chosen.filter(chosen.period == period)
    return chosen.select(*_COLUMNS).order_by(["indicator", "area_kind", "period_end", "period", "area_code"])


def _chosen(values: pa.Table, kinds: list[str], period: str | None) -> pa.Table:
    """The same of one indicator, from its values."""
    chosen = only(values, characteristic=ALL)
    chosen = chosen.filter(pc.is_in(chosen["area_kind"], pa.array(kinds, pa.string())))
    if period is not None:
        chosen = only(chosen, period=period)
    order = ("area_kind", "period_end", "period", "area_code")
    return chosen.select(_COLUMNS).sort_by([(name, "ascending") for name in order])


def _blocks(columns: dict[str, Any], names: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], slice]]:
    """The runs of rows that agree in all of `names`."""
    rows = len(columns[names[0]])
    if not rows:
        return
    changes = np.zeros(rows, dtype=bool)
    changes[0] = True
    for name in names:
        changes[1:] |= columns[name][1:] != columns[name][:-1]
    starts = np.flatnonzero(changes)
    for start, end in zip(starts, [*starts[1:], rows], strict=True):
        yield tuple(str(columns[name][start]) for name in names), slice(int(start), int(end))


def _make_small_areas(columns: dict[str, Any], rows: slice, ranked: dict[str, Ranking]) -> SmallAreas | None:
    start = rows.start
    ranking = ranked[str(columns["area_kind"][start])]
    if np.isnan(columns["value"][rows].astype(np.float64)).all():
        return None
    codes = np.array(ranking.codes, dtype=object)
    where = np.minimum(np.searchsorted(codes, columns["area_code"][rows]), len(codes) - 1)
    is_ranked = codes[where] == columns["area_code"][rows]

    def placed(name: str) -> FloatArray:
        full = np.full(len(codes), np.nan)
        full[where[is_ranked]] = columns[name][rows].astype(np.float64)[is_ranked]
        return full

    reasons = [reason for reason in columns["interval_reason"][rows] if reason]
    return SmallAreas(
        indicator=str(columns["indicator"][start]),
        period=Period(
            end=columns["period_end"][start].astype(object),
            start=columns["period_start"][start].astype(object),
            label=str(columns["period"][start]),
        ),
        ranking=ranking,
        values=placed("value"),
        counts=placed("count"),
        denominators=placed("denominator"),
        lower=placed("lower"),
        upper=placed("upper"),
        interval_reason=reasons[0] if reasons else None,
        unranked=int((~is_ranked).sum()),
    )


def _of_preferred_kind(found: list[SmallAreas]) -> list[SmallAreas]:
    if not found:
        return []
    kind = min((areas.ranking.kind for areas in found), key=KINDS.index)
    return sorted((areas for areas in found if areas.ranking.kind == kind), key=lambda areas: areas.period)


def _column(rows: list[dict[str, Any]], name: str) -> FloatArray:
    return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)
