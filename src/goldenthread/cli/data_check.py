"""goldenthread data check FILE --place CODE."""

from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli.options import AsJson, StoreFolder, open_store
from goldenthread.cli.printing import print_json, print_table, say
from goldenthread.engine.errors import QuestionError
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS
from goldenthread.sources.source import SourceError
from goldenthread.sources.upload_checks import check_upload
from goldenthread.sources.upload_files import UploadedTable
from goldenthread.sources.uploads import ColumnMapping, KnownAreas, UploadCheck, guess_mapping, open_upload

File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file or an Excel workbook of areas and values.")]
PlaceCode = Annotated[str, typer.Option("--place", metavar="CODE", help="The place whose areas it is about.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="PART=HEADING", help="Say which column is what, such as value=Rate. Repeat."),
]
Sheet = Annotated[str, typer.Option("--sheet", help="The sheet of a workbook.")]
Unit = Annotated[str, typer.Option("--unit", help="Unit of the values, such as % or per 1,000.")]
RowPeriod = Annotated[str, typer.Option("--period", metavar="PERIOD", help="The period of every row, such as 2023/24.")]
Shares = Annotated[
    bool | None, typer.Option("--shares/--percentages", help="Whether 0.25 means 25% or 0.25%.", show_default=False)
]
LeaveOut = Annotated[bool, typer.Option("--leave-out-unmatched", help="Leave out rows whose area is not known.")]


def check(
    file: File,
    place: PlaceCode,
    column: Columns = None,
    sheet: Sheet = "",
    unit: Unit = "%",
    period: RowPeriod = "",
    shares: Shares = None,
    leave_out_unmatched: LeaveOut = False,
    store: StoreFolder = None,
    as_json: AsJson = False,
) -> None:
    """Say what taking a table would do, without taking it; exit code 1 when something stands in the way."""
    snapshot = open_store(store).place(place).current()
    table, mapping, areas = read_upload(file, snapshot, column or [], sheet, period)
    found = check_upload(
        table,
        mapping,
        areas,
        measure="upload-check",
        unit=unit,
        is_proportion=shares,
        leave_out_unmatched=leave_out_unmatched,
    )
    if as_json:
        print_json({"mapping": mapping, "check": {**_plain(found), "ready": found.is_ready}})
    else:
        print_check(table, mapping, found)
    if not found.is_ready:
        raise typer.Exit(1)


def read_upload(
    file: Path, snapshot: Snapshot, columns: list[str], sheet: str, period: str = ""
) -> tuple[UploadedTable, ColumnMapping, KnownAreas]:
    """The table, what its columns mean (guessed, and corrected as asked) and the areas it may speak of."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourceError(file, f"The file cannot be read ({error.strerror}). Check its name.") from None
    table = open_upload(file.name, content, sheet=sheet)
    areas = KnownAreas.from_table(snapshot.table("areas"))
    given = dict(_pair(each) for each in columns) | ({"period": "", "fixed_period": period} if period else {})
    guessed = guess_mapping(table, areas)
    parts = {part: getattr(guessed, part) for part in ColumnMapping.__dataclass_fields__}
    return table, ColumnMapping(**(parts | given)), areas


def _pair(text: str) -> tuple[str, str]:
    part, equals, heading = text.partition("=")
    if not equals or part not in ColumnMapping.__dataclass_fields__:
        parts = ", ".join(ColumnMapping.__dataclass_fields__)
        raise QuestionError(f"“{text}” does not say which column is what; write PART=HEADING with one of {parts}.")
    return part, heading


def print_check(table: UploadedTable, mapping: ColumnMapping, found: UploadCheck) -> None:
    """Print how the columns are understood, what would be taken and what is wrong."""
    columns = [(part, heading) for part, heading in mapping.columns().items()]
    if mapping.fixed_period:
        columns.append(("period of every row", mapping.fixed_period))
    if mapping.characteristic:
        columns.append(("groups are by", mapping.characteristic))
    print_table(f"How {table.file} is understood", ("Part", "Column"), columns)
    kinds = ", ".join(f"{count} × {AREA_KINDS[kind]}" for kind, count in found.areas_by_kind.items())
    say(f"\n{found.rows:,} rows: {found.values:,} values and {found.missing:,} missing; {kinds or 'no area known'}.")
    if found.periods:
        say(f"Periods: {', '.join(found.periods)}")
    if found.unmatched:
        say(f"Not areas here: {', '.join(found.unmatched[:20])}")
    for problem in found.problems:
        say(f"{'Wrong' if problem.is_fatal else 'Look at'}: {problem}", style="red" if problem.is_fatal else None)
    if not mapping.period and not mapping.fixed_period:
        say("Give one period for all rows with --period, such as --period 2023/24.")
    if any("whether 0.25 means" in problem.sentence for problem in found.fatal):
        say("Say --shares if 0.25 means 25%, or --percentages if it means 0.25%.")
    say("It can be taken." if found.is_ready else "Nothing was taken. Put right what is wrong and check again.")


def _plain(found: UploadCheck) -> dict[str, object]:
    names = (name for name in UploadCheck.__dataclass_fields__ if name != "observations")
    return {name: getattr(found, name) for name in names}
