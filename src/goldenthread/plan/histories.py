"""Reads what a part of a plan said before, and who changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldenthread.plan.comparison import FieldChange, write
from goldenthread.plan.models.action import OF_LATEST_UPDATE
from goldenthread.plan.parts import Part

LONGEST = 200
"""How many steps are shown: the newest; the audit log has them all."""

_NOT_SHOWN = {"id", "changed_at", "position", *OF_LATEST_UPDATE}


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One change: when, by whom, what it was and what it became."""

    at: datetime
    by: str
    changes: tuple[FieldChange, ...]
    is_first: bool


def read_history(part: Part) -> tuple[HistoryStep, ...]:
    """The steps of a part's history, the newest first; steps that changed nothing anybody reads are left out."""
    records = list(part.history.select_related("history_user").order_by("-history_date", "-history_id")[:LONGEST])
    names = _names(part)
    steps = []
    for index, record in enumerate(records):
        before = records[index + 1] if index + 1 < len(records) else None
        is_first = before is None and record.history_type == "+"
        changes = () if before is None else _differences(record, before, names)
        if changes or is_first:
            by = str(record.history_user) if record.history_user else "The site itself"
            steps.append(HistoryStep(record.history_date, by, changes, is_first))
    return tuple(steps)


def _names(part: Part) -> dict[str, str]:
    """The stored fields, and what they are called."""
    fields = [field for field in part._meta.concrete_fields if field.name not in _NOT_SHOWN]
    return {field.attname: str(field.verbose_name) for field in fields}


def _differences(record: Any, before: Any, names: dict[str, str]) -> tuple[FieldChange, ...]:
    found = []
    for attname, name in names.items():
        was, is_now = getattr(before, attname), getattr(record, attname)
        if was != is_now:
            found.append(FieldChange(name[:1].upper() + name[1:], _shown(before, attname), _shown(record, attname)))
    return tuple(found)


def _shown(record: Any, attname: str) -> str:
    if attname.endswith("_id") and getattr(record, attname) is not None:
        return str(getattr(record, attname.removesuffix("_id")))
    value = getattr(record, attname)
    return write(tuple(str(item) for item in value) if isinstance(value, list) else value)
