"""The slope index from single areas, by scatter alone, and what all three relative indices must be."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import check_order
from goldenthread.core.statistics.slope_index import ridit_ranks, slope_index_of_inequality, slope_indices
from goldenthread.core.statistics.slope_index_areas import slope_index_of_areas, slope_indices_of_areas
from goldenthread.core.statistics.slope_index_robust import slope_indices_by_scatter

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
Z = 1.959963984540054


@st.composite
def areas(draw):
    rows = draw(
        st.lists(
            st.tuples(st.floats(10, 90), st.integers(1, 9_000), st.integers(1, 8), st.floats(0.1, 2)),
            min_size=4,
            max_size=30,
        ).filter(lambda rows: len({row[2] for row in rows}) > 2)
    )
    return tuple(zip(*rows, strict=True))


@given(areas(), st.randoms(use_true_random=False))
def test_the_order_in_which_areas_are_given_does_not_matter(given_areas, shuffler):
    order = list(range(len(given_areas[0])))
    shuffler.shuffle(order)
    one = slope_index_of_areas(*given_areas, polarity=HIGHER)
    other = slope_index_of_areas(*([column[i] for i in order] for column in given_areas), polarity=HIGHER)
    assert one.slope.value == pytest.approx(other.slope.value, abs=1e-8)
    assert one.slope.limits.upper == pytest.approx(other.slope.limits.upper, abs=1e-8)


@given(areas(), st.sampled_from([HIGHER, LOWER]))
def test_it_is_the_weighted_line_through_the_areas_at_the_middle_of_their_scores_stretch(given_areas, polarity):
    values, people, scores, errors = (np.array(column, dtype=float) for column in given_areas)
    found = slope_index_of_areas(values, people, scores, errors, polarity=polarity)
    rank = np.array([(people[scores > s].sum() + people[scores == s].sum() / 2) / people.sum() for s in scores])
    share = people / people.sum()
    about = share * (rank - (share * rank).sum())
    weights = about / (about * rank).sum()
    sign = 1 if polarity is HIGHER else -1
    assert found.slope.value == pytest.approx(sign * (weights * values).sum(), abs=1e-7)
    half = Z * np.sqrt((weights**2 * errors**2).sum())
    assert found.slope.limits.upper - found.slope.value == pytest.approx(half, abs=1e-7)
    turned = slope_index_of_areas(values, people, -scores, errors, polarity=polarity, most_deprived_is_highest=False)
    assert turned.slope.value == pytest.approx(found.slope.value, abs=1e-9)


def test_areas_without_people_or_value_are_left_out_and_ties_keep_their_stretch():
    whole = slope_index_of_areas([70, 74, 80], [5, 5, 10], [9, 5, 1], [1, 1, 1], polarity=HIGHER)
    padded = slope_index_of_areas([70, 99, 74, 80], [5, 0, 5, 10], [9, None, 5, 1], [1, None, 1, 1], polarity=HIGHER)
    assert padded.slope == whole.slope
    tied = slope_index_of_areas([70, None, 74, 80], [5, 5, 5, 10], [9, 9, 5, 1], [1, None, 1, 1], polarity=HIGHER)
    assert tied.ranks == pytest.approx((0.2, 0.5, 0.8))
    by_scatter = slope_index_of_areas([70, 74, 80], [5, 5, 10], [9, 5, 1], polarity=HIGHER)
    assert by_scatter.slope.limits == by_scatter.residual_limits


REFUSED = {
    "no score": (([1, 2], [1, 1], [1, None]), "Number 2 of the scores of deprivation is missing although"),
    "no error": (([1, 2], [1, 1], [1, 2], [1, None]), "Number 2 of the standard errors is missing although"),
    "a negative error": (([1, 2], [1, 1], [1, 2], [1, -1]), "Number 2 of the standard errors is negative"),
    "lengths that differ": (([1, 2], [1, 1], [1]), "values 2, populations 2, deprivation 1"),
    "errors of another length": (([1, 2], [1, 1], [1, 2], [1]), "values 2, standard errors 1"),
    "one score": (([1, 2], [1, 1], [3, 3]), "at least two groups"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_a_sentence(what):
    columns, sentence = REFUSED[what]
    with pytest.raises(ValueError, match=sentence):
        slope_index_of_areas(*columns, polarity=HIGHER)


@given(st.lists(st.integers(1, 20), min_size=2, max_size=10))
def test_numbers_of_groups_pass_only_when_they_rise(numbers):
    if all(a < b for a, b in pairwise(numbers)):
        check_order(numbers, len(numbers))
    else:
        with pytest.raises(ValueError, match=r"given twice|out of order"):
            check_order(numbers, len(numbers))


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([1, 2], "Each of the 3 values needs the number of its group; got 2."),
        (1, "needs the number of its group; got 1"),
        ([1, None, 3], "Number 2 of the groups is missing"),
        ([1, 3, 3], "Number 3 of the groups is given twice: 3.0."),
        ([3, 1, 4], "Number 2 of the groups is out of order .most deprived first.: 1.0."),
    ],
)
def test_unsorted_or_repeated_groups_are_refused_by_the_slope_index(numbers, sentence):
    with pytest.raises(ValueError, match=sentence):
        slope_index_of_inequality([1, 2, 3], [1, 1, 1], [1, 1, 1], polarity=HIGHER, groups=numbers)
    with pytest.raises(ValueError, match=sentence):
        slope_indices([[1, 2, 3]], [[1, 1, 1]], [[1, 1, 1]], polarity=HIGHER, groups=numbers)


def test_groups_in_order_are_taken():
    plain = slope_indices([[1, 2, 3]], [[1, 1, 1]], [[1, 1, 1]], polarity=HIGHER)
    numbered = slope_indices([[1, 2, 3]], [[1, 1, 1]], [[1, 1, 1]], polarity=HIGHER, groups=[3, 4, 10])
    assert plain.slope == numbered.slope


@given(areas(), st.sampled_from([HIGHER, LOWER]))
def test_gap_over_mean_by_its_definition_with_fiellers_limits(given_areas, polarity):
    values, people, _, errors = (np.array(column, dtype=float) for column in given_areas)
    found = slope_indices(values, people, errors, polarity=polarity).gap_ratio
    share = people / people.sum()
    mean, sign = (share * values).sum(), 1 if polarity is HIGHER else -1
    assert float(found.value) == pytest.approx(sign * (values[-1] - values[0]) / mean, abs=1e-9)
    if np.isnan(found.lower):
        return
    ends = np.zeros(len(values))
    ends[-1], ends[0] = sign, -sign
    for limit in (float(found.lower), float(found.upper)):
        # At a limit the distance from the ratio is exactly z standard errors (Fieller).
        coefficients = ends - limit * share
        miss = (coefficients * values).sum()
        assert abs(miss) == pytest.approx(Z * np.sqrt((coefficients**2 * errors**2).sum()), rel=1e-5, abs=1e-7)


def test_the_gap_needs_both_its_ends():
    no_worst = slope_index_of_inequality([None, 75, 80, 85], [1] * 4, [None, 1, 1, 1], polarity=HIGHER)
    assert no_worst.relative_gap is None
    assert no_worst.relative_mean is not None
    # An end without people is not an end of this place: its own first and last groups are.
    padded = slope_index_of_inequality([None, 75, 80, 85], [0, 1, 1, 1], [None, 1, 1, 1], polarity=HIGHER)
    assert padded.relative_gap.value == pytest.approx(10 / 80)
    assert padded.relative_gap.method == "Fieller"
    last = slope_index_of_inequality([75, 80, 85, None], [1, 1, 1, 0], [1, 1, 1, None], polarity=LOWER)
    assert last.relative_gap.value == pytest.approx(-10 / 80)


@given(areas(), st.sampled_from([HIGHER, LOWER]))
def test_limits_by_scatter_are_whites_in_matrices(given_areas, polarity):
    values, people = (np.array(column, dtype=float) for column in given_areas[:2])
    found = slope_indices_by_scatter(values, people, polarity=polarity)
    rank = ridit_ranks(people)
    design = np.column_stack([np.ones(len(rank)), rank])
    bread = np.linalg.inv(design.T @ np.diag(people) @ design)
    line = bread @ design.T @ (people * values)
    filling = design.T @ np.diag((people * (values - design @ line)) ** 2) @ design
    covariance = bread @ filling @ bread * len(rank) / (len(rank) - 2)
    sign = 1 if polarity is HIGHER else -1
    assert float(found.slope.value) == pytest.approx(sign * line[1], abs=1e-6)
    half = Z * np.sqrt(covariance[1, 1])
    assert float(found.slope.upper - found.slope.value) == pytest.approx(half, rel=1e-6, abs=1e-7)
    assert float(found.slope.value - found.slope.lower) == pytest.approx(half, rel=1e-6, abs=1e-7)
    ends = np.array([line[0], line.sum()])
    if min(ends) <= 1e-6:
        return
    logs = np.array([1 / ends[1] - 1 / ends[0], 1 / ends[1]])
    spread = Z * np.sqrt(logs @ covariance @ logs)
    assert float(found.ratio.value) == pytest.approx((ends[1] / ends[0]) ** sign, rel=1e-6)
    if spread > 600:  # beyond what a number can hold: no limits
        assert float(found.ratio.lower) < 1e-200
        assert float(found.ratio.upper) > 1e200
        return
    factor = np.exp(spread)
    assert float(found.ratio.upper / found.ratio.value) == pytest.approx(factor, rel=1e-5)
    assert float(found.ratio.value / found.ratio.lower) == pytest.approx(factor, rel=1e-5)


def test_by_scatter_a_place_with_two_groups_or_a_line_through_zero_is_missing():
    found = slope_indices_by_scatter(
        [[1, 2, None], [0.1, 5, 9], [4, 5, 7]], [[1, 1, 1], [1, 1, 1], [1, 1, 1]], polarity=HIGHER
    )
    assert np.isnan(found.slope.value).tolist() == [True, False, False]
    assert np.isnan(found.slope.upper).tolist() == [True, False, False]
    assert np.isnan(found.ratio.value).tolist() == [True, True, False]


@given(st.lists(areas(), min_size=1, max_size=5), st.sampled_from([HIGHER, LOWER]), st.booleans(), st.booleans())
def test_the_areas_of_many_places_in_one_call_are_each_place_alone(many, polarity, has_errors, highest):
    places = [name for name, one in zip("cabed", many, strict=False) for _ in one[0]]
    values, people, scores, errors = (np.concatenate([one[i] for one in many]).astype(float) for i in range(4))
    shuffled = np.random.default_rng(3).permutation(len(values))
    options = {"polarity": polarity, "most_deprived_is_highest": highest}
    found = slope_indices_of_areas(
        *(part[shuffled] for part in (values, people, scores, np.array(places))),
        errors[shuffled] if has_errors else None,
        **options,
    )
    assert found.places.tolist() == sorted(set(places))
    for i, place in enumerate(found.places):
        here = np.array(places) == place
        alone = slope_index_of_areas(
            values[here], people[here], scores[here], errors[here] if has_errors else None, **options
        )
        assert found.slope.value[i] == pytest.approx(alone.slope.value, abs=1e-8)
        assert found.slope.upper[i] == pytest.approx(alone.slope.limits.upper, abs=1e-8)
        assert found.groups_used[i] == len(set(scores[here]))
        if alone.residual_limits:
            assert found.residual_lower[i] == pytest.approx(alone.residual_limits.lower, abs=1e-8)
        if alone.relative_mean.limits:
            assert found.mean_ratio.lower[i] == pytest.approx(alone.relative_mean.limits.lower, abs=1e-8)


def test_of_many_places_one_with_a_single_score_has_no_slope_and_one_without_people_is_not_there():
    found = slope_indices_of_areas(
        [70, 80, 75, 60, 61], [5, 5, 3, 0, None], [9, 1, 4, 2, 1], ["x", "x", "y", "z", "z"], polarity=HIGHER
    )
    assert found.places.tolist() == ["x", "y"]
    assert found.slope.value[0] == pytest.approx(20)
    assert np.isnan([found.slope.value[1], found.slope.lower[1], found.ratio.value[1]]).all()
    assert found.groups_used.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (([1, 2], [1, 1], [1, 2], ["a"]), "The inputs differ in length: values 2, places 1."),
        (([1, 2], [0, 0], [1, 2], ["a", "b"]), "Nobody lives in any of the areas."),
        (
            ([1, 2], [1, 1], [1, None], ["a", "b"]),
            "Number 2 of the scores of deprivation is missing although the area has people: nan.",
        ),
    ],
)
def test_areas_of_many_places_are_refused_in_these_words(columns, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        slope_indices_of_areas(*columns, polarity=HIGHER)
    assert str(refused.value) == sentence
