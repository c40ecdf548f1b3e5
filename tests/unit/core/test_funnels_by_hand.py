"""Funnels, floors, targets, representation and small areas by hand: at their edges, other levels, several at once."""

import math

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.funnels import (
    Comparison,
    Significance,
    compare_with_benchmark,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_limits_of_ratios,
    funnel_of_proportions,
    funnel_of_rates,
    funnel_of_ratios,
    overdispersion,
)
from goldenthread.core.statistics.proportions import proportion
from goldenthread.core.statistics.rates import exact_poisson_interval, poisson_interval
from goldenthread.core.statistics.representation import age_adjusted_representation, representation
from goldenthread.core.statistics.shrinkage import shrink_proportions, shrink_rates
from goldenthread.core.statistics.targets import (
    FloorStatus,
    below_floor_probability,
    control_false_discoveries,
    floor_status,
    people_needed,
)

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
WARNING, ALARM = stats.norm.ppf(0.975), stats.norm.ppf(0.999)
WORDS = [
    Significance.LOW_999,
    Significance.LOW_975,
    Significance.NOT_SIGNIFICANT,
    Significance.HIGH_975,
    Significance.HIGH_999,
]


def word(score):
    return WORDS[2 + int(np.sign(score)) * (int(abs(score) > WARNING) + int(abs(score) > ALARM))]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_limits_of_proportions_by_hand(level):
    z = stats.norm.ppf((1 + level) / 2)
    lower, upper = funnel_limits_of_proportions([100, 400], 0.3, level)
    for at, n in enumerate([100, 400]):
        half = z * math.sqrt(0.3 * 0.7 / n)
        assert (lower[at], upper[at]) == pytest.approx((0.3 - half, 0.3 + half))


def test_limits_of_proportions_are_cut_and_those_of_warning_unless_asked():
    lower, upper = funnel_limits_of_proportions([4], 0.9)
    assert (lower[0], upper[0]) == pytest.approx((0.9 - WARNING * 0.15, 1))
    assert funnel_limits_of_proportions([4], 0.1)[0][0] == 0
    assert [float(x[0]) for x in funnel_limits_of_proportions([4], 0)] == [0, 0]
    assert [float(x[0]) for x in funnel_limits_of_proportions([4], 1)] == [1, 1]
    for baseline in (-0.1, 1.1):
        with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
            funnel_limits_of_proportions([4], baseline)
        assert str(refused.value) == f"The baseline of proportions lies between 0 and 1; got {baseline}."


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_limits_of_rates_by_hand(level):
    found = funnel_limits_of_rates([4, 25], 50, multiplier=1_000, years=2, level=level)
    low, high = exact_poisson_interval([4, 25], level)
    assert found.lower_population == pytest.approx(high / 50 * 1_000 / 2)
    assert found.upper_population == pytest.approx(low / 50 * 1_000 / 2)
    assert found.lower == pytest.approx([4 * 50 / high[0], 25 * 50 / high[1]])
    assert found.upper == pytest.approx([4 * 50 / low[0], 25 * 50 / low[1]])


def test_limits_of_rates_are_per_hundred_thousand_a_year_at_the_level_of_warning_unless_asked():
    found = funnel_limits_of_rates([25], 50)
    asked = funnel_limits_of_rates([25], 50, multiplier=100_000, years=1, level=0.95)
    for ours, theirs in ((found.lower, asked.lower), (found.upper_population, asked.upper_population)):
        assert ours == pytest.approx(theirs)
    # A baseline, a multiplier or years below one are above zero.
    assert np.isfinite(funnel_limits_of_rates([25], 0.5, multiplier=0.5, years=0.5).lower).all()


@pytest.mark.parametrize(("level", "dispersion"), [(0.95, 1.0), (0.998, 1.0), (0.95, 4.0)])
def test_limits_of_ratios_by_hand(level, dispersion):
    half = stats.norm.ppf((1 + level) / 2) / 2 * math.sqrt(dispersion)
    lower, upper = funnel_limits_of_ratios([0.5, 100], level, dispersion=dispersion)
    assert upper == pytest.approx([(math.sqrt(e) + half) ** 2 / e for e in (0.5, 100)])
    assert lower == pytest.approx([0, (10 - half) ** 2 / 100])
    assert funnel_limits_of_ratios([100])[1] == pytest.approx(funnel_limits_of_ratios([100], 0.95)[1])


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_proportions_in_a_funnel_by_hand(dispersion):
    counts, people = np.array([10, 40, 50, 60, 68, 90, 32]), np.full(7, 100)
    found = funnel_of_proportions(counts, people, 0.5, dispersion=dispersion)
    scores = (counts / 100 - 0.5) / math.sqrt(0.25 / 100) / math.sqrt(dispersion)
    assert found.z == pytest.approx(scores)
    assert found.value == pytest.approx(counts / 100)
    assert (found.baseline, found.dispersion) == (0.5, dispersion)
    assert found.label.tolist() == [word(score) for score in scores]
    assert funnel_of_proportions(counts, people).baseline == pytest.approx(counts.sum() / 700)


def test_the_baseline_of_all_places_leaves_out_those_that_are_missing():
    found = funnel_of_proportions([10, None, 20], [100, 100, None])
    assert found.baseline == pytest.approx(0.1)
    assert found.label.tolist() == [Significance.NOT_SIGNIFICANT, Significance.MISSING, Significance.MISSING]
    rates = funnel_of_rates([10, None, 20], [100, 100, None], multiplier=10)
    assert rates.baseline == pytest.approx(1)
    assert rates.label.tolist() == found.label.tolist()


def test_a_score_at_its_limit_is_inside():
    # 59.8 of 100 is 1.96 standard deviations above a half.
    just = 0.5 + WARNING * 0.05
    inside, outside = (funnel_of_proportions([100 * (just + step)], [100], 0.5) for step in (-1e-9, 1e-9))
    assert (inside.label[0], outside.label[0]) == (Significance.NOT_SIGNIFICANT, Significance.HIGH_975)


def test_rates_in_a_funnel_by_hand():
    counts, people = np.array([0, 5, 19, 42, 60, 100]), np.full(6, 1_000)
    found = funnel_of_rates(counts, people, 30, multiplier=1_000)
    assert found.value == pytest.approx(counts)
    assert found.z == pytest.approx(2 * (np.sqrt(counts) - math.sqrt(30)))
    labels = []
    for count in counts:
        (low, high), (far_low, far_high) = (poisson_interval(count, level) for level in (0.95, 0.998))
        labels.append(WORDS[2 + int(low > 30) + int(far_low > 30) - int(high < 30) - int(far_high < 30)])
    assert found.label.tolist() == labels
    assert len(set(labels)) > 3
    standardised = funnel_of_rates(counts, people, 30, multiplier=1_000, is_standardised=True)
    assert standardised.label.tolist() == [Significance.TOO_FEW] * 2 + labels[2:]
    ten = funnel_of_rates([10], [1_000], 30, multiplier=1_000, is_standardised=True)
    assert ten.label[0] is not Significance.TOO_FEW
    assert funnel_of_rates([30], [1_000]).baseline == pytest.approx(3_000)


def test_rates_and_ratios_that_scatter_have_wider_limits():
    observed, expected = np.array([40, 60, 90]), np.full(3, 50.0)
    scores = 2 * (np.sqrt(observed) - math.sqrt(50)) / 2
    ratios = funnel_of_ratios(observed, expected, dispersion=4)
    rates = funnel_of_rates(observed, np.full(3, 1_000), 50, multiplier=1_000, dispersion=4)
    for found in (ratios, rates):
        assert found.z == pytest.approx(scores)
        assert found.label.tolist() == [word(score) for score in scores]
        assert found.dispersion == 4
    assert (ratios.baseline, rates.baseline) == (1, 50)
    assert ratios.value == pytest.approx(observed / 50)
    assert funnel_of_ratios(observed, expected).baseline == 1


def test_overdispersion_by_hand():
    scores = [-9.0, -2, -1, 0, 0, 1, 2, 3, 4, 30, None]
    found = overdispersion(scores)
    low, high = np.quantile([x for x in scores if x is not None], [0.1, 0.9])
    phi = np.mean([min(max(x, low), high) ** 2 for x in scores if x is not None])
    assert found.multiplicative == pytest.approx(phi)
    assert (found.places, found.is_clear) == (10, True)
    plain = overdispersion(scores, winsorised=0)
    assert plain.multiplicative == pytest.approx(np.mean([x**2 for x in scores if x is not None]))
    assert overdispersion([0.1, -0.1]).multiplicative == 1
    # Two places must scatter three times as much as by chance.
    assert [overdispersion([s, -s], 0).is_clear for s in (1.73, 1.74)] == [False, True]


def test_intervals_that_touch_are_similar():
    found = compare_with_benchmark([5, 3, 5.1, 2, None, 1, 1, 1], [7, 5, 7, 4.9, 7, None, 2, 2], [5] * 6 + [None, 5])
    assert found.tolist() == [
        Comparison.SIMILAR,
        Comparison.SIMILAR,
        Comparison.HIGHER,
        Comparison.LOWER,
        *[Comparison.CANNOT_TELL] * 3,
        Comparison.LOWER,
    ]
    with_limits = compare_with_benchmark([6, 6.1, 1, 1, 1], [7, 7, 4, 3.9, 2], 5, [4, 4, 4, 4, None], [6, 6, 6, 6, 6])
    assert with_limits.tolist() == [
        Comparison.SIMILAR,
        Comparison.HIGHER,
        Comparison.SIMILAR,
        Comparison.LOWER,
        Comparison.CANNOT_TELL,
    ]
    assert compare_with_benchmark(5, 5, 5).item() is Comparison.SIMILAR


def test_people_needed_at_the_ends_and_for_several_areas():
    found = people_needed([0, 45, 100], 100, [0, 0.5, 1], polarity=HIGHER)
    assert found.people.tolist() == [0, 5, 0]
    for level in (0.8, 0.99):
        share = proportion(45, 100, level)
        some = people_needed(45, 100, 0.5, polarity=HIGHER, level=level)
        assert float(some.fewest) == max(0, math.ceil(100 * (0.5 - float(share.upper))))
        assert float(some.most) == math.ceil(100 * (0.5 - float(share.lower)))
    down = people_needed(45, 100, 0.2, polarity=LOWER)
    assert (float(down.people), float(down.fewest) < 25 < float(down.most)) == (25, True)
    assert np.isnan(people_needed([None], [100], 0.5, polarity=HIGHER).people).all()


def test_a_floor_that_is_touched_is_met_and_several_floors_are_asked_at_once():
    status = floor_status([80, 79, 70, None, 75], [85, 80, 79.9, 90, None], 80, polarity=HIGHER)
    assert status.tolist() == [
        FloorStatus.RELIABLY_MET,
        FloorStatus.UNCERTAIN,
        FloorStatus.RELIABLY_BELOW,
        FloorStatus.CANNOT_TELL,
        FloorStatus.CANNOT_TELL,
    ]
    ceiling = floor_status([10, 15, 20.1], [20, 25, 30], 20, polarity=LOWER)
    assert ceiling.tolist() == [FloorStatus.RELIABLY_MET, FloorStatus.UNCERTAIN, FloorStatus.RELIABLY_BELOW]
    several = floor_status([[5], [7]], [[6], [8]], [[4, 5.5, None]], polarity=HIGHER)
    assert several.shape == (2, 3)
    assert several[:, 0].tolist() == [FloorStatus.RELIABLY_MET] * 2
    assert several[:, 2].tolist() == [FloorStatus.CANNOT_TELL] * 2
    assert floor_status(5, 5, 5, polarity=HIGHER).item() is FloorStatus.RELIABLY_MET


@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_the_probability_of_meeting_a_floor_by_hand(polarity):
    found = below_floor_probability([76, 80, 85], [2, 0.5, 2.5], [80, 80, 90], polarity=polarity)
    scores = np.array([-2, 0, -2]) * (1 if polarity is HIGHER else -1)
    assert found == pytest.approx(stats.norm.cdf(scores))


def test_false_discoveries_ignore_the_missing_and_take_a_p_value_at_its_line():
    assert control_false_discoveries([0.05, None, 1, 0]).tolist() == [False, False, False, True]
    # Benjamini and Hochberg's line for the second of two at a tenth is a tenth.
    assert control_false_discoveries([0.1, 0.05], 0.1).tolist() == [True, True]
    assert control_false_discoveries([0.025, 0.9]).tolist() == [True, False]
    assert control_false_discoveries([]).tolist() == []


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_representation_at_its_level(level):
    users, people = np.array([5, 40, 15]), np.array([2_000, 6_000, 2_000])
    found = representation(users, people, level)
    assert found.user_share == pytest.approx(users / 60)
    shares = proportion(users, 60, level)
    assert found.population_share == pytest.approx(people / 10_000)
    assert found.index.lower == pytest.approx(shares.lower / (people / 10_000))
    assert found.index.upper == pytest.approx(shares.upper / (people / 10_000))
    # The odds of a user's being of the group over the odds of anybody's: at the limits of the share as at the share.
    for ours, part in zip(found.rate_ratio, (users / 60, shares.lower, shares.upper), strict=True):
        assert ours == pytest.approx(part / (1 - part) / (people / (10_000 - people)))
    assert found.expected == pytest.approx([12, 36, 12])


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_representation_for_age_by_hand(level):
    users, people = np.array([[5, 40], [15, 40]]), np.array([[2_000, 1_000], [3_000, 500]])
    found = age_adjusted_representation(users, people, level)
    expected = [n[0] * 20 / 5_000 + n[1] * 80 / 1_500 for n in people]
    assert found.expected == pytest.approx(expected)
    assert found.observed.tolist() == [45, 55]
    limits = [poisson_interval(o, level) for o in (45, 55)]
    assert found.ratio.value == pytest.approx([45 / expected[0], 55 / expected[1]])
    assert found.ratio.lower == pytest.approx([float(limits[i][0]) / expected[i] for i in range(2)])
    assert found.ratio.upper == pytest.approx([float(limits[i][1]) / expected[i] for i in range(2)])


def test_a_band_of_ages_without_anybody_expects_nobody():
    with_band = age_adjusted_representation([[5, 0], [15, 0]], [[100, 0], [100, 0]])
    assert with_band.expected == pytest.approx([10, 10])


def moments(x, n, chance):
    mean = x.sum() / n.sum()
    seen = (n * (x / n - mean) ** 2).sum() / n.sum()
    return mean, seen - chance(mean) / n.mean()


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_shrunk_shares_by_hand(level):
    x, n = np.array([1.0, 30, 50, 10]), np.array([4.0, 100, 100, 100])
    mean, between = moments(x, n, lambda m: m * (1 - m))
    weight = mean * (1 - mean) / between - 1
    found = shrink_proportions(x, n, level)
    a, b = x + weight * mean, n - x + weight * (1 - mean)
    assert found.mean == pytest.approx(mean)
    assert found.kept == pytest.approx(n / (n + weight))
    assert found.value.value == pytest.approx(a / (a + b))
    assert found.value.lower == pytest.approx(stats.beta.ppf((1 - level) / 2, a, b))
    assert found.value.upper == pytest.approx(stats.beta.ppf((1 + level) / 2, a, b))


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_shrunk_ratios_by_hand(level):
    o, e = np.array([3.0, 40, 90, 60]), np.array([1.0, 50, 60, 60])
    mean, between = moments(o, e, lambda m: m)
    weight = mean / between
    found = shrink_rates(o, e, level)
    assert found.mean == pytest.approx(mean)
    assert found.raw == pytest.approx(o / e)
    assert found.kept == pytest.approx(e / (e + weight))
    shape, size = o + weight * mean, e + weight
    assert found.value.value == pytest.approx(shape / size)
    assert found.value.lower == pytest.approx(stats.gamma.ppf((1 - level) / 2, shape) / size)
    assert found.value.upper == pytest.approx(stats.gamma.ppf((1 + level) / 2, shape) / size)


def test_areas_alike_are_drawn_all_the_way_and_areas_apart_not_at_all():
    alike = shrink_rates([30, 31, 29], [100] * 3)
    assert alike.value.value == pytest.approx([0.3] * 3, abs=1e-6)
    assert (alike.kept < 1e-6).all()
    apart = shrink_proportions([0, 100, 100], [100] * 3)
    assert apart.value.value == pytest.approx([0, 1, 1], abs=1e-2)
    assert shrink_proportions([1, 2, 2], [2, 2, 2]).mean == pytest.approx(5 / 6)


def test_places_side_by_side_are_represented_as_each_alone():
    users, people = [[5, 40, 15], [9, 1, 30]], [[2_000, 6_000, 2_000], [500, 700, 900]]
    both = representation(users, people)
    for place in range(2):
        alone = representation(users[place], people[place])
        assert both.expected[place] == pytest.approx(alone.expected)
        for name in ("index", "rate_ratio"):
            for together, one in zip(getattr(both, name), getattr(alone, name), strict=True):
                assert together[place] == pytest.approx(one)


def test_a_band_of_ages_with_one_person_expects_as_that_person_did():
    found = age_adjusted_representation([[5, 1], [15, 0]], [[100, 1], [100, 0]])
    assert found.expected == pytest.approx([11, 10])


@pytest.mark.parametrize("target", [1.01, 1.5, -0.01])
def test_a_target_is_a_share(target):
    with pytest.raises(ValueError, match="Number 2 of the targets is not between 0 and 1"):
        people_needed([1, 1], [2, 2], [1, target], polarity=HIGHER)
