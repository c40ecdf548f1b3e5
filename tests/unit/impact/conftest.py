"""Made-up panels whose truth is known."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

Columns = dict[str, list[Any]]


def _panel(
    generator: np.random.Generator,
    *,
    starts: Sequence[int | None],
    periods: int,
    effect: float | Callable[[int], float] = 0.0,
    drift: float = 0.0,
    noise: float = 1.0,
    shared: float = 0.0,
    clusters: Sequence[int] | None = None,
) -> Columns:
    """Units with levels of their own in periods with a course of their own; `starts` says when each is treated.

    `effect` may depend on how long ago the action began. `drift` a period is that of the treated alone. `shared` is the
    spread of a shock that all units of a cluster have in common in a period.
    """
    course = np.cumsum(generator.normal(0, 1, periods))
    groups = list(range(len(starts))) if clusters is None else list(clusters)
    shocks = {group: generator.normal(0, shared, periods) if shared else np.zeros(periods) for group in set(groups)}
    columns: Columns = {"units": [], "periods": [], "values": [], "treated": [], "clusters": []}
    for unit, (start, group) in enumerate(zip(starts, groups, strict=True)):
        level = generator.normal(20, 5)
        for period in range(periods):
            on = start is not None and period >= start
            gain = 0.0
            if on:
                gain = effect(period - start) if callable(effect) else effect  # type: ignore[operator]
            pull = drift * period if start is not None else 0.0
            value = level + course[period] + gain + pull + shocks[group][period] + generator.normal(0, noise)
            for name, cell in zip(
                columns, (f"unit {unit:02}", 2000 + period, float(value), int(on), f"cluster {group}"), strict=True
            ):
                columns[name].append(cell)
    return columns


@pytest.fixture(scope="session")
def panel() -> Callable[..., Columns]:
    """Makes a panel."""
    return _panel
