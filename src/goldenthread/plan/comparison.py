"""What differs between two readings of a plan: two editions, or the last edition and the working copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from goldenthread.plan import documents


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "taken out"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing a part says, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part that differs."""

    label: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...] = ()


def compare(before: documents.PlanContent | None, after: documents.PlanContent) -> tuple[PartChange, ...]:
    """Every part that differs, in the plan's order; everything is new where there was nothing before."""
    return tuple(_changes(before, after))


def _changes(before: documents.PlanContent | None, after: documents.PlanContent) -> Iterator[PartChange]:
    own = _field_changes(before.plan, after.plan) if before else ()
    if own:
        yield PartChange("The plan itself", ChangeKind.CHANGED, own)
    names = (
        ("sections", ""),
        ("actions", after.plan.action_name),
        ("measures", after.plan.measure_name),
        ("asks", "Ask"),
        ("differences", "Difference"),
        ("achievements", "Achievement"),
    )
    for name, word in names:
        yield from _compare_parts(word, getattr(before, name) if before else (), getattr(after, name))


def _compare_parts(
    word: str, before: Sequence[documents.Part], after: Sequence[documents.Part]
) -> Iterator[PartChange]:
    was = {part.number: part for part in before}
    is_now = {part.number: part for part in after}
    for number, part in is_now.items():
        if number not in was:
            yield PartChange(_label(word, part), ChangeKind.ADDED)
        elif changed := _field_changes(was[number], part):
            yield PartChange(_label(word, part), ChangeKind.CHANGED, changed)
    for number, part in was.items():
        if number not in is_now:
            yield PartChange(_label(word, part), ChangeKind.REMOVED)


def _label(word: str, part: documents.Part) -> str:
    title = part.title if hasattr(part, "title") else part.text
    name = part.label if isinstance(part, documents.SectionDocument) else f"{word} {part.number}"
    return f"{name}: {title}"


def _field_changes(before: Any, after: Any) -> tuple[FieldChange, ...]:
    found: list[FieldChange] = []
    for field in fields(after):
        was, is_now = getattr(before, field.name), getattr(after, field.name)
        if was == is_now:
            continue
        if isinstance(is_now, (documents.ActionProgress, documents.MeasureProgress)):
            found += _field_changes(was, is_now)
        else:
            found.append(FieldChange(_in_words(field.name), write(was), write(is_now)))
    return tuple(found)


def _in_words(name: str) -> str:
    words = name.removesuffix("_on").removesuffix("_slug").replace("_", " ")
    return words[:1].upper() + words[1:]


def write(value: Any) -> str:
    """A value as the comparison shows it."""
    if value in (None, "", ()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return "; ".join(write(item) for item in value)
    if hasattr(value, "__dataclass_fields__"):
        said = (getattr(value, field.name) for field in fields(value))
        return ", ".join(write(item) for item in said if item not in (None, "", ()))
    return str(value)
