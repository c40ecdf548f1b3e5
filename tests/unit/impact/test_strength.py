"""Strength of evidence: the level a design can reach, and what takes a level away."""

import numpy as np
import pytest

from goldenthread import impact
from goldenthread.core.estimates import Polarity
from goldenthread.impact import Check, Design, strength_of_evidence

GOOD, BAD, UNKNOWN = (Check("Fits", passed, "So it was.") for passed in (True, False, None))


@pytest.mark.parametrize("design", Design)
def test_every_design_has_a_level_and_loses_one_where_a_check_does_not_hold(design):
    held = strength_of_evidence(design, [GOOD])
    assert held.level == held.highest
    for checks in ([GOOD, BAD], [UNKNOWN], []):
        less = strength_of_evidence(design, checks)
        assert less.level == held.level - 1
        assert less.level in impact.LEVELS
        assert less.meaning == impact.LEVELS[less.level]


def test_the_order_of_designs_is_that_of_the_scale():
    levels = [strength_of_evidence(design, [GOOD]).level for design in Design]
    assert levels == [5, 4, 3, 3, 2, 2, 2]


def test_the_sentence_names_the_check_that_fails_and_the_scale():
    said = str(strength_of_evidence(Design.DIFFERENCE_IN_DIFFERENCES, [GOOD, BAD]))
    assert said.startswith(
        "Level 2 of 5 on the Maryland Scientific Methods Scale. A difference in differences can reach"
    )
    assert "“fits”" in said
    assert "(does not hold) So it was." in said
    assert "Sherman" in impact.SOURCE


def test_a_difference_whose_checks_hold_reaches_three_and_one_with_a_drift_two(panel):
    starts = [4] * 30 + [None] * 30
    steady = impact.difference_in_differences(**panel(np.random.default_rng(1), starts=starts, periods=7, effect=2.0))
    assert strength_of_evidence(steady).level == 3
    drifting = impact.difference_in_differences(**panel(np.random.default_rng(1), starts=starts, periods=7, drift=0.8))
    assert strength_of_evidence(drifting).level == 2


def test_an_event_study_is_judged_like_a_difference(panel):
    columns = panel(np.random.default_rng(2), starts=[4] * 30 + [None] * 30, periods=7, effect=2.0)
    assert strength_of_evidence(impact.event_study(**columns)).highest == 3


def test_a_series_reaches_two_at_most():
    values = np.random.default_rng(3).normal(0, 1, 40)
    found = strength_of_evidence(impact.interrupted_series(range(40), values, start=20))
    assert (found.level, found.highest) == (2, 2)
    assert strength_of_evidence(impact.interrupted_series(range(8), values[:8], start=4)).level == 1


def test_places_chosen_for_being_worst_lose_a_level_until_it_is_worked_out(panel):
    columns = panel(np.random.default_rng(1), starts=[4] * 30 + [None] * 30, periods=7, effect=2.0)
    found = impact.difference_in_differences(**columns)
    unasked = strength_of_evidence(found, chosen_for_being_worst=True)
    assert unasked.level == 2
    assert "chosen for being worst" in unasked.why
    before = [*np.linspace(10, 20, 30), *np.linspace(20, 40, 30)]
    after = [value + 15 for value in before]
    worked_out = impact.regression_to_the_mean(
        before, [1] * 30 + [0] * 30, correlation=0.9, polarity=Polarity.HIGHER_IS_BETTER, after=after
    )
    assert strength_of_evidence(found, chosen_for_being_worst=True, regression_to_the_mean=worked_out).level == 3
