"""The order of an annual report, and the places in it where somebody writes."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.plan.documents import PlanContent

SUMMARY = "summary"
INTRODUCTION = "introduction"
PROMISES = "promises"
WHAT_CHANGED = "what-changed"
LESS_WELL = "less-well"
ACHIEVEMENTS = "achievements"
HEARD = "heard"
AHEAD = "ahead"
HOW_WE_KNOW = "how-we-know"


@dataclass(frozen=True, slots=True)
class Place:
    """One place in a report for words."""

    key: str
    heading: str
    hint: str
    is_required: bool = False
    takes_blocks: bool = False  # case studies, quotations and maps may follow the words


def place_of_aim(number: str) -> str:
    """The place under an aim."""
    return f"aim-{number}"


def places_of(content: PlanContent | None) -> tuple[Place, ...]:
    """Every place where words can be written, in the order of the report."""
    aims = tuple(
        Place(
            place_of_aim(section.number),
            f"{section.label}: {section.title}",
            "What was done, what it changed, and what did not work.",
            takes_blocks=True,
        )
        for section in (content.sections if content else ())
    )
    return (
        Place(
            SUMMARY,
            "In short",
            "The year on half a page. The site drafts it from claims that are true and from verdicts; read every word.",
        ),
        Place(
            INTRODUCTION,
            "Introduction",
            "What the year was like, in a few plain sentences. The counts above it are written by the site.",
            is_required=True,
            takes_blocks=True,
        ),
        Place(
            WHAT_CHANGED,
            "What changed",
            "What the gaps below mean. Say no more than their verdicts do.",
            takes_blocks=True,
        ),
        Place(
            LESS_WELL,
            "What went less well",
            "What was missed, stopped or came late, why, and what will be done about it.",
            is_required=True,
            takes_blocks=True,
        ),
        *aims,
        Place(ACHIEVEMENTS, "What has been done", "Words before the list of achievements, if it needs any."),
        Place(
            HEARD,
            "What residents said",
            "What people told us, before what their groups asked and what came of it.",
            takes_blocks=True,
        ),
        Place(AHEAD, "What we will do next", "Promises for the coming year: the next report will answer each one."),
        Place(HOW_WE_KNOW, "How we know", "Anything a reader should bear in mind about the figures."),
    )
