"""The bands of the table against the table written a second time, value by value."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.core.claims.table import HEDGES, values_around, verdict

from goldenthread.core.claims import (
    DEFAULT_BANDS,
    WHERE_FROM,
    Amount,
    Bands,
    Evidence,
    Statistic,
    Verdict,
    band_of,
    find_numerals,
    judge,
    parse_wording,
    write_number,
)


def amounts():
    """Stated numbers of every size, many of them round, some with decimals."""
    whole = st.builds(lambda digits, zeros: digits * 10**zeros, st.integers(1, 9999), st.integers(0, 5))
    small = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(1, 9999), st.integers(1, 3))
    return st.one_of(
        whole.map(write_number),
        st.builds(lambda value, places: write_number(value, places), small, st.integers(1, 3)).filter(
            lambda text: any(digit not in "0.," for digit in text)
        ),
    )


@given(st.sampled_from(HEDGES), amounts())
def test_every_hedge_is_judged_as_the_table_says_value_by_value(hedge, written):
    wording = parse_wording(f"{hedge} {written} of something")
    for value in values_around(written):
        found = judge(wording, Evidence(statistic=Statistic.AMOUNT, value=value))
        assert found.verdict == verdict(hedge, written, value), (hedge, written, value)


@given(st.sampled_from(HEDGES), amounts())
def test_verdicts_are_monotone_in_the_value(hedge, written):
    """Below the band one verdict, within it TRUE, above it one verdict: a value never comes back into it."""
    statement = parse_wording(f"{hedge} {written}").statement
    band = band_of(statement)
    order = [band.verdict(value) for value in values_around(written)]
    parts = [each for each, before in zip(order, [None, *order], strict=False) if each is not before]
    inner = [each for each in parts if each is Verdict.TRUE]
    assert len(inner) == 1
    assert parts in (
        [band.below, Verdict.TRUE, band.above],
        [Verdict.TRUE, band.above],
        [band.below, Verdict.TRUE],
        [Verdict.TRUE],
    )


@given(amounts())
def test_a_number_is_true_of_itself_only_where_the_hedge_allows_it(written):
    value = Fraction(written.replace(",", ""))
    allowed = {
        hedge
        for hedge in HEDGES
        if judge(f"{hedge} {written}", Evidence(statistic="amount", value=value)).verdict is Verdict.TRUE
    }
    assert allowed == {"", "at least", "up to", "about"}


SAME_HEDGE = {
    "almost": ["almost", "nearly", "just under", "just below", "slightly less than", "a little under", "approaching"],
    "over": ["over", "more than", "above", "in excess of", "exceeding", "greater than"],
    "just over": ["just over", "slightly more than", "a little over", "just above"],
    "at least": ["at least", "no fewer than", "not less than", "a minimum of", "upwards of"],
    "under": ["under", "fewer than", "less than", "below"],
    "up to": ["up to", "at most", "no more than", "not more than", "a maximum of", "as many as"],
    "about": ["about", "around", "roughly", "approximately", "some", "in the region of", "circa"],
}


@pytest.mark.parametrize(("hedge", "words"), [(hedge, one) for hedge, several in SAME_HEDGE.items() for one in several])
def test_words_that_mean_one_hedge_have_one_band(hedge, words):
    first = band_of(parse_wording(f"{hedge} 2,400 homes").statement)
    assert band_of(parse_wording(f"{words} 2,400 homes").statement) == first


@pytest.mark.parametrize("words", ["2,400+", "2,400 or more", "2,400 or over", "2,400 at least", "2,400 and above"])
def test_what_follows_a_number_hedges_it_too(words):
    assert band_of(parse_wording(words).statement) == band_of(parse_wording("at least 2,400").statement)


@pytest.mark.parametrize("words", ["2,400 or fewer", "2,400 or less", "2,400 at most"])
def test_what_follows_a_number_caps_it_too(words):
    assert band_of(parse_wording(words).statement) == band_of(parse_wording("up to 2,400").statement)


#: From the design, and edges of its words.
BANDS = [
    ("almost 11 years", "from 10.5 to below 11"),
    ("over 2,000 homes", "above 2,000 to 2,200"),
    ("over 125 venues", "above 125 to 131.25"),
    ("100+ organisations", "from 100 to 110"),
    ("almost 5.5K visitors", "from 5,450 to below 5,500"),
    ("around 200 houses", "from 190 to 210"),
    ("£2.6m", "from 2,550,000 to below 2,650,000"),
    ("35%", "from 34.5 to below 35.5"),
    ("4,255", "from 4,254.5 to below 4,255.5"),
    ("exactly 35%", "from 34.5 to below 35.5"),
    ("half", "from 47.5 to 52.5"),
    ("one in five", "from 17.5 to 22.5"),
    ("nine in ten", "from 87.5 to 92.5"),
    ("one in twenty", "from 3.75 to 6.25"),
    ("about half", "from 47.5 to 52.5"),
    ("almost half", "from 47.5 to below 50"),
    ("over half", "above 50 to 55"),
    ("just over half", "above 50 to 52.5"),
    ("exactly half", "exactly 50"),
    ("twice as many", "from 1.9 to 2.1"),
    ("three times as many", "from 2.85 to 3.15"),
    ("2.3 times", "from 2.25 to below 2.35"),
    ("-2.3 points", "above -2.35 to -2.25"),
    ("0 homes", "above -0.5 to below 0.5"),
    ("over 0 homes", "never"),
]


@pytest.mark.parametrize(("words", "band"), BANDS)
def test_the_band_in_words(words, band):
    assert band_of(parse_wording(words).statement).words == band


def test_a_fraction_is_never_true_of_nothing_and_never_of_all():
    for words in ("one in a hundred", "1 in 100", "1 in 50", "one in twenty"):
        statement = parse_wording(words).statement
        if isinstance(statement, Amount):
            assert band_of(statement).verdict(0) is Verdict.FALSE
    assert band_of(parse_wording("99 in 100").statement).verdict(100) is Verdict.FALSE


def test_a_hedge_below_zero_is_refused():
    with pytest.raises(ValueError, match="may mean either side of it"):
        band_of(parse_wording("almost -3 points").statement)


@pytest.mark.parametrize(
    "name", [name for name in Bands.__dataclass_fields__ if isinstance(getattr(Bands(), name), Fraction)]
)
def test_every_setting_is_above_zero(name):
    with pytest.raises(ValueError, match=f"“{name}” must lie above 0; got 0."):
        Bands(**{name: Fraction(0)})


def test_every_setting_says_where_it_comes_from():
    assert set(WHERE_FROM) == set(Bands.__dataclass_fields__)
    assert all(WHERE_FROM.values())
    with pytest.raises(ValueError, match="goes from the lower to the higher"):
        Bands(hundreds=(999, 200))


def test_settings_change_what_is_true():
    gap = Evidence(statistic="gap", value=10.2)
    assert judge("almost 11 years", gap).verdict is Verdict.LOOSE
    wider = Bands(half_step=Fraction(1), near=Fraction(1, 10))
    assert judge("almost 11 years", gap, wider).verdict is Verdict.TRUE
    assert Bands() == DEFAULT_BANDS


def test_the_words_of_ranges_of_quantities():
    assert [DEFAULT_BANDS.of_word(word) for word in ("dozens", "hundreds", "thousands", "tens of thousands")] == [
        (24, 99), (200, 999), (2000, 9999), (20_000, 99_999),
    ]  # fmt: skip
    assert DEFAULT_BANDS.of_word("near") is None
    assert [each.text for each in find_numerals("dozens of hundreds")] == []
