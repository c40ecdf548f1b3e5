"""Holds a returned Word file beside the one that was sent: what was altered without track becomes a change as well.

Word keeps track only while it is asked to, and some programs take the controls off claims. Each difference from the
file that went out is made a change like any other, and a claim whose words still stand where they stood is bound again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise

from goldenthread.checking.documents.model import tidy
from goldenthread.checking.documents.returned import Change, ChangeKind, Paragraph, Piece, Returned

#: From here two paragraphs are one that was reworked; below it one went and another came.
ALIKE = 0.5
#: So many paragraphs on is looked for one that was reworked: a file that is another altogether is told soon.
FURTHEST = 30
_TOKENS = re.compile(r"\s+|\d[\d.,]*\d|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Located:
    """A paragraph of the returned file and which of the sent ones it stands in; None where it belongs to none."""

    paragraph: Paragraph
    sent: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A returned file held beside the sent one: every difference a change, in the order of reading."""

    paragraphs: tuple[Located, ...]
    changes: tuple[Change, ...]
    bound_again: tuple[str, ...] = ()  # claims whose control was lost and whose words stood where they had stood


def hold_beside(returned: Returned, sent: Sequence[Paragraph]) -> Beside:
    """Return the file with every untracked difference from the `sent` paragraphs, each with words, made a change."""
    return _Holder(returned, list(sent)).hold()


def with_words(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a sent file that say something: those that a returned one is held beside."""
    return tuple(each for each in paragraphs if _words(each.pieces))


@dataclass(slots=True)
class _Group:
    """Paragraphs that are one as long as every change is refused."""

    paragraphs: list[Paragraph]
    sent: int | None = None

    @property
    def stood(self) -> list[Piece]:
        return [piece for each in self.paragraphs for piece in each.pieces if piece.is_there(())]

    @property
    def words(self) -> str:
        return _words(self.stood)


@dataclass(slots=True)
class _Token:
    text: str
    claim: str
    control: int


@dataclass(slots=True)
class _Holder:
    """Makes changes out of differences, paragraph by paragraph."""

    returned: Returned
    sent: list[Paragraph]
    changes: list[Change] = field(default_factory=list)
    bound_again: list[str] = field(default_factory=list)
    number: int = 0  # of the latest paragraph
    control: int = 0

    def hold(self) -> Beside:
        self.changes = list(self.returned.changes)
        self.number = max((each.number for each in self.returned.paragraphs), default=0)
        pieces = [piece for each in self.returned.paragraphs for piece in each.pieces]
        self.control = max((piece.control for piece in pieces), default=0)
        groups = list(_groups(self.returned.paragraphs))
        gone = self.align(groups)
        self.move(groups, gone)
        located: list[Located] = []
        waiting = sorted(gone)
        for group in groups:
            if group.sent is not None:
                ready = [each for each in waiting if each < group.sent]
                located += [self.take_out(each, gone[each]) for each in ready]
                waiting = [each for each in waiting if each not in ready]
            located += [Located(each, group.sent) for each in group.paragraphs]
        located += [self.take_out(each, gone[each]) for each in waiting]
        return Beside(tuple(located), tuple(self.changes), tuple(dict.fromkeys(self.bound_again)))

    def align(self, groups: list[_Group]) -> dict[int, int]:
        """Say of each group which sent paragraph it is; return the sent ones that are gone, by no change yet."""
        there = [each for each in groups if each.words]
        before = [_words(each.pieces) for each in self.sent]
        matcher = SequenceMatcher(None, before, [each.words for each in there], autojunk=False)
        gone: dict[int, int] = {}
        for _, first, last, begin, end in matcher.get_opcodes():
            own = there[begin:end]
            for place in range(first, last):
                near = enumerate(own[:FURTHEST])
                found = next((number for number, each in near if _are_alike(before[place], each.words)), None)
                if found is None:
                    gone[place] = 0
                    continue
                own[found].sent = place
                self.rework(own[found], self.sent[place])
                own = own[found + 1 :]
        return gone

    def move(self, groups: list[_Group], gone: dict[int, int]) -> None:
        """Make what came and what went changes: one change where a paragraph went to another place as it was."""
        before = {place: _words(self.sent[place].pieces) for place in gone}
        for group in groups:
            if group.sent is not None or not group.words:
                continue
            origin = next((place for place, words in before.items() if words == group.words and not gone[place]), None)
            if origin is None:
                number = self.change(ChangeKind.INSERTED, "", group.words, group.stood, group.paragraphs)
            else:
                number = self.change(ChangeKind.MOVED, group.words, group.words, group.stood, group.paragraphs)
                gone[origin] = number
                self.bind_again(group, self.sent[origin])
            group.paragraphs = [
                replace(
                    each,
                    pieces=tuple(
                        replace(piece, inserted=(*piece.inserted, number)) if piece.is_there(()) else piece
                        for piece in each.pieces
                    ),
                    end_inserted=(*each.end_inserted, number) if each.ends(()) else each.end_inserted,
                )
                for each in group.paragraphs
            ]

    def take_out(self, place: int, number: int) -> Located:
        """Return a sent paragraph that is gone, hanging on the change that took it out."""
        sent = self.sent[place]
        self.number += 1
        number = number or self.change(ChangeKind.DELETED, _words(sent.pieces), "", sent.pieces, [])
        pieces = tuple(self.gone(_tokens(sent.pieces), number))
        self.changes[number - 1] = _also_in(self.changes[number - 1], self.number)
        return Located(Paragraph(self.number, pieces, (), (number,), is_item=sent.is_item), place)

    def rework(self, group: _Group, sent: Paragraph) -> None:
        """Make each difference within a paragraph a change, and bind again what lost its control."""
        self.bind_again(group, sent)
        was, now = _tokens(sent.pieces), _tokens(group.stood)
        edits = _edits(was, now)
        if not edits:
            return
        insertions: dict[int, int] = {}  # by which change each token came
        taken: dict[int, list[Piece]] = {}  # what stood before each token
        for first, last, begin, end in edits:
            old, new = was[first:last], now[begin:end]
            touched = [*old, *new, *now[max(begin - 2, 0) : begin], *now[end : end + 2]]
            kind = ChangeKind.REPLACED if old and new else ChangeKind.DELETED if old else ChangeKind.INSERTED
            number = len(self.changes) + 1
            claims = tuple(dict.fromkeys(each.claim for each in (*old, *new) if each.claim))
            beside = tuple(dict.fromkeys(each.claim for each in touched if each.claim and each.claim not in claims))
            self.changes.append(
                Change(
                    number, kind, "", None, tidy(_text(old)), tidy(_text(new)),
                    tuple(each.number for each in group.paragraphs), claims, beside, is_tracked=False,
                )
            )  # fmt: skip
            insertions |= dict.fromkeys(range(begin, end), number)
            controls = {each.claim: each.control for each in touched if each in now and each.claim}
            taken.setdefault(begin, []).extend(self.gone(old, number, controls))
        group.paragraphs = _bridged(_rewritten(group.paragraphs, insertions, taken, len(now)))

    def bind_again(self, group: _Group, sent: Paragraph) -> None:
        """Give words that stand where a claim's words stood their claim back, if the file lost its control."""
        was, now = _tokens(sent.pieces), _tokens(group.stood)
        if not any(each.claim for each in was):
            return
        given: dict[int, tuple[str, int]] = {}
        controls: dict[int, int] = {}
        kept = {each.claim for each in now}
        for kind, first, last, begin, end in _matcher(was, now).get_opcodes():
            for offset in range(end - begin):
                old = was[min(first + offset, last - 1)] if last > first else None
                if old is None or not old.claim or old.claim in kept or (kind != "equal" and kind != "replace"):
                    continue
                if old.control not in controls:
                    self.control += 1
                    controls[old.control] = self.control
                    self.bound_again.append(old.claim)
                given[begin + offset] = (old.claim, controls[old.control])
        if given:
            group.paragraphs = _bridged(_bound(group.paragraphs, given))

    def gone(self, tokens: Sequence[_Token], number: int, controls: dict[str, int] | None = None) -> Iterable[Piece]:
        """Return words that a change took out, those of a claim still in its control."""
        for token in tokens:
            control = (controls or {}).get(token.claim, -token.control) if token.claim else 0
            yield Piece(token.text, token.claim, control, (), (number,))

    def change(
        self, kind: ChangeKind, before: str, after: str, pieces: Iterable[Piece], paragraphs: Iterable[Paragraph]
    ) -> int:
        claims = tuple(dict.fromkeys(piece.claim for piece in pieces if piece.claim))
        numbers = tuple(each.number for each in paragraphs)
        number = len(self.changes) + 1
        self.changes.append(Change(number, kind, "", None, before, after, numbers, claims, is_tracked=False))
        return number


def _groups(paragraphs: Iterable[Paragraph]) -> Iterable[_Group]:
    waiting: list[Paragraph] = []
    for each in paragraphs:
        waiting.append(each)
        if each.ends(()):
            yield _Group(waiting)
            waiting = []
    if waiting:
        yield _Group(waiting)


def _are_alike(before: str, after: str) -> bool:
    if before == after:
        return True
    matcher = SequenceMatcher(None, _TOKENS.findall(before), _TOKENS.findall(after), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _words(pieces: Iterable[Piece]) -> str:
    return tidy("".join(piece.words for piece in pieces))


def _tokens(pieces: Iterable[Piece]) -> list[_Token]:
    """Return words, spaces and marks one by one, each with the claim it is bound to."""
    return [_Token(each, piece.claim, piece.control) for piece in pieces for each in _TOKENS.findall(piece.words)]


def _text(tokens: Iterable[_Token]) -> str:
    return "".join(each.text for each in tokens)


def _matcher(was: Sequence[_Token], now: Sequence[_Token]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [_same(each) for each in was], [_same(each) for each in now], autojunk=False)


def _same(token: _Token) -> str:
    return " " if token.text.isspace() else token.text


def _edits(was: Sequence[_Token], now: Sequence[_Token]) -> list[tuple[int, int, int, int]]:
    """Return the stretches that differ; those with nothing but a space between them are one."""
    found: list[tuple[int, int, int, int]] = []
    for kind, first, last, begin, end in _matcher(was, now).get_opcodes():
        if kind == "equal":
            continue
        if found and _text(was[found[-1][1] : first]).isspace():
            found[-1] = (found[-1][0], last, found[-1][2], end)
        else:
            found.append((first, last, begin, end))
    return [each for each in found if tidy(_text(was[each[0] : each[1]])) != tidy(_text(now[each[2] : each[3]]))]


def _rewritten(
    paragraphs: Sequence[Paragraph], insertions: dict[int, int], taken: dict[int, list[Piece]], length: int
) -> list[Paragraph]:
    """Return the paragraphs with what came hanging on its change, and what went put back where it stood."""
    at = 0
    made: list[list[Piece]] = []
    for paragraph in paragraphs:
        pieces: list[Piece] = []
        for piece in paragraph.pieces:
            if not piece.is_there(()):
                pieces.append(piece)
                continue
            for token in _TOKENS.findall(piece.words) or [""]:
                pieces += taken.pop(at, ())
                number = insertions.get(at)
                own = (*piece.inserted, number) if number else piece.inserted
                pieces.append(replace(piece, words=token, inserted=own))
                at += bool(token)
        made.append(pieces)
    made[-1] += taken.pop(length, ())
    return [replace(each, pieces=tuple(pieces)) for each, pieces in zip(paragraphs, made, strict=True)]


def _bound(paragraphs: Sequence[Paragraph], given: dict[int, tuple[str, int]]) -> list[Paragraph]:
    at = 0
    result = []
    for paragraph in paragraphs:
        pieces: list[Piece] = []
        for piece in paragraph.pieces:
            if not piece.is_there(()):
                pieces.append(piece)
                continue
            for token in _TOKENS.findall(piece.words) or [""]:
                claim, control = given.get(at, ("", 0)) if token and not piece.claim else ("", 0)
                own = replace(piece, words=token)
                pieces.append(replace(own, claim=claim, control=control) if claim else own)
                at += bool(token)
        result.append(replace(paragraph, pieces=tuple(pieces)))
    return result


def _bridged(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Bind what stands between two words of one claim to it: the figure that somebody put in with track kept."""
    result = []
    for paragraph in paragraphs:
        pieces = list(paragraph.pieces)
        bound = [place for place, piece in enumerate(pieces) if piece.claim]
        for first, last in pairwise(bound):
            if pieces[first].control == pieces[last].control:
                for place in range(first + 1, last):
                    pieces[place] = replace(pieces[place], claim=pieces[first].claim, control=pieces[first].control)
        result.append(replace(paragraph, pieces=tuple(pieces)))
    return result


def _also_in(change: Change, paragraph: int) -> Change:
    return replace(change, paragraphs=(*change.paragraphs, paragraph))
