"""The arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from goldenthread.engine.store import Store, default_store

Code = Annotated[str, typer.Argument(metavar="CODE", help="Code of the place, such as E08000007 (Stockport).")]
StoreFolder = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Where evidence is kept [GOLDENTHREAD_STORE, or ./var/evidence]."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Quantiles = Annotated[
    str, typer.Option("--fifths", metavar="place|national", help="Fifths of this place's residents, or of England's.")
]


def open_store(folder: Path | None) -> Store:
    """The store in the folder named, else the default one."""
    return Store(folder) if folder else default_store()
