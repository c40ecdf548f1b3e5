"""Registers and duties: who keeps them, what is renewed, what is overdue, who is reminded, what the public sees."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.factories.people import signed_in_client
from tests.factories.plans import NOW, make_person, make_team

from goldenthread.accounts.models import AuditEvent
from goldenthread.accounts.permissions import NotAllowed
from goldenthread.accounts.roles import Role
from goldenthread.definitions.duty import load_duties
from goldenthread.messages.models import Message
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.registering import due_duties
from goldenthread.plan.models import DutyDone, RegisterEntry, RegisterReminder
from goldenthread.plan.registers import permissions
from goldenthread.plan.registers.fillings import registers_waiting_for, reminder_path
from goldenthread.plan.registers.kinds import REMINDER_STEPS, RegisterKind
from goldenthread.plan.registers.presenters import make_result
from goldenthread.plan.states import NotPossible
from goldenthread.plan.working_days import is_working_day

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
ENGLAND = load_duties("England")


@pytest.fixture(autouse=True)
def one_factor(settings):
    """The second factor has its own tests."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def owner():
    return make_person(Role.PLAN_OWNER, name="Olive Owner")


@pytest.fixture
def keeper():
    return make_person(Role.CONTRIBUTOR, name="Kit Keeper", job_title="Housing Manager", team=make_team("Homes"))


def add(by, register=RegisterKind.STRATEGY, **words):
    values = {"title": "Fair Housing Strategy", "due_on": TODAY + timedelta(days=300), **words}
    return plan_actions.add_entry(register=register, by=by, at=NOW, **values)


def last_event():
    return AuditEvent.objects.order_by("-position").first()


# ── who may, and what is kept ────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR, Role.ANALYST])
def test_only_plan_owners_and_administrators_keep_registers(role):
    person = make_person(role)
    assert not permissions.can_keep_registers(person)
    with pytest.raises(NotAllowed):
        add(person)
    with pytest.raises(NotAllowed):
        plan_actions.charge_duty(duty=ENGLAND["gender-pay-gap"], owner=person, by=person, at=NOW)


def test_who_answers_for_an_entry_and_their_team_record_and_nobody_else(owner, keeper):
    entry = add(owner, owner=keeper)
    colleague, stranger = make_person(Role.CONTRIBUTOR, team=keeper.team), make_person(Role.CONTRIBUTOR)
    reader = make_person(Role.VIEWER, team=keeper.team)
    may = [permissions.can_record_for(who, entry.owner, entry.team) for who in (keeper, colleague, stranger, reader)]
    assert may == [True, True, False, False]
    with pytest.raises(NotAllowed, match="answers for this"):
        plan_actions.renew_entry(entry=entry, done_on=TODAY, next_due_on=None, by=stranger, at=NOW)


def test_a_renewal_moves_the_date_and_remembers_the_old_one(owner, keeper):
    entry = add(owner, owner=keeper, due_on=TODAY - timedelta(days=10), version="1")
    assert (entry.owner_role, entry.team) == ("Housing Manager", keeper.team)
    assert entry.is_overdue(on=TODAY)
    plan_actions.renew_entry(
        entry=entry, done_on=TODAY, next_due_on=TODAY + timedelta(days=365), version="2", by=keeper, at=NOW
    )
    entry.refresh_from_db()
    renewal = entry.renewals.get()
    assert (entry.version, entry.due_on) == ("2", TODAY + timedelta(days=365))
    assert renewal.was_due_on == TODAY - timedelta(days=10)
    assert last_event().verb == "renewed"
    with pytest.raises(NotPossible, match="still to come"):
        plan_actions.renew_entry(entry=entry, done_on=TODAY + timedelta(1), next_due_on=None, by=keeper, at=NOW)
    with pytest.raises(NotPossible, match="must come after"):
        plan_actions.renew_entry(entry=entry, done_on=TODAY, next_due_on=TODAY, by=keeper, at=NOW)


def test_what_is_no_longer_kept_up_stays_with_the_reason_and_is_never_overdue(owner):
    entry = add(owner, due_on=TODAY - timedelta(days=1))
    with pytest.raises(NotPossible, match="Say why"):
        plan_actions.end_entry(entry=entry, because=" ", by=owner, at=NOW)
    plan_actions.end_entry(entry=entry, because="The charity has closed.", by=owner, at=NOW)
    assert not entry.is_overdue(on=TODAY)
    assert not RegisterEntry.objects.overdue(on=TODAY).exists()
    with pytest.raises(NotPossible, match="has not been kept up since"):
        plan_actions.renew_entry(entry=entry, done_on=TODAY, next_due_on=None, by=owner, at=NOW)


def test_what_was_ended_by_mistake_is_taken_up_again_with_all_it_had(owner, keeper):
    entry = add(owner, owner=keeper)
    plan_actions.renew_entry(entry=entry, done_on=TODAY, next_due_on=date(2028, 1, 1), by=owner, at=NOW)
    address = f"/staff/registers/{entry.pk}/"
    assert "Keep it up again" not in signed_in_client(owner).get(address).content.decode()
    with pytest.raises(NotPossible, match="is kept up"):
        plan_actions.take_up_entry_again(entry=entry, by=owner, at=NOW)
    plan_actions.end_entry(entry=entry, because="Lapsed.", by=owner, at=NOW)
    assert "Keep it up again" not in signed_in_client(keeper).get(address).content.decode()
    assert signed_in_client(keeper).post(f"{address}take-up/").status_code == 403
    assert "Keep it up again" in signed_in_client(owner).get(address).content.decode()
    assert signed_in_client(owner).post(f"{address}take-up/").status_code == 302
    entry.refresh_from_db()
    assert (entry.ended_on, entry.ended_because, entry.due_on) == (None, "", date(2028, 1, 1))
    assert entry.renewals.count() == 1
    event = AuditEvent.objects.order_by("-position").first()
    assert (event.verb, event.before["because"]) == ("took up again", "Lapsed.")


# ── how often a standard was kept ────────────────────────────────────────────────────────────────────
def test_a_result_is_kept_with_what_was_expected_then_and_put_right_by_another(owner):
    entry = add(owner, RegisterKind.STANDARD, title="Answers", expected_share=Decimal(95))
    period = {"starts_on": TODAY - timedelta(days=90), "ends_on": TODAY - timedelta(days=1)}
    first = plan_actions.record_result(entry=entry, kept=90, of=100, by=owner, at=NOW, **period)
    plan_actions.edit_entry(entry=entry, changes={"expected_share": Decimal(80)}, by=owner, at=NOW)
    first.refresh_from_db()
    assert first.expected_share == 95
    with pytest.raises(NotPossible, match="figures for this period already"):
        plan_actions.record_result(entry=entry, kept=91, of=100, by=owner, at=NOW, **period)
    plan_actions.record_result(entry=entry, kept=91, of=100, corrects=first, by=owner, at=NOW, **period)
    page = Client().get(entry.get_absolute_url()).content.decode()
    assert "91 of 100" in page
    assert "90 of 100" not in page
    with pytest.raises(NotPossible, match="Only a service standard"):
        plan_actions.record_result(entry=add(owner), kept=1, of=2, by=owner, at=NOW, **period)
    with pytest.raises(NotPossible, match="not over yet"):
        plan_actions.record_result(
            entry=entry, kept=1, of=2, by=owner, at=NOW, starts_on=TODAY, ends_on=date(2027, 1, 1)
        )


@pytest.mark.parametrize(
    ("kept", "of", "says"),
    [
        (96, 100, "It was kept as often as promised."),
        (93, 100, "no more than chance can explain"),
        (930, 1000, "It was kept less often than promised."),
    ],
)
def test_what_a_result_says_leaves_chance_its_room(owner, kept, of, says):
    entry = add(owner, RegisterKind.STANDARD, expected_share=Decimal(95))
    period = {"starts_on": TODAY - timedelta(days=90), "ends_on": TODAY - timedelta(days=1)}
    line = make_result(plan_actions.record_result(entry=entry, kept=kept, of=of, by=owner, at=NOW, **period))
    assert says in line.verdict
    assert line.verdict.endswith(".")
    assert line.kept == f"{kept:,} of {of:,}"
    assert line.share == pytest.approx(100 * kept / of)


# ── duties in law ────────────────────────────────────────────────────────────────────────────────────
def test_duties_are_overdue_until_done_and_a_mistake_is_taken_back(owner, keeper):
    duty = ENGLAND["equality-information"]
    plan_actions.charge_duty(duty=duty, owner=keeper, by=owner, at=NOW)
    found = {each.duty.slug: each for each in due_duties()}
    assert found[duty.slug].is_overdue(on=TODAY)
    assert found[duty.slug].owner == keeper
    done = plan_actions.record_duty_done(duty=duty, done_on=date(2026, 3, 20), by=keeper, at=NOW)
    now = {each.duty.slug: each for each in due_duties()}[duty.slug]
    assert now.due_on == date(2027, 3, 19)
    assert not now.is_overdue(on=TODAY)
    with pytest.raises(NotAllowed):
        plan_actions.take_back_duty_done(done=done, because="Wrong.", by=keeper, at=NOW)
    plan_actions.take_back_duty_done(done=done, because="It was a draft.", by=owner, at=NOW)
    assert {each.duty.slug: each for each in due_duties()}[duty.slug].due_on == duty.first_due
    assert DutyDone.objects.count() == 1
    with pytest.raises(NotPossible, match="came into force on 31 March 2017"):
        plan_actions.record_duty_done(duty=duty, done_on=date(2016, 1, 1), by=owner, at=NOW)


def test_a_duty_that_does_not_apply_says_why_and_is_never_overdue(owner, client):
    plan_actions.charge_duty(
        duty=ENGLAND["gender-pay-gap"], owner=None, does_not_apply_because="We employ 90 people.", by=owner, at=NOW
    )
    due = due_duties()[-1]
    assert due.duty.slug == "gender-pay-gap"
    assert not due.is_overdue(on=TODAY)
    assert "We employ 90 people." in client.get("/registers/duties/").content.decode()


@pytest.mark.parametrize(
    ("code", "nation", "slug"),
    [("E08000007", "England", "gender-pay-gap"), ("S12000036", "Scotland", "equal-pay-statement"),
     ("W06000015", "Wales", "annual-equality-report"), ("N09000003", "Northern Ireland", "equality-scheme")],
)  # fmt: skip
def test_the_calendar_is_that_of_the_council_s_nation(settings, client, code, nation, slug):
    from dataclasses import replace

    settings.COUNCIL = replace(settings.COUNCIL, code=code)
    assert slug in {each.duty.slug for each in due_duties()}
    page = client.get("/registers/duties/").content.decode()
    assert nation in page
    assert load_duties(nation)[slug].law in page


def test_a_nation_whose_duties_are_not_written_down_says_so(settings, client, monkeypatch):
    from dataclasses import replace

    from goldenthread.plan.actions import registering

    settings.COUNCIL = replace(settings.COUNCIL, code="N09000003")
    monkeypatch.setattr(registering, "load_duties", lambda nation: {})
    assert due_duties() == ()
    assert "does not know the duties of Northern Ireland" in client.get("/registers/duties/").content.decode()


# ── reminders ────────────────────────────────────────────────────────────────────────────────────────
def test_each_step_is_sent_once_on_a_working_day_and_overtaken_ones_never(owner, keeper):
    due_on = date(2026, 9, 1)
    entry = add(owner, owner=keeper, due_on=due_on)
    add(owner, title="Nobody’s", due_on=due_on)
    sent = []
    for days in range(150):
        at = NOW.replace(month=6, day=15) + timedelta(days=days)
        sent += [(timezone.localdate(at), each.step.slug) for each in plan_actions.send_reminders(by=None, at=at)]
    expected = []
    for step in REMINDER_STEPS:  # by hand: the first working day on or after the step's own
        day = max(due_on - timedelta(days=step.days_before), TODAY)
        while not is_working_day(day, nation="ENG"):
            day += timedelta(days=1)
        expected.append((day, step.slug))
    assert sent == expected
    assert RegisterReminder.objects.count() == Message.objects.filter(person=keeper).count() == 4
    message = Message.objects.filter(person=keeper).first()
    assert "Fair Housing Strategy" in message.subject
    assert reminder_path(message) == f"/staff/registers/{entry.pk}/"
    plan_actions.renew_entry(entry=entry, done_on=TODAY, next_due_on=date(2027, 9, 1), by=keeper, at=NOW)
    assert plan_actions.reminders_due_on(date(2027, 7, 2))[0].step.slug == "two-months", "a new date, anew"
    assert plan_actions.reminders_due_on(date(2027, 8, 30)) == [], "a bank holiday"


def test_only_the_latest_step_goes_when_nobody_ran_the_reminders(owner, keeper):
    add(owner, owner=keeper, due_on=TODAY - timedelta(days=200))
    duty = ENGLAND["gender-pay-gap"]
    plan_actions.charge_duty(duty=duty, owner=keeper, by=owner, at=NOW)
    reminders = plan_actions.send_reminders(by=owner, at=NOW)
    assert [each.step.slug for each in reminders] == ["overdue-a-month", "overdue-a-month"]
    assert plan_actions.send_reminders(by=owner, at=NOW) == []
    about = Message.objects.get(subject__startswith=duty.name)
    assert reminder_path(about) == "/staff/registers/duties/gender-pay-gap/"
    with pytest.raises(NotAllowed):
        plan_actions.send_reminders(by=keeper, at=NOW)


def test_the_command_says_what_it_would_send_and_then_sends_it(owner, keeper, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    add(owner, owner=keeper, due_on=TODAY - timedelta(days=2))
    said = io.StringIO()
    call_command("remind_registers", "--dry-run", stdout=said)
    assert "1 reminder would be sent." in said.getvalue()
    assert "Fair Housing Strategy is overdue: message to Kit Keeper" in said.getvalue()
    assert not RegisterReminder.objects.exists()
    call_command("remind_registers", stdout=said)
    assert RegisterReminder.objects.count() == 1


def test_what_is_due_is_on_the_owner_s_own_page(owner, keeper):
    add(owner, owner=keeper, due_on=TODAY + timedelta(days=30))
    add(owner, owner=keeper, title="Far off", due_on=TODAY + timedelta(days=300))
    plan_actions.charge_duty(duty=ENGLAND["gender-pay-gap"], owner=keeper, by=owner, at=NOW)
    found = registers_waiting_for(keeper, TODAY)
    assert {item.title for item in found} == {"Fair Housing Strategy", "Publish the gender pay gap"}
    assert registers_waiting_for(make_person(), TODAY) == []


# ── pages, lists, read interface ─────────────────────────────────────────────────────────────────────
def test_the_public_reads_roles_and_what_is_public_only(owner, keeper, client):
    entry = add(owner, owner=keeper, co_producers="Tenants’ Voice")
    hidden = add(owner, title="Not for you", is_public=False)
    page = client.get("/registers/strategies/").content.decode() + client.get(entry.get_absolute_url()).content.decode()
    assert "Housing Manager" in page
    assert "Tenants’ Voice" in page
    assert "Kit Keeper" not in page
    assert "Not for you" not in page
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(f"/registers/standards/{entry.pk}/").status_code == 404
    assert client.get("/registers/gossip/").status_code == 404
    listed = client.get("/api/v1/registers").json()
    assert [(each["title"], each["who"]) for each in listed["items"]] == [("Fair Housing Strategy", "Housing Manager")]
    assert {each["slug"] for each in client.get("/api/v1/duties").json()} == set(ENGLAND)


def test_lists_put_what_is_overdue_first_and_are_filtered_and_taken_away(owner):
    add(owner, title="Later")
    add(owner, title="Undated", due_on=None)
    add(owner, RegisterKind.ACCREDITATION, title="=Overdue", due_on=timezone.localdate() - timedelta(days=1))
    browser = signed_in_client(owner)

    def titles(**filters):
        return [line.title for line in browser.get("/staff/registers/", filters).context["lines"]]

    assert titles()[0] == "=Overdue"
    assert titles()[-1] == "Undated"
    assert titles(concern="overdue") == ["=Overdue"]
    assert titles(register="accreditations") == ["=Overdue"]
    assert titles(q="later") == ["Later"]
    assert titles(sort="title") == ["=Overdue", "Later", "Undated"]
    csv = browser.get("/staff/registers/", {"as": "csv", "concern": "overdue"}).content.decode("utf-8-sig")
    assert "'=Overdue" in csv
    assert "Later" not in csv
    book = load_workbook(io.BytesIO(browser.get("/staff/registers/", {"as": "xlsx"}).content))
    assert "Later" in {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    public = Client().get("/registers/accreditations/", {"as": "csv"}).content.decode("utf-8-sig")
    assert "'=Overdue" in public
    duties = browser.get("/staff/registers/duties/", {"as": "csv"}).content.decode("utf-8-sig")
    assert "regulation 4" in duties


@pytest.mark.parametrize("address", ["/registers/", "/registers/standards/", "/registers/duties/", "/staff/registers/"])
def test_pages_ask_the_same_number_of_questions_at_any_size(owner, address, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed_in_client(owner)

    def grow(number):
        for each in range(number):
            entry = add(owner, RegisterKind.STANDARD, title=f"Standard {each}", owner=make_person(Role.CONTRIBUTOR))
            for month in range(3):
                first = TODAY - timedelta(days=40 * (month + 1))
                plan_actions.record_result(
                    entry=entry, starts_on=first, ends_on=first + timedelta(days=30), kept=8, of=9, by=owner, at=NOW
                )
            plan_actions.record_duty_done(
                duty=ENGLAND["gender-pay-gap"], done_on=TODAY - timedelta(days=each), by=owner, at=NOW
            )

    grow(2)
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        browser.get(address)
    assert len(caught) <= 30
    grow(10)
    with django_assert_num_queries(len(caught)):
        browser.get(address)


READERS = {"", "duties/", "duties/gender-pay-gap/", "{pk}/"}
KEEPERS = {
    "reminders/", "strategies/new/", "standards/new/", "{pk}/edit/", "{pk}/end/", "duties/gender-pay-gap/owner/",
}  # fmt: skip
RECORDERS = {"{pk}/renew/", "{pk}/results/new/", "duties/gender-pay-gap/done/"}


@pytest.mark.parametrize("page", sorted(READERS | KEEPERS | RECORDERS))
def test_each_page_opens_for_whoever_may_and_for_nobody_else(owner, keeper, page):
    entry = add(owner, RegisterKind.STANDARD, owner=keeper)
    plan_actions.charge_duty(duty=ENGLAND["gender-pay-gap"], owner=keeper, by=owner, at=NOW)
    address = "/staff/registers/" + page.format(pk=entry.pk)
    assert signed_in_client(owner).get(address).status_code == 200
    assert signed_in_client(keeper).get(address).status_code == (403 if page in KEEPERS else 200)
    reader = signed_in_client(make_person(Role.VIEWER)).get(address)
    assert reader.status_code == (200 if page in READERS else 403)
    assert Client().get(address).status_code == 302


def test_an_entry_goes_its_way_through_the_pages(owner, keeper):
    browser = signed_in_client(owner)
    sent = {
        "title": "Interpreters", "expected_words": "At the first appointment", "expected_share": "90",
        "owner": keeper.email, "due_on": "2099-01-01", "starts_on": "2020-01-01", "is_public": "on",
    }  # fmt: skip
    assert browser.post("/staff/registers/standards/new/", {**sent, "due_on": "2019-01-01"}).status_code == 400
    assert browser.post("/staff/registers/standards/new/", {**sent, "owner": "no@body.example"}).status_code == 400
    assert browser.post("/staff/registers/standards/new/", sent).status_code == 302
    entry = RegisterEntry.objects.get()
    browser = signed_in_client(keeper)
    address = f"/staff/registers/{entry.pk}/"
    figures = {"starts_on": "2024-01-01", "ends_on": "2024-03-31", "kept": "41", "of": "47"}
    assert browser.post(f"{address}results/new/", {**figures, "kept": "48"}).status_code == 400
    assert browser.post(f"{address}results/new/", figures).status_code == 302
    result = entry.results.get()
    assert browser.post(f"{address}results/{result.pk}/", {**figures, "kept": "42"}).status_code == 302
    assert browser.get(f"{address}results/{result.pk}/").status_code == 404, "put right already"
    assert browser.post(f"{address}renew/", {"done_on": "2025-01-01", "next_due_on": "2098-01-01"}).status_code == 302
    page = Client().get(entry.get_absolute_url()).content.decode()
    assert "42 of 47" in page
    done = "/staff/registers/duties/equality-objectives/done/"
    assert browser.post(done, {"done_on": "2025-01-01"}).status_code == 403
    assert signed_in_client(owner).post(done, {"done_on": "2025-01-01", "url": "not an address"}).status_code == 400
    assert signed_in_client(owner).post(done, {"done_on": "2025-01-01"}).status_code == 302
    record = DutyDone.objects.get()
    back = f"/staff/registers/duties/equality-objectives/{record.pk}/take-back/"
    assert signed_in_client(owner).post(back, {"because": "Mistyped"}).status_code == 302
    assert signed_in_client(owner).get(back).status_code == 404
