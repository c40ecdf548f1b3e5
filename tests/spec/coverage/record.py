"""Write down what the simulations give: ``python -m tests.spec.coverage.record`` after a method has changed."""

import csv
from pathlib import Path

from tests.spec.coverage import gaps, hard, values  # noqa: F401 - they register their situations
from tests.spec.coverage.simulation import SITUATIONS, Share, shares

HEAD = """# Coverage of every interval

An interval at 95% should hold the truth 95 times in a hundred. Below, each interval of each public function is drawn
thousands of times from a situation whose truth is known, with a seeded generator. The table is recorded in
`tests/spec/coverage` and drawn again with every change: a test fails when a method stops keeping what it promises, or
when a function that returns an interval has no row.

Counts come in whole numbers, so no method holds exactly 95 times in a hundred for every one: where the truth is spread
over a range, the table gives the average over it.

| function | interval | situation | promised | held, % | draws |
| --- | --- | --- | --- | --- | --- |"""

RECORDED = Path(__file__).parent / "recorded.csv"


def recorded() -> list[Share]:
    """Return what was written down."""
    with RECORDED.open(encoding="utf-8", newline="") as lines:
        rows = [Share(*row) for row in list(csv.reader(lines))[1:]]
    return [row._replace(covered=float(row.covered), draws=int(row.draws)) for row in rows]


def record() -> None:
    """Simulate every situation anew and write the table."""
    with RECORDED.open("w", encoding="utf-8", newline="") as lines:
        written = csv.writer(lines, lineterminator="\n")
        written.writerow(Share._fields)
        for each in SITUATIONS:
            written.writerows(shares(each))


def markdown() -> str:
    """Return the table as a page."""
    lines = [HEAD]
    for row in recorded():
        cells = (f"`{row.function}`", row.interval, row.situation, row.promise, f"{row.covered:.2f}", f"{row.draws:,}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    record()
