"""What higher rooms show on lower rooms' pages."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from goldenthread.frontend import slots
from goldenthread.frontend.slots import Waiting


@pytest.fixture(autouse=True)
def empty_slots(monkeypatch):
    monkeypatch.setattr(slots, "_filled", {})
    monkeypatch.setattr(slots, "_waiting", [])


def render(**arguments):
    return slots.render("area.promises", RequestFactory().get("/"), **arguments)


def test_fillings_are_shown_in_their_order():
    slots.fill("area.promises", lambda request, **_: mark_safe("<p>second</p>"), order=2)
    slots.fill("area.promises", lambda request, **_: mark_safe("<p>first</p>"), order=1)
    assert render(area_code="X") == "<p>first</p>\n<p>second</p>"


def test_a_filling_is_given_the_slots_arguments():
    slots.fill("area.promises", lambda request, area_code: f"for {area_code} at {request.path}")
    assert render(area_code="X05000001") == "for X05000001 at /"


def test_text_that_is_not_marked_safe_is_escaped():
    slots.fill("area.promises", lambda request, **_: "<script>alert(1)</script>")
    assert "<script>" not in render()


def test_the_same_filling_twice_is_shown_once_and_an_empty_one_leaves_no_gap():
    def filling(request, **_):
        return "once"

    slots.fill("area.promises", filling)
    slots.fill("area.promises", filling)
    slots.fill("area.promises", lambda request, **_: "")
    assert render() == "once"
    slots.empty("area.promises", filling)
    assert render() == ""


@pytest.mark.parametrize("use", [lambda: slots.fill("area.promisses", str), lambda: slots.render("nowhere", None)])
def test_a_slot_that_does_not_exist_is_refused_with_those_that_do(use):
    with pytest.raises(LookupError, match=r"area\.promises"):
        use()


def test_what_waits_is_sorted_by_how_long_it_has_waited():
    today = date(2026, 3, 1)
    undated = Waiting(title="Read the draft", href="/1", why="to read")
    overdue = Waiting(title="Update the buses", href="/2", why="update due", due=date(2026, 2, 1))
    soon = Waiting(title="Update the parks", href="/3", why="update due", due=date(2026, 3, 9))
    slots.add_waiting(lambda person, on: [undated, soon])
    slots.add_waiting(lambda person, on: [overdue])
    assert slots.waiting_for("Ada", today) == [overdue, soon, undated]
