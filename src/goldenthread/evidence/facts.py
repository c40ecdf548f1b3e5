"""Reads facts as what claims are judged by, and tells those who quote them when one has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.core.claims import (
    Bands,
    Evidence,
    Judgement,
    Order,
    Statistic,
    Suggestion,
    Unit,
    Verdict,
    parse_wording,
    rewrite,
    suggest,
)
from goldenthread.core.claims import judge as judge_wording
from goldenthread.core.estimates import Polarity
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.fact_kinds import Disclosure
from goldenthread.evidence.models import Fact, FactVersion

_BASE = re.compile(r"per (\d[\d,]*)")

#: Whoever quotes facts is told which of them have changed, and when.
Follower = Callable[[Collection[int], datetime], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Be told whenever facts change: `follower(primary keys of the facts, at)`, inside the same transaction."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(facts: Collection[int], at: datetime) -> None:
    """Tell everybody who quotes facts that these have changed."""
    for follower in _followers if facts else ():
        follower(facts, at)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of words bound to a fact, and the wording we would write."""

    verdict: Verdict
    why: str
    shown: str
    suggestion: str


def evidence_of(fact: Fact) -> Evidence | None:
    """Return what claims bound to the fact are judged by; None where it has no value that may be said."""
    version = fact.current
    return make_evidence(Statistic(fact.statistic), version) if fact.is_in_use and version is not None else None


def make_evidence(statistic: Statistic, version: FactVersion) -> Evidence | None:
    """Return one version as evidence; None where it has no value and nothing is withheld."""
    is_suppressed = version.disclosure == Disclosure.SUPPRESSED.value
    if is_suppressed:
        return Evidence(statistic=statistic, is_suppressed=True, as_at=version.as_at)
    has_parts = version.numerator is not None and bool(version.denominator)
    if version.value is None and not version.series and not has_parts:
        return None
    return Evidence(
        statistic=statistic,
        value=_whole(version.value),
        lower=version.lower,
        upper=version.upper,
        series=version.series,
        numerator=version.numerator,
        denominator=version.denominator,
        unit=_unit(statistic, version.unit),
        base=_base(version.unit),
        peers=version.peers,
        tied=version.tied,
        order=Order(version.order) if version.order else None,
        polarity=Polarity(version.polarity),
        is_clear=version.is_clear,
        criterion=version.criterion,
        is_of_gap=version.is_of_gap,
        as_at=version.as_at,
        valid_until=version.valid_until,
    )


def judge(words: str, fact: Fact | None, *, on: date, bands: Bands | None = None) -> Judged:
    """Return whether the words keep what the fact says on a day. Empty words are the system's own.

    The bands are those in force unless given: whoever judges many claims asks for them once.
    """
    bands = current_bands() if bands is None else bands
    evidence = evidence_of(fact) if fact is not None else None
    if not words.strip() and evidence is not None and (own := suggestion_for(fact, bands)) is not None:
        words = own.text
    found = judge_wording(words, evidence, bands, on=on)
    return Judged(found.verdict, _why(found, fact), found.shown, _better(words, found, evidence, bands))


def words_of(words: str, fact: Fact | None, bands: Bands | None = None) -> str:
    """Return what a claim says: its own words, or those we write where it has none."""
    if words.strip() or fact is None:
        return words
    own = suggestion_for(fact, bands)
    return own.text if own is not None else ""


def suggestion_for(fact: Fact | None, bands: Bands | None = None) -> Suggestion | None:
    """Return the words we would write for a fact, where it has a value."""
    evidence = evidence_of(fact) if fact is not None else None
    if evidence is None or evidence.is_suppressed or fact is None or fact.current is None:
        return None
    return suggest(evidence, bands=current_bands() if bands is None else bands, decimals=fact.current.decimals)


def find_facts(slugs: Iterable[str]) -> Mapping[str, Fact]:
    """Return the facts of these names with what judges them, in one query."""
    wanted = set(slugs)
    return {fact.slug: fact for fact in Fact.objects.with_everything().filter(slug__in=wanted)} if wanted else {}


def find_public(slug: str) -> Fact | None:
    """Return the fact of this name as everybody may read it: its current version is the one that was verified last.

    None where there is none, none was verified, or it is withheld now: a correction that waits does not close it.
    """
    fact = Fact.objects.with_everything().filter(slug=slug).first()
    if fact is None or (fact.current is not None and fact.current.is_withheld):
        return None
    fact.current = fact.versions.newest_first().filter(verified_by__isnull=False).defer("document__content").first()
    return fact if fact.current is not None else None


def _better(words: str, found: Judgement, evidence: Evidence | None, bands: Bands) -> str:
    if found.of_wording is Verdict.TRUE or evidence is None or evidence.is_suppressed:
        return ""
    rewritten = rewrite(parse_wording(words), evidence, bands)
    if rewritten is None:
        own = suggest(evidence, bands=bands)
        return own.text if own is not None else ""
    return rewritten


def _why(found: Judgement, fact: Fact | None) -> str:
    if fact is None:
        return "There is no fact of this name. Bind the words to one that there is."
    if fact.superseded_by is not None:
        return f"The fact is superseded by “{fact.superseded_by.slug}”. Bind the words to that one."
    if fact.retired_at is not None:
        return f"The fact has been retired: {fact.retired_because}"
    if fact.current is not None and fact.current.missing and found.verdict in {Verdict.NO_EVIDENCE, Verdict.SUPPRESSED}:
        return f"{found.why} {fact.current.missing}"
    return found.why


def _unit(statistic: Statistic, unit: str) -> Unit | None:
    if statistic in {Statistic.GAP, Statistic.CHANGE} and unit == "%":
        return Unit.POINTS
    if statistic is Statistic.RANGE and unit == "%":
        return Unit.PERCENT
    return Unit.MONEY if unit.startswith("£") else None


def _base(unit: str) -> int | None:
    found = _BASE.match(unit)
    return int(found[1].replace(",", "")) if found else None


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value
