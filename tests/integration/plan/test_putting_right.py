"""What was recorded wrongly is put right on its page: figures, days, milestones. What it was is kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.factories.people import signed_in_client
from tests.factories.plans import NOW, make_action, make_measure, make_person, make_plan, make_section

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.kinds import Cadence, CouncilRole, MeasureKind
from goldenthread.plan.states import ActionStatus

pytestmark = pytest.mark.django_db

PLACES = [{"code": "X1", "name": "Ashfield"}, {"code": "X2", "name": "Mill End"}]


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def lead():
    return make_person(Role.CONTRIBUTOR)


@pytest.fixture
def action(owner, lead):
    return make_action(make_section(make_plan(owner, slug="fairer"), owner), owner, number="11", owner=lead,
                       council_role=CouncilRole.CONVENE, groups="16 to 24")  # fmt: skip


def page_of(name, *arguments):
    return reverse(f"plan:{name}", args=["fairer", *arguments])


def test_the_staff_page_of_an_action_says_all_that_was_entered(action, owner, lead):
    plan_actions.add_ask(plan=action.plan, text="Come to a surgery", actions=[action], by=owner, at=NOW)
    plan_actions.post_update(action=action, text="Begun.", forecast=ActionStatus.OFF_TRACK, by=lead, at=NOW)
    page = signed_in_client(lead).get(page_of("staff_action", "11")).content.decode()
    for words in (
        CouncilRole.CONVENE.sentence,
        "16 to 24",
        "Expected at the end of the year",
        "Off track",
        "Come to a surgery",
    ):
        assert words in page


def test_a_wrong_figure_is_put_right_on_its_page_and_the_wrong_one_kept(action, owner, lead):
    measure = make_measure(action, owner, number="4", unit="people")
    wrong = plan_actions.record_reading(
        measure=measure, on=date(2026, 3, 31), period="January to March 2026", value=Decimal(610), by=lead, at=NOW
    )
    plan_actions.set_target(
        measure=measure, value=Decimal("80.500"), decision="Cabinet", decided_on=date(2026, 1, 1), by=owner, at=NOW
    )
    browser, path = signed_in_client(lead), page_of("staff_correct_figure", "4", wrong.pk)
    shown = browser.get(page_of("staff_measure", "4")).content.decode()
    assert path in shown
    assert "80.5 people" in shown
    assert 'value="610"' in browser.get(path).content.decode()
    assert browser.post(path, {"value": ""}).status_code == 400
    assert browser.post(path, {"value": "61", "evidence": "The register"})["Location"] == page_of("staff_measure", "4")
    right = measure.readings.standing().get()
    assert (right.value, right.on, right.period, right.corrects) == (61, wrong.on, wrong.period, wrong)
    shown = browser.get(page_of("staff_measure", "4")).content.decode()
    assert "61 people" in shown
    assert "shown by: The register" in shown
    assert "610" not in shown
    assert browser.get(path).status_code == 404, "only the figure that stands can be put right"


def test_a_funnel_is_put_right_stage_by_stage(action, owner, lead):
    measure = make_measure(action, owner, number="5", kind=MeasureKind.FUNNEL, stages=["Came", "Stayed"])
    wrong = plan_actions.record_reading(measure=measure, on=date(2026, 3, 31), stage_counts=[20, 19], by=lead, at=NOW)
    browser, path = signed_in_client(lead), page_of("staff_correct_figure", "5", wrong.pk)
    assert 'value="19"' in browser.get(path).content.decode()
    assert browser.post(path, {"stage_0": "20", "stage_1": "9"}).status_code == 302
    assert measure.readings.standing().get().stage_counts == [20, 9]


def test_a_day_recorded_by_mistake_is_taken_back_and_stays_in_the_audit_log(action, owner, lead):
    measure = make_measure(
        action, owner, number="6", kind=MeasureKind.CADENCE, cadence_every=Cadence.MONTH, cadence_each_place=True,
        cadence_places=PLACES, cadence_from=date(2026, 1, 1),
    )  # fmt: skip
    held = plan_actions.record_occurrence(
        measure=measure, held_on=date(2026, 5, 4), place_code="X2", note="In the library", by=lead, at=NOW
    )
    browser = signed_in_client(lead)
    page = browser.get(page_of("staff_measure", "6")).content.decode()
    assert "4 May 2026, Mill End" in page
    path = page_of("staff_take_back_date", "6", held.pk)
    assert browser.get(path).status_code == 405
    stranger = make_person(Role.CONTRIBUTOR)
    assert signed_in_client(stranger).post(path).status_code == 403
    assert browser.post(path).status_code == 302
    assert not measure.occurrences.exists()
    event = AuditEvent.objects.get(verb="took back a date of")
    assert event.before == {"held_on": "2026-05-04", "place": "X2", "note": "In the library"}


def test_a_milestone_is_renamed_moved_and_taken_out_by_who_writes_plans(action, owner, lead):
    milestone = plan_actions.add_milestone(
        action=action, title="A hall is fond", due_on=date(2026, 6, 1), by=owner, at=NOW
    )
    path = page_of("staff_edit_milestone", "11", milestone.pk)
    assert signed_in_client(lead).get(path).status_code == 403
    browser = signed_in_client(owner)
    assert path in browser.get(page_of("staff_action", "11")).content.decode()
    assert "A hall is fond" in browser.get(path).content.decode()
    sent = {"title": "A hall is found", "due_on_0": "1", "due_on_1": "9", "due_on_2": "2026"}
    assert browser.post(path, sent).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, milestone.due_on) == ("A hall is found", date(2026, 9, 1))
    with pytest.raises(NotAllowed):
        plan_actions.remove_milestone(milestone=milestone, by=lead, at=NOW)
    assert browser.post(page_of("staff_take_out_milestone", "11", milestone.pk)).status_code == 302
    assert not action.milestones.exists()
    assert AuditEvent.objects.get(verb="took a milestone out of").before["title"] == "A hall is found"
