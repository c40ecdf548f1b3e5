"""What an assessment lacks, in sentences: pure, so that the page, the register and a test say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.assessments.kinds import DecisionOption, Effect, protected
from goldenthread.assessments.records import MitigationRecord, Record
from goldenthread.assessments.states import OPEN_FOR_WRITING, AssessmentStatus

#: Characteristic → plain names of the indicators that the evidence has values of by it.
Known = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, and the page where it can be put right."""

    kind: str
    sentence: str
    step: str
    """The step of the writing journey; "" where nothing in the assessment itself can be changed."""
    stops: bool = False
    """Whether the assessment cannot be sent for sign-off because of it."""


#: For the register's filter.
KINDS = {
    "unknown": "Unknown, although there is data",
    "harm": "Harm without a mitigation",
    "loose": "Mitigation without owner or date",
    "review": "Review overdue",
}


def find_gaps(record: Record, known: Known, *, on: date) -> tuple[Gap, ...]:
    """Everything that is missing, what stops the sign-off first."""
    found = [
        *_unsaid(record),
        *_unanswered(record),
        *_unknown(record, known),
        *_harms(record),
        *_loose(record),
        *_thin(record),
        *_review(record, on),
        *_against_advice(record),
    ]
    return tuple(sorted(found, key=lambda gap: not gap.stops))


def _unsaid(record: Record) -> list[Gap]:
    """What every assessment has to say before anybody can sign it."""
    asked = (
        (record.proposal, "decision", "Nobody has said what is to be decided."),
        (record.decide_by, "decision", "Nobody has said by when it is to be decided."),
        (record.affected, "affected", "Nobody has said who is affected."),
        (record.option, "advice", "The assessment does not say what it advises."),
        (record.monitoring, "monitoring", "Nobody has said how what really happens will be watched."),
        (record.review_on, "monitoring", "There is no date on which it will be looked at again."),
    )
    found = [Gap("unsaid", sentence, step, stops=True) for said, step, sentence in asked if not said]
    if record.option in {DecisionOption.CONTINUE, DecisionOption.ADJUST} and not record.option_reason:
        sentence = (
            "It advises to continue, and does not say which reason outweighs the harm."
            if record.option is DecisionOption.CONTINUE
            else "It advises to adjust the proposal, and does not say how."
        )
        found.append(Gap("unsaid", sentence, "advice", stops=True))
    return found


def _unanswered(record: Record) -> list[Gap]:
    found = []
    for characteristic in protected():
        impact = record.impact_on(characteristic.slug)
        if impact is None:
            sentence = f"{characteristic.plain_name}: nobody has said what it would do."
            found.append(Gap("unanswered", sentence, f"impact/{characteristic.slug}", stops=True))
    for impact in record.impacts:
        if not impact.why:
            step = f"impact/{impact.characteristic}" if not impact.second else f"intersections/{impact.pk}"
            found.append(Gap("unanswered", f"{impact.name}: the answer has no reason.", step, stops=True))
    return found


def _unknown(record: Record, known: Known) -> list[Gap]:
    found = []
    for impact in record.impacts:
        names = known.get(impact.characteristic, ())
        if impact.effect is not Effect.UNKNOWN or impact.second or not names:
            continue
        listed = "; ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        sentence = f"{impact.name}: the impact is called unknown, although the evidence has figures by it ({listed})."
        found.append(Gap("unknown", sentence, f"impact/{impact.characteristic}"))
    return found


def _harms(record: Record) -> list[Gap]:
    answered = {each.impact_pk for each in record.mitigations}
    return [
        Gap("harm", f"{impact.name}: harm was found, and no action of a plan answers it.", "mitigations")
        for impact in record.harms
        if impact.pk not in answered
    ]


def _loose(record: Record) -> list[Gap]:
    return [
        Gap("loose", f"{each.action_label}, “{each.title}”, {what}.", "mitigations")
        for each in record.mitigations
        for what in _what_is_loose(each)
    ]


def _what_is_loose(mitigation: MitigationRecord) -> list[str]:
    found = []
    if not mitigation.is_in_plan:
        return ["has been taken out of its plan"]
    if not mitigation.owner:
        found.append("has nobody who leads it")
    if mitigation.due_on is None:
        found.append("has no date")
    if mitigation.status == "stopped":
        found.append("was stopped")
    if mitigation.status == "missed":
        found.append("was missed")
    return found


def _thin(record: Record) -> list[Gap]:
    found = []
    if not record.evidence:
        found.append(Gap("thin", "It rests on no evidence.", "evidence"))
    if not record.engagements:
        found.append(Gap("thin", "Nobody who is affected has been asked.", "engagement"))
    if not record.intersections:
        found.append(Gap("thin", "It looks at no group where two characteristics meet.", "intersections"))
    others = [each for each in record.similar if each.effect is Effect.NEGATIVE]
    if others and not record.cumulative:
        number = len({each.number for each in others})
        names = ", ".join(dict.fromkeys(each.name for each in others))
        many = "another assessment finds" if number == 1 else f"{number} other assessments find"
        found.append(Gap("thin", f"{names}: {many} harm too, and nobody has said what they add up to.", "cumulative"))
    return found


def _review(record: Record, on: date) -> list[Gap]:
    is_reviewed = record.status in {AssessmentStatus.PUBLISHED, AssessmentStatus.DUE_FOR_REVIEW}
    if not is_reviewed or record.review_on is None or record.review_on >= on:
        return []
    day = f"{record.review_on.day} {record.review_on:%B %Y}"
    return [Gap("review", f"It was to be looked at again by {day}.", "")]


def _against_advice(record: Record) -> list[Gap]:
    decision = record.decision
    if decision is None or record.option is not DecisionOption.STOP or not decision.outcome.startswith("agreed"):
        return []
    return [Gap("advice", "The decision was agreed although the assessment advised to stop.", "")]


def what_stops(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps that keep an assessment from being sent for sign-off."""
    return tuple(gap for gap in gaps if gap.stops)


def is_changeable(record: Record) -> bool:
    """Can its author still put the gaps right?"""
    return record.status in OPEN_FOR_WRITING


def names_of_known(by_characteristic: Mapping[str, Sequence[str]], plain_names: Mapping[str, str]) -> Known:
    """The evidence's indicators by characteristic with the names that residents read."""
    return {
        characteristic: tuple(plain_names.get(slug, slug) for slug in slugs)
        for characteristic, slugs in by_characteristic.items()
    }


def describe_harm(record: Record) -> str:
    """Whom it would harm, for a line of the register."""
    return ", ".join(impact.name for impact in record.harms) or ("" if not record.impacts else "Nobody")
