"""Coverage of the intervals of gaps: between two groups, across ordered groups, without order, over time."""

from datetime import date

import numpy as np
from numpy.typing import NDArray
from tests.spec.coverage.simulation import CAUTIOUS, DRAWS, Covered, holds, situation

from goldenthread.core import statistics as gs
from goldenthread.core.estimates import Estimate, Limits

Dice = np.random.Generator
HIGHER, LOWER = gs.Polarity.HIGHER_IS_BETTER, gs.Polarity.LOWER_IS_BETTER
Z = 1.959964


def _normal(dice: Dice, value: float, error: float) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    drawn = dice.normal(value, error, DRAWS)
    return drawn, (drawn - Z * error, drawn + Z * error)


@situation("difference", "two normal estimates with known errors")
def _(dice: Dice) -> Covered:
    return {"value": holds(gs.difference(*_normal(dice, 82, 0.5), *_normal(dice, 75, 0.8)), 7)}


@situation("ratio", "two log-normal estimates with known errors")
def _(dice: Dice) -> Covered:
    (y1, (l1, u1)), (y2, (l2, u2)) = _normal(dice, np.log(20), 0.1), _normal(dice, np.log(10), 0.15)
    found = gs.ratio(np.exp(y1), (np.exp(l1), np.exp(u1)), np.exp(y2), (np.exp(l2), np.exp(u2)))
    return {"value": holds(found, 2)}


@situation("fieller_ratio", "two normal estimates that go together, the lower one far from zero")
def _(dice: Dice) -> Covered:
    a, b = dice.multivariate_normal([8, 5], [[0.5, 0.2], [0.2, 0.4]], DRAWS).T
    return {"value": holds(gs.fieller_ratio(a, b, 0.5, 0.4, 0.2), 8 / 5)}


@situation("difference_of_proportions", "80 and 70 people, shares about 60% and 40%")
def _(dice: Dice) -> Covered:
    p, q = np.linspace(0.5, 0.7, DRAWS), np.linspace(0.3, 0.5, DRAWS)
    return {"value": holds(gs.difference_of_proportions(dice.binomial(80, p), 80, dice.binomial(70, q), 70), p - q)}


@situation("ratio_of_proportions", "200 and 150 people, shares about 30% and 20%")
def _(dice: Dice) -> Covered:
    p, q = np.linspace(0.25, 0.35, DRAWS), np.linspace(0.15, 0.25, DRAWS)
    return {"value": holds(gs.ratio_of_proportions(dice.binomial(200, p), 200, dice.binomial(150, q), 150), p / q)}


@situation("difference_of_rates", "about 60 and 40 events")
def _(dice: Dice) -> Covered:
    x, y = np.linspace(50, 70, DRAWS), np.linspace(30, 50, DRAWS)
    found = gs.difference_of_rates(dice.poisson(x), 1_000, dice.poisson(y), 1_000, multiplier=1_000)
    return {"value": holds(found, x - y)}


@situation("rate_ratio", "about 60 and 40 events")
def _(dice: Dice) -> Covered:
    x, y = np.linspace(50, 70, DRAWS), np.linspace(30, 50, DRAWS)
    return {"value": holds(gs.rate_ratio(dice.poisson(x), 1_000, dice.poisson(y), 1_000), x / y)}


# ── across ordered groups ───────────────────────────────────────────────────────────

VALUES = np.array([72, 74, 75, 77, 77.5, 79, 80, 80.5, 82, 84])
PEOPLE = np.array([900, 1_100, 1_000, 800, 1_200, 1_000, 900, 1_100, 700, 1_300.0])
ERRORS = np.array([0.8, 0.7, 0.9, 0.6, 0.8, 0.5, 0.7, 0.6, 0.9, 0.8])


def _many(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.broadcast_to(PEOPLE, values.shape), np.broadcast_to(ERRORS, values.shape)


@situation("slope_indices", "ten groups, normal errors that are known")
def _(dice: Dice) -> Covered:
    drawn = dice.normal(VALUES, ERRORS, (DRAWS, 10))
    found, truth = (
        gs.slope_indices(drawn, *_many(drawn), polarity=HIGHER),
        gs.slope_indices(VALUES, PEOPLE, ERRORS, polarity=HIGHER),
    )
    names = ("slope", "ratio", "mean_ratio", "gap_ratio")
    return {name: holds(getattr(found, name), getattr(truth, name).value) for name in names}


@situation("slope_index_of_inequality", "the same groups, one place a call")
def _(dice: Dice) -> Covered:
    truth, held = gs.slope_index_of_inequality(VALUES, PEOPLE, ERRORS, polarity=HIGHER), []
    names = ("slope", "relative_ratio", "relative_mean", "relative_gap")
    for _ in range(2_000):
        found = gs.slope_index_of_inequality(dice.normal(VALUES, ERRORS), PEOPLE, ERRORS, polarity=HIGHER)
        held.append([getattr(found, name).limits.contains(getattr(truth, name).value) for name in names])
    return dict(zip(names, np.array(held).T, strict=True))


@situation("slope_index_of_inequality", "the limits from scatter: points about a straight line, all weighing the same")
def _(dice: Dice) -> Covered:
    line, held = 70 + 10 * (np.arange(10) + 0.5) / 10, []
    for _ in range(2_000):
        found = gs.slope_index_of_inequality(dice.normal(line, 1.0), [1] * 10, [1] * 10, polarity=HIGHER)
        held.append(found.residual_limits.contains(10))
    return {"residual_limits": np.array(held)}


@situation("slope_index_of_areas", "sixty areas without grouping, normal errors that are known")
def _(dice: Dice) -> Covered:
    score, people = np.arange(60, 0, -1.0), dice.integers(800, 2_500, 60).astype(float)
    values, errors = np.linspace(70, 82, 60) + dice.normal(0, 0.5, 60), dice.uniform(0.8, 2, 60)
    truth, held = gs.slope_index_of_areas(values, people, score, errors, polarity=HIGHER), []
    names = ("slope", "relative_ratio", "relative_mean", "relative_gap")
    for _ in range(2_000):
        found = gs.slope_index_of_areas(dice.normal(values, errors), people, score, errors, polarity=HIGHER)
        held.append([getattr(found, name).limits.contains(getattr(truth, name).value) for name in names])
    return dict(zip(names, np.array(held).T, strict=True))


@situation("slope_index_of_areas", "the limits from scatter: twenty areas about a straight line, all weighing the same")
def _(dice: Dice) -> Covered:
    score, line, held = np.arange(20, 0, -1.0), 70 + 10 * (np.arange(20) + 0.5) / 20, []
    for _ in range(2_000):
        found = gs.slope_index_of_areas(dice.normal(line, 1.0), [1] * 20, score, [1] * 20, polarity=HIGHER)
        held.append(found.residual_limits.contains(10))
    return {"residual_limits": np.array(held)}


@situation("slope_indices_of_areas", "two hundred places of sixty areas each, normal errors that are known")
def _(dice: Dice) -> Covered:
    places, score = np.repeat(np.arange(200), 60), np.tile(np.arange(60, 0, -1.0), 200)
    people, errors = dice.integers(800, 2_500, 12_000).astype(float), dice.uniform(0.8, 2, 12_000)
    values = np.tile(np.linspace(70, 82, 60), 200) + dice.normal(0, 0.5, 12_000)
    truth = gs.slope_indices_of_areas(values, people, score, places, errors, polarity=HIGHER)
    names, held = ("slope", "ratio", "mean_ratio", "gap_ratio"), []
    for _ in range(50):
        found = gs.slope_indices_of_areas(dice.normal(values, errors), people, score, places, errors, polarity=HIGHER)
        held.append([holds(getattr(found, name), getattr(truth, name).value) for name in names])
    return dict(zip(names, np.concatenate(held, axis=1), strict=True))


@situation("slope_indices_on_scale", "five rates whose logs are normal; the line on the rates themselves")
def _(dice: Dice) -> Covered:
    rates, errors = np.array([9.0, 7, 6, 5.5, 5]), np.array([0.1, 0.08, 0.1, 0.06, 0.05])
    people = np.array([3.0, 2, 4, 2, 3])
    drawn = np.exp(dice.normal(np.log(rates), errors, (4_000, 5)))
    shape = drawn.shape
    scale = {"errors_on": gs.Scale.LOG, "polarity": LOWER}
    found = gs.slope_indices_on_scale(drawn, np.broadcast_to(people, shape), np.broadcast_to(errors, shape), **scale)
    truth = gs.slope_indices_on_scale(rates, people, errors, **scale)
    return {name: holds(getattr(found, name), getattr(truth, name).value) for name in ("slope", "ratio")}


@situation("slope_indices_by_scatter", "two hundred points about a straight line, scattering more at one end")
def _(dice: Dice) -> Covered:
    rank = (np.arange(200) + 0.5) / 200
    drawn = dice.normal(70 + 10 * rank, 1 + 2 * rank, (DRAWS // 4, 200))
    found = gs.slope_indices_by_scatter(drawn, np.ones(drawn.shape), polarity=HIGHER)
    return {"slope": holds(found.slope, 10), "ratio": holds(found.ratio, 80 / 70)}


@situation(
    "slope_indices_by_scatter",
    "five points about a straight line",
    "none: it rests on five residuals, and normal limits of so few are too narrow",
)
def _(dice: Dice) -> Covered:
    drawn = dice.normal([71, 73, 75, 77, 79], 1, (DRAWS, 5))
    return {"slope": holds(gs.slope_indices_by_scatter(drawn, np.ones(drawn.shape), polarity=HIGHER).slope, 10)}


@situation("concentration_indices", "ten groups, normal errors that are known, a measure from 0 to 100")
def _(dice: Dice) -> Covered:
    drawn = dice.normal(VALUES, ERRORS, (DRAWS, 10))
    found = gs.concentration_indices(drawn, *_many(drawn), polarity=HIGHER, bounds=(0, 100))
    truth = gs.concentration_indices(VALUES, PEOPLE, ERRORS, polarity=HIGHER, bounds=(0, 100))
    names = ("absolute", "relative", "erreygers", "wagstaff")
    return {name: holds(getattr(found, name), getattr(truth, name).value) for name in names}


@situation("slope_of_counts", "five groups of 300 people on a logistic line", CAUTIOUS)
def _(dice: Dice) -> Covered:
    people = np.full(5, 300.0)
    shares = 1 / (1 + np.exp(1.5 - 1.2 * gs.ridit_ranks(people)))
    counts = dice.binomial(300, shares, (DRAWS // 4, 5))
    found = gs.slope_of_counts(counts, np.broadcast_to(people, counts.shape), polarity=HIGHER)
    truth = gs.slope_of_counts(300 * shares, people, polarity=HIGHER)
    return {name: holds(getattr(found, name), getattr(truth, name).value) for name in ("difference", "ratio")}


def _five_groups() -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], dict[str, float]]:
    """3,000 people in 300 clusters: groups, weights, shares of groups, and what is true of them."""
    clusters = np.repeat(np.arange(300), 10)
    groups, weights = clusters % 5 + 1, np.where(np.arange(3_000) % 2, 1.0, 2.0)
    shares = np.array([0.3, 0.35, 0.45, 0.5, 0.6])
    # The truth of a survey is its estimate from everybody, so many that chance is nothing: the shares themselves.
    people = np.bincount(groups - 1, weights)
    line = gs.slope_of_counts(1e6 * people * shares, 1e6 * people, polarity=HIGHER)
    flat = gs.concentration_indices(shares, people, [0] * 5, polarity=HIGHER)
    parts = {"absolute": flat.absolute, "relative": flat.relative, "slope": line.difference, "ratio": line.ratio}
    return groups, weights, shares, {name: float(part.value) for name, part in parts.items()}


@situation("indices_of_survey", "3,000 people in 300 clusters of five groups")
def _(dice: Dice) -> Covered:
    groups, weights, shares, truth = _five_groups()
    clusters = np.repeat(np.arange(300), 10)
    held = []
    for _ in range(1_000):
        # Neighbours are alike: the share of a cluster varies about that of its group.
        local = np.clip(dice.normal(shares[np.arange(300) % 5], 0.08), 0.01, 0.99)[clusters]
        found = gs.indices_of_survey(dice.random(3_000) < local, groups, weights, clusters, polarity=HIGHER)
        held.append([bool(holds(getattr(found, name), one)) for name, one in truth.items()])
    return dict(zip(truth, np.array(held).T, strict=True))


@situation("indices_of_surveys", "1,000 surveys in one call, each of 3,000 people in 300 clusters of five groups")
def _(dice: Dice) -> Covered:
    groups, weights, shares, truth = _five_groups()
    clusters = np.repeat(np.arange(300), 10)
    local = np.clip(dice.normal(shares[np.arange(300) % 5], 0.08, (1_000, 300)), 0.01, 0.99)[:, clusters]
    answers = (dice.random(local.shape) < local).ravel()
    which = np.repeat(np.arange(1_000), 3_000)
    columns = [np.tile(column, 1_000) for column in (groups, weights, clusters)]
    found = gs.indices_of_surveys(answers, columns[0], columns[1], which, columns[2], polarity=HIGHER)
    return {name: holds(getattr(found, name), one) for name, one in truth.items()}


# ── without order ───────────────────────────────────────────────────────────────────


AHEAD = np.array([*VALUES[:-1], 88.0])  # which group is best is beyond doubt


def _groups(dice: Dice, noise: float = 1.0) -> tuple[gs.Groups, gs.Groups]:
    drawn = dice.normal(AHEAD, noise * ERRORS, (DRAWS, 10))
    people, errors = _many(drawn)
    return gs.Groups.of(drawn, people, noise * errors), gs.Groups.of(AHEAD, PEOPLE, noise * ERRORS)


MEASURES = {
    "difference_of_groups": lambda groups: gs.difference_of_groups(groups, 9, 0),
    "ratio_of_groups": lambda groups: gs.ratio_of_groups(groups, 9, 0),
    "between_group_variance": gs.between_group_variance,
    "theil_index": gs.theil_index,
    "mean_log_deviation": gs.mean_log_deviation,
}
OF_DISTANCE = {
    "between_group_standard_deviation": gs.between_group_standard_deviation,
    "coefficient_of_variation": gs.coefficient_of_variation,
}
BY_WEIGHT = {
    "mean_difference_from_mean": gs.mean_difference_from_mean,
    "mean_difference_from_best": lambda groups, **how: gs.mean_difference_from_best(groups, polarity=HIGHER, **how),
    "mean_difference_from_reference": lambda groups, **how: gs.mean_difference_from_reference(groups, 9, **how),
    "index_of_disparity": gs.index_of_disparity,
}
TEN = "ten groups, the best of them clearly ahead; normal errors that are known"


def _measure(name: str) -> None:
    @situation(name, TEN)
    def _(dice: Dice) -> Covered:
        many, truth = _groups(dice)
        return {"value": holds(MEASURES[name](many), MEASURES[name](truth).value)}


def _measure_of_distance(name: str) -> None:
    def held(dice: Dice, noise: float) -> Covered:
        many, truth = _groups(dice, noise)
        return {"value": holds(OF_DISTANCE[name](many), OF_DISTANCE[name](truth).value)}

    situation(name, "the same ten groups, with half their errors")(lambda dice: held(dice, 0.5))
    pushed = "none: noise pushes it up, and its limits (as WHO's) with it"
    situation(name, TEN, pushed)(lambda dice: held(dice, 1.0))
    situation(name, "the same ten groups, with twice their errors", pushed)(lambda dice: held(dice, 2.0))


def _weighted_measure(name: str) -> None:
    @situation(name, TEN)
    def _(dice: Dice) -> Covered:
        many, truth = _groups(dice)
        return {
            word: holds(BY_WEIGHT[name](many, is_weighted=flag), BY_WEIGHT[name](truth, is_weighted=flag).value)
            for word, flag in (("weighted", True), ("unweighted", False))
        }


for _name in MEASURES:
    _measure(_name)
for _name in OF_DISTANCE:
    _measure_of_distance(_name)
for _name in BY_WEIGHT:
    _weighted_measure(_name)


@situation("population_attributable_risk", TEN)
def _(dice: Dice) -> Covered:
    many, truth = (gs.population_attributable_risk(groups, polarity=HIGHER) for groups in _groups(dice))
    return {name: holds(getattr(many, name), getattr(truth, name).value) for name in ("risk", "fraction")}


def _attributable(dice: Dice, name: str) -> Covered:
    shares, people = np.array([0.3, 0.28, 0.25, 0.22, 0.1]), np.full(5, 2_000.0)
    counts = dice.binomial(2_000, shares, (DRAWS, 5))
    found = gs.attributable_risk_of_counts(counts, np.broadcast_to(people, counts.shape), polarity=LOWER)
    truth = gs.attributable_risk_of_counts(2_000 * shares, people, polarity=LOWER)
    return {name: holds(getattr(found, name), getattr(truth, name).value)}


@situation("attributable_risk_of_counts", "five groups of 2,000 people, the best of them far ahead")
def _(dice: Dice) -> Covered:
    return _attributable(dice, "fraction")


@situation(
    "attributable_risk_of_counts",
    "the same",
    "none: WHO's interval of the risk takes the mean of everybody for known, which leaves it a little narrow",
)
def _(dice: Dice) -> Covered:
    return _attributable(dice, "risk")


# ── over time ───────────────────────────────────────────────────────────────────────


def _periods(count: int) -> list[gs.Period]:
    return [gs.Period(date(2015 + i, 1, 1), date(2015 + i, 12, 31), str(2015 + i)) for i in range(count)]


def _changes(dice: Dice, count: int) -> tuple[np.ndarray, np.ndarray, float, float]:
    gap, ratio = np.linspace(9, 6, count), np.exp(np.linspace(0.12, 0.08, count))
    return (
        dice.normal(gap, 0.5, (DRAWS, count)),
        ratio * np.exp(dice.normal(0, 0.006, (DRAWS, count))),
        -3.0,
        np.exp(-0.04),
    )


def _held(dice: Dice, count: int) -> Covered:
    gap, ratio, change, factor = _changes(dice, count)
    step = np.exp(Z * 0.006)
    found = gs.gap_trends(
        _periods(count),
        (gap, gap - Z * 0.5, gap + Z * 0.5),
        (ratio, ratio / step, ratio * step),
        polarity=HIGHER,
    )
    return {
        "absolute_change": holds(found.absolute_change, change),
        "relative_change": holds(found.relative_change, factor),
    }


@situation("gap_trends", "two separate years")
def _(dice: Dice) -> Covered:
    return _held(dice, 2)


@situation(
    "gap_trends", "six years on a line; widened where they scatter more than chance, so a little cautious", CAUTIOUS
)
def _(dice: Dice) -> Covered:
    return _held(dice, 6)


@situation("gap_trend", "two separate years, one place a call")
def _(dice: Dice) -> Covered:
    gap, ratio, change, factor = _changes(dice, 2)
    step, held = np.exp(Z * 0.006), []
    for absolute, relative in zip(gap[:3_000], ratio[:3_000], strict=True):
        found = gs.gap_trend(
            _periods(2),
            [Estimate(y, Limits(y - Z * 0.5, y + Z * 0.5), "known error") for y in absolute],
            [Estimate(y, Limits(y / step, y * step), "known error") for y in relative],
            polarity=HIGHER,
        )
        held.append([found.absolute_change.limits.contains(change), found.relative_change.limits.contains(factor)])
    return dict(zip(("absolute_change", "relative_change"), np.array(held).T, strict=True))
