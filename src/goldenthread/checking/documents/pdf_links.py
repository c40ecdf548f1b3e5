"""Where the links of a page lead and which letters they lie over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdocument import PDFDestinationNotFound
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from goldenthread.checking.documents.marks import NOT_A_CLAIM
from goldenthread.checking.documents.model import tidy


@dataclass(frozen=True, slots=True)
class Link:
    """A link over a rectangle of the page."""

    target: str
    left: float
    top: float
    right: float
    bottom: float
    is_alive: bool = False  # leads to a named place that the document has


def links_of(page: Any) -> list[Link]:
    """The links of a page, but for those to a place in the document that is given by its page and so is there."""
    links: list[Link] = []
    for each in page.annots:
        target, is_alive = _target(each.get("data") or {}, page.pdf.doc)
        if target is not None:
            links += (Link(target, *box, is_alive) for box in _boxes(each, float(page.height)))
    return links


def _boxes(annotation: dict[str, Any], height: float) -> list[tuple[float, float, float, float]]:
    """The rectangles of a link: one for each line where it says so, else the one around them all."""
    corners = resolve1((annotation.get("data") or {}).get("QuadPoints"))
    if isinstance(corners, list) and len(corners) >= 8 and len(corners) % 8 == 0:
        numbers = [float(resolve1(each)) for each in corners]
        quads = [numbers[at : at + 8] for at in range(0, len(numbers), 8)]
        return [(min(q[::2]), height - max(q[1::2]), max(q[::2]), height - min(q[1::2])) for q in quads]
    left, top, right, bottom = (float(annotation[side]) for side in ("x0", "top", "x1", "bottom"))
    return [(left, top, right, bottom)]


def _target(annotation: dict[str, Any], document: Any) -> tuple[str | None, bool]:
    if _name(annotation.get("Subtype")) != "Link":
        return None, False
    action = resolve1(annotation.get("A")) or {}
    if "URI" in action:
        address = _text(action["URI"])
        return (NOT_A_CLAIM if address.strip("#/") == NOT_A_CLAIM else address), False
    place = resolve1(annotation.get("Dest") or action.get("D"))
    if not isinstance(place, bytes | str | PSLiteral):
        return None, False
    try:
        document.get_dest(place.name if isinstance(place, PSLiteral) else place)
    except (PDFDestinationNotFound, KeyError):
        return f"#{_text(place)}", False
    return f"#{_text(place)}", True


def _name(value: Any) -> str:
    return str(value.name) if isinstance(value, PSLiteral) else str(value)


def _text(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, PSLiteral):
        return str(value.name)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def mark_words(words: Sequence[dict[str, Any]], links: Sequence[Link]) -> None:
    """Say on each word which link lies over which of its letters."""
    if not links:
        return
    for word in words:
        for link in links:
            if (
                word["x1"] < link.left
                or word["x0"] > link.right
                or word["bottom"] < link.top
                or word["top"] > link.bottom
            ):
                continue
            under = [number for number, letter in enumerate(word["chars"]) if _is_under(letter, link)]
            if under:
                before = "".join(letter["text"] for letter in word["chars"][: under[0]])
                within = "".join(letter["text"] for letter in word["chars"][under[0] : under[-1] + 1])
                word["from"] = len(tidy(before))
                word["to"] = word["from"] + len(tidy(within))
                word["target"] = link.target
                break


def _is_under(letter: dict[str, Any], link: Link) -> bool:
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    return bool(link.left <= x <= link.right and link.top <= y <= link.bottom)
