"""The same words said to be two people's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.quoted import Quotation, share_of_runs, spelling_distance
from goldenthread.checking.subject import Subject

_PLAIN = re.compile(r"[a-z]+")


def pairs_of_one(subject: Subject) -> Iterator[tuple[Quotation, Quotation]]:
    """Each two quotations of a report that are one and the same words, the earlier first."""
    # Words that come back with the same speaker are asked once.
    found: dict[tuple[tuple[str, ...], str], Quotation] = {}
    for each in subject.quotations:
        found.setdefault((each.keys, each.speaker), each)
    for first, second in combinations(found.values(), 2):
        if share_of_runs(first.runs, second.runs) >= subject.settings.alike:
            yield first, second


def is_one_name(first: str, second: str) -> bool:
    """Are two ways of naming a speaker one person's, spelled alike as far as both go?

    >>> is_one_name("Tracey", "Tracey, who came to the workshop"), is_one_name("Annie", "Anne")
    (True, False)
    """
    words = [_PLAIN.findall(each.lower()) for each in (first, second)]
    shorter, longer = sorted(words, key=len)
    return (bool(shorter) and longer[: len(shorter)] == shorter) or set(shorter) <= set(longer)


def is_misspelling(first: str, second: str) -> bool:
    """Could two first names be one, spelled in two ways?

    >>> is_misspelling("Annie", "Anne"), is_misspelling("Mohammed", "Muhammad"), is_misspelling("Ann", "Tom")
    (True, True, False)
    """
    if not first or not second or first == second or first[0].lower() != second[0].lower():
        return False
    shorter = min(len(first), len(second))
    if spelling_distance(first.lower(), second.lower()) <= (1 if shorter < 5 else 2):
        return True
    return spelling_distance(_sound(first), _sound(second)) <= (0 if shorter < 6 else 1)


def _sound(name: str) -> str:
    """A name as it sounds, near enough: y as i, letters once, no e at the end."""
    return re.sub(r"(.)\1+", r"\1", name.lower().replace("y", "i").rstrip("e"))


def _find(subject: Subject) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for first, second in pairs_of_one(subject):
        if not first.speaker or not second.speaker or is_one_name(first.speaker, second.speaker):
            continue
        if is_misspelling(first.first_name, second.first_name):
            continue  # the rule of two spellings says so
        for here, there in ((first, second), (second, first)):
            if (here.flow.number, here.start) in seen:
                continue
            seen.add((here.flow.number, here.start))
            passage = subject.passage_at(here.flow, here.start)
            yield RULE.at(
                passage, elsewhere=(f"“{there.words}” – {there.speaker}",), speaker=here.speaker, other=there.speaker
            )


RULE = Rule(
    name="two-speakers",
    looks_for="One quotation that is credited to two people or bodies.",
    severity=Severity.BLOCK,
    message="These words are credited to “{speaker}” here and to “{other}” elsewhere in the report.",
    fix="Find out who said them and credit them so in both places.",
    example="“I felt safe here at once” – a visitor … “I felt safe here at once” – the Mill Trust",
    find=_find,
)
