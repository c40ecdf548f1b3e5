"""Sentences over page breaks, cells of tables; what a figure counts; names and places."""

import pytest
from tests.factories.checked_reports import subject_of

from goldenthread.checking.names import find_names, find_places, own_places


def sentences(text: str) -> list[str]:
    return [each.text for each in subject_of(text).passages]


def test_a_sentence_that_a_page_break_parts_is_one() -> None:
    text = "- 18 were helped with CV writing\n\nand 47 with careers. They were glad.\n\nNext we met.\n"
    assert sentences(text) == ["18 were helped with CV writing and 47 with careers.", "They were glad.", "Next we met."]
    subject = subject_of(text)
    first, second, third = subject.passages
    assert first.flow.place_of(first.start)[0].number == 1
    assert second.flow.place_of(second.start) == (subject.document.blocks[1], text.split("\n\n")[1].index("They"))
    assert third.flow is not second.flow


def test_headings_and_capitals_part_and_lists_of_contents_are_left_out() -> None:
    text = (
        "# Report\n\n## Contents\n\n1 What we did\n\nHousing ........ 14\n\n"
        "## What we did\n\nWe built\n\n## homes\n\nof brick.\n"
    )
    assert sentences(text) == ["We built", "of brick."]


def test_marks_of_a_cell_and_of_a_joined_sentence_stand_where_their_words_do() -> None:
    text = (
        "| Ward | Jobs |\n| --- | --- |\n| Mill | [41](claim:jobs) now |\n\nWe built\n\nover [68](claim:homes) homes.\n"
    )
    subject = subject_of(text)
    marked = [(each.text[m.start : m.end], m.claim) for each in subject.passages for m in each.marks]
    assert marked == [("41", "jobs"), ("68", "homes")]


COUNTED = [
    ("over 125 community venues which offered tea", ("community", "venues")),
    ("300 elderly and disabled residents", ("elderly", "disabled", "residents")),
    ("4 people moved on", ("people",)),
    ("3 were offered interviews", ()),
    ("three days a week", ("days",)),
    ("Two trans residents came", ("trans", "residents")),
    ("12 of them came", ()),
]


@pytest.mark.parametrize(("text", "counted"), COUNTED)
def test_what_a_figure_counts_is_read_up_to_its_noun(text: str, counted: tuple[str, ...]) -> None:
    (figure,) = subject_of(f"We saw {text}.").figures[0]
    assert figure.counted == counted


def test_limits_are_those_of_the_wording() -> None:
    figures = subject_of("We saw over 2,000 homes, about 40 clubs, 7 halls and between 50 and 60 guests.").figures[0]
    assert [each.limits for each in figures] == [(2000, 2200), (38, 42), (6.5, 7.5), (50, 60)]


def test_names_and_places_are_known_by_their_capitals() -> None:
    assert [each.key for each in find_names("We saw Leigh's Warm Rooms and the Mill Café met Dr Lee.")] == [
        "leigh",
        "warm rooms",
        "mill café",
        "dr lee",
    ]
    text = "In Leigh and at Mill Ward, in May 2022, in England, with NHS staff at Leigh Council."
    assert [each.text for each in find_places(text)] == ["Leigh", "Mill Ward"]


def test_the_councils_own_place_is_the_one_that_is_named_most() -> None:
    document = subject_of("In Alderbrook. Across Alderbrook. For Alderbrook. In Leigh.").document
    assert "Alderbrook" in own_places(document)
    assert own_places(subject_of("In Alderbrook. In Leigh.").document) == frozenset()
