"""Claims, each judged against the fact it is bound to."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.checking.documents.marks import Mark
from goldenthread.checking.facts import Fact
from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.passages import Passage
from goldenthread.checking.subject import Subject
from goldenthread.core.claims.judging import judge
from goldenthread.core.claims.statements import Wording
from goldenthread.core.claims.verdicts import Judgement, Verdict
from goldenthread.core.claims.wording import parse_wording

_FIXES = {
    Verdict.FALSE: "Say what the evidence says, or correct the fact.",
    Verdict.NO_EVIDENCE: "Bind the words to a fact that has what they say, or take them out.",
    Verdict.SUPPRESSED: "Take the figure out: few people stand behind it.",
    Verdict.LOOSE: "Say a number nearer to the evidence, or give a reason.",
    Verdict.VAGUE: "Say the number, or give a reason.",
    Verdict.STALE: "Bind it to a newer fact, or give a reason.",
    Verdict.NO_CLEAR_CHANGE: "Say that there is no clear change, or give a reason.",
    Verdict.UNPARSED: "Put one figure in the words that are bound, or give a reason.",
}


def _find(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        for mark in passage.marks:
            if mark.claim is None:
                continue
            found = judge_claim(subject, passage, mark)
            if found.verdict is not Verdict.TRUE:
                yield RULE.at(
                    passage,
                    mark.start,
                    mark.end,
                    severity=Severity.BLOCK if found.blocks else Severity.REASON,
                    verdict=found.verdict.value,
                    claim=mark.claim,
                    fix=_FIXES[found.verdict],
                    verdict_word=found.verdict.value,
                    why=found.why,
                )


def judge_claim(subject: Subject, passage: Passage, mark: Mark) -> Judgement:
    """The verdict on the words of a claim, hedges around them included, and its reason."""
    facts = subject.facts or {}
    fact = facts.get(mark.claim or "")
    if fact is None:
        why = f"There is no fact “{mark.claim}” in the file of facts."
        return Judgement(Verdict.NO_EVIDENCE, why, Verdict.NO_EVIDENCE)
    if mark.start == mark.end:
        return _unwritten(fact)
    found = judge(_wording(subject, passage, mark), fact.evidence, subject.settings.bands, on=subject.today)
    if fact.superseded_by and found.verdict in {Verdict.TRUE, Verdict.LOOSE, Verdict.VAGUE}:
        why = f"{found.why} The fact is superseded by “{fact.superseded_by}”."
        return Judgement(Verdict.STALE, why, found.of_wording, found.true_when, found.shown)
    return found


def _unwritten(fact: Fact) -> Judgement:
    """A claim without words, which the system writes: true if there is something to write."""
    if fact.evidence.is_suppressed:
        return judge("1", fact.evidence)
    if fact.evidence.value is None and not fact.evidence.series:
        return Judgement(Verdict.NO_EVIDENCE, "The fact has no value to write.", Verdict.NO_EVIDENCE)
    return Judgement(Verdict.TRUE, "The system writes it.", Verdict.TRUE)


def _wording(subject: Subject, passage: Passage, mark: Mark) -> Wording | str:
    """What the sentence states where the words are bound: with “over” and “a year” though they stand outside."""
    within = [
        each.wording for each in subject.figures[passage.number] if each.start < mark.end and mark.start < each.end
    ]
    words = passage.text[mark.start : mark.end]
    if len(within) != 1 or within[0].statement is None:
        return parse_wording(words)
    return within[0]


RULE = Rule(
    name="claim",
    looks_for="Words that do not keep the fact they are bound to: FALSE, NO EVIDENCE, SUPPRESSED, LOOSE, STALE …",
    severity=Severity.BLOCK,
    message="{verdict_word}. {why}",
    fix="Say what the evidence says, or give a reason where one is enough.",
    example="A gap of [over 11 years](claim:life-expectancy-gap), where the gap is 10.8",
    find=_find,
    needs=(Needs.FACTS,),
)
