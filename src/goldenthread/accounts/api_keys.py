"""Keys with which programs read the lists of staff: what they look like, and whose they are.

A key lets a program read, and nothing else, what the person who made it may read. Only its hash is kept, so that nobody
can read a key here; as it has 256 bits by chance, a plain hash cannot be guessed back.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from goldenthread.accounts.models import ApiKey

BEGINNING = "gt_"
"""What every key begins with, so that one that got into a file or a message can be found."""

LETTERS_SHOWN = 8
"""How much of a key is kept as it is, for its owner to know it by."""

MOST_KEYS = 10
"""Keys in use that one person may have."""


def new_secret() -> str:
    """A key nobody has."""
    return BEGINNING + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_key(secret: str, at: datetime) -> ApiKey | None:
    """The key, with its person and their roles, if it is in use and the person may sign in."""
    if not secret.startswith(BEGINNING):
        return None
    found: ApiKey | None = ApiKey.objects.in_use(at).with_person().filter(hash=hash_of(secret)).first()
    return found
