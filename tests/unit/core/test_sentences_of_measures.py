"""The very words in which the measures of groups, places and times refuse impossible input."""

import pytest

from goldenthread.core import statistics as gs
from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts
from goldenthread.core.disclosure.rounding import round_counts
from goldenthread.core.statistics.inequality import Groups

HIGHER, NEITHER = gs.Polarity.HIGHER_IS_BETTER, gs.Polarity.NEITHER
TABLE = PerturbationTable.of([1, 1, 2, 2], [0, 1, 0, 1], [1, -1, 0, 2])
TABLES = gs.life_expectancy([0, 1, 40, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000])
OTHER = gs.life_expectancy([0, 1, 50, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000])

SENTENCES = [
    (lambda: Groups.of(["x", 1], [1, 1], [1, 1]), "The values must be numbers; number 1 is 'x'."),
    (lambda: Groups.of([1, 2], ["x", 1], [1, 1]), "The populations must be numbers; number 1 is 'x'."),
    (lambda: Groups.of([1, 2], [-1, 1], [1, 1]), "Number 1 of the populations is negative: -1.0."),
    (lambda: Groups.of([1, 2], [1, 1], ["x", 1]), "The standard errors must be numbers; number 1 is 'x'."),
    (lambda: Groups.of([1, 2], [1, 1], [1, -1]), "Number 2 of the standard errors is negative or missing: -1.0."),
    (lambda: Groups.of([1, 2], [1, 1], [1, None]), "Number 2 of the standard errors is negative or missing: nan."),
    (
        lambda: Groups.of([1, 2], [1], [1, 1]),
        "The inputs differ in length: values 2, populations 1, standard errors 2.",
    ),
    (
        lambda: Groups.of([1, None], [1, 1], [1, 1]),
        "Number 1 of the numbers of groups is below the two a comparison needs: 1.",
    ),
    (
        lambda: Groups.of([1, 2], [1, 1], [1, 1], level=95),
        "Number 1 of the confidence levels is not between 0 and 1: 95.0.",
    ),
    (
        lambda: gs.ratio_of_groups(Groups.of([0, 2], [1, 1], [1, 1]), 0, 1),
        "Number 1 of the values of the first group is not above zero: 0.0.",
    ),
    (
        lambda: gs.ratio_of_groups(Groups.of([2, 0], [1, 1], [1, 1]), 0, 1),
        "Number 1 of the values of the second group is not above zero: 0.0.",
    ),
    (
        lambda: gs.coefficient_of_variation(Groups.of([-1, 1], [1, 1], [1, 1])),
        "Number 1 of the means is zero, so nothing can be relative to it: 0.0.",
    ),
    (
        lambda: gs.index_of_disparity(Groups.of([-1, 1], [1, 1], [1, 1]), is_weighted=True),
        "Number 1 of the means is zero, so nothing can be relative to it: 0.0.",
    ),
    (
        lambda: gs.theil_index(Groups.of([0, 1], [1, 1], [1, 1])),
        "Number 1 of the values is not above zero, so it has no logarithm: 0.0.",
    ),
    (
        lambda: gs.mean_log_deviation(Groups.of([1, -1], [1, 1], [1, 1])),
        "Number 2 of the values is not above zero, so it has no logarithm: -1.0.",
    ),
    (
        lambda: gs.population_attributable_risk(Groups.of([-1, 1], [1, 1], [1, 1]), polarity=HIGHER),
        "Number 1 of the means is zero, so nothing can be a fraction of it: 0.0.",
    ),
    (
        lambda: gs.attributable_risk_of_counts([1, 2], [3], polarity=HIGHER),
        "The inputs differ in length: counts 2, denominators 1.",
    ),
    (
        lambda: gs.attributable_risk_of_counts(["x", 2], [3, 3], polarity=HIGHER),
        "The counts must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.attributable_risk_of_counts([1, 2], ["x", 3], polarity=HIGHER),
        "The denominators must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.attributable_risk_of_counts([1, 2], [3, 0], polarity=HIGHER),
        "Number 2 of the denominators is not above zero: 0.0.",
    ),
    (
        lambda: gs.attributable_risk_of_counts([1, 4], [3, 3], polarity=HIGHER),
        "Number 2 of the counts is above its denominator: 4.0.",
    ),
    (
        lambda: gs.attributable_risk_of_counts([0, 0], [3, 3], polarity=HIGHER),
        "Number 1 of the counts of the best group is zero, so the interval does not exist: 0.0.",
    ),
    (lambda: gs.decompose_theil(["x", 1], [1, 1], ["a", "b"]), "The values must be numbers; number 1 is 'x'."),
    (lambda: gs.decompose_theil([1, 1], ["x", 1], ["a", "b"]), "The populations must be numbers; number 1 is 'x'."),
    (lambda: gs.decompose_theil([1], [1, 1], ["a", "b"]), "The inputs differ in length: values 1, populations 2."),
    (
        lambda: gs.decompose_theil([1, 0], [1, 1], ["a", "b"]),
        "Number 2 of the values is missing or not above zero: 0.0.",
    ),
    (
        lambda: gs.decompose_theil([1, 1], [1, 0], ["a", "b"]),
        "Number 2 of the populations is missing or not above zero: 0.0.",
    ),
    (lambda: gs.decompose_theil([1, 1], [1, 1], ["a"]), "The inputs differ in length: values 2, places 1."),
    (lambda: gs.range_expected_by_chance([1]), "A range needs at least two estimates; got 1."),
    (lambda: gs.range_expected_by_chance(["x", 1]), "The standard errors must be numbers; number 1 is 'x'."),
    (lambda: gs.range_expected_by_chance([1, 0]), "Number 2 of the standard errors is missing or not above zero: 0.0."),
    (
        lambda: gs.concentration_indices(["x", 1], [1, 1], polarity=HIGHER),
        "The values must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.concentration_indices([1, 2], ["x", 1], polarity=HIGHER),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.concentration_indices([1, 2], [1], polarity=HIGHER),
        "The inputs differ in length: values 2, populations 1.",
    ),
    (
        lambda: gs.concentration_indices([1, 2], [1, 1], ["x", 1], polarity=HIGHER),
        "The standard errors must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.concentration_indices([1, 2], [1, 1], [1], polarity=HIGHER),
        "The inputs differ in length: values 2, standard errors 1.",
    ),
    (
        lambda: gs.concentration_indices([1, 2], [1, 1], [1, -1], polarity=HIGHER),
        "Number 2 of the standard errors is negative: -1.0.",
    ),
    (lambda: gs.slope_of_counts(["x", 1], [2, 2], polarity=HIGHER), "The counts must be numbers; number 1 is 'x'."),
    (
        lambda: gs.slope_of_counts([1, 1], ["x", 2], polarity=HIGHER),
        "The denominators must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.slope_of_counts([1, 1], [2], polarity=HIGHER),
        "The inputs differ in length: counts 2, denominators 1.",
    ),
    (
        lambda: gs.slope_of_counts([1, None], [2, 2], polarity=HIGHER),
        "Number 2 of the counts or denominators is missing: nan.",
    ),
    (
        lambda: gs.slope_of_counts([1, 3], [2, 2], polarity=HIGHER),
        "Number 2 of the counts is above its denominator: 3.0.",
    ),
    (lambda: gs.slope_of_counts([1], [2], polarity=HIGHER), "A slope needs at least two groups; got 1."),
    (
        lambda: gs.slope_of_counts([2, 2], [2, 2], polarity=HIGHER),
        "Nobody, or everybody, has the property, so there is no slope to fit.",
    ),
    (
        lambda: gs.slope_of_counts([0, 2], [2, 2], polarity=HIGHER),
        "No line fits: the groups with the property and those without are parted too cleanly.",
    ),
    (
        lambda: gs.slope_of_counts([1, 2], [3, 3], weights=[0, 1], polarity=HIGHER),
        "Number 1 of the weights is not above zero (leave it out, or mark it missing): 0.0.",
    ),
    (lambda: gs.funnel_limits_of_proportions(["x"], 0.5), "The denominators must be numbers; number 1 is 'x'."),
    (
        lambda: gs.funnel_limits_of_rates([0], 5),
        "Number 1 of the events is not above zero (leave it out, or mark it missing): 0.0.",
    ),
    (lambda: gs.funnel_limits_of_rates(["x"], 5), "The events must be numbers; number 1 is 'x'."),
    (lambda: gs.funnel_limits_of_rates([1], 0), "The baseline, the multiplier and the number of years are above zero."),
    (
        lambda: gs.funnel_limits_of_rates([1], 5, years=0),
        "The baseline, the multiplier and the number of years are above zero.",
    ),
    (
        lambda: gs.funnel_limits_of_rates([1], 5, multiplier=0),
        "The baseline, the multiplier and the number of years are above zero.",
    ),
    (
        lambda: gs.funnel_limits_of_ratios([0]),
        "Number 1 of the expected counts is not above zero (leave it out, or mark it missing): 0.0.",
    ),
    (lambda: gs.funnel_limits_of_ratios(["x"]), "The expected counts must be numbers; number 1 is 'x'."),
    (lambda: gs.funnel_limits_of_ratios([1], dispersion=0.5), "The dispersion is 1 or more; got 0.5."),
    (lambda: gs.funnel_of_proportions([1, 2], [3]), "The inputs differ in length: counts 2, denominators 1."),
    (lambda: gs.funnel_of_proportions(["x"], [3]), "The counts must be numbers; number 1 is 'x'."),
    (lambda: gs.funnel_of_proportions([1], [1], 1), "A funnel needs a baseline strictly between 0 and 1; got 1."),
    (lambda: gs.funnel_of_proportions([1], [2], dispersion=0.5), "The dispersion is 1 or more; got 0.5."),
    (lambda: gs.funnel_of_rates([1], ["x"]), "The populations must be numbers; number 1 is 'x'."),
    (lambda: gs.funnel_of_rates([1], [1, 2]), "The inputs differ in length: counts 1, populations 2."),
    (lambda: gs.funnel_of_rates([0], [1]), "A funnel of rates needs a baseline above zero; got 0.0."),
    (lambda: gs.funnel_of_ratios(["x"], [1]), "The observed counts must be numbers; number 1 is 'x'."),
    (lambda: gs.funnel_of_ratios([1], ["x"]), "The expected counts must be numbers; number 1 is 'x'."),
    (lambda: gs.funnel_of_ratios([1], [1, 2]), "The inputs differ in length: observed 1, expected 2."),
    (
        lambda: gs.overdispersion([1, 2], winsorised=0.5),
        "The part winsorised on each side is from 0 to below a half; got 0.5.",
    ),
    (
        lambda: gs.overdispersion([1, 2], winsorised=-0.1),
        "The part winsorised on each side is from 0 to below a half; got -0.1.",
    ),
    (lambda: gs.overdispersion(["x", 2]), "The scores must be numbers; number 1 is 'x'."),
    (lambda: gs.overdispersion([1, None]), "Over-dispersion needs at least two places; got 1."),
    (lambda: gs.compare_with_benchmark(["x"], 2, 1), "The lower limits must be numbers; number 1 is 'x'."),
    (lambda: gs.compare_with_benchmark(1, ["x"], 1), "The upper limits must be numbers; number 1 is 'x'."),
    (lambda: gs.compare_with_benchmark(1, 2, ["x"]), "The benchmarks must be numbers; number 1 is 'x'."),
    (
        lambda: gs.compare_with_benchmark(1, 2, 1, ["x"], 3),
        "The lower limits of the benchmark must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.compare_with_benchmark(1, 2, 1, 0, ["x"]),
        "The upper limits of the benchmark must be numbers; number 1 is 'x'.",
    ),
    (lambda: gs.compare_with_benchmark(2, 1, 1), "Number 1 of the lower limits is above the upper limit: 2.0."),
    (
        lambda: gs.compare_with_benchmark(1, 2, 1, 3, 2),
        "Number 1 of the lower limits of the benchmark is above the upper limit: 3.0.",
    ),
    (lambda: gs.life_expectancy(["x", 1], [1, 1], [9, 9]), "The start ages must be numbers; number 1 is 'x'."),
    (lambda: gs.life_expectancy([0, 1], ["x", 1], [9, 9]), "The deaths must be numbers; number 1 is 'x'."),
    (lambda: gs.life_expectancy([0, 1], [1, 1], ["x", 9]), "The populations must be numbers; number 1 is 'x'."),
    (lambda: gs.life_expectancy([0], [1], [9]), "A life table needs at least two bands of ages."),
    (
        lambda: gs.life_expectancy([0, 5, 5], [1, 1, 1], [9, 9, 9]),
        "Number 2 of the start ages is not below the next: 5.0.",
    ),
    (
        lambda: gs.life_expectancy([0, 5], [1, 1, 1], [9, 9]),
        "Deaths (3,) and populations (2,) must have 2 bands of ages.",
    ),
    (
        lambda: gs.healthy_life_expectancy(TABLES, ["x", 1, 1, 1], [9, 9, 9, 9]),
        "The healthy shares must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.healthy_life_expectancy(TABLES, [1, 1, 1, 1], ["x", 9, 9, 9]),
        "The respondents must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.healthy_life_expectancy(TABLES, [1, 1, 1, 1.5], [9, 9, 9, 9]),
        "Number 4 of the healthy shares is not between 0 and 1: 1.5.",
    ),
    (
        lambda: gs.healthy_life_expectancy(TABLES, [1, 1, 1, -0.5], [9, 9, 9, 9]),
        "Number 4 of the healthy shares is not between 0 and 1: -0.5.",
    ),
    (
        lambda: gs.healthy_life_expectancy(TABLES, [1, 1, 1, 1], [9, 9, 9, 0]),
        "Number 4 of the respondents is not above zero: 0.0.",
    ),
    (
        lambda: gs.healthy_life_expectancy(TABLES, [1, 1, 1], [9, 9, 9]),
        "The shares and respondents must have the 4 bands of the life tables.",
    ),
    (lambda: gs.decompose_gap_by_age(TABLES, OTHER), "The two life tables have different bands of ages."),
    (lambda: gs.representation(["x", 1], [2, 2]), "The users must be numbers; number 1 is 'x'."),
    (lambda: gs.representation([1, 1], ["x", 2]), "The populations must be numbers; number 1 is 'x'."),
    (lambda: gs.representation([1, 1], [2]), "The inputs differ in length: users 2, populations 1."),
    (
        lambda: gs.representation([1, None], [2, 2]),
        "Number 2 of the users or populations is missing (leave the group out and say so): nan.",
    ),
    (lambda: gs.representation([1], [2]), "Representation compares at least two groups."),
    (
        lambda: gs.representation([0, 0], [2, 2]),
        "Number 1 of the totals of users is zero, so nobody can be represented: 0.0.",
    ),
    (lambda: gs.age_adjusted_representation([["x"], [1]], [[2], [2]]), "The users must be numbers; number 1 is 'x'."),
    (
        lambda: gs.age_adjusted_representation([[1], [1]], [["x"], [2]]),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.age_adjusted_representation([1, 1], [2, 2]),
        "Users (2,) and populations (2,) must both be groups by bands of age.",
    ),
    (
        lambda: gs.age_adjusted_representation([[1], [1]], [[2, 2], [2, 2]]),
        "Users (2, 1) and populations (2, 2) must both be groups by bands of age.",
    ),
    (
        lambda: gs.age_adjusted_representation([[1], [None]], [[2], [2]]),
        "Number 2 of the users or populations is missing: nan.",
    ),
    (
        lambda: gs.age_adjusted_representation([[1], [1]], [[2], [0]]),
        "Number 2 of the users is above zero where there are no people: 1.0.",
    ),
    (lambda: gs.age_adjusted_representation([[1], [0]], [[2], [0]]), "Number 2 of the expected users is zero: 0.0."),
    (lambda: gs.shrink_proportions(["x", 1, 1], [2, 2, 2]), "The counts must be numbers; number 1 is 'x'."),
    (lambda: gs.shrink_proportions([1, 1, 1], ["x", 2, 2]), "The denominators must be numbers; number 1 is 'x'."),
    (lambda: gs.shrink_proportions([1, 1, 1], [2, 2]), "The inputs differ in length: counts 3, denominators 2."),
    (lambda: gs.shrink_proportions([1, 1, 3], [2, 2, 2]), "Number 3 of the counts is above its denominator: 3.0."),
    (
        lambda: gs.shrink_proportions([2, 2, 2], [2, 2, 2]),
        "Nobody, or everybody, has the property, so there is nothing to draw towards.",
    ),
    (lambda: gs.shrink_proportions([1, 1, None], [2, 2, 2]), "A prior needs at least three areas; got 2."),
    (
        lambda: gs.shrink_proportions([1, 1, 1], [2, 2, 2], level=95),
        "Number 1 of the confidence levels is not between 0 and 1: 95.0.",
    ),
    (lambda: gs.shrink_rates(["x", 1, 1], [2, 2, 2]), "The counts must be numbers; number 1 is 'x'."),
    (
        lambda: gs.shrink_rates([1, 1, 1], [2, 2, 0]),
        "Number 3 of the expected counts is not above zero (leave it out, or mark it missing): 0.0.",
    ),
    (lambda: gs.shrink_rates([1, 1, 1], [2, 2]), "The inputs differ in length: counts 3, expected 2."),
    (lambda: gs.shrink_rates([0, 0, 0], [2, 2, 2]), "There are no events, so there is nothing to draw towards."),
    (
        lambda: gs.indices_of_survey(["x", 0], [1, 2], [1, 1], polarity=HIGHER),
        "The answers must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], ["x", 2], [1, 1], polarity=HIGHER),
        "The groups must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, 2], ["x", 1], polarity=HIGHER),
        "The weights must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, 2], [1], polarity=HIGHER),
        "The inputs differ in length: answers 2, groups 2, weights 1.",
    ),
    (
        lambda: gs.indices_of_survey([1, 2], [1, 2], [1, 1], polarity=HIGHER),
        "Number 2 of the answers is neither 0 nor 1: 2.0.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, 2], [1, None], polarity=HIGHER),
        "Number 2 of the weights is missing or not above zero: nan.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, None], [1, 1], polarity=HIGHER),
        "Number 2 of the groups is missing: nan.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, 1], [1, 1], polarity=HIGHER),
        "A slope needs at least two groups; got 1.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, 2], [1, 1], [1], polarity=HIGHER),
        "The inputs differ in length: answers 2, clusters 1, strata 2.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0], [1, 2], [1, 1], level=95, polarity=HIGHER),
        "Number 1 of the confidence levels is not between 0 and 1: 95.0.",
    ),
    (
        lambda: gs.indices_of_survey([1, 0, 0, 1], [1, 2, 1, 2], [1] * 4, [7] * 4, polarity=HIGHER),
        "Only one cluster of the whole sample answered, so nothing says how clusters differ: join strata.",
    ),
    (
        lambda: gs.people_needed(1, 2, 0.5, polarity=NEITHER),
        "People are needed to reach a target only where one direction is good.",
    ),
    (lambda: gs.people_needed(1, 2, ["x"], polarity=HIGHER), "The targets must be numbers; number 1 is 'x'."),
    (lambda: gs.people_needed(1, 2, -0.5, polarity=HIGHER), "Number 1 of the targets is not between 0 and 1: -0.5."),
    (lambda: gs.people_needed(1, ["x"], 0.5, polarity=HIGHER), "The denominators must be numbers; number 1 is 'x'."),
    (lambda: gs.floor_status(1, 2, 0, polarity=NEITHER), "A floor needs a direction that is good."),
    (lambda: gs.floor_status(["x"], 2, 0, polarity=HIGHER), "The lower limits must be numbers; number 1 is 'x'."),
    (lambda: gs.floor_status(1, ["x"], 0, polarity=HIGHER), "The upper limits must be numbers; number 1 is 'x'."),
    (lambda: gs.floor_status(1, 2, ["x"], polarity=HIGHER), "The floors must be numbers; number 1 is 'x'."),
    (lambda: gs.below_floor_probability([1], [1], 1, polarity=NEITHER), "A floor needs a direction that is good."),
    (
        lambda: gs.below_floor_probability(["x"], [1], 1, polarity=HIGHER),
        "The values must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.below_floor_probability([1], ["x"], 1, polarity=HIGHER),
        "The standard errors must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.below_floor_probability([1], [1], ["x"], polarity=HIGHER),
        "The floors must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.below_floor_probability([1], [1, 2], 1, polarity=HIGHER),
        "The inputs differ in length: values 1, standard errors 2.",
    ),
    (
        lambda: gs.below_floor_probability([1], [0], 1, polarity=HIGHER),
        "Number 1 of the standard errors is not above zero: 0.0.",
    ),
    (lambda: gs.control_false_discoveries(["x"]), "The p-values must be numbers; number 1 is 'x'."),
    (lambda: gs.control_false_discoveries([-1]), "Number 1 of the p-values is not between 0 and 1: -1.0."),
    (lambda: gs.control_false_discoveries([0.5], 1), "The accepted share of false alarms lies between 0 and 1; got 1."),
    (lambda: gs.control_false_discoveries([0.5], 0), "The accepted share of false alarms lies between 0 and 1; got 0."),
    (
        lambda: gs.slope_index_of_inequality(["x", 1], [1, 1], polarity=HIGHER),
        "The values must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.slope_index_of_inequality([1, 2], ["x", 1], polarity=HIGHER),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.slope_index_of_inequality([1, 2], [1], polarity=HIGHER),
        "The inputs differ in length: values 2, populations 1.",
    ),
    (
        lambda: gs.slope_index_of_inequality([1, 2, 3], [1, 1, 1], ["x", 1, 1], polarity=HIGHER),
        "The standard errors must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: gs.slope_index_of_inequality([1, 2, 3], [1, 1, 1], [1, 1], polarity=HIGHER),
        "The inputs differ in length: values 3, standard errors 2.",
    ),
    (
        lambda: gs.slope_index_of_inequality([1, 2, 3], [1, 1, 1], [1, 1, None], polarity=HIGHER),
        "Number 3 of the standard errors is missing although the group has a value: nan.",
    ),
    (
        lambda: gs.slope_index_of_inequality([1, None, 3], [1, 1, 0], polarity=HIGHER),
        "A slope needs at least two groups with people and a value; 1 of 3 have both.",
    ),
    (lambda: gs.slope_indices([1, 2], [1], polarity=HIGHER), "The inputs differ in length: values 2, populations 1."),
    (
        lambda: gs.slope_indices([1, 2], [1, 1], [1], polarity=HIGHER),
        "The inputs differ in length: values 2, standard errors 1.",
    ),
    (lambda: gs.mann_kendall(["x", 1], [1, 2]), "The times must be numbers; number 1 is 'x'."),
    (lambda: gs.mann_kendall([1, 2], ["x", 1]), "The values must be numbers; number 1 is 'x'."),
    (lambda: gs.mann_kendall([1, 2], [1]), "The inputs differ in length: times 2, values 1."),
    (lambda: gs.mann_kendall([1, 1], [1, 2]), "A trend needs one value at each time; a time is given twice."),
    (lambda: gs.weighted_trend(["x", 1], [1, 2], [1, 1]), "The times must be numbers; number 1 is 'x'."),
    (lambda: gs.weighted_trend([1, 2], ["x", 2], [1, 1]), "The values must be numbers; number 1 is 'x'."),
    (lambda: gs.weighted_trend([1, 2], [1, 2], ["x", 1]), "The standard errors must be numbers; number 1 is 'x'."),
    (
        lambda: gs.weighted_trend([1, 2], [1, 2], [1]),
        "The inputs differ in length: times 2, values 2, standard errors 1.",
    ),
    (lambda: gs.weighted_trend([1, 2], [1, None], [1, 1]), "Number 2 of the points of the trend is missing: nan."),
    (lambda: gs.cochran_armitage(["x", 1], [1, 1], [2, 2]), "The times must be numbers; number 1 is 'x'."),
    (lambda: gs.cochran_armitage([1, 2], ["x", 1], [2, 2]), "The counts must be numbers; number 1 is 'x'."),
    (lambda: gs.cochran_armitage([1, 2], [1, 1], ["x", 2]), "The denominators must be numbers; number 1 is 'x'."),
    (
        lambda: gs.cochran_armitage([1, 2], [1, 1], [2]),
        "The inputs differ in length: times 2, counts 2, denominators 1.",
    ),
    (lambda: gs.cochran_armitage([1, 2], [1, None], [2, 2]), "Number 2 of the points of the trend is missing: nan."),
    (lambda: gs.cochran_armitage([1, 2], [1, 3], [2, 2]), "Number 2 of the counts is above its denominator: 3.0."),
    (lambda: gs.cochran_armitage([1, 1], [1, 1], [2, 2]), "A trend needs values at two or more different times."),
    (lambda: gs.recent_trend(["x"], [1], [0], [2]), "The times must be numbers; number 1 is 'x'."),
    (lambda: gs.recent_trend([1], ["x"], [0], [2]), "The values must be numbers; number 1 is 'x'."),
    (lambda: gs.recent_trend([1], [1], ["x"], [2]), "The lower limits must be numbers; number 1 is 'x'."),
    (lambda: gs.recent_trend([1], [1], [0], ["x"]), "The upper limits must be numbers; number 1 is 'x'."),
    (
        lambda: gs.recent_trend([1, 2], [1], [0], [2]),
        "The inputs differ in length: times 2, values 1, lower 1, upper 1.",
    ),
    (lambda: gs.recent_trend_of_counts(["x"], [1], [2]), "The times must be numbers; number 1 is 'x'."),
    (
        lambda: gs.recent_trend_of_counts([1, 2], [1], [2]),
        "The inputs differ in length: times 2, counts 1, denominators 1.",
    ),
    (lambda: PerturbationTable.of(["x"], [0], [1]), "The rows must be numbers; number 1 is 'x'."),
    (lambda: PerturbationTable.of([1], ["x"], [1]), "The cell keys must be numbers; number 1 is 'x'."),
    (lambda: PerturbationTable.of([1], [0], ["x"]), "The values must be numbers; number 1 is 'x'."),
    (lambda: PerturbationTable.of([1, 1], [0], [1]), "The inputs differ in length: rows 2, keys 1, values 1."),
    (lambda: PerturbationTable.of([1.5], [0], [1]), "Number 1 of the rows is not a whole number: 1.5."),
    (lambda: PerturbationTable.of([1], [0.5], [1]), "Number 1 of the cell keys is not a whole number: 0.5."),
    (lambda: PerturbationTable.of([1], [0], [None]), "Number 1 of the values is not a whole number: nan."),
    (
        lambda: PerturbationTable.of([0, 1], [0, 0], [1, 1]),
        "The table needs one entry for each of 1 rows and 1 cell keys.",
    ),
    (
        lambda: PerturbationTable.of([1, 1], [-1, 0], [1, 1]),
        "The table needs one entry for each of 1 rows and 1 cell keys.",
    ),
    (
        lambda: PerturbationTable.of([1, 1], [1, 1], [1, 2]),
        "An entry of the perturbation table is given twice and another not at all.",
    ),
    (lambda: perturb_counts(["x"], [1], TABLE), "The counts must be numbers; number 1 is 'x'."),
    (lambda: perturb_counts([1], ["x"], TABLE), "The sums of keys must be numbers; number 1 is 'x'."),
    (lambda: perturb_counts([1, 2], [1], TABLE), "The inputs differ in length: counts 2, key sums 1."),
    (lambda: perturb_counts([1.5], [1], TABLE), "Number 1 of the counts is missing or not a whole number: 1.5."),
    (lambda: perturb_counts([1], [None], TABLE), "Number 1 of the sums of keys is missing or not a whole number: nan."),
    (lambda: perturb_counts([3], [1], TABLE), "Number 1 of the counts is above the 2 rows of the table: 3.0."),
    (lambda: round_counts([1], 0), "Counts are rounded to multiples of 1 or more; got 0."),
    (lambda: round_counts([-1]), "Number 1 of the counts is negative: -1.0."),
    (lambda: gs.Limits(float("nan"), 1), "An interval needs two numbers; got nan and 1."),
    (lambda: gs.Limits(1, float("nan")), "An interval needs two numbers; got 1 and nan."),
    (lambda: gs.Limits(2, 1), "The lower limit 2 is above the upper limit 1."),
    (lambda: gs.Limits(1, 2, 1), "The confidence level must lie between 0 and 1; got 1."),
    (lambda: gs.Limits(1, 2, 0), "The confidence level must lie between 0 and 1; got 0."),
    (lambda: gs.Estimate(float("inf"), None, reason="x"), "An estimate needs a finite value; got inf."),
    (lambda: gs.Estimate(1, None), "An estimate without an interval must say why it has none."),
]


@pytest.mark.parametrize(("call", "sentence"), SENTENCES)
def test_it_is_refused_in_these_words(call, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        call()
    assert str(refused.value) == sentence
