"""A report with every kind of block, and a reader of what any rendering of it must say in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from goldenthread.publishing.document import (
    ActionRow,
    ActionTable,
    Answer,
    Block,
    CaseStudy,
    CellClaim,
    ClaimSpan,
    Document,
    Fact,
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
    grid_of,
    lines_of,
    notes_of,
    parts,
    plain_text,
)
from goldenthread.publishing.figures import Column, Figure, Table

GAP = Fact(
    "life-expectancy-gap",
    "Gap in life expectancy between the most and least deprived wards",
    10.8,
    "years",
    1,
    kind="gap",
    lower=9.9,
    upper=11.7,
    place="Alderbrook, wards of 2023",
    group="men",
    period="2021 to 2023",
    source="Invented deaths and people",
    method="Period life tables, five-year bands",
    dataset="snapshot 4",
    sha256="ab" * 32,
    as_at=date(2026, 6, 1),
    valid_until=date(2027, 9, 30),
    caveat="Two wards are counted together.",
    link="https://alderbrook.example/evidence/gap/",
)
HOMES = Fact("homes-insulated", "Homes insulated", 2311, "homes", kind="count", period="2025/26", source="Contractors")
SMOKERS = Fact(
    "smokers-most-deprived", "Adults who smoke, most deprived fifth", 21.0, "%", 1, kind="share",
    numerator=12_180, denominator=58_000, period="2025", source="Invented survey",
)  # fmt: skip
UNKNOWN = Fact("waiting-times", "Weeks that people waited", None, missing="The register began in May.")

TABLE = Table(
    "Adults who smoke, by fifth",
    (Column("Group"), Column("Value (%)", 1), Column("People", 0)),
    (("Most deprived", 21.0, 58_000), ("Least deprived | “leafy”", 8.2, None)),
    "Invented survey",
    ("Asked by telephone.",),
)


def every_block(figures: Mapping[str, Figure]) -> Document:
    """Return a report with every block there is."""
    changed: tuple[Block, ...] = (
        Paragraph(
            (
                "Men in the poorest ward die ",
                ClaimSpan("almost 11 years", "life-expectancy-gap", 10.8, "TRUE"),
                " earlier",
                Note(
                    ("Worked out by the ", Span("council’s analysts", link="mailto:evidence@alderbrook.example"), ".")
                ),
                ". See ",
                Span("the plan", link="https://alderbrook.example/plan/?a=1&b=2"),
                " and ",
                Span("what people told us", link="#said"),
                ".",
            )
        ),
        ItemList(("One point", (Span("Another", is_strong=True), " point"))),
        ItemList(("First step", "Second step"), is_numbered=True),
        FigureBlock(figures["dumbbell"], has_table=True),
        MapBlock(figures["map"], (CellClaim(0, 2, "smokers-most-deprived", "TRUE"),)),
        TableBlock(TABLE, (CellClaim(0, 1, "smokers-most-deprived", "TRUE"),)),
        Grid(
            "Whom to ask", (Column("Matter"), Column("Person")), ((("Data", Note("On weekdays.")), "Head of Policy"),)
        ),
    )
    done: tuple[Block, ...] = (
        ActionTable(
            "Actions for warm homes",
            (
                ActionRow(
                    "Insulate homes", "Housing", "31 March 2027", "On track", link="https://alderbrook.example/a/1/"
                ),
                ActionRow("Train assessors", "Skills", "1 May 2026", "At risk", "Two trainers left."),
            ),
        ),
        Facts((("Owner", "Cabinet member"), ("Homes", (ClaimSpan("over 2,000", "homes-insulated", 2311, "TRUE"),)))),
        Inset("These counts are not final."),
    )
    said = YouSaidWeDid(
        (
            Answer("The form is too long.", did="It now has four questions."),
            Answer("Open on Sundays.", will="We will try it in June.", cannot="the lease forbids mornings."),
        )
    )
    story = CaseStudy(
        "Warm again",
        (Paragraph("Amal’s flat was damp for years."), Quote("Now I sleep.", "Amal, Ashfield")),
        (("Where", "Ashfield"), ("When", "Winter 2025")),
        sections=(Section("What came of it", (Paragraph("The landlord was fined."),)),),
    )
    return Document(
        "Fair for everyone: “Alderbrook” & friends",
        "en-GB",
        (
            Section("What changed", changed, (Section("Deeper", (), (Section("Deepest", (Paragraph("Three."),)),)),)),
            Section("What has been done", done, (story,), starts_page=True),
            Section("What people told us", (said,), anchor="said"),
        ),
        author="Alderbrook Council",
        subtitle="The year to March 2026",
        published=date(2026, 6, 3),
        opening=(Paragraph("The gap has not moved.", is_lede=True),),
        footer="Fair for everyone",
        annexes=(Section("How we listened", (Paragraph("At nine meetings."),)),),
        facts=(UNKNOWN, HOMES, SMOKERS, GAP),
    )


def spoken(document: Document) -> Iterator[str]:
    """Return what every rendering says, piece by piece in its order; notes, which each format puts elsewhere, apart."""
    yield document.title
    yield document.subtitle
    for block in document.opening:
        yield from _said(block, document)

    def walk(section: Section | CaseStudy) -> Iterator[str]:
        section = section.as_section(document.labels) if isinstance(section, CaseStudy) else section
        yield section.heading
        for block in section.blocks:
            yield from _said(block, document)
        for inner in section.sections:
            yield from walk(inner)

    for section in document.all_sections():
        yield from walk(section)


def spoken_notes(document: Document) -> Iterator[str]:
    """Return the words of every note."""
    for _, words in document.lines():
        yield from (plain_text(note.words) for note in notes_of(words))


def _said(block: Block, document: Document) -> Iterator[str]:
    match block:
        case Facts():
            yield from _said_of_pairs(block.pairs)
        case YouSaidWeDid():
            for answer in block.answers:
                yield from _said_of_pairs(answer.pairs(document.labels))
        case Quote():
            yield from (*segments(block.words), block.attribution)
        case FigureBlock() | MapBlock():
            yield from (block.figure.title, block.figure.source)
            if isinstance(block, MapBlock) or block.has_table:
                yield from (cell for row in block.figure.table.written_rows() for cell in row)
        case TableBlock() | Grid() | ActionTable():
            grid = grid_of(block, document.labels)
            yield from (grid.caption, *(column.name for column in grid.columns))
            yield from (piece for row in grid.rows for cell in row for piece in segments(cell))
            yield from (*grid.notes, grid.source)
        case _:
            yield from (piece for words in lines_of(block) for piece in segments(words))


def _said_of_pairs(pairs: Iterable[tuple[str, Words]]) -> Iterator[str]:
    for term, words in pairs:
        yield from (term, *segments(words))


def segments(words: Words) -> list[str]:
    """Return a line in the pieces between its notes."""
    said = [""]
    for part in parts(words):
        if isinstance(part, Note):
            said.append("")
        else:
            said[-1] += part.text
    return said
