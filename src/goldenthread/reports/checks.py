"""What stands between a report and the public: claims, unbound figures, consent and alternative texts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from goldenthread.checking.findings import Finding as Found
from goldenthread.checking.findings import Severity
from goldenthread.checking.rules.claims import RULE as CLAIMS_RULE
from goldenthread.checking.rules.outside_period import RULE as OUTSIDE_RULE
from goldenthread.checking.rules.unagreed_quotation import RULE as QUOTATION_RULE
from goldenthread.core.claims import Verdict, find_figures
from goldenthread.evidence.models import Fact
from goldenthread.plan.documents import PlanContent
from goldenthread.plan.editions import read_edition
from goldenthread.reports import outline
from goldenthread.reports.blocks.placed import read_placed, with_marks, with_told
from goldenthread.reports.claims import MarkKind, find_marks, paragraphs, plain, split
from goldenthread.reports.models import AnnualReport, Clearance, Consent, StoryPage
from goldenthread.reports.quoting import LONGEST_WORDS, JudgedClaim, find_quoted, judge_texts
from goldenthread.reports.reviewed import FROM_THE_PLAN, review
from goldenthread.reports.stories.agreement import why_quote_not, why_story_not

#: Where the report says first what it found: figures there have to be bound.
HEADLINE_PLACES = frozenset({outline.SUMMARY, outline.INTRODUCTION})

NO_CONSENT = "NO CONSENT"
NO_ALTERNATIVE_TEXT = "NO ALTERNATIVE TEXT"
NOT_VERIFIED = "NOT VERIFIED"
NOT_BOUND = "NOT BOUND"

CLAIMS = CLAIMS_RULE.name
OUTSIDE_PERIOD = OUTSIDE_RULE.name
UNAGREED_QUOTATION = QUOTATION_RULE.name
#: Where words stand that come from the plan, when somebody answers for them.
IN_THE_PLAN = "plan"

#: What somebody said, as they said it, is no figure of the council's own.
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")

_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


class Rule(StrEnum):
    """What is looked for."""

    CLAIM = "claim"
    VERIFIED = "verified"
    HEADLINE = "headline figure"
    UNBOUND = "unbound figure"
    CONSENT = "consent"
    QUOTATION = "typed quotation"
    ALTERNATIVE_TEXT = "alternative text"
    PUBLICATION = "publication rule"


class Gravity(StrEnum):
    """What follows for publication."""

    BLOCKS = "blocks"
    NEEDS_REASON = "needs a reason"
    WARNS = "warns"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the checks found, and what somebody answered for."""

    rule: Rule
    place: str
    heading: str
    words: str
    subject: str
    verdict: str
    why: str
    gravity: Gravity
    suggestion: str = ""
    can_be_overridden: bool = False
    clearance: Clearance | None = None
    sentence: str = ""  # in which the words stand
    fix: str = ""  # what whoever writes may do about it
    can_be_nobodys: bool = False  # words that may be no person's own, if somebody says so by name

    @property
    def key(self) -> str:
        """By which a reason is given for just this: these words with this verdict."""
        said = "\x1f".join((self.rule.value, self.place, self.subject, self.words, self.verdict))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def is_standing(self) -> bool:
        """Whether it keeps the report from the public as things are."""
        if self.gravity is Gravity.BLOCKS and not self.can_be_nobodys:
            return not (self.can_be_overridden and self.clearance is not None and self.clearance.is_override)
        return self.gravity in {Gravity.BLOCKS, Gravity.NEEDS_REASON} and self.clearance is None

    @property
    def is_for_staff_only(self) -> bool:
        """Whether what somebody answered is kept and shown to staff, and not published with the report."""
        return self.can_be_nobodys


def find_checks(report: AnnualReport, *, on: date) -> tuple[Finding, ...]:
    """Return everything the checks say of a report on a day, claims that are true among it, in the report's order."""
    texts = {text.place: text.text for text in report.texts.all()}
    content = _content(report)
    headings = {each.key: each.heading for each in outline.places_of(content)}
    ordered = {place: texts[place] for place in headings if texts.get(place, "").strip()}
    placed = read_placed(report, on=on)
    known = find_quoted(with_told(ordered, placed))
    judged = judge_texts(ordered, on=on, known=known)
    marked = with_marks(ordered, placed)
    told = _stories(marked) | _consents(marked)
    found = [
        finding
        for place in headings
        if place in marked
        for finding in _of_text(place, marked[place], judged, told, on=on)
    ]
    for block in placed:
        found += [
            each for claim in judge_texts({block.place: block.text}, on=on, known=known) for each in _of_claim(claim)
        ]
    found += _of_rules(report, content, ordered, known, found, on=on)
    cleared = {_key_of(clearance): clearance for clearance in report.clearances.select_related("by")}
    return tuple(
        _with(finding, finding.heading or headings.get(finding.place, finding.place), cleared) for finding in found
    )


def what_stands(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those that keep a report from the public."""
    return tuple(finding for finding in findings if finding.is_standing)


def _of_text(
    place: str, text: str, judged: Iterable[JudgedClaim], told: Mapping[str, StoryPage | Consent], *, on: date
) -> list[Finding]:
    found = [finding for claim in judged if claim.place == place for finding in _of_claim(claim)]
    for paragraph in paragraphs(text):
        said = plain(paragraph)
        found += [
            replace(_unbound(place, words), sentence=_sentence_of(said, words)) for words in find_unbound(paragraph)
        ]
    for mark in find_marks(text):
        one = told.get(f"{mark.kind.value}:{mark.slug}")
        if mark.kind is MarkKind.STORY:
            found += _of_story(place, mark.words, mark.slug, one if isinstance(one, StoryPage) else None, on=on)
        elif mark.kind is MarkKind.QUOTE:
            found += _of_quote(place, mark.words, mark.slug, one if isinstance(one, Consent) else None, on=on)
    return found


def _of_claim(claim: JudgedClaim) -> list[Finding]:
    judged, verdict = claim.judged, claim.judged.verdict
    gravity = Gravity.FINE
    if verdict.blocks:
        gravity = Gravity.BLOCKS
    elif verdict.needs_reason:
        gravity = Gravity.NEEDS_REASON
    found = [
        Finding(
            rule=Rule.CLAIM,
            place=claim.place,
            heading="",
            words=claim.words,
            subject=claim.slug,
            verdict=verdict.value,
            why=f"{judged.why} ({judged.shown})" if judged.shown else judged.why,
            gravity=gravity,
            suggestion=judged.suggestion,
            can_be_overridden=gravity is Gravity.BLOCKS and verdict is not Verdict.SUPPRESSED,
        )
    ]
    if not verdict.blocks and _is_unverified(claim.fact):
        why = "Nobody other than its author has verified the fact."
        found.append(
            Finding(Rule.VERIFIED, claim.place, "", claim.words, claim.slug, NOT_VERIFIED, why, Gravity.NEEDS_REASON)
        )
    return found


def _is_unverified(fact: Fact | None) -> bool:
    return fact is not None and fact.current is not None and fact.current.verified_by_id is None


def find_unbound(paragraph: str) -> tuple[str, ...]:
    """Return the figures of a paragraph that are neither bound, nor said to be no claim, nor quoted from somebody."""
    plain, bound = "", []
    for piece in split(paragraph):
        words = piece if isinstance(piece, str) else piece.words
        if not isinstance(piece, str):
            bound.append((len(plain), len(plain) + len(words)))
        plain += words
    bound += [found.span() for found in _QUOTATION.finditer(plain)]
    return tuple(
        figure.text
        for figure in find_figures(plain)
        if not any(start < figure.end and figure.start < end for start, end in bound)
    )


def _sentence_of(said: str, words: str) -> str:
    return next((each for each in _SENTENCES.split(said) if words in each), said)


def _unbound(place: str, words: str) -> Finding:
    if place in HEADLINE_PLACES:
        why = "This figure stands where everybody reads it first. Bind it to a fact, or mark it “not a claim”."
        return Finding(
            Rule.HEADLINE, place, "", words[:LONGEST_WORDS], "", Verdict.NO_EVIDENCE.value, why, Gravity.BLOCKS,
            can_be_overridden=True,
        )  # fmt: skip
    why = "This figure is bound to nothing. Bind it to a fact, mark it “not a claim”, or take it out."
    return Finding(Rule.UNBOUND, place, "", words[:LONGEST_WORDS], "", NOT_BOUND, why, Gravity.WARNS)


def _of_rules(
    report: AnnualReport,
    content: PlanContent | None,
    texts: Mapping[str, str],
    known: Mapping[str, Fact],
    found: Iterable[Finding],
    *,
    on: date,
) -> list[Finding]:
    """What the rules of publication say beyond what the site found itself, which knows more of claims and consent."""
    reviewed, outcome = review(report, content, texts, known, on=on)
    judged = {(each.place, each.subject, each.verdict) for each in found if each.rule is Rule.CLAIM}
    result: dict[str, Finding] = {}
    for each in outcome.findings:
        place = reviewed.place_of(each)
        if each.rule == CLAIMS and (place == FROM_THE_PLAN or (place, each.claim, each.verdict) in judged):
            continue
        finding = _of_quotation(place, each) if each.rule == UNAGREED_QUOTATION else _of_rule(place, each)
        result.setdefault(finding.key, finding)
    return list(result.values())


def _of_rule(place: str, found: Found) -> Finding:
    is_claim = found.rule == CLAIMS
    gravity = Gravity.WARNS if found.severity is Severity.WARN else Gravity.NEEDS_REASON
    if found.rule == OUTSIDE_PERIOD and found.claim:
        gravity = Gravity.WARNS  # official figures come late: whether one is too old its own verdict says
    if is_claim and found.severity is Severity.BLOCK:
        gravity = Gravity.BLOCKS
    why = " ".join(dict.fromkeys((found.message, *(f"Beside: {each}" for each in found.elsewhere))))
    if place == FROM_THE_PLAN:
        gravity, why = Gravity.WARNS, f"{why} It comes from the plan: put it right there."
    return Finding(
        rule=Rule.CLAIM if is_claim else Rule.PUBLICATION,
        place=place,
        heading="" if place else f"{found.section[-1]}, from the plan",
        words=found.words[:LONGEST_WORDS],
        subject=found.claim if is_claim else found.rule,
        verdict=found.verdict or found.rule.replace("-", " ").upper(),
        why=why,
        fix=found.fix,
        gravity=gravity,
        can_be_overridden=gravity is Gravity.BLOCKS and found.verdict != Verdict.SUPPRESSED.value,
        sentence="" if found.sentence == found.words else found.sentence,
    )


def _of_quotation(place: str, found: Found) -> Finding:
    """Words in quotation marks that stand on no consent; those of the plan block too, for they are printed."""
    fix = "Ask for consent and quote them as [“…”](quote:reference), or take them out."
    if place == FROM_THE_PLAN:
        fix = "They come from the plan: take them out there, publish it and put the report together again."
    fix += " If they are nobody’s own words (a title, a law, a document), say so by name."
    full = hashlib.sha256(found.words.encode()).hexdigest()[:16]  # what is kept of long words is their beginning
    return Finding(
        rule=Rule.QUOTATION,
        place=place or IN_THE_PLAN,
        heading="" if place else f"{found.section[-1]}, from the plan",
        words=found.words[:LONGEST_WORDS],
        subject=f"{found.rule} {full}",
        verdict=NO_CONSENT,
        why=found.message,
        fix=fix,
        gravity=Gravity.BLOCKS,
        sentence="" if found.sentence == found.words else found.sentence,
        can_be_nobodys=True,
    )


def _of_story(place: str, words: str, slug: str, story: StoryPage | None, *, on: date) -> list[Finding]:
    subject = slug[:80]
    refused = why_story_not(story, on=on)
    if story is None or refused:
        return [Finding(Rule.CONSENT, place, "", words, subject, NO_CONSENT, " ".join(refused), Gravity.BLOCKS)]
    pictures = [block.value for block in story.body if block.block_type == "picture"]
    if all(picture is None or picture.decorative or picture.contextual_alt_text for picture in pictures):
        return []
    why = "A picture in the story has no words for those who cannot see it. Add them in the story."
    return [
        Finding(
            Rule.ALTERNATIVE_TEXT,
            place,
            "",
            words,
            subject,
            NO_ALTERNATIVE_TEXT,
            why,
            Gravity.BLOCKS,
            can_be_overridden=True,
        )
    ]


def _of_quote(place: str, words: str, reference: str, consent: Consent | None, *, on: date) -> list[Finding]:
    why = why_quote_not(consent, words, on=on)
    said = words[:LONGEST_WORDS]
    return [Finding(Rule.CONSENT, place, "", said, reference[:80], NO_CONSENT, why, Gravity.BLOCKS)] if why else []


def _slugs(texts: Mapping[str, str], kind: MarkKind) -> set[str]:
    return {mark.slug for text in texts.values() for mark in find_marks(text) if mark.kind is kind}


def _stories(texts: Mapping[str, str]) -> dict[str, StoryPage | Consent]:
    slugs = _slugs(texts, MarkKind.STORY)
    found = (
        StoryPage.objects.as_first_told().filter(slug__in=slugs).prefetch_related("consents__alias") if slugs else ()
    )
    return {f"{MarkKind.STORY.value}:{story.slug}": story for story in found}


def _consents(texts: Mapping[str, str]) -> dict[str, StoryPage | Consent]:
    references = _slugs(texts, MarkKind.QUOTE)
    found = Consent.objects.filter(reference__in=references).select_related("alias") if references else ()
    return {f"{MarkKind.QUOTE.value}:{consent.reference}": consent for consent in found}


def _content(report: AnnualReport) -> PlanContent | None:
    return read_edition(report.edition) if report.edition else None


def _key_of(clearance: Clearance) -> tuple[str, ...]:
    return (clearance.rule, clearance.place, clearance.subject, clearance.words, clearance.verdict)


def _with(finding: Finding, heading: str, cleared: Mapping[tuple[str, ...], Clearance]) -> Finding:
    key = (finding.rule.value, finding.place, finding.subject, finding.words, finding.verdict)
    return replace(finding, heading=heading, clearance=cleared.get(key))
