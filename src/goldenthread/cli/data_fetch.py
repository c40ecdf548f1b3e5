"""goldenthread data fetch [SOURCE…] --to DIR."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli.options import AsJson
from goldenthread.cli.printing import fetching, number, print_json, print_table, say
from goldenthread.sources import all_sources
from goldenthread.sources.direct_downloads import fetch_offered, published_by_hand
from goldenthread.sources.fetching import kept_checksums
from goldenthread.sources.fingertips import fetch_indicators
from goldenthread.sources.source import Progress, SourceError


def fetch(
    folder: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder to keep the files in.")],
    source: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Ids of sources; without any, all that offer their files directly."),
    ] = None,
    fingertips: Annotated[
        list[int] | None,
        typer.Option("--fingertips", metavar="NUMBER", help="An indicator of Fingertips by its number; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch official files from their publishers, each whole and with its checksum, or not at all."""
    with fetching(shown=not as_json) as progress:
        files = _fetch(source or [], fingertips or [], folder, progress)
    checksums = kept_checksums(folder)
    by_hand = [] if source or fingertips else published_by_hand()
    if as_json:
        found = [{"file": each.name, "bytes": each.stat().st_size, "sha256": checksums[each.name]} for each in files]
        print_json({"folder": str(folder), "files": found, "by_hand": by_hand})
        return
    print_table(
        f"{len(files)} files in {folder}",
        ("File", "Bytes", "SHA-256"),
        [(each.name, number(each.stat().st_size, 0), checksums[each.name][:16] + "…") for each in files],
        right=(1,),
    )
    if by_hand:
        say(
            f"\n{len(by_hand)} sources are offered through a page only. Download them there, and keep them in {folder}:"
        )
        for each in by_hand:
            typer.echo(f"  {each.source}: {each.address}")
            say(f"    as {' or '.join(each.files)}")
    say(f"\nNext: goldenthread place build CODE --from {folder}")


def _fetch(names: Sequence[str], indicators: Sequence[int], folder: Path, progress: Progress | None) -> list[Path]:
    known = all_sources()
    for name in names:
        if name not in known:
            raise SourceError(name, "This is no source we know. `goldenthread data list` names them.")
    if not names and not indicators:
        return fetch_offered(folder, progress)
    fetched = [path for name in names for path in known[name].fetch(folder, progress)]
    if indicators:
        fetched.append(fetch_indicators(indicators, folder, progress))
    return fetched
