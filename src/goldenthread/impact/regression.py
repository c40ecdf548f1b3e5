"""Least squares of a panel with units and periods of their own, and what can be said of its coefficients."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from statsmodels.regression.linear_model import OLS

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.impact.errors import ImpactError
from goldenthread.impact.panel import Panel
from goldenthread.impact.wild_bootstrap import ENUMERATED_CLUSTERS, WildBootstrap, smallest_p_value

#: Below this many clusters the wild bootstrap is used: what counts as few runs from under 20 to under 50, and this is
#: the cautious end (Cameron and Miller 2015, *Journal of Human Resources* 50(2), section VI).
FEW_CLUSTERS = 50

#: Residuals that are this small beside the outcome are rounding: the model fits exactly and says nothing about chance.
EXACT = 1e-10

#: A variance this small beside the outcome's is rounding as well, and may come out below nought.
NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Inference:
    """An estimate with its interval and p-value, or why it has none."""

    estimate: Estimate
    p_value: float | None
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class PanelRegression:
    """The outcome, less each unit's mean, on terms and periods, less theirs.

    `treated_clusters` and `other_clusters` count clusters with a treated unit and with one that was not.
    """

    outcome: FloatArray
    columns: FloatArray
    clusters: NDArray[np.int64]
    terms: int
    treated_clusters: int
    other_clusters: int
    fitted: Any  # statsmodels has no types

    @property
    def cluster_count(self) -> int:
        """How many clusters there are."""
        return int(self.clusters.max()) + 1

    @property
    def is_few(self) -> bool:
        """Whether there are so few clusters that the usual t-test would find effects that are not there."""
        return self.cluster_count < FEW_CLUSTERS

    def infer(self, weights: FloatArray, level: float, generator: np.random.Generator | None) -> Inference:
        """The weighted sum of the terms' coefficients."""
        combination = np.zeros(self.columns.shape[1])
        combination[: self.terms] = weights
        fitted = self.fitted
        value = float(combination @ fitted.params)
        nothing = self._why_no_interval(fitted, combination)
        if nothing:
            return Inference(Estimate(value, None, reason=nothing), None, None)
        test = fitted.t_test(combination[None, :])
        error = float(np.asarray(test.sd).item())
        if not self.is_few:
            lower, upper = np.asarray(test.conf_int(alpha=1 - level)).ravel().tolist()
            said = f"Cluster-robust t, {self.cluster_count} clusters"
            return Inference(Estimate(value, Limits(lower, upper, level), said), float(test.pvalue), error)
        bootstrap = WildBootstrap.of(self.outcome, self.columns, self.clusters, combination, generator)
        return Inference(self._by_bootstrap(value, bootstrap, level), bootstrap.p_value(), error)

    def joint_p_value(self, terms: NDArray[np.int64]) -> float:
        """The p-value of the Wald test that all these terms are nought."""
        picked = np.zeros((len(terms), self.columns.shape[1]))
        picked[np.arange(len(terms)), terms] = 1
        return float(self.fitted.f_test(picked).pvalue)

    def _why_no_interval(self, fitted: Any, combination: FloatArray) -> str | None:
        if self.treated_clusters < 2:
            return "Only one cluster was treated, so its own chance cannot be told from the action"
        if self.other_clusters < 2:
            return "Only one cluster has a unit that was not treated, so its own chance cannot be told from the action"
        variance = float(combination @ fitted.cov_params() @ combination)
        size = float(self.outcome @ self.outcome)
        if float(fitted.ssr) <= EXACT**2 * size or variance * len(self.outcome) <= NO_VARIANCE * size:
            return "The values fit without any residue, so nothing shows how far chance moves them"
        return None

    def _by_bootstrap(self, value: float, bootstrap: WildBootstrap, level: float) -> Estimate:
        limits = bootstrap.limits(level)
        if limits is not None:
            how = "all" if bootstrap.is_enumerated else "drawn"
            said = f"Wild cluster bootstrap, {bootstrap.clusters} clusters, {how} signs"
            return Estimate(value, Limits(*limits, level), said)
        least = smallest_p_value(bootstrap.clusters)
        if least > 1 - level:
            why = f"With {bootstrap.clusters} clusters no p-value can be below {least:.2g}"
        else:
            why = f"With {bootstrap.clusters} clusters no effect, however large, can be ruled out on one side"
        return Estimate(value, None, reason=why)


def panel_regression(panel: Panel, terms: FloatArray) -> PanelRegression:
    """The regression on `terms` (terms x units x periods) besides a level for every unit and every period."""
    count, units, periods = terms.shape
    dummies = np.broadcast_to(np.eye(periods)[1:, None, :], (periods - 1, units, periods))
    columns = np.concatenate([terms, dummies])
    columns = columns - columns.mean(axis=2, keepdims=True)
    outcome = panel.values - panel.values.mean(axis=1, keepdims=True)
    flat = np.ascontiguousarray(columns.reshape(len(columns), -1).T)
    if np.linalg.matrix_rank(flat.T @ flat, hermitian=True) < flat.shape[1]:
        raise ImpactError("The terms cannot be told apart in these units and periods. Add units that were not treated.")
    numbers = panel.cluster_numbers
    treated, others = (len(set(numbers[which].tolist())) for which in (panel.is_treated, ~panel.is_treated))
    clusters = np.repeat(numbers, periods)
    # Columns are known to be independent and none is constant: told so, statsmodels need not look again and again.
    fitted = OLS(outcome.ravel(), flat, hasconst=False).fit(
        cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": True}, use_t=True
    )
    return PanelRegression(outcome.ravel(), flat, clusters, count, treated, others, fitted)


def check_generator(panel: Panel, generator: np.random.Generator | None) -> None:
    """Refuse so few clusters that signs must be drawn, without dice to draw them."""
    count = len(set(panel.clusters))
    if generator is None and ENUMERATED_CLUSTERS < count < FEW_CLUSTERS:
        raise ImpactError(
            f"With {count} clusters the interval comes from a wild bootstrap with drawn signs. Hand in the dice, "
            "generator=numpy.random.default_rng(1), so that the same input gives the same answer."
        )


def check_level(level: float) -> float:
    """Refuse a confidence level that is not between 0 and 1."""
    if not (isinstance(level, int | float) and math.isfinite(level) and 0 < level < 1):
        raise ImpactError(f"The confidence level must lie between 0 and 1 (0.95, not 95); got {level}.")
    return float(level)
