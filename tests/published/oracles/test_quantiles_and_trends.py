"""Quantiles as PHEindicatormethods 2.1.0, and trend markers as Fingertips' own tests, publish them."""

import numpy as np
import pytest
from tests.published.oracles.columns import groups, numbers

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.quantiles import equal_count_quantiles
from goldenthread.core.statistics.trend_tests import Scale, TrendMarker, recent_trend, recent_trend_of_counts

QUANTILES = {"Decile": 10, "Septile": 7, "Quartile": 4}
HIGHEST_FIRST = {"True", "RAG - Low is good"}


def _polarity_groups(rows):
    """One group a set of areas ranked together; the ungrouped set is always inverted, as the oracles' README says."""
    for (name, group_set), some in groups(rows, "QuantileNm", "GroupSet").items():
        keys = {"IndSexReg": ("Test", "IndSexRef", "ParentCode"), "IndSex": ("Test", "IndSexRef"), "None": ()}[
            group_set
        ]
        for together in groups(some, *keys).values():
            yield together, QUANTILES[name], group_set == "None" or together[0]["Polarity"] in HIGHEST_FIRST


def test_equal_count_quantiles(oracle):
    rows = [row for row in oracle("phe_quantile.csv") if row["Test"] != "BadPolarity"]
    compared = 0
    for together, quantiles, highest_first in _polarity_groups(rows):
        found = equal_count_quantiles(numbers(together, "Value"), quantiles, highest_first)
        expected = np.nan_to_num(numbers(together, "QuantileInGrp"))
        assert found.tolist() == expected.tolist()
        compared += len(together)
    assert compared == len(rows) == 982


def test_the_reference_refuses_mixed_polarity_and_ours_cannot_be_asked_for_it(oracle):
    # The reference takes polarity as a column and must refuse a mixture; ours is one argument a call.
    rows = [row for row in oracle("phe_quantile.csv") if row["Test"] == "BadPolarity"]
    assert len({row["Polarity"] for row in rows}) == 2
    with pytest.raises(ValueError, match="truth value"):
        equal_count_quantiles(numbers(rows, "Value"), 7, np.array([row["Polarity"] == "True" for row in rows]))


POLARITY = {"High is good": Polarity.HIGHER_IS_BETTER, "Low is good": Polarity.LOWER_IS_BETTER}
SCALE = {"Proportion": Scale.LOGIT, "Crude rate": Scale.LOG, "Directly standardised rate": Scale.LOG}


def _as_published(trend):
    """The marker in the words of the sources."""
    word = {
        TrendMarker.INCREASING: "Increasing",
        TrendMarker.DECREASING: "Decreasing",
        TrendMarker.NO_CHANGE: "NoChange",
        TrendMarker.CANNOT_BE_CALCULATED: "CannotBeCalculated",
    }[trend.marker]
    return word if trend.is_better is None else word + ("AndGettingBetter" if trend.is_better else "AndGettingWorse")


def test_trend_markers(oracle):
    inputs = groups(oracle("fingertips_trend_input.csv"), "case")
    compared = 0
    for row in oracle("fingertips_trend_expected.csv"):
        if row["case"] == "GpRegisteredPopulationOver65":
            continue  # its marker comes from an empty set of points: no numeric oracle (README of the oracles)
        points = inputs[(row["case"],)]
        polarity = POLARITY.get(row["polarity"], Polarity.NEITHER)
        years = numbers(points, "year")
        if row["method"] == "proportion_counts":
            trend = recent_trend_of_counts(years, numbers(points, "count"), numbers(points, "denominator"))
        else:
            columns = (numbers(points, name) for name in ("value", "lower95", "upper95"))
            scale = SCALE.get(row["value_type"], Scale.NATURAL)
            trend = recent_trend(years, *columns, polarity=polarity, scale=scale)
        assert _as_published(trend) == row["expected_marker"], row["case"]
        if float(row["chi_square"] or 0) > 0:
            # The source prints two decimals and takes z for 1.96.
            assert trend.chi_square == pytest.approx(float(row["chi_square"]), abs=0.007)
        compared += 1
    assert compared == 9
