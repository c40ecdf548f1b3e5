"""One person's name spelled in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from goldenthread.checking.documents.model import Kind
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.names import find_names
from goldenthread.checking.passages import Flow
from goldenthread.checking.quoted import find_stories
from goldenthread.checking.rules.two_speakers import is_misspelling, pairs_of_one
from goldenthread.checking.subject import Subject


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who is quoted or whose story is told, where, and the names of services named with them."""

    name: str
    flow: Flow
    start: int
    company: frozenset[str]


def _find(subject: Subject) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for first, second in pairs_of_one(subject):
        names = first.first_name, second.first_name
        if is_misspelling(*names):
            told.add(_key(*names))
            yield from _both(
                subject, (first.flow, first.start, names[0]), (second.flow, second.start, names[1]), "words"
            )
    people = _people(subject)
    for one, other in combinations(people, 2):
        key = _key(one.name, other.name)
        if key in told or not is_misspelling(one.name, other.name):
            continue
        if shared := one.company & other.company:
            told.add(key)
            what = f"link with {sorted(shared)[0].title()}"
            yield from _both(subject, (one.flow, one.start, one.name), (other.flow, other.start, other.name), what)


def _key(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first < second else (second, first)


def _both(
    subject: Subject, first: tuple[Flow, int, str], second: tuple[Flow, int, str], what: str
) -> Iterator[Finding]:
    places = [(subject.passage_at(flow, start), name) for flow, start, name in (first, second)]
    for (passage, name), (there, other) in (places, places[::-1]):
        yield RULE.at(passage, elsewhere=(there,), name=name, other=other, what=what)


def _people(subject: Subject) -> tuple[_Person, ...]:
    """Who is quoted or told of by a first name, each once for a section."""
    found: list[_Person] = []
    for each in subject.quotations:
        if each.first_name:
            found.append(_Person(each.first_name, each.flow, each.start, _company(subject, each.flow)))
    headings = [(block.text, block.section) for block in subject.document.blocks if block.kind is Kind.HEADING]
    for story in find_stories(subject.flows, headings):
        flow = story.flow or next((each for each in subject.flows if each.section == story.section), None)
        if flow is not None:
            found.append(_Person(story.name, flow, 0, _company(subject, flow)))
    unique = {(each.name, each.flow.section): each for each in reversed(found)}
    return tuple(reversed(unique.values()))


def _company(subject: Subject, flow: Flow) -> frozenset[str]:
    """Names of more than one word that stand beside somebody: the service they used, the place they live."""
    beside = [
        flow,
        *(each for each in subject.flows[flow.number + 1 : flow.number + 2] if each.section == flow.section),
    ]
    return frozenset(
        name.key
        for each in beside
        for passage in subject.of_flow(each)
        for name in find_names(passage.text)
        if " " in name.key and name.text not in subject.own_places
    )


RULE = Rule(
    name="two-spellings",
    looks_for="One person whose name is spelled in two ways: the same words, or a story told with the same service.",
    severity=Severity.BLOCK,
    message="“{name}” here and “{other}” elsewhere seem to be one person: the same {what}.",
    fix="Spell the name as the person does, and alike in both places; if they are two people, say so with a reason.",
    example="“I got my own front door” – Kathryn … Katherine said: “I got my own front door”",
    find=_find,
)
