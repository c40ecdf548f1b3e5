"""Alderbrook's plan as data, with which the site's own actions are fed: the sample goes the way of a real plan."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class SamplePerson:
    """An invented member of staff."""

    key: str
    name: str
    job_title: str
    team: str
    role: str
    email: str
    mobile: str = ""


@dataclass(frozen=True)
class SampleReading:
    """A figure somebody recorded."""

    day: date
    period: str
    value: float | None = None
    count: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class SampleMeasure:
    """A progress measure, its target and its readings."""

    title: str
    kind: str
    owner: str
    direction: str
    target: float
    target_on: date
    decision: str
    indicator: str = ""
    statistic: str = "value"
    unit: str = ""
    source: str = ""
    baseline: float | None = None
    baseline_on: date | None = None
    every: str = ""
    each_place: str = ""
    cadence_from: date | None = None
    cadence_reading: str = ""
    held: dict[str, Any] = field(default_factory=dict)
    asked_by: tuple[str, ...] = ()
    reply_days: int | None = None
    readings: tuple[SampleReading, ...] = ()


@dataclass(frozen=True)
class SampleMilestone:
    """A step of an action."""

    title: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class SampleUpdate:
    """What an action's owner wrote."""

    day: date
    status: str
    text: str
    next_step: str
    reason: str = ""


@dataclass(frozen=True)
class SampleAction:
    """An action with everything that hangs on it."""

    title: str
    council_role: str
    owner: str
    starts_on: date
    due_on: date
    description: str
    groups: str = ""
    partners: tuple[str, ...] = ()
    milestones: tuple[SampleMilestone, ...] = ()
    measures: tuple[SampleMeasure, ...] = ()
    updates: tuple[SampleUpdate, ...] = ()


@dataclass(frozen=True)
class SampleAim:
    """An aim, the Marmot principle it answers to, its measures and its actions."""

    title: str
    text: str
    marmot: int
    measures: tuple[SampleMeasure, ...] = ()
    actions: tuple[SampleAction, ...] = ()


@dataclass(frozen=True)
class SamplePlan:
    """The whole plan. Asks, differences and achievements are kept as read: `aim` and `action` are counted from one."""

    slug: str
    title: str
    starts_on: date
    ends_on: date
    published_on: date
    vision: str
    introduction: str
    level_names: tuple[str, ...]
    action_name: str
    measure_name: str
    headings: dict[str, str]
    people: tuple[SamplePerson, ...]
    aims: tuple[SampleAim, ...]
    asks: tuple[dict[str, Any], ...]
    differences: tuple[dict[str, Any], ...]
    achievements: tuple[dict[str, Any], ...]


@cache
def load_plan() -> SamplePlan:
    """Return Alderbrook's plan."""
    text = (files("goldenthread.samples.alderbrook") / "plan.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    headings = {key: content.pop(key) for key in list(content) if key.endswith("_heading")}
    return SamplePlan(
        headings=headings,
        people=tuple(SamplePerson(**person) for person in content.pop("people")),
        aims=tuple(_aim(aim) for aim in content.pop("aims")),
        level_names=tuple(content.pop("level_names")),
        asks=tuple(content.pop("asks")),
        differences=tuple(content.pop("differences")),
        achievements=tuple(content.pop("achievements")),
        **_trimmed(content),
    )


def _trimmed(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in entry.items()}


def _aim(entry: dict[str, Any]) -> SampleAim:
    measures = tuple(_measure(each) for each in entry.pop("measures", ()))
    actions = tuple(_action(each) for each in entry.pop("actions", ()))
    return SampleAim(measures=measures, actions=actions, **_trimmed(entry))


def _action(entry: dict[str, Any]) -> SampleAction:
    return SampleAction(
        partners=tuple(entry.pop("partners", ())),
        milestones=tuple(SampleMilestone(**each) for each in entry.pop("milestones", ())),
        measures=tuple(_measure(each) for each in entry.pop("measures", ())),
        updates=tuple(SampleUpdate(**each) for each in entry.pop("updates", ())),
        **_trimmed(entry),
    )


def _measure(entry: dict[str, Any]) -> SampleMeasure:
    readings = tuple(SampleReading(**each) for each in entry.pop("readings", ()))
    return SampleMeasure(readings=readings, **_trimmed(entry))
