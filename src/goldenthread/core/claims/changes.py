"""Reads words of change: rose, fell by 12%, narrowed from 3.2 to 2.9 points, doubled, stayed the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from goldenthread.core.claims.hedges import Hedge, hedge_of
from goldenthread.core.claims.numerals import Form, Numeral
from goldenthread.core.claims.statements import Amount, Change, Direction

_UP = "rose|risen|rises|rising|rise|grew|grown|grows|growing|growth|increased|increasing|increase|climbed|jumped"
_UP_OF_WORDS = r"went\s+up|gone\s+up|is\s+up|are\s+up|was\s+up|were\s+up|widened|widens|widening|wider"
_DOWN = (
    "fell|fallen|falls|falling|fall|decreased|decreasing|decrease|declined|declines|declining|decline|dropped"
    "|drops|dropping|drop|reduced|reducing|reduction|shrank|shrunk|shrinking|cut"
)
_DOWN_OF_WORDS = (
    r"went\s+down|gone\s+down|came\s+down|come\s+down|is\s+down|are\s+down|was\s+down|were\s+down|narrowed|narrows"
    r"|narrowing|narrower"
)
_BETTER = "improved|improving|improvement|better"
_WORSE = r"worsened|worsens|worsening|got\s+worse|deteriorated|deteriorating|deterioration"
_SAME = (
    r"(?:did\s+not|has\s+not|have\s+not|not)\s+(?:clearly\s+|significantly\s+)?changed?|unchanged"
    r"|no\s+(?:clear\s+|real\s+|significant\s+|measurable\s+)?change|(?:stayed|remained|stays|remains|is|are|was|were)\s+"
    r"(?:much\s+|broadly\s+|about\s+)?(?:the\s+same|level|stable|flat|steady)"
)
_TIMES = r"doubled|doubling|trebled|tripled|quadrupled|halved|halving"
_TIMES_OF = {
    "doubled": Fraction(2), "doubling": Fraction(2), "trebled": Fraction(3), "tripled": Fraction(3),
    "quadrupled": Fraction(4), "halved": Fraction(1, 2), "halving": Fraction(1, 2),
}  # fmt: skip
_CHANGE = re.compile(
    rf"\b(?:(?P<same>{_SAME})|(?P<times>{_TIMES})|(?P<up>{_UP_OF_WORDS}|{_UP})|(?P<down>{_DOWN_OF_WORDS}|{_DOWN})"
    rf"|(?P<better>{_BETTER})|(?P<worse>{_WORSE}))\b",
    re.IGNORECASE,
)
_CLOSED_GAP = re.compile(r"\bgaps?\b[^.;]{0,60}?\b(?:has\s+|have\s+)?(?P<verb>closed)\b", re.IGNORECASE)
_NOT = re.compile(
    r"(?:\b(?:not|never|no|without|neither|cannot)|n[’']t)\s+(?:\w+ly\s+|clear\s+|\w+\s+)?$", re.IGNORECASE
)
#: Adjectives before a noun (an increased target), and what is wanted or planned, state no change.
_ADJECTIVE_BEFORE = re.compile(
    r"\b(?:an?|the|with|of|for|and|our|their|its|more|these|this|through|including|to|will|would|could|should|may|might"
    r"|can|must|further|no|any|help|helped|by)\s+$",
    re.IGNORECASE,
)
_ADJECTIVES = frozenset(
    [
        "increased",
        "improved",
        "reduced",
        "improving",
        "increasing",
        "reducing",
        "growing",
        "rising",
        "falling",
        "better",
        "cut",
    ]
)
_WISHED_BEFORE = re.compile(
    r"\b(?:to|will|would|could|should|may|might|can|must|help|shall|that|which)\s+(?:\w+ly\s+|also\s+)?$", re.IGNORECASE
)
_GAP_WORDS = re.compile(r"\b(?:narrow|wid|clos)", re.IGNORECASE)

#: Written as years are: "rose from 2021 to 2023" says when, not from what to what.
YEAR = re.compile(r"(?:19|20)\d\d")
_BY = re.compile(r"(?:\s+[a-z-]+){0,3}?\s+(?:by|of)\s+(?:a\s+|an\s+)?|\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:\s+[a-z-]+){0,5}?\s+from\s+", re.IGNORECASE)
_TO = re.compile(r"(?:\s+[a-z-]+|\s+(?:19|20)\d\d(?:[-/]\d\d)?){0,5}?\s+to\s+", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"\s+(?:points?\s+)?$", re.IGNORECASE)
_THEN_TO = re.compile(r"(?:\s+[a-z-]+|\s+(?:19|20)\d\d(?:[-/]\d\d)?){0,5}?\s+to\s+", re.IGNORECASE)


def changes(text: str, numerals: tuple[Numeral, ...]) -> Iterator[tuple[int, int, Change | None, str]]:
    """Yield every change that the text states, with its span; it takes its figures with it.

    Examples
    --------
    >>> from goldenthread.core.claims.numerals import find_numerals
    >>> text = "The gap narrowed from 3.2 to 2.9 points"
    >>> [(text[start:end], change.direction.value) for start, end, change, _ in changes(text, find_numerals(text))]
    [('narrowed from 3.2 to 2.9 points', 'down')]
    """
    figures = [each for each in numerals if each.form is not Form.ORDINAL and not YEAR.fullmatch(each.text)]
    for found in _CHANGE.finditer(text):
        yield from _change(text, found, found.start(), found.end(), figures)
    for found in _CLOSED_GAP.finditer(text):
        start, end = found.span("verb")
        yield start, end, Change(Direction.DOWN, is_of_gap=True), ""


def _change(
    text: str, found: re.Match[str], start: int, end: int, figures: list[Numeral]
) -> Iterator[tuple[int, int, Change | None, str]]:
    if found["same"]:
        yield start, end, Change(Direction.SAME), ""
        return
    if _NOT.search(text, 0, start):
        yield start, end, None, f"It says what did not happen (“{found[0]}”), which may be true of two directions."
        return
    direction = _direction(found)
    is_of_gap = bool(_GAP_WORDS.match(found[0]))
    word = found[0].lower()
    if found["times"]:
        hedge, first, _ = hedge_of(text, start, end)
        change = Change(direction, times=_TIMES_OF[word], times_hedge=hedge or Hedge.NONE)
        yield first, end, change, ""
        return
    if _is_adjective(text, word, start, end):
        return
    sized = _sizes(text, start, end, figures)
    if sized is None:
        if _is_no_change(text, word, start, end):
            return
        yield start, end, Change(direction, is_of_gap=is_of_gap), ""
        return
    first, last, by, begin, finish = sized
    if _WISHED_BEFORE.search(text, 0, start) and not word.endswith("en"):
        return
    yield first, last, Change(direction, by, begin, finish, is_of_gap=is_of_gap), ""


def _is_no_change(text: str, word: str, start: int, end: int) -> bool:
    """An increased target, to reduce inequality, the better of two, the fall of the year."""
    if _WISHED_BEFORE.search(text, 0, start):
        return True
    if word in {"better", "wider", "narrower", "cut", "drop", "fall", "falls", "drops", "rising", "growing", "growth"}:
        return True
    return word.endswith("ing") and not re.search(r"\b(?:is|are|was|were|been)\s+(?:\w+ly\s+)?$", text[:start], re.I)


def _is_adjective(text: str, word: str, start: int, end: int) -> bool:
    """An increased target, improved transitions."""
    if word not in _ADJECTIVES or not (_ADJECTIVE_BEFORE.search(text, 0, start) or text[:start].strip(" -*•") == ""):
        return False
    return re.match(r"\s+(?!by\b|from\b|to\b|in\b|over\b|since\b)[a-z]+", text[end:]) is not None


def _direction(found: re.Match[str]) -> Direction:
    if found["up"]:
        return Direction.UP
    if found["down"]:
        return Direction.DOWN
    if found["times"]:
        return Direction.DOWN if found["times"].lower().startswith("halv") else Direction.UP
    return Direction.BETTER if found["better"] else Direction.WORSE


Sized = tuple[int, int, Amount | None, Amount | None, Amount | None]


def _sizes(text: str, start: int, end: int, figures: list[Numeral]) -> Sized | None:
    """By how much, from what and to what, where figures belong to the word of change at `start`."""
    after = [each for each in figures if each.start >= end]
    found = _sizes_after(text, start, end, after) if after else None
    if found is not None:
        return found
    before = [each for each in figures if each.end <= start]
    one = _amount_of(text, before[-1]) if before else None
    if one is not None and _NOUN_AFTER.fullmatch(text, one[2], start):
        return one[1], end, one[0], None, None
    return None


def _sizes_after(text: str, start: int, end: int, after: list[Numeral]) -> Sized | None:
    one = _amount_of(text, after[0])
    if one is None:
        return None
    amount, first, last = one
    if _FROM.fullmatch(text, end, first) and len(after) > 1:
        other = _amount_of(text, after[1])
        if other is not None and _THEN_TO.fullmatch(text, last, other[1]):
            return start, other[2], None, amount, other[0]
    if _TO.fullmatch(text, end, first):
        return start, last, None, None, amount
    return (start, last, amount, None, None) if _BY.fullmatch(text, end, first) else None


#: One end of a range is no size of its own; "from 3 to 2" are two.
_RANGE_AFTER = re.compile(r"\s?[-–—]\s?[£€$]?\d")
_RANGE_BEFORE = re.compile(r"\d\s?[-–—]\s?$")


def _amount_of(text: str, numeral: Numeral) -> tuple[Amount, int, int] | None:
    hedge, start, end = hedge_of(text, numeral.start, numeral.end)
    if hedge is None or _RANGE_AFTER.match(text, end) or _RANGE_BEFORE.search(text, 0, start):
        return None
    # "Fell over 12 months" is a time, "fell by over 12%" a size.
    if hedge is Hedge.OVER and re.match(r"[\s-]+(?:years?|months?|weeks?|days?)\b", text[end:], re.IGNORECASE):
        return None
    return Amount(numeral, hedge), start, end
