"""What one area is like: its figures beside those of the place and of England."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import ALL, AreaValue, make_area_value, with_names
from goldenthread.engine.questions.areas import Area, area, children, parents
from goldenthread.engine.questions.small_areas import Ranking, deprivation_of_place, rankings
from goldenthread.engine.store import Snapshot

#: England's own code; an invented place brings its own country.
ENGLAND = ("E92000001", "X92000001")


class Comparison(StrEnum):
    """How a value stands against another, judged by whether their intervals overlap (an approximation)."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"  # where neither direction is better
    LOWER = "lower"
    SIMILAR = "no clear difference"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One indicator for the area, its place and England, in the same period where there is one."""

    indicator: str
    name: str
    plain_name: str
    theme: str
    value: AreaValue
    place: AreaValue | None
    england: AreaValue | None
    against_place: Comparison
    against_england: Comparison


@dataclass(frozen=True, slots=True)
class Deprivation:
    """Where an area stands in one edition of the ranking of deprivation."""

    edition: str
    score: float | None
    national_rank: int | None  # 1 is most deprived
    national_tenth: int | None  # 1 is most deprived
    place_fifth: int | None  # 1 is most deprived fifth of the place's residents


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """One area, the areas it lies in and holds, its deprivation and its figures."""

    area: Area
    lies_in: tuple[tuple[Area, str], ...]
    holds: tuple[tuple[Area, str], ...]
    deprivation: tuple[Deprivation, ...]
    lines: tuple[ProfileLine, ...]


def area_profile(snapshot: Snapshot, code: str) -> AreaProfile:
    """One area with its figures in their latest periods, each beside those of the place and of England."""
    own = area(snapshot, code)
    compared = (code, snapshot.place.code, *ENGLAND)
    rows = snapshot.ask(lambda table: values_for_all(table("values"), table("areas"), compared)).to_pylist()
    values: dict[str, list[AreaValue]] = {}
    for row in rows:
        values.setdefault(row["indicator"], []).append(make_area_value(row))
    lines = [_line(each, snapshot, own, values.get(slug, [])) for slug, each in snapshot.definitions.items()]
    return AreaProfile(
        area=own,
        lies_in=tuple(parents(snapshot, code)),
        holds=tuple(children(snapshot, code)),
        deprivation=_deprivation(snapshot, own),
        lines=tuple(line for line in lines if line is not None),
    )


def values_for_all(values: Any, known: Any, codes: tuple[str, ...]) -> Any:
    """The values for everyone of these areas: an Ibis expression."""
    return with_names(values.filter(values.area_code.isin(codes), values.characteristic == ALL), known)


def _line(definition: Indicator, snapshot: Snapshot, own: Area, values: list[AreaValue]) -> ProfileLine | None:
    mine = [each for each in values if each.area_code == own.code]
    if not mine:
        return None
    latest = max(mine, key=lambda each: each.period)
    beside = {each.area_code: each for each in values if each.period == latest.period}
    place = None if own.code == snapshot.place.code else beside.get(snapshot.place.code)
    england = next((beside[code] for code in ENGLAND if code in beside and code != own.code), None)
    return ProfileLine(
        indicator=definition.slug,
        name=definition.name,
        plain_name=definition.plain_name,
        theme=definition.theme,
        value=latest,
        place=place,
        england=england,
        against_place=compare(latest, place, definition.polarity),
        against_england=compare(latest, england, definition.polarity),
    )


def compare(value: AreaValue, other: AreaValue | None, polarity: Polarity) -> Comparison:
    """How a value stands against another: clearly apart only where their intervals do not overlap.

    A value without an interval counts as exact; without any interval on either side nothing is claimed.
    """
    mine, theirs = value.estimate, other.estimate if other else None
    if mine is None or theirs is None or (mine.limits is None and theirs.limits is None):
        return Comparison.NOT_COMPARED
    low, high = (mine.limits.lower, mine.limits.upper) if mine.limits else (mine.value, mine.value)
    their_low, their_high = (
        (theirs.limits.lower, theirs.limits.upper) if theirs.limits else (theirs.value, theirs.value)
    )
    if low <= their_high and their_low <= high:
        return Comparison.SIMILAR
    is_higher = low > their_high
    if polarity is Polarity.NEITHER:
        return Comparison.HIGHER if is_higher else Comparison.LOWER
    return Comparison.BETTER if is_higher == (polarity is Polarity.HIGHER_IS_BETTER) else Comparison.WORSE


def _deprivation(snapshot: Snapshot, own: Area) -> tuple[Deprivation, ...]:
    mine = [row for row in deprivation_of_place(snapshot) if row["area_code"] == own.code]
    rows = sorted(mine, key=lambda row: row["edition"])
    ranking = rankings(snapshot).get(own.kind) if rows else None
    return tuple(
        Deprivation(
            edition=row["edition"],
            score=row["score"],
            national_rank=row["national_rank"],
            national_tenth=row["national_tenth"],
            place_fifth=_fifth(ranking, own.code) if ranking and ranking.edition == row["edition"] else None,
        )
        for row in reversed(rows)
    )


def _fifth(ranking: Ranking, code: str) -> int | None:
    if code not in ranking.codes:
        return None
    return int(ranking.fifths[ranking.codes.index(code)]) or None
