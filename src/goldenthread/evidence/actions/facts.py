"""Every write to a fact: defined or recorded, corrected, verified, asked anew, retired."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from goldenthread.accounts import audit
from goldenthread.accounts.models import Person
from goldenthread.core.claims import Statistic
from goldenthread.core.estimates import Polarity
from goldenthread.evidence import numbers, permissions
from goldenthread.evidence.fact_answers import FactAnswer, NoAnswer, Query, ask, fingerprint, statistic_of
from goldenthread.evidence.fact_kinds import Disclosure, FactQuestion, FactRefused
from goldenthread.evidence.facts import make_evidence, tell_followers
from goldenthread.evidence.models import Fact, FactDocument, FactVersion, Indicator
from goldenthread.frontend.attached_files import EvidenceFile


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Where a recorded value can be read: a file that is kept, or an address."""

    title: str
    where: str = ""
    address: str = ""
    file: EvidenceFile | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A value as a person read it in a document."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    series: tuple[float, ...] = ()
    peers: int | None = None
    tied: int = 0
    order: str = ""
    table: tuple[tuple[str, float], ...] = ()
    unit: str = ""
    decimals: int = 0
    place: str = ""
    boundary_year: int | None = None
    group: str = ""
    period: str = ""
    polarity: str = Polarity.NEITHER.value
    is_clear: bool | None = None
    criterion: str = ""
    is_of_gap: bool | None = None
    as_at: date | None = None
    caveat: str = ""
    disclosure: str = Disclosure.OPEN.value
    missing: str = ""

    def fields(self) -> dict[str, Any]:
        """Return it in the fields of a version."""
        return {**asdict(self), "series": list(self.series), "table": [list(row) for row in self.table]}


@transaction.atomic
def define_fact(
    *,
    slug: str,
    subject: str,
    question: FactQuestion,
    indicator: Indicator,
    owner: Person,
    area_code: str = "",
    floor: float | None = None,
    next_release_on: date | None = None,
    grace_days: int = 60,
    by: Person,
    at: datetime,
) -> Fact:
    """A fact that the evidence is asked for, now and on every refresh. Its author is whoever chose the question."""
    permissions.check_can_keep_facts(by)
    fact = Fact(
        slug=slug,
        subject=subject.strip(),
        statistic=statistic_of(question, indicator.unit).value,
        question=question.value,
        indicator=indicator,
        area_code=area_code,
        floor=floor,
        owner=owner,
        next_release_on=next_release_on,
        grace_days=grace_days,
        changed_at=at,
    )
    fact.full_clean(exclude=["current"])
    fact.save()
    try:
        answer = ask(query_of(fact))
    except (NoAnswer, numbers.NoEvidence, numbers.QuestionError) as refusal:
        raise FactRefused(str(refusal)) from refusal
    version = _keep_answer(fact, answer, author=by, at=at)
    _write_down("defined the fact", fact, by=by, at=at, after=_told(version))
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def record_fact(
    *,
    slug: str,
    subject: str,
    statistic: Statistic,
    recorded: Recorded,
    document: SourceDocument,
    owner: Person,
    next_release_on: date | None = None,
    grace_days: int = 60,
    by: Person,
    at: datetime,
) -> Fact:
    """A fact that a person read in a document, which is kept with it."""
    permissions.check_can_keep_facts(by)
    fact = Fact(
        slug=slug,
        subject=subject.strip(),
        statistic=statistic.value,
        owner=owner,
        next_release_on=next_release_on,
        grace_days=grace_days,
        changed_at=at,
    )
    fact.full_clean(exclude=["current"])
    fact.save()
    version = _keep_recorded(fact, recorded, document, note="", by=by, at=at)
    _write_down("recorded the fact", fact, by=by, at=at, after=_told(version))
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def correct_fact(
    *, fact: Fact, recorded: Recorded, document: SourceDocument, note: str, by: Person, at: datetime
) -> Fact:
    """A new version of a recorded fact, with what changed and why. It waits to be verified again."""
    permissions.check_can_keep_facts(by)
    lock(fact)
    if fact.is_computed:
        raise FactRefused("The evidence answers for this fact. Define another one, and let it take this one's place.")
    _refuse_out_of_use(fact)
    if not note.strip():
        raise FactRefused("Say what changed, and why.")
    before = _told(fact.current)
    version = _keep_recorded(fact, recorded, document, note=note.strip(), by=by, at=at)
    _write_down("corrected the fact", fact, by=by, at=at, before=before, after=_told(version))
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def verify_fact(*, fact: Fact, by: Person, at: datetime) -> Fact:
    """Say that the current version is what its source says. Never by its author."""
    lock(fact)
    version = fact.current
    permissions.check_can_verify_fact(by, version)
    _refuse_out_of_use(fact)
    if version is None or version.verified_by_id is not None:
        raise FactRefused("This version has been verified already." if version else "The fact has no value yet.")
    version.verified_by, version.verified_at = by, at
    version.full_clean()
    version.save(update_fields=["verified_by", "verified_at"])
    fact.changed_at = at
    fact.save(update_fields=["changed_at"])
    _write_down("verified the fact", fact, by=by, at=at, after={"version": version.number, "sha256": version.sha256})
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def change_keeping(
    *, fact: Fact, subject: str, owner: Person, next_release_on: date | None, grace_days: int, by: Person, at: datetime
) -> Fact:
    """Change who answers for a fact, what it is called, and until when it may be said without a word."""
    permissions.check_can_keep_facts(by)
    lock(fact)
    _refuse_out_of_use(fact)
    before = _kept(fact)
    fact.subject, fact.owner = subject.strip(), owner
    fact.next_release_on, fact.grace_days, fact.changed_at = next_release_on, grace_days, at
    fact.full_clean()
    fact.save()
    version = fact.current
    if version is not None and version.valid_until != valid_until(fact):
        _copy_version(fact, version, valid=valid_until(fact), note="Its last day changed.", at=at)
    _write_down("changed the keeping of the fact", fact, by=by, at=at, before=before, after=_kept(fact))
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def retire_fact(*, fact: Fact, reason: str, by: Person, at: datetime) -> Fact:
    """Take a fact out of use: claims bound to it have no evidence any more."""
    permissions.check_can_keep_facts(by)
    lock(fact)
    _refuse_out_of_use(fact)
    if not reason.strip():
        raise FactRefused("Say why nobody is to quote it any more.")
    fact.retired_at, fact.retired_because, fact.changed_at = at, reason.strip(), at
    fact.full_clean()
    fact.save()
    _write_down("retired the fact", fact, by=by, at=at, after={"reason": fact.retired_because})
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def supersede_fact(*, fact: Fact, successor: Fact, by: Person, at: datetime) -> Fact:
    """Let another fact take this one's place: claims are to be bound to that one."""
    permissions.check_can_keep_facts(by)
    lock(fact)
    _refuse_out_of_use(fact)
    if successor.pk == fact.pk or not successor.is_in_use:
        raise FactRefused("Choose another fact, one that is in use.")
    fact.superseded_by, fact.changed_at = successor, at
    fact.full_clean()
    fact.save()
    _write_down("superseded the fact", fact, by=by, at=at, after={"by": successor.slug})
    tell_followers([fact.pk], at)
    return fact


@transaction.atomic
def refresh_facts(*, by: Person | None, at: datetime) -> tuple[Fact, ...]:
    """Ask the evidence anew for every computed fact in use; a version is made only of what changed.

    What was verified is the question, so a new answer to the same question stays verified. Returns the facts that
    changed. Without `by` the site itself does it; the permission is that of whoever took the evidence into use.
    """
    try:
        snapshot = numbers.current().id
    except numbers.NoEvidence:
        return ()
    changed = []
    for fact in Fact.objects.in_use().computed().with_everything().order_by("pk"):
        answer, before = _ask_again(fact), fact.current
        if before is None or fingerprint(query_of(fact).written(), asdict(answer)) != before.sha256:
            version = _keep_answer(fact, answer, author=before.recorded_by if before else fact.owner, at=at)
            changed.append(fact)
            _write_down("asked anew for the fact", fact, by=by, at=at, before=_told(before), after=_told(version))
        Fact.objects.filter(pk=fact.pk).update(refreshed_at=at, refreshed_from=snapshot)
    tell_followers([fact.pk for fact in changed], at)
    return tuple(changed)


def query_of(fact: Fact) -> Query:
    """Return what the evidence is asked for a computed fact."""
    if fact.indicator is None or not fact.is_computed:
        raise FactRefused(f"“{fact.subject}” was recorded by a person; the evidence is not asked for it.")
    return Query(FactQuestion(fact.question), fact.indicator.slug, fact.area_code, fact.floor)


def valid_until(fact: Fact) -> date | None:
    """Return the last day on which it may be said without a word: the next expected release and some grace."""
    if fact.next_release_on is None:
        return None
    return fact.next_release_on + timedelta(days=fact.grace_days)


def lock(fact: Fact) -> None:
    """Read the row anew and hold it until the end."""
    fact.refresh_from_db(from_queryset=Fact.objects.select_for_update())


def _ask_again(fact: Fact) -> FactAnswer:
    try:
        return ask(query_of(fact))
    except (NoAnswer, numbers.QuestionError) as nothing:
        return FactAnswer(missing=str(nothing)[:400])


def _keep_answer(fact: Fact, answer: FactAnswer, *, author: Person, at: datetime) -> FactVersion:
    query, snapshot = query_of(fact).written(), numbers.current().id
    before = fact.current
    version = FactVersion(
        **asdict(answer),
        valid_until=valid_until(fact),
        snapshot=snapshot,
        query=query,
        sha256=fingerprint(query, asdict(answer)),
        note="" if before is None else "The evidence was asked anew, and its answer changed.",
        recorded_by=author,
        recorded_at=at,
    )
    if before is not None and before.query == query:
        version.verified_by, version.verified_at = before.verified_by, before.verified_at
    fact.refreshed_at, fact.refreshed_from = at, snapshot
    return _add_version(fact, version, at=at)


def _keep_recorded(
    fact: Fact, recorded: Recorded, document: SourceDocument, *, note: str, by: Person, at: datetime
) -> FactVersion:
    given = recorded.fields()
    if recorded.missing and not recorded.disclosure == Disclosure.SUPPRESSED.value and recorded.value is not None:
        raise FactRefused("There is a value, so it is not missing. Leave out the one or the other.")
    kept = _keep_document(document, by=by, at=at)
    query = {"document": str(kept), "file": kept.sha256, "address": kept.address}
    version = FactVersion(
        **given,
        valid_until=valid_until(fact),
        query=query,
        source=kept.title,
        document=kept,
        sha256=fingerprint(query, given),
        note=note,
        recorded_by=by,
        recorded_at=at,
    )
    _refuse_impossible(Statistic(fact.statistic), version)
    return _add_version(fact, version, at=at)


def _keep_document(document: SourceDocument, *, by: Person, at: datetime) -> FactDocument:
    file = document.file
    if file is None and not document.address.strip():
        raise FactRefused("Attach the document that the value stands in, or give its address.")
    kept = FactDocument(
        title=document.title.strip(),
        where=document.where.strip(),
        address=document.address.strip(),
        file_name=file.name if file else "",
        content_type=file.content_type if file else "",
        content=file.content if file else b"",
        sha256=hashlib.sha256(file.content).hexdigest() if file else "",
        added_by=by,
        added_at=at,
    )
    kept.full_clean()
    kept.save()
    return kept


def _copy_version(fact: Fact, version: FactVersion, *, valid: date | None, note: str, at: datetime) -> None:
    """The same value until another day: still verified, because what was verified is the value."""
    left_out = {"id", "number", "valid_until", "note", "recorded_at"}
    fields = {each.name: getattr(version, each.name) for each in version._meta.concrete_fields}
    kept = {name: value for name, value in fields.items() if name not in left_out}
    _add_version(fact, FactVersion(**kept, valid_until=valid, note=note, recorded_at=at), at=at)


def _add_version(fact: Fact, version: FactVersion, *, at: datetime) -> FactVersion:
    latest = fact.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version.fact, version.number = fact, latest + 1
    version.full_clean()
    version.save()
    fact.current, fact.changed_at = version, at
    fact.save()
    return version


def _refuse_impossible(statistic: Statistic, version: FactVersion) -> None:
    """Refuse, in the core's own sentence, a value that its kind cannot have."""
    try:
        found = make_evidence(statistic, version)
    except ValueError as refusal:
        raise FactRefused(str(refusal)) from refusal
    if found is None and not version.missing:
        raise FactRefused("Enter the value, or say why there is none: missing is not zero.")
    if found is not None and not found.is_suppressed and version.value is None and found.value is not None:
        version.value = float(found.value)


def _refuse_out_of_use(fact: Fact) -> None:
    if not fact.is_in_use:
        raise FactRefused(f"“{fact.subject}” is out of use and is kept as it was.")


def _told(version: FactVersion | None) -> dict[str, Any] | None:
    """What the audit log says of a version; a withheld value is not in it."""
    if version is None:
        return None
    names = ("number", "value", "lower", "upper", "series", "period", "as_at", "valid_until", "snapshot", "sha256")
    return {name: getattr(version, name) for name in names}


def _kept(fact: Fact) -> dict[str, Any]:
    return {
        "subject": fact.subject,
        "owner": fact.owner.name,
        "next_release_on": fact.next_release_on,
        "grace_days": fact.grace_days,
    }


def _write_down(
    verb: str,
    fact: Fact,
    *,
    by: Person | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    audit.record(
        actor=by,
        at=at,
        verb=verb,
        object_type=fact._meta.label_lower,
        object_id=fact.pk,
        object_name=str(fact),
        before=before,
        after=after,
    )
