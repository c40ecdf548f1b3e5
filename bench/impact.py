"""Whether an action worked, each method beside a plain version in the same run.

Run with ``python bench/impact.py``. What is printed is a ratio, which holds better than seconds from one machine to
another; the plain side does a small part where it is slow, and is scaled up.
"""

import time
from collections.abc import Callable
from itertools import product

import numpy as np
from scipy.optimize import minimize

from goldenthread import impact
from goldenthread.impact.panel import Panel
from goldenthread.impact.regression import panel_regression
from goldenthread.impact.wild_bootstrap import WildBootstrap


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of a few runs, in seconds of processor time."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def line(what: str, ours: float, plain: float, target: float) -> None:
    """Print how many times as long the plain version takes, beside the target."""
    ratio = plain / ours
    print(
        f"{what:62} {ours:8.3f} s  plain {ratio:7.1f} times as long, target {target:5.1f} "
        f"{'met' if ratio >= target else 'MISSED'}"
    )


def made_up(places: int, periods: int, start: int, treated: int) -> dict[str, list]:
    """A panel: places with levels of their own, one course for all, an effect of 1."""
    generator = np.random.default_rng(1)
    course = np.cumsum(generator.normal(0, 1, periods))
    values = generator.normal(20, 4, (places, 1)) + course + generator.normal(0, 1, (places, periods))
    values[:treated, start:] += 1
    return {
        "units": [f"place {place:03}" for place in range(places) for _ in range(periods)],
        "periods": list(range(periods)) * places,
        "values": values.ravel().tolist(),
        "treated": [int(place < treated and period >= start) for place in range(places) for period in range(periods)],
    }


def placebo_ranks() -> None:
    """Sixteen places, each beside fifteen or fourteen others: against a quadratic programme for each mix."""
    columns = made_up(16, 20, 14, 1)
    values = np.array(columns["values"]).reshape(16, 20)

    def plain() -> None:
        for place in range(16):
            donors = np.delete(values, [0, place] if place else [0], axis=0)
            minimize(
                lambda w, own=values[place, :14], donors=donors: float(((own - w @ donors[:, :14]) ** 2).sum()),
                np.full(len(donors), 1 / len(donors)),
                bounds=[(0, 1)] * len(donors),
                constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
                method="SLSQP",
                options={"ftol": 1e-12, "maxiter": 1000},
            )

    line(
        "placebo ranks, 15 donors, 14 periods before",
        seconds(lambda: impact.synthetic_control(**columns)),
        seconds(plain, 1),
        5,
    )


def signs_of_twelve_clusters() -> None:
    """All 4,096 patterns of signs, once: against a fit for each (64 of them, scaled up)."""
    made = Panel.of(**made_up(12, 10, 6, 6))
    on = (np.arange(10)[None, :] >= made.starts[:, None]).astype(float)
    regression = panel_regression(made, on[None])
    design, outcome, clusters = regression.columns, regression.outcome, regression.clusters
    combination = np.eye(design.shape[1])[0]

    def plain() -> None:
        for signs in list(product([1.0, -1.0], repeat=12))[:64]:
            sample = outcome * np.array(signs)[clusters]
            coefficients, *_ = np.linalg.lstsq(design, sample, rcond=None)
            residuals = sample - design @ coefficients
            bread = np.linalg.inv(design.T @ design)
            scores = [design[clusters == g].T @ residuals[clusters == g] for g in range(12)]
            combination @ bread @ sum(np.outer(score, score) for score in scores) @ bread @ combination

    ours = seconds(lambda: WildBootstrap.of(outcome, design, clusters, combination, None).p_value())
    line("wild bootstrap, 12 clusters, all signs", ours, seconds(plain, 1) * 4096 / 64, 20)


def differences() -> None:
    """1,000 places by 12 periods: the whole answer, drift and checks included, against one fit with all dummies."""
    places, many = 1_000, 12
    columns = made_up(places, many, 8, 500)
    units, periods = np.repeat(np.arange(places), many), np.tile(np.arange(many), places)
    later = periods > 0

    def plain() -> None:
        design = np.zeros((places * many, places + many))
        design[:, 0] = columns["treated"]
        design[np.arange(len(units)), 1 + units] = 1
        design[np.flatnonzero(later), places + periods[later]] = 1
        outcome = np.array(columns["values"])
        bread = np.linalg.inv(design.T @ design)
        residuals = outcome - design @ (bread @ design.T @ outcome)
        scores = np.array([design[units == unit].T @ residuals[units == unit] for unit in range(places)])
        bread @ scores.T @ scores @ bread

    ours = seconds(lambda: impact.difference_in_differences(**columns))
    line("difference in differences, 1,000 places by 12, with drift", ours, seconds(plain, 1), 2)


if __name__ == "__main__":
    placebo_ranks()
    signs_of_twelve_clusters()
    differences()
