"""Quotations and stories that nobody has consented to, or no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.checking.consents import Consent
from goldenthread.checking.documents.model import Kind
from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.quoted import Quotation, find_stories, share_of_words
from goldenthread.checking.subject import Subject

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def _find(subject: Subject) -> Iterator[Finding]:
    consents = subject.consents or ()
    for quotation in subject.quotations:
        if quotation.is_of_a_body:
            continue
        if why := _why_not(_for_quotation(quotation, consents, subject), subject):
            whose = quotation.speaker or "somebody who is not named"
            yield RULE.at(subject.passage_at(quotation.flow, quotation.start), what=f"words of {whose}", why=why)
    headings = [(block.text, block.section) for block in subject.document.blocks if block.kind is Kind.HEADING]
    told: set[str] = set()
    for story in find_stories(subject.flows, headings):
        flow = story.flow or next((each for each in subject.flows if each.section == story.section), None)
        if flow is None or story.name in told:
            continue
        told.add(story.name)
        given = [each for each in consents if _is_name(each.name, story.name)]
        if why := _why_not(given, subject):
            yield RULE.at(subject.passage_at(flow, 0), what=f"story of {story.name}", why=why)


def _for_quotation(quotation: Quotation, consents: Sequence[Consent], subject: Subject) -> list[Consent]:
    """Consents for these very words, or of a speaker who did not say for which words."""
    found = []
    for each in consents:
        if each.words:
            words = _WORD.findall(each.words.lower().replace("’", "'"))
            if share_of_words(words, quotation.keys) >= subject.settings.alike:
                found.append(each)
        elif quotation.speaker and _is_name(each.name, quotation.speaker):
            found.append(each)
    return found


def _is_name(known: str, said: str) -> bool:
    """Is the name of the register the one that the report begins with?"""
    return re.match(rf"(?:the\s+|a\s+|an\s+)?{re.escape(known)}\b", said, re.IGNORECASE) is not None


def _why_not(given: Sequence[Consent], subject: Subject) -> str | None:
    if any(each.is_live(subject.today) for each in given):
        return None
    for each in given:
        if each.withdrawn_on and each.withdrawn_on <= subject.today:
            return f"consent was withdrawn on {each.withdrawn_on:%-d %B %Y}"
        if each.until and each.until < subject.today:
            return f"consent ended on {each.until:%-d %B %Y}"
        return f"consent begins only on {each.given_on:%-d %B %Y}"
    return "the register has no consent for them"


RULE = Rule(
    name="no-consent",
    looks_for="A quotation or a story for which the register has no consent that holds today.",
    severity=Severity.BLOCK,
    message="The {what} may not be published: {why}.",
    fix="Ask for consent and enter it in the register, or take the passage out.",
    example="“I felt safe here at once” – a visitor, of whom the register knows nothing",
    find=_find,
    needs=(Needs.CONSENTS,),
)
