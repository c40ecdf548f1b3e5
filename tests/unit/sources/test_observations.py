"""Observations are built from columns and single cells; a missing value always has a reason."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from goldenthread.engine.tables import OBSERVATIONS
from goldenthread.sources.observations import make_observations

YEAR = {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}


def test_one_cell_stands_for_every_row() -> None:
    table = make_observations(measure="m", area_code=["E06000001", "E06000002"], value=[1, 2.5], **YEAR)
    assert table.schema == OBSERVATIONS
    assert table.column("period").to_pylist() == ["2021", "2021"]
    assert table.column("characteristic").to_pylist() == ["all", "all"]
    assert table.column("value").to_pylist() == [1.0, 2.5]
    assert table.column("status").to_pylist() == [None, None]


@pytest.mark.parametrize(
    "values",
    [
        [1.0, None, float("nan")],
        np.array([1.0, np.nan, np.nan]),
        pa.array([1, None, None]),
        pa.chunked_array([[1.0], [None, float("nan")]]),
    ],
    ids=["list", "numpy", "arrow integers", "arrow chunks"],
)
def test_no_value_is_null_and_has_a_reason(values: object) -> None:
    table = make_observations(
        measure="m", area_code=["a", "b", "c"], value=values, status=[None, "suppressed", None], **YEAR
    )
    assert table.column("value").to_pylist() == [1.0, None, None]
    assert table.column("status").to_pylist() == [None, "suppressed", "not published"]


def test_a_reason_beside_a_value_is_dropped() -> None:
    table = make_observations(measure="m", area_code=["a"], value=[0.0], status=["suppressed"], **YEAR)
    assert table.column("status").to_pylist() == [None]


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="“lost” is not a reason for a missing value"):
        make_observations(measure="m", area_code=["a"], value=[None], status=["lost"], **YEAR)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        make_observations(measure="m", area_code=["a", "b"], value=[1.0], **YEAR)
