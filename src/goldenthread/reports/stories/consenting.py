"""Whether a consent lets something be used somewhere on a day, and if not, why. No query, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from goldenthread.reports.stories.kinds import Channel, ConsentState, Scope


class Agreed(Protocol):
    """What is asked of a consent."""

    reference: str
    given_on: date
    until: date | None
    withdrawn_on: date | None

    @property
    def public_name(self) -> str: ...


def state_of(consent: Agreed, *, on: date) -> ConsentState:
    """How a consent stands on a day. A withdrawal counts from its own day on, whatever else was agreed."""
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return ConsentState.WITHDRAWN
    if consent.given_on > on:
        return ConsentState.NOT_YET
    if consent.until is not None and consent.until < on:
        return ConsentState.ENDED
    return ConsentState.LIVE


def why_not(consent: Agreed, scope: Scope | None, channel: Channel, *, on: date) -> str:
    """Why a consent does not let something be used in a place on a day; empty when it does. No scope asks for any."""
    whose = f"The consent of {consent.public_name} ({consent.reference})"
    match state_of(consent, on=on):
        case ConsentState.WITHDRAWN:
            assert consent.withdrawn_on is not None  # noqa: S101  (it is what the state says)
            return f"{whose} was withdrawn on {consent.withdrawn_on:%-d %B %Y}."
        case ConsentState.NOT_YET:
            return f"{whose} begins only on {consent.given_on:%-d %B %Y}."
        case ConsentState.ENDED:
            assert consent.until is not None  # noqa: S101
            return f"{whose} ended on {consent.until:%-d %B %Y}."
        case ConsentState.LIVE:
            pass
    if scope is not None and not getattr(consent, scope.field):
        return f"{whose} does not cover {scope.words}."
    if not getattr(consent, channel.field):
        return f"{whose} does not let it be used {channel.words}."
    return ""


def is_name(alias: str, said: str) -> bool:
    """Is somebody named as their alias has it? “Edith, Ropewalk” is Edith.

    >>> is_name("Edith", "Edith, 79"), is_name("Edith", "Edithe"), is_name("Edith", "")
    (True, False, False)
    """
    return re.match(rf"{re.escape(alias)}(?!\w)", said.strip(), re.IGNORECASE) is not None


def why_not_told(
    consents: Sequence[Agreed],
    *,
    quoted: Iterable[str],
    has_pictures: bool,
    is_about_a_person: bool,
    channel: Channel,
    on: date,
) -> tuple[str, ...]:
    """Why a story may not be told in a place on a day, in sentences; empty when everybody in it agrees."""
    quoted = list(quoted)
    if not is_about_a_person and not quoted and not consents:
        return ()
    if not consents:
        return ("No consent is named. Choose from the register whose story this is.",)
    wrong = [why for each in consents if (why := why_not(each, None, channel, on=on))]
    if is_about_a_person and not any(getattr(each, Scope.STORY.field) for each in consents):
        wrong.append("None of the consents covers a story.")
    for who in quoted:
        of_them = [each for each in consents if not who or is_name(each.public_name, who)]
        if not of_them:
            wrong.append(f"“{who}” is quoted, and none of the consents is theirs.")
        elif not any(getattr(each, Scope.QUOTE.field) for each in of_them):
            wrong.append(f"The consent of {of_them[0].public_name} does not cover their words.")
    if has_pictures and not any(getattr(each, Scope.PICTURE.field) for each in consents):
        wrong.append("Somebody can be recognised in a picture, and none of the consents covers a picture.")
    return tuple(wrong)


def names_them(alias: str, name: str) -> bool:
    """Does an alias give away the name it is to hide? A part of it is enough.

    >>> names_them("Edith", "Edith Marrow"), names_them("Annie", "Edith Marrow")
    (True, False)
    """
    parts = {part.lower() for part in re.findall(r"\w{3,}", name)}
    return bool(parts & {part.lower() for part in re.findall(r"\w{3,}", alias)})
