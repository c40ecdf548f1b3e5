"""What an assessment lacks is said, each in a sentence, and only what must stops the sign-off."""

from dataclasses import replace
from datetime import date

import pytest
from tests.factories.assessment_records import TODAY, impact, mitigation, whole

from goldenthread.assessments.gaps import find_gaps, what_stops
from goldenthread.assessments.kinds import DecisionOption, Effect, protected
from goldenthread.assessments.records import DecisionRecord, SimilarRecord
from goldenthread.assessments.states import AssessmentStatus, DecisionStatus


def sentences(record, known=None, kind="", on=TODAY):
    return [gap.sentence for gap in find_gaps(record, known or {}, on=on) if not kind or gap.kind == kind]


def test_an_assessment_that_is_whole_lacks_nothing():
    assert sentences(whole()) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"proposal": ""}, "Nobody has said what is to be decided."),
        ({"decide_by": None}, "Nobody has said by when it is to be decided."),
        ({"affected": ""}, "Nobody has said who is affected."),
        ({"option": None}, "The assessment does not say what it advises."),
        ({"monitoring": ""}, "Nobody has said how what really happens will be watched."),
        ({"review_on": None}, "There is no date on which it will be looked at again."),
        ({"option_reason": ""}, "It advises to adjust the proposal, and does not say how."),
        (
            {"option": DecisionOption.CONTINUE, "option_reason": ""},
            "It advises to continue, and does not say which reason outweighs the harm.",
        ),
    ],
)
def test_what_every_assessment_has_to_say_stops_the_sign_off(changes, sentence):
    gaps = what_stops(find_gaps(whole(**changes), {}, on=TODAY))
    assert [gap.sentence for gap in gaps] == [sentence]


@pytest.mark.parametrize("characteristic", protected(), ids=lambda each: each.slug)
def test_every_protected_characteristic_has_to_be_answered(characteristic):
    record = whole()
    without = tuple(each for each in record.impacts if each.characteristic != characteristic.slug or each.second)
    gaps = what_stops(find_gaps(replace(record, impacts=without), {}, on=TODAY))
    assert [gap.sentence for gap in gaps] == [f"{characteristic.plain_name}: nobody has said what it would do."]
    assert gaps[0].step == f"impact/{characteristic.slug}"


def test_an_answer_without_a_reason_stops_it_too():
    record = whole()
    (first, *others) = record.impacts
    gaps = find_gaps(replace(record, impacts=(replace(first, why=""), *others)), {}, on=TODAY)
    assert [(gap.sentence, gap.stops) for gap in gaps] == [("Age: the answer has no reason.", True)]


def test_unknown_is_pointed_out_only_where_the_evidence_has_figures():
    record = whole(
        impacts=(
            *(impact(each.slug, Effect.UNKNOWN) for each in protected()),
            impact("disability", Effect.UNKNOWN, second="age"),
        )
    )
    known = {"disability": ("People in work", "Active adults", "Safe after dark", "Have a say"), "care": ("X",)}
    assert sentences(record, known) == [
        "Disabled people: the impact is called unknown, although the evidence has figures by it "
        "(People in work; Active adults; Safe after dark and 1 more)."
    ]
    assert sentences(record, {}) == []


def test_harm_without_a_mitigation_is_pointed_out_and_does_not_stop():
    gaps = find_gaps(whole(mitigations=(mitigation(None),)), {}, on=TODAY)
    assert [(gap.sentence, gap.stops) for gap in gaps] == [
        ("Age: harm was found, and no action of a plan answers it.", False)
    ]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"owner": ""}, "has nobody who leads it"),
        ({"due_on": None}, "has no date"),
        ({"status": "stopped"}, "was stopped"),
        ({"status": "missed"}, "was missed"),
        ({"is_in_plan": False, "owner": ""}, "has been taken out of its plan"),
    ],
)
def test_a_mitigation_that_holds_nothing_is_pointed_out(changes, what):
    record = whole()
    loose = replace(record.mitigations[0], **changes)
    assert sentences(replace(record, mitigations=(loose,))) == [f"Action 4, “Sit with people”, {what}."]


@pytest.mark.parametrize(
    ("status", "on", "is_said"),
    [
        (AssessmentStatus.PUBLISHED, date(2027, 6, 1), False),
        (AssessmentStatus.PUBLISHED, date(2027, 6, 2), True),
        (AssessmentStatus.DUE_FOR_REVIEW, date(2027, 6, 2), True),
        (AssessmentStatus.SUPERSEDED, date(2028, 6, 2), False),
    ],
)
def test_an_overdue_review_is_said_from_the_day_after(status, on, is_said):
    expected = ["It was to be looked at again by 1 June 2027."] if is_said else []
    assert sentences(whole(status=status), on=on) == expected


def test_thin_ground_is_pointed_out():
    record = whole(evidence=(), engagements=())
    record = replace(record, impacts=tuple(each for each in record.impacts if not each.second))
    assert sentences(record, kind="thin") == [
        "It rests on no evidence.",
        "Nobody who is affected has been asked.",
        "It looks at no group where two characteristics meet.",
    ]


def test_harm_from_other_decisions_asks_what_it_adds_up_to():
    other = SimilarRecord(3, "Library hours", "age", "", "", Effect.NEGATIVE, date(2026, 8, 1), AssessmentStatus.DRAFT)
    assert sentences(whole(similar=(other,))) == [
        "Age: another assessment finds harm too, and nobody has said what they add up to."
    ]
    assert sentences(whole(similar=(other,), cumulative="Little.")) == []
    assert sentences(whole(similar=(replace(other, effect=Effect.POSITIVE),))) == []


def test_a_decision_against_the_advice_to_stop_is_said():
    decision = DecisionRecord(
        1, "FP/1", "A", "Cabinet", date(2026, 9, 1), DecisionStatus.DECIDED, "agreed with changes", "", TODAY
    )
    record = whole(option=DecisionOption.STOP, decision=decision)
    assert sentences(record) == ["The decision was agreed although the assessment advised to stop."]
    assert sentences(replace(record, decision=replace(decision, outcome="refused"))) == []
