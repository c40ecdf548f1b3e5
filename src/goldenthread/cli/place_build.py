"""goldenthread place build CODE --from DIR."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli.options import AsJson, Code, StoreFolder, open_store
from goldenthread.cli.printing import fetching, number, print_json, print_table, progress, say
from goldenthread.engine.questions.data_quality import data_quality
from goldenthread.sources.direct_downloads import fetch_missing
from goldenthread.sources.place_build import BuildReport, build_place

MOST_ISSUES = 15


def build(
    code: Code,
    folder: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="Folder that holds the downloaded official files.")
    ],
    fetch: Annotated[
        bool, typer.Option("--fetch", help="First fetch into the folder what publishers offer directly and it lacks.")
    ] = False,
    store: StoreFolder = None,
    as_json: AsJson = False,
) -> None:
    """Build a place from a folder of official files: all or nothing."""
    if fetch:
        with fetching(shown=not as_json) as received:
            fetch_missing(folder, received)
    today = datetime.now().astimezone().date()
    with progress(shown=not as_json) as report:
        built = build_place(code, folder, open_store(store), retrieved=today, progress=report)
    if as_json:
        print_json(_plain(built))
    else:
        _print(built)


def _plain(built: BuildReport) -> dict[str, object]:
    quality = data_quality(built.snapshot)
    return {
        "place": built.snapshot.place,
        "snapshot": built.snapshot.id,
        "rows": built.rows,
        "seconds": built.seconds,
        "indicators": built.indicators,
        "absent_sources": built.absent,
        "incomplete": built.incomplete,
        "dissolved": built.dissolved,
        "quality": quality,
    }


def _print(built: BuildReport) -> None:
    place = built.snapshot.place
    quality = data_quality(built.snapshot)
    took = sum(built.seconds.values())
    say(f"{place.name} ({place.code}) is built: snapshot {built.snapshot.id}, in {took:.0f} seconds.", style="bold")
    say(
        f"{len(built.indicators)} indicators with {built.rows['values']:,} values for {built.rows['areas']:,} areas, "
        f"from {len(built.sources)} sources.\n"
    )
    print_table(
        "What was read",
        ("Source", "Publisher", "Files", "Rows", "Values", "Missing", "Notes"),
        [
            (
                each.name,
                each.publisher,
                str(len(each.files)),
                number(each.rows, 0),
                number(each.values, 0),
                number(each.missing, 0),
                str(len(each.issues)),
            )
            for each in quality.sources
        ],
        right=(2, 3, 4, 5, 6),
    )
    issues = [issue for each in quality.sources for issue in each.issues] + list(quality.other_issues)
    print_table(
        f"\nWhat was mended or left out: the first {min(MOST_ISSUES, len(issues))} of {len(issues)} notes",
        ("File", "Where", "What was done"),
        [(issue["file"], issue["field"] or "", issue["what_was_done"]) for issue in issues[:MOST_ISSUES]],
    )
    for kind, codes in built.dissolved.items():
        say(f"{len(codes)} outlines of {kind} were drawn from their small areas (best fit).")
    if built.absent:
        say(f"Not in the folder: {', '.join(built.absent)}.")
    if built.without_values:
        say(f"Without any value here: {', '.join(built.without_values)}.")
    say(f"\nNext: goldenthread gaps {place.code}")
