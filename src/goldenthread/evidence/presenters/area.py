"""One area's page: its figures by theme, each beside those of the place and of the country."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_profile import AreaProfile, Comparison, Deprivation, ProfileLine
from goldenthread.engine.questions.areas import Area
from goldenthread.engine.tables import AREA_KINDS
from goldenthread.publishing.numbers import NOT_AVAILABLE, format_estimate, format_number, format_plain, number_in_words

COMPARISON_TAGS = {
    Comparison.BETTER: ("Better", "green"),
    Comparison.WORSE: ("Worse", "orange"),
    Comparison.HIGHER: ("Higher", "blue"),
    Comparison.LOWER: ("Lower", "blue"),
    Comparison.SIMILAR: ("No clear difference", "grey"),
    Comparison.NOT_COMPARED: ("", ""),
}

FIFTH_WORDS = ("most deprived", "second most deprived", "middle", "second least deprived", "least deprived")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator of an area."""

    slug: str
    name: str
    href: str
    value: str
    period: str
    place: str
    country: str
    comparison: str
    comparison_colour: str
    note: str


@dataclass(frozen=True, slots=True)
class ThemeOfFigures:
    """The figures of one theme."""

    name: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class RelatedArea:
    """An area this one lies in or holds."""

    name: str
    href: str
    kind: str
    note: str


def kind_words(kind: str) -> str:
    """Return what an area is, as a resident would say it."""
    return {"ward24": "ward", "locality": "neighbourhood", "lsoa21": "small area", "lsoa11": "small area (2011)"}.get(
        kind, AREA_KINDS[kind]
    )


def themes_of(profile: AreaProfile, definitions: dict[str, Indicator]) -> list[ThemeOfFigures]:
    """Return the area's figures by theme, themes in the order of the alphabet."""
    ordered = sorted(profile.lines, key=lambda line: (line.theme, line.plain_name))
    return [
        ThemeOfFigures(theme, tuple(_line(line, definitions[line.indicator]) for line in lines))
        for theme, lines in groupby(ordered, key=lambda line: line.theme)
    ]


def _line(line: ProfileLine, definition: Indicator) -> FigureLine:
    unit, decimals = definition.unit, definition.decimals
    words, colour = COMPARISON_TAGS[line.against_place]
    value = line.value
    return FigureLine(
        slug=line.indicator,
        name=line.plain_name,
        href=reverse("evidence:indicator", args=[line.indicator]),
        value=format_estimate(value.estimate, unit, decimals) if value.estimate else NOT_AVAILABLE,
        period=f"{value.period.label}{score_note(definition)}",
        place=format_number(line.place.value, unit, decimals) if line.place and line.place.estimate else "",
        country=format_number(line.england.value, unit, decimals) if line.england and line.england.estimate else "",
        comparison=words,
        comparison_colour=colour,
        note=f"No figure: {value.missing_reason}." if value.missing_reason else "",
    )


def score_note(definition: Indicator) -> str:
    """Return what a number without a unit needs said beside it, or ""."""
    if definition.unit != "score":
        return ""
    if definition.polarity is Polarity.NEITHER:
        return "; a score, which has no unit"
    return f"; a score, which has no unit: {definition.polarity.value}"


def headline_sentence(profile: AreaProfile, place: str) -> str:
    """Return what the area is: its people, and how deprived it is among the place's own."""
    area = profile.area
    people = f"{format_plain(area.population)} people live in {area.name}" if area.population else area.name
    fifth = next((each.place_fifth for each in profile.deprivation if each.place_fifth), None)
    if fifth is None:
        return f"{people}." if area.population else f"{area.name} is a {kind_words(area.kind)} of {place}."
    return f"{people}. It belongs to the {FIFTH_WORDS[fifth - 1]} fifth of {place}."


def deprivation_rows(deprivation: Sequence[Deprivation]) -> list[tuple[str, str]]:
    """Return how deprived the area is by each edition of the ranking."""
    rows = []
    for each in deprivation:
        words = []
        if each.score is not None:
            words.append(f"score {format_plain(each.score, 1)}")
        if each.national_tenth is not None:
            tenth = number_in_words(each.national_tenth)
            words.append(f"in tenth {tenth} of ten nationally, where one is the most deprived")
        if words:
            rows.append((each.edition.replace("IMD ", "Index of Multiple Deprivation "), "; ".join(words)))
    return rows


def related(areas: Sequence[tuple[Area, str]], kinds: Sequence[str]) -> list[RelatedArea]:
    """Return the related areas of the kinds named that lie in the place, larger first, then by name."""
    wanted = [(area, basis) for area, basis in areas if area.kind in kinds and area.in_place]
    wanted.sort(key=lambda pair: (kinds.index(pair[0].kind), pair[0].name))
    return [
        RelatedArea(
            area.name,
            reverse("evidence:area", args=[area.code]),
            kind_words(area.kind),
            "placed by best fit" if basis == "best fit" else "",
        )
        for area, basis in wanted
    ]
