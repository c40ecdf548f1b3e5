"""Check, review, approve, publish, correct: the only way from a draft to the public."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.plan.editions import read_edition
from goldenthread.plan.states import NotPossible
from goldenthread.publishing.pdf import PdfError
from goldenthread.reports import outline, permissions
from goldenthread.reports.actions.keeping import keep, lock, move, write_down
from goldenthread.reports.actions.placing import index_blocks
from goldenthread.reports.blocks.placed import freeze as freeze_blocks
from goldenthread.reports.blocks.placed import with_told
from goldenthread.reports.checks import Finding, find_checks, what_stands
from goldenthread.reports.models import AnnualReport, ReportEdition
from goldenthread.reports.quoting import find_quoted, freeze, quote
from goldenthread.reports.reading import read_report
from goldenthread.reports.states import ReportStatus
from goldenthread.reports.typesetting import typeset_files

#: So many of what stands against a report are named in a refusal; the checks page has them all.
MOST_NAMED = 3


@transaction.atomic
def check(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Say that the report holds together: everything is written, and nothing the checks found stands against it."""
    permissions.check_can_write_reports(by)
    lock(report)
    move(report, ReportStatus.CHECKED)
    _refuse_what_stands_against(report, at=at)
    report.checked_by, report.checked_at = by, at
    keep(report, by=by, at=at, is_change=False)
    write_down("checked", report, by=by, at=at)
    return report


@transaction.atomic
def submit_for_review(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Ask a colleague to read what was checked. It stands still until it comes back or is approved."""
    permissions.check_can_write_reports(by)
    lock(report)
    move(report, ReportStatus.IN_REVIEW)
    _refuse_what_stands_against(report, at=at)
    waiting = list(report.replies.open())
    if waiting:
        names = ", ".join(reply.who for reply in waiting)
        raise NotPossible(f"Write down first what came of asking: {names}.")
    report.submitted_by, report.submitted_at = by, at
    keep(report, by=by, at=at, is_change=False)
    write_down("sent for review", report, by=by, at=at)
    return report


@transaction.atomic
def send_back(*, report: AnnualReport, reason: str, by: Person, at: datetime) -> AnnualReport:
    """Back to draft, with what should change."""
    permissions.check_can_send_back(by, report)
    lock(report)
    if not reason.strip():
        raise NotPossible("Say what should change before it is published.")
    if report.status == ReportStatus.PUBLISHED.value:
        raise NotPossible(f"“{report.title}” is published. Begin a correction, which is published with its note.")
    move(report, ReportStatus.DRAFT)
    _forget_steps(report)
    keep(report, by=by, at=at, is_change=False)
    write_down("sent back", report, by=by, at=at, after={"reason": reason.strip()})
    return report


@transaction.atomic
def approve(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Say that the report may be published. Never by whoever sent it for review or wrote in it."""
    lock(report)
    permissions.check_can_approve(by, report)
    move(report, ReportStatus.APPROVED)
    report.approved_by, report.approved_at = by, at
    keep(report, by=by, at=at, is_change=False)
    write_down("approved", report, by=by, at=at)
    return report


@transaction.atomic
def publish(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Let everybody read it, as page, PDF and Word. Words, blocks, facts and verdicts are frozen into an edition."""
    lock(report)
    permissions.check_can_publish(by, report)
    move(report, ReportStatus.PUBLISHED)
    findings = _refuse_what_stands_against(report, at=at)
    report.published_by = by
    report.published_at = report.published_at or at
    try:
        pdf, word = typeset_files(report, on=timezone.localdate(at))
    except PdfError as error:
        raise NotPossible(f"The PDF could not be made, so nothing was published. {error}") from error
    index_blocks(report, at=at)
    edition = _freeze(report, findings, pdf, word, by=by, at=at)
    report.pdf.name, report.correction = edition.pdf.name, ""
    keep(report, by=by, at=at, is_change=False)
    after = {"edition": edition.number, "sha256": edition.sha256, "snapshot": report.snapshot, "pdf_bytes": len(pdf)}
    write_down("published", report, by=by, at=at, after=after | ({"corrects": edition.note} if edition.note else {}))
    return report


@transaction.atomic
def begin_correction(*, report: AnnualReport, note: str, by: Person, at: datetime) -> AnnualReport:
    """Take up a published report again, to put something right in a new edition. Everybody reads the old meanwhile."""
    permissions.check_can_write_reports(by)
    lock(report)
    if not note.strip():
        raise NotPossible("Say what the new edition puts right. It is published with it.")
    if report.status != ReportStatus.PUBLISHED.value:
        raise NotPossible(f"“{report.title}” is {report.status}. Only what is published is corrected.")
    move(report, ReportStatus.DRAFT)
    _forget_steps(report)
    report.correction = note.strip()
    keep(report, by=by, at=at, is_change=False)
    write_down("began a correction of", report, by=by, at=at, after={"note": report.correction})
    return report


def what_stands_against(report: AnnualReport) -> tuple[str, ...]:
    """What has to be written before anything else, in sentences."""
    if report.edition is None:
        return ("It has not been put together from its plan yet.",)
    written = {text.place for text in report.texts.all() if text.text.strip()}
    missing = [
        place.heading
        for place in outline.places_of(read_edition(report.edition))
        if place.is_required and place.key not in written
    ]
    return tuple(f"Nobody has written “{heading}” yet." for heading in missing)


def _refuse_what_stands_against(report: AnnualReport, *, at: datetime) -> tuple[Finding, ...]:
    unwritten = what_stands_against(report)
    if unwritten:
        raise NotPossible(" ".join(unwritten))
    findings = find_checks(report, on=timezone.localdate(at))
    standing = what_stands(findings)
    if standing:
        named = [f"“{each.words}” under {each.heading} is {each.verdict}." for each in standing[:MOST_NAMED]]
        more = f" And {len(standing) - MOST_NAMED} more." if len(standing) > MOST_NAMED else ""
        raise NotPossible(f"{' '.join(named)}{more} See the checks.")
    return findings


def _forget_steps(report: AnnualReport) -> None:
    report.checked_by = report.checked_at = report.submitted_by = report.submitted_at = None
    report.approved_by = report.approved_at = None


def _freeze(
    report: AnnualReport, findings: Sequence[Finding], pdf: bytes, word: bytes, *, by: Person, at: datetime
) -> ReportEdition:
    texts = {text.place: text.text for text in report.texts.order_by("place") if text.text.strip()}
    read = read_report(report, on=timezone.localdate(at))
    blocks = read.blocks if read is not None else ()
    known = find_quoted(with_told(texts, blocks))
    frozen: dict[str, Any] = {
        "texts": texts,
        "blocks": freeze_blocks(blocks),
        "facts": freeze(quote(known[slug] for slug in sorted(known))),
        "claims": [
            {"place": each.place, "fact": each.subject, "words": each.words, "verdict": each.verdict, "why": each.why}
            for each in findings
            if each.rule == "claim"
        ],
        "clearances": [_answered_for(each) for each in findings if each.clearance and not each.is_for_staff_only],
    }
    # One rule for all editions: those published before there were blocks have none of them in their fingerprint.
    hashed = {name: kept for name, kept in frozen.items() if kept or name != "blocks"}
    figures = _sha256(list(report.figures.order_by("number").values()))
    latest = report.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = ReportEdition(
        report=report,
        number=latest + 1,
        title=report.title,
        **frozen,
        figures_sha256=figures,
        sha256=_sha256([report.title, hashed, figures]),
        note=report.correction,
        published_by=by,
        published_at=at,
    )
    name = report.slug if latest == 0 else f"{report.slug}-edition-{latest + 1}"
    edition.full_clean(exclude=["facts", "claims", "clearances", "texts", "blocks"])
    edition.pdf.save(f"{name}.pdf", ContentFile(pdf), save=False)
    edition.word.save(f"{name}.docx", ContentFile(word), save=False)
    edition.save()
    return edition


def _answered_for(finding: Finding) -> dict[str, Any]:
    clearance = finding.clearance
    assert clearance is not None  # noqa: S101  (whoever asks has looked)
    return {
        "heading": finding.heading,
        "words": finding.words,
        "verdict": finding.verdict,
        "why": finding.why,
        "reason": clearance.reason,
        "by": clearance.by.name,
        "on": timezone.localdate(clearance.at).isoformat(),
        "is_override": clearance.is_override,
    }


def _sha256(content: Any) -> str:
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
