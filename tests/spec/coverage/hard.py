"""Where promises end: few people, shares near nought, clusters, skew, and equal groups. Nothing is promised here."""

import numpy as np
from tests.spec.coverage.gaps import ERRORS, HIGHER, LOWER, PEOPLE
from tests.spec.coverage.simulation import DRAWS, Covered, holds, situation
from tests.spec.coverage.values import AGES, BANDS, DYING, LIVES, STANDARD

from goldenthread.core import statistics as gs

Dice = np.random.Generator


@situation("wilson_interval", "20 people, shares from 0.5% to 3%", "none: most samples have nobody with it")
def _(dice: Dice) -> Covered:
    truth = np.linspace(0.005, 0.03, DRAWS)
    return {"limits": holds(gs.wilson_interval(dice.binomial(20, truth), 20), truth)}


@situation(
    "proportion",
    "400 people in 20 clusters whose shares differ (a beta distribution, intra-cluster correlation 0.2)",
    "none: it takes people for independent; ask indices_of_survey of clusters",
)
def _(dice: Dice) -> Covered:
    counts = dice.binomial(20, dice.beta(1.2, 2.8, (DRAWS, 20))).sum(axis=1)
    return {"value": holds(gs.proportion(counts, 400), 0.3)}


@situation("byar_interval", "0.5 to 4 events expected", "none: an approximation for ten events and more")
def _(dice: Dice) -> Covered:
    truth = np.linspace(0.5, 4, DRAWS)
    return {"limits": holds(gs.byar_interval(dice.poisson(truth)), truth)}


@situation(
    "crude_rate",
    "about 60 events that come in bunches (variance three times the mean)",
    "none: it takes events for independent",
)
def _(dice: Dice) -> Covered:
    events = dice.negative_binomial(30, 1 / 3, DRAWS)
    return {"value": holds(gs.crude_rate(events, 1_000, multiplier=1_000), 60)}


@situation("mean_interval", "8 measurements of a very skewed kind (log-normal)", "none: eight are too few for skew")
def _(dice: Dice) -> Covered:
    drawn = np.exp(dice.normal(0, 1, (DRAWS, 8)))
    found = gs.mean_interval(drawn.mean(axis=1), drawn.std(axis=1, ddof=1), 8)
    return {"limits": holds(found, np.exp(0.5))}


@situation("difference_of_proportions", "12 and 10 people, shares about 6% and 3%", "none: few people, rare events")
def _(dice: Dice) -> Covered:
    p, q = np.linspace(0.04, 0.08, DRAWS), np.linspace(0.02, 0.04, DRAWS)
    return {"value": holds(gs.difference_of_proportions(dice.binomial(12, p), 12, dice.binomial(10, q), 10), p - q)}


@situation(
    "ratio_of_proportions",
    "60 people each, shares about 8% and 5%; where both have somebody",
    "none: few events, and samples without any have no ratio",
)
def _(dice: Dice) -> Covered:
    p, q = np.linspace(0.06, 0.1, DRAWS), np.linspace(0.04, 0.06, DRAWS)
    first, second = dice.binomial(60, p), dice.binomial(60, q)
    some = (first > 0) & (second > 0)
    return {"value": holds(gs.ratio_of_proportions(first[some], 60, second[some], 60), (p / q)[some])}


@situation("difference_of_rates", "about 4 and 2 events", "none: few events")
def _(dice: Dice) -> Covered:
    found = gs.difference_of_rates(dice.poisson(4, DRAWS), 1_000, dice.poisson(2, DRAWS), 1_000, multiplier=1_000)
    return {"value": holds(found, 2)}


@situation("rate_ratio", "about 4 and 3 events; where both have some", "none: few events")
def _(dice: Dice) -> Covered:
    first, second = dice.poisson(4, DRAWS), dice.poisson(3, DRAWS)
    some = (first > 0) & (second > 0)
    return {"value": holds(gs.rate_ratio(first[some], 1_000, second[some], 1_000), 4 / 3)}


@situation(
    "fieller_ratio",
    "the lower estimate only 2.5 standard errors from zero; where the interval is bounded",
    "none: leaving the unbounded intervals out leaves a choice of the draws",
)
def _(dice: Dice) -> Covered:
    found = gs.fieller_ratio(dice.normal(5, 1, DRAWS), np.abs(dice.normal(2.5, 1, DRAWS)) + 1e-9, 1, 1)
    return {"value": holds(found, 2)[~np.isnan(found.lower)]}


@situation(
    "directly_standardised_rate",
    "12 events expected, most of them in one band; where ten or more came",
    "none: rates of fewer than ten events are withheld, so those shown are the higher ones",
)
def _(dice: Dice) -> Covered:
    people = 1_200 * np.array([*[1.0] * 9, 0.35])
    rates = BANDS * 12 / (BANDS * people).sum()
    counts = dice.poisson(rates * people, (DRAWS, 10))
    counts = counts[counts.sum(axis=1) >= 10]
    found = gs.directly_standardised_rate(counts, np.broadcast_to(people, counts.shape), STANDARD, multiplier=1_000)
    return {"rate": holds(found.rate, 1_000 * (rates * STANDARD).sum() / STANDARD.sum())}


@situation("life_expectancy", "the same 20 bands with 5,400 person-years; at birth", "none: 24 deaths in all")
def _(dice: Dice) -> Covered:
    people = LIVES / 10
    deaths = dice.poisson(people * DYING, (DRAWS // 4, 20))
    # A last band without deaths has no expectancy, and the place none.
    deaths = deaths[deaths[:, -1] > 0]
    found = gs.life_expectancy(AGES, deaths, np.broadcast_to(people, deaths.shape)).expectancy
    held = holds(found, gs.life_expectancy(AGES, LIVES * DYING, LIVES).expectancy.value)[:, 0]
    return {"expectancy": held[~np.isnan(found.value[:, 0])]}


@situation(
    "shrink_proportions", "5 areas of 20 to 60 people; all areas", "none: five areas do not tell how far areas differ"
)
def _(dice: Dice) -> Covered:
    held = []
    for _ in range(1_000):
        truth, people = dice.beta(12, 28, 5), dice.integers(20, 60, 5)
        held.append(holds(gs.shrink_proportions(dice.binomial(people, truth), people).value, truth))
    return {"value": np.array(held)}


@situation("representation", "20 users of whom a group is expected to have one or two", "none: few users")
def _(dice: Dice) -> Covered:
    share = np.array([0.07, 0.53, 0.4])
    found = gs.representation(dice.multinomial(20, share, DRAWS), np.broadcast_to([1_000, 5_000, 4_000.0], (DRAWS, 3)))
    return {"index": holds(found.index, share / [0.1, 0.5, 0.4])[:, 0]}


@situation("people_needed", "20 people, a share of 45% to be brought to 50%: one person", "none: few people")
def _(dice: Dice) -> Covered:
    found = gs.people_needed(dice.binomial(20, 0.45, DRAWS), 20, 0.5, polarity=HIGHER)
    return {"people": holds((found.fewest, found.most), 1)}


@situation("funnel_limits_of_ratios", "places with 0.5 to 4 events expected, all as expected", "none: few events")
def _(dice: Dice) -> Covered:
    expected = np.linspace(0.5, 4, DRAWS)
    return {"limits": holds(gs.funnel_limits_of_ratios(expected), dice.poisson(expected) / expected)}


@situation(
    "funnel_limits_of_proportions", "places of 20 people that are all at the baseline of 2%", "none: rare events"
)
def _(dice: Dice) -> Covered:
    return {"limits": holds(gs.funnel_limits_of_proportions([20], 0.02), dice.binomial(20, 0.02, DRAWS) / 20)}


# ── across groups ───────────────────────────────────────────────────────────────────


@situation(
    "slope_indices",
    "ten groups that all err the same way (correlation 0.5)",
    "none: it takes the groups' errors for independent; what they share drops out of a gap, so limits are too wide",
)
def _(dice: Dice) -> Covered:
    line = np.linspace(20, 30, 10)
    shared = dice.normal(0, 1, (DRAWS, 1))
    drawn = line + ERRORS * (np.sqrt(0.5) * shared + np.sqrt(0.5) * dice.normal(0, 1, (DRAWS, 10)))
    people, errors = (np.broadcast_to(part, drawn.shape) for part in (PEOPLE, ERRORS))
    found = gs.slope_indices(drawn, people, errors, polarity=HIGHER)
    truth = gs.slope_indices(line, PEOPLE, ERRORS, polarity=HIGHER)
    return {name: holds(getattr(found, name), getattr(truth, name).value) for name in ("slope", "ratio", "gap_ratio")}


@situation(
    "slope_indices_on_scale",
    "five rates of 3 to 12 events each; errors of logs one over the root of the events",
    "none: so few events have no normal logs, and those without any are left out",
)
def _(dice: Dice) -> Covered:
    expected, people = np.array([12.0, 9, 7, 5, 3]), np.full(5, 1_000.0)
    counts = dice.poisson(expected, (1_000, 5))
    counts = counts[(counts > 0).all(axis=1)].astype(float)
    found = gs.slope_indices_on_scale(
        counts, np.broadcast_to(people, counts.shape), counts**-0.5, errors_on=gs.Scale.LOG, polarity=LOWER
    )
    truth = gs.slope_indices(expected, people, np.ones(5), polarity=LOWER)
    return {"slope": holds(found.slope, truth.slope.value)}


@situation("slope_of_counts", "five groups of 20 people on a logistic line", "none: few people")
def _(dice: Dice) -> Covered:
    people = np.full(5, 20.0)
    shares = 1 / (1 + np.exp(1.5 - 1.2 * gs.ridit_ranks(people)))
    counts = dice.binomial(20, shares, (DRAWS // 10, 5))
    # Where all gave one answer there is no line.
    counts = counts[counts.sum(axis=1) > 0]
    found = gs.slope_of_counts(counts, np.broadcast_to(people, counts.shape), polarity=HIGHER)
    truth = gs.slope_of_counts(20 * shares, people, polarity=HIGHER)
    return {name: holds(getattr(found, name), getattr(truth, name).value) for name in ("difference", "ratio")}


@situation(
    "indices_of_survey",
    "600 people in 15 clusters that differ much (intra-cluster correlation 0.3) of five groups",
    "none: normal limits of so few clusters are too narrow",
)
def _(dice: Dice) -> Covered:
    clusters = np.repeat(np.arange(15), 40)
    groups, weights = clusters % 5 + 1, np.ones(600)
    shares, names = np.array([0.3, 0.35, 0.45, 0.5, 0.6]), ("absolute", "slope")
    line = gs.slope_of_counts(1e6 * shares, [1e6] * 5, polarity=HIGHER)
    flat = gs.concentration_indices(shares, [1.0] * 5, [0] * 5, polarity=HIGHER)
    truth, held = [float(flat.absolute.value), float(line.difference.value)], []
    size = 1 / 0.3 - 1  # of the beta distribution with that correlation
    for _ in range(1_000):
        local = dice.beta(size * shares[np.arange(15) % 5], size * (1 - shares[np.arange(15) % 5]))[clusters]
        found = gs.indices_of_survey(dice.random(600) < local, groups, weights, clusters, polarity=HIGHER)
        held.append([bool(holds(getattr(found, name), one)) for name, one in zip(names, truth, strict=True)])
    return dict(zip(names, np.array(held).T, strict=True))


def _equal(dice: Dice) -> gs.Groups:
    drawn = dice.normal(75, ERRORS, (DRAWS, 10))
    return gs.Groups.of(drawn, np.broadcast_to(PEOPLE, drawn.shape), np.broadcast_to(ERRORS, drawn.shape))


EQUAL = "ten equal groups: the truth is nought, which none but the null band can say"
NOUGHT = "none: chance alone makes it positive, so compare it with the null band"


@situation("between_group_variance", EQUAL, NOUGHT)
def _(dice: Dice) -> Covered:
    return {"value": holds(gs.between_group_variance(_equal(dice)), 0)}


@situation("theil_index", EQUAL, NOUGHT)
def _(dice: Dice) -> Covered:
    return {"value": holds(gs.theil_index(_equal(dice)), 0)}


@situation("index_of_disparity", EQUAL, NOUGHT)
def _(dice: Dice) -> Covered:
    return {"weighted": holds(gs.index_of_disparity(_equal(dice), is_weighted=True), 0)}


@situation(
    "mean_difference_from_best",
    "ten equal groups: the one that chance puts ahead is taken for the best",
    "none: who is best is itself uncertain",
)
def _(dice: Dice) -> Covered:
    return {"weighted": holds(gs.mean_difference_from_best(_equal(dice), polarity=HIGHER, is_weighted=True), 0)}


@situation(
    "population_attributable_risk",
    "ten equal groups: the one that chance puts ahead is taken for the best",
    "none: who is best is itself uncertain",
)
def _(dice: Dice) -> Covered:
    return {"risk": holds(gs.population_attributable_risk(_equal(dice), polarity=HIGHER).risk, 0)}


@situation(
    "attributable_risk_of_counts",
    "five groups of 60 people, shares from 3% to 15%; where all have some",
    "none: few people",
)
def _(dice: Dice) -> Covered:
    shares, people = np.array([0.15, 0.12, 0.09, 0.06, 0.03]), np.full(5, 60.0)
    counts = dice.binomial(60, shares, (DRAWS, 5))
    counts = counts[(counts > 0).all(axis=1)]
    found = gs.attributable_risk_of_counts(counts, np.broadcast_to(people, counts.shape), polarity=LOWER)
    truth = gs.attributable_risk_of_counts(60 * shares, people, polarity=LOWER)
    return {"fraction": holds(found.fraction, truth.fraction.value)}
