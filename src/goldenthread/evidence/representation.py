"""Who is there more often, or less often, than their share of the people counted: for one indicator, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.core.statistics.representation import representation
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.evidence import numbers

#: Their groups overlap (a child can be looked after and in need), so they are no shares of one whole.
OVERLAPPING = frozenset({"care"})

METHOD = "Share of the group among those counted, over its share of everybody the indicator is about; Wilson limits."


class NoSuchGroups(ValueError):
    """The people counted cannot be held against the evidence; the sentence says why."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """One group: its value, its share among those counted and among all, and the one over the other."""

    group: str
    value: Estimate | None
    missing: str  # why there is no value
    share: float | None  # per cent, of those counted
    population_share: float | None  # per cent, of everybody the indicator is about
    index: Estimate | None  # 1: as many as its share


@dataclass(frozen=True, slots=True)
class GroupRepresentation:
    """The groups of one characteristic in one indicator, with all that has to stand beside the figures."""

    indicator: str
    plain_name: str
    characteristic: str
    unit: str
    decimals: int
    period: str
    source: str
    snapshot: str
    counted: str  # whom the shares are of
    population: str  # of whom they are held against
    groups: tuple[GroupShare, ...]
    reason: str  # why there is no representation; "" where there is one


def represented(
    slug: str, characteristic: str, people: Mapping[str, float] | None = None, *, called: str = ""
) -> GroupRepresentation | None:
    """Return how the groups are represented; None where the evidence has no values by that characteristic.

    Without `people` those counted are the indicator's own; with them (so many of each group use a service, and
    `called` says what they are), their shares are held against the people the indicator is about.
    Raises NoSuchGroups where `people` names a group that the evidence does not have.
    """
    gap = next((each for each in numbers.groups(slug) if each.characteristic == characteristic), None)
    if gap is None:
        return None
    definition = numbers.definition(slug)
    counts, reason = _counts(gap.groups, characteristic, people)
    indexes = _indexes(counts)
    return GroupRepresentation(
        indicator=slug,
        plain_name=definition.plain_name,
        characteristic=characteristic,
        unit=definition.unit,
        decimals=definition.decimals,
        period=gap.period.label,
        source=numbers.source_name(definition.source),
        snapshot=numbers.current().id,
        counted=called if people is not None else definition.numerator.rstrip("."),
        population=definition.denominator.rstrip("."),
        groups=tuple(_share(group, indexes.get(group.group)) for group in gap.groups),
        reason=reason,
    )


Counts = dict[str, tuple[float, float]]


def _counts(groups: Sequence[AreaValue], characteristic: str, people: Mapping[str, float] | None) -> tuple[Counts, str]:
    """Those counted and everybody, by group; without any, the reason."""
    known = [group.group for group in groups]
    unknown = sorted(set(people or {}) - set(known))
    if unknown:
        raise NoSuchGroups(f"The evidence has no group called “{unknown[0]}”. It has: {', '.join(known)}.")
    if characteristic in OVERLAPPING:
        return {}, "The groups overlap, so shares of them cannot be compared."
    found: Counts = {}
    for group in groups:
        counted = group.count if people is None else people.get(group.group)
        if counted is not None and group.denominator:
            found[group.group] = (float(counted), float(group.denominator))
    if len(found) < 2:
        return {}, "The source publishes no counts by group, so shares cannot be worked out."
    if not any(counted for counted, _ in found.values()):
        return {}, "Nobody was counted in any group."
    return found, ""


def _indexes(counts: Counts) -> dict[str, tuple[float, float, Estimate]]:
    if not counts:
        return {}
    result = representation([each[0] for each in counts.values()], [each[1] for each in counts.values()])
    found = {}
    for place, group in enumerate(counts):
        limits = Limits(float(result.index.lower[place]), float(result.index.upper[place]))
        index = Estimate(float(result.index.value[place]), limits, method="Wilson score")
        found[group] = (100 * float(result.user_share[place]), 100 * float(result.population_share[place]), index)
    return found


def _share(group: AreaValue, found: tuple[float, float, Estimate] | None) -> GroupShare:
    share, population_share, index = found or (None, None, None)
    return GroupShare(group.group, group.estimate, group.missing_reason or "", share, population_share, index)
