"""Asking everybody once a quarter: the calendar, reminders, escalation, silence, proxies, and what the public sees."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from tests.factories.cycles import OPENS, links_sent_to, make_leads, make_plan_in_force, start_cycle
from tests.factories.people import signed_in_client
from tests.factories.plans import make_action, make_measure, make_person, make_team, publish

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.messages.models import Message
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.cycles.rounds import name_period, round_due
from goldenthread.plan.cycles.states import AskingState
from goldenthread.plan.fillings import waiting_for
from goldenthread.plan.models import AskedAction, Asking
from goldenthread.plan.states import ActionStatus, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


def on(day: int, month: int = 7) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def states(cycle):
    return sorted(cycle.askings.values_list("state", flat=True))


def chase(cycle, at):
    moves = plan_actions.chase(cycle=cycle, by=None, at=at)
    cycle.refresh_from_db()
    return moves


def test_a_whole_quarter_for_forty_owners(owner, django_capture_on_commit_callbacks):
    director, lead = make_person(Role.PLAN_OWNER), make_person(Role.PLAN_OWNER)
    team = make_team()
    plan_actions.set_escalation(team=team, lead=lead, director=director, by=owner, at=OPENS)
    leads = make_leads(40, team=team)
    cycle = start_cycle(make_plan_in_force(owner, leads=leads), owner)

    def run(at):
        with django_capture_on_commit_callbacks(execute=True):
            return chase(cycle, at)

    assert len(run(OPENS)) == 40
    assert all(len(links_sent_to(person)) == 1 for person in leads)
    for person in leads[:25]:
        action = person.actions_led.get()
        plan_actions.post_update(action=action, text="It goes well.", by=person, at=on(10))
    assert states(cycle) == ["answered"] * 25 + ["asked"] * 15
    assert run(on(20)) == []
    assert len(run(on(21))) == 15
    for person in leads[25:30]:
        plan_actions.post_update(action=person.actions_led.get(), text="", is_no_change=True, by=person, at=on(22))
    assert run(on(25)) == [], "nobody is written to on a Saturday"
    assert {move.tell for move in run(on(27))} == {lead}
    assert {move.tell for move in run(on(30))} == {director}
    assert run(on(31)) == []
    assert len(run(on(5, 8))) == 10
    assert states(cycle) == ["answered"] * 30 + ["silent"] * 10
    assert cycle.closed_at == on(5, 8)
    assert AskedAction.objects.missed().count() == 10
    assert run(on(6, 8)) == []
    assert Message.objects.filter(wording="plan_update_reminder").count() == 15


def test_starting_needs_the_right_role_and_an_open_plan_once(owner):
    plan = make_plan_in_force(owner, leads=make_leads(1))
    with pytest.raises(NotAllowed, match="to ask for updates"):
        start_cycle(plan, make_person(Role.CONTRIBUTOR))
    start_cycle(plan, owner)
    with pytest.raises(NotPossible, match="still running"):
        start_cycle(plan, owner, title="Another")


def test_somebody_who_leads_more_gets_one_message_about_all_of_it(owner, django_capture_on_commit_callbacks):
    person = make_leads(1)[0]
    cycle = start_cycle(make_plan_in_force(owner, leads=[person], actions_each=3), owner)
    with django_capture_on_commit_callbacks(execute=True):
        chase(cycle, OPENS)
    assert [message.subject for message in mail.outbox] == ["April to June 2026: 3 actions to update by 24 July 2026"]
    assert "how 3 actions are going" in mail.outbox[0].body


def test_the_dry_run_says_what_the_real_one_does_and_sends_nothing(owner):
    cycle = start_cycle(make_plan_in_force(owner, leads=make_leads(2)), owner)
    planned = plan_actions.moves_due(cycle, on=OPENS.date())
    assert Message.objects.count() == 0
    assert states(cycle) == ["to be asked"] * 2
    done = chase(cycle, OPENS)
    assert [(m.asking.pk, m.after, m.tell) for m in done] == [(m.asking.pk, m.after, m.tell) for m in planned]


def test_a_chaser_that_was_stopped_does_not_escalate_what_nobody_was_asked(owner):
    cycle = start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner)
    chase(cycle, on(3, 8))
    assert states(cycle) == ["asked"]
    chase(cycle, on(4, 8))
    assert states(cycle) == ["asked"]
    chase(cycle, on(5, 8))
    assert states(cycle) == ["reminded"]


def test_a_proxy_is_asked_instead_and_once(owner, django_capture_on_commit_callbacks):
    away, proxy = make_leads(2)
    plan_actions.set_absence(
        person=away, proxy=proxy, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 17), by=away, at=OPENS
    )
    cycle = start_cycle(make_plan_in_force(owner, leads=[away, proxy]), owner)
    with django_capture_on_commit_callbacks(execute=True):
        chase(cycle, OPENS)
    assert links_sent_to(away) == []
    assert [message.subject for message in mail.outbox] == ["April to June 2026: 2 actions to update by 24 July 2026"]
    assert Asking.objects.get(person=away).state == AskingState.HANDED_OVER
    item = AskedAction.objects.get(action__owner=away)
    assert (item.asking.person, item.handed_over_by) == (proxy, away)
    plan_actions.post_update(action=item.action, text="Done for a colleague.", by=proxy, at=on(7))
    item.refresh_from_db()
    assert item.update.written_by == proxy


def test_two_people_who_stand_in_for_each_other_are_both_asked_themselves(owner):
    first, second = make_leads(2)
    for person, proxy in ((first, second), (second, first)):
        plan_actions.set_absence(
            person=person, proxy=proxy, starts_on=date(2026, 7, 1), ends_on=None, by=person, at=OPENS
        )
    cycle = start_cycle(make_plan_in_force(owner, leads=[first, second]), owner)
    chase(cycle, OPENS)
    assert states(cycle) == ["asked", "asked"]


def test_only_oneself_or_a_plan_owner_says_that_somebody_is_away(owner):
    person, other = make_leads(2)
    with pytest.raises(NotAllowed):
        plan_actions.set_absence(
            person=person, proxy=other, starts_on=date(2026, 7, 1), ends_on=None, by=other, at=OPENS
        )
    absence = plan_actions.set_absence(
        person=person, proxy=other, starts_on=date(2026, 7, 1), ends_on=None, by=owner, at=OPENS
    )
    plan_actions.end_absence(absence=absence, by=person, at=OPENS)
    assert not person.absences.exists()


def test_without_a_named_lead_whoever_started_the_cycle_hears_of_silence(owner):
    cycle = start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner)
    for day in (6, 21):
        chase(cycle, on(day))
    assert [move.tell for move in chase(cycle, on(27))] == [owner]


def test_what_was_missed_shows_publicly_at_the_next_release_and_goes_with_a_late_update(owner, client, monkeypatch):
    # What the site takes for now is the day of the last release: nothing here depends on the day of the test.
    monkeypatch.setattr(timezone, "now", lambda: on(23))
    person = make_leads(1)[0]
    plan = make_plan_in_force(owner, leads=[person])
    action = person.actions_led.get()
    plan_actions.post_update(action=action, text="We began.", by=person, at=on(4, 5))
    cycle = start_cycle(plan, owner)
    chase(cycle, OPENS)
    plan_actions.close_cycle(cycle=cycle, by=owner, at=on(20))
    address = reverse("plan:action", args=[plan.slug, action.number])
    assert "Not updated since" not in client.get(address).content.decode()
    plan_actions.release_progress(plan=plan, by=owner, at=on(21))
    page = client.get(address).content.decode()
    assert "Not updated since 4 May 2026: we asked how this was going for April to June 2026" in page
    aim = client.get(reverse("plan:aim", args=[plan.slug, "1"])).content.decode()
    assert "Not updated since 4 May 2026" in aim
    plan_actions.post_update(action=action, text="Sorry, here it is.", by=person, at=on(22))
    assert Asking.objects.get(person=person).state == AskingState.ANSWERED
    plan_actions.release_progress(plan=plan, by=owner, at=on(23))
    assert "Not updated since" not in client.get(address).content.decode()


def test_an_action_nobody_leads_is_listed_and_missed(owner):
    plan = make_plan_in_force(owner, leads=make_leads(1))
    lonely = make_action(plan.sections.get(), owner, title="Plant street trees")
    publish(plan)
    cycle = start_cycle(plan, owner)
    page = signed_in_client(owner).get(cycle.get_absolute_url()).content.decode()
    assert "Nobody to ask" in page
    assert "Plant street trees" in page
    plan_actions.close_cycle(cycle=cycle, by=owner, at=on(20))
    assert AskedAction.objects.missed().filter(action=lonely).exists()


def test_nobody_is_asked_any_more_about_an_action_that_was_taken_out(owner):
    person = make_leads(1)[0]
    plan = make_plan_in_force(owner, leads=[person])
    cycle = start_cycle(plan, owner)
    chase(cycle, OPENS)
    plan_actions.remove_action(action=person.actions_led.get(), by=owner, at=on(7))
    assert states(cycle) == ["answered"]
    assert not cycle.asked.exists()
    assert chase(cycle, on(21)) == []


def test_when_somebody_else_leads_an_action_they_are_asked_and_the_one_before_is_let_go(
    owner, django_capture_on_commit_callbacks
):
    first, second = make_leads(2)
    plan = make_plan_in_force(owner, leads=[first])
    action = first.actions_led.get()
    cycle = start_cycle(plan, owner)
    chase(cycle, OPENS)
    plan_actions.edit_action(action=action, changes={"owner": second}, by=owner, at=on(7))
    assert {each.person: each.state for each in cycle.askings.all()} == {first: "answered", second: "to be asked"}
    with django_capture_on_commit_callbacks(execute=True):
        assert [move.tell for move in chase(cycle, on(8))] == [second]
    assert len(links_sent_to(second)) == 1
    plan_actions.post_update(action=action, text="It goes well.", by=second, at=on(9))
    assert states(cycle) == ["answered", "answered"]


def test_who_had_answered_is_asked_again_about_an_action_they_lead_now(owner, django_capture_on_commit_callbacks):
    first, second = make_leads(2)
    plan = make_plan_in_force(owner, leads=[first, second])
    cycle = start_cycle(plan, owner)
    chase(cycle, OPENS)
    plan_actions.post_update(action=second.actions_led.get(), text="It goes well.", by=second, at=on(7))
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.edit_action(action=first.actions_led.get(), changes={"owner": second}, by=owner, at=on(8))
    assert cycle.askings.get(person=second).state == AskingState.ASKED
    assert len(links_sent_to(second)) == 1
    plan_actions.edit_action(action=second.actions_led.last(), changes={"title": "Another"}, by=owner, at=on(8))
    plan_actions.edit_action(
        action=plan.actions.get(asked__asking__person=second, asked__update__isnull=True),
        changes={"owner": None}, by=owner, at=on(9),
    )  # fmt: skip
    assert cycle.asked.unanswered().get().asking is None, "nobody leads it, so it is listed as such"
    assert states(cycle) == ["answered", "answered"]


def test_what_was_handed_to_a_colleague_stays_with_them_when_the_owner_changes(owner):
    first, second, colleague = make_leads(3)
    plan = make_plan_in_force(owner, leads=[first])
    cycle = start_cycle(plan, owner)
    chase(cycle, OPENS)
    asking = cycle.askings.get()
    plan_actions.hand_over(asking=asking, asked=list(asking.asked.all()), to=colleague, by=first, at=on(7))
    plan_actions.edit_action(action=first.actions_led.get(), changes={"owner": second}, by=owner, at=on(8))
    assert cycle.asked.get().asking.person == colleague
    assert not cycle.askings.filter(person=second).exists()


def test_nothing_more_is_wanted_about_a_plan_that_was_superseded(owner):
    stays, goes = make_leads(2)
    old, new = make_plan_in_force(owner, leads=[goes]), make_plan_in_force(owner, leads=[stays])
    make_measure(old.sections.get(), owner, owner=goes)
    cycle = start_cycle(old, owner, plans=[old, new])
    chase(cycle, OPENS)
    publish(old)
    plan_actions.supersede(plan=old, successor=new, by=make_person(Role.PLAN_OWNER), at=on(7))
    assert {each.person: each.state for each in cycle.askings.all()} == {goes: "answered", stays: "asked"}
    assert cycle.asked.get().action.plan == new
    assert [move.asking.person for move in chase(cycle, on(21))] == [stays]


def test_who_has_left_is_not_written_to_and_their_lead_hears_of_it(owner, django_capture_on_commit_callbacks):
    team, lead = make_team(), make_person(Role.PLAN_OWNER)
    plan_actions.set_escalation(team=team, lead=lead, director=None, by=owner, at=OPENS)
    person = make_leads(1, team=team)[0]
    cycle = start_cycle(make_plan_in_force(owner, leads=[person]), owner)
    chase(cycle, OPENS)
    person.is_active = False
    person.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert [move.tell for move in chase(cycle, on(21))] == [None]
        assert [move.tell for move in chase(cycle, on(27))] == [lead]
    assert not [message for message in mail.outbox if person.email in message.to]


def test_every_step_is_in_the_audit_log(owner):
    cycle = start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner)
    chase(cycle, OPENS)
    plan_actions.close_cycle(cycle=cycle, by=owner, at=on(20))
    verbs = list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))
    wanted = ["started the", "moved to “asked”:", "wrote to", "moved to “silent”:", "closed the"]
    assert [verb for verb in verbs if verb in wanted] == wanted


def test_the_command_has_a_dry_run(owner):
    cycle = start_cycle(make_plan_in_force(owner, leads=make_leads(1)), owner)
    said = StringIO()
    call_command("chase_updates", "--dry-run", stdout=said)
    cycle.refresh_from_db()
    assert "Updates for April to June 2026:" in said.getvalue()
    assert states(cycle) == ["to be asked"]


# ── the next round ───────────────────────────────────────────────────────────────────────────────────
def test_a_quarter_nobody_was_asked_about_waits_for_who_starts_rounds(owner, monkeypatch):
    today = date(2026, 7, 6)
    assert round_due(on=today) is None, "without a plan in force there is nothing to ask about"
    plan = make_plan_in_force(owner, leads=make_leads(1))
    assert round_due(on=today) == (date(2026, 4, 1), date(2026, 6, 30))
    waiting = [(each.title, each.why) for each in waiting_for(owner, today)]
    assert ("Updates for April to June 2026", "nobody has been asked yet") in waiting
    assert not [each for each in waiting_for(make_leads(1)[0], today) if "nobody has been asked" in each.why]
    monkeypatch.setattr(timezone, "now", lambda: OPENS)
    browser = signed_in_client(owner)
    said = "Nobody has been asked about April to June 2026 yet."
    assert said in browser.get(reverse("plan:staff_cycles")).content.decode()
    start_cycle(plan, owner)
    assert said not in browser.get(reverse("plan:staff_cycles")).content.decode()
    assert round_due(on=date(2026, 9, 30)) is None
    assert round_due(on=date(2026, 10, 1)) == (date(2026, 7, 1), date(2026, 9, 30))


def test_a_council_that_asks_every_half_year_is_reminded_every_half_year(owner):
    plan = make_plan_in_force(owner, leads=make_leads(1))
    start_cycle(plan, owner, period_starts_on=date(2025, 11, 1), period_ends_on=date(2026, 4, 30))
    assert round_due(on=date(2026, 10, 31)) is None
    assert round_due(on=date(2026, 11, 1)) == (date(2026, 5, 1), date(2026, 10, 31))
    assert name_period(date(2026, 11, 1), date(2027, 4, 30)) == "November 2026 to April 2027"
    assert name_period(date(2026, 2, 1), date(2026, 2, 28)) == "February 2026"
    assert round_due(on=date(2035, 1, 1)) == (date(2026, 5, 1), date(2026, 10, 31)), "the first that was left out"


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_cycle_is_started_chased_filtered_downloaded_and_closed_on_its_pages(owner, monkeypatch):
    lead = make_leads(1, name="Grace Adeyemi")[0]
    plan = make_plan_in_force(owner, leads=[lead, *make_leads(2)])
    browser = signed_in_client(owner)
    form = browser.get(reverse("plan:staff_new_cycle")).context["form"]
    today = form.initial["opens_on"]
    sent = {
        "title": form.initial["title"],
        "period_starts_on": form.initial["period_starts_on"].isoformat(),
        "period_ends_on": form.initial["period_ends_on"].isoformat(),
        "opens_on": today.isoformat(),
        "due_on": form.initial["due_on"].isoformat(),
        "plans": [plan.pk],
    }
    assert browser.post(reverse("plan:staff_new_cycle"), sent).status_code == 302
    cycle = plan.update_cycles.get()
    address = cycle.get_absolute_url()
    assert "0 of 3 actions have been updated" in browser.get(address).content.decode()
    assert browser.get(reverse("plan:staff_chase", args=[cycle.pk])).status_code == 200
    assert browser.post(reverse("plan:staff_chase", args=[cycle.pk])).status_code == 302
    found = browser.get(address, {"q": "Adeyemi"}).content.decode()
    assert "Grace Adeyemi" in found
    assert found.count('<th scope="row"') == 1
    table = browser.get(address, {"as": "csv"})
    assert table["Content-Type"].startswith("text/csv")
    assert table.content.decode("utf-8-sig").count("\r\n") == 4
    assert browser.post(reverse("plan:staff_close_cycle", args=[cycle.pk])).status_code == 302
    assert "3 were missed" in browser.get(address).content.decode()
    assert browser.get(reverse("plan:staff_cycles")).status_code == 200
    monkeypatch.setattr("goldenthread.plan.views.cycles.ACTIONS_ON_A_PAGE", 2)
    pages = [browser.get(address, {"silent": number, "q": "Adeyemi"}) for number in (1, 2)]
    assert [len(page.context["silent"]) for page in pages] == [2, 1]
    assert len({item.pk for page in pages for item in page.context["silent"]}) == 3
    assert "silent=2&amp;q=Adeyemi" in pages[0].content.decode(), "a page of one list keeps the filters"


def test_a_contributor_sees_the_cycle_and_cannot_steer_it(owner):
    person = make_leads(1)[0]
    cycle = start_cycle(make_plan_in_force(owner, leads=[person]), owner)
    browser = signed_in_client(person)
    assert browser.get(cycle.get_absolute_url()).status_code == 200
    assert browser.get(reverse("plan:staff_chase", args=[cycle.pk])).status_code == 403
    assert browser.post(reverse("plan:staff_close_cycle", args=[cycle.pk])).status_code == 403
    assert browser.get(reverse("plan:staff_new_cycle")).status_code == 403


def test_absences_and_escalation_are_set_on_their_pages(owner):
    team = make_team("Housing")
    person, proxy = make_leads(2, team=team)
    browser = signed_in_client(owner)
    sent = {"person": person.email, "proxy": proxy.email, "starts_on": "2026-07-01", "ends_on": ""}
    assert browser.post(reverse("plan:staff_away"), sent).status_code == 302
    assert "until that is ended" in browser.get(reverse("plan:staff_away")).content.decode()
    absence = person.absences.get()
    assert browser.post(reverse("plan:staff_back", args=[absence.pk])).status_code == 302
    unknown = browser.post(reverse("plan:staff_away"), {**sent, "proxy": "nobody@example.org"})
    assert "Nobody with this address can sign in here" in unknown.content.decode()
    lines = reverse("plan:staff_edit_escalation", args=[team.slug])
    assert browser.post(lines, {"lead": person.email, "director": ""}).status_code == 302
    assert f"Lead: {person.name}" in browser.get(reverse("plan:staff_escalation")).content.decode()


def test_the_cycle_page_asks_the_database_as_often_for_many_as_for_few(owner, django_assert_max_num_queries):
    browser = signed_in_client(owner)
    few = start_cycle(make_plan_in_force(owner, leads=make_leads(2)), owner)
    many = start_cycle(make_plan_in_force(owner, leads=make_leads(30), actions_each=2), owner, title="Many")
    browser.get(few.get_absolute_url())
    with django_assert_max_num_queries(25) as small:
        browser.get(few.get_absolute_url())
    with django_assert_max_num_queries(25) as large:
        browser.get(many.get_absolute_url())
    assert len(large) == len(small)


def test_status_words_stay_those_of_the_action(owner):
    person = make_leads(1)[0]
    start_cycle(make_plan_in_force(owner, leads=[person]), owner)
    update = plan_actions.post_update(
        action=person.actions_led.get(), text="On it.", status=ActionStatus.ON_TRACK, by=person, at=OPENS + timedelta(1)
    )
    assert update.answers.get().asking.state == AskingState.ANSWERED
