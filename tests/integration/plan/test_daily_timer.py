"""What the worker does by itself: once on each working day, however many workers there are, and seen afterwards."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.factories.cycles import OPENS, make_leads, make_plan_in_force, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_person
from tests.factories.releases import PREPARED_AT, PUBLISHED_AT, make_signer, plan_release, prepare

from goldenthread.accounts.roles import Role
from goldenthread.plan import daily, tasks
from goldenthread.plan.actions import releasing
from goldenthread.plan.models import ChaserRun, Release

pytestmark = pytest.mark.django_db
#: A Monday, 10 in London.
NOW = OPENS


@pytest.fixture
def owner(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def clock(monkeypatch):
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def test_the_day_is_done_once_and_the_cycle_chased(owner):
    cycle = start_cycle(make_plan_in_force(owner, leads=make_leads(2)), owner)
    run = daily.run_day(at=NOW, hour=8)
    assert (run.day, run.steps, run.failure) == (date(2026, 7, 6), 2, "")
    assert set(cycle.askings.values_list("state", flat=True)) == {"asked"}
    assert daily.run_day(at=NOW + timedelta(hours=3), hour=8) is None
    assert ChaserRun.objects.count() == 1


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 7, 6, 6, 59, tzinfo=UTC), id="before the hour"),
        pytest.param(datetime(2026, 7, 4, 12, tzinfo=UTC), id="a Saturday"),
        pytest.param(datetime(2026, 8, 31, 12, tzinfo=UTC), id="a bank holiday"),
    ],
)
def test_nothing_is_done_before_its_time(owner, moment):
    assert daily.run_day(at=moment, hour=8) is None
    assert not ChaserRun.objects.exists()


def test_the_nation_in_the_settings_says_which_days_are_free(owner, settings):
    moment = datetime(2026, 8, 31, 12, tzinfo=UTC)
    settings.NATION = "SCT"
    assert daily.run_day(at=moment, hour=8) is not None


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 7, 6, 5, tzinfo=UTC), datetime(2026, 7, 6, 7, tzinfo=UTC)),
        (datetime(2026, 7, 6, 9, tzinfo=UTC), datetime(2026, 7, 6, 9, tzinfo=UTC)),
        (datetime(2026, 7, 4, 9, tzinfo=UTC), datetime(2026, 7, 6, 7, tzinfo=UTC)),
        (datetime(2026, 12, 24, 5, tzinfo=UTC), datetime(2026, 12, 24, 8, tzinfo=UTC)),
    ],
)
def test_the_next_moment_is_the_hour_of_a_working_day_or_now_where_it_is_late(moment, due):
    assert daily.next_moment(at=moment, hour=8) == due


def test_after_the_day_is_done_the_next_is_the_following_working_day_and_a_broken_run_is_taken_up(owner):
    daily.run_day(at=datetime(2026, 12, 24, 9, tzinfo=UTC), hour=8)
    assert daily.next_moment(at=datetime(2026, 12, 24, 9, tzinfo=UTC), hour=8) == datetime(2026, 12, 29, 8, tzinfo=UTC)
    ChaserRun.objects.create(day=date(2026, 7, 6), began_at=NOW)
    assert daily.run_day(at=NOW + timedelta(minutes=59), hour=8) is None
    later = NOW + timedelta(hours=1)
    assert daily.next_moment(at=NOW, hour=8) == later
    assert daily.run_day(at=later, hour=8).began_at == later


def test_the_task_waits_in_the_queue_once_and_asks_for_the_next(owner, queue, clock, monkeypatch):
    # The worker closes connections that have changed their ways, as this test's has: it is within a transaction.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    clock(NOW - timedelta(hours=4))
    assert tasks.schedule_next() is True
    assert tasks.schedule_next() is False
    waiting = DBTaskResult.objects.get()
    assert waiting.run_after == datetime(2026, 7, 6, 7, tzinfo=UTC)
    clock(NOW)
    start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner)
    call_command("db_worker", batch=True, max_tasks=1, startup_delay=False, interval=0, verbosity=0)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.return_value) == (TaskResultStatus.SUCCESSFUL, "1 steps, 0 releases")
    assert DBTaskResult.objects.get(task_path=waiting.task_path, status=TaskResultStatus.READY).run_after == datetime(
        2026, 7, 7, 7, tzinfo=UTC
    )


def test_the_release_that_is_due_goes_out_by_itself_and_one_that_cannot_says_why(owner):
    plan = make_plan_in_force(owner, leads=make_leads(1))
    release = prepare(plan_release(plan, by=owner, signer=make_signer()), owner)
    releasing.sign_off(release=release, by=release.signer, at=PREPARED_AT)
    period = releasing.set_pre_election_period(
        title="Mayor", starts_on=date(2026, 8, 20), ends_on=date(2026, 8, 27), by=owner, at=NOW
    )
    run = daily.run_day(at=PUBLISHED_AT, hour=8)
    assert run.published == 0
    assert f"until {period.ends_on.day} August 2026" in run.failure
    assert daily.run_day(at=datetime(2026, 8, 28, 9, tzinfo=UTC), hour=8).published == 1
    assert Release.objects.published().count() == 1


def test_a_fault_in_one_cycle_keeps_no_other_from_being_chased(owner, monkeypatch, caplog):
    first = start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner)
    second = start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner, title="Another")
    real = daily.chase

    def broken(*, cycle, by, at):
        if cycle.pk == first.pk:
            raise RuntimeError("a wire came loose")
        return real(cycle=cycle, by=by, at=at)

    monkeypatch.setattr(daily, "chase", broken)
    run = daily.run_day(at=NOW, hour=8)
    assert run.steps == 1
    assert f"{first} could not be chased" in run.failure
    assert second.askings.get().state == "asked"
    assert "a wire came loose" in caplog.text


def test_the_page_says_when_it_ran_last_and_runs_next(owner, clock):
    browser = signed_in_client(owner)
    assert "has not run by itself yet" in browser.get("/staff/updates/").content.decode()
    start_cycle(make_plan_in_force(owner, leads=make_leads(3)), owner)
    clock(NOW)
    call_command("chase_updates", "--dry-run", stdout=StringIO())
    assert not ChaserRun.objects.exists()
    call_command("chase_updates", stdout=StringIO())
    page = signed_in_client(owner).get("/staff/updates/").content.decode()
    assert "The chaser last ran on 6 July 2026: 3 steps taken." in page
    assert "It runs next on 7 July 2026, from 8:00" in page


def test_of_two_workers_at_the_same_moment_one_makes_the_day_s_row(owner):
    assert daily.run_day(at=NOW, hour=8) is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        ChaserRun.objects.create(day=NOW.date(), began_at=NOW)
    ChaserRun.objects.update(ended_at=None)
    late = NOW + timedelta(hours=2)
    assert ChaserRun.objects.abandoned(at=late).update(began_at=late) == 1
    assert ChaserRun.objects.abandoned(at=late).update(began_at=late) == 0


def test_other_rooms_have_their_days_work_done_and_one_that_fails_keeps_none_from_theirs(owner, monkeypatch, caplog):
    assert set(daily._other_work) == {
        "Reminding owners of the registers",
        "Reminding people to review assessments",
        "Judging claims whose facts have grown old",
    }
    monkeypatch.setattr(daily, "_other_work", {})

    def fail(at):
        raise RuntimeError("the post room is shut")

    daily.also_each_day("Carrying letters", fail)
    daily.also_each_day("Counting", lambda at: 3)
    run = daily.run_day(at=NOW, hour=8)
    assert run.steps == 3
    assert run.failure == "Carrying letters failed; the log says why."
    assert "the post room is shut" in caplog.text
