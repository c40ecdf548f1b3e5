"""What stands where words were taken out: the frozen edition keeps them and its fingerprint, nobody is shown them."""

from __future__ import annotations

import re
from collections.abc import Collection

from goldenthread.reports.claims import Mark, MarkKind, find_marks

NOTICE = "(Words have been taken out here, because the person they are about no longer agrees to their being shown.)"

_MARKED = {MarkKind.STORY: "story", MarkKind.QUOTE: "quote"}


def name_of_mark(mark: Mark) -> str:
    """How a mark is written in a text: `story:edith`; empty for one that is about nobody."""
    return f"{_MARKED[mark.kind]}:{mark.slug}" if mark.kind in _MARKED else ""


def marks_in(text: str) -> frozenset[str]:
    """The stories and quotations that a text uses."""
    return frozenset(filter(None, map(name_of_mark, find_marks(text))))


def take_out(text: str, withdrawn: Collection[str]) -> str:
    """Return the text with a notice for what is withdrawn: for a quotation its words, for a story the whole paragraph.

    >>> take_out("She said [“It was warm”](quote:C-1) twice.", {"quote:C-1"}) == f"She said {NOTICE} twice."
    True
    """
    if not withdrawn or not marks_in(text) & set(withdrawn):
        return text
    chunks = re.split(r"(\n\s*\n)", text)
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
