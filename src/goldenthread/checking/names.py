"""Names in a text, by their capital letters: of places, of organisations, of people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.checking.documents.model import Document, Kind
from goldenthread.checking.periods import MONTHS

_WORD = r"[A-Z][\w’'&-]*"
_NAME = re.compile(rf"{_WORD}(?:(?:\s+(?:of|the|&)){{1,2}}\s+{_WORD}|\s+{_WORD})*")
_PLACE = re.compile(
    rf"\b(?i:in|at|from|near|around|within|across|throughout)\s+(?:the\s+)?(?:ward\s+of\s+)?({_WORD}(?:\s+{_WORD}){{0,3}})"
)
_OF = re.compile(
    r"\b(?:residents|people|children|families|households|tenants|parents|pupils|men|women)\s+of\s+(?:the\s+)?"
    rf"({_WORD}(?:\s+{_WORD}){{0,3}})"
)
_WARD = re.compile(
    rf"\b({_WORD}(?:\s+(?:and\s+|&\s+)?{_WORD}){{0,3}})\s+(?:ward|parish|estate|neighbourhood|village)\b"
)
#: Areas so large that a count in them tells of nobody.
LARGER = frozenset(
    (
        *("England", "Wales", "Scotland", "Ireland", "Northern Ireland", "Britain", "Great Britain", "United Kingdom"),
        *("UK", "Europe", "London", "Borough", "City", "County", "District", "Council", "Census"),
    )
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = ("spring", "summer", "autumn", "winter", "easter", "christmas", "ramadan")
_TIMES = frozenset((*MONTHS, *_DAYS, *_SEASONS))
#: Names that end so are of bodies, papers or schemes: nobody lives in them.
_BODIES = frozenset(
    re.findall(
        r"\w+",
        "council team teams service services board plan strategy scheme project programme act fund report census "
        "charter framework foundation partnership network networks group committee forum bank trust authority "
        "campaign policy survey assessment assessments office department directorate agreement agreements "
        "standard hub mind uk nhs police university college academy school schools ofsted cabinet review alliance "
        "pathway app website english data chapter section table figure appendix annex part year phase week "
        "priority aim action stage level band tier key early adult",
    )
)
#: Words with a capital at the head of a sentence that are no names.
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those our we i you he she they it its his her their there here in on at by for "
        "from with within during through throughout since after before while when where who what which why how if "
        "as and or but so to of all both each every some many most more no not one two three four five six seven "
        "eight nine ten over under about around almost nearly feedback outcomes following case study however also "
        "further another new using working are is was were has have had will would can could people residents",
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where in its text it stands."""

    text: str
    start: int

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return re.sub(r"['’]s?$", "", self.text).lower().removeprefix("the ")


def find_names(text: str) -> tuple[Name, ...]:
    """The names in a sentence; a capital at its head alone makes none.

    >>> [each.text for each in find_names("Last winter Warm Spaces opened in Mill Ward. Residents of Leigh came.")]
    ['Warm Spaces', 'Mill Ward', 'Leigh']
    """
    return tuple(_names(text))


def _names(text: str) -> Iterator[Name]:
    for name, start in _capitals(text):
        if _is_head(text, start):
            first, _, rest = name.partition(" ")
            if first.lower().strip("’'") in _OPENERS or not rest:
                name = re.sub(r"^(?:(?:of|the|&)\s+)+", "", rest)
                if not name:
                    continue
                start = text.index(name, start)
        if name.lower() in _TIMES or name in {"I", "I’m", "I'm"}:
            continue
        yield Name(name, start)


def _capitals(text: str) -> Iterator[tuple[str, int]]:
    """Runs of words with capitals, parted after a possessive: Leigh’s Warm Spaces are two names."""
    for found in _NAME.finditer(text):
        at = 0
        for part in re.finditer(r"['’]s\s+", found[0]):
            yield found[0][at : part.start()], found.start() + at
            at = part.end()
        yield found[0][at:], found.start() + at


def _is_head(text: str, start: int) -> bool:
    return not re.search(r"[\w,;)\]’'-]\s*$", text[:start].rstrip("“\"'‘( "))


def find_places(text: str, own: frozenset[str] = frozenset()) -> tuple[Name, ...]:
    """The places that a sentence says something was in; not the council's own area, times, or bodies.

    >>> [each.text for each in find_places("Held in Mill Ward in March by the team at Highfield Road.")]
    ['Mill Ward', 'Highfield Road']
    """
    found: dict[int, Name] = {}
    for pattern in (_PLACE, _OF, _WARD):
        for each in pattern.finditer(text):
            name = re.sub(r"['’]s$", "", each[1])
            words = name.split()
            if words[-1].lower() in _BODIES or words[0].lower() in _TIMES or words[0].lower() in _OPENERS:
                continue
            if name in own or name in LARGER or words[0] == "Greater" or (len(name) <= 5 and name.isupper()):
                continue
            found.setdefault(each.start(1), Name(name, each.start(1)))
    return tuple(found[at] for at in sorted(found))


_OWN = re.compile(rf"\b(?i:in|across|for|throughout|of|around|within)\s+(?:the\s+)?({_WORD}(?:\s+{_WORD})?)")


def own_places(document: Document) -> frozenset[str]:
    """The council's own area: the place that its report names far more often than any other."""
    counted: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind not in {Kind.COMMENT, Kind.ALTERNATIVE}:
            counted.update(re.sub(r"['’]s$", "", name) for name in _OWN.findall(block.text))
    for name in list(counted):
        if name.lower() in _TIMES or name.split()[-1].lower() in _BODIES or name in LARGER:
            del counted[name]
    if not counted:
        return frozenset()
    (name, most), *others = counted.most_common(2)
    if most < 3 or (others and most < 2 * others[0][1]):
        return frozenset()
    return frozenset({name, f"{name} Borough", f"{name} City", f"{name} County"})
