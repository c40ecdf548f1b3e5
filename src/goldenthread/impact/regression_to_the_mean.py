"""Regression to the mean: places chosen for being worst get better by themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.checks import FloatArray, normal_quantile
from goldenthread.impact.columns import columns_of_one_length, is_missing, numbers
from goldenthread.impact.errors import ImpactError
from goldenthread.impact.regression import check_level
from goldenthread.impact.results import Check, EffectTable, Evaluation, number, with_limits

#: Fewer pairs carry no correlation with an interval (Fisher's needs more than three).
FEWEST_PAIRS = 4


@dataclass(frozen=True, slots=True)
class RegressionToTheMean(Evaluation):
    """What chosen places would have changed by without any action.

    Attributes
    ----------
    chosen, places
        How many places were chosen, of how many.
    mean_of_chosen, mean_of_all
        Their means before.
    correlation
        Between one measurement of a place and the next.
    expected_change
        Of the mean of the chosen, from having been chosen for what they were; its interval is for chance alone.
    observed_change
        Of the same mean; None where no later values were given.
    beyond
        Observed less expected, with the same interval; None where no later values were given.
    were_worst
        Whether the chosen are worse than the mean of all; None where neither direction is good.
    """

    chosen: int
    places: int
    mean_of_chosen: float
    mean_of_all: float
    correlation: float
    expected_change: Estimate
    observed_change: float | None
    beyond: Estimate | None
    were_worst: bool | None

    @property
    def check(self) -> Check:
        """The check an evaluation of chosen places carries."""
        name = "Not regression to the mean alone"
        if self.beyond is None or self.beyond.limits is None:
            return Check(name, None, self.sentences[0])
        passed = not self.beyond.limits.contains(0.0)
        return Check(name, passed, self.sentences[-1])

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to be expected, and whether more was seen."""
        side = {
            True: "were chosen for being worst",
            False: "were not worse than the rest when they were chosen",
            None: "were chosen for what they were",
        }[self.were_worst]
        said = [
            f"The {self.chosen} of {self.places} places {side} (mean {number(self.mean_of_chosen)}, all "
            f"{number(self.mean_of_all)}), so a change of {number(self.expected_change.value)} was to be expected "
            f"without any action, at a correlation of {number(self.correlation)} from one measurement to the next."
        ]
        if self.beyond is not None and self.observed_change is not None and self.beyond.limits is not None:
            more = "no more than that" if self.beyond.limits.contains(0.0) else "something else than that"
            said.append(
                f"They changed by {number(self.observed_change)}, {with_limits(self.beyond)} beyond: {more}, where "
                "all places stayed as they were on average."
            )
        return tuple(said)

    @property
    def table(self) -> EffectTable:
        """Expected, observed and what is beyond."""
        rows: list[tuple[str, Estimate, float | None]] = [("expected change", self.expected_change, None)]
        if self.observed_change is not None and self.beyond is not None:
            seen = Estimate(self.observed_change, None, reason="As it was observed")
            rows += [("observed change", seen, None), ("beyond", self.beyond, None)]
        return EffectTable.of(rows)


def regression_to_the_mean(
    before: Iterable[Any],
    chosen: Iterable[Any],
    *,
    correlation: float,
    polarity: Polarity,
    after: Iterable[Any] | None = None,
    level: float = 0.95,
) -> RegressionToTheMean:
    r"""Return the change to be expected of places from having been chosen for what they were.

    Where both measurements have the same mean :math:`\mu` and spread :math:`\sigma` and correlate with :math:`\rho`,
    the chosen change by :math:`(1-\rho)(\mu-\bar y_{chosen})`, with a standard error by chance of
    :math:`\sigma\sqrt{(1-\rho^2)/n}`. It holds whatever the rule of choice, so long as it looked at `before` alone.

    Parameters
    ----------
    before
        What was measured when the choice was made, of all places the choice was from.
    chosen
        1 for the places chosen, else 0.
    correlation
        Between two measurements of a place with no action between them: :func:`reliability` of two earlier ones.
    polarity
        Which direction is good.
    after
        The later measurement, in the same order; what it says of places not chosen is not used and may be missing.
    level
        Of the intervals.

    Raises
    ------
    ImpactError
        If columns differ in length, a value is missing, nobody or everybody was chosen, all places are equal, or the
        correlation is not between 0 and 1.

    References
    ----------
    Davis (1976), *American Journal of Epidemiology* 104(5), 493-498; Barnett, van der Pols and Dobson (2005),
    *International Journal of Epidemiology* 34(1), 215-220.

    Examples
    --------
    >>> found = regression_to_the_mean(
    ...     [10, 20, 30, 40], [0, 0, 0, 1], correlation=0.6, polarity=Polarity.LOWER_IS_BETTER
    ... )
    >>> found.expected_change.value, found.were_worst
    (-6.0, True)
    """
    check_level(level)
    if not 0 <= correlation <= 1:
        raise ImpactError(f"The correlation must lie between 0 and 1; got {correlation}.")
    columns = columns_of_one_length(before=before, chosen=chosen)
    values = _all_there(columns["before"], "before")
    if any(is_missing(one) or one not in (0, 1) for one in columns["chosen"]):
        raise ImpactError("Write 1 for each place that was chosen and 0 for each that was not; nothing may be missing.")
    picked = np.array(columns["chosen"], dtype=np.bool_)
    if picked.all() or not picked.any():
        raise ImpactError(
            f"{'All' if picked.all() else 'None'} of the {len(picked)} places were chosen: no choice is seen."
        )
    spread = float(values.std(ddof=1))
    if spread == 0:
        raise ImpactError("All places are equal before, so none is worst and nothing regresses.")
    mean, own = float(values.mean()), float(values[picked].mean())
    expected = (1 - correlation) * (mean - own)
    half = float(normal_quantile(level)) * spread * ((1 - correlation**2) / int(picked.sum())) ** 0.5
    method = "Normal, chance of one measurement to the next"
    later = None if after is None else _later(after, picked)
    observed = None if later is None else float((later - values[picked]).mean())
    beyond = None
    if observed is not None:
        left = observed - expected
        beyond = Estimate(left, Limits(left - half, left + half, level), method)
    worse = {Polarity.HIGHER_IS_BETTER: own < mean, Polarity.LOWER_IS_BETTER: own > mean}.get(polarity)
    return RegressionToTheMean(
        chosen=int(picked.sum()),
        places=len(picked),
        mean_of_chosen=own,
        mean_of_all=mean,
        correlation=float(correlation),
        expected_change=Estimate(expected, Limits(expected - half, expected + half, level), method),
        observed_change=observed,
        beyond=beyond,
        were_worst=worse,
    )


def reliability(first: Iterable[Any], second: Iterable[Any], *, level: float = 0.95) -> Estimate:
    r"""Return the correlation between two measurements of the same places with no action between them.

    Pearson's, its interval by Fisher's transformation: :math:`\operatorname{artanh}r\pm z/\sqrt{n-3}`.

    Raises
    ------
    ImpactError
        If the columns differ in length, a value is missing, there are fewer than four places, or all are equal.

    Examples
    --------
    >>> round(reliability([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).value, 9)
    0.8
    """
    check_level(level)
    columns = columns_of_one_length(first=first, second=second)
    one, other = _all_there(columns["first"], "first"), _all_there(columns["second"], "second")
    if len(one) < FEWEST_PAIRS:
        raise ImpactError(f"{len(one)} places are too few for a correlation; {FEWEST_PAIRS} is the least.")
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        raise ImpactError("All places are equal in one measurement, so there is no correlation.")
    value = float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))
    if abs(value) == 1:
        return Estimate(value, None, reason="The two measurements agree without any residue")
    half = float(normal_quantile(level)) / (len(one) - 3) ** 0.5
    lower, upper = np.tanh(np.arctanh(value) + np.array([-half, half])).tolist()
    return Estimate(value, Limits(lower, upper, level), "Fisher's transformation")


def _all_there(column: list[Any], what: str) -> FloatArray:
    values = numbers(column, f"values {what}" if what in {"before", "after"} else f"{what} values")
    if np.isnan(values).any():
        place = int(np.flatnonzero(np.isnan(values))[0]) + 1
        raise ImpactError(f"Place {place} has no value in '{what}'. Missing is not zero: leave the place out.")
    return values


def _later(after: Iterable[Any], picked: "np.ndarray[Any, np.dtype[np.bool_]]") -> FloatArray:
    later = columns_of_one_length(after=after)["after"]
    if len(later) != len(picked):
        raise ImpactError(f"The columns differ in length: before {len(picked)}, after {len(later)}.")
    return _all_there([value for value, is_in in zip(later, picked.tolist(), strict=True) if is_in], "after")
