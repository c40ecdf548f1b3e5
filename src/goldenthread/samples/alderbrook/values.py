"""Values of Alderbrook's indicators: drawn for small areas, added up to larger ones, with noise as real ones have.

Counts are binomial or Poisson draws, so that the gap between two areas is partly luck, as in real data. What an
indicator cannot honestly be added up to (its definition says so) is left out, as it is for a real place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from goldenthread.core.indicators import Aggregation, Indicator
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.core.statistics.rates import byar_interval
from goldenthread.engine.tables import VALUES
from goldenthread.samples.alderbrook.districts import Districts, region_and_country_members
from goldenthread.samples.alderbrook.geography import (
    LOCALITIES,
    MSOAS,
    PLACE_CODE,
    WARDS,
    FloatArray,
    Geography,
    IntArray,
)
from goldenthread.samples.alderbrook.level import Kind, Level, Rhythm, Smallest
from goldenthread.samples.alderbrook.people import ETHNIC_GROUPS, People

SOURCE = "alderbrook"
FIRST_YEAR, YEARS = 2018, 8

PUBLISHED = "published"
SUMMED = "summed from small areas"
WEIGHTED = "population-weighted mean of small areas"
NORMAL_QUANTILE_95 = 1.959963984540054  # of the standard normal distribution at 0.975


@dataclass(frozen=True)
class World:
    """Everything values are drawn from."""

    geography: Geography
    people: People
    districts: Districts


@dataclass(frozen=True)
class Period:
    """One period of an indicator, and how many years after the first it ends."""

    name: str
    start: date
    end: date
    step: int


def periods_of(rhythm: Rhythm) -> list[Period]:
    """Return the periods an indicator with this rhythm is published for, earliest first."""
    if rhythm is Rhythm.CENSUS:
        return [Period("2021", date(2021, 3, 21), date(2021, 3, 21), 3)]
    if rhythm is Rhythm.INDEX:
        return [Period("2025", date(2025, 1, 1), date(2025, 12, 31), 7)]
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    if rhythm is Rhythm.YEARLY:
        return [Period(str(year), date(year, 1, 1), date(year, 12, 31), step) for step, year in enumerate(years)]
    return [
        Period(f"{year - 2} to {year}", date(year - 2, 1, 1), date(year, 12, 31), step)
        for step, year in enumerate(years)
    ]


@dataclass(frozen=True)
class Drawn:
    """Numbers of one kind of area, one period and one group; arrays have one entry an area."""

    codes: list[str]
    kind: str
    value: FloatArray
    basis: str
    denominator: FloatArray  # people it is out of; for a mean, those it is weighted by
    count: FloatArray | None = None
    error: FloatArray | None = None
    hidden: np.ndarray | None = None


def draw_values(
    world: World, indicator: Indicator, level: Level, generator: np.random.Generator, known: FloatArray | None = None
) -> pa.Table:
    """Return every value of `indicator`, for all its areas, periods and groups, in the schema VALUES.

    `known` are counts (for a share) or values (for a score) of the small areas that need not be drawn, because the
    borough's people already have them.
    """
    if level.kind is Kind.RATE:
        level = replace(level, level=level.level / indicator.multiplier)  # events by person
    small = len(world.people.residents)
    size = {Smallest.LSOA: small, Smallest.MSOA: MSOAS, Smallest.DISTRICT: 0}[level.smallest]
    own = generator.normal(0, level.spread, size)  # what is peculiar to an area stays from year to year
    district_own = generator.normal(0, level.spread / 2, len(world.districts.codes))
    tables = []
    for period in periods_of(level.rhythm):
        drawn = list(_period(world, indicator, level, period, (own, district_own), generator, known))
        tables += [_table(indicator, level, period, "all", "All people", part) for part in drawn]
        district = next(part for part in drawn if part.kind == "district")
        for characteristic, shifts in level.groups.items():
            for group, part in _groups(level, district, shifts, generator):
                tables.append(_table(indicator, level, period, characteristic, group, part))
    return pa.concat_tables(tables)


def _period(
    world: World,
    indicator: Indicator,
    level: Level,
    period: Period,
    peculiar: tuple[FloatArray, FloatArray],
    generator: np.random.Generator,
    known: FloatArray | None,
) -> Iterator[Drawn]:
    """Yield the values of one period for every kind of area; `peculiar` are the shifts of small areas and districts."""
    own, district_own = peculiar
    effect = level.effect * (1 + level.gap_change * period.step / (YEARS - 1))
    drift = level.drift * (period.step - (YEARS - 1))  # the level given is that of the last year
    local: Drawn | None = None
    if level.smallest is not Smallest.DISTRICT:
        local = _smallest(world, level, own + effect * _hardship_of(world, level.smallest) + drift, generator)
        if known is not None:
            local = _with_known(local, level, known)
        yield local
        yield from _larger(world, indicator, level, local)
    shifts = effect * world.districts.hardship + district_own + drift
    yield from _districts(world, level, shifts, local, generator)


def _with_known(local: Drawn, level: Level, known: FloatArray) -> Drawn:
    if level.kind is Kind.SHARE:
        return replace(local, count=known, value=known / local.denominator)
    return replace(local, value=known)


def _hardship_of(world: World, smallest: Smallest) -> FloatArray:
    if smallest is Smallest.LSOA:
        return world.people.hardship
    weights = world.people.residents
    total = np.bincount(world.geography.msoa, weights=weights * world.people.hardship)
    return np.asarray(total / np.bincount(world.geography.msoa, weights=weights))


def _denominators(world: World, level: Level) -> FloatArray:
    people = np.maximum(np.round(world.people.aged(*level.ages) * level.part), 1)
    if level.smallest is Smallest.MSOA:
        people = np.bincount(world.geography.msoa, weights=people)
    return np.asarray(people, dtype=np.float64)


def _smallest(world: World, level: Level, shift: FloatArray, generator: np.random.Generator) -> Drawn:
    geography = world.geography
    codes = geography.small_area_codes if level.smallest is Smallest.LSOA else geography.msoa_codes
    drawn = _draw(level, codes, level.smallest.value, shift, _denominators(world, level), generator)
    if drawn.count is not None and level.hide_below:
        return replace(drawn, hidden=(drawn.count > 0) & (drawn.count < level.hide_below))
    return drawn


def _draw(
    level: Level, codes: list[str], kind: str, shift: FloatArray, people: FloatArray, generator: np.random.Generator
) -> Drawn:
    """Return values drawn around the level moved by `shift`, for areas with `people` in the denominator."""
    if level.kind is Kind.SHARE:
        odds = level.level / (100 - level.level) * np.exp(shift)
        count = generator.binomial(people.astype(np.int64), odds / (1 + odds)).astype(float)
        return Drawn(codes, kind, count / people, PUBLISHED, people, count)
    if level.kind is Kind.RATE:
        count = generator.poisson(people * level.level * np.exp(shift)).astype(float)
        return Drawn(codes, kind, count / people, PUBLISHED, people, count)
    if level.kind is Kind.MEAN:
        error = level.error * np.sqrt(np.median(people) / people)
        return Drawn(codes, kind, level.level + shift + generator.normal(0, error), PUBLISHED, people, error=error)
    return Drawn(codes, kind, level.level + shift, PUBLISHED, people)


def _larger(world: World, indicator: Indicator, level: Level, local: Drawn) -> Iterator[Drawn]:
    """Yield wards, neighbourhoods and (from LSOAs) MSOAs, where the definition lets values be added up."""
    if indicator.aggregation is Aggregation.REFUSED or level.smallest is not Smallest.LSOA:
        return
    geography = world.geography
    locality = geography.locality[geography.ward]
    for kind, member, codes, groups in (
        ("msoa21", geography.msoa, geography.msoa_codes, MSOAS),
        ("ward24", geography.ward, geography.ward_codes, WARDS),
        ("locality", locality, geography.locality_codes, LOCALITIES),
    ):
        yield _add_up(local, kind, member, codes, groups)


def _add_up(local: Drawn, kind: str, member: IntArray, codes: list[str], groups: int) -> Drawn:
    people = np.bincount(member, weights=local.denominator, minlength=groups).astype(np.float64)
    if local.count is not None:
        count = np.bincount(member, weights=local.count, minlength=groups).astype(np.float64)
        return Drawn(codes, kind, count / people, SUMMED, people, count)
    total = np.bincount(member, weights=local.value * local.denominator, minlength=groups)
    return Drawn(codes, kind, total / people, WEIGHTED, people)


def _districts(
    world: World, level: Level, shift: FloatArray, local: Drawn | None, generator: np.random.Generator
) -> Iterator[Drawn]:
    """Yield all districts, Alderbrook from its own small areas where it has them, then regions and the country."""
    districts = world.districts
    base = world.people.aged(*level.ages).sum() / world.people.residents.sum() * level.part
    people = np.maximum(np.round(districts.residents * base), 1)
    own_level = replace(level, error=level.error / 6) if level.kind is Kind.MEAN else level
    drawn = _draw(own_level, list(districts.codes), "district", shift, people, generator)
    if local is not None:
        whole = _add_up(local, "district", np.zeros(len(local.codes), dtype=np.int64), [PLACE_CODE], 1)
        drawn = _with_first(drawn, whole)
    yield drawn
    for code, rows in region_and_country_members(districts).items():
        kind = "country" if len(rows) == len(districts.codes) else "region"
        count = None if drawn.count is None else drawn.count[rows]
        part = Drawn([drawn.codes[row] for row in rows], kind, drawn.value[rows], PUBLISHED, people[rows], count)
        yield replace(_add_up(part, kind, np.zeros(len(rows), dtype=np.int64), [code], 1), basis=PUBLISHED)


def _with_first(drawn: Drawn, first: Drawn) -> Drawn:
    """Return `drawn` with the numbers of its first area replaced by those of `first`."""
    count = drawn.count
    if count is not None and first.count is not None:
        count = np.concatenate([first.count, count[1:]])
    return replace(
        drawn,
        value=np.concatenate([first.value, drawn.value[1:]]),
        denominator=np.concatenate([first.denominator, drawn.denominator[1:]]),
        count=count,
    )


def _groups(
    level: Level, district: Drawn, shifts: dict[str, float], generator: np.random.Generator
) -> Iterator[tuple[str, Drawn]]:
    """Yield each group's values for every district: the district's own level moved by the group's shift."""
    for group, shift in shifts.items():
        people = np.maximum(np.round(district.denominator / len(shifts)), 1)
        if level.kind is Kind.SHARE:
            odds = (
                np.clip(district.value, 1e-4, 1 - 1e-4) / (1 - np.clip(district.value, 1e-4, 1 - 1e-4)) * np.exp(shift)
            )
            count = generator.binomial(people.astype(np.int64), odds / (1 + odds)).astype(float)
            yield group, _resized(replace(district, value=count / people), group, len(shifts))
        elif level.kind is Kind.RATE:
            count = generator.poisson(people * district.value * np.exp(shift)).astype(float)
            yield group, _resized(replace(district, value=count / people), group, len(shifts))
        else:
            error = np.full(len(district.value), level.error / 4)
            yield group, replace(district, value=district.value + shift + generator.normal(0, error), error=error)


#: Share of everybody in groups that are not of equal size; the Census groups as in people.py.
GROUP_SHARES = {
    **{group: share for group, (share, _) in ETHNIC_GROUPS.items()},
    "Disabled": 0.18,
    "Not disabled": 0.82,
    "Eligible for free school meals": 0.26,
    "Not eligible for free school meals": 0.74,
}


def _resized(group: Drawn, name: str, groups: int) -> Drawn:
    """Return the group with as many people as it has in Alderbrook, at the level that was drawn."""
    share = GROUP_SHARES.get(name, 1 / groups)
    people = np.maximum(np.round(group.denominator * share), 1)
    count = np.round(group.value * people)
    return replace(group, value=count / people, count=count, denominator=people)


def _table(
    indicator: Indicator, level: Level, period: Period, characteristic: str, group: str, drawn: Drawn
) -> pa.Table:
    """Return `drawn` as rows of VALUES, with the interval its kind of number has or the reason it has none."""
    rows = len(drawn.codes)
    scale = indicator.multiplier if drawn.count is not None else 1.0
    value = np.round(drawn.value * scale, 6)
    lower, upper, method, reason = _interval(indicator, level, drawn, scale)
    hidden = np.zeros(rows, dtype=bool) if drawn.hidden is None else drawn.hidden

    def column(values: FloatArray | None) -> pa.Array:
        if values is None:
            return pa.nulls(rows, pa.float64())
        return pa.array(values, pa.float64(), mask=hidden)

    def text(content: str | None) -> pa.Array:
        return pa.array([content] * rows, pa.string())

    columns = {
        "indicator": text(indicator.slug),
        "area_code": pa.array(drawn.codes),
        "area_kind": text(drawn.kind),
        "period": text(period.name),
        "period_start": pa.array([period.start] * rows, pa.date32()),
        "period_end": pa.array([period.end] * rows, pa.date32()),
        "characteristic": text(characteristic),
        "group": text(group),
        "value": column(value),
        "count": column(drawn.count),
        "denominator": pa.array(drawn.denominator, pa.float64())
        if drawn.count is not None
        else pa.nulls(rows, pa.float64()),
        "lower": column(lower),
        "upper": column(upper),
        "interval_method": pa.array([None if hide or method is None else method for hide in hidden], pa.string()),
        "interval_reason": pa.array([None if hide or reason is None else reason for hide in hidden], pa.string()),
        "missing_reason": pa.array(["suppressed" if hide else None for hide in hidden], pa.string()),
        "basis": text(drawn.basis),
        "source": text(SOURCE),
    }
    return pa.table([columns[name] for name in VALUES.names], schema=VALUES)


def _interval(
    indicator: Indicator, level: Level, drawn: Drawn, scale: float
) -> tuple[FloatArray | None, FloatArray | None, str | None, str | None]:
    if drawn.count is not None:
        if level.kind is Kind.SHARE:
            lower, upper = wilson_interval(drawn.count, drawn.denominator)
            return lower * scale, upper * scale, "Wilson score", None
        low, high = byar_interval(drawn.count)
        return low / drawn.denominator * scale, high / drawn.denominator * scale, "Byar", None
    if drawn.error is not None:
        half = NORMAL_QUANTILE_95 * drawn.error
        return drawn.value - half, drawn.value + half, "published", None
    return (
        None,
        None,
        None,
        indicator.interval_reason or "The value is a mean of areas whose own intervals cannot be joined.",
    )
