"""A document as Typst source. Every word is written as a string, so no text can be taken for markup."""

from dataclasses import dataclass, field

from goldenthread.publishing.document import (
    Block,
    Document,
    Facts,
    FigureBlock,
    Inset,
    ItemList,
    Paragraph,
    Quote,
    Section,
    Span,
    TableBlock,
    Words,
)
from goldenthread.publishing.figures import Figure, Table
from goldenthread.publishing.stylesheet import standalone


@dataclass(slots=True)
class Source:
    """The main file and the pictures it names."""

    main: str = ""
    pictures: dict[str, str] = field(default_factory=dict)


def make_source(document: Document, *, families: list[str], accent: str) -> Source:
    """Return the Typst source of a document."""
    writer = _Writer(families)
    body = [
        _preamble(document, families, accent),
        "#title()",
        f"#text(size: 14pt)[#{string(document.subtitle)}]" if document.subtitle else "",
        *(writer.block(block) for block in document.opening),
        _contents(document.contents_heading) if document.contents_heading and document.sections else "",
        *(writer.section(section, 1) for section in document.sections),
    ]
    return Source("\n\n".join(part for part in body if part) + "\n", writer.pictures)


def string(words: str) -> str:
    """Return a Typst string literal."""
    cleaned = "".join(character for character in words if character >= " " or character in "\n\t")
    escaped = cleaned.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _preamble(document: Document, families: list[str], accent: str) -> str:
    language, _, region = document.language.partition("-")
    fonts = ", ".join(string(family) for family in families)
    date = document.published
    written = f"datetime(year: {date.year}, month: {date.month}, day: {date.day})" if date else "none"
    author = f"author: {string(document.author)}, " if document.author else ""
    return f"""#set document(title: {string(document.title)}, {author}date: {written})
#set text(font: ({fonts},), size: 11pt, lang: {string(language)}{f", region: {string(region)}" if region else ""})
#set page(
  paper: "a4",
  margin: (x: 2.2cm, top: 2.2cm, bottom: 2.4cm),
  footer: context [
    #set text(size: 9pt, fill: rgb("#3d3d3d"))
    #{string(document.footer or document.title)} #h(1fr) #counter(page).display()
  ],
)
#set par(leading: 0.72em, spacing: 1.1em, justify: false)
#set list(spacing: 0.8em)
#set enum(spacing: 0.8em)
#set table(stroke: none, inset: (x: 4pt, y: 5pt))
#show title: set text(size: 26pt)
#show heading: set text(fill: rgb({string(accent)}))
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): set text(size: 15pt)
#show heading.where(level: 3): set text(size: 12.5pt)
#show heading: set block(above: 1.7em, below: 0.9em, sticky: true)
#show link: it => underline(text(fill: rgb({string(accent)}), it))
#show outline.entry: it => {{ show underline: u => u.body; it }}
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: it => block(sticky: true, width: 100%, align(left, strong(it.body)))
#show figure: set figure(supplement: none, numbering: none)
#show figure: set block(above: 1.8em)
#show table: set text(size: 9pt)
#show table.cell: set par(leading: 0.5em)"""


def _contents(heading: str) -> str:
    return f"#outline(title: [#{string(heading)}], depth: 2)"


class _Writer:
    """Writes blocks and collects the pictures they need."""

    def __init__(self, families: list[str]) -> None:
        self.families = families
        self.pictures: dict[str, str] = {}

    def section(self, section: Section, level: int) -> str:
        parts = ["#pagebreak(weak: true)"] if section.starts_page else []
        parts.append(f"#heading(level: {level})[#{string(section.heading)}]")
        parts += [self.block(block) for block in section.blocks]
        parts += [self.section(inner, level + 1) for inner in section.sections]
        return "\n\n".join(parts)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                words = words_source(block.words)
                return f"#text(size: 13pt)[{words}]" if block.is_lede else words
            case ItemList():
                items = ", ".join(f"[{words_source(item)}]" for item in block.items)
                return f"#{'enum' if block.is_numbered else 'list'}({items})"
            case Quote():
                by = f"attribution: [#{string(block.attribution)}], " if block.attribution else ""
                return f"#quote(block: true, {by}[{words_source(block.words)}])"
            case Inset():
                style = 'inset: (left: 10pt, y: 4pt), stroke: (left: 3pt + rgb("#7a8086"))'
                return f"#block({style})[{words_source(block.words)}]"
            case Facts():
                pairs = ", ".join(
                    f"terms.item([#{string(term)}], [{words_source(words)}])" for term, words in block.pairs
                )
                return f"#terms(separator: [: ], {pairs})"
            case TableBlock():
                return table_source(block.table)
            case FigureBlock():
                picture = self.figure(block.figure)
                return f"{picture}\n\n{table_source(block.figure.table)}" if block.has_table else picture

    def figure(self, figure: Figure) -> str:
        name = f"figure-{len(self.pictures) + 1}.svg"
        self.pictures[name] = standalone(figure.svg_wide, font_family=self.families[0])
        picture = f"image({string(name)}, width: 100%, alt: {string(figure.alternative_text)})"
        parts = [f"#figure({picture}, caption: figure.caption(position: top)[#{string(figure.title)}])"]
        under = " ".join(part for part in (figure.note, f"Source: {figure.source}" if figure.source else "") if part)
        if under:
            parts.append(_small(under))
        return "\n".join(parts)


def words_source(words: Words) -> str:
    """Return a line of text as markup content."""
    if isinstance(words, str):
        return f"#{string(words)}"
    return "".join(_span(span if isinstance(span, Span) else Span(span)) for span in words)


def _span(span: Span) -> str:
    source = f"#{string(span.text)}"
    if span.is_strong:
        source = f"#strong[{source}]"
    return f"#link({string(span.link)})[{source}]" if span.link else source


def table_source(table: Table) -> str:
    """Return a table with a repeated header row, numbers to the right, its source below."""
    first_number = next((index for index, column in enumerate(table.columns) if column.is_number), len(table.columns))
    widths = ", ".join(
        f"{column.width or (2 if index == 0 < first_number else 1)}fr" for index, column in enumerate(table.columns)
    )
    sides = ", ".join("right" if column.is_number else "left" for column in table.columns)
    head = ", ".join(f"[#strong[#{string(column.name)}]]" for column in table.columns)
    rows = [", ".join(f"[#{string(cell)}]" for cell in row) + "," for row in table.written_rows()]
    lines = [
        f"#figure(kind: table, caption: [#{string(table.caption)}], table(columns: ({widths},), align: ({sides},),",
        f"table.header({head}), table.hline(stroke: 1pt),",
    ]
    for row in rows:
        lines += [row, 'table.hline(stroke: 0.4pt + rgb("#b9bdc0")),']
    lines.append("))")
    under = [*table.notes, *([f"Source: {table.source}"] if table.source else [])]
    if under:
        lines.append(_small(" ".join(under)))
    return "\n".join(lines)


def _small(words: str) -> str:
    return f'#block(above: 0.6em)[#text(size: 9pt, fill: rgb("#3d3d3d"))[#{string(words)}]]'
