"""The examples in the documentation of the room are run."""

import doctest
import importlib
import pkgutil

import pytest

from goldenthread import checking

MODULES = [
    each.name
    for each in pkgutil.walk_packages(checking.__path__, "goldenthread.checking.")
    if "__main__" not in each.name
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    tried = [each for name in MODULES for each in finder.find(importlib.import_module(name)) if each.examples]
    assert len(tried) >= 10
