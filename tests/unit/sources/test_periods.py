"""Periods as publishers write them."""

from datetime import date

import pytest

from goldenthread.sources.periods import Period, parse_period


@pytest.mark.parametrize(
    ("written", "label", "start", "end"),
    [
        ("2021", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        (" 2021 ", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021/22", "2021/22", date(2021, 4, 1), date(2022, 3, 31)),
        ("1999/00", "1999/00", date(1999, 4, 1), date(2000, 3, 31)),
        ("2021/2022", "2021/22", date(2021, 4, 1), date(2022, 3, 31)),
        ("2018 - 20", "2018 to 2020", date(2018, 1, 1), date(2020, 12, 31)),
        ("2014-16", "2014 to 2016", date(2014, 1, 1), date(2016, 12, 31)),
        ("1999 - 01", "1999 to 2001", date(1999, 1, 1), date(2001, 12, 31)),
        ("2009–11", "2009 to 2011", date(2009, 1, 1), date(2011, 12, 31)),
        ("2016 to 2020", "2016 to 2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("2020/21 - 22/23", "2020/21 to 2022/23", date(2020, 4, 1), date(2023, 3, 31)),
        ("2021-03", "March 2021", date(2021, 3, 1), date(2021, 3, 31)),
        ("February 2024", "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("jan 2021", "January 2021", date(2021, 1, 1), date(2021, 1, 31)),
        ("2023 Q1", "2023 Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("Q4 2023", "2023 Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2021-03-07", "7 March 2021", date(2021, 3, 7), date(2021, 3, 7)),
        ("07/03/2021", "7 March 2021", date(2021, 3, 7), date(2021, 3, 7)),
        ("2011-01-01T00:00:00/P3Y", "2011 to 2013", date(2011, 1, 1), date(2013, 12, 31)),
        ("2020-01-01/P1Y", "2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-04-01T00:00:00/P1Y", "2020/21", date(2020, 4, 1), date(2021, 3, 31)),
        ("2020-07-01/P3M", "July 2020 to September 2020", date(2020, 7, 1), date(2020, 9, 30)),
    ],
)
def test_a_period_has_a_label_and_its_days(written: str, label: str, start: date, end: date) -> None:
    assert parse_period(written) == Period(label, start, end)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "then",
        "21",
        "98-99",
        "2021/23",
        "2021-13",
        "2021-02-30",
        "2020 to 2010",
        "2023 Q5",
        "2021/22 - 21/23",
        "12.5",
    ],
)
def test_what_is_not_a_period_is_none(written: str) -> None:
    assert parse_period(written) is None


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Period("2021", date(2021, 1, 2), date(2021, 1, 1))
