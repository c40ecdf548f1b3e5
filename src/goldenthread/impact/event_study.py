"""The event study: the difference from the others in every period before and after, so that both can be looked at."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.core.estimates import Estimate
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.impact.difference_in_differences import drift_periods, enough_clusters
from goldenthread.impact.errors import ImpactError
from goldenthread.impact.panel import LeftOut, Panel
from goldenthread.impact.pre_trends import ALPHA, PreTrend, pre_trend
from goldenthread.impact.regression import PanelRegression, check_generator, check_level, panel_regression
from goldenthread.impact.results import Check, Design, EffectTable, Evaluation, with_limits


@dataclass(frozen=True, slots=True)
class Moment:
    """The difference so many periods after the action began (negative: before), against the last period before.

    `units` is how many treated units it rests on.
    """

    period: int
    difference: Estimate
    p_value: float | None
    units: int


@dataclass(frozen=True, slots=True)
class EventStudy(Evaluation):
    """Differences by period since the action began.

    Attributes
    ----------
    moments
        In order of time; the last period before (−1) is what the others are measured from and is not among them.
    pre_trend
        The drift before the action.
    joint_p_value, joint_reason
        Of no difference in any period before; or why that is not tested.
    checks, left_out
        What must hold; and units not compared, each with why.
    """

    moments: tuple[Moment, ...]
    pre_trend: PreTrend
    joint_p_value: float | None
    joint_reason: str
    checks: tuple[Check, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def design(self) -> Design:
        """The design on the scale of evidence."""
        return Design.DIFFERENCE_IN_DIFFERENCES

    @property
    def before(self) -> tuple[Moment, ...]:
        """The moments before the action, which should be about nought."""
        return tuple(moment for moment in self.moments if moment.period < 0)

    @property
    def after(self) -> tuple[Moment, ...]:
        """The moments from the action on."""
        return tuple(moment for moment in self.moments if moment.period >= 0)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found and how far it can be believed."""
        last = self.after[-1]
        said = [
            f"In the period it began, the action moved the treated by {with_limits(self.after[0].difference)} against "
            "the last period before, beyond the others."
        ]
        if last.period:
            said.append(f"{last.period} periods later, by {with_limits(last.difference)}.")
        if self.joint_p_value is not None:
            said.append(f"All differences before together: p = {self.joint_p_value:.2g}.")
        said += [f"{check}" for check in self.checks]
        said += [f"{each.unit} is left out. {each.reason}." for each in self.left_out]
        return tuple(said)

    @property
    def table(self) -> EffectTable:
        """A row a moment."""
        return EffectTable.of([(_signed(m.period), m.difference, m.p_value) for m in self.moments])


def event_study(
    units: Iterable[Hashable],
    periods: Iterable[Any],
    values: Iterable[Any],
    treated: Iterable[Any],
    *,
    clusters: Iterable[Hashable] | None = None,
    reasons: Iterable[str | None] | None = None,
    level: float = 0.95,
    generator: np.random.Generator | None = None,
) -> EventStudy:
    r"""Return the difference between treated and never-treated units in each period since the action began.

    Every cohort has a coefficient for each of its periods but the last before it began; coefficients of the same time
    since the beginning are averaged over treated units (Sun and Abraham 2021). Intervals as in
    :func:`difference_in_differences`, each moment by itself: of twenty, one is expected to lie off nought by chance.

    Parameters
    ----------
    units, periods, values, treated, clusters, reasons
        The columns of a panel: :meth:`Panel.of`.
    level, generator
        As in :func:`difference_in_differences`.

    Raises
    ------
    ImpactError
        If a unit has fewer than two periods before (there would be nothing to look at), or as
        :func:`difference_in_differences`.

    References
    ----------
    Sun and Abraham (2021), *Journal of Econometrics* 225(2), 175-199.

    Examples
    --------
    >>> found = event_study(
    ...     units=["A"] * 4 + ["B"] * 4,
    ...     periods=[1, 2, 3, 4] * 2,
    ...     values=[5, 5, 9, 10, 1, 2, 3, 4],
    ...     treated=[0, 0, 1, 1, 0, 0, 0, 0],
    ... )
    >>> [(moment.period, round(moment.difference.value, 9)) for moment in found.moments]
    [(-2, 1.0), (0, 3.0), (1, 3.0)]
    """
    check_level(level)
    panel = Panel.of(units, periods, values, treated, clusters=clusters, reasons=reasons)
    check_generator(panel, generator)
    if drift_periods(panel) < 2:
        raise ImpactError(
            "There is one period before the action, so there is nothing to look at before it. Add earlier periods, or "
            "ask for a difference in differences."
        )
    terms, since, sizes = _terms(panel)
    regression = panel_regression(panel, terms)
    moments = []
    for moment in np.unique(since).tolist():
        weights = np.where(since == moment, sizes, 0.0)
        found = regression.infer(weights / weights.sum(), level, generator)
        moments.append(Moment(int(moment), found.estimate, found.p_value, int(weights.sum())))
    drift = pre_trend(panel, level, generator)
    joint, reason = _joint(regression, np.flatnonzero(since < 0))
    first = next(moment for moment in moments if moment.period >= 0)
    checks = [drift.check(first.difference.value, 1), enough_clusters(regression)]
    if joint is not None:
        seen = "No difference before stands out." if joint > ALPHA else "Differences before stand out."
        checks.insert(1, Check("No difference before", joint > ALPHA, f"{seen} Together p = {joint:.2g}."))
    return EventStudy(tuple(moments), drift, joint, reason, tuple(checks), panel.left_out)


def _signed(period: int) -> str:
    return f"{period:+d}".replace("-", "−") if period else "0"


def _terms(panel: Panel) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    """A term for each cohort and period but its last before; how long since the beginning; and how many units."""
    terms, since, sizes = [], [], []
    for start in panel.cohorts:
        members = panel.starts == start
        for period in range(len(panel.periods)):
            if period != start - 1:
                terms.append(members[:, None] & (np.arange(len(panel.periods)) == period)[None, :])
                since.append(period - start)
                sizes.append(float(members.sum()))
    return np.array(terms, dtype=np.float64), np.array(since, dtype=np.int64), np.array(sizes)


def _joint(regression: PanelRegression, before: NDArray[np.int64]) -> tuple[float | None, str]:
    if regression.is_few:
        return None, "With few clusters a test of many differences at once finds some that are not there"
    if regression.treated_clusters <= len(before):
        return None, f"{regression.treated_clusters} treated clusters cannot carry {len(before)} differences at once"
    return regression.joint_p_value(before), ""
