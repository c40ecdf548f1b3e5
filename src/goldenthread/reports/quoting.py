"""What a report quotes: each claim judged against its fact, and every fact as it is on the day, ready to be frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.core.claims import DEFAULT_BANDS, Bands
from goldenthread.evidence import facts
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.fact_kinds import Disclosure
from goldenthread.evidence.models import Fact
from goldenthread.evidence.presenters.facts import write_interval, write_value
from goldenthread.reports.claims import Mark, find_claims

LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class QuotedFact:
    """A fact as a report quotes it: live in a draft, frozen in an edition."""

    slug: str
    subject: str
    words: str  # those we write for it
    value: float | None
    written: str
    interval: str
    period: str
    place: str
    as_at: str
    valid_until: str
    source: str
    caveat: str
    version: int
    snapshot: str
    query: dict[str, Any]
    sha256: str
    is_verified: bool

    @property
    def href(self) -> str:
        """The page that proves it."""
        return reverse("evidence:fact", args=[self.slug])


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim of a text with what is said of it."""

    place: str
    position: int
    slug: str
    words: str
    fact: Fact | None
    judged: facts.Judged

    @property
    def version(self) -> int:
        """Which version of the fact it was judged by; 0 for none."""
        return self.fact.current.number if self.fact is not None and self.fact.current is not None else 0


def judge_texts(texts: Mapping[str, str], *, on: date, known: Mapping[str, Fact] | None = None) -> list[JudgedClaim]:
    """Return every claim of the texts, judged on a day, in their order: one query for all facts, one for the bands."""
    marked = [(place, find_claims(text)) for place, text in texts.items()]
    known = find_quoted(texts) if known is None else known
    bands = current_bands() if any(marks for _, marks in marked) else DEFAULT_BANDS
    return [
        judge_mark(place, position, mark, known, bands, on=on)
        for place, marks in marked
        for position, mark in enumerate(marks, 1)
    ]


def judge_mark(
    place: str, position: int, mark: Mark, known: Mapping[str, Fact], bands: Bands, *, on: date
) -> JudgedClaim:
    """Return one claim, judged on a day."""
    fact = known.get(mark.slug)
    words = facts.words_of(mark.words, fact, bands)[:LONGEST_WORDS]
    return JudgedClaim(place, position, mark.slug, words, fact, facts.judge(words, fact, on=on, bands=bands))


def find_quoted(texts: Mapping[str, str]) -> Mapping[str, Fact]:
    """Return the facts that any of the texts names."""
    return facts.find_facts(mark.slug for text in texts.values() for mark in find_claims(text))


def quote(found: Iterable[Fact]) -> dict[str, QuotedFact]:
    """Return facts as a report quotes them today; what is withheld is not in it."""
    valued = [fact for fact in found if fact.current is not None]
    bands = current_bands() if valued else DEFAULT_BANDS
    return {fact.slug: _quote(fact, bands) for fact in valued}


def _quote(fact: Fact, bands: Bands) -> QuotedFact:
    version = fact.current
    assert version is not None  # noqa: S101  (whoever asks has looked)
    own = facts.suggestion_for(fact, bands)
    is_open = version.disclosure == Disclosure.OPEN.value
    return QuotedFact(
        slug=fact.slug,
        subject=fact.subject,
        words=own.text if own is not None else "",
        value=version.value if is_open else None,
        written=write_value(fact.statistic, version),
        interval=write_interval(version),
        period=version.period,
        place=version.place,
        as_at=version.as_at.isoformat() if version.as_at else "",
        valid_until=version.valid_until.isoformat() if version.valid_until else "",
        source=version.source,
        caveat=version.caveat,
        version=version.number,
        snapshot=version.snapshot,
        query=version.query,
        sha256=version.sha256,
        is_verified=version.verified_by_id is not None,
    )


def freeze(quoted: Mapping[str, QuotedFact]) -> list[dict[str, Any]]:
    """Return quoted facts as plain values, to be kept in an edition."""
    return [asdict(fact) for fact in quoted.values()]


def unfreeze(kept: Sequence[Mapping[str, Any]]) -> dict[str, QuotedFact]:
    """Return the facts that an edition keeps."""
    return {str(fact["slug"]): QuotedFact(**fact) for fact in kept}
