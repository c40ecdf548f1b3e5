"""Reads a claim's words: what one states, and everything that is stated in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from goldenthread.core.claims.changes import YEAR, changes
from goldenthread.core.claims.exclusions import Excluded, NotAFigure, find_exclusions
from goldenthread.core.claims.hedges import Hedge, hedge_of
from goldenthread.core.claims.numerals import Form, Numeral, Unit, find_numerals
from goldenthread.core.claims.ranks import ranks
from goldenthread.core.claims.statements import Amount, Between, Extent, Majority, Statement, Vague, Whole, Wording

#: A statement, where it stands, and the numerals that it has used up.
Found = tuple[int, int, Statement | None, str]


def parse_wording(text: str, *, before: str = "", after: str = "") -> Wording:
    """Return what a claim's words state. A claim states one thing: words with two figures are not read.

    Dates, years, ages, headings and names with numbers in them are passed over, unless the words are nothing else.

    Parameters
    ----------
    text
        The words that are bound to a fact, or a phrase around them.
    before, after
        What stands around them in the sentence, where it is known. A reader reads "over 2,000 a year" whether or not
        "over" and "a year" are bound: a hedge, a unit and a time beside the number count as if they were.

    Returns
    -------
    A wording whose `statement` is None, with the reason in `why`, where nothing could be read, or more than one thing.

    Examples
    --------
    >>> parse_wording("a gap of almost 11 years").words
    'almost 11'
    >>> parse_wording("the eighth most polarised borough").statement.place
    8
    >>> parse_wording("4 moved into work, 3 were offered interviews").why
    'It states more than one thing: “4”, “3”. Bind each to a fact of its own.'
    >>> parse_wording("2,000", before="There are over ", after=" homes").statement.hedge.value
    'over'
    """
    read = _parse(text)
    return _in_context(read, before, after) if before or after else read


def _in_context(read: Wording, before: str, after: str) -> Wording:
    """The wording as the sentence around it has it read."""
    if not isinstance(read.statement, Amount):
        return read
    sentence, own = f"{before}{read.text}{after}", read.statement.numeral
    start, end = own.start + len(before), own.end + len(before)
    seen = next((each for each in find_numerals(sentence) if each.start <= start and end <= each.end), None)
    if seen is None or seen.form is not own.form:
        return read  # the 10 of "10 of 17" may be bound alone
    hedge, _, _ = hedge_of(sentence, seen.start, seen.end)
    if hedge is None:
        return replace(read, statement=None, why=f"Two hedges of “{own.text}” disagree.")
    numeral = replace(seen, start=own.start, end=own.end, text=own.text)
    return replace(read, statement=replace(read.statement, numeral=numeral, hedge=hedge))


def _parse(text: str) -> Wording:
    if not text.strip():
        return Wording(text, 0, 0, None, "There are no words: the system writes them.")
    whole = _only_a_number(text)
    if whole is not None:
        return whole
    found = find_wordings(text)
    excluded = find_exclusions(text)
    kept = _outside(found, excluded)
    # Somebody who binds nothing but an age, a name or a length of time means it.
    found = kept or _outside(found, tuple(each for each in excluded if each.kind in _NEVER_BOUND))
    if not found:
        return Wording(text, 0, len(text), None, "No figure, share, rank, change or “all” could be read in it.")
    if len(found) > 1:
        named = ", ".join(f"“{each.words}”" for each in found)
        why = f"It states more than one thing: {named}. Bind each to a fact of its own."
        return Wording(text, found[0].start, found[-1].end, None, why)
    return found[0]


_NEVER_BOUND = frozenset({NotAFigure.DATE, NotAFigure.HEADING, NotAFigure.CONTACT, NotAFigure.TIME})


def _outside(found: tuple[Wording, ...], excluded: tuple[Excluded, ...]) -> tuple[Wording, ...]:
    return tuple(
        each
        for each in found
        if not any(one.start <= each.number_start and each.number_start < one.end for one in excluded)
    )


def _only_a_number(text: str) -> Wording | None:
    """Words that are one number and its hedge: never a year or a list number, since somebody bound them."""
    numerals = find_numerals(text)
    if len(numerals) != 1 or numerals[0].form is Form.ORDINAL:
        return None
    hedge, start, end = hedge_of(text, numerals[0].start, numerals[0].end)
    if hedge is None or text[:start].strip() or text[end:].strip():
        return None
    return Wording(text, start, end, _amount(text, numerals[0], hedge))


def find_wordings(text: str) -> tuple[Wording, ...]:
    """Return everything that is stated in a text with figures, shares, ranks, changes and absolutes, in its order.

    Examples
    --------
    >>> [each.words for each in find_wordings("All 12 schools took part; over half now offer two clubs or more.")]
    ['All 12', 'over half', 'two']
    """
    numerals = find_numerals(text)
    taken: list[tuple[int, int]] = []
    found: list[Wording] = []
    for reader in _READERS:
        for start, end, statement, why in reader(text, numerals):
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            found.append(Wording(text, start, end, statement, why))
    return tuple(sorted(found, key=lambda each: each.start))


_BETWEEN_BEFORE = re.compile(r"\b(between|from|of)\s+$", re.IGNORECASE)


def _ranges(text: str, numerals: tuple[Numeral, ...]) -> Iterator[Found]:
    for low, high in pairwise(numerals):
        if {low.form, high.form} - {Form.FIGURES, Form.WORDS}:
            continue
        if YEAR.fullmatch(low.text) and (not YEAR.fullmatch(high.text) or high.unit is not Unit.NUMBER):
            continue  # "in 2022 to 5.4%"
        join = text[low.end : high.start]
        before = _BETWEEN_BEFORE.search(text, 0, low.start)
        lead = before[1].lower() if before else ""
        is_between = lead == "between" and re.fullmatch(r"[\w\s-]{0,20}?\s+and\s+", join) is not None
        is_range = re.fullmatch(r"\s+to\s+|\s?[-–—‑]\s?", join) is not None
        if not (is_between or is_range):
            continue
        start = before.start() if before and lead in {"between", "from"} else low.start
        low = _same_unit(low, high)
        if low.value > high.value:
            yield start, high.end, None, f"“{text[start : high.end]}” goes from the higher to the lower number."
        else:
            yield start, high.end, Between(low, high), ""


def _same_unit(low: Numeral, high: Numeral) -> Numeral:
    """The lower number with the unit and the scale of the higher one, where it has none: "£2-3m", "5 to 10%"."""
    if low.unit is Unit.NUMBER and high.unit is not Unit.NUMBER:
        low = replace(low, unit=high.unit, currency=high.currency)
    if low.scale == 1 and high.scale > 1 and low.value < high.scale:
        low = replace(
            low,
            value=low.value * high.scale,
            place=low.place * high.scale,
            step=low.step * high.scale,
            scale=high.scale,
        )
    return replace(low, per=high.per, base=high.base)


_WHOLE = re.compile(
    r"(?P<all>\b(?:all|every|everyone|everybody|each\s+and\s+every|the\s+whole\s+of)\b)"
    r"|(?P<none>\b(?:none|no[\s-]one|nobody|not\s+one|not\s+a\s+single)\b)",
    re.IGNORECASE,
)
_NOT_WHOLE_BEFORE = re.compile(
    r"(?:\b(?:above|after|at|in|for|once\s+and\s+for|over|of|not)\s+|[\w’']-)$", re.IGNORECASE
)
_NOT_WHOLE_AFTER = re.compile(
    r"[\s-]+(?:round|age|ages|in\s+all|along|over|right|together|too|but|the\s+more|the\s+time|sorts|kinds|manner"
    r"|other|the\s+same|day|night|year|years|month|week|time)\b|-",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"\b(?:almost|nearly|virtually|practically)\s+$", re.IGNORECASE)
_OF_THE = re.compile(r"\s+(?:of\s+)?(?:the\s+|our\s+|its\s+|their\s+|these\s+|those\s+)?$", re.IGNORECASE)


def _wholes(text: str, numerals: tuple[Numeral, ...]) -> Iterator[Found]:
    for found in _WHOLE.finditer(text):
        if _NOT_WHOLE_AFTER.match(text, found.end()):
            continue
        if _is_no_whole(text, found, numerals):
            continue
        nearly = _NEARLY.search(text, 0, found.start())
        counted = next(
            (
                each
                for each in numerals
                if each.start >= found.end() and _OF_THE.fullmatch(text, found.end(), each.start)
            ),
            None,
        )
        is_counted = counted is not None and counted.form in {Form.FIGURES, Form.WORDS} and counted.unit is Unit.NUMBER
        extent = Extent.ALL if found["all"] else Extent.NONE
        start = nearly.start() if nearly else found.start()
        if nearly and extent is Extent.NONE:
            yield start, found.end(), None, "“Almost none” has no band: say how many of how many."
            continue
        if found[0].lower() == "every" and is_counted:
            continue  # every three years
        end = counted.end if is_counted and counted is not None else found.end()
        hedge = Hedge.ALMOST if nearly else Hedge.NONE
        yield start, end, Whole(extent, hedge, counted if is_counted else None), ""


def _is_no_whole(text: str, found: re.Match[str], numerals: tuple[Numeral, ...]) -> bool:
    """Above all, over-all, 35% of all: words that state no whole."""
    before = _NOT_WHOLE_BEFORE.search(text, 0, found.start())
    if not before or (found["none"] and not before[0].endswith("-")):
        return False
    if re.search(r"\b(?:in|for|at|of)\s+$", before[0], re.IGNORECASE) is None:
        return True
    return _follows_a_share(text, found, numerals)


def _follows_a_share(text: str, found: re.Match[str], numerals: tuple[Numeral, ...]) -> bool:
    """In "35% of all new homes" and "half of all" the share is stated, and all is what it is of."""
    if re.search(r"\bof\s+$", text[: found.start()], re.IGNORECASE) is None:
        return False
    return any(0 <= found.start() - each.end <= 4 for each in numerals) or bool(
        re.search(
            r"\b(?:most|majority|number|rest|proportion|share|total|needs|range|out)\s+of\s+$",
            text[: found.start()],
            re.I,
        )
    )


_MAJORITY = re.compile(
    r"(?P<vast>\b(?:the\s+|a\s+)?(?:vast|great|overwhelming|large|huge|significant)\s+majority\b)"
    r"|\b(?:the\s+|a\s+)?(?<!ethnic\s)majority\b(?!\s+(?:party|group|world))"
    r"|(?<!the\s)(?<!-)\bmost\s+of\s+(?:the|our|its|their|these|those|them|us|all|whom|which)\b",
    re.IGNORECASE,
)
_MOST_NOUN = re.compile(r"(?<!the )(?<!th )(?<!st )(?<!nd )(?<!rd )\b(?:^|(?<=[.!?] ))most\s+[a-z]+s\b", re.IGNORECASE)


def _majorities(text: str, numerals: tuple[Numeral, ...]) -> Iterator[Found]:
    for found in _MAJORITY.finditer(text):
        yield found.start(), found.end(), Majority(is_vast=bool(found["vast"])), ""
    for found in _MOST_NOUN.finditer(text):
        yield found.start(), found.start() + 4, Majority(), ""


_VAGUE = re.compile(
    r"\b(?:several|many|a\s+few|a\s+couple\s+of)\s+(?P<one>hundred|thousand|million|dozen)\b|\b(?P<word>(?:tens|hundreds)\s+of\s+(?:thousands|millions)|tens(?=\s+of\s)|hundreds|thousands|millions|billions"
    r"|dozens|scores(?=\s+of\s))\b(?!\s+(?:column|place|digit))",
    re.IGNORECASE,
)


def _vague(text: str, numerals: tuple[Numeral, ...]) -> Iterator[Found]:
    for found in _VAGUE.finditer(text):
        word = found["word"] or f"{found['one']}s"
        yield found.start(), found.end(), Vague(re.sub(r"\s+", " ", word.lower())), ""


_TIMES_AFTER = re.compile(r"[\s-]?(?:times\b|-?fold\b)(?!\s+(?:a|per|each|every)\b)", re.IGNORECASE)
_TWICE = re.compile(
    r"\b(?P<word>twice|double|treble|triple|thrice)(?=\s+(?:as|that|the|those|what|its|their|our)\b|\s*$)", re.I
)
_TIMES_OF = {"twice": 2, "double": 2, "treble": 3, "triple": 3, "thrice": 3}


def _multiples(text: str, numerals: tuple[Numeral, ...]) -> Iterator[Found]:
    for numeral in numerals:
        after = _TIMES_AFTER.match(text, numeral.end)
        if not after or numeral.form not in {Form.FIGURES, Form.WORDS} or numeral.unit is not Unit.NUMBER:
            continue
        hedge, start, _ = hedge_of(text, numeral.start, numeral.end)
        if hedge is None:
            yield start, after.end(), None, f"Two hedges of “{numeral.text}” disagree."
        else:
            yield start, after.end(), Amount(numeral, hedge, is_multiple=True), ""
    for found in _TWICE.finditer(text):
        value = Fraction(_TIMES_OF[found["word"].lower()])
        one = Numeral(found.start(), found.end(), found[0], value, Fraction(1), Fraction(1), Form.WORDS)
        hedge, start, _ = hedge_of(text, found.start(), found.end())
        if text[found.end() :].strip() == "" and text[:start].strip():
            continue  # "we wrote to them twice"
        yield start, found.end(), Amount(one, hedge or Hedge.NONE, is_multiple=True), ""


def _amounts(text: str, numerals: tuple[Numeral, ...]) -> Iterator[Found]:
    for numeral in numerals:
        if numeral.form is Form.ORDINAL:
            continue
        hedge, start, end = hedge_of(text, numeral.start, numeral.end)
        if hedge is None:
            yield start, end, None, f"Two hedges of “{numeral.text}” disagree."
        else:
            yield start, end, _amount(text, numeral, hedge), ""


def _amount(text: str, numeral: Numeral, hedge: Hedge) -> Amount:
    is_exact = re.search(r"\b(?:exactly|precisely)\s+$", text[: numeral.start], re.IGNORECASE) is not None
    return Amount(numeral, hedge, is_exact=is_exact)


#: In this order; a later reader never reads words that an earlier one has read.
_READERS: tuple[Callable[[str, tuple[Numeral, ...]], Iterator[Found]], ...] = (
    changes,
    ranks,
    _ranges,
    _wholes,
    _multiples,
    _vague,
    _majorities,
    _amounts,
)
