"""Nothing public in the rooms of the core goes without a second, independent answer."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

from goldenthread.core import claims, disclosure, statistics

TESTS = Path(__file__).resolve().parents[2]
ROOMS = (statistics, disclosure)

#: Proved through what uses them, in the file named.
PROVED_THROUGH = {
    "refuse": "test_refusals.py",
    "check_same_length": "test_refusals.py",
    "normal_quantile": "test_intervals.py",
}


def _public():
    for room in ROOMS:
        for found in pkgutil.iter_modules(room.__path__, prefix=f"{room.__name__}."):
            module = importlib.import_module(found.name)
            for name, thing in vars(module).items():
                if inspect.isfunction(thing) and thing.__module__ == found.name and not name.startswith("_"):
                    yield name
    # Of claims, the face of the room: its inner files hand words to each other.
    yield from (name for name in claims.__all__ if inspect.isfunction(getattr(claims, name)))


def _called_in(folder):
    """Every name that a test under `folder` uses."""
    names = set()
    for path in sorted((TESTS / folder).rglob("*.py")):
        if path == Path(__file__):
            continue
        names.update(_names_in(ast.parse(path.read_text(encoding="utf-8"))))
    return names


def _names_in(node):
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Attribute):
            yield inner.attr
        elif isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value.isidentifier():
            yield inner.value


def _called_by_properties():
    """Every name that a generated test of this folder, or of a folder in it, uses."""
    names = set()
    for path in sorted(Path(__file__).parent.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "given" in {
                name for decorator in node.decorator_list for name in _names_in(decorator)
            }:
                names.update(_names_in(node))
    return names


USED = _called_in("unit/core") | _called_in("published/oracles")
GENERATED = _called_by_properties()


@pytest.mark.parametrize("name", sorted(set(_public())))
def test_a_public_function_is_proved_by_a_test_of_its_own(name):
    assert name in USED or name in PROVED_THROUGH


@pytest.mark.parametrize("name", sorted(set(_public())))
def test_a_public_function_has_a_property_that_holds_whatever_the_numbers(name):
    assert name in GENERATED


def test_what_is_proved_through_others_is_public_and_its_proof_is_there():
    assert set(PROVED_THROUGH) <= set(_public())
    for path in PROVED_THROUGH.values():
        assert (Path(__file__).parent / path).is_file()


def test_the_face_of_the_package_names_what_it_has():
    assert sorted(statistics.__all__) == sorted(set(statistics.__all__))
    assert all(hasattr(statistics, name) for name in statistics.__all__)
    inner = {
        "as_numbers",
        "check_order",
        "refuse",
        "check_counts",
        "check_denominators",
        "check_level",
        "check_same_length",
        "normal_quantile",
    }
    of_the_room = {
        name
        for found in pkgutil.iter_modules(statistics.__path__, prefix=f"{statistics.__name__}.")
        for name, thing in vars(importlib.import_module(found.name)).items()
        if inspect.isfunction(thing) and thing.__module__ == found.name and not name.startswith("_")
    }
    assert of_the_room - inner <= set(statistics.__all__)
