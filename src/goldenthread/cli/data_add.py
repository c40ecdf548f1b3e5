"""goldenthread data add FILE --place CODE --name … ."""

from datetime import datetime
from typing import Annotated

import typer

from goldenthread.cli.data_check import (
    Columns,
    File,
    LeaveOut,
    PlaceCode,
    RowPeriod,
    Shares,
    Sheet,
    Unit,
    print_check,
    read_upload,
)
from goldenthread.cli.options import AsJson, StoreFolder, open_store
from goldenthread.cli.printing import print_json, say
from goldenthread.core.estimates import Polarity
from goldenthread.engine.errors import QuestionError
from goldenthread.sources.upload_definitions import UploadDefinition
from goldenthread.sources.upload_taking import prepare_upload, take_upload, try_upload

POLARITIES = {"higher": Polarity.HIGHER_IS_BETTER, "lower": Polarity.LOWER_IS_BETTER, "neither": Polarity.NEITHER}


def add(
    file: File,
    place: PlaceCode,
    name: Annotated[str, typer.Option("--name", help="What it is called on pages, in plain English.")],
    definition: Annotated[str, typer.Option("--definition", help="What exactly is counted, in a sentence.")],
    publisher: Annotated[str, typer.Option("--publisher", help="Who published it.")],
    licence: Annotated[str, typer.Option("--licence", help="Under which licence.")],
    address: Annotated[str, typer.Option("--address", help="Where it was published.")],
    better: Annotated[str, typer.Option("--better", metavar="higher|lower|neither", help="Which way is better.")],
    column: Columns = None,
    sheet: Sheet = "",
    unit: Unit = "%",
    multiplier: Annotated[float, typer.Option("--per", help="What a value is given per, such as 100 or 100000.")] = 100,
    period: RowPeriod = "",
    shares: Shares = None,
    leave_out_unmatched: LeaveOut = False,
    store: StoreFolder = None,
    as_json: AsJson = False,
) -> None:
    """Check a table of your own and take it into a place's evidence: all of it or nothing."""
    if better not in POLARITIES:
        raise QuestionError(f"--better is higher, lower or neither, not “{better}”.")
    kept = open_store(store).place(place)
    snapshot = kept.current()
    try:
        said = UploadDefinition(
            name=name,
            plain_name=name,
            definition=definition,
            unit=unit,
            polarity=POLARITIES[better],
            publisher=publisher,
            licence=licence,
            address=address,
            multiplier=multiplier,
        )
    except ValueError as refusal:
        raise QuestionError(str(refusal)) from None
    table, mapping, areas = read_upload(file, snapshot, column or [], sheet, period)
    found = try_upload(table, mapping, areas, said, is_proportion=shares, leave_out_unmatched=leave_out_unmatched)
    if not found.is_ready:
        if not as_json:
            print_check(table, mapping, found)
        found.taken()
    upload = prepare_upload(snapshot, found, mapping, said)
    taken = take_upload(kept, upload, retrieved=datetime.now().astimezone().date())
    if as_json:
        print_json({"indicator": upload.indicator.slug, "snapshot": taken.id, "values": found.values})
        return
    print_check(table, mapping, found)
    say(f"Taken as “{upload.indicator.slug}”: snapshot {taken.id} of {taken.place.name}.", style="bold")
    say(f"Next: goldenthread indicator show {upload.indicator.slug} --place {place}")
