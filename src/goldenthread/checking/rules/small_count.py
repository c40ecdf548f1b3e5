"""Counts so small, of a place or group so plain, that somebody could be known from them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.facts import Disclosure
from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.names import find_places
from goldenthread.checking.passages import Passage
from goldenthread.checking.subject import Subject

#: Characteristics that tell people apart, and circumstances that nobody should be known by.
_GROUP = re.compile(
    r"\b(?:black|asian|bangladeshi|pakistani|indian|chinese|african|caribbean|white|mixed[\s-]race|arab|roma|gypsy|gypsies|"
    r"travellers?|jewish|muslims?|hindus?|sikhs?|buddhists?|christians?|refugees?|asylum[\s-]seek\w+|ukrainians?|afghans?|"
    r"syrians?|migrants?|trans(?:gender)?|non-binary|lesbian|gay|bisexual|lgbt\w*\+?|disabled|autis\w+|deaf|blind|"
    r"learning\s+disabilit\w+|mental\s+(?:health|illness)|send\b|pregnan\w+|care[\s-](?:leavers?|experienced)|in\s+care|"
    r"looked[\s-]after|domestic\s+abuse|sexual\s+(?:abuse|violence|assault)|homeless\w*|rough\s+sleep\w+|suicid\w+|"
    r"substance|drug|alcohol|offend\w+|victims?|hate\s+crimes?|exploitation|trafficked|hiv)\b",
    re.IGNORECASE,
)
#: Staff and professionals in the course of their work are no secret.
_AT_WORK = re.compile(
    r"\b(?:staff|officers?|workers?|librarians?|advisers?|advisors?|teachers?|nurses?|managers?|councillors?|mentors?|trainers?|"
    r"facilitators?|practitioners?|volunteers?|trustees?|partners?|apprentices?|posts?)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^\s+(?:(?:have|has|had)\s+(?:since\s+|now\s+)?)?(?:were|was|are|moved|went|got|found|gained|began|started|joined|attended|"
    r"received|completed|left|came|died|took|secured|reported|said|became|entered)\b"
)


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        figures = subject.figures[passage.number]
        for number, figure in enumerate(figures):
            if not _is_small(subject, figure) or not _is_of_people(figure, figures[:number]):
                continue
            if _is_cleared(subject, figure):
                continue
            if tie := _tie(subject, passage, figure):
                yield RULE.at(passage, figure.start, figure.end, least=subject.settings.small_count, tie=tie)


def _is_small(subject: Subject, figure: Figure) -> bool:
    if not figure.is_whole_number or figure.is_quoted or figure.value is None:
        return False
    return 0 < figure.value < subject.settings.small_count


def _is_of_people(figure: Figure, earlier: tuple[Figure, ...]) -> bool:
    """Does it count people: by its noun, or by a verb after a list that began with people: “4 people …, 3 were …”?"""
    if _AT_WORK.search(" ".join(figure.counted)) or _AT_WORK.match(figure.after.strip()[:15]):
        return False
    if figure.noun:
        return figure.is_of_people
    return _VERB.match(figure.after) is not None and any(each.is_of_people for each in earlier)


def _is_cleared(subject: Subject, figure: Figure) -> bool:
    """Has disclosure control cleared the fact that it is bound to, or somebody said that it counts nobody?"""
    for mark in figure.passage.marks:
        if mark.start < figure.end and figure.start < mark.end:
            fact = (subject.facts or {}).get(mark.claim or "")
            if mark.is_not_a_claim or (fact is not None and fact.disclosure is Disclosure.CLEARED):
                return True
    return False


def _tie(subject: Subject, passage: Passage, figure: Figure) -> str:
    """What place or group it is tied to, in its sentence or in the one that its paragraph begins with."""
    if places := find_places(passage.text, subject.own_places):
        return f"in {places[0].text}"
    near = figure.passage.text[max(0, figure.start - 60) : figure.end + 90]
    if found := _GROUP.search(near):
        return f"of a group that can be told apart (“{found[0]}”)"
    passages = subject.of_flow(passage.flow)
    for each in reversed(passages[: passages.index(passage)]):
        if places := find_places(each.text, subject.own_places):
            return f"in {places[0].text}"
    heading = passage.flow.section[-1] if passage.flow.section else ""
    places = find_places(heading, subject.own_places)
    return f"in {places[0].text}" if places else ""


RULE = Rule(
    name="small-count",
    looks_for="A count of people under the threshold of disclosure control, tied to a named place or a group.",
    severity=Severity.REASON,
    message="“{words}” is a count of fewer than {least} people {tie}: somebody could be known from it.",
    fix="Say “a few” or “fewer than {least}”, name a larger area, or bind it to a fact that may be disclosed.",
    example="Two people in Mill Ward moved into work.",
    find=_find,
)
