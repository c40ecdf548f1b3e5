"""What stands under a heading: paragraphs, lists, quotations, tables, figures, actions, answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.publishing.document.labels import ENGLISH, Labels
from goldenthread.publishing.document.words import ClaimSpan, Span, Words, plain_text
from goldenthread.publishing.figures import Column, Figure, Table


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

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueError("A list needs at least one item: leave out the list, or say that there is nothing.")


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and who."""

    words: Words
    attribution: str = ""

    def __post_init__(self) -> None:
        if not plain_text(self.words).strip():
            raise ValueError(f"The quotation of “{self.attribution or 'nobody'}” has no words.")


@dataclass(frozen=True, slots=True)
class Inset:
    """A passage set apart: a warning, a note, "this council is invented"."""

    words: Words


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a term and what it is: owner, status, due."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class CellClaim:
    """Binds one cell of a table to a fact; rows and columns are counted from 0, the heading row apart."""

    row: int
    column: int
    slug: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table in the text, its cells bound to facts where `claims` says so."""

    table: Table
    claims: tuple[CellClaim, ...] = ()

    def __post_init__(self) -> None:
        _check_cells(self.table, self.claims)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells are lines of words, with links and claims; the first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    source: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Table(self.caption, self.columns, tuple(tuple(map(plain_text, row)) for row in self.rows))


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure in the text; with its table under it if asked."""

    figure: Figure
    has_table: bool = False


@dataclass(frozen=True, slots=True)
class MapBlock:
    """A map; its list of areas always stands beside it, for those who cannot see the map or do not know the streets.

    What the list says of an area is bound to a fact where `claims` says so.
    """

    figure: Figure
    claims: tuple[CellClaim, ...] = ()

    def __post_init__(self) -> None:
        if not self.figure.table.rows:
            raise ValueError(f"The map “{self.figure.title}” needs the list of its areas beside it.")
        _check_cells(self.figure.table, self.claims)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action of the plan as a line of a table."""

    title: Words
    lead: str = ""
    due: str = ""
    status: str = ""
    reason: str = ""  # of the status
    link: str = ""


@dataclass(frozen=True, slots=True)
class ActionTable:
    """Actions with who leads each, when it is due and how it stands."""

    caption: str
    rows: tuple[ActionRow, ...]

    def __post_init__(self) -> None:
        if not self.caption.strip():
            raise ValueError("A table of actions needs a caption: say which actions these are.")
        if not self.rows:
            raise ValueError(f"The table “{self.caption}” has no action. Leave it out, or say that there is none.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What people said, and what came of it: done, promised, or not possible and why."""

    said: Words
    did: Words = ""
    will: Words = ""
    cannot: Words = ""

    def __post_init__(self) -> None:
        if not plain_text(self.said).strip():
            raise ValueError("An answer needs what was said.")
        if not any(plain_text(words).strip() for words in (self.did, self.will, self.cannot)):
            raise ValueError(
                f"“{plain_text(self.said)}” is not answered: say what was done, what will be, or why it cannot be."
            )

    def pairs(self, labels: Labels) -> tuple[tuple[str, Words], ...]:
        """Return what was said and each answer under its label."""
        all_pairs = (
            (labels.you_said, self.said),
            (labels.we_did, self.did),
            (labels.we_will, self.will),
            (labels.we_cannot, self.cannot),
        )
        return tuple((label, words) for label, words in all_pairs if plain_text(words).strip())


@dataclass(frozen=True, slots=True)
class YouSaidWeDid:
    """What people said and what came of it, one answer after the other."""

    answers: tuple[Answer, ...]

    def __post_init__(self) -> None:
        if not self.answers:
            raise ValueError("“You said, we did” needs at least one answer.")


Block = (
    Paragraph
    | ItemList
    | Quote
    | Inset
    | Facts
    | TableBlock
    | Grid
    | FigureBlock
    | MapBlock
    | ActionTable
    | YouSaidWeDid
)


def grid_of(block: TableBlock | Grid | ActionTable | MapBlock | Table, labels: Labels = ENGLISH) -> Grid:
    """Return any kind of table, and the list of a map’s areas, as the one kind that renderers draw."""
    match block:
        case Grid():
            return block
        case MapBlock():
            return _bound_grid(TableBlock(block.figure.table, block.claims))
        case Table():
            return grid_of(TableBlock(block), labels)
        case TableBlock():
            return _bound_grid(block)
        case ActionTable():
            names = (labels.action, labels.lead, labels.due, labels.status)
            columns = tuple(Column(name, width=width) for name, width in zip(names, (5, 3, 2, 4), strict=True))
            return Grid(block.caption, columns, tuple(_action_cells(row) for row in block.rows))


def _check_cells(table: Table, claims: tuple[CellClaim, ...]) -> None:
    for claim in claims:
        if not (0 <= claim.row < len(table.rows) and 0 <= claim.column < len(table.columns)):
            raise ValueError(
                f"The claim “{claim.slug}” names row {claim.row + 1}, column {claim.column + 1} of the table "
                f"“{table.caption}”, which has {len(table.rows)} rows and {len(table.columns)} columns."
            )


def _bound_grid(block: TableBlock) -> Grid:
    table = block.table
    bound = {(claim.row, claim.column): claim for claim in block.claims}
    rows = []
    for row, written in enumerate(table.written_rows()):
        cells: list[Words] = []
        for column, words in enumerate(written):
            claim = bound.get((row, column))
            value = table.rows[row][column]
            number = None if isinstance(value, str) else value
            cells.append((ClaimSpan(words, claim.slug, number, claim.verdict),) if claim else words)
        rows.append(tuple(cells))
    return Grid(table.caption, table.columns, tuple(rows), table.source, table.notes)


def _action_cells(row: ActionRow) -> tuple[Words, ...]:
    status: Words = row.status
    if row.reason:
        status = (Span(f"{row.status}. " if row.status else "", is_strong=True), row.reason)
    title = (Span(plain_text(row.title), link=row.link),) if row.link and isinstance(row.title, str) else row.title
    return (title, row.lead, row.due, status)


def lines_of(block: Block) -> Iterator[Words]:
    """Return every line of a block that can hold claims and notes, in the order in which it is read."""
    match block:
        case Paragraph() | Quote() | Inset():
            yield block.words
        case ItemList():
            yield from block.items
        case Facts():
            yield from (words for _, words in block.pairs)
        case TableBlock() | Grid() | ActionTable() | MapBlock():
            for row in grid_of(block).rows:
                yield from row
        case YouSaidWeDid():
            for answer in block.answers:
                yield from (words for _, words in answer.pairs(ENGLISH))
        case FigureBlock():
            return
