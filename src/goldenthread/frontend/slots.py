"""Places on lower rooms' pages that higher rooms may fill.

    slots.fill("area.promises", promises_in_area)          # in the higher room's AppConfig.ready
    {% slot "area.promises" area_code=area.code %}          # in the lower room's template

A filling is called with the request and the slot's arguments and returns HTML that is safe to show, or "".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Filling = Callable[..., SafeString | str]

KNOWN_SLOTS = {
    "area.promises": "an area's page: what has been promised there (area_code)",
    "area.surgeries": "an area's page: where its councillors can be met (area_code)",
    "area.say_something": "an area's page: how to say something about it (area_code)",
    "action.assessments": "an action's page: the assessments that name it as a mitigation (plan, number, is_staff)",
    "action.reasons": "an action's page: earlier promises it keeps, figures it answers to (plan, number, is_staff)",
    "fact.uses": "a fact's page: what quotes it, and would break if it changed (fact, is_staff)",
    "indicator.measures": "an indicator's page: the measures that are bound to it (indicator)",
    "staff.home": "the staff home, below what is waiting: a room's own section",
    "thread.link": "beside a figure, action or measure: follow the thread (kind, key)",
    "navigation": "the site's navigation: list items, see navigation_link",
    "staff.navigation": "the staff navigation: list items, see navigation_link",
    "home.sections": "the front page, below its first sentence",
    "footer.links": "the footer: list items",
}


@dataclass(frozen=True)
class _Filled:
    order: int
    filling: Filling


_filled: dict[str, list[_Filled]] = {}


def fill(slot: str, filling: Filling, *, order: int = 50) -> None:
    """Show a filling in a slot; lower orders come first, and the same filling twice is shown once."""
    if slot not in KNOWN_SLOTS:
        raise LookupError(f"There is no slot {slot!r}; there are {', '.join(sorted(KNOWN_SLOTS))}.")
    fillings = [filled for filled in _filled.get(slot, []) if filled.filling is not filling]
    _filled[slot] = sorted([*fillings, _Filled(order, filling)], key=lambda filled: filled.order)


def empty(slot: str, filling: Filling) -> None:
    """Take a filling out of a slot again."""
    _filled[slot] = [filled for filled in _filled.get(slot, []) if filled.filling is not filling]


def render(slot: str, request: HttpRequest | None, **arguments: Any) -> SafeString:
    """Everything that fills the slot, in order, as HTML."""
    if slot not in KNOWN_SLOTS:
        raise LookupError(f"There is no slot {slot!r}; there are {', '.join(sorted(KNOWN_SLOTS))}.")
    pieces = [conditional_escape(filled.filling(request, **arguments)) for filled in _filled.get(slot, [])]
    return mark_safe("\n".join(piece for piece in pieces if piece))  # noqa: S308 each piece was escaped above


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for the person who is signed in."""

    title: str
    href: str
    why: str
    """A few words: "update due", "waiting for your review"."""
    due: date | None = None
    section: str = ""
    """What it belongs to: the name of a plan or a report."""


WaitingFor = Callable[[Any, date], Sequence[Waiting]]
_waiting: list[WaitingFor] = []


def add_waiting(waiting_for: WaitingFor) -> None:
    """Have a room say what waits for a person on a day: `waiting_for(person, today)`."""
    if waiting_for not in _waiting:
        _waiting.append(waiting_for)


def waiting_for(person: Any, today: date) -> list[Waiting]:
    """Everything that waits for a person in all rooms, the longest overdue first and the undated last."""
    found = [item for room in _waiting for item in room(person, today)]
    return sorted(found, key=lambda item: (item.due is None, item.due or today, item.title))
