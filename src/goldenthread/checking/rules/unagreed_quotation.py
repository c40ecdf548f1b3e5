"""Words of somebody who has not agreed to their being published, or no longer does.

It stops at words in quotation marks and at block quotations that are not marked as quoted on a consent:

- six words and more, whoever said them and also where nobody is named;
- four and five words where the report says that a person said them: “It saved my life” – Annie, a tenant.

Shorter ones are names, terms and words held at arm's length (‘so-called’), and are let be. So are titles and what
something is called, what an inspector, a law or a paper says, what the council says itself, and what a councillor, a
mayor or a chief executive says in office. Where the report’s own words cannot tell, it stops: a quotation of a
document that does not say so is one more thing that a person has to say.

They have to stand in the register word for word, without anything left out: capitals, punctuation and the kind of
apostrophe do not count. A consent that is for no particular words covers what its person is quoted with by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from goldenthread.checking.consents import Consent, names_them, why_not
from goldenthread.checking.findings import Finding, Needs, Rule, Severity
from goldenthread.checking.quoted import Quotation, keys_of, stands_in
from goldenthread.checking.subject import Subject


def _find(subject: Subject) -> Iterator[Finding]:
    agreed = [(each, keys_of(each.words)) for each in subject.consents or ()]
    for quotation in subject.short_and_long_quotations:
        if not _is_a_resident_s(quotation) or _is_bound(quotation):
            continue
        if why := why_not(_for_quotation(quotation, agreed), subject.today):
            whose = quotation.speaker or "somebody who is not named"
            found = RULE.at(subject.passage_at(quotation.flow, quotation.start), whose=whose, why=why)
            yield replace(found, words=quotation.words)  # all of them, though they may be many sentences


def _is_a_resident_s(quotation: Quotation) -> bool:
    if quotation.is_of_a_body or quotation.is_own:
        return False
    return quotation.is_long or quotation.is_of_a_person


def _is_bound(quotation: Quotation) -> bool:
    """Are all of its words, but for the quotation marks, within one mark?"""
    return any(
        mark.is_quote and mark.start <= quotation.start + 1 and quotation.end - 1 <= mark.end
        for mark in quotation.flow.marks
    )


def _for_quotation(quotation: Quotation, agreed: Sequence[tuple[Consent, tuple[str, ...]]]) -> list[Consent]:
    return [
        each
        for each, words in agreed
        if (stands_in(quotation.keys, words) if words else names_them(each.name, quotation.speaker))
    ]


RULE = Rule(
    name="unagreed-quotation",
    looks_for="Words of somebody for which the register has no consent that holds today.",
    severity=Severity.BLOCK,
    message="The words of {whose} may not be published: {why}.",
    fix="Ask for consent and enter the words in the register, or take them out.",
    example="“I felt safe here at once” – a visitor, of whom the register knows nothing",
    find=_find,
    needs=(Needs.CONSENTS,),
)
