"""Permission twins agree, and refuse in sentences."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from goldenthread.accounts import permissions
from goldenthread.accounts.models import ApiKey, Person
from goldenthread.accounts.roles import WRITING_ROLES, Role


def person_with(*roles: Role, is_active: bool = True) -> Person:
    person = Person(name="Somebody", email="somebody@council.example", is_active=is_active)
    person.__dict__["roles"] = frozenset(roles) if is_active else frozenset()
    return person


TWINS = [
    (getattr(permissions, name), getattr(permissions, name.removeprefix("check_")))
    for name in dir(permissions)
    if name.startswith("check_can_") and name != "check_can_end_api_key"  # which asks of a key too
]


def test_there_are_twins_for_every_question() -> None:
    assert len(TWINS) == 8


@pytest.mark.parametrize(("check", "can"), TWINS)
@pytest.mark.parametrize("role", [None, *Role])
def test_twins_agree(check, can, role: Role | None) -> None:
    person = person_with(*([role] if role else []))
    if can(person):
        assert check(person) is None
    else:
        with pytest.raises(permissions.NotAllowed) as refusal:
            check(person)
        assert refusal.value.sentence.endswith(".")
        assert isinstance(refusal.value, PermissionDenied)


@pytest.mark.parametrize(("check", "can"), TWINS)
@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_who_has_not_signed_in_may_nothing(check, can, nobody) -> None:
    assert not can(nobody)


def test_people_end_their_own_keys_and_administrators_every_key() -> None:
    owner, other = person_with(Role.VIEWER), person_with(Role.PLAN_OWNER)
    owner.pk, other.pk = 1, 2
    key = ApiKey(person_id=1, name="Dashboard")
    assert permissions.can_end_api_key(owner, key)
    assert permissions.can_end_api_key(person_with(Role.ADMINISTRATOR), key)
    assert not permissions.can_end_api_key(other, key)
    assert not permissions.can_end_api_key(AnonymousUser(), key)
    with pytest.raises(permissions.NotAllowed, match="to end somebody else's API key"):
        permissions.check_can_end_api_key(other, key)


def test_an_administrator_may_everything_here() -> None:
    assert all(can(person_with(Role.ADMINISTRATOR)) for _, can in TWINS)


def test_the_sentence_names_the_roles_that_would_do() -> None:
    with pytest.raises(permissions.NotAllowed, match="You need to be an administrator or plan owner to adopt plans"):
        permissions.check_holds(person_with(Role.VIEWER), Role.PLAN_OWNER, Role.ADMINISTRATOR, to="adopt plans")
    with pytest.raises(permissions.NotAllowed, match="You need to be a plan owner to adopt plans"):
        permissions.check_holds(person_with(Role.VIEWER), Role.PLAN_OWNER, to="adopt plans")


def test_only_a_viewer_writes_nothing() -> None:
    assert set(Role) - {Role.VIEWER} == WRITING_ROLES
    assert not person_with(Role.VIEWER).can_write
    assert person_with(Role.VIEWER, Role.CONTRIBUTOR).can_write


def test_every_role_is_named_and_described() -> None:
    for role in Role:
        assert role.label[0].isupper()
        assert role.description.endswith(".")
