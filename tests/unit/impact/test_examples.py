"""Every example in the docstrings of the room gives the answer it shows, and what is offered has one."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

from goldenthread import impact

MODULES = sorted(module.name for module in pkgutil.walk_packages(impact.__path__, prefix="goldenthread.impact."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_right(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", [name for name in impact.__all__ if inspect.isfunction(getattr(impact, name))])
def test_every_function_on_offer_has_an_example(name):
    assert ">>>" in inspect.getdoc(getattr(impact, name))
