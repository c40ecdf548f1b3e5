"""Which update is an action's latest is kept with the action: after every writing action it is what the updates say."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from tests.factories.cycles import OPENS, make_leads, make_plan_in_force, start_cycle
from tests.factories.plans import NOW, make_action, make_person, make_plan, make_section, make_team
from tests.lib.plan_in_bulk import build

from goldenthread.accounts.audit import verify_chain
from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.answering import Answer
from goldenthread.plan.copying import copy_plan
from goldenthread.plan.importing import opening, yaml_form
from goldenthread.plan.importing.steps import Settled
from goldenthread.plan.models import Action, Plan, Update
from goldenthread.plan.models.action import OF_LATEST_UPDATE
from goldenthread.plan.states import ActionStatus, NotPossible

pytestmark = pytest.mark.django_db
MIGRATIONS = "goldenthread.plan.migrations"


def slow_latest():
    """The latest update of each action and what is kept of it: each update of each action looked at."""
    found = {}
    for action in Action.objects.all():
        updates = sorted(action.updates.all(), key=lambda each: (each.written_at, each.pk))
        latest = updates[-1] if updates else None
        found[action.pk] = (latest.pk, latest.written_at, latest.in_the_way) if latest else (None, None, "")
    return found


def kept():
    return {pk: tuple(of_it) for pk, *of_it in Action.objects.values_list("pk", *OF_LATEST_UPDATE)}


class Watched:
    """The plan's actions, after each of which what is kept is compared; `moved` says after which it had changed."""

    def __init__(self):
        self.moved, self.done = [], 0

    def __getattr__(self, name):
        act = getattr(plan_actions, name)

        def watched(**values):
            before = kept()
            result = act(**values)
            after = kept()
            assert after == slow_latest(), f"after {name}"
            assert not Action.objects.with_another_latest_update().exists(), f"after {name}"
            self.done += 1
            if {pk: before.get(pk) for pk in after} != after:
                self.moved.append(name)
            return result

        return watched


@pytest.fixture
def owner(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def action(owner):
    return make_action(make_section(make_plan(owner), owner), owner, owner=make_person(Role.CONTRIBUTOR))


def on(day, month=7):
    return datetime(2026, month, day, 9, tzinfo=UTC)


def answer(item, **said):
    return Answer(item, **{"text": "Twelve came.", **said})


def test_a_whole_cycle_keeps_the_latest_update_after_every_action(owner):
    """Asked, answered, handed over, reminded, escalated, silent, late, edited, taken out, replaced."""
    do = Watched()
    leads = make_leads(5, team=make_team())
    plan = make_plan_in_force(owner, leads=leads, actions_each=2)
    cycle = start_cycle(plan, owner)
    do.chase(cycle=cycle, by=None, at=OPENS)

    first = cycle.askings.get(person=leads[0])
    said, unchanged = first.asked.all()
    do.answer_asking(asking=first, answers=[answer(said, status=ActionStatus.ON_TRACK)], by=leads[0], at=on(7))
    do.answer_asking(asking=first, answers=[answer(unchanged, text="", is_no_change=True)], by=leads[0], at=on(8))

    second = cycle.askings.get(person=leads[1])
    given = second.asked.first()
    received = do.hand_over(asking=second, asked=[given], to=leads[4], by=leads[1], at=on(8))
    do.answer_asking(asking=received, answers=[answer(given, in_the_way="No room")], by=leads[4], at=on(9))

    do.chase(cycle=cycle, by=None, at=on(21))
    late = leads[2].actions_led.first()
    do.post_update(action=late, text="Begun.", status=ActionStatus.ON_TRACK, by=owner, at=on(22))
    with pytest.raises(NotPossible):
        do.post_update(action=late, text="", by=owner, at=on(23))
    do.edit_action(action=late, changes={"title": "Another title"}, by=owner, at=on(23))
    do.set_dependencies(action=late, waits_for=[leads[3].actions_led.first()], by=owner, at=on(23))
    step = do.add_milestone(action=late, title="A step", by=owner, at=on(23))
    do.complete_milestone(milestone=step, done_on=date(2026, 7, 23), by=owner, at=on(23))
    do.remove_action(action=leads[3].actions_led.last(), by=owner, at=on(24))
    for day in (27, 30):
        do.chase(cycle=cycle, by=None, at=on(day))
    do.close_cycle(cycle=cycle, by=owner, at=on(31))
    do.post_update(action=late, text="Late, but here.", by=owner, at=on(1, 9))
    do.release_progress(plan=plan, by=make_person(Role.PLAN_OWNER), at=on(2, 9))
    do.submit_for_review(plan=plan, by=owner, at=on(3, 9))
    do.publish(plan=plan, by=make_person(Role.PLAN_OWNER), at=on(4, 9))

    assert do.done == 19
    assert do.moved == ["answer_asking"] * 3 + ["post_update"] * 2
    assert sum(latest is not None for latest, _, _ in kept().values()) == 4
    assert [obstacle for _, _, obstacle in kept().values() if obstacle] == ["No room"]


def as_file(plan):
    return yaml_form.write_yaml(copy_plan(plan), plan_actions.read_private(plan)).encode()


def bring_in(do, content, by, *, plan=None, at=NOW, **options):
    incoming = opening.take(
        opening.open_file("plan.yaml", content), opening.TableReading(), known=copy_plan(plan) if plan else None,
        on=at.date(),
    )  # fmt: skip
    return do.bring_in(
        incoming=incoming, settled=Settled(), file_name="plan.yaml", content=content, plan=plan, by=by, at=at,
        **options,
    )  # fmt: skip


def test_what_a_file_brings_in_keeps_the_latest_update(owner, action):
    """All of a plan anew; then, into what has newer updates, an older one and one of the day itself."""
    do = Watched()
    for day, text in ((1, "Begun."), (9, "Half way.")):
        do.post_update(action=action, text=text, status=ActionStatus.ON_TRACK, by=owner, at=on(day, 5))
    content = as_file(action.plan)
    Plan.objects.filter(pk=action.plan_id).update(slug="the-old-one")
    done = bring_in(do, content, owner)
    copied = done.plan.actions.get()
    assert copied.latest_update.text == "Half way."
    assert copied.updates.count() == 2

    older = content.replace(b"text: Begun.", b"text: Found in a drawer.")
    assert older != content
    bring_in(do, older, owner, plan=done.plan)
    copied.refresh_from_db()
    assert (copied.latest_update.text, copied.updates.count()) == ("Half way.", 3)

    todays = content.replace(b"text: Half way.", b"text: Nearly done.").replace(b"2026-05-09", b"2026-06-15")
    bring_in(do, todays, owner, plan=done.plan)
    copied.refresh_from_db()
    assert copied.latest_update.text == "Nearly done."
    assert bring_in(do, as_file(done.plan), owner, plan=done.plan, is_dry_run=True).steps == ()


def test_of_two_updates_of_one_moment_the_later_written_is_the_latest(owner, action):
    do = Watched()
    do.post_update(action=action, text="First.", by=owner, at=NOW)
    do.post_update(action=action, text="Second.", by=owner, at=NOW)
    do.post_update(action=action, text="Of an earlier clock.", by=owner, at=NOW - timedelta(minutes=1))
    assert action.latest_update.text == "Second."


def test_an_update_adds_one_step_to_the_history_and_the_latest_none(owner, action):
    before = action.history.count()
    plan_actions.post_update(action=action, text="Begun.", by=owner, at=NOW)
    assert action.history.count() == before + 1


def test_a_plan_built_in_bulk_keeps_the_latest_updates_too():
    build(actions=12, measures=12, updates=30, people=3, on=date(2026, 6, 15))
    assert kept() == slow_latest()
    assert Update.objects.count() == 30


# ── rows that something else wrote ───────────────────────────────────────────────────────────────────
@pytest.fixture
def drifted(owner, action):
    """Four actions of which three keep something else than their latest update, or of it."""
    silent, fine, freed = (make_action(action.section, owner, title=title) for title in ("Silent", "Fine", "Freed"))
    for each in (action, fine, freed):
        for day in (1, 2):
            plan_actions.post_update(action=each, text=f"Day {day}.", by=owner, at=on(day, 5))
    Action.objects.filter(pk=action.pk).update(latest_update=action.updates.newest_first().last())
    Action.objects.filter(pk=silent.pk).update(latest_update=fine.updates.newest_first().last())
    Action.objects.filter(pk=freed.pk).update(obstacle="No room")
    return {action.pk, silent.pk, freed.pk}


def test_what_drifted_is_found_put_right_and_written_down(drifted):
    assert set(Action.objects.with_another_latest_update().values_list("pk", flat=True)) == drifted
    events = AuditEvent.objects.count()
    mended = plan_actions.mend_latest_updates(by=None, at=NOW)
    assert {each.pk for each in mended} == drifted
    assert kept() == slow_latest()
    assert AuditEvent.objects.count() == events + 3
    assert verify_chain().is_whole
    assert plan_actions.mend_latest_updates(by=None, at=NOW) == []


def test_the_command_says_what_it_would_put_right_and_then_does(drifted):
    said = StringIO()
    call_command("mend_latest_updates", "--dry-run", stdout=said)
    assert "3 actions would be put right." in said.getvalue()
    assert set(Action.objects.with_another_latest_update().values_list("pk", flat=True)) == drifted
    call_command("mend_latest_updates", stdout=said)
    call_command("mend_latest_updates", stdout=said)
    assert "3 actions put right.\n" in said.getvalue()
    assert said.getvalue().endswith("0 actions put right.\n")
    assert kept() == slow_latest()


def test_only_who_edits_plans_puts_right(drifted):
    with pytest.raises(NotAllowed):
        plan_actions.mend_latest_updates(by=make_person(Role.VIEWER), at=NOW)
    assert Action.objects.with_another_latest_update().count() == len(drifted)


def test_rows_from_before_are_filled_in_by_one_statement_each(drifted, django_assert_num_queries):
    Action.objects.update(latest_update=None, latest_update_at=None, obstacle="")
    Update.objects.filter(text="Day 2.").update(in_the_way="No room")
    with django_assert_num_queries(2):
        import_module(f"{MIGRATIONS}.0002_latest_updates").keep_latest(apps, None)
        import_module(f"{MIGRATIONS}.0003_what_the_latest_update_says").keep_what_it_says(apps, None)
    assert kept() == slow_latest()
    assert sum(obstacle == "No room" for _, _, obstacle in kept().values()) == 3
