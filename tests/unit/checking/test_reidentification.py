"""Details that together are rare, and words that can be looked up: held to slow, obvious readings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.checking.reidentification import (
    SHINGLE,
    Detail,
    find_combination,
    find_details,
    find_verbatim,
)

ONE_OF_EACH = {
    Detail.PLACE: "It was in Mill Ward.",
    Detail.DATE: "It was on 12 February 2026.",
    Detail.AGE: "She is 79 years old.",
    Detail.CONDITION: "She has epilepsy.",
    Detail.FAMILY: "She is a mother of five.",
    Detail.OCCUPATION: "She worked as a welder.",
    Detail.BACKGROUND: "She came as a refugee.",
}


@pytest.mark.parametrize("kind", Detail)
def test_each_kind_is_found_alone_and_nothing_else_with_it(kind):
    assert {each.kind for each in find_details(ONE_OF_EACH[kind])} == {kind}
    assert find_combination(ONE_OF_EACH[kind]) is None


@given(st.sets(st.sampled_from(list(Detail))))
def test_three_kinds_meet_or_a_condition_in_a_place(kinds):
    text = " ".join(ONE_OF_EACH[kind] for kind in sorted(kinds))
    found = find_combination(text)
    assert (found is not None) == (len(kinds) >= 3 or kinds == {Detail.CONDITION, Detail.PLACE})
    if found is not None:
        assert set(found.kinds) == kinds
        assert len(found.fixes) == len(kinds)
        assert all(kind.value in found.sentence for kind in kinds)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Len, 66, said so.", Detail.AGE), ("aged 41", Detail.AGE), ("a 19-year-old", Detail.AGE),
        ("in May 2026", Detail.DATE), ("on 3rd March", Detail.DATE),
        ("my husband died", Detail.FAMILY), ("she lives alone", Detail.FAMILY), ("twins", Detail.FAMILY),
        ("three small children", Detail.FAMILY), ("a retired miner", Detail.OCCUPATION),
        ("a wheelchair", Detail.CONDITION), ("domestic abuse", Detail.CONDITION), ("a care leaver", Detail.BACKGROUND),
    ],
)  # fmt: skip
def test_how_details_are_said(words, kind):
    assert kind in {each.kind for each in find_details(words)}


@pytest.mark.parametrize(
    "words",
    [
        "There were 79 visits.", "She came in May.", "It was 12 degrees.", "We rang 66 people, and 20 came.",
        "The age of steam.", "Children read well.", "A retired people’s club.",
    ],
)  # fmt: skip
def test_what_is_no_detail(words):
    assert find_details(words) == ()


def test_the_councils_whole_area_tells_of_nobody():
    text = "She lives in Alderbrook and has epilepsy."
    assert find_combination(text) is not None
    assert find_combination(text, frozenset({"Alderbrook"})) is None


def slow_verbatim(text, document, size):
    """Every window of words, compared one by one."""
    words, other = ([w.lower() for w in re.findall(r"[^\W_]+", each)] for each in (text, document))
    windows = [other[at : at + size] for at in range(len(other) - size + 1)]
    return {at for at in range(len(words) - size + 1) if words[at : at + size] in windows}


few_words = st.lists(st.sampled_from(["red", "green", "blue"]), max_size=24).map(" ".join)


@given(few_words, few_words, st.integers(2, 5))
def test_shared_runs_are_those_a_slow_reader_finds(text, document, size):
    found = find_verbatim(text, {"d": document}, size=size)
    assert bool(found) == bool(slow_verbatim(text, document, size))
    for each in found:
        assert len(each.words.split()) >= size
        assert f" {each.words} " in f" {text} "


def test_marks_capitals_and_quotation_marks_hide_nothing():
    said = "“I thought, it was for OTHER people; they didn’t say!”"
    minutes = "A resident told the panel: I thought it was for other people they didn't say."
    (found,) = find_verbatim(said, {"the minutes": minutes})
    assert found.document == "the minutes"
    assert found.words.startswith("I thought it was for OTHER people")
    assert (
        find_verbatim("seven words are too few to tell", {"d": "seven words are too few to tell"}, size=SHINGLE) == ()
    )
