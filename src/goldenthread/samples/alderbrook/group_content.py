"""Alderbrook's groups as data, with which the site's own actions are fed."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class SampleSeat:
    """A seat in a group; `days` is how many days ago its term began."""

    seat: str
    days: int
    duty: str = "member"
    name: str = ""
    person: str = ""


@dataclass(frozen=True)
class SampleAskReply:
    """What was said about an ask so many days ago."""

    days: int
    state: str
    text: str


@dataclass(frozen=True)
class SampleAsk:
    """What a group asked at a meeting; `action` counts the plan's actions from one."""

    text: str
    why: str = ""
    person: str = ""
    action: int = 0
    replies: tuple[SampleAskReply, ...] = ()


@dataclass(frozen=True)
class SamplePaper:
    """A paper of a meeting, as plain text."""

    title: str
    file: str
    text: str
    is_public: bool


@dataclass(frozen=True)
class SampleMeeting:
    """A meeting so many days ago, or to come where `days` is negative."""

    days: int
    venue: str = ""
    at: str = ""
    agenda: str = ""
    notes: str = ""
    invited: int | None = None
    attended: int | None = None
    apologies: int | None = None
    decisions: tuple[str, ...] = ()
    papers: tuple[SamplePaper, ...] = ()
    asks: tuple[SampleAsk, ...] = ()


@dataclass(frozen=True)
class SampleGroup:
    """A group; `team` is the key of somebody whose team looks after it."""

    slug: str
    name: str
    kind: str
    purpose: str
    meets: str
    team: str
    reply_days: int
    contact: str = ""
    is_public: bool = True
    seats: tuple[SampleSeat, ...] = ()
    meetings: tuple[SampleMeeting, ...] = ()


@cache
def load_groups() -> tuple[SampleGroup, ...]:
    """Return the groups as `groups.yaml` has them."""
    content = yaml.safe_load(files(__package__).joinpath("groups.yaml").read_text(encoding="utf-8"))
    return tuple(_group(entry) for entry in content["groups"])


def _group(entry: dict[str, Any]) -> SampleGroup:
    seats = tuple(SampleSeat(**seat) for seat in entry.pop("seats", []))
    meetings = tuple(_meeting(meeting) for meeting in entry.pop("meetings", []))
    return SampleGroup(**{**entry, "purpose": entry["purpose"].strip()}, seats=seats, meetings=meetings)


def _meeting(entry: dict[str, Any]) -> SampleMeeting:
    asks = tuple(
        SampleAsk(**{**ask, "replies": tuple(SampleAskReply(**reply) for reply in ask.get("replies", []))})
        for ask in entry.pop("asks", [])
    )
    papers = tuple(SamplePaper(**paper) for paper in entry.pop("papers", []))
    return SampleMeeting(**{**entry, "decisions": tuple(entry.get("decisions", []))}, papers=papers, asks=asks)
