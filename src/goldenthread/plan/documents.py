"""What is shown of a plan: plain values, the same whether they come from the working copy or from an edition.

An edition keeps them as JSON. Names of officers are not among them: the public reads roles and teams.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Document = TypeVar("Document")


@dataclass(frozen=True, slots=True)
class TagDocument:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class CrosswalkDocument:
    framework: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlanDocument:
    slug: str
    title: str
    vision: str
    introduction: str
    starts_on: date
    ends_on: date
    action_name: str
    measure_name: str
    asks_heading: str
    differences_heading: str
    achievements_heading: str
    team: str = ""
    parent_slug: str = ""
    parent_title: str = ""
    level_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionDocument:
    number: str
    parent_number: str
    level_name: str
    title: str
    text: str
    tags: tuple[TagDocument, ...] = ()
    crosswalks: tuple[CrosswalkDocument, ...] = ()

    @property
    def label(self) -> str:
        """What the council calls it: "Equality Aim 2"."""
        return f"{self.level_name} {self.number}"


@dataclass(frozen=True, slots=True)
class MilestoneDocument:
    title: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class UpdateDocument:
    written_on: date
    author_role: str
    text: str
    next_step: str
    status: str


@dataclass(frozen=True, slots=True)
class ReplyDocument:
    """What a partner or network said before publication; without a text they were asked and did not reply."""

    name: str
    text: str
    replied_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """The part of an action that moves between editions: it may be released without touching the plan's words."""

    status: str
    status_reason: str = ""
    forecast: str = ""
    milestones: tuple[MilestoneDocument, ...] = ()
    updates: tuple[UpdateDocument, ...] = ()
    missed_cycle: str = ""
    """The period for which an update was wanted and has not come."""
    replies: tuple[ReplyDocument, ...] = ()

    @property
    def updated_on(self) -> date | None:
        """When somebody last said how it is going."""
        return self.updates[0].written_on if self.updates else None


@dataclass(frozen=True, slots=True)
class ActionDocument:
    number: str
    section_number: str
    title: str
    description: str
    council_role: str
    owner_role: str
    team: str
    partners: tuple[str, ...]
    area_codes: tuple[str, ...]
    groups: str
    starts_on: date | None
    due_on: date | None
    progress: ActionProgress
    tags: tuple[TagDocument, ...] = ()
    crosswalks: tuple[CrosswalkDocument, ...] = ()
    waits_for: tuple[str, ...] = ()
    """Numbers of the actions that have to be done first."""


@dataclass(frozen=True, slots=True)
class TargetDocument:
    value: Decimal | None
    words: str
    target_on: date | None
    decided_on: date
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadingDocument:
    on: date
    period: str
    value: Decimal | None
    count: int | None
    denominator: int | None
    text: str
    evidence: str
    planned: int | None = None
    asked: int | None = None
    stage_counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OccurrenceDocument:
    held_on: date
    place_code: str


@dataclass(frozen=True, slots=True)
class AnsweredDocument:
    """Something a group asked: by when the measure wants a reply, and when the first one came."""

    asked_on: date
    due_on: date
    replied_on: date | None


@dataclass(frozen=True, slots=True)
class PlaceDocument:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CadenceDocument:
    every: str
    in_each_place: bool
    places: tuple[PlaceDocument, ...]
    begins_on: date | None
    reading: str


@dataclass(frozen=True, slots=True)
class MeasureProgress:
    """What was achieved, kept apart from what is aimed for."""

    readings: tuple[ReadingDocument, ...] = ()
    occurrences: tuple[OccurrenceDocument, ...] = ()
    answered: tuple[AnsweredDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureDocument:
    number: str
    section_number: str
    action_number: str
    title: str
    description: str
    kind: str
    unit: str
    decimals: int
    direction: str
    source: str
    has_owner: bool
    owner_role: str
    baseline_value: Decimal | None
    baseline_on: date | None
    baseline_note: str
    target_value: Decimal | None
    target_words: str
    target_on: date | None
    indicator_slug: str
    indicator_name: str
    area_code: str
    statistic: str
    cadence: CadenceDocument | None
    progress: MeasureProgress
    targets: tuple[TargetDocument, ...] = ()
    asked_by: tuple[str, ...] = ()
    reply_days: int | None = None
    question: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskDocument:
    number: str
    section_number: str
    text: str
    how_to_label: str
    how_to_url: str
    action_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferenceDocument:
    number: str
    section_number: str
    text: str
    indicator_slug: str
    indicator_name: str
    area_code: str
    statistic: str


@dataclass(frozen=True, slots=True)
class AchievementDocument:
    number: str
    section_number: str
    text: str
    achieved_on: date | None
    source: str
    measure_number: str


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything a plan says."""

    plan: PlanDocument
    sections: tuple[SectionDocument, ...] = ()
    actions: tuple[ActionDocument, ...] = ()
    measures: tuple[MeasureDocument, ...] = ()
    asks: tuple[AskDocument, ...] = ()
    differences: tuple[DifferenceDocument, ...] = ()
    achievements: tuple[AchievementDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionNote:
    """Which publication a page shows, and when what it shows was last changed."""

    number: int
    published_at: datetime
    content_changed_at: datetime
    note: str
    is_release: bool
    override_reason: str = ""


def dump(document: Any) -> Any:
    """The document as plain JSON values; empty values are left out, so that editions stay small."""
    if is_dataclass(document) and not isinstance(document, type):
        pairs = ((field.name, dump(getattr(document, field.name))) for field in fields(document))
        return {name: value for name, value in pairs if value not in ("", None, [], {})}
    if isinstance(document, tuple):
        return [dump(item) for item in document]
    if isinstance(document, (date, datetime)):
        return document.isoformat()
    if isinstance(document, Decimal):
        return str(document)
    return document


def load(kind: type[Document], values: Mapping[str, Any]) -> Document:
    """The document that :func:`dump` wrote."""
    return cast(Document, _loader_of(cast(Any, kind))(values))


@lru_cache
def _loader_of(hint: Any) -> Callable[[Any], Any]:
    """What reads a value of this type: looked up once, for a plan is made of thousands of values of a few types."""
    origin = get_origin(hint)
    if origin in (types.UnionType, Union):
        chosen = _loader_of(next(choice for choice in get_args(hint) if choice is not type(None)))
        return lambda value: None if value is None else chosen(value)
    if origin is tuple:
        inner = _loader_of(get_args(hint)[0])
        return lambda value: tuple(map(inner, value)) if value else ()
    if is_dataclass(hint) and isinstance(hint, type):
        return _reader_of_parts(hint)
    if hint is str:
        return lambda value: value or ""
    read: Callable[[Any], Any] = _SCALARS[hint]
    return read


def _reader_of_parts(kind: type) -> Callable[[Any], Any]:
    parts = [(name, _loader_of(hint)) for name, hint in get_type_hints(kind).items()]

    def read_parts(values: Mapping[str, Any] | None) -> Any:
        find = (values or {}).get
        return kind(**{name: read(find(name)) for name, read in parts})

    return read_parts


_SCALARS: Mapping[type, Any] = {
    bool: bool,
    int: int,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}

Part = SectionDocument | ActionDocument | MeasureDocument | AskDocument | DifferenceDocument | AchievementDocument
"""Any numbered part of a plan."""
