"""goldenthread place list."""

from goldenthread.cli.options import AsJson, StoreFolder, open_store
from goldenthread.cli.printing import print_json, print_table, say


def list_places(store: StoreFolder = None, as_json: AsJson = False) -> None:
    """List the places that have been built."""
    opened = open_store(store)
    places = [opened.place(code) for code in opened.places()]
    found = [(place.current(), len(place.snapshots())) for place in places]
    if as_json:
        print_json([{"place": each.place, "snapshot": each.id, "snapshots_kept": kept} for each, kept in found])
        return
    if not found:
        say(f"No place is built in {opened.directory}. Build one with `goldenthread place build CODE --from FOLDER`.")
        return
    rows = [(each.place.code, each.place.name, each.place.kind, each.id, str(kept)) for each, kept in found]
    print_table("Places", ("Code", "Name", "Kind", "Snapshot", "Kept"), rows, right=(4,))
