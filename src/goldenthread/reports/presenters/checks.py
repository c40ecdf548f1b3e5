"""What the checks found, as staff see it and as an edition keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldenthread.reports.blocks.placed import IN_BLOCK
from goldenthread.reports.checks import Finding, Gravity, Rule
from goldenthread.reports.models import ClaimUse
from goldenthread.reports.plain_words import Jargon, Reading
from goldenthread.reports.quoting import JudgedClaim

COLUMNS = ("Where", "Words", "What was looked at", "Fact", "Verdict", "Why", "We would write", "Reason", "By")

_COLOURS = {Gravity.BLOCKS: "red", Gravity.NEEDS_REASON: "yellow", Gravity.WARNS: "blue", Gravity.FINE: "green"}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in a list."""

    key: str
    heading: str
    words: str
    subject: str
    is_claim: bool
    verdict: str
    colour: str
    why: str
    suggestion: str
    reason: str
    reason_by: str
    reason_at: datetime | None
    can_reason: bool
    can_override: bool
    can_be_nobodys: bool
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """The checks of a report: what stands against it, what was answered for, what is worth a look, what is true."""

    standing: tuple[FindingView, ...]
    answered: tuple[FindingView, ...]
    warnings: tuple[FindingView, ...]
    fine: tuple[FindingView, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing keeps the report from the public."""
        return not self.standing


def make_checks(findings: Sequence[Finding], *, can_write: bool, can_override: bool) -> ChecksPage:
    """Return the findings in groups, with what the reader may do about each."""
    views = [(finding, _view(finding, can_write=can_write, can_override=can_override)) for finding in findings]
    return ChecksPage(
        standing=tuple(view for finding, view in views if finding.is_standing),
        answered=tuple(view for finding, view in views if not finding.is_standing and finding.clearance is not None),
        warnings=tuple(view for finding, view in views if finding.gravity is Gravity.WARNS),
        fine=tuple(view for finding, view in views if finding.gravity is Gravity.FINE),
    )


def make_rows(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Return the findings as rows to take away."""
    return [
        (
            each.heading,
            each.words,
            each.rule.value,
            each.subject.partition(" ")[0],
            each.verdict,
            each.why,
            each.suggestion,
            each.clearance.reason if each.clearance else "",
            each.clearance.by.name if each.clearance else "",
        )
        for each in findings
    ]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How one text reads, as advice."""

    heading: str
    age: str
    words: int
    long_sentences: tuple[str, ...]
    jargon: tuple[Jargon, ...]
    is_easy: bool


def make_reading(readings: Iterable[Reading], headings: Mapping[str, str]) -> tuple[ReadingView, ...]:
    """Return how each text reads, in the order of the report."""
    by_place = {each.place: each for each in readings}
    return tuple(
        ReadingView(
            heading=headings[place],
            age=f"reading age {round(each.age)}" if each.age is not None else "too short for a reading age",
            words=each.words,
            long_sentences=each.long_sentences,
            jargon=each.jargon,
            is_easy=each.is_easy,
        )
        for place in headings
        if (each := by_place.get(place)) is not None
    )


@dataclass(frozen=True, slots=True)
class TriedClaim:
    """A claim of a text that somebody is writing."""

    words: str
    slug: str
    verdict: str
    colour: str
    why: str
    suggestion: str


def make_tried(claims: Sequence[JudgedClaim]) -> tuple[TriedClaim, ...]:
    """Return the claims of a text with their verdicts."""
    return tuple(
        TriedClaim(
            words=claim.words,
            slug=claim.slug,
            verdict=claim.judged.verdict.value,
            colour=_colour_of(claim),
            why=f"{claim.judged.why} ({claim.judged.shown})" if claim.judged.shown else claim.judged.why,
            suggestion=claim.judged.suggestion,
        )
        for claim in claims
    )


@dataclass(frozen=True, slots=True)
class UseLine:
    """Where a fact is quoted."""

    title: str
    href: str
    where: str
    words: str
    verdict: str


def make_use(use: ClaimUse, headings: Mapping[str, str], href: str, *, is_staff: bool) -> UseLine:
    """Return one use of a fact in a report; verdicts of today are for staff, an edition has its own."""
    place, _, in_case_study = use.place.partition(IN_BLOCK)
    where = headings.get(place, place)
    where = f"{where}, in a case study" if in_case_study else where
    return UseLine(use.report.title, href, where, use.words, use.verdict if is_staff else "")


def _colour_of(claim: JudgedClaim) -> str:
    if claim.judged.verdict.blocks:
        return "red"
    return "yellow" if claim.judged.verdict.needs_reason else "green"


def _view(finding: Finding, *, can_write: bool, can_override: bool) -> FindingView:
    clearance: Any = finding.clearance
    return FindingView(
        key=finding.key,
        heading=finding.heading,
        words=finding.words,
        subject=finding.subject.partition(" ")[0],
        is_claim=finding.rule in {Rule.CLAIM, Rule.VERIFIED},
        verdict=finding.verdict,
        colour=_COLOURS[finding.gravity],
        why=finding.why,
        suggestion=finding.suggestion,
        reason=clearance.reason if clearance else "",
        reason_by=clearance.by.name if clearance else "",
        reason_at=clearance.at if clearance else None,
        can_reason=can_write and finding.gravity is Gravity.NEEDS_REASON,
        can_override=can_override and finding.gravity is Gravity.BLOCKS and finding.can_be_overridden,
        can_be_nobodys=can_write and finding.can_be_nobodys,
        sentence=finding.sentence,
        fix=finding.fix,
    )
