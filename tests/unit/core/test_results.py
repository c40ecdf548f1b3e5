"""Every result reads as a table and becomes columns that pandas and Arrow take."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core import statistics as gs

HIGHER = gs.Polarity.HIGHER_IS_BETTER


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 900)), min_size=1, max_size=40))
def test_a_row_for_each_place_with_its_own_numbers(rows):
    counts, people = zip(*rows, strict=True)
    found = gs.proportion(counts, people)
    columns = gs.as_columns(found)
    assert list(columns) == ["value", "lower", "upper"]
    for name, column in columns.items():
        np.testing.assert_array_equal(column, getattr(found, name))
    lines = gs.show(found).splitlines()
    assert lines[0].split() == ["value", "lower", "upper"]
    shown = lines[1:21]
    assert [line.split()[0] for line in shown] == [f"{value:.4g}" for value in found.value[:20]]
    assert len(lines) == 1 + min(len(rows), 20) + (len(rows) > 20)


def test_many_places_with_groups_become_one_row_a_place():
    many = gs.slope_indices([[75, 82, 90], [70, 85, 91]], np.ones((2, 3)), np.ones((2, 3)), polarity=HIGHER)
    columns = many.as_columns()
    assert {"slope", "slope_lower", "slope_upper", "gap_ratio", "ranks_1", "ranks_3"} <= set(columns)
    assert all(column.shape == (2,) for column in columns.values())
    np.testing.assert_array_equal(columns["slope_upper"], many.slope.upper)
    np.testing.assert_array_equal(columns["ranks_3"], many.ranks[:, 2])


def test_one_life_table_is_a_row_for_each_band_and_many_are_a_row_for_each_place():
    ages, deaths, people = [0, 1, 40, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000]
    one = gs.life_expectancy(ages, deaths, people).as_columns()
    np.testing.assert_allclose(one["expectancy"], [77.34, 76.72, 40.0, 10.0], atol=0.01)
    assert one["widths"].shape == (4,)
    many = gs.life_expectancy(ages, [deaths] * 3, [people] * 3)
    columns = many.as_columns()
    assert columns["expectancy_1"].shape == columns["reason"].shape == columns["widths_2"].shape == (3,)
    np.testing.assert_array_equal(columns["expectancy_upper_4"], many.expectancy.upper[:, 3])


def test_an_estimate_keeps_its_method_and_what_is_missing_is_said():
    columns = gs.as_columns(gs.Estimate(8.5, gs.Limits(7.0, 10.0), "exact"))
    assert columns["value"].tolist() == [8.5]
    assert columns["lower"].tolist() == [7.0]
    assert columns["method"].tolist() == ["exact"]
    without = gs.show(gs.Estimate(8.5, None, reason="not published"))
    assert "missing" in without
    assert "not published" in without
    two_groups = gs.slope_index_of_inequality([70, 80], [1, 1], polarity=HIGHER).as_columns()
    assert two_groups["slope"].tolist() == [20.0]
    assert np.isnan(two_groups["slope_upper"]).all()


def test_words_of_a_choice_become_text():
    points = gs.funnel_of_proportions([50, 70], [100, 100], 0.5)
    assert points.as_columns()["label"].tolist() == ["not significant", "high (beyond 99.8% limits)"]
    assert "not significant" in str(points)
    assert str(gs.recent_trend([1], [2], [1], [3])).splitlines()[0].split() == [
        "marker",
        "chi_square",
        "is_better",
        "why",
    ]


def test_a_slope_index_and_a_verdict_print_as_sentences():
    index = gs.slope_index_of_inequality([75, 77, 79], [1, 1, 1], [1, 1, 1], polarity=HIGHER)
    assert str(index) == index.describe()
    assert str(index).startswith("Slope index of inequality 6 (95% interval")
    verdict = gs.gap_trend([], [], polarity=HIGHER)
    assert str(verdict) == "Cannot tell. There are no figures yet. Who moved cannot be told."


def test_columns_are_what_the_libraries_of_tables_take():
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    columns = gs.representation([20, 80], [4_000, 6_000]).as_columns()
    frame, table = pandas.DataFrame(columns), pyarrow.table(columns)
    assert frame.shape == (2, len(columns))
    assert table.column("index_upper").to_pylist() == frame["index_upper"].tolist()


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Mixed(gs.Result):
    names: tuple[str, ...]
    colour: Colour | None
    blank: str
    grid: np.ndarray


def test_what_there_is_once_is_repeated_and_a_blank_column_is_not_printed():
    mixed = Mixed(("a", "b"), Colour.RED, "", np.array([[1.0, 2.0], [3.0, 4.0]]))
    columns = mixed.as_columns()
    assert columns["colour"].tolist() == ["red", "red"]
    assert columns["grid_2"].tolist() == [2.0, 4.0]
    assert "blank" in columns
    header, *rows = (line.split() for line in str(mixed).splitlines())
    assert header == ["names", "colour", "grid_1", "grid_2"]
    assert rows == [["a", "red", "1", "2"], ["b", "red", "3", "4"]]


@pytest.mark.parametrize("thing", [3.0, None, "text", Mixed])
def test_what_is_no_result_has_no_columns(thing):
    with pytest.raises(ValueError, match="Only results of the statistics have columns; got"):
        gs.as_columns(thing)
