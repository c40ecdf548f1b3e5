"""The statistics core on many places at once, each beside a plain loop in the same run.

Run with ``python bench/statistics_core.py``. The plain side does a hundredth of the places (or fewer) and is scaled up,
since it is there to show the ratio, which holds better than seconds from one machine to another.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from goldenthread.core import statistics as gs
from goldenthread.core.disclosure.suppression import suppress_table, suppress_tables

PLACES = 10_000
HIGHER = gs.Polarity.HIGHER_IS_BETTER


def seconds(work: Callable[[], object], times: int = 7) -> float:
    """The quickest of a few runs, in seconds of processor time: what others do on the machine does not count."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def line(what: str, found: float, target: float, plain: float | None = None) -> None:
    """Print a measurement beside its target, and how many times a plain loop would take."""
    beside = f"plain loop {plain / found:8.0f} times as long" if plain else ""
    print(f"{what:58} {found:8.3f} s  target {target:6.2f} s {'met   ' if found < target else 'MISSED'} {beside}")


def slope_of_one_place(values: list[float], people: list[float], errors: list[float]) -> tuple[float, float]:
    """The slope and its standard error, one group at a time."""
    total, below, ranks = sum(people), 0.0, []
    for n in people:
        ranks.append((below + n / 2) / total)
        below += n
    mean_rank = sum(n * r for n, r in zip(people, ranks, strict=True)) / total
    spread = sum(n * (r - mean_rank) ** 2 for n, r in zip(people, ranks, strict=True)) / total
    weights = [n / total * (r - mean_rank) / spread for n, r in zip(people, ranks, strict=True)]
    slope = sum(w * y for w, y in zip(weights, values, strict=True))
    return slope, sum((w * s) ** 2 for w, s in zip(weights, errors, strict=True)) ** 0.5


def slopes(generator: np.random.Generator) -> None:
    """Slope indices: in closed form, and by inversion."""
    values, errors = generator.uniform(60, 90, (PLACES, 10)), generator.uniform(0.2, 2, (PLACES, 10))
    people = generator.integers(500, 9_000, (PLACES, 10)).astype(float)
    some = [(values[i].tolist(), people[i].tolist(), errors[i].tolist()) for i in range(100)]
    plain = seconds(lambda: [slope_of_one_place(*place) for place in some]) * PLACES / len(some)
    ours = seconds(lambda: gs.slope_indices(values, people, errors, polarity=HIGHER))
    line("slope and relative indices, exact, 10,000 x 10", ours, 0.030, plain)
    logs = errors / 20
    inverted = seconds(
        lambda: gs.slope_indices_on_scale(values, people, logs, errors_on=gs.Scale.LOG, polarity=HIGHER), times=1
    )
    line("slope and relative indices of rates, inverted, 10,000 x 10", inverted, 10)


def rates(generator: np.random.Generator) -> None:
    """Standardised rates."""
    standard = np.array(list(gs.EUROPEAN_STANDARD_POPULATION_2013.values()), dtype=float)
    people = generator.integers(500, 9_000, (PLACES, 19)).astype(float)
    counts = generator.poisson(people * 0.01).astype(float)

    def plain() -> list[float]:
        return [sum(w * x / n for w, x, n in zip(standard, counts[i], people[i], strict=True)) for i in range(100)]

    ours = seconds(lambda: gs.directly_standardised_rate(counts, people, standard))
    line("directly standardised rates, 10,000 x 19", ours, 0.020, seconds(plain) * PLACES / 100)
    areas = generator.integers(20, 200, (33_755, 19)).astype(float)
    events = [generator.poisson(areas * 0.05).astype(float) for _ in range(5)]
    some = seconds(lambda: [gs.directly_standardised_rate(each, areas, standard) for each in events], times=1)
    line("directly standardised rates, 33,755 x 19 x 50 (5 timed)", some * 10, 3)


def lives(generator: np.random.Generator) -> None:
    """Life tables."""
    ages = [0, 1, *range(5, 95, 5)]
    people = generator.integers(2_000, 9_000, (PLACES, 20)).astype(float)
    deaths = generator.poisson(people * np.geomspace(0.0005, 0.2, 20)).astype(float) + 1
    one = seconds(lambda: [gs.life_expectancy(ages, deaths[i], people[i]) for i in range(20)]) * PLACES / 20
    line(
        "life expectancy at all ages, 10,000 x 20",
        seconds(lambda: gs.life_expectancy(ages, deaths, people)),
        0.060,
        one,
    )


def measures(generator: np.random.Generator) -> None:
    """WHO's 21 measures."""
    values, errors = generator.uniform(20, 90, (PLACES, 10)), generator.uniform(0.2, 2, (PLACES, 10))
    people = generator.integers(500, 9_000, (PLACES, 10)).astype(float)

    def all_measures() -> None:
        groups = gs.Groups.of(values, people, errors)
        best, worst = values.argmax(axis=-1), values.argmin(axis=-1)
        gs.difference_of_groups(groups, best, worst)
        gs.ratio_of_groups(groups, best, worst)
        gs.between_group_variance(groups)
        gs.between_group_standard_deviation(groups)
        gs.coefficient_of_variation(groups)
        gs.theil_index(groups)
        gs.mean_log_deviation(groups)
        gs.population_attributable_risk(groups, polarity=HIGHER)
        for is_weighted in (True, False):
            gs.mean_difference_from_mean(groups, is_weighted=is_weighted)
            gs.mean_difference_from_best(groups, polarity=HIGHER, is_weighted=is_weighted)
            gs.mean_difference_from_reference(groups, best, is_weighted=is_weighted)
            gs.index_of_disparity(groups, is_weighted=is_weighted)
        gs.slope_indices(values, people, errors, polarity=HIGHER)
        gs.concentration_indices(values, people, errors, polarity=HIGHER)

    line("WHO's 21 measures with intervals, 10,000 x 10", seconds(all_measures, times=1), 2)


def surveys(generator: np.random.Generator) -> None:
    """Surveys of 400 people in clusters of ten."""
    answers = generator.integers(0, 2, (1_000, 400)).astype(float)
    groups, clusters = generator.integers(1, 6, answers.shape), np.tile(np.arange(400) // 10, (1_000, 1))
    weights = generator.uniform(0.5, 3, answers.shape)
    which = np.repeat(np.arange(1_000), 400)
    columns = [column.ravel() for column in (answers, groups, weights)]
    ours = seconds(lambda: gs.indices_of_surveys(*columns, which, clusters.ravel(), polarity=HIGHER), times=1)
    one = seconds(
        lambda: [
            gs.indices_of_survey(answers[i], groups[i], weights[i], clusters[i], polarity=HIGHER) for i in range(50)
        ]
    )
    line("survey indices, 1,000 surveys of 400 people", ours, 1, one * 20)


def trends(generator: np.random.Generator) -> None:
    """Trend markers and verdicts on gaps, and the protection of small counts, beside one place a call."""
    values = 50 + generator.standard_normal((PLACES, 5)).cumsum(axis=-1)
    low, high = values - 2, values + 2
    one = seconds(lambda: [gs.recent_trend(range(5), values[i], low[i], high[i]) for i in range(200)])
    ours = seconds(lambda: gs.recent_trends(range(5), values, low, high))
    line("trend markers of 10,000 series of five points", ours, 0.5, one * PLACES / 200)
    periods = [gs.Period(date(2020 + i, 1, 1), date(2020 + i, 12, 31), str(2020 + i)) for i in range(5)]
    gap = values / 10, low / 10, high / 10
    ratio = 1 + values / 700, 1 + low / 700, 1 + high / 700

    def verdict(i: int) -> gs.Verdict:
        absolute, relative = (
            [gs.Estimate(y, gs.Limits(x, z), "made up") for y, x, z in zip(*(part[i] for part in series), strict=True)]
            for series in (gap, ratio)
        )
        return gs.gap_trend(periods, absolute, relative, polarity=HIGHER)

    one = seconds(lambda: [verdict(i) for i in range(200)])
    ours = seconds(lambda: gs.gap_trends(periods, gap, ratio, polarity=HIGHER))
    line("verdicts on 10,000 gaps over five years", ours, 0.5, one * PLACES / 200)
    tables = generator.poisson(9, (PLACES, 3, 4))
    one = seconds(lambda: [suppress_table(table) for table in tables[:50]], times=1)
    ours = seconds(lambda: suppress_tables(tables), times=1)
    line("small counts of 10,000 tables of 3 x 4 protected", ours, 10, one * PLACES / 50)


def imports() -> None:
    """What importing the package takes with its bytecode written, as on any start but the first, and NumPy's part.

    SciPy is loaded when it is first needed.
    """
    timed = "import time; s = time.process_time(); import {}; print(time.process_time() - s)"
    with tempfile.TemporaryDirectory() as folder:
        # Where writing bytecode is turned off, every start would compile the package anew.
        writing = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}

        def once(what: str) -> float:
            return float(subprocess.check_output([sys.executable, "-c", timed.format(what)], env=writing))

        once("goldenthread.core.statistics")
        ours, bare = (min(once(what) for _ in range(5)) for what in ("goldenthread.core.statistics", "numpy"))
    line(f"importing the package ({bare:.3f} s of it NumPy)", ours, 0.30)


if __name__ == "__main__":
    made = np.random.default_rng(1)
    slopes(made)
    rates(made)
    lives(made)
    measures(made)
    surveys(made)
    trends(made)
    imports()
