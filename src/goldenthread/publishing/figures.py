"""A figure is a picture, its alternative text and the table behind it, travelling together."""

from dataclasses import dataclass, field, replace

from goldenthread.publishing.numbers import format_plain

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading with the unit in words, and how its numbers are written."""

    name: str
    decimals: int | None = None  # None: a column of text
    width: int = 0  # beside the other columns, on paper; 0: as is usual

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers, so that it is set to the right."""
        return self.decimals is not None


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a picture; the first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.caption.strip():
            raise ValueError("A table needs a caption: say what it shows.")
        if not self.columns:
            raise ValueError(f"The table “{self.caption}” has no columns.")
        for position, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Row {position} of the table “{self.caption}” has {len(row)} cells; "
                    f"it needs {len(self.columns)}, one a column."
                )

    def without_empty_columns(self) -> "Table":
        """Return the table without columns that hold nothing in any row; the first column stays."""
        kept = [
            index
            for index in range(len(self.columns))
            if index == 0 or any(row[index] is not None and row[index] != "" for row in self.rows)
        ]
        return replace(
            self,
            columns=tuple(self.columns[index] for index in kept),
            rows=tuple(tuple(row[index] for index in kept) for row in self.rows),
        )

    def written_rows(self) -> list[list[str]]:
        """Return every cell as text, numbers with their column's decimals, a missing one as "not available"."""
        return [[write_cell(cell, column) for cell, column in zip(row, self.columns, strict=True)] for row in self.rows]


def write_cell(cell: Cell, column: Column) -> str:
    """Return one cell as text."""
    if cell is None:
        return "not available" if column.is_number else ""
    if isinstance(cell, str):
        return cell
    return format_plain(float(cell), column.decimals or 0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture drawn twice (wide, and narrow for a phone), its words and its table."""

    svg_wide: str
    svg_narrow: str
    title: str  # says the finding, not the topic
    alternative_text: str
    table: Table
    source: str = ""
    note: str = ""  # how to read it: what the bands and whiskers are

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A figure needs a title that says what it shows.")
        if not self.alternative_text.strip():
            raise ValueError(f"The figure “{self.title}” needs an alternative text.")
