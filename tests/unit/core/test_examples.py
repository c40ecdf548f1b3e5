"""Every example in the docstrings of the core gives the answer it shows, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil
import types

import pytest

import goldenthread.core

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(goldenthread.core.__path__, prefix="goldenthread.core.")
)


def _public_functions(module: types.ModuleType) -> list[str]:
    return [
        name
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    ]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_right(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


ROOMS = ("statistics", "disclosure", "claims")
#: What checks input and has its sentence tested in test_refusals.py instead.
WITHOUT_EXAMPLE = {"check_counts", "check_denominators"}


@pytest.mark.parametrize("name", [name for name in MODULES if any(f".{room}." in name for room in ROOMS)])
def test_every_public_function_has_an_example(name):
    module = importlib.import_module(name)
    without = {
        function
        for function in _public_functions(module)
        if ">>>" not in (inspect.getdoc(getattr(module, function)) or "")
    }
    assert without <= WITHOUT_EXAMPLE
