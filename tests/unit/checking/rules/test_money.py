"""Money once and a year are not added; money for each person is plausible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.checked_reports import found

from goldenthread.checking.facts_files import read_facts

ONCE = st.sampled_from(["in one-off grants", "in backdated benefits", "once"])
YEARLY = st.sampled_from(["a year", "each year", "per annum", "every year"])


@given(st.integers(10_000, 900_000), st.integers(10_000, 900_000), ONCE, YEARLY)
def test_a_sum_of_once_and_yearly_is_found(once: int, yearly: int, said: str, per: str) -> None:
    text = f"We won £{once:,} {said} and £{yearly:,} {per} in new claims, £{once + yearly:,} in total."
    result = found("money-added", text)
    assert len(result) == 1
    assert result[0].words == f"£{once + yearly:,}"
    assert f"£{once:,}" in result[0].message


@given(st.integers(10_000, 900_000), st.integers(10_000, 900_000), YEARLY)
def test_sums_of_one_kind_and_money_beside_each_other_are_let_be(first: int, second: int, per: str) -> None:
    for text in (
        f"We won £{first:,} {per} and £{second:,} {per}, £{first + second:,} {per} in total.",
        f"We won £{first:,} for Mill and £{second:,} for Leigh, £{first + second:,} in total.",
        f"We won £{first:,} in grants and £{second:,} {per} in new claims.",
    ):
        assert found("money-added", text) == []


def test_a_sum_over_two_sentences_is_found_and_facts_say_what_is_yearly() -> None:
    text = "Appeals won £49,185. New claims are worth [£328,531](claim:claims).\n\nAltogether that is £377,716.\n"
    assert found("money-added", text) == []
    facts = read_facts("f.csv", b"slug,subject,statistic,value\nclaims,New claims,money a year,328531\n")
    assert [each.words for each in found("money-added", text, facts=facts)] == ["£377,716"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We helped 12 residents to claim benefits worth £2.4m.", 1),
        ("We helped 1,200 residents to claim benefits worth £240.", 1),
        ("We shared £90,000 among 300 families, an average of £900.", 1),
        ("We shared £90,000 among 300 families, £450 each.", 1),
        ("We helped 12 residents to claim benefits worth £24,000.", 0),
        ("We shared £90,000 among 300 families, an average of £300.", 0),
        ("We shared £90,000 among 300 families, £300 each.", 0),
        ("The budget for 12 residents of the new building was £2.4m.", 0),
        ("21 residents were helped with claims worth £79,256 a year.", 0),
    ],
)
def test_money_for_each_person_is_plausible(text: str, count: int) -> None:
    assert len(found("per-head", text)) == count


@given(st.integers(2, 5_000), st.integers(10, 4_000))
def test_a_likely_amount_for_each_is_let_be_and_a_thousandfold_is_not(people: int, each: int) -> None:
    assert found("per-head", f"We helped {people:,} residents to claim £{people * each:,}.") == []
    assert len(found("per-head", f"We helped {people:,} residents to claim £{people * each * 10_000:,}.")) == 1
