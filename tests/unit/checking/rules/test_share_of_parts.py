"""Shares against the counts that stand beside them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.factories.checked_reports import found

RULE = "share-of-parts"
SHAPES = (
    "Of the {whole} people we asked, {part} carers ({share}%) came.",
    "{part} of {whole} pupils ({share}%) can swim.",
    "{share}% ({part} of {whole}) of tenants answered.",
)


@given(st.integers(20, 5_000), st.integers(1, 5_000), st.integers(-4, 4), st.sampled_from(SHAPES))
def test_a_share_is_found_wrong_exactly_when_its_parts_make_another(
    whole: int, part: int, off: int, shape: str
) -> None:
    assume(part <= whole)
    right = (200 * part + whole) // (2 * whole)  # half up
    share = right + off
    assume(0 < share <= 100)
    result = found(RULE, shape.format(whole=f"{whole:,}", part=f"{part:,}", share=share))
    assert bool(result) == (off != 0)


@pytest.mark.parametrize(
    "text",
    [
        "30 of 20 schools took part.",
        "Of 250 residents, of whom 310 are carers, many came.",
        "45 of 60 tenants (80%) answered.",
    ],
)
def test_what_cannot_be_is_found(text: str) -> None:
    assert len(found(RULE, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "45 of 60 tenants (75%) answered.",
        "In 2022, 45 tenants answered, and 12% more than the year before.",
        "The borough has 295,000 residents, of whom 6,300 are known to us.",
        "We asked 250 carers, 46% of all carers we know.",
        "Take-up among those aged 85 (2.9%) is high.",
        "Nine out of ten tenants (88%) are content.",
    ],
)
def test_shares_that_agree_or_belong_to_others_are_let_be(text: str) -> None:
    assert found(RULE, text) == []
