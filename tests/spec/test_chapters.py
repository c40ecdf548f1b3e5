"""Every example of the methods manual gives the answer it prints."""

import ast
import importlib
import inspect
import math
import pkgutil
import re
from inspect import isfunction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docs.mathematics import mathml
from tests.spec.chapter import answer, markdown, read_table
from tests.spec.chapters import CHAPTERS

from goldenthread import impact
from goldenthread.core import claims, disclosure, statistics

ROOT = Path(__file__).resolve().parents[2]
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
    roots = tuple(f"{room.__name__}." for room in (statistics, disclosure, claims, impact))
    assert all(home.startswith(roots) for home in homes)
    assert all(any(home.startswith(root) for home in homes) for root in roots)


@pytest.mark.parametrize("name", [name for name in impact.__all__ if isfunction(getattr(impact, name))])
def test_every_method_of_impact_has_a_chapter(name):
    assert name in {function.__name__ for chapter in CHAPTERS for function in chapter.functions}


def _public():
    for room in (statistics, disclosure):
        for found in pkgutil.iter_modules(room.__path__, prefix=f"{room.__name__}."):
            module = importlib.import_module(found.name)
            for name, thing in vars(module).items():
                if inspect.isfunction(thing) and thing.__module__ == found.name and not name.startswith("_"):
                    yield name
    # Of claims, the face of the room: its inner files hand words to each other.
    yield from (name for name in claims.__all__ if inspect.isfunction(getattr(claims, name)))


@pytest.mark.parametrize("name", sorted(set(_public())))
def test_every_public_function_has_a_chapter_and_an_example_that_calls_it(name):
    shown = [chapter for chapter in CHAPTERS if name in {function.__name__ for function in chapter.functions}]
    assert shown, f"No chapter of the manual tells of {name}."
    calls = {
        inner.id
        for chapter in shown
        for example in chapter.examples
        for inner in ast.walk(ast.parse(example.call.strip(), mode="eval"))
        if isinstance(inner, ast.Name)
    }
    # A chapter may give its call a short name of its own, which calls the function.
    own = {
        inner
        for chapter in shown
        for helper in chapter.names.values()
        if hasattr(helper, "__code__")
        for inner in helper.__code__.co_names
    }
    assert name in calls | own


DIVERGENCES = [(c.slug, one) for c in CHAPTERS for one in c.divergences if not isinstance(one, str)]


@pytest.mark.parametrize(("slug", "one"), DIVERGENCES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_divergence_is_shown_by_a_test_that_is_there(slug, one):
    path, _, name = one.proof.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert f"`{name}` in `{path}`" in markdown({chapter.slug: chapter for chapter in CHAPTERS}[slug])


def test_nothing_is_said_to_differ_without_proof():
    assert len(DIVERGENCES) > 12
    for chapter in CHAPTERS:
        if any(function.__module__.startswith("goldenthread.core.") for function in chapter.functions):
            assert not [one for one in chapter.divergences if isinstance(one, str)], chapter.slug


@pytest.mark.parametrize("chapter", [chapter for chapter in CHAPTERS if chapter.formula], ids=lambda one: one.slug)
def test_a_formula_becomes_mathml_with_nothing_left_of_its_source(chapter):
    tree = ElementTree.fromstring(mathml(chapter.formula))
    shown = "".join(tree.itertext())
    assert not set(shown) & set("\\^") - set("^" if r"\hat" in chapter.formula else "")
    for letter in set(re.sub(r"\\[a-zA-Z]+|[^a-zA-Z]", "", chapter.formula)):
        assert letter in shown


def test_formulas_are_built_as_they_are_meant():
    assert mathml(r"\tfrac12 x_i^2") == (
        '<math display="block"><mrow><mfrac><mn>1</mn><mn>2</mn></mfrac>'
        "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></mrow></math>"
    )
    assert "<munder><mo>∑</mo>" in mathml(r"\sum_{i<j} 9.5495")
    assert "<mn>9.5495</mn>" in mathml("9.5495")
    assert "&lt;" in mathml("i<j")
    with pytest.raises(ValueError, match="do not know the command"):
        mathml(r"\matrix{1}")
    with pytest.raises(ValueError, match="not closed"):
        mathml(r"\frac{1}{2")
    with pytest.raises(ValueError, match="do not match"):
        mathml("1}")
