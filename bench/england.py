"""All England, all indicators: how long reading and building takes, how much memory, and how fast gaps are answered.

    python bench/england.py                  the official files in ../shared/data, a store made for this and removed
    python bench/england.py FOLDER [STORE]   files and store of your own

Two plain pandas versions run beside it: the ratio holds better than seconds from one machine to another.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from goldenthread.engine.questions import gap_table
from goldenthread.engine.questions.small_areas import KINDS
from goldenthread.engine.store import Snapshot, Store
from goldenthread.sources import population20_lsoa11
from goldenthread.sources.place_build import build_england, build_place
from goldenthread.sources.source import IssueLog

#: Targets of the design: seconds and megabytes on two cores.
INGEST_SECONDS, INGEST_MEGABYTES, GAPS_SECONDS = 60.0, 2000.0, 1.0
DISTRICT = "E08000007"
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
RETRIEVED = date(2026, 1, 1)


def megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of a few runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def line(what: str, found: float, target: float, unit: str) -> None:
    """Print a measurement beside its target."""
    print(f"{what:58} {found:9.2f} {unit:3} target {target:7.0f} {'met' if found < target else 'MISSED'}")


def beside(what: str, ours: float, plain: float) -> None:
    """Print a measurement beside that of a plain pandas version of the same run."""
    print(f"{what:58} {ours:9.3f} s   plain pandas {plain:7.3f} s, {plain / ours:.1f} times as long")


def one_file(folder: Path) -> None:
    """Read, check and lay out one file of 33,000 areas by 91 ages, beside pandas doing so without the checks."""
    found = population20_lsoa11.SOURCE.files_in(folder)
    if not found:
        print("One file: skipped, because the folder has no population by small area.")
        return
    with tempfile.TemporaryDirectory() as alone:
        path = Path(shutil.copy(found[0], alone))

        def ours() -> object:
            return population20_lsoa11.read(Path(alone), IssueLog("bench")).population

        def plain() -> pd.DataFrame:
            wide = pd.read_csv(path).drop(columns=["lsoa11_name", "total_population"])
            wide = wide[wide["lsoa11_code"].str.startswith("E")]
            long = wide.melt("lsoa11_code", var_name="age_from", value_name="people")
            long["age_from"] = long["age_from"].str.removesuffix("+").astype(int)
            return long.sort_values(["lsoa11_code", "age_from"], ignore_index=True)

        assert ours().num_rows == len(plain())
        beside("One file of 33,000 areas by 91 ages, read and laid out", seconds(ours), seconds(plain))


def timed_gaps(snapshot: Snapshot, store: Store, times: int = 5) -> list[float]:
    """Seconds of each answer, each from a freshly opened snapshot that has kept nothing."""
    taken = []
    for _ in range(times):
        fresh = store.place(snapshot.place.code).current()
        started = time.perf_counter()
        gap_table(fresh)
        taken.append(time.perf_counter() - started)
    return taken


def seconds_of_first_gaps(store: Store) -> tuple[float, float]:
    """Seconds, and seconds of processor, of the first answer of a new process, its imports included; the best of 3."""
    asked = (
        "import sys, time; started = time.perf_counter(); from pathlib import Path\n"
        "from goldenthread.engine.store import Store; from goldenthread.engine.questions.gap_table import gap_table\n"
        "gap_table(Store(Path(sys.argv[1])).place(sys.argv[2]).current()); "
        "print(time.perf_counter() - started, time.process_time())"
    )
    command = [sys.executable, "-c", asked, str(store.directory), DISTRICT]
    taken = [tuple(map(float, subprocess.check_output(command).split())) for _ in range(3)]
    return min(each[0] for each in taken), min(each[1] for each in taken)


def plain_slopes(folder: Path) -> dict[str, float]:
    """The slope of every indicator over the small areas of a snapshot: no intervals, trends, verdicts or reasons."""
    values, ranking = pd.read_parquet(folder / "values.parquet"), pd.read_parquet(folder / "deprivation.parquet")
    values = values[(values["characteristic"] == "all") & values["area_kind"].isin(KINDS)]
    ranking = ranking[ranking["edition"] == ranking.groupby("area_kind")["edition"].transform("max")]
    ranking = ranking.assign(order=ranking["score"].fillna(-ranking["national_rank"]))
    found = {}
    for slug, mine in values.groupby("indicator"):
        ranked = mine.merge(ranking, on=["area_code", "area_kind"]).dropna(subset=["value"])
        for kind in KINDS:
            one = ranked[ranked["area_kind"] == kind]
            if len(one):
                one = one[one["period_end"] == one["period_end"].max()]
                one = one.sort_values(["order", "area_code"], ascending=[False, True])
                people = one["population"] / one["population"].sum()
                rank = people.cumsum() - people / 2
                middle = rank - (people * rank).sum()
                found[str(slug)] = float((people * middle * one["value"]).sum() / (people * middle**2).sum())
                break
    return found


def gaps(snapshot: Snapshot, store: Store) -> None:
    """The gap table of a district, beside plain slopes of the same indicators."""
    name = snapshot.place.name
    taken = timed_gaps(snapshot, store)
    first, processor = seconds_of_first_gaps(store)
    line(f"{name}: gap table, first of a new process with imports", first, GAPS_SECONDS, "s")
    print(f"  processor {processor:.2f} s")
    line(f"{name}: gap table (median of 5, nothing kept)", statistics.median(taken), GAPS_SECONDS, "s")
    plain = plain_slopes(snapshot.directory)
    ours = {gap.indicator: gap.slope.slope.value for gap in gap_table(snapshot) if gap.slope}
    same = [slug for slug in ours if slug in plain and np.isclose(abs(plain[slug]), abs(ours[slug]))]
    peer = seconds(lambda: plain_slopes(snapshot.directory))
    beside(f"{name}: gap table beside slopes alone", statistics.median(taken), peer)
    print(f"  pandas finds the same slope for {len(same)} of {len(ours)} indicators (it skips areas without a value)")


def main(folder: Path, store: Store) -> None:
    """Build England, then one district, and ask both for their gaps."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    started, used = time.perf_counter(), time.process_time()
    built = build_england(folder, store, retrieved=RETRIEVED)
    line("England: read, work out and write", time.perf_counter() - started, INGEST_SECONDS, "s")
    line("England: most memory", megabytes(), INGEST_MEGABYTES, "MB")
    parts = ", ".join(f"{step} {taken:.1f} s" for step, taken in built.seconds.items())
    print(f"  processor {time.process_time() - used:.1f} s; {parts}")
    print("  rows: " + ", ".join(f"{name} {rows:,}" for name, rows in built.rows.items()))
    one_file(folder)
    place = build_place(DISTRICT, folder, store, retrieved=RETRIEVED)
    print(f"{place.snapshot.place.name}: read, work out and write {sum(place.seconds.values()):.1f} s")
    gaps(place.snapshot, store)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    files = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    if not files.is_dir():
        print(f"Not measured: there are no official files in {files}. Name their folder: python {sys.argv[0]} FOLDER")
        sys.exit(len(sys.argv) > 1)
    with tempfile.TemporaryDirectory() as kept:
        main(files, Store(Path(sys.argv[2] if len(sys.argv) > 2 else kept)))
