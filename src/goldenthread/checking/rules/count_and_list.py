"""A number of things, and a list of more or fewer of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.checking.documents.model import Kind
from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.passages import Flow
from goldenthread.checking.subject import Subject

#: The list is said not to be whole, or to be of something else.
_NOT_ALL = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such\s+as|for\s+example|for\s+instance|e\.g\.|examples?|some\s+of|among\s+(?:them|these)|"
    r"highlights?|two\s+of|one\s+of|several\s+of|(?:most|many|few)\s+of|not\s+all|main\s+ones)\b",
    re.IGNORECASE,
)
#: A name that then does something: “Heatons identified …”.
_NAME_DOES = re.compile(
    r"(?:The\s+)?([A-Z][\w’'&-]+(?:\s+[A-Z][\w’'&-]+){0,3})\s+(?:[a-z]+(?:ed|s)|is|has|ran|found|made|built|held|led|took|gave|set|won|brought|began|met|kept|put)\b",
)
#: The colon stands a few words after what is counted.
_SERIES_AFTER = re.compile(r"^(?:\s+[\w’'-]+){0,5}?\s*:\s*(?P<list>[^.;:]+)")
_SERIES = re.compile(r"\s*(?:,|;|\band\b|&)\s*")
MOST = 20


def _find(subject: Subject) -> Iterator[Finding]:
    for flow in subject.flows:
        passages = subject.of_flow(flow)
        if flow.kind not in {Kind.PARAGRAPH, Kind.ITEM} or not passages:
            continue
        for passage in passages:
            for figure in subject.figures[passage.number]:
                if _counts_things(figure):
                    yield from _inline(figure)
        # Only the last sentence before a list leads into it; or the only one.
        last = [each for each in subject.figures[passages[-1].number] if _counts_things(each)]
        items = _items_after(subject, flow)
        if len(last) == 1 and len(items) >= 2:
            yield from _list(last[0], items)


def _counts_things(figure: Figure) -> bool:
    is_small = figure.value is not None and 2 <= figure.value <= MOST and figure.limits[1] - figure.limits[0] <= 1
    return is_small and figure.is_count and not figure.is_quoted and not figure.is_of_people


def _items_after(subject: Subject, flow: Flow) -> list[Flow]:
    """The outermost items of the list that begins right after."""
    items: list[Flow] = []
    for each in subject.flows[flow.number + 1 :]:
        if each.kind is not Kind.ITEM or each.section != flow.section:
            break
        if each.blocks[0].number != (items[-1] if items else flow).blocks[-1].number + 1:
            between = each.blocks[0].number - (items[-1] if items else flow).blocks[-1].number
            if between > 2:
                break
        items.append(each)
    top = min((each.blocks[0].level for each in items), default=1)
    return [each for each in items if each.blocks[0].level == top]


def _list(figure: Figure, items: Sequence[Flow]) -> Iterator[Finding]:
    text = figure.passage.text
    if len(items) == figure.value or _NOT_ALL.search(text) or figure.passage.flow.kind is Kind.ITEM:
        return
    if not text.endswith(":") and not _are_names(items):
        return
    if text.endswith(":") and text.find(":") < figure.start:
        return
    named = "; ".join(_first_words(each.text) for each in items[:4])
    yield _finding(figure, len(items), named)


def _are_names(items: Sequence[Flow]) -> bool:
    """Does each item begin with a name of its own that then does something?"""
    begun = [_NAME_DOES.match(each.text) for each in items]
    names = {found[1] for found in begun if found}
    return len(names) == len(items) and not names & {"We", "Our", "They", "It", "This", "There", "These", "All"}


def _inline(figure: Figure) -> Iterator[Finding]:
    """A colon or a dash after the count begins a series: “three sites: A, B and C”."""
    at = figure.after.lower().find(figure.noun) + len(figure.noun)
    found = _SERIES_AFTER.match(figure.after[at:])
    if found is None or _NOT_ALL.search(figure.passage.text):
        return
    series = found["list"]
    if ";" in figure.after or not re.search(r",.*\band\b|,.*&", series):
        return
    parts = [each for each in _SERIES.split(series) if each]
    # Only a plain series of short parts can be counted; “and” within a name makes one of two.
    if any(len(each.split()) > 5 or re.search(r"\d", each) for each in parts):
        return
    commas = series.count(",")
    fewest = commas + (1 if re.search(r",\s*and\b", series) else 2)
    if figure.value is None or fewest <= figure.value <= max(fewest, len(parts)):
        return
    yield _finding(figure, fewest, series.strip())


def _finding(figure: Figure, count: int, named: str) -> Finding:
    return RULE.at(
        figure.passage, figure.start, figure.end, counted=f"{figure.words} {figure.noun}", count=count, named=named
    )


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")


RULE = Rule(
    name="count-and-list",
    looks_for="So many things announced, and a list of more or fewer that is not said to be a part of them.",
    severity=Severity.REASON,
    message="“{counted}” are announced and {count} listed ({named}).",
    fix="List them all, correct the number, or say that these are examples.",
    example="We ran five clubs: chess, swimming and dance.",
    find=_find,
)
