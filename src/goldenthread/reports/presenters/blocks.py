"""The blocks of a draft as the staff who place them see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.reports.blocks.placed import PlacedBlock, read_placed
from goldenthread.reports.models import AnnualReport, BlockKind, FigureKind

KIND_WORDS = {
    BlockKind.QUOTATION.value: "Quotation",
    BlockKind.MAP.value: "Map",
    BlockKind.CASE_STUDY.value: "Case study",
}
FIRST_WORDS = 180


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One block in the list of its place, in the order of the report."""

    key: int
    kind: str
    title: str
    more: str
    why_not: tuple[str, ...]
    can_go_up: bool
    can_go_down: bool


def make_block_lines(report: AnnualReport, place: str, *, on: date) -> tuple[BlockLine, ...]:
    """The blocks of one place as they follow each other: case studies after what has no heading of its own."""
    placed = [each for each in read_placed(report, on=on) if each.place == place]
    maps = {figure.key: figure for figure in report.figures.maps()}
    lines: list[BlockLine] = []
    for is_told in (False, True):
        group = [each for each in placed if (each.kind == BlockKind.CASE_STUDY) == is_told]
        for number, each in enumerate(group):
            figure = maps.get(each.subject) if each.kind == BlockKind.MAP else None
            title, more = _said(each)
            if figure is not None and figure.kind == FigureKind.MAP:
                title, more = f"{figure.label}. {figure.title}", figure.sentence
            lines.append(
                BlockLine(
                    each.key, KIND_WORDS[each.kind], title, more, each.why_not, number > 0, number < len(group) - 1
                )
            )
    return tuple(lines)


def _said(each: PlacedBlock) -> tuple[str, str]:
    if each.kind == BlockKind.QUOTATION:
        return f"“{each.words}”", each.who or "Nobody is named"
    return each.title or each.subject, each.told[0].text[:FIRST_WORDS] if each.told else ""
