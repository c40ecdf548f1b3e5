"""Reads places in a table: the eighth most, number one, second highest, in the top ten, among the lowest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.core.claims.evidence import Order
from goldenthread.core.claims.numerals import Form, Numeral, Unit
from goldenthread.core.claims.statements import Rank

_HIGHEST = "most|highest|largest|biggest|greatest|longest|oldest|fastest|heaviest|widest"
_LOWEST = "least|lowest|smallest|fewest|shortest|youngest|slowest|narrowest"
_OTHERS = "strongest|weakest|poorest|richest|wealthiest|safest|healthiest|cheapest|cleanest|greenest|fairest"
_SUPERLATIVE = rf"(?P<superlative>{_HIGHEST}|{_LOWEST}|best|worst|{_OTHERS})"
#: The one behind the place is named: in England, of 151, nationally.
_WHERE = (
    r"(?=\s*(?:$|[.,;:)!?]|(?:in|within|across|out\s+of|of|among|amongst|nationally|regionally|overall|place|equal"
    r"|for|on|anywhere|to)\b))"
)
_RANKED = (
    r"(?:rank(?:s|ed|ing)?|placed|places|rated|came|comes|come|finished|is|are|was|were|remains?|be|been)"
    r"(?:\s+(?:as|at|in))?(?:\s+(?:the|now|currently|again))*\s+"
)
_OUT_OF = re.compile(r"\s+(?:out\s+of|of|among)\s+(?:the\s+|all\s+)?$", re.IGNORECASE)
_JOINT_BEFORE = re.compile(r"\b(?:joint|equal)[\s-]+$", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?P<joint>joint\s+)?(?:number|no\.?)\s?$", re.IGNORECASE)
_TOP = re.compile(r"\b(?P<end>top|bottom)[\s-]+$", re.IGNORECASE)
_TOP_OF = re.compile(
    r"\b(?P<end>top|bottom)\s+of\s+(?:the|its|our|a)\s+(?:[\w-]+\s+)?(?:table|list|league|ranking|rankings|index|chart)\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\b(?P<joint>(?:joint|equal)[\s-]+)?{_SUPERLATIVE}\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among(?:st)?|one\s+of|some\s+of)\s+(?:the\s+)$", re.IGNORECASE)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|is|are|remains?|remained)\s+$", re.IGNORECASE)
#: Said without "the" as well: attendance was highest in the north.
_WITHOUT_THE = frozenset(["highest", "lowest", "best", "worst", "largest", "smallest", "greatest"])
#: Names of groups, not places in a table.
_GROUPS = re.compile(
    r"\s+(?:deprived|vulnerable|disadvantaged|affluent|excluded|isolated|marginalised|need|needs|in\s+need|at\s+risk"
    r"|recent|recently|important|likely|common|commonly|often|effective|appropriate|severe|of|people|residents"
    r"|[\w-]+(?:\s+and\s+[\w-]+)?\s+(?:residents|people|families|communities|groups|pupils|children|young|users|adults"
    r"|households|neighbourhoods|cases|needs))\b",
    re.IGNORECASE,
)


def ranks(text: str, numerals: tuple[Numeral, ...]) -> Iterator[tuple[int, int, Rank | None, str]]:
    """Yield every place in a table that the text states, with its span.

    Examples
    --------
    >>> from goldenthread.core.claims.numerals import find_numerals
    >>> text = "the joint second highest; in the top ten"
    >>> [(text[start:end], rank.place) for start, end, rank, _ in ranks(text, find_numerals(text))]
    [('joint second highest', 2), ('top ten', 10)]
    """
    for numeral in numerals:
        if numeral.form is Form.ORDINAL:
            yield from _of_ordinal(text, numeral, numerals)
        elif numeral.form in {Form.FIGURES, Form.WORDS} and numeral.unit is Unit.NUMBER and _is_place(numeral):
            yield from _of_cardinal(text, numeral, numerals)
    for found in _TOP_OF.finditer(text):
        order = None
        is_bottom = found["end"].lower() == "bottom"
        yield found.start(), found.end(), Rank(1, order, is_from_the_bottom=is_bottom), ""
    yield from _superlatives(text)


def _is_place(numeral: Numeral) -> bool:
    return numeral.value.denominator == 1 and numeral.value >= 1


def _of_ordinal(
    text: str, numeral: Numeral, numerals: tuple[Numeral, ...]
) -> Iterator[tuple[int, int, Rank | None, str]]:
    place = int(numeral.value)
    if text[: numeral.start].strip(" ") == "" and text[numeral.end :].strip(" .") == "":
        yield numeral.start, numeral.end, Rank(place), ""
        return
    joint = _JOINT_BEFORE.search(text, 0, numeral.start)
    start = joint.start() if joint else numeral.start
    after = _SUPERLATIVE_AFTER.match(text, numeral.end)
    if after:
        is_joint = bool(joint or after["joint_after"])
        yield start, after.end(), Rank(place, _order(after["superlative"]), is_joint), ""
        return
    of, end = _out_of(text, numeral.end, numerals)
    if of is None and not _is_placed(text, start, numeral.end):
        return
    yield start, end, Rank(place, None, bool(joint), of=of), ""


_SUPERLATIVE_AFTER = re.compile(rf"[\s-]+(?P<joint_after>(?:joint|equal)[\s-]+)?{_SUPERLATIVE}\b", re.IGNORECASE)
_RANKED_BEFORE = re.compile(rf"\b{_RANKED}$", re.IGNORECASE)
_PLACE_AFTER = re.compile(_WHERE, re.IGNORECASE)
_IN_A_PLACE_AFTER = re.compile(
    r"(?:\s+(?:local\s+authority|(?!time\b|language\b|aid\b|step\b|point\b|instance\b|year\b)[\w-]+)){0,3}?\s+"
    r"(?:in|across|anywhere\s+in)\s+(?:the\s+(?:country|UK|region|world|north|south|east|west|nation|county)\b"
    r"|(?-i:[A-Z])\w+)",
    re.IGNORECASE,
)
_TO_DO_AFTER = re.compile(
    r"\s+(?:(?:local\s+authority|council|borough|city|county|area|place|district|town|authority)\s+)?to\s+[a-z]+",
    re.IGNORECASE,
)
_THE_BEFORE = re.compile(r"(?:^|\b(?:the|be|became|as)\s+)$", re.IGNORECASE)


def _is_placed(text: str, start: int, end: int) -> bool:
    ranked = _RANKED_BEFORE.search(text, 0, start)
    if ranked and (ranked[0].lower().startswith("rank") or _PLACE_AFTER.match(text, end)):
        return True
    if _IN_A_PLACE_AFTER.match(text, end) and _THE_BEFORE.search(text, 0, start):
        return True
    return bool(_THE_BEFORE.search(text, 0, start) and _TO_DO_AFTER.match(text, end))


def _of_cardinal(
    text: str, numeral: Numeral, numerals: tuple[Numeral, ...]
) -> Iterator[tuple[int, int, Rank | None, str]]:
    number = _NUMBER.search(text, 0, numeral.start)
    if number:
        of, end = _out_of(text, numeral.end, numerals)
        yield number.start(), end, Rank(int(numeral.value), None, bool(number["joint"]), of=of), ""
        return
    top = _TOP.search(text, 0, numeral.start)
    if top:
        is_bottom = top["end"].lower() == "bottom"
        yield top.start(), numeral.end, Rank(int(numeral.value), is_within=True, is_from_the_bottom=is_bottom), ""


def _out_of(text: str, end: int, numerals: tuple[Numeral, ...]) -> tuple[Numeral | None, int]:
    """The size of the table, where the words say it: "8th out of 151"."""
    for each in numerals:
        if each.start >= end and each.form in {Form.FIGURES, Form.WORDS} and each.unit is Unit.NUMBER:
            found = _OUT_OF.fullmatch(text, end, each.start)
            return (each, each.end) if found else (None, end)
    return None, end


def _superlatives(text: str) -> Iterator[tuple[int, int, Rank | None, str]]:
    for found in _BARE.finditer(text):
        if _GROUPS.match(text, found.end()):
            continue
        among = _AMONG.search(text, 0, found.start())
        if among:
            yield among.start(), found.end(), Rank(1, _order(found["superlative"]), is_among=True), ""
        elif _THE.search(text, 0, found.start()) or (
            found["superlative"].lower() in _WITHOUT_THE and _WAS.search(text, 0, found.start())
        ):
            yield found.start(), found.end(), Rank(1, _order(found["superlative"]), bool(found["joint"])), ""


def _order(superlative: str) -> Order | None:
    word = superlative.lower()
    if word in _HIGHEST.split("|"):
        return Order.HIGHEST_FIRST
    if word in _LOWEST.split("|"):
        return Order.LOWEST_FIRST
    return {"best": Order.BEST_FIRST, "worst": Order.WORST_FIRST}.get(word)
