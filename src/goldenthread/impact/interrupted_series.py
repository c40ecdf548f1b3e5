"""Interrupted time series: did the line break where the action began?"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.core.statistics.results import Result
from goldenthread.impact.columns import columns_of_one_length, in_order, numbers, period_names
from goldenthread.impact.errors import ImpactError
from goldenthread.impact.regression import EXACT, check_level
from goldenthread.impact.results import Check, Design, EffectTable, Evaluation, higher_or_lower, number, with_limits

#: Fewer points on a side are no interrupted time series (Cochrane Effective Practice and Organisation of Care, study
#: design criteria: at least three data points before and three after).
FEWEST_POINTS = 3

#: Points on each side from which the intervals can be relied on (Penfold and Zhang 2013, *Academic Pediatrics* 13(6)).
ENOUGH_POINTS = 8

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class SeriesPath(Result):
    """The series beside where it would have gone: one row a period, the expected values from the line before."""

    period: NDArray[np.str_]
    observed: FloatArray
    fitted: FloatArray
    without_action: FloatArray


@dataclass(frozen=True, slots=True)
class InterruptedSeries(Evaluation):
    """The break of a line.

    Attributes
    ----------
    level_change
        The jump in the first period of the action.
    slope_change
        The change of the slope, a period.
    effect
        The mean difference, over all periods after, from where the line before would have led.
    last_effect
        The same in the last period.
    p_values
        Of the four, in this order; None where there is no interval.
    slope_before
        The slope before the action, a period.
    start
        The first period of the action.
    periods_before, periods_after
        How many there are.
    lags
        How many periods back the Newey-West standard errors look.
    path
        The series, its line, and the line without the action.
    checks
        What must hold for this to be believed.
    """

    level_change: Estimate
    slope_change: Estimate
    effect: Estimate
    last_effect: Estimate
    p_values: tuple[float | None, float | None, float | None, float | None]
    slope_before: Estimate
    start: Any
    periods_before: int
    periods_after: int
    lags: int
    path: SeriesPath
    checks: tuple[Check, ...]

    @property
    def design(self) -> Design:
        """The design on the scale of evidence."""
        return Design.INTERRUPTED_SERIES

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found and how far it can be believed."""
        rises = "fell" if self.slope_before.value < 0 else "rose"
        return (
            f"Before {self.start} the line {rises} by {number(abs(self.slope_before.value))} a period. From then on "
            f"the values are, beside that line, on average {higher_or_lower(self.effect)}.",
            f"The jump is {with_limits(self.level_change)}, "
            f"the change of slope {with_limits(self.slope_change)} a period.",
            "Anything else that began at the same time would look the same: there is nobody to compare with.",
            *(f"{check}" for check in self.checks),
        )

    @property
    def table(self) -> EffectTable:
        """The jump, the change of slope, and the effects."""
        named = ("level change", "slope change", "mean effect", "effect in the last period")
        estimates = (self.level_change, self.slope_change, self.effect, self.last_effect)
        return EffectTable.of(list(zip(named, estimates, self.p_values, strict=True)))


def interrupted_series(
    periods: Iterable[Any],
    values: Iterable[Any],
    *,
    start: Any,
    season_length: int | None = None,
    lags: int | None = None,
    level: float = 0.95,
) -> InterruptedSeries:
    r"""Return how a series broke where an action began.

    Least squares of :math:`y_t=\beta_0+\beta_1t+\beta_2D_t+\beta_3(t-t_0)D_t` (and a mean for each season) with
    Newey-West standard errors, Bartlett weights, the correction :math:`n/(n-k)` and t on :math:`n-k`.

    Parameters
    ----------
    periods, values
        Evenly spaced, in any order; nothing may be missing, since a hole would shift what follows.
    start
        The first period in which the action was there.
    season_length
        Periods in a year (12 for months, 4 for quarters) where the seasons differ; none by default.
    lags
        How many periods back values may depend on each other; :math:`\lfloor4(n/100)^{2/9}\rfloor` by default.
    level
        Of the intervals.

    Raises
    ------
    ImpactError
        If the columns differ in length, a period is twice or unevenly spaced, a value is missing, the start is not
        among the periods, or there are fewer than three points on a side or too few for the seasons.

    References
    ----------
    Lopez Bernal, Cummins and Gasparrini (2017), *International Journal of Epidemiology* 46(1), 348-355; Newey and West
    (1994), *Review of Economic Studies* 61(4), 631-653; Turner and others (2021), *BMC Medical Research Methodology*
    21, 134, on how short series mislead.

    Examples
    --------
    >>> found = interrupted_series(range(2015, 2023), [1, 2, 3, 4, 9, 11, 13, 15], start=2019)
    >>> round(found.level_change.value, 9), round(found.slope_change.value, 9), found.level_change.reason
    (4.0, 1.0, 'The values lie on the lines without any residue, so nothing shows how far chance moves them')
    """
    check_level(level)
    order, series, began = _series(periods, values, start)
    _check_lengths(len(order), began, season_length)
    count = len(order)
    used_lags = _lags(lags, count)
    columns = _columns(count, began, season_length)
    fitted = OLS(series, columns).fit(
        cov_type="HAC", cov_kwds={"maxlags": used_lags, "use_correction": True}, use_t=True
    )
    exact = float(np.sum(fitted.resid**2)) <= (EXACT**2) * float(series @ series)

    def infer(**weights: float) -> tuple[Estimate, float | None]:
        combination = np.zeros(columns.shape[1])
        for name, weight in weights.items():
            combination[TERMS.index(name)] = weight
        value = float(combination @ fitted.params)
        if exact:
            why = "The values lie on the lines without any residue, so nothing shows how far chance moves them"
            return Estimate(value, None, reason=why), None
        test = fitted.t_test(combination[None, :])
        lower, upper = np.asarray(test.conf_int(alpha=1 - level)).ravel().tolist()
        return Estimate(value, Limits(lower, upper, level), f"Newey-West t, {used_lags} lags"), float(test.pvalue)

    after = count - began
    jump, turn = infer(jump=1), infer(turn=1)
    mean, last = infer(jump=1, turn=(after - 1) / 2), infer(jump=1, turn=after - 1)
    without = fitted.fittedvalues - columns[:, 2:4] @ fitted.params[2:4]
    return InterruptedSeries(
        level_change=jump[0],
        slope_change=turn[0],
        effect=mean[0],
        last_effect=last[0],
        p_values=(jump[1], turn[1], mean[1], last[1]),
        slope_before=infer(slope=1)[0],
        start=order[began],
        periods_before=began,
        periods_after=after,
        lags=used_lags,
        path=SeriesPath(period_names(order), series, fitted.fittedvalues, without),
        checks=(
            _long_enough(began, after),
            _straight(series[:began], columns[:began], used_lags),
            _memory(fitted.resid),
        ),
    )


#: The columns of the regression; seasons come after.
TERMS = ("constant", "slope", "jump", "turn")


def _series(periods: Iterable[Any], values: Iterable[Any], start: Any) -> tuple[list[Any], FloatArray, int]:
    columns = columns_of_one_length(periods=periods, values=values)
    times = columns["periods"]
    order = in_order(times)
    if len(order) < len(times):
        twice = next(time for time in order if times.count(time) > 1)
        raise ImpactError(f"The period {twice} is there twice. A series has one value a period.")
    given = numbers(columns["values"], "values")
    found = dict(zip(times, given.tolist(), strict=True))
    series = np.array([found[time] for time in order])
    if np.isnan(series).any():
        hole = order[int(np.flatnonzero(np.isnan(series))[0])]
        raise ImpactError(f"There is no value for {hole}. Missing is not zero: begin or end the series beside it.")
    if all(isinstance(time, int | float) for time in order):
        steps = [after - before for before, after in pairwise(order)]
        for step, (before, after) in zip(steps, pairwise(order), strict=True):
            if abs(step - steps[0]) > 1e-9 * abs(steps[0]):
                raise ImpactError(
                    f"The periods are not evenly spaced: {steps[0]} apart at first, {step} from {before} to {after}."
                )
    if start not in order:
        raise ImpactError(f"The start, {start}, is not among the periods, {order[0]} to {order[-1]}.")
    return order, series, order.index(start)


def _check_lengths(count: int, began: int, season_length: int | None) -> None:
    for there, side in ((began, "before"), (count - began, "after")):
        if there < FEWEST_POINTS:
            raise ImpactError(
                f"There are too few periods {side} the action began: {there}, where {FEWEST_POINTS} is the least."
            )
    if season_length is None:
        return
    if season_length < 2:
        raise ImpactError(f"A year of {season_length} period has no seasons. Leave the season length out.")
    if began < 2 * season_length:
        raise ImpactError(
            f"Seasons of {season_length} periods need two whole years before the action ({2 * season_length} periods); "
            f"there are {began}."
        )


def _lags(lags: int | None, count: int) -> int:
    if lags is None:
        return int(4 * (count / 100) ** (2 / 9))
    if not 0 <= lags < count:
        raise ImpactError(f"The lags must lie between 0 and {count - 1}; got {lags}.")
    return int(lags)


def _columns(count: int, began: int, season_length: int | None) -> FloatArray:
    time = np.arange(count, dtype=np.float64)
    on = (time >= began).astype(np.float64)
    columns = [np.ones(count), time, on, (time - began) * on]
    if season_length:
        season = np.arange(count) % season_length
        # Each season against the mean of all: the jump and the slopes keep their meaning.
        columns += [(season == each) - (season == 0).astype(np.float64) for each in range(1, season_length)]
    return np.column_stack(columns)


def _long_enough(before: int, after: int) -> Check:
    fewest, side = (before, "before") if before <= after else (after, "after")
    why = f"There are {fewest} periods {side} the action began; {ENOUGH_POINTS} on each side are asked for."
    return Check("Long enough", fewest >= ENOUGH_POINTS, why)


def _straight(series: FloatArray, columns: FloatArray, lags: int) -> Check:
    """Whether the line before is a line: a bend before would be carried on and taken for the action."""
    name = "Straight before the action"
    line = np.column_stack([columns[:, :2], columns[:, 4:]])
    if len(series) < line.shape[1] + 3:
        return Check(name, None, f"With {len(series)} periods before, a bend cannot be told from chance.")
    time = columns[:, 1] - columns[:, 1].mean()
    bent = OLS(series, np.column_stack([line, time**2])).fit(
        cov_type="HAC", cov_kwds={"maxlags": min(lags, len(series) - 1), "use_correction": True}, use_t=True
    )
    if float(np.sum(bent.resid**2)) <= (EXACT**2) * float(series @ series):
        # Without residue only the bend itself can speak: against the reach of the series it is nought or it is not.
        flat = abs(float(bent.params[-1])) * float(np.ptp(time**2)) <= 1e-8 * max(float(np.ptp(series)), 1e-300)
        return Check(name, flat, f"The values before lie on a {'' if flat else 'bent '}line.")
    p = float(bent.pvalues[-1])
    seen = "No bend was seen before" if p > ALPHA else "The series was already bent before"
    return Check(name, p > ALPHA, f"{seen} (p = {p:.2g}).")


def _memory(residuals: FloatArray) -> Check:
    name = "Little memory from one period to the next"
    total = float(residuals @ residuals)
    if total == 0:
        return Check(name, True, "Nothing is left over.")
    lag_one = float(residuals[1:] @ residuals[:-1]) / total
    bound = 2 / len(residuals) ** 0.5
    why = f"What is left over follows the period before with a correlation of {number(lag_one)}"
    passed = lag_one <= bound
    why += "." if passed else f", above {number(bound)}: the intervals are too narrow."
    return Check(name, passed, why)
