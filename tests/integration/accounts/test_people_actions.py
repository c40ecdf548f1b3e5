"""What administrators do to people and teams, and what they cannot."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from tests.factories.people import NOW, make_person, make_team

from goldenthread.accounts import actions, invitations
from goldenthread.accounts.models import AuditEvent, Person
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return make_person(Role.ADMINISTRATOR, name="Ada Lovelace")


def test_inviting_adds_the_person_with_roles_and_sends_a_link(admin, django_capture_on_commit_callbacks) -> None:
    team = make_team("Housing")
    with django_capture_on_commit_callbacks(execute=True):
        grace = actions.invite(
            email=" Grace@Council.Example ",
            name="Grace Hopper",
            roles=[Role.ANALYST, Role.CONTRIBUTOR],
            team=team,
            by=admin,
            at=NOW,
        )
    assert grace.email == "grace@council.example"
    assert grace.roles == {Role.ANALYST, Role.CONTRIBUTOR}
    assert not grace.has_usable_password()
    assert EmailAddress.objects.get(user=grace).verified
    (message,) = mail.outbox
    assert message.to == ["grace@council.example"]
    assert "/account/invitation/" in message.body
    event = AuditEvent.objects.about("accounts.person", grace.pk).get()
    assert (event.actor_name, event.verb) == ("Ada Lovelace", "invited")
    assert event.after["roles"] == ["analyst", "contributor"]


def test_nobody_is_invited_twice_whatever_the_case_of_the_address(admin) -> None:
    make_person(email="grace@council.example")
    with pytest.raises(actions.CannotBeDone, match="already here"):
        actions.invite(email="GRACE@council.example", name="Grace", roles=[], by=admin, at=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_manages_people_and_teams(role: Role) -> None:
    somebody, other = make_person(role), make_person(Role.VIEWER)
    attempts = [
        lambda: actions.invite(email="new@council.example", name="New", roles=[], by=somebody, at=NOW),
        lambda: actions.change_roles(person=somebody, roles=[Role.ADMINISTRATOR], by=somebody, at=NOW),
        lambda: actions.change_details(
            person=other, name="X", email=other.email, team=None, job_title="", by=somebody, at=NOW
        ),
        lambda: actions.deactivate(person=other, by=somebody, at=NOW),
        lambda: actions.reactivate(person=other, by=somebody, at=NOW),
        lambda: actions.reset_second_factor(person=other, by=somebody, at=NOW),
        lambda: actions.send_invitation_again(person=other, by=somebody, at=NOW),
        lambda: actions.add_team(name="X", by=somebody, at=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed, match="You need to be an administrator"):
            attempt()
    assert not AuditEvent.objects.exists()
    assert Person.objects.count() == 2


def test_changing_roles_records_what_was_and_what_is(admin) -> None:
    grace = make_person(Role.VIEWER)
    actions.change_roles(person=grace, roles=[Role.EDITOR, Role.VIEWER], by=admin, at=NOW)
    assert Person.objects.get(pk=grace.pk).roles == {Role.EDITOR, Role.VIEWER}
    event = AuditEvent.objects.get()
    assert event.before == {"roles": ["viewer"]}
    assert event.after == {"roles": ["editor", "viewer"]}
    kept = grace.role_assignments.get(role="viewer")
    assert kept.given_by is None
    assert grace.role_assignments.get(role="editor").given_by == admin


def test_roles_bring_the_groups_of_the_writing_tool_and_take_them_away(admin) -> None:
    grace = make_person()
    actions.change_roles(person=grace, roles=[Role.EDITOR], by=admin, at=NOW)
    assert [group.name for group in grace.groups.all()] == ["Editors"]
    actions.change_roles(person=grace, roles=[Role.VIEWER], by=admin, at=NOW)
    assert not grace.groups.exists()


def test_giving_the_roles_somebody_has_records_nothing(admin) -> None:
    grace = make_person(Role.VIEWER)
    actions.change_roles(person=grace, roles=[Role.VIEWER], by=admin, at=NOW)
    assert not AuditEvent.objects.exists()


def test_the_last_administrator_stays_one(admin) -> None:
    with pytest.raises(actions.CannotBeDone, match="only administrator"):
        actions.change_roles(person=admin, roles=[Role.VIEWER], by=admin, at=NOW)
    second = make_person(Role.ADMINISTRATOR)
    actions.change_roles(person=admin, roles=[Role.VIEWER], by=admin, at=NOW)
    with pytest.raises(actions.CannotBeDone, match="only administrator"):
        actions.change_roles(person=second, roles=[], by=second, at=NOW)


def test_an_administrator_without_access_does_not_count_as_another(admin) -> None:
    make_person(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(actions.CannotBeDone, match="only administrator"):
        actions.change_roles(person=admin, roles=[], by=admin, at=NOW)


def test_ending_access_takes_all_power_at_once(admin, client) -> None:
    grace = make_person(Role.VIEWER)
    client.force_login(grace)
    assert client.get("/staff/teams/").status_code == 200
    actions.deactivate(person=grace, by=admin, at=NOW)
    assert client.get("/staff/teams/").status_code == 302
    assert Person.objects.get(pk=grace.pk).roles == frozenset()
    actions.reactivate(person=grace, by=admin, at=NOW)
    assert Person.objects.get(pk=grace.pk).roles == {Role.VIEWER}


def test_nobody_ends_their_own_access(admin) -> None:
    make_person(Role.ADMINISTRATOR)
    with pytest.raises(actions.CannotBeDone, match="your own access"):
        actions.deactivate(person=admin, by=admin, at=NOW)


def test_resetting_the_second_factor_removes_app_and_codes(admin) -> None:
    grace = make_person(Role.EDITOR)
    assert Authenticator.objects.filter(user=grace).exists()
    actions.reset_second_factor(person=grace, by=admin, at=NOW)
    assert not Authenticator.objects.filter(user=grace).exists()
    with pytest.raises(actions.CannotBeDone, match="no second factor"):
        actions.reset_second_factor(person=grace, by=admin, at=NOW)
    with pytest.raises(actions.CannotBeDone, match="your own"):
        actions.reset_second_factor(person=admin, by=admin, at=NOW)


def test_a_corrected_address_is_the_one_to_sign_in_with(admin) -> None:
    grace = make_person(email="graec@council.example", name="Grace")
    actions.change_details(
        person=grace, name="Grace", email="Grace@council.example", team=None, job_title="", by=admin, at=NOW
    )
    address = EmailAddress.objects.get(user=grace)
    assert (address.email, address.verified, address.primary) == ("grace@council.example", True, True)
    assert AuditEvent.objects.get().before == {"email": "graec@council.example"}


def test_an_invitation_works_once(admin) -> None:
    grace = actions.invite(email="grace@council.example", name="Grace", roles=[], send=False, by=admin, at=NOW)
    key, token = invitations.path_for(grace).strip("/").split("/")[-2:]
    assert invitations.person_invited(key, token) == grace
    actions.accept_invitation(person=grace, password="three random words", at=NOW)
    assert invitations.person_invited(key, token) is None
    with pytest.raises(actions.CannotBeDone, match="has been used"):
        actions.accept_invitation(person=grace, password="another one here", at=NOW)
    with pytest.raises(actions.CannotBeDone, match="chosen a password"):
        actions.send_invitation_again(person=grace, by=admin, at=NOW)


def test_an_invitation_ends_after_three_days(admin, monkeypatch) -> None:
    grace = actions.invite(email="grace@council.example", name="Grace", roles=[], send=False, by=admin, at=NOW)
    key, token = invitations.path_for(grace).strip("/").split("/")[-2:]
    now = invitations._tokens._now()
    monkeypatch.setattr(invitations._tokens, "_now", lambda: now + timedelta(days=3, hours=1))
    assert invitations.person_invited(key, token) is None


def test_an_invitation_opens_nobody_elses_account(admin) -> None:
    grace = actions.invite(email="grace@council.example", name="Grace", roles=[], send=False, by=admin, at=NOW)
    other = actions.invite(email="other@council.example", name="Other", roles=[], send=False, by=admin, at=NOW)
    grace_key, _ = invitations.path_for(grace).strip("/").split("/")[-2:]
    _, other_token = invitations.path_for(other).strip("/").split("/")[-2:]
    assert invitations.person_invited(grace_key, other_token) is None
    assert invitations.person_invited("!!", other_token) is None
    assert invitations.person_invited("zzzzzzzzzzzzz", other_token) is None


def test_a_new_site_begins_with_one_administrator_and_only_one() -> None:
    ada = actions.add_first_administrator(
        email="ada@council.example", name="Ada Lovelace", password="three random words", at=NOW
    )
    assert ada.roles == {Role.ADMINISTRATOR}
    assert ada.check_password("three random words")
    with pytest.raises(actions.CannotBeDone, match="has people already"):
        actions.add_first_administrator(email="b@council.example", name="B", password="three random words", at=NOW)


def test_teams_keep_their_address_when_renamed_and_their_names_apart(admin) -> None:
    housing = actions.add_team(name="Housing & Homes", by=admin, at=NOW)
    assert housing.slug == "housing-homes"
    assert actions.add_team(name="Add", by=admin, at=NOW).slug == "add-2"
    with pytest.raises(actions.CannotBeDone, match="already"):
        actions.add_team(name="housing & homes", by=admin, at=NOW)
    actions.change_team(
        team=housing, name="Homes", directorate="Place", is_partner=False, is_active=False, by=admin, at=NOW
    )
    housing.refresh_from_db()
    assert (housing.name, housing.slug, housing.is_active) == ("Homes", "housing-homes", False)
    event = AuditEvent.objects.newest_first().first()
    assert event.before == {"name": "Housing & Homes", "directorate": "", "is_active": True}
