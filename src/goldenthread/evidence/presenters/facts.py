"""A fact as its pages and lists show it: what it is, how we know, every version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from goldenthread.core.claims import DEFAULT_BANDS, Bands, Statistic, all_suggestions
from goldenthread.evidence.fact_kinds import STATISTIC_LABELS, Disclosure, FactQuestion
from goldenthread.evidence.facts import evidence_of
from goldenthread.evidence.models import Fact, FactVersion
from goldenthread.publishing.numbers import format_number, format_plain, ordinal

COLUMNS = (
    "Name", "Subject", "Kind", "Value", "Interval", "Place", "Group", "Period", "As at", "Valid until",
    "Where it comes from", "Owner", "Verified by", "How it stands", "SHA-256",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in a list."""

    slug: str
    href: str
    subject: str
    value: str
    period: str
    owner: str
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a fact."""

    number: int
    value: str
    period: str
    note: str
    recorded_by: str
    recorded_at: datetime
    verified_by: str
    verified_at: datetime | None
    source: str
    document_href: str
    sha256: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class FactPage:
    """A fact whole."""

    slug: str
    subject: str
    state: str
    colour: str
    value: str
    known: tuple[tuple[str, str], ...]
    proof: tuple[tuple[str, str], ...]
    proof_href: str
    caveat: str
    suggestions: tuple[tuple[str, str], ...]
    peers: tuple[tuple[str, str], ...]
    versions: tuple[VersionView, ...]


def write_value(statistic: str, version: FactVersion | None) -> str:
    """Return the value in words and figures: "10.8 years", "7th of 296", or why there is none."""
    if version is None:
        return "No value yet"
    if version.disclosure == Disclosure.SUPPRESSED.value:
        return "Withheld"
    if statistic == Statistic.RANGE and version.series:
        ends = (min(version.series), max(version.series))
        return " to ".join(format_number(float(end), version.unit, version.decimals) for end in ends)
    if version.value is None:
        return "No value"
    if statistic in {Statistic.RANK, Statistic.FIRST}:
        of = f" of {format_plain(version.peers)}" if version.peers else ""
        joint = f", joint with {version.tied} more" if version.tied else ""
        return f"{ordinal(int(version.value))}{of}{joint}{f', {version.order}' if version.order else ''}"
    if statistic in {Statistic.GAP, Statistic.CHANGE} and version.unit == "%":
        return f"{format_plain(version.value, version.decimals)} percentage points"
    written = format_number(version.value, version.unit, version.decimals)
    if version.numerator is not None and version.denominator is not None and statistic != Statistic.RATE:
        written += f" ({format_plain(version.numerator)} of {format_plain(version.denominator)})"
    return written


def write_interval(version: FactVersion | None) -> str:
    """Return its 95% interval: "9.9 to 11.6", or nothing."""
    if version is None or version.lower is None or version.upper is None:
        return ""
    if version.disclosure == Disclosure.SUPPRESSED.value:
        return ""
    return f"{format_plain(version.lower, version.decimals)} to {format_plain(version.upper, version.decimals)}"


def write_state(fact: Fact, *, on: date) -> tuple[str, str]:
    """Return how a fact stands, and the colour of its tag."""
    version = fact.current
    if fact.superseded_by_id is not None:
        return "Superseded", "grey"
    if fact.retired_at is not None:
        return "Retired", "grey"
    if version is not None and version.disclosure == Disclosure.SUPPRESSED.value:
        return "Withheld", "red"
    if version is None or (version.value is None and not version.series):
        return "No value", "red"
    if version.verified_by_id is None:
        return "To be verified", "yellow"
    if version.valid_until is not None and version.valid_until < on:
        return "Past its last day", "orange"
    return "Verified", "green"


def make_line(fact: Fact, *, on: date, is_public: bool = False) -> FactLine:
    """Return a fact as a line of a list."""
    state, colour = write_state(fact, on=on)
    version = fact.current
    return FactLine(
        slug=fact.slug,
        href=fact.get_absolute_url() if is_public else reverse("evidence:staff_fact", args=[fact.slug]),
        subject=fact.subject,
        value=write_value(fact.statistic, version),
        period=version.period if version else "",
        owner=fact.owner.name,
        state=state,
        colour=colour,
    )


def make_row(fact: Fact, *, on: date) -> tuple[str, ...]:
    """Return a fact as a row of the register that is taken away."""
    version = fact.current
    return (
        fact.slug,
        fact.subject,
        STATISTIC_LABELS[Statistic(fact.statistic)],
        write_value(fact.statistic, version),
        write_interval(version),
        version.place if version else "",
        version.group if version else "",
        version.period if version else "",
        _iso(version.as_at if version else None),
        _iso(version.valid_until if version else None),
        version.source if version else "",
        fact.owner.name,
        version.verified_by.name if version and version.verified_by else "",
        write_state(fact, on=on)[0],
        version.sha256 if version else "",
    )


def make_fact_page(
    fact: Fact, versions: Sequence[FactVersion], *, on: date, is_staff: bool, bands: Bands = DEFAULT_BANDS
) -> FactPage:
    """Return the whole of a fact; the public reads no names of staff and no wording suggestions."""
    state, colour = write_state(fact, on=on)
    version = fact.current
    return FactPage(
        slug=fact.slug,
        subject=fact.subject,
        state=state,
        colour=colour,
        value=write_value(fact.statistic, version),
        known=_known(fact, version, is_staff=is_staff),
        proof=_proof(version),
        proof_href=reverse("evidence:how_we_know", args=[fact.indicator.slug]) if fact.indicator else "",
        caveat=version.caveat if version else "",
        suggestions=_suggestions(fact, bands) if is_staff else (),
        peers=_peers(version),
        versions=tuple(_version(fact, each, is_staff=is_staff) for each in versions),
    )


def _known(fact: Fact, version: FactVersion | None, *, is_staff: bool) -> tuple[tuple[str, str], ...]:
    asked = FactQuestion(fact.question).label if fact.question else "Recorded from a document"
    rows = [("Kind", STATISTIC_LABELS[Statistic(fact.statistic)]), ("What is asked", asked)]
    if version is not None:
        boundaries = f" (boundaries of {version.boundary_year})" if version.boundary_year else ""
        rows += [
            ("Interval (95%)", write_interval(version)),
            ("Why there is no value", version.missing),
            ("Place", f"{version.place}{boundaries}" if version.place else ""),
            ("Group", version.group),
            ("Period", version.period),
            ("As at", _day(version.as_at)),
            ("May be said until", _day(version.valid_until)),
            ("When we say it changed", version.criterion if fact.statistic == Statistic.CHANGE else ""),
        ]
    if is_staff:
        rows.append(("Who answers for it", fact.owner.name))
    if fact.superseded_by is not None:
        rows.append(("Superseded by", fact.superseded_by.slug))
    if fact.retired_because:
        rows.append(("Retired because", fact.retired_because))
    return tuple((key, value) for key, value in rows if value)


def _proof(version: FactVersion | None) -> tuple[tuple[str, str], ...]:
    if version is None:
        return ()
    rows = [("Source", version.source), ("Evidence snapshot", version.snapshot)]
    rows += [
        (
            file.get("file") or file.get("name", "File"),
            f"retrieved {file.get('retrieved')}; SHA-256 {file.get('sha256')}",
        )
        for file in version.files
    ]
    if version.document is not None:
        rows.append(("Document", str(version.document)))
        rows.append(("Address", version.document.address))
        if version.document.sha256:
            rows.append((version.document.file_name, f"SHA-256 {version.document.sha256}"))
    rows.append(("Fingerprint of this value (SHA-256)", version.sha256))
    return tuple((key, value) for key, value in rows if value)


def _suggestions(fact: Fact, bands: Bands) -> tuple[tuple[str, str], ...]:
    evidence = evidence_of(fact)
    if evidence is None or evidence.is_suppressed:
        return ()
    found = {each.text: each.why for each in all_suggestions(evidence, bands)}
    return tuple(found.items())


def _peers(version: FactVersion | None) -> tuple[tuple[str, str], ...]:
    if version is None:
        return ()
    return tuple((str(name), format_plain(float(value), 1)) for name, value in version.table)


def _version(fact: Fact, version: FactVersion, *, is_staff: bool) -> VersionView:
    document = version.document
    has_file = document is not None and bool(document.file_name)
    return VersionView(
        number=version.number,
        value=write_value(fact.statistic, version),
        period=version.period,
        note=version.note,
        recorded_by=version.recorded_by.name if is_staff else "",
        recorded_at=version.recorded_at,
        verified_by=version.verified_by.name if version.verified_by and is_staff else "",
        verified_at=version.verified_at,
        source=str(document) if document is not None else version.source,
        document_href=reverse("evidence:staff_fact_document", args=[document.pk])
        if is_staff and has_file and document is not None
        else "",
        sha256=version.sha256,
        snapshot=version.snapshot,
    )


def make_fact(fact: Fact) -> dict[str, Any]:
    """Return a fact as the read API gives it, with nothing rounded; what is withheld is not in it."""
    version = fact.current
    is_open = version is not None and version.disclosure == Disclosure.OPEN.value
    names = (
        *("place", "boundary_year", "group", "period", "unit", "decimals", "value", "lower", "upper", "numerator"),
        *("denominator", "series", "peers", "tied", "order", "is_clear", "criterion", "missing", "caveat", "as_at"),
        *("valid_until", "snapshot", "query", "source", "files", "sha256"),
    )
    return {
        "slug": fact.slug,
        "subject": fact.subject,
        "statistic": fact.statistic,
        "is_computed": fact.is_computed,
        "indicator": fact.indicator.slug if fact.indicator else "",
        "is_in_use": fact.is_in_use,
        "superseded_by": fact.superseded_by.slug if fact.superseded_by else "",
        "version": version.number if version else 0,
        **{name: getattr(version, name) if version and is_open else None for name in names},
    }


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
