"""A document as Typst source. Every word is written as a string, so that no text can be taken for markup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

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
    Labels,
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
from goldenthread.publishing.stylesheet import standalone

#: How the links to the document's own evidence begin: they are drawn more quietly than others.
FACT = "fact-"


#: How much of the text's width a picture takes: two charts with what is said of them fit on a page, and a map with its
#: legend stands beside the first lines of its list.
CHART, MAP = "84%", "80%"


@dataclass(slots=True)
class Source:
    """The main file and the pictures it names."""

    main: str = ""
    pictures: dict[str, str] = field(default_factory=dict)


def make_source(
    document: Document, *, families: list[str], accent: str, spell: Callable[[str], str] | None = None
) -> Source:
    """Return the Typst source of a document; `spell` rewrites what no font can show."""
    writer = _Writer(families, document.labels, spell or str)
    body = [
        _preamble(document, families, accent, writer.string),
        "#title()",
        f"#text(size: 14pt)[#{writer.string(document.subtitle)}]" if document.subtitle else "",
        *(writer.block(block) for block in document.opening),
    ]
    sections = document.all_sections()
    if document.contents_heading and sections:
        body.append(f"#outline(title: [#{writer.string(document.contents_heading)}], depth: 2)")
    body += [writer.section(section, 1) for section in sections]
    return Source("\n\n".join(part for part in body if part) + "\n", writer.pictures)


#: Control characters go, save breaks and tabs; what ends or escapes a string is escaped.
_IN_STRING = dict.fromkeys(range(0x20)) | {ord("\n"): "\\n", ord("\t"): "\\t", ord("\\"): "\\\\", ord('"'): '\\"'}


def string(words: str) -> str:
    """Return a Typst string literal."""
    return f'"{words.translate(_IN_STRING)}"'


def _preamble(document: Document, families: list[str], accent: str, quoted: Callable[[str], str]) -> str:
    language, _, region = document.language.partition("-")
    fonts = ", ".join(string(family) for family in families)
    date = document.published
    written = f"datetime(year: {date.year}, month: {date.month}, day: {date.day})" if date else "none"
    author = f"author: {string(document.author)}, " if document.author else ""
    return f"""#set document(title: {quoted(document.title)}, {author}date: {written})
#set text(font: ({fonts},), size: 11pt, lang: {string(language)}{f", region: {string(region)}" if region else ""})
#set page(
  paper: "a4",
  margin: (x: 2.2cm, top: 2.2cm, bottom: 2.4cm),
  footer: context [
    #set text(size: 9pt, fill: rgb("#3d3d3d"))
    #{quoted(document.footer or document.title)} #h(1fr) #counter(page).display()
  ],
)
#let accent = rgb({string(accent)})
#set par(leading: 0.72em, spacing: 1.1em, justify: false)
#set list(spacing: 0.8em)
#set enum(spacing: 0.8em)
#set table(stroke: none, inset: (x: 4pt, y: 5pt))
#show title: set text(size: 26pt)
#show heading: set text(fill: accent)
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): set text(size: 15pt)
#show heading.where(level: 3): set text(size: 12.5pt)
#show heading: set block(above: 1.7em, below: 0.9em, sticky: true)
#show link: it => if type(it.dest) == label and str(it.dest).starts-with({string(FACT)}) {{
  underline(stroke: (paint: accent, thickness: 0.8pt, dash: "densely-dotted"), offset: 2pt, it)
}} else {{ underline(text(fill: accent, it)) }}
#show outline.entry: it => {{ show underline: u => u.body; it }}
#show footnote.entry: set text(size: 9pt)
#show footnote: it => {{ show underline: u => u.body; it }}
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: it => block(sticky: true, width: 100%, align(left, strong(it.body)))
#show table: set text(size: 9pt)
#show table.cell: set par(leading: 0.5em)"""


class _Writer:
    """Writes blocks and collects the pictures they need."""

    def __init__(self, families: list[str], labels: Labels, spell: Callable[[str], str]) -> None:
        self.families, self.labels, self.spell = families, labels, spell
        self.pictures: dict[str, str] = {}

    def string(self, words: str) -> str:
        return string(self.spell(words))

    def section(self, section: Section, level: int) -> str:
        written = [f"#heading(level: {level})[#{self.string(section.heading)}]{_anchor(section.anchor)}"]
        written += [self.block(block) for block in section.blocks]
        written += [self.section(as_section(inner, self.labels), level + 1) for inner in section.sections]
        body = "\n\n".join(written)
        if section.is_set_apart:
            style = "breakable: true, width: 100%, inset: (left: 12pt, y: 6pt), stroke: (left: 3pt + accent)"
            body = f"#block({style})[\n{body}\n]"
        return f"#pagebreak(weak: true)\n\n{body}" if section.starts_page else body

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                written = self.words(block.words)
                return f"#text(size: 13pt)[{written}]" if block.is_lede else written
            case ItemList():
                items = ", ".join(f"[{self.words(item)}]" for item in block.items)
                return f"#{'enum' if block.is_numbered else 'list'}({items})"
            case Quote():
                by = f"attribution: [#{self.string(block.attribution)}], " if block.attribution else ""
                return f"#quote(block: true, quotes: true, {by}[{self.words(block.words)}])"
            case Inset():
                style = 'inset: (left: 10pt, y: 4pt), stroke: (left: 3pt + rgb("#7a8086"))'
                return f"#block({style})[{self.words(block.words)}]"
            case Facts():
                return self.terms(block.pairs)
            case TableBlock() | Grid() | ActionTable():
                return self.grid(grid_of(block, self.labels))
            case FigureBlock():
                table = grid_of(block.figure.table) if block.has_table else None
                return self.figure(block.figure, table, width=CHART)
            case MapBlock():
                return self.figure(block.figure, grid_of(block), width=MAP)
            case YouSaidWeDid():
                style = "width: 100%, inset: (left: 10pt, y: 4pt), stroke: (left: 2pt + accent)"
                answers = (self.terms(answer.pairs(self.labels)) for answer in block.answers)
                return "\n\n".join(f"#block({style})[{answer}]" for answer in answers)

    def terms(self, pairs: tuple[tuple[str, Words], ...]) -> str:
        items = ", ".join(f"terms.item([#{self.string(term)}], [{self.words(words)}])" for term, words in pairs)
        return f"#terms(separator: [: ], {items})" if items else ""

    def words(self, words: Words) -> str:
        """Return a line of text as markup content."""
        return "".join(self.part(part) for part in parts(words))

    def part(self, part: Span | ClaimSpan | Note) -> str:
        match part:
            case Note():
                return f"#footnote[{self.words(part.words)}]"
            case ClaimSpan():
                return f"#link(label({string(FACT + part.slug)}))[#{self.string(part.text)}]"
            case Span():
                source = f"#{self.string(part.text)}"
                if part.is_strong:
                    source = f"#strong[{source}]"
                if part.link.startswith("#"):
                    source = f"#link(label({string(part.link[1:])}))[{source}]"
                elif part.link:
                    source = f"#link({string(part.link)})[{source}]"
                return f"#metadata(none){_anchor(part.anchor)}{source}" if part.anchor else source

    def figure(self, figure: Figure, grid: Grid | None, *, width: str) -> str:
        name = f"figure-{len(self.pictures) + 1}.svg"
        self.pictures[name] = standalone(figure.svg_wide, font_family=self.families[0])
        picture = f"align(left, image({string(name)}, width: {width}, alt: {self.string(figure.alternative_text)}))"
        drawn = f"#figure({picture}, caption: figure.caption(position: top)[#{self.string(figure.title)}])"
        # What explains a picture stays on its page.
        written = [f"#block(breakable: false, width: 100%)[\n{drawn}\n{self.small(figure.note, figure.source)}\n]"]
        if grid is not None:
            written.append("\n" + self.grid(grid))
        return "\n".join(filter(None, written))

    def grid(self, grid: Grid) -> str:
        """Return a table with a repeated header row, numbers to the right, its source below."""
        columns = grid.columns
        first_number = next((index for index, column in enumerate(columns) if column.is_number), len(columns))
        widths = ", ".join(
            f"{column.width or (2 if index == 0 < first_number else 1)}fr" for index, column in enumerate(columns)
        )
        sides = ", ".join("right" if column.is_number else "left" for column in columns)
        head = ", ".join(f"[#strong[#{self.string(column.name)}]]" for column in columns)
        lines = [
            f"#figure(kind: table, caption: [#{self.string(grid.caption)}], "
            f"table(columns: ({widths},), align: ({sides},),",
            f"table.header({head}), table.hline(stroke: 1pt),",
        ]
        for row in grid.rows:
            lines.append(", ".join(f"[{self.words(cell)}]" for cell in row) + ",")
            lines.append('table.hline(stroke: 0.4pt + rgb("#b9bdc0")),')
        lines += ["))", self.small(*grid.notes, grid.source)]
        return "\n".join(filter(None, lines))

    def small(self, *words: str) -> str:
        """Return notes and, as the last of `words`, the source in small print."""
        *notes, source = words
        said = " ".join(filter(None, [*notes, f"{self.labels.source}: {source}" if source else ""]))
        return f'#block(above: 0.6em)[#text(size: 9pt, fill: rgb("#3d3d3d"))[#{self.string(said)}]]' if said else ""


def _anchor(name: str) -> str:
    return f"#label({string(name)})" if name else ""
