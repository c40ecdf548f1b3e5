"""Who is quoted in a report, with which words, and whose story is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from goldenthread.checking.documents.model import Kind
from goldenthread.checking.passages import Flow
from goldenthread.checking.quotations import FEWEST_WORDS as FEWEST_QUOTED
from goldenthread.checking.quotations import spoken_spans

#: Fewer words are a name, a title or a turn of phrase, unless it is told which person said them.
FEWEST_WORDS = 6
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NAME = r"[A-Z][\w’'-]+"
_WHO = r"(?:(?:the|a|an|our)\s+)?(?:\w[\w’'&-]*\s+){0,7}\w[\w’'&-]*"
_AFTER = re.compile(rf"^[\s\"'”’*]*[–—-]+\s*(?P<who>{_WHO}(?:,\s*[^.;]{{1,80}})?)")
_SAID = r"(?:said|says|told|explained|explains|added|adds|commented|comments|recalled|wrote|writes|remembers)"
_SAID_AFTER = re.compile(
    rf"^[\s\"'”’,.]*(?:{_SAID}\s+(?P<first>{_WHO})|(?P<second>{_NAME}(?:\s+{_NAME})?)\s+{_SAID})\b"
)
_SAID_BEFORE = re.compile(
    rf"(?P<who>{_NAME}(?:\s+{_NAME})?|[Tt]he\s+\w+|[Tt]hey|[Ss]he|[Hh]e|[Ww]e|I)\s+(?:\w+ly\s+)?{_SAID}\b[^.!?]*$"
)
_INSTITUTION = re.compile(
    r"\b(?:ofsted|cqc|inspectors?|inspection|commission|regulator|report|act|guidance|policy|duty|regulations?|law|"
    r"government|minister|court|judge|tribunal|charter|auditors?|article|section|definition|strategy|motion)\b",
    re.IGNORECASE,
)
_BY_PAPER = re.compile(r"\b(?:wrote|writes|states?|stated|found|says|said|commented|reads|concluded|judged)\b")
#: Who speaks by an office that is public. What they say in it is no resident's.
_OFFICE = re.compile(
    rf"^(?:{_NAME}(?:\s+{_NAME})*,\s*)?(?:(?:the|our)\s+)?(?:deputy\s+|lord\s+)?"
    r"(?:councillor|cllr|mayor|mp|cabinet member|leader of (?:the|our) council|chief executive|"
    r"director of public health)\b"
    r"|^(?:(?:the|our)\s+)?(?:\w+\s+){0,4}council$",
    re.IGNORECASE,
)
#: What stands before words of the council's own, and before the name of a thing.
_OWN = re.compile(
    r"\b(?:(?:we|the council)\s+(?:(?:also|have|had|then|first)\s+)?"
    r"(?:said|say|says|promised?|pledged?|wrote|asks?|asked(?:\s+(?:people|residents|everybody|everyone))?)"
    r"|our (?:plan|report|strategy|vision|pledge|promise|survey)\s+(?:said|says|is|was|asks|asked))"
    r"\s*[,:–-]*\s*(?:that\s+)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:called|titled|entitled|headed|named|known as|"
    r"(?:slogan|motto|title|heading)(?:\s+(?:is|was))?\s*[,:–-]*)\s*$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:residents?|visitors?|tenants?|parents?|mothers?|fathers?|mums?|dads?|carers?|pupils?|students?|attendees?|"
    r"participants?|users?|customers?|patients?|volunteers?|neighbours?|members?|wom[ae]n|m[ae]n|girls?|boys?|child|"
    r"children|person|people|workers?|learners?|trainees?|guests?)\b",
    re.IGNORECASE,
)
_PERSON_SAID = re.compile(rf"{_PERSON.pattern}[^.!?]*\b{_SAID}\b|\bof (?:them|us|you)\b", re.IGNORECASE)
#: A sentence that goes on about whom the one before named.
_GOES_ON = re.compile(r"^(?:\w+,\s+)?(?:they|it|their|its|she|he)\b", re.IGNORECASE)
_ENDED = re.compile(r"(?<=[.!?])\s+")
#: Of a title so many of the longer words begin with a capital letter.
_SHARE_OF_CAPITALS = 0.75
_LONGER = re.compile(r"[^\W\d_]{4,}")
_STORY = re.compile(rf"\b(?P<name>{_NAME})['’]s\s+(?:[Ss]tory|[Jj]ourney|[Ee]xperience|[Cc]ase)\b")
_PRONOUN = re.compile(r"^(?:they|she|he|we|i|it)$", re.IGNORECASE)


@dataclass(frozen=True)
class Quotation:
    """Somebody's words, and who is said to have said them."""

    words: str
    speaker: str  # as the report says it; empty where it does not
    flow: Flow
    start: int
    is_of_a_body: bool = False  # an inspector, a law, a paper
    end: int = 0  # where in its flow it ends
    is_own: bool = False  # what the council itself or an officeholder says, or how something is called

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return keys_of(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """The words in runs of three, by which quotations are compared."""
        return runs_of(self.keys)

    @property
    def is_long(self) -> bool:
        """Has it more words than a name or a turn of phrase?"""
        return len(self.words.split()) >= FEWEST_WORDS

    @property
    def is_of_a_person(self) -> bool:
        """Does the report say that a person said it, by a first name or by what they are?"""
        return bool(self.first_name or _PERSON.search(self.speaker))

    @property
    def first_name(self) -> str:
        """The first name of the speaker; empty where the speaker is described and not named."""
        first = re.match(rf"{_NAME}", self.speaker)
        return first[0] if first and not self.speaker.lower().startswith(("the ", "a ", "an ", "one ")) else ""


@dataclass(frozen=True, slots=True)
class Story:
    """The story of somebody: their name, and the words or the heading that announce it."""

    name: str
    flow: Flow | None
    section: tuple[str, ...]


def find_quotations(flows: Sequence[Flow]) -> tuple[Quotation, ...]:
    """Every quotation of a report, also those of four and five words."""
    return tuple(
        each for number, flow in enumerate(flows) for each in _quotations(flow, flows[number + 1 : number + 2])
    )


def _quotations(flow: Flow, following: Sequence[Flow]) -> Iterator[Quotation]:
    whole = ((0, len(flow.text)),) if flow.kind is Kind.QUOTE else ()
    spans = spoken_spans(flow.text) or whole
    for number, (start, end) in enumerate(spans):
        words = flow.text[start:end].strip(" \"'“”‘’*>")
        if len(words.split()) < FEWEST_QUOTED:
            continue
        until = spans[number + 1][0] if number + 1 < len(spans) else len(flow.text)
        after = flow.text[end:until]
        if not after.strip(" *.'\"”’") and following and following[0].section == flow.section:
            after = following[0].text if re.match(r"^[–—-]", following[0].text) else after
        before = flow.text[spans[number - 1][1] if number else 0 : start]
        speaker = _speaker(before, after) or _teller(flow)
        is_of_a_body = _is_of_a_body(speaker, before, after)
        yield Quotation(words, speaker, flow, start, is_of_a_body, end, is_own=_is_own(words, speaker, before))


def _is_own(words: str, speaker: str, before: str) -> bool:
    if _OFFICE.search(speaker) or _OWN.search(before) or _NAMED.search(before):
        return True
    longer = _LONGER.findall(words)
    capitals = sum(1 for each in longer if each[0].isupper() and each[1:].islower())
    return len(longer) > 2 and capitals >= _SHARE_OF_CAPITALS * len(longer)


def _is_of_a_body(speaker: str, before: str, after: str) -> bool:
    """Does an inspector, a law or a paper say it: as its speaker, or in the words just before or after?"""
    if speaker:
        return _INSTITUTION.search(speaker) is not None
    *earlier, own = _ENDED.split(before[-160:])
    if _PERSON_SAID.search(own):
        return False
    goes_on = bool(earlier) and _GOES_ON.match(own) is not None
    about = f"{earlier[-1]} {own}" if goes_on else own
    if _INSTITUTION.search(about) and _BY_PAPER.search(own):
        return True
    following = _ENDED.split(after[:80])[0]
    return _INSTITUTION.search(following) is not None and _BY_PAPER.search(following) is not None


def _speaker(before: str, after: str) -> str:
    for pattern, text in ((_AFTER, after), (_SAID_AFTER, after), (_SAID_BEFORE, before)):
        found = pattern.search(text)
        if found:
            groups = found.groupdict()
            who = (groups.get("who") or groups.get("first") or groups.get("second") or "").strip(" .")
            if who and not _PRONOUN.match(who):
                return who
    return ""


def _teller(flow: Flow) -> str:
    """Whose story the words are told in, by its heading."""
    for heading in reversed(flow.section[-2:]):
        if found := _STORY.search(heading):
            return found["name"]
    return ""


def find_stories(flows: Sequence[Flow], headings: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Story, ...]:
    """Whose stories a report tells, by words such as “Anna’s story” in its headings and its text."""
    stories = [
        Story(found["name"], None, (*section, text)) for text, section in headings for found in _STORY.finditer(text)
    ]
    for flow in flows:
        stories += (Story(found["name"], flow, flow.section) for found in _STORY.finditer(flow.text))
    return tuple(stories)


def stands_in(said: Sequence[str], agreed: Sequence[str]) -> bool:
    """Do the words stand in the others, one after the other and with nothing left out?

    >>> stands_in("it was warm".split(), "oh it was warm".split()), stands_in("it warm".split(), "it was warm".split())
    (True, False)
    """
    length = len(said)
    return bool(said) and any(list(agreed[at : at + length]) == list(said) for at in range(len(agreed) - length + 1))


def keys_of(words: str) -> tuple[str, ...]:
    """The words as they are compared: small letters, one kind of apostrophe, nothing between them.

    >>> keys_of("It’s warm – at last!")
    ("it's", 'warm', 'at', 'last')
    """
    return tuple(_WORD.findall(words.lower().replace("’", "'")))


def share_of_words(first: Sequence[str], second: Sequence[str]) -> float:
    """How much of the shorter text stands, in runs of three words, in the other.

    >>> share_of_words("we felt safe there at last".split(), "at last we felt safe there".split())
    0.5
    """
    return share_of_runs(runs_of(first), runs_of(second))


def runs_of(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Each three words that follow one another."""
    return frozenset(tuple(words[n : n + 3]) for n in range(len(words) - 2))


def share_of_runs(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> float:
    """How much of the shorter of two texts stands in the other."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0


def spelling_distance(first: str, second: str) -> int:
    """How many letters have to be put in, taken out or changed to make one word of the other.

    >>> spelling_distance("Annie", "Anne")
    1
    """
    before = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        current = [row]
        for column, other in enumerate(second, 1):
            current.append(min(before[column] + 1, current[-1] + 1, before[column - 1] + (letter != other)))
        before = current
    return before[-1]
