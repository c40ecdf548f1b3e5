"""Could somebody be known from what is told of them? Details that together are rare, and words that can be looked up.

It stands with the readers of text, not in `core.disclosure`, which counts people in tables: here nothing is counted.
What it finds is for a person to weigh before a story is approved; finding nothing proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.checking.names import find_places
from goldenthread.checking.periods import MONTHS

#: From so many kinds of detail on somebody can be looked for. Date of birth, sex and five figures of a postcode, which
#: are three, single out most people of a country (L. Sweeney, "Simple Demographics Often Identify People Uniquely",
#: 2000).
KINDS_THAT_MEET = 3

#: Runs of so many words are written once: whoever looks for them finds where they come from.
SHINGLE = 8


class Detail(StrEnum):
    """What is told of somebody that others know as well."""

    PLACE = "place"
    DATE = "date"
    AGE = "age"
    CONDITION = "condition"
    FAMILY = "family"
    OCCUPATION = "occupation"
    BACKGROUND = "background"

    @property
    def fix(self) -> str:
        """How to say it so that it holds of more people."""
        return _FIXES[self]


_FIXES = {
    Detail.PLACE: "name a larger area, or none",
    Detail.DATE: "name the season or the year instead of the day",
    Detail.AGE: "say “in her seventies” instead of the age",
    Detail.CONDITION: "say “a long-term condition”, or leave it out",
    Detail.FAMILY: "say “a parent” or “a family” instead of how many and who",
    Detail.OCCUPATION: "name the kind of work instead of the job",
    Detail.BACKGROUND: "leave it out unless the story turns on it",
}

_MONTH = "|".join(month.capitalize() for month in MONTHS)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_CHILD = r"(?:child(?:ren)?|sons?|daughters?|boys?|girls?|grandchild(?:ren)?|siblings?|brothers?|sisters?)"

_PATTERNS: dict[Detail, re.Pattern[str]] = {
    Detail.DATE: re.compile(rf"\b(?:{_DAY}\s+)?(?:{_MONTH})\s+\d{{4}}\b|\b{_DAY}\s+(?:{_MONTH})\b"),
    Detail.AGE: re.compile(
        r"\b(?:aged?\s+\d{1,3}|\d{1,3}[\s-]years?[\s-]old|(?:is|was|turned|turns)\s+\d{2}(?=\s+(?:and|when|this)\b|[,.;])|"
        r"(?<=[a-z],\s)\d{2}(?=[,.;\s]|$))",
    ),
    Detail.CONDITION: re.compile(
        r"\b(?:cancer|dementia|alzheimer\W?s|parkinson\W?s|multiple sclerosis|epilep\w+|diabet\w+|asthma|hiv|stroke|"
        r"heart attack|autis\w+|adhd|down\W?s syndrome|cerebral palsy|deaf\w*|blind\w*|wheelchair|amput\w+|"
        r"depress\w+|"
        r"anxiety|schizophreni\w+|bipolar|psychosis|eating disorder|self-harm\w*|suicid\w+|addict\w+|overdose|"
        r"alcoholi\w+|"
        r"miscarr\w+|stillb\w+|domestic (?:abuse|violence)|rape\w*|sexual (?:abuse|assault)|long covid|"
        r"learning disabilit\w+|disabled|brain injury|pregnan\w+)\b",
        re.IGNORECASE,
    ),
    Detail.FAMILY: re.compile(
        rf"\b(?:{_NUMBER}\s+(?:\w+\s+)?{_CHILD}|"
        rf"(?:mother|father|mum|dad|parent|grandmother|grandfather|carer)\s+of\s+{_NUMBER}|"
        r"twins?|triplets?|single\s+(?:mother|father|mum|dad|parent)|widow(?:er|ed)?|foster\w*|adopt(?:ed|ive)|orphan\w*|"
        r"(?:husband|wife|partner|son|daughter|mother|father|brother|sister)\s+"
        r"(?:died|has died|was killed|is in prison)|"
        r"lives?\s+(?:alone|on (?:her|his|their) own)|divorced)\b",
        re.IGNORECASE,
    ),
    Detail.OCCUPATION: re.compile(
        r"\b(?:(?:works?|worked|working)\s+as\s+an?\s+\w+(?:\s\w+)?|retired\s+(?!people\b|residents\b)\w+|"
        r"(?:head|class|maths|science|primary)\s?teacher|nurse|midwife|doctor|surgeon|dentist|paramedic|firefighter|"
        r"police\s?(?:officer|man|woman)|soldier|vicar|imam|rabbi|priest|farmer|miner|butcher|baker|barber|hairdresser|"
        r"postman|postwoman|lollipop\s(?:lady|man)|bus driver|taxi driver|lorry driver|caretaker|publican|shopkeeper|"
        r"councillor|footballer|musician|landlord)\b",
        re.IGNORECASE,
    ),
    Detail.BACKGROUND: re.compile(
        r"\b(?:bangladeshi|pakistani|indian|chinese|somali|eritrean|syrian|afghan|ukrainian|roma|gypsy|traveller|jewish|"
        r"muslim|hindu|sikh|buddhist|refugee|asylum[\s-]seeker|trans(?:gender)?\s(?:man|woman)|non-binary|lesbian|gay|"
        r"bisexual|care[\s-]leaver|grew up in care|ex-offender|prison)\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A detail as it is told."""

    kind: Detail
    words: str


@dataclass(frozen=True, slots=True)
class Combination:
    """Details that together may hold of one person only."""

    details: tuple[Told, ...]

    @property
    def kinds(self) -> tuple[Detail, ...]:
        """The kinds that meet."""
        return tuple(kind for kind in Detail if any(each.kind is kind for each in self.details))

    @property
    def sentence(self) -> str:
        """What meets, in words."""
        named = [f"{kind.value} ({', '.join(self._words(kind))})" for kind in self.kinds]
        return f"{', '.join(named[:-1])} and {named[-1]} together may hold of one person only."

    @property
    def fixes(self) -> tuple[str, ...]:
        """What would widen it, one for each kind."""
        return tuple(kind.fix for kind in self.kinds)

    def _words(self, kind: Detail) -> list[str]:
        return list(dict.fromkeys(f"“{each.words}”" for each in self.details if each.kind is kind))


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words that stand in a public document as well."""

    words: str
    document: str


def find_details(text: str, own_places: frozenset[str] = frozenset()) -> tuple[Told, ...]:
    """Return what is told of somebody, in the order of the text. The council's whole area is no detail.

    >>> [str(each.kind) for each in find_details("Ann, a widow, is 79 and lives in Mill Ward.")]
    ['family', 'age', 'place']
    """
    found = [
        (match.start(), Told(kind, " ".join(match[0].split())))
        for kind, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
    ]
    found += [(each.start, Told(Detail.PLACE, each.text)) for each in find_places(text, own_places)]
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def find_combination(text: str, own_places: frozenset[str] = frozenset()) -> Combination | None:
    """Return the details of a text if so many kinds meet that somebody may be known from them.

    A condition needs only a place beside it: in a small area few have it, and it is what nobody should be known by.
    """
    details = find_details(text, own_places)
    kinds = {each.kind for each in details}
    if len(kinds) >= KINDS_THAT_MEET or kinds >= {Detail.CONDITION, Detail.PLACE}:
        return Combination(details)
    return None


def find_verbatim(text: str, documents: Mapping[str, str], *, size: int = SHINGLE) -> tuple[Verbatim, ...]:
    """Return the longest runs of at least `size` words of a text that stand in any of the documents too.

    >>> find_verbatim("She said I thought it was for other people", {"minutes": "I thought it was for others"}, size=5)
    (Verbatim(words='I thought it was for', document='minutes'),)
    """
    written, keys = _words(text)
    wanted = {tuple(keys[at : at + size]) for at in range(len(keys) - size + 1)}
    return tuple(
        Verbatim(words, name)
        for name, document in documents.items()
        for words in _runs(written, keys, wanted & _shingles(document, size), size)
    )


def _runs(written: list[str], keys: list[str], shared: set[tuple[str, ...]], size: int) -> Iterator[str]:
    at = 0
    while shared and at <= len(keys) - size:
        if tuple(keys[at : at + size]) not in shared:
            at += 1
            continue
        end = at + size
        while end < len(keys) and tuple(keys[end - size + 1 : end + 1]) in shared:
            end += 1
        yield " ".join(written[at:end])
        at = end


def _shingles(text: str, size: int) -> set[tuple[str, ...]]:
    _, keys = _words(text)
    return {tuple(keys[at : at + size]) for at in range(len(keys) - size + 1)}


def _words(text: str) -> tuple[list[str], list[str]]:
    """The words as they are written, and as they are compared."""
    written = [found[0] for found in re.finditer(r"[^\W_]+(?:['’][^\W_]+)*", text)]
    return written, [word.lower().replace("’", "'") for word in written]
