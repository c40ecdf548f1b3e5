"""Objectives that are met by one figure and not by another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.checking.figures import Figure
from goldenthread.checking.findings import Finding, Rule, Severity
from goldenthread.checking.subject import Subject
from goldenthread.core.claims.numerals import Unit

_OBJECTIVE = re.compile(
    r"\b(?:objectives?|targets?|goals?|aim(?:s|ed)?|ambitions?|commit(?:ted|ment)|pledg(?:e|ed)|promis(?:e|ed)|set\s+out\s+to|"
    r"wanted)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:achiev(?:e|ed)|reach(?:ed)?|met|meets|attained|stands?\s+at|stood\s+at|was|were|is|are|now|rose\s+to|fell\s+to|got\s+to|"
    r"secured|recorded|saw|had|has|have|delivered)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:reduc\w+|cut|lower\w*|bring\s+down|below|under|no\s+more\s+than|at\s+most|fewer|less\s+than)\b", re.I
)
_ADMITTED = re.compile(
    r"\b(?:miss(?:ed|ing)?|short\s+of|fell\s+short|not\s+(?:met|reached|achieved|yet)|did\s+not|below\s+(?:the\s+|our\s+)?"
    r"(?:target|objective|goal|aim)|under\s+target|did\s*n[’']t|behind|partly|nearly\s+met|still\s+to\s+reach)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{4,}")
_NO_SUBJECT = frozenset(
    re.findall(
        r"\w+",
        "that this with from have been were will their they them which what when where every each area areas "
        "objective target goal ambition reach reached achieve achieved about least most more than percent cent "
        "year years council people adults residents into over under",
    )
)
#: The result stands within so many sentences of the objective.
_NEAR = 14
_UNITS = {Unit.PERCENT, Unit.NUMBER}


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        found = _OBJECTIVE.search(passage.text)
        figures = subject.figures[passage.number]
        if found is None or passage.is_wholly_quoted:
            continue
        targets = [each for each in figures if _is_of_a_kind(each) and each.start > found.start()]
        if len(targets) == 1:
            yield from _results(subject, targets[0])


def _is_of_a_kind(figure: Figure) -> bool:
    if figure.is_quoted or figure.value is None:
        return False
    return figure.unit is Unit.PERCENT or figure.is_count


def _results(subject: Subject, target: Figure) -> Iterator[Finding]:
    own = target.passage
    about = _subject_words(own.text[target.end : target.end + 60]) or _subject_words(target.before[-40:])
    for passage in subject.passages[own.number + 1 : own.number + 1 + _NEAR]:
        if passage.flow.section != own.flow.section:
            return
        if subject.is_promise(passage) or not _RESULT.search(passage.text) or _OBJECTIVE.search(passage.text):
            continue
        results = [
            each
            for each in subject.figures[passage.number]
            if each.unit is target.unit and _is_result(each, target) and about & _subject_words(_beside(each))
        ]
        met = [each for each in results if _meets(each, target)]
        missed = [each for each in results if not _meets(each, target)]
        if missed and not _ADMITTED.search(passage.text) and (met or _claims_success(passage.text)):
            yield RULE.at(
                passage,
                missed[0].start,
                missed[0].end,
                elsewhere=(own,),
                target=target.words,
                missed=_said(missed[0]),
                but=f"met by {_said(met[0])} and " if met else "",
            )
            return


def _is_result(figure: Figure, target: Figure) -> bool:
    if figure.is_quoted or figure.value is None:
        return False
    return figure.unit is Unit.PERCENT or (figure.is_count and bool(figure.nouns & target.nouns))


def _claims_success(text: str) -> bool:
    return re.search(r"\b(?:achieved|met|reached)\s+(?:the|our|this)\b", text, re.IGNORECASE) is not None


def _beside(figure: Figure) -> str:
    return f"{figure.before[-40:]} {figure.after[:50]}"


def _said(figure: Figure) -> str:
    words = re.split(r"[,.;:()]|\band\b|\bin\b|\bof\b", figure.after, maxsplit=1)[0].split()
    return f"{' '.join(words[:4])} ({figure.words})" if words else figure.words


def _subject_words(text: str) -> set[str]:
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) for word in _WORD.findall(text.lower()) if word not in _NO_SUBJECT}


def _meets(result: Figure, target: Figure) -> bool:
    before = target.before[-40:]
    if _AT_MOST.search(before):
        return (result.value or 0) <= (target.value or 0)
    return (result.value or 0) >= (target.value or 0)


RULE = Rule(
    name="half-met",
    looks_for="An objective with a figure, and results of which one meets it and another does not, unsaid.",
    severity=Severity.REASON,
    message="The objective of {target} is {but}not met by {missed}.",
    fix="Say for which of them the objective was met and for which it was not.",
    example="Our target was for 80% of pupils to swim. … 82% of girls and 71% of boys now swim.",
    find=_find,
)
