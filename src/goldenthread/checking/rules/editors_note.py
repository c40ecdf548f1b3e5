"""Notes to colleagues that were meant to go before publication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.documents.model import Kind
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject

#: What a report is made of on the page.
_PART = (
    r"(?:quotes?|quotations?|pull[\s-]?quotes?|images?|photos?|photographs?|pictures?|graphics?|infographics?|icons?|"
    r"charts?|diagrams?|maps?|tables?|box|boxes|logos?|captions?|links?|screenshots?|case\s+stud(?:y|ies)|figures?|text|"
    r"paragraphs?|sections?|pages?|stats|statistics|data|wording|copy|foreword)"
)
_SET = (
    r"(?:designed|placed|inserted|laid\s+out|formatted|positioned|moved|pulled\s+out|typeset|boxed|cropped|hyperlinked|"
    r"embedded|dropped|highlighted|checked|confirmed|updated|replaced|supplied|provided|sourced|chosen|added|finalised|"
    r"rewritten|shortened|split|turned\s+into)"
)
_BODY = r"(?:comms|communications\s+team|design(?:er|ers)?|editor|graphics?\s+team|printers?|proof[\s-]?reader|author)"
_SHOUTED = "|".join(
    ("TB" + "C", "TB" + "A", "TO" + "DO", "FIX" + "ME", "W" + "IP", "XX" + "X+", "N" + "TK", "TK" + "TK")
)

_NOTES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "it says how the page is to be set",
        re.compile(
            rf"\b(?:these|this|the|above|below|following|all|both|each)\b(?:\s+[\w-]+){{0,3}}?\s+{_PART}\b[^.;:]{{0,40}}?"
            rf"\b(?:will|to|should|needs?\s+to|must|can)\s+be\s+{_SET}\b"
            r"(?![^.]*\b(?:website|online|web\s+page|webpage|by\s+(?:20\d\d|the\s+council)|each\s+year|annually|every)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "it tells somebody to put something in",
        re.compile(
            rf"(?:^|[\[(<*“\"]\s*)(?:please\s+)?(?:insert|add|include|put|place|drop\s+in|need|needs)\s+"
            rf"(?:(?:in|a|an|the|some|more|new|here|updated|latest|final)\s+){{0,2}}(?:[\w-]+\s+){{0,2}}?{_PART}\b"
            r"(?:\s+(?:here|below|above|from|of|when|once)\b|[^.\w]{0,3}$|[^.]*[\])>])",
            re.IGNORECASE,
        ),
    ),
    ("it marks what is still to come", re.compile(rf"(?<![\w-])(?:{_SHOUTED})(?![\w-])")),
    (
        "it marks what is still to come",
        re.compile(
            r"\b(?:to\s+be\s+(?:confirmed|advised|completed|inserted|finalised)\b(?=\s*[\]).]|$)"
            r"|(?:figures?|data|text|quote|image|photo|wording|numbers)\s+to\s+(?:follow|come)\b"
            r"|awaiting\s+(?:figures?|data|sign[\s-]?off|confirmation|approval|quote|image|photo)\b"
            r"|subject\s+to\s+(?:final\s+)?(?:sign[\s-]?off|proofing))",
            re.IGNORECASE,
        ),
    ),
    (
        "it speaks to whoever makes the report",
        re.compile(
            rf"\b(?:note|message|instruction)s?\s+(?:to|for)\s+(?:the\s+)?{_BODY}\b|\b{_BODY}\s+(?:to|please)\s+"
            r"(?:add|check|insert|design|amend|update|confirm|edit|move|lay|make|put)\b"
            rf"|\bcan\s+(?:we|you|someone|somebody)\s+(?:please\s+)?(?:check|confirm|add|insert|find|replace|get)\b[^.?]*"
            rf"\b(?:{_PART}|this|figure)\b"
            r"|\b(?:check|confirm)\s+(?:this\s+)?with\s+[A-Z]\w+\s*[\]).?]?$"
            r"|\b(?:delete|remove)\s+(?:this\s+)?(?:before|prior\s+to)\s+(?:publication|publishing|sending|print)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "it is filler",
        re.compile(
            r"\b(?:lorem\s+" + r"ipsum|place\s?holder(?:\s+(?:text|image|quote))?|dummy\s+text|sample\s+text)\b", re.I
        ),
    ),
    (
        "a figure or a name is left out",
        re.compile(r"(?<![\w])(?:[£]?[Xx]{2,}%?|[£]?_{3,}|\?{3,}|\[\s*\.{0,3}\s*\])(?!\w)"),
    ),
    (
        "it stands in brackets for words that are to come",
        re.compile(
            r"[\[<]\s*(?:name|date|figure|number|insert|photo|image|quote|picture|link|place|council|team|ward|source|"
            r"ref(?:erence)?|who|amount|title)s?\b[^\]>]{0,40}[\]>]",
            re.IGNORECASE,
        ),
    ),
)


def why_note(text: str) -> tuple[str, int, int] | None:
    """Why a sentence is a note to colleagues and where its words are; None where it is the report's own.

    >>> why_note("Photos to be inserted here.")[0]
    'it says how the page is to be set'
    >>> why_note("Photos of the day are on our website.") is None
    True
    """
    for why, pattern in _NOTES:
        if found := pattern.search(text):
            return why, found.start(), found.end()
    bare = re.match(rf"^\W*(?:{_PART})\s+(?:to\s+be|needs?\s+to\s+be)\s+{_SET}\b", text, re.IGNORECASE)
    return ("it says how the page is to be set", bare.start(), bare.end()) if bare else None


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        if (found := why_note(passage.text)) and not passage.is_quoted(found[1]):
            why, start, end = found
            yield RULE.at(passage, start, end, why=why)
    for block in subject.document.blocks:
        if block.kind is Kind.COMMENT:
            yield RULE.at_block(block, why="it is a comment that was left in the file")
        elif block.kind in {Kind.HEADING, Kind.ALTERNATIVE} and (found := why_note(block.text)):
            yield RULE.at_block(block, block.text[found[1] : found[2]], why=found[0])


RULE = Rule(
    name="editors-note",
    looks_for="A note to whoever writes, checks or designs the report that was left in it; a comment in a Word file.",
    severity=Severity.BLOCK,
    message="“{words}” reads as a note to colleagues: {why}.",
    fix="Do what it asks and take it out, or put it in words that are meant for readers.",
    example="These quotes will be laid out in boxes.",
    find=_find,
)
