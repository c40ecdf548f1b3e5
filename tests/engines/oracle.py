"""The same answers in slow, plain Python: no Arrow, no NumPy, no SQL."""

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


def latest(rows: Sequence[Row]) -> list[Row]:
    """The rows whose period ends last, and of those the ones that began last."""
    if not rows:
        return []
    last = max((row["period_end"], row["period_start"]) for row in rows)
    return [row for row in rows if (row["period_end"], row["period_start"]) == last]


def fifth_of_each(scores: dict[str, float], people: dict[str, float]) -> dict[str, int]:
    """The fifth of the residents that each area's middle resident is in, the most deprived first."""
    placed = [code for code in sorted(scores) if people[code] > 0]
    if len(placed) < 5:
        return dict.fromkeys(scores, 0)
    total = sum(people[code] for code in placed)
    before = 0.0
    found = dict.fromkeys(scores, 0)
    for code in sorted(placed, key=lambda code: -scores[code]):
        found[code] = min(5, 1 + int(5 * (before + people[code] / 2) / total))
        before += people[code]
    return found


def counts_by_fifth(rows: Sequence[Row], fifths: dict[str, int]) -> dict[int, tuple[float, float]]:
    """Count and denominator of each fifth, over the areas that have both and a value."""
    sums: dict[int, tuple[float, float]] = {}
    for fifth in set(fifths.values()) - {0}:
        members = [row for row in rows if fifths.get(row["area_code"]) == fifth and row["value"] is not None]
        sums[fifth] = (sum(row["count"] for row in members), sum(row["denominator"] for row in members))
    return sums


def slope(values: Sequence[float], people: Sequence[float]) -> float:
    """Weighted least squares of value on the middle rank of each area, from most to least deprived."""
    total = sum(people)
    ranks, before = [], 0.0
    for number in people:
        ranks.append((before + number / 2) / total)
        before += number
    mean_rank = sum(n * r for n, r in zip(people, ranks, strict=True)) / total
    mean_value = sum(n * y for n, y in zip(people, values, strict=True)) / total
    above = sum(n * (r - mean_rank) * (y - mean_value) for n, r, y in zip(people, ranks, values, strict=True))
    return above / sum(n * (r - mean_rank) ** 2 for n, r in zip(people, ranks, strict=True))


def position_from_worst(values: dict[str, float], code: str, higher_is_worse: bool) -> int:
    """One more than the areas that are worse."""
    mine = values[code]
    return 1 + len([v for v in values.values() if (v > mine if higher_is_worse else v < mine)])


def known_and_all(rows: Sequence[Row], by: Sequence[str]) -> dict[tuple[Any, ...], tuple[int, int]]:
    """How many rows there are, and how many of them have a value, for each combination of the columns."""
    found: dict[tuple[Any, ...], tuple[int, int]] = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        every, known = found.get(key, (0, 0))
        found[key] = (every + 1, known + (row["value"] is not None))
    return found
