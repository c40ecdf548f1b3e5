"""The place beside others: its rank among the councils most like it and among all."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.rank import Rank
from goldenthread.publishing.numbers import format_estimate, format_number, ordinal


@dataclass(frozen=True, slots=True)
class CompareLine:
    """One indicator: the place's value, the middle of its neighbours and both ranks."""

    name: str
    href: str
    period: str
    value: str
    middle: str
    among_neighbours: str
    among_all: str
    counted_from: str


def make_lines(
    definitions: Mapping[str, Indicator],
    latest: Mapping[str, AreaValue],
    among_neighbours: Mapping[str, Rank],
    among_all: Mapping[str, Rank],
) -> list[CompareLine]:
    """Return a line for each indicator the place has a value of and somebody to compare it with."""
    lines = []
    for slug, definition in definitions.items():
        value = latest.get(slug)
        if value is None or value.estimate is None:
            continue
        near, all_councils = among_neighbours.get(slug), among_all.get(slug)
        if all_councils is None or all_councils.of < 2:
            continue
        unit, decimals = definition.unit, definition.decimals
        lines.append(
            CompareLine(
                name=definition.plain_name,
                href=reverse("evidence:indicator", args=[slug]),
                period=value.period.label,
                value=format_estimate(value.estimate, unit, decimals),
                middle=format_number(near.middle, unit, decimals) if near and near.of > 1 else "",
                among_neighbours=f"{ordinal(near.position)} of {near.of}" if near and near.of > 1 else "",
                among_all=f"{ordinal(all_councils.position)} of {all_councils.of}",
                counted_from=all_councils.counted_from,
            )
        )
    return sorted(lines, key=lambda line: line.name)
