"""What is said of a wording and its evidence: every row of the table, units, ties, what is missing, what is past."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.claims import (
    GRAVITY,
    Bands,
    Evidence,
    Order,
    Statistic,
    Unit,
    Verdict,
    Wording,
    find_wordings,
    gravest,
    judge,
    parse_wording,
    rank_evidence,
    to_fraction,
)
from goldenthread.core.estimates import Polarity

HIGH, LOW = Order.HIGHEST_FIRST, Order.LOWEST_FIRST
CASES = [
    # The range: every value of the series, not its mean.
    ("between 50 and 60 attendees", {"statistic": "range", "series": [52, 58, 55, 60, 50, 57]}, "TRUE"),
    ("between 50 and 60 attendees", {"statistic": "range", "series": [52, 58, 61]}, "FALSE"),
    ("between 50 and 60 attendees", {"statistic": "range", "series": [45, 55, 65], "value": 55}, "FALSE"),
    ("between 50 and 60 attendees", {"statistic": "amount", "value": 55}, "NO EVIDENCE"),
    ("50-60 attendees", {"statistic": "range", "series": [50, 60]}, "TRUE"),
    ("between £2m and £3m", {"statistic": "range", "series": [2_100_000], "unit": Unit.MONEY}, "TRUE"),
    ("£2-3m", {"statistic": "range", "series": [2_100_000, 3_100_000], "unit": Unit.MONEY}, "FALSE"),
    ("5 to 10%", {"statistic": "range", "series": [5, 10], "unit": Unit.PERCENT}, "TRUE"),
    ("between 60 and 50", {"statistic": "range", "series": [55]}, "UNPARSED"),
    # Fractions and parts.
    ("half of residents", {"statistic": "share", "value": 47.5}, "TRUE"),
    ("half of residents", {"statistic": "share", "value": 47.4}, "FALSE"),
    ("a third", {"statistic": "share", "value": 35.8}, "TRUE"),
    ("a third", {"statistic": "share", "value": 35.9}, "FALSE"),
    ("one in five", {"statistic": "count", "value": 11, "denominator": 50}, "TRUE"),
    ("exactly half", {"statistic": "share", "value": 49.9}, "FALSE"),
    ("more than a third", {"statistic": "share", "value": Fraction(100, 3)}, "FALSE"),
    ("more than a third", {"statistic": "share", "value": 34}, "TRUE"),
    ("half", {"statistic": "count", "value": 50}, "FALSE"),
    ("10 of 17", {"statistic": "share", "numerator": 10, "denominator": 17}, "TRUE"),
    ("10 of 17", {"statistic": "share", "numerator": 11, "denominator": 17}, "FALSE"),
    ("10 of 17", {"statistic": "share", "numerator": 10, "denominator": 18}, "FALSE"),
    ("10 of 17", {"statistic": "share", "value": 58.8}, "NO EVIDENCE"),
    ("10 of 17", {"statistic": "count", "value": 10, "denominator": 17}, "TRUE"),
    ("almost 10 of 17", {"statistic": "share", "numerator": 10, "denominator": 17}, "FALSE"),
    ("at least 10 of the 17", {"statistic": "share", "numerator": 10, "denominator": 17}, "TRUE"),
    ("9 out of 10", {"statistic": "share", "value": 89}, "TRUE"),
    ("9 out of 10", {"statistic": "share", "numerator": 890, "denominator": 1000}, "TRUE"),
    ("9 out of 10", {"statistic": "share", "numerator": 8, "denominator": 10}, "FALSE"),
    # Most, all and none.
    ("most of the users", {"statistic": "share", "value": 50.1}, "TRUE"),
    ("most of the users", {"statistic": "share", "value": 50}, "FALSE"),
    ("the majority", {"statistic": "count", "value": 9, "denominator": 17}, "TRUE"),
    ("the majority", {"statistic": "count", "value": 9}, "NO EVIDENCE"),
    ("the vast majority", {"statistic": "share", "value": 51}, "VAGUE"),
    ("the vast majority", {"statistic": "share", "value": 49}, "FALSE"),
    ("all contracts", {"statistic": "share", "numerator": 42, "denominator": 42}, "TRUE"),
    ("all contracts", {"statistic": "share", "numerator": 41, "denominator": 42}, "FALSE"),
    ("all contracts", {"statistic": "share", "numerator": 29_999, "denominator": 30_000}, "FALSE"),
    ("all contracts", {"statistic": "all or none", "value": 100}, "NO EVIDENCE"),
    ("all contracts", {"statistic": "all or none", "value": 100, "denominator": 0}, "NO EVIDENCE"),
    ("everyone", {"statistic": "count", "value": 132, "denominator": 132}, "TRUE"),
    ("all 132 refugees", {"statistic": "count", "value": 132, "denominator": 132}, "TRUE"),
    ("all 132 refugees", {"statistic": "count", "value": 131, "denominator": 131}, "FALSE"),
    ("none of the 12 schools", {"statistic": "share", "numerator": 0, "denominator": 12}, "TRUE"),
    ("nobody", {"statistic": "share", "numerator": 1, "denominator": 12}, "FALSE"),
    ("almost all", {"statistic": "share", "numerator": 96, "denominator": 100}, "TRUE"),
    ("nearly everyone", {"statistic": "share", "numerator": 100, "denominator": 100}, "FALSE"),
    ("almost all", {"statistic": "share", "numerator": 90, "denominator": 100}, "LOOSE"),
    ("all contracts", {"statistic": "amount", "value": 100, "denominator": 100}, "FALSE"),
    # Vague quantities.
    ("hundreds of packs", {"statistic": "count", "value": 199}, "FALSE"),
    ("hundreds of packs", {"statistic": "count", "value": 200}, "VAGUE"),
    ("hundreds of packs", {"statistic": "count", "value": 999}, "VAGUE"),
    ("hundreds of packs", {"statistic": "count", "value": 1000}, "FALSE"),
    ("thousands", {"statistic": "count", "value": 9_999}, "VAGUE"),
    ("thousands", {"statistic": "count", "value": 1_999}, "FALSE"),
    ("dozens", {"statistic": "count", "value": 24}, "VAGUE"),
    ("several hundred people", {"statistic": "count", "value": 640}, "VAGUE"),
    ("a few thousand people", {"statistic": "count", "value": 640}, "FALSE"),
    ("dozens", {"statistic": "count", "value": 100}, "FALSE"),
    ("tens of thousands", {"statistic": "count", "value": 45_000}, "VAGUE"),
    ("scores of people", {"statistic": "count", "value": 45}, "UNPARSED"),
    ("hundreds", {"statistic": "share", "value": 45}, "FALSE"),
    # Ranks.
    ("the eighth most polarised borough", {"statistic": "rank", "value": 8}, "TRUE"),
    ("the eighth most polarised borough", {"statistic": "rank", "value": 9}, "FALSE"),
    ("8th most polarised", {"statistic": "rank", "value": 8, "order": HIGH}, "TRUE"),
    ("eighth least polarised", {"statistic": "rank", "value": 8, "order": HIGH, "peers": 151}, "FALSE"),
    ("144th least polarised", {"statistic": "rank", "value": 8, "order": HIGH, "peers": 151}, "TRUE"),
    ("eighth least polarised", {"statistic": "rank", "value": 8, "order": HIGH}, "NO EVIDENCE"),
    ("number one in the UK", {"statistic": "rank", "value": 1}, "TRUE"),
    ("number one in the UK", {"statistic": "rank", "value": 1, "tied": 2}, "LOOSE"),
    ("joint first in England", {"statistic": "rank", "value": 1, "tied": 2}, "TRUE"),
    ("joint first in England", {"statistic": "rank", "value": 1}, "FALSE"),
    ("the highest rate", {"statistic": "rank", "value": 1, "order": HIGH}, "TRUE"),
    ("the lowest rate", {"statistic": "rank", "value": 1, "order": HIGH, "peers": 10}, "FALSE"),
    ("the lowest rate", {"statistic": "rank", "value": 10, "order": HIGH, "peers": 10}, "TRUE"),
    ("the second highest", {"statistic": "rank", "value": 2, "order": HIGH}, "TRUE"),
    ("the best in the North", {"statistic": "rank", "value": 1, "order": HIGH}, "NO EVIDENCE"),
    (
        "the best in the North",
        {"statistic": "rank", "value": 1, "order": HIGH, "polarity": Polarity.HIGHER_IS_BETTER},
        "TRUE",
    ),
    (
        "the worst in the North",
        {"statistic": "rank", "value": 1, "order": HIGH, "polarity": Polarity.HIGHER_IS_BETTER, "peers": 9},
        "FALSE",
    ),
    ("in the top ten", {"statistic": "rank", "value": 10}, "TRUE"),
    ("in the top ten", {"statistic": "rank", "value": 11}, "FALSE"),
    ("in the bottom ten", {"statistic": "rank", "value": 145, "peers": 151}, "TRUE"),
    ("in the bottom ten", {"statistic": "rank", "value": 141, "peers": 151}, "FALSE"),
    ("ranked 8th of 151", {"statistic": "rank", "value": 8, "peers": 151}, "TRUE"),
    ("ranked 8th of 150", {"statistic": "rank", "value": 8, "peers": 151}, "FALSE"),
    ("ranked 8th of 150", {"statistic": "rank", "value": 8}, "NO EVIDENCE"),
    ("among the lowest", {"statistic": "rank", "value": 2, "peers": 10, "order": LOW}, "VAGUE"),
    ("among the lowest", {"statistic": "rank", "value": 3, "peers": 10, "order": LOW}, "FALSE"),
    ("among the lowest", {"statistic": "rank", "value": 3, "order": LOW}, "NO EVIDENCE"),
    ("the first in the country to use it", {"statistic": "first", "value": 1}, "TRUE"),
    ("the first in the country to use it", {"statistic": "first", "value": 2}, "FALSE"),
    ("the eighth most", {"statistic": "share", "value": 8}, "FALSE"),
    ("8 places", {"statistic": "rank", "value": 8}, "FALSE"),
    # Changes.
    ("the rate rose", {"statistic": "change", "value": 2, "lower": 1, "upper": 3}, "TRUE"),
    ("the rate rose", {"statistic": "change", "value": 2, "lower": -1, "upper": 5}, "NO CLEAR CHANGE"),
    ("the rate rose", {"statistic": "change", "value": 2, "lower": 0, "upper": 4}, "NO CLEAR CHANGE"),
    ("the rate rose", {"statistic": "change", "value": -2, "lower": -3, "upper": -1}, "FALSE"),
    ("the rate rose", {"statistic": "change", "value": 2}, "NO CLEAR CHANGE"),
    ("the rate rose", {"statistic": "change", "value": 2, "is_clear": True, "criterion": "five points"}, "TRUE"),
    (
        "the rate rose",
        {"statistic": "change", "value": 2, "lower": 1, "upper": 3, "is_clear": False},
        "NO CLEAR CHANGE",
    ),
    ("the gap narrowed", {"statistic": "change", "value": -2, "lower": -3, "upper": -1, "is_of_gap": True}, "TRUE"),
    ("the gap narrowed", {"statistic": "change", "value": -2, "lower": -3, "upper": -1, "is_of_gap": False}, "FALSE"),
    ("the gap has closed", {"statistic": "change", "value": -2, "lower": -3, "upper": -1}, "TRUE"),
    ("the gap widened", {"statistic": "change", "value": -2, "lower": -3, "upper": -1}, "FALSE"),
    ("the rate fell", {"statistic": "change", "value": -2, "lower": -3, "upper": -1}, "TRUE"),
    ("the rate fell", {"statistic": "gap", "value": -2}, "FALSE"),
    (
        "fell by 2 percentage points",
        {"statistic": "change", "value": -2.2, "unit": Unit.POINTS, "is_clear": True},
        "TRUE",
    ),
    ("fell by 2%", {"statistic": "change", "value": -2.2, "unit": Unit.POINTS, "is_clear": True}, "FALSE"),
    ("fell by over 12%", {"statistic": "change", "value": -12.5, "unit": Unit.PERCENT, "is_clear": True}, "TRUE"),
    ("a 12% rise", {"statistic": "change", "value": 12.4, "unit": Unit.PERCENT, "is_clear": True}, "TRUE"),
    ("rose by 10%", {"statistic": "change", "series": [200, 220], "is_clear": True}, "TRUE"),
    ("rose by 20%", {"statistic": "change", "series": [200, 220], "is_clear": True}, "FALSE"),
    ("rose from 12 to 14", {"statistic": "change", "series": [12, 14], "is_clear": True}, "TRUE"),
    ("rose from 12 in 2019 to 14", {"statistic": "change", "series": [12, 14], "is_clear": True}, "TRUE"),
    ("rose from 12 in 2019 to 15", {"statistic": "change", "series": [12, 14], "is_clear": True}, "FALSE"),
    ("fell in 2022 to 5.4%", {"statistic": "change", "series": [6, 5.4], "is_clear": True}, "TRUE"),
    ("fell in 2022 to 5.5%", {"statistic": "change", "series": [6, 5.4], "is_clear": True}, "FALSE"),
    ("rose from 12 to 15", {"statistic": "change", "series": [12, 14], "is_clear": True}, "FALSE"),
    ("rose from 11 to 14", {"statistic": "change", "series": [12, 14], "is_clear": True}, "FALSE"),
    ("rose to 14", {"statistic": "change", "value": 2, "is_clear": True}, "NO EVIDENCE"),
    ("doubled", {"statistic": "change", "series": [12, 24], "is_clear": True}, "TRUE"),
    ("doubled", {"statistic": "change", "series": [12, 20], "is_clear": True}, "FALSE"),
    ("halved", {"statistic": "change", "series": [24, 12], "is_clear": True}, "TRUE"),
    ("more than halved", {"statistic": "ratio", "value": 0.48}, "TRUE"),
    ("more than doubled", {"statistic": "ratio", "value": 2.1}, "TRUE"),
    ("more than doubled", {"statistic": "ratio", "value": 2}, "FALSE"),
    ("doubled", {"statistic": "ratio"}, "NO EVIDENCE"),
    ("improved", {"statistic": "change", "value": 1, "is_clear": True}, "NO EVIDENCE"),
    ("improved", {"statistic": "change", "value": 1, "is_clear": True, "polarity": Polarity.HIGHER_IS_BETTER}, "TRUE"),
    ("improved", {"statistic": "change", "value": 1, "is_clear": True, "polarity": Polarity.LOWER_IS_BETTER}, "FALSE"),
    ("worsened", {"statistic": "change", "value": 1, "is_clear": True, "polarity": Polarity.LOWER_IS_BETTER}, "TRUE"),
    ("did not clearly change", {"statistic": "change", "value": 1, "lower": -1, "upper": 3}, "TRUE"),
    ("stayed the same", {"statistic": "change", "value": 2, "lower": 1, "upper": 3}, "FALSE"),
    ("stayed the same", {"statistic": "change", "value": 2}, "NO EVIDENCE"),
    ("stayed the same", {"statistic": "change", "value": 0}, "TRUE"),
    ("did not fall", {"statistic": "change", "value": 2, "is_clear": True}, "UNPARSED"),
    # Ratios and rates.
    ("twice as likely", {"statistic": "ratio", "value": 2.1}, "TRUE"),
    ("twice as likely", {"statistic": "ratio", "value": 2.2}, "FALSE"),
    ("three times as many", {"statistic": "ratio", "value": 2.6}, "FALSE"),
    ("three times as many", {"statistic": "count", "value": 3}, "FALSE"),
    ("2.3 times", {"statistic": "ratio", "value": 2.34}, "TRUE"),
    ("12.3 per 100,000", {"statistic": "rate", "value": 12.34, "base": 100_000}, "TRUE"),
    ("12.3 per 1,000", {"statistic": "rate", "value": 12.34, "base": 100_000}, "FALSE"),
    ("12.3 per 1,000", {"statistic": "count", "value": 12}, "FALSE"),
    # Units.
    ("a gap of 5 percentage points", {"statistic": "gap", "value": 5.2, "unit": Unit.POINTS}, "TRUE"),
    ("a gap of 5%", {"statistic": "gap", "value": 5.2, "unit": Unit.POINTS}, "FALSE"),
    ("a gap of 5", {"statistic": "gap", "value": 5.2, "unit": Unit.POINTS}, "LOOSE"),
    ("5 percentage points", {"statistic": "share", "value": 5}, "FALSE"),
    ("35", {"statistic": "share", "value": 35}, "LOOSE"),
    ("35%", {"statistic": "count", "value": 35}, "FALSE"),
    ("35%", {"statistic": "count", "value": 35, "denominator": 100}, "TRUE"),
    ("£35", {"statistic": "count", "value": 35}, "FALSE"),
    ("35", {"statistic": "money once", "value": 35}, "LOOSE"),
    ("£35", {"statistic": "gap", "value": 35, "unit": Unit.MONEY}, "TRUE"),
    # Money once and money a year.
    ("£328,531 each year", {"statistic": "money a year", "value": 328_531}, "TRUE"),
    ("£328,531 each year", {"statistic": "money once", "value": 328_531}, "FALSE"),
    ("£328,531", {"statistic": "money a year", "value": 328_531}, "LOOSE"),
    ("£328,531", {"statistic": "money once", "value": 328_531}, "TRUE"),
    ("£10.90 an hour", {"statistic": "money an hour", "value": 10.9}, "TRUE"),
    ("£12 a week", {"statistic": "money a month", "value": 12}, "FALSE"),
    ("£400 more a month", {"statistic": "money a month", "value": 400}, "TRUE"),
    # What cannot be read.
    ("", {"statistic": "share", "value": 66}, "UNPARSED"),
    ("many people", {"statistic": "count", "value": 66}, "UNPARSED"),
    ("almost 50+ people", {"statistic": "count", "value": 50}, "UNPARSED"),
    ("4 moved on, 3 were offered interviews", {"statistic": "count", "value": 4}, "UNPARSED"),
    ("almost none", {"statistic": "share", "numerator": 1, "denominator": 100}, "UNPARSED"),
    ("almost -3 points", {"statistic": "gap", "value": -2.9}, "UNPARSED"),
    ("in May 2023", {"statistic": "count", "value": 2023}, "UNPARSED"),
    # What is missing.
    ("35%", {"statistic": "share"}, "NO EVIDENCE"),
    ("five", {"statistic": "range", "series": [5, 6]}, "FALSE"),
]


@pytest.mark.parametrize(("words", "given_as", "verdict"), CASES, ids=[f"{i}: {row[0]}" for i, row in enumerate(CASES)])
def test_the_verdict(words, given_as, verdict):
    found = judge(words, Evidence(**given_as))
    assert found.verdict == verdict, found.why
    assert found.why[0].isupper() or found.why[0] in "“£"
    assert found.why.rstrip("”").endswith((".", "”.", "”"))


@pytest.mark.parametrize("words", ["2023", "over 50", "Equality Aim 2", "the first 9 months", "1 of 2"])
def test_words_that_are_bound_are_read_though_running_text_would_pass_over_them(words):
    assert parse_wording(words).statement is not None


def test_only_so_much_of_a_phrase_is_read_as_states_something():
    for phrase, words in {
        "In 2021/2022 68 affordable houses were built": "68",
        "Debt Advice Team cash gains £90,417 per year": "£90,417",
        "high proportion of people over 85 (2.9%)": "2.9%",
        "a new plan with an increased housing target of 40%": "40%",
        "35% of all new homes": "35%",
        "the joint eighth most polarised borough": "joint eighth most",
    }.items():
        assert parse_wording(phrase).words == words


@given(st.text(max_size=80), st.sampled_from(["35% of 12 schools", "the eighth most", "rose by 3", "all", ""]))
def test_what_is_stated_in_a_text_stands_in_it_and_apart(text, words):
    whole = f"{text} {words}"
    found = find_wordings(whole)
    assert all(whole[each.start : each.end] == each.words for each in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(each.statement is not None or each.why for each in found)


AROUND = [
    # before, bound, after, evidence, verdict
    ("over ", "2,063", " homes", {"statistic": "count", "value": 2063}, "FALSE"),
    ("over ", "2,000", " homes", {"statistic": "count", "value": 2063}, "TRUE"),
    ("", "100", "+ organisations", {"statistic": "count", "value": 103}, "TRUE"),
    ("worth ", "£328,531", " each year", {"statistic": "money a year", "value": 328_531}, "TRUE"),
    ("worth ", "£328,531", " each year", {"statistic": "money once", "value": 328_531}, "FALSE"),
    ("", "35", "% of homes", {"statistic": "share", "value": 35}, "TRUE"),
    ("£", "2.6", "m from government", {"statistic": "money once", "value": 2_600_000}, "TRUE"),
    ("almost ", "50+", " people", {"statistic": "count", "value": 50}, "UNPARSED"),
    ("", "10", " of 17 jobseekers", {"statistic": "count", "value": 10}, "TRUE"),
    ("all that ", "all", " contracts", {"statistic": "count", "value": 3, "denominator": 3}, "TRUE"),
    ("over **", "2,000", "** homes", {"statistic": "count", "value": 2063}, "TRUE"),
]


@pytest.mark.parametrize(("before", "words", "after", "given_as", "verdict"), AROUND)
def test_a_number_is_judged_as_the_sentence_around_it_has_it_read(before, words, after, given_as, verdict):
    found = judge(parse_wording(words, before=before, after=after), Evidence(**given_as))
    assert found.verdict == verdict, found.why


def test_a_suppressed_value_is_never_judged():
    hidden = Evidence(statistic="count", value=3, is_suppressed=True)
    assert judge("3 people", hidden).verdict is Verdict.SUPPRESSED
    assert "3" not in judge("4 people", hidden).why


def test_nothing_bound_is_no_evidence():
    assert judge("35%", None).verdict is Verdict.NO_EVIDENCE
    assert judge("35%", None).blocks


def test_what_was_valid_until_a_day_is_stale_the_day_after():
    share = Evidence(statistic="share", value=35, valid_until=date(2026, 11, 30))
    assert judge("35%", share).verdict is Verdict.TRUE
    assert judge("35%", share, on=date(2026, 11, 30)).verdict is Verdict.TRUE
    late = judge("35%", share, on=date(2026, 12, 1))
    assert (late.verdict, late.of_wording) == (Verdict.STALE, Verdict.TRUE)
    assert late.why.endswith("The evidence was valid until 30 November 2026.")
    wrong = judge("36%", share, on=date(2026, 12, 1))
    assert (wrong.verdict, wrong.of_wording) == (Verdict.FALSE, Verdict.FALSE)
    loose = judge("over 30%", share, on=date(2026, 12, 1))
    assert (loose.verdict, loose.of_wording) == (Verdict.STALE, Verdict.LOOSE)


def test_what_blocks_and_what_needs_a_reason():
    blocks = {Verdict.FALSE, Verdict.NO_EVIDENCE, Verdict.SUPPRESSED}
    assert {each for each in Verdict if each.blocks} == blocks
    assert {each for each in Verdict if each.needs_reason} == set(Verdict) - blocks - {Verdict.TRUE}
    assert set(GRAVITY) == set(Verdict)
    assert gravest() is Verdict.TRUE


@given(st.lists(st.sampled_from(list(Verdict)), min_size=1))
def test_the_gravest_verdict_is_one_of_them_and_none_is_graver(verdicts):
    found = gravest(*verdicts)
    assert found in verdicts
    assert all(GRAVITY.index(found) <= GRAVITY.index(each) for each in verdicts)


def test_a_page_is_told_what_to_show_beside_the_words():
    assert judge("all 42", Evidence(statistic="share", numerator=42, denominator=42)).shown == "42 of 42"
    assert judge("first", Evidence(statistic="rank", value=1, tied=1)).shown == "joint with 1 other"
    assert judge("10 of 17", Evidence(statistic="share", numerator=10, denominator=17)).shown == "10 of 17"


REFUSED = [
    ({"statistic": "share", "value": 100.1}, "between 0 and 100 per cent; got 100.1"),
    ({"statistic": "share", "value": -1}, "between 0 and 100 per cent; got -1"),
    ({"statistic": "count", "value": -3}, "A count is zero or more; got -3"),
    ({"statistic": "count", "value": 3.5}, "an average is an amount"),
    ({"statistic": "share", "numerator": 18, "denominator": 17}, "numerator 18 is above the denominator 17"),
    ({"statistic": "share", "numerator": -1, "denominator": 17}, "A numerator is zero or more"),
    ({"statistic": "share", "value": 35, "numerator": 10, "denominator": 17}, "10 of 17 is 58.8%, not 35%"),
    ({"statistic": "rank", "value": 0}, "A place in a table is 1, 2, 3"),
    ({"statistic": "rank", "value": 1.5}, "A place in a table is 1, 2, 3"),
    ({"statistic": "rank", "value": 8, "peers": 7}, "no place 8 with 0 more in a table of 7"),
    ({"statistic": "rank", "value": 8, "peers": 9, "tied": 2}, "no place 8 with 2 more in a table of 9"),
    ({"statistic": "rank", "value": 8, "tied": -1}, "zero or more; got -1"),
    ({"statistic": "gap", "value": 3, "lower": 4, "upper": 5}, "lies outside its interval, 4 to 5"),
    ({"statistic": "gap", "value": 3, "lower": 4, "upper": 2}, "lower end 4 is above the upper end 2"),
    ({"statistic": "gap", "value": 3, "lower": 2}, "An interval has two ends"),
    ({"statistic": "ratio", "value": -3}, "A ratio is zero or more"),
    ({"statistic": "gap", "value": float("nan")}, "A finite number is needed"),
    ({"statistic": "gap", "series": ["many"]}, "A finite number is needed"),
    ({"statistic": "weather"}, "weather"),
]


@pytest.mark.parametrize(("given_as", "sentence"), REFUSED)
def test_impossible_evidence_is_refused_in_a_sentence(given_as, sentence):
    with pytest.raises(ValueError, match=sentence):
        Evidence(**given_as)


def test_words_that_could_not_be_read_must_say_why():
    with pytest.raises(ValueError, match="must say why"):
        Wording("many", 0, 4, None)


@given(
    st.dictionaries(st.text("ABCDEFGH", min_size=1, max_size=3), st.integers(0, 6), min_size=1, max_size=9),
    st.sampled_from([HIGH, LOW]),
)
def test_a_place_is_one_more_than_those_ahead_and_ties_are_counted(values, order):
    for name, own in values.items():
        found = rank_evidence(values, name, order=order)
        ahead = [each for each in values.values() if (each > own if order is HIGH else each < own)]
        assert found.value == len(ahead) + 1
        assert found.tied == list(values.values()).count(own) - 1
        # From the other end the same place is said in other words, and judged alike.
        other = rank_evidence(values, name, order=LOW if order is HIGH else HIGH)
        word = "highest" if order is LOW else "lowest"
        place = f"{'joint ' if found.tied else ''}{int(other.value)}th {word}"
        assert judge(place, found).verdict is Verdict.TRUE


def test_a_rank_needs_its_subject_and_a_good_end():
    with pytest.raises(ValueError, match="B is not in the table of 1"):
        rank_evidence({"A": 1}, "B")
    with pytest.raises(ValueError, match="where one direction is good"):
        rank_evidence({"A": 1}, "A", order=Order.BEST_FIRST)
    best = rank_evidence({"A": 1, "B": 2}, "A", order=Order.BEST_FIRST, polarity=Polarity.LOWER_IS_BETTER)
    assert (best.value, best.order) == (1, LOW)


def test_evidence_is_kept_exactly():
    found = Evidence(statistic=Statistic.GAP, value="10.8", lower=10.1, upper=11.5)
    assert (found.value, found.lower, found.upper) == (Fraction(54, 5), Fraction(101, 10), Fraction(23, 2))
    assert found == Evidence(statistic="gap", value=10.8, lower="10.1", upper="11.5")
    assert to_fraction(found.value) == found.value


@given(st.text(max_size=60), st.sampled_from(list(Statistic)))
def test_any_words_get_a_verdict(text, statistic):
    value = 1 if statistic is not Statistic.CHANGE else -1
    found = judge(text, Evidence(statistic=statistic, value=value), Bands())
    assert found.verdict in Verdict
    assert found.why
