"""Standardised rates and life tables against loops, and against what must hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.core.statistics.life_expectancy import (
    decompose_gap_by_age,
    healthy_life_expectancy,
    life_expectancy,
)
from goldenthread.core.statistics.standardisation import (
    EUROPEAN_STANDARD_POPULATION_1976,
    EUROPEAN_STANDARD_POPULATION_2013,
    ValueWithLimits,
    age_band,
    compare_rates,
    directly_standardised_rate,
    indirectly_standardised,
    standard_weights,
)

AGES = [0, 1, 5, 20, 45, 65, 85]


@st.composite
def life_table_inputs(draw):
    people = [draw(st.integers(2_000, 50_000)) for _ in AGES]
    rates = [draw(st.floats(0.0001, 0.02)) for _ in AGES[:-1]] + [draw(st.floats(0.05, 0.3))]
    return [max(round(n * rate), 0) for n, rate in zip(people, rates, strict=True)], people


def life_table_by_hand(deaths, people):
    """Expectancy at each age and its variance, one band at a time."""
    alive, years, chances, variances = 1.0, [], [], []
    survivors = [1.0]
    for i, age in enumerate(AGES[:-1]):
        width, share = AGES[i + 1] - age, 0.1 if age == 0 else 0.5
        rate = deaths[i] / people[i]
        q = width * rate / (1 + width * (1 - share) * rate)
        years.append(width * (alive * (1 - q) + share * alive * q))
        chances.append((width, share))
        variances.append(q**2 * (1 - q) / deaths[i] if deaths[i] else 0.0)
        alive *= 1 - q
        survivors.append(alive)
    last = deaths[-1] / people[-1]
    years.append(alive / last)
    expectancy = [sum(years[i:]) / survivors[i] for i in range(len(AGES))]
    errors = []
    for i in range(len(AGES)):
        total = survivors[-1] ** 2 / (deaths[-1] * last**2)
        for j in range(i, len(AGES) - 1):
            width, share = chances[j]
            total += survivors[j] ** 2 * ((1 - share) * width + expectancy[j + 1]) ** 2 * variances[j]
        errors.append(total**0.5 / survivors[i])
    return expectancy, errors


@given(life_table_inputs())
def test_life_tables_against_a_loop(inputs):
    tables = life_expectancy(AGES, *inputs)
    expectancy, errors = life_table_by_hand(*inputs)
    assert tables.expectancy.value == pytest.approx(expectancy)
    half = (tables.expectancy.upper - tables.expectancy.value) / 1.959963984540054
    assert half == pytest.approx(errors)


@given(life_table_inputs(), life_table_inputs())
def test_the_ages_a_gap_comes_from_add_up_to_the_gap(one, other):
    first, second = life_expectancy(AGES, *one), life_expectancy(AGES, *other)
    parts = decompose_gap_by_age(first, second)
    assert parts.sum() == pytest.approx(second.expectancy.value[0] - first.expectancy.value[0], abs=1e-9)
    assert decompose_gap_by_age(first, first) == pytest.approx([0] * len(AGES), abs=1e-12)


@given(life_table_inputs())
def test_in_perfect_health_healthy_life_is_all_of_life(inputs):
    tables = life_expectancy(AGES, *inputs)
    healthy = healthy_life_expectancy(tables, [1.0] * len(AGES), [1_000] * len(AGES))
    for ours, whole in zip(healthy, tables.expectancy, strict=True):
        assert ours == pytest.approx(whole)
    half = healthy_life_expectancy(tables, [0.5] * len(AGES), [1_000] * len(AGES))
    assert half.value == pytest.approx(tables.expectancy.value / 2)


def test_one_place_that_cannot_have_a_life_table_does_not_stop_the_others():
    deaths = np.array([[5, 9, 10, 30, 200, 400, 600]] * 6, dtype=float)
    people = np.array([[900, 4_000, 9_000, 15_000, 12_000, 9_000, 3_000]] * 6, dtype=float)
    people[1, 2], deaths[2, 0], deaths[3, 6], deaths[4, 1] = 0, 1_000, 0, np.nan
    deaths[5] = deaths[5] / 100
    people[5] = people[5] / 100
    tables = life_expectancy(AGES, deaths, people)
    assert tables.reason.tolist() == [
        "",
        "A band of ages has no population.",
        "A band of ages has more deaths than people.",
        "Nobody died in the open top band, so it has no end.",
        "The deaths or the population of a band of ages are missing.",
        "There are fewer than 5,000 person-years.",
    ]
    assert np.isnan(tables.expectancy.value[1:]).all()
    assert np.isfinite(tables.expectancy.value[0]).all()


def test_coverage_of_life_expectancy():
    people = np.array([900, 4_000, 9_000, 15_000, 12_000, 9_000, 3_000])
    rates = np.array([0.004, 0.0002, 0.0004, 0.002, 0.008, 0.03, 0.16])
    truth = life_expectancy(AGES, rates * people, people).expectancy.value[0]
    draws = np.random.default_rng(11).poisson(rates * people, (20_000, len(people)))
    found = life_expectancy(AGES, draws, np.broadcast_to(people, draws.shape)).expectancy
    held = (found.lower[:, 0] <= truth) & (truth <= found.upper[:, 0])
    assert held.mean() == pytest.approx(0.95, abs=0.01)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(5, 500), st.integers(1_000, 9_000), st.integers(1, 9_000)), min_size=2, max_size=19)
)
def test_direct_standardisation_against_a_loop(bands):
    counts, people, standard = zip(*bands, strict=True)
    found = directly_standardised_rate(counts, people, standard)
    rate = sum(w * x / n for x, n, w in bands) / sum(standard)
    variance = sum(w**2 * x / n**2 for x, n, w in bands) / sum(standard) ** 2
    assert float(found.rate.value) == pytest.approx(100_000 * rate)
    # Byar's interval of the total is close to total ± z√total; Dobson's carries it over.
    half = 100_000 * 1.96 * variance**0.5
    assert float(found.rate.upper - found.rate.lower) == pytest.approx(
        2 * half, rel=0.05 if sum(counts) > 100 else 0.35
    )


def test_a_place_with_the_standards_own_ages_has_its_crude_rate():
    found = directly_standardised_rate([10, 20], [1_000, 3_000], [1, 3])
    assert float(found.rate.value) == pytest.approx(30 / 4_000 * 100_000)


def test_missing_is_not_zero():
    found = directly_standardised_rate([[50, np.nan], [50, 50]], [[1_000, 1_000]] * 2, [1, 1])
    assert found.reason.tolist() == ["not published", ""]
    assert np.isnan(found.rate.value[0])


def test_independent_events_are_one_event_a_person():
    counts, people = [30, 60], [1_000, 500]
    plain = directly_standardised_rate(counts, people, [8, 2])
    persons = np.array([[30], [60]])
    assert directly_standardised_rate(counts, people, [8, 2], event_counts=persons).rate == plain.rate
    with pytest.raises(ValueError, match="persons times events"):
        directly_standardised_rate([31, 60], people, [8, 2], event_counts=persons)


def test_the_reference_itself_has_a_ratio_of_one():
    found = indirectly_standardised(60, [1_000, 500], [20, 40], [1_000, 500])
    assert float(found.ratio.value) == pytest.approx(1)
    assert float(found.rate.value) == pytest.approx(60 / 1_500 * 100_000)


def test_comparing_two_rates_is_log_normal():
    one, other = ValueWithLimits(*np.array([20.0, 10.0, 40.0])), ValueWithLimits(*np.array([10.0, 5.0, 20.0]))
    found = [float(x) for x in compare_rates(one, other)]
    factor = np.exp(np.sqrt(2) * np.log(2))
    assert found == pytest.approx([2, 2 / factor, 2 * factor])


@pytest.mark.parametrize("standard", [EUROPEAN_STANDARD_POPULATION_1976, EUROPEAN_STANDARD_POPULATION_2013])
def test_a_standard_population_is_a_hundred_thousand_people_joined_by_name(standard):
    assert sum(standard.values()) == 100_000
    backwards = list(standard)[::-1]
    assert standard_weights(backwards, standard).tolist() == list(standard.values())[::-1]


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        (["0-64"], "lie in none"),
        (["0-64", "60+"], "lie in more than one"),
        (["0-2", "3+"], "lie in none"),
        (["0-89", "90+", "95+"], "nobody in 95"),
    ],
)
def test_bands_that_do_not_fit_the_standard_are_refused(bands, sentence):
    with pytest.raises(ValueError, match=sentence):
        standard_weights(bands, EUROPEAN_STANDARD_POPULATION_2013)


def test_what_is_not_a_band_of_ages_is_refused():
    with pytest.raises(ValueError, match="not a band of ages"):
        age_band("grown-ups")
