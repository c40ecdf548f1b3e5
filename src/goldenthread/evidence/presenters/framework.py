"""A framework's principles with the indicators that speak to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.core.indicators import Indicator
from goldenthread.definitions import Framework
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.gap import Gap
from goldenthread.evidence.presenters.gaps import VERDICT_TAGS
from goldenthread.publishing.numbers import NOT_AVAILABLE, format_difference, format_number


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """One indicator under a principle."""

    name: str
    href: str
    value: str
    period: str
    gap: str
    verdict: str
    verdict_colour: str


@dataclass(frozen=True, slots=True)
class PrincipleOfFramework:
    """One principle and what is known about it."""

    number: int
    name: str
    plain_name: str
    lines: tuple[FrameworkLine, ...]


def make_page(
    framework: Framework,
    definitions: Mapping[str, Indicator],
    latest: Mapping[str, AreaValue],
    gaps: Sequence[Gap],
) -> list[PrincipleOfFramework]:
    """Return the principles in their order; one without an indicator is shown too, because that is a finding."""
    by_slug = {gap.indicator: gap for gap in gaps}
    return [
        PrincipleOfFramework(
            principle.number,
            principle.name,
            principle.plain_name,
            tuple(
                _line(each, latest.get(each.slug), by_slug.get(each.slug))
                for each in sorted(definitions.values(), key=lambda each: (not each.is_headline, each.plain_name))
                if each.marmot_principle == principle.number
            ),
        )
        for principle in framework.principles
    ]


def _line(definition: Indicator, value: AreaValue | None, gap: Gap | None) -> FrameworkLine:
    has_gap = gap is not None and gap.absolute is not None
    verdict, colour = VERDICT_TAGS[gap.verdict.direction] if gap and has_gap else ("", "")
    return FrameworkLine(
        name=definition.plain_name,
        href=reverse("evidence:indicator", args=[definition.slug]),
        value=format_number(value.value, definition.unit, definition.decimals)
        if value and value.estimate
        else NOT_AVAILABLE,
        period=value.period.label if value else "",
        gap=format_difference(gap.absolute.value, gap.unit, gap.decimals) if gap and gap.absolute else NOT_AVAILABLE,
        verdict=verdict,
        verdict_colour=colour,
    )
