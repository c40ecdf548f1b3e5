"""Words beside a number that say on which side of it the truth lies: almost, over, at least, up to, about."""

from __future__ import annotations

import re
from enum import StrEnum


class Hedge(StrEnum):
    """Where the evidence lies from the number that is stated."""

    NONE = "exact"
    ALMOST = "almost"  # almost, nearly, just under
    OVER = "over"  # over, more than
    JUST_OVER = "just over"
    AT_LEAST = "at least"  # at least, N+, N or more
    UNDER = "under"  # under, fewer than
    UP_TO = "up to"
    ABOUT = "about"  # about, around, roughly


_BEFORE: tuple[tuple[Hedge, str], ...] = (
    (Hedge.ALMOST, r"almost|nearly|virtually|approaching|nearing|not\s+quite|just\s+short\s+of"),
    (Hedge.ALMOST, r"(?:just|slightly|a\s+little|a\s+bit|marginally)\s+(?:under|below|less\s+than|fewer\s+than)"),
    (Hedge.JUST_OVER, r"(?:just|slightly|a\s+little|little|a\s+bit|marginally)\s+(?:over|above|more\s+than)"),
    (Hedge.UP_TO, r"up\s+to|at\s+most|at\s+the\s+most|(?:no|not)\s+more\s+than|(?:a\s+)?maximum\s+of|as\s+many\s+as"),
    (Hedge.AT_LEAST, r"at\s+least|(?:no|not)\s+(?:fewer|less)\s+than|(?:a\s+)?minimum\s+of|upwards\s+of"),
    (Hedge.OVER, r"over|more\s+than|greater\s+than|higher\s+than|above|in\s+excess\s+of|exceed(?:s|ed|ing)?|beyond"),
    (Hedge.UNDER, r"under|below|fewer\s+than|less\s+than|lower\s+than"),
    (Hedge.ABOUT, r"about|around|roughly|approximately|approx\.?|circa|c\.|some|in\s+the\s+region\s+of"),
    (Hedge.ABOUT, r"of\s+the\s+order\s+of|close\s+to|an\s+estimated"),
    (Hedge.NONE, r"exactly|precisely"),
)
_AFTER: tuple[tuple[Hedge, str], ...] = (
    (Hedge.AT_LEAST, r"\+|\s+plus\b(?!\s+\w)|\s+or\s+(?:more|over|above|higher)\b|\s+and\s+(?:over|above)\b"),
    (Hedge.AT_LEAST, r"\s+at\s+(?:least|a\s+minimum)\b"),
    (Hedge.UP_TO, r"\s+or\s+(?:fewer|less|under|below|lower)\b|\s+at\s+(?:the\s+)?most\b|\s+and\s+under\b"),
    (Hedge.ABOUT, r"\s+or\s+so\b|[\s-]+ish\b"),
)
#: Words that may stand between a hedge and its number: "over a third", "almost an 11-year gap", "over £".
_BETWEEN = r"\s+(?:the\s+|our\s+|all\s+of\s+the\s+|of\s+)?[*_]*"
_BEFORE_SHAPES = tuple(
    (hedge, re.compile(rf"(?<![\w-])(?:{words}){_BETWEEN}$", re.IGNORECASE)) for hedge, words in _BEFORE
)
_AFTER_SHAPES = tuple((hedge, re.compile(rf"[*_]*(?:{words})", re.IGNORECASE)) for hedge, words in _AFTER)
#: As far back as the longest hedge reaches.
_REACH = 40


def hedge_before(text: str, start: int) -> tuple[Hedge, int] | None:
    """Return the hedge that ends where a number starts, and where the hedge starts; None where there is none.

    Examples
    --------
    >>> hedge_before("a gap of almost 11 years", 16), hedge_before("a gap of 11 years", 9)
    ((<Hedge.ALMOST: 'almost'>, 9), None)
    """
    for hedge, shape in _BEFORE_SHAPES:
        found = shape.search(text, max(0, start - _REACH), start)
        if found:
            return hedge, found.start()
    return None


def hedge_after(text: str, end: int) -> tuple[Hedge, int] | None:
    """Return the hedge that starts where a number ends, and where the hedge ends; None where there is none.

    Examples
    --------
    >>> hedge_after("100+ organisations", 3), hedge_after("8 or more weeks", 1)
    ((<Hedge.AT_LEAST: 'at least'>, 4), (<Hedge.AT_LEAST: 'at least'>, 9))
    """
    for hedge, shape in _AFTER_SHAPES:
        found = shape.match(text, end)
        if found:
            return hedge, found.end()
    return None


def hedge_of(text: str, start: int, end: int) -> tuple[Hedge | None, int, int]:
    """Return the hedge of the number `text[start:end]` and the span of both; None if two hedges disagree.

    Examples
    --------
    >>> hedge_of("over 125 venues", 5, 8)
    (<Hedge.OVER: 'over'>, 0, 8)
    >>> hedge_of("almost 50+ people", 7, 9)
    (None, 0, 10)
    """
    before, after = hedge_before(text, start), hedge_after(text, end)
    first = before[1] if before else start
    last = after[1] if after else end
    said = {each[0] for each in (before, after) if each}
    if len(said) > 1:
        return None, first, last
    return (said.pop() if said else Hedge.NONE), first, last
