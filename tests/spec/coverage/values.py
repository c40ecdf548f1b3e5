"""Coverage of the intervals of values: shares, rates, means, standardised rates, life tables, small areas."""

import numpy as np
from tests.spec.coverage.simulation import CAUTIOUS, DRAWS, Covered, holds, situation

from goldenthread.core import statistics as gs

Dice = np.random.Generator
NOT_YET = "none: too few to promise anything, shown to say so"


@situation("proportion", "400 people, three in ten")
def _(dice: Dice) -> Covered:
    return {"value": holds(gs.proportion(dice.binomial(400, 0.3, DRAWS), 400), 0.3)}


@situation("wilson_interval", "100 people, shares from 5% to 95%")
def _(dice: Dice) -> Covered:
    truth = np.linspace(0.05, 0.95, DRAWS)
    return {"limits": holds(gs.wilson_interval(dice.binomial(100, truth), 100), truth)}


@situation("wilson_interval", "8 people, shares from 5% to 95%", NOT_YET)
def _(dice: Dice) -> Covered:
    truth = np.linspace(0.05, 0.95, DRAWS)
    return {"limits": holds(gs.wilson_interval(dice.binomial(8, truth), 8), truth)}


@situation("crude_rate", "40 to 80 events expected among 1,000 people")
def _(dice: Dice) -> Covered:
    truth = np.linspace(40, 80, DRAWS)
    return {"value": holds(gs.crude_rate(dice.poisson(truth), 1_000, multiplier=1_000), truth)}


@situation("byar_interval", "10 to 100 events expected")
def _(dice: Dice) -> Covered:
    truth = np.linspace(10, 100, DRAWS)
    return {"limits": holds(gs.byar_interval(dice.poisson(truth)), truth)}


@situation("exact_poisson_interval", "1 to 30 events expected", CAUTIOUS)
def _(dice: Dice) -> Covered:
    truth = np.linspace(1, 30, DRAWS)
    return {"limits": holds(gs.exact_poisson_interval(dice.poisson(truth)), truth)}


@situation("poisson_interval", "2 to 60 events expected: exact below 10 events, Byar's from there on", CAUTIOUS)
def _(dice: Dice) -> Covered:
    truth = np.linspace(2, 60, DRAWS)
    return {"limits": holds(gs.poisson_interval(dice.poisson(truth)), truth)}


@situation("mean_interval", "8 normal measurements")
def _(dice: Dice) -> Covered:
    drawn = dice.normal(170, 9, (DRAWS, 8))
    return {"limits": holds(gs.mean_interval(drawn.mean(axis=1), drawn.std(axis=1, ddof=1), 8), 170)}


@situation("group_means", "5,000 groups of 6 normal measurements")
def _(dice: Dice) -> Covered:
    found = gs.group_means(dice.normal(50, 4, 30_000), np.repeat(np.arange(5_000), 6))
    return {"mean": holds(found.mean, 50)}


BANDS = np.array([0.4, 0.1, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3, 7]) / 100
PEOPLE = np.array([900, 1_000, 1_100, 1_300, 1_200, 1_100, 900, 700, 500, 300.0])
STANDARD = np.array([11, 11, 11, 12, 14, 14, 12, 9, 4, 2.0])


def _standardised(dice: Dice, factor: float) -> gs.ValueWithLimits:
    counts = dice.poisson(factor * BANDS * PEOPLE, (DRAWS, 10))
    return gs.directly_standardised_rate(counts, np.broadcast_to(PEOPLE, counts.shape), STANDARD, multiplier=1_000).rate


@situation("directly_standardised_rate", "10 bands of age, 86 events expected")
def _(dice: Dice) -> Covered:
    return {"rate": holds(_standardised(dice, 1.0), 1_000 * (BANDS * STANDARD).sum() / STANDARD.sum())}


@situation("compare_rates", "two standardised rates, 129 and 86 events expected")
def _(dice: Dice) -> Covered:
    return {"value": holds(gs.compare_rates(_standardised(dice, 1.5), _standardised(dice, 1.0)), 1.5)}


@situation("indirectly_standardised", "about 103 events observed where 86 are expected, the reference taken as known")
def _(dice: Dice) -> Covered:
    observed = dice.poisson(1.2 * (BANDS * PEOPLE).sum(), DRAWS)
    reference = 1e6 * STANDARD / STANDARD.sum()
    found = gs.indirectly_standardised(
        observed, np.broadcast_to(PEOPLE, (DRAWS, 10)), BANDS * reference, reference, multiplier=1_000
    )
    overall = 1_000 * (BANDS * reference).sum() / reference.sum()
    return {"ratio": holds(found.ratio, 1.2), "rate": holds(found.rate, 1.2 * overall)}


AGES = [0, 1, *range(5, 95, 5)]
LIVES = np.array([900, 3_600, *np.linspace(5_000, 900, 18)])
DYING = np.array([0.004, 0.0002, *np.geomspace(0.0001, 0.2, 18)])


def _tables(dice: Dice) -> tuple[gs.life_expectancy, gs.life_expectancy]:
    deaths = dice.poisson(LIVES * DYING, (DRAWS // 4, 20))
    many = gs.life_expectancy(AGES, deaths, np.broadcast_to(LIVES, deaths.shape))
    return many, gs.life_expectancy(AGES, LIVES * DYING, LIVES)


@situation("life_expectancy", "20 bands of age, 54,000 person-years; at birth and at 65")
def _(dice: Dice) -> Covered:
    many, truth = _tables(dice)
    held = holds(many.expectancy, truth.expectancy.value)
    return {"expectancy": held[:, 0], "expectancy at 65": held[:, AGES.index(65)]}


@situation("healthy_life_expectancy", "the same, with 200 people asked about their health in each band; at birth")
def _(dice: Dice) -> Covered:
    many, truth = _tables(dice)
    healthy = np.linspace(0.97, 0.4, 20)
    asked = dice.binomial(200, healthy, (DRAWS // 4, 20)) / 200
    found = gs.healthy_life_expectancy(many, asked, np.full(asked.shape, 200))
    return {"value": holds(found, gs.healthy_life_expectancy(truth, healthy, [1e9] * 20).value)[:, 0]}


@situation("shrink_proportions", "300 areas of 20 to 200 people whose shares differ as a beta distribution; all areas")
def _(dice: Dice) -> Covered:
    held = []
    for _ in range(30):
        truth, people = dice.beta(12, 28, 300), dice.integers(20, 200, 300)
        held.append(holds(gs.shrink_proportions(dice.binomial(people, truth), people).value, truth))
    return {"value": np.array(held)}


@situation("shrink_rates", "300 areas with 2 to 40 events expected whose ratios differ as a gamma; all areas")
def _(dice: Dice) -> Covered:
    held = []
    for _ in range(30):
        truth, expected = dice.gamma(12, 1 / 12, 300), dice.uniform(2, 40, 300)
        held.append(holds(gs.shrink_rates(dice.poisson(expected * truth), expected).value, truth))
    return {"value": np.array(held)}


SERVED = np.array([300.0, 500, 200])
LIVING = np.array([4_000.0, 5_000, 1_000])


@situation("representation", "300 users of three groups, each as likely as its share; all groups")
def _(dice: Dice) -> Covered:
    users = dice.multinomial(300, SERVED / SERVED.sum(), DRAWS)
    found = gs.representation(users, np.broadcast_to(LIVING, users.shape))
    truth = gs.representation(SERVED, LIVING)
    return {
        "index": holds(found.index, truth.index.value),
        "rate_ratio": holds(found.rate_ratio, truth.rate_ratio.value),
    }


@situation(
    "age_adjusted_representation",
    "one of twelve groups by four bands, 50 users: those expected are taken as known although they count it too",
    CAUTIOUS,
)
def _(dice: Dice) -> Covered:
    people, held = np.full((12, 4), 1_000.0), []
    for _ in range(2_000):
        found = gs.age_adjusted_representation(dice.poisson(people * [0.005, 0.01, 0.015, 0.02]), people)
        held.append(holds(found.ratio, 1.0)[0])
    return {"ratio": np.array(held)}


@situation("people_needed", "1,000 people, a share of 45% to be brought to 50%: 50 people")
def _(dice: Dice) -> Covered:
    found = gs.people_needed(dice.binomial(1_000, 0.45, DRAWS), 1_000, 0.5, polarity=gs.Polarity.HIGHER_IS_BETTER)
    return {"people": holds((found.fewest, found.most), 50)}


@situation("funnel_limits_of_proportions", "places of 400 people that are all at the baseline of 40%")
def _(dice: Dice) -> Covered:
    return {"limits": holds(gs.funnel_limits_of_proportions([400], 0.4), dice.binomial(400, 0.4, DRAWS) / 400)}


@situation("funnel_limits_of_ratios", "places with 20 to 120 events expected, all as expected")
def _(dice: Dice) -> Covered:
    expected = np.linspace(20, 120, DRAWS)
    return {"limits": holds(gs.funnel_limits_of_ratios(expected), dice.poisson(expected) / expected)}


@situation("funnel_limits_of_rates", "places with 30 to 120 events expected at the baseline rate", CAUTIOUS)
def _(dice: Dice) -> Covered:
    expected = np.linspace(30, 120, DRAWS)
    events = dice.poisson(expected)
    limits = gs.funnel_limits_of_rates(events, 50.0)
    return {"limits": holds((limits.lower, limits.upper), 50.0 * events / expected)}
