"""Synthetic control: one treated place beside a mix of others that moved as it did before."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from goldenthread.core.estimates import Estimate
from goldenthread.core.statistics.checks import FloatArray
from goldenthread.core.statistics.results import Columns, Result, as_columns
from goldenthread.impact.columns import period_names
from goldenthread.impact.errors import ImpactError
from goldenthread.impact.panel import LeftOut, Panel
from goldenthread.impact.results import Check, Design, Evaluation, listed, number

#: Fewer periods before leave the mix to chance.
FEWEST_BEFORE = 3

#: With fewer donors there is nothing to mix and no rank.
FEWEST_DONORS = 2

#: The treated place must fit about as well before as the others do: no more than twice as far off as their middle one.
#: Abadie, Diamond and Hainmueller (2010) leave placebos out by the same measure (twice the mean square, or more).
WORST_FIT = 2.0

#: Weights below this are rounding.
NO_WEIGHT = 1e-6

#: A gap this small beside the values is none.
NO_GAP = 1e-9


@dataclass(frozen=True, slots=True)
class GapPath(Result):
    """The place beside its synthetic control: one row a period."""

    period: NDArray[np.str_]
    observed: FloatArray
    synthetic: FloatArray
    gap: FloatArray


@dataclass(frozen=True, slots=True)
class PlaceboRanks(Result):
    """Every place treated as if the action had been there, the furthest off first.

    The root mean square gap before and after, and the ratio of the two, by which they are ranked.
    """

    unit: NDArray[np.str_]
    rmspe_before: FloatArray
    rmspe_after: FloatArray
    ratio: FloatArray
    effect: FloatArray


@dataclass(frozen=True, slots=True)
class Weight:
    """A donor's part of the mix, and the effect without that donor."""

    unit: str
    weight: float
    effect_without: float


@dataclass(frozen=True, slots=True)
class SyntheticControl(Evaluation):
    """A place beside its synthetic control.

    Attributes
    ----------
    unit
        The treated place.
    effect
        The mean gap after; its interval is taken by its rank.
    weights
        Donors with a part in the mix, the largest first.
    donors
        How many places there were to mix from.
    path
        The place and its synthetic control by period.
    placebos
        All places ranked by the ratio of their gaps after and before.
    rank, p_value
        Where the treated place stands (1: furthest off) and the share of places at least as far off, itself included.
    start
        The first period of the action.
    checks, left_out
        What must hold; and units not used, each with why.
    """

    unit: str
    effect: Estimate
    weights: tuple[Weight, ...]
    donors: int
    path: GapPath
    placebos: PlaceboRanks
    rank: int
    p_value: float
    start: Any
    checks: tuple[Check, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def design(self) -> Design:
        """The design on the scale of evidence."""
        return Design.SYNTHETIC_CONTROL

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found and how far it can be believed."""
        value = self.effect.value
        mix = listed([f"{each.unit} ({each.weight:.0%})" for each in self.weights])
        return (
            f"From {self.start} on {self.unit} is on average {number(abs(value))} {'lower' if value < 0 else 'higher'} "
            f"than its synthetic control, a mix of {mix}.",
            f"Of {self.donors + 1} places treated as if the action had been theirs, {self.unit} is number {self.rank} "
            f"by how far it moved off beside before: p = {self.p_value:.2g}.",
            *(f"{check}" for check in self.checks),
            *(f"{each.unit} is left out. {each.reason}." for each in self.left_out),
        )

    @property
    def table(self) -> GapPath:
        """The gap by period."""
        return self.path

    def placebos_as_columns(self) -> Columns:
        """The ranks as columns of one length."""
        return as_columns(self.placebos)


def synthetic_control(
    units: Iterable[Hashable],
    periods: Iterable[Any],
    values: Iterable[Any],
    treated: Iterable[Any],
    *,
    reasons: Iterable[str | None] | None = None,
    allow_level_difference: bool = False,
) -> SyntheticControl:
    r"""Return a treated place beside the mix of donors that came nearest to it before the action.

    Weights :math:`w\ge0`, :math:`\sum w=1`, minimise :math:`\sum_{t<t_0}(y_{1t}-\sum_jw_jy_{jt})^2`. Each place in turn
    is then treated as if the action had been its own, the other donors being its donors; the root mean square of its
    gap after over that before is ranked, and the p-value is the share of places with a ratio at least as large. The
    treated place is nobody's donor: a placebo that leaned on it would borrow its effect.

    Which donors are fair to use is for the caller to say: places the action did not reach or spill over to, of the
    same kind (official statistical neighbours), chosen before looking at what came after.

    Parameters
    ----------
    units, periods, values, treated, reasons
        The columns of a panel: :meth:`Panel.of`. One unit is treated.
    allow_level_difference
        Compare movements around each place's own mean before, for a place above or below all donors (Ferman and Pinto
        2021).

    Raises
    ------
    ImpactError
        If more than one unit is treated, there are fewer than three periods before or two donors, or as
        :meth:`Panel.of`.

    References
    ----------
    Abadie, Diamond and Hainmueller (2010), *Journal of the American Statistical Association* 105(490), 493-505; Abadie
    (2021), *Journal of Economic Literature* 59(2), 391-425; Ferman and Pinto (2021), *Quantitative Economics* 12(4).

    Examples
    --------
    >>> found = synthetic_control(
    ...     units=["A"] * 5 + ["B"] * 5 + ["C"] * 5,
    ...     periods=[1, 2, 3, 4, 5] * 3,
    ...     values=[3, 4, 3, 9, 9, 2, 3, 2, 4, 4, 4, 5, 4, 6, 6],
    ...     treated=[0, 0, 0, 1, 1] + [0] * 10,
    ... )
    >>> round(found.effect.value, 6), [(each.unit, round(each.weight, 6)) for each in found.weights]
    (4.0, [('B', 0.5), ('C', 0.5)])
    """
    panel = Panel.of(units, periods, values, treated, reasons=reasons)
    start = _check(panel)
    series = panel.values
    if allow_level_difference:
        series = series - series[:, :start].mean(axis=1, keepdims=True)
    own = int(np.flatnonzero(panel.is_treated)[0])
    everyone = np.arange(len(series))
    mixes = [
        _mix(series, start, place, everyone[(everyone != own) & (everyone != place)]) for place in range(len(series))
    ]
    gaps = np.array([series[place] - mix @ series for place, mix in enumerate(mixes)])
    placebos = _ranked(panel.units, gaps, start, float(np.abs(series).max()))
    ratios = dict(zip(placebos.unit.tolist(), placebos.ratio.tolist(), strict=True))
    unit, ratio = panel.units[own], ratios[panel.units[own]]
    rank = sum(each >= ratio for each in ratios.values())
    weights = _weights(panel.units, series, start, own, mixes[own])
    effect = float(gaps[own, start:].mean())
    return SyntheticControl(
        unit=unit,
        effect=Estimate(effect, None, reason="Its rank among the placebos takes the place of an interval"),
        weights=weights,
        donors=len(series) - 1,
        path=GapPath(period_names(panel.periods), panel.values[own], panel.values[own] - gaps[own], gaps[own]),
        placebos=placebos,
        rank=rank,
        p_value=rank / len(series),
        start=panel.periods[start],
        checks=(
            _fits(unit, placebos),
            _not_by_chance(start, weights, placebos, unit),
            _no_donor_alone(effect, weights),
            _enough_donors(len(series)),
        ),
        left_out=panel.left_out,
    )


def nearest_mix(target: FloatArray, donors: FloatArray) -> FloatArray:
    r"""Return the weights, none negative and one together, of the mix of `donors` (a row each) nearest to `target`.

    With :math:`d_j` the differences from the target this is the point of their convex hull that is nearest to the
    origin. :math:`\min_{u\ge0}\lVert\sum_ju_jd_j\rVert^2+(\sum_ju_j-1)^2` has the solution :math:`u=w/(1+\lVert
    \sum_jw_jd_j\rVert^2)`, so non-negative least squares finds it exactly, after scaling to one.

    Examples
    --------
    >>> import numpy as np
    >>> nearest_mix(np.array([1.0, 1.0]), np.array([[0.0, 0.0], [2.0, 2.0], [5.0, 0.0]])).round(9).tolist()
    [0.5, 0.5, 0.0]
    """
    differences = donors - target
    scale = float(np.abs(differences).max())
    if scale == 0:
        return np.full(len(donors), 1 / len(donors))
    stacked = np.vstack([differences.T / scale, np.ones(len(donors))])
    found, _ = nnls(stacked, np.append(np.zeros(len(target)), 1.0), maxiter=50 * len(donors))
    weights: FloatArray = found / found.sum()
    return weights


def _check(panel: Panel) -> int:
    """The position of the first period of the action."""
    if len(panel.treated_units) > 1:
        raise ImpactError(
            f"{len(panel.treated_units)} units are treated ({listed(panel.treated_units)}). A synthetic control is "
            "made for one: ask for each by itself without the other treated ones, or for a difference in differences."
        )
    start = panel.cohorts[0]
    if start < FEWEST_BEFORE:
        raise ImpactError(
            f"There are too few periods before the action began: {start}, where {FEWEST_BEFORE} is the least."
        )
    if len(panel.never_treated_units) < FEWEST_DONORS:
        raise ImpactError(
            f"There is one donor, where {FEWEST_DONORS} is the least. Add places the action did not reach."
        )
    return start


def _mix(series: FloatArray, start: int, place: int, donors: NDArray[np.int64]) -> FloatArray:
    """A weight for every place: nought for the place itself and those who are no donors."""
    mix = np.zeros(len(series))
    mix[donors] = nearest_mix(series[place, :start], series[donors, :start])
    return mix


def _ranked(units: tuple[str, ...], gaps: FloatArray, start: int, size: float) -> PlaceboRanks:
    before = np.sqrt((gaps[:, :start] ** 2).mean(axis=1))
    after = np.sqrt((gaps[:, start:] ** 2).mean(axis=1))
    nothing = NO_GAP * size
    fits = before <= nothing
    # A perfect fit before makes any later gap infinitely larger, and no later gap no larger.
    ratios = np.where(fits, np.where(after <= nothing, 0.0, np.inf), after / np.where(fits, 1.0, before))
    order = np.lexsort((np.array(units), -ratios))
    effects = gaps[:, start:].mean(axis=1)
    return PlaceboRanks(np.array(units)[order], before[order], after[order], ratios[order], effects[order])


def _weights(units: tuple[str, ...], series: FloatArray, start: int, own: int, mix: FloatArray) -> tuple[Weight, ...]:
    """The donors in the mix, each with the effect when the mix is made without it."""
    found = []
    for donor in np.flatnonzero(mix > NO_WEIGHT).tolist():
        others = np.array([place for place in range(len(series)) if place not in (own, donor)])
        without = _mix(series, start, own, others)
        effect = float((series[own, start:] - without @ series[:, start:]).mean())
        found.append(Weight(units[donor], float(mix[donor]), effect))
    return tuple(sorted(found, key=lambda each: (-round(each.weight, 9), each.unit)))


def _fits(unit: str, placebos: PlaceboRanks) -> Check:
    own = float(placebos.rmspe_before[placebos.unit == unit][0])
    middle = float(np.median(placebos.rmspe_before[placebos.unit != unit]))
    why = f"{unit} lies {number(own)} off its mix before the action, the middle one of the others {number(middle)}."
    return Check("Fits before the action", own <= WORST_FIT * middle, why)


def _not_by_chance(start: int, weights: tuple[Weight, ...], placebos: PlaceboRanks, unit: str) -> Check:
    name = "Does not fit by chance"
    if np.isinf(placebos.ratio[placebos.unit == unit]).any():
        return Check(name, False, "The mix fits exactly before, so nothing shows how far off it usually is.")
    enough = start >= 2 * len(weights)
    parts = f"{len(weights)} donor{'s' if len(weights) > 1 else ''}"
    return Check(name, enough, f"{start} periods before carry a mix of {parts}; twice as many as donors are asked for.")


def _no_donor_alone(effect: float, weights: tuple[Weight, ...]) -> Check:
    effects = [each.effect_without for each in weights]
    same = all(each * effect > 0 for each in effects)
    why = f"Made without each donor in turn the effect runs from {number(min(effects))} to {number(max(effects))}."
    return Check("Rests on no donor alone", same, why)


def _enough_donors(places: int) -> Check:
    least = 1 / places
    why = f"Among {places} places no p-value can be below {least:.2g}."
    return Check("Enough donors for the rank to tell", least <= 0.05, why)
