"""Parts against their total: in a sentence, in the next, in a list, in a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.checked_reports import found, words

RULE = "parts-and-total"
KINDS = ("residents", "pupils", "jobseekers", "carers", "visitors")
counts = st.lists(st.integers(5, 400), min_size=3, max_size=6)


@given(
    counts,
    st.integers(0, 50),
    st.sampled_from(KINDS),
    st.sampled_from(["A total of {0} {1} came.", "{0} {1} came in total."]),
)
def test_a_sum_is_found_to_differ_exactly_when_it_does(parts: list[int], more: int, kind: str, opening: str) -> None:
    total = sum(parts) + more
    listed = [f"{part} were seen at site {letter}" for part, letter in zip(parts, "ABCDEF", strict=False)]
    text = f"{opening.format(total, kind)} {', '.join(listed[:-1])} and {listed[-1]}."
    result = found(RULE, text)
    assert bool(result) == (more > 0)
    if result:
        assert f"{sum(parts):,}" in result[0].message
        assert str(total) in result[0].message
        assert result[0].sentence.startswith(str(parts[0]))


@pytest.mark.parametrize(
    "text",
    [
        "Of the 200 pupils, 90 walk, 60 cycle and 40 come by bus.",
        "75 residents came: 30 found work, 20 began a course and 15 wrote a CV.",
        "We spent £900,000 in total: £400,000 on parks, £300,000 on halls and £150,000 on streets.",
        "A total of 300 families took part:\n\n- 120 in the north\n- 80 in the south\n- 70 in the east\n",
        "A total of 40 people came. 20 went to work, 15 to college and 11 home.",
        "Around 100 people came in total: 20 walked, 15 cycled and 10 drove.",
    ],
)
def test_parts_that_do_not_make_their_total_are_found(text: str) -> None:
    assert len(found(RULE, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Of the 200 pupils, 90 walk, 60 cycle and 50 come by bus.",
        "A total of 40 people came, including 12 carers, 6 pupils and 3 tutors.",
        "A total of 120 people came. Some had more than one outcome: 60 found work, 50 a course and 40 a CV.",
        "A total of 40 homes were built in 3 areas, with 12 ramps, 5 lifts and 2 wet rooms.",
        "Around 45 people came in total: 20 walked, 15 cycled and 10 drove.",
        "We spent £850,000 in total: £400,000 on parks, £300,000 on halls and £150,000 on streets.",
        "We ran 4 clubs, 3 trips and 41 lessons for 120 children.",
        "A total of 300 families took part:\n\n- 120 in the north\n- 80 in the south\n- 100 in the east\n",
        "Of the 200 pupils, 90 walk, 60 cycle and the rest come by bus, of whom 20 pay.",
        "“A total of 40 people came: 12 walked, 9 cycled and 8 drove,” said the organiser of the walk.",
    ],
)
def test_parts_that_make_their_total_or_are_not_all_of_it_are_let_be(text: str) -> None:
    assert found(RULE, text) == []


TABLE = (
    "| Ward | Homes | Rate |\n| --- | --- | --- |\n| Mill | {} | 4.0 |\n| Leigh | {} | 6.0 |\n| Total | {} | 5.0 |\n"
)


@given(st.integers(0, 900), st.integers(0, 900), st.integers(-3, 3))
def test_a_row_called_total_is_added_up_and_rates_are_not(first: int, second: int, off: int) -> None:
    result = found(RULE, TABLE.format(first, second, max(0, first + second + off)))
    assert bool(result) == (max(0, first + second + off) != first + second)


def test_a_column_called_total_is_added_up_and_hidden_cells_are_not() -> None:
    rows = (
        "| Ward | Girls | Boys | Total |\n| --- | --- | --- | --- |\n| Mill | 12 | 13 | {} |\n| Leigh | {} | 8 | 17 |\n"
    )
    assert words(RULE, rows.format(26, 9)) == ["26"]
    assert words(RULE, rows.format(25, 9)) == []
    assert words(RULE, rows.format(25, "c")) == []
