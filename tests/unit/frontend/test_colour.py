"""Contrast as WCAG 2.2 defines it, and colours moved until they can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.frontend import colour

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that just fails, as WebAIM's contrast checker gives it
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_the_published_ratio(first, second, ratio):
    assert colour.contrast(first, second) == pytest.approx(ratio, abs=0.01)


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(first, second):
    assert colour.contrast(first, second) == colour.contrast(second, first)
    assert 1 <= colour.contrast(first, second) <= 21


@given(colours)
def test_every_colour_can_be_made_readable_on_light_and_on_dark(accent):
    for background in (colour.WHITE, colour.NIGHT):
        shown = colour.readable_on(background, accent)
        assert colour.contrast(shown, background) >= colour.TEXT_CONTRAST


def test_a_readable_colour_is_left_as_it_is():
    assert colour.readable_on(colour.WHITE, "#12436d") == "#12436d"


@pytest.mark.parametrize(("text", "answer"), [("#12436d", True), ("#ABCDEF", True), ("12436d", False), ("#123", False)])
def test_only_six_digits_are_a_colour(text, answer):
    assert colour.is_colour(text) is answer
