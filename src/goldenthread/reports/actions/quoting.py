"""The index of claims: kept by whoever writes a text, judged anew when a fact changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.evidence import facts
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.models import Fact
from goldenthread.reports import permissions
from goldenthread.reports.actions.keeping import lock, write_down
from goldenthread.reports.models import AnnualReport, ClaimUse
from goldenthread.reports.quoting import judge_texts


def index_claims(report: AnnualReport, place: str, text: str, *, at: datetime) -> None:
    """Keep which facts a text quotes. Whoever wrote it has seen every verdict, so nothing waits to be looked at."""
    report.claims.filter(place=place).delete()
    ClaimUse.objects.bulk_create(
        ClaimUse(
            report=report,
            place=place,
            position=claim.position,
            slug=claim.slug[:80],
            fact=claim.fact,
            words=claim.words,
            version=claim.version,
            verdict=claim.judged.verdict.value,
            why=claim.judged.why[:600],
            judged_at=at,
        )
        for claim in judge_texts({place: text}, on=timezone.localdate(at))
    )


def judge_anew(changed: Collection[int], at: datetime) -> None:
    """Judge every claim that quotes one of these facts. Only another verdict is somebody's task."""
    slugs = Fact.objects.filter(pk__in=changed).values("slug")
    uses = ClaimUse.objects.filter(Q(fact__in=changed) | Q(fact__isnull=True, slug__in=slugs))
    _judge(uses, at, verb="judged anew, because a fact changed, the claims of")


@transaction.atomic
def judge_what_aged(*, at: datetime) -> int:
    """Judge every claim as of today, once a day: a fact grows old without anybody changing it. How many changed."""
    return _judge(ClaimUse.objects.all(), at, verb="judged as of today the claims of")


def _judge(uses: QuerySet[ClaimUse], at: datetime, *, verb: str) -> int:
    found = list(uses.select_related("report"))
    known, bands = facts.find_facts(use.slug for use in found), current_bands()
    differently: Counter[AnnualReport] = Counter()
    for use in found:
        fact = known.get(use.slug)
        judged = facts.judge(use.words, fact, on=timezone.localdate(at), bands=bands)
        if judged.verdict.value != use.verdict:
            _note_change(use, judged.verdict.value, at)
            differently[use.report] += 1
        use.fact, use.why, use.judged_at = fact, judged.why[:600], at
        use.version = fact.current.number if fact is not None and fact.current is not None else 0
    ClaimUse.objects.bulk_update(
        found, ["fact", "verdict", "why", "version", "judged_at", "verdict_before", "changed_at"]
    )
    for report, claims in differently.items():
        audit.record(
            actor=None,
            at=at,
            verb=verb,
            object_type=report._meta.label_lower,
            object_id=report.pk,
            object_name=str(report),
            after={"claims judged differently": claims},
        )
    return differently.total()


@transaction.atomic
def have_looked(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Say that the claims whose verdict changed have been looked at."""
    permissions.check_can_write_reports(by)
    lock(report)
    waiting = report.claims.to_look_at()
    after = {use.words: f"{use.verdict_before}, now {use.verdict}" for use in waiting}
    waiting.update(changed_at=None, verdict_before="")
    write_down("looked at the changed claims of", report, by=by, at=at, after=after)
    return report


def _note_change(use: ClaimUse, verdict: str, at: datetime) -> None:
    """One that changes back before anybody looked is no task any more."""
    is_back = use.changed_at is not None and verdict == use.verdict_before
    if use.changed_at is None:
        use.verdict_before, use.changed_at = use.verdict, at
    elif is_back:
        use.verdict_before, use.changed_at = "", None
    use.verdict = verdict
