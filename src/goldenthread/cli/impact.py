"""goldenthread impact FILE --method difference."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goldenthread.cli.impact_table import ImpactTable, read_impact_table
from goldenthread.cli.options import AsJson
from goldenthread.cli.printing import print_json, print_table, say, say_error
from goldenthread.sources.source import SourceError

if TYPE_CHECKING:
    import numpy as np


class Method(StrEnum):
    """The methods a file can be asked by."""

    DIFFERENCE = "difference"
    EVENT_STUDY = "event-study"
    SYNTHETIC = "synthetic"
    SERIES = "series"


File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A CSV file with columns unit, period, value, treated (cluster, reason)."),
]
How = Annotated[Method, typer.Option("--method", help="How it is found out.")]
Seed = Annotated[int, typer.Option("--seed", help="Of the dice of the bootstrap, from 13 to 49 clusters.")]
Levels = Annotated[
    bool, typer.Option("--movements", help="Synthetic control: compare movements, not levels, with the donors.")
]
Season = Annotated[int | None, typer.Option("--season", help="Series: periods in a year, such as 12 for months.")]
Worst = Annotated[bool, typer.Option("--chosen-for-being-worst", help="The treated were chosen for being worst.")]


def impact(
    file: File,
    method: How = Method.DIFFERENCE,
    seed: Seed = 1,
    movements: Levels = False,
    season: Season = None,
    chosen_for_being_worst: Worst = False,
    as_json: AsJson = False,
) -> None:
    """Say whether an action worked, from a table of units and periods, and how strong that is as evidence."""
    table = read_impact_table(file)
    try:
        from goldenthread import impact as room
    except ModuleNotFoundError as error:
        say_error(str(error))
        raise typer.Exit(1) from None
    import numpy as np

    try:
        found = _evaluate(room, table, method, np.random.default_rng(seed), movements, season)
    except room.ImpactError as error:
        raise SourceError(file, str(error)) from None
    strength = room.strength_of_evidence(found, chosen_for_being_worst=chosen_for_being_worst)
    columns = {name: column.tolist() for name, column in found.as_columns().items()}
    if as_json:
        print_json({"method": method, "sentences": found.sentences, "table": columns, "strength": strength})
        return
    for sentence in found.sentences:
        say(sentence)
    say()
    names = [name for name, column in columns.items() if any(cell != "" for cell in column)]
    rows = list(zip(*([_cell(cell) for cell in columns[name]] for name in names), strict=True))
    print_table("", names, rows, right=[i for i, name in enumerate(names) if name not in {"name", "period", "reason"}])
    say()
    say(str(strength))


def _evaluate(
    room: Any, table: ImpactTable, method: Method, generator: "np.random.Generator", movements: bool, season: int | None
) -> Any:
    columns = (table.units, table.periods, table.values, table.treated)
    if method is Method.SYNTHETIC:
        return room.synthetic_control(*columns, reasons=table.reasons, allow_level_difference=movements)
    if method is Method.SERIES:
        if len(set(table.units)) != 1:
            raise room.ImpactError(f"A series is of one unit; there are {len(set(table.units))}.")
        started: list[Any] = [period for period, on in zip(table.periods, table.treated, strict=True) if on]
        if not started:
            raise room.ImpactError("No period is marked as treated. Write 1 from the first period of the action on.")
        return room.interrupted_series(table.periods, table.values, start=min(started), season_length=season)
    ask = room.event_study if method is Method.EVENT_STUDY else room.difference_in_differences
    return ask(*columns, clusters=table.clusters, reasons=table.reasons, generator=generator)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "–" if value != value else f"{value:.4g}".replace("-", "−")
    return str(value)
