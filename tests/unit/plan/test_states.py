"""What may follow what."""

import pytest

from goldenthread.plan.states import (
    ACTION_TRANSITIONS,
    PLAN_TRANSITIONS,
    ActionStatus,
    NotPossible,
    PlanStage,
    check_transition,
    make_diagram,
    needs_a_reason,
)


@pytest.mark.parametrize(("table", "states"), [(PLAN_TRANSITIONS, PlanStage), (ACTION_TRANSITIONS, ActionStatus)])
def test_every_state_has_a_row_and_none_follows_itself(table, states):
    assert set(table) == set(states)
    assert all(state not in followers for state, followers in table.items())


@pytest.mark.parametrize(
    ("table", "start"), [(PLAN_TRANSITIONS, PlanStage.DRAFT), (ACTION_TRANSITIONS, ActionStatus.NOT_STARTED)]
)
def test_every_state_can_be_reached(table, start):
    reached, waiting = set(), [start]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += table[state]
    assert reached == set(table)


def test_a_step_the_table_lacks_is_refused_with_what_is_possible():
    with pytest.raises(
        NotPossible, match=r"Action 3 is done and cannot become missed\. It can become: on track, at risk, off track\."
    ):
        check_transition(ACTION_TRANSITIONS, ActionStatus.DONE, ActionStatus.MISSED, "Action 3")


def test_nothing_follows_a_superseded_plan():
    with pytest.raises(NotPossible, match="Nothing can follow"):
        check_transition(PLAN_TRANSITIONS, PlanStage.SUPERSEDED, PlanStage.DRAFT, "The plan")


def test_nothing_that_began_goes_back_to_not_started():
    assert not any(ActionStatus.NOT_STARTED in followers for followers in ACTION_TRANSITIONS.values())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ActionStatus.ON_TRACK, ActionStatus.AT_RISK, True),
        (ActionStatus.ON_TRACK, ActionStatus.STOPPED, True),
        (ActionStatus.DONE, ActionStatus.ON_TRACK, True),
        (ActionStatus.AT_RISK, ActionStatus.ON_TRACK, False),
        (ActionStatus.ON_TRACK, ActionStatus.DONE, False),
    ],
)
def test_bad_news_and_reopening_need_a_reason(before, after, expected):
    assert needs_a_reason(before, after) is expected


def test_the_diagram_has_one_arrow_for_each_step():
    diagram = make_diagram(PLAN_TRANSITIONS)
    assert "in_review --> published" in diagram
    assert diagram.count("-->") == sum(len(followers) for followers in PLAN_TRANSITIONS.values())
