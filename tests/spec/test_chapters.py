"""Every example of the methods manual gives the answer it prints."""

import math
from inspect import isfunction

import pytest
from tests.spec.chapter import answer, markdown, read_table
from tests.spec.chapters import CHAPTERS

from goldenthread import impact
from goldenthread.core import disclosure, statistics

EXAMPLES = {
    f"{chapter.slug}: {example.title}": (chapter, example) for chapter in CHAPTERS for example in chapter.examples
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_answer_is_the_one_printed(name):
    chapter, example = EXAMPLES[name]
    found, printed = answer(chapter, example), read_table(example.answer)
    places = _places(example.answer)
    for column, expected in printed.items():
        assert len(found[column]) == len(expected), column
        for i, (got, want) in enumerate(zip(found[column], expected, strict=True)):
            if isinstance(want, float):
                assert abs(float(got) - want) <= 0.5000001 * 10 ** -places[column][i], (column, i, got)
            elif want is None:
                assert math.isnan(got), (column, i, got)
            else:
                assert str(got) == want, (column, i)


def _places(text):
    """How many decimal places each number of the printed answer has."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {
        name: [len(row[i].partition(".")[2]) if row[i] else 0 for row in rows[1:]] for i, name in enumerate(rows[0])
    }


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_says_what_when_not_and_where_from(chapter):
    assert chapter.text
    assert chapter.when_not_to_use
    assert chapter.literature
    assert chapter.examples
    page = markdown(chapter)
    assert page.startswith(f"# {chapter.title}\n")
    assert all(example.title in page for example in chapter.examples)


def test_every_chapter_has_its_own_slug():
    slugs = [chapter.slug for chapter in CHAPTERS]
    assert len(set(slugs)) == len(slugs)


def test_what_the_manual_shows_is_of_the_core_or_of_impact():
    """The rooms whose functions are methods; a question, a page or a command has no chapter."""
    homes = {function.__module__ for chapter in CHAPTERS for function in chapter.functions}
    roots = (f"{statistics.__name__}.", f"{disclosure.__name__}.", f"{impact.__name__}.")
    assert all(home.startswith(roots) for home in homes)
    assert all(any(home.startswith(root) for home in homes) for root in roots)


@pytest.mark.parametrize("name", [name for name in impact.__all__ if isfunction(getattr(impact, name))])
def test_every_method_of_impact_has_a_chapter(name):
    assert name in {function.__name__ for chapter in CHAPTERS for function in chapter.functions}
