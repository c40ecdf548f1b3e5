"""Two counts of one thing; a number and the list after it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.factories.checked_reports import found, words

SCHEMES = st.sampled_from(["Warm Rooms", "Summer Plates", "The Leigh Larder", "Good Neighbours"])
PLACES = st.sampled_from(["halls", "community centres", "clubs", "charities", "libraries", "organisations"])
SAID = "{} ran over the winter in {} {} that offered hot drinks, games and company to lonely people."
SAID_AGAIN = "Through {} we paid {} local {} to offer hot drinks, games and company to people lonely this winter."


@given(SCHEMES, PLACES, PLACES, st.integers(20, 400), st.integers(20, 400))
def test_two_counts_of_one_scheme_are_found_exactly_when_they_differ(
    scheme: str, one: str, other: str, first: int, second: int
) -> None:
    text = f"# Report\n\n{SAID.format(scheme, first, one)}\n\n## Later\n\n{SAID_AGAIN.format(scheme, second, other)}\n"
    result = found("two-counts", text)
    assert len(result) == (2 if first != second else 0)
    if result:
        assert result[0].elsewhere == (result[1].sentence,)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [("over 125", "100+", 2), ("over 100", "more than 100", 0), ("about 100", "98", 0), ("almost 60", "over 60", 2)],
)
def test_hedges_agree_where_one_number_can_keep_both(first: str, second: str, count: int) -> None:
    text = f"{SAID.format('Warm Rooms', first, 'halls')}\n\n{SAID_AGAIN.format('Warm Rooms', second, 'clubs')}\n"
    assert len(found("two-counts", text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Warm Rooms ran in 60 halls.\n\nGood Neighbours ran in 40 halls.",
        "In 2021 Warm Rooms ran in 60 halls that offered soup and games.\n\n"
        "In 2022 Warm Rooms ran in 80 halls that offered soup and games.",
        "Warm Rooms ran in 60 halls that offered soup and games.\n\n"
        "Warm Rooms added a further 20 halls that offered soup and games.",
        "Warm Rooms ran in 60 halls.\n\nThe Warm Rooms hosts drank tea with 9 charities on the last day of term.",
        "Warm Rooms ran in 60 halls that offered soup and games.\n\n"
        "“Warm Rooms had 90 halls that offered soup and games, and I saw them all,” said a visitor.",
    ],
)
def test_counts_of_two_things_times_or_parts_are_let_be(text: str) -> None:
    assert found("two-counts", text) == []


THINGS = st.sampled_from(["networks", "sites", "clubs", "aims", "areas of work"])
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight")


@given(THINGS, st.integers(2, 8), st.integers(2, 8))
def test_a_list_shorter_or_longer_than_announced_is_found(thing: str, said: int, listed: int) -> None:
    items = "\n".join(f"- Item {letter} of the list" for letter in "ABCDEFGH"[:listed])
    result = found("count-and-list", f"We have {NUMBERS[said - 2]} {thing}:\n\n{items}\n")
    assert bool(result) == (said != listed)


@given(st.integers(2, 8), st.integers(3, 6))
def test_a_series_after_a_colon_is_counted(said: int, listed: int) -> None:
    assume(said != listed)
    names = ["the Mill Road Exchange", "Leigh Wharf", "Station Place", "Hope Court", "Park Lane", "Kiln Yard"][:listed]
    series = f"{', '.join(names[:-1])} and {names[-1]}"
    assert len(found("count-and-list", f"We signed them for {said} major developments: {series}.")) == 1
    assert found("count-and-list", f"We signed them for {listed} major developments: {series}.") == []


def test_networks_of_which_only_some_are_named_are_found() -> None:
    text = (
        "Neighbours Together is the name for seven local networks of community groups.\n\n"
        "- Leigh found that many older people are lonely.\n- Mill used data on health to find who is missed.\n"
    )
    assert words("count-and-list", text) == ["seven"]


@pytest.mark.parametrize(
    "text",
    [
        "We have seven networks. Here are some of their achievements:\n\n- One\n- Two\n",
        "We have seven networks, including:\n\n- One\n- Two\n",
        "We run seven networks in all.\n\n- We opened a café.\n- We painted a hall.\n",
        "We made 14 places for young people who struggle – care leavers, young carers and disabled people.",
        "We signed them for three developments: the Exchange, Leigh and Mill, and the Wharf.",
        "They work in two ways:\n\n1. They listen\n2. They act\n",
        "Five staff told us: it is good, clean and warm.",
    ],
)
def test_lists_that_fit_or_are_not_whole_are_let_be(text: str) -> None:
    assert found("count-and-list", text) == []
