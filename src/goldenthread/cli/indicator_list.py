"""goldenthread indicator list."""

from typing import Annotated

import typer

from goldenthread.cli.options import AsJson
from goldenthread.cli.printing import print_json, print_table
from goldenthread.definitions import load_indicators


def list_indicators(
    theme: Annotated[str, typer.Option("--theme", help="Only those whose theme has this word.")] = "",
    as_json: AsJson = False,
) -> None:
    """List every indicator that is defined."""
    chosen = [each for each in load_indicators().values() if theme.casefold() in each.theme.casefold()]
    if as_json:
        print_json(chosen)
        return
    rows = [(each.slug, each.plain_name, each.unit, each.theme) for each in chosen]
    print_table(f"{len(rows)} indicators", ("Slug", "In plain English", "Unit", "Theme"), rows, whole=(0,))
