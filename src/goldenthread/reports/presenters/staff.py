"""A report as the staff who write it see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldenthread.reports import outline
from goldenthread.reports.claims import plain
from goldenthread.reports.models import AnnualReport, ReportText
from goldenthread.reports.reading import ReadReport

FIRST_WORDS = 180
"""How much of what was written the overview shows."""


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """One place for words, and how they begin."""

    key: str
    heading: str
    first_words: str
    is_required: bool
    takes_blocks: bool = False
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class StaffPage:
    """What there is of a report."""

    places: tuple[WrittenPlace, ...]
    figures: int
    without_value: int
    edition: int
    is_plan_newer: bool
    newer: int


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the words of one place."""

    at: datetime
    by: str
    heading: str
    before: str
    after: str


def make_staff_page(report: AnnualReport, read: ReadReport | None) -> StaffPage:
    """What is written and what the figures stand on; before the report was put together, nothing."""
    if read is None:
        return StaffPage((), 0, 0, 0, False, 0)
    placed = Counter(report.blocks.values_list("place", flat=True))
    places = tuple(
        WrittenPlace(
            place.key,
            place.heading,
            _first(read.texts.get(place.key, "")),
            place.is_required,
            place.takes_blocks,
            placed[place.key],
        )
        for place in outline.places_of(read.content)
    )
    return StaffPage(
        places=places,
        figures=len(read.figures),
        without_value=sum(figure.value is None and bool(figure.missing) for figure in read.figures),
        edition=read.edition.number,
        is_plan_newer=report.plan.current_edition_id != report.edition_id,
        newer=len(read.newer),
    )


def make_history(report: AnnualReport, headings: Mapping[str, str]) -> list[Step]:
    """Every change of the report's words, the latest on top."""
    records: list[Any] = list(
        ReportText.history.filter(report=report).select_related("history_user").order_by("history_date", "history_id")
    )
    before: dict[str, str] = {}
    steps = []
    for record in records:
        by = str(record.history_user) if record.history_user else "The site itself"
        heading = headings.get(record.place, record.place)
        steps.append(Step(record.history_date, by, heading, before.get(record.place, ""), record.text))
        before[record.place] = record.text
    return steps[::-1]


def _first(text: str) -> str:
    words = " ".join(plain(text).split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
