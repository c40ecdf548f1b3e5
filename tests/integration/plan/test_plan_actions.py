"""Every write: who may, what is kept, what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.factories.plans import (
    NOW,
    make_action,
    make_indicator,
    make_measure,
    make_person,
    make_plan,
    make_section,
    make_team,
    publish,
)

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import permissions
from goldenthread.plan.editions import read_edition
from goldenthread.plan.kinds import Cadence, MeasureKind
from goldenthread.plan.models import Action, EditionItem, Plan, ProgressMeasure
from goldenthread.plan.states import ActionStatus, NotPossible

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def plan(owner):
    plan = make_plan(owner)
    make_section(plan, owner)
    return plan


@pytest.fixture
def action(plan, owner):
    return make_action(plan.sections.get(), owner, owner=make_person(Role.CONTRIBUTOR), due_on=date(2027, 3, 31))


def verbs():
    return list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────
def test_numbers_are_stable_and_never_used_again(plan, owner):
    section = plan.sections.get()
    first, second = make_action(section, owner), make_action(section, owner)
    plan_actions.remove_action(action=second, by=owner, at=NOW)
    third = make_action(section, owner)
    assert [first.number, second.number, third.number] == ["1", "2", "3"]
    assert list(Action.objects.current()) == [first, third]


def test_an_aim_within_an_aim_is_numbered_within_it_and_named_by_its_level(plan, owner):
    plan_actions.edit_plan(plan=plan, changes={"level_names": ["Equality Aim", "Priority"]}, by=owner, at=NOW)
    outer = make_section(plan, owner, number="7")
    inner = make_section(plan, owner, parent=outer)
    assert (outer.level_name, inner.level_name, inner.number) == ("Equality Aim", "Priority", "7.1")


def test_an_aim_cannot_be_put_within_itself(plan, owner):
    outer = plan.sections.get()
    inner = make_section(plan, owner, parent=outer)
    with pytest.raises(ValueError, match="not within itself"):
        plan_actions.edit_section(section=outer, changes={"parent": inner}, by=owner, at=NOW)


def test_changes_are_audited_with_what_was_and_kept_in_history(action, owner):
    plan_actions.edit_action(action=action, changes={"title": "Hold surgeries where people are"}, by=owner, at=LATER)
    event = AuditEvent.objects.order_by("position").last()
    assert (event.verb, event.actor_id, event.at) == ("changed", owner.pk, LATER)
    assert event.before == {"title": "Hold ward surgeries"}
    assert [(row.title, row.history_date) for row in action.history.order_by("history_id")] == [
        ("Hold ward surgeries", NOW),
        ("Hold surgeries where people are", LATER),
    ]
    assert action.history.latest().history_user == owner


def test_a_change_that_changes_nothing_leaves_no_trace(action, owner):
    count = AuditEvent.objects.count()
    plan_actions.edit_action(action=action, changes={"title": action.title}, by=owner, at=LATER)
    assert AuditEvent.objects.count() == count
    assert action.history.count() == 1


def test_a_field_that_is_nobodys_to_edit_is_refused(action, owner):
    with pytest.raises(ValueError, match="status"):
        plan_actions.edit_action(action=action, changes={"status": "done"}, by=owner, at=NOW)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR, Role.ANALYST])
def test_only_plan_owners_and_administrators_write_plans(plan, role):
    person = make_person(role)
    before = AuditEvent.objects.count()
    with pytest.raises(NotAllowed, match="You need to be"):
        plan_actions.edit_plan(plan=plan, changes={"title": "Mine"}, by=person, at=NOW)
    with pytest.raises(NotAllowed):
        make_section(plan, person)
    assert AuditEvent.objects.count() == before


def test_an_achievement_cannot_lie_in_the_future(plan, owner):
    with pytest.raises(ValueError, match="aimed for"):
        plan_actions.add_achievement(
            plan=plan, text="40% of new homes are affordable", achieved_on=date(2030, 1, 1), by=owner, at=NOW
        )


# ── updates ──────────────────────────────────────────────────────────────────────────────────────────
def test_an_update_moves_the_status_and_keeps_who_and_when(action):
    update = plan_actions.post_update(
        action=action, text="Two held.", next_step="Book May", status=ActionStatus.ON_TRACK, by=action.owner, at=NOW
    )
    action.refresh_from_db()
    assert action.status == "on track"
    assert (update.written_by, update.written_at, update.next_step) == (action.owner, NOW, "Book May")


def test_bad_news_needs_its_reason_and_good_news_takes_the_reason_away(action):
    with pytest.raises(NotPossible, match="Say why it is at risk"):
        plan_actions.post_update(action=action, text="Late.", status=ActionStatus.AT_RISK, by=action.owner, at=NOW)
    plan_actions.post_update(
        action=action, text="Late.", status=ActionStatus.AT_RISK, reason="No venue", by=action.owner, at=NOW
    )
    action.refresh_from_db()
    assert action.status_reason == "No venue"
    plan_actions.post_update(action=action, text="Found.", status=ActionStatus.ON_TRACK, by=action.owner, at=LATER)
    action.refresh_from_db()
    assert (action.status, action.status_reason) == ("on track", "")


def test_a_step_the_table_lacks_changes_nothing(action):
    plan_actions.post_update(action=action, text="All held.", status=ActionStatus.DONE, by=action.owner, at=NOW)
    with pytest.raises(NotPossible, match="cannot become not started"):
        plan_actions.post_update(
            action=action, text="?", status=ActionStatus.NOT_STARTED, reason="x", by=action.owner, at=LATER
        )
    action.refresh_from_db()
    assert (action.status, action.updates.count()) == ("done", 1)


def test_a_second_no_change_running_needs_a_sentence(action):
    plan_actions.post_update(action=action, text="", is_no_change=True, by=action.owner, at=NOW)
    with pytest.raises(NotPossible, match="too"):
        plan_actions.post_update(action=action, text=" ", is_no_change=True, by=action.owner, at=LATER)
    plan_actions.post_update(action=action, text="Still no venue.", is_no_change=True, by=action.owner, at=LATER)
    assert action.updates.count() == 2


def test_an_update_must_say_something(action):
    with pytest.raises(NotPossible, match="Say what has happened"):
        plan_actions.post_update(action=action, text="  ", by=action.owner, at=NOW)


def test_who_may_update_an_action(plan, owner):
    team, partner_team = make_team(), make_team(is_partner=True)
    action = make_action(plan.sections.get(), owner, team=team)
    partner = action.partners.create(name="Citizens Advice", team=partner_team)
    assert partner.team == partner_team
    allowed = {
        "leads": make_person(Role.CONTRIBUTOR),
        "team": make_person(Role.CONTRIBUTOR, team=team),
        "partner": make_person(Role.CONTRIBUTOR, team=partner_team),
        "plan owner": owner,
    }
    plan_actions.edit_action(action=action, changes={"owner": allowed["leads"]}, by=owner, at=NOW)
    refused = {
        "stranger": make_person(Role.CONTRIBUTOR, team=make_team()),
        "viewer in the team": make_person(Role.VIEWER, team=team),
        "no role": make_person(team=team),
        "nobody": None,
    }
    assert {name: permissions.can_update_action(person, action) for name, person in allowed.items()} == dict.fromkeys(
        allowed, True
    )
    assert {name: permissions.can_update_action(person, action) for name, person in refused.items()} == dict.fromkeys(
        refused, False
    )


def test_milestones_are_reached_on_days_that_have_been(action, owner):
    milestone = plan_actions.add_milestone(
        action=action, title="Venues agreed", due_on=date(2026, 5, 1), by=owner, at=NOW
    )
    with pytest.raises(ValueError, match="still to come"):
        plan_actions.complete_milestone(milestone=milestone, done_on=date(2026, 7, 1), by=action.owner, at=NOW)
    plan_actions.complete_milestone(milestone=milestone, done_on=date(2026, 5, 2), by=action.owner, at=NOW)
    milestone.refresh_from_db()
    assert milestone.done_on == date(2026, 5, 2)


# ── measures ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_target_changes_by_decision_and_reason_and_the_old_one_stays(action, owner):
    measure = make_measure(action, owner)
    first = {"value": Decimal(35), "target_on": date(2027, 3, 31), "decision": "Cabinet, 1 April 2025, item 4"}
    plan_actions.set_target(measure=measure, decided_on=date(2025, 4, 1), by=owner, at=NOW, **first)
    second = {"value": Decimal(40), "target_on": date(2028, 3, 31), "decision": "Cabinet, 2 June 2026, item 9"}
    with pytest.raises(NotPossible, match="Say why the target changes"):
        plan_actions.set_target(measure=measure, decided_on=date(2026, 6, 2), by=owner, at=LATER, **second)
    plan_actions.set_target(
        measure=measure, decided_on=date(2026, 6, 2), reason="The new local plan", by=owner, at=LATER, **second
    )
    measure.refresh_from_db()
    assert (measure.target_value, measure.target_on) == (Decimal(40), date(2028, 3, 31))
    assert [change.value for change in measure.target_changes.all()] == [Decimal(35), Decimal(40)]
    assert measure.readings.count() == 0


def test_an_earlier_decision_recorded_late_does_not_become_the_target(action, owner):
    measure = make_measure(action, owner)
    for value, day, reason in ((40, date(2026, 6, 2), ""), (35, date(2025, 4, 1), "Found in the minutes")):
        plan_actions.set_target(
            measure=measure, value=Decimal(value), decision="Cabinet", decided_on=day, reason=reason, by=owner, at=NOW
        )
    measure.refresh_from_db()
    assert measure.target_value == Decimal(40)


def test_figures_from_the_evidence_are_never_typed(action, owner):
    measure = make_measure(action, owner, kind=MeasureKind.INDICATOR, indicator=make_indicator())
    with pytest.raises(NotPossible, match="comes from the evidence"):
        plan_actions.record_reading(measure=measure, on=date(2026, 3, 31), value=Decimal(5), by=owner, at=NOW)


def test_a_reading_is_put_right_by_a_later_one(action, owner):
    measure = make_measure(action, owner)
    wrong = plan_actions.record_reading(measure=measure, on=date(2026, 3, 31), value=Decimal(600), by=owner, at=NOW)
    right = plan_actions.correct_reading(reading=wrong, value=Decimal(60), by=owner, at=LATER)
    assert list(measure.readings.standing()) == [right]
    assert measure.readings.count() == 2
    wrong.refresh_from_db()
    with pytest.raises(NotPossible, match="put right already"):
        plan_actions.correct_reading(reading=wrong, value=Decimal(61), by=owner, at=LATER)


def test_a_surgery_is_recorded_once_for_a_day_and_place_that_the_measure_lists(action, owner):
    measure = make_measure(
        action, owner, kind=MeasureKind.CADENCE, cadence_every=Cadence.MONTH, cadence_each_place=True,
        cadence_places=[{"code": "X05000001", "name": "Ash"}], cadence_from=date(2026, 4, 1),
    )  # fmt: skip
    plan_actions.record_occurrence(measure=measure, held_on=date(2026, 4, 9), place_code="X05000001", by=owner, at=NOW)
    with pytest.raises(ValueError, match="not one of the places"):
        plan_actions.record_occurrence(measure=measure, held_on=date(2026, 4, 9), place_code="X05", by=owner, at=NOW)
    with pytest.raises(ValueError, match="recorded there already"):
        plan_actions.record_occurrence(
            measure=measure, held_on=date(2026, 4, 9), place_code="X05000001", by=owner, at=NOW
        )
    assert measure.occurrences.count() == 1


# ── publication ──────────────────────────────────────────────────────────────────────────────────────
def test_a_draft_goes_through_review_by_somebody_else(plan, owner):
    with pytest.raises(NotPossible, match="draft and cannot become published"):
        plan_actions.publish(plan=plan, by=make_person(Role.ADMINISTRATOR), at=NOW)
    plan_actions.submit_for_review(plan=plan, by=owner, at=NOW)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed, match="somebody else"):
        plan_actions.publish(plan=plan, by=owner, at=NOW)
    edition = plan_actions.publish(plan=plan, by=make_person(Role.PLAN_OWNER), note="The first", at=LATER)
    plan.refresh_from_db()
    assert (plan.stage, plan.current_edition, edition.number) == ("published", edition, 1)
    assert verbs()[-2:] == ["sent for review", "published"]


def test_words_stand_still_while_they_are_reviewed(plan, owner):
    plan_actions.submit_for_review(plan=plan, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="being reviewed"):
        make_section(plan, owner)
    plan_actions.return_to_draft(plan=plan, reason="Say who leads", by=make_person(Role.PLAN_OWNER), at=NOW)
    make_section(plan, owner)
    assert plan.sections.count() == 2


def test_what_is_changed_after_publication_stays_out_of_the_edition(plan, owner, action):
    publish(plan)
    action.refresh_from_db()
    plan_actions.edit_action(action=action, changes={"title": "Secret thoughts"}, by=owner, at=LATER)
    plan.refresh_from_db()
    assert plan.stage == "draft"
    assert [item.title for item in read_edition(plan.current_edition).actions] == ["Hold ward surgeries"]
    assert list(Plan.objects.published()) == [plan]


def test_a_plan_with_an_unowned_measure_is_not_published_but_by_named_override(plan, owner):
    make_measure(plan.sections.get(), owner, owner=None)
    plan_actions.submit_for_review(plan=plan, by=owner, at=NOW)
    with pytest.raises(NotPossible, match="Nobody answers for these measures: 1"):
        plan_actions.publish(plan=plan, by=make_person(Role.ADMINISTRATOR), at=NOW)
    with pytest.raises(NotAllowed):
        plan_actions.publish(plan=plan, by=make_person(Role.PLAN_OWNER), override_reason="Hurry", at=NOW)
    plan.refresh_from_db()
    assert (plan.stage, plan.editions.count()) == ("in review", 0)
    edition = plan_actions.publish(
        plan=plan, by=make_person(Role.ADMINISTRATOR), override_reason="The post is being filled", at=NOW
    )
    assert edition.override_reason == "The post is being filled"


def test_a_release_brings_progress_out_and_leaves_the_drafts_words_in(plan, owner, action):
    publish(plan)
    plan.refresh_from_db()
    plan_actions.edit_action(action=action, changes={"description": "Not decided yet"}, by=owner, at=LATER)
    plan_actions.post_update(action=action, text="Two held.", status=ActionStatus.ON_TRACK, by=action.owner, at=LATER)
    edition = plan_actions.release_progress(plan=plan, by=owner, at=LATER)
    published = read_edition(edition).actions[0]
    assert (published.progress.status, published.progress.updates[0].text) == ("on track", "Two held.")
    assert published.description == ""
    assert edition.is_release
    plan.refresh_from_db()
    assert (plan.stage, plan.current_edition) == ("draft", edition)


def test_what_was_written_for_colleagues_and_names_of_officers_are_never_published(plan, owner):
    lead = make_person(Role.CONTRIBUTOR, name="Xanthippe Quill", job_title="Director of Place")
    action = make_action(plan.sections.get(), owner, owner=lead)
    plan_actions.post_update(
        action=action, text="Held.", in_the_way="Zebra trouble", help_wanted="Send zebras", by=lead, at=NOW
    )
    publish(plan)
    everything = str(list(EditionItem.objects.values_list("document", flat=True)))
    assert "Director of Place" in everything
    for secret in ("Xanthippe", "Zebra", "zebras", lead.email):
        assert secret not in everything


def test_a_successor_takes_the_place_of_a_plan_which_then_stands_still(plan, owner):
    publish(plan)
    successor = make_plan(owner, title="A fairer borough still")
    with pytest.raises(NotPossible, match="that is published"):
        plan_actions.supersede(plan=plan, successor=successor, by=owner, at=LATER)
    make_section(successor, owner)
    publish(successor)
    plan_actions.supersede(plan=plan, successor=successor, by=owner, at=LATER)
    with pytest.raises(NotPossible, match="superseded"):
        make_section(plan, owner)
    assert list(Plan.objects.in_force()) == [successor]
    assert set(Plan.objects.published()) == {plan, successor}


def test_last_change_is_that_of_the_content_and_not_of_the_publishing(plan, owner, action):
    plan_actions.edit_action(action=action, changes={"groups": "young people"}, by=owner, at=NOW + timedelta(days=3))
    publish(plan, at=NOW + timedelta(days=20))
    assert plan.current_edition.content_changed_at == NOW + timedelta(days=3)


# ── adjectives ───────────────────────────────────────────────────────────────────────────────────────
def test_actions_are_overdue_only_while_open(plan, owner):
    section = plan.sections.get()
    lead = make_person(Role.CONTRIBUTOR)
    late = make_action(section, owner, owner=lead, due_on=date(2026, 6, 14))
    today = make_action(section, owner, due_on=date(2026, 6, 15))
    done = make_action(section, owner, owner=lead, due_on=date(2026, 1, 1))
    plan_actions.post_update(action=done, text="Done.", status=ActionStatus.DONE, by=owner, at=NOW)
    on = date(2026, 6, 15)
    assert list(Action.objects.overdue(on=on)) == [late]
    assert list(Action.objects.due_within(7, on=on)) == [today]
    assert set(Action.objects.led_by(lead)) == {late, done}
    assert list(Action.objects.unowned()) == [today]
    assert set(Action.objects.open().not_updated_since(NOW)) == {late, today}


def test_a_measure_is_unowned_when_its_action_is_too(plan, owner):
    section = plan.sections.get()
    led = make_action(section, owner, owner=owner)
    make_measure(led, owner, owner=None)
    lost = make_measure(make_action(section, owner), owner, owner=None)
    lonely = make_measure(section, owner, owner=None)
    assert set(ProgressMeasure.objects.unowned()) == {lost, lonely}


def test_what_somebody_else_wrote_meanwhile_is_never_written_over(action, owner):
    stale = Action.objects.get(pk=action.pk)
    plan_actions.post_update(
        action=action, text="Late.", status=ActionStatus.AT_RISK, reason="No venue", by=action.owner, at=NOW
    )
    plan_actions.edit_action(action=stale, changes={"groups": "young people"}, by=owner, at=NOW)
    plan_actions.add_milestone(action=stale, title="Venue found", by=owner, at=NOW)
    action.refresh_from_db()
    assert (action.status, action.groups) == ("at risk", "young people")
