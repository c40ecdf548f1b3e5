"""The words of a place in pieces that stay together: paragraphs and items of lists, each with its marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or an item of a list."""

    markup: str
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """`base[first:last]` becomes `target[begin:end]`."""

    first: int
    last: int
    begin: int
    end: int


def split_units(text: str) -> tuple[Unit, ...]:
    """Return the paragraphs and items of a text, in the order in which its page shows them.

    >>> [(each.markup, each.is_item) for each in split_units("We did:\\n\\n- one\\n- the\\n  other\\n\\nNo more.")]
    [('We did:', False), ('one', True), ('the other', True), ('No more.', False)]
    """
    units: list[Unit] = []
    for chunk in text.replace("\r\n", "\n").split("\n\n"):
        lead: list[str] = []
        items: list[str] = []
        for line in filter(None, (line.strip() for line in chunk.split("\n"))):
            if line.startswith("- "):
                items.append(line.removeprefix("- ").strip())
            elif items:
                items[-1] = f"{items[-1]} {line}"
            else:
                lead.append(line)
        units += [Unit(" ".join(lead))] if lead else []
        units += [Unit(each, is_item=True) for each in items]
    return tuple(units)


def join_units(units: Iterable[Unit]) -> str:
    """Return the text that has these paragraphs and items.

    >>> join_units([Unit("We did:"), Unit("one", True), Unit("two", True), Unit("No more.")])
    'We did:\\n\\n- one\\n- two\\n\\nNo more.'
    """
    text, before = "", None
    for unit in units:
        gap = "\n" if before is not None and before.is_item and unit.is_item else "\n\n"
        text += f"{gap if before else ''}{'- ' if unit.is_item else ''}{unit.markup}"
        before = unit
    return text


def merge(base: Sequence[Unit], target: Sequence[Unit], current: Sequence[Unit]) -> tuple[list[Unit], list[Edit]]:
    """Return `current` with what led from `base` to `target`, and what could not be done because it has moved on.

    >>> one, two, other = Unit("one"), Unit("two"), Unit("other")
    >>> merge([one, two], [one, other], [two])[0]
    [Unit(markup='other', is_item=False)]
    >>> merge([one, two], [other, two], [two])[1]
    [Edit(first=0, last=1, begin=0, end=1)]
    """
    where: dict[int, int] = {}
    for match in SequenceMatcher(None, base, current, autojunk=False).get_matching_blocks():
        where |= {match.a + offset: match.b + offset for offset in range(match.size)}
    merged, stuck = list(current), []
    for edit in reversed(_edits(base, target)):
        place = _place(edit.first, edit.last, where, is_empty=not base and not current)
        if place is None:
            stuck.append(edit)
        else:
            merged[place : place + edit.last - edit.first] = target[edit.begin : edit.end]
    return merged, stuck[::-1]


def _edits(base: Sequence[Unit], target: Sequence[Unit]) -> list[Edit]:
    """Return what leads from one to the other; as many that become as many are each an edit of its own."""
    found = []
    for kind, first, last, begin, end in SequenceMatcher(None, base, target, autojunk=False).get_opcodes():
        if kind == "replace" and last - first == end - begin:
            found += [Edit(first + n, first + n + 1, begin + n, begin + n + 1) for n in range(last - first)]
        elif kind != "equal":
            found.append(Edit(first, last, begin, end))
    return found


def _place(first: int, last: int, where: dict[int, int], *, is_empty: bool) -> int | None:
    """Where in what stands now a stretch of the base begins; None where it no longer stands as it was."""
    if first == last:
        if first - 1 in where:
            return where[first - 1] + 1
        return 0 if is_empty else where.get(first)
    found = [where.get(place) for place in range(first, last)]
    start = found[0]
    if start is None or any(each != start + offset for offset, each in enumerate(found)):
        return None
    return start
