"""The audit log: who did what to which thing, and when, in a chain whose every link holds the hash of the one before.

Changing, removing or inserting an event breaks the chain from there on, and :func:`verify_chain` says where.
A chain rewritten whole, or cut short together with its end, can only be found out against something kept elsewhere:
so the export carries every hash, and :func:`verify_chain` compares a hash that somebody wrote down.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F

from goldenthread.accounts.models import AuditChain, AuditEvent, AuditEventQuerySet, Person

#: What the first event has in place of the hash of the one before.
GENESIS = "0" * 64

#: Who is named when no person did it.
SYSTEM_NAME = "The site itself"

EXPORT_COLUMNS = (
    "position",
    "at",
    "actor id",
    "actor",
    "verb",
    "object type",
    "object id",
    "object",
    "before",
    "after",
    "previous hash",
    "hash",
)

#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ChainVerdict:
    """Is the log as it was written? `sentence` says it in words; `broken_at` is the first position that is wrong."""

    is_whole: bool
    length: int
    latest_hash: str
    sentence: str
    broken_at: int | None = None


def record(
    *,
    actor: Person | AnonymousUser | None,
    at: datetime,
    verb: str,
    object_type: str,
    object_id: str | int,
    object_name: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add an event to the end of the chain and return it.

    `verb` is written so that "<actor> <verb> <object name>" reads as a sentence: "adopted", "changed the roles of".
    Give in `before` and `after` only what changed. Without an actor, the site itself did it.
    """
    if at.tzinfo is None:
        raise ValueError("An audit event needs a time with a time zone.")
    person = actor if isinstance(actor, Person) else None
    event = AuditEvent(
        at=at.astimezone(UTC),
        actor_id=person.pk if person else None,
        actor_name=person.name if person else SYSTEM_NAME,
        verb=verb,
        object_type=object_type,
        object_id=str(object_id),
        object_name=object_name[:250],
        before=_as_plain_json(before),
        after=_as_plain_json(after),
    )
    with transaction.atomic():
        chain = _lock_chain()
        event.position = chain.length + 1
        event.previous_hash = chain.latest_hash
        event.hash = hash_of(event)
        event.save(force_insert=True)
        chain.length, chain.latest_hash = event.position, event.hash
        chain.save(update_fields=["length", "latest_hash"])
    return event


def latest_position() -> int:
    """How many events there are: it moves with every action, so pages may be cached until it does."""
    return AuditChain.objects.filter(pk=1).values_list("length", flat=True).first() or 0


def hash_of(event: AuditEvent) -> str:
    """The SHA-256 of everything an event says and of the hash of the one before it, in hexadecimal."""
    content = [
        event.position,
        event.at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.actor_name,
        event.verb,
        event.object_type,
        event.object_id,
        event.object_name,
        _as_plain_json(event.before),
        _as_plain_json(event.after),
        event.previous_hash,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify_chain(noted_hash: str = "") -> ChainVerdict:
    """Follow the chain from its first event to its last, and look for the hash that somebody wrote down."""
    noted_hash = noted_hash.strip().lower()
    was_noted_hash_found = not noted_hash
    position, previous_hash = 0, GENESIS
    for event in AuditEvent.objects.order_by("position").iterator(chunk_size=2000):
        fault = _fault_in(event, position + 1, previous_hash)
        if fault:
            return ChainVerdict(False, position, previous_hash, fault, broken_at=position + 1)
        position, previous_hash = event.position, event.hash
        was_noted_hash_found = was_noted_hash_found or event.hash == noted_hash
    chain = AuditChain.objects.filter(pk=1).first()
    expected_length, expected_hash = (chain.length, chain.latest_hash) if chain else (0, GENESIS)
    if (expected_length, expected_hash) != (position, previous_hash):
        sentence = f"Events are missing from the end: {expected_length:,} were written and {position:,} are left."
        return ChainVerdict(False, position, previous_hash, sentence, broken_at=position + 1)
    if not was_noted_hash_found:
        sentence = "The chain holds together, but the hash you wrote down is not in it: the log has been written anew."
        return ChainVerdict(False, position, previous_hash, sentence)
    counted = f"All {position:,} events are" if position != 1 else "The one event is"
    return ChainVerdict(True, position, previous_hash, f"{counted} as written.")


def export_rows(events: AuditEventQuerySet) -> Iterator[str]:
    """The events as lines of CSV, the header first. Text that a spreadsheet would run begins with an apostrophe."""
    writer = csv.writer(_Line())
    yield writer.writerow(EXPORT_COLUMNS)
    for cells in cells_of(events):
        yield writer.writerow(_without_formula(cell) for cell in cells)


def cells_of(events: AuditEventQuerySet) -> Iterator[tuple[int | str, ...]]:
    """Each event as EXPORT_COLUMNS name it; never all at once, however many there are."""
    for event in events.iterator(chunk_size=2000):
        yield (
            event.position,
            event.at.astimezone(UTC).isoformat(),
            event.actor_id if event.actor_id is not None else "",
            event.actor_name,
            event.verb,
            event.object_type,
            event.object_id,
            event.object_name,
            _as_text(event.before),
            _as_text(event.after),
            event.previous_hash,
            event.hash,
        )


class _Line:
    """Hands back each line the CSV writer makes, so that an export of any length is never held whole."""

    def write(self, line: str) -> str:
        return line


def _lock_chain() -> AuditChain:
    # The write comes before the read: it is what makes the next writer wait, on SQLite and on PostgreSQL alike.
    if not AuditChain.objects.filter(pk=1).update(length=F("length")):
        AuditChain.objects.get_or_create(pk=1, defaults={"length": 0, "latest_hash": GENESIS})
        AuditChain.objects.filter(pk=1).update(length=F("length"))
    return AuditChain.objects.get(pk=1)


def _fault_in(event: AuditEvent, expected_position: int, previous_hash: str) -> str:
    if event.position != expected_position:
        return f"Event {expected_position:,} is missing: the next one found is {event.position:,}."
    if event.previous_hash != previous_hash:
        return f"Event {event.position:,} does not follow the one before it: one of the two was put there later."
    if event.hash != hash_of(event):
        return f"Event {event.position:,} of {event.at:%d %B %Y} has been changed since it was written."
    return ""


def _as_plain_json(value: Any) -> Any:
    """The value as any database gives it back: dates as text, and a whole number the same with or without ".0"."""
    if value is None:
        return None
    text = json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False)
    return json.loads(text, parse_float=_whole_or_float)


def _whole_or_float(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() else number


def _as_text(value: Any) -> str:
    return "" if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _without_formula(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
