"""A returned Word file as what JSON knows, so that it can be handed from a process apart and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from goldenthread.checking.documents.returned import (
    Change,
    ChangeKind,
    Comment,
    Fate,
    Paragraph,
    Piece,
    Returned,
    ReturnedClaim,
    Untracked,
)


def returned_as_plain(returned: Returned) -> dict[str, Any]:
    """Return the file as what JSON knows.

    >>> empty = Returned("back.docx", (), (), (), ())
    >>> returned_from_plain(returned_as_plain(empty)) == empty
    True
    """
    return {
        "name": returned.name,
        "paragraphs": paragraphs_as_plain(returned.paragraphs),
        "changes": [_dated(asdict(each)) for each in returned.changes],
        "comments": [_dated(asdict(each)) for each in returned.comments],
        "claims": [asdict(each) for each in returned.claims],
        "untracked": [asdict(each) for each in returned.untracked],
    }


def returned_from_plain(plain: dict[str, Any]) -> Returned:
    """Return the file that was made plain."""
    return Returned(
        name=plain["name"],
        paragraphs=paragraphs_from_plain(plain["paragraphs"]),
        changes=tuple(
            Change(**_settled(each, "paragraphs", "claims", "beside") | {"kind": ChangeKind(each["kind"])})
            for each in plain["changes"]
        ),
        comments=tuple(Comment(**_settled(each, "claims")) for each in plain["comments"]),
        claims=tuple(
            ReturnedClaim(**each | {"fate": Fate(each["fate"]), "changes": tuple(each["changes"])})
            for each in plain["claims"]
        ),
        untracked=tuple(Untracked(**each) for each in plain["untracked"]),
    )


def paragraphs_as_plain(paragraphs: Iterable[Paragraph]) -> list[dict[str, Any]]:
    """Return paragraphs as what JSON knows."""
    return [asdict(each) for each in paragraphs]


def paragraphs_from_plain(plain: Iterable[dict[str, Any]]) -> tuple[Paragraph, ...]:
    """Return the paragraphs that were made plain."""
    return tuple(
        Paragraph(
            number=each["number"],
            pieces=tuple(_piece(piece) for piece in each["pieces"]),
            end_inserted=tuple(each["end_inserted"]),
            end_deleted=tuple(each["end_deleted"]),
            places=tuple(each["places"]),
            is_item=each["is_item"],
        )
        for each in plain
    )


def _piece(plain: dict[str, Any]) -> Piece:
    marks = {name: tuple(plain[name]) for name in ("inserted", "deleted", "unbound")}
    return Piece(**plain | marks)


def _dated(plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"on": plain["on"].isoformat() if plain["on"] else ""}


def _settled(plain: dict[str, Any], *lists: str) -> dict[str, Any]:
    moment = datetime.fromisoformat(plain["on"]) if plain["on"] else None
    return plain | {"on": moment} | {name: tuple(plain[name]) for name in lists}
