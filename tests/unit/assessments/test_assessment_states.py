"""The tables of transitions: nothing is published unsigned, and what was taken is not untaken."""

import pytest

from goldenthread.assessments.states import (
    ASSESSMENT_TRANSITIONS,
    DECISION_TRANSITIONS,
    IN_FORCE,
    OPEN_FOR_WRITING,
    PUBLIC,
    AssessmentStatus,
    DecisionStatus,
)
from goldenthread.plan.states import NotPossible, check_transition, make_diagram


def reached(table, start):
    found, new = set(), {start}
    while new:
        found |= new
        new = {after for before in new for after in table[before]} - found
    return found


@pytest.mark.parametrize("table", [ASSESSMENT_TRANSITIONS, DECISION_TRANSITIONS])
def test_every_state_has_a_row_and_is_reached_from_the_first(table):
    states = type(next(iter(table)))
    assert set(table) == set(states)
    assert reached(table, next(iter(states))) == set(states)


def test_nothing_is_public_that_did_not_pass_through_signed():
    without_signing = {
        before: frozenset(followers) - {AssessmentStatus.SIGNED} for before, followers in ASSESSMENT_TRANSITIONS.items()
    }
    assert not reached(without_signing, AssessmentStatus.DRAFT) & (PUBLIC | IN_FORCE)


def test_what_may_be_written_in_is_neither_public_nor_in_force():
    assert not OPEN_FOR_WRITING & (PUBLIC | IN_FORCE)
    assert not any(OPEN_FOR_WRITING & ASSESSMENT_TRANSITIONS[state] for state in PUBLIC)


def test_what_was_decided_stays_decided():
    assert not DECISION_TRANSITIONS[DecisionStatus.DECIDED]
    with pytest.raises(NotPossible, match=r"FP/1 is decided and cannot become upcoming. Nothing can follow."):
        check_transition(DECISION_TRANSITIONS, DecisionStatus.DECIDED, DecisionStatus.UPCOMING, "FP/1")


def test_the_diagram_has_every_step():
    diagram = make_diagram(ASSESSMENT_TRANSITIONS)
    assert "signed --> published" in diagram
    assert diagram.count("-->") == sum(len(followers) for followers in ASSESSMENT_TRANSITIONS.values())
