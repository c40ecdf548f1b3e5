"""The slow and obvious second answers: dummies for everything, loops for every sum, a refit for every draw."""

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def dummies_regression(columns: dict[str, list[Any]], terms: list[list[float]]) -> tuple[Floats, Floats]:
    """Least squares on `terms` (a list a row) and a 0/1 column for every unit and every period but the first.

    Returned are the coefficients of the terms and their cluster-robust covariance, G/(G-1) (n-1)/(n-k), where k counts
    terms and periods: units lie within clusters and cost nothing.
    """
    units, periods = sorted(set(columns["units"])), sorted(set(columns["periods"]))
    rows = list(zip(columns["units"], columns["periods"], strict=True))
    design = np.array(
        [
            [*term, *(float(unit == u) for u in units), *(float(period == p) for p in periods[1:])]
            for term, (unit, period) in zip(terms, rows, strict=True)
        ]
    )
    outcome = np.array(columns["values"])
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ outcome
    residuals = outcome - design @ coefficients
    clusters = sorted(set(columns["clusters"]))
    meat = np.zeros((design.shape[1], design.shape[1]))
    for cluster in clusters:
        score = np.zeros(design.shape[1])
        for i, name in enumerate(columns["clusters"]):
            if name == cluster:
                score += design[i] * residuals[i]
        meat += np.outer(score, score)
    n, k, g = len(outcome), design.shape[1] - len(units), len(clusters)
    covariance = bread @ meat @ bread * g / (g - 1) * (n - 1) / (n - k)
    some = len(terms[0])
    return coefficients[:some], covariance[:some, :some]


def wild_p_value(design: Floats, outcome: Floats, clusters: Floats, combination: Floats, null: float) -> float:
    """The restricted wild cluster bootstrap by fitting anew for every pattern of signs."""

    def t_of(sample: Floats, against: float) -> float:
        coefficients, *_ = np.linalg.lstsq(design, sample, rcond=None)
        residuals = sample - design @ coefficients
        bread = np.linalg.inv(design.T @ design)
        meat = np.zeros_like(bread)
        for cluster in np.unique(clusters):
            own = clusters == cluster
            score = design[own].T @ residuals[own]
            meat += np.outer(score, score)
        return float((combination @ coefficients - against) / np.sqrt(combination @ bread @ meat @ bread @ combination))

    bread = np.linalg.inv(design.T @ design)
    free = bread @ design.T @ outcome
    along = bread @ combination
    held = free - along / (combination @ along) * (combination @ free - null)
    fitted, residuals = design @ held, outcome - design @ held
    names = np.unique(clusters)
    seen = abs(t_of(outcome, null))
    as_far = []
    for signs in product([1.0, -1.0], repeat=len(names)):
        by_name = dict(zip(names.tolist(), signs, strict=True))
        weights = np.array([by_name[each] for each in clusters.tolist()])
        as_far.append(abs(t_of(fitted + weights * residuals, null)) >= seen * (1 - 1e-9))
    return float(np.mean(as_far))


def newey_west(design: Floats, outcome: Floats, lags: int) -> tuple[Floats, Floats]:
    """Least squares and its covariance, every pair of periods not more than `lags` apart, one by one."""
    n, k = design.shape
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ outcome
    residuals = outcome - design @ coefficients
    meat = np.zeros((k, k))
    for i in range(n):
        for j in range(n):
            if abs(i - j) <= lags:
                weight = 1 - abs(i - j) / (lags + 1)
                meat += weight * residuals[i] * residuals[j] * np.outer(design[i], design[j])
    return coefficients, bread @ meat @ bread * n / (n - k)


def best_mix_on_a_grid(target: Floats, donors: Floats, steps: int) -> tuple[Floats, float]:
    """The best of all mixes of three donors in steps of one in `steps`, and how far off it is (sum of squares)."""
    best, least = np.zeros(3), np.inf
    for first in range(steps + 1):
        for second in range(steps + 1 - first):
            mix = np.array([first, second, steps - first - second]) / steps
            off = float(((target - mix @ donors) ** 2).sum())
            if off < least:
                best, least = mix, off
    return best, least


def best_mix_downhill(target: Floats, donors: Floats, rounds: int) -> Floats:
    """The best mix by Frank and Wolfe's method: ever again a step towards the donor that helps most."""
    mix = np.full(len(donors), 1 / len(donors))
    for _ in range(rounds):
        off = mix @ donors - target
        towards = int(np.argmin(donors @ off))
        step = donors[towards] - mix @ donors
        length = float(step @ step)
        share = min(1.0, max(0.0, -float(off @ step) / length)) if length else 0.0
        if share == 0:
            break
        mix = mix * (1 - share)
        mix[towards] += share
    return mix
