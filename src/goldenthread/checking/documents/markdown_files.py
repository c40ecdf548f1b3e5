"""Reads Markdown by the CommonMark rules, with tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from goldenthread.checking.documents.marks import NOT_A_CLAIM, Marking, without_unseen
from goldenthread.checking.documents.model import (
    Block,
    Document,
    DocumentRefused,
    Kind,
    make_document,
    marked_table,
    tidy,
)

#: Words alone: a hundred times a long report.
LARGEST_BYTES = 5_000_000
_TAG = re.compile(r"<[^<>]*>")
_ANCHOR = re.compile(r"<[^<>]*\b(?:id|name)\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>", re.IGNORECASE)
#: Bullets as word processors set them, which Markdown does not know.
_TYPED_BULLET = re.compile(r"(?m)^([ \t]*)[•●▪‣◦○][ \t]+")


def read_markdown(name: str, content: bytes) -> Document:
    """The document in a Markdown file. Raises :class:`DocumentRefused`."""
    if len(content) > LARGEST_BYTES:
        raise DocumentRefused(f"{name} has more than 5 MB of text. Choose the report’s own text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentRefused(
            f"{name} is not in UTF-8: byte {error.start + 1:,} cannot be read. Save it as UTF-8 text."
        ) from None
    if "\x00" in text:
        raise DocumentRefused(f"{name} is not plain text. Choose a Word document, a PDF or a Markdown file.")
    text = without_unseen(text)
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(_TYPED_BULLET.sub(r"\1- ", text))
    blocks = tuple(_blocks(tokens))
    return make_document(name, "Markdown", blocks, anchors=frozenset(_anchors(blocks, text)))


def _anchors(blocks: Sequence[Block], text: str) -> Iterator[str]:
    """What a link within the text can lead to: headings by their words, and anchors that are written out."""
    seen: Counter[str] = Counter()
    for block in blocks:
        if block.kind is Kind.HEADING:
            slug = heading_slug(block.text)
            yield f"{slug}-{seen[slug]}" if seen[slug] else slug
            seen[slug] += 1
    yield from _ANCHOR.findall(text)


def heading_slug(heading: str) -> str:
    """The name of a heading as links within Markdown use it.

    >>> heading_slug("4.2 What we did: *inclusive* places")
    '42-what-we-did-inclusive-places'
    """
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


@dataclass(slots=True)
class _Place:
    """Where in the tree of the document the reader is."""

    lists: int = 0
    quotes: int = 0
    heading: int = 0
    in_table: bool = False
    rows: list[list[str]] = field(default_factory=list)
    marking: Marking = field(default_factory=Marking)  # of the table


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = _Place()
    for token in tokens:
        _move(place, token)
        if token.type == "table_close":
            yield marked_table(place.rows, place.marking)
        elif token.type == "inline":
            if place.in_table:
                place.rows[-1].append(tidy(_words(token.children or (), place.marking)))
                yield from _pictures(token.children or ())
                continue
            marking = Marking()
            words, marks = marking.take(tidy(_words(token.children or (), marking)))
            yield replace(_block(place, words), marks=marks)
            yield from _pictures(token.children or ())
        elif token.type in {"fence", "code_block"}:
            yield Block(Kind.PARAGRAPH, tidy(token.content))
        elif token.type == "html_block":
            yield Block(Kind.PARAGRAPH, tidy(_TAG.sub(" ", token.content)))


def _move(place: _Place, token: Token) -> None:
    match token.type:
        case "heading_open":
            place.heading = int(token.tag[1:])
        case "heading_close":
            place.heading = 0
        case "list_item_open" | "list_item_close":
            place.lists += token.nesting
        case "blockquote_open" | "blockquote_close":
            place.quotes += token.nesting
        case "table_open":
            place.in_table, place.rows, place.marking = True, [], Marking()
        case "table_close":
            place.in_table = False
        case "tr_open":
            place.rows.append([])


def _block(place: _Place, words: str) -> Block:
    if place.heading:
        return Block(Kind.HEADING, words, level=place.heading)
    if place.quotes:
        return Block(Kind.QUOTE, words)
    if place.lists:
        return Block(Kind.ITEM, words, level=place.lists)
    return Block(Kind.PARAGRAPH, words)


def _words(tokens: Sequence[Token], marking: Marking) -> str:
    words = []
    links: list[int] = []
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            words.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or token.content.lower().startswith("<br"):
            words.append(" ")
        elif token.type == "link_open":
            links.append(len(marking.targets))
            words.append(marking.open(_target(str(token.attrGet("href") or ""))))
        elif token.type == "link_close" and links:
            words.append(marking.close(links.pop()))
    return "".join(words)


def _target(href: str) -> str:
    """Where a link leads, or what it binds its words to."""
    return NOT_A_CLAIM if href.strip("#") == NOT_A_CLAIM else href


def _pictures(tokens: Sequence[Token]) -> Iterator[Block]:
    for token in tokens:
        if token.type == "image":
            yield Block(Kind.ALTERNATIVE, tidy(token.content))
