"""Numbers as people write them: exact values, how finely each is written, and where in the text it stands.

Figures ("4,255", "5.5K", "£2.6m", "75 per cent"), words ("sixteen", "two hundred and five"), ordinals ("eighth",
"8th"), fractions ("a third", "one in five") and parts of a whole ("10 of 17"). Values are exact: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from goldenthread.core.claims.rounding import last_step


class Unit(StrEnum):
    """What a number is a number of."""

    NUMBER = "number"
    PERCENT = "per cent"
    POINTS = "percentage points"
    MONEY = "money"


class Form(StrEnum):
    """How a number is written."""

    FIGURES = "figures"
    WORDS = "words"
    ORDINAL = "ordinal"
    FRACTION = "fraction"  # half, a third, one in five
    PART = "part of a whole"  # 10 of 17


class Per(StrEnum):
    """The time that an amount of money is for."""

    YEAR = "a year"
    MONTH = "a month"
    WEEK = "a week"
    DAY = "a day"
    HOUR = "an hour"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: `text[start:end]`, its exact value, and how finely it is written.

    `place` is the place value of the last written digit (2,311 → 1; £2.6m → 100,000), `step` that of the last digit
    that is not zero (2,000 → 1,000). Fractions and parts are in per cent; `whole` is the 17 of "10 of 17".
    """

    start: int
    end: int
    text: str
    value: Fraction
    place: Fraction
    step: Fraction
    form: Form
    unit: Unit = Unit.NUMBER
    currency: str = ""
    per: Per | None = None
    base: int | None = None  # the 100,000 of "12.3 per 100,000"
    part: Fraction | None = None
    whole: Fraction | None = None
    is_proportion: bool = False  # "9 out of 10" may be a proportion, "10 of 17" may not
    scale: int = 1  # the thousand of 5.5K, the million of two million

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A numeral stands somewhere in a text; got {self.start} to {self.end}.")
        if self.place <= 0 or self.step <= 0:
            raise ValueError(f"The place of a digit is above zero; got {self.place} and {self.step}.")


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: number for number, word in enumerate(_UNITS)}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_LARGE = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12} | _LARGE
_ORDINAL_UNITS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_ORDINAL_TENS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_UNITS) if number}
_ORDINALS |= {word: 10 * number for number, word in enumerate(_ORDINAL_TENS, 2)} | {"hundredth": 100}
#: Names of the parts of a whole. "Second" is not one.
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4} | {
    word: number for word, number in _ORDINALS.items() if 5 <= number <= 12 or number in {20, 100}
}
_VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅛": Fraction(1, 8),
    "⅙": Fraction(1, 6), "⅒": Fraction(1, 10),
}  # fmt: skip

_SIMPLE = "|".join(sorted((*_SMALL, *_LARGE), key=len, reverse=True))
_WORD = re.compile(rf"\b(?:{_SIMPLE})\b", re.IGNORECASE)
_JOIN = re.compile(rf"(?:\s+and\s+|[\s-]+)(?=(?:{_SIMPLE})\b)", re.IGNORECASE)
_ARTICLE = re.compile(r"\ba\s+$", re.IGNORECASE)
_AND_A_HALF = re.compile(r"\s+and\s+a\s+half\b", re.IGNORECASE)

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    rf"""
    (?<![\w.,/])(?<![A-Za-z][-‑–])(?<!\d:)
    (?P<sign>(?<![\w)%])[-−](?=[£€$]?\d))?
    (?:(?P<currency>[£€$])\s?)?
    (?P<digits>{_DIGITS})(?P<vulgar>[½⅓⅔¼¾])?
    (?:(?P<letter>k|m|mn|bn|tn)(?![A-Za-z])|[\s-]?(?P<scale>thousand|million|billion|trillion|m|bn)\b(?!\s*\d))?
    (?P<pence>p(?![A-Za-z]))?
    (?!(?!ppt?s?\b)[A-Za-z\d]|[,/:]\d|\.\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_VULGAR_ALONE = re.compile(rf"(?<![\w.])[{''.join(_VULGAR)}](?!\w)")
_UNIT_AFTER = re.compile(
    r"\s?(?P<points>%\s?points?\b|per\s?cent(?:age)?[\s-]points?\b|percentage[\s-]points?\b|ppts?\b|pp\b|points\b|-points?\b"
    r"|point\b(?=\s+(?:gap|rise|fall|increase|decrease|drop|difference|lead)))"
    r"|\s?(?P<percent>%|[\s-]?per\s?cent\b(?!age))|\s(?P<pounds>pounds\b(?!\s+(?:lost|lighter|in\s+weight)))",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(
    r"(?:\s+[a-z-]+){0,3}?\s+(?:per|for\s+every|in\s+every)\s+(?P<base>1,?000,?000|100,?000|10,?000|1,?000|100)\b"
    r"(?![,.]\d)",
    re.IGNORECASE,
)
_ORDINAL_FIGURE = re.compile(r"(?<![\w.,/-])(\d{1,4})(?:st|nd|rd|th)\b", re.IGNORECASE)
_ORDINAL_WORD = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[\s-])?(?P<last>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_COUNTED = "|".join(("an?", *_UNITS[1:13]))
_FRACTION_WORD = re.compile(
    rf"\b(?:(?P<over>{_COUNTED}|\d{{1,2}})[\s-]+)?"
    rf"(?P<under>{'|'.join(sorted(_PARTS, key=len, reverse=True))})(?P<plural>s)?\b",
    re.IGNORECASE,
)
#: After "a third" (which may be the third of several) only these make it a part: of, a verb, a comparison, the end.
_PART_FOLLOWS = re.compile(
    r"\s*(?:$|[.,;:!?)\]”’\"*]|of\b|(?:are|is|was|were|have|has|had|said|say|live|lived|did|do|do\s+not|got|felt|told"
    r"|in|from|by|to|at|on|since|more|less|fewer|higher|lower|and|or|as|than|do|don[’']t|report|reported|over|who|that"
    r"|our|the|their|its|all)\b)",
    re.IGNORECASE,
)
_NOT_HALF = re.compile(
    r"[\s-]*(?:an?\s+[a-z]+|term|terms|day|days|time|way|price|hour|hours|marathon"
    r"|board|moon|yearly|year|past|brother|sister|baked|hearted|life|empty|full|finished)\b",
    re.IGNORECASE,
)
_BEFORE_ORDINAL_PART = re.compile(
    r"(?:\b(?:first|second|left|right|lower|upper|other|latter|later|early|bottom|top|deprived|affluent|one)\s+|-)$",
    re.I,
)
_AMOUNT_OF = rf"(?:{_DIGITS}|(?:{_SIMPLE})(?:[\s-]+(?:and\s+)?(?:{_SIMPLE}))*)"
_PART_OF = re.compile(
    rf"(?<![\w.,/£$€-])(?P<part>{_AMOUNT_OF})\s+(?P<join>in\s+every|in|out\s+of\s+every|out\s+of(?:\s+the|\s+our)?"
    rf"|of(?:\s+the|\s+our|\s+all|\s+its|\s+their)?)\s+(?P<whole>{_AMOUNT_OF})(?![\w%]|[,/.]\d)",
    re.IGNORECASE,
)
_PERIODS = {
    "year": Per.YEAR, "annum": Per.YEAR, "annual": Per.YEAR, "annually": Per.YEAR, "yearly": Per.YEAR, "pa": Per.YEAR,
    "p.a": Per.YEAR, "month": Per.MONTH, "monthly": Per.MONTH, "week": Per.WEEK, "weekly": Per.WEEK, "day": Per.DAY,
    "daily": Per.DAY, "hour": Per.HOUR, "hourly": Per.HOUR,
}  # fmt: skip
_PER_AFTER = re.compile(
    r"[*_]*\s*(?:(?!for\b|to\b|over\b|from\b|and\b|in\b|by\b)[A-Za-z-]+\s+){0,3}?(?:(?:(?:an?|per|each|every)\s+|/\s?)"
    r"(?P<unit>year|annum|month|week|day|hour)\b|(?P<adverb>annually|yearly|monthly|weekly|daily|hourly|p\.a|pa)\b)",
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(
    r"\b(?P<unit>annual|yearly|monthly|weekly|daily|hourly)\s+(?:[A-Za-z-]+\s+){0,4}?(?:(?:of|is|was|worth|at|by)\s+)?"
    r"(?:(?:over|about|around|almost|nearly|more\s+than|at\s+least|up\s+to|under|just\s+over|just\s+under)\s+)?$",
    re.IGNORECASE,
)


def read_number(text: str) -> Fraction | None:
    """Return the number that the whole text is, in figures or words; None if it is not one.

    Examples
    --------
    >>> read_number("two thousand three hundred and eleven"), read_number("1,200"), read_number("many")
    (Fraction(2311, 1), Fraction(1200, 1), None)
    """
    found = find_numerals(text.strip())
    if len(found) != 1 or found[0].text != text.strip() or found[0].form not in {Form.FIGURES, Form.WORDS}:
        return None
    return found[0].value


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """Return every number in the text in its order, the longest reading of each.

    Nothing is left out here for what it is (a year, an age, a heading): that is for
    :func:`~goldenthread.core.claims.scanning.find_figures`.

    Examples
    --------
    >>> [(each.text, str(each.value), str(each.step)) for each in find_numerals("£2.6m for sixteen of 2,000 homes")]
    [('£2.6m', '2600000', '100000'), ('sixteen of 2,000', '4/5', '5')]
    >>> [(each.text, each.form.value) for each in find_numerals("the eighth most; over a third; 75 per cent")]
    [('eighth', 'ordinal'), ('a third', 'fraction'), ('75 per cent', 'figures')]
    """
    taken: list[tuple[int, int]] = []
    found: list[Numeral] = []
    for reader in _READERS:
        for numeral in reader(text):
            if any(numeral.start < end and start < numeral.end for start, end in taken):
                continue
            taken.append((numeral.start, numeral.end))
            found.append(_with_period(numeral, text))
    bases = [_BASE_AFTER.match(text, each.end) for each in found if each.base]
    inside = [base.span("base") for base in bases if base]
    found = [each for each in found if not any(start <= each.start < end for start, end in inside)]
    return tuple(sorted(found, key=lambda each: each.start))


def _with_period(numeral: Numeral, text: str) -> Numeral:
    """The numeral with what it is per: money per year, anything per 1,000."""
    if numeral.unit is Unit.MONEY:
        after = _PER_AFTER.match(text, numeral.end)
        if after:
            return replace(numeral, per=_PERIODS[(after["unit"] or after["adverb"]).lower()])
        before = _PER_BEFORE.search(text, max(0, numeral.start - 80), numeral.start)
        return replace(numeral, per=_PERIODS[before["unit"].lower()] if before else None)
    base = _BASE_AFTER.match(text, numeral.end)
    return replace(numeral, base=int(base["base"].replace(",", ""))) if base else numeral


def _figures(text: str) -> Iterator[Numeral]:
    for found in _FIGURE.finditer(text):
        digits = found["digits"].replace(",", "")
        if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
            continue  # a telephone number, a code
        scale_word = (found["letter"] or found["scale"] or "").lower()
        scale = Fraction(_SCALES.get(scale_word, 1))
        value = Fraction(digits) + (_VULGAR[found["vulgar"]] if found["vulgar"] else 0)
        place = Fraction(1, 10 ** len(digits.partition(".")[2])) if not found["vulgar"] else Fraction(1, 4)
        if found["pence"]:
            scale = Fraction(1, 100)
        unit = Unit.MONEY if found["currency"] or found["pence"] else Unit.NUMBER
        signed = -value * scale if found["sign"] else value * scale
        yield _numeral(
            text, found.start(), found.end(), signed, place * scale, Form.FIGURES, unit,
            currency=found["currency"] or ("£" if found["pence"] else ""), scale=int(scale) if scale > 1 else 1,
        )  # fmt: skip


def _numeral(
    text: str, start: int, end: int, value: Fraction, place: Fraction, form: Form, unit: Unit = Unit.NUMBER, *,
    currency: str = "", scale: int = 1,
) -> Numeral:  # fmt: skip
    """A number of figures or words, with the unit that follows it."""
    after = _UNIT_AFTER.match(text, end) if unit is Unit.NUMBER else None
    if after:
        end = after.end()
        unit = Unit.POINTS if after["points"] else Unit.PERCENT if after["percent"] else Unit.MONEY
        currency = "£" if unit is Unit.MONEY else ""
    # A figure never claims to be coarser than its last written digit: of zero there is no other.
    step = last_step(value) if value and place not in _PARTS_WRITTEN else place
    return Numeral(start, end, text[start:end], value, place, step, form, unit, currency=currency, scale=scale)


#: Places of "two and a half" and "2¼", which are no decimals.
_PARTS_WRITTEN = {Fraction(1, 2), Fraction(1, 4)}


def _number_words(text: str) -> Iterator[Numeral]:
    position = 0
    while found := _WORD.search(text, position):
        start, tokens, ends = found.start(), [found[0].lower()], [found.end()]
        article = _ARTICLE.search(text, 0, start) if tokens[0] in _LARGE else None
        if tokens[0] in _LARGE and article is None:
            position = found.end()  # "hundred" alone is no number
            continue
        if article:
            start, tokens, ends = article.start(), ["one", *tokens], [found.start(), *ends]
        while join := _JOIN.match(text, ends[-1]):
            following = _WORD.match(text, join.end())
            if following is None or ("and" in join[0] and tokens[-1] not in _LARGE):
                break
            tokens.append(following[0].lower())
            ends.append(following.end())
        value, place, used = _sum_of_words(tokens)
        position = end = ends[used - 1]
        half = _AND_A_HALF.match(text, end)
        if half:
            value, place, position = value + Fraction(1, 2), Fraction(1, 2), half.end()
            end = half.end()
        if start and text[start - 1] == "-" and text[start - 2 : start - 1].isalpha():
            continue  # "mid-nineties", "Catch-twenty"
        yield _numeral(text, start, end, value, place, Form.WORDS, scale=int(place) if place > 1 else 1)


def _sum_of_words(tokens: list[str]) -> tuple[Fraction, Fraction, int]:
    """The number that the longest sensible head of the words makes, its place, and how many words that took."""
    total, group, used, place = 0, -1, 0, 1
    last = 10**15
    for word in tokens:
        if word in _SMALL:
            number = _SMALL[word]
            fits = (
                group < 0
                or (group % 100 == 0 and group > 0)
                or (group % 10 == 0 and group % 100 >= 20 and 0 < number < 10)
            )
            if not fits or (number == 0 and group >= 0):
                break
            group = max(group, 0) + number
            place = 1
        elif word == "hundred":
            if not 0 < group < 100:
                break
            group *= 100
        else:
            scale = _LARGE[word]
            if group <= 0 or scale >= last:
                break
            total, group, last = total + group * scale, -1, scale
            # "Two million" is written to the million; "two thousand" is a whole number like any other.
            place = scale if scale >= 10**6 else 1
        used += 1
    return Fraction(total + max(group, 0)), Fraction(place), used


def _ordinals(text: str) -> Iterator[Numeral]:
    for found in _ORDINAL_FIGURE.finditer(text):
        if int(found[1]):
            yield _numeral_of_rank(text, found.start(), found.end(), int(found[1]))
    for found in _ORDINAL_WORD.finditer(text):
        value = _ORDINALS[found["last"].lower()]
        if found["tens"]:
            if value >= 10:
                continue
            value += _SMALL[found["tens"].lower()]
        yield _numeral_of_rank(text, found.start(), found.end(), value)


def _numeral_of_rank(text: str, start: int, end: int, value: int) -> Numeral:
    return Numeral(start, end, text[start:end], Fraction(value), Fraction(1), Fraction(1), Form.ORDINAL)


def _fraction_words(text: str) -> Iterator[Numeral]:
    for found in _FRACTION_WORD.finditer(text):
        over, under = (found["over"] or "").lower(), found["under"].lower()
        top = 1 if over in {"", "a", "an"} else int(over) if over.isdigit() else _SMALL[over]
        bottom = _PARTS[under]
        is_many = top > 1
        if top >= bottom or is_many != bool(found["plural"] or under == "halves"):
            continue
        if _is_no_part(text, found, over, under):
            continue
        yield _numeral_of_part(text, found.start(), found.end(), Fraction(top, bottom))


def _is_no_part(text: str, found: re.Match[str], over: str, under: str) -> bool:
    """Half a day, the second half, a third party, the last quarter: words that look like parts of a whole."""
    before = text[max(0, found.start() - 20) : found.start()]
    if text[found.end() : found.end() + 1] == "-":
        return True
    if under == "half":
        return bool(_NOT_HALF.match(text, found.end()) or _BEFORE_ORDINAL_PART.search(before)) or before.endswith(
            "and "
        )
    if not over:
        return True  # "quarter", "fifth" without "a" or a number
    if found["plural"]:
        return False
    if over.isdigit():
        return True
    return not _PART_FOLLOWS.match(text, found.end())


_HALF_A_SCALE = re.compile(r"\bhalf\s+a\s+(?P<scale>million|billion)\b", re.IGNORECASE)


def _half_a_million(text: str) -> Iterator[Numeral]:
    for found in _HALF_A_SCALE.finditer(text):
        scale = _LARGE[found["scale"].lower()]
        yield _numeral(
            text, found.start(), found.end(), Fraction(scale, 2), Fraction(scale, 10), Form.WORDS, scale=scale
        )


def _vulgar_alone(text: str) -> Iterator[Numeral]:
    for found in _VULGAR_ALONE.finditer(text):
        yield _numeral_of_part(text, found.start(), found.end(), _VULGAR[found[0]])


#: A fraction in words is written to five points: half of that is the 2.5 points in which it is true.
FRACTION_STEP = Fraction(5)


def _numeral_of_part(text: str, start: int, end: int, share: Fraction) -> Numeral:
    return Numeral(start, end, text[start:end], 100 * share, FRACTION_STEP, FRACTION_STEP, Form.FRACTION, Unit.PERCENT)


#: Wholes of which people say "nine out of ten" without counting ten of anything.
_ROUND_WHOLES = {2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000}


def _parts_of_wholes(text: str) -> Iterator[Numeral]:
    position = 0
    while found := _PART_OF.search(text, position):
        position = found.start("whole")  # the whole may itself be the part of another
        part, whole = (_amount(found[name]) for name in ("part", "whole"))
        if part is None or whole is None or not 0 <= part <= whole or whole == 0:
            continue
        join = found["join"].lower()
        is_of = join.startswith("of")
        if join == "in" and not (part < whole and whole in _ROUND_WHOLES):
            continue
        if _is_of_another_kind(text, found, is_of=is_of):
            continue
        numeral = _numeral_of_part(text, found.start(), found.end(), Fraction(part, whole))
        if is_of or (join.startswith("out") and "every" not in join):
            may_be = not is_of and whole in _ROUND_WHOLES
            numeral = replace(numeral, form=Form.PART, part=part, whole=whole, is_proportion=may_be)
        position = found.end()
        yield numeral


def _is_of_another_kind(text: str, found: re.Match[str], *, is_of: bool) -> bool:
    """ "One of 2022's", "5 of the 12 months": a year is no whole; "in 10 months" is a time."""
    after = text[found.end() : found.end() + 12]
    if re.fullmatch(r"(?:19|20)\d\d", found["whole"]):
        return True
    if re.match(r"\s?(?:million|billion|[kmb]n?\b|%|per\s?cent)", after, re.IGNORECASE):
        return True
    return not is_of and re.match(r"[\s-](?:minutes?|hours?|days?|weeks?|months?|years?)\b", after, re.I) is not None


def _amount(text: str) -> Fraction | None:
    """The number of the part or the whole, in figures or words."""
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    tokens = [word for word in re.split(r"[\s-]+", text.lower()) if word != "and"]
    value, _, used = _sum_of_words(tokens)
    return value if used == len(tokens) else None


#: In this order; a later reader never reads digits or words that an earlier one has read.
_READERS = (
    _parts_of_wholes,
    _half_a_million,
    _fraction_words,
    _vulgar_alone,
    _ordinals,
    _figures,
    _number_words,
)
