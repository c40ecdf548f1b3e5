"""Days as people write them: read as Britain reads them, refused in a sentence where there is no such day."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.plan.importing.dates import NoSuchDay, read_day

DAYS = st.dates(date(2000, 1, 1), date(2079, 12, 31))


@pytest.mark.parametrize(
    ("words", "end", "start"),
    [
        ("31/03/26", date(2026, 3, 31), date(2026, 3, 31)),
        ("1.4.2026", date(2026, 4, 1), date(2026, 4, 1)),
        ("by 31st March, 2026", date(2026, 3, 31), date(2026, 3, 31)),
        ("Tuesday 3 March 2026", date(2026, 3, 3), date(2026, 3, 3)),
        ("46112", date(2026, 3, 31), date(2026, 3, 31)),
        ("end of March 2026", date(2026, 3, 31), date(2026, 3, 31)),
        ("early March 2026", date(2026, 3, 1), date(2026, 3, 1)),
        ("mid-June 2026", date(2026, 6, 15), date(2026, 6, 15)),
        ("March 2026", date(2026, 3, 31), date(2026, 3, 1)),
        ("Mar-26", date(2026, 3, 31), date(2026, 3, 1)),
        ("03/2026", date(2026, 3, 31), date(2026, 3, 1)),
        ("Q4 2025/26", date(2026, 3, 31), date(2026, 1, 1)),
        ("2025-26 Q1", date(2025, 6, 30), date(2025, 4, 1)),
        ("Q1 2026", date(2026, 3, 31), date(2026, 1, 1)),
        ("Spring 2026", date(2026, 5, 31), date(2026, 3, 1)),
        ("winter 2026", date(2027, 2, 28), date(2026, 12, 1)),
        ("2025/26", date(2026, 3, 31), date(2025, 4, 1)),
        ("FY 25/26", date(2026, 3, 31), date(2025, 4, 1)),
        ("2026", date(2026, 12, 31), date(2026, 1, 1)),
    ],
)
def test_what_the_words_mean_as_an_end_and_as_a_start(words, end, start):
    assert read_day(words).day == end
    assert read_day(words, is_end=False).day == start


@pytest.mark.parametrize("words", ["", "TBC", "ongoing", "n/a", "–", "Business as usual"])
def test_words_that_mean_there_is_none(words):
    read = read_day(words)
    assert read.day is None
    assert read.is_understood


@pytest.mark.parametrize("words", ["when the money comes", "March", "Q5 2026", "2025/27", "soon 2026", "12 people"])
def test_words_that_are_no_date_give_none_and_say_so(words):
    read = read_day(words)
    assert read.day is None
    assert not read.is_understood


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("31/02/26", "is not a day that exists"),
        ("03/31/26", "has no month 31"),
        ("30 February 2026", "is not a day that exists"),
        ("31/03/2206", "in the year 2206"),
        ("March 1026", "in the year 1026"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(words, sentence):
    with pytest.raises(NoSuchDay, match=sentence):
        read_day(words)


@given(DAYS)
def test_a_day_written_in_any_usual_way_is_that_day(day):
    month = calendar.month_name[day.month]
    for words in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day:%y}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day:%y}",
        str((day - date(1899, 12, 30)).days),
    ):
        read = read_day(words)
        assert (read.day, read.is_exact) == (day, True), words


@given(DAYS)
def test_a_month_and_a_quarter_end_where_a_slow_count_says(day):
    last = day
    while (last + timedelta(days=1)).month == day.month:
        last += timedelta(days=1)
    assert read_day(f"{calendar.month_name[day.month]} {day.year}").day == last
    year = day.year if day.month >= 4 else day.year - 1
    quarter = next(number for number in (1, 2, 3, 4) if day.month in QUARTERS[number])
    end = day
    while (end + timedelta(days=1)).month in QUARTERS[quarter]:
        end += timedelta(days=1)
    assert read_day(f"Q{quarter} {year}/{(year + 1) % 100:02}").day == end


QUARTERS = {1: (4, 5, 6), 2: (7, 8, 9), 3: (10, 11, 12), 4: (1, 2, 3)}


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,4}[/. -][0-9]{1,4}([/. -][0-9]{1,4})?", fullmatch=True))
def test_any_words_are_read_or_refused_in_a_sentence(words):
    day, said = None, "."
    try:
        day = read_day(words).day
    except NoSuchDay as wrong:
        said = str(wrong)
    assert said.endswith(".")
    assert day is None or 1990 <= day.year <= 2101
