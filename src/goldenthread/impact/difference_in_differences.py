"""Difference in differences: did treated places change more than the others did?"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldenthread.core.estimates import Estimate
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.impact.panel import LeftOut, Panel
from goldenthread.impact.pre_trends import PreTrend, after_terms, pre_trend
from goldenthread.impact.regression import PanelRegression, check_generator, check_level, panel_regression
from goldenthread.impact.results import Check, Design, EffectTable, Evaluation, higher_or_lower, listed

#: With fewer treated clusters even the wild bootstrap is off: it finds too little (MacKinnon and Webb 2017).
FEW_TREATED = 4


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences(Evaluation):
    """The change of the treated beyond that of the others.

    Attributes
    ----------
    effect
        The mean effect on the treated over the periods after, with its interval or why it has none.
    p_value, standard_error
        Of no effect, and cluster-robust; None where there is no interval.
    pre_trend
        The drift before the action.
    treated, compared
        How many units were treated and never treated.
    clusters
        How many clusters there are.
    periods_before, periods_after
        How many periods; the fewest before and the most after where units began at different times.
    cohorts
        The periods in which units began.
    checks
        What must hold for this to be believed.
    left_out
        Units not compared, and why.
    """

    effect: Estimate
    p_value: float | None
    standard_error: float | None
    pre_trend: PreTrend
    treated: int
    compared: int
    clusters: int
    periods_before: int
    periods_after: int
    cohorts: tuple[Any, ...]
    checks: tuple[Check, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def design(self) -> Design:
        """The design on the scale of evidence."""
        return Design.DIFFERENCE_IN_DIFFERENCES

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found and how far it can be believed."""
        said = [
            f"Beside what they would be had they changed as the {self.compared} others did, the {self.treated} treated "
            f"are {higher_or_lower(self.effect)}."
        ]
        if self.p_value is not None:
            said.append(f"p = {self.p_value:.2g}. {self.effect.method}.")
        if len(self.cohorts) > 1:
            said.append(f"They began in {listed(self.cohorts)}; each is compared with those never treated only.")
        said += [f"{check}" for check in self.checks]
        said += [f"{each.unit} is left out. {each.reason}." for each in self.left_out]
        return tuple(said)

    @property
    def table(self) -> EffectTable:
        """The effect, and the drift before."""
        rows = [("effect", self.effect, self.p_value)]
        if self.pre_trend.drift is not None:
            rows.append(("drift a period before", self.pre_trend.drift, self.pre_trend.p_value))
        return EffectTable.of(rows)


def difference_in_differences(
    units: Iterable[Hashable],
    periods: Iterable[Any],
    values: Iterable[Any],
    treated: Iterable[Any],
    *,
    clusters: Iterable[Hashable] | None = None,
    reasons: Iterable[str | None] | None = None,
    level: float = 0.95,
    generator: np.random.Generator | None = None,
) -> DifferenceInDifferences:
    r"""Return the change of treated units beyond that of units never treated.

    With one beginning for all, :math:`y_{it}=\alpha_i+\gamma_t+\tau D_{it}+\varepsilon_{it}` by least squares: in a
    full panel :math:`\hat\tau` is the treated units' mean after less their mean before, less the same of the others.
    Where units began at different times that line mixes in comparisons of late with early starters and can even have
    the wrong sign; then each cohort has its own effect in each period, told from never-treated units, and their mean
    over treated units and periods is returned (Wooldridge 2021).

    Standard errors are robust to any correlation within clusters, with t on clusters less one. Below 50 clusters the
    interval and p-value come from the restricted wild cluster bootstrap: all patterns of signs up to 12 clusters,
    9,999 drawn ones beyond.

    Parameters
    ----------
    units, periods, values, treated, clusters, reasons
        The columns of a panel: :meth:`Panel.of`.
    level
        Of the intervals.
    generator
        The dice for drawn signs: needed with 13 to 49 clusters.

    Raises
    ------
    ImpactError
        If the panel cannot be compared, or dice are needed and not given.

    References
    ----------
    Bertrand, Duflo and Mullainathan (2004), *Quarterly Journal of Economics* 119(1), 249-275; Goodman-Bacon (2021),
    *Journal of Econometrics* 225(2), 254-277; Wooldridge (2021), SSRN 3906345.

    Examples
    --------
    >>> found = difference_in_differences(
    ...     units=["A", "A", "B", "B", "C", "C", "D", "D"],
    ...     periods=[2023, 2024] * 4,
    ...     values=[10, 16, 12, 17, 20, 21, 15, 18],
    ...     treated=[0, 1, 0, 1, 0, 0, 0, 0],
    ... )
    >>> round(found.effect.value, 9), found.effect.reason
    (3.5, 'With 4 clusters no p-value can be below 0.12')
    """
    check_level(level)
    panel = Panel.of(units, periods, values, treated, clusters=clusters, reasons=reasons)
    check_generator(panel, generator)
    terms, weights = _terms(panel)
    regression = panel_regression(panel, terms)
    found = regression.infer(weights, level, generator)
    drift = pre_trend(panel, level, generator)
    starts = panel.starts[panel.is_treated]
    after = int(len(panel.periods) - starts.min())
    mean_after = float((len(panel.periods) - starts).mean())
    return DifferenceInDifferences(
        effect=found.estimate,
        p_value=found.p_value,
        standard_error=found.standard_error,
        pre_trend=drift,
        treated=len(panel.treated_units),
        compared=len(panel.never_treated_units),
        clusters=regression.cluster_count,
        periods_before=drift_periods(panel),
        periods_after=after,
        cohorts=tuple(panel.periods[start] for start in panel.cohorts),
        checks=(drift.check(found.estimate.value, mean_after), enough_clusters(regression)),
        left_out=panel.left_out,
    )


def _terms(panel: Panel) -> tuple[FloatArray, FloatArray]:
    """One term for all where all began together; else one a cohort and period, weighted by its units."""
    if len(panel.cohorts) == 1:
        is_on = np.arange(len(panel.periods))[None, :] >= panel.starts[:, None]
        return is_on[None].astype(np.float64), np.ones(1)
    terms = after_terms(panel)
    sizes = terms.sum(axis=(1, 2))
    return terms, sizes / sizes.sum()


def drift_periods(panel: Panel) -> int:
    """How many periods before the action even the first units to begin have."""
    return int(panel.starts[panel.is_treated].min())


def enough_clusters(regression: PanelRegression) -> Check:
    """The check that there are clusters enough on both sides to tell the action from chance."""
    treated, others = regression.treated_clusters, regression.other_clusters
    fewest = min(treated, others)
    side = "with a treated unit" if treated <= others else "with a unit that was not treated"
    one = "is 1 cluster" if fewest == 1 else f"are {fewest} clusters"
    passed = fewest >= FEW_TREATED
    why = f"There {one} {side}"
    advice = f"; with fewer than {FEW_TREATED} no interval can be relied on. Ask for a synthetic control."
    why += "." if passed else advice
    return Check("Enough clusters on both sides", passed, why)
