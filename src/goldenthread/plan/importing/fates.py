"""What becomes of every row of a file: where it stands, what is written there, what it is taken for, what happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goldenthread.plan.importing.incoming import Incoming, Where
from goldenthread.plan.importing.steps import Step, parts_of

ROWS_ON_A_PAGE = 200
LONGEST_SHOWN = 160

Fate = tuple[str, str, str, str]


def find_fates(incoming: Incoming, steps: Sequence[Step]) -> list[Fate]:
    """The fate of every row of a list, or of every part of a file in our form."""
    if not incoming.rows:
        of_part = {step.key: [step] for step in steps}
        return [
            (
                _place(incoming.places[key]),
                _words(part),
                f"{key[0].singular} {part.number}",
                _fate(of_part.get(key, [])),
            )
            for key, part in parts_of(incoming.content)
        ]
    of_row: dict[int | None, list[Step]] = {}
    for step in steps:
        of_row.setdefault(step.where.row, []).append(step)
    return [
        (
            f"row {row.where.row}",
            row.words[:LONGEST_SHOWN],
            row.fate.value,
            _fate(of_row.get(row.where.row, [])) if row.key else "kept as a note",
        )
        for row in incoming.rows
    ]


def _words(part: Any) -> str:
    return str(part.title if hasattr(part, "title") else part.text)[:LONGEST_SHOWN]


def _fate(steps: Sequence[Step]) -> str:
    """What happens to all that one row or part says."""
    if not steps:
        return "nothing: it is so already"
    said = []
    for step in steps:
        what = "new" if step.is_new else f"changes ({', '.join(each.name for each in step.changes)})"
        said.append(f"{what}: {step.label}"[:LONGEST_SHOWN])
    return "; ".join(said)


def _place(where: Where) -> str:
    said = [f"sheet {where.sheet}" if where.sheet else "", f"row {where.row}" if where.row else "", where.path]
    return ", ".join(filter(None, said)) or where.file
