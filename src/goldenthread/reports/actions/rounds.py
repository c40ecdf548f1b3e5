"""Send a report out as Word, take it back, and write into its texts what was accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.checking.documents import ChangeKind, DocumentRefused, Returned, read_returned_apart
from goldenthread.checking.documents.reading import LARGEST_BYTES, file_name
from goldenthread.checking.documents.returned_plain import returned_as_plain
from goldenthread.plan.states import NotPossible
from goldenthread.reports import permissions
from goldenthread.reports.actions.keeping import lock, lock_draft, write_down
from goldenthread.reports.actions.writing import write_text
from goldenthread.reports.comparing import Comparison
from goldenthread.reports.models import AnnualReport, CommentRound, ReturnedFile
from goldenthread.reports.rounds import compare, compare_with, read_sent
from goldenthread.reports.states import ReportStatus
from goldenthread.reports.typesetting import make_word
from goldenthread.reports.units import join_units

#: Who reads a stranger's file: in a process apart, unless a test hands over its own.
Reader = Callable[[str, bytes], Returned]
_ZIP = b"PK\x03\x04"


#: Somebody waits for the page meanwhile.
LONGEST_SECONDS = 60


def _read_soon(name: str, content: bytes) -> Returned:
    return read_returned_apart(name, content, seconds=LONGEST_SECONDS)


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision."""

    accepted: frozenset[int]
    refused: frozenset[int]
    moved_on: frozenset[int]  # accepted, but the words have changed since: to be made by hand
    places: tuple[str, ...]  # the texts that were written anew


@transaction.atomic
def send_out(*, report: AnnualReport, to: str, by: Person, at: datetime) -> CommentRound:
    """Make the Word file that goes out for comment, and keep it as what comes back is held beside."""
    permissions.check_can_write_reports(by)
    lock(report)
    if report.status == ReportStatus.PUBLISHED.value:
        raise NotPossible(f"“{report.title}” is published. Begin a correction before you send it out for comment.")
    if not to.strip():
        raise NotPossible("Say who is asked to comment.")
    content = make_word(report, on=timezone.localdate(at))
    latest = report.rounds.order_by("-number").values_list("number", flat=True).first() or 0
    sent = CommentRound(
        report=report,
        number=latest + 1,
        to=to.strip(),
        texts={text.place: text.text for text in report.texts.order_by("place") if text.text.strip()},
        paragraphs=read_sent(content),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        sent_by=by,
        sent_at=at,
    )
    sent.full_clean(exclude=["texts", "paragraphs"])
    sent.save()
    write_down("sent out for comment", report, by=by, at=at, after={"round": sent.number, "to": sent.to})
    return sent


def take_back(
    *, sent: CommentRound, name: str, content: bytes, by: Person, at: datetime, read: Reader = _read_soon
) -> ReturnedFile:
    """Read a Word file that came back and hold it beside what went out. Nothing in the report changes yet."""
    permissions.check_can_write_reports(by)
    name = file_name(name)
    if len(content) > LARGEST_BYTES:
        raise NotPossible(f"{name} has {len(content) / 1e6:.0f} MB. Save it with smaller pictures.")
    if not content.startswith(_ZIP):
        raise NotPossible(f"{name} is not a Word document (.docx). Ask for it as the Word file that was sent.")
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 == sent.sha256:
        raise NotPossible(f"{name} is the file as it was sent: nobody has changed it.")
    if sent.returned.filter(sha256=sha256).exists():
        raise NotPossible(f"{name} has been brought in already.")
    try:
        returned = read(name, content)
    except DocumentRefused as refused:
        raise NotPossible(str(refused)) from refused
    comparison = compare_with(sent, returned)
    if comparison.sent and not any(each.sent is not None for each in comparison.located):
        raise NotPossible(f"{name} has no paragraph of the report that was sent. Choose the file that came back.")
    return _keep(sent, name, sha256, comparison, by=by, at=at)


@transaction.atomic
def _keep(
    sent: CommentRound, name: str, sha256: str, comparison: Comparison, *, by: Person, at: datetime
) -> ReturnedFile:
    one = ReturnedFile(
        round=sent,
        name=name[:200],
        sha256=sha256,
        reading=returned_as_plain(comparison.returned),
        undecided=len(to_decide(comparison, {})),
        uploaded_by=by,
        uploaded_at=at,
    )
    one.full_clean(exclude=["reading", "decisions"])
    one.save()
    after = {"round": sent.number, "file": one.name, "changes": one.undecided}
    write_down("took back from comment", sent.report, by=by, at=at, after=after)
    return one


def to_decide(comparison: Comparison, decisions: Mapping[str, Any]) -> tuple[int, ...]:
    """The changes in the report's own texts that nobody has decided on."""
    return tuple(
        each.number
        for each in comparison.changes
        if each.kind is not ChangeKind.FORMATTED
        and str(each.number) not in decisions
        and comparison.can_be_taken(each.number)
    )


@transaction.atomic
def decide(
    *, one: ReturnedFile, accepted: frozenset[int], refused: frozenset[int], by: Person, at: datetime
) -> Decided:
    """Write what is accepted into the report's texts, unless the words have changed since; note what is refused."""
    permissions.check_can_write_reports(by)
    report = one.round.report
    lock_draft(report)
    one.refresh_from_db(from_queryset=ReturnedFile.objects.select_for_update())
    comparison = compare(one)
    open_changes = set(to_decide(comparison, one.decisions))
    if both := accepted & refused:
        raise NotPossible(f"Change {min(both)} is both accepted and refused. Choose one.")
    if unknown := (accepted | refused) - open_changes:
        raise NotPossible(f"Change {min(unknown)} is decided on already, or there is none. Look at the page again.")
    if not accepted and not refused:
        raise NotPossible("Accept or refuse at least one change.")
    today = {text.place: text.text for text in report.texts.all()}
    merged = comparison.merge(today, one.accepted(), accepted)
    for place, units in merged.texts.items():
        write_text(report=report, place=place, text=join_units(units), by=by, at=at)
    for number in sorted(merged.accepted | refused):
        one.decisions[str(number)] = {"is_accepted": number in merged.accepted, "by": by.name, "at": at}
    one.undecided = len(open_changes) - len(merged.accepted) - len(refused)
    one.save(update_fields=["decisions", "undecided"])
    if merged.accepted or refused:
        after = {"round": one.round.number, "file": one.name, **_counted(merged.accepted, refused)}
        write_down("decided on changes from comment to", report, by=by, at=at, after=after)
    return Decided(merged.accepted, refused, merged.moved_on, tuple(merged.texts))


def _counted(accepted: frozenset[int], refused: frozenset[int]) -> dict[str, list[int]]:
    return {"accepted": sorted(accepted), "refused": sorted(refused)}
