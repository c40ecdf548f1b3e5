"""Days typed behind a link: every line read or refused in a sentence, none guessed."""

from datetime import date

import pytest

from goldenthread.plan.cycles.held_days import Held, read_held_days, write_places

PLACES = [{"code": "X1", "name": "Ashfield"}, {"code": "X2", "name": "Mill End"}]
SUMMER = (date(2026, 7, 1), date(2026, 9, 30))
WINTER = (date(2026, 11, 1), date(2027, 1, 31))


def read(words, *, places=PLACES, each_place=True, period=SUMMER):
    return read_held_days(words, places=places, each_place=each_place, period=period)


def test_each_line_is_a_place_and_its_days():
    assert read("Ashfield: 14 July, 11/08/2026; 8th September\r\nmill end: 15 July 2026\n") == (
        Held(date(2026, 7, 14), "X1"), Held(date(2026, 8, 11), "X1"), Held(date(2026, 9, 8), "X1"),
        Held(date(2026, 7, 15), "X2"),
    )  # fmt: skip


def test_the_lines_to_begin_with_say_nothing_yet():
    assert read(write_places(PLACES)) == ()


def test_a_day_said_twice_counts_once_and_a_place_is_known_by_its_code_too():
    assert read("X1: 14 July, 14 July 2026") == (Held(date(2026, 7, 14), "X1"),)


def test_without_places_the_days_stand_alone():
    assert read("14 July, 11 August", places=[], each_place=False) == (
        Held(date(2026, 7, 14)), Held(date(2026, 8, 11)),
    )  # fmt: skip


def test_a_day_without_its_year_is_that_of_the_period_also_over_new_year():
    assert read("Ashfield: 12 November, 14 January", period=WINTER) == (
        Held(date(2026, 11, 12), "X1"), Held(date(2027, 1, 14), "X1"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Ashfeld: 14 July", "“Ashfeld” is not one of the places. They are: Ashfield, Mill End."),
        ("14 July", "“14 July” does not say where."),
        ("Ashfield: July 2026", "“July 2026” is not a day. Write it like this: 14 July 2026."),
        ("Ashfield: soon", "“soon” is not a day."),
        ("Ashfield: 31 June 2026", "is not a day that exists"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(words, sentence):
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        read(words)
