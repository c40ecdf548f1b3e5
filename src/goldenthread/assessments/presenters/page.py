"""One assessment as everybody reads it, and as staff read it before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.assessments.gaps import Gap
from goldenthread.assessments.kinds import DecisionOption, Effect
from goldenthread.assessments.records import (
    DecisionRecord,
    EngagementRecord,
    EvidenceRecord,
    GroupFigure,
    ImpactRecord,
    MitigationRecord,
    Record,
    SimilarRecord,
)
from goldenthread.assessments.states import AssessmentStatus, DecisionStatus
from goldenthread.core.estimates import Estimate, Limits
from goldenthread.plan.presenters import Block, Status, make_blocks, make_status, write_day
from goldenthread.publishing.charts.dots import Dot, Reference, dot_and_interval
from goldenthread.publishing.charts.drawing import Caption
from goldenthread.publishing.figures import Column, Figure, Table
from goldenthread.publishing.numbers import format_plain, number_in_words

STATUS_COLOURS = {
    AssessmentStatus.DRAFT: "grey",
    AssessmentStatus.SUBMITTED: "blue",
    AssessmentStatus.RETURNED: "orange",
    AssessmentStatus.SIGNED: "teal",
    AssessmentStatus.PUBLISHED: "green",
    AssessmentStatus.DUE_FOR_REVIEW: "yellow",
    AssessmentStatus.SUPERSEDED: "purple",
}
EFFECT_COLOURS = {
    Effect.POSITIVE: "green",
    Effect.NEGATIVE: "red",
    Effect.NONE: "grey",
    Effect.UNKNOWN: "yellow",
}
EFFECT_WORDS = {
    Effect.POSITIVE: "Better off",
    Effect.NEGATIVE: "Worse off",
    Effect.NONE: "No difference",
    Effect.UNKNOWN: "Not known",
}
STEP_WORDS = {
    "draft": "Begun",
    "submitted": "Sent for sign-off",
    "returned": "Returned to its author",
    "signed": "Signed",
    "published": "Published",
    "due for review": "Due for review",
    "superseded": "Superseded",
}


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """What it would do to one group."""

    name: str
    groups: str
    effect: Status
    why: str
    characteristic: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence with its table and, where shares can be compared, its picture."""

    pk: int
    title: str
    shows: str
    href: str
    where: str
    proof: str
    finding: str
    table: Table | None
    picture: Figure | None
    no_shares: str


@dataclass(frozen=True, slots=True)
class MitigationLine:
    """An action that is to make up for harm."""

    pk: int
    title: str
    label: str
    href: str
    for_whom: str
    how: str
    lead: str
    due: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class SimilarLine:
    """What another assessment found about the same people."""

    href: str
    title: str
    name: str
    effect: Status
    decide_by: str
    status: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step the assessment took."""

    words: str
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OverrideView:
    """The monitoring officer let it be decided first."""

    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """Everything on the page of one assessment."""

    number: int
    reference: str
    title: str
    status: Status
    findings: tuple[str, ...]
    notices: tuple[str, ...]
    override: OverrideView | None
    facts: tuple[tuple[str, str], ...]
    decision_href: str
    proposal: tuple[Block, ...]
    affected: tuple[Block, ...]
    impacts: tuple[ImpactLine, ...]
    intersections: tuple[ImpactLine, ...]
    evidence: tuple[EvidenceView, ...]
    engagements: tuple[EngagementRecord, ...]
    cumulative: tuple[Block, ...]
    similar: tuple[SimilarLine, ...]
    mitigations: tuple[MitigationLine, ...]
    option: str
    option_sentence: str
    option_reason: tuple[Block, ...]
    monitoring: tuple[Block, ...]
    review: str
    steps: tuple[StepLine, ...]
    gaps: tuple[str, ...]


def make_page(record: Record, gaps: Sequence[Gap], *, on: date, is_public: bool) -> AssessmentPage:
    """The page. In public, roles stand where staff see names, and mitigations are as the plan has published them."""
    return AssessmentPage(
        number=record.number,
        reference=record.reference,
        title=record.title,
        status=make_assessment_status(record.status),
        findings=make_findings(record),
        notices=_notices(record, on),
        override=make_override(record.decision),
        facts=_facts(record, is_public=is_public),
        decision_href=_decision_href(record, is_public),
        proposal=make_blocks(record.proposal),
        affected=make_blocks(record.affected),
        impacts=tuple(make_impact_line(each) for each in record.impacts if not each.second),
        intersections=tuple(make_impact_line(each) for each in record.intersections),
        evidence=tuple(make_evidence_view(each) for each in record.evidence),
        engagements=record.engagements,
        cumulative=make_blocks(record.cumulative),
        similar=tuple(_similar(each, is_public) for each in record.similar),
        mitigations=tuple(make_mitigation_line(each, is_public=is_public) for each in record.mitigations),
        option=record.option.value.capitalize() if record.option else "",
        option_sentence=record.option.sentence if record.option else "",
        option_reason=make_blocks(record.option_reason),
        monitoring=make_blocks(record.monitoring),
        review=write_day(record.review_on),
        steps=tuple(
            StepLine(
                STEP_WORDS.get(each.after, each.after.capitalize()),
                each.on,
                each.by_role if is_public else each.by,
                "" if is_public and each.after == AssessmentStatus.RETURNED else each.reason,
            )
            for each in record.steps
        ),
        gaps=tuple(gap.sentence for gap in gaps),
    )


def make_assessment_status(status: AssessmentStatus) -> Status:
    """Where it is, as a tag."""
    return Status(status.value.capitalize(), STATUS_COLOURS[status])


def make_effect(effect: Effect) -> Status:
    """What it would do, as a tag."""
    return Status(EFFECT_WORDS[effect], EFFECT_COLOURS[effect])


def make_impact_line(impact: ImpactRecord) -> ImpactLine:
    """What it would do to one group."""
    return ImpactLine(impact.name, impact.groups, make_effect(impact.effect), impact.why, impact.characteristic)


def make_findings(record: Record) -> tuple[str, ...]:
    """What the assessment comes to, in at most three sentences, the harm first."""
    found = []
    harmed = [each.name for each in record.harms]
    helped = [each.name for each in record.impacts if each.effect is Effect.POSITIVE]
    if harmed:
        found.append(f"Some people would be worse off: {_listed(harmed)}.")
    elif record.impacts:
        found.append("No harm was found to any group that was looked at.")
    if helped:
        found.append(f"Some would be better off: {_listed(helped)}.")
    number = len({(each.plan_slug, each.action_number) for each in record.mitigations})
    if number:
        actions = "One action of the council’s plan is" if number == 1 else f"{_count(number)} actions are"
        found.append(f"{actions} to make up for harm or do more good.")
    elif harmed:
        found.append("Nothing in the council’s plans makes up for it yet.")
    return tuple(found)


def make_override(decision: DecisionRecord | None) -> OverrideView | None:
    """Who let the decision be taken before its assessment was signed, and why; None where nobody did."""
    if decision is None or not decision.override_reason:
        return None
    role = f", {decision.override_role}," if decision.override_role else ""
    sentence = (
        f"On {write_day(decision.override_on)} {decision.override_by}{role} let this decision be taken "
        "before its equality impact assessment was signed."
    )
    return OverrideView(sentence, decision.override_reason)


def make_evidence_view(evidence: EvidenceRecord) -> EvidenceView:
    """A piece of evidence: what it shows, its figures, and how they are known."""
    href = reverse("evidence:how_we_know", args=[evidence.indicator_slug]) if evidence.indicator_slug else ""
    proof = [
        f"{evidence.period[:1].upper()}{evidence.period[1:]}." if evidence.period else "",
        f"Source: {evidence.source}." if evidence.source else "",
        f"Evidence snapshot {evidence.snapshot}." if evidence.snapshot else "",
    ]
    is_table = bool(evidence.figures)
    return EvidenceView(
        pk=evidence.pk,
        title=evidence.title,
        shows=evidence.shows,
        href=href,
        where=evidence.reference,
        proof=" ".join(part for part in proof if part),
        finding=make_representation_sentence(evidence),
        table=_evidence_table(evidence) if is_table else None,
        picture=_evidence_picture(evidence),
        no_shares=evidence.no_shares,
    )


def make_representation_sentence(evidence: EvidenceRecord) -> str:
    """Which groups are there clearly more, or less, often than their share; nothing where shares are not known."""
    known = [each for each in evidence.figures if each.index is not None]
    if not known:
        return ""
    more = [each for each in known if each.lower is not None and each.lower > 1]
    fewer = [each for each in known if each.upper is not None and each.upper < 1]
    if not more and not fewer:
        return "No group is clearly counted more or less often than its share of everybody."
    parts = []
    for groups, words in (
        (more, "Counted more often than their share of everybody"),
        (fewer, "Counted less often than their share"),
    ):
        ordered = sorted(groups, key=lambda each: -abs((each.index or 1) - 1))
        if ordered:
            listed = _listed([f"{each.group} ({_times(each)})" for each in ordered])
            parts.append(f"{words}: {listed}.")
    return " ".join(parts)


def make_mitigation_line(mitigation: MitigationRecord, *, is_public: bool) -> MitigationLine:
    """An action with who leads it and its date; the way to it where the reader may go."""
    if is_public:
        href = reverse("plan:action", args=[mitigation.plan_slug, mitigation.action_number])
        href = href if mitigation.is_published else ""
        lead = mitigation.owner_role or ("Named in the plan" if mitigation.owner else "")
    else:
        href = reverse("plan:staff_action", args=[mitigation.plan_slug, mitigation.action_number])
        lead = mitigation.owner
    return MitigationLine(
        pk=mitigation.pk,
        title=mitigation.title,
        label=f"{mitigation.action_label} of “{mitigation.plan_title}”",
        href=href,
        for_whom=mitigation.impact_name,
        how=mitigation.how,
        lead=lead or "Nobody leads it yet",
        due=write_day(mitigation.due_on, "no date yet"),
        status=make_status(mitigation.status) if mitigation.status else None,
    )


def _evidence_table(evidence: EvidenceRecord) -> Table:
    has_shares = any(each.index is not None for each in evidence.figures)
    columns = [Column("Group"), Column("Figure")]
    if has_shares:
        columns += [
            Column("Share of those counted (%)", 1),
            Column("Share of everybody (%)", 1),
            Column("As often as expected"),
        ]
    rows = [
        (
            each.group,
            each.words,
            *((each.share, each.population_share, _index_words(each)) if has_shares else ()),
        )
        for each in evidence.figures
    ]
    notes = []
    if has_shares:
        notes.append(
            f"Those counted: {evidence.counted}. Everybody: {evidence.population}. 1.0 is as often as expected; "
            "in brackets the 95% interval."
        )
    return Table(f"{evidence.title}, group by group", tuple(columns), tuple(rows), "", tuple(notes))


def _evidence_picture(evidence: EvidenceRecord) -> Figure | None:
    known = [each for each in evidence.figures if each.index is not None]
    if len(known) < 2:
        return None
    dots = [
        Dot(each.group, _estimate(each), "" if each.index is not None else "not known") for each in evidence.figures
    ]
    title = make_representation_sentence(evidence)
    caption = Caption(f"evidence-{evidence.pk}", title, evidence.source)
    return dot_and_interval(caption, dots, unit="", decimals=2, reference=Reference("as expected", 1.0))


def _estimate(figure: GroupFigure) -> Estimate | None:
    if figure.index is None:
        return None
    if figure.lower is None or figure.upper is None:
        return Estimate(figure.index, None, reason="no interval")
    return Estimate(figure.index, Limits(figure.lower, figure.upper), method="Wilson score")


def _index_words(figure: GroupFigure) -> str:
    if figure.index is None:
        return "not known"
    interval = ""
    if figure.lower is not None and figure.upper is not None:
        interval = f" ({format_plain(figure.lower, 2)} to {format_plain(figure.upper, 2)})"
    return f"{format_plain(figure.index, 2)}{interval}"


def _times(figure: GroupFigure) -> str:
    return f"{format_plain(figure.index or 0, 2)} times as often"


def _facts(record: Record, *, is_public: bool) -> tuple[tuple[str, str], ...]:
    decision = record.decision
    facts = [("To be decided by", write_day(record.decide_by, "not said"))]
    if decision is not None:
        facts.append(("Decided by whom", decision.decision_maker))
        facts.append(("In the Forward Plan as", decision.reference))
        if decision.status is DecisionStatus.DECIDED:
            words = f"{decision.outcome.capitalize()} on {write_day(decision.decided_on)}. {decision.outcome_words}"
            facts.append(("What was decided", words.strip()))
    facts.append(("Written by", record.author_role if is_public else record.author))
    if record.team:
        facts.append(("Team", record.team))
    if record.signed_on:
        signer = record.signed_role if is_public else record.signed_by
        facts.append(("Signed off", f"{signer}, {write_day(record.signed_on)}"))
    if record.published_on:
        facts.append(("Published", write_day(record.published_on)))
    if record.review_on:
        facts.append(("To be looked at again by", write_day(record.review_on)))
    return tuple(facts)


def _notices(record: Record, on: date) -> tuple[str, ...]:
    found = []
    if record.superseded_by is not None:
        found.append(f"EIA {record.superseded_by} has taken the place of this assessment.")
    elif _is_due(record, on):
        found.append(f"This assessment was to be looked at again by {write_day(record.review_on)}.")
    if record.decision and record.decision.outcome.startswith("agreed") and record.option is DecisionOption.STOP:
        found.append("The decision was agreed although this assessment advised to stop.")
    return tuple(found)


def _is_due(record: Record, on: date) -> bool:
    is_reviewed = record.status in {AssessmentStatus.PUBLISHED, AssessmentStatus.DUE_FOR_REVIEW}
    return is_reviewed and record.review_on is not None and record.review_on <= on


def _decision_href(record: Record, is_public: bool) -> str:
    if record.decision is None:
        return ""
    return reverse("assessments:decision" if is_public else "assessments:staff_decision", args=[record.decision.pk])


def _similar(similar: SimilarRecord, is_public: bool) -> SimilarLine:
    name = "assessments:assessment" if is_public else "assessments:staff_assessment"
    return SimilarLine(
        reverse(name, args=[similar.number]),
        f"EIA {similar.number}: {similar.title}",
        similar.name,
        make_effect(similar.effect),
        write_day(similar.decide_by),
        similar.status.value.capitalize(),
    )


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    if any(" and " in name for name in unique):
        return "; ".join(unique)
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} and {unique[-1]}"


def _count(number: int) -> str:
    return number_in_words(number).capitalize()
