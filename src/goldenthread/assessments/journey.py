"""The writing of an assessment, one question to a page: which steps there are, which are done, which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.assessments.gaps import Gap
from goldenthread.assessments.kinds import circumstances, protected
from goldenthread.assessments.presenters.page import EFFECT_WORDS
from goldenthread.assessments.records import Record


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the journey."""

    key: str
    title: str
    href: str
    state: str
    """ "To do", "Optional", or in a few words what has been said."""
    is_done: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Steps under one heading."""

    heading: str
    steps: tuple[Step, ...]


def make_parts(record: Record) -> tuple[Part, ...]:
    """The whole journey as a list of tasks."""
    return (
        Part("The decision", (_decision(record), _affected(record))),
        Part("What it would do to whom", (*_protected(record), _intersections(record))),
        Part("Others who may be affected", _circumstances(record)),
        Part(
            "What it rests on",
            (
                _counted(record, "evidence", "What we know", len(record.evidence), "piece"),
                _counted(record, "engagement", "Whom we spoke with", len(record.engagements), "conversation"),
                _said(record, "cumulative", "What it adds up to with other decisions", record.cumulative, "Optional"),
            ),
        ),
        Part(
            "What follows",
            (
                _counted(record, "mitigations", "What we will do about it", len(record.mitigations), "action"),
                _advice(record),
                _monitoring(record),
            ),
        ),
    )


def step_after(record: Record, key: str) -> str:
    """The page that comes after a step; after the last one the overview, where everything can be checked."""
    steps = [step for part in make_parts(record) if part.heading != "Others who may be affected" for step in part.steps]
    keys = [step.key for step in steps]
    following = steps[keys.index(key) + 1 :] if key in keys else []
    return following[0].href if following else overview(record.number)


def overview(number: int) -> str:
    """The page with the list of tasks."""
    return reverse("assessments:staff_assessment", args=[number])


def href_of(number: int, key: str) -> str:
    """The page of a step: "decision", "impact/sex"."""
    kind, _, detail = key.partition("/")
    if kind == "impact":
        return reverse("assessments:staff_impact", args=[number, detail])
    if kind == "decision":
        return reverse("assessments:staff_decision_step", args=[number])
    if kind == "intersections" and detail:
        return reverse("assessments:staff_intersection", args=[number, int(detail)])
    return reverse(f"assessments:staff_{kind}", args=[number])


def make_gap_links(record: Record, gaps: Sequence[Gap], *, can_write: bool) -> tuple[tuple[str, str, bool], ...]:
    """What is missing, where to put it right, and whether it stops the sign-off."""
    return tuple(
        (gap.sentence, href_of(record.number, gap.step) if gap.step and can_write else "", gap.stops) for gap in gaps
    )


def _step(record: Record, key: str, title: str, *, said: str, otherwise: str = "To do") -> Step:
    return Step(key, title, href_of(record.number, key), said or otherwise, bool(said))


def _decision(record: Record) -> Step:
    is_whole = bool(record.proposal and record.decide_by)
    return _step(record, "decision", "What is to be decided", said="Done" if is_whole else "")


def _affected(record: Record) -> Step:
    return _said(record, "affected", "Who is affected", record.affected, "To do")


def _protected(record: Record) -> tuple[Step, ...]:
    return tuple(_impact(record, each.slug, each.plain_name, "To do") for each in protected())


def _circumstances(record: Record) -> tuple[Step, ...]:
    return tuple(_impact(record, each.slug, each.plain_name, "Optional") for each in circumstances())


def _impact(record: Record, slug: str, name: str, otherwise: str) -> Step:
    found = record.impact_on(slug)
    said = EFFECT_WORDS[found.effect] if found else ""
    return _step(record, f"impact/{slug}", name, said=said, otherwise=otherwise)


def _intersections(record: Record) -> Step:
    return _counted(record, "intersections", "Where two characteristics meet", len(record.intersections), "group")


def _counted(record: Record, key: str, title: str, number: int, noun: str) -> Step:
    said = f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
    return _step(record, key, title, said=said, otherwise="Nothing yet")


def _said(record: Record, key: str, title: str, words: str, otherwise: str) -> Step:
    return _step(record, key, title, said="Done" if words else "", otherwise=otherwise)


def _advice(record: Record) -> Step:
    return _step(record, "advice", "What it advises", said=record.option.value.capitalize() if record.option else "")


def _monitoring(record: Record) -> Step:
    is_whole = bool(record.monitoring and record.review_on)
    return _step(record, "monitoring", "How we will watch, and when we look again", said="Done" if is_whole else "")
