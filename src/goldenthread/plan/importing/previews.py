"""What was seen before a file was brought in, kept with it: what changed, what became of each row, what to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.plan.comparison import FieldChange
from goldenthread.plan.importing.fates import Fate
from goldenthread.plan.importing.incoming import Remark
from goldenthread.plan.importing.steps import Step


@dataclass(frozen=True, slots=True)
class KeptStep:
    """One part that was new or changed."""

    label: str
    is_new: bool
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file did to a plan, as whoever brought it in had seen it before."""

    steps: tuple[KeptStep, ...]
    fates: tuple[Fate, ...]
    doubts: tuple[str, ...]

    @property
    def changed(self) -> tuple[KeptStep, ...]:
        """The parts that were there before."""
        return tuple(step for step in self.steps if not step.is_new)

    @property
    def added(self) -> tuple[KeptStep, ...]:
        """The parts that were new."""
        return tuple(step for step in self.steps if step.is_new)


def write_preview(steps: Sequence[Step], fates: Sequence[Fate], doubts: Sequence[Remark]) -> dict[str, Any]:
    """The preview as plain JSON values."""
    return {
        "steps": [
            {
                "label": step.label,
                "is_new": step.is_new,
                "changes": [[each.name, each.before, each.after] for each in step.changes],
            }
            for step in steps
        ],
        "fates": [list(fate) for fate in fates],
        "doubts": [str(doubt) for doubt in doubts],
    }


def read_preview(kept: Mapping[str, Any]) -> Preview:
    """The preview from what was kept."""
    return Preview(
        steps=tuple(
            KeptStep(step["label"], step["is_new"], tuple(FieldChange(*each) for each in step["changes"]))
            for step in kept["steps"]
        ),
        fates=tuple((where, words, taken, happened) for where, words, taken, happened in kept["fates"]),
        doubts=tuple(kept["doubts"]),
    )
