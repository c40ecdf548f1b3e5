"""Indices from a survey's answers: against a loop over clusters, and against drawing the survey many times."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.concentration import concentration_indices
from goldenthread.core.statistics.surveys import indices_of_survey, indices_of_surveys

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


def error_by_hand(contributions, clusters, strata):
    """The standard error of a total, one stratum and one cluster at a time."""
    variance = 0.0
    for stratum in sorted(set(strata)):
        totals = {}
        for z, cluster, home in zip(contributions, clusters, strata, strict=True):
            if home == stratum:
                totals[cluster] = totals.get(cluster, 0.0) + z
        mean = sum(totals.values()) / len(totals)
        variance += len(totals) / (len(totals) - 1) * sum((total - mean) ** 2 for total in totals.values())
    return variance**0.5


@st.composite
def surveys(draw):
    strata, clusters, groups, weights, answers = [], [], [], [], []
    for stratum in range(draw(st.integers(1, 3))):
        for cluster in range(draw(st.integers(2, 4))):
            for _ in range(draw(st.integers(2, 6))):
                strata.append(f"s{stratum}")
                clusters.append(cluster)  # numbered within its stratum
                groups.append(draw(st.integers(1, 3)))
                weights.append(draw(st.floats(0.5, 3)))
                answers.append(draw(st.integers(0, 1)))
    # Both answers in every group, so that a line fits.
    for group in (1, 2, 3):
        for answer in (0, 1):
            strata.append("s0")
            clusters.append(0)
            groups.append(group)
            weights.append(1.0)
            answers.append(answer)
    return answers, groups, weights, clusters, strata


@given(surveys(), st.sampled_from([HIGHER, LOWER]))
def test_the_limits_are_those_of_the_clusters_summed_by_hand(survey, polarity):
    answers, groups, weights, clusters, strata = survey
    found = indices_of_survey(*survey, polarity=polarity)
    total = sum(weights)
    people = {g: sum(w for w, h in zip(weights, groups, strict=True) if h == g) for g in (1, 2, 3)}
    rank, below = {}, 0.0
    for g in (1, 2, 3):
        rank[g] = (below + people[g] / 2) / total
        below += people[g]
    mean = sum(w * y for w, y in zip(weights, answers, strict=True)) / total
    spread = sum(w * (rank[g] - 0.5) ** 2 for w, g in zip(weights, groups, strict=True)) / total
    sign = 1 if polarity is HIGHER else -1
    index = sign * sum(w * (2 * rank[g] - 1) * y for w, g, y in zip(weights, groups, answers, strict=True)) / total
    parts = [
        w * (rank[g] - 0.5) * (2 * spread * (y - mean) - sign * index * (rank[g] - 0.5)) / (total * spread)
        for w, g, y in zip(weights, groups, answers, strict=True)
    ]
    error = error_by_hand(parts, clusters, strata)
    assert float(found.absolute.value) == pytest.approx(index, abs=1e-12)
    assert float(found.absolute.upper - found.absolute.value) == pytest.approx(1.959963984540054 * error, abs=1e-10)
    relative = [
        sign * z - index / mean * w * (y - mean) / total for z, w, y in zip(parts, weights, answers, strict=True)
    ]
    error = error_by_hand(relative, clusters, strata) / mean
    assert float(found.relative.value - found.relative.lower) == pytest.approx(1.959963984540054 * error, abs=1e-9)


@given(surveys())
def test_turning_answers_and_polarity_round_together_changes_nothing_absolute(survey):
    answers, *rest = survey
    have = indices_of_survey(answers, *rest, polarity=HIGHER)
    lack = indices_of_survey([1 - y for y in answers], *rest, polarity=LOWER)
    for name in ("absolute", "slope"):
        ours, theirs = getattr(have, name), getattr(lack, name)
        assert [float(x) for x in ours] == pytest.approx([float(x) for x in theirs], abs=1e-8)


def _draw(generator):
    """A survey of 40 clusters in two strata, in which people of one cluster are alike."""
    strata, clusters = np.repeat([0, 1], 400), np.repeat(np.arange(40), 20)
    groups = generator.integers(1, 4, 800)
    pull = generator.normal(0, 0.5, 40)[clusters]
    chance = 1 / (1 + np.exp(-(-1 + 0.6 * groups + pull)))
    return (generator.random(800) < chance).astype(float), groups, np.ones(800), clusters, strata


def test_nineteen_intervals_in_twenty_hold_what_many_surveys_agree_on():
    generator = np.random.default_rng(31)
    many = [indices_of_survey(*_draw(generator), polarity=HIGHER) for _ in range(1_500)]
    for name in ("absolute", "relative", "slope", "ratio"):
        found = [getattr(one, name) for one in many]
        truth = np.median([float(one.value) for one in found])
        held = np.mean([float(one.lower) <= truth <= float(one.upper) for one in found])
        assert held == pytest.approx(0.95, abs=0.02), name  # 1,500 surveys: two standard errors are 0.011


def test_people_of_one_cluster_tell_less_than_strangers():
    answers, groups, weights, clusters, _ = _draw(np.random.default_rng(8))
    drawn = indices_of_survey(answers, groups, weights, clusters, polarity=HIGHER)
    alone = indices_of_survey(answers, groups, weights, polarity=HIGHER)
    assert float(drawn.absolute.value) == float(alone.absolute.value)
    people, having = np.bincount(groups - 1), np.bincount(groups - 1, answers)
    grouped = concentration_indices(having / people, people, polarity=HIGHER)
    assert float(alone.absolute.value) == pytest.approx(float(grouped.absolute.value))
    assert float(alone.relative.value) == pytest.approx(float(grouped.relative.value))


def test_a_missing_answer_is_left_out_with_its_weight():
    full = indices_of_survey([0, 1, 1, 0, 1, 1], [1, 1, 1, 2, 2, 2], [1] * 6, polarity=HIGHER)
    more = indices_of_survey([0, 1, None, 1, 0, 1, 1], [1, 1, 1, 1, 2, 2, 2], [1, 1, 9, 1, 1, 1, 1], polarity=HIGHER)
    assert [float(x) for x in full.slope] == pytest.approx([float(x) for x in more.slope])


REFUSED = {
    "an answer that is neither": (([0, 2], [1, 2], [1, 1]), {}, "Number 2 of the answers is neither 0 nor 1: 2.0."),
    "a weight of zero": (([0, 1], [1, 2], [1, 0]), {}, "Number 2 of the weights is missing or not above zero"),
    "a missing group": (([0, 1], [1, None], [1, 1]), {}, "Number 2 of the groups is missing"),
    "one group": (([0, 1], [1, 1], [1, 1]), {}, "at least two groups; got 1"),
    "answers all alike": (([1, 1], [1, 2], [1, 1]), {}, "Nobody, or everybody"),
    "lengths that differ": (([1, 0], [1, 2], [1, 1]), {"clusters": [1]}, "answers 2, clusters 1, strata 2"),
    "a lonely cluster": (
        ([1, 0, 1, 0, 1, 1], [1, 2, 1, 2, 1, 2], [1] * 6),
        {"clusters": [1, 1, 2, 2, 3, 3], "strata": ["north"] * 4 + ["south"] * 2},
        "Only one cluster of stratum south answered",
    ),
    "one cluster in all": (([1, 0, 0, 1], [1, 2, 1, 2], [1] * 4), {"clusters": [7] * 4}, "of the whole sample"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_a_sentence(what):
    columns, more, sentence = REFUSED[what]
    with pytest.raises(ValueError, match=sentence):
        indices_of_survey(*columns, **more, polarity=HIGHER)


def _surveys_in_one_table(many):
    """The columns of several surveys, one under another in a shuffled order, and which survey each row is of."""
    columns = [np.concatenate([np.asarray(survey[k], dtype=object) for survey in many]) for k in range(5)]
    which = np.repeat([f"survey {k}" for k in range(len(many))], [len(survey[0]) for survey in many])
    order = np.random.default_rng(len(which)).permutation(len(which))
    answers, groups, weights = (columns[k][order].astype(float) for k in range(3))
    return answers, groups, weights, which[order], columns[3][order].astype(str), columns[4][order].astype(str)


@given(st.lists(surveys(), min_size=1, max_size=4), st.sampled_from([HIGHER, LOWER]), st.sampled_from([0.8, 0.95]))
def test_many_surveys_in_one_call_are_each_alone(many, polarity, level):
    found = indices_of_surveys(*_surveys_in_one_table(many), polarity=polarity, level=level)
    assert found.surveys.tolist() == [f"survey {k}" for k in range(len(many))]
    for k, survey in enumerate(many):
        alone = indices_of_survey(*survey, polarity=polarity, level=level)
        assert found.reason[k] == ""
        for name in ("absolute", "relative", "slope", "ratio"):
            ours, theirs = getattr(found, name), getattr(alone, name)
            assert [float(part[k]) for part in ours] == pytest.approx([float(part) for part in theirs], rel=1e-7)


def test_a_survey_that_cannot_be_judged_says_why_and_stops_no_other():
    good = [[0, 1, 1, 0, 1, 1], [1, 1, 1, 2, 2, 2], [1.0] * 6, [1, 2, 3, 1, 2, 3], ["n"] * 6]
    two_groups = [[0, 1, 0, 1, 1, 0, 1, 1], [3, 3, 5, 5, 7, 7, 7, 7], [2.0] * 8, [1, 2] * 4, ["n"] * 8]
    bad = {
        "nobody answered": [[None, None], [1, 2], [1.0, 1.0], [1, 2], ["n", "n"]],
        "only one cluster of a stratum answered": [[0, 1, 1, 0], [1, 2, 1, 2], [1.0] * 4, [1, 2, 3, 3], [*"nnss"]],
        "fewer than two groups answered": [[0, 1, None], [1, 1, 2], [1.0] * 3, [1, 2, 3], ["n"] * 3],
        "all gave the same answer": [[0, 0], [1, 2], [1.0, 1.0], [1, 2], ["n", "n"]],
        "no line fits: those who said yes and no are parted too cleanly": [
            [0, 0, 1, 1],
            [1, 1, 2, 2],
            [1.0] * 4,
            [1, 2, 3, 4],
            ["n"] * 4,
        ],
    }
    yes = [[1, 1, 1], [1, 2, 2], [1.0] * 3, [1, 2, 3], ["n"] * 3]
    table = _surveys_in_one_table([good, *bad.values(), two_groups, yes, bad["nobody answered"]])
    found = indices_of_surveys(*table, polarity=HIGHER)
    assert found.reason.tolist() == ["", *bad, "", "all gave the same answer", "nobody answered"]
    for name in ("absolute", "relative", "slope", "ratio"):
        for part in getattr(found, name):
            assert np.isnan(part).tolist() == [False, *[True] * len(bad), False, True, True]
    for k, survey in ((0, good), (-3, two_groups)):
        alone = indices_of_survey(*survey, polarity=HIGHER)
        assert float(found.slope.value[k]) == pytest.approx(float(alone.slope.value))
        assert float(found.ratio.upper[k]) == pytest.approx(float(alone.ratio.upper))


def test_which_survey_must_be_said_of_everybody():
    with pytest.raises(ValueError, match="The inputs differ in length: answers 2, surveys 1"):
        indices_of_surveys([0, 1], [1, 2], [1, 1], ["a"], polarity=HIGHER)


def test_one_stratum_of_persons_alone_is_taken_of_each_survey_when_nothing_is_said():
    answers, groups, weights, _, _ = _draw(np.random.default_rng(4))
    which = np.repeat(["b", "a"], 400)
    found = indices_of_surveys(answers, groups, weights, which, polarity=LOWER)
    alone = indices_of_survey(answers[:400], groups[:400], weights[:400], polarity=LOWER)
    assert [float(part[1]) for part in found.relative] == pytest.approx([float(part) for part in alone.relative])
