"""Reads PDF: the words of each page in reading order, headings guessed by size, ruled tables as tables."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from goldenthread.checking.documents.model import (
    Block,
    Document,
    DocumentRefused,
    Kind,
    make_document,
    table_text,
    tidy,
)
from goldenthread.checking.documents.pdf_lines import Line, is_heading, make_blocks, make_lines, without_running
from goldenthread.checking.documents.pdf_links import Link, links_of, mark_words

MOST_PAGES = 400


def read_pdf(name: str, content: bytes) -> Document:
    """The document in a PDF. Raises :class:`DocumentRefused`."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as opened:
            if opened.doc.encryption is not None:
                raise _encrypted(name)
            if len(opened.pages) > MOST_PAGES:
                raise DocumentRefused(f"{name} has more than {MOST_PAGES} pages. Split it and read its parts.")
            pages = [_read_page(page, links_of(page)) for page in opened.pages]
    except DocumentRefused:
        raise
    except Exception as error:
        if _is_about_passwords(error):
            raise _encrypted(name) from None
        raise DocumentRefused(
            f"{name} is damaged or not a PDF. Save it anew as PDF, or choose the Word file."
        ) from None
    if not any(page.lines or page.tables for page in pages):
        raise DocumentRefused(
            f"{name} has pictures of pages and no words. Choose the file it was scanned from, or one with its text."
        )
    anchors = frozenset(link.target[1:] for page in pages for link in page.links if link.is_alive)
    return make_document(name, "PDF", _blocks(pages), pages=len(pages), anchors=anchors)


def _encrypted(name: str) -> DocumentRefused:
    return DocumentRefused(f"{name} is encrypted. Save it without a password or protection and choose it again.")


def _is_about_passwords(error: BaseException) -> bool:
    kinds = (PDFPasswordIncorrect, PDFEncryptionError)
    return isinstance(error, kinds) or any(isinstance(each, kinds) for each in error.args)


#: A table and how far down the page it begins.
_Placed = tuple[float, tuple[tuple[str, ...], ...]]

#: Smaller than this, in points, is a line or a bullet and no picture.
SMALLEST_PICTURE = 18


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands on a page: lines outside its tables, tables, links, and pictures without words by their top."""

    lines: list[Line]
    tables: list[_Placed]
    links: list[Link]
    bare_pictures: list[float]


def _read_page(page: Any, links: list[Link]) -> _Page:
    tables = []
    boxes = []
    for found in page.find_tables():
        rows = tuple(tuple(tidy(cell or "") for cell in row) for row in found.extract())
        # One cell is a box round a text, not a table; its words are read as text.
        if len(rows) > 1 and max(len(row) for row in rows) > 1:
            tables.append((float(found.bbox[1]), rows))
            boxes.append(found.bbox)
    words = page.extract_words(
        extra_attrs=["size", "fontname"], use_text_flow=False, keep_blank_chars=False, return_chars=bool(links)
    )
    mark_words(words, links)
    outside = [word for word in words if not any(_is_in(word, box) for box in boxes)]
    lines = make_lines(outside, page=page.page_number, width=float(page.width), height=float(page.height))
    bare = _bare_pictures(page)
    page.close()
    return _Page(lines, tables, links, bare)


def _bare_pictures(page: Any) -> list[float]:
    """The tops of pictures without alternative text: all of an untagged page, figures without words of a tagged one."""
    tops = [
        float(image["top"])
        for image in page.images
        if min(float(image["width"]), float(image["height"])) >= SMALLEST_PICTURE
    ]
    if not tops:
        return []
    tree = page.structure_tree
    if not tree:
        return tops
    bare = sum(1 for each in _figures(tree) if not str(each.get("alt_text") or "").strip())
    return tops[:bare]


def _figures(elements: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in elements:
        if each.get("type") == "Figure":
            yield each
        yield from _figures(each.get("children") or ())


def _is_in(word: dict[str, Any], box: Sequence[float]) -> bool:
    middle = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])


def _blocks(pages: Sequence[_Page]) -> Iterator[Block]:
    kept = without_running([page.lines for page in pages])
    body = _body_size(kept)
    sizes = sorted({line.size for lines in kept for line in lines if is_heading(line, body)}, reverse=True)
    levels = {size: level for level, size in enumerate(sizes, 1)}
    texts = make_blocks(kept, body=body, levels=levels)
    others = [
        (number, top, Block(Kind.TABLE, table_text(rows), rows=rows, page=number))
        for number, page in enumerate(pages, 1)
        for top, rows in page.tables
    ]
    others += [
        (number, top, Block(Kind.ALTERNATIVE, "", page=number))
        for number, page in enumerate(pages, 1)
        for top in page.bare_pictures
    ]
    for page, top, block in others:
        at = next((n for n, (p, t, _) in enumerate(texts) if (p, t) > (page, top)), len(texts))
        texts.insert(at, (page, top, block))
    yield from (block for _, _, block in texts)


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size most letters are set in."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0
