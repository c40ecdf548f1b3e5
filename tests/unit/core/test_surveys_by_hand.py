"""A survey's slope and ratio by the delta method over clusters, at other levels; and how its columns may be given."""

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.surveys import indices_of_survey

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
ANSWERS = np.array([0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1])
GROUPS = np.array([1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 3, 3, 3, 3, 2, 3])
WEIGHTS = np.array([1.0, 2, 1, 1.5, 1, 1, 2, 1, 0.5, 1, 1, 1, 1, 2, 1, 1])
CLUSTERS = np.array([1, 1, 2, 2, 1, 2, 1, 2, 1, 2, 1, 2, 3, 3, 3, 3])
STRATA = np.array(["s", "s", "s", "s", "t", "t", "t", "t", "s", "s", "t", "t", "t", "t", "t", "t"])


def ends(weights):
    """The ends of the logistic line on rank, fitted with these weights; ranks are those of the survey as it is."""
    people = np.bincount(GROUPS - 1, WEIGHTS)
    rank = ((np.cumsum(people) - people / 2) / people.sum())[GROUPS - 1]
    design, at = np.column_stack([np.ones(16), rank]), np.zeros(2)
    for _ in range(30):
        mean = 1 / (1 + np.exp(-design @ at))
        information = design.T @ (design * (weights * mean * (1 - mean))[:, None])
        at = at + np.linalg.solve(information, design.T @ (weights * (ANSWERS - mean)))
    return 1 / (1 + np.exp(-np.array([at[0], at.sum()])))


def design_error(measure):
    """The error of a measure: how it moves with each person's weight, summed by cluster, scattered within strata."""
    steps = 1e-6 * np.eye(16)
    moves = np.array([(measure(ends(WEIGHTS + s)) - measure(ends(WEIGHTS - s))) / 2e-6 for s in steps]) * WEIGHTS
    variance = 0.0
    for stratum in ("s", "t"):
        here = stratum == STRATA
        totals = [moves[here & (c == CLUSTERS)].sum() for c in np.unique(CLUSTERS[here])]
        variance += len(totals) * np.var(totals, ddof=1)
    return np.sqrt(variance)


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_slope_and_ratio_with_limits_of_the_design(polarity, level):
    found = indices_of_survey(ANSWERS, GROUPS, WEIGHTS, CLUSTERS, STRATA, polarity=polarity, level=level)
    worst, best = (1, 0) if polarity is HIGHER else (0, 1)
    z, line = stats.norm.ppf((1 + level) / 2), ends(WEIGHTS)
    value = line[worst] - line[best]
    half = z * design_error(lambda e: e[worst] - e[best])
    assert [float(x) for x in found.slope] == pytest.approx([value, value - half, value + half], rel=1e-4)
    ratio = line[worst] / line[best]
    factor = np.exp(z * design_error(lambda e: np.log(e[worst] / e[best])))
    assert [float(x) for x in found.ratio] == pytest.approx([ratio, ratio / factor, ratio * factor], rel=1e-4)


@pytest.mark.parametrize("level", [0.8, 0.99])
def test_limits_are_as_wide_as_their_level(level):
    usual, other = (
        indices_of_survey(ANSWERS, GROUPS, WEIGHTS, CLUSTERS, STRATA, polarity=HIGHER, level=one)
        for one in (0.95, level)
    )
    times = stats.norm.ppf((1 + level) / 2) / stats.norm.ppf(0.975)
    for name in ("absolute", "relative"):
        narrow, wide = getattr(usual, name), getattr(other, name)
        assert float(wide.value) == float(narrow.value)
        assert float(wide.upper - wide.value) == pytest.approx(times * float(narrow.upper - narrow.value))
        assert float(wide.value - wide.lower) == pytest.approx(float(wide.upper - wide.value))


def test_one_stratum_and_persons_alone_are_what_is_taken_when_nothing_is_said():
    plain = indices_of_survey(ANSWERS, GROUPS, WEIGHTS, polarity=HIGHER)
    said = indices_of_survey(ANSWERS, GROUPS, WEIGHTS, np.arange(16)[::-1], ["all"] * 16, polarity=HIGHER)
    clustered = indices_of_survey(ANSWERS, GROUPS, WEIGHTS, CLUSTERS, polarity=HIGHER)
    for name in ("absolute", "relative", "slope", "ratio"):
        ours, theirs = getattr(plain, name), getattr(said, name)
        assert [float(x) for x in ours] == pytest.approx([float(x) for x in theirs])
        assert float(getattr(clustered, name).upper) != pytest.approx(float(ours.upper))


def test_a_cluster_whose_people_did_not_answer_is_no_cluster():
    answers = [*ANSWERS, None, None]
    more = [np.append(column, last) for column, last in ((GROUPS, [1, 2]), (WEIGHTS, [5, 5]), (CLUSTERS, [9, 9]))]
    found = indices_of_survey(answers, *more, [*STRATA, "s", "t"], polarity=HIGHER)
    without = indices_of_survey(ANSWERS, GROUPS, WEIGHTS, CLUSTERS, STRATA, polarity=HIGHER)
    assert [float(x) for x in found.slope] == pytest.approx([float(x) for x in without.slope])


REFUSED = {
    "clusters of another length": (
        {"clusters": [1, 2]},
        "The inputs differ in length: answers 16, clusters 2, strata 16.",
    ),
    "strata of another length": (
        {"strata": [1, 2]},
        "The inputs differ in length: answers 16, clusters 16, strata 2.",
    ),
    "a lonely cluster": (
        {"clusters": CLUSTERS, "strata": ["a"] * 15 + ["b"]},
        "Only one cluster of stratum b answered, so nothing says how clusters differ: join strata.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_these_words(what):
    columns, sentence = REFUSED[what]
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        indices_of_survey(ANSWERS, GROUPS, WEIGHTS, **columns, polarity=HIGHER)
    assert str(refused.value) == sentence
