"""goldenthread place show CODE."""

from goldenthread.cli.options import AsJson, Code, StoreFolder, open_store
from goldenthread.cli.printing import number, print_json, print_table, say
from goldenthread.engine.questions import data_quality, place_summary
from goldenthread.engine.questions.place_summary import PlaceSummary
from goldenthread.engine.tables import AREA_KINDS


def show(code: Code, store: StoreFolder = None, as_json: AsJson = False) -> None:
    """Show what a place is and what is known about it."""
    snapshot = open_store(store).place(code).current()
    summary = place_summary(snapshot)
    if as_json:
        print_json({"summary": summary, "quality": data_quality(snapshot), "manifest": snapshot.manifest})
        return
    _print(summary)


def _print(summary: PlaceSummary) -> None:
    where = f", {summary.region}" if summary.region else ""
    say(f"{summary.name} ({summary.code}), {AREA_KINDS[summary.kind]}{where}", style="bold")
    if summary.population:
        say(f"{summary.population:,.0f} residents ({summary.population_year}).")
    areas = [(AREA_KINDS[kind], number(count, 0)) for kind, count in summary.areas.items()]
    print_table("\nAreas", ("Kind", "Number"), areas, right=(1,))
    spread = summary.polarisation
    if spread:
        rows = [
            (str(each.tenth), str(each.areas), number(each.population, 0), f"{100 * each.share:.1f}%")
            for each in spread.tenths
        ]
        print_table(
            f"\nResidents by England's tenths of deprivation ({spread.edition}; 1 is the most deprived)",
            ("Tenth", "Small areas", "Residents", "Share"),
            rows,
            right=(0, 1, 2, 3),
        )
        for note in spread.notes:
            say(note)
    without = len(summary.indicators_without_values)
    say(f"\n{summary.indicators} indicators have values here; {without} have none.")
    say(f"Snapshot {summary.snapshot}, retrieved {summary.retrieved}; {summary.mended} notes on what was mended.")
