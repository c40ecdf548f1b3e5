"""The very words in which impossible input is refused: which numbers, where, and what is wrong with them."""

import pytest

from goldenthread.core import statistics as gs

HIGHER = gs.Polarity.HIGHER_IS_BETTER

SENTENCES = {
    'gs.mean_interval(["x"], 1, 5)': (
        lambda: gs.mean_interval(["x"], 1, 5),
        "The means must be numbers; number 1 is 'x'.",
    ),
    'gs.mean_interval(1, ["x"], 5)': (
        lambda: gs.mean_interval(1, ["x"], 5),
        "The standard deviations must be numbers; number 1 is 'x'.",
    ),
    'gs.mean_interval(1, 1, ["x"])': (
        lambda: gs.mean_interval(1, 1, ["x"]),
        "The counts must be numbers; number 1 is 'x'.",
    ),
    "gs.mean_interval(1, -1, 5)": (
        lambda: gs.mean_interval(1, -1, 5),
        "Number 1 of the standard deviations is negative: -1.0.",
    ),
    "gs.mean_interval(1, 1, 2.5)": (
        lambda: gs.mean_interval(1, 1, 2.5),
        "Number 1 of the counts is not a whole number of at least 1: 2.5.",
    ),
    "gs.mean_interval(1, 1, 0)": (
        lambda: gs.mean_interval(1, 1, 0),
        "Number 1 of the counts is not a whole number of at least 1: 0.0.",
    ),
    'gs.group_means(["x"])': (lambda: gs.group_means(["x"]), "The values must be numbers; number 1 is 'x'."),
    'gs.group_means([1, 2], ["a"])': (
        lambda: gs.group_means([1, 2], ["a"]),
        "The inputs differ in length: values 2, groups 1.",
    ),
    "gs.group_means([None])": (lambda: gs.group_means([None]), "No measurement is given."),
    'gs.standard_error_from_limits(["x"], [1])': (
        lambda: gs.standard_error_from_limits(["x"], [1]),
        "The lower limits must be numbers; number 1 is 'x'.",
    ),
    'gs.standard_error_from_limits([1], ["x"])': (
        lambda: gs.standard_error_from_limits([1], ["x"]),
        "The upper limits must be numbers; number 1 is 'x'.",
    ),
    "gs.standard_error_from_limits([2], [1])": (
        lambda: gs.standard_error_from_limits([2], [1]),
        "Number 1 of the lower limits is above the upper limit: 2.0.",
    ),
    'gs.difference(["x"], (1, 2), 1, (0, 2))': (
        lambda: gs.difference(["x"], (1, 2), 1, (0, 2)),
        "The first values must be numbers; number 1 is 'x'.",
    ),
    'gs.difference(1, (0, 2), ["x"], (0, 2))': (
        lambda: gs.difference(1, (0, 2), ["x"], (0, 2)),
        "The second values must be numbers; number 1 is 'x'.",
    ),
    "gs.difference(5, (6, 7), 1, (0, 2))": (
        lambda: gs.difference(5, (6, 7), 1, (0, 2)),
        "Number 1 of the first values lies outside its limits: 5.0.",
    ),
    "gs.difference(1, (0, 2), 5, (6, 7))": (
        lambda: gs.difference(1, (0, 2), 5, (6, 7)),
        "Number 1 of the second values lies outside its limits: 5.0.",
    ),
    "gs.difference(1, (2, 0), 1, (0, 2))": (
        lambda: gs.difference(1, (2, 0), 1, (0, 2)),
        "Number 1 of the lower limits of the first values is above the upper limit: 2.0.",
    ),
    "gs.difference(1, (0, 2), 1, (2, 0))": (
        lambda: gs.difference(1, (0, 2), 1, (2, 0)),
        "Number 1 of the lower limits of the second values is above the upper limit: 2.0.",
    ),
    'gs.ratio(["x"], (1, 2), 1, (0, 2))': (
        lambda: gs.ratio(["x"], (1, 2), 1, (0, 2)),
        "The first values must be numbers; number 1 is 'x'.",
    ),
    'gs.ratio(1, (0, 2), ["x"], (0, 2))': (
        lambda: gs.ratio(1, (0, 2), ["x"], (0, 2)),
        "The second values must be numbers; number 1 is 'x'.",
    ),
    "gs.ratio(0, (0, 2), 1, (0, 2))": (
        lambda: gs.ratio(0, (0, 2), 1, (0, 2)),
        "Number 1 of the first values is not above zero, so a ratio has no interval: 0.0.",
    ),
    "gs.ratio(1, (0, 2), 0, (0, 2))": (
        lambda: gs.ratio(1, (0, 2), 0, (0, 2)),
        "Number 1 of the second values is not above zero, so a ratio has no interval: 0.0.",
    ),
    "gs.ratio(1, (-1, 2), 1, (0, 2))": (
        lambda: gs.ratio(1, (-1, 2), 1, (0, 2)),
        "Number 1 of the first lower limits is negative, so a ratio has no interval: -1.0.",
    ),
    "gs.ratio(1, (0, 2), 1, (-1, 2))": (
        lambda: gs.ratio(1, (0, 2), 1, (-1, 2)),
        "Number 1 of the second lower limits is negative, so a ratio has no interval: -1.0.",
    ),
    "gs.ratio(5, (6, 7), 1, (0, 2))": (
        lambda: gs.ratio(5, (6, 7), 1, (0, 2)),
        "Number 1 of the first values lies outside its limits: 5.0.",
    ),
    "gs.ratio(1, (0, 2), 5, (6, 7))": (
        lambda: gs.ratio(1, (0, 2), 5, (6, 7)),
        "Number 1 of the second values lies outside its limits: 5.0.",
    ),
    'gs.fieller_ratio(["x"], 1, 1, 1)': (
        lambda: gs.fieller_ratio(["x"], 1, 1, 1),
        "The numerators must be numbers; number 1 is 'x'.",
    ),
    'gs.fieller_ratio(1, ["x"], 1, 1)': (
        lambda: gs.fieller_ratio(1, ["x"], 1, 1),
        "The denominators must be numbers; number 1 is 'x'.",
    ),
    'gs.fieller_ratio(1, 1, ["x"], 1)': (
        lambda: gs.fieller_ratio(1, 1, ["x"], 1),
        "The variances of the numerators must be numbers; number 1 is 'x'.",
    ),
    'gs.fieller_ratio(1, 1, 1, ["x"])': (
        lambda: gs.fieller_ratio(1, 1, 1, ["x"]),
        "The variances of the denominators must be numbers; number 1 is 'x'.",
    ),
    'gs.fieller_ratio(1, 1, 1, 1, ["x"])': (
        lambda: gs.fieller_ratio(1, 1, 1, 1, ["x"]),
        "The covariances must be numbers; number 1 is 'x'.",
    ),
    'gs.fieller_ratio(1, 1, 1, 1, quantile=["x"])': (
        lambda: gs.fieller_ratio(1, 1, 1, 1, quantile=["x"]),
        "The quantiles must be numbers; number 1 is 'x'.",
    ),
    "gs.fieller_ratio(1, 0, 1, 1)": (
        lambda: gs.fieller_ratio(1, 0, 1, 1),
        "Number 1 of the denominators is zero: 0.0.",
    ),
    "gs.fieller_ratio(1, 1, -1, 1)": (
        lambda: gs.fieller_ratio(1, 1, -1, 1),
        "Number 1 of the variances of the numerators is negative: -1.0.",
    ),
    "gs.fieller_ratio(1, 1, 1, -1)": (
        lambda: gs.fieller_ratio(1, 1, 1, -1),
        "Number 1 of the variances of the denominators is negative: -1.0.",
    ),
    'gs.wilson_interval(["x"], 1)': (
        lambda: gs.wilson_interval(["x"], 1),
        "The counts must be numbers; number 1 is 'x'.",
    ),
    'gs.wilson_interval(1, ["x"])': (
        lambda: gs.wilson_interval(1, ["x"]),
        "The denominators must be numbers; number 1 is 'x'.",
    ),
    "gs.wilson_interval(-1, 1)": (lambda: gs.wilson_interval(-1, 1), "Number 1 of the counts is negative: -1.0."),
    "gs.wilson_interval(1, 0)": (
        lambda: gs.wilson_interval(1, 0),
        "Number 1 of the denominators is not above zero (leave it out, or mark it missing): 0.0.",
    ),
    "gs.wilson_interval(3, 2)": (
        lambda: gs.wilson_interval(3, 2),
        "Number 1 of the counts is above its denominator: 3.0.",
    ),
    "gs.ratio_of_proportions(0, 1, 1, 1)": (
        lambda: gs.ratio_of_proportions(0, 1, 1, 1),
        "Number 1 of the first counts is zero, so the ratio has no log-normal interval: 0.0.",
    ),
    "gs.ratio_of_proportions(1, 1, 0, 1)": (
        lambda: gs.ratio_of_proportions(1, 1, 0, 1),
        "Number 1 of the second counts is zero, so the ratio has no log-normal interval: 0.0.",
    ),
    "gs.rate_ratio(0, 1, 1, 1)": (
        lambda: gs.rate_ratio(0, 1, 1, 1),
        "Number 1 of the first counts is zero, so the ratio has no log-normal interval: 0.0.",
    ),
    "gs.rate_ratio(1, 1, 0, 1)": (
        lambda: gs.rate_ratio(1, 1, 0, 1),
        "Number 1 of the second counts is zero, so the ratio has no log-normal interval: 0.0.",
    ),
    "gs.crude_rate(1, 1, 0)": (lambda: gs.crude_rate(1, 1, 0), "Number 1 of the multipliers is not above zero: 0.0."),
    'gs.population_quantiles(["x"], [1], 2)': (
        lambda: gs.population_quantiles(["x"], [1], 2),
        "The scores must be numbers; number 1 is 'x'.",
    ),
    'gs.population_quantiles([1], ["x"], 2)': (
        lambda: gs.population_quantiles([1], ["x"], 2),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    "gs.population_quantiles([1], [-1], 2)": (
        lambda: gs.population_quantiles([1], [-1], 2),
        "Number 1 of the populations is negative: -1.0.",
    ),
    "gs.population_quantiles([1, 2], [1], 2)": (
        lambda: gs.population_quantiles([1, 2], [1], 2),
        "The inputs differ in length: scores 2, populations 1.",
    ),
    "gs.population_quantiles([1], [1], 1)": (
        lambda: gs.population_quantiles([1], [1], 1),
        "Areas can be divided into 2 groups or more; got 1.",
    ),
    'gs.equal_count_quantiles(["x"], 2)': (
        lambda: gs.equal_count_quantiles(["x"], 2),
        "The values must be numbers; number 1 is 'x'.",
    ),
    'gs.describe_quantiles(["x"])': (
        lambda: gs.describe_quantiles(["x"]),
        "The quantiles must be numbers; number 1 is 'x'.",
    ),
    "gs.describe_quantiles([6])": (
        lambda: gs.describe_quantiles([6]),
        "Number 1 of the quantiles is not one of them: 6.0.",
    ),
    "gs.ridit_ranks([-1, 2])": (lambda: gs.ridit_ranks([-1, 2]), "Number 1 of the populations is negative: -1.0."),
    "gs.ridit_ranks([0, 0])": (
        lambda: gs.ridit_ranks([0, 0]),
        "Number 1 of the totals of the populations is zero: 0.0.",
    ),
    'gs.slope_indices(["x", 1], [1, 1], polarity=HIGHER)': (
        lambda: gs.slope_indices(["x", 1], [1, 1], polarity=HIGHER),
        "The values must be numbers; number 1 is 'x'.",
    ),
    'gs.slope_indices([1, 2], ["x", 1], polarity=HIGHER)': (
        lambda: gs.slope_indices([1, 2], ["x", 1], polarity=HIGHER),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    'gs.slope_indices([1, 2], [1, 1], ["x", 1], polarity=HIGHER)': (
        lambda: gs.slope_indices([1, 2], [1, 1], ["x", 1], polarity=HIGHER),
        "The standard errors must be numbers; number 1 is 'x'.",
    ),
    "gs.slope_indices([1, 2], [1, 1], [-1, 1], polarity=HIGHER)": (
        lambda: gs.slope_indices([1, 2], [1, 1], [-1, 1], polarity=HIGHER),
        "Number 1 of the standard errors is negative: -1.0.",
    ),
    "gs.people_needed(1, 2, 3, polarity=HIGHER)": (
        lambda: gs.people_needed(1, 2, 3, polarity=HIGHER),
        "Number 1 of the targets is not between 0 and 1: 3.0.",
    ),
    "gs.floor_status(2, 1, 0, polarity=HIGHER)": (
        lambda: gs.floor_status(2, 1, 0, polarity=HIGHER),
        "Number 1 of the lower limits is above the upper limit: 2.0.",
    ),
    "gs.control_false_discoveries([2])": (
        lambda: gs.control_false_discoveries([2]),
        "Number 1 of the p-values is not between 0 and 1: 2.0.",
    ),
    "gs.funnel_of_proportions([3], [2])": (
        lambda: gs.funnel_of_proportions([3], [2]),
        "Number 1 of the counts is above its denominator: 3.0.",
    ),
    "gs.mann_kendall([None, 1], [1, 2])": (
        lambda: gs.mann_kendall([None, 1], [1, 2]),
        "Number 1 of the times is missing: nan.",
    ),
    "gs.mann_kendall([1], [1])": (lambda: gs.mann_kendall([1], [1]), "A trend needs at least two values; got 1."),
    "gs.weighted_trend([1, 1], [1, 2], [1, 1])": (
        lambda: gs.weighted_trend([1, 1], [1, 2], [1, 1]),
        "A trend needs values at two or more different times.",
    ),
}


@pytest.mark.parametrize("call", SENTENCES)
def test_it_is_refused_in_these_words(call):
    work, sentence = SENTENCES[call]
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        work()
    assert str(refused.value) == sentence
