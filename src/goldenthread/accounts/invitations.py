"""The link with which an invited person chooses a password, and the door through which it is sent.

This room does not know how a message travels: the messages room, on the floor above, says so when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from goldenthread.accounts.models import Person

#: Sends an invitation: who is invited, who invites, and when.
Sender = Callable[[Person, Person, datetime], None]

_senders: list[Sender] = []


class _InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that stop working once a password was chosen, or after PASSWORD_RESET_TIMEOUT (three days)."""

    key_salt = "goldenthread.accounts.invitations"


_tokens = _InvitationTokens()


def send_with(sender: Sender) -> None:
    """Say how invitations travel; the last one said is used."""
    _senders[:] = [sender]


def send(person: Person, invited_by: Person, at: datetime) -> None:
    """Have the invitation sent."""
    if not _senders:
        raise LookupError("No room has said how invitations are sent: is goldenthread.messages installed?")
    _senders[0](person, invited_by, at)


def path_for(person: Person) -> str:
    """The address, within this site, at which the person chooses a password. It works once."""
    return reverse("accounts:accept_invitation", args=[int_to_base36(person.pk), _tokens.make_token(person)])


def person_invited(key: str, token: str) -> Person | None:
    """The person a link was made for, while it still works."""
    try:
        person: Person | None = Person.objects.active().filter(pk=base36_to_int(key)).first()
    except (ValueError, OverflowError):
        return None
    if person is None or person.has_usable_password() or not _tokens.check_token(person, token):
        return None
    return person
