"""How allauth behaves here: nobody signs up, a password is the first proof, a code the second, and it is recorded."""

from __future__ import annotations

import base64
import hashlib
import logging
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.frontend.council import this_council

log = logging.getLogger(__name__)


def needs_second_factor(person: Person) -> bool:
    """May this person only work with a second factor? Whoever can change something may."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and person.can_write


def has_second_factor(person: Person) -> bool:
    """Has this person set up an authenticator app?"""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def lacks_second_factor(person: Person) -> bool:
    """Does the person need a second factor and have none yet?"""
    return needs_second_factor(person) and not has_second_factor(person)


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Sign-in without sign-up: people are invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": "There have been too many attempts. Wait five minutes, then try again",
        "incorrect_password": "The password is not right",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        return email.strip().lower()

    def render_mail(self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None) -> Any:
        return super().render_mail(template_prefix, email, {**context, "council": this_council()}, headers)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # The deed is done by now. A page that broke here would hide the recovery codes that are shown once, and
        # would tell whoever asks for a new password which addresses have an account.
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            log.exception(
                "The mail %s was not sent: look at GOLDENTHREAD_EMAIL_HOST and its mail server", template_prefix
            )

    def format_email_subject(self, subject: str) -> str:
        return f"{this_council().short_name}: {subject}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return super().is_reauthentication_required(app=app, **kwargs) and not _has_just_signed_in()

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, Person):
            record_own_deed(user, "signed in", timezone.now())
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kw: Any
    ) -> None:
        # "You have signed in" tells nobody anything: the next page does.
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **kw)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor are encrypted in the database, and who needs one cannot take it away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right, or a newer one has replaced it",
    }

    def get_totp_issuer(self) -> str:
        return this_council().name

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_factor(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        # The square is black on nothing: on a dark page a phone could not read it.
        drawing: str = super().build_totp_svg(url)
        opening, closing_mark, rest = drawing.partition(">" if not drawing.startswith("<?xml") else "?>")
        if closing_mark == "?>":
            opening, closing_mark, rest = rest.partition(">")
        return f'{opening}{closing_mark}<rect width="100%" height="100%" fill="#fff"/>{rest}'

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def record_own_deed(person: Person, verb: str, at: datetime) -> None:
    """Record what somebody did to their own account."""
    audit.record(
        actor=person,
        at=at,
        verb=verb,
        object_type="accounts.person",
        object_id=person.pk,
        object_name=person.name,
    )


def record_second_factor_added(sender: object, user: Person, authenticator: Authenticator, **_: object) -> None:
    """allauth says that somebody set up a second factor."""
    record_own_deed(user, f"set up {_name_of(authenticator)}", timezone.now())


def record_second_factor_removed(sender: object, user: Person, authenticator: Authenticator, **_: object) -> None:
    """allauth says that somebody took a second factor away."""
    record_own_deed(user, f"removed {_name_of(authenticator)}", timezone.now())


def record_second_factor_renewed(sender: object, user: Person, authenticator: Authenticator, **_: object) -> None:
    """allauth says that somebody asked for new recovery codes."""
    record_own_deed(user, f"renewed {_name_of(authenticator)}", timezone.now())


def record_password_changed(sender: object, user: Person, **_: object) -> None:
    """allauth says that somebody changed or reset their password."""
    record_own_deed(user, "changed their password", timezone.now())


def _has_just_signed_in() -> bool:
    # Whoever entered a password a moment ago, and now sets up a second factor, is not asked for the password again.
    records = get_authentication_records(context.request, context.request.user)
    latest = max((record["at"] for record in records), default=0.0)
    return timezone.now().timestamp() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _name_of(authenticator: Authenticator) -> str:
    is_codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    return "recovery codes" if is_codes else "an authenticator app"


def _cipher() -> MultiFernet:
    # The first key writes; keys that SECRET_KEY_FALLBACKS still lists can be read.
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"goldenthread.accounts.second-factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
