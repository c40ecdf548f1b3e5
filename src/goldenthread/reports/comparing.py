"""What came back from comment beside the words of the report: which change belongs to which text, and what it makes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from goldenthread.checking.documents import Change, Returned
from goldenthread.checking.documents.marks import CLAIM, Marking, without_unseen
from goldenthread.checking.documents.model import tidy
from goldenthread.checking.documents.returned import Paragraph, Piece
from goldenthread.checking.documents.returned_beside import Located, hold_beside
from goldenthread.core.claims import find_figures
from goldenthread.publishing.word.markup import bookmark_name
from goldenthread.reports.claims import Mark, MarkKind, find_marks
from goldenthread.reports.units import Edit, Unit, merge, split_units

#: Where a change stands that belongs to no text: in what is put together from the plan and the evidence.
OUTSIDE = ""


def anchor_of(place: str, number: int) -> str:
    """Return the name by which a paragraph of a text is found again in the Word file."""
    return f"text-{place}-{number}"


@dataclass(frozen=True, slots=True)
class Bound:
    """Words and which stretches of them are bound to facts."""

    words: str
    claims: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph that stands once some changes are accepted."""

    place: str
    unit: Unit
    paragraphs: frozenset[int]  # of the returned file that it is made of


@dataclass(frozen=True, slots=True)
class Sent:
    """A paragraph that went out, and what it is in the report's texts."""

    place: str
    unit: Unit
    bound: Bound


@dataclass(frozen=True, slots=True)
class Merged:
    """The texts with what was accepted, and which of it could not be done."""

    texts: Mapping[str, tuple[Unit, ...]]
    accepted: frozenset[int]
    moved_on: frozenset[int]


@dataclass(frozen=True)
class Comparison:
    """A returned file held beside what was sent."""

    returned: Returned
    sent: Sequence[Paragraph]
    texts: Mapping[str, str]  # as they were when the file went out
    located: tuple[Located, ...] = field(init=False)
    changes: tuple[Change, ...] = field(init=False)
    bound_again: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        beside = hold_beside(self.returned, self.sent)
        object.__setattr__(self, "located", beside.paragraphs)
        object.__setattr__(self, "changes", beside.changes)
        object.__setattr__(self, "bound_again", beside.bound_again)

    @cached_property
    def went_out(self) -> tuple[Sent, ...]:
        """What each sent paragraph is in the texts."""
        known = {
            bookmark_name(anchor_of(place, number)): (place, unit)
            for place, text in self.texts.items()
            for number, unit in enumerate(split_units(text))
        }
        found = []
        for each in self.sent:
            place, unit = next((known[name] for name in each.places if name in known), (OUTSIDE, Unit("")))
            found.append(Sent(place, unit, _bound(each.pieces)))
        return tuple(found)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """To which text each paragraph belongs: its own, or that of the words around it."""
        own = [OUTSIDE if each.sent is None else self.went_out[each.sent].place for each in self.located]
        found: list[str] = []
        for number, each in enumerate(self.located):
            place = own[number]
            if not place and _is_new(each):
                after = next((own[n] for n in range(number + 1, len(own)) if self.located[n].sent is not None), OUTSIDE)
                place = (found[-1] if found else OUTSIDE) or after
            found.append(place)
        return tuple(found)

    @cached_property
    def touched(self) -> Mapping[int, frozenset[int]]:
        """Which paragraphs of the returned file hang on each change."""
        found: dict[int, set[int]] = {each.number: set() for each in self.changes}
        for each in self.located:
            paragraph = each.paragraph
            hung: set[int] = {*paragraph.end_inserted, *paragraph.end_deleted}
            for piece in paragraph.pieces:
                hung |= {*piece.inserted, *piece.deleted, *piece.unbound}
            for number in hung:
                found[number].add(paragraph.number)
        return {number: frozenset(paragraphs) for number, paragraphs in found.items()}

    @cached_property
    def _place_of(self) -> Mapping[int, str]:
        return {each.paragraph.number: place for each, place in zip(self.located, self.places, strict=True)}

    def places_of(self, change: int) -> tuple[str, ...]:
        """To which texts a change belongs; with it what lies outside of all texts."""
        return tuple(dict.fromkeys(self._place_of[each] for each in sorted(self.touched[change])))

    def place_of(self, paragraph: int) -> str:
        """To which text a paragraph of the returned file belongs."""
        return self._place_of.get(paragraph, OUTSIDE)

    def can_be_taken(self, change: int) -> bool:
        """Whether all of a change stands in the report's own texts."""
        return bool(self.touched[change]) and OUTSIDE not in self.places_of(change)

    def stand(self, accepted: Collection[int], only: Collection[int] | None = None) -> list[Standing]:
        """Return the paragraphs of the texts when exactly these changes are accepted.

        With `only`, those alone that these paragraphs of the returned file are part of.
        """
        found = (
            self._standing(parts, frozenset(accepted))
            for parts in self._parts(frozenset(accepted))
            if only is None or any(each.paragraph.number in only for each, _ in parts)
        )
        return [each for each in found if each.place and each.unit.markup]

    def _parts(self, accepted: frozenset[int]) -> Iterator[list[tuple[Located, str]]]:
        """Of which paragraphs of the returned file each paragraph that stands is made."""
        waiting: list[tuple[Located, str]] = []
        for each, place in zip(self.located, self.places, strict=True):
            waiting.append((each, place))
            if each.paragraph.ends(accepted):
                yield waiting
                waiting = []
        if waiting:
            yield waiting

    def _standing(self, parts: Sequence[tuple[Located, str]], accepted: frozenset[int]) -> Standing:
        pieces: list[Piece] = []
        place, origin, first = "", None, None
        for each, own in parts:
            here = [piece for piece in each.paragraph.pieces if piece.is_there(accepted)]
            if any(piece.words.strip() for piece in here):
                place, first = place or own, first or each
                if origin is None and any(piece.is_there(()) for piece in here):
                    origin = each.sent
            pieces += here
        numbers = frozenset(each.paragraph.number for each, _ in parts)
        bound = _bound(pieces, accepted)
        if first is None:
            return Standing(parts[0][1], Unit(""), numbers)
        sent = self.went_out[origin] if origin is not None else None
        same = self._by_words.get(bound)
        if same is not None and (sent is None or not sent.place or sent.bound != bound):
            return Standing(place, same, numbers)
        if sent is not None and sent.place:
            markup = sent.unit.markup if sent.bound == bound else write_markup(bound, sent)
            return Standing(place, Unit(markup, sent.unit.is_item), numbers)
        return Standing(place, Unit(write_markup(bound, None), first.paragraph.is_item), numbers)

    @cached_property
    def _by_words(self) -> Mapping[Bound, Unit]:
        return {each.bound: each.unit for each in reversed(self.went_out) if each.place}

    def merge(self, texts: Mapping[str, str], done: Collection[int], accepted: Collection[int]) -> Merged:
        """Return today's `texts` with what is newly accepted; `done` is what was accepted of this file before.

        What belongs to words that have changed since is left out, with all that stands in the same paragraphs.
        """
        before = self.stand(done)
        wanted = frozenset(accepted) - frozenset(done)
        moved_on: set[int] = set()
        while True:
            after = self.stand({*done, *wanted})
            found, stuck = {}, set()
            for place in dict.fromkeys(each.place for each in (*before, *after)):
                old, new = [[each for each in side if each.place == place] for side in (before, after)]
                units, edits = merge(
                    [each.unit for each in old], [each.unit for each in new], split_units(texts.get(place, ""))
                )
                if tuple(units) != split_units(texts.get(place, "")):
                    found[place] = tuple(units)
                stuck |= self._stuck(edits, old, new, wanted)
            if not stuck:
                return Merged(found, wanted, frozenset(moved_on))
            moved_on |= stuck
            wanted -= stuck

    def _stuck(
        self, edits: Iterable[Edit], old: Sequence[Standing], new: Sequence[Standing], wanted: frozenset[int]
    ) -> set[int]:
        """Which of the wanted changes stand in paragraphs that have moved on."""
        found: set[int] = set()
        for edit in edits:
            made_of = (each.paragraphs for each in (*old[edit.first : edit.last], *new[edit.begin : edit.end]))
            paragraphs = frozenset().union(*made_of)
            found |= {number for number in wanted if self.touched[number] & paragraphs} or wanted
        return found


def write_markup(bound: Bound, sent: Sent | None) -> str:
    """Return words with their marks: claims as they came back, other marks where their words still stand."""
    marks = [(*_widened(start, end, bound, sent), slug) for start, end, slug in bound.claims]
    written = [(start, end, _written(bound.words[start:end], slug, sent)) for start, end, slug in marks]
    for mark, start, end in _carried(bound, sent):
        if start < end and not any(start < last and first < end for first, last, _ in written):
            words = _without_brackets(bound.words[start:end])
            target = "not-a-claim" if mark.kind is MarkKind.NOT_A_CLAIM else f"{mark.kind.value}:{mark.slug}"
            written.append((start, end, f"[{words}]({target})"))
    said, at = "", 0
    for start, end, markup in sorted(written):
        said += bound.words[at:start] + markup
        at = end
    return said + bound.words[at:]


def _written(words: str, slug: str, sent: Sent | None) -> str:
    if sent is not None:  # words that the system wrote stay its own
        was_empty = any(mark.slug == slug and not mark.words for mark in find_marks(sent.unit.markup))
        if was_empty and any(sent.bound.words[a:b] == words for a, b, each in sent.bound.claims if each == slug):
            return f"[]({CLAIM}{slug})"
    return f"[{_without_brackets(words)}]({CLAIM}{slug})"


def _without_brackets(words: str) -> str:
    return words.replace("[", "(").replace("]", ")")


def _widened(start: int, end: int, bound: Bound, sent: Sent | None) -> tuple[int, int]:
    """A hedge that was put in front of a claim belongs to it, so that it is judged with it."""
    begin = _with_hedge(bound.words, start)
    if begin == start or (sent is not None and _had_hedge_outside(bound.words[start:end], sent)):
        return start, end
    taken = any(other < start and begin < last for other, last, _ in bound.claims)
    return (start, end) if taken else (begin, end)


def _had_hedge_outside(words: str, sent: Sent) -> bool:
    return any(
        _with_hedge(sent.bound.words, first) < first
        for first, last, _ in sent.bound.claims
        if sent.bound.words[first:last] == words
    )


def _with_hedge(words: str, start: int) -> int:
    """Where a claim begins with the hedge that stands before it."""
    return next((figure.start for figure in find_figures(words) if figure.start < start < figure.end), start)


def _carried(bound: Bound, sent: Sent | None) -> Iterator[tuple[Mark, int, int]]:
    """Marks that Word does not keep, where their words stand now; a figure that is no claim only if it is the same."""
    if sent is None:
        return
    bound_slugs = [slug for _, _, slug in sent.bound.claims]
    where, at = _letters(sent.bound.words, bound.words), 0
    for mark in find_marks(sent.unit.markup):
        if (mark.kind is MarkKind.CLAIM and mark.slug in bound_slugs) or not mark.words:
            continue
        begin = sent.bound.words.find(tidy(mark.words), at)
        if begin < 0:
            continue
        at = begin + len(tidy(mark.words))
        new = [where.get(letter) for letter in range(begin, at)]
        start, last = new[0], new[-1]
        if start is None or last is None or last < start:
            continue
        is_same = bound.words[start : last + 1] == sent.bound.words[begin:at]
        if is_same or mark.kind is not MarkKind.NOT_A_CLAIM:
            yield mark, start, last + 1


def _letters(before: str, after: str) -> dict[int, int]:
    """Where each letter of the words stands now."""
    where: dict[int, int] = {}
    for match in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        where |= {match.a + offset: match.b + offset for offset in range(match.size)}
    return where


def _bound(pieces: Iterable[Piece], accepted: Collection[int] = ()) -> Bound:
    """Return the words of pieces with one space between them, and where in them the claims stand."""
    marking = Marking()
    text, open_control = "", 0
    number = -1
    for piece in pieces:
        slug = piece.claim_after(accepted)
        control = piece.control if slug else 0
        if control != open_control:
            text += marking.close(number) if open_control else ""
            if control:
                number = len(marking.targets)
                text += marking.open(f"{CLAIM}{slug}")
            open_control = control
        text += without_unseen(piece.words)
    text += marking.close(number) if open_control else ""
    words, marks = marking.take(tidy(text))
    claims = ((each.start, each.end, each.claim) for each in marks if each.claim and each.end > each.start)
    return Bound(words, tuple(claims))


def _is_new(located: Located) -> bool:
    """Whether nothing of a paragraph stands as long as every change is refused."""
    return not any(piece.words.strip() for piece in located.paragraph.pieces if piece.is_there(()))
