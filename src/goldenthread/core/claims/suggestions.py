"""The wording we would write for a value, in the manner of the writer. It is judged before it is handed over."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from goldenthread.core.claims.bands import DEFAULT_BANDS, Bands
from goldenthread.core.claims.evidence import RANKS, SHARES, Evidence, Order, Statistic
from goldenthread.core.claims.hedges import Hedge
from goldenthread.core.claims.judging import judge
from goldenthread.core.claims.numerals import Form, Unit
from goldenthread.core.claims.rounding import round_half_up, write_number
from goldenthread.core.claims.statements import (
    Amount,
    Between,
    Change,
    Majority,
    Rank,
    Statement,
    Vague,
    Whole,
    Wording,
)
from goldenthread.core.claims.verdicts import Verdict


class Style(StrEnum):
    """The manner in which a value is said."""

    EXACT = "exact"
    ALMOST = "almost"
    OVER = "over"
    JUST_OVER = "just over"
    AT_LEAST = "at least"
    UNDER = "under"
    UP_TO = "up to"
    ABOUT = "about"
    FRACTION = "fraction"
    PART = "part of a whole"
    RANGE = "range"
    WHOLE = "all or none"
    MAJORITY = "majority"
    RANK = "rank"
    CHANGE = "change"


#: Below this many, "10 of 17" is said rather than 59%: a percentage of few looks firmer than it is.
SMALL_BASE = 100
#: Money in prose has three significant figures; whole pounds below a thousand are exact as they are.
MONEY_FIGURES = 3
_HEDGED = {
    Style.ALMOST: Hedge.ALMOST, Style.OVER: Hedge.OVER, Style.JUST_OVER: Hedge.JUST_OVER, Style.UP_TO: Hedge.UP_TO,
    Style.AT_LEAST: Hedge.AT_LEAST, Style.UNDER: Hedge.UNDER, Style.ABOUT: Hedge.ABOUT,
}  # fmt: skip
_STYLE_OF_HEDGE = {hedge: style for style, hedge in _HEDGED.items()}
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_CARDINALS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_FRACTIONS: tuple[tuple[str, Fraction], ...] = (
    ("half", Fraction(1, 2)),
    ("a third", Fraction(1, 3)),
    ("two thirds", Fraction(2, 3)),
    ("a quarter", Fraction(1, 4)),
    ("three quarters", Fraction(3, 4)),
    ("one in five", Fraction(1, 5)),
    ("two in five", Fraction(2, 5)),
    ("three in five", Fraction(3, 5)),
    ("four in five", Fraction(4, 5)),
    ("one in ten", Fraction(1, 10)),
    ("three in ten", Fraction(3, 10)),
    ("seven in ten", Fraction(7, 10)),
    ("nine in ten", Fraction(9, 10)),
    ("one in twenty", Fraction(1, 20)),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that are true of the evidence, the manner in which they say it, and why they are true."""

    text: str
    style: Style
    why: str


def style_of(wording: Wording) -> Style | None:
    """Return the manner in which a wording says what it says; None if it could not be read.

    Examples
    --------
    >>> from goldenthread.core.claims.wording import parse_wording
    >>> [style_of(parse_wording(words)).value for words in ("almost 11 years", "10 of 17", "a third", "rose")]
    ['almost', 'part of a whole', 'fraction', 'change']
    """
    return None if wording.statement is None else _style_of_statement(wording.statement)


def _style_of_statement(statement: Statement) -> Style:
    match statement:
        case Amount(numeral=numeral, hedge=hedge):
            if numeral.form is Form.PART:
                return Style.PART
            if numeral.form is Form.FRACTION:
                return Style.FRACTION
            return _STYLE_OF_HEDGE.get(hedge, Style.EXACT)
        case Between():
            return Style.RANGE
        case Whole():
            return Style.WHOLE
        case Majority():
            return Style.MAJORITY
        case Vague():
            return Style.ABOUT
        case Rank():
            return Style.RANK
        case Change():
            return Style.CHANGE


def suggest(
    evidence: Evidence,
    style: Style | None = None,
    bands: Bands = DEFAULT_BANDS,
    *,
    decimals: int | None = None,
    in_words: bool = False,
) -> Suggestion | None:
    """Return the words we would write for the evidence: always true of it.

    Parameters
    ----------
    evidence
        What the words are to be true of.
    style
        The manner to keep where it can be kept; where it cannot, the exact number is said. Without, the manner that
        suits the statistic: "10 of 17" for few, three significant figures for money, "eighth highest" for a place.
    bands
        The settings.
    decimals
        How many places the exact number has; without, as many as tell it.
    in_words
        Whether whole numbers up to ten are spelt.

    Returns
    -------
    None where no words are true: the value is hidden, or missing, or nothing tells whether a change is clear.

    Examples
    --------
    >>> gap = Evidence(statistic=Statistic.GAP, value=10.8)
    >>> [suggest(gap, style).text for style in (Style.ALMOST, Style.OVER, Style.ABOUT, Style.EXACT)]
    ['almost 11', 'over 10', 'about 11', '10.8']
    >>> suggest(Evidence(statistic=Statistic.SHARE, numerator=10, denominator=17)).text
    '10 of 17'
    >>> suggest(Evidence(statistic=Statistic.MONEY_A_YEAR, value=286_604)).text
    'about £287,000 a year'
    """
    if evidence.is_suppressed:
        return None
    first = style if style is not None else _own_style(evidence)
    writer = _Writer(evidence, bands, decimals, in_words)
    for manner in dict.fromkeys((first, _own_style(evidence), Style.EXACT)):
        for words in writer.candidates(manner):
            found = judge(words, evidence, bands)
            if found.verdict is Verdict.TRUE:
                return Suggestion(words, manner, found.why)
    return None


def all_suggestions(evidence: Evidence, bands: Bands = DEFAULT_BANDS) -> tuple[Suggestion, ...]:
    """Return one suggestion for each manner in which the evidence can be said truly, for the writer to choose from.

    Examples
    --------
    >>> share = Evidence(statistic=Statistic.SHARE, value=34.2)
    >>> [each.text for each in all_suggestions(share)][:4]
    ['34%', 'over 34%', 'just over 34%', 'at least 34%']
    """
    found = (suggest(evidence, style, bands) for style in Style)
    return tuple(each for each, style in zip(found, Style, strict=True) if each is not None and each.style is style)


def rewrite(wording: Wording, evidence: Evidence, bands: Bands = DEFAULT_BANDS) -> str | None:
    """Return the whole text of a wording with true words in the place of those that state something.

    Where the words around it would make it untrue again, the true words alone are returned; None where there are none.

    Examples
    --------
    >>> from goldenthread.core.claims.wording import parse_wording
    >>> rewrite(parse_wording("a gap of almost 11 years"), Evidence(statistic=Statistic.GAP, value=11.2))
    'a gap of just over 11 years'
    """
    style = style_of(wording)
    statement = wording.statement
    in_words = isinstance(statement, Amount) and statement.numeral.form is Form.WORDS
    found = _nearest(evidence, style, bands, in_words=in_words)
    if found is None:
        return None
    if statement is None:
        return found.text
    before, after = wording.text[: wording.start], wording.text[wording.end :]
    if isinstance(statement, Vague):
        after = re.sub(r"^\s+of\b", "", after)  # hundreds of packs, about 640 packs
    per = f" {evidence.per}" if evidence.per else ""
    for words in (*_own_words(wording, evidence), found.text.removesuffix(per), found.text):
        text = f"{before}{words}{after}"
        if judge(text, evidence, bands).verdict is Verdict.TRUE:
            return text
    return found.text


def _own_words(wording: Wording, evidence: Evidence) -> Iterator[str]:
    """A place in the writer's own words: the "most" of "eighth most" is kept."""
    if not isinstance(wording.statement, Rank) or evidence.statistic not in RANKS or evidence.value is None:
        return
    place, joint = int(evidence.value), "joint " if evidence.tied else ""
    of_what = re.sub(r"^(?:(?:joint|equal)[\s-]+)?[\w-]+\s*", "", wording.words)
    if of_what:
        yield f"{joint}{of_what}" if place == 1 else f"{joint}{_ordinal(place)} {of_what}"


#: Where a value has crossed the number it was said to be short of, the other side is said of it.
_OTHER_SIDE = {
    Style.ALMOST: (Style.ALMOST, Style.JUST_OVER, Style.OVER), Style.OVER: (Style.OVER, Style.ALMOST),
    Style.JUST_OVER: (Style.JUST_OVER, Style.ALMOST), Style.UNDER: (Style.UNDER, Style.OVER),
}  # fmt: skip


def _nearest(evidence: Evidence, style: Style | None, bands: Bands, *, in_words: bool) -> Suggestion | None:
    """The roundest of what the writer's manner and the manner of the other side of a round number say."""
    manners: tuple[Style | None, ...] = (style,) if style is None else _OTHER_SIDE.get(style, (style,))
    choices = [suggest(evidence, each, bands, in_words=in_words) for each in manners]
    found = [each for each in choices if each is not None]
    kept = [each for each in found if each.style in manners]
    return min(kept or found, key=lambda each: max(2, _figures_of(each.text)), default=None)


def _figures_of(text: str) -> int:
    """How many significant figures the number in it is written with."""
    return len(re.sub(r"\D", "", text).strip("0"))


def _own_style(evidence: Evidence) -> Style:
    """The manner that suits the statistic."""
    if evidence.statistic in RANKS:
        return Style.RANK
    if evidence.statistic is Statistic.CHANGE:
        return Style.CHANGE
    if evidence.statistic is Statistic.RANGE and evidence.series:
        return Style.RANGE
    if evidence.statistic is Statistic.ALL_OR_NONE:
        return Style.WHOLE
    if evidence.statistic is Statistic.SHARE and evidence.denominator and evidence.denominator < SMALL_BASE:
        return Style.PART
    if evidence.is_money and evidence.value is not None and abs(evidence.value) >= 10**MONEY_FIGURES:
        is_fine = round_half_up(evidence.value, _place(evidence.value, MONEY_FIGURES)) != evidence.value
        return Style.ABOUT if is_fine else Style.EXACT
    return Style.EXACT


def _place(value: Fraction, figures: int) -> Fraction:
    """The place value of the last of so many significant figures."""
    if value == 0:
        return Fraction(1)
    magnitude = math.floor(math.log10(abs(value)))
    while Fraction(10) ** (magnitude + 1) <= abs(value):
        magnitude += 1
    while Fraction(10) ** magnitude > abs(value):
        magnitude -= 1
    return Fraction(10) ** (magnitude - figures + 1)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes candidates for each manner, from the roundest to the finest; whether they are true is judged after."""

    evidence: Evidence
    bands: Bands
    decimals: int | None
    in_words: bool

    def candidates(self, style: Style) -> Iterator[str]:
        writers: dict[Style, Callable[[], Iterator[str]]] = {
            Style.EXACT: self.exact,
            Style.FRACTION: self.fraction,
            Style.PART: self.part,
            Style.RANGE: self.range,
            Style.WHOLE: self.whole,
            Style.MAJORITY: self.majority,
            Style.RANK: self.rank,
            Style.CHANGE: self.change,
        }
        return writers[style]() if style in writers else self.hedged(_HEDGED[style])

    def exact(self) -> Iterator[str]:
        value = self.evidence.value
        if value is None or self.evidence.statistic in RANKS | {Statistic.CHANGE}:
            return
        yield from self.numbers(value)

    def numbers(self, value: Fraction) -> Iterator[str]:
        """The number at every precision from the one that suits it, finer and finer."""
        first = self.decimals if self.decimals is not None else self.own_decimals(value)
        for decimals in range(first, first + 7):
            if not self.is_rounded_away(value, decimals):
                yield self.said(value, decimals)

    def is_rounded_away(self, value: Fraction, decimals: int) -> bool:
        """Whether a share would be rounded to none or to all."""
        rounded = round_half_up(value, Fraction(1, 10**decimals))
        return self.evidence.statistic in SHARES and value not in {0, 100} and rounded in {0, 100}

    def own_decimals(self, value: Fraction) -> int:
        if value.denominator == 1 or self.evidence.statistic in SHARES:
            return 0
        if self.evidence.is_money:
            return 2 if abs(value) < 1000 else 0
        return 1 if abs(value) >= 1 else 2

    def said(self, value: Fraction, decimals: int) -> str:
        """The number with its unit: 35%, 3 percentage points, £1,200 a year, 12.3 per 100,000, 2.3 times."""
        one = self.evidence
        number = write_number(value, decimals)
        if self.in_words and decimals == 0 and 0 <= value <= 10 and value.denominator == 1:
            number = _CARDINALS[int(value)]
        if one.is_money:
            sign = "-" if number.startswith("-") else ""
            return f"{sign}£{write_number(abs(value), decimals)}{f' {one.per}' if one.per else ''}"
        if one.statistic in SHARES or one.unit is Unit.PERCENT:
            return f"{number} per cent" if number in _CARDINALS else f"{number}%"
        if one.unit is Unit.POINTS:
            return f"{number} percentage point{'' if number in {'1', 'one'} else 's'}"
        if one.statistic is Statistic.RATIO:
            return f"{number} times"
        return f"{number} per {one.base:,}" if one.base is not None and one.statistic is Statistic.RATE else number

    def hedged(self, hedge: Hedge) -> Iterator[str]:
        value = self.evidence.value
        if value is None or value <= 0 or self.evidence.statistic in RANKS | {Statistic.CHANGE}:
            return
        step = _place(value, 1)
        finest = Fraction(1) if self.evidence.statistic is Statistic.COUNT else step / 10**6
        if self.evidence.is_money and hedge is Hedge.ABOUT:
            step = _place(value, MONEY_FIGURES)
        while step >= finest:
            stated = _beside(value, step, hedge)
            is_share = self.evidence.statistic in SHARES
            if stated > 0 and not (is_share and stated > 100):
                yield f"{hedge} {self.rounded(stated, step)}"
            step /= 10

    def rounded(self, stated: Fraction, step: Fraction) -> str:
        """A round number with its unit; millions of money as they are said: £2.63m."""
        million, per = Fraction(10**6), f" {self.evidence.per}" if self.evidence.per else ""
        if self.evidence.is_money and stated >= million and (stated / million * 100).denominator == 1:
            return f"£{write_number(stated / million)}m{per}"
        return self.said(stated, max(0, len(str(step.denominator)) - 1))

    def share(self) -> Fraction | None:
        one = self.evidence
        if one.statistic is Statistic.COUNT and one.denominator and one.value is not None:
            return 100 * one.value / one.denominator
        return one.value if one.statistic in SHARES else None

    def fraction(self) -> Iterator[str]:
        share = self.share()
        if share is None:
            return
        nearest = sorted(_FRACTIONS, key=lambda each: abs(100 * each[1] - share))
        for name, _ in nearest[:2]:
            yield name
        for name, part in nearest[:3]:
            hedges = ("just over", "more than") if share > 100 * part else ("almost",)
            yield from (f"{hedge} {name}" for hedge in hedges)

    def part(self) -> Iterator[str]:
        one = self.evidence
        top = one.value if one.statistic is Statistic.COUNT else one.numerator
        if top is not None and one.denominator:
            yield f"{write_number(top)} of {write_number(one.denominator)}"

    def range(self) -> Iterator[str]:
        series = self.evidence.series
        if not series:
            return
        low, high = min(series), max(series)
        if low == high:
            yield from self.numbers(low)
        for decimals in range(7):
            step = Fraction(1, 10**decimals)
            ends = (math.floor(low / step) * step, math.ceil(high / step) * step)
            if decimals or ends == (low, high):
                first, last = (self.said(end, 0 if end.denominator == 1 else decimals) for end in ends)
                yield f"between {first} and {last}"

    def whole(self) -> Iterator[str]:
        share, of = self.share(), self.evidence.denominator
        if share is None or not of:
            return
        if share == 100:
            yield f"all {write_number(of)}"
            yield "all"
        elif share == 0:
            yield f"none of the {write_number(of)}"
            yield "none"
        yield from self.part()

    def majority(self) -> Iterator[str]:
        yield "the majority"

    def rank(self) -> Iterator[str]:
        one = self.evidence
        if one.value is None or one.statistic not in RANKS:
            return
        place = int(one.value)
        joint = "joint " if one.tied else ""
        ends = {Order.HIGHEST_FIRST: "highest", Order.LOWEST_FIRST: "lowest", Order.BEST_FIRST: "best"}
        end = ends.get(one.order, "worst") if one.order is not None else None
        if end is not None and one.statistic is Statistic.RANK:
            yield f"the {joint}{end}" if place == 1 else f"{joint}{_ordinal(place)} {end}"
        yield f"ranked {joint}{_ordinal(place)}"

    def change(self) -> Iterator[str]:
        one = self.evidence
        if one.statistic is not Statistic.CHANGE:
            return
        value = one.value
        if value is None and len(one.series) > 1:
            value = one.series[-1] - one.series[0]
        if one.is_change_clear and value:
            up, down = ("widened", "narrowed") if one.is_of_gap else ("rose", "fell")
            verb = up if value > 0 else down
            yield from (f"{verb} by {words}" for words in self.numbers(abs(value)))
            yield verb
        yield "did not clearly change"


def _beside(value: Fraction, step: Fraction, hedge: Hedge) -> Fraction:
    """The round number from which the value lies where the hedge says."""
    below, above = math.floor(value / step) * step, math.ceil(value / step) * step
    match hedge:
        case Hedge.OVER | Hedge.JUST_OVER:
            return below - step if below == value else below
        case Hedge.AT_LEAST:
            return below
        case Hedge.ALMOST | Hedge.UNDER:
            return above + step if above == value else above
        case Hedge.UP_TO:
            return above
        case _:
            return round_half_up(value, step)


def _ordinal(place: int) -> str:
    if place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    ending = "th" if place % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place:,}{ending}"
