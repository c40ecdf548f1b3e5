"""How hard words are to read: the formula against a count by hand, long sentences, jargon."""

from __future__ import annotations

import pytest

from goldenthread.reports.plain_words import (
    FEWEST_WORDS,
    LONGEST_SENTENCE,
    count_syllables,
    find_jargon,
    read_texts,
    reading_age,
)

#: Forty words of one syllable each, in four sentences of ten.
EASY = ["We had the door fixed and the roof is dry."] * 4


def test_the_formula_is_flesch_and_kincaid() -> None:
    words, syllables = 40, 40
    grade = 0.39 * words / 4 + 11.8 * syllables / words - 15.59
    assert reading_age(EASY) == max(5.0, grade + 5)


def test_long_words_and_long_sentences_make_it_harder() -> None:
    hard = [" ".join(["Organisational", "reconfiguration", "necessitates", "prioritisation"] * 5) + "."] * 2
    assert (reading_age(hard) or 0) > 20 > (reading_age(EASY) or 0)


def test_of_a_few_words_nothing_is_said() -> None:
    assert reading_age(["word " * (FEWEST_WORDS - 1)]) is None
    assert reading_age([]) is None


@pytest.mark.parametrize(
    ("word", "syllables"), [("gap", 1), ("council", 2), ("children", 2), ("neighbourhoods", 3), ("information", 4)]
)
def test_syllables_are_those_that_are_spoken(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_long_sentences_and_jargon_are_told_with_their_place() -> None:
    long = " ".join(["word"] * (LONGEST_SENTENCE + 1)) + "."
    short = " ".join(["word"] * LONGEST_SENTENCE) + "."
    (reading,) = read_texts(
        {"introduction": f"{long} {short.capitalize()}\n\n- We [utilise](claim:x) it.", "ahead": " "}
    )
    assert reading.place == "introduction"
    assert reading.long_sentences == (long,)
    assert [each.instead for each in reading.jargon] == ["use"]
    assert not reading.is_easy


def test_jargon_is_whole_words_and_said_once() -> None:
    assert find_jargon("An embedded lamp. Robustness. Hard to reach? Hard to reach!")[0].words == "hard to reach"
    assert len(find_jargon("Hard to reach? Hard to reach! A robustness.")) == 1


def test_a_word_is_flagged_in_its_other_forms_with_what_the_glossary_says() -> None:
    (found,) = find_jargon("It was Co-produced with residents.")
    assert (found.words, found.instead, found.of.slug) == ("co-produced", "plan and run together", "co-production")
    assert found.of.meaning.startswith("Planning and running")


def test_words_without_a_plainer_one_are_explained_and_not_advised_against() -> None:
    assert find_jargon("The gap between each fifth, with its interval, in every ward.") == ()
