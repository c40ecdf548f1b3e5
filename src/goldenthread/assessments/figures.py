"""Reads an indicator's figures through the evidence's door, to be kept with an assessment as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.assessments.gaps import Known, names_of_known
from goldenthread.assessments.records import GroupFigure
from goldenthread.core.estimates import Estimate
from goldenthread.evidence import numbers
from goldenthread.evidence.representation import GroupShare, NoSuchGroups, represented
from goldenthread.frontend.council import this_council
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.numbers import format_estimate


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the evidence said on a day."""

    period: str
    source: str
    snapshot: str
    counted: str
    population: str
    figures: tuple[GroupFigure, ...]
    no_shares: str


def known_characteristics() -> Known:
    """The characteristics that the evidence has figures by, with the indicators’ plain names; none without evidence."""
    try:
        plain = {slug: definition.plain_name for slug, definition in numbers.definitions().items()}
        return names_of_known(numbers.indicators_by_characteristic(), plain)
    except numbers.NoEvidence:
        return {}


def read_figures(slug: str, characteristic: str, people: Mapping[str, int] | None, *, called: str) -> Frozen:
    """The indicator by the groups of a characteristic, or for the whole place. What is not there is refused."""
    try:
        return _read(slug, characteristic, people, called)
    except (numbers.NoEvidence, numbers.QuestionError, NoSuchGroups) as refusal:
        raise NotPossible(str(refusal)) from refusal


def _read(slug: str, characteristic: str, people: Mapping[str, int] | None, called: str) -> Frozen:
    definition = numbers.definition(slug)
    if not characteristic:
        if people:
            raise NotPossible("Choose a characteristic: without one there are no groups to count people in.")
        value = numbers.latest(slug)
        words = format_estimate(value.estimate if value else None, definition.unit, definition.decimals)
        figure = GroupFigure(this_council().short_name, words, None, None, None, None, None)
        period = value.period.label if value else ""
        return Frozen(period, numbers.source_name(definition.source), numbers.current().id, "", "", (figure,), "")
    found = represented(slug, characteristic, people, called=called)
    if found is None:
        raise NotPossible(f"The evidence has no figures of “{definition.plain_name}” by that characteristic.")
    return Frozen(
        period=found.period,
        source=found.source,
        snapshot=found.snapshot,
        counted=found.counted,
        population=found.population,
        figures=tuple(_figure(each, found.unit, found.decimals) for each in found.groups),
        no_shares=found.reason,
    )


def _figure(share: GroupShare, unit: str, decimals: int) -> GroupFigure:
    words = format_estimate(share.value, unit, decimals) if share.value else f"No figure: {share.missing}"
    index: Estimate | None = share.index
    limits = index.limits if index else None
    return GroupFigure(
        group=share.group,
        words=words,
        share=_rounded(share.share, 1),
        population_share=_rounded(share.population_share, 1),
        index=_rounded(index.value if index else None, 3),
        lower=_rounded(limits.lower if limits else None, 3),
        upper=_rounded(limits.upper if limits else None, 3),
    )


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
