"""Signing in: a password, a code, and nothing told to whoever guesses."""

import re

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.factories.people import NOW, PASSWORD, add_second_factor, make_person, signed_in_client

from goldenthread.accounts import actions, invitations
from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.roles import WRITING_ROLES, Role
from goldenthread.accounts.sign_in import SignInAdapter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_reader_signs_in_with_a_password_and_it_is_recorded(client) -> None:
    reader = make_person(Role.VIEWER)
    response = sign_in(client, reader.email.upper())
    assert (response.status_code, response.headers["Location"]) == (302, "/staff/")
    assert AuditEvent.objects.get().verb == "signed in"


def test_who_may_write_enters_a_code_too(client) -> None:
    editor = make_person(Role.EDITOR, second_factor=False)
    secret = add_second_factor(editor)
    response = sign_in(client, editor.email)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/staff/teams/").status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert "The code is not right" in wrong.content.decode()
    right = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert right.headers["Location"] == "/staff/"
    assert client.get("/staff/teams/").status_code == 200


def test_a_recovery_code_works_once(client) -> None:
    editor = make_person(Role.EDITOR)
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]
    for expected in (302, 200):
        sign_in(client, editor.email)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected
        client.logout()


@pytest.mark.parametrize("role", sorted(WRITING_ROLES))
def test_who_may_write_without_a_second_factor_can_only_set_one_up(role: Role) -> None:
    client = signed_in_client(make_person(role, second_factor=False))
    for url in ("/staff/", "/staff/teams/", "/staff/people/", "/cms/", "/report-a-problem/"):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"]) == (302, reverse("mfa_activate_totp")), url
    assert client.get(reverse("accounts:own_account")).status_code == 200


def test_a_reader_needs_no_second_factor_and_a_demonstration_can_do_without(settings) -> None:
    assert signed_in_client(make_person(Role.VIEWER)).get("/staff/teams/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = False
    assert signed_in_client(make_person(Role.EDITOR, second_factor=False)).get("/staff/teams/").status_code == 200


def test_who_needs_a_second_factor_cannot_take_it_away(client) -> None:
    editor = make_person(Role.EDITOR, second_factor=False)
    secret = add_second_factor(editor)
    sign_in(client, editor.email)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=editor).exists()


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database() -> None:
    secret = add_second_factor(make_person())
    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert len(kept) > 80


def test_setting_up_a_second_factor_gives_recovery_codes_and_is_recorded(client, monkeypatch) -> None:
    # The test's own transaction never commits; what waits for that is done at once.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda deed, **_: deed())
    editor = make_person(Role.EDITOR, second_factor=False)
    sign_in(client, editor.email)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r'<strong class="gt-code">(\w+)</strong>', page).group(1)
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"set up an authenticator app", "set up recovery codes"} <= verbs


def test_a_wrong_password_and_an_unknown_person_are_told_the_same(client) -> None:
    known = make_person(Role.VIEWER)
    wrong = sign_in(client, known.email, "not the password").content.decode()
    unknown = sign_in(client, "nobody@council.example", "not the password").content.decode()
    without_own_words = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*@[^"]*"')
    assert "There is a problem" in wrong
    assert without_own_words.sub("", wrong) == without_own_words.sub("", unknown)


def test_asking_for_a_new_password_tells_nothing_on_the_page(client) -> None:
    known = make_person(Role.VIEWER)
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (known.email, "nobody@council.example")
    ]
    first, second = (re.sub(r'value="\w+"', "", answer.content.decode()) for answer in answers)
    assert first == second
    assert len(mail.outbox) == 2
    assert "/account/password/reset/key/" in mail.outbox[0].body
    assert "there is no account" in mail.outbox[1].body


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client) -> None:
    known = make_person(Role.VIEWER)
    for _ in range(5):
        sign_in(client, known.email, "not the password")
    response = sign_in(client, known.email)
    assert response.status_code == 200
    assert "too many attempts" in response.content.decode()
    assert client.get("/staff/teams/").status_code == 302


def test_many_names_from_one_connection_are_slowed_down(client) -> None:
    statuses = [sign_in(client, f"guess-{number}@council.example", "x").content.decode() for number in range(12)]
    assert "too many attempts" in statuses[-1]


def test_nobody_opens_an_account_themselves(client) -> None:
    page = client.get(reverse("account_signup"))
    assert "People are invited" in page.content.decode()
    client.post(reverse("account_signup"), {"email": "me@x.example", "password1": PASSWORD, "password2": PASSWORD})
    assert not AuditEvent.objects.exists()
    assert sign_in(client, "me@x.example").status_code == 200


def test_who_has_no_access_is_told_so_only_with_the_right_password(client) -> None:
    gone = make_person(Role.VIEWER, is_active=False)
    assert sign_in(client, gone.email).headers["Location"] == reverse("account_inactive")
    assert "There is a problem" in sign_in(client, gone.email, "wrong").content.decode()


def test_an_invited_person_chooses_a_password_and_goes_on_to_the_second_factor(client) -> None:
    admin = make_person(Role.ADMINISTRATOR)
    grace = actions.invite(email="g@council.example", name="Grace", roles=[Role.EDITOR], send=False, by=admin, at=NOW)
    path = invitations.path_for(grace)
    assert client.get(path).status_code == 200
    assert not client.get(path).wsgi_request.user.is_authenticated
    short = client.post(path, {"password": "short"})
    assert short.status_code == 400
    assert "too short" in short.content.decode()
    chosen = client.post(path, {"password": PASSWORD}, follow=True)
    assert chosen.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert client.get(path).status_code == 404


def test_a_link_for_an_address_elsewhere_is_not_followed(client) -> None:
    reader = make_person(Role.VIEWER)
    response = client.post(
        f"{reverse('account_login')}?next=https://elsewhere.example/",
        {"login": reader.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert "elsewhere" not in response.headers["Location"]


def test_the_page_about_the_own_address_replaces_the_form_to_change_it(client) -> None:
    client = signed_in_client(make_person(Role.VIEWER))
    assert "An administrator changes your e-mail address" in client.get(reverse("account_email")).content.decode()


def test_a_mail_server_that_does_not_answer_breaks_no_page_and_is_written_down(rf, settings, caplog) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    request = rf.get("/")
    request.user = make_person(Role.EDITOR)
    with context.request_context(request), caplog.at_level("ERROR", logger="goldenthread"):
        SignInAdapter(request).send_notification_mail("mfa/email/totp_activated", request.user)
    assert "GOLDENTHREAD_EMAIL_HOST" in caplog.text
