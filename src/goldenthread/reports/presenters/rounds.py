"""What came back from comment as a page shows it: each change in its sentence, with what it does to the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldenthread.checking.documents import Change, ChangeKind
from goldenthread.checking.documents.returned import Paragraph
from goldenthread.evidence.facts import Judged
from goldenthread.reports.checks import find_unbound
from goldenthread.reports.claims import find_claims
from goldenthread.reports.comparing import Comparison, Standing

#: Judges words bound to the fact of this name; the words too, should the system have written them.
Judge = Callable[[str, str], tuple[str, Judged]]

OUTSIDE_HEADING = "In what is put together from the plan and the evidence"
_KINDS = {
    ChangeKind.INSERTED: "Put in",
    ChangeKind.DELETED: "Taken out",
    ChangeKind.REPLACED: "Changed",
    ChangeKind.MOVED: "Moved",
    ChangeKind.UNBOUND: "Binding taken off",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a paragraph: as they are, put in, or taken out."""

    words: str
    kind: str = ""  # "", "ins" or "del"
    is_claim: bool = False


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What a change does to one claim."""

    slug: str
    before: str
    verdict_before: str
    after: str
    verdict: str
    colour: str
    why: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change to be decided on."""

    number: int
    kind: str
    author: str
    on: datetime | None
    is_tracked: bool
    paragraphs: tuple[tuple[Stretch, ...], ...]
    claims: tuple[ClaimChange, ...]
    unbound: tuple[str, ...]  # figures it brings that are bound to nothing
    decision: str = ""
    by: str = ""

    @property
    def is_grave(self) -> bool:
        """Whether a claim would no longer be true."""
        return any(each.colour == "red" for each in self.claims)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The changes of one text."""

    heading: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A remark, and on which words."""

    author: str
    on: datetime | None
    words: str
    about: str
    heading: str


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """A file that came back."""

    places: tuple[PlaceView, ...]
    outside: tuple[ChangeView, ...]
    decided: tuple[ChangeView, ...]
    comments: tuple[CommentView, ...]
    bound_again: tuple[str, ...]
    grave: int

    @property
    def open(self) -> int:
        """How many changes wait for a decision."""
        return sum(len(place.changes) for place in self.places)


def make_returned_page(
    comparison: Comparison, decisions: Mapping[str, Any], headings: Mapping[str, str], judge: Judge
) -> ReturnedPage:
    """Return the page of a file that came back; `headings` are those of the texts, in the report's order."""
    order = {each.paragraph.number: place for place, each in enumerate(comparison.located)}
    done = frozenset(int(number) for number, each in decisions.items() if each["is_accepted"])
    changes = [each for each in comparison.changes if comparison.touched[each.number]]
    changes.sort(key=lambda each: min(order[paragraph] for paragraph in comparison.touched[each.number]))
    waiting: dict[str, list[ChangeView]] = {}
    outside, decided = [], []
    for change in changes:
        if str(change.number) in decisions:
            decided.append(_view(comparison, change, done - {change.number}, judge, decisions[str(change.number)]))
        elif not comparison.can_be_taken(change.number):
            outside.append(_view(comparison, change, done, judge))
        else:
            place = comparison.places_of(change.number)[0]
            waiting.setdefault(place, []).append(_view(comparison, change, done, judge))
    places = [*(place for place in headings if place in waiting), *(each for each in waiting if each not in headings)]
    comments = tuple(
        CommentView(
            each.author, each.on, each.words, each.about,
            headings.get(comparison.place_of(each.paragraph), OUTSIDE_HEADING if each.paragraph else ""),
        )
        for each in comparison.returned.comments
    )  # fmt: skip
    return ReturnedPage(
        places=tuple(PlaceView(headings.get(place, place), tuple(waiting[place])) for place in places),
        outside=tuple(outside),
        decided=tuple(decided),
        comments=comments,
        bound_again=comparison.bound_again,
        grave=sum(each.is_grave for views in waiting.values() for each in views),
    )


def _view(
    comparison: Comparison,
    change: Change,
    done: Collection[int],
    judge: Judge,
    decision: Mapping[str, Any] | None = None,
) -> ChangeView:
    touched = comparison.touched[change.number]
    before, after = (
        comparison.stand(accepted, only=touched) for accepted in (frozenset(done), frozenset(done) | {change.number})
    )
    return ChangeView(
        number=change.number,
        kind=_KINDS.get(change.kind, "Changed"),
        author=change.author,
        on=change.on,
        is_tracked=change.is_tracked,
        paragraphs=tuple(
            stretches
            for each in comparison.located
            if each.paragraph.number in touched and (stretches := _stretches(each.paragraph, change.number, done))
        ),
        claims=_claims(before, after, judge),
        unbound=_brought(before, after),
        decision="" if decision is None else "accepted" if decision["is_accepted"] else "refused",
        by="" if decision is None else str(decision["by"]),
    )


def _stretches(paragraph: Paragraph, number: int, done: Collection[int]) -> tuple[Stretch, ...]:
    """The words of a paragraph with what one change puts in and takes out; other open changes are left out."""
    found: list[Stretch] = []
    for piece in paragraph.pieces:
        if not piece.is_there({*done, number}) and not piece.is_there(done):
            continue
        kind = "ins" if number in piece.inserted else "del" if number in piece.deleted else ""
        is_claim = bool(piece.claim)
        if found and (found[-1].kind, found[-1].is_claim) == (kind, is_claim):
            found[-1] = Stretch(found[-1].words + piece.words, kind, is_claim)
        elif piece.words:
            found.append(Stretch(piece.words, kind, is_claim))
    return tuple(found)


def _claims(before: Iterable[Standing], after: Iterable[Standing], judge: Judge) -> tuple[ClaimChange, ...]:
    old, new = (
        Counter((mark.slug, mark.words) for each in side for mark in find_claims(each.unit.markup))
        for side in (before, after)
    )
    gone, come = list((old - new).elements()), list((new - old).elements())
    found = []
    for slug, words in come:
        was = next((each for each in gone if each[0] == slug), None)
        if was:
            gone.remove(was)
        said, judged = judge(slug, words)
        found.append(_claim(slug, judge(slug, was[1]) if was else None, said, judged))
    for slug, words in gone:
        said, judged = judge(slug, words)
        found.append(ClaimChange(slug, said, judged.verdict.value, "", "GONE", "grey", "The claim is taken out.", ""))
    return tuple(found)


def _claim(slug: str, was: tuple[str, Judged] | None, said: str, judged: Judged) -> ClaimChange:
    verdict = judged.verdict
    return ClaimChange(
        slug=slug,
        before=was[0] if was else "",
        verdict_before=was[1].verdict.value if was else "",
        after=said,
        verdict=verdict.value,
        colour="red" if verdict.blocks else "yellow" if verdict.needs_reason else "green",
        why=f"{judged.why} ({judged.shown})" if judged.shown else judged.why,
        suggestion=judged.suggestion if verdict.blocks or verdict.needs_reason else "",
    )


def _brought(before: Sequence[Standing], after: Sequence[Standing]) -> tuple[str, ...]:
    old, new = (Counter(words for each in side for words in find_unbound(each.unit.markup)) for side in (before, after))
    return tuple(dict.fromkeys((new - old).elements()))
