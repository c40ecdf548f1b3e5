"""A date in three boxes."""

from datetime import date

import pytest
from django import forms

from goldenthread.frontend.widgets import DayField


class DayForm(forms.Form):
    day = DayField()
    other = DayField(required=False)


def form(*boxes, name="day"):
    return DayForm({f"{name}_{position}": box for position, box in enumerate(boxes)})


def test_three_boxes_are_a_date():
    filled = form(" 7", "3", "2026 ")
    assert filled.is_valid()
    assert filled.cleaned_data == {"day": date(2026, 3, 7), "other": None}


def test_a_date_sent_whole_is_read_too():
    assert DayForm({"day": "2026-03-07"}).is_valid()


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        (("", "", ""), "required"),
        (("7", "", "2026"), "must include a month"),
        (("", "", "2026"), "must include a day and a month"),
        (("31", "2", "2026"), "no such day"),
        (("7", "March", "2026"), "in numbers"),
        (("7", "3", "26"), "four digits"),
        (("7", "3", "0000"), "no such day"),
    ],
)
def test_what_is_wrong_is_said(boxes, sentence):
    assert sentence in form(*boxes).errors["day"][0]


def test_an_initial_date_fills_the_boxes():
    html = str(DayForm(initial={"day": date(2026, 3, 7)})["day"])
    assert all(f'value="{part}"' in html for part in (7, 3, 2026))


def test_an_unchanged_date_is_not_a_change():
    unchanged = DayForm({"day_0": "7", "day_1": "3", "day_2": "2026"}, initial={"day": date(2026, 3, 7)})
    assert unchanged.changed_data == []
    assert form("8", "3", "2026").changed_data == ["day"]
