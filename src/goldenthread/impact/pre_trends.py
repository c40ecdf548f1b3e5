"""Whether treated units already drifted away from the others before the action."""

from dataclasses import dataclass

import numpy as np

from goldenthread.core.estimates import Estimate
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.impact.panel import Panel
from goldenthread.impact.regression import panel_regression
from goldenthread.impact.results import Check, number, with_limits

#: The usual level at which a drift before the action counts as seen.
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class PreTrend:
    """How much a period the treated drifted away from the others before the action.

    Attributes
    ----------
    drift
        Change a period of the difference between treated and others; None where there is one period before.
    p_value
        Of no drift; None where it cannot be worked out.
    reason
        Why there is no drift or no p-value; empty where there are both.
    periods_before
        How many periods before the action the last group to begin has.
    """

    drift: Estimate | None
    p_value: float | None
    reason: str
    periods_before: int

    def check(self, effect: float, periods_after: float) -> Check:
        """The check an evaluation carries, beside the size of its effect and the length of what followed."""
        name = "Parallel before the action"
        if self.drift is None or self.p_value is None:
            return Check(name, None, f"{self.reason}.")
        passed = self.p_value > ALPHA
        seen = "No drift was seen" if passed else "A drift was seen"
        why = f"{seen}: {with_limits(self.drift)} a period, p = {self.p_value:.2g}."
        if passed and self.drift.limits:
            most = max(abs(self.drift.limits.lower), abs(self.drift.limits.upper)) * (periods_after + 1) / 2
            told = "as much as" if most >= abs(effect) else "less than"
            why += f" The most that cannot be ruled out, gone on, would have come to {number(most)}: {told} the effect."
        return Check(name, passed, why)


def pre_trend(panel: Panel, level: float, generator: np.random.Generator | None) -> PreTrend:
    """The drift: a line through the periods before, in the treated less in the others, after which all is left free."""
    before = int(panel.starts[panel.is_treated].max())
    if before < 2:
        return PreTrend(None, None, "There is one period before the action, and a line needs two", before)
    relative = np.arange(len(panel.periods))[None, :] - panel.starts[:, None]
    line = np.where(panel.is_treated[:, None] & (relative < 0), relative + 1.0, 0.0)
    regression = panel_regression(panel, np.concatenate([line[None], after_terms(panel)]))
    weights = np.zeros(regression.terms)
    weights[0] = 1
    found = regression.infer(weights, level, generator)
    return PreTrend(found.estimate, found.p_value, found.estimate.reason or "", before)


def after_terms(panel: Panel) -> FloatArray:
    """A term for each cohort and period from its beginning on."""
    return np.array(
        [
            (panel.starts == start)[:, None] & (np.arange(len(panel.periods)) == period)[None, :]
            for start in panel.cohorts
            for period in range(start, len(panel.periods))
        ],
        dtype=np.float64,
    )
