"""Edits a Word file as Word does when it keeps track: insertions, deletions, moves, controls taken off, comments."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
WHEN = "2026-07-01T09:30:00Z"
Tree = etree._Element


def edit(content: bytes, change: Callable[[Tree], None], *, comments: str = "") -> bytes:
    """Return the file with its body edited, and with comments if there are any."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                tree = etree.fromstring(part)
                change(tree.find(f"{W}body"))
                part = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            if not (comments and name == "word/comments.xml"):
                after.writestr(name, part)
        if comments:
            after.writestr("word/comments.xml", f'<w:comments xmlns:w="{NAMESPACE}">{comments}</w:comments>')
    return written.getvalue()


def element(markup: str) -> Tree:
    """Return an element of Word's markup."""
    (made,) = etree.fromstring(f'<x xmlns:w="{NAMESPACE}">{markup}</x>')
    return made


def revision(kind: str, author: str, number: int = 900) -> Tree:
    """Return an empty w:ins, w:del, w:moveFrom or w:moveTo, or the start of a range."""
    return element(f'<w:{kind} w:id="{number}" w:author="{author}" w:date="{WHEN}"/>')


def find_paragraph(body: Tree, words: str) -> Tree:
    """Return the paragraph that holds the words."""
    return next(each for each in body.iter(f"{W}p") if words in "".join(each.itertext(f"{W}t")))


def find_control(body: Tree, slug: str, place: int = 0) -> Tree:
    """Return the control of a claim."""
    found = [each for each in body.iter(f"{W}sdt") if each.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == f"claim:{slug}"]
    return found[place]


def split_run(body_part: Tree, words: str) -> Tree:
    """Cut the run that holds the words so that they stand in a run of their own, and return that run."""
    run = next(each for each in body_part.iter(f"{W}r") if words in "".join(each.itertext(f"{W}t")))
    text = "".join(run.itertext(f"{W}t"))
    before, after = text.split(words, 1)
    pieces = []
    for piece in (before, words, after):
        copy = deepcopy(run)
        for each in list(copy):
            if each.tag != f"{W}rPr":
                copy.remove(each)
        made = etree.SubElement(copy, f"{W}t")
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.text = piece
        pieces.append(copy)
    for piece in pieces:
        if "".join(piece.itertext()):
            run.addprevious(piece)
    run.getparent().remove(run)
    return pieces[1]


def delete(body_part: Tree, words: str, author: str) -> Tree:
    """Take words out with track kept, and return the w:del."""
    return wrap(split_run(body_part, words), "del", author)


def wrap(run: Tree, kind: str, author: str) -> Tree:
    """Put a run into a revision; deleted text becomes w:delText as Word writes it."""
    mark = revision(kind, author)
    run.addprevious(mark)
    mark.append(run)
    if kind == "del":
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"
    return mark


def insert_after(place: Tree, words: str, author: str) -> Tree:
    """Put words in after an element with track kept, and return the w:ins."""
    mark = revision("ins", author)
    mark.append(element(f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'))
    place.addnext(mark)
    return mark


def replace(body_part: Tree, words: str, by: str, author: str) -> None:
    """Replace words with track kept."""
    insert_after(delete(body_part, words, author), by, author)


def mark_end(paragraph: Tree, kind: str, author: str) -> None:
    """Mark the end of a paragraph as inserted, deleted or moved."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = element("<w:pPr/>")
        paragraph.insert(0, properties)
    looks = properties.find(f"{W}rPr")
    if looks is None:
        looks = etree.SubElement(properties, f"{W}rPr")
    looks.append(revision(kind, author))


def move_paragraph(body: Tree, words: str, before: str, author: str, name: str = "move1") -> None:
    """Move a whole paragraph before another as Word tracks it: it stands at both places, joined by a name."""
    origin, target = find_paragraph(body, words), find_paragraph(body, before)
    copy = deepcopy(origin)
    for paragraph, kind in ((origin, "moveFrom"), (copy, "moveTo")):
        for run in list(paragraph.iter(f"{W}r")):
            wrap(run, kind, author)
        mark_end(paragraph, kind, author)
        start = revision(f"{kind}RangeStart", author, 950 if kind == "moveFrom" else 951)
        start.set(f"{W}name", name)
        end = element(f'<w:{kind}RangeEnd w:id="{950 if kind == "moveFrom" else 951}"/>')
        if kind == "moveTo":
            target.addprevious(copy)
        paragraph.addprevious(start)
        paragraph.addnext(end)


def unbind(control: Tree, author: str) -> None:
    """Take a control off with track kept: its content stays."""
    control.addprevious(revision("customXmlDelRangeStart", author, 970))
    control.addnext(element('<w:customXmlDelRangeEnd w:id="970"/>'))


def take_off(control: Tree) -> None:
    """Take a control off without track: its content stays where it was."""
    for child in list(control.find(f"{W}sdtContent")):
        control.addprevious(child)
    control.getparent().remove(control)


def comment_on(control: Tree, number: int) -> None:
    """Put the marks of a comment around an element."""
    control.addprevious(element(f'<w:commentRangeStart w:id="{number}"/>'))
    control.addnext(element(f'<w:commentRangeEnd w:id="{number}"/>'))
