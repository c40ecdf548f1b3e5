"""Standardised rates and life tables by hand: at other levels, for several places, where nobody is left."""

import math

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.statistics.life_expectancy import (
    decompose_gap_by_age,
    healthy_life_expectancy,
    life_expectancy,
)
from goldenthread.core.statistics.rates import byar_interval, poisson_interval
from goldenthread.core.statistics.standardisation import (
    ValueWithLimits,
    age_band,
    compare_rates,
    directly_standardised_rate,
    indirectly_standardised,
    standard_weights,
)

AGES = [0, 1, 40, 80]
DEATHS, PEOPLE = [[5, 40, 300, 400], [8, 60, 400, 450]], [[1000, 40_000, 30_000, 4000]] * 2
SHARES, ASKED = [0.98, 0.95, 0.8, 0.5], [500, 800, 900, 300]


def healthy_by_hand(tables, shares, asked, level):
    """Sullivan's years in good health at each age, and their limits, one band at a time."""
    z = stats.norm.ppf((1 + level) / 2)
    alive, years, n, a = tables.survivors, tables.years_lived, tables.widths, tables.share_lived
    size = len(alive)
    value = [sum(years[j] * shares[j] for j in range(i, size)) / alive[i] for i in range(size)]
    limits = []
    for i in range(size):
        variance = sum(years[j] ** 2 * shares[j] * (1 - shares[j]) / asked[j] for j in range(i, size))
        variance += shares[-1] ** 2 * tables.death_variance[-1]
        for j in range(i, size - 1):
            gain = (1 - a[j]) * n[j] * shares[j] + value[j + 1]
            variance += alive[j] ** 2 * gain**2 * tables.death_variance[j]
        half = z * math.sqrt(variance) / alive[i]
        limits.append((value[i] - half, value[i] + half))
    return value, limits


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_healthy_life_against_a_loop(level):
    tables = life_expectancy(AGES, DEATHS[0], PEOPLE[0])
    found = healthy_life_expectancy(tables, SHARES, ASKED, level)
    value, limits = healthy_by_hand(tables, SHARES, ASKED, level)
    assert found.value == pytest.approx(value)
    assert list(zip(found.lower, found.upper, strict=True)) == [pytest.approx(pair) for pair in limits]


def test_healthy_life_of_two_places_is_that_of_each():
    both = healthy_life_expectancy(life_expectancy(AGES, DEATHS, PEOPLE), [SHARES, SHARES[::-1]], ASKED)
    for place, shares in enumerate([SHARES, SHARES[::-1]]):
        one = healthy_life_expectancy(life_expectancy(AGES, DEATHS[place], PEOPLE[place]), shares, ASKED)
        for together, alone in zip(both, one, strict=True):
            assert together[place] == pytest.approx(alone)


def test_shares_of_none_and_of_all_are_shares():
    tables = life_expectancy(AGES, DEATHS[0], PEOPLE[0])
    assert healthy_life_expectancy(tables, [0] * 4, [1] * 4).value == pytest.approx([0] * 4)
    assert healthy_life_expectancy(tables, [1] * 4, [1] * 4).value == pytest.approx(tables.expectancy.value)


@pytest.mark.parametrize("level", [0.8, 0.99])
def test_a_life_tables_limits_are_as_wide_as_their_level(level):
    usual, other = (life_expectancy(AGES, DEATHS[0], PEOPLE[0], level=one).expectancy for one in (0.95, level))
    times = stats.norm.ppf((1 + level) / 2) / stats.norm.ppf(0.975)
    assert other.upper - other.value == pytest.approx(times * (usual.upper - usual.value))
    assert other.value - other.lower == pytest.approx(other.upper - other.value)


def test_a_life_table_shows_how_it_came_about():
    tables = life_expectancy(AGES, DEATHS[0], PEOPLE[0])
    # Of the first year's dead each lived a tenth of it, of the others half their band.
    assert tables.share_lived.tolist() == [0.1, 0.5, 0.5, 0.5]
    np.testing.assert_array_equal(tables.widths, [1, 39, 40, np.nan])
    q = [0.005 / 1.0045, 39 * 0.001 / (1 + 39 * 0.0005), 40 * 0.01 / 1.2]
    survivors = np.cumprod([1, *(1 - np.array(q))])
    assert tables.survivors == pytest.approx(survivors)
    assert tables.years_lived[-1] == pytest.approx(survivors[-1] / 0.1)
    assert tables.death_variance[:-1] == pytest.approx(
        [x**2 * (1 - x) / d for x, d in zip(q, [5, 40, 300], strict=True)]
    )
    assert tables.death_variance[-1] == pytest.approx(survivors[-1] ** 2 / (400 * 0.1**2))


def test_ages_may_begin_later_and_a_first_band_of_five_years_is_no_first_year():
    assert life_expectancy([0, 5, 40], [9, 40, 300], [4000] * 3).share_lived.tolist() == [0.5] * 3
    assert life_expectancy([1, 2, 40], [9, 40, 300], [4000] * 3).share_lived.tolist() == [0.5] * 3
    assert life_expectancy([65, 85], [100, 300], [4000, 2000]).expectancy.value[1] == pytest.approx(2000 / 300)


@pytest.mark.parametrize(("fewest", "reason"), [(75_000, ""), (75_001, "There are fewer than 75,001 person-years.")])
def test_as_few_person_years_as_are_asked_for_are_enough(fewest, reason):
    tables = life_expectancy(AGES, DEATHS[0], PEOPLE[0], fewest_person_years=fewest)
    assert str(tables.reason) == reason
    assert bool(np.isnan(tables.expectancy.value).all()) is bool(reason)


def test_a_band_in_which_nobody_dies_takes_nobody_and_adds_no_error():
    tables = life_expectancy(AGES, [0, 40, 300, 400], PEOPLE[0])
    assert tables.survivors[:2].tolist() == [1, 1]
    assert tables.death_variance[0] == 0
    assert np.isfinite(tables.expectancy.upper).all()


def test_a_band_may_lose_as_many_as_live_in_it():
    tables = life_expectancy([0, 1, 2], [1000, 2000, 3000], [1000, 2000, 3000])
    assert str(tables.reason) == ""
    assert tables.survivors[1] == pytest.approx(1 - 1 / 1.9)


#: In the third band so many die that nobody reaches 80.
NOBODY_LEFT = [5, 40, 1600, 400]


def test_where_nobody_is_left_there_is_no_expectancy_and_the_ages_before_keep_theirs():
    tables = life_expectancy(AGES, NOBODY_LEFT, PEOPLE[0])
    assert tables.survivors[-1] == 0
    assert np.isnan(tables.expectancy.value).tolist() == [False, False, False, True]
    assert tables.expectancy.value[2] == pytest.approx(20)
    assert np.isfinite(tables.expectancy.lower[:3]).all()
    healthy = healthy_life_expectancy(tables, SHARES, ASKED)
    assert np.isnan(healthy.value).tolist() == [False, False, False, True]
    # The years from 40 on are lived by half, so only their health is uncertain, not their length.
    half = stats.norm.ppf(0.975) * 20 * math.sqrt(0.8 * 0.2 / 900)
    assert [healthy.lower[2], healthy.value[2], healthy.upper[2]] == pytest.approx([16 - half, 16, 16 + half])
    assert np.isfinite([healthy.lower[:3], healthy.upper[:3]]).all()


def test_a_gap_adds_up_where_nobody_of_one_side_is_left():
    poorer, richer = life_expectancy(AGES, NOBODY_LEFT, PEOPLE[0]), life_expectancy(AGES, DEATHS[0], PEOPLE[0])
    gap = richer.expectancy.value[0] - poorer.expectancy.value[0]
    assert decompose_gap_by_age(poorer, richer).sum() == pytest.approx(gap)
    assert decompose_gap_by_age(richer, poorer).sum() == pytest.approx(-gap)


def test_a_gap_by_age_against_arriagas_formula():
    lower, higher = (life_expectancy(AGES, deaths, PEOPLE[0]) for deaths in (DEATHS[1], DEATHS[0]))
    l_1, l_2, y_1, y_2 = lower.survivors, higher.survivors, lower.years_lived, higher.years_lived
    expected = []
    for i in range(4):
        direct = l_1[i] * (y_2[i] / l_2[i] - y_1[i] / l_1[i])
        later = y_2[i + 1 :].sum() * (l_1[i] / l_2[i] - l_1[i + 1] / l_2[i + 1]) if i < 3 else 0
        expected.append(direct + later)
    assert decompose_gap_by_age(lower, higher) == pytest.approx(expected)


def dobson_by_hand(counts, people, standard, level, squares=None):
    total, weights = sum(counts), sum(standard)
    rate = sum(w * x / n for x, n, w in zip(counts, people, standard, strict=True)) / weights
    variance = sum(w**2 * x / n**2 for x, n, w in zip(squares or counts, people, standard, strict=True)) / weights**2
    lower, upper = (float(limit) for limit in byar_interval(total, level))
    scale = math.sqrt(variance / total)
    return [rate, rate + scale * (lower - total), rate + scale * (upper - total)]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_dobsons_interval_by_hand_at_every_level_and_per_any_number(level):
    counts, people, standard = [30, 60], [1_000, 500], [8, 2]
    expected = dobson_by_hand(counts, people, standard, level)
    found = directly_standardised_rate(counts, people, standard, multiplier=1_000, level=level)
    assert [float(x) for x in found.rate] == pytest.approx([1_000 * x for x in expected])
    usual = directly_standardised_rate(counts, people, standard, level=level)
    assert float(usual.rate.value) == pytest.approx(100_000 * expected[0])
    assert (float(found.total_count), float(found.total_population)) == (90, 1_500)


def test_events_of_the_same_people_make_a_rate_less_certain():
    counts, people, standard = [30, 60], [1_000, 500], [8, 2]
    # In the first band ten with one event and ten with two; in the second sixty with one.
    persons = [[10, 10], [60, None]]
    found = directly_standardised_rate(counts, people, standard, event_counts=persons, multiplier=1)
    expected = dobson_by_hand(counts, people, standard, 0.95, squares=[10 * 1 + 10 * 4, 60])
    assert [float(x) for x in found.rate] == pytest.approx(expected)


@pytest.mark.parametrize(("events", "reason"), [(4, "too few"), (5, "")])
def test_ten_events_are_enough_for_a_standardised_rate(events, reason):
    found = directly_standardised_rate([[events, 5], [20, 20]], [[100, 100]] * 2, [1, 1])
    assert found.reason.tolist() == [reason, ""]
    assert np.isnan([part[0] for part in found.rate]).tolist() == [bool(reason)] * 3
    assert np.isfinite([part[1] for part in found.rate]).all()


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("observed", [3, 60])
def test_indirect_standardisation_by_hand(observed, level):
    found = indirectly_standardised(observed, [1_000, 500], [20, 40], [2_000, 400], multiplier=1_000, level=level)
    expected = 1_000 * 20 / 2_000 + 500 * 40 / 400
    limits = [float(limit) / expected for limit in poisson_interval(observed, level)]
    assert float(found.expected) == pytest.approx(expected)
    assert [float(x) for x in found.ratio] == pytest.approx([observed / expected, *limits])
    assert found.reference_rate == pytest.approx(1_000 * 60 / 2_400)
    assert [float(x) for x in found.rate] == pytest.approx([25 * observed / expected, *(25 * x for x in limits)])
    assert float(found.observed) == observed


def test_indirect_standardisation_is_per_hundred_thousand_and_takes_several_levels():
    found = indirectly_standardised([60, 60], [1_000, 0], [20, 40], [2_000, 400], level=[0.8, 0.95])
    assert found.reference_rate == pytest.approx(2_500)
    assert found.ratio.value.shape == found.ratio.lower.shape == (2,)
    assert found.ratio.lower[1] < found.ratio.lower[0]


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_two_rates_are_compared_at_the_level_of_their_limits(level):
    z = stats.norm.ppf((1 + level) / 2)
    one, other = (
        ValueWithLimits(*(np.array(v * math.exp(k * z * s)) for k in (0, -1, 1))) for v, s in ((20, 0.3), (8, 0.4))
    )
    found = [float(x) for x in compare_rates(one, other, level)]
    assert found == pytest.approx([2.5, 2.5 * math.exp(-z * 0.5), 2.5 * math.exp(z * 0.5)])


RATE = ValueWithLimits(*np.array([2.0, 1.0, 3.0]))
REFUSED = {
    "a first rate that may be zero": (
        lambda: compare_rates(ValueWithLimits(*np.array([2.0, 0.0, 3.0])), RATE),
        "Number 1 of the first lower limits is not above zero: 0.0.",
    ),
    "a second rate that may be zero": (
        lambda: compare_rates(RATE, ValueWithLimits(*np.array([2.0, 0.0, 3.0]))),
        "Number 1 of the second lower limits is not above zero: 0.0.",
    ),
    "counts that are text": (
        lambda: directly_standardised_rate(["x"], [1], [1]),
        "The counts must be numbers; number 1 is 'x'.",
    ),
    "populations that are text": (
        lambda: directly_standardised_rate([1], ["x"], [1]),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    "a standard that is text": (
        lambda: directly_standardised_rate([1], [1], ["x"]),
        "The standard population must be numbers; number 1 is 'x'.",
    ),
    "another number of bands": (
        lambda: directly_standardised_rate([1, 2], [1, 2], [1, 2, 3]),
        "Counts (2,), populations (2,) and standard population (3,) must share bands.",
    ),
    "places that differ": (
        lambda: directly_standardised_rate([[1, 2]], [1, 2], [1, 2]),
        "Counts (1, 2), populations (2,) and standard population (2,) must share bands.",
    ),
    "persons that are text": (
        lambda: directly_standardised_rate([1], [1], [1], event_counts=[["x"]]),
        "The persons by number of events must be numbers; number 1 is 'x'.",
    ),
    "events that do not add up": (
        lambda: directly_standardised_rate([4, 1], [9, 9], [1, 1], event_counts=[[1, 1], [1, 0]]),
        "Number 1 of the counts is not the sum of persons times events: 4.0.",
    ),
    "observed counts that are text": (
        lambda: indirectly_standardised("x", [1], [1], [1]),
        "The observed counts must be numbers; number 1 is 'x'.",
    ),
    "people that are text": (
        lambda: indirectly_standardised(1, ["x"], [1], [1]),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    "reference counts that are text": (
        lambda: indirectly_standardised(1, [1], ["x"], [1]),
        "The reference counts must be numbers; number 1 is 'x'.",
    ),
    "reference people that are text": (
        lambda: indirectly_standardised(1, [1], [1], ["x"]),
        "The reference populations must be numbers; number 1 is 'x'.",
    ),
    "reference bands that differ": (
        lambda: indirectly_standardised(1, [1, 2], [1], [1]),
        "Populations (2,) and reference (1,), (1,) must share bands.",
    ),
    "reference people that differ": (
        lambda: indirectly_standardised(1, [1], [1], [1, 2]),
        "Populations (1,) and reference (1,), (2,) must share bands.",
    ),
    "a missing reference": (
        lambda: indirectly_standardised(1, [1, 1], [1, None], [1, 1]),
        "Number 2 of the reference bands is missing: nan.",
    ),
    "nothing expected": (
        lambda: indirectly_standardised(1, [1], [0], [1]),
        "Number 1 of the expected counts is zero: 0.0.",
    ),
    "a band that is none": (
        lambda: age_band("9-5"),
        "“9-5” is not a band of ages; write 0-4, 5 to 9 or 90+.",
    ),
    "a standard in no band": (
        lambda: standard_weights(["0-4", "10+"], {"0-4": 1, "5-9": 1, "10+": 1}),
        "Ages 5-9 of the standard population lie in none of the bands 0-4, 10+.",
    ),
    "a standard in two bands": (
        lambda: standard_weights(["0-4", "0+"], {"0-4": 1}),
        "Ages 0-4 of the standard population lie in more than one of the bands 0-4, 0+.",
    ),
    "bands that nobody is in": (
        lambda: standard_weights(["0-4", "5-9", "10+"], {"0-4": 1}),
        "The standard population has nobody in 5-9, 10+ that is not in another band.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_these_words(what):
    call, sentence = REFUSED[what]
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        call()
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("0-4", (0, 4)),
        ("5 to 9", (5, 9)),
        ("10–14", (10, 14)),
        ("7-7", (7, 7)),
        ("Aged 5 to 9 years", (5, 9)),
        ("AGE 90 plus", (90, None)),
        ("85 and over", (85, None)),
        ("85 and above", (85, None)),
        ("85 or over", (85, None)),
        ("85 years and over", (85, None)),
        ("90+ yrs", (90, None)),
        ("under 1", (0, 0)),
        ("<16", (0, 15)),
        (" 17 ", (17, 17)),
    ],
)
def test_a_band_of_ages_is_understood_however_it_is_written(name, span):
    assert age_band(name) == span


def test_bands_of_the_standard_are_summed_into_those_of_the_data():
    standard = {"0-4": 5, "5-9": 6, "10-14": 7, "15+": 8}
    assert standard_weights(["10+", "0-9"], standard).tolist() == [15, 11]
    assert standard_weights(["0-9", "10-14", "15+"], standard).tolist() == [11, 7, 8]
