"""The wording we would write is always true, whatever the evidence and whatever the manner."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldenthread.core.claims import (
    Evidence,
    Order,
    Statistic,
    Style,
    Unit,
    Verdict,
    all_suggestions,
    judge,
    parse_wording,
    rewrite,
    style_of,
    suggest,
)
from goldenthread.core.estimates import Polarity


def decimals(lowest, highest):
    return st.builds(
        lambda number, places: Fraction(number, 10**places), st.integers(lowest, highest), st.integers(0, 3)
    )


MONEY = [kind for kind in Statistic if kind.startswith("money")]
COUNTS = st.builds(lambda value: Evidence(statistic="count", value=value), st.integers(0, 10**7))
PARTS = st.integers(1, 5000).flatmap(
    lambda whole: st.builds(
        lambda part, kind: Evidence(
            statistic=kind, denominator=whole, **({"value": part} if kind == "count" else {"numerator": part})
        ),
        st.one_of(st.just(0), st.just(whole), st.integers(0, whole)),
        st.sampled_from(["share", "count", "all or none"]),
    )
)
SHARES = st.builds(
    lambda value: Evidence(statistic="share", value=value), decimals(0, 100_000).filter(lambda value: value <= 100)
)
AMOUNTS = st.builds(
    lambda kind, value, unit: Evidence(statistic=kind, value=value, unit=unit),
    st.sampled_from(["amount", "gap"]),
    decimals(-(10**6), 10**6),
    st.sampled_from([None, Unit.POINTS, Unit.PERCENT, Unit.MONEY]),
)
RATES = st.builds(
    lambda value, base: Evidence(statistic="rate", value=value, base=base),
    decimals(0, 10**6),
    st.sampled_from([None, 1000, 10_000, 100_000]),
)
RATIOS = st.builds(lambda value: Evidence(statistic="ratio", value=value), decimals(1, 10**5))
SUMS = st.builds(lambda kind, value: Evidence(statistic=kind, value=value), st.sampled_from(MONEY), decimals(0, 10**9))
RANKS = st.integers(1, 400).flatmap(
    lambda peers: st.integers(1, peers).flatmap(
        lambda place: st.builds(
            lambda tied, order, polarity: Evidence(
                statistic="rank", value=place, peers=peers, tied=tied, order=order, polarity=polarity
            ),
            st.integers(0, peers - place),
            st.sampled_from([None, *Order]),
            st.sampled_from([Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER]),
        )
    )
)
CHANGES = st.builds(
    lambda value, below, above, unit, is_of_gap: Evidence(
        statistic="change", value=value, lower=value - below, upper=value + above, unit=unit, is_of_gap=is_of_gap
    ),
    decimals(-(10**5), 10**5),
    decimals(0, 10**5),
    decimals(0, 10**5),
    st.sampled_from([None, Unit.POINTS, Unit.PERCENT, Unit.MONEY]),
    st.sampled_from([None, True, False]),
)
RANGES = st.builds(
    lambda series, unit: Evidence(statistic="range", series=series, unit=unit),
    st.lists(decimals(0, 10**6), min_size=1, max_size=6),
    st.sampled_from([None, Unit.PERCENT, Unit.MONEY]),
)
EVIDENCE = st.one_of(COUNTS, PARTS, SHARES, AMOUNTS, RATES, RATIOS, SUMS, RANKS, CHANGES, RANGES)
STYLES = st.sampled_from([None, *Style])


@given(EVIDENCE, STYLES, st.sampled_from([None, 0, 1, 2]), st.booleans())
def test_what_we_would_write_is_always_true(evidence, style, places, in_words):
    found = suggest(evidence, style, decimals=places, in_words=in_words)
    assert found is not None
    assert judge(found.text, evidence).verdict is Verdict.TRUE
    # Within a sentence it is read as the same words.
    assert judge(f"we saw {found.text} there", evidence).verdict is Verdict.TRUE


@given(EVIDENCE)
def test_every_manner_that_is_offered_is_true_and_is_that_manner(evidence):
    for each in all_suggestions(evidence):
        assert judge(each.text, evidence).verdict is Verdict.TRUE
        if each.style not in {Style.WHOLE, Style.FRACTION, Style.RANGE}:
            assert style_of(parse_wording(each.text)) is each.style, each.text


WORDS = [
    "a gap of almost 11 years", "over 2,000 homes", "35% of all new homes", "one in five", "10 of 17", "all contracts",
    "the eighth most polarised borough", "the gap narrowed", "between 50 and 60 people", "most of the users",
    "hundreds of packs", "seven schools", "£286,604 per annum", "worth £2.6m", "fell by 2 percentage points", "nothing",
]  # fmt: skip


@given(st.sampled_from(WORDS), EVIDENCE)
def test_a_rewritten_text_is_always_true(words, evidence):
    text = rewrite(parse_wording(words), evidence)
    assert text is not None
    assert judge(text, evidence).verdict is Verdict.TRUE


REWRITTEN = [
    ("a gap of almost 11 years", {"statistic": "gap", "value": 10.8}, "a gap of almost 11 years"),
    ("a gap of almost 11 years", {"statistic": "gap", "value": 11.2}, "a gap of just over 11 years"),
    ("a gap of almost 11 years", {"statistic": "gap", "value": 9.6}, "a gap of almost 10 years"),
    ("over 2,000 homes", {"statistic": "count", "value": 3120}, "over 3,000 homes"),
    ("35% of all new homes", {"statistic": "share", "value": 36.2}, "36% of all new homes"),
    ("seven additional schools", {"statistic": "count", "value": 8}, "eight additional schools"),
    ("worth £286,604 per annum", {"statistic": "money a year", "value": 291_604}, "worth £291,604 per annum"),
    ("worth £286,604", {"statistic": "money a year", "value": 291_604}, "worth £291,604 a year"),
    (
        "the eighth most polarised",
        {"statistic": "rank", "value": 9, "order": Order.HIGHEST_FIRST},
        "the ninth most polarised",
    ),
    (
        "the eighth most polarised",
        {"statistic": "rank", "value": 1, "order": Order.HIGHEST_FIRST},
        "the most polarised",
    ),
    ("the eighth most polarised", {"statistic": "rank", "value": 8, "tied": 1}, "the joint eighth most polarised"),
    ("10 of 17 jobseekers", {"statistic": "share", "numerator": 11, "denominator": 17}, "11 of 17 jobseekers"),
    ("all contracts", {"statistic": "share", "numerator": 41, "denominator": 42}, "41 of 42 contracts"),
    ("a third of residents", {"statistic": "share", "value": 48}, "half of residents"),
    ("hundreds of packs", {"statistic": "count", "value": 640}, "about 640 packs"),
]


@pytest.mark.parametrize(("words", "given_as", "text"), REWRITTEN)
def test_the_words_around_are_kept(words, given_as, text):
    assert rewrite(parse_wording(words), Evidence(**given_as)) == text


OWN = [
    ({"statistic": "count", "value": 4255}, "4,255"),
    ({"statistic": "share", "value": 35.4}, "35%"),
    ({"statistic": "share", "value": 99.7}, "99.7%"),
    ({"statistic": "share", "value": 0.04}, "0.04%"),
    ({"statistic": "share", "numerator": 10, "denominator": 17}, "10 of 17"),
    ({"statistic": "share", "numerator": 340, "denominator": 1000}, "34%"),
    ({"statistic": "all or none", "numerator": 31, "denominator": 31}, "all 31"),
    ({"statistic": "all or none", "numerator": 0, "denominator": 31}, "none of the 31"),
    ({"statistic": "all or none", "numerator": 30, "denominator": 31}, "30 of 31"),
    ({"statistic": "gap", "value": 10.84}, "10.8"),
    ({"statistic": "gap", "value": 3.25, "unit": Unit.POINTS}, "3.3 percentage points"),
    ({"statistic": "ratio", "value": 2.34}, "2.3 times"),
    ({"statistic": "rate", "value": 12.34, "base": 100_000}, "12.3 per 100,000"),
    ({"statistic": "money once", "value": 800_000}, "£800,000"),
    ({"statistic": "money a year", "value": 286_604}, "about £287,000 a year"),
    ({"statistic": "money once", "value": 2_634_000}, "about £2.63m"),
    ({"statistic": "money an hour", "value": 10.9}, "£10.90 an hour"),
    ({"statistic": "rank", "value": 8, "order": Order.HIGHEST_FIRST}, "eighth highest"),
    ({"statistic": "rank", "value": 1, "tied": 2, "order": Order.LOWEST_FIRST}, "the joint lowest"),
    ({"statistic": "rank", "value": 23}, "ranked 23rd"),
    ({"statistic": "first", "value": 1}, "ranked first"),
    ({"statistic": "range", "series": [52, 58, 60]}, "between 52 and 60"),
    ({"statistic": "change", "value": -2.2, "lower": -3, "upper": -1, "is_of_gap": True}, "narrowed by 2.2"),
    ({"statistic": "change", "value": -2.2, "lower": -5, "upper": 1}, "did not clearly change"),
    ({"statistic": "change", "series": [12, 14], "is_clear": True}, "rose by 2"),
]


@pytest.mark.parametrize(("given_as", "text"), OWN, ids=[text for _, text in OWN])
def test_each_statistic_has_a_manner_of_its_own(given_as, text):
    assert suggest(Evidence(**given_as)).text == text


NOTHING = [
    {"statistic": "count", "value": 3, "is_suppressed": True},
    {"statistic": "share"},
    {"statistic": "rank"},
    {"statistic": "range"},
    {"statistic": "change", "value": 2},
    {"statistic": "change"},
]


@pytest.mark.parametrize("given_as", NOTHING)
def test_where_nothing_can_be_said_nothing_is_written(given_as):
    evidence = Evidence(**given_as)
    assert suggest(evidence) is None
    assert all_suggestions(evidence) == ()
    assert rewrite(parse_wording("35%"), evidence) is None


@given(st.integers(0, 10**7), st.data())
def test_a_changed_digit_of_an_exact_number_is_always_caught(value, data):
    evidence = Evidence(statistic="count", value=value)
    words = suggest(evidence, Style.EXACT).text
    position = data.draw(st.sampled_from([i for i, each in enumerate(words) if each.isdigit()]))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != words[position]]))
    changed = f"{words[:position]}{digit}{words[position + 1 :]}"
    assert judge(changed, evidence).verdict is not Verdict.TRUE
    assert judge(f"we saw {changed} people", evidence).verdict is not Verdict.TRUE


@given(decimals(0, 10**6), st.sampled_from([0, 1, 2]), st.data())
def test_a_changed_digit_of_a_rounded_number_is_always_caught(value, places, data):
    evidence = Evidence(statistic="gap", value=value)
    words = suggest(evidence, Style.EXACT, decimals=places).text
    position = data.draw(st.sampled_from([i for i, each in enumerate(words) if each.isdigit()]))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != words[position]]))
    changed = f"{words[:position]}{digit}{words[position + 1 :]}"
    assert judge(changed, evidence).verdict is not Verdict.TRUE


@given(st.one_of(COUNTS, SHARES, SUMS), st.one_of(COUNTS, SHARES, SUMS))
def test_a_figure_swapped_for_another_is_caught_unless_it_is_equal(one, other):
    words = suggest(one, Style.EXACT).text
    assume((one.value, one.statistic) != (other.value, other.statistic))
    found = judge(words, other)
    stated = parse_wording(words).statement.numeral
    is_equal = abs(stated.value - other.value) <= stated.place / 2 and one.statistic is other.statistic
    assert (found.verdict is Verdict.TRUE) <= is_equal


@given(st.text(max_size=40))
def test_any_words_have_a_manner_or_none(text):
    wording = parse_wording(text)
    assert (style_of(wording) is None) == (wording.statement is None)
