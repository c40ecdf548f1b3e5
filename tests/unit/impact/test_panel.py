"""What can be compared, and the sentence in which the rest is refused."""

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from goldenthread.impact import ImpactError, Panel

UNITS = ["A", "A", "A", "B", "B", "B"]
PERIODS = [1, 2, 3, 1, 2, 3]
VALUES = [5, 6, 9, 4, 5, 6]
TREATED = [0, 0, 1, 0, 0, 0]


def made(**changed):
    columns = {"units": UNITS, "periods": PERIODS, "values": VALUES, "treated": TREATED} | changed
    return Panel.of(**columns)


def test_rows_in_any_order_give_the_same_panel():
    order = [5, 0, 3, 2, 4, 1]
    shuffled = made(
        **{
            name: [column[i] for i in order]
            for name, column in (("units", UNITS), ("periods", PERIODS), ("values", VALUES), ("treated", TREATED))
        }
    )
    assert shuffled.values.tolist() == made().values.tolist() == [[5, 6, 9], [4, 5, 6]]
    assert shuffled.starts.tolist() == [2, 3]


@pytest.mark.parametrize(
    "wrap",
    [tuple, np.array, pd.Series, pa.array, lambda column: iter(column)],
    ids=["tuple", "numpy", "pandas", "arrow", "iterator"],
)
def test_columns_of_any_kind_are_taken(wrap):
    panel = Panel.of(wrap(UNITS), wrap(PERIODS), wrap(VALUES), wrap(TREATED))
    assert panel.values.tolist() == made().values.tolist()
    assert panel.periods == (1, 2, 3)


def test_dates_keep_their_names_whatever_their_kind():
    days = np.array(["2020-01-01", "2021-01-01", "2022-01-01"] * 2, dtype="datetime64[ns]")
    assert [period.date() for period in made(periods=days).periods] == [date(year, 1, 1) for year in (2020, 2021, 2022)]
    assert made(periods=["2020/21", "2021/22", "2022/23"] * 2).periods == ("2020/21", "2021/22", "2022/23")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"values": [1, 2]}, "The columns differ in length: units 6, periods 6, values 2, treated 6"),
        ({"units": [], "periods": [], "values": [], "treated": []}, "There is no row"),
        ({"units": "ABCABC"}, "The units are one piece of text"),
        ({"periods": [1, 2, 2, 1, 2, 3]}, r"A has the period 2 twice \(rows 2 and 3\)"),
        ({"units": ["A", None, "A", "B", "B", "B"]}, "Row 2 names no unit"),
        ({"periods": [1, 2, float("nan"), 1, 2, 3]}, "Row 3 names no period"),
        ({"periods": [1, "2", 3, 1, 2, 3]}, "kinds that have no order among them: int and str"),
        ({"values": [5, None, 9, 4, 5, 6]}, r"A has no value for 2 \(row 2\) and no reason"),
        ({"values": [5, float("nan"), 9, 4, 5, 6]}, r"A has no value for 2 \(row 2\) and no reason"),
        ({"values": [5, "many", 9, 4, 5, 6]}, "The values must be numbers; number 2 is 'many'"),
        ({"values": [5, float("inf"), 9, 4, 5, 6]}, "Number 2 of the values is infinite"),
        ({"treated": [0, 2, 1, 0, 0, 0]}, r"Whether A was treated in 2 \(row 2\) is 2"),
        ({"treated": [0, None, 1, 0, 0, 0]}, r"Whether A was treated in 2 \(row 2\) is missing"),
        ({"treated": [0, 1, 0, 0, 0, 0]}, "The treatment of A turns off in 3"),
        ({"treated": [0] * 6}, "No unit is ever treated"),
        ({"treated": [0, 0, 1, 0, 1, 1]}, "There are no controls: every unit is treated in the end"),
        ({"treated": [1, 1, 1, 0, 0, 0]}, "A is treated from the first period, 1"),
        ({"clusters": ["x", "y", "x", "z", "z", "z"]}, "A is in the clusters x and y"),
        ({"clusters": ["x", "y"]}, "The clusters have 2 rows, the units 6"),
        ({"reasons": ["x", "y"]}, "The reasons have 2 rows, the units 6"),
        ({"units": ["A", "A", "C", "B", "B", "B"], "treated": [0, 1, 1, 0, 0, 0]}, "A has no row for 3"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(changed, sentence):
    with pytest.raises(ImpactError, match=sentence):
        made(**changed)


def test_a_unit_with_a_missing_value_is_left_out_whole_and_named_with_the_reason():
    panel = made(
        units=[*UNITS, "C", "C", "C"],
        periods=[*PERIODS, 1, 2, 3],
        values=[*VALUES, 1, None, 2],
        treated=[*TREATED, 0, 0, 0],
        reasons=[None] * 7 + ["fewer than 5 people", None],
    )
    assert panel.units == ("A", "B")
    assert [(each.unit, each.reason) for each in panel.left_out] == [("C", "2: fewer than 5 people")]


def test_nobody_left_to_compare_with_says_who_was_left_out():
    with pytest.raises(ImpactError, match=r"There are no controls \(left out: B\)"):
        made(values=[5, 6, 9, 4, None, 6], reasons=[None] * 4 + ["not published", None])
