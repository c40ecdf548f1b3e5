"""A table as JSON."""

import json

import pytest

from goldenthread.publishing.figures import Column, Table
from goldenthread.publishing.json_files import table_to_json


def test_rows_are_named_by_their_columns_and_a_missing_number_is_null():
    table = Table("Wards", (Column("Ward"), Column("Rate", 1)), (("Höhe", 1.25), ("Low", None)), source="Census 2021")
    assert json.loads(table_to_json(table)) == {
        "title": "Wards",
        "columns": ["Ward", "Rate"],
        "rows": [{"Ward": "Höhe", "Rate": 1.25}, {"Ward": "Low", "Rate": None}],
        "source": "Census 2021",
        "notes": [],
    }
    assert "Höhe" in table_to_json(table)


def test_two_columns_of_one_name_would_lose_one():
    with pytest.raises(ValueError, match="The table “Wards” has two columns called “Rate”"):
        table_to_json(Table("Wards", (Column("Rate"), Column("Rate")), ()))


def test_what_is_no_number_is_no_json():
    with pytest.raises(ValueError, match="not JSON compliant"):
        table_to_json(Table("Wards", (Column("Rate", 1),), ((float("nan"),),)))
