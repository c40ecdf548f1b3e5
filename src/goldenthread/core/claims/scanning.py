"""Finds every figure in running text that somebody could be held to, and passes over numbers that claim nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.core.claims.exclusions import Excluded, find_exclusions
from goldenthread.core.claims.numerals import Form, Unit
from goldenthread.core.claims.statements import (
    Amount,
    Between,
    Change,
    Direction,
    Majority,
    Rank,
    Vague,
    Whole,
    Wording,
)
from goldenthread.core.claims.wording import find_wordings


class FigureKind(StrEnum):
    """What kind of figure it is."""

    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    FRACTION = "fraction"
    PART = "part of a whole"
    RANGE = "range"
    MULTIPLE = "how many times"
    DURATION = "length of time"
    RANK = "rank"
    ABSOLUTE = "all or none"
    MAJORITY = "majority"
    VAGUE = "vague quantity"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: `text[start:end]`, its kind, and what its wording states."""

    start: int
    end: int
    text: str
    kind: FigureKind
    wording: Wording


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return every figure, number word, rank, share, absolute, vague quantity and change in the text, in its order.

    Dates and years, heading and list numbers, ages, names ("Action 10", "COVID-19"), telephone numbers, postcodes,
    times of day and turns of phrase ("one another") are no figures: see :func:`find_exclusions`. "One" is a figure
    only where something is counted; "all" where something is said to have been done; "the highest" where it is or was.

    Examples
    --------
    >>> text = "In 2022 over 2,000 homes got help, the eighth most in England. All contracts have been checked."
    >>> [(each.text, each.kind.value) for each in find_figures(text)]
    [('over 2,000', 'number'), ('eighth most', 'rank'), ('All', 'all or none')]
    >>> find_figures("Under Equality Aim 2, one of our teams moved to 4 High Street on 1 May at 9am.")
    ()
    """
    found = [(wording, kind) for wording in find_wordings(text) if (kind := _kind(wording)) is not None]
    if not found:
        return ()  # most sentences state nothing, and what is no figure takes longest to tell
    excluded = find_exclusions(text)
    return tuple(
        Figure(wording.start, wording.end, wording.words, kind, wording)
        for wording, kind in found
        if not _is_excluded(wording, excluded)
    )


def _is_excluded(wording: Wording, excluded: tuple[Excluded, ...]) -> bool:
    """Whether the number itself, which may follow a hedge, stands in what is excluded."""
    start = wording.number_start
    if isinstance(wording.statement, Change):  # may take a year with it: "fell in 2022 to 5.4%"
        return any(each.start <= start < each.end for each in excluded)
    return any(each.start < wording.end and start < each.end for each in excluded)


def _kind(wording: Wording) -> FigureKind | None:
    """The kind of figure; None where the words only look like one."""
    match wording.statement:
        case Amount() as amount:
            return _kind_of_amount(wording, amount)
        case Between(high=high):
            is_time = _TIME_AFTER.match(wording.text, wording.end) is not None
            return FigureKind.DURATION if is_time and high.unit is Unit.NUMBER else FigureKind.RANGE
        case Whole() as whole:
            return FigureKind.ABSOLUTE if whole.of is not None or _is_said_to_be_done(wording) else None
        case Majority():
            return FigureKind.MAJORITY
        case Vague():
            return FigureKind.VAGUE
        case Rank() as rank:
            return FigureKind.RANK if _is_held(wording, rank) else None
        case Change() as change:
            return FigureKind.CHANGE if _is_measured(wording, change) else None
        case _:
            return FigureKind.NUMBER if re.search(r"\d", wording.words) else None


_TIME_AFTER = re.compile(
    r"[\s-](?:consecutive\s+|working\s+|calendar\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?|decades?)\b",
    re.IGNORECASE,
)
#: "One" counts something after words like these; elsewhere it is a pronoun or one aim among others.
_ONE_COUNTED = re.compile(
    r"\b(?:built|created|opened|delivered|provided|appointed|recruited|awarded|received|trained|including|just|only"
    r"|exactly|supported|launched|added|bought|closed|lost|gained|plus|total\s+of)\s+$",
    re.IGNORECASE,
)
_ANOTHER_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)


def _kind_of_amount(wording: Wording, amount: Amount) -> FigureKind | None:
    numeral = amount.numeral
    if amount.is_multiple:
        return FigureKind.MULTIPLE
    if numeral.form is Form.FRACTION:
        return FigureKind.FRACTION
    if numeral.form is Form.PART:
        return FigureKind.PART
    if numeral.text.lower() == "one" and not _is_counted(wording):
        return None
    if numeral.unit is Unit.MONEY:
        return FigureKind.MONEY
    if numeral.unit in {Unit.PERCENT, Unit.POINTS}:
        return FigureKind.SHARE
    return FigureKind.DURATION if _TIME_AFTER.match(wording.text, wording.end) else FigureKind.NUMBER


def _is_counted(wording: Wording) -> bool:
    before, after = wording.text[: wording.start], wording.text[wording.end :]
    if not re.match(r"\s+[a-z]", after) or re.match(r"\s+(?:of|that|which|who|is|was|has|and|or|to)\b", after):
        return False
    if _ONE_COUNTED.search(before):
        return True
    clause = before[max(before.rfind(mark) for mark in ".;:!?\n") + 1 :]
    return bool(re.search(r"\band\s+$", clause) and _ANOTHER_NUMBER.search(clause))


_CLAUSE_STARTS = re.compile(
    r"(?:^|[.!?;:•*·\n–—-]\s*[\"'“‘*]*|,\s+(?:and\s+|but\s+|with\s+|so\s+)?|\b(?:and|but|that|while|because|since)\s+)$"
)
_DONE = re.compile(
    r"(?:,?\s+(?!(?:will|would|should|can|could|may|might|must|shall|to|who|being|having|because|if|when|whether)\b)"
    r"[\w’'&-]+){0,12}?,?\s+(?:(?:have|has|had)\s+(?:\w+ly\s+|now\s+|also\s+|all\s+)?(?:been|taken|had|got|received|become"
    r"|made|left|gone|found|held|met|seen|given|kept|built|paid|won|lost|sent|told|signed|\w{2,}ed)\b"
    r"|(?:was|were)\s+(?!not\b)\w+|(?:is|are)\s+(?:now\s+|fully\s+|\w+ly\s+)?(?!need|interest|involv)"
    r"\w{2,}(?:ed|compliant|accredited)\b)",
    re.IGNORECASE,
)


def _is_said_to_be_done(wording: Wording) -> bool:
    """All contracts have been, everyone was: not what is wished for all, nor for whom something is."""
    clause = re.split(r"[.;:!?\n]", wording.text[wording.end :], maxsplit=1)[0]
    is_subject = _CLAUSE_STARTS.search(wording.text[: wording.start]) is not None
    return is_subject and _DONE.match(clause) is not None


_HELD_BEFORE = re.compile(
    r"(?<!\bto )(?<!\bwill )\b(?:had|has|have|is|are|was|were|remains?|became)\s+(?:now\s+|still\s+|again\s+)?"
    r"(?:the\s+|in\s+the\s+)?$",
    re.IGNORECASE,
)
_WISHED_BEFORE = re.compile(
    r"\b(?:to|will|can|could|should|would|may|might)\s+(?:have|be)\s+(?:the\s+)?$", re.IGNORECASE
)
_PRAISE = re.compile(
    r"\s+(?:start|place|possible|practice|interests?|way|chance|outcomes?|quality|standards?|value|of|use|life|lives"
    r"|thing|education|service|support|care|priority|need|needs|impact)\b",
    re.IGNORECASE,
)


def _is_held(wording: Wording, rank: Rank) -> bool:
    """A place that is had or was: not the best possible, not the most deprived as the name of a group."""
    if wording.text.strip(" .") == wording.words and wording.words.isalpha():
        return False  # a line that says "first" and nothing else
    if rank.place > 1 or rank.is_within or rank.of is not None or not _is_bare(wording):
        return True
    before, after = wording.text[: wording.start], wording.text[wording.end :]
    if _PRAISE.match(after) or _WISHED_BEFORE.search(before):
        return False
    if rank.is_among:
        return not wording.words.lower().startswith("some of")
    if re.match(r"[\s\w,’'-]{0,60}?\b(?:in|across|within)\s+(?:the\s+(?:country|UK|region|world)\b|[A-Z])", after):
        return bool(re.search(r"\bthe\s+$", before))
    return _HELD_BEFORE.search(before) is not None


def _is_bare(wording: Wording) -> bool:
    """A superlative without a number or "first"."""
    return re.search(r"\d|\bnumber\b|\bno\.|\bfirst\b|\btop\b|\bbottom\b", wording.words, re.IGNORECASE) is None


_MEASURED = re.compile(
    r"\b(?:gaps?|rates?|numbers?|shares?|proportions?|percentages?|levels?|scores?|uptake|attainment|attendance"
    r"|expectancy|unemployment|employment|poverty|inequality|inequalities|deprivation|differences?|referrals|admissions"
    r"|deaths|births|incomes?|wages|prices|costs|rents?|population|crime|offences|incidents|complaints|calls|cases"
    r"|satisfaction|participation|membership|visits|visitors|waits|waiting\s+times?|absences?|exclusions|homelessness"
    r"|diagnos\w+|prevalence|turnout|usage|outcomes|results)\b",
    re.IGNORECASE,
)
_PLAIN_VERBS = re.compile(
    r"^(?:rose|risen|fell|fallen|narrowed|widened|went|gone|came|doubled|halved|trebled|tripled|quadrupled|grew|shrank)\b",
    re.IGNORECASE,
)
_FINITE_BEFORE = re.compile(
    r"\b(?:has|have|had|was|were|is|are)\s+(?:\w+ly\s+|also\s+|been\s+|now\s+|all\s+){0,3}$", re.I
)
#: What somebody has improved is no measure that has.
_OBJECT_AFTER = re.compile(r"\s+(?:the|his|her|their|our|its|my|your|a|an|how|access|lives)\b", re.IGNORECASE)
_WE_BEFORE = re.compile(r"\b(?:we|council|team|service|partners|project|who)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)


def _is_measured(wording: Wording, change: Change) -> bool:
    """A change of something that is measured: not what somebody improved, nor what is wished."""
    if change.by is not None or change.start is not None or change.end is not None:
        return True
    before = wording.text[: wording.start]
    clause = before[max(before.rfind(mark) for mark in ".;:!?\n") + 1 :]
    if re.match(r"\s+(?:ill|into|in\s+love|apart|behind|from\s+strength)\b", wording.text[wording.end :]):
        return False
    if _WE_BEFORE.search(clause):
        return False
    if _PLAIN_VERBS.match(wording.words):
        return clause.strip() != "" and not re.search(r"\b(?:the|a|an|of|and)\s+$", clause)
    if _MEASURED.search(clause[-90:]) is None:
        return False
    if change.direction is not Direction.SAME and _OBJECT_AFTER.match(wording.text, wording.end):
        return False
    return change.direction is Direction.SAME or _FINITE_BEFORE.search(clause) is not None
