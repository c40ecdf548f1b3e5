"""What an evaluation returns: sentences first, then a table, and columns for pandas, polars or Arrow."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from goldenthread.core.estimates import Estimate
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.core.statistics.results import Columns, Result, as_columns, show


class Design(StrEnum):
    """How an evaluation finds out what would have happened without the action."""

    RANDOMISED = "randomised trial"
    CUT_OFF_OR_LOTTERY = "cut-off, lottery or other chance"
    DIFFERENCE_IN_DIFFERENCES = "difference in differences"
    SYNTHETIC_CONTROL = "synthetic control"
    INTERRUPTED_SERIES = "interrupted time series"
    BEFORE_AND_AFTER = "before and after"
    TREATED_AND_UNTREATED = "treated beside untreated"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold for an evaluation to be believed: whether it does (None: cannot be told), and why."""

    name: str
    passed: bool | None
    why: str

    def __str__(self) -> str:
        verdict = {True: "holds", False: "does not hold", None: "cannot be told"}[self.passed]
        return f"{self.name}: {verdict}. {self.why}"


@dataclass(frozen=True, slots=True)
class EffectTable(Result):
    """Effects one under the other: missing limits and p-values are NaN and have their reason beside them."""

    name: NDArray[np.str_]
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    p_value: FloatArray
    reason: NDArray[np.str_]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, Estimate, float | None]]) -> Self:
        """The table of names, estimates and p-values."""
        nothing = float("nan")
        return cls(
            np.array([name for name, _, _ in rows]),
            np.array([estimate.value for _, estimate, _ in rows]),
            np.array([estimate.limits.lower if estimate.limits else nothing for _, estimate, _ in rows]),
            np.array([estimate.limits.upper if estimate.limits else nothing for _, estimate, _ in rows]),
            np.array([nothing if p is None else p for _, _, p in rows]),
            np.array([estimate.reason or "" for _, estimate, _ in rows]),
        )


class Evaluation:
    """What every evaluation can do: be read, and be tabled."""

    __slots__ = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found and how far it can be believed, a sentence each."""
        raise AttributeError(f"{type(self).__name__} has no sentences.")

    @property
    def table(self) -> Result:
        """The numbers."""
        raise AttributeError(f"{type(self).__name__} has no table.")

    def __str__(self) -> str:
        return "\n".join([*self.sentences, "", show(self.table)])

    def as_columns(self) -> Columns:
        """The table as columns of one length."""
        return as_columns(self.table)


def number(value: float) -> str:
    """A number as a sentence says it: four figures, with a minus sign that is one.

    Examples
    --------
    >>> number(-0.123456), number(12345.6), number(2.0)
    ('−0.1235', '12,346', '2')
    """
    if math.isinf(value):
        return "infinity"
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return ("0" if shown == "-0" else shown).replace("-", "−")


def with_limits(estimate: Estimate) -> str:
    """An estimate as a sentence says it: with its interval, or why it has none.

    Examples
    --------
    >>> from goldenthread.core.estimates import Limits
    >>> with_limits(Estimate(2.0, Limits(1.5, 2.5), "t"))
    '2 (95% interval 1.5 to 2.5)'
    >>> with_limits(Estimate(2.0, None, reason="One place was treated."))
    '2 (no interval: one place was treated)'
    """
    if estimate.limits is None:
        reason = (estimate.reason or "").rstrip(".")
        return f"{number(estimate.value)} (no interval: {reason[:1].lower()}{reason[1:]})"
    limits = estimate.limits
    return f"{number(estimate.value)} ({limits.level:.0%} interval {number(limits.lower)} to {number(limits.upper)})"


def higher_or_lower(estimate: Estimate) -> str:
    """How much higher or lower, with the interval of the difference.

    Examples
    --------
    >>> from goldenthread.core.estimates import Limits
    >>> higher_or_lower(Estimate(-2.0, Limits(-2.5, -1.5), "t"))
    '2 lower (95% interval −2.5 to −1.5)'
    """
    _, _, brackets = with_limits(estimate).partition(" ")
    return f"{number(abs(estimate.value))} {'lower' if estimate.value < 0 else 'higher'} {brackets}"


def listed(names: Sequence[Any]) -> str:
    """Names in a row of words.

    Examples
    --------
    >>> listed(["A"]), listed(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    words = [str(name) for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
