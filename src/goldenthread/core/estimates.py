"""A number with its uncertainty: the value every room passes to the next."""

import math
from dataclasses import dataclass
from enum import StrEnum


class Polarity(StrEnum):
    """Which direction of a measure is good."""

    HIGHER_IS_BETTER = "higher is better"
    LOWER_IS_BETTER = "lower is better"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval from `lower` to `upper` that holds with the confidence `level`.

    Raises
    ------
    ValueError
        If a limit is not a number, the limits are in the wrong order, or the level is not between 0 and 1.

    Examples
    --------
    >>> Limits(1.5, 2.5).contains(2)
    True
    """

    lower: float
    upper: float
    level: float = 0.95

    def __post_init__(self) -> None:
        if math.isnan(self.lower) or math.isnan(self.upper):
            raise ValueError(f"An interval needs two numbers; got {self.lower} and {self.upper}.")
        if self.lower > self.upper:
            raise ValueError(f"The lower limit {self.lower} is above the upper limit {self.upper}.")
        if not 0 < self.level < 1:
            raise ValueError(f"The confidence level must lie between 0 and 1; got {self.level}.")

    def contains(self, value: float) -> bool:
        """Whether `value` lies within the interval, ends included."""
        return self.lower <= value <= self.upper


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, its interval and the method of that interval, or the reason there is none.

    Raises
    ------
    ValueError
        If the value is not finite, or neither an interval nor a reason for its absence is given.

    Examples
    --------
    >>> Estimate(2.0, Limits(1.5, 2.5), "Wilson score").limits.upper
    2.5
    """

    value: float
    limits: Limits | None
    method: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"An estimate needs a finite value; got {self.value}.")
        if self.limits is None and not self.reason:
            raise ValueError("An estimate without an interval must say why it has none.")
