"""Where a place stands on a funnel of rates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core import statistics as gs


@given(st.integers(1, 900), st.integers(1_000, 90_000), st.sampled_from([1, 3, 5]))
def test_a_crude_rate_stands_at_its_own_population(events, people, years):
    rate = float(gs.crude_rate(events, people * years).value)
    assert float(gs.funnel_populations(events, rate, years=years)) == pytest.approx(people)


def test_the_limit_at_as_many_events_is_the_limit_at_that_population():
    limits = gs.funnel_limits_of_rates([40], 55.0, years=3)
    assert gs.funnel_populations([40], limits.lower, years=3) == pytest.approx(limits.lower_population)
    assert gs.funnel_populations([40], limits.upper, years=3) == pytest.approx(limits.upper_population)


def test_no_events_and_no_rate_stand_nowhere_and_the_impossible_is_refused():
    assert np.isnan(gs.funnel_populations([0, 3, None, 4], [0, None, 5, 0])).all()
    with pytest.raises(ValueError, match="Number 1 of the events is negative"):
        gs.funnel_populations([-1], [2])
    with pytest.raises(ValueError, match="The inputs differ in length: events 1, rates 2"):
        gs.funnel_populations([1], [2, 3])
    for wrong in ({"years": 0}, {"multiplier": -1}):
        with pytest.raises(ValueError, match="are above zero"):
            gs.funnel_populations([1], [2], **wrong)
