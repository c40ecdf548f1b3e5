"""A scale from numbers to positions, with round ticks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.core.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Axis:
    """Maps `low`–`high` to the positions `start`–`end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Return round numbers that lie on the axis."""
        step = tick_step(self.low, self.high, about)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(index * step, 10) for index in range(first, last + 1)]


def tick_step(low: float, high: float, about: int) -> float:
    """Return the step of 1, 2, 2.5 or 5 times a power of ten that gives about so many ticks."""
    raw = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return min((step * power for step in (1, 2, 2.5, 5, 10)), key=lambda step: abs(math.log(step / raw)))


def tick_decimals(ticks: list[float]) -> int:
    """Return how many decimals tell the ticks apart."""
    for decimals in range(5):
        if all(abs(round(tick, decimals) - tick) < 1e-9 for tick in ticks):
            return decimals
    return 5


def span(estimates: Iterable[Estimate | None], extra: Iterable[float | None] = ()) -> tuple[float, float]:
    """Return the lowest and highest number that must be seen, interval ends included."""
    numbers = [number for number in extra if number is not None]
    for estimate in estimates:
        if estimate is not None:
            numbers.append(estimate.value)
            if estimate.limits is not None:
                numbers += [estimate.limits.lower, estimate.limits.upper]
    finite = [number for number in numbers if math.isfinite(number)]
    if not finite:
        raise ValueError("There is no value to draw: say in words why, instead of drawing an empty chart.")
    return min(finite), max(finite)


def widen(low: float, high: float, *, from_zero: bool, about: int = 5) -> tuple[float, float]:
    """Return round ends around a span; bars start at zero, lines and dots need not."""
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        low, high = low - max(abs(low) * 0.1, 0.5), high + max(abs(high) * 0.1, 0.5)
    step = tick_step(low, high, about)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
