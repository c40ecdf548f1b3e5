"""Working days: weekends, bank holidays of each nation, and quarters."""

from datetime import date

import pytest

from goldenthread.plan.working_days import add_working_days, is_working_day, last_quarter, nation_of, next_working_day


def test_a_council_keeps_the_bank_holidays_of_its_nation():
    assert [nation_of(code) for code in ("E08000007", "W06000015", "S12000036", "N09000003", "X06000001")] == [
        "ENG",
        "WLS",
        "SCT",
        "NIR",
        "ENG",
    ]
    saint_andrew = date(2026, 11, 30)
    assert is_working_day(saint_andrew, nation="ENG")
    assert not is_working_day(saint_andrew, nation="SCT")


def test_easter_and_weekends_are_stepped_over():
    good_friday = date(2026, 4, 3)
    assert next_working_day(good_friday, nation="ENG") == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 2), 1, nation="ENG") == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 8), -2, nation="ENG") == date(2026, 4, 2)


def test_no_working_days_after_a_sunday_is_the_monday():
    assert add_working_days(date(2026, 7, 5), 0, nation="ENG") == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 7, 1), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 1, 15), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_the_last_quarter_is_the_last_whole_one(day, first, last):
    assert last_quarter(day) == (first, last)
