"""Can this be measured? Says, in sentences, what a progress measure lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.plan.documents import MeasureDocument
from goldenthread.plan.kinds import MeasureKind


class Lack(StrEnum):
    """What can be missing from a measure."""

    OWNER = "owner"
    INDICATOR = "indicator"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    DATE = "date"
    SOURCE = "source"
    CADENCE = "cadence"
    PLACES = "places"
    GROUPS = "groups"
    QUESTION = "question"
    STAGES = "stages"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a measure lacks, and what to do about it."""

    lack: Lack
    sentence: str


@dataclass(frozen=True, slots=True)
class PlanHealth:
    """How much of a plan can be measured."""

    measures: int
    measurable: int
    unowned: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The share that can be measured, in words."""
        if not self.measures:
            return "This plan has no progress measures yet."
        noun = "progress measure" if self.measures == 1 else "progress measures"
        return f"{self.measurable} of {self.measures} {noun} can be measured."


def lint_measure(measure: MeasureDocument) -> tuple[Finding, ...]:
    """What the measure lacks; empty when it can be measured."""
    return tuple(finding for rule in _RULES if (finding := rule(measure)) is not None)


def judge_health(measures: Iterable[MeasureDocument]) -> PlanHealth:
    """How many measures there are, how many can be measured, and which nobody answers for."""
    listed = list(measures)
    return PlanHealth(
        measures=len(listed),
        measurable=sum(not lint_measure(measure) for measure in listed),
        unowned=tuple(measure.number for measure in listed if not measure.has_owner),
    )


def _needs_owner(measure: MeasureDocument) -> Finding | None:
    if measure.has_owner:
        return None
    return Finding(Lack.OWNER, "Nobody answers for it. Name a person, or a lead for its action.")


def _needs_indicator(measure: MeasureDocument) -> Finding | None:
    if not MeasureKind(measure.kind).comes_from_evidence or (measure.indicator_slug and measure.statistic):
        return None
    return Finding(Lack.INDICATOR, "It is not bound to an indicator. Choose the indicator and which of its figures.")


def _needs_unit(measure: MeasureDocument) -> Finding | None:
    kind = MeasureKind(measure.kind)
    has_its_own = kind in {MeasureKind.CADENCE, MeasureKind.FUNNEL, MeasureKind.ANSWERED}
    has_its_own = has_its_own or kind.is_share or not kind.is_numeric
    if measure.unit or has_its_own:
        return None
    return Finding(Lack.UNIT, "It has no unit. Say what is counted: people, homes, %.")


def _needs_baseline(measure: MeasureDocument) -> Finding | None:
    kind = MeasureKind(measure.kind)
    if kind in {MeasureKind.CADENCE, MeasureKind.MILESTONE, MeasureKind.ALL_OF}:
        return None
    if kind is MeasureKind.QUALITATIVE:
        said = bool(measure.baseline_note)
    else:
        said = measure.baseline_value is not None and measure.baseline_on is not None
    if said:
        return None
    return Finding(Lack.BASELINE, "It has no baseline. Say what the figure was when the plan began, and on which date.")


def _needs_target(measure: MeasureDocument) -> Finding | None:
    kind = MeasureKind(measure.kind)
    if kind in {MeasureKind.CADENCE, MeasureKind.ALL_OF}:
        return None  # the promise itself is the target: every time, or all
    if kind.is_numeric:
        said = measure.target_value is not None
    else:
        said = kind is MeasureKind.MILESTONE or bool(measure.target_words)
    if said:
        return None
    return Finding(Lack.TARGET, "It has no target. Say what is aimed for, and who decided it.")


def _needs_date(measure: MeasureDocument) -> Finding | None:
    if measure.kind == MeasureKind.CADENCE:
        begun = measure.cadence is not None and measure.cadence.begins_on is not None
        if begun:
            return None
        return Finding(Lack.DATE, "It has no start. Say from which date it should happen.")
    if measure.target_on:
        return None
    return Finding(Lack.DATE, "It has no date. Say by when.")


def _needs_source(measure: MeasureDocument) -> Finding | None:
    if measure.source or measure.indicator_slug or measure.kind == MeasureKind.ANSWERED:
        return None
    return Finding(Lack.SOURCE, "Nobody has said where the figure comes from. Name the record, survey or report.")


def _needs_cadence(measure: MeasureDocument) -> Finding | None:
    if measure.kind != MeasureKind.CADENCE or measure.cadence:
        return None
    return Finding(
        Lack.CADENCE, "Nobody has said how often it should happen. Choose every week, month, quarter or year."
    )


def _needs_places(measure: MeasureDocument) -> Finding | None:
    cadence = measure.cadence
    if measure.kind != MeasureKind.CADENCE or cadence is None or not cadence.in_each_place or cadence.places:
        return None
    return Finding(Lack.PLACES, "It should happen in each place, but no places are listed. List them.")


def _needs_groups(measure: MeasureDocument) -> Finding | None:
    if measure.kind != MeasureKind.ANSWERED or (measure.asked_by and measure.reply_days):
        return None
    return Finding(Lack.GROUPS, "It counts nothing yet. Choose the groups whose asks count, and the working days.")


def _needs_question(measure: MeasureDocument) -> Finding | None:
    if measure.kind != MeasureKind.SURVEY or measure.question:
        return None
    return Finding(Lack.QUESTION, "Nobody can tell what was asked. Give the question word for word.")


def _needs_stages(measure: MeasureDocument) -> Finding | None:
    if measure.kind != MeasureKind.FUNNEL or len(measure.stages) > 1:
        return None
    return Finding(Lack.STAGES, "It has no stages. List what people come through, from beginning to end.")


_RULES: tuple[Callable[[MeasureDocument], Finding | None], ...] = (
    _needs_owner,
    _needs_indicator,
    _needs_unit,
    _needs_baseline,
    _needs_target,
    _needs_date,
    _needs_source,
    _needs_cadence,
    _needs_places,
    _needs_groups,
    _needs_question,
    _needs_stages,
)


def say_what_stands_against(*, has_sections: bool, unowned: Iterable[str]) -> tuple[str, ...]:
    """What has to be put right before a plan can be published, in sentences."""
    sentences = []
    if not has_sections:
        sentences.append("The plan has no aim yet. Add at least one.")
    numbers = list(unowned)
    if numbers:
        sentences.append(
            f"Nobody answers for these measures: {', '.join(numbers)}. Each has to be given an owner first."
        )
    return tuple(sentences)
