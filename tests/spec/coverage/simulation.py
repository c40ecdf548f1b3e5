"""What a simulation of coverage is: a situation whose truth is known, drawn again and again from a seeded generator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

#: Draws where one call takes many places; 20,000 tell a coverage to within 0.3 points (two standard errors).
DRAWS = 20_000
SEED = 20_261_128

#: The truth lies within the interval, draw by draw; one entry for each interval that the function returns.
Covered = dict[str, Any]


@dataclass(frozen=True)
class Situation:
    """One function in one situation, and what its method promises there."""

    function: str
    text: str
    simulate: Callable[[np.random.Generator], Covered]
    promise: str  # "95 ± 1", "at least 94", or why nothing is promised


class Share(NamedTuple):
    """How often an interval held the truth, in per cent, and of how many draws."""

    function: str
    interval: str
    situation: str
    promise: str
    covered: float
    draws: int


EXACT, CAUTIOUS = "95 ± 1", "at least 94"

SITUATIONS: list[Situation] = []


def situation(
    function: str, text: str, promise: str = EXACT
) -> Callable[[Callable[[np.random.Generator], Covered]], Callable[[np.random.Generator], Covered]]:
    """Register a simulation of the function's intervals."""

    def register(simulate: Callable[[np.random.Generator], Covered]) -> Callable[[np.random.Generator], Covered]:
        SITUATIONS.append(Situation(function, text, simulate, promise))
        return simulate

    return register


def holds(found: Any, truth: Any) -> Any:
    """Whether limits hold the truth; `found` is a value with limits or a pair."""
    lower, upper = found[-2:]
    return (np.asarray(lower) <= truth) & (truth <= np.asarray(upper))


def shares(of: Situation) -> list[Share]:
    """Simulate a situation: a row for each interval."""
    covered = of.simulate(np.random.default_rng(SEED))
    return [
        Share(of.function, name, of.text, of.promise, round(100 * float(np.mean(held)), 2), int(np.size(held)))
        for name, held in covered.items()
    ]
