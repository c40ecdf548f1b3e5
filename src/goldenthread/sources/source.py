"""What a source is, what it hands over, and how it says that something is wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from goldenthread.engine import tables

OPEN_GOVERNMENT_LICENCE = "Open Government Licence v3.0"
OPEN_GOVERNMENT_LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

#: Called while a file is fetched: the file's name, the bytes received and the bytes expected (None when not announced).
Progress = Callable[[str, int, int | None], None]


class SourceError(ValueError):
    """One sentence about what is wrong with a file: which file, row and column, and what to do.

    >>> print(SourceError("rates.csv", "“n/a” is not a number.", row=7, column="value"))
    rates.csv, row 7, column “value”: “n/a” is not a number.
    """

    def __init__(self, file: str | Path, sentence: str, *, row: int | None = None, column: str | None = None) -> None:
        self.file = Path(file).name
        self.sentence = sentence
        self.row = row
        self.column = column
        super().__init__(str(self))

    def __str__(self) -> str:
        where = [self.file]
        if self.row is not None:
            where.append(f"row {self.row:,}")
        if self.column is not None:
            where.append(f"column “{self.column}”")
        return f"{', '.join(where)}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the publisher offers at a lasting address, and the name it is kept under."""

    address: str
    file: str
    sha256: str | None = None  # known only where the publisher's file never changes


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table of official statistics comes from and what it looks like.

    Raises ValueError when a line that a reader relies on is blank.
    """

    id: str  # "imd2025_lsoa21": lower case, used in VALUES.source and in addresses of pages
    name: str  # "Indices of Deprivation 2025, LSOA"
    publisher: str
    licence: str
    licence_url: str
    address: str  # the publisher's page for it
    layout: str  # one sentence: what a row is and which columns matter
    vintage: str  # "2025", "mid-2020", "2016 to 2020"
    geography: tuple[str, ...]  # kinds of area, keys of goldenthread.engine.tables.AREA_KINDS
    files: tuple[str, ...]  # glob patterns in the folder of downloaded files
    measures: tuple[str, ...] = ()  # keys of OBSERVATIONS.measure; empty when the files say which
    downloads: tuple[Download, ...] = ()
    notes: tuple[str, ...] = ()  # sentences for the data page: caveats that hold for every value

    def __post_init__(self) -> None:
        for name in ("id", "name", "publisher", "licence", "address", "layout", "vintage"):
            if not str(getattr(self, name)).strip():
                raise ValueError(f"The source “{self.id or self.name}” has no {name}.")
        if not self.files:
            raise ValueError(f"The source “{self.id}” names no file.")
        unknown = sorted(set(self.geography) - set(tables.AREA_KINDS))
        if unknown:
            raise ValueError(f"The source “{self.id}” names kinds of area that do not exist: {', '.join(unknown)}.")

    def files_in(self, folder: Path) -> list[Path]:
        """The files of this source that lie in `folder`, by name; a file is listed once."""
        found = {path for pattern in self.files for path in folder.glob(pattern) if path.is_file()}
        return sorted(found)


#: The tables a source may hand over, with their schemas.
SCHEMAS: Mapping[str, pa.Schema] = {
    "observations": tables.OBSERVATIONS,
    "areas": tables.AREAS,
    "area_links": tables.AREA_LINKS,
    "outlines": tables.OUTLINES,
    "population": tables.POPULATION,
    "deprivation": tables.DEPRIVATION,
    "neighbours": tables.NEIGHBOURS,
    "postcodes": tables.POSTCODES,
    "area_changes": tables.AREA_CHANGES,
}


@dataclass(frozen=True, slots=True)
class SourceTables:
    """What one source read: each table in its engine schema, None where the file was not there.

    Raises ValueError when a table has another schema or a gap in a column that may have none.
    """

    observations: pa.Table | None = None
    areas: pa.Table | None = None
    area_links: pa.Table | None = None
    outlines: pa.Table | None = None
    population: pa.Table | None = None
    deprivation: pa.Table | None = None
    neighbours: pa.Table | None = None
    postcodes: pa.Table | None = None
    area_changes: pa.Table | None = None
    files: tuple[Path, ...] = ()  # the files that were read

    def __post_init__(self) -> None:
        for name, table in self.present().items():
            check_schema(name, table, SCHEMAS[name])

    def present(self) -> dict[str, pa.Table]:
        """The tables that are there, by name."""
        named = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "files"}
        return {name: table for name, table in named.items() if table is not None}

    @property
    def rows(self) -> int:
        """How many rows all the tables have together."""
        return sum(table.num_rows for table in self.present().values())


def check_schema(name: str, table: pa.Table, schema: pa.Schema) -> None:
    """Refuse, with ValueError, a table whose columns, types or gaps differ from `schema`."""
    if table.schema.names != schema.names:
        raise ValueError(f"The table “{name}” has columns {table.schema.names}; expected {schema.names}.")
    for item in schema:
        column = table.column(item.name)
        if column.type != item.type:
            raise ValueError(f"Column “{item.name}” of “{name}” is {column.type}; expected {item.type}.")
        if not item.nullable and column.null_count:
            raise ValueError(f"Column “{item.name}” of “{name}” has {column.null_count:,} gaps and may have none.")


def join_tables(read: Iterable[SourceTables]) -> dict[str, pa.Table]:
    """The tables of several sources under one another, by name; only the names that any of them has."""
    parts: dict[str, list[pa.Table]] = {}
    for source_tables in read:
        for name, table in source_tables.present().items():
            parts.setdefault(name, []).append(table.cast(SCHEMAS[name]))
    return {name: pa.concat_tables(found) for name, found in parts.items()}


@dataclass(slots=True)
class IssueLog:
    """What was found wrong in the files of one source, and what was done about it."""

    source: str
    _rows: list[dict[str, object]] = field(default_factory=list)

    def note(
        self,
        file: str | Path,
        what_was_done: str,
        *,
        line: int | None = None,
        field: str | None = None,
        value: object = None,
    ) -> None:
        """Write down one thing that was mended, left out or doubted: a sentence, and where it is."""
        self._rows.append(
            {
                "source": self.source,
                "file": Path(file).name,
                "line": line,
                "field": field,
                "value": None if value is None else str(value),
                "what_was_done": what_was_done,
            }
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return True  # a log with nothing in it is still a log to write into

    @property
    def sentences(self) -> list[str]:
        """What was done, in the order it was noted."""
        return [str(row["what_was_done"]) for row in self._rows]

    def table(self) -> pa.Table:
        """The notes in the schema of a snapshot's issues."""
        return pa.Table.from_pylist(self._rows, schema=tables.ISSUES)


class SourceModule(Protocol):
    """A file of this package that reads a source."""

    @property
    def SOURCE(self) -> Source: ...  # noqa: N802 - a module's constant

    def fetch(self, folder: Path, progress: Progress | None = None) -> list[Path]:
        """Fetch the source's files from the publisher into `folder`; returns what was written."""
        ...

    def read(self, folder: Path, issues: IssueLog) -> SourceTables:
        """Read the source's files in `folder`: all of it, or a SourceError."""
        ...
