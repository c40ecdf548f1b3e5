"""A document as Markdown (CommonMark with tables): claims as links to their fact, figures as their words and table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from goldenthread.publishing.document import (
    ActionTable,
    Block,
    ClaimSpan,
    Document,
    Facts,
    FigureBlock,
    Grid,
    Inset,
    ItemList,
    MapBlock,
    Note,
    Paragraph,
    Quote,
    Section,
    Span,
    TableBlock,
    Words,
    YouSaidWeDid,
    as_section,
    grid_of,
    parts,
)
from goldenthread.publishing.figures import Figure

#: What begins a mark, a link, an entity or a tag wherever it stands.
_MARKS = re.compile(r"([\\`*_\[\]<~$]|&(?=#?\w+;))")
#: What makes a heading, a list, a rule, a fence or a table of a line when it begins it.
_BEGINS = re.compile(r"^[#+\-=:>|]")
#: What ends a heading and is not taken for a part of it.
_ENDS_HEADING = re.compile(r"(?:(?<=\s)|^)(#+)$")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
#: Bullets that word processors set, which readers of Markdown take for lists: written as entities.
_BULLETS = re.compile("^[•●▪‣◦○]")
#: Breaks and control characters; a non-breaking space stays as it is.
_SPACE = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_IN_ADDRESS = re.compile(r"[\s<>\\()\x00-\x20]")


def render_markdown(document: Document) -> str:
    """Return the document as Markdown; read again it gives the same words."""
    writer = _Writer(document)
    written = [f"# {writer.heading(document.title)}"]
    if document.subtitle:
        written.append(writer.line(document.subtitle))
    written += [writer.block(block) for block in document.opening]
    written += [writer.section(section, 2) for section in document.all_sections()]
    if writer.notes:
        notes = (f'{number}. <a id="note-{number}"></a>{words}' for number, words in enumerate(writer.notes, start=1))
        written += [f"## {writer.line(document.labels.notes)}", "\n".join(notes)]
    return "\n\n".join(part for part in written if part) + "\n"


def escape(words: str) -> str:
    """Return plain text in which nothing is taken for markup, except what only the beginning of a line makes so."""
    return _MARKS.sub(r"\\\1", _SPACE.sub(" ", _CONTROL.sub("", words)))


def _begin(line: str) -> str:
    """Return a line whose beginning makes no heading, list, rule or table of it."""
    line = line.lstrip(" ")
    if _NUMBER.match(line):
        return _NUMBER.sub(r"\1\\\2", line)
    if _BULLETS.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return f"\\{line}" if _BEGINS.match(line) else line


def strong(words: str, *, after_mark: bool = False) -> str:
    """Return words as strong, by a tag where asterisks beside punctuation or a space would be read as asterisks."""
    written, bare = escape(words).strip(" "), words.strip(" ")
    if bare and bare[0].isalnum() and bare[-1].isalnum() and not after_mark:
        return f"**{written}**"
    return f"<strong>{written}</strong>" if written else ""


def _padded(text: str, written: str) -> str:
    """Return what was written with the spaces around the text outside of it."""
    text = _SPACE.sub(" ", text)
    return f"{' ' if text.startswith(' ') else ''}{written}{' ' if text.endswith(' ') else ''}"


class _Writer:
    """Writes blocks and collects the notes."""

    def __init__(self, document: Document) -> None:
        self.labels = document.labels
        self.notes: list[str] = []

    def section(self, section: Section, level: int) -> str:
        heading = f"{'#' * level} {self.anchor(section.anchor)}{self.heading(section.heading)}"
        written = [heading, *(self.block(block) for block in section.blocks)]
        written += [self.section(as_section(inner, self.labels), level + 1) for inner in section.sections]
        return "\n\n".join(part for part in written if part)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph() | Inset():
                return self.line(block.words)
            case ItemList():
                marks = (f"{number}. " if block.is_numbered else "- " for number in range(1, len(block.items) + 1))
                return "\n".join(mark + self.line(item) for mark, item in zip(marks, block.items, strict=True))
            case Quote():
                said = f"> {self.line(block.words)}"
                return f"{said}\n>\n> {self.line(f'– {block.attribution}')}" if block.attribution else said
            case Facts():
                return self.pairs(block.pairs)
            case TableBlock() | Grid() | ActionTable():
                return self.grid(grid_of(block, self.labels))
            case FigureBlock():
                return self.figure(block.figure, grid_of(block.figure.table))
            case MapBlock():
                return self.figure(block.figure, grid_of(block))
            case YouSaidWeDid():
                # A line between two lists would not part them: each answer is an item that holds its pairs.
                return "\n".join(self.answer(answer.pairs(self.labels)) for answer in block.answers)

    def answer(self, pairs: tuple[tuple[str, Words], ...]) -> str:
        first, *others = (f"{self.term(term)} {self.line(words)}" for term, words in pairs)
        return "\n\n".join([f"- {first}", *(f"  {other}" for other in others)]) + "\n"

    def pairs(self, pairs: tuple[tuple[str, Words], ...]) -> str:
        return "\n".join(f"- {self.term(term)} {self.line(words)}" for term, words in pairs)

    def term(self, term: str) -> str:
        return f"{strong(term)}:"

    def line(self, words: Words) -> str:
        """Return one line of text."""
        return _begin(self.within(words)).rstrip(" ")

    def heading(self, words: Words) -> str:
        """Return a line whose end is a part of the heading too."""
        return _ENDS_HEADING.sub(r"\\\1", self.line(words))

    def within(self, words: Words) -> str:
        """Return words that do not begin a line."""
        written = ""
        for part in parts(words):
            written += self.part(part, written)
        return written.strip(" ")

    def cell(self, words: Words) -> str:
        return self.within(words).replace("|", "\\|")

    def part(self, part: Span | ClaimSpan | Note, before: str) -> str:
        match part:
            case Note():
                number = len(self.notes) + 1
                self.notes.append("")  # its place is taken first: the notes are numbered as they are met
                self.notes[number - 1] = self.line(part.words)
                return f"<sup>[{escape(self.labels.note)} {number}](#note-{number})</sup>"
            case ClaimSpan():
                return _padded(part.text, f"[{escape(part.text).strip(' ')}](claim:{part.slug})")
            case Span():
                return self.anchor(part.anchor) + self.span(part, before)

    def span(self, span: Span, before: str) -> str:
        written = escape(span.text)
        if span.is_strong and written.strip():
            written = _padded(span.text, strong(span.text, after_mark=before.endswith("*")))
        if span.link:
            address = _IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), span.link)
            written = f"[{written}]({address})"
        return written

    def anchor(self, name: str) -> str:
        return f'<a id="{re.sub(r"[^0-9A-Za-z_.-]", "-", name)}"></a>' if name else ""

    def figure(self, figure: Figure, grid: Grid) -> str:
        said = f"{strong(self.labels.picture)}: {escape(figure.alternative_text)}"
        written = [strong(figure.title), said, self.small(figure.note, figure.source)]
        table = self.grid(grid, is_named=figure.table.caption != figure.title)
        return "\n\n".join([*filter(None, written), table])

    def grid(self, grid: Grid, *, is_named: bool = True) -> str:
        head = [self.cell(column.name) for column in grid.columns]
        rule = ["---:" if column.is_number else "---" for column in grid.columns]
        rows = [head, rule, *([self.cell(cell) for cell in row] for row in grid.rows)]
        table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        caption = strong(grid.caption) if is_named else ""
        return "\n\n".join(filter(None, [caption, table, self.small(*grid.notes, grid.source)]))

    def small(self, *words: str) -> str:
        """Return notes and, as the last of `words`, the source."""
        *notes, source = words
        said: Iterable[str] = filter(None, [*notes, f"{self.labels.source}: {source}" if source else ""])
        return _begin(escape(" ".join(said)))
