"""The place at a glance: who lives there, where the gaps are, and every indicator by theme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.gap import Gap
from goldenthread.engine.questions.place_summary import PlaceSummary
from goldenthread.evidence.presenters.gaps import GapLine, gaps_figure, is_built_in, make_gap_line
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.numbers import NOT_AVAILABLE, format_number, format_plain, number_in_words
from goldenthread.publishing.spreadsheets import Cover
from goldenthread.publishing.wording import is_clear

#: Gaps told in full on the place's page; the rest are one link away.
TOLD = 5
DRAWN = 10


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What the place's page shows."""

    summary: PlaceSummary
    lede: str
    spread: str
    biggest: list[GapLine]
    built_in: list[GapLine]
    figure: Figure | None
    gaps_known: int
    snapshot: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator in a list."""

    name: str
    href: str
    value: str
    period: str
    note: str


@dataclass(frozen=True, slots=True)
class ThemeOfIndicators:
    """The indicators of one theme."""

    name: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One indicator in a menu."""

    slug: str
    name: str
    is_chosen: bool


def make_page(summary: PlaceSummary, gaps: Sequence[Gap], averages: dict[str, float], place: str) -> PlacePage:
    """Return the place's page: gaps are ranked by their slope index in standard deviations of the small areas."""
    to_disadvantage = [gap for gap in gaps if is_told(gap)]
    title = f"The {number_in_words(min(DRAWN, len(to_disadvantage)))} biggest gaps in {place}"
    return PlacePage(
        summary=summary,
        lede=_lede(summary, place),
        spread=_spread(summary, place),
        biggest=[make_gap_line(gap, place) for gap in to_disadvantage[:TOLD]],
        built_in=[make_gap_line(gap, place) for gap in gaps if gap.absolute and is_built_in(gap)],
        figure=gaps_figure(to_disadvantage[:DRAWN], averages, title, place),
        gaps_known=sum(gap.absolute is not None for gap in gaps),
        snapshot=summary.snapshot,
    )


def is_told(gap: Gap) -> bool:
    """Whether a gap belongs among the biggest: known, not built into the ranking, not mere chance."""
    if gap.absolute is None or gap.strength is None or gap.strength <= 0:
        return False
    if is_built_in(gap) or gap.polarity is Polarity.NEITHER:
        return False
    return is_clear(gap.absolute) is not False


def _lede(summary: PlaceSummary, place: str) -> str:
    wards, small = summary.areas.get("ward24", 0), summary.areas.get("lsoa21", 0)
    people = f"{format_plain(summary.population)} people live in {place}" if summary.population else place
    return f"{people}, in {wards} wards and {small} small areas of about 1,500 people each."


def _spread(summary: PlaceSummary, place: str) -> str:
    spread = summary.polarisation
    if spread is None:
        return ""
    most = f"{100 * spread.most_deprived_share:.0f}%"
    least = f"{100 * spread.least_deprived_share:.0f}%"
    sentence = (
        f"{most} of residents live in areas that are among the most deprived fifth of the country, "
        f"and {least} in areas among the least deprived fifth."
    )
    return " ".join([sentence, *spread.notes])


def average_of_fifths(gap: Gap) -> float | None:
    """Return the mean of the fifths weighted by residents: the place's own value where it is published for none."""
    known = [fifth for fifth in gap.fifths.fifths if fifth.estimate]
    people = sum(fifth.population for fifth in known)
    if not people:
        return None
    return sum(fifth.population * fifth.estimate.value for fifth in known if fifth.estimate) / people


def gaps_cover(place: str, snapshot: str) -> Cover:
    """Return the first sheet of the spreadsheet of gaps."""
    return Cover(
        title=f"Gaps between the most and least deprived parts of {place}",
        introduction=(
            "Each row compares the fifth of residents who live in the most deprived small areas with the fifth "
            "who live in the least deprived. A larger positive gap is a larger disadvantage of the most deprived.",
        ),
        about=(f"Evidence snapshot: {snapshot}",),
    )


def indicators_by_theme(
    definitions: Mapping[str, Indicator], latest: Mapping[str, AreaValue], without: set[str]
) -> list[ThemeOfIndicators]:
    """Return every indicator by theme, with the place's latest figure or where its figures are."""
    ordered = sorted(definitions.values(), key=lambda each: (each.theme, each.plain_name))
    return [
        ThemeOfIndicators(
            theme, tuple(_indicator_line(each, latest.get(each.slug), each.slug in without) for each in members)
        )
        for theme, members in groupby(ordered, key=lambda each: each.theme)
    ]


def _indicator_line(definition: Indicator, value: AreaValue | None, is_without: bool) -> IndicatorLine:
    known = value is not None and value.estimate is not None
    note = ""
    if is_without:
        note = "no figures for this place"
    elif not known:
        note = "by small area only" if value is None else f"{value.missing_reason}"
    return IndicatorLine(
        name=definition.plain_name,
        href=reverse("evidence:indicator", args=[definition.slug]),
        value=format_number(value.value, definition.unit, definition.decimals) if value and known else NOT_AVAILABLE,
        period=value.period.label if value else "",
        note=note,
    )


def choices(slugs: Iterable[str], definitions: Mapping[str, Indicator], chosen: str) -> list[Choice]:
    """Return the indicators of a menu by name."""
    found = [Choice(slug, definitions[slug].plain_name, slug == chosen) for slug in slugs]
    return sorted(found, key=lambda choice: choice.name)
