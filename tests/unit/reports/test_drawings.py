"""What is kept of a picture draws the same picture again."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.factories.plan_documents import make_measure_document, make_reading

from goldenthread.plan.documents import MeasureProgress
from goldenthread.publishing.charts import Caption
from goldenthread.reports import drawings

CAPTION = Caption("picture", "People came")


def counted(*pairs):
    readings = tuple(
        make_reading(date(2026, month, 1), value=Decimal(value), period=f"month {month}") for month, value in pairs
    )
    return make_measure_document(progress=MeasureProgress(readings=readings))


def test_readings_become_a_line_that_survives_being_kept():
    kept = drawings.keep_readings(counted((1, 4), (2, 7), (3, 9)), until=date(2026, 12, 31))
    figure = drawings.draw_trend(json.loads(json.dumps(kept)), CAPTION)
    assert figure == drawings.draw_trend(kept, CAPTION)
    assert [row[1] for row in figure.table.rows] == ["month 1", "month 2", "month 3"]
    assert "9" in figure.alternative_text


def test_readings_after_the_year_are_left_out_and_two_make_no_picture():
    kept = drawings.keep_readings(counted((1, 4), (2, 7), (3, 9)), until=date(2026, 2, 28))
    assert kept == {}
    assert drawings.draw_trend(kept, CAPTION) is None


def test_out_of_how_many_is_drawn_as_a_percentage():
    readings = tuple(make_reading(date(2026, month, 1), count=month, denominator=4) for month in (1, 2, 3))
    measure = make_measure_document(kind="percentage", progress=MeasureProgress(readings=readings))
    kept = drawings.keep_readings(measure, until=date(2026, 12, 31))
    assert kept["unit"] == "%"
    assert [moment[2][0] for moment in kept["lines"][0]["moments"]] == [25.0, 50.0, 75.0]


@pytest.mark.parametrize("average", [None, 0, -1.0])
def test_a_gap_without_an_average_to_set_it_against_is_not_in_the_common_picture(average):
    drawing = {"unit": "%", "decimals": 1, "most": [9.0, 8.0, 10.0, "m", None], "least": [3.0, 2.0, 4.0, "m", None]}
    assert drawings.draw_gaps([("Gap", {**drawing, "average": average})], CAPTION, "Here") is None
    shown = drawings.draw_gaps([("Gap", {**drawing, "average": 6.0}), ("None", {})], CAPTION, "Here")
    assert [row[0] for row in shown.table.rows] == ["Gap"]
