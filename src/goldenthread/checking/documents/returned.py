"""What a Word file says that went out for comment and came back: claims before and after, changes, comments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from goldenthread.checking.documents.model import tidy


class ChangeKind(StrEnum):
    """What somebody did to the words, tracked by Word."""

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"
    MOVED = "moved"
    FORMATTED = "formatted"
    UNBOUND = "unbound"  # a claim's control taken off, its words left


class Fate(StrEnum):
    """What became of a claim on the way."""

    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    DELETED = "deleted"
    UNBOUND = "unbound"  # its words stand there without their control, or will if the change is accepted
    ADDED = "added"  # a control that was not sent: copied, or put there by hand


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, the claim they are bound to, and the changes that they hang on."""

    words: str
    claim: str = ""
    control: int = 0  # which control holds them, from 1
    inserted: tuple[int, ...] = ()  # they are there if all of these are accepted
    deleted: tuple[int, ...] = ()  # they are gone if any of these is accepted
    unbound: tuple[int, ...] = ()  # their claim is taken off if any of these is accepted

    def is_there(self, accepted: Collection[int]) -> bool:
        """Whether the words stand when exactly these changes are accepted."""
        return _is_there(self.inserted, self.deleted, accepted)

    def claim_after(self, accepted: Collection[int]) -> str:
        """Return the claim that the words are bound to when exactly these changes are accepted."""
        return "" if any(number in accepted for number in self.unbound) else self.claim


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it came back, with all that was put in and taken out."""

    number: int
    pieces: tuple[Piece, ...]
    end_inserted: tuple[int, ...] = ()  # its end is there if all of these are accepted
    end_deleted: tuple[int, ...] = ()  # without its end it runs on into the next
    places: tuple[str, ...] = ()  # names of bookmarks that begin in it
    is_item: bool = False  # of a list

    def ends(self, accepted: Collection[int]) -> bool:
        """Whether the paragraph ends here when exactly these changes are accepted."""
        return _is_there(self.end_inserted, self.end_deleted, accepted)


@dataclass(frozen=True, slots=True)
class Change:
    """One change that an editor accepts or refuses."""

    number: int
    kind: ChangeKind
    author: str
    on: datetime | None  # as Word wrote it: the clock of whoever made it
    before: str  # the words taken out or moved
    after: str  # the words put in or moved
    paragraphs: tuple[int, ...]
    claims: tuple[str, ...] = ()  # whose words it alters
    beside: tuple[str, ...] = ()  # whose words it touches: a hedge put in front of a claim stands here
    is_tracked: bool = True  # False: found beside the file that was sent


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody remarked, and on which words."""

    author: str
    on: datetime | None
    words: str
    about: str
    paragraph: int = 0
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnedClaim:
    """A claim with its words if every change is refused, and if every one is accepted."""

    slug: str
    before: str
    after: str
    fate: Fate
    changes: tuple[int, ...] = ()
    is_tracked: bool = True  # False: altered without Word having kept track


@dataclass(frozen=True, slots=True)
class Settled:
    """A paragraph once the changes are decided on: its words, and the claims in it with theirs."""

    words: str
    claims: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Untracked:
    """Words that differ from those sent although Word kept no track of it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned Word file."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    claims: tuple[ReturnedClaim, ...]
    untracked: tuple[Untracked, ...] = ()

    def settle(self, accepted: Collection[int]) -> tuple[Settled, ...]:
        """Return the paragraphs with these changes accepted and all others refused; empty ones are left out."""
        unknown = sorted(set(accepted) - {change.number for change in self.changes})
        if unknown:
            raise ValueError(f"{self.name} has no change {unknown[0]}: its changes are 1 to {len(self.changes)}.")
        return settle(self.paragraphs, frozenset(accepted))

    def every_change(self) -> frozenset[int]:
        """Return the numbers of all changes: what to accept for the file as its readers wished it."""
        return frozenset(change.number for change in self.changes)


def settle(paragraphs: Iterable[Paragraph], accepted: Collection[int]) -> tuple[Settled, ...]:
    """Return the paragraphs that stand when exactly these changes are accepted."""
    settled = []
    waiting: list[Piece] = []
    for paragraph in paragraphs:
        waiting += [piece for piece in paragraph.pieces if piece.is_there(accepted)]
        if paragraph.ends(accepted):
            settled.append(_settled(waiting, accepted))
            waiting = []
    if waiting:
        settled.append(_settled(waiting, accepted))
    return tuple(each for each in settled if each.words)


def _settled(pieces: Sequence[Piece], accepted: Collection[int]) -> Settled:
    claims: list[tuple[int, str, str]] = []
    for piece in pieces:
        slug = piece.claim_after(accepted)
        if not slug:
            continue
        if claims and claims[-1][0] == piece.control:
            claims[-1] = (piece.control, slug, claims[-1][2] + piece.words)
        else:
            claims.append((piece.control, slug, piece.words))
    words = tidy("".join(piece.words for piece in pieces))
    return Settled(words, tuple((slug, tidy(said)) for _, slug, said in claims if tidy(said)))


def _is_there(inserted: Iterable[int], deleted: Iterable[int], accepted: Collection[int]) -> bool:
    return all(number in accepted for number in inserted) and not any(number in accepted for number in deleted)


@dataclass(frozen=True, slots=True)
class _Control:
    """One control of a claim with its words before and after."""

    slug: str
    before: str
    after: str
    changes: tuple[int, ...]
    is_unbound: bool


def follow_claims(
    paragraphs: Sequence[Paragraph], changes: Sequence[Change], sent: Sequence[tuple[str, str]] | None
) -> tuple[ReturnedClaim, ...]:
    """Return every claim with its fate. `sent` are the claims of the file that went out, by name and words."""
    controls = _controls(paragraphs, frozenset(change.number for change in changes))
    moves = {change.number for change in changes if change.kind is ChangeKind.MOVED}
    paired = _pair_moves(controls, moves)
    found = [_fate_of(before, after) for before, after in paired]
    return tuple(found if sent is None else _beside_sent(found, list(sent), paragraphs, changes))


def _controls(paragraphs: Iterable[Paragraph], everything: frozenset[int]) -> list[_Control]:
    pieces: dict[int, list[Piece]] = {}
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            if piece.claim:
                pieces.setdefault(piece.control, []).append(piece)
    controls = []
    for own in pieces.values():
        before = tidy("".join(piece.words for piece in own if piece.is_there(())))
        after = tidy("".join(piece.words for piece in own if piece.is_there(everything)))
        touched = {number for piece in own for number in (*piece.inserted, *piece.deleted, *piece.unbound)}
        is_unbound = any(piece.unbound for piece in own)
        controls.append(_Control(own[0].claim, before, after, tuple(sorted(touched)), is_unbound))
    return controls


def _pair_moves(controls: list[_Control], moves: set[int]) -> list[tuple[_Control | None, _Control | None]]:
    """Return each control as it was and as it is; a moved one is two controls in the file."""
    left: dict[tuple[str, int], list[int]] = {}
    for place, control in enumerate(controls):
        if control.before and not control.after:
            for number in moves.intersection(control.changes):
                left.setdefault((control.slug, number), []).append(place)
    pairs: dict[int, tuple[_Control | None, _Control | None]] = {}
    gone = set()
    for place, control in enumerate(controls):
        pairs[place] = (control, control)
        if control.before or not control.after:
            continue
        pairs[place] = (None, control)
        for number in moves.intersection(control.changes):
            waiting = left.get((control.slug, number))
            if waiting:
                origin = waiting.pop(0)
                gone.add(origin)
                pairs[place] = (controls[origin], control)
                break
    return [pair for place, pair in pairs.items() if place not in gone]


def _fate_of(before: _Control | None, after: _Control | None) -> ReturnedClaim:
    if after is None:
        raise ValueError("A control is followed by what became of it.")
    if before is None:
        return ReturnedClaim(after.slug, "", after.after, Fate.ADDED, after.changes)
    changes = tuple(sorted({*before.changes, *after.changes}))
    if not before.before and not after.after:
        return ReturnedClaim(after.slug, "", "", Fate.DELETED, changes, is_tracked=False)
    if not after.after:
        fate = Fate.DELETED
    elif after.is_unbound:
        fate = Fate.UNBOUND
    elif before.before != after.after:
        fate = Fate.REWORDED
    else:
        fate = Fate.KEPT if before is after else Fate.MOVED
    return ReturnedClaim(after.slug, before.before, after.after, fate, changes)


def _beside_sent(
    found: list[ReturnedClaim],
    sent: list[tuple[str, str]],
    paragraphs: Sequence[Paragraph],
    changes: Sequence[Change],
) -> list[ReturnedClaim]:
    """Hold the claims against those that were sent: what was altered or taken off without track shows only there."""
    waiting = list(sent)
    held: list[ReturnedClaim | None] = [None] * len(found)
    for is_exact in (True, False):  # the same words first, so that a copy put in before does not take the claim's place
        for place, claim in enumerate(found):
            if held[place] is not None or claim.fate is Fate.ADDED:
                continue
            match = next(
                (each for each in waiting if each[0] == claim.slug and (each[1] == claim.before or not is_exact)), None
            )
            if match:
                waiting.remove(match)
                held[place] = _held_against(claim, match[1])
    result = [
        each or ReturnedClaim(claim.slug, "", claim.after, Fate.ADDED, claim.changes, bool(claim.changes))
        for each, claim in zip(held, found, strict=True)
    ]
    text = " ".join(each.words for each in settle(paragraphs, frozenset(change.number for change in changes)))
    for slug, words in waiting:
        stands = words in text
        fate = Fate.UNBOUND if stands else Fate.DELETED
        result.append(ReturnedClaim(slug, words, words if stands else "", fate, (), is_tracked=False))
    return result


def _held_against(claim: ReturnedClaim, sent: str) -> ReturnedClaim:
    if claim.before == sent:
        return claim
    fate = claim.fate
    if fate in {Fate.KEPT, Fate.MOVED, Fate.REWORDED}:
        fate = Fate.REWORDED if claim.after != sent else Fate.KEPT
    return ReturnedClaim(claim.slug, sent, claim.after, fate, claim.changes, is_tracked=False)


def find_untracked(paragraphs: Sequence[Paragraph], sent: Sequence[Settled]) -> tuple[Untracked, ...]:
    """Return what differs from the file that was sent even if every change is refused."""
    before = [each.words for each in sent]
    after = [each.words for each in settle(paragraphs, frozenset())]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        Untracked("\n".join(before[first:last]), "\n".join(after[begin:end]))
        for kind, first, last, begin, end in matcher.get_opcodes()
        if kind != "equal"
    )
