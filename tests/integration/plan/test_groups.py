"""Groups: who runs them, what is kept of a meeting, what they ask and what comes of it, and what the public sees."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.factories.groups import make_ask, make_group, make_meeting, seat
from tests.factories.people import signed_in_client
from tests.factories.plans import (
    NOW,
    make_action,
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
from goldenthread.frontend.attached_files import check_file
from goldenthread.messages.models import Message
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.copying import copy_plan, make_measure_document, read_measures
from goldenthread.plan.figures import figure_of
from goldenthread.plan.groups import permissions
from goldenthread.plan.groups.fillings import asks_waiting_for
from goldenthread.plan.groups.kinds import AskState, Duty
from goldenthread.plan.kinds import MeasureKind
from goldenthread.plan.lint import Lack, lint_measure
from goldenthread.plan.models import AskReply, EscalationLine, Group, GroupAsk, ProgressMeasure
from goldenthread.plan.states import NotPossible
from goldenthread.plan.working_days import is_working_day

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER)


@pytest.fixture
def group(owner):
    return make_group(owner, slug="panel", name="Fairness panel")


@pytest.fixture
def secretary(group, owner):
    person = make_person(Role.CONTRIBUTOR, name="Secretary Sam")
    seat(group, owner, person, seat="Engagement", duty=Duty.SECRETARY)
    return person


def last_event():
    return AuditEvent.objects.order_by("-position").first()


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR, Role.ANALYST])
def test_only_plan_owners_and_administrators_begin_groups(role):
    person = make_person(role)
    assert not permissions.can_keep_groups(person)
    with pytest.raises(NotAllowed, match="administrator or plan owner"):
        make_group(person)


@pytest.mark.parametrize("duty", list(Duty))
def test_chair_deputy_and_secretary_run_their_own_group_and_no_other(group, owner, duty):
    person = make_person(Role.CONTRIBUTOR)
    seat(group, owner, person, duty=duty)
    may = duty is not Duty.MEMBER
    assert permissions.can_run_group(person, group, TODAY) is may
    assert not permissions.can_run_group(person, make_group(owner), TODAY)
    if may:
        assert permissions.check_can_run_group(person, group, TODAY) is None
    else:
        with pytest.raises(NotAllowed, match="chair, deputy chair or secretary"):
            permissions.check_can_run_group(person, group, TODAY)


def test_nobody_runs_a_group_before_or_after_their_term_or_without_a_writing_role(group, owner):
    person, reader = make_person(Role.CONTRIBUTOR), make_person(Role.VIEWER)
    seat(group, owner, person, duty=Duty.CHAIR, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31))
    seat(group, owner, reader, duty=Duty.CHAIR)
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [permissions.can_run_group(person, group, day) for day in days] == [False, True, True, False]
    assert not permissions.can_run_group(reader, group, TODAY)


def test_a_secretary_fills_seats_but_does_not_say_who_runs_the_group(group, secretary):
    seat(group, secretary, name="Wren Calloway")
    with pytest.raises(NotAllowed):
        seat(group, secretary, make_person(Role.CONTRIBUTOR), duty=Duty.CHAIR)
    member = group.members.get(duty=Duty.MEMBER)
    with pytest.raises(NotAllowed):
        plan_actions.edit_member(member=member, changes={"duty": Duty.CHAIR.value}, by=secretary, at=NOW)


def test_the_team_or_person_asked_replies_and_whoever_asked_does_not(group, owner, secretary):
    team = make_team("Money")
    asked = make_person(Role.CONTRIBUTOR, team=team)
    colleague = make_person(Role.CONTRIBUTOR, team=team)
    ask = make_ask(group, secretary, person=asked)
    assert ask.team == team
    assert [permissions.can_reply(who, ask) for who in (asked, colleague, owner, secretary)] == [
        True,
        True,
        True,
        False,
    ]
    with pytest.raises(NotAllowed, match="asked to reply"):
        plan_actions.reply_to_ask(ask=ask, state=AskState.WE_DID, text="Done.", by=secretary, at=NOW)


# ── seats, meetings ──────────────────────────────────────────────────────────────────────────────────
def test_the_log_keeps_that_a_holder_changed_but_not_who_sits(group, owner):
    member = seat(group, owner, name="Hester Okonjo")
    plan_actions.edit_member(member=member, changes={"name": "Wren Calloway"}, by=owner, at=NOW)
    events = AuditEvent.objects.filter(object_type="plan.groupmember")
    assert events.count() == 2
    kept = "".join(f"{event.before}{event.after}{event.object_name}" for event in events)
    assert "Okonjo" not in kept
    assert "Calloway" not in kept


def test_a_vacant_seat_cannot_have_agreed_to_be_named(group, owner):
    with pytest.raises(NotPossible, match="Nobody holds this seat"):
        seat(group, owner, agreed_to_be_named=True)


def test_numbers_come_after_the_meeting_and_names_only_where_the_group_keeps_them(group, owner):
    meeting = make_meeting(group, owner)
    member = seat(group, owner, name="Wren Calloway")
    coming = make_meeting(group, owner, held_on=TODAY + timedelta(days=7))
    record = {"invited": 12, "attended": 9, "apologies": 2, "by": owner, "at": NOW}
    with pytest.raises(NotPossible, match="still to come"):
        plan_actions.record_attendance(meeting=coming, **record)
    with pytest.raises(NotPossible, match="keeps numbers only"):
        plan_actions.record_attendance(meeting=meeting, came=[member], **record)
    plan_actions.record_attendance(meeting=meeting, **record)
    assert (last_event().verb, last_event().after["attended"]) == ("recorded attendance at", 9)
    plan_actions.edit_group(group=group, changes={"records_names": True}, by=owner, at=NOW)
    meeting.refresh_from_db()
    plan_actions.record_attendance(meeting=meeting, came=[member], **record)
    assert list(meeting.came.all()) == [member]
    with pytest.raises(NotPossible, match="named 1 members, and only 0"):
        plan_actions.record_attendance(meeting=meeting, came=[member], **{**record, "attended": 0})


def test_a_closed_group_ends_its_terms_and_asks_no_more(group, owner, secretary):
    plan_actions.close_group(group=group, closed_on=TODAY, by=owner, at=NOW)
    assert set(group.members.values_list("ends_on", flat=True)) == {TODAY}
    with pytest.raises(NotPossible, match="was closed"):
        make_ask(group, secretary)


def test_a_meeting_that_has_been_keeps_its_date(group, owner):
    meeting = make_meeting(group, owner)
    plan_actions.record_decision(meeting=meeting, text="To ask.", by=owner, at=NOW)
    with pytest.raises(NotPossible, match="its date stays"):
        plan_actions.edit_meeting(meeting=meeting, changes={"held_on": date(2026, 6, 2)}, by=owner, at=NOW)


# ── asks ─────────────────────────────────────────────────────────────────────────────────────────────
def test_the_deadline_counts_working_days_and_is_never_moved_by_the_group_s_page(group, owner):
    ask = make_ask(group, owner, asked_on=date(2026, 4, 1))
    day, left = date(2026, 4, 1), group.reply_days
    while left:  # over Easter: Good Friday and Easter Monday are no working days
        day += timedelta(days=1)
        left -= is_working_day(day, nation="ENG")
    assert ask.due_on == day == date(2026, 5, 1)
    plan_actions.edit_group(group=group, changes={"reply_days": 5}, by=owner, at=NOW)
    ask.refresh_from_db()
    assert ask.due_on == day


def test_whoever_should_reply_is_written_to_and_led_to_the_ask(group, owner, django_capture_on_commit_callbacks):
    team = make_team("Streets")
    lead, named, other = (make_person(Role.CONTRIBUTOR) for _ in range(3))
    EscalationLine.objects.create(team=team, lead=lead)

    def told():
        return list(Message.objects.filter(wording="plan_group_asked").order_by("pk").values_list("address", flat=True))

    make_ask(group, owner)
    make_ask(group, owner, person=owner)
    assert told() == [], "nobody answers for it yet, or whoever put it"
    with django_capture_on_commit_callbacks(execute=True):
        ask = make_ask(group, owner, text="Drop the kerb", person=named, team=team)
    assert told() == [named.email]
    assert f"/staff/groups/panel/asks/{ask.number}/" in mail.outbox[-1].body
    assert "Drop the kerb" in mail.outbox[-1].body
    make_ask(group, owner, team=team)
    assert told()[1:] == [lead.email]
    plan_actions.edit_ask(ask=ask, changes={"why": "It is high."}, by=owner, at=NOW)
    assert len(told()) == 2, "nothing new for whoever replies"
    plan_actions.edit_ask(ask=ask, changes={"person": other}, by=owner, at=NOW)
    assert told()[2:] == [other.email]
    plan_actions.reply_to_ask(ask=ask, state=AskState.WE_WILL, text="In May.", by=owner, at=NOW)
    plan_actions.edit_ask(ask=ask, changes={"person": named}, by=owner, at=NOW)
    assert len(told()) == 3, "no reply is owed now"
    plan_actions.ask_again(ask=ask, text="May is over.", by=owner, at=NOW)
    assert told()[3:] == [named.email]


def test_replies_follow_the_table_and_need_a_reason(group, owner):
    ask = make_ask(group, owner)
    with pytest.raises(NotPossible, match="why it cannot be"):
        plan_actions.reply_to_ask(ask=ask, state=AskState.WE_CANNOT, text=" ", by=owner, at=NOW)
    plan_actions.reply_to_ask(ask=ask, state=AskState.WE_CANNOT, text="No money.", by=owner, at=NOW)
    with pytest.raises(NotPossible, match="is we can’t and cannot become withdrawn"):
        plan_actions.withdraw_ask(ask=ask, text="Never mind.", by=owner, at=NOW)
    later = NOW + timedelta(days=90)
    plan_actions.ask_again(ask=ask, text="There is money now.", by=owner, at=later)
    assert ask.state == AskState.ASKED_AGAIN
    assert ask.due_on > timezone.localdate(later)
    assert ask.first_replied_on == TODAY, "the first reply stays the first"
    plan_actions.reply_to_ask(ask=ask, state=AskState.WE_DID, text="Done.", by=owner, at=later)
    assert [reply.state for reply in ask.replies.all()] == ["we did", "asked again", "we can’t"]
    assert last_event().verb == "moved to “we did”:"


def test_words_of_an_ask_stay_once_it_has_a_reply(group, owner):
    ask = make_ask(group, owner)
    plan_actions.edit_ask(ask=ask, changes={"text": "Rewrite both letters"}, by=owner, at=NOW)
    plan_actions.reply_to_ask(ask=ask, state=AskState.WE_WILL, text="Soon.", by=owner, at=NOW)
    with pytest.raises(NotPossible, match="its words stay"):
        plan_actions.edit_ask(ask=ask, changes={"text": "Rewrite nothing"}, by=owner, at=NOW)


def test_an_ask_becomes_an_action_and_each_page_shows_the_other(group, owner, client):
    plan = make_plan(owner, slug="fairer")
    section = make_section(plan, owner)
    ask = make_ask(group, owner)
    action = plan_actions.make_ask_an_action(ask=ask, section=section, title="Rewrite it", by=owner, at=NOW)
    ask.refresh_from_db()
    assert (ask.action, ask.state) == (action, AskState.WE_WILL)
    staff = signed_in_client(owner)
    assert ask.text in staff.get("/staff/plans/fairer/actions/1/").content.decode()
    assert "/staff/plans/fairer/actions/1/" in staff.get("/staff/groups/panel/asks/1/").content.decode()
    before = client.get("/groups/panel/asks/1/").content.decode()
    assert "/plans/fairer/actions/1/" not in before, "an action nobody has published is not linked"
    publish(plan)
    assert "/plans/fairer/actions/1/" in client.get("/groups/panel/asks/1/").content.decode()
    assert ask.text in client.get("/plans/fairer/actions/1/").content.decode()
    with pytest.raises(NotPossible, match="is an action already"):
        plan_actions.link_ask_to_action(ask=ask, action=action, by=owner, at=NOW)


def test_only_who_edits_plans_makes_actions_of_asks(group, owner, secretary):
    section = make_section(make_plan(owner), owner)
    ask = make_ask(group, owner)
    with pytest.raises(NotAllowed):
        plan_actions.make_ask_an_action(ask=ask, section=section, title="Do it", by=secretary, at=NOW)
    assert not section.actions.exists()
    with pytest.raises(NotAllowed):
        plan_actions.link_ask_to_action(ask=ask, action=make_action(section, owner), by=secretary, at=NOW)


# ── asks answered in time ────────────────────────────────────────────────────────────────────────────
def slowly_counted(asks, *, starts_on, days, on):
    """The same figure without any of the code under test: day by day."""
    answered = over = 0
    for ask in asks:
        replies = [reply for reply in AskReply.objects.filter(ask=ask) if reply.state.startswith("we ")]
        first = min((timezone.localdate(reply.written_at) for reply in replies), default=None)
        if ask.asked_on < starts_on or (ask.state == "withdrawn" and first is None):
            continue
        day, left = ask.asked_on, days
        while left:
            day += timedelta(days=1)
            left -= is_working_day(day, nation="ENG")
        if day < on:
            over += 1
            answered += first is not None and first <= day
    return answered, over


def test_asks_answered_in_time_agrees_with_a_slow_count(group, owner):
    other = make_group(owner)
    plan = make_plan(owner, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    make_section(plan, owner)
    measure = make_measure(
        plan.sections.get(), owner, kind=MeasureKind.ANSWERED, unit="", asked_by=[group], reply_days=10
    )
    make_ask(other, owner, asked_on=date(2026, 2, 2))
    for number in range(24):
        asked_on = date(2025, 12, 15) + timedelta(days=7 * number)
        ask = make_ask(group, owner, asked_on=asked_on)
        replied = NOW.replace(year=asked_on.year, month=asked_on.month, day=asked_on.day) + timedelta(
            days=(number * 5) % 23
        )
        if number % 7 == 3:
            plan_actions.withdraw_ask(ask=ask, text="Solved.", by=owner, at=replied)
        elif number % 4:
            plan_actions.reply_to_ask(ask=ask, state=AskState.WE_DID, text="Done.", by=owner, at=replied)
    for on in (date(2026, 1, 1), date(2026, 3, 11), date(2026, 6, 15), date(2026, 12, 1)):
        document = make_measure_document(*read_measures(ProgressMeasure.objects.filter(pk=measure.pk)))
        in_time, over = slowly_counted(group.asks.all(), starts_on=plan.starts_on, days=10, on=on)
        figure = figure_of(document, on=on)
        if not over:
            assert figure.value is None
            assert figure.missing
        else:
            assert figure.value == pytest.approx(100 * in_time / over)
            assert f"({in_time} of {over})" in figure.words
            assert figure.lower < figure.value < figure.upper or in_time in (0, over)
    assert over > 15
    assert 0 < in_time < over


def test_such_a_measure_is_never_typed_and_says_what_it_lacks(group, owner):
    section = make_section(make_plan(owner), owner)
    measure = make_measure(section, owner, kind=MeasureKind.ANSWERED, unit="")
    lacks = {finding.lack for finding in lint_measure(make_measure_document(measure))}
    assert Lack.GROUPS in lacks
    assert Lack.UNIT not in lacks
    with pytest.raises(NotPossible, match="nobody types it"):
        plan_actions.record_reading(measure=measure, on=TODAY, count=1, denominator=2, by=owner, at=NOW)
    plan_actions.edit_measure(measure=measure, changes={"asked_by": [group], "reply_days": 10}, by=owner, at=NOW)
    assert last_event().after == {"asked_by": [group.slug], "reply_days": 10}
    assert Lack.GROUPS not in {finding.lack for finding in lint_measure(make_measure_document(measure))}


def test_copying_a_plan_asks_the_same_number_of_questions_however_many_asks_there_are(
    group, owner, django_assert_num_queries
):
    plan = make_plan(owner)
    section = make_section(plan, owner)
    make_measure(section, owner, kind=MeasureKind.ANSWERED, asked_by=[group], reply_days=10)
    make_ask(group, owner)
    counted = count_queries(lambda: copy_plan(plan))
    for _ in range(5):
        other = make_group(owner)
        make_ask(other, owner)
        make_measure(section, owner, kind=MeasureKind.ANSWERED, asked_by=[group, other], reply_days=10)
    with django_assert_num_queries(counted):
        copy_plan(plan)


def count_queries(do):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        do()
    return len(caught)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────
def test_the_public_sees_seats_and_numbers_but_no_names(group, owner, client):
    seat(group, owner, name="Hester Okonjo", seat="Disabled people’s forum", agreed_to_be_named=True)
    seat(group, owner, name="Delroy Pennington", seat="Ashfield")
    meeting = make_meeting(group, owner, agenda="Letters\nBuses")
    plan_actions.record_attendance(meeting=meeting, invited=12, attended=9, apologies=2, by=owner, at=NOW)
    assert client.get(meeting.get_absolute_url()).status_code == 404
    plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    page = client.get("/groups/panel/").content.decode()
    assert "Disabled people’s forum" in page
    assert "9 people came of 12 invited; 2 sent apologies." in page
    assert "Okonjo" not in page
    plan_actions.edit_group(group=group, changes={"shows_names": True}, by=owner, at=NOW)
    page = client.get("/groups/panel/").content.decode()
    assert "Okonjo" in page, "she agreed"
    assert "Pennington" not in page, "he did not"
    assert "<li>Buses</li>" in client.get(meeting.get_absolute_url()).content.decode()
    plan_actions.publish_meeting(meeting=meeting, is_published=False, by=owner, at=NOW)
    assert client.get(meeting.get_absolute_url()).status_code == 404


def test_what_is_not_public_is_nowhere_for_residents(owner, client):
    hidden = make_group(owner, slug="network", name="Quiet network", is_public=False)
    ask = make_ask(hidden, owner, text="Something for ourselves")
    group = make_group(owner, slug="open", name="Open forum")
    kept = make_ask(group, owner, text="Kept among us", is_public=False)
    meeting = make_meeting(hidden, owner)
    plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    for address in ("/groups/network/", ask.get_absolute_url(), kept.get_absolute_url(), meeting.get_absolute_url()):
        assert client.get(address).status_code == 404
    for address in ("/groups/", "/groups/asks/", "/groups/open/", "/api/v1/groups", "/api/v1/group-asks"):
        page = client.get(address).content.decode()
        assert "Quiet network" not in page
        assert "Something for ourselves" not in page
        assert "Kept among us" not in page
    assert client.get("/groups/asks/", {"group": "network"}).context["lines"] == []


def test_papers_are_public_only_when_paper_meeting_and_group_are(group, owner, client):
    meeting = make_meeting(group, owner)
    file = check_file("letters.txt", b"Five letters")
    shown = plan_actions.add_paper(meeting=meeting, title="Letters", file=file, is_public=True, by=owner, at=NOW)
    kept = plan_actions.add_paper(meeting=meeting, title="Notes", file=file, is_public=False, by=owner, at=NOW)
    addresses = [reverse("plan:paper", args=[paper.pk]) for paper in (shown, kept)]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    assert [client.get(address).status_code for address in addresses] == [200, 404]
    answer = client.get(addresses[0])
    assert answer.content == b"Five letters"
    assert answer["Content-Disposition"] == 'attachment; filename="letters.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in_client(owner).get(reverse("plan:staff_paper", args=[kept.pk])).content == b"Five letters"
    assert client.get(reverse("plan:staff_paper", args=[kept.pk])).status_code == 302


def test_a_file_that_is_not_what_it_says_is_refused_in_a_sentence(group, owner):
    from django.core.files.uploadedfile import SimpleUploadedFile

    make_meeting(group, owner)
    sent = {"title": "Paper", "file": SimpleUploadedFile("paper.pdf", b"MZ not a pdf")}
    answer = signed_in_client(owner).post("/staff/groups/panel/meetings/2026-06-01/papers/new/", sent)
    assert answer.status_code == 400
    assert "is not what its ending says" in answer.content.decode()


def test_lists_are_filtered_sorted_and_taken_away(group, owner, client):
    late = make_ask(group, owner, text="=Late one", asked_on=date(2026, 1, 5))
    plan_actions.reply_to_ask(
        ask=make_ask(group, owner, text="Answered one"), state=AskState.WE_DID, text="Done.", by=owner, at=NOW
    )
    staff = signed_in_client(owner)
    for address, browser in (("/groups/asks/", client), ("/staff/groups/asks/", staff)):
        found = browser.get(address, {"concern": "overdue"}).context["lines"]
        assert [line.text for line in found] == [late.text]
        newest = browser.get(address, {"sort": "newest"}).context["lines"]
        assert [line.text for line in newest] == ["Answered one", late.text]
        csv = browser.get(address, {"as": "csv", "concern": "overdue"}).content.decode("utf-8-sig")
        assert "'=Late one" in csv
        assert "Answered one" not in csv
        book = load_workbook(io_of(browser.get(address, {"as": "xlsx"})))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert "Answered one" in cells
    listed = client.get("/groups/", {"sort": "overdue", "as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert listed[0].startswith("Group,Kind,")
    assert len(listed) == 2


def test_the_calendar_has_every_meeting_filtered_sorted_and_taken_away(group, owner, client):
    other = make_group(owner, name="Hidden network", is_public=False)
    held = make_meeting(group, owner, held_on=TODAY - timedelta(days=30), venue="Mill Lane library", agenda="=Fares")
    plan_actions.record_decision(meeting=held, text="To ask for a Sunday bus.", by=owner, at=NOW)
    make_ask(group, owner, meeting=held)
    make_ask(group, owner, meeting=held, is_public=False)
    off = make_meeting(group, owner, held_on=TODAY - timedelta(days=10))
    plan_actions.edit_meeting(meeting=off, changes={"cancelled_because": "Snow."}, by=owner, at=NOW)
    coming = make_meeting(group, owner, held_on=TODAY + timedelta(days=400))
    hidden = make_meeting(other, owner, held_on=TODAY - timedelta(days=20))
    draft = make_meeting(group, owner, held_on=TODAY - timedelta(days=5))
    for meeting in (held, off, coming, hidden):
        plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    browser = signed_in_client(owner)

    def days(who, address, **filters):
        page = who.get(address, filters)
        return [line.href.rstrip("/").rsplit("/")[-1] for line in page.context["lines"]]

    def written(*meetings):
        return [meeting.held_on.isoformat() for meeting in meetings]

    # The clock of the pages is the real one: all but the one to come have been by then.
    staff, public = "/staff/groups/meetings/", "/groups/meetings/"
    assert days(client, public) == written(coming, off, held)
    assert days(browser, staff) == written(coming, draft, off, hidden, held)
    for who, address in ((client, public), (browser, staff)):
        assert days(who, address, which="cancelled") == written(off)
        assert days(who, address, q="sunday bus") == days(who, address, q="mill lane") == written(held)
        assert days(who, address, sort="soonest")[0] == held.held_on.isoformat()
    assert days(client, public, which="held") == written(held)
    assert days(browser, staff, which="held") == written(draft, hidden, held)
    assert days(browser, staff, which="unpublished") == written(draft)
    assert days(browser, staff, which="uncounted") == written(draft, hidden, held)
    plan_actions.record_attendance(meeting=held, invited=9, attended=7, apologies=None, by=owner, at=NOW)
    assert days(browser, staff, which="uncounted", group="panel") == written(draft)
    assert "2 held without a count" in browser.get(staff).content.decode()
    assert days(browser, staff, group="panel") == written(coming, draft, off, held)
    assert "7 people came of 9 invited. 1 decision, 1 ask." in client.get(public).content.decode()
    assert "1 decision, 2 asks." in browser.get(staff).content.decode()
    rows = client.get(public, {"as": "csv"}).content.decode("utf-8-sig")
    assert "'=Fares" in rows
    assert "To ask for a Sunday bus." in rows
    assert "Hidden network" not in rows + client.get(public).content.decode()
    assert "Published on" not in rows
    assert "Published on" in browser.get(staff, {"as": "csv"}).content.decode("utf-8-sig")
    assert load_workbook(io_of(browser.get(staff, {"as": "xlsx"})))
    assert client.get(staff).status_code == 302


def test_seats_of_every_group_are_listed_for_those_who_keep_groups(group, owner, secretary):
    today = timezone.localdate()
    other = make_group(owner, name="Youth council")
    seat(group, owner, seat="Mill ward")
    seat(other, owner, name="Ira Lane", seat="School", duty=Duty.CHAIR, ends_on=today + timedelta(days=80))
    seat(other, owner, name="Old Hand", seat="=Elder", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    browser = signed_in_client(owner)
    address = "/staff/groups/seats/"

    def found(**filters):
        return [member.seat for member, _, _ in browser.get(address, filters).context["rows"]]

    assert found() == ["Engagement", "Mill ward", "School"]
    assert found(which="vacant") == ["Mill ward"]
    assert found(which="ending") == found(q="ira lane") == found(group=other.slug) == ["School"]
    assert found(which="running") == ["Engagement", "School"]
    assert found(which="over") == ["=Elder"]
    assert len(found(which="all")) == 4
    assert found(sort="ends")[0] == "School"
    page = browser.get(address).content.decode()
    assert "1 seat vacant, 1 term ends within three months" in page
    rows = browser.get(address, {"as": "csv", "which": "all"}).content.decode("utf-8-sig")
    assert "Ira Lane" in rows
    assert "'=Elder" in rows
    assert load_workbook(io_of(browser.get(address, {"as": "xlsx"})))
    for person in (secretary, make_person(Role.VIEWER), make_person(Role.ANALYST)):
        assert signed_in_client(person).get(address).status_code == 403, "names of every group are not for everybody"
        assert address not in signed_in_client(person).get("/staff/groups/").content.decode()


def test_a_group_with_many_meetings_leads_to_all_of_them(group, owner, client):
    for number in range(25):
        meeting = make_meeting(group, owner, held_on=TODAY - timedelta(days=number + 1))
        plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    for who, page, calendar in (
        (client, "/groups/panel/", "/groups/meetings/"),
        (signed_in_client(owner), "/staff/groups/panel/", "/staff/groups/meetings/"),
    ):
        assert f'href="{calendar}?group=panel">All 25 meetings</a>' in who.get(page).content.decode()
        assert len(who.get(calendar, {"group": "panel"}).context["lines"]) == 25


def test_a_paper_can_be_kept_from_residents_again_by_whoever_runs_the_group(group, owner, secretary, client):
    meeting = make_meeting(group, owner)
    plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    file = check_file("fares.txt", b"What a bus costs.")
    paper = plan_actions.add_paper(meeting=meeting, title="Fares", file=file, is_public=True, by=owner, at=NOW)
    address, button = f"/groups/papers/{paper.pk}/", f"/staff/groups/papers/{paper.pk}/show/"
    assert client.get(address).status_code == 200
    stranger = signed_in_client(make_person(Role.CONTRIBUTOR))
    assert stranger.post(button).status_code == 403
    assert signed_in_client(secretary).get(button).status_code == 405
    assert client.get(address).status_code == 200
    assert signed_in_client(secretary).post(button).status_code == 302
    assert client.get(address).status_code == 404
    assert (last_event().verb, last_event().actor_id) == ("kept from residents a paper of", secretary.pk)
    assert signed_in_client(owner).post(button).status_code == 302
    assert client.get(address).status_code == 200
    assert last_event().verb == "let residents read a paper of"
    page = signed_in_client(secretary).get(f"/staff/groups/panel/meetings/{meeting.held_on}/").content.decode()
    assert "Keep it from residents" in page


def io_of(response):
    import io

    return io.BytesIO(response.content)


@pytest.mark.parametrize(
    "address",
    [
        "/groups/", "/groups/asks/", "/groups/meetings/", "/groups/panel/", "/staff/groups/asks/",
        "/staff/groups/meetings/", "/staff/groups/seats/", "/api/v1/group-meetings", "/api/v1/groups/panel",
    ],
)  # fmt: skip
def test_pages_ask_the_database_the_same_number_of_questions_at_any_size(
    group, owner, address, settings, django_assert_num_queries
):
    settings.PAGE_CACHE_BYTES = 0
    browser = signed_in_client(owner)
    plan = make_plan(owner)
    section = make_section(plan, owner)

    def add(number):
        for each in range(number):
            ask = make_ask(group, owner, text=f"Ask {each}")
            plan_actions.make_ask_an_action(ask=ask, section=section, title="Do it", by=owner, at=NOW)
            meeting = make_meeting(group, owner, held_on=date(2025, 1, 1) + timedelta(days=group.meetings.count()))
            plan_actions.record_decision(meeting=meeting, text="To ask.", by=owner, at=NOW)
            plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
            seat(group, owner, make_person(Role.VIEWER))
            make_ask(make_group(owner), owner)

    add(2)
    browser.get(address)
    counted = count_queries(lambda: browser.get(address))
    assert counted <= 30
    add(8)
    with django_assert_num_queries(counted):
        browser.get(address)


def test_the_read_interface_gives_seats_numbers_and_replies(group, owner, client):
    seat(group, owner, name="Hester Okonjo", seat="Forum", agreed_to_be_named=True)
    ask = make_ask(group, owner, asked_on=date(2026, 6, 1))
    plan_actions.reply_to_ask(ask=ask, state=AskState.WE_WILL, text="We will.", by=owner, at=NOW)
    listed = client.get("/api/v1/groups").json()
    assert [(each["slug"], each["seats"], each["asks"], each["waiting"]) for each in listed] == [("panel", 1, 1, 0)]
    one = client.get("/api/v1/groups/panel").json()
    assert [member["seat"] for member in one["members"]] == ["Forum"]
    assert "Okonjo" not in str(one)
    asks = client.get("/api/v1/group-asks", {"group": "panel"}).json()
    assert asks["count"] == 1
    assert asks["items"][0]["working_days_to_first_reply"] == 10
    assert asks["items"][0]["replies"][0]["by_role"] == "Head of Testing"
    assert client.get("/api/v1/groups/nobody").status_code == 404


def test_the_read_interface_gives_meetings_with_agenda_decisions_and_public_papers(group, owner, client):
    meeting = make_meeting(group, owner, agenda="Fares")
    plan_actions.record_decision(meeting=meeting, text="To ask.", by=owner, at=NOW)
    for title, is_public in (("Fares", True), ("Names", False)):
        file = check_file("paper.txt", title.encode())
        plan_actions.add_paper(meeting=meeting, title=title, file=file, is_public=is_public, by=owner, at=NOW)
    make_meeting(group, owner, held_on=date(2026, 5, 1))
    assert client.get("/api/v1/group-meetings").json() == {"count": 0, "items": []}
    plan_actions.publish_meeting(meeting=meeting, by=owner, at=NOW)
    (found,) = client.get("/api/v1/group-meetings", {"group": "panel", "from_day": "2026-06-01"}).json()["items"]
    assert (found["group"], found["agenda"], found["decisions"]) == ("panel", "Fares", ["To ask."])
    assert [paper["title"] for paper in found["papers"]] == ["Fares"]
    assert client.get(found["papers"][0]["address"]).content == b"Fares"
    assert client.get("/api/v1/groups/panel").json()["meetings"][0]["papers"] == found["papers"]
    for none in ({"from_day": "2026-06-02"}, {"until_day": "2026-05-31"}, {"group": "other"}):
        assert client.get("/api/v1/group-meetings", none).json()["count"] == 0


def test_what_waits_is_on_the_page_of_who_owes_the_reply(group, owner):
    team = make_team("Money")
    named, colleague = make_person(Role.CONTRIBUTOR, team=team), make_person(Role.CONTRIBUTOR, team=team)
    make_ask(group, owner, text="For the named", person=named)
    make_ask(group, owner, text="For the team", team=team)
    assert {item.title for item in asks_waiting_for(named, TODAY)} == {"For the named", "For the team"}
    assert {item.title for item in asks_waiting_for(colleague, TODAY)} == {"For the team"}
    late = asks_waiting_for(colleague, TODAY + timedelta(days=60))
    assert [item.why for item in late] == ["reply overdue"]
    assert asks_waiting_for(make_person(), TODAY) == []


STAFF_PAGES = [
    "", "edit/", "close/", "seats/new/", "meetings/new/", "meetings/2026-06-01/", "meetings/2026-06-01/edit/",
    "meetings/2026-06-01/attendance/", "meetings/2026-06-01/papers/new/", "meetings/2026-06-01/decisions/new/",
    "asks/new/", "asks/1/", "asks/1/edit/", "asks/1/reply/", "asks/1/again/", "asks/1/withdraw/", "asks/1/action/",
    "asks/1/link/",
]  # fmt: skip
READABLE = {"", "meetings/2026-06-01/", "asks/1/"}


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_others_read_and_only_who_runs_the_group_writes(group, owner, secretary, page):
    make_meeting(group, owner)
    make_ask(group, owner)
    address = f"/staff/groups/panel/{page}"
    assert signed_in_client(owner).get(address).status_code == 200
    reader = signed_in_client(make_person(Role.CONTRIBUTOR)).get(address)
    assert reader.status_code == (200 if page in READABLE else 403)
    assert signed_in_client(make_person()).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    runs = page not in {"edit/", "close/", "asks/1/reply/", "asks/1/action/", "asks/1/link/"}
    assert signed_in_client(secretary).get(address).status_code == (200 if runs else 403)


def test_a_group_is_begun_and_run_through_its_pages(owner):
    browser = signed_in_client(owner)
    sent = {
        "name": "Youth council", "slug": "youth", "kind": "youth council", "purpose": "Speaks for the young.",
        "reply_days": "15", "is_public": "on",
    }  # fmt: skip
    assert browser.post("/staff/groups/new/", {**sent, "slug": "asks"}).status_code == 400
    assert browser.post("/staff/groups/new/", sent).headers["Location"] == "/staff/groups/youth/"
    today = timezone.localdate()
    day = {"starts_on_0": today.day, "starts_on_1": today.month, "starts_on_2": today.year}
    chair = make_person(Role.CONTRIBUTOR)
    member = {"seat": "Northgate school", "duty": "chair", "person": chair.email, "starts_on": today.isoformat(), **day}
    assert browser.post("/staff/groups/youth/seats/new/", member).status_code == 302
    browser = signed_in_client(chair)
    held = {"held_on": today.isoformat(), "agenda": "Lights", "starts_at": "18.30"}
    assert browser.post("/staff/groups/youth/meetings/new/", held).status_code == 302
    assert browser.post("/staff/groups/youth/meetings/new/", held).status_code == 400
    meeting = f"/staff/groups/youth/meetings/{today}/"
    assert browser.post(f"{meeting}attendance/", {"attended": "9", "invited": "8"}).status_code == 400
    assert browser.post(f"{meeting}attendance/", {"attended": "9", "invited": "12"}).status_code == 302
    assert browser.post(f"{meeting}decisions/new/", {"text": "To ask for lights."}).status_code == 302
    assert browser.post(f"{meeting}publish/").status_code == 302
    form = browser.get("/staff/groups/youth/asks/new/", {"meeting": today.isoformat()})
    assert form.context["form"].initial["meeting"].held_on == today
    ask = {"text": "Put lights on the path", "asked_on": today.isoformat(), "is_public": "on"}
    assert browser.post("/staff/groups/youth/asks/new/", ask).status_code == 302
    one = GroupAsk.objects.get()
    assert one.is_public
    assert Group.objects.get(slug="youth").reply_days == 15
    page = Client().get(f"/groups/youth/meetings/{today}/").content.decode()
    assert "9 people came of 12 invited." in page
    assert "To ask for lights." in page
