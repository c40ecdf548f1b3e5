"""Every interval holds the truth as often as it promises, and no function with an interval is without a row."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing

import pytest
from tests.spec.coverage.record import SITUATIONS, markdown, recorded, shares
from tests.spec.coverage.simulation import CAUTIOUS, EXACT, Share

from goldenthread.core import statistics
from goldenthread.core.estimates import Estimate, Limits
from goldenthread.core.statistics.intervals import ValueWithLimits

RECORDED = recorded()


def kept(row: Share) -> bool:
    if row.promise == EXACT:
        return 94 <= row.covered <= 96
    return row.covered >= 94 if row.promise == CAUTIOUS else row.promise.startswith("none: ")


@pytest.mark.parametrize("each", SITUATIONS, ids=lambda each: f"{each.function}: {each.text}")
def test_what_is_drawn_is_what_is_recorded_and_keeps_its_promise(each):
    found = shares(each)
    written = [row for row in RECORDED if _is_of(row, each)]
    assert [row.interval for row in found] == [row.interval for row in written]
    for now, then in zip(found, written, strict=True):
        assert now.draws == then.draws
        # Another version of NumPy may draw other numbers: four standard errors of the difference.
        assert abs(now.covered - then.covered) <= 4 * (2 * 95 * 5 / now.draws) ** 0.5
        assert kept(now), now
        assert kept(then), then


def _is_of(row, each):
    return (row.function, row.situation, row.promise) == (each.function, each.text, each.promise)


def test_nothing_is_recorded_that_is_no_longer_drawn():
    assert all(any(_is_of(row, each) for each in SITUATIONS) for row in RECORDED)


def _intervals(kind):
    """The names of the intervals in what a function returns; a bare one has no name."""
    for part in typing.get_args(kind) or (kind,):
        if part in (ValueWithLimits, Estimate, Limits):
            yield ""
        elif dataclasses.is_dataclass(part):
            types = typing.get_type_hints(part)
            for field in dataclasses.fields(part):
                if any(True for _ in _intervals(types[field.name])):
                    yield field.name
            if {"fewest", "most"} <= set(types) or {"lower", "upper"} <= set(types):
                yield ""


def _functions():
    for found in pkgutil.iter_modules(statistics.__path__, prefix=f"{statistics.__name__}."):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == found.name and not name.startswith("_"):
                yield name, thing


WITH_INTERVALS = {
    name: list(_intervals(typing.get_type_hints(function)["return"]))
    or ([""] if name.endswith("_interval") or name.startswith("funnel_limits") else [])
    for name, function in _functions()
}


@pytest.mark.parametrize("name", sorted(name for name, intervals in WITH_INTERVALS.items() if intervals))
def test_every_function_that_returns_an_interval_has_its_rows(name):
    rows = [row for row in RECORDED if row.function == name]
    assert rows, f"{name} returns an interval whose coverage nobody has seen."
    assert {interval for interval in WITH_INTERVALS[name] if interval} <= {row.interval for row in rows}
    # A promise is shown somewhere: no function is listed with excuses only.
    assert any(row.promise in (EXACT, CAUTIOUS) for row in rows)


def test_the_functions_found_are_those_expected():
    assert len([name for name, intervals in WITH_INTERVALS.items() if intervals]) > 40
    assert WITH_INTERVALS["slope_indices"] == ["slope", "ratio", "mean_ratio", "gap_ratio"]
    assert WITH_INTERVALS["people_needed"] == WITH_INTERVALS["wilson_interval"] == [""]
    assert not WITH_INTERVALS["ridit_ranks"]


def test_the_page_has_a_row_for_each():
    page = markdown()
    rows = page.partition("| --- |")[2].splitlines()[1:]
    assert [row.split(" | ")[0].strip("| `") for row in rows] == [row.function for row in RECORDED]
    assert page.startswith("# Coverage of every interval\n")
