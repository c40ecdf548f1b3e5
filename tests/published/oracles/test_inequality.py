"""The inequality measures of WHO's healthequal 1.0.1, which was run as it is to make these answers.

Estimates are met to nine places, analytic intervals too, simulated ones (1,000 draws) within 10% of their width.
Not reproduced, each with its proof in tests/unit/core/test_inequality_divergences.py: the intervals of Theil's index
and of the mean log deviation (about 1,000 times too narrow), of the attributable fraction (100 times), and the
weighting of the logistic slope by population squared.
"""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.published.oracles.columns import numbers

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics import inequality
from goldenthread.core.statistics.concentration import concentration_indices
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.slope_index import slope_index_of_inequality
from goldenthread.core.statistics.slope_index_robust import slope_indices_by_scatter
from goldenthread.core.statistics.surveys import indices_of_survey

HIGHER = Polarity.HIGHER_IS_BETTER


@pytest.fixture
def expected(oracle):
    return {(row["dataset"], row["call"]): row for row in oracle("healthequal_expected.csv")}


def _columns(rows):
    return numbers(rows, "estimate"), numbers(rows, "population"), numbers(rows, "se")


@pytest.fixture
def regions(oracle):
    rows = oracle("healthequal_nonordered_multi_input.csv")
    reference = int(np.flatnonzero(numbers(rows, "reference_subgroup") == 1)[0])
    return inequality.Groups.of(*_columns(rows)), reference


@pytest.fixture
def quintiles(oracle):
    return _columns(oracle("healthequal_ordered_multi_input.csv"))


def _assert_exact(found, row):
    assert float(found.value) == pytest.approx(float(row["estimate"]), rel=1e-9)
    assert float(found.lower) == pytest.approx(float(row["lowerci"]), rel=1e-9)
    assert float(found.upper) == pytest.approx(float(row["upperci"]), rel=1e-9)


def test_differences_and_ratios_of_regions(regions, expected):
    groups, reference = regions
    best, worst = int(groups.values.argmax()), int(groups.values.argmin())
    difference, ratio = inequality.difference_of_groups, inequality.ratio_of_groups
    _assert_exact(difference(groups, best, worst), expected["nonordered_multi", "d_noref"])
    _assert_exact(ratio(groups, best, worst), expected["nonordered_multi", "r_noref"])
    _assert_exact(difference(groups, reference, worst), expected["nonordered_multi", "d_ref"])
    _assert_exact(ratio(groups, reference, worst), expected["nonordered_multi", "r_ref"])


def test_differences_and_ratios_of_quintiles(quintiles, expected):
    groups = inequality.Groups.of(*quintiles)
    _assert_exact(inequality.difference_of_groups(groups, 4, 0), expected["ordered_multi", "d"])
    _assert_exact(inequality.ratio_of_groups(groups, 4, 0), expected["ordered_multi", "r"])


def test_between_group_variance(regions, expected):
    _assert_exact(inequality.between_group_variance(regions[0]), expected["nonordered_multi", "bgv"])


SIMULATED = {
    "bgsd_sim1000": lambda groups, _: inequality.between_group_standard_deviation(groups),
    "covar_sim1000": lambda groups, _: inequality.coefficient_of_variation(groups),
    "idisu_sim1000": lambda groups, _: inequality.index_of_disparity(groups, is_weighted=False),
    "idisw_sim1000": lambda groups, _: inequality.index_of_disparity(groups, is_weighted=True),
    "mdmu_sim1000": lambda groups, _: inequality.mean_difference_from_mean(groups, is_weighted=False),
    "mdmw_sim1000": lambda groups, _: inequality.mean_difference_from_mean(groups, is_weighted=True),
    "mdbu_sim1000": lambda groups, _: inequality.mean_difference_from_best(groups, polarity=HIGHER, is_weighted=False),
    "mdbw_sim1000": lambda groups, _: inequality.mean_difference_from_best(groups, polarity=HIGHER, is_weighted=True),
    "mdru_sim1000": lambda groups, r: inequality.mean_difference_from_reference(groups, r, is_weighted=False),
    "mdrw_sim1000": lambda groups, r: inequality.mean_difference_from_reference(groups, r, is_weighted=True),
}


@pytest.mark.parametrize("call", SIMULATED)
def test_measures_whose_limits_the_reference_simulates(regions, expected, call):
    row = expected["nonordered_multi", call]
    found = SIMULATED[call](*regions)
    width = float(row["upperci"]) - float(row["lowerci"])
    assert float(found.value) == pytest.approx(float(row["estimate"]), rel=1e-9)
    assert abs(float(found.lower) - float(row["lowerci"])) < 0.10 * width
    assert abs(float(found.upper) - float(row["upperci"])) < 0.10 * width


@pytest.mark.parametrize(("call", "measure"), [("ti", "theil_index"), ("mld", "mean_log_deviation")])
def test_entropy_measures_and_their_standard_error_in_the_units_of_the_estimate(regions, expected, call, measure):
    row = expected["nonordered_multi", call]
    found = getattr(inequality, measure)(regions[0])
    assert float(found.value) == pytest.approx(float(row["estimate"]), rel=1e-9)
    # The reference multiplies the estimate by a thousand and leaves its standard error as it was.
    assert float(found.upper - found.value) == pytest.approx(1_000 * float(row["se"]) * 1.959963984540054, rel=1e-9)


@pytest.mark.parametrize("dataset", ["nonordered_multi", "ordered_multi"])
def test_attributable_risk(oracle, expected, dataset):
    values, people, errors = _columns(oracle(f"healthequal_{dataset.removesuffix('_multi')}_multi_input.csv"))
    risk, fraction = expected[dataset, "parisk"], expected[dataset, "paf"]
    found = inequality.attributable_risk_of_counts(values / 100 * people, people, polarity=HIGHER)
    _assert_exact(found.risk, risk)
    assert float(found.fraction.value) == pytest.approx(float(fraction["estimate"]), rel=1e-9)
    # The reference's standard error is a fraction and its estimate a percentage.
    half = float(found.fraction.upper - found.fraction.value)
    assert half == pytest.approx(100 * float(fraction["se"]) * 1.959963984540054, rel=1e-9)
    from_values = inequality.population_attributable_risk(inequality.Groups.of(values, people, errors), polarity=HIGHER)
    assert float(from_values.risk.value) == pytest.approx(float(risk["estimate"]), rel=1e-9)
    assert float(from_values.fraction.value) == pytest.approx(float(fraction["estimate"]), rel=1e-9)


def test_concentration_indices(quintiles, expected):
    values, people, _ = quintiles
    found = concentration_indices(values, people, polarity=HIGHER, bounds=(0, 100))
    absolute, relative = expected["ordered_multi", "aci"], expected["ordered_multi", "rci"]
    assert float(found.absolute.value) == pytest.approx(float(absolute["estimate"]), rel=1e-9)
    assert float(found.residual_error) == pytest.approx(float(absolute["se"]), rel=1e-9)
    assert float(found.relative.value) == pytest.approx(float(relative["estimate"]), rel=1e-9)
    # The reference divides the standard error by the mean as if the mean were known.
    mean = float(found.absolute.value / found.relative.value)
    assert float(found.residual_error) / mean == pytest.approx(float(relative["se"]), rel=1e-9)


def test_linear_slope_index(quintiles, expected):
    values, people, errors = quintiles
    # The reference rounds populations up to whole people.
    found = slope_index_of_inequality(values, np.ceil(people), errors, polarity=HIGHER)
    assert found.slope.value == pytest.approx(float(expected["ordered_multi", "sii_linear"]["estimate"]), rel=1e-9)
    ratio = float(expected["ordered_multi", "rii_linear"]["estimate"])
    assert found.relative_ratio.value == pytest.approx(ratio, rel=1e-9)
    by_scatter = slope_indices_by_scatter(values, np.ceil(people), polarity=HIGHER)
    # The reference differentiates by small steps: its errors hold to six or seven figures.
    for name, call in (("slope", "sii_linear"), ("ratio", "rii_linear")):
        interval, row = getattr(by_scatter, name), expected["ordered_multi", call]
        assert float(interval.value) == pytest.approx(float(row["estimate"]), rel=1e-9)
        assert float(interval.lower) == pytest.approx(float(row["lowerci"]), rel=1e-6)
        assert float(interval.upper) == pytest.approx(float(row["upperci"]), rel=1e-6)


def test_logistic_slope_index_when_given_the_references_weights(quintiles, expected):
    values, people, _ = quintiles
    people = np.ceil(people)
    counts = np.round(people * values / 100)
    theirs = slope_of_counts(counts, people, polarity=HIGHER, weights=people**2)
    slope, ratio = expected["ordered_multi", "sii_logit"], expected["ordered_multi", "rii_logit"]
    assert 100 * float(theirs.difference.value) == pytest.approx(float(slope["estimate"]), rel=1e-9)
    assert float(theirs.ratio.value) == pytest.approx(float(ratio["estimate"]), rel=1e-9)
    robust = slope_of_counts(counts, people, polarity=HIGHER, weights=people**2, is_robust=True)
    # The reference differentiates by small steps: its errors hold to six or seven figures.
    for name, row, scale in (("difference", slope, 100), ("ratio", ratio, 1)):
        found = getattr(robust, name)
        assert scale * float(found.lower) == pytest.approx(float(row["lowerci"]), rel=1e-6)
        assert scale * float(found.upper) == pytest.approx(float(row["upperci"]), rel=1e-6)
    ours = slope_of_counts(counts, people, polarity=HIGHER)
    assert 100 * float(ours.difference.value) != pytest.approx(float(slope["estimate"]), rel=1e-4)


def test_many_places_at_once_give_what_one_at_a_time_gives(regions):
    groups, _ = regions
    errors = np.sqrt(groups.variances)
    twice = inequality.Groups.of(
        np.stack([groups.values, groups.values + 1]), np.stack([groups.shares] * 2), [errors] * 2
    )
    for measure in (
        inequality.between_group_variance,
        inequality.theil_index,
        inequality.between_group_standard_deviation,
    ):
        assert_allclose([part[0] for part in measure(twice)], list(measure(groups)), rtol=1e-12)


def _answers_for(oracle, indicator):
    """The answers for one question of the survey, by measure."""
    rows = oracle("healthequal_expected.csv")
    return {row["measure"]: row for row in rows if row["dataset"] == "individual" and row["indicator"] == indicator}


@pytest.mark.parametrize("indicator", ["sba", "dtp3"])
def test_indices_of_people_asked_one_by_one(oracle, indicator):
    """Estimates and design-based limits from survey answers, drawn by clusters within strata."""
    rows = oracle("healthequal_individual_input.csv")
    answers, group, weights = (numbers(rows, name) for name in (indicator, "subgroup_order", "weight"))
    units = [[row[name] for row in rows] for name in ("psu", "strata")]
    found = indices_of_survey(answers, group, weights, *units, polarity=HIGHER)
    answered = _answers_for(oracle, indicator)
    # The reference stops its iterations at about ten figures, and differentiates by small steps.
    for name, measure, exact in (("absolute", "aci", 1e-9), ("slope", "sii", 1e-6), ("ratio", "rii", 1e-6)):
        interval, row = getattr(found, name), answered[measure]
        assert float(interval.value) == pytest.approx(float(row["estimate"]), rel=1e-8)
        assert float(interval.lower) == pytest.approx(float(row["lowerci"]), rel=exact)
        assert float(interval.upper) == pytest.approx(float(row["upperci"]), rel=exact)
    relative, row = found.relative, answered["rci"]
    assert float(relative.value) == pytest.approx(float(row["estimate"]), rel=1e-9)
    # The reference divides the error of the absolute index by the mean as if the mean were known.
    mean = float(found.absolute.value / relative.value)
    half = float(found.absolute.upper - found.absolute.value) / mean
    assert half == pytest.approx(1.959963984540054 * float(row["se"]), rel=1e-9)


@pytest.mark.parametrize("kind", ["ordered", "nonordered"])
def test_the_single_tables_are_the_first_dimension_of_the_double_ones(oracle, kind):
    """So what is proved above holds for them too: the same groups, estimates, errors and people."""
    single, double = oracle(f"healthequal_{kind}_input.csv"), oracle(f"healthequal_{kind}_multi_input.csv")
    known = {(row["indicator"], row["dimension"], row["subgroup"]): row for row in double}
    assert len(single) == (5 if kind == "ordered" else 34)
    for row in single:
        same = known[row["indicator"], row["dimension"], row["subgroup"]]
        assert [row[name] for name in ("estimate", "se", "population")] == [
            same[name] for name in ("estimate", "se", "population")
        ]
    groups = inequality.Groups.of(*_columns(single))
    twin = inequality.Groups.of(*_columns(double[: len(single)]))
    for measure in (inequality.between_group_variance, inequality.theil_index):
        assert [float(part) for part in measure(groups)] == [float(part) for part in measure(twin)]
