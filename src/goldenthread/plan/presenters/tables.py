"""The tables of a measure's page: what was aimed for, what was achieved, what was held."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from goldenthread.plan import documents
from goldenthread.plan.figures import CadenceGrid, as_stated
from goldenthread.plan.presenters.words import write_day
from goldenthread.publishing.figures import Cell, Column, Table


def target_table(measure: documents.MeasureDocument) -> Table | None:
    if not measure.targets:
        return None
    rows = tuple(
        (
            write_day(target.decided_on),
            (target.words or (as_stated(measure, target.value) if target.value is not None else "")),
            write_day(target.target_on),
            target.decision,
            target.reason,
        )
        for target in reversed(measure.targets)
    )
    columns = (Column("Decided on"), Column("Aimed for"), Column("By"), Column("Decision"), Column("Why"))
    return _without_empty_columns("What we aimed for, and who decided it", columns, rows)


def achieved_table(measure: documents.MeasureDocument, *, on: date) -> Table | None:
    readings = [reading for reading in measure.progress.readings if reading.on <= on]
    if not readings:
        return None
    rows = tuple(
        (
            reading.period or f"Up to {write_day(reading.on)}",
            _write_reading(measure, reading),
            reading.text,
            reading.evidence,
        )
        for reading in reversed(readings)
    )
    columns = (Column("When"), Column("Achieved"), Column("In words"), Column("Evidence"))
    return _without_empty_columns("What was achieved", columns, rows)


def _write_reading(measure: documents.MeasureDocument, reading: documents.ReadingDocument) -> str:
    if reading.stage_counts:
        named = zip(measure.stages, reading.stage_counts, strict=False)
        return "; ".join(f"{stage}: {count:,}" for stage, count in named)
    if reading.count is not None and reading.planned is not None:
        return f"{reading.count:,} opened, {reading.planned:,} planned"
    if reading.count is not None and reading.denominator is not None:
        return f"{reading.count:,} of {reading.denominator:,}"
    value = reading.value if reading.value is not None else reading.count
    return as_stated(measure, Decimal(value)) if value is not None else ""


def grid_table(grid: CadenceGrid, measure: documents.MeasureDocument) -> Table:
    every = measure.cadence.every if measure.cadence else "period"
    columns = (Column("Place"), *(Column(period, 0) for period in grid.periods))
    rows: tuple[tuple[Cell, ...], ...] = tuple((row.name, *row.held) for row in grid.rows)
    return Table(f"How many were held, by place and {every}", columns, rows)


def grid_sentence(grid: CadenceGrid) -> str:
    missed = grid.expected - grid.kept
    if not missed:
        return f"All {grid.expected:,} were held."
    return f"{grid.kept:,} of {grid.expected:,} were held; {missed:,} {'was' if missed == 1 else 'were'} missed."


def _without_empty_columns(caption: str, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    kept = [index for index in range(len(columns)) if any(row[index] for row in rows)]
    chosen: tuple[tuple[Cell, ...], ...] = tuple(tuple(row[index] for index in kept) for row in rows)
    return Table(caption, tuple(columns[index] for index in kept), chosen)
