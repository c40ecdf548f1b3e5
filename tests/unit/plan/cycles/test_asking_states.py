"""The chaser's table: every step is a transition, silence is where it ends, and nobody is forgotten."""

from goldenthread.plan.cycles.states import ASKING_TRANSITIONS, OPEN_ASKINGS, STEP_AFTER, STEPS, AskingState
from goldenthread.plan.states import make_diagram


def test_every_step_of_the_timetable_is_in_the_table_of_transitions():
    assert all(step.after in ASKING_TRANSITIONS[step.before] for step in STEPS)


def test_the_timetable_leads_from_being_asked_to_silence_and_covers_every_open_state():
    state, seen = AskingState.TO_ASK, []
    while state in STEP_AFTER:
        seen.append(state)
        state = STEP_AFTER[state].after
    assert state is AskingState.SILENT
    assert set(seen) == OPEN_ASKINGS


def test_every_open_state_and_silence_can_become_answered():
    assert all(AskingState.ANSWERED in ASKING_TRANSITIONS[state] for state in OPEN_ASKINGS | {AskingState.SILENT})


def test_the_table_draws_itself():
    assert "    asked --> reminded\n" in make_diagram(ASKING_TRANSITIONS)
