"""Sentences: never more than the interval allows, numbers as people, units right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.publishing import numbers, wording


def finding(difference: float, lower: float | None, upper: float | None, **changes: object) -> wording.GapFinding:
    limits = None if lower is None or upper is None else Limits(lower, upper)
    values: dict[str, object] = {
        "plain_name": "Babies born early",
        "place": "Alderbrook",
        "unit": "%",
        "polarity": Polarity.LOWER_IS_BETTER,
        "most_deprived": Estimate(9.1, Limits(8.0, 10.3)),
        "least_deprived": Estimate(9.1 - difference, Limits(5.0, 15.0)),
        "difference": Estimate(difference, limits, reason=None if limits else "none"),
    } | changes
    return wording.GapFinding(**values)  # type: ignore[arg-type]


def test_a_clear_gap_is_said_with_both_values_its_size_and_its_interval() -> None:
    assert wording.gap_sentence(finding(3.1, 1.2, 5.0)) == (
        "Babies born early: 9.1% in the most deprived fifth of Alderbrook, 6.0% in the least deprived fifth. "
        "That is 3.1 percentage points higher, which is worse, in the most deprived fifth; "
        "the true difference is likely to lie between 1.2 and 5.0 percentage points."
    )


def test_a_gap_whose_interval_holds_zero_is_not_claimed() -> None:
    sentence = wording.gap_sentence(finding(3.1, -0.4, 6.6))
    assert "We cannot tell whether the two differ" in sentence
    assert "between 0.4 percentage points lower and 6.6 percentage points higher" in sentence
    assert "worse" not in sentence


def test_a_gap_without_interval_says_that_its_sureness_is_unknown() -> None:
    assert wording.gap_sentence(finding(3.1, None, None)).endswith("so we cannot say how sure that is.")


def test_a_measure_with_no_better_direction_is_not_judged() -> None:
    sentence = wording.gap_sentence(finding(3.1, 1.2, 5.0, polarity=Polarity.NEITHER))
    assert "3.1 percentage points higher in the most deprived fifth" in sentence
    assert "worse" not in sentence


@given(
    value=st.floats(-50, 50, allow_nan=False),
    below=st.floats(0, 30),
    above=st.floats(0, 30),
    polarity=st.sampled_from(Polarity),
)
def test_a_direction_is_only_named_when_the_interval_keeps_clear_of_zero(
    value: float, below: float, above: float, polarity: Polarity
) -> None:
    lower, upper = value - below, value + above
    sentence = wording.gap_sentence(finding(value, lower, upper, polarity=polarity))
    claims = bool(re.search(r"That is .* (higher|lower)", sentence))
    assert not (claims and lower <= 0 <= upper)
    if claims:
        assert ("higher," in sentence or "higher in" in sentence) == (lower > 0)
        worse = (lower > 0) == (polarity is Polarity.LOWER_IS_BETTER)
        if polarity is not Polarity.NEITHER:
            assert ("which is worse" in sentence) == worse


def test_a_comparison_needs_intervals_that_do_not_meet() -> None:
    ours, theirs = Estimate(20.0, Limits(18.0, 22.0)), Estimate(23.0, Limits(21.0, 25.0))
    said = wording.comparison_sentence(ours, theirs, name="England", place="Alderbrook", unit="%", decimals=1)
    assert said.endswith("There is no clear difference.")
    apart = wording.comparison_sentence(
        ours, Estimate(23.0, Limits(22.5, 25.0)), name="England", place="Alderbrook", unit="%", decimals=1
    )
    assert apart.endswith("Alderbrook is clearly lower.")
    bare = wording.comparison_sentence(
        Estimate(20.0, None, reason="none"), theirs, name="England", place="Alderbrook", unit="%", decimals=1
    )
    assert "we cannot say" in bare


def test_verdicts_are_sentences_and_others_are_refused() -> None:
    said = wording.verdict_sentence("no clear change", first_period="2016", last_period="2023")
    assert said == "There has been no clear change in the gap between 2016 and 2023."
    assert wording.verdict_sentence("cannot tell", why="only one period exists").endswith("Only one period exists.")
    with pytest.raises(ValueError, match="not a verdict"):
        wording.verdict_sentence("improving")


def test_values_ranks_and_people_are_said_plainly() -> None:
    said = wording.estimate_sentence(
        "Adults who smoke", "Alderbrook", Estimate(13.1, Limits(11.9, 14.4)), "%", 1, "2023"
    )
    assert said == (
        "Adults who smoke: 13.1% in Alderbrook, 2023; the true value is likely to lie between 11.9% and 14.4%."
    )
    bare = wording.estimate_sentence(
        "Pay", "Alderbrook", Estimate(612, None, reason="none is given"), "£ a week", 0, "2024"
    )
    assert bare == "Pay: £612 a week in Alderbrook, 2024. None is given."
    rank = wording.rank_sentence("Stockport", 158, 296, first_means="the most deprived", among="districts")
    assert rank == "Stockport is 158th of 296 districts, where 1st is the most deprived."
    assert wording.people_sentence(3412, "wait") == "About 3,400 people wait."
    assert wording.people_sentence(1, "waits") == "About one person waits."
    assert wording.people_sentence(0.2, "waits") == "No one waits."
    assert wording.count_sentence(10, 17, "promises kept") == "Ten of 17 promises kept."
    assert wording.share_sentence("children", Estimate(20.3, None, reason="none"), "Alderbrook") == (
        "About 1 in 5 children in Alderbrook (20.3%)"
    )


@pytest.mark.parametrize(
    ("percentage", "words"),
    [
        (0, "none"),
        (0.4, "fewer than 1 in 100"),
        (3.3, "about 1 in 30"),
        (9.1, "about 1 in 11"),
        (20.3, "about 1 in 5"),
        (30, "about 3 in 10"),
        (34.2, "about 1 in 3"),
        (50, "about 1 in 2"),
        (66, "about 2 in 3"),
        (75, "about 3 in 4"),
        (85.2, "about 85 in 100"),
        (99.5, "more than 99 in 100"),
        (100, "all"),
    ],
)
def test_shares_are_said_as_people(percentage: float, words: str) -> None:
    assert numbers.share_in_words(percentage) == words


@given(st.floats(1, 99))
def test_a_share_in_words_is_near_the_share(percentage: float) -> None:
    part, whole = (int(number) for number in re.findall(r"\d+", numbers.share_in_words(percentage)))
    said = 100 * part / whole
    assert abs(said - percentage) <= max(2.0, percentage * 0.11)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (12.34, "%", 1, "12.3%"),
        (-1.25, "years", 1, "−1.2 years"),
        (-0.01, "years", 1, "0.0 years"),
        (612.4, "£ a week", 0, "£612 a week"),
        (-5, "£ a week", 0, "−£5 a week"),
        (1, "people", 0, "1 person"),
        (12345, "people", 0, "12,345 people"),
        (23.4, "score", 1, "23.4"),
        (123.4, "per 100,000", 1, "123.4 per 100,000"),
        (None, "%", 1, "not available"),
    ],
)
def test_numbers_carry_their_unit(value: float | None, unit: str, decimals: int, written: str) -> None:
    assert numbers.format_number(value, unit, decimals) == written


def test_differences_of_percentages_are_points() -> None:
    assert numbers.format_difference(-3.1, "%") == "3.1 percentage points"
    assert numbers.format_difference(1, "%", 0) == "1 percentage point"
    assert numbers.format_difference(9.8, "years") == "9.8 years"
    assert numbers.format_interval(Limits(10.1, 12.3), "%") == "10.1% to 12.3%"
    assert numbers.format_interval(Limits(480, 520), "£ a week", 0) == "£480 to £520 a week"


def test_ordinals() -> None:
    assert [numbers.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 113, 122)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "113th", "122nd")
    ]
