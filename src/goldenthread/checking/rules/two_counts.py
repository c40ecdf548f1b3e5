"""Two different counts of what seems to be one thing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.names import find_names
from goldenthread.checking.passages import Passage
from goldenthread.checking.subject import Subject

_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "that this with from have been were will their they them which what when where there here more most over "
        "under about into also some such other than then these those through across during after before council "
        "borough year years people residents support work including please would could each both many much very "
        "only just like",
    )
)
#: The count is of another part, or of more than before.
_OTHER = re.compile(
    r"\b(?:another|further|additional|more|new|extra|first|last|next|other|remaining|of\s+(?:these|those|them|which|whom|the)|"
    r"up\s+from|from|compared|previous\w*|target|plan\w*|since|by\s+the\s+end)\s*$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:20\d\d(?:[-/]\d\d(?:\d\d)?)?|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|first|second|third|last\s+year|this\s+year|to\s+date|so\s+far)\b",
    re.IGNORECASE,
)
#: So many words in common, of the shorter sentence's, make two sentences tell of one thing.
FEWEST_SHARED = 4
LEAST_SHARE = 0.25
#: A name in more sentences than this tells nothing apart.
MOST_NAMED = 12


def _find(subject: Subject) -> Iterator[Finding]:
    counts = [
        each
        for passage in subject.passages
        for each in subject.figures[passage.number]
        if each.is_count and not each.is_quoted and not _OTHER.search(each.before) and each.counted[0] not in _MORE
    ]
    named = _names(subject)
    by_name: defaultdict[str, list[Figure]] = defaultdict(list)
    for each in counts:
        for name in named[each.passage.number]:
            by_name[name].append(each)
    told: set[frozenset[tuple[int, int]]] = set()
    for name, figures in by_name.items():
        for first, second in combinations(figures, 2):
            key = frozenset({(first.passage.number, first.start), (second.passage.number, second.start)})
            if key in told or not _is_one_thing(first, second, name):
                continue
            told.add(key)
            for here, there in ((first, second), (second, first)):
                yield RULE.at(
                    here.passage,
                    here.start,
                    here.end,
                    elsewhere=(there.passage,),
                    here=f"{here.words} {here.noun}",
                    there=f"{there.words} {there.noun}",
                    name=_as_written(here.passage, name),
                )


_MORE = frozenset({"new", "more", "further", "additional", "extra", "other"})


def _names(subject: Subject) -> dict[int, frozenset[str]]:
    """The names in each sentence that are neither the council's own place nor named everywhere."""
    found = {}
    counted: Counter[str] = Counter()
    own = {each.lower() for each in subject.own_places}
    for passage in subject.passages:
        keys = frozenset(each.key for each in find_names(passage.text) if each.key not in own)
        counted.update(keys)
        found[passage.number] = keys
    return {number: frozenset(key for key in keys if counted[key] <= MOST_NAMED) for number, keys in found.items()}


def _is_one_thing(first: Figure, second: Figure, name: str) -> bool:
    if first.passage is second.passage or _agree(first, second):
        return False
    is_same_noun = bool(first.nouns & second.nouns)
    is_same_kind = first.is_of_places and second.is_of_places
    if not (is_same_noun or is_same_kind) or _times(first.passage) != _times(second.passage):
        return False
    if is_same_noun and first.counted == second.counted and " " in name:
        return True
    words = [_stems(each.passage.text) - set(_WORD.findall(name)) for each in (first, second)]
    shared = words[0] & words[1]
    return len(shared) >= FEWEST_SHARED and len(shared) >= LEAST_SHARE * min(map(len, words))


def _agree(first: Figure, second: Figure) -> bool:
    """Is there a number that both wordings let be true?"""
    low, high = max(first.limits[0], second.limits[0]), min(first.limits[1], second.limits[1])
    return low < high


def _times(passage: Passage) -> frozenset[str]:
    return frozenset(each.lower() for each in _WHEN.findall(passage.text))


def _stems(text: str) -> set[str]:
    words = (re.sub(r"(?:ing|ed|es|s|e)$", "", word) for word in _WORD.findall(text.lower()) if word not in _COMMON)
    return {word for word in words if len(word) >= 3}


def _as_written(passage: Passage, name: str) -> str:
    return next((each.text for each in find_names(passage.text) if each.key == name), name)


RULE = Rule(
    name="two-counts",
    looks_for="Two sentences about one named thing that count its venues, partners or members differently.",
    severity=Severity.REASON,
    message="{name} has “{here}” here and “{there}” elsewhere.",
    fix="Say the same number in both places, or say what each of them counts.",
    example="Warm Rooms offered meals and games all winter in over 60 halls … "
    "Warm Rooms paid 40 clubs to offer meals and games this winter",
    find=_find,
)
