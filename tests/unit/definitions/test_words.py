"""The glossary: each word explained once, in words that are easier than it."""

from pathlib import Path

import pytest

from goldenthread.definitions.reading import DefinitionError
from goldenthread.definitions.word import load_words, read_words_file
from goldenthread.reports.plain_words import find_jargon


def test_words_stand_in_the_order_of_the_alphabet_each_at_its_own_place() -> None:
    words = load_words()
    assert [each.term.casefold() for each in words] == sorted(each.term.casefold() for each in words)
    assert len({each.slug for each in words}) == len(words)
    assert all(each.slug for each in words)


@pytest.mark.parametrize("word", load_words(), ids=lambda word: word.slug)
def test_a_word_is_explained_without_jargon(word) -> None:
    assert word.meaning.endswith(".")
    assert word.instead.casefold() not in {form.casefold() for form in word.forms}
    assert find_jargon(word.instead) == ()
    assert {each.of for each in find_jargon(word.meaning)} <= {word}  # its own full name may stand in it


BEGINS = "reviewed: 2026-01-01\nwords:\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("words: {}\n", "'reviewed' is missing"),
        ("reviewed: 2026-01-01\nwords: [a]\n", "should be a mapping"),
        (f"{BEGINS}  utilise: use\n", "In the word 'utilise', its meaning is missing"),
        (f"{BEGINS}  utilise: {{instead: use}}\n", "'meaning' is missing"),
        (f"{BEGINS}  utilise: {{meaning: ' '}}\n", "'meaning' should be text"),
        (f"{BEGINS}  utilise: {{meaning: To use., insted: use}}\n", "'insted' is not known"),
        (f"{BEGINS}  a: {{meaning: A., also: [B]}}\n  b: {{meaning: B.}}\n", "'b' is a form of 'b' and of 'a'"),
    ],
)
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"words\.yaml: .*") as refused:
        read_words_file(file)
    assert sentence in str(refused.value)
