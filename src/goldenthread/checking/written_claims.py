"""Writes the words of claims that somebody left empty: `[](claim:slug)`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from goldenthread.checking.documents.marks import CLAIM
from goldenthread.checking.facts import Fact
from goldenthread.core.claims import suggest

_EMPTY = re.compile(rf"\[[ \t]*\]\({CLAIM}(?P<slug>[\w-]+)\)")


def write_claims(text: str, facts: Mapping[str, Fact]) -> str:
    """A report in Markdown with words for each empty claim that can be written; others stay empty.

    >>> from goldenthread.checking.facts_files import read_facts
    >>> facts = read_facts("f.csv", b"slug,subject,statistic,value\\nhomes,Homes,count,2063\\n")
    >>> write_claims("We helped [](claim:homes) homes and [](claim:gone).", facts)
    'We helped [2,063](claim:homes) homes and [](claim:gone).'
    """

    def written(found: re.Match[str]) -> str:
        fact = facts.get(found["slug"])
        suggestion = suggest(fact.evidence) if fact is not None and not fact.evidence.is_suppressed else None
        return found[0] if suggestion is None else f"[{suggestion.text}]({CLAIM}{found['slug']})"

    return _EMPTY.sub(written, text)
