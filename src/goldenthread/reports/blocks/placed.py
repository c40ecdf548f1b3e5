"""What stands between the words of a report, as it is read: live in a draft, word for word in an edition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from goldenthread.reports.blocks.told import Told, tell
from goldenthread.reports.models import AnnualReport, BlockKind, Consent, ReportBlock, ReportEdition, StoryPage
from goldenthread.reports.stories.agreement import why_quote_not, why_story_not

_MARKED = {BlockKind.CASE_STUDY.value: "story", BlockKind.QUOTATION.value: "quote"}
#: Between a place and the number of the case study there, where the claims of that are indexed.
IN_BLOCK = "+"
#: What would end a mark in a text.
_OUT_OF_MARKS = str.maketrans({"[": "(", "]": ")", "\n": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBlock:
    """One block with all that it says."""

    place: str
    kind: str
    subject: str
    words: str = ""  # of a quotation
    who: str = ""
    title: str = ""  # of a case study
    told_on: str = ""
    is_name_changed: bool = False
    told: tuple[Told, ...] = ()
    is_taken_out: bool = False  # somebody took it back: a notice stands in its place
    key: int = 0  # of the row that a draft has
    why_not: tuple[str, ...] = ()  # why it may not be shown on the day

    @property
    def mark(self) -> str:
        """How it would be marked in a text, which is how consents and withdrawals know it: `story:edith`; or none."""
        return mark_of(self.kind, self.subject)

    @property
    def as_marked(self) -> str:
        """The block as marked words, by which the checks ask for consent as they do of any text."""
        if not self.mark:
            return ""
        said = (self.words or self.title or self.subject).translate(_OUT_OF_MARKS)
        return f"[{said}]({self.mark})"

    @property
    def text(self) -> str:
        """What a case study tells, its claims marked as in a report’s own texts."""
        return "\n\n".join(each.text for each in self.told)


def mark_of(kind: str, subject: str) -> str:
    """How a block is marked in a text; empty for a map, which is about nobody."""
    return f"{_MARKED[kind]}:{subject}" if kind in _MARKED else ""


def read_placed(report: AnnualReport, *, on: date) -> tuple[PlacedBlock, ...]:
    """Every block of a draft as it is on a day, each with why it may not be shown."""
    rows = list(report.blocks.in_order())
    stories = _stories(rows)
    consents = _consents(rows)
    told = tell(stories.values())
    return tuple(_read(row, stories.get(row.subject), consents.get(row.subject), told, on=on) for row in rows)


def read_shown(report: AnnualReport, *, on: date) -> tuple[PlacedBlock, ...]:
    """The blocks of a draft that may be shown on a day: one without consent is in nothing that is made of the draft."""
    return tuple(each for each in read_placed(report, on=on) if not each.why_not)


def shown_blocks(edition: ReportEdition) -> tuple[PlacedBlock, ...]:
    """The blocks of an edition as everybody may read them: of what somebody took back only where it stood."""
    taken_out = {mark for each in edition.withdrawals.all() for mark in each.marks}
    return tuple(
        PlacedBlock(place=each.place, kind=each.kind, subject="", is_taken_out=True) if each.mark in taken_out else each
        for each in unfreeze(edition.blocks)
    )


def freeze(placed: Iterable[PlacedBlock]) -> list[dict[str, Any]]:
    """Return blocks as plain values, to be kept in an edition."""
    return [
        {name: value for name, value in asdict(each).items() if name not in {"key", "why_not", "is_taken_out"}}
        for each in placed
    ]


def unfreeze(kept: Sequence[Mapping[str, Any]]) -> tuple[PlacedBlock, ...]:
    """Return the blocks that an edition keeps."""
    return tuple(
        replace(PlacedBlock(**{**each, "told": ()}), told=tuple(Told(**part) for part in each["told"])) for each in kept
    )


def marks_of(blocks: Iterable[Mapping[str, Any]], place: str) -> frozenset[str]:
    """The stories and quotations that the frozen blocks of one place use."""
    return frozenset(
        filter(None, (mark_of(each["kind"], each["subject"]) for each in blocks if each["place"] == place))
    )


def with_told(texts: Mapping[str, str], placed: Iterable[PlacedBlock]) -> dict[str, str]:
    """The texts with what the case studies of each place tell after them: where facts are quoted."""
    return _joined(texts, ((each.place, each.text) for each in placed))


def with_marks(texts: Mapping[str, str], placed: Iterable[PlacedBlock]) -> dict[str, str]:
    """The texts with the blocks of each place after them as marked words: whom the report tells of."""
    return _joined(texts, ((each.place, each.as_marked) for each in placed))


def _joined(texts: Mapping[str, str], more: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined = dict(texts)
    for place, text in more:
        if text:
            joined[place] = "\n\n".join(filter(None, (joined.get(place, ""), text)))
    return joined


def _stories(rows: Collection[ReportBlock]) -> dict[str, StoryPage]:
    slugs = {row.subject for row in rows if row.kind == BlockKind.CASE_STUDY}
    if not slugs:
        return {}
    found = StoryPage.objects.as_first_told().filter(slug__in=slugs).prefetch_related("consents__alias")
    return {story.slug: story for story in found}


def _consents(rows: Collection[ReportBlock]) -> dict[str, Consent]:
    references = {row.subject for row in rows if row.kind == BlockKind.QUOTATION}
    found = Consent.objects.filter(reference__in=references).select_related("alias") if references else ()
    return {consent.reference: consent for consent in found}


def _read(
    row: ReportBlock,
    story: StoryPage | None,
    consent: Consent | None,
    told: Mapping[str, tuple[Told, ...]],
    *,
    on: date,
) -> PlacedBlock:
    placed = PlacedBlock(place=row.place, kind=row.kind, subject=row.subject, words=row.words, who=row.who, key=row.pk)
    if row.kind == BlockKind.QUOTATION:
        why = why_quote_not(consent, row.words, on=on)
        return replace(placed, why_not=(why,) if why else ())
    if row.kind == BlockKind.MAP:
        return placed
    why_not = why_story_not(story, on=on)
    if story is None:
        return replace(placed, why_not=why_not)
    return replace(
        placed,
        title=story.title,
        told_on=story.told_on.isoformat(),
        is_name_changed=story.is_name_changed,
        told=told[story.slug],
        why_not=why_not,
    )
