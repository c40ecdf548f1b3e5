"""Reads a returned Word file with its tracked changes, the controls of its claims and its comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from xml.etree.ElementTree import Element

from goldenthread.checking.documents.model import DocumentRefused, tidy
from goldenthread.checking.documents.reading import LARGEST_BYTES, file_name
from goldenthread.checking.documents.returned import (
    Change,
    ChangeKind,
    Comment,
    Paragraph,
    Piece,
    Returned,
    find_untracked,
    follow_claims,
    settle,
)
from goldenthread.checking.documents.word_files import MC, W, open_parts

#: How the mark on a claim's control begins; the fact's name follows.
CLAIM = "claim:"
_REVISIONS = {f"{W}ins": "ins", f"{W}del": "del", f"{W}moveFrom": "del", f"{W}moveTo": "ins"}
_SPACES = {f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"}
_SKIPPED = {f"{W}instrText", f"{W}delInstrText", f"{MC}Fallback", f"{W}sectPr", f"{W}sdtPr", f"{W}sdtEndPr"}
_RANGES = {f"{W}moveFromRangeStart": "from", f"{W}moveToRangeStart": "to"}
_RANGE_ENDS = {f"{W}moveFromRangeEnd": "from", f"{W}moveToRangeEnd": "to"}


def read_returned(name: str, content: bytes, *, sent: bytes | None = None) -> Returned:
    """Return what a returned .docx says. Raises :class:`DocumentRefused`.

    With the file that was `sent`, changes show that were made without Word's keeping track of them.
    """
    name = file_name(name)
    reader = _read(name, content)
    changes = reader.changes()
    if sent is None:
        claims = follow_claims(reader.paragraphs, changes, None)
        return Returned(name, tuple(reader.paragraphs), changes, reader.comments(), claims)
    first = _read(f"The file that was sent, for {name},", sent)
    stood = settle(first.paragraphs, frozenset(change.number for change in first.changes()))
    claims = follow_claims(reader.paragraphs, changes, [claim for each in stood for claim in each.claims])
    untracked = find_untracked(reader.paragraphs, stood)
    return Returned(name, tuple(reader.paragraphs), changes, reader.comments(), claims, untracked)


def _read(name: str, content: bytes) -> _Reader:
    if len(content) > LARGEST_BYTES:
        raise DocumentRefused(f"{name} has {len(content) / 1e6:.0f} MB. Save it with smaller pictures.")
    parts = open_parts(name, content)
    body = parts["word/document.xml"].find(f"{W}body")
    if body is None:
        raise DocumentRefused(f"{name} has no body. Open it in Word and save it anew.")
    reader = _Reader()
    if "word/comments.xml" in parts:
        reader.hear(parts["word/comments.xml"])
    reader.walk(body)
    for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        for note in parts[part].iter(f"{W}{tag}") if part in parts else ():
            if note.get(f"{W}type") in {None, "normal"}:
                reader.walk(note)
    return reader


@dataclass(slots=True)
class _Group:
    """Revisions that one decision accepts or refuses together."""

    number: int
    author: str
    on: datetime | None
    kind: ChangeKind | None = None  # None: said by what it holds
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def as_change(self) -> Change:
        kind = self.kind
        if kind is None:
            kind = ChangeKind.DELETED if not self.after else ChangeKind.INSERTED
            kind = ChangeKind.REPLACED if self.before and self.after else kind
        claims = tuple(dict.fromkeys(self.claims))
        return Change(
            number=self.number,
            kind=kind,
            author=self.author,
            on=self.on,
            before=tidy("".join(self.before)),
            after=tidy("".join(self.after)),
            paragraphs=tuple(dict.fromkeys(self.paragraphs)),
            claims=claims,
            beside=tuple(slug for slug in dict.fromkeys(self.beside) if slug not in claims),
        )


@dataclass(slots=True)
class _Heard:
    """A comment while its words are looked for."""

    author: str
    on: datetime | None
    words: str
    about: list[str] = field(default_factory=list)
    paragraph: int = 0
    claims: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds around an element: the claim, and the revisions it lies in."""

    claim: str = ""
    control: int = 0
    unbound: tuple[int, ...] = ()
    inserted: tuple[Element, ...] = ()
    deleted: tuple[Element, ...] = ()
    is_placeholder: bool = False  # Word's own words in an empty control


NOWHERE = _Context()


class _Reader:
    """Walks the parts in the order of reading and collects paragraphs, groups of revisions and comments."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.groups: list[_Group] = []
        self.controls = 0
        self.moves: dict[str, _Group] = {}  # by the name that Word gives to both ends
        self.open_moves: dict[str, list[tuple[str, str]]] = {"from": [], "to": []}
        self.closed_moves: dict[str, str] = {}  # those that ended before the end of their paragraph
        self.heard: dict[str, _Heard] = {}
        self.listening: list[_Heard] = []
        self.pieces: list[Piece] | None = None
        self.current = 0  # the number of the paragraph that is read
        # The revisions that the words just before belong to: what follows without a gap belongs to them too.
        self.last: list[tuple[str, _Group, int]] = []
        self.last_claim = ""
        self.waiting: list[_Group] = []  # changes that ended where the next words begin

    def changes(self) -> tuple[Change, ...]:
        return tuple(group.as_change() for group in self.groups)

    def comments(self) -> tuple[Comment, ...]:
        return tuple(
            Comment(
                each.author, each.on, each.words, tidy("".join(each.about)), each.paragraph,
                tuple(dict.fromkeys(each.claims)),
            )
            for each in self.heard.values()
        )  # fmt: skip

    def hear(self, tree: Element) -> None:
        for each in tree.iter(f"{W}comment"):
            words = (
                tidy("".join(text.text or "" for text in paragraph.iter(f"{W}t"))) for paragraph in each.iter(f"{W}p")
            )
            said = "\n".join(filter(None, words))
            self.heard[each.get(f"{W}id", "")] = _Heard(each.get(f"{W}author", ""), _moment(each), said)

    def walk(self, element: Element, context: _Context = NOWHERE) -> None:
        before: Element | None = None
        for child in element:
            if child.tag == f"{W}p":
                self.paragraph(child, context)
            elif child.tag == f"{W}tr":
                self.walk(child, self.within_row(child, context))
            elif child.tag == f"{W}sdt":
                self.control(child, context, before)
            elif child.tag in _REVISIONS:
                self.walk(child, _within(context, child))
            elif child.tag not in _SKIPPED and not self.mark(child) and not self.words(child, context):
                self.walk(child, context)
            before = child

    def paragraph(self, element: Element, context: _Context) -> None:
        outer, self.pieces = (self.pieces, self.current), []
        self.current = number = len(self.paragraphs) + 1
        self.closed_moves = {}
        self.paragraphs.append(Paragraph(number, ()))
        self.walk(element, context)
        properties = element.find(f"{W}pPr")
        end = context
        if properties is not None:
            self.format(properties.find(f"{W}pPrChange"), number)
            for revision in _children(properties.find(f"{W}rPr")):
                if revision.tag in _REVISIONS:
                    end = _within(end, revision)
        inserted, deleted = self.decide(end, "", number)
        places = tuple(each.get(f"{W}name", "") for each in element.iter(f"{W}bookmarkStart"))
        paragraph = Paragraph(number, tuple(self.pieces), inserted, deleted, places, _is_item(properties))
        self.paragraphs[number - 1] = paragraph
        if not (inserted or deleted):
            self.last, self.last_claim, self.waiting = [], "", []
        self.pieces, self.current = outer

    def within_row(self, row: Element, context: _Context) -> _Context:
        for revision in _children(row.find(f"{W}trPr")):
            if revision.tag in _REVISIONS:
                context = _within(context, revision)
        return context

    def control(self, element: Element, context: _Context, before: Element | None) -> None:
        tag = element.find(f"{W}sdtPr/{W}tag")
        name = tag.get(f"{W}val", "") if tag is not None else ""
        if name.startswith(CLAIM):
            self.controls += 1
            is_placeholder = element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
            context = replace(
                context,
                claim=name.removeprefix(CLAIM),
                control=self.controls,
                unbound=(),
                is_placeholder=is_placeholder,
            )
            if before is not None and before.tag == f"{W}customXmlDelRangeStart":
                group = self.group(before, ChangeKind.UNBOUND)
                group.claims.append(context.claim)
                group.paragraphs.append(self.current)
                context = replace(context, unbound=(group.number,))
        self.walk(element, context)
        if name.startswith(CLAIM) and self.pieces is not None:
            # An empty control is still a control: its claim has lost its words.
            self.pieces.append(Piece("", context.claim, context.control, (), (), context.unbound))

    def mark(self, element: Element) -> bool:
        """Note where a move or a comment begins and ends."""
        if element.tag in _RANGES:
            self.open_moves[_RANGES[element.tag]].append((element.get(f"{W}id", ""), element.get(f"{W}name", "")))
        elif element.tag in _RANGE_ENDS:
            way = _RANGE_ENDS[element.tag]
            own = element.get(f"{W}id", "")
            for key, name in self.open_moves[way]:
                if key == own:
                    self.closed_moves[way] = name
            self.open_moves[way] = [each for each in self.open_moves[way] if each[0] != own]
        elif element.tag == f"{W}commentRangeStart":
            heard = self.heard.get(element.get(f"{W}id", ""))
            if heard is not None:
                self.listening.append(heard)
        elif element.tag == f"{W}commentRangeEnd":
            heard = self.heard.get(element.get(f"{W}id", ""))
            self.listening = [each for each in self.listening if each is not heard]
        else:
            return False
        return True

    def words(self, element: Element, context: _Context) -> bool:
        """Take the words of an element that holds some; say whether it was one."""
        if element.tag in {f"{W}t", f"{W}delText"}:
            said = element.text or ""
        elif element.tag in _SPACES:
            said = " "
        elif element.tag == f"{W}noBreakHyphen":
            said = "-"
        elif element.tag == f"{W}rPrChange":
            self.format(element, self.current)
            return True
        else:
            return False
        if self.pieces is None or not said or (context.is_placeholder and element.tag != f"{W}delText"):
            return True
        inserted, deleted = self.decide(context, said, self.current)
        self.pieces.append(Piece(said, context.claim, context.control, inserted, deleted, context.unbound))
        for heard in self.listening:
            heard.about += [] if context.deleted else [said]
            heard.paragraph = heard.paragraph or self.current
            heard.claims += [context.claim] if context.claim else []
        if said.strip() or context.claim:
            self.last_claim = context.claim
        return True

    def decide(self, context: _Context, said: str, paragraph: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the numbers of the changes that words, or the end of a paragraph, hang on."""
        last, self.last = self.last, []
        groups: dict[str, list[_Group]] = {"ins": [], "del": []}
        for way, revisions in (("ins", context.inserted), ("del", context.deleted)):
            for revision in revisions:
                group = self.joined(way, revision, last, paragraph, is_end=not said)
                groups[way].append(group)
                (group.after if way == "ins" else group.before).append(said or " ")
                group.paragraphs.append(paragraph)
                group.claims += [context.claim] if context.claim else []
                group.beside += [self.last_claim] if self.last_claim else []
                self.last.append((way, group, paragraph))
        touched = [*groups["ins"], *groups["del"]]
        if context.claim:
            for group in self.waiting:
                group.beside.append(context.claim)
        if said.strip():
            self.waiting = touched
        elif touched:
            self.waiting += touched
        return tuple(group.number for group in groups["ins"]), tuple(group.number for group in groups["del"])

    def joined(
        self, way: str, revision: Element, last: list[tuple[str, _Group, int]], paragraph: int, *, is_end: bool
    ) -> _Group:
        """Return the group of a revision: that of its move, that of the words just before, or a new one."""
        if revision.tag in {f"{W}moveFrom", f"{W}moveTo"}:
            name = self.move_name("from" if revision.tag == f"{W}moveFrom" else "to", is_end=is_end)
            if name:
                if name not in self.moves:
                    self.moves[name] = self.group(revision, ChangeKind.MOVED)
                return self.moves[name]
        author = revision.get(f"{W}author", "")
        for before, group, where in last:
            is_near = before == way or (where == paragraph and not is_end)
            if group.kind is None and group.author == author and is_near:
                return group
        return self.group(revision)

    def move_name(self, way: str, *, is_end: bool) -> str:
        opened = self.open_moves[way]
        if opened:
            return opened[-1][1]
        return self.closed_moves.get(way, "") if is_end else ""

    def group(self, revision: Element, kind: ChangeKind | None = None) -> _Group:
        group = _Group(len(self.groups) + 1, revision.get(f"{W}author", ""), _moment(revision), kind)
        self.groups.append(group)
        return group

    def format(self, revision: Element | None, paragraph: int) -> None:
        if revision is not None:
            self.group(revision, ChangeKind.FORMATTED).paragraphs.append(paragraph)


def _is_item(properties: Element | None) -> bool:
    if properties is None:
        return False
    style = properties.find(f"{W}pStyle")
    is_list = style is not None and style.get(f"{W}val", "").startswith("List")
    return is_list or properties.find(f"{W}numPr") is not None


def _children(element: Element | None) -> Iterable[Element]:
    return () if element is None else element


def _within(context: _Context, revision: Element) -> _Context:
    if _REVISIONS[revision.tag] == "ins":
        return replace(context, inserted=(*context.inserted, revision))
    return replace(context, deleted=(*context.deleted, revision))


def _moment(element: Element) -> datetime | None:
    try:
        return datetime.fromisoformat(element.get(f"{W}date", ""))
    except ValueError:
        return None
