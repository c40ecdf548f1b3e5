"""Recorded events in words."""

import pytest

from goldenthread.accounts import presenters
from goldenthread.accounts.presenters import Change
from goldenthread.accounts.roles import Role


def test_changes_are_told_in_the_order_they_were_recorded() -> None:
    changes = presenters.make_changes({"title": "Old", "is_active": True}, {"title": "New", "is_active": False})
    assert changes == (Change("Title", "Old", "New"), Change("Is active", "yes", "no"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ([], "nothing"),
        (["analyst", "plan_owner"], "analyst, plan owner"),
        (12, "12"),
        (0, "0"),
        ("snake_case_name", "snake_case_name"),
        ({"b": 1, "a": 2}, '{"a": 2, "b": 1}'),
    ],
)
def test_values_become_words(value: object, words: str) -> None:
    assert presenters.make_changes({}, {"thing": value})[0].after == words


def test_nothing_recorded_is_nothing_to_show() -> None:
    assert presenters.make_changes(None, None) == ()


def test_kinds_of_things_are_named_without_their_room() -> None:
    assert presenters.make_type_name("plan.progress_measure") == "progress measure"


def test_roles_are_named_the_most_powerful_first() -> None:
    assert presenters.make_role_names({Role.VIEWER, Role.ADMINISTRATOR}) == "Administrator, Viewer"
