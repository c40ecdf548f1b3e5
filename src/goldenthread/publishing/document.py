"""A document as what it says: sections within sections, so that no heading level can be skipped."""

from dataclasses import dataclass, field
from datetime import date

from goldenthread.publishing.figures import Figure, Table


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a line: plain, strong, or a link."""

    text: str
    is_strong: bool = False
    link: str = ""


#: A line of text: plain words, or words of several kinds.
Words = str | tuple[Span | str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a lede is set larger."""

    words: Words
    is_lede: bool = False


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list with bullets, or numbered."""

    items: tuple[Words, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and who."""

    words: Words
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Inset:
    """A passage set apart: a warning, a note, "this council is invented"."""

    words: Words


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a term and what it is: owner, status, due."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in the text."""

    table: Table


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure in the text; with its table under it if asked."""

    figure: Figure
    has_table: bool = False


Block = Paragraph | ItemList | Quote | Inset | Facts | TableBlock | FigureBlock


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is under it, and its own sections."""

    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    starts_page: bool = False

    def __post_init__(self) -> None:
        if not self.heading.strip():
            raise ValueError("A section needs a heading: readers who listen move by headings.")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, ready to be rendered."""

    title: str
    language: str  # "en-GB", "cy"
    sections: tuple[Section, ...]
    author: str = ""
    subtitle: str = ""
    published: date | None = None
    opening: tuple[Block, ...] = field(default=())  # before the contents
    contents_heading: str = "Contents"  # empty: no list of contents
    footer: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        if not self.language.strip():
            raise ValueError(f"Say in which language “{self.title}” is written, as “en-GB” or “cy”.")
