"""How the command line prints: tables within 100 columns, JSON, progress and errors."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from math import isfinite
from typing import Any, Literal

import numpy as np
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from goldenthread.core.estimates import Estimate
from goldenthread.sources.place_build import Report
from goldenthread.sources.source import Progress as FetchProgress

WIDTH = 100


def console(*, stderr: bool = False) -> Console:
    """A console no wider than 100 columns; colours only where a terminal asks for them."""
    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    made.width = min(made.width, WIDTH) if made.is_terminal else WIDTH
    return made


def say(text: str = "", style: str | None = None) -> None:
    """Print a line, wrapped at words."""
    console().print(text, style=style, markup=False)


def say_error(sentence: str) -> None:
    """Print one sentence on the error stream."""
    console(stderr=True).print(f"Error: {sentence}", style="bold red", markup=False, soft_wrap=True)


def print_json(content: Any) -> None:
    """Print anything as JSON: dataclasses as objects, dates as ISO 8601, a missing number as null."""
    typer.echo(json.dumps(as_plain(content), ensure_ascii=False, indent=2))


def as_plain(content: Any) -> Any:
    """Dataclasses, enumerations, dates and arrays as what JSON knows."""
    if is_dataclass(content) and not isinstance(content, type):
        return {each.name: as_plain(getattr(content, each.name)) for each in fields(content)}
    if isinstance(content, Enum):
        return content.value
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, dict):
        return {str(key): as_plain(each) for key, each in content.items()}
    if isinstance(content, (list, tuple, set, frozenset, np.ndarray)):
        return [as_plain(each) for each in content]
    if isinstance(content, (float, np.floating)):
        return float(content) if isfinite(content) else None
    return content.item() if isinstance(content, np.generic) else content


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    whole: Sequence[int] = (),
) -> None:
    """Print a table; columns at the positions `right` are set to the right; they and those in `whole` never break."""
    if title:
        say(title, style="italic")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=any(columns))
    for position, column in enumerate(columns):
        justify: Literal["right", "left"] = "right" if position in right else "left"
        unbroken = position in right or position in whole
        table.add_column(column, justify=justify, no_wrap=unbroken, overflow="fold")
    for row in rows:
        table.add_row(*(_escaped(cell) for cell in row))
    console().print(table)


def _escaped(cell: str) -> str:
    return cell.replace("[", r"\[")


def number(value: float | None, decimals: int = 1) -> str:
    """A number with thousands' commas, or a dash where there is none."""
    return "–" if value is None else f"{value:,.{decimals}f}"


def with_limits(estimate: Estimate | None, decimals: int = 1) -> str:
    """A value with its 95% interval in brackets, where it has one."""
    if estimate is None:
        return "–"
    shown = number(estimate.value, decimals)
    if estimate.limits is None:
        return shown
    return f"{shown} ({number(estimate.limits.lower, decimals)} to {number(estimate.limits.upper, decimals)})"


@contextmanager
def progress(shown: bool) -> Iterator[Report | None]:
    """Progress on the error stream: what is happening, how far it is, how long it has taken; only on a terminal."""
    errors = console(stderr=True)
    if not (shown and errors.is_terminal):
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=what[:60], completed=done, total=total)

        yield report


@contextmanager
def fetching(shown: bool) -> Iterator[FetchProgress | None]:
    """Progress of files on their way, on the error stream: a bar and the bytes of each; only on a terminal."""
    errors = console(stderr=True)
    if not (shown and errors.is_terminal):
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(20), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def report(file: str, received: int, expected: int | None) -> None:
            if file not in tasks:
                tasks[file] = bar.add_task(file[-40:], total=expected)
            bar.update(tasks[file], completed=received)

        yield report
