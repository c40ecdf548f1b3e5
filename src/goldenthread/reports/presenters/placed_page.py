"""What editors put between the words of a report, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from goldenthread.publishing.document import ENGLISH
from goldenthread.reports.presenters.document import make_quoted_facts
from goldenthread.reports.presenters.document_page import BlockView, SectionView, make_block_view, make_section_view
from goldenthread.reports.presenters.figures import FigureView
from goldenthread.reports.presenters.placed import make_placed
from goldenthread.reports.presenters.report import ReportPage


@dataclass(frozen=True, slots=True)
class Shown:
    """One block on a page; exactly one of the three is there."""

    block: BlockView | None = None
    map: FigureView | None = None
    section: SectionView | None = None


#: Places have headings of the second level.
LEVEL = 3


def make_placed_views(page: ReportPage, place: str, *, is_told: bool) -> dict[str, Any]:
    """What `reports/_placed.html` shows of a place: its case studies, or all else. Claims lead to facts on the page."""
    quoted = {fact.slug: fact for fact in page.facts}
    facts = {fact.slug: replace(fact, link="") for fact in make_quoted_facts(quoted.values(), address="")}
    shown = []
    for each in make_placed(page.blocks, quoted, page.maps).get(place, ()):
        if (each.case_study is not None) != is_told:
            continue
        if each.block is not None:
            shown.append(Shown(block=make_block_view(each.block, LEVEL, facts, ENGLISH)))
        elif each.map is not None:
            shown.append(Shown(map=each.map))
        elif each.case_study is not None:
            section = make_section_view(each.case_study.as_section(ENGLISH), LEVEL, facts, ENGLISH)
            shown.append(Shown(section=section))
    return {"shown": shown, "level": LEVEL, "document": {"labels": ENGLISH}}
