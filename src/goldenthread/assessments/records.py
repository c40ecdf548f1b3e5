"""An assessment as what it says: plain values that gaps, pages and documents are made from, without a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.assessments.kinds import DecisionOption, Effect, name_of_both
from goldenthread.assessments.models import Assessment, Impact
from goldenthread.assessments.states import AssessmentStatus, DecisionStatus
from goldenthread.plan.documents import ActionDocument, load
from goldenthread.plan.models import EditionItem, ItemKind


@dataclass(frozen=True, slots=True)
class ImpactRecord:
    """What the proposal would do to one group."""

    pk: int
    characteristic: str
    second: str
    groups: str
    effect: Effect
    why: str

    @property
    def name(self) -> str:
        """Whom it is about."""
        return name_of_both(self.characteristic, self.second)


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One group in a piece of evidence, as it was when the evidence was added."""

    group: str
    words: str  # its value with interval, or why there is none
    share: float | None
    population_share: float | None
    index: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One piece of evidence."""

    pk: int
    title: str
    shows: str
    reference: str
    indicator_slug: str
    characteristic: str
    period: str
    source: str
    snapshot: str
    counted: str
    population: str
    figures: tuple[GroupFigure, ...]
    no_shares: str


@dataclass(frozen=True, slots=True)
class EngagementRecord:
    """One time that people were asked."""

    pk: int
    reference: str
    held_on: date | None
    people: int | None
    summary: str


@dataclass(frozen=True, slots=True)
class MitigationRecord:
    """An action of the plan and the impact it answers."""

    pk: int
    impact_pk: int | None
    impact_name: str
    how: str
    plan_slug: str
    plan_title: str
    action_number: str
    action_label: str
    title: str
    owner: str
    owner_role: str
    due_on: date | None
    status: str
    is_in_plan: bool
    is_published: bool


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step on the way."""

    after: str
    on: date
    by: str
    by_role: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """The decision that the assessment is for."""

    pk: int
    reference: str
    title: str
    decision_maker: str
    due_on: date
    status: DecisionStatus
    outcome: str
    outcome_words: str
    decided_on: date | None
    override_by: str = ""
    override_role: str = ""
    override_on: date | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class SimilarRecord:
    """Another assessment that found an effect on the same people in the period looked at."""

    number: int
    title: str
    characteristic: str
    second: str
    groups: str
    effect: Effect
    decide_by: date | None
    status: AssessmentStatus

    @property
    def name(self) -> str:
        """Whom it is about."""
        return name_of_both(self.characteristic, self.second)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that an assessment says."""

    number: int
    title: str
    proposal: str
    decide_by: date | None
    affected: str
    impacts: tuple[ImpactRecord, ...]
    evidence: tuple[EvidenceRecord, ...]
    engagements: tuple[EngagementRecord, ...]
    cumulative: str
    mitigations: tuple[MitigationRecord, ...]
    option: DecisionOption | None
    option_reason: str
    monitoring: str
    review_on: date | None
    status: AssessmentStatus
    author: str
    author_role: str
    team: str
    signed_by: str = ""
    signed_role: str = ""
    signed_on: date | None = None
    published_on: date | None = None
    decision: DecisionRecord | None = None
    steps: tuple[StepRecord, ...] = ()
    supersedes: int | None = None
    superseded_by: int | None = None
    similar: tuple[SimilarRecord, ...] = field(default=())

    @property
    def reference(self) -> str:
        """As it is quoted."""
        return f"EIA {self.number}"

    def impact_on(self, characteristic: str, second: str = "") -> ImpactRecord | None:
        """What was found about one characteristic, or two where they meet."""
        return next(
            (each for each in self.impacts if (each.characteristic, each.second) == (characteristic, second)), None
        )

    @property
    def intersections(self) -> tuple[ImpactRecord, ...]:
        """The impacts where two characteristics meet."""
        return tuple(each for each in self.impacts if each.second)

    @property
    def harms(self) -> tuple[ImpactRecord, ...]:
        """The impacts that leave people worse off."""
        return tuple(each for each in self.impacts if each.effect is Effect.NEGATIVE)


def read_record(assessment: Assessment, similar: Sequence[SimilarRecord] = ()) -> Record:
    """What an assessment says; it asks nothing of one that was read by `with_everything`."""
    signer = assessment.signed_by
    return Record(
        number=assessment.number,
        title=assessment.title,
        proposal=assessment.proposal,
        decide_by=assessment.decide_by,
        affected=assessment.affected,
        impacts=tuple(_impact(each) for each in assessment.impacts.all()),
        evidence=tuple(_evidence(each) for each in assessment.evidence.all()),
        engagements=tuple(
            EngagementRecord(each.pk, each.reference, each.held_on, each.people, each.summary)
            for each in assessment.engagements.all()
        ),
        cumulative=assessment.cumulative,
        mitigations=tuple(_mitigation(each) for each in assessment.mitigations.all()),
        option=DecisionOption(assessment.option) if assessment.option else None,
        option_reason=assessment.option_reason,
        monitoring=assessment.monitoring,
        review_on=assessment.review_on,
        status=AssessmentStatus(assessment.status),
        author=assessment.author.name,
        author_role=_role(assessment.author),
        team=assessment.team.name if assessment.team else "",
        signed_by=signer.name if signer else "",
        signed_role=_role(signer),
        signed_on=timezone.localdate(assessment.signed_at) if assessment.signed_at else None,
        published_on=timezone.localdate(assessment.published_at) if assessment.published_at else None,
        decision=read_decision(assessment.decision),
        steps=tuple(
            StepRecord(
                each.after,
                timezone.localdate(each.at),
                each.by.name if each.by else "The site itself",
                _role(each.by) if each.by else "The site itself",
                each.reason,
            )
            for each in assessment.steps.all()
        ),
        supersedes=assessment.supersedes.number if assessment.supersedes else None,
        superseded_by=_successor(assessment),
        similar=tuple(similar),
    )


def read_similar(assessment: Assessment, *, days: int, is_public: bool) -> tuple[SimilarRecord, ...]:
    """What other assessments found about the same people for decisions within so many days of this one's, in a query.

    Only effects count that leave people better or worse off. Those of an assessment it supersedes are left out.
    """
    if assessment.decide_by is None:
        return ()
    mine = [
        (each.characteristic, each.second_characteristic)
        for each in assessment.impacts.all()
        if each.effect in {Effect.POSITIVE.value, Effect.NEGATIVE.value}
    ]
    named = sorted({name for pair in mine for name in pair if name})
    if not named:
        return ()
    period = (assessment.decide_by - timedelta(days=days), assessment.decide_by + timedelta(days=days))
    others = Assessment.objects.exclude(pk=assessment.pk).exclude(status=AssessmentStatus.SUPERSEDED.value)
    if is_public:
        others = others.public()
    if assessment.supersedes_id:
        others = others.exclude(pk=assessment.supersedes_id)
    impacts = (
        Impact.objects.filter(Q(characteristic__in=named) | Q(second_characteristic__in=named))
        .filter(assessment__in=others.filter(decide_by__range=period))
        .filter(effect__in=[Effect.POSITIVE.value, Effect.NEGATIVE.value])
        .select_related("assessment")
        .order_by("characteristic", "second_characteristic", "assessment__decide_by", "pk")
    )
    return tuple(
        SimilarRecord(
            each.assessment.number,
            each.assessment.title,
            each.characteristic,
            each.second_characteristic,
            each.groups,
            Effect(each.effect),
            each.assessment.decide_by,
            AssessmentStatus(each.assessment.status),
        )
        for each in impacts
    )


def _successor(assessment: Assessment) -> int | None:
    """The published assessment that took this one's place; one that is still being written has not."""
    if assessment.status != AssessmentStatus.SUPERSEDED:
        return None
    later = getattr(assessment, "superseded_by", None)
    return later.number if later else None


def _impact(row: Impact) -> ImpactRecord:
    return ImpactRecord(row.pk, row.characteristic, row.second_characteristic, row.groups, Effect(row.effect), row.why)


def _evidence(row: Any) -> EvidenceRecord:
    return EvidenceRecord(
        pk=row.pk,
        title=row.title,
        shows=row.shows,
        reference=row.reference,
        indicator_slug=row.indicator.slug if row.indicator else "",
        characteristic=row.characteristic,
        period=row.period,
        source=row.source,
        snapshot=row.snapshot,
        counted=row.counted,
        population=row.population,
        figures=tuple(GroupFigure(**figure) for figure in row.figures),
        no_shares=row.no_shares,
    )


def _mitigation(row: Any) -> MitigationRecord:
    action = row.action
    return MitigationRecord(
        pk=row.pk,
        impact_pk=row.impact_id,
        impact_name=_impact(row.impact).name if row.impact else "",
        how=row.how,
        plan_slug=action.plan.slug,
        plan_title=action.plan.title,
        action_number=action.number,
        action_label=f"{action.plan.action_name} {action.number}",
        title=action.title,
        owner=action.owner.name if action.owner else "",
        owner_role=action.owner_role,
        due_on=action.due_on,
        status=action.status,
        is_in_plan=action.removed_at is None,
        is_published=action.plan.current_edition_id is not None,
    )


def read_decision(row: Any) -> DecisionRecord | None:
    """A decision with its override, where there is one."""
    if row is None:
        return None
    override = getattr(row, "override", None)
    return DecisionRecord(
        pk=row.pk,
        reference=row.reference,
        title=row.title,
        decision_maker=row.decision_maker,
        due_on=row.due_on,
        status=DecisionStatus(row.status),
        outcome=row.outcome,
        outcome_words=row.outcome_words,
        decided_on=row.decided_on,
        override_by=override.by.name if override else "",
        override_role=_role(override.by) if override else "",
        override_on=timezone.localdate(override.at) if override else None,
        override_reason=override.reason if override else "",
    )


def _role(person: Person | None) -> str:
    """What stands in public instead of a name."""
    return person.job_title or "An officer of the council" if person else ""


def read_published_actions(mitigations: Iterable[MitigationRecord]) -> dict[tuple[str, str], ActionDocument]:
    """The mitigations' actions as everybody reads them, in a query; those in no published plan are left out."""
    wanted = {(each.plan_slug, each.action_number) for each in mitigations}
    if not wanted:
        return {}
    items = (
        EditionItem.objects.public()
        .of_kind(ItemKind.ACTION)
        .filter(edition__plan__slug__in={slug for slug, _ in wanted}, number__in={number for _, number in wanted})
        .values_list("edition__plan__slug", "number", "document")
    )
    return {
        (slug, number): load(ActionDocument, document) for slug, number, document in items if (slug, number) in wanted
    }


def as_published(record: Record, actions: Mapping[tuple[str, str], ActionDocument]) -> Record:
    """The record with its mitigations as the plan's edition has them: what nobody has released stays inside."""
    return replace(record, mitigations=tuple(_as_published(each, actions) for each in record.mitigations))


def _as_published(mitigation: MitigationRecord, actions: Mapping[tuple[str, str], ActionDocument]) -> MitigationRecord:
    document = actions.get((mitigation.plan_slug, mitigation.action_number))
    if document is None:
        return replace(mitigation, status="", is_published=False)
    return replace(
        mitigation,
        title=document.title,
        owner=document.owner_role or mitigation.owner,
        owner_role=document.owner_role,
        due_on=document.due_on,
        status=document.progress.status,
        is_published=True,
    )
