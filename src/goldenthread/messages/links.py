"""Links for one person, to one thing, until a day: made as the message leaves, and checked when they are opened.

A link is a random secret with a signature over it for its purpose. The database keeps the hash of the whole, so neither
a copy of the database nor a link of another purpose opens anything. Opening a link changes nothing; the form on the
page behind it, when it is sent, marks the link as used.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.messages.models import SignedLink

#: 256 bits cannot be guessed.
_SECRET_BYTES = 32

#: Nor can 128, which leave a text message room for words.
_SHORT_SECRET_BYTES = 16


_pages: dict[str, str] = {}


class LinkRefused(Exception):
    """The link does not open anything (any more). `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def open_at(purpose: str, url_name: str) -> None:
    """Say which page the links of a purpose open; its address takes the secret."""
    _pages[purpose] = url_name


def path_of(link: SignedLink, *, is_short: bool = False) -> str:
    """The address of the link's page, within this site, with a new secret; a short one is for text messages."""
    return _path(link.purpose, mint(link, is_short=is_short) if link.purpose in _pages else "")


def short_path_length(purpose: str) -> int:
    """How many letters the short address of a link of this purpose has."""
    return len(_path(purpose, _sign(purpose, secrets.token_urlsafe(_SHORT_SECRET_BYTES))))


def prepare(
    *, purpose: str, person: Person | None, object_type: str, object_id: str | int, expires_at: datetime, at: datetime
) -> SignedLink:
    """A link without a secret yet: it gets one as the message that carries it leaves."""
    if expires_at <= at:
        raise ValueError("A link has to expire after it is made.")
    return SignedLink.objects.create(
        purpose=purpose,
        person=person,
        object_type=object_type,
        object_id=str(object_id),
        created_at=at,
        expires_at=expires_at,
    )


def mint(link: SignedLink, *, is_short: bool = False) -> str:
    """The link's secret, new: the one before, if there was one, stops working. It cannot be read again."""
    token = _sign(link.purpose, secrets.token_urlsafe(_SHORT_SECRET_BYTES if is_short else _SECRET_BYTES))
    link.token_hash = _hash(token)
    link.save(update_fields=["token_hash"])
    return token


def find(token: str, *, purpose: str, at: datetime, person: Person | None = None) -> SignedLink:
    """The link that a secret opens. Whoever has signed in as somebody else is refused.

    Raises :class:`LinkRefused`.
    """
    try:
        _signer(purpose).unsign(token)
    except signing.BadSignature:
        raise LinkRefused(_UNKNOWN) from None
    link = SignedLink.objects.select_related("person").filter(purpose=purpose, token_hash=_hash(token)).first()
    if link is None or link.revoked_at is not None:
        raise LinkRefused(_UNKNOWN)
    if link.person is not None and not link.person.is_active:
        raise LinkRefused(_UNKNOWN)
    if person is not None and link.person is not None and person.pk != link.person.pk:
        raise LinkRefused("This link was made for somebody else. Sign out to use it, or ask for one of your own.")
    if link.used_at is not None:
        raise LinkRefused(f"This link was used on {_day(link.used_at)}. Ask for a new one if you need it.")
    if link.expires_at <= at:
        raise LinkRefused(f"This link stopped working on {_day(link.expires_at)}. Ask for a new one.")
    return link


@transaction.atomic
def use(link: SignedLink, *, at: datetime) -> None:
    """Mark the link as used, once: of two forms sent at the same moment, the second is refused."""
    unused = SignedLink.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    if not unused.update(used_at=at):
        raise LinkRefused("This link has been used already, or has stopped working. Ask for a new one.")
    link.used_at = at


def revoke(link: SignedLink, *, at: datetime) -> None:
    """Make the link stop working."""
    SignedLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at)
    link.refresh_from_db()


_UNKNOWN = "This link does not work. Check that you have copied all of it, or ask for a new one."


def _path(purpose: str, token: str) -> str:
    if purpose not in _pages:
        raise LookupError(f"No room has said which page links for {purpose!r} open.")
    return reverse(_pages[purpose], args=[token])


def _sign(purpose: str, secret: str) -> str:
    return _signer(purpose).sign(secret)


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"goldenthread.messages.links:{purpose}")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y}"
