"""What stands where words were taken out: the frozen edition keeps them and its fingerprint, nobody is shown them."""

from __future__ import annotations

import re
from collections.abc import Collection

from goldenthread.checking.quotations import spoken_spans
from goldenthread.checking.quoted import keys_of, stands_in
from goldenthread.reports.claims import Mark, MarkKind, find_marks, plain

NOTICE = "(Words have been taken out here, because the person they are about no longer agrees to their being shown.)"

#: How words are named that were typed in, in quotation marks and without a mark that leads to their consent.
TYPED = "words:"

_BETWEEN = re.compile(r"(\n\s*\n)")
_MARKED = {MarkKind.STORY: "story", MarkKind.QUOTE: "quote"}


def name_of_mark(mark: Mark) -> str:
    """How a mark is written in a text: `story:edith`; empty for one that is about nobody."""
    return f"{_MARKED[mark.kind]}:{mark.slug}" if mark.kind in _MARKED else ""


def marks_in(text: str) -> frozenset[str]:
    """The stories and quotations that a text uses."""
    return frozenset(filter(None, map(name_of_mark, find_marks(text))))


def typed_in(text: str, agreed: str) -> frozenset[str]:
    """The quotations in a text that stand in the words of a consent and are not marked, as :func:`take_out` finds them.

    >>> typed_in("“It was warm in there,” she said. “It was cold.”", "Oh, it was warm in there")
    frozenset({'words:“It was warm in there,”'})
    """
    words = keys_of(agreed)
    marked = [(mark.start, mark.end) for mark in find_marks(text) if mark.kind is MarkKind.QUOTE]
    found, at = set(), 0
    for chunk in _BETWEEN.split(text):
        for start, end in spoken_spans(chunk) if words else ():
            is_marked = any(first < at + end and at + start < last for first, last in marked)
            if not is_marked and stands_in(keys_of(plain(chunk[start:end])), words):
                found.add(f"{TYPED}{chunk[start:end]}")
        at += len(chunk)
    return frozenset(found)


def take_out(text: str, withdrawn: Collection[str]) -> str:
    """Return the text with a notice for what is withdrawn: for a quotation its words, for a story the whole paragraph.

    >>> take_out("She said [“It was warm”](quote:C-1) twice.", {"quote:C-1"}) == f"She said {NOTICE} twice."
    True
    """
    for name in sorted(withdrawn, key=len, reverse=True):
        if name.startswith(TYPED):
            text = text.replace(name.removeprefix(TYPED), NOTICE)
    if not withdrawn or not marks_in(text) & set(withdrawn):
        return text
    chunks = _BETWEEN.split(text)
    return "".join(chunk if not chunk.strip() else _of_chunk(chunk, withdrawn) for chunk in chunks)


def _of_chunk(chunk: str, withdrawn: Collection[str]) -> str:
    items = re.split(r"(?m)^(?=- )", chunk)
    return "".join(_of_item(item, withdrawn) for item in items if item)


def _of_item(item: str, withdrawn: Collection[str]) -> str:
    found = [mark for mark in find_marks(item) if name_of_mark(mark) in withdrawn]
    if any(mark.kind is MarkKind.STORY for mark in found):
        start = "- " if item.startswith("- ") else ""
        end = "\n" if item.endswith("\n") else ""
        return f"{start}{NOTICE}{end}"
    for mark in reversed(found):
        item = f"{item[: mark.start]}{NOTICE}{item[mark.end :]}"
    return item
