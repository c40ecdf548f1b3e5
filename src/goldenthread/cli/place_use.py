"""goldenthread place use CODE [SNAPSHOT]."""

from typing import Annotated

import typer

from goldenthread.cli.options import Code, StoreFolder, open_store
from goldenthread.cli.printing import say


def use(
    code: Code,
    snapshot: Annotated[
        str | None, typer.Argument(metavar="[SNAPSHOT]", help="Its id; the folder's current one unless named.")
    ] = None,
    store: StoreFolder = None,
) -> None:
    """Make a snapshot the current one: an older one again, or one from the folder in the database of EVIDENCE_URL."""
    place = open_store(store).place(code)
    place.make_current(snapshot)
    current = place.current()
    say(f"{current.place.name} ({code}) is now answered from snapshot {current.id}.", style="bold")
    others = [each for each in place.snapshots() if each != current.id]
    if others:
        say(f"Also kept: {', '.join(others)}.")
