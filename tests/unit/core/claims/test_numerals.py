"""Numbers as people write them, against slow writers of the same numbers."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.claims import (
    Form,
    Numeral,
    Per,
    Unit,
    find_numerals,
    last_step,
    read_number,
    round_half_up,
    to_fraction,
    write_number,
)

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]


def in_words(number):
    """Spelt as an English schoolbook spells it."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = number % 100
        return f"{UNITS[number // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    for name, size in (("million", 10**6), ("thousand", 10**3)):
        if number >= size:
            rest = number % size
            joined = "" if not rest else f" and {in_words(rest)}" if rest < 100 else f" {in_words(rest)}"
            return f"{in_words(number // size)} {name}{joined}"
    raise AssertionError(number)


def last_digit_of(text):
    """The place value of the last digit that is not zero, found by walking along the written digits."""
    digits, _, after = text.replace(",", "").partition(".")
    place, found = Fraction(10) ** (len(digits) - 1), Fraction(1)
    for digit in digits + after:
        if digit != "0":
            found = place
        place /= 10
    return found


ONE = [
    # text, value, place of the last written digit, step, form, unit
    ("4,255", 4255, 1, 1, Form.FIGURES, Unit.NUMBER),
    ("2311", 2311, 1, 1, Form.FIGURES, Unit.NUMBER),
    ("2,000", 2000, 1, 1000, Form.FIGURES, Unit.NUMBER),
    ("5.5K", 5500, 100, 100, Form.FIGURES, Unit.NUMBER),
    ("56k", 56_000, 1000, 1000, Form.FIGURES, Unit.NUMBER),
    ("£2.6m", 2_600_000, 100_000, 100_000, Form.FIGURES, Unit.MONEY),
    ("£2.60m", 2_600_000, 10_000, 100_000, Form.FIGURES, Unit.MONEY),
    ("£1.2 billion", 1_200_000_000, 10**8, 10**8, Form.FIGURES, Unit.MONEY),
    ("2.6 million", 2_600_000, 100_000, 100_000, Form.FIGURES, Unit.NUMBER),
    ("3.5 million pounds", 3_500_000, 100_000, 100_000, Form.FIGURES, Unit.MONEY),
    ("£49,185", 49_185, 1, 1, Form.FIGURES, Unit.MONEY),
    ("£10.90", Fraction(109, 10), Fraction(1, 100), Fraction(1, 10), Form.FIGURES, Unit.MONEY),
    ("90p", Fraction(9, 10), Fraction(1, 100), Fraction(1, 10), Form.FIGURES, Unit.MONEY),
    ("35%", 35, 1, 1, Form.FIGURES, Unit.PERCENT),
    ("75 per cent", 75, 1, 1, Form.FIGURES, Unit.PERCENT),
    ("75 percent", 75, 1, 1, Form.FIGURES, Unit.PERCENT),
    ("2.9%", Fraction(29, 10), Fraction(1, 10), Fraction(1, 10), Form.FIGURES, Unit.PERCENT),
    ("3 percentage points", 3, 1, 1, Form.FIGURES, Unit.POINTS),
    ("1.5pp", Fraction(3, 2), Fraction(1, 10), Fraction(1, 10), Form.FIGURES, Unit.POINTS),
    ("-2.3 points", Fraction(-23, 10), Fraction(1, 10), Fraction(1, 10), Form.FIGURES, Unit.POINTS),
    ("2½", Fraction(5, 2), Fraction(1, 4), Fraction(1, 4), Form.FIGURES, Unit.NUMBER),
    ("sixteen", 16, 1, 1, Form.WORDS, Unit.NUMBER),
    ("two thousand three hundred and eleven", 2311, 1, 1, Form.WORDS, Unit.NUMBER),
    ("a hundred", 100, 1, 100, Form.WORDS, Unit.NUMBER),
    ("two million", 2_000_000, 10**6, 10**6, Form.WORDS, Unit.NUMBER),
    ("half a million", 500_000, 100_000, 100_000, Form.WORDS, Unit.NUMBER),
    ("two and a half", Fraction(5, 2), Fraction(1, 2), Fraction(1, 2), Form.WORDS, Unit.NUMBER),
    ("seventy-five per cent", 75, 1, 1, Form.WORDS, Unit.PERCENT),
    ("eighth", 8, 1, 1, Form.ORDINAL, Unit.NUMBER),
    ("twenty-first", 21, 1, 1, Form.ORDINAL, Unit.NUMBER),
    ("144th", 144, 1, 1, Form.ORDINAL, Unit.NUMBER),
    ("half", 50, 5, 5, Form.FRACTION, Unit.PERCENT),
    ("a third", Fraction(100, 3), 5, 5, Form.FRACTION, Unit.PERCENT),
    ("two-thirds", Fraction(200, 3), 5, 5, Form.FRACTION, Unit.PERCENT),
    ("three quarters", 75, 5, 5, Form.FRACTION, Unit.PERCENT),
    ("¾", 75, 5, 5, Form.FRACTION, Unit.PERCENT),
    ("one in five", 20, 5, 5, Form.FRACTION, Unit.PERCENT),
    ("1 in 4", 25, 5, 5, Form.FRACTION, Unit.PERCENT),
    ("three in every ten", 30, 5, 5, Form.FRACTION, Unit.PERCENT),
    ("10 of 17", Fraction(1000, 17), 5, 5, Form.PART, Unit.PERCENT),
    ("nine out of ten", 90, 5, 5, Form.PART, Unit.PERCENT),
    ("six of the eight", 75, 5, 5, Form.PART, Unit.PERCENT),
]


@pytest.mark.parametrize(("text", "value", "place", "step", "form", "unit"), ONE, ids=[row[0] for row in ONE])
def test_one_number_is_read_with_its_places_and_its_unit(text, value, place, step, form, unit):
    (found,) = find_numerals(f"There were {text} of them.")
    assert found.text == text
    assert (found.value, found.place, found.step) == (value, place, step)
    assert (found.form, found.unit) == (form, unit)


NONE = [
    "COVID-19", "SK1 3XE", "10am", "4.2.1", "24/7", "2022/23", "the over 50s", "the A6", "Q3", "a third party",
    "10.30am", "a half-day event", "half an hour", "the second half", "the other half of the story", "hundreds",
    "a CO2 monitor", "every quarter", "1990s", "0161", "the most deprived fifth", "the left half of the form",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_not_read_as_one(text):
    assert [each.text for each in find_numerals(text) if each.form is not Form.ORDINAL] == []


def test_money_is_once_or_for_a_time_and_never_both():
    def per(text):
        return [each.per for each in find_numerals(text) if each.unit is Unit.MONEY]

    assert per("gains of £49,185 from appeals") == [None]
    assert per("worth £328,531 each year") == [Per.YEAR]
    assert per("value of £286,604 per annum") == [Per.YEAR]
    assert per("**£286,604** per annum") == [Per.YEAR]
    assert per("£79,256 additional income per annum") == [Per.YEAR]
    assert per("an annual saving of over £3k") == [Per.YEAR]
    assert per("£12 a week") == [Per.WEEK]
    assert per("paid £10.90 an hour") == [Per.HOUR]
    assert per("£2.6m to deliver training each year") == [None]
    assert per("£5 a day and £100 a month") == [Per.DAY, Per.MONTH]


def test_a_rate_has_its_base_and_the_base_is_no_number_of_its_own():
    (found,) = find_numerals("12.3 deaths per 100,000 people")
    assert (found.value, found.base) == (Fraction(123, 10), 100_000)
    assert len(find_numerals("12.3 per 1,000 and 40 people")) == 2


def test_numbers_stand_where_they_are_said_to_stand():
    text = "Of 295,243 residents, one in five got £2.6m in all; the eighth most, 10 of 17."
    for each in find_numerals(text):
        assert text[each.start : each.end] == each.text
    assert [each.text for each in find_numerals(text)] == [
        "295,243", "one in five", "£2.6m", "eighth", "10 of 17",
    ]  # fmt: skip


@given(st.integers(0, 9_999_999))
def test_a_number_in_words_is_the_number(number):
    words = in_words(number)
    assert read_number(words) == number
    (found,) = find_numerals(f"we saw {words} there")
    assert found.value == number


@given(st.integers(0, 10**9), st.integers(0, 3))
def test_a_number_in_figures_is_the_number_with_or_without_commas(number, places):
    value = Fraction(number, 10**places)
    for text in (write_number(value, places), write_number(value, places).replace(",", "")):
        assert read_number(text) == value
        (found,) = find_numerals(text)
        assert found.place == Fraction(1, 10**places)
        if value:
            assert found.step == last_digit_of(text) == last_step(value)


@given(st.integers(-(10**7), 10**7), st.sampled_from(["0.01", "0.1", "1", "10", "1000"]))
def test_rounding_is_half_up_as_decimal_does_it(number, place):
    value = Decimal(number) / 1000
    size = Decimal(place)
    expected = (value / size).quantize(Decimal(1), rounding=ROUND_HALF_UP) * size
    assert round_half_up(value, size) == Fraction(expected)


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_a_float_is_the_decimal_it_is_written_as(number):
    assert to_fraction(number) == Fraction(Decimal(repr(number)))
    assert to_fraction(np.float64(number)) == to_fraction(number)


def test_numbers_of_numpy_are_numbers():
    assert to_fraction(np.int64(7)) == 7
    assert to_fraction(np.float32(0.5)) == Fraction(1, 2)


@pytest.mark.parametrize("value", ["many", "", float("nan"), float("inf"), True, "1/0"])
def test_what_is_no_number_is_refused_in_a_sentence(value):
    with pytest.raises(ValueError, match="A finite number is needed; got"):
        to_fraction(value)


def test_impossible_places_are_refused():
    with pytest.raises(ValueError, match="rounded to a place above zero"):
        round_half_up(3, 0)
    with pytest.raises(ValueError, match="has no last digit in decimals"):
        last_step(Fraction(1, 3))
    with pytest.raises(ValueError, match="stands somewhere in a text"):
        Numeral(3, 3, "", Fraction(1), Fraction(1), Fraction(1), Form.FIGURES)
    with pytest.raises(ValueError, match="place of a digit is above zero"):
        Numeral(0, 1, "1", Fraction(1), Fraction(0), Fraction(1), Form.FIGURES)
    assert last_step(0) == 1


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    for each in find_numerals(text):
        assert text[each.start : each.end] == each.text


@given(st.text("0123456789,.£%kKmM½ -–oneinfifth", max_size=40))
def test_any_text_of_digits_can_be_read(text):
    spans = [(each.start, each.end) for each in find_numerals(text)]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
