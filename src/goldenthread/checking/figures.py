"""Figures in a sentence, with what they count and how far their wording lets them lie."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from goldenthread.checking.passages import Passage
from goldenthread.core.claims import scanning
from goldenthread.core.claims.bands import band_of
from goldenthread.core.claims.numerals import Form, Numeral, Unit
from goldenthread.core.claims.statements import Amount, Between, Statement, Wording
from goldenthread.core.claims.wording import find_wordings

#: Words that end what a figure counts: "over 125 community venues | which offered …".
_STOPS = frozenset(
    re.findall(
        r"\w+",
        "a an the of in on at by for from with within to into onto through during over under across between among "
        "and or but nor so yet as than that which who whom whose where when while if because since after before "
        "until is are was were be been being am has have had having do does did will would can could shall should "
        "may might must not no we they he she it i you this these those there their our its his her all both each "
        "per via plus were moved went took got made gave joined attended came told said used found felt lived "
        "worked started left received helped supported completed gained met ran held including includes include "
        "about around up out also now then currently directly",
    )
)
_IRREGULAR = {"people", "children", "men", "women", "staff", "police", "alumni", "media", "data", "personnel"}
_NOT_PLURAL = re.compile(r"(?:^trans|ss|us|is|ous|news|less|ness|always|perhaps|across|’s|'s)$")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
#: What measures rather than counts.
MEASURES = frozenset(
    re.findall(
        r"\w+",
        "second seconds minute minutes hour hours day days week weeks fortnight month months quarter quarters "
        "year years decade decades century centuries mile miles km kilometre kilometres metre metres meters acres "
        "hectares tonnes kilos litres degrees times points percent pounds pence per old wide long",
    )
)
PEOPLE = frozenset(
    re.findall(
        r"\w+",
        "people person persons residents resident children child adults adult parents parent carers carer pupils "
        "pupil patients patient victims victim individuals individual users user families family households "
        "household learners learner jobseekers jobseeker students student members member women woman men man "
        "girls boys refugees refugee volunteers volunteer employees employee apprentices apprentice tenants "
        "tenant clients client attendees attendee participants participant visitors visitor leavers leaver "
        "seekers seeker babies baby mothers mother fathers father workers worker survivors survivor offenders "
        "offender youngsters teenagers teenager toddlers pensioners pensioner veterans veteran claimants claimant "
        "customers customer owners owner applicants applicant citizens citizen respondents respondent colleagues "
        "colleague staff trainees trainee graduates graduate migrants migrant couples couple readers drivers "
        "neighbours guests grandparents siblings friends travellers speakers men boy girl lads",
    )
)
#: Bodies and the places they are in, which reports count now as one and now as the other.
PLACES = frozenset(
    re.findall(
        r"\w+",
        "venues venue organisations organisation organizations groups group libraries library centres centre hubs "
        "hub sites site locations location spaces space charities charity churches clubs club schools school "
        "providers provider partners partner businesses business firms companies services facilities buildings "
        "halls settings bodies surgeries practices pharmacies branches networks network",
    )
)


@dataclass(frozen=True)
class Figure:
    """A figure in a sentence, `passage.text[start:end]` with its hedge."""

    passage: Passage
    wording: Wording

    @property
    def start(self) -> int:
        """Where in the sentence it begins, hedge included."""
        return self.wording.start

    @property
    def end(self) -> int:
        """Where in the sentence it ends."""
        return self.wording.end

    @property
    def words(self) -> str:
        """The figure as it is written, with its hedge."""
        return self.passage.text[self.start : self.end]

    @property
    def statement(self) -> Statement | None:
        """What is stated."""
        return self.wording.statement

    @property
    def numeral(self) -> Numeral | None:
        """The number, where it is one."""
        return self.statement.numeral if isinstance(self.statement, Amount) else None

    @property
    def value(self) -> float | None:
        """The number that is written."""
        return float(self.numeral.value) if self.numeral else None

    @property
    def unit(self) -> Unit | None:
        """What it is a number of."""
        return self.numeral.unit if self.numeral else None

    @cached_property
    def limits(self) -> tuple[float, float]:
        """From what to what the wording lets the true value lie."""
        if isinstance(self.statement, Between):
            return float(self.statement.low.value), float(self.statement.high.value)
        if not isinstance(self.statement, Amount):
            return float("-inf"), float("inf")
        try:
            band = band_of(self.statement)
        except ValueError:
            return float("-inf"), float("inf")
        return float(band.lower), float(band.upper)

    @property
    def before(self) -> str:
        """The words of the sentence before it."""
        return self.passage.text[: self.start]

    @property
    def after(self) -> str:
        """The words of the sentence after it."""
        return self.passage.text[self.end :]

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The words of what it counts, in small letters, as far as the noun: ("community", "venues")."""
        words: list[str] = []
        at = 0
        for found in _WORD.finditer(self.after[:120]):
            between = self.after[at : found.start()]
            word = found[0].lower()
            if word in {"and", "or"} and words and not re.search(r"[,.;:!?()–\d]", between):
                at = found.end()  # elderly and disabled residents
                continue
            if re.search(r"[,.;:!?()–\d]", between) or word in _STOPS or len(words) >= 6:
                break
            words.append(word)
            at = found.end()
            if is_plural(word):
                return tuple(words)
        return tuple(words[:2]) if self.value == 1 else ()

    @property
    def noun(self) -> str:
        """The noun that it counts; empty where none follows."""
        return self.counted[-1] if self.counted else ""

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The nouns that it counts together: organisations and libraries."""
        if not self.noun:
            return frozenset()
        at = self.after.lower().find(self.noun) + len(self.noun)
        joined = re.match(r"\s*(?:,|and|or|&)\s+(?:[\w’'-]+\s+)??([\w’'-]+)", self.after[at:])
        more = {joined[1].lower()} if joined and is_plural(joined[1].lower()) else set()
        return frozenset({self.noun, *more})

    @property
    def is_count(self) -> bool:
        """Does it count things or people, whose noun follows?"""
        return self.is_whole_number and bool(self.noun) and self.noun not in MEASURES

    @property
    def is_whole_number(self) -> bool:
        """Is it a plain number without a unit, and no rank, part or multiple?"""
        numeral = self.numeral
        if numeral is None or not isinstance(self.statement, Amount) or self.statement.is_multiple:
            return False
        is_plain = numeral.unit is Unit.NUMBER and numeral.form in {Form.FIGURES, Form.WORDS} and numeral.base is None
        return is_plain and numeral.value.denominator == 1

    @property
    def is_of_people(self) -> bool:
        """Does it count people, families or households?"""
        return bool(self.nouns & PEOPLE)

    @property
    def is_of_places(self) -> bool:
        """Does it count bodies or the places they are in?"""
        return bool(self.nouns & PLACES)

    @property
    def is_quoted(self) -> bool:
        """Does somebody who is quoted say it?"""
        return self.passage.is_quoted(self.start)


def is_plural(word: str) -> bool:
    """Does a word look like the plural of a noun?

    >>> [each for each in ("venues", "children", "across", "access", "homes") if is_plural(each)]
    ['venues', 'children', 'homes']
    """
    return word in _IRREGULAR or (len(word) > 3 and word.endswith("s") and not _NOT_PLURAL.search(word))


def find_figures(passage: Passage) -> tuple[Figure, ...]:
    """The figures of a sentence that state something, in their order; dates, ages and headings are none.

    Where somebody bound words to a fact, what they state counts even if it would not elsewhere.
    """
    if not passage.text:
        return ()
    found = [Figure(passage, each.wording) for each in scanning.find_figures(passage.text)]
    unread = [
        mark
        for mark in passage.marks
        if mark.claim and not any(mark.start < each.end and each.start < mark.end for each in found)
    ]
    if unread:
        for wording in find_wordings(passage.text):
            if any(mark.start < wording.end and wording.start < mark.end for mark in unread):
                found.append(Figure(passage, wording))
        found.sort(key=lambda each: each.start)
    return tuple(found)
