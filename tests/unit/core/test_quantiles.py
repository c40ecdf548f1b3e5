"""Dividing areas: equal numbers of people, equal numbers of areas, and what is said when that cannot be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.statistics.quantiles import describe_quantiles, equal_count_quantiles, population_quantiles

areas = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 3_000)), min_size=1, max_size=60)


@given(areas, st.integers(2, 10), st.booleans())
def test_people_are_divided_by_whose_turn_the_middle_person_comes(given_areas, quantiles, highest):
    scores, people = zip(*given_areas, strict=True)
    found = population_quantiles(scores, people, quantiles, highest)
    if len(scores) < quantiles:
        assert (found == 0).all()
        return
    order = sorted(range(len(scores)), key=lambda i: -scores[i] if highest else scores[i])
    before = 0
    for i in order:
        # Twice the middle person's place, so that everything stays whole.
        middle = 2 * before + people[i]
        assert found[i] == 1 + (quantiles * middle) // (2 * sum(people))
        before += people[i]


@given(st.lists(st.integers(1, 400), min_size=10, max_size=80), st.integers(2, 5))
def test_no_cut_could_be_nearer_to_its_place(people, quantiles):
    found = population_quantiles(range(len(people)), people, quantiles)
    total, largest = sum(people), max(people)
    for group in range(1, quantiles):
        within = sum(n for n, g in zip(people, found, strict=True) if g <= group)
        assert abs(within - group * total / quantiles) <= largest / 2


@given(areas, st.integers(2, 10))
def test_deprivation_never_falls_within_the_order_of_groups(given_areas, quantiles):
    scores, people = (np.array(column) for column in zip(*given_areas, strict=True))
    found = population_quantiles(scores, people, quantiles)
    for group in range(1, quantiles):
        if (found == group).any() and (found == group + 1).any():
            assert scores[found == group].min() >= scores[found == group + 1].max()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(2, 10), st.booleans())
def test_equal_counts_by_their_definition(values, quantiles, highest):
    found = equal_count_quantiles(values, quantiles, highest)
    n = len(values)
    if n < quantiles:
        assert (found == 0).all()
        return
    for value, group in zip(values, found, strict=True):
        rank = 1 + sum(other > value if highest else other < value for other in values)
        # ⌈(n + 1 − r)·q/n⌉ by counting up, in whole numbers.
        ceiling = next(k for k in range(n * quantiles + 1) if k * n >= (n + 1 - rank) * quantiles)
        assert group == max(quantiles + 1 - ceiling, 1)


@given(st.integers(1, 12), st.integers(2, 6))
def test_without_ties_groups_of_areas_differ_by_at_most_one(times, quantiles):
    sizes = np.bincount(equal_count_quantiles(range(times * quantiles + 1), quantiles))[1:]
    assert sizes.max() - sizes.min() <= 1


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 3_000), st.sampled_from("abcd")), min_size=1, max_size=80),
    st.integers(2, 5),
    st.booleans(),
)
def test_each_place_divided_by_itself_is_what_it_would_be_alone(given_areas, quantiles, highest):
    scores, people, places = (np.array(column) for column in zip(*given_areas, strict=True))
    by_people = population_quantiles(scores, people, quantiles, highest, within=places)
    by_areas = equal_count_quantiles(scores, quantiles, highest, within=places)
    for place in "abcd":
        own = places == place
        if own.any():
            alone = population_quantiles(scores[own], people[own], quantiles, highest)
            assert by_people[own].tolist() == alone.tolist()
            assert by_areas[own].tolist() == equal_count_quantiles(scores[own], quantiles, highest).tolist()


def test_a_place_for_each_area_or_a_sentence():
    for call in (
        lambda: population_quantiles([1, 2], [1, 1], 2, within=["a"]),
        lambda: equal_count_quantiles([1, 2], 2, within=["a"]),
    ):
        with pytest.raises(ValueError, match="areas 2, places 1"):
            call()


def test_areas_without_score_or_people_have_no_group_and_move_nobody():
    with_gaps = population_quantiles([9, None, 7, 5, 3, 1], [10, 500, 10, 10, 0, 10], 4)
    assert with_gaps.tolist() == [1, 0, 2, 3, 0, 4]


def test_ties_keep_their_order():
    assert population_quantiles([5, 5, 5, 5], [1, 1, 1, 1], 2).tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("groups", "sentence", "has_both_ends"),
    [
        ([1, 2, 3, 4, 5], "All 5 quantiles have areas.", True),
        ([3, 4, 5], "No area lies in quantiles 1, 2 of 5.", False),
        ([1, 2, 3, 5], "No area lies in quantile 4 of 5.", True),
        ([0, 0], "There are too few areas to divide into 5.", False),
        ([1, 5, 0, 0], "No area lies in quantiles 2, 3, 4 of 5. 2 areas have no quantile.", True),
    ],
)
def test_what_is_missing_is_said(groups, sentence, has_both_ends):
    cover = describe_quantiles(groups, 5)
    assert cover.sentence == sentence
    assert cover.has_both_ends is has_both_ends


def test_a_group_that_is_none_of_them_is_refused():
    with pytest.raises(ValueError, match="Number 2 of the quantiles is not one of them: 6"):
        describe_quantiles([1, 6], 5)
