"""All England, all indicators: how long reading and building takes, how much memory, and how fast gaps are answered.

Run with ``python bench/england.py FOLDER [STORE]``; the folder holds the downloaded official files.
"""

import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from goldenthread.engine.questions import gap_table
from goldenthread.engine.store import Snapshot, Store
from goldenthread.sources.place_build import build_england, build_place

#: Targets of the design: seconds and megabytes on two cores.
INGEST_SECONDS, INGEST_MEGABYTES, GAPS_SECONDS = 60.0, 2000.0, 1.0
DISTRICT = "E08000007"


def megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed_gaps(snapshot: Snapshot, times: int = 5) -> list[float]:
    """Seconds of each answer, the first with a fresh connection."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        gap_table(snapshot)
        taken.append(time.perf_counter() - started)
    return taken


def line(what: str, found: float, target: float, unit: str) -> None:
    """Print a measurement beside its target."""
    print(f"{what:58} {found:9.2f} {unit:3} target {target:7.0f} {'met' if found < target else 'MISSED'}")


def main(folder: Path, store: Store) -> None:
    """Build England, then one district, and ask both for their gaps."""
    started, used = time.perf_counter(), time.process_time()
    built = build_england(folder, store, retrieved=date(2026, 1, 1))
    line("England: read, work out and write", time.perf_counter() - started, INGEST_SECONDS, "s")
    line("England: most memory", megabytes(), INGEST_MEGABYTES, "MB")
    print(f"  processor {time.process_time() - used:.1f} s; " + ", ".join(f"{k} {v:.1f} s" for k, v in built.seconds.items()))
    print("  rows: " + ", ".join(f"{name} {rows:,}" for name, rows in built.rows.items()))
    gaps = timed_gaps(built.snapshot, times=3)
    print(f"  gap table of all England: first {gaps[0]:.2f} s, then {statistics.median(gaps[1:]):.2f} s")
    started = time.perf_counter()
    place = build_place(DISTRICT, folder, store, retrieved=date(2026, 1, 1))
    print(f"{place.snapshot.place.name}: read, work out and write {time.perf_counter() - started:.1f} s")
    gaps = timed_gaps(place.snapshot)
    line(f"{place.snapshot.place.name}: gap table, first", gaps[0], GAPS_SECONDS, "s")
    line(f"{place.snapshot.place.name}: gap table, again (median)", statistics.median(gaps[1:]), GAPS_SECONDS, "s")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Name the folder of downloaded files: python bench/england.py FOLDER [STORE]")
    if len(sys.argv) > 2:
        main(Path(sys.argv[1]), Store(Path(sys.argv[2])))
    else:
        with tempfile.TemporaryDirectory() as kept:
            main(Path(sys.argv[1]), Store(Path(kept)))
