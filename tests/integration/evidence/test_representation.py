"""Who is counted more often than their share: worked out quickly, and slowly from the rows of the evidence."""

import pytest

from goldenthread.evidence import numbers
from goldenthread.evidence.representation import NoSuchGroups, represented


def test_shares_are_those_that_the_rows_give(evidence):
    found = represented("poor-health", "ethnicity")
    assert found is not None
    assert (found.period, found.snapshot, found.reason) == ("2024", evidence.id, "")
    assert (found.counted, found.population) == ("People who say so", "People who answered")
    by_group = {each.group: each for each in found.groups}
    assert set(by_group) == {"White", "Asian or Asian British", "Black or Black British"}
    white, asian, black = (by_group[name] for name in ("White", "Asian or Asian British", "Black or Black British"))
    assert white.share == pytest.approx(100 * 2000 / 2400)
    assert white.population_share == pytest.approx(100 * 17_000 / 19_000)
    assert white.index.value == pytest.approx((2000 / 2400) / (17_000 / 19_000))
    assert asian.index.limits.lower < asian.index.value < asian.index.limits.upper
    assert asian.index.limits.lower > 1, "400 of 2,400 among 2,000 of 19,000 is surely more than its share"
    assert (black.index, black.share) == (None, None), "a group without a value is left out, and is not zero"
    assert black.missing


def test_people_of_one_s_own_take_the_place_of_those_counted(evidence):
    found = represented("poor-health", "sex", {"Women": 75, "Men": 25}, called="Members")
    assert found.counted == "Members"
    women = next(each for each in found.groups if each.group == "Women")
    assert (women.share, women.population_share, women.index.value) == pytest.approx((75, 50, 1.5))
    with pytest.raises(NoSuchGroups, match=r"no group called “Robots”. It has: Men, Women"):
        represented("poor-health", "sex", {"Robots": 3})


def test_what_cannot_be_compared_says_why(evidence):
    assert represented("poor-health", "religion") is None
    nobody = represented("poor-health", "sex", {"Women": 0, "Men": 0})
    assert nobody.reason == "Nobody was counted in any group."
    alone = represented("poor-health", "sex", {"Women": 10})
    assert alone.reason == "The source publishes no counts by group, so shares cannot be worked out."


def test_the_characteristics_that_there_are_figures_by(evidence):
    assert numbers.indicators_by_characteristic() == {"ethnicity": ("poor-health",), "sex": ("poor-health",)}
