"""Stories that nobody has consented to, or no longer."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.checking.consents import names_them, why_not
from goldenthread.checking.documents.model import Kind
from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.quoted import find_stories
from goldenthread.checking.subject import Subject


def _find(subject: Subject) -> Iterator[Finding]:
    consents = subject.consents or ()
    headings = [(block.text, block.section) for block in subject.document.blocks if block.kind is Kind.HEADING]
    told: set[str] = set()
    for story in find_stories(subject.flows, headings):
        flow = story.flow or next((each for each in subject.flows if each.section == story.section), None)
        if flow is None or story.name in told:
            continue
        told.add(story.name)
        given = [each for each in consents if names_them(each.name, story.name)]
        if why := why_not(given, subject.today):
            yield RULE.at(subject.passage_at(flow, 0), name=story.name, why=why)


RULE = Rule(
    name="no-consent",
    looks_for="A story for which the register has no consent that holds today.",
    severity=Severity.BLOCK,
    message="The story of {name} may not be published: {why}.",
    fix="Ask for consent and enter it in the register, or take the passage out.",
    example="Carol’s story … She came to us in May. Of Carol the register knows nothing.",
    find=_find,
    needs=(Needs.CONSENTS,),
)
