"""Columns of pandas, polars and Arrow give what lists give, missing values among them; none of them is depended on."""

import subprocess
import sys

import numpy as np
import pytest

from goldenthread.core import statistics as gs

HIGHER = gs.Polarity.HIGHER_IS_BETTER
COUNTS, PEOPLE, FLAGS = [3, None, 50, 7], [10, 40, 100, 9], [True, False, True, True]


def _pandas(values):
    pandas = pytest.importorskip("pandas")
    return pandas.Series(values, dtype="boolean" if isinstance(values[0], bool) else "Int64")


def _pandas_of_arrow(values):
    pandas = pytest.importorskip("pandas")
    return pandas.Series(values, dtype="bool[pyarrow]" if isinstance(values[0], bool) else "int64[pyarrow]")


def _polars(values):
    return pytest.importorskip("polars").Series(values)


def _arrow(values):
    return pytest.importorskip("pyarrow").array(values)


def _arrow_in_chunks(values):
    return pytest.importorskip("pyarrow").chunked_array([values[:2], values[2:]])


LIBRARIES = [_pandas, _pandas_of_arrow, _polars, _arrow, _arrow_in_chunks]


@pytest.mark.parametrize("of", LIBRARIES)
def test_a_column_is_the_list_it_was_made_of(of):
    for found, expected in zip(gs.proportion(of(COUNTS), of(PEOPLE)), gs.proportion(COUNTS, PEOPLE), strict=True):
        np.testing.assert_array_equal(found, expected)
    whole = of(PEOPLE)
    slope = gs.slope_index_of_inequality(whole, of([1, 2, 3, 4]), of([1, 1, 1, 1]), polarity=HIGHER)
    assert slope == gs.slope_index_of_inequality(PEOPLE, [1, 2, 3, 4], [1, 1, 1, 1], polarity=HIGHER)
    assert gs.group_means(whole, of([1, 1, 2, 2])).mean.value.tolist() == [25, 54.5]
    assert gs.population_quantiles(whole, of([1, 1, 1, 1]), 2, within=of([1, 1, 2, 2])).tolist() == [2, 1, 1, 2]
    trend = gs.mann_kendall(of([1, 2, 3, 4]), whole)
    assert trend == gs.mann_kendall([1, 2, 3, 4], PEOPLE)


@pytest.mark.parametrize("of", LIBRARIES)
def test_impossible_numbers_in_a_column_are_named(of):
    with pytest.raises(ValueError, match=r"Number 4 of the counts is above its denominator: 11\."):
        gs.proportion(of([1, 2, 3, 11]), of([10, 10, 10, 10]))


def test_many_places_from_a_table_of_polars_and_back_into_one():
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({"a": [75.0, 70], "b": [82.0, 85], "c": [90.0, 91]})
    ones = polars.DataFrame({name: [1.0, 1.0] for name in "abc"})
    found = gs.slope_indices(table, ones, ones, polarity=HIGHER)
    back = polars.DataFrame(found.as_columns())
    assert back.height == 2
    assert back["slope_upper"].to_list() == found.slope.upper.tolist()


def test_text_in_a_column_is_refused_and_not_read_as_missing():
    for of in (pytest.importorskip("polars").Series, pytest.importorskip("pandas").Series):
        with pytest.raises(ValueError, match="The counts must be numbers; number 1 is 'many'"):
            gs.proportion(of(["many", "2"]), [10, 10])


def test_none_of_them_is_loaded_by_the_statistics():
    loaded = (
        "import sys, goldenthread.core.statistics; print(sorted({'pandas', 'polars', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "[]"
