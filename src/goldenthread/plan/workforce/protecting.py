"""From counts of groups to what may be shown: small numbers hidden, and those from which they could be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from goldenthread.core.disclosure.linked import suppress_linked
from goldenthread.core.disclosure.suppression import Suppressed
from goldenthread.plan.workforce.reading import CountRow

EVERYBODY = "Everybody"
ALL_GRADES = "All grades"

#: Groups that say nothing of what people are; they count as staff, and not towards shares.
NOT_STATED = frozenset({"not stated", "not known", "unknown", "prefer not to say", "not disclosed", "not declared"})


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A count as it may be shown; None where it is hidden."""

    grade: str
    count: int | None
    out_of: int | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One group, with a cell for each grade and one for all of them last."""

    group: str
    cells: tuple[ShownCell, ...]

    @property
    def total(self) -> ShownCell:
        """The group in all grades."""
        return self.cells[-1]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One characteristic in one period, everybody last."""

    characteristic: str
    period: str
    rows: tuple[ShownRow, ...]

    @property
    def groups(self) -> tuple[ShownRow, ...]:
        """The groups, without everybody."""
        return self.rows[:-1]

    @property
    def hidden(self) -> int:
        """How many numbers are hidden."""
        return sum(cell.count is None for row in self.rows for cell in row.cells)


def protect(rows: Sequence[CountRow]) -> tuple[ShownBlock, ...]:
    """Every table of the rows as it may be shown. All characteristics of a period are protected together.

    With "out of", those who did and those who did not are both people: 19 of 20 gives one person away as 1 of 20 does.
    """
    blocks: list[ShownBlock] = []
    for period in dict.fromkeys(row.period for row in rows):
        here = [row for row in rows if row.period == period]
        grades = list(dict.fromkeys(row.grade for row in here))
        names = list(dict.fromkeys(row.characteristic for row in here))
        groups = {name: list(dict.fromkeys(row.group for row in here if row.characteristic == name)) for name in names}
        counted = {(row.characteristic, row.group, row.grade): row for row in here}
        tables = [
            np.array([[_inner(counted[name, group, grade]) for grade in grades] for group in groups[name]], dtype=float)
            for name in names
        ]
        for name, found in zip(names, suppress_linked(tables), strict=True):
            blocks.append(_make_block(name, period, groups[name], grades, found))
    return tuple(blocks)


def _inner(row: CountRow) -> list[int]:
    return [row.count] if row.out_of is None else [row.count, row.out_of - row.count]


def _make_block(
    characteristic: str, period: str, groups: Sequence[str], grades: Sequence[str], found: Suppressed
) -> ShownBlock:
    # The last axis is those who did, those who did not (where that is told), and both together.
    has_shares = found.values.shape[-1] == 3
    shown = found.shown
    only_total = list(grades) == [""]
    columns = [len(grades)] if only_total else [*range(len(grades)), len(grades)]
    names = [*grades, ALL_GRADES]
    rows = []
    for position, group in enumerate([*groups, EVERYBODY]):
        cells = []
        for column in columns:
            cell = shown[position, column]
            if has_shares:
                both = _number(cell[2])
                cells.append(ShownCell(names[column], _number(cell[0]) if both is not None else None, both))
            else:
                cells.append(ShownCell(names[column], _number(cell[-1])))
        rows.append(ShownRow(group, tuple(cells)))
    return ShownBlock(characteristic, period, tuple(rows))


def _number(value: float) -> int | None:
    return None if np.isnan(value) else round(float(value))


def dump_blocks(blocks: Iterable[ShownBlock]) -> list[dict[str, object]]:
    """The blocks as plain JSON, which is all that pages ever read."""
    return [
        {
            "characteristic": block.characteristic,
            "period": block.period,
            "rows": [
                {"group": row.group, "cells": [[cell.grade, cell.count, cell.out_of] for cell in row.cells]}
                for row in block.rows
            ],
        }
        for block in blocks
    ]


def load_blocks(document: Iterable[dict[str, object]]) -> tuple[ShownBlock, ...]:
    """The blocks that :func:`dump_blocks` wrote."""
    return tuple(
        ShownBlock(
            str(block["characteristic"]),
            str(block["period"]),
            tuple(
                ShownRow(str(row["group"]), tuple(ShownCell(*cell) for cell in row["cells"]))
                for row in block["rows"]  # type: ignore[attr-defined]
            ),
        )
        for block in document
    )
