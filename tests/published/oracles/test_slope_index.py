"""The slope and relative indices as PHEindicatormethods 2.1.0 publishes them.

Its limits come from simulation, so they are met within 5% of the interval's width (its own tolerance); its values and
intercepts are met exactly. Its index keeps the sign of the slope, and its ratio is fitted(1)/fitted(0), so here the
polarity is given as if higher were better unless its multiplier is negative.
"""

import numpy as np
import pytest
from tests.published.oracles.columns import groups, numbers

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.intervals import ValueWithLimits, standard_error_from_limits
from goldenthread.core.statistics.slope_index import slope_index_of_inequality
from goldenthread.core.statistics.slope_index_scales import slope_indices_on_scale
from goldenthread.core.statistics.trend_tests import Scale

SCALES = {"0": Scale.NATURAL, "1": Scale.LOG, "2": Scale.LOGIT}


def _cases(oracle):
    return {case: rows for (case,), rows in groups(oracle("phe_sii.csv"), "case_id").items() if rows[0]["sii"]}


def _levels(description, confidence):
    """The levels the limits hold at; two cases called 98% carry 95 in the sheet (README of the oracles)."""
    if "98%" in description and "95%" not in description:
        return [0.98]
    if "95 and 98" in description or "95% and 98%" in description:
        return [0.95, 0.98]
    if confidence.startswith("c("):
        return [int(part) / 100 for part in confidence[2:-1].split(",")]
    return [float(confidence) / 100]


def _multiplier(description):
    if "x 100" in description:
        return 100
    if "x -100" in description:
        return -100
    return -1 if "negative multiplier" in description else 1


def _standard_errors(rows, scale):
    """From the published limits, on the scale of the errors; the sheet's own where it gives no limits."""
    lower, upper = numbers(rows, "LowerCL"), numbers(rows, "UpperCL")
    if scale is Scale.NATURAL:
        return np.where(np.isnan(lower), numbers(rows, "StandardError"), (upper - lower) / (2 * 1.959963984540054))
    turn = np.log if scale is Scale.LOG else (lambda p: np.log(p / (1 - p)))
    return (turn(upper) - turn(lower)) / (2 * 1.959963984540054)


def _ours(rows, level):
    description, scale = rows[0]["TestDescription"], SCALES[rows[0]["ValueType"]]
    polarity = Polarity.LOWER_IS_BETTER if _multiplier(description) < 0 else Polarity.HIGHER_IS_BETTER
    values, people, errors = numbers(rows, "Value"), numbers(rows, "Population"), _standard_errors(rows, scale)
    if scale is Scale.NATURAL:
        index = slope_index_of_inequality(values, people, errors, polarity=polarity, level=level)
        slope, ratio = (
            ValueWithLimits(estimate.value, estimate.limits.lower, estimate.limits.upper)
            for estimate in (index.slope, index.relative_ratio)
        )
        return slope, ratio, index.intercept
    line_on = scale if "transform" in description else Scale.NATURAL
    found = slope_indices_on_scale(
        values, people, errors, errors_on=scale, line_on=line_on, polarity=polarity, level=level
    )
    return found.slope, found.ratio, found.intercept


def test_every_case_with_an_answer_is_compared(oracle):
    assert len(_cases(oracle)) == 22


def test_values_and_intercepts_exactly(oracle):
    for case, rows in _cases(oracle).items():
        slope, ratio, intercept = _ours(rows, 0.95)
        scale = abs(_multiplier(rows[0]["TestDescription"]))
        assert float(slope.value) * scale == pytest.approx(float(rows[0]["sii"]), rel=1e-9), case
        if rows[0]["rii"]:
            assert float(ratio.value) == pytest.approx(float(rows[0]["rii"]), rel=1e-9), case
        if rows[0]["Intercept"]:
            assert float(intercept) == pytest.approx(float(rows[0]["Intercept"]), rel=1e-9), case


def test_limits_within_the_scatter_of_the_reference_simulation(oracle):
    compared = 0
    for case, rows in _cases(oracle).items():
        first, description = rows[0], rows[0]["TestDescription"]
        for i, level in enumerate(_levels(description, first["Confidence"]), start=1):
            slope, ratio, _ = _ours(rows, level)
            scale = abs(_multiplier(description))
            for ours, name, times in ((slope, "sii", scale), (ratio, "rii", 1)):
                if not first[f"{name}_lowercl_{i}"]:
                    continue
                theirs = [float(first[f"{name}_{side}cl_{i}"]) for side in ("lower", "upper")]
                width = theirs[1] - theirs[0]
                for limit, expected in zip((ours.lower, ours.upper), theirs, strict=True):
                    assert abs(float(limit) * times - expected) < 0.05 * width, (case, name, description)
                compared += 1
    assert compared > 40


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("17", "Number 2 of the populations is negative: -200.0."),
        ("19", "Number 7 of the lower limits is above the upper limit: 8.0."),
        ("21", "Number 1 of the standard errors is missing although the group has a value"),
    ],
)
def test_what_the_reference_refuses_is_refused_in_a_sentence(oracle, case, sentence):
    rows = groups(oracle("phe_sii.csv"), "case_id")[(case,)]
    with pytest.raises(ValueError, match=sentence):
        slope_index_of_inequality(
            numbers(rows, "Value"),
            numbers(rows, "Population"),
            standard_error_from_limits(numbers(rows, "LowerCL"), numbers(rows, "UpperCL")),
            polarity=Polarity.HIGHER_IS_BETTER,
        )


def test_many_quantiles_are_no_trouble(oracle):
    # The reference warns above ten groups; a slope does not mind how many there are.
    rows = groups(oracle("phe_sii.csv"), "case_id")[("23",)]
    index = slope_index_of_inequality(
        numbers(rows, "Value"),
        numbers(rows, "Population"),
        numbers(rows, "StandardError"),
        polarity=Polarity.HIGHER_IS_BETTER,
    )
    assert len(rows) == 15
    assert index.slope.limits.contains(index.slope.value)
