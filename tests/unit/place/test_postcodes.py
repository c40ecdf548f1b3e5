"""Postcodes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.place import postcodes


@pytest.mark.parametrize(
    ("typed", "kept", "written"),
    [
        ("SK1 3XE", "SK13XE", "SK1 3XE"),
        ("  sk1-3xe ", "SK13XE", "SK1 3XE"),
        ("sk13xe", "SK13XE", "SK1 3XE"),
        ("W1A 1AA", "W1A1AA", "W1A 1AA"),
        ("M1 1AE", "M11AE", "M1 1AE"),
        ("EC1A1BB", "EC1A1BB", "EC1A 1BB"),
        ("SK1 OAA", "SK10AA", "SK1 0AA"),
        ("SK1 IAA", "SK11AA", "SK1 1AA"),
        ("SK1\u00a03XE.", "SK13XE", "SK1 3XE"),
    ],
)
def test_a_postcode_is_understood_however_it_is_typed(typed: str, kept: str, written: str) -> None:
    assert postcodes.normalise(typed) == kept
    assert postcodes.spaced(kept) == written


@pytest.mark.parametrize(
    "typed", ["", "   ", "SK1", "Stockport", "12345", "SK1 3X", "SK1 33E", "SSK1 3XE", "SK123 3XE"]
)
def test_what_cannot_be_a_postcode_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(postcodes.NotAPostcode) as refusal:
        postcodes.normalise(typed)
    assert refusal.value.sentence.startswith("Enter a")


@given(st.from_regex(r"\A[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}\Z"), st.sampled_from([str.lower, str.upper, str.title]))
def test_normalising_twice_changes_nothing(code: str, case) -> None:
    once = postcodes.normalise(case(postcodes.spaced(code)))
    assert once == code
    assert postcodes.normalise(once) == once


@given(st.text())
def test_any_text_is_either_a_postcode_or_refused(text: str) -> None:
    try:
        code = postcodes.normalise(text)
    except postcodes.NotAPostcode:
        return
    assert 5 <= len(code) <= 7
    assert code.isalnum()
