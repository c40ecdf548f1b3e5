"""The kinds of part a plan has, by the word in their address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from goldenthread.plan.models import Achievement, Action, Ask, Difference, ProgressMeasure, Section

Part: TypeAlias = Section | Action | ProgressMeasure | Ask | Difference | Achievement

PARTS: Mapping[str, Any] = {
    "aims": Section,
    "actions": Action,
    "measures": ProgressMeasure,
    "asks": Ask,
    "differences": Difference,
    "achievements": Achievement,
}


def find_part(slug: str, kind: str, number: str) -> Part | None:
    """The part of a plan's working copy with this number, those taken out included; None where there is none."""
    model = PARTS.get(kind)
    if model is None:
        return None
    part: Part | None = model.objects.select_related("plan").filter(plan__slug=slug, number=number).first()
    return part
